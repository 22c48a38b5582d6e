/* Any bytes as a graph: what the engine finds is proven, the same in any order
 * of the edges and, where all can be tried, the best. */
#include "../unit/match_graphs.h"
#include "match/proof.h"
#include "octets.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* kind: how wide a weight is. */
static int32_t
next_weight(struct reader *reader, uint32_t kind)
{
	int32_t weight;

	switch (kind % 4) {
	case 0:
		return (int8_t)next(reader, 1);
	case 1:
		return (int32_t)next(reader, 1) % 4;
	case 2:
		return (int16_t)next(reader, 2);
	default:
		weight = (int32_t)next(reader, 4);
		return CLAMP(weight, -WEIGHT_LIMIT, WEIGHT_LIMIT);
	}
}

static struct graph *
read_graph(struct pool *pool, struct reader *reader, uint32_t kind)
{
	int32_t n = (int32_t)next(reader, 1);
	struct graph *graph = graph_empty(pool, n);

	while (n && reader->at < reader->end) {
		int32_t u = (int32_t)next(reader, 1) % n;
		int32_t v = (int32_t)next(reader, 1) % n;

		graph_add(pool, graph, u, v, next_weight(reader, kind));
	}
	return graph;
}

static struct pairs *
solve(struct pool *pool, const struct graph *graph, enum pairs_aim aim)
{
	struct pairs *pairs;
	struct err err;
	const char *why = "";

	g_assert(pairs_solve(pool, graph, aim, NULL, NULL, &pairs, &err));
	if (!pairs_proven(pool, graph, aim, pairs, &why))
		g_error("%s", why);
	return pairs;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	struct reader reader = { bytes, bytes + size };
	uint32_t kind = next(&reader, 1);
	enum pairs_aim aim = kind / 4 % 2 ? PAIRS_COVER : PAIRS_WEIGHT;
	struct graph *graph = read_graph(pool, &reader, kind);
	struct pairs *pairs = solve(pool, graph, aim);
	struct pairs *again =
		solve(pool, graph_shuffled(pool, graph, size, NULL), aim);

	for (int32_t v = 0; v < graph->n; v++)
		g_assert_cmpint(pairs->mate[v], ==, again->mate[v]);
	if (graph->n <= GRAPH_BEST_MOST) {
		struct graph_best best = graph_best(graph, aim);

		g_assert_cmpint(pairs->weight, ==, best.weight);
		g_assert(aim == PAIRS_WEIGHT || pairs->count == best.count);
	}
	return 0;
}
