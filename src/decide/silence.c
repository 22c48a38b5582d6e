/* Silence: noticing in days that somebody is not heard from.
 *
 * It is watched for each match by itself: who is in several may well talk to
 * one partner and not to another. A letter counts for the match it speaks of,
 * and for all of them when it speaks of none. Each member has a last sign of life: a mail, an RSVP, a session held, and a
 * session they accepted counts until it is over. Whoever pauses, is away or
 * cannot be reached is not silent, and with fewer than two others nobody is:
 * there is nobody to meet. All clocks start anew when they are back. A match
 * is as silent as its quietest member, but a group is not ended because of
 * one. The steps - nudge, tell
 * the coordinators, close - follow one another with the configured days in
 * between even after downtime: nobody is closed without having been nudged. */
#include "decide/concern.h"

#include <glib.h>

#define SLACK (12 * HOUR) /* looks come in the morning, to the hour or so */

static bool
counts(const struct facts *facts, const struct participant *p)
{
	return p && participant_present(p, facts->now) && !p->bounces;
}

/* The one before it in its series, which one answer may have been for; NULL. */
static const struct session *
one_before(const struct facts *facts, const struct session *session)
{
	const struct session *before = NULL;

	for (size_t i = 0; session->series && i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->series == session->series &&
			s->starts_at < session->starts_at &&
			(!before || s->starts_at > before->starts_at))
			before = s;
	}
	return before;
}

/* They said that they come. A yes to a whole series is a sign of life until
 * its first meeting, and then no more. */
static bool
is_coming(const struct facts *facts, const struct session *session,
	const struct attendee *a)
{
	const struct session *before = one_before(facts, session);

	if (a->partstat != PARTSTAT_ACCEPTED &&
		a->partstat != PARTSTAT_TENTATIVE)
		return false;
	return !before || a->answered_at >= before->starts_at;
}

static int64_t
session_sign(const struct facts *facts, const struct session *session,
	int64_t participant)
{
	bool coming = false;

	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];

		if (a->participant == participant)
			coming = is_coming(facts, session, a);
	}
	switch (session->state) {
	case SESSION_HELD:
		return session_end(session);
	case SESSION_PLANNED:
		return coming ? session_end(session) : 0;
	case SESSION_MISSED:
	case SESSION_CANCELLED:
		break;
	}
	return 0;
}

/* When somebody of the match was last back from a pause or an absence. */
static int64_t
last_return(const struct facts *facts, const struct match *match)
{
	int64_t back = 0;

	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (p && p->paused_until <= facts->now)
			back = MAX(back, p->paused_until);
		if (p && p->away_until <= facts->now)
			back = MAX(back, p->away_until);
	}
	return back;
}

static int64_t
sign_of(const struct program *program, const struct facts *facts,
	const struct match *match, const struct participant *p)
{
	int64_t sign = MAX(match->published_at, program_start_time(program));

	for (size_t i = 0; i < match->members.n; i++)
		if (match->members.at[i] == p->id)
			sign = MAX(sign, match->heard[i]);
	sign = MAX(sign, last_return(facts, match));
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id)
			sign = MAX(sign,
				session_sign(
					facts, facts->sessions.at[i], p->id));
	return sign;
}

/* All meetings that the program foresees are over: nothing is expected of them
 * any more. */
static bool
is_done(const struct program *program, const struct facts *facts,
	const struct match *match)
{
	int over = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *session = facts->sessions.at[i];

		over += session->match == match->id &&
			session->state != SESSION_CANCELLED &&
			session_end(session) <= facts->now;
	}
	return program->sessions.count && over >= program->sessions.count;
}

/* The oldest last sign among those who count; INT64_MAX: nobody counts. */
static int64_t
quietest(const struct program *program, const struct facts *facts,
	const struct match *match)
{
	int64_t oldest = INT64_MAX;
	int counting = 0;

	if (is_done(program, facts, match))
		return INT64_MAX;
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (!counts(facts, p))
			continue;
		counting++;
		oldest = MIN(oldest, sign_of(program, facts, match, p));
	}
	return counting < 2 ? INT64_MAX : oldest;
}

static bool
silent_for(int64_t sign, int64_t now, int64_t threshold)
{
	return threshold > 0 && sign < now && now - sign >= threshold;
}

static void
lift(const struct program *program, const struct facts *facts,
	struct match *match)
{
	int64_t sign = quietest(program, facts, match);
	const struct silence *s = &program->silence;
	int64_t least = s->nudge ? s->nudge : s->tell ? s->tell : s->close;

	if (!match->nudged_at && !match->told_at)
		return;
	if (sign == INT64_MAX || silent_for(sign, facts->now, least))
		return;
	match->nudged_at = match->told_at = 0;
	fact_touch(match);
}

/* Mail reaches them again: what stood still meanwhile goes on. */
static void
lift_suspension(const struct program *program, struct facts *facts,
	struct participant *participant)
{
	participant->state = PARTICIPANT_ENROLLED;
	facts_new_outcome(facts, OUTCOME_RESUMED, "heard from them again")
		->participant = participant->id;
	pause_back(program, facts, participant);
}

void
silence_heard(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t about)
{
	struct match_list matches =
		facts_active_matches(facts, participant->id);
	const struct match *meant = facts_match(facts, about);

	if (meant &&
		(meant->state != MATCH_ACTIVE ||
			!match_has(meant, participant->id)))
		meant = NULL;
	participant->heard_at = MAX(participant->heard_at, facts->now);
	participant->bounces = 0;
	fact_touch(participant);
	if (participant->state == PARTICIPANT_SUSPENDED)
		lift_suspension(program, facts, participant);
	for (size_t i = 0; i < matches.n; i++) {
		struct match *match = matches.at[i];

		if (meant && match != meant)
			continue;
		*match_heard(match, participant->id) = facts->now;
		fact_touch(match);
		lift(program, facts, match);
	}
}

/* ---- looking ------------------------------------------------------------- */

void
silence_plan(const struct program *program, struct facts *facts,
	const struct match *match)
{
	const struct silence *s = &program->silence;
	int64_t sign = quietest(program, facts, match);
	int64_t wait = !match->nudged_at && s->nudge ? s->nudge
		: !match->told_at && s->tell         ? s->tell
						     : s->close;

	if (!s->nudge && !s->tell && !s->close)
		return;
	if (sign == INT64_MAX || !wait) {
		sign = facts->now;
		wait = 7 * DAY;
	}
	int64_t at = MAX(sign + wait, facts->now + SLACK);
	at = when_morning(program->zone, at);
	if (at < program_end_time(program))
		facts_new_due(facts, DUE_SILENCE, at, SUBJECT_MATCH, match->id,
			"silence/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			match->id, at);
}

static void
nudge(const struct program *program, struct facts *facts, struct match *match)
{
	match->nudged_at = facts->now;
	fact_touch(match);
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (!counts(facts, p) ||
			!silent_for(sign_of(program, facts, match, p),
				facts->now, program->silence.nudge))
			continue;
		tell(facts, MOMENT_NUDGE, p->id,
			"nudge/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			match->id, p->id, facts->now / DAY)
			->match = match->id;
		struct outcome *outcome =
			facts_new_outcome(facts, OUTCOME_NUDGED, "%s", "");
		outcome->match = match->id;
		outcome->participant = p->id;
	}
}

static void
tell_about(const struct program *program, struct facts *facts,
	struct match *match, int64_t silent)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	struct mail_request model = {
		.moment = MOMENT_SILENCE, .match = match->id, .fields = fields
	};

	match->told_at = facts->now;
	fact_touch(match);
	fields_printf(
		facts->pool, fields, "days", "%" G_GINT64_FORMAT, silent / DAY);
	tell_coordinators(program, facts, TELL_CONCERNS, &model,
		"silence/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, match->id,
		facts->now / DAY);
	facts_new_outcome(facts, OUTCOME_SILENCE_TOLD,
		"%" G_GINT64_FORMAT " days", silent / DAY)
		->match = match->id;
}

static void
close_match(
	const struct program *program, struct facts *facts, struct match *match)
{
	facts_new_outcome(facts, OUTCOME_SILENCE_CLOSED, "%s", "")->match =
		match->id;
	ending_match(facts, match, ENDED_SILENT);
	ending_farewell(facts, match, false);
	matching_freed(program, facts);
}

/* The rest of a group goes on without the one who is silent: a person knows of
 * them, and ending it for all would be no help. */
static bool
goes_on(const struct program *program, const struct facts *facts,
	const struct match *match)
{
	int lively = 0;

	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		lively += counts(facts, p) &&
			!silent_for(sign_of(program, facts, match, p),
				facts->now, program->silence.close);
	}
	return match->members.n > 2 && lively >= 2;
}

/* Since the step before, as many days as the config puts between the two. */
static bool
waited(int64_t now, int64_t step_at, int64_t before, int64_t after)
{
	if (!before)
		return true;
	return step_at && now - step_at + SLACK >= after - before;
}

static void
look(const struct program *program, struct facts *facts, struct match *match)
{
	const struct silence *s = &program->silence;
	int64_t now = facts->now, sign = quietest(program, facts, match);

	if (sign == INT64_MAX)
		return;
	lift(program, facts, match);
	if (!match->nudged_at && silent_for(sign, now, s->nudge))
		nudge(program, facts, match);
	else if (!match->told_at && silent_for(sign, now, s->tell) &&
		waited(now, match->nudged_at, s->nudge, s->tell))
		tell_about(program, facts, match, now - sign);
	else if (silent_for(sign, now, s->close) &&
		!goes_on(program, facts, match) &&
		(s->tell ? waited(now, match->told_at, s->tell, s->close)
			 : waited(now, match->nudged_at, s->nudge, s->close)))
		close_match(program, facts, match);
}

void
silence_due(const struct program *program, struct facts *facts, struct due *due)
{
	struct match *match = facts_match(facts, due->subject);

	if (!match || match->state != MATCH_ACTIVE) {
		due_moot(due, "the match is not active");
		return;
	}
	look(program, facts, match);
	due_done(due);
	if (match->state == MATCH_ACTIVE)
		silence_plan(program, facts, match);
}
