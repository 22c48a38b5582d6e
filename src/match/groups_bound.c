/* What no cut can exceed. Any cut is a set of pairs in which nobody has more
 * than the others of their group. For any values u >= 0 of people, with d the
 * places beside each, such a set weighs at most
 *
 *	sum of d u, and what each pair is worth beyond the u of its two,
 *
 * by the duality of linear programs; the values are searched by subgradients
 * (Held, Wolfe and Crowder 1974). Where groups differ in size, the most places
 * go to those of the highest value.
 */
#include "match/cut.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define WORK   60000000 /* pairs looked at */
#define ROUNDS 200
#define FINER  64 /* steps of a point */

struct bounding {
	int32_t n;
	const int32_t *score; /* n * n; -1 may not be */
	int32_t *places;      /* beside each seat, most first */
	int64_t *value;       /* u, in steps */
	int32_t *slack;       /* places less pairs that are worth more */
	int64_t *sorted;
};

static int
largest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y) - (x > y);
}

/* The bound that the values prove, in steps; and where it leans. */
static int64_t
prove(struct bounding *bounding)
{
	int32_t n = bounding->n;
	int64_t sum = 0;

	memcpy(bounding->sorted, bounding->value,
		(size_t)n * sizeof *bounding->sorted);
	qsort(bounding->sorted, (size_t)n, sizeof *bounding->sorted,
		largest_first);
	for (int32_t i = 0; i < n; i++) {
		sum += bounding->sorted[i] * bounding->places[i];
		bounding->slack[i] = bounding->places[i];
	}
	for (int32_t j = 1; j < n; j++) {
		const int32_t *row = &bounding->score[(size_t)j * (size_t)n];
		int64_t mine = bounding->value[j];
		int32_t pairs = 0;

		for (int32_t i = 0; i < j; i++) {
			int64_t beyond = (int64_t)row[i] * FINER - mine -
				bounding->value[i];

			if (row[i] <= 0 || beyond <= 0)
				continue;
			sum += beyond;
			bounding->slack[i]--;
			pairs++;
		}
		bounding->slack[j] -= pairs;
	}
	return sum;
}

static int
most_first(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x < y) - (x > y);
}

/* At first half of the last partner whom one would have at best: that is as
 * good as half of everyone's best. */
static void
begin_values(struct bounding *bounding)
{
	size_t n = (size_t)bounding->n;
	int32_t *row = g_new(int32_t, n);

	for (size_t i = 0; i < n; i++) {
		memcpy(row, &bounding->score[i * n], n * sizeof *row);
		qsort(row, n, sizeof *row, most_first);
		int32_t last = MAX(bounding->places[0], 1) - 1;
		bounding->value[i] =
			(int64_t)MAX(row[MIN((size_t)last, n - 1)], 0) * FINER /
			2;
	}
	g_free(row);
}

static int64_t
search(struct bounding *bounding, int64_t high)
{
	int64_t pairs = (int64_t)bounding->n * bounding->n / 2 + 1;
	int rounds = (int)CLAMP(WORK / pairs, 4, ROUNDS);
	int64_t best = INT64_MAX;

	begin_values(bounding);
	for (int r = 0; r < rounds; r++) {
		int64_t step =
			high * FINER / 16 * (rounds - r) / rounds / (r / 8 + 1);

		best = MIN(best, prove(bounding));
		for (int32_t i = 0; i < bounding->n; i++)
			bounding->value[i] = MAX(bounding->value[i] -
					MAX(step, 1) *
						CLAMP(bounding->slack[i], -4,
							4) /
						4,
				0);
	}
	return (best + FINER - 1) / FINER;
}

/* Places beside each seat of the groups as they are; on the bench is nobody. */
static void
find_places(const struct cut *cut, int32_t *places)
{
	int32_t at = 0;

	for (int32_t t = 0; t < cut->teams; t++)
		for (int32_t m = 0; m < cut->team[t].n; m++)
			places[at++] = cut->team[t].n - 1;
	qsort(places, (size_t)cut->n, sizeof *places, most_first);
}

int64_t
cut_bound(const struct cut *cut)
{
	POOL_AUTO scratch = pool_new();
	size_t n = (size_t)cut->n;
	int32_t *score = pool_alloc(scratch, n * n * sizeof *score);
	struct bounding bounding = { .n = cut->n, .score = score };

	for (size_t j = 0; j < n; j++)
		for (size_t i = 0; i < n; i++)
			score[j * n + i] =
				i != j && grid_allows(cut->input->grid, i, j)
				? (int32_t)MIN(grid_score(cut->input->grid,
						       cut->input->sheet, i, j),
					  INT32_MAX)
				: -1;
	bounding.places = pool_alloc(scratch, n * sizeof *bounding.places);
	bounding.value = pool_alloc(scratch, n * sizeof *bounding.value);
	bounding.slack = pool_alloc(scratch, n * sizeof *bounding.slack);
	bounding.sorted = pool_alloc(scratch, n * sizeof *bounding.sorted);
	find_places(cut, bounding.places);
	return n > 1 ? search(&bounding, cut->high) : 0;
}
