/* match/exchange -- room match: better pairs, and never fewer.
 *
 * A first pairing best-first, and exchanges along alternating cycles and
 * paths of up to six pairs (as in Lin and Kernighan: a sequence is followed
 * only while it has gained so far) until none is left that helps.
 */
#ifndef MENTORD_MATCH_EXCHANGE_H
#define MENTORD_MATCH_EXCHANGE_H

#include "match/grid.h"

/* For each person the best partners that are allowed, best first. */
struct candidates {
	size_t most; /* per person */
	int32_t *at; /* n * most; -1 ends a shorter list */
};

struct candidates *candidates_new(struct pool *pool, const struct grid *grid);

/* Pair up the lonely, best pair first. */
void exchange_start(struct pairing *pairing, const struct candidates *best);

/* Raise the weight; the number of pairs stays. seed: for the shaking that
 * follows when nothing helps any more. */
void exchange_improve(
	struct pairing *pairing, const struct candidates *best, uint64_t seed);

#endif
