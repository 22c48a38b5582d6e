/* Finding a time for a meeting.
 *
 * The first meeting of a match is the earliest that suits, but each match
 * looks at a different place of the week, so that not everybody meets at the
 * same hour; the later ones stay near the hour of the one before. Who is in
 * several matches is never asked to be in two places: what they have planned
 * is left free, and so is the day of it, as long as another day is there. The
 * same facts choose the same time. */
#include "decide/slot.h"

#include <glib.h>

#define WEEK        (7 * DAY)
#define NOTICE      DAY           /* nobody is invited to something sooner */
#define GRID        (30 * MINUTE) /* sessions begin at :00 or :30 */
#define WEEKS_AHEAD 4
#define APART       (12 * HOUR) /* of two meetings of a person, if it can be */

LIST_OF(start_list, int64_t);

/* ---- what they have planned ------------------------------------------------ */

static bool
is_among(const struct slot_search *s, int64_t participant)
{
	for (size_t i = 0; i < s->people.n; i++)
		if (s->people.at[i]->id == participant)
			return true;
	return false;
}

static bool
takes_one(const struct slot_search *s, const struct session *session)
{
	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];

		if (a->partstat != PARTSTAT_DECLINED &&
			is_among(s, a->participant))
			return true;
	}
	return false;
}

static struct free_time_list
busy_times(const struct slot_search *s)
{
	struct free_time_list busy = { 0 };

	for (size_t i = 0; i < s->facts->sessions.n; i++) {
		const struct session *session = s->facts->sessions.at[i];

		if (session->state == SESSION_PLANNED &&
			session_end(session) > s->facts->now &&
			takes_one(s, session))
			*LIST_ADD(s->facts->pool, &busy) =
				(struct free_time){ session->starts_at,
					session_end(session) };
	}
	return busy;
}

static bool
is_clear(const struct free_time_list *busy, int64_t from, int64_t till,
	int64_t apart)
{
	for (size_t i = 0; i < busy->n; i++)
		if (from < busy->at[i].till + apart &&
			till > busy->at[i].from - apart)
			return false;
	return true;
}

/* ---- when all are free ------------------------------------------------------- */

/* Every start on the grid within the windows, in order, that far from all
 * else they have. */
static struct start_list
starts_apart(const struct slot_search *s, const struct free_time_list *free,
	const struct free_time_list *busy, int64_t from, int64_t apart)
{
	struct start_list starts = { 0 };
	int64_t length = s->minutes * MINUTE;

	for (size_t i = 0; i < free->n; i++) {
		int64_t first = MAX(free->at[i].from, from);
		int64_t at = (first + GRID - 1) / GRID * GRID;
		int64_t end = MIN(free->at[i].till, s->latest);

		for (; at + length <= end; at += GRID)
			if (is_clear(busy, at, at + length, apart))
				*LIST_ADD(s->facts->pool, &starts) = at;
	}
	return starts;
}

static struct start_list
starts_in(const struct slot_search *s, int64_t from, int64_t till)
{
	struct free_time_list busy = busy_times(s);
	struct free_time_list free = match_free_times(
		s->facts->pool, s->program, &s->people, from, till, s->minutes);
	struct start_list starts =
		starts_apart(s, &free, &busy, from, busy.n ? APART : 0);

	if (!starts.n && busy.n)
		starts = starts_apart(s, &free, &busy, from, 0);
	return starts;
}

/* The first week that has a time at all; within it a place that depends on
 * the match alone (Knuth's multiplicative hash). 0: none in four weeks. */
static int64_t
spread(const struct slot_search *s, int64_t from)
{
	for (int week = 0; week < WEEKS_AHEAD; week++, from += WEEK) {
		struct start_list starts = starts_in(s, from, from + WEEK);
		uint32_t mixed = (uint32_t)s->match->id * 2654435761u;

		if (starts.n)
			return starts.at[(mixed >> 8) % starts.n];
	}
	return 0;
}

/* The free start nearest to the target, the earlier of two; 0: none. */
static int64_t
nearest(const struct slot_search *s, int64_t from, int64_t target)
{
	struct start_list starts =
		starts_in(s, MAX(from, target - WEEK / 2), target + 2 * WEEK);
	int64_t best = 0;

	for (size_t i = 0; i < starts.n; i++)
		if (!best || ABS(starts.at[i] - target) < ABS(best - target))
			best = starts.at[i];
	return best;
}

/* In the hour of the first of them: it is as good as anybody's. */
int64_t
slot_find(const struct slot_search *s, const struct session *last, int64_t from)
{
	const struct sessions *config = &s->program->sessions;
	int64_t begins = MAX(program_start_time(s->program),
		MAX(s->facts->now, s->match->published_at));

	if (!last)
		return spread(s, MAX(from, begins + config->first));
	int64_t target =
		when_after(program_zone_of(s->program, s->people.at[0]),
			last->starts_at, config->every);
	int64_t earliest = MAX(from, s->facts->now + NOTICE);

	return nearest(s, earliest, MAX(target, earliest));
}

bool
slot_is_beyond(const struct slot_search *s, const struct session *last)
{
	return last &&
		last->starts_at + s->program->sessions.every +
			s->minutes * MINUTE >
		s->latest;
}
