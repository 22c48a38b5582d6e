/* The facts of a decision: finding them, and adding new ones.
 *
 * Lists come from the store in the order of their ids as a rule, so that a
 * binary search finds nearly everything; what it misses is looked for one by
 * one. Occurrences of due items are many and must be unique, so they have an
 * index, brought up to date when it is asked.
 */
#include "noun/facts.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

#define FIND(list, wanted)                                \
 do {                                                     \
  size_t low = 0, high = (list)->n;                       \
  while (low < high) {                                    \
   size_t middle = low + (high - low) / 2;                \
   if ((list)->at[middle]->id < (wanted))                 \
    low = middle + 1;                                     \
   else                                                   \
    high = middle;                                        \
  }                                                       \
  if (low < (list)->n && (list)->at[low]->id == (wanted)) \
   return (list)->at[low];                                \
  for (size_t i = 0; i < (list)->n; i++)                  \
   if ((list)->at[i]->id == (wanted))                     \
    return (list)->at[i];                                 \
  return NULL;                                            \
 } while (0)

struct participant *
facts_participant(const struct facts *facts, int64_t id)
{
	FIND(&facts->participants, id);
}

struct match *
facts_match(const struct facts *facts, int64_t id)
{
	FIND(&facts->matches, id);
}

struct run *
facts_run(const struct facts *facts, int64_t id)
{
	FIND(&facts->runs, id);
}

struct session *
facts_session(const struct facts *facts, int64_t id)
{
	FIND(&facts->sessions, id);
}

struct ask *
facts_ask(const struct facts *facts, int64_t id)
{
	FIND(&facts->asks, id);
}

struct series *
facts_series(const struct facts *facts, int64_t id)
{
	FIND(&facts->series, id);
}

struct proposal *
facts_proposal(const struct facts *facts, int64_t id)
{
	FIND(&facts->proposals, id);
}

struct poll *
facts_poll(const struct facts *facts, int64_t id)
{
	FIND(&facts->polls, id);
}

struct match_list
facts_active_matches(const struct facts *facts, int64_t participant)
{
	struct match_list matches = { 0 };

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state == MATCH_ACTIVE &&
			match_has(match, participant))
			*LIST_ADD(facts->pool, &matches) = match;
	}
	return matches;
}

struct match *
facts_active_match(const struct facts *facts, int64_t participant)
{
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state == MATCH_ACTIVE &&
			match_has(match, participant))
			return match;
	}
	return NULL;
}

struct session *
facts_next_session(
	const struct facts *facts, int64_t match, int64_t participant)
{
	struct match_list matches = facts_active_matches(facts, participant);
	struct session *next = NULL;

	if (!match && matches.n == 1)
		match = matches.at[0]->id;
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (s->match == match && session_to_come(s, facts->now) &&
			session_attendee(s, participant) &&
			(!next || s->starts_at < next->starts_at))
			next = s;
	}
	return next;
}

#define NEW(fact, list, counter)                    \
 do {                                               \
  (fact) = pool_alloc(facts->pool, sizeof *(fact)); \
  (fact)->id = facts->next.counter++;               \
  (fact)->change = FACT_NEW;                        \
  *LIST_ADD(facts->pool, &facts->list) = (fact);    \
 } while (0)

struct match *
facts_new_match(struct facts *facts)
{
	struct match *match;

	NEW(match, matches, match);
	return match;
}

struct run *
facts_new_run(struct facts *facts)
{
	struct run *run;

	NEW(run, runs, run);
	return run;
}

struct session *
facts_new_session(struct facts *facts)
{
	struct session *session;

	NEW(session, sessions, session);
	return session;
}

struct ask *
facts_new_ask(struct facts *facts)
{
	struct ask *ask;

	NEW(ask, asks, ask);
	return ask;
}

struct participant *
facts_new_participant(struct facts *facts)
{
	struct participant *participant;

	NEW(participant, participants, participant);
	return participant;
}

struct series *
facts_new_series(struct facts *facts)
{
	struct series *series;

	NEW(series, series, series);
	return series;
}

struct proposal *
facts_new_proposal(struct facts *facts)
{
	struct proposal *proposal;

	NEW(proposal, proposals, proposal);
	return proposal;
}

struct poll *
facts_new_poll(struct facts *facts)
{
	struct poll *poll;

	NEW(poll, polls, poll);
	return poll;
}

struct directive *
facts_new_directive(struct facts *facts)
{
	struct directive *directive;

	NEW(directive, directives, directive);
	directive->made_at = facts->now;
	return directive;
}

/* Open addressing over facts->dues, at most half full. */
struct occurrences {
	size_t indexed; /* so many of facts->dues are in */
	size_t n;       /* slots, a power of two */
	struct due **at;
};

static struct due **
slot_of(const struct occurrences *set, const char *occurrence)
{
	size_t i = g_str_hash(occurrence) & (set->n - 1);

	while (set->at[i] && strcmp(set->at[i]->occurrence, occurrence))
		i = (i + 1) & (set->n - 1);
	return &set->at[i];
}

/* The index, holding every due item that is loaded by now. */
static struct occurrences *
occurrences_of(struct facts *facts)
{
	struct occurrences *set = facts->occurrences;

	if (!set || set->n / 2 <= facts->dues.n) {
		set = POOL_NEW(facts->pool, struct occurrences);
		for (set->n = 64; set->n / 4 <= facts->dues.n;)
			set->n *= 2;
		set->at = pool_alloc(facts->pool, set->n * sizeof *set->at);
		facts->occurrences = set;
	}
	for (; set->indexed < facts->dues.n; set->indexed++) {
		struct due *due = facts->dues.at[set->indexed];

		if (!due->occurrence)
			continue;
		struct due **slot = slot_of(set, due->occurrence);
		if (!*slot)
			*slot = due;
	}
	return set;
}

struct due *
facts_new_due(struct facts *facts, enum due_kind kind, int64_t at,
	enum subject_kind subject_kind, int64_t subject, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	struct due *due = *slot_of(occurrences_of(facts), occurrence);
	if (due)
		return due;
	due = POOL_NEW(facts->pool, struct due);
	due->id = facts->next.due++;
	due->at = at;
	due->kind = kind;
	due->subject_kind = subject_kind;
	due->subject = subject;
	due->occurrence = occurrence;
	due->change = FACT_NEW;
	*LIST_ADD(facts->pool, &facts->dues) = due;
	return due;
}

struct mail_request *
facts_new_mail(struct facts *facts, enum moment moment, int64_t participant,
	const char *fmt, ...)
{
	va_list ap;
	struct mail_request *mail = LIST_ADD(facts->pool, &facts->mails);

	va_start(ap, fmt);
	mail->occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	mail->moment = moment;
	mail->participant = participant;
	return mail;
}

struct outcome *
facts_new_outcome(
	struct facts *facts, enum outcome_kind kind, const char *fmt, ...)
{
	va_list ap;
	struct outcome *outcome = LIST_ADD(facts->pool, &facts->outcomes);

	va_start(ap, fmt);
	outcome->detail = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	outcome->kind = kind;
	outcome->at = facts->now;
	return outcome;
}
