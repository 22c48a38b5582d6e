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
#define AWAKE_FROM  (7 * 60)    /* minutes: nobody is asked to meet outside */
#define AWAKE_TILL  (22 * 60)
#define FAR         (3 * DAY) /* two times are not further apart than that */
#define BEFORE      (4 * DAY) /* a list begins so long before its middle */

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
	if (session == s->moves)
		return false;
	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];

		if (a->partstat != PARTSTAT_DECLINED &&
			is_among(s, a->participant))
			return true;
	}
	return false;
}

/* What their published calendars say. */
static struct free_time_list
calendars_of(const struct slot_search *s, int64_t except)
{
	struct free_time_list busy = { 0 };

	for (size_t i = 0; i < s->people.n; i++) {
		const struct participant *p = s->people.at[i];

		for (size_t k = 0; p->id != except && k < p->busy.n; k++)
			*LIST_ADD(s->facts->pool, &busy) =
				(struct free_time){ p->busy.at[k].from,
					p->busy.at[k].till };
	}
	return busy;
}

static struct free_time_list
plans_of(const struct slot_search *s)
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

struct busy_times {
	struct free_time_list plans, calendars;
};

/* Every start on the grid within the windows, in order, that far from all
 * else they have. */
static struct slot_list
starts_apart(const struct slot_search *s, const struct free_time_list *free,
	const struct busy_times *busy, int64_t from, int64_t apart)
{
	struct slot_list starts = { 0 };
	int64_t length = s->minutes * MINUTE;

	for (size_t i = 0; i < free->n; i++) {
		int64_t first = MAX(free->at[i].from, from);
		int64_t at = (first + GRID - 1) / GRID * GRID;
		int64_t end = MIN(free->at[i].till, s->latest);

		for (; at + length <= end; at += GRID)
			if (is_clear(&busy->plans, at, at + length, apart) &&
				is_clear(&busy->calendars, at, at + length, 0))
				*LIST_ADD(s->facts->pool, &starts) = at;
	}
	return starts;
}

static struct slot_list
starts_by(const struct slot_search *s, const struct program *program,
	int64_t from, int64_t till)
{
	struct busy_times busy = { plans_of(s), calendars_of(s, 0) };
	struct free_time_list free = match_free_times(
		s->facts->pool, program, &s->people, from, till, s->minutes);
	struct slot_list starts =
		starts_apart(s, &free, &busy, from, busy.plans.n ? APART : 0);

	if (!starts.n && busy.plans.n)
		starts = starts_apart(s, &free, &busy, from, 0);
	return starts;
}

static struct slot_list
starts_in(const struct slot_search *s, int64_t from, int64_t till)
{
	return starts_by(s, s->program, from, till);
}

/* The first week that has a time at all; within it a place that depends on
 * the match alone (Knuth's multiplicative hash). 0: none in four weeks. */
static int64_t
spread(const struct slot_search *s, int64_t from)
{
	for (int week = 0; week < WEEKS_AHEAD; week++, from += WEEK) {
		struct slot_list starts = starts_in(s, from, from + WEEK);
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
	struct slot_list starts =
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

int64_t
slot_latest(const struct program *program, const struct match *match)
{
	return match->round ? round_ends(program, match->round)
			    : program_end_time(program);
}

bool
slot_is_taken(const struct slot_search *s, int64_t at)
{
	struct free_time_list plans = plans_of(s);

	return !is_clear(&plans, at, at + s->minutes * MINUTE, 0);
}

/* Hours of the config are a guess of ours, and nothing that they said. */
static bool
is_outside(const struct slot_search *s, struct participant *p, int64_t at)
{
	struct participant_list alone = { 0 };

	if (!p->free.n)
		return false;
	*LIST_ADD(s->facts->pool, &alone) = p;
	return !match_free_times(s->facts->pool, s->program, &alone, at,
		at + s->minutes * MINUTE, s->minutes)
			.n;
}

bool
slot_is_barred(const struct slot_search *s, int64_t at, int64_t who)
{
	struct free_time_list calendars = calendars_of(s, who);

	if (slot_is_taken(s, at) ||
		!is_clear(&calendars, at, at + s->minutes * MINUTE, 0))
		return true;
	for (size_t i = 0; i < s->people.n; i++)
		if (s->people.at[i]->id != who &&
			is_outside(s, s->people.at[i], at))
			return true;
	return false;
}

/* ---- several to choose from ---------------------------------------------------- */

bool
slot_is_among(const struct slot_list *list, int64_t at)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i] == at)
			return true;
	return false;
}

void
slot_add_once(struct pool *pool, struct slot_list *list, int64_t at)
{
	if (!slot_is_among(list, at))
		*LIST_ADD(pool, list) = at;
}

static void
leave_out(struct slot_list *starts, const struct slot_list *never)
{
	size_t kept = 0;

	for (size_t i = 0; i < starts->n; i++)
		if (!slot_is_among(never, starts->at[i]))
			starts->at[kept++] = starts->at[i];
	starts->n = kept;
}

static size_t
days_of(const struct slot_list *starts)
{
	size_t days = 0;

	for (size_t i = 0; i < starts->n; i++)
		days += !i || starts->at[i] / DAY != starts->at[i - 1] / DAY;
	return days;
}

/* Everything in the weeks that hold enough days to choose from. */
static struct slot_list
candidates(const struct slot_search *s, const struct program *program,
	int64_t from, size_t most, const struct slot_list *never)
{
	struct slot_list starts = { 0 };

	for (int weeks = 1; weeks <= WEEKS_AHEAD; weeks++) {
		starts = starts_by(s, program, from, from + weeks * WEEK);
		leave_out(&starts, never);
		if (days_of(&starts) >= most ||
			(weeks >= 2 && starts.n >= most))
			break;
	}
	return starts;
}

/* Another day counts most, then another hour of the day. */
static int64_t
difference(const struct zone *zone, int64_t a, int64_t b)
{
	struct civil x = civil_of(zone, a), y = civil_of(zone, b);
	int64_t hours =
		ABS((x.hour - y.hour) * HOUR + (x.minute - y.minute) * MINUTE);

	return MIN(ABS(a - b), FAR) + 2 * MIN(hours, DAY - hours);
}

/* How much that start adds to those that were chosen; full hours are what
 * people expect. */
static int64_t
gain(const struct zone *zone, const struct slot_list *chosen, int64_t at)
{
	int64_t least = 2 * FAR;

	for (size_t i = 0; i < chosen->n; i++)
		least = MIN(least, difference(zone, chosen->at[i], at));
	return least + (civil_of(zone, at).minute ? 0 : HOUR);
}

static size_t
nearest_to(const struct slot_list *starts, int64_t around)
{
	size_t best = 0;

	for (size_t i = 1; i < starts->n; i++)
		if (ABS(starts->at[i] - around) <
			ABS(starts->at[best] - around))
			best = i;
	return best;
}

static void
add_sorted(struct pool *pool, struct slot_list *list, int64_t at)
{
	size_t to = list->n;

	LIST_ADD(pool, list);
	for (; to > 0 && list->at[to - 1] > at; to--)
		list->at[to] = list->at[to - 1];
	list->at[to] = at;
}

/* The first near the middle; each further one as far as can be from those
 * before. */
static struct slot_list
spread_out(const struct slot_search *s, const struct slot_list *starts,
	size_t first, size_t most)
{
	const struct zone *zone = program_zone_of(s->program, s->people.at[0]);
	struct slot_list chosen = { 0 };

	add_sorted(s->facts->pool, &chosen, starts->at[first]);
	while (chosen.n < MIN(most, starts->n)) {
		int64_t best = 0, most_gain = -1;

		for (size_t i = 0; i < starts->n; i++) {
			int64_t at = starts->at[i];
			int64_t more = slot_is_among(&chosen, at)
				? -1
				: gain(zone, &chosen, at);

			if (more > most_gain) {
				most_gain = more;
				best = at;
			}
		}
		add_sorted(s->facts->pool, &chosen, best);
	}
	return chosen;
}

struct slot_list
slot_offer(const struct slot_search *s, int64_t from, int64_t around,
	size_t most, const struct slot_list *never)
{
	uint32_t mixed = (uint32_t)s->match->id * 2654435761u;
	struct program wide = *s->program;

	from = MAX(from, around - BEFORE);
	struct slot_list starts = candidates(s, s->program, from, most, never);
	if (!starts.n) {
		wide.sessions.day_from = AWAKE_FROM;
		wide.sessions.day_till = AWAKE_TILL;
		starts = candidates(s, &wide, from, most, never);
	}
	if (!starts.n || !most)
		return (struct slot_list){ 0 };
	size_t first =
		around ? nearest_to(&starts, around) : (mixed >> 8) % starts.n;
	return spread_out(s, &starts, first, most);
}
