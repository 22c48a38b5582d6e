/* Meetings of participants as sessions: one comes, changes, is followed by the
 * next. They count like any other: the timeline goes by them, and check-ins ask
 * how they went. */
#include "decide/theirs.h"

#include <glib.h>
#include <string.h>

#include "decide/series.h"
#include "write/invite.h"

#define MOST 20 /* of a match: to come, or withdrawn */

/* ---- finding ---------------------------------------------------------------- */

static bool
is_theirs(const struct session *session, int64_t organizer, const char *uid)
{
	return session->organizer == organizer && uid &&
		!strcmp(session->uid, uid);
}

struct session *
meeting_find(const struct facts *facts, int64_t organizer, const char *uid,
	const char *instance, const struct zone *zone)
{
	struct session *found = NULL;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_theirs(s, organizer, uid) ||
			(instance &&
				!instance_is(instance, s->original_at, zone)))
			continue;
		/* the newest, and rather what stands than what does not */
		if (!found || found->state == SESSION_CANCELLED ||
			s->state != SESSION_CANCELLED)
			found = s;
	}
	return found;
}

static bool
has_session(const struct facts *facts, const struct series *series, int64_t at)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->series == series->id &&
			facts->sessions.at[i]->original_at == at)
			return true;
	return false;
}

int64_t
meeting_next(
	const struct facts *facts, const struct series *series, int64_t after)
{
	for (int i = 0; i < series->count; i++) {
		int64_t at = invite_series_at(series, i);

		if (at > after && !has_session(facts, series, at))
			return at;
	}
	return 0;
}

int64_t
meeting_instance(const struct series *series, const char *instance)
{
	const struct zone *zone = zone_find(series->zone);

	for (int i = 0; zone && i < series->count; i++) {
		int64_t at = invite_series_at(series, i);

		if (instance_is(instance, at, zone))
			return at;
	}
	return 0;
}

/* ---- keeping ---------------------------------------------------------------------- */

static int
next_number(const struct facts *facts, const struct match *match)
{
	int64_t number = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->match == match->id && s->state != SESSION_CANCELLED)
			number = MAX(number, s->number);
	}
	return (int)number + 1;
}

static bool
too_many(const struct facts *facts, const struct match *match)
{
	int n = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		n += s->match == match->id && s->organizer &&
			(s->state == SESSION_CANCELLED ||
				session_to_come(s, facts->now));
	}
	return n >= MOST;
}

static void
add_people(const struct meeting *m, struct session *session)
{
	for (size_t i = 0; i < m->match->members.n; i++) {
		const struct participant *p =
			facts_participant(m->facts, m->match->members.at[i]);

		if (p && p->state == PARTICIPANT_ENROLLED)
			session_add_person(m->facts, session, p->id);
	}
	struct attendee *a = session_attendee(session, m->organizer);
	if (a) {
		a->partstat = PARTSTAT_ACCEPTED;
		a->answered_at = m->facts->now;
	}
}

static void
note(const struct meeting *m, const struct session *session,
	enum outcome_kind kind, const char *detail)
{
	struct outcome *outcome =
		facts_new_outcome(m->facts, kind, "%s", detail);

	outcome->match = session->match;
	outcome->session = session->id;
	outcome->participant = m->organizer;
}

static struct session *
new_session(const struct meeting *m)
{
	struct session *session = facts_new_session(m->facts);

	session->match = m->match->id;
	session->number = next_number(m->facts, m->match);
	session->uid = m->uid;
	session->organizer = m->organizer;
	session->created_at = m->facts->now;
	session->sequence = m->sequence;
	session->dtstamp = m->dtstamp;
	session->starts_at = m->starts_at;
	session->minutes = m->minutes;
	session->place = m->place;
	session->series = m->series ? m->series->id : 0;
	session->original_at = m->original_at;
	return session;
}

struct session *
meeting_add(const struct meeting *m)
{
	if (too_many(m->facts, m->match))
		return NULL;
	struct session *session = new_session(m);

	add_people(m, session);
	note(m, session, OUTCOME_SESSION_PLANNED,
		pool_printf(m->facts->pool,
			"number %" G_GINT64_FORMAT ", their own",
			session->number));
	timeline_session(m->program, m->facts, session, m->facts->now);
	session_plan_next(m->facts, session);
	return session;
}

void
meeting_leave_out(const struct meeting *m)
{
	if (too_many(m->facts, m->match))
		return;
	struct session *session = new_session(m);

	session->state = SESSION_CANCELLED;
	add_people(m, session);
}

void
meeting_change(const struct meeting *m, struct session *session)
{
	bool moved = session->starts_at != m->starts_at ||
		session->minutes != m->minutes;

	session->sequence = MAX(session->sequence, m->sequence);
	session->dtstamp = MAX(session->dtstamp, m->dtstamp);
	session->original_at = m->original_at;
	session->place = m->place;
	fact_touch(session);
	if (!moved)
		return;
	note(m, session, OUTCOME_SESSION_MOVED,
		pool_printf(m->facts->pool,
			"from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
			", their own",
			session->starts_at, m->starts_at));
	session->starts_at = m->starts_at;
	session->minutes = m->minutes;
	proposal_moot(m->facts, session);
	tell_cancel(m->facts, SUBJECT_SESSION, session->id);
	timeline_session(m->program, m->facts, session, m->facts->now);
	session_plan_next(m->facts, session);
}

/* ---- what repeats -------------------------------------------------------------------- */

/* The newest session of the series; NULL: it is one of ours. */
static const struct session *
newest_of(const struct facts *facts, const struct series *series)
{
	const struct session *newest = NULL;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->series == series->id && s->organizer &&
			(!newest || s->original_at > newest->original_at))
			newest = s;
	}
	return newest;
}

static bool
plan_next(const struct program *program, struct facts *facts,
	struct match *match, const struct series *series)
{
	const struct session *newest = newest_of(facts, series);
	int64_t at = newest ? meeting_next(facts, series, facts->now) : 0;

	if (!at || series->ended_at)
		return false;
	struct meeting meeting = { .program = program,
		.facts = facts,
		.match = match,
		.organizer = newest->organizer,
		.uid = newest->uid,
		.place = series->place,
		.sequence = series->sequence,
		.dtstamp = series->dtstamp,
		.starts_at = at,
		.minutes = series->minutes,
		.series = series,
		.original_at = at };
	return meeting_add(&meeting) != NULL;
}

static bool
is_waiting(const struct facts *facts, const struct series *series)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->series == series->id &&
			session_to_come(facts->sessions.at[i], facts->now))
			return true;
	return false;
}

bool
meeting_plan(
	const struct program *program, struct facts *facts, struct match *match)
{
	bool planned = false;

	for (size_t i = 0; i < facts->series.n; i++) {
		const struct series *series = facts->series.at[i];

		if (series->match == match->id && !is_waiting(facts, series))
			planned |= plan_next(program, facts, match, series);
	}
	return planned;
}
