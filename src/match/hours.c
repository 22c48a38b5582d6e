/* Tables of moments by people. A row of a table is one moment, so that a week
 * is held against all people by going along a few rows.
 */
#include "match/hours.h"

#include <glib.h>
#include <string.h>

#define TABLE_LIMIT (64 << 20) /* bytes */

struct hours {
	const struct sheet *sheet;
	size_t n, words;
	size_t stride;    /* n, up to a multiple of HOURS_STEP */
	int minutes;      /* of a stretch */
	uint16_t *moment; /* ascending */
	size_t moments;
	uint16_t index[WEEK_MINUTES + 1]; /* moments before that minute */
	uint16_t *before; /* moments * stride: minutes free before */
	uint64_t *free;   /* moments * words: free for a stretch from it on */
};

/* ends: also those where free time ends. */
static struct hours *
collect(struct pool *pool, const struct sheet *sheet, bool ends)
{
	struct hours *hours = POOL_NEW(pool, struct hours);
	POOL_AUTO scratch = pool_new();
	bool *is = pool_alloc(scratch, WEEK_MINUTES + 2);

	hours->sheet = sheet;
	hours->n = sheet->n;
	hours->words = (sheet->n + 63) / 64;
	hours->stride = HOURS_PADDED(sheet->n);
	hours->moment =
		pool_alloc(pool, (WEEK_MINUTES + 1) * sizeof *hours->moment);
	for (size_t i = 0; i < sheet->n; i++)
		for (size_t s = 0; s < sheet->week[i].n; s++) {
			is[sheet->week[i].at[s].from] = true;
			is[sheet->week[i].at[s].till] |= ends;
		}
	for (int minute = 0; minute <= WEEK_MINUTES; minute++) {
		hours->index[minute] = (uint16_t)hours->moments;
		if (is[minute])
			hours->moment[hours->moments++] = (uint16_t)minute;
	}
	return hours;
}

/* ---- minutes in common ------------------------------------------------ */

/* One row after the other; `span` is where each person's week has got to. */
static void
fill_before(struct pool *pool, struct hours *hours)
{
	POOL_AUTO scratch = pool_new();
	uint16_t *span = pool_alloc(scratch, hours->n * sizeof *span);
	uint16_t *done = pool_alloc(scratch, hours->n * sizeof *done);

	hours->before = pool_alloc(
		pool, hours->moments * hours->stride * sizeof *hours->before);
	for (size_t m = 0; m < hours->moments; m++) {
		uint16_t *row = &hours->before[m * hours->stride];
		int at = hours->moment[m];

		for (size_t j = 0; j < hours->n; j++) {
			const struct week_span_list *week =
				&hours->sheet->week[j];

			while (span[j] < week->n &&
				week->at[span[j]].till <= at) {
				done[j] = (uint16_t)(done[j] +
					week->at[span[j]].till -
					week->at[span[j]].from);
				span[j]++;
			}
			row[j] = done[j];
			if (span[j] < week->n && week->at[span[j]].from < at)
				row[j] = (uint16_t)(row[j] + at -
					week->at[span[j]].from);
		}
	}
}

struct hours *
hours_of_minutes(struct pool *pool, const struct sheet *sheet)
{
	struct hours *hours = collect(pool, sheet, true);

	if (hours->n > TABLE_LIMIT / sizeof *hours->before /
				(WEEK_MINUTES + 1) &&
		hours->moments > TABLE_LIMIT / sizeof *hours->before / hours->n)
		return NULL;
	fill_before(pool, hours);
	return hours;
}

/* In steps of fixed length, which a compiler makes vector instructions of. */
static void
add_difference(uint16_t *restrict minutes, const uint16_t *restrict late,
	const uint16_t *restrict early)
{
	for (size_t k = 0; k < HOURS_STEP; k++)
		minutes[k] = (uint16_t)(minutes[k] + late[k] - early[k]);
}

void
hours_common(
	const struct hours *hours, size_t i, size_t from, uint16_t *minutes)
{
	const struct week_span_list *week = &hours->sheet->week[i];
	size_t first = from / HOURS_STEP * HOURS_STEP, stride = hours->stride;

	memset(minutes + first, 0, (stride - first) * sizeof *minutes);
	for (size_t s = 0; s < week->n; s++) {
		const uint16_t *early =
			&hours->before[hours->index[week->at[s].from] * stride];
		const uint16_t *late =
			&hours->before[hours->index[week->at[s].till] * stride];

		for (size_t j = first; j < stride; j += HOURS_STEP)
			add_difference(minutes + j, late + j, early + j);
	}
}

/* ---- stretches in common ---------------------------------------------- */

/* A week's stretches: its spans, where the last one goes on into the first of
 * the next week when both touch the week's end. */
static bool
stretch_at(const struct week_span_list *week, size_t s, int *from, int *till)
{
	const struct week_span *span = &week->at[s];
	bool round = week->n > 1 && week->at[0].from == 0 &&
		week->at[week->n - 1].till == WEEK_MINUTES;

	*from = span->from;
	*till = span->till;
	if (round && s == week->n - 1)
		*till += week->at[0].till;
	if (week->n == 1 && span->till - span->from == WEEK_MINUTES)
		*till += WEEK_MINUTES; /* always: once round at least */
	return !(round && s == 0);
}

/* What is done with a moment from which i is free for long enough. */
typedef void take_moment(const struct hours *hours, size_t moment, void *with);

static void
each_moment(const struct hours *hours, size_t from, int till, take_moment *take,
	void *with)
{
	for (size_t m = from; m < hours->moments && hours->moment[m] <= till;
		m++)
		take(hours, m, with);
}

static void
each_start(const struct hours *hours, size_t i, take_moment *take, void *with)
{
	const struct week_span_list *week = &hours->sheet->week[i];
	int from, till;

	if (hours->minutes > WEEK_MINUTES)
		return;
	for (size_t s = 0; s < week->n; s++) {
		if (!stretch_at(week, s, &from, &till))
			continue;
		till -= hours->minutes; /* the last start */
		if (till < from)
			continue;
		each_moment(hours, hours->index[from],
			MIN(till, WEEK_MINUTES - 1), take, with);
		each_moment(hours, 0, MIN(till - WEEK_MINUTES, from - 1), take,
			with);
	}
}

struct bit {
	uint64_t *free;
	size_t who;
};

static void
mark(const struct hours *hours, size_t moment, void *with)
{
	const struct bit *bit = with;

	bit->free[moment * hours->words + bit->who / 64] |= UINT64_C(1)
		<< (bit->who % 64);
}

struct hours *
hours_of_stretches(struct pool *pool, const struct sheet *sheet, int minutes)
{
	struct hours *hours = collect(pool, sheet, false);

	hours->minutes = MAX(minutes, 1);
	if (hours->words > TABLE_LIMIT / sizeof *hours->free /
				(WEEK_MINUTES + 1) &&
		hours->moments >
			TABLE_LIMIT / sizeof *hours->free / hours->words)
		return NULL;
	hours->free = pool_alloc(
		pool, hours->moments * hours->words * sizeof *hours->free);
	for (size_t i = 0; i < hours->n; i++)
		each_start(hours, i, mark, &(struct bit){ hours->free, i });
	return hours;
}

struct meeting {
	uint64_t *bits;
	size_t from;
};

static void
join(const struct hours *hours, size_t moment, void *with)
{
	const struct meeting *meeting = with;
	const uint64_t *row = &hours->free[moment * hours->words];

	for (size_t w = meeting->from; w < hours->words; w++)
		meeting->bits[w] |= row[w];
}

void
hours_meet(const struct hours *hours, size_t i, size_t from, uint64_t *bits)
{
	each_start(hours, i, join, &(struct meeting){ bits, from });
}
