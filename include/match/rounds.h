/* match/rounds -- room match: everybody meets somebody else each time.
 *
 * Speed mentoring and random coffee. Nobody meets the same person twice while
 * the rules allow it, then as few times as possible; who rests, or is the
 * third, changes. When all may meet all, the circle method (Kirkman 1847)
 * gives n - 1 rounds without a repeat; otherwise each round is a matching of
 * its own whose weights remember who met whom and who rested.
 */
#ifndef MENTORD_MATCH_ROUNDS_H
#define MENTORD_MATCH_ROUNDS_H

#include "match/grid.h"

struct rounds_input {
	const struct sheet *sheet;
	const struct grid *grid;
	int rounds;         /* to be planned at once, 1 to 100 */
	const int32_t *met; /* how often, a triangle like grid->weight; NULL */
	const int32_t *rested; /* how often each rested so far; NULL */
	bool trio;             /* who would rest is a third, if rules allow */
	uint64_t seed;
};

struct round {
	int32_t *mate; /* one a person; -1: rests, or is the third */
	int32_t *host; /* the third: one of the pair joined; else -1 */
};

struct rounds {
	struct round *at;
	int n;
	int64_t repeats; /* meetings of two who had met before */
	int64_t rests;
	bool proven; /* each round has as many pairs as can be, and each
			round's repeats are the fewest given those before */
};

/* All in pool. False for memory, or when a proof failed (ERR_NEVER). */
bool rounds_plan(struct pool *pool, const struct rounds_input *input,
	struct rounds **result, struct err *err);

#endif
