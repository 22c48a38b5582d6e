/* match/graph -- room match: people as vertices, possible pairs as edges.
 *
 * What the engines work on: whole numbers, no names. Vertices are places in a
 * sheet, which stand in the order of lots, so that an engine may prefer lower
 * numbers wherever it is free to choose.
 */
#ifndef MENTORD_MATCH_GRAPH_H
#define MENTORD_MATCH_GRAPH_H

#include <stdint.h>

#include "base/pool.h"

/* Of an edge: no larger and no smaller than this either way. */
#define WEIGHT_LIMIT (INT32_C(1) << 30)

struct edge {
	int32_t u, v; /* u != v; which is first does not matter */
	int32_t weight;
};
LIST_OF(edge_list, struct edge);

struct graph {
	int32_t n;              /* vertices 0 to n - 1 */
	struct edge_list edges; /* any order; at most 2^30; of several edges
				   between the same two the best counts */
};

#endif
