/* All pairs, weighed once. */
#include "match/grid.h"

#include <glib.h>

#include "match/compat.h"
#include "match/score.h"

#define SCORE_LIMIT  (1 << 24) /* of one pair */
#define AGAIN_COSTS  (1 << 29) /* more than pairs can gain elsewhere */
#define SHOW_EVERY   256       /* rows between two signs of progress */
#define SHARE_OF_RUN 0.7       /* of the time is spent here */

static void
allow(struct grid *grid, size_t i, size_t j)
{
	grid->allowed[i * grid->words + j / 64] |= UINT64_C(1) << (j % 64);
	grid->allowed[j * grid->words + i / 64] |= UINT64_C(1) << (i % 64);
	grid->possible++;
}

static int32_t
weigh(const struct sheet *sheet, size_t i, size_t j, int64_t score)
{
	int64_t weight =
		MIN(score, SCORE_LIMIT) + sheet->credit[i] + sheet->credit[j];

	if (pair_set_has(&sheet->history, i, j))
		weight -= AGAIN_COSTS;
	return (int32_t)weight;
}

int64_t
grid_score(const struct grid *grid, const struct sheet *sheet, size_t i,
	size_t j)
{
	int64_t score = grid_weight(grid, i, j);

	if (!sheet)
		return score;
	if (pair_set_has(&sheet->history, i, j))
		score += AGAIN_COSTS;
	return score - sheet->credit[i] - sheet->credit[j];
}

/* The pairs of j with all before it; best: of each one's scores so far. */
static void
fill_row(struct grid *grid, const struct sheet *sheet, size_t j, int64_t *best)
{
	int32_t *row = &grid->weight[j * (j - 1) / 2];

	for (size_t i = 0; i < j; i++) {
		if (compat_stops(sheet, i, j) != COMPAT_FINE)
			continue;
		int64_t score = score_pair(sheet, i, j);
		allow(grid, i, j);
		row[i] = weigh(sheet, i, j, score);
		best[i] = MAX(best[i], score);
		best[j] = MAX(best[j], score);
	}
}

static void
show(const struct solve_input *input, size_t j, size_t n)
{
	if (input->progress && j % SHOW_EVERY == 0)
		input->progress(
			SHARE_OF_RUN * (double)(j * j) / (double)(n * n),
			input->progress_arg);
}

struct grid *
grid_new(struct pool *pool, const struct sheet *sheet)
{
	struct grid *grid = POOL_NEW(pool, struct grid);
	size_t n = sheet->n;
	int64_t *best = pool_alloc(pool, n * sizeof *best);

	g_assert(n < INT32_MAX / 2); /* squares fit size_t */
	grid->n = n;
	grid->words = (n + 63) / 64;
	grid->weight = pool_alloc(
		pool, (n > 1 ? n * (n - 1) / 2 : 0) * sizeof *grid->weight);
	grid->allowed =
		pool_alloc(pool, n * grid->words * sizeof *grid->allowed);
	for (size_t j = 1; j < n; j++) {
		fill_row(grid, sheet, j, best);
		show(sheet->input, j, n);
	}
	for (size_t i = 0; i < n; i++)
		grid->bound += best[i];
	grid->bound /= 2;
	return grid;
}
