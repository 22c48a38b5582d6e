/* match/capacity -- room match: two sides, each with room for several.
 *
 * Mentors take several mentees, mentees perhaps several mentors: the best
 * b-matching of a bipartite graph, exactly, by shortest augmenting paths with
 * prices (Jonker and Volgenant 1987, over slots that are never written out).
 * Each pair is taken once at most. A load price spreads the mentees: the k-th
 * one of a mentor costs (k - 1) times it, which keeps the problem exact.
 */
#ifndef MENTORD_MATCH_CAPACITY_H
#define MENTORD_MATCH_CAPACITY_H

#include "match/graph.h"
#include "match/pairs.h"

struct capacity_input {
	int32_t left, right;      /* how many there are: mentors, mentees */
	const int32_t *left_most; /* capacity of each, 0 or more */
	const int32_t *right_most;
	const int32_t *left_load; /* standing pairs that count for the price,
				     not for the capacity; NULL: none */
	struct edge_list edges;   /* u: left, v: right, each its own range */
	int64_t load_price;       /* 0 to WEIGHT_LIMIT */
	enum pairs_aim aim;
};

struct capacity {
	bool *chosen; /* one an edge */
	int32_t count;
	int64_t weight; /* of the chosen edges, less what the load costs */
	/* The proof, not doubled.
	 * right: the floor or more; more only for who is full.
	 * left: not below the load price of the last place taken, not above
	 * that of the next one while there is one.
	 * A chosen edge: weight >= left + right. It may be above where both
	 * have room for several: a pair cannot be taken twice.
	 * Any other: weight <= left + right; also edges that were not in the
	 * input, who fail that, are all that could raise the sum (pricing).
	 * The floor is 0, or for coverage below
	 *	-(fewer * (best - worst) + dearest)
	 * with the fewer of the two sides' people, the best weight (or 0), the
	 * worst (or 0), and the load price of the dearest place: no way of
	 * exchanges for one more pair can lose more than that. */
	int64_t floor, *left, *right;
};

/* As pairs_solve: the result is in pool, ERR_LATER without memory, the order of
 * edges does not matter, of several edges between two people the best counts.
 * ERR_NEVER when the figures are so large that sums would not fit (loads times
 * the load price times edges near 2^61). Working memory: some 60 bytes a
 * person, 8 an edge and 8 a place that can be taken. */
bool capacity_solve(struct pool *pool, const struct capacity_input *input,
	struct capacity **result, struct err *err);

/* As pairs_proven; independent of the solver, and false without memory. */
bool capacity_proven(struct pool *pool, const struct capacity_input *input,
	const struct capacity *capacity, const char **why);

/* As capacity_solve, and of each two edges that `twin` ties together (the
 * index of the other one, both ways; -1 none) at most one is chosen: people of
 * both roles, who may not be each other's mentor and mentee at once. Branch
 * and bound over the twins that collide, with prices on twins to make the
 * bound a good one (Held and Karp 1971), `most` solves at most. *bound is a
 * sum that nothing exceeds, and the weight itself when the result is the best.
 * For coverage that means: nothing has more pairs, or as many and more than
 * *bound; should more pairs not be ruled out, each is in *bound with less the
 * floor.
 *
 * The values prove the result the best one without some twins: those that are
 * worth more than the values of their two people. capacity_proven says so for
 * the input without these, and for the whole input when nothing collided. (Not
 * even that when `most` was too low to solve again what was left after a
 * collision.) Between results that are equally good the order of edges may
 * decide. Some 40 bytes an edge more than capacity_solve, and what
 * open branches need. */
bool capacity_solve_twins(struct pool *pool, const struct capacity_input *input,
	const int32_t *twin, int most, struct capacity **result, int64_t *bound,
	struct err *err);

#endif
