/* Finding a time together: what a letter says about other times, which times
 * can be asked about at all, and the asking itself. Who is asked what, and
 * what follows from the answers, stands in proposal.c and poll.c. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

#include "program/words.h"

#define LEAST_MINUTES 15
#define BEFORE        (2 * HOUR) /* the last answer, before a meeting begins */
#define LEAST_TIME    HOUR       /* less to answer in is no time at all */

/* ---- what a letter says ------------------------------------------------------ */

int
finding_verdict(const struct inquiry *in)
{
	if (in->letter->confidence == CONFIDENCE_UNSURE)
		return 0;
	if (in->letter->command == COMMAND_YES ||
		in->letter->command == COMMAND_APPROVE)
		return 1;
	return in->letter->command == COMMAND_NO ? -1 : 0;
}

static int
plausible(int64_t from, int64_t till, int minutes)
{
	int64_t named = (till - from) / MINUTE;

	/* more than they have is when they are free, not how long it takes */
	return till && named >= LEAST_MINUTES && named <= minutes ? (int)named
								  : minutes;
}

/* A day without an hour: the hour that the session has now. */
static int64_t
reading_of(const struct inquiry *in, const struct letter_time *time,
	const struct session *session)
{
	const struct zone *zone = program_zone_of(in->program, in->who);
	struct civil c = civil_of(zone, session->starts_at);

	if (!time->whole_day)
		return time->from;
	return when_at(zone, time->from, 0, c.hour * 60 + c.minute);
}

struct times
times_of(const struct inquiry *in, const struct session *session)
{
	const struct letter_time_list *list = &in->letter->times;
	struct times times = { .minutes = session->minutes };
	bool unsure = false;

	for (size_t i = 0; i < list->n && times.starts.n < POLL_SLOTS; i++) {
		const struct letter_time *time = &list->at[i];
		int64_t at = reading_of(in, time, session);

		if (time->from <= 0 || at == session->starts_at ||
			slot_is_among(&times.starts, at))
			continue;
		unsure = unsure || time->whole_day ||
			time->confidence == CONFIDENCE_UNSURE;
		*LIST_ADD(in->facts->pool, &times.starts) = at;
		if (times.starts.n == 1)
			times.minutes = plausible(
				time->from, time->till, session->minutes);
	}
	if (times.starts.n > 1)
		times.minutes = session->minutes;
	times.said = unsure           ? TIMES_UNSURE
		: !times.starts.n     ? TIMES_NONE
		: times.starts.n == 1 ? TIMES_ONE
				      : TIMES_SEVERAL;
	return times;
}

/* ---- what can be asked about --------------------------------------------------- */

/* Everybody of the match who can be asked now. */
static struct participant_list
people_of(const struct facts *facts, const struct match *match)
{
	struct participant_list people = { 0 };

	for (size_t i = 0; match && i < match->members.n; i++) {
		struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (p && p->state == PARTICIPANT_ENROLLED)
			*LIST_ADD(facts->pool, &people) = p;
	}
	return people;
}

struct slot_search
finding_search(const struct program *program, struct facts *facts,
	const struct match *match, const struct session *moves)
{
	return (struct slot_search){ .program = program,
		.facts = facts,
		.match = match,
		.people = people_of(facts, match),
		.minutes = moves ? moves->minutes : program->sessions.minutes,
		.latest = slot_latest(program, match),
		.moves = moves };
}

int64_t
finding_closes(const struct program *program, const struct facts *facts,
	int64_t from, const struct session *session, int64_t starts_at)
{
	int64_t closes = from + program->sessions.answer;

	if (session)
		closes = MIN(closes, session->starts_at - BEFORE);
	if (starts_at)
		closes = MIN(closes, starts_at - BEFORE);
	return closes - MAX(from, facts->now) < LEAST_TIME ? 0 : closes;
}

enum obstacle
finding_obstacle(const struct program *program, struct facts *facts,
	const struct session *session, int64_t starts_at, int minutes)
{
	const struct match *match = facts_match(facts, session->match);
	struct slot_search search =
		finding_search(program, facts, match, session);

	search.minutes = minutes;
	if (!program->sessions.proposals)
		return OBSTACLE_OFF;
	if (starts_at <= facts->now)
		return OBSTACLE_PAST;
	if (!match || starts_at + minutes * MINUTE > search.latest)
		return OBSTACLE_BEYOND;
	if (!finding_closes(program, facts, facts->now, session, starts_at))
		return OBSTACLE_SOON;
	if (search.people.n < 2)
		return OBSTACLE_ALONE;
	return slot_is_taken(&search, starts_at) ? OBSTACLE_TAKEN
						 : OBSTACLE_NONE;
}

/* ---- asking ---------------------------------------------------------------------- */

struct ask *
finding_ask(struct facts *facts, const char *form,
	const struct session *session, const struct match *match,
	int64_t participant, int64_t about)
{
	struct ask *ask = ask_new(facts, form, participant, NULL,
		pool_printf(
			facts->pool, "%s-%" G_GINT64_FORMAT, form + 1, about));

	if (!ask)
		return NULL;
	ask->match = match->id;
	ask->session = session ? session->id : 0;
	ask->about = about;
	return ask;
}

static struct mail_request *
mail_about(struct facts *facts, const struct ask *ask, const char *occurrence)
{
	bool poll = !strcmp(ask->form, FORM_TIMES);
	struct mail_request *mail = ask_mail(facts, ask,
		poll ? MOMENT_TIMES : MOMENT_PROPOSAL, "%s", occurrence);

	if (poll)
		mail->poll = ask->about;
	else
		mail->proposal = ask->about;
	return mail;
}

/* Half-way; in the morning of that day when that is before the end. */
static int64_t
half_way(const struct program *program, const struct facts *facts,
	const struct ask *ask, int64_t from, int64_t till)
{
	const struct participant *p =
		facts_participant(facts, ask->participant);
	int64_t half = from + (till - from) / 2;
	int64_t morning = when_morning(
		p ? program_zone_of(program, p) : program->zone, half);

	return morning < till - BEFORE ? morning : half;
}

void
finding_send(const struct program *program, struct facts *facts,
	struct ask *ask, int64_t from, int64_t till)
{
	struct mail_request *mail = mail_about(facts, ask,
		pool_printf(facts->pool, "ask/%" G_GINT64_FORMAT, ask->id));

	mail->at = from > facts->now ? from : 0;
	mail->expires_at = till;
	if (till - from >= DAY)
		facts_new_due(facts, DUE_REMIND,
			half_way(program, facts, ask, from, till), SUBJECT_ASK,
			ask->id, "remind/%" G_GINT64_FORMAT "/1", ask->id);
	facts_new_due(facts, DUE_EXPIRE, till, SUBJECT_ASK, ask->id,
		"expire/%" G_GINT64_FORMAT, ask->id);
}

struct mail_request *
finding_remind(
	struct facts *facts, const struct ask *ask, const char *occurrence)
{
	struct mail_request *mail = mail_about(facts, ask, occurrence);
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, fields, "again", true);
	mail->fields = fields;
	return mail;
}

static bool
is_about(const struct ask *ask, const char *form, int64_t about)
{
	return ask->about == about && !strcmp(ask->form, form);
}

void
finding_close(
	struct facts *facts, const char *form, int64_t about, const char *why)
{
	for (size_t i = 0; i < facts->asks.n; i++)
		if (is_about(facts->asks.at[i], form, about))
			ask_close(facts, facts->asks.at[i], why);
}

size_t
finding_waiting(const struct facts *facts, const char *form, int64_t about)
{
	size_t waiting = 0;

	for (size_t i = 0; i < facts->asks.n; i++)
		waiting += is_about(facts->asks.at[i], form, about) &&
			ask_waits(facts->asks.at[i]);
	return waiting;
}

/* ---- not understood ---------------------------------------------------------------- */

static struct letter_effect
give_up(const struct inquiry *in, struct ask *ask)
{
	struct alert alert = { .participant = ask->participant,
		.match = ask->match,
		.session = ask->session,
		.ask = ask->id,
		.why = "answers a question about a time in their own words",
		.subject = in->letter->head.subject,
		.words = in->letter->text,
		.dropped = letter_dropped(in->facts->pool, in->letter),
		.letter = in->about->letter };

	if (ask->state == ASK_CLARIFY || ask->state == ASK_OPEN) {
		ask->state = ASK_UNCLEAR;
		fact_touch(ask);
		struct outcome *outcome = facts_new_outcome(
			in->facts, OUTCOME_UNCLEAR, "%s", ask->form);
		outcome->ask = ask->id;
		outcome->participant = ask->participant;
	}
	tell_alert(in->program, in->facts, &alert, "unclear/%" G_GINT64_FORMAT,
		ask->id);
	return letter_ends(DISPOSITION_COORDINATOR,
		"unclear a second time; put before a person");
}

struct letter_effect
finding_unclear(
	const struct inquiry *in, struct ask *ask, const struct fields *fields)
{
	size_t first = in->facts->mails.n;

	if (ask->state != ASK_OPEN)
		return give_up(in, ask);
	struct letter_effect effect = ask_clarify(in, ask);
	if (in->facts->mails.n > first)
		in->facts->mails.at[first].fields = fields;
	return effect;
}

struct fields *
finding_fields(const struct program *program, struct facts *facts,
	const struct participant *reader, int64_t starts_at, int minutes)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	const struct zone *zone = program_zone_of(program, reader);
	const struct language *words = program->words
		? words_writing(
			  program->words, reader->language, program->language)
		: NULL;

	if (!words)
		return fields;
	fields_text(facts->pool, fields, "new_date",
		words_date(facts->pool, words, zone, starts_at));
	fields_text(facts->pool, fields, "new_time",
		words_time(facts->pool, words, zone, starts_at));
	fields_text(facts->pool, fields, "new_till",
		words_time(facts->pool, words, zone,
			starts_at + minutes * MINUTE));
	return fields;
}

struct outcome *
finding_note(struct facts *facts, enum outcome_kind kind,
	const struct session *session, int64_t match, int64_t participant,
	const char *detail)
{
	struct outcome *outcome = facts_new_outcome(facts, kind, "%s", detail);

	outcome->session = session ? session->id : 0;
	outcome->match = match;
	outcome->participant = participant;
	return outcome;
}

/* ---- endings -------------------------------------------------------------------------- */

static void
poll_moot(struct facts *facts, struct poll *poll, const char *why)
{
	if (poll->state != POLL_OPEN)
		return;
	poll->state = POLL_MOOT;
	poll->over_at = facts->now;
	fact_touch(poll);
	finding_close(facts, FORM_TIMES, poll->id, why);
	finding_note(facts, OUTCOME_POLL, facts_session(facts, poll->session),
		poll->match, 0, "moot");
}

static void
moot(struct facts *facts, struct proposal *proposal,
	const struct session *session, const char *why)
{
	if (proposal->state != PROPOSAL_OPEN)
		return;
	proposal->state = PROPOSAL_MOOT;
	proposal->over_at = facts->now;
	fact_touch(proposal);
	finding_close(facts, FORM_PROPOSAL, proposal->id, why);
	finding_note(facts, OUTCOME_PROPOSAL, session, session->match,
		proposal->participant, "moot");
}

/* Questions back to somebody who named a time for it. */
static void
close_questions(
	struct facts *facts, const struct session *session, const char *why)
{
	for (size_t i = 0; i < facts->asks.n; i++)
		if (facts->asks.at[i]->session == session->id &&
			is_about(facts->asks.at[i], FORM_PROPOSAL, 0))
			ask_close(facts, facts->asks.at[i], why);
}

void
proposal_moot(struct facts *facts, const struct session *session)
{
	const char *why = "the session was changed or withdrawn";

	for (size_t i = 0; i < facts->proposals.n; i++)
		if (facts->proposals.at[i]->session == session->id)
			moot(facts, facts->proposals.at[i], session, why);
	for (size_t i = 0; i < facts->polls.n; i++)
		if (facts->polls.at[i]->session == session->id)
			poll_moot(facts, facts->polls.at[i], why);
	close_questions(facts, session, why);
}

void
finding_ends(struct facts *facts, const struct match *match, const char *why)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id)
			proposal_moot(facts, facts->sessions.at[i]);
	for (size_t i = 0; i < facts->polls.n; i++)
		if (facts->polls.at[i]->match == match->id)
			poll_moot(facts, facts->polls.at[i], why);
}

void
finding_without(const struct program *program, struct facts *facts,
	const struct match *match, int64_t participant)
{
	for (size_t i = 0; i < facts->proposals.n; i++) {
		struct proposal *proposal = facts->proposals.at[i];
		const struct session *session =
			facts_session(facts, proposal->session);

		if (session && session->match == match->id &&
			proposal->state == PROPOSAL_OPEN)
			proposal_without(program, facts, proposal, participant);
	}
	for (size_t i = 0; i < facts->polls.n; i++)
		if (facts->polls.at[i]->match == match->id &&
			facts->polls.at[i]->state == POLL_OPEN)
			poll_without(program, facts, facts->polls.at[i],
				participant);
}

/* ---- "another time" ---------------------------------------------------------------------- */

/* The one that the answered mail is about, else the next of its match, or of
 * the only one they are in. */
static struct session *
session_meant(const struct inquiry *in, const struct ask *ask)
{
	struct session *session = facts_session(in->facts,
		in->about->session ? in->about->session
			: ask      ? ask->session
				   : 0);

	if (!session)
		session = facts_next_session(
			in->facts, in->about->match, in->who->id);
	return session && session_to_come(session, in->facts->now) &&
			session_attendee(session, in->who->id)
		? session
		: NULL;
}

static struct letter_effect
look_for_another(const struct inquiry *in, struct session *session)
{
	const char *why;

	if (session->organizer)
		return letter_ends(DISPOSITION_COORDINATOR,
			"wants to move a meeting that stands in somebody's "
			"own calendar");
	if (!in->program->sessions.proposals)
		return command_wish(in,
			"wants another time for a meeting, and the program "
			"takes no proposals");
	if (poll_was_vain(in->facts, session))
		return command_wish(in,
			"wants another time for a meeting, after none was "
			"found that suits everybody");
	if (poll_standing(in->facts, session->match, session))
		return letter_ends(DISPOSITION_COMMAND,
			"another time is being looked for already");
	if (poll_open(in->program, in->facts,
		    facts_match(in->facts, session->match), session, &why))
		return letter_ends(DISPOSITION_COMMAND,
			"wants another time; everybody is asked for one");
	return command_wish(in,
		pool_printf(in->facts->pool,
			"wants another time for a meeting, but %s", why));
}

struct letter_effect
reschedule_letter(const struct inquiry *in)
{
	struct ask *ask = facts_ask(in->facts, in->about->ask);
	struct session *session = session_meant(in, ask);

	if (ask && ask->participant == in->who->id &&
		!strcmp(ask->form, FORM_TIMES))
		return poll_letter(in, ask);
	if (!session)
		return command_wish(in,
			"wants another time for a meeting, and none of ours "
			"is to come");
	struct times times = times_of(in, session);
	return times.said == TIMES_NONE ? look_for_another(in, session)
					: proposal_words(in, session, &times);
}

/* Without a mail about it at hand, only what is beyond doubt. */
bool
finding_letter(const struct inquiry *in, struct letter_effect *effect)
{
	struct session *session = session_meant(in, NULL);
	const struct letter_time_list *list = &in->letter->times;

	if (!session || finding_verdict(in))
		return false;
	struct times times = times_of(in, session);
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].confidence != CONFIDENCE_SURE)
			return false;
	if (times.said != TIMES_ONE)
		return false;
	*effect = proposal_words(in, session, &times);
	return true;
}
