/* A session changes: another time, another place, or it is left out.
 *
 * A new time asks everybody anew: what they answered was about another hour,
 * and what still comes in about it is refused. Where and what about may change
 * without a question (RFC 5546 2.1.4). What is left out takes nothing from the
 * season: the meeting after it has its number and its agenda. */
#include "decide/rsvp.h"
#include "decide/series.h"

#include <glib.h>

static struct fields *
truth(struct facts *facts, const char *name, bool value)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, fields, name, value);
	return fields;
}

/* Nobody has seen the invitation yet: it goes out with the introduction. */
static bool
is_unsent(const struct facts *facts, const struct session *session)
{
	const struct match *match = facts_match(facts, session->match);

	return match && match->published_at > facts->now;
}

static void
note(struct facts *facts, const struct session *session, enum outcome_kind kind,
	const char *detail)
{
	struct outcome *outcome = facts_new_outcome(facts, kind, "%s", detail);

	outcome->match = session->match;
	outcome->session = session->id;
}

/* ---- another time -------------------------------------------------------- */

/* An answer counts when it is to this version, or to a later one. */
static void
ask_anew(const struct facts *facts, struct session *session, int64_t who)
{
	for (size_t i = 0; i < session->attendees.n; i++) {
		struct attendee *a = &session->attendees.at[i];
		bool coming = who && a->participant == who;

		a->partstat =
			coming ? PARTSTAT_ACCEPTED : PARTSTAT_NEEDS_ACTION;
		a->answered_at = coming ? facts->now : 0;
		a->reply_sequence = session->sequence;
		a->reply_dtstamp = 0;
		a->comment = NULL;
	}
}

void
session_move(const struct program *program, struct facts *facts,
	struct session *session, int64_t starts_at, int minutes, int64_t who)
{
	int64_t before = session->starts_at;

	if (!session_to_come(session, facts->now) || session->organizer)
		return;
	proposal_moot(facts, session);
	session_forget_unsent(facts, session);
	session->starts_at = starts_at;
	session->minutes = minutes;
	session_next_sequence(facts, session);
	ask_anew(facts, session, who);
	session_tell(facts, session, TELLING_ASK,
		truth(facts, "updated", !is_unsent(facts, session)));
	timeline_session(program, facts, session, facts->now);
	session_plan_next(facts, session);
	note(facts, session, OUTCOME_SESSION_MOVED,
		pool_printf(facts->pool,
			"from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
			before, starts_at));
}

/* ---- anything but the time ------------------------------------------------- */

void
session_tell_change(struct facts *facts, struct session *session)
{
	bool unsent = is_unsent(facts, session);
	struct fields *fields = truth(facts, "updated", false);

	if (!session_to_come(session, facts->now) || !session_was_told(session))
		return;
	session_stamp(facts, session);
	tell_cancel(facts, SUBJECT_SESSION, session->id);
	fields_truth(facts->pool, fields, "changed", !unsent);
	session_tell(facts, session, TELLING_CHANGE, fields);
}

static bool
is_elsewhere(const struct program *program, const struct session *session)
{
	return g_strcmp0(session->place, program->sessions.place) != 0;
}

void
session_follow_place(const struct program *program, struct facts *facts)
{
	const char *place = program->sessions.place;

	for (size_t i = 0; i < facts->series.n; i++) {
		struct series *series = facts->series.at[i];

		if (g_strcmp0(series->place, place) && !series->ended_at &&
			series_goes_on(facts, series))
			series_place(facts, series, place);
	}
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if (!is_elsewhere(program, session) || session->series ||
			session->organizer ||
			!session_to_come(session, facts->now))
			continue;
		session->place = place;
		fact_touch(session);
		session_tell_change(facts, session);
	}
}

/* ---- left out ----------------------------------------------------------------- */

void
session_skip(const struct program *program, struct facts *facts,
	struct session *session, const char *why)
{
	struct match *match = facts_match(facts, session->match);
	const char *ignored;

	if (!session_to_come(session, facts->now))
		return;
	session_withdraw(facts, session, why, truth(facts, "skipped", true));
	if (match && !session->series)
		session_plan_after(program, facts, match, session, &ignored);
}

static struct session *
session_meant(const struct inquiry *in)
{
	const struct ask *ask = facts_ask(in->facts, in->about->ask);
	struct session *named = facts_session(in->facts,
		in->about->session ? in->about->session
			: ask      ? ask->session
				   : 0);
	int64_t match = in->about->match ? in->about->match
		: ask && ask->match      ? ask->match
		: named                  ? named->match
					 : 0;

	if (named && session_to_come(named, in->facts->now) &&
		session_attendee(named, in->who->id))
		return named;
	return facts_next_session(in->facts, match, in->who->id);
}

/* The others of a group meet without them. */
static struct letter_effect
stay_away(const struct inquiry *in, struct session *session)
{
	struct attendee *attendee = session_attendee(session, in->who->id);
	enum partstat before = attendee->partstat;
	struct session_list about = { 0 };

	*LIST_ADD(in->facts->pool, &about) = session;
	attendee->partstat = PARTSTAT_DECLINED;
	attendee->answered_at = in->facts->now;
	fact_touch(session);
	struct outcome *outcome =
		facts_new_outcome(in->facts, OUTCOME_RSVP, "DECLINED");
	outcome->participant = in->who->id;
	outcome->session = session->id;
	outcome->match = session->match;
	outcome->letter = in->about->letter;
	declined_tell(in, &about, &before);
	return letter_ends(
		DISPOSITION_COMMAND, "is not there; the others meet");
}

struct letter_effect
skip_letter(const struct inquiry *in)
{
	struct session *session = session_meant(in);

	if (!session || session->organizer || !session_was_told(session))
		return letter_ends(DISPOSITION_COORDINATOR,
			"wants to leave a meeting out, and none of ours is "
			"to come");
	if (session->attendees.n > 2)
		return stay_away(in, session);
	session_skip(in->program, in->facts, session, "a participant skips it");
	return letter_ends(DISPOSITION_COMMAND, "left out a meeting");
}
