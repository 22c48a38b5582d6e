/* Other times in words: what somebody writes to an invitation, or to the
 * question whether a proposal suits, and which of the steps of a proposal that
 * is. What is not clear is asked back once, with what was understood. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

/* ---- not clear which ------------------------------------------------------------------- */

/* "3/4 at 5": what was understood goes back as a question, once; the note of
 * the ask says it. */
static struct letter_effect
ask_back(const struct inquiry *in, struct session *session,
	const struct times *times)
{
	struct facts *facts = in->facts;
	struct ask *former = proposal_question(in, session);

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
	if (start.wishes.n < 2 || poll_was_vain(in->facts, session))
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
	if (times->starts.n && !in->program->sessions.proposals)
		return proposal_made(in, session, times->starts.at[0],
			times->minutes, false, 0);
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

/* "Yes, Wednesday at 5": to the time that it has now, not to the new one. */
static bool
keeps_old_time(const struct inquiry *in, const struct session *session)
{
	const struct letter_time_list *list = &in->letter->times;

	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].from == session->starts_at)
			return finding_verdict(in) > 0;
	return false;
}

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
	if (verdict > 0 && times.said == TIMES_NONE &&
		!keeps_old_time(in, session)) {
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
answer_late(const struct inquiry *in, const struct proposal *proposal,
	struct session *session, const struct times *times)
{
	if (times->said != TIMES_NONE)
		return proposal_words(in, session, times);
	if (!proposal || finding_verdict(in) <= 0 ||
		proposal->state != PROPOSAL_REFUSED ||
		proposal->sequence < session->sequence)
		return letter_ends(finding_verdict(in)
				? DISPOSITION_ANSWER
				: DISPOSITION_COORDINATOR,
			"the time that it answers about is settled");
	return proposal_made(
		in, session, proposal->starts_at, proposal->minutes, false, 0);
}

/* Yes and another time in one letter contradict each other. */
static struct letter_effect
answer_open(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session,
	const struct times *times)
{
	int verdict = finding_verdict(in);
	bool named = slot_is_among(&times->starts, proposal->starts_at);

	if (verdict > 0 && !keeps_old_time(in, session) &&
		(times->said == TIMES_NONE || named))
		return proposal_yes(in, ask, proposal, session);
	if (verdict < 0 &&
		(times->said == TIMES_NONE || (named && times->starts.n == 1)))
		return proposal_no(in, ask, proposal, session);
	if (verdict <= 0 && times->said == TIMES_ONE)
		return proposal_words(in, session, times);
	if (verdict <= 0 && times->said == TIMES_SEVERAL && !named)
		return proposal_words(in, session, times);
	return finding_unclear(in, ask, NULL);
}

struct letter_effect
proposal_letter(const struct inquiry *in, struct ask *ask)
{
	struct session *session = facts_session(in->facts, ask->session);
	struct proposal *proposal =
		ask->about ? facts_proposal(in->facts, ask->about) : NULL;

	if (!session || !session_to_come(session, in->facts->now) ||
		!session_attendee(session, in->who->id))
		return letter_ends(finding_verdict(in)
				? DISPOSITION_ANSWER
				: DISPOSITION_COORDINATOR,
			"the session that it answers about is over");
	if (!ask->about)
		return own_time(in, ask, session);
	struct times times = times_of(in, session);

	if (!proposal || proposal->state != PROPOSAL_OPEN || !ask_waits(ask))
		return answer_late(in, proposal, session, &times);
	return answer_open(in, ask, proposal, session, &times);
}
