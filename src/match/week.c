/* Free hours of a week as spans of UTC minutes, and what two people share of
 * them. The lists are a handful of spans each, so that plain merging is all
 * it takes.
 */
#include "match/week.h"

#include <glib.h>
#include <stdlib.h>

#define DAY_MINUTES 1440

struct free_window_list
week_windows(struct pool *pool, const struct program *program,
	const struct participant *participant)
{
	struct free_window_list windows = { 0 };
	int from = program->sessions.day_from;
	int till = program->sessions.day_till;

	if (participant->free.n > 0)
		return participant->free;
	for (int day = 0; day < 5 && from < till; day++)
		*LIST_ADD(pool, &windows) =
			(struct free_window){ day, from, till };
	return windows;
}

static int
by_start(const void *a, const void *b)
{
	const struct week_span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Sort, and melt together what touches. */
static void
tidy(struct week_span_list *week)
{
	size_t kept = 0;

	if (week->n == 0)
		return;
	qsort(week->at, week->n, sizeof *week->at, by_start);
	for (size_t i = 1; i < week->n; i++) {
		if (week->at[i].from > week->at[kept].till)
			week->at[++kept] = week->at[i];
		else if (week->at[i].till > week->at[kept].till)
			week->at[kept].till = week->at[i].till;
	}
	week->n = kept + 1;
}

/* A span that may stick out at either end is laid round the circle. */
static void
lay(struct pool *pool, struct week_span_list *week, int from, int till)
{
	int shift = ((from % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;

	till += shift - from;
	if (till > WEEK_MINUTES) {
		*LIST_ADD(pool, week) =
			(struct week_span){ 0, till - WEEK_MINUTES };
		till = WEEK_MINUTES;
	}
	*LIST_ADD(pool, week) = (struct week_span){ shift, till };
}

struct week_span_list
week_of(struct pool *pool, const struct program *program,
	const struct participant *participant, int64_t now)
{
	struct week_span_list week = { 0 };
	struct free_window_list windows =
		week_windows(pool, program, participant);
	int east = zone_offset(program_zone_of(program, participant), now) / 60;

	for (size_t i = 0; i < windows.n; i++) {
		const struct free_window *w = &windows.at[i];
		int monday = w->weekday * DAY_MINUTES - east;

		if (w->from < w->till)
			lay(pool, &week, monday + w->from, monday + w->till);
	}
	tidy(&week);
	return week;
}

int
week_total(const struct week_span_list *week)
{
	int total = 0;

	for (size_t i = 0; i < week->n; i++)
		total += week->at[i].till - week->at[i].from;
	return total;
}

/* What is common so far; spans come in their order. */
struct stretch {
	struct week_common common;
	int head, tail; /* those that touch the week's ends */
};

static void
add_span(struct stretch *stretch, int from, int till)
{
	struct week_common *common = &stretch->common;

	common->total += till - from;
	common->longest = MAX(common->longest, till - from);
	if (from == 0)
		stretch->head = till;
	if (till == WEEK_MINUTES)
		stretch->tail = till - from;
}

static struct week_common
closed(const struct stretch *stretch)
{
	struct week_common common = stretch->common;

	if (common.total < WEEK_MINUTES)
		common.longest =
			MAX(common.longest, stretch->head + stretch->tail);
	return common;
}

struct week_common
week_common(const struct week_span_list *a, const struct week_span_list *b)
{
	struct stretch stretch = { 0 };

	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		int from = MAX(a->at[i].from, b->at[j].from);
		int till = MIN(a->at[i].till, b->at[j].till);

		if (from < till)
			add_span(&stretch, from, till);
		if (a->at[i].till < b->at[j].till)
			i++;
		else
			j++;
	}
	return closed(&stretch);
}
