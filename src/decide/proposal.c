/* Proposals: somebody names another time for a session, by the button of their
 * calendar or in words, and it is put to the others. Nothing moves before all
 * of them agree; only the time is passed on, never the words around it.
 *
 * Another time as an answer is the next round, in which whoever asked before is
 * asked. After so many rounds (program->sessions.rounds) everybody gets a list
 * of times instead. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

/* A time that was named, and what is known of it. */
struct offer {
	const struct inquiry *in;
	struct session *session;
	int64_t starts_at;
	int minutes;
	bool calendar;
	int64_t sequence;
};

struct proposal *
proposal_open(const struct facts *facts, const struct session *session)
{
	for (size_t i = 0; i < facts->proposals.n; i++)
		if (facts->proposals.at[i]->session == session->id &&
			facts->proposals.at[i]->state == PROPOSAL_OPEN)
			return facts->proposals.at[i];
	return NULL;
}

/* How many were put to others since the session has the time it has. */
static int
rounds_of(const struct facts *facts, const struct session *session)
{
	int rounds = 0;

	for (size_t i = 0; i < facts->proposals.n; i++) {
		const struct proposal *p = facts->proposals.at[i];

		if (p->session == session->id &&
			p->sequence >= session->sequence)
			rounds = MAX(rounds, p->round);
	}
	return rounds;
}

static void
note(struct facts *facts, const struct proposal *proposal,
	const struct session *session, const char *what)
{
	finding_note(facts, OUTCOME_PROPOSAL, session, session->match,
		proposal->participant,
		pool_printf(facts->pool, "%s: start %" G_GINT64_FORMAT, what,
			proposal->starts_at));
}

static void
over(struct facts *facts, struct proposal *proposal,
	const struct session *session, enum proposal_state state,
	const char *why)
{
	proposal->state = state;
	proposal->over_at = facts->now;
	fact_touch(proposal);
	finding_close(facts, FORM_PROPOSAL, proposal->id, why);
	note(facts, proposal, session, proposal_state_name(state));
}

/* ---- it stays where it is -------------------------------------------------------- */

static void
tell_unmoved(struct facts *facts, const struct session *session,
	const struct proposal *proposal, int64_t participant,
	const struct fields *fields)
{
	struct mail_request *mail = proposal
		? tell(facts, MOMENT_UNMOVED, participant,
			  "unmoved/%" G_GINT64_FORMAT, proposal->id)
		: tell(facts, MOMENT_UNMOVED, participant,
			  "unmoved/session-%" G_GINT64_FORMAT
			  "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			  session->id, facts->now, participant);

	mail->match = session->match;
	mail->session = session->id;
	mail->proposal = proposal ? proposal->id : 0;
	mail->fields = fields;
	mail->expires_at = session->starts_at;
}

/* A DECLINECOUNTER is an object of the session's like any other: newer than
 * those before. */
void
proposal_unmoved(struct facts *facts, struct session *session,
	const struct proposal *proposal, const char *why)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	if (why)
		fields_truth(facts->pool, fields, why, true);
	if (proposal) {
		if (proposal->calendar)
			session_stamp(facts, session);
		tell_unmoved(facts, session, proposal, proposal->participant,
			fields);
		return;
	}
	for (size_t i = 0; i < session->attendees.n; i++)
		tell_unmoved(facts, session, NULL,
			session->attendees.at[i].participant, fields);
}

/* ---- made ------------------------------------------------------------------------- */

static struct proposal *
record(const struct offer *offer, int round)
{
	struct facts *facts = offer->in->facts;
	struct proposal *proposal = facts_new_proposal(facts);

	proposal->session = offer->session->id;
	proposal->participant = offer->in->who->id;
	proposal->state = PROPOSAL_OPEN;
	proposal->starts_at = offer->starts_at;
	proposal->minutes = offer->minutes;
	proposal->round = round;
	proposal->calendar = offer->calendar;
	proposal->sequence =
		offer->calendar ? offer->sequence : offer->session->sequence;
	proposal->made_at = facts->now;
	return proposal;
}

static const char *
field_of(enum obstacle obstacle)
{
	switch (obstacle) {
	case OBSTACLE_OFF:
		return "off";
	case OBSTACLE_OUTDATED:
		return "outdated";
	case OBSTACLE_PAST:
	case OBSTACLE_SOON:
		return "soon";
	case OBSTACLE_BEYOND:
		return "beyond";
	case OBSTACLE_TAKEN:
		return "taken";
	case OBSTACLE_ALONE:
		return "alone";
	case OBSTACLE_NONE:
		break;
	}
	return "refused";
}

/* They answered what is no longer true: the session as it is now goes to them
 * once more. */
static void
tell_current(const struct offer *offer)
{
	struct facts *facts = offer->in->facts;
	const struct session *session = offer->session;
	struct mail_request *mail =
		tell(facts, MOMENT_INVITATION, offer->in->who->id,
			"current/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			session->id, session->sequence, offer->in->who->id);

	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = session->starts_at;
}

/* The same wish was turned down before: once is enough. */
static bool
was_refused(const struct offer *offer)
{
	const struct facts *facts = offer->in->facts;

	for (size_t i = 0; i < facts->proposals.n; i++) {
		const struct proposal *p = facts->proposals.at[i];

		if (p->session == offer->session->id && !p->round &&
			p->participant == offer->in->who->id &&
			p->starts_at == offer->starts_at &&
			p->sequence == offer->sequence)
			return true;
	}
	return false;
}

static struct letter_effect
refuse(const struct offer *offer, enum obstacle obstacle)
{
	struct facts *facts = offer->in->facts;

	if (was_refused(offer))
		return letter_ends(DISPOSITION_RSVP,
			"the same proposal again; it cannot be");
	struct proposal *proposal = record(offer, 0);

	proposal->sequence = offer->sequence;
	over(facts, proposal, offer->session, PROPOSAL_REFUSED,
		field_of(obstacle));
	proposal_unmoved(facts, offer->session, proposal, field_of(obstacle));
	if (obstacle == OBSTACLE_OUTDATED)
		tell_current(offer);
	return letter_ends(DISPOSITION_RSVP,
		pool_printf(facts->pool,
			"proposes another time, which cannot be: %s",
			field_of(obstacle)));
}

static size_t
ask_others(const struct offer *offer, const struct proposal *proposal)
{
	const struct inquiry *in = offer->in;
	struct facts *facts = in->facts;
	struct match *match = facts_match(facts, offer->session->match);
	int64_t closes = finding_closes(in->program, facts, facts->now,
		offer->session, offer->starts_at);
	size_t asked = 0;

	for (size_t i = 0; i < offer->session->attendees.n; i++) {
		int64_t id = offer->session->attendees.at[i].participant;
		const struct participant *p = facts_participant(facts, id);

		if (!p || p == in->who || p->state != PARTICIPANT_ENROLLED)
			continue;
		struct ask *ask = finding_ask(facts, FORM_PROPOSAL,
			offer->session, match, id, proposal->id);
		if (!ask)
			continue;
		finding_send(in->program, facts, ask, facts->now, closes);
		asked++;
	}
	return asked;
}

/* So many times did not suit: now all of them get a list, this one in it. */
static struct letter_effect
ask_for_list(const struct offer *offer)
{
	const struct inquiry *in = offer->in;
	struct session *session = offer->session;
	struct poll_start start = { .program = in->program,
		.facts = in->facts,
		.match = facts_match(in->facts, session->match),
		.moves = session,
		.round = 1 };
	struct alert alert = { .match = session->match,
		.session = session->id,
		.why = "several times were proposed for a session, and none "
		       "suits everybody" };
	const char *why;

	*LIST_ADD(in->facts->pool, &start.wishes) = offer->starts_at;
	if (poll_start(&start, &why))
		return letter_ends(DISPOSITION_RSVP,
			"one more time; now everybody gets a list of times");
	tell_alert(in->program, in->facts, &alert,
		"rounds/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, session->id,
		session->sequence);
	struct proposal *proposal =
		record(offer, rounds_of(in->facts, session));
	over(in->facts, proposal, session, PROPOSAL_REFUSED, "no round left");
	proposal_unmoved(in->facts, session, proposal, "searched");
	return letter_ends(
		DISPOSITION_RSVP, "one more time; the coordinators are told");
}

static struct letter_effect
put_to_others(const struct offer *offer, struct proposal *former)
{
	struct facts *facts = offer->in->facts;
	int round = rounds_of(facts, offer->session) + 1;

	if (former)
		over(facts, former, offer->session, PROPOSAL_REPLACED,
			"another time is proposed");
	if (round > offer->in->program->sessions.rounds)
		return ask_for_list(offer);
	struct proposal *proposal = record(offer, round);

	note(facts, proposal, offer->session, "made");
	if (ask_others(offer, proposal))
		return letter_ends(DISPOSITION_RSVP,
			former ? "proposes yet another time; the others are "
				 "asked"
			       : "proposes another time; the others are asked");
	over(facts, proposal, offer->session, PROPOSAL_REFUSED,
		"nobody can be asked");
	proposal_unmoved(facts, offer->session, proposal, "alone");
	return letter_ends(DISPOSITION_RSVP,
		"proposes another time, and nobody can be asked now");
}

/* ---- agreed ---------------------------------------------------------------------------- */

/* Who said yes to the time need not be asked by the calendar again. */
static void
take_as_accepted(struct facts *facts, struct session *session)
{
	for (size_t i = 0; i < session->attendees.n; i++) {
		struct attendee *a = &session->attendees.at[i];
		const struct participant *p =
			facts_participant(facts, a->participant);

		if (!p || p->state != PARTICIPANT_ENROLLED)
			continue;
		a->partstat = PARTSTAT_ACCEPTED;
		a->answered_at = facts->now;
		a->reply_sequence = session->sequence;
		a->reply_dtstamp = facts->now;
	}
	fact_touch(session);
}

static bool
settle_agreed(const struct program *program, struct facts *facts,
	struct proposal *proposal, struct session *session)
{
	struct slot_search search = finding_search(
		program, facts, facts_match(facts, session->match), session);

	search.minutes = proposal->minutes;
	if (proposal->starts_at <= facts->now ||
		slot_is_taken(&search, proposal->starts_at)) {
		over(facts, proposal, session, PROPOSAL_REFUSED,
			"it cannot be any more");
		proposal_unmoved(facts, session, proposal, "taken");
		return false;
	}
	over(facts, proposal, session, PROPOSAL_AGREED, "all agree");
	session_move(program, facts, session, proposal->starts_at,
		proposal->minutes, proposal->participant);
	take_as_accepted(facts, session);
	return true;
}

static struct letter_effect
say_yes(const struct inquiry *in, struct ask *ask, struct proposal *proposal,
	struct session *session)
{
	ask_answered(in->facts, ask);
	if (finding_waiting(in->facts, FORM_PROPOSAL, proposal->id))
		return letter_ends(DISPOSITION_ANSWER,
			"agrees to another time; others are still asked");
	if (!settle_agreed(in->program, in->facts, proposal, session))
		return letter_ends(DISPOSITION_ANSWER,
			"agrees to a time at which it cannot be any more");
	return letter_ends(DISPOSITION_ANSWER,
		"agrees to another time; the session is moved");
}

static struct letter_effect
say_no(const struct inquiry *in, struct ask *ask, struct proposal *proposal,
	struct session *session)
{
	ask_answered(in->facts, ask);
	over(in->facts, proposal, session, PROPOSAL_REFUSED,
		"somebody does not agree");
	proposal_unmoved(in->facts, session, proposal, "refused");
	return letter_ends(DISPOSITION_ANSWER,
		"does not agree to another time; the session stays");
}

/* ---- a time is named ------------------------------------------------------------------- */

static struct ask *
ask_of(const struct inquiry *in, const struct proposal *proposal)
{
	for (size_t i = 0; i < in->facts->asks.n; i++) {
		struct ask *ask = in->facts->asks.at[i];

		if (ask->participant == in->who->id && ask_waits(ask) &&
			ask->about == proposal->id &&
			!strcmp(ask->form, FORM_PROPOSAL))
			return ask;
	}
	return NULL;
}

/* One is open: the same time is a yes to it, or nothing new. */
static bool
says_the_same(const struct offer *offer, struct proposal *former,
	struct letter_effect *effect)
{
	struct ask *ask = ask_of(offer->in, former);

	if (former->starts_at != offer->starts_at)
		return false;
	*effect = ask
		? say_yes(offer->in, ask, former, offer->session)
		: letter_ends(DISPOSITION_RSVP, "the same proposal again");
	return true;
}

static struct letter_effect
make(const struct offer *offer)
{
	const struct inquiry *in = offer->in;
	struct session *session = offer->session;
	struct proposal *former = proposal_open(in->facts, session);
	struct poll *poll = poll_standing(in->facts, session->match, session);
	struct letter_effect effect;
	enum obstacle obstacle = finding_obstacle(in->program, in->facts,
		session, offer->starts_at, offer->minutes);

	if (offer->calendar && offer->sequence < session->sequence)
		return refuse(offer, OBSTACLE_OUTDATED);
	if (former && says_the_same(offer, former, &effect))
		return effect;
	if (obstacle != OBSTACLE_NONE)
		return refuse(offer, obstacle);
	if (poll) {
		struct slot_list wish = { 0 };

		*LIST_ADD(in->facts->pool, &wish) = offer->starts_at;
		return poll_wish(in, poll, &wish);
	}
	return put_to_others(offer, former);
}

/* The question which time they meant, while it waits. */
static struct ask *
question_to(const struct inquiry *in, const struct session *session)
{
	for (size_t i = 0; i < in->facts->asks.n; i++) {
		struct ask *ask = in->facts->asks.at[i];

		if (ask->participant == in->who->id && !ask->about &&
			ask->session == session->id && ask_waits(ask) &&
			!strcmp(ask->form, FORM_PROPOSAL))
			return ask;
	}
	return NULL;
}

struct letter_effect
proposal_made(const struct inquiry *in, struct session *session,
	int64_t starts_at, int minutes, bool calendar, int64_t sequence)
{
	struct offer offer = { in, session, starts_at,
		minutes > 0 && minutes <= 8 * 60 ? minutes : session->minutes,
		calendar, calendar ? sequence : session->sequence };

	if (!in->who || !session_attendee(session, in->who->id))
		return letter_ends(DISPOSITION_IGNORED,
			"another time for a session that is not theirs");
	if (!session_to_come(session, in->facts->now))
		return letter_ends(DISPOSITION_IGNORED,
			"another time for a session that is over");
	if (session->organizer)
		return letter_ends(DISPOSITION_COORDINATOR,
			"another time for a meeting that stands in "
			"somebody's own calendar");
	if (starts_at == session->starts_at)
		return letter_ends(DISPOSITION_RSVP,
			"proposes the time that the session has");
	struct ask *question = question_to(in, session);
	if (question)
		ask_close(in->facts, question, "they named a time");
	return make(&offer);
}

/* ---- not clear which ------------------------------------------------------------------- */

/* "3/4 at 5": what was understood goes back as a question, once; the note of
 * the ask says it. */
static struct letter_effect
ask_back(const struct inquiry *in, struct session *session,
	const struct times *times)
{
	struct facts *facts = in->facts;
	struct ask *former = question_to(in, session);

	if (former)
		return finding_unclear(in, former, NULL);
	struct ask *ask = ask_new(facts, FORM_PROPOSAL, in->who->id, NULL,
		pool_printf(facts->pool, "letter-%" G_GINT64_FORMAT,
			in->about->letter));
	int64_t closes =
		finding_closes(in->program, facts, facts->now, session, 0);

	if (!ask)
		return letter_ends(
			DISPOSITION_DUPLICATE, "the same unclear time again");
	ask->match = session->match;
	ask->session = session->id;
	ask->note = pool_printf(facts->pool, "%" G_GINT64_FORMAT " %d",
		times->starts.at[0], times->minutes);
	if (!closes)
		closes = session->starts_at;
	facts_new_due(facts, DUE_EXPIRE, closes, SUBJECT_ASK, ask->id,
		"expire/%" G_GINT64_FORMAT, ask->id);
	struct fields *fields = finding_fields(in->program, facts, in->who,
		times->starts.at[0], times->minutes);

	fields_truth(facts->pool, fields, "own_time", true);
	return finding_unclear(in, ask, fields);
}

static struct letter_effect
several(const struct inquiry *in, struct session *session,
	const struct times *times)
{
	struct poll *poll = poll_standing(in->facts, session->match, session);
	struct poll_start start = { .program = in->program,
		.facts = in->facts,
		.match = facts_match(in->facts, session->match),
		.moves = session,
		.round = 1,
		.only_wishes = true,
		.minutes = times->minutes,
		.participant = in->who->id,
		.letter = in->about->letter };
	const char *why;

	if (poll)
		return poll_wish(in, poll, &times->starts);
	for (size_t i = 0; i < times->starts.n; i++)
		if (finding_obstacle(in->program, in->facts, session,
			    times->starts.at[i],
			    times->minutes) == OBSTACLE_NONE)
			*LIST_ADD(in->facts->pool, &start.wishes) =
				times->starts.at[i];
	if (start.wishes.n < 2)
		return proposal_made(in, session,
			start.wishes.n ? start.wishes.at[0]
				       : times->starts.at[0],
			times->minutes, false, 0);
	if (poll_start(&start, &why))
		return letter_ends(DISPOSITION_RSVP,
			"proposes several times; the others are asked");
	return letter_ends(DISPOSITION_COORDINATOR, why);
}

struct letter_effect
proposal_words(const struct inquiry *in, struct session *session,
	const struct times *times)
{
	switch (times->said) {
	case TIMES_ONE:
		return proposal_made(in, session, times->starts.at[0],
			times->minutes, false, 0);
	case TIMES_SEVERAL:
		return several(in, session, times);
	case TIMES_UNSURE:
		return ask_back(in, session, times);
	case TIMES_NONE:
		break;
	}
	return letter_ends(DISPOSITION_COORDINATOR, "it names no other time");
}

/* ---- answers ---------------------------------------------------------------------------- */

/* To the question which time they meant. */
static struct letter_effect
own_time(const struct inquiry *in, struct ask *ask, struct session *session)
{
	struct times times = times_of(in, session);
	int verdict = finding_verdict(in);
	char *end = NULL;
	int64_t meant = ask->note ? g_ascii_strtoll(ask->note, &end, 10) : 0;
	int64_t minutes = end ? g_ascii_strtoll(end, NULL, 10) : 0;

	if (times.said == TIMES_ONE || times.said == TIMES_SEVERAL) {
		if (ask_waits(ask))
			ask_answered(in->facts, ask);
		return proposal_words(in, session, &times);
	}
	if (!ask_waits(ask))
		return letter_ends(DISPOSITION_COORDINATOR,
			"it replies to a question that was settled");
	if (verdict > 0 && times.said == TIMES_NONE) {
		ask_answered(in->facts, ask);
		return proposal_made(
			in, session, meant, (int)minutes, false, 0);
	}
	if (verdict < 0 && times.said == TIMES_NONE) {
		ask_close(in->facts, ask, "they did not mean that time");
		return letter_ends(
			DISPOSITION_ANSWER, "did not mean that time");
	}
	return finding_unclear(in, ask, NULL);
}

/* Somebody answers when it is settled: too late is a new proposal of the same
 * time, while the session still stands. */
static struct letter_effect
answer_late(const struct inquiry *in, const struct ask *ask,
	const struct proposal *proposal, struct session *session,
	const struct times *times)
{
	if (times->said != TIMES_NONE)
		return proposal_words(in, session, times);
	if (!proposal || finding_verdict(in) <= 0 ||
		proposal->state != PROPOSAL_REFUSED ||
		proposal->sequence < session->sequence)
		return letter_ends(ask->state == ASK_ANSWERED
				? DISPOSITION_ANSWER
				: DISPOSITION_COORDINATOR,
			"the time that it answers about is settled");
	return proposal_made(
		in, session, proposal->starts_at, proposal->minutes, false, 0);
}

static bool
names(const struct times *times, int64_t at)
{
	for (size_t i = 0; i < times->starts.n; i++)
		if (times->starts.at[i] == at)
			return true;
	return false;
}

/* Yes and another time in one letter contradict each other. */
static struct letter_effect
answer_open(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session,
	const struct times *times)
{
	int verdict = finding_verdict(in);
	bool named = names(times, proposal->starts_at);
	const struct participant *who = in->who;

	if (verdict > 0 && (times->said == TIMES_NONE || named))
		return say_yes(in, ask, proposal, session);
	if (verdict < 0 &&
		(times->said == TIMES_NONE || (named && times->starts.n == 1)))
		return say_no(in, ask, proposal, session);
	if (verdict <= 0 && times->said == TIMES_ONE)
		return proposal_words(in, session, times);
	if (verdict <= 0 && times->said == TIMES_SEVERAL && !named)
		return proposal_words(in, session, times);
	return finding_unclear(in, ask,
		finding_fields(in->program, in->facts, who, proposal->starts_at,
			proposal->minutes));
}

struct letter_effect
proposal_letter(const struct inquiry *in, struct ask *ask)
{
	struct session *session = facts_session(in->facts, ask->session);
	struct proposal *proposal =
		ask->about ? facts_proposal(in->facts, ask->about) : NULL;

	if (!session || !session_to_come(session, in->facts->now) ||
		!session_attendee(session, in->who->id))
		return letter_ends(DISPOSITION_COORDINATOR,
			"the session that it answers about is over");
	if (!ask->about)
		return own_time(in, ask, session);
	struct times times = times_of(in, session);

	if (!proposal || proposal->state != PROPOSAL_OPEN || !ask_waits(ask))
		return answer_late(in, ask, proposal, session, &times);
	return answer_open(in, ask, proposal, session, &times);
}

/* ---- nobody answers ------------------------------------------------------------------------ */

void
proposal_expired(
	const struct program *program, struct facts *facts, struct ask *ask)
{
	struct session *session = facts_session(facts, ask->session);
	struct proposal *proposal = facts_proposal(facts, ask->about);
	struct alert alert = { .participant = ask->participant,
		.match = ask->match,
		.session = ask->session,
		.ask = ask->id,
		.why = "named another time for a session that was not clear, "
		       "and did not answer our question about it" };

	if (!session)
		return;
	if (!ask->about) {
		tell_alert(program, facts, &alert, "own-time/%" G_GINT64_FORMAT,
			ask->id);
		return;
	}
	if (!proposal || proposal->state != PROPOSAL_OPEN)
		return;
	over(facts, proposal, session, PROPOSAL_REFUSED, "no answer in time");
	if (session_to_come(session, facts->now))
		proposal_unmoved(facts, session, proposal, NULL);
}

/* One of a group has gone: what the others said decides. */
void
proposal_without(const struct program *program, struct facts *facts,
	struct proposal *proposal, int64_t participant)
{
	struct session *session = facts_session(facts, proposal->session);
	bool asked = false;

	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (ask->participant != participant ||
			ask->about != proposal->id ||
			strcmp(ask->form, FORM_PROPOSAL) != 0)
			continue;
		asked = true;
		ask_close(facts, ask, "they do not take part now");
	}
	if (proposal->participant == participant)
		over(facts, proposal, session, PROPOSAL_MOOT,
			"who proposed does not take part now");
	else if (asked && !finding_waiting(facts, FORM_PROPOSAL, proposal->id))
		settle_agreed(program, facts, proposal, session);
}
