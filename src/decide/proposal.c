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

#define REFUSALS 3 /* a day, to one person about one session */

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

		if (p->session != session->id ||
			p->sequence < session->sequence)
			continue;
		/* calendars may raise the SEQUENCE that they answer */
		rounds =
			p->state == PROPOSAL_AGREED ? 0 : MAX(rounds, p->round);
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

/* The same wish was turned down before, or one after the other today, as by a
 * calendar that has gone wild: that has been said. */
static bool
was_refused(const struct offer *offer)
{
	const struct facts *facts = offer->in->facts;
	int today = 0;

	for (size_t i = 0; i < facts->proposals.n; i++) {
		const struct proposal *p = facts->proposals.at[i];

		if (p->session != offer->session->id || p->round ||
			p->participant != offer->in->who->id)
			continue;
		today += p->made_at > facts->now - DAY;
		if (p->starts_at == offer->starts_at &&
			p->sequence == offer->sequence)
			return true;
	}
	return today >= REFUSALS;
}

/* The mail that says so answers their letter. */
static void
tell_at_once(const struct offer *offer, const struct proposal *proposal,
	const char *why)
{
	struct facts *facts = offer->in->facts;
	size_t first = facts->mails.n;

	proposal_unmoved(facts, offer->session, proposal, why);
	if (facts->mails.n == first)
		return;
	facts->mails.at[first].reply = true;
	facts->mails.at[first].in_reply_to = offer->in->letter->head.message_id;
}

static struct letter_effect
refuse(const struct offer *offer, enum obstacle obstacle)
{
	struct facts *facts = offer->in->facts;

	if (was_refused(offer))
		return letter_ends(DISPOSITION_RSVP,
			"once more a proposal that cannot be; they were told");
	struct proposal *proposal = record(offer, 0);

	proposal->sequence = offer->sequence;
	over(facts, proposal, offer->session, PROPOSAL_REFUSED,
		field_of(obstacle));
	tell_at_once(offer, proposal, field_of(obstacle));
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
	if (!poll_was_vain(in->facts, session) && poll_start(&start, &why))
		return letter_ends(DISPOSITION_RSVP,
			"one more time; now everybody gets a list of times");
	tell_alert(in->program, in->facts, &alert,
		"rounds/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, session->id,
		session->sequence);
	struct proposal *proposal =
		record(offer, rounds_of(in->facts, session));
	over(in->facts, proposal, session, PROPOSAL_REFUSED, "no round left");
	tell_at_once(offer, proposal, "searched");
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

/* Why a time that all agree to cannot be any more; NULL when it can. Who no
 * mail reaches would go by the time that stands in their calendar. */
static const char *
in_vain(const struct slot_search *search, const struct proposal *proposal)
{
	if (search->people.n < 2)
		return "alone";
	if (!session_to_come(search->moves, search->facts->now) ||
		proposal->starts_at <= search->facts->now)
		return "soon";
	return slot_is_taken(search, proposal->starts_at) ? "taken" : NULL;
}

/* Who said yes to it must not go there either. */
static void
tell_in_vain(struct facts *facts, struct session *session,
	const struct proposal *proposal, const char *why)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, fields, why, true);
	proposal_unmoved(facts, session, proposal, why);
	for (size_t i = 0; i < session->attendees.n; i++)
		if (session->attendees.at[i].participant !=
			proposal->participant)
			tell_unmoved(facts, session, NULL,
				session->attendees.at[i].participant, fields);
}

static bool
settle_agreed(const struct program *program, struct facts *facts,
	struct proposal *proposal, struct session *session)
{
	struct slot_search search = finding_search(
		program, facts, facts_match(facts, session->match), session);

	search.minutes = proposal->minutes;
	const char *why = in_vain(&search, proposal);
	if (why) {
		over(facts, proposal, session, PROPOSAL_REFUSED,
			"it cannot be any more");
		tell_in_vain(facts, session, proposal, why);
		return false;
	}
	over(facts, proposal, session, PROPOSAL_AGREED, "all agree");
	session_move(program, facts, session, proposal->starts_at,
		proposal->minutes, proposal->participant);
	take_as_accepted(facts, session);
	return true;
}

struct letter_effect
proposal_yes(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session)
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

struct letter_effect
proposal_no(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session)
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
		? proposal_yes(offer->in, ask, former, offer->session)
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
struct ask *
proposal_question(const struct inquiry *in, const struct session *session)
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
	starts_at -= starts_at % MINUTE; /* no clock of ours shows seconds */
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
	struct ask *question = proposal_question(in, session);
	if (question)
		ask_close(in->facts, question, "they named a time");
	return make(&offer);
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
		proposal_unmoved(facts, session, proposal, "late");
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
