/* match/stable -- room match: nobody has a reason to trade.
 *
 * A matching is stable when no two people would both rather have each other
 * than (one of) whom they got: no blocking pair. Two sides: deferred
 * acceptance (Gale and Shapley 1962; with capacities, Roth 1984), always
 * possible, and best for the side that proposes. One pool: Irving (An
 * efficient algorithm for the stable roommates problem, 1985), which tells
 * when there is none.
 */
#ifndef MENTORD_MATCH_STABLE_H
#define MENTORD_MATCH_STABLE_H

#include "match/graph.h"

/* What one person would like: others, best first. Whoever is not in the list
 * of either is out of the question. Oneself, a stranger, and somebody named
 * before count as not named. All here is linear in the lists together. */
struct preference {
	const int32_t *at;
	int32_t n;
};

/* (*chosen)[i]: the partners of the i-th proposer, then those of the takers, as
 * indexes of the other side, ascending, in pool. Nobody gets more than the most
 * of theirs. No proposer could get better ones in any stable matching. False
 * only for memory (ERR_LATER). */
struct partners {
	int32_t *at;
	int32_t n;
};
bool stable_admit(struct pool *pool, int32_t proposers, int32_t takers,
	const struct preference *wish, const struct preference *favour,
	const int32_t *wish_most, const int32_t *favour_most,
	struct partners **chosen, struct err *err);

/* *mate (one a person, -1 alone) in pool, or NULL when no stable matching
 * exists. Strict preferences; incomplete lists are fine. False for memory. */
bool stable_roommates(struct pool *pool, int32_t n,
	const struct preference *wish, int32_t **mate, struct err *err);

/* How many pairs would both rather have each other: whoever has room would have
 * anybody named, and anybody named rather than somebody who is not. -1 without
 * memory. */
int64_t stable_blocking(struct pool *pool, int32_t n,
	const struct preference *wish, const int32_t *mate);
int64_t stable_blocking_sides(struct pool *pool, int32_t proposers,
	int32_t takers, const struct preference *wish,
	const struct preference *favour, const int32_t *wish_most,
	const int32_t *favour_most, const struct partners *chosen);

#endif
