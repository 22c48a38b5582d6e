/* match/pairs -- room match: the best pairs in one pool, exactly.
 *
 * Maximum weight matching in a general graph by the primal-dual method of
 * Edmonds (1965) with blossoms, in whole numbers, without recursion. The start
 * by halves follows Cook and Rohe (Computing minimum-weight perfect matchings,
 * 1999); single trees with a queue of events are as in Galil (Efficient
 * algorithms for finding maximum matching in graphs, 1986). How searches are
 * kept short stands in pairs_rounds.c.
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
	int64_t searches, rounds;
	int64_t shrinks;         /* rings that became a blossom */
	int64_t expansions_even; /* inner blossoms opened, come to at a member
				    that goes with the outside or with the one
				    before it in the ring */
	int64_t expansions_odd;  /* with the one after it */
	int64_t half_cycles;     /* rings of halves broken by a path */
	int64_t floors;          /* searches that ended there */
	int64_t openings;        /* of blossoms without a value */
	int32_t depth;           /* of nesting, in the end */
};

struct pairs {
	int32_t *mate; /* one a vertex; -1 alone */
	int64_t weight;
	int32_t count; /* pairs */
	struct duals duals;
	struct pairs_events events;
};

/* The result is in pool; working memory is taken apart from it and given back:
 * some 120 bytes a vertex, 16 an edge, and 16 for each event that waits within
 * one search (two an edge at most, usually few). Deterministic in the graph;
 * the order of edges does not matter. progress (NULL: none) is called with 0 to
 * 1, never less than before. False, and nothing touched, when there is no
 * memory (ERR_LATER). The caller proves the result by match/proof.h before it
 * is believed.
 *
 * One search is O(m log(n)), and there are as many as there are lonely vertices
 * in all rounds: O(n m log(n)) and a factor for the rounds, which the number of
 * binary digits of n times the largest weight bounds; in practice nearly
 * linear. */
bool pairs_solve(struct pool *pool, const struct graph *graph,
	enum pairs_aim aim, void (*progress)(double part, void *arg),
	void *progress_arg, struct pairs **result, struct err *err);

#endif
