/* match/pairs -- room match: the best pairs in one pool, exactly.
 *
 * Maximum weight matching in a general graph by the primal-dual method of
 * Edmonds (1965) with blossoms, in whole numbers, without recursion. How the
 * search is kept short stands in pairs.c.
 */
#ifndef MENTORD_MATCH_PAIRS_H
#define MENTORD_MATCH_PAIRS_H

#include "match/duals.h"
#include "match/graph.h"

enum pairs_aim {
	PAIRS_WEIGHT, /* the largest sum; an edge below 0 is never taken */
	PAIRS_COVER,  /* as many pairs as can be, then the largest sum */
};

/* How often the rare things happened, for tests to see that they did. */
struct pairs_events {
	int64_t searches, rounds, shrinks, expansions_even, expansions_odd,
		half_cycles, floors, openings;
	int32_t depth; /* of nesting, at most */
};

struct pairs {
	int32_t *mate; /* one a vertex; -1 alone */
	int64_t weight;
	int32_t count; /* pairs */
	struct duals duals;
	struct pairs_events events;
};

/* The result is in pool; working memory is taken apart from it and given back:
 * some 100 bytes a vertex and 20 an edge. Deterministic in the graph; the
 * order of edges does not matter. progress (NULL: none) is called with 0 to 1.
 * False, and nothing touched, when there is no memory (ERR_LATER). The caller
 * proves the result by match/proof.h before it is believed. */
bool pairs_solve(struct pool *pool, const struct graph *graph,
	enum pairs_aim aim, void (*progress)(double part, void *arg),
	void *progress_arg, struct pairs **result, struct err *err);

#endif
