/* Sessions: when the next one is. When a match can meet at all stands in
 * slot.c, what the calendars are told in calendar.c. A session of an event is
 * nobody's calendar's business: it stands in the schedule. */
#include "decide/finding.h"
#include "decide/series.h"
#include "decide/theirs.h"

#include <glib.h>
#include <limits.h>
#include <string.h>

#include "base/token.h"

#define WEEK    (7 * DAY)
#define UID_MAX 64

/* ---- planning ------------------------------------------------------------ */

const struct session *
session_last(const struct facts *facts, const struct match *match, int *count)
{
	const struct session *last = NULL;
	int n = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->match != match->id || s->state == SESSION_CANCELLED)
			continue;
		n++;
		if (!last || s->starts_at > last->starts_at)
			last = s;
	}
	if (count)
		*count = n;
	return last;
}

/* Why that person cannot be invited now; NULL when they can. */
static const char *
missing(const struct participant *p)
{
	if (!p)
		return "a participant is missing";
	switch (p->state) {
	case PARTICIPANT_ENROLLED:
		return NULL;
	case PARTICIPANT_PAUSED:
		return "a participant is pausing";
	case PARTICIPANT_SUSPENDED:
		return "mail to a participant comes back";
	case PARTICIPANT_LEFT:
		break;
	}
	return "a participant is missing";
}

/* Everybody of the match who can come; why it cannot meet now when that is
 * not two, or not both of a pair. */
static const char *
gather(struct slot_search *s, int64_t *from)
{
	const char *why = NULL;

	for (size_t i = 0; i < s->match->members.n; i++) {
		struct participant *p =
			facts_participant(s->facts, s->match->members.at[i]);
		const char *absent = missing(p);

		if (absent) {
			why = absent;
			continue;
		}
		*from = MAX(*from, p->away_until);
		*LIST_ADD(s->facts->pool, &s->people) = p;
	}
	return s->people.n < 2 ? why ? why : "a participant is missing" : NULL;
}

/* Why no session is planned for the match at all; NULL when one may be. */
static const char *
no_session(const struct program *program, const struct facts *facts,
	const struct match *match, const struct session *last, int count)
{
	if (match->state != MATCH_ACTIVE)
		return "the match is not active";
	if (match->round && round_in_event(program))
		return "the event has its own times";
	if (last && session_to_come(last, facts->now))
		return "there is a session to come";
	if (program->sessions.count && count >= program->sessions.count)
		return "all sessions took place";
	if (ending_over(program, facts))
		return "the program is over";
	return NULL;
}

const char *
session_uid(struct pool *pool, const struct program *program, char letter,
	int64_t id, int64_t match)
{
	const char *domain = strrchr(program->address, '@');
	char hex[65];
	const char *uid = pool_printf(pool,
		"%c%" G_GINT64_FORMAT ".m%" G_GINT64_FORMAT "%s", letter, id,
		match, domain ? domain : "@localhost");

	if (strlen(uid) <= UID_MAX)
		return uid;
	sha256_hex(uid, strlen(uid), hex);
	return pool_strndup(pool, hex, 40);
}

struct session *
session_create(const struct slot_search *s, int number, int64_t starts_at)
{
	struct facts *facts = s->facts;
	struct session *session = facts_new_session(facts);

	session->match = s->match->id;
	session->number = number;
	session->starts_at = starts_at;
	session->minutes = s->minutes;
	session->uid = session_uid(
		facts->pool, s->program, 's', session->id, session->match);
	session->created_at = facts->now;
	session->place = s->program->sessions.place;
	for (size_t i = 0; i < s->people.n; i++)
		session_add_person(facts, session, s->people.at[i]->id);
	struct outcome *outcome = facts_new_outcome(
		facts, OUTCOME_SESSION_PLANNED, "number %d", number);
	outcome->match = s->match->id;
	outcome->session = session->id;
	return session;
}

/* When it is over, the one after it is planned. */
void
session_plan_next(struct facts *facts, const struct session *session)
{
	facts_new_due(facts, DUE_PLAN, session_end(session), SUBJECT_MATCH,
		session->match,
		"plan/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		session->match, session->id, session->starts_at);
}

/* How many more there may be after these. */
static int
left_of(const struct slot_search *s)
{
	int count, most = s->program->sessions.count;

	session_last(s->facts, s->match, &count);
	return most ? most - count : INT_MAX;
}

/* Of a series one may be left out in the middle: then the numbers behind it are
 * taken. */
static int
free_number(const struct slot_search *s, int number)
{
	for (size_t i = 0; i < s->facts->sessions.n; i++) {
		const struct session *other = s->facts->sessions.at[i];

		if (other->match == s->match->id &&
			other->state != SESSION_CANCELLED)
			number = MAX(number, (int)other->number + 1);
	}
	return number;
}

static struct session *
create_and_invite(const struct slot_search *s, int number, int64_t starts_at)
{
	struct facts *facts = s->facts;

	number = free_number(s, number);
	if (s->program->sessions.series)
		return series_begin(s, number, left_of(s), starts_at);
	struct session *session = session_create(s, number, starts_at);

	session_invite(facts, session);
	timeline_session(s->program, facts, session, facts->now);
	session_plan_next(facts, session);
	return session;
}

struct session *
session_of_event(const struct program *program, struct facts *facts,
	const struct match *match)
{
	struct slot_search s = { .program = program,
		.facts = facts,
		.match = match,
		.minutes = (int)(program->matching.every / MINUTE) };
	int64_t from = 0;

	if (gather(&s, &from))
		return NULL;
	struct session *session =
		session_create(&s, 1, round_begins(program, match->round));
	timeline_session(program, facts, session, facts->now);
	return session;
}

/* No time in common: a person must help, and we look again in a week. */
static void
no_time(const struct slot_search *s, int number)
{
	struct facts *facts = s->facts;
	int64_t id = s->match->id, again = facts->now + WEEK;
	struct alert alert = {
		.match = id,
		.why = "no time was found when everybody of the match is free"
	};

	tell_alert(s->program, facts, &alert, "no-time/%" G_GINT64_FORMAT "/%d",
		id, number);
	if (again < s->latest)
		facts_new_due(facts, DUE_PLAN, again, SUBJECT_MATCH, id,
			"plan/%" G_GINT64_FORMAT "/again/%" G_GINT64_FORMAT, id,
			again / DAY);
}

/* What keeps a match from meeting, and how far it has got. */
static const char *
look(struct slot_search *s, const struct program *program, struct facts *facts,
	struct match *match, const struct session **last, int *count,
	int64_t *from)
{
	*s = (struct slot_search){ .program = program,
		.facts = facts,
		.match = match,
		.minutes = program->sessions.minutes,
		.latest = slot_latest(program, match) };
	*from = facts->now;
	*last = session_last(facts, match, count);
	const char *why = no_session(program, facts, match, *last, *count);

	return why ? why : gather(s, from);
}

/* They are asked with a list of times; the invitation follows from that. */
static const char *
ask_for_time(const struct slot_search *s, struct match *match,
	const struct session *last, int number)
{
	struct poll_start start = { .program = s->program,
		.facts = s->facts,
		.match = match,
		.last = last,
		.round = 1 };
	const char *why;

	if (poll_start(&start, &why))
		return "they are asked which times suit";
	if (!poll_standing(s->facts, match->id, NULL))
		no_time(s, number);
	return why;
}

static struct session *
plan_after(const struct program *program, struct facts *facts,
	struct match *match, const struct session *before, const char **why)
{
	struct slot_search s;
	const struct session *last;
	int count;
	int64_t from;

	*why = program->sessions.find == FIND_NONE ||
			program->sessions.find == FIND_THEMSELVES
		? "participants find their own times"
		: look(&s, program, facts, match, &last, &count, &from);
	if (*why)
		return NULL;
	if (before)
		last = before;
	if (last && program->sessions.every <= 0) {
		*why = "only one session is foreseen";
		return NULL;
	}
	bool beyond = slot_is_beyond(&s, last) ||
		from + s.minutes * MINUTE >= s.latest;
	if (!beyond && program->sessions.find == FIND_ASK) {
		*why = ask_for_time(&s, match, last, count + 1);
		return NULL;
	}
	int64_t at = slot_find(&s, last, from);
	if (at)
		return create_and_invite(&s, count + 1, at);
	*why = "there is no time left when everybody is free";
	if (!beyond)
		no_time(&s, count + 1);
	return NULL;
}

struct session *
session_plan_at(const struct program *program, struct facts *facts,
	struct match *match, int64_t starts_at)
{
	struct slot_search s;
	const struct session *last;
	int count;
	int64_t from;

	if (look(&s, program, facts, match, &last, &count, &from))
		return NULL;
	return create_and_invite(&s, count + 1, starts_at);
}

struct session *
session_plan(const struct program *program, struct facts *facts,
	struct match *match, const char **why)
{
	return plan_after(program, facts, match, NULL, why);
}

struct session *
session_plan_after(const struct program *program, struct facts *facts,
	struct match *match, const struct session *before, const char **why)
{
	return plan_after(program, facts, match, before, why);
}

void
session_due(const struct program *program, struct facts *facts, struct due *due)
{
	struct match *match = facts_match(facts, due->subject);
	const char *why;

	if (!match || match->state != MATCH_ACTIVE)
		due_moot(due, "the match is not active");
	else if (meeting_plan(program, facts, match) ||
		session_plan(program, facts, match, &why))
		due_done(due);
	else
		due_moot(due, why);
}
