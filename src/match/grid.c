/* All pairs, weighed once. */
#include "match/grid.h"

#include <glib.h>

#include "match/compat.h"
#include "match/pass.h"
#include "match/score.h"

#define SHOW_EVERY   256 /* rows between two signs of progress */
#define SHARE_OF_RUN 0.7 /* of the time is spent here */

static void
allow(struct grid *grid, size_t i, size_t j)
{
	grid->allowed[i * grid->words + j / 64] |= UINT64_C(1) << (j % 64);
	grid->allowed[j * grid->words + i / 64] |= UINT64_C(1) << (i % 64);
	grid->possible++;
}

/* What counts besides the score. */
static int64_t
besides(const struct sheet *sheet, size_t i, size_t j)
{
	int64_t weight = sheet->credit[i] + sheet->credit[j];

	if (pair_set_has(&sheet->kept, i, j))
		weight += CLAMP(sheet->input->keep_price, 0, WEIGHT_SCORE);
	if (pair_set_has(&sheet->history, i, j))
		weight -= WEIGHT_AGAIN;
	return weight;
}

int64_t
grid_score(
	const struct grid *grid, const struct sheet *sheet, size_t i, size_t j)
{
	int64_t score = grid_weight(grid, i, j);

	return sheet ? score - besides(sheet, i, j) : score;
}

static void
enter(struct grid *grid, const struct sheet *sheet, size_t i, size_t j,
	int64_t score, int64_t *best)
{
	allow(grid, i, j);
	grid->weight[j * (j - 1) / 2 + i] =
		(int32_t)(MIN(score, WEIGHT_SCORE) + besides(sheet, i, j));
	best[i] = MAX(best[i], score);
	best[j] = MAX(best[j], score);
}

/* Where a pair has a direction, the better one counts: asked pair by pair. */
static void
fill_row_of_mentors(
	struct grid *grid, const struct sheet *sheet, size_t i, int64_t *best)
{
	for (size_t j = i + 1; j < grid->n; j++)
		if (compat_stops(sheet, i, j) == COMPAT_FINE)
			enter(grid, sheet, i, j, score_pair(sheet, i, j), best);
}

/* What a row is made in. */
struct making {
	struct rows *rows;
	uint64_t *bits;
	int32_t *points;
};

static void
fill_row(struct grid *grid, const struct sheet *sheet,
	const struct making *making, size_t i, int64_t *best)
{
	size_t from = i + 1;

	rows_allow(making->rows, i, ROWS_EITHER, from, making->bits);
	rows_score(making->rows, i, ROWS_EITHER, from, making->points);
	for (size_t w = from / 64; w < grid->words; w++)
		for (uint64_t left = making->bits[w]; left; left &= left - 1) {
			size_t j = w * 64 + (size_t)__builtin_ctzll(left);

			if (j >= from)
				enter(grid, sheet, i, j, making->points[j],
					best);
		}
}

static void
show(const struct solve_input *input, size_t i, size_t n)
{
	size_t left = n - i;

	if (input->progress && i % SHOW_EVERY == 0)
		input->progress(SHARE_OF_RUN *
				(1 -
					(double)left * (double)left /
						((double)n * (double)n)),
			input->progress_arg);
}

static void
fill(struct grid *grid, const struct sheet *sheet, int64_t *best)
{
	POOL_AUTO scratch = pool_new();
	struct making making = {
		sheet_rows(sheet),
		pool_alloc(scratch, grid->words * sizeof *making.bits),
		pool_alloc(scratch, grid->n * sizeof *making.points),
	};

	for (size_t i = 0; i < grid->n; i++) {
		if (sheet->input->matching->form == MATCHING_MENTORS)
			fill_row_of_mentors(grid, sheet, i, best);
		else
			fill_row(grid, sheet, &making, i, best);
		show(sheet->input, i, grid->n);
	}
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
	fill(grid, sheet, best);
	for (size_t i = 0; i < n; i++)
		grid->bound += best[i];
	grid->bound /= 2;
	return grid;
}
