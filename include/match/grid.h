/* match/grid -- room match: all pairs of the people, weighed.
 *
 * A triangle of weights and a square of bits (may the two be together).
 * Weight is the score, plus what both are credited for waiting, less a lot
 * for meeting again.
 */
#ifndef MENTORD_MATCH_GRID_H
#define MENTORD_MATCH_GRID_H

#include "match/sheet.h"

struct grid {
	size_t n, words;   /* words: 64-bit words in a row of bits */
	int32_t *weight;   /* i < j at j * (j - 1) / 2 + i */
	uint64_t *allowed; /* n rows of bits */
	int64_t possible;  /* pairs allowed */
	int64_t bound;     /* of the sum of scores of disjoint pairs */
};

/* In pool; asks input->progress to show how far it is. */
struct grid *grid_new(struct pool *pool, const struct sheet *sheet);

static inline int32_t
grid_weight(const struct grid *grid, size_t i, size_t j)
{
	return i < j ? grid->weight[j * (j - 1) / 2 + i]
		     : grid->weight[i * (i - 1) / 2 + j];
}

static inline bool
grid_allows(const struct grid *grid, size_t i, size_t j)
{
	return grid->allowed[i * grid->words + j / 64] >> (j % 64) & 1;
}

/* The score alone, of a pair that is allowed: without credits, and whether or
 * not the two have met. sheet: of the grid; NULL: it knows neither. */
int64_t grid_score(
	const struct grid *grid, const struct sheet *sheet, size_t i, size_t j);

#endif
