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
	/* The proof, not doubled. right >= floor, and more only when full.
	 * left >= the load price of the last place taken, <= that of the next
	 * one when there is one. A chosen edge: weight >= left + right; any
	 * other: weight <= left + right. */
	int64_t floor, *left, *right;
};

/* As pairs_solve. Working memory: some 60 bytes a person and 12 an edge. */
bool capacity_solve(struct pool *pool, const struct capacity_input *input,
	struct capacity **result, struct err *err);

/* As pairs_proven; independent of the solver. */
bool capacity_proven(struct pool *pool, const struct capacity_input *input,
	const struct capacity *capacity, const char **why);

/* What the sum loses at least when that edge is forced in (or, for a chosen
 * one, out); 0 or more. */
int64_t capacity_slack(const struct capacity_input *input,
	const struct capacity *capacity, size_t edge);

/* As capacity_solve, and of each two edges that `twin` ties together (the
 * index of the other one; -1 none) at most one is chosen: people of both
 * roles, who may not be each other's mentor and mentee at once. Branch and
 * bound over the twins that collide, `most` solves at most; *bound is a sum
 * that nothing exceeds (and the weight itself when the result is the best);
 * the duals belong to the last relaxation and prove the result only when
 * *bound equals its weight. */
bool capacity_solve_twins(struct pool *pool, const struct capacity_input *input,
	const int32_t *twin, int most, struct capacity **result, int64_t *bound,
	struct err *err);

#endif
