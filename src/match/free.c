/* When everybody is free: weekly windows laid onto real days, person by
 * person, and cut with what the others left over.
 *
 * Every local day is gone through in its own zone, so that a window keeps its
 * local hours over a change of clocks: one that falls into the missing hour
 * begins when the clocks have jumped, and is left out when nothing remains.
 */
#include "match/solve.h"

#include <glib.h>
#include <stdlib.h>

#include "base/clock.h"
#include "match/week.h"

#define MOST_DAYS 1096

static int
by_start(const void *a, const void *b)
{
	const struct free_time *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Sort, and melt together what touches. */
static void
tidy(struct free_time_list *times)
{
	size_t kept = 0;

	if (times->n == 0)
		return;
	qsort(times->at, times->n, sizeof *times->at, by_start);
	for (size_t i = 1; i < times->n; i++) {
		if (times->at[i].from > times->at[kept].till)
			times->at[++kept] = times->at[i];
		else if (times->at[i].till > times->at[kept].till)
			times->at[kept].till = times->at[i].till;
	}
	times->n = kept + 1;
}

/* One window on one local day, as far as it lies in [from, till). */
static void
lay(struct pool *pool, struct free_time_list *times, const struct zone *zone,
	struct civil day, const struct free_window *window,
	struct free_time within)
{
	struct free_time time;

	day.minute = window->from;
	time.from = MAX(civil_to_utc(zone, day), within.from);
	day.minute = window->till;
	time.till = MIN(civil_to_utc(zone, day), within.till);
	if (time.from < time.till)
		*LIST_ADD(pool, times) = time;
}

/* Everything one person is free in [from, till). */
static struct free_time_list
times_of(struct pool *pool, const struct program *program,
	const struct participant *person, struct free_time within)
{
	struct free_time_list times = { 0 };
	struct free_window_list windows = week_windows(pool, program, person);
	const struct zone *zone = program_zone_of(program, person);
	struct civil first = civil_of(zone, within.from);
	struct civil last = civil_of(zone, within.till);
	int64_t day = civil_days(first.year, first.month, first.day);
	int64_t end = civil_days(last.year, last.month, last.day);

	for (; day <= end; day++) {
		struct civil civil = civil_from_days(day);

		for (size_t i = 0; i < windows.n; i++)
			if (windows.at[i].weekday == civil.weekday)
				lay(pool, &times, zone, civil, &windows.at[i],
					within);
	}
	tidy(&times);
	return times;
}

static struct free_time_list
both(struct pool *pool, const struct free_time_list *a,
	const struct free_time_list *b)
{
	struct free_time_list common = { 0 };

	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		struct free_time time = { MAX(a->at[i].from, b->at[j].from),
			MIN(a->at[i].till, b->at[j].till) };

		if (time.from < time.till)
			*LIST_ADD(pool, &common) = time;
		if (a->at[i].till < b->at[j].till)
			i++;
		else
			j++;
	}
	return common;
}

struct free_time_list
match_free_times(struct pool *pool, const struct program *program,
	const struct participant_list *people, int64_t from, int64_t till,
	int minutes)
{
	POOL_AUTO scratch = pool_new();
	struct free_time_list common = { 0 }, long_enough = { 0 };

	if (from >= till)
		return long_enough;
	till = MIN(till - from, MOST_DAYS * DAY) + from;
	for (size_t i = 0; i < people->n; i++) {
		struct free_time_list own = times_of(scratch, program,
			people->at[i], (struct free_time){ from, till });

		common = i == 0 ? own : both(scratch, &common, &own);
	}
	for (size_t i = 0; i < common.n; i++)
		if (common.at[i].till - common.at[i].from >= minutes * MINUTE)
			*LIST_ADD(pool, &long_enough) = common.at[i];
	return long_enough;
}
