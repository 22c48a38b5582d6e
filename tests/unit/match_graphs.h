/* Graphs on which engines are tested: families grown from a seed, and the
 * reference for small ones, which tries every subset of the vertices. */
#ifndef TESTS_UNIT_MATCH_GRAPHS_H
#define TESTS_UNIT_MATCH_GRAPHS_H

#include <glib.h>
#include <string.h>

#include "match/lot.h"
#include "match/pairs.h"

#define GRAPH_UNUSED __attribute__((unused))

/* ---- dice ------------------------------------------------------------ */

struct graph_dice {
	uint64_t seed, thrown;
};

/* 0 to sides - 1. */
static inline uint64_t
graph_roll(struct graph_dice *dice, uint64_t sides)
{
	return lot_mix(lot_mix(dice->seed) + dice->thrown++) % sides;
}

static inline int32_t
graph_between(struct graph_dice *dice, int64_t from, int64_t till)
{
	return (int32_t)(from +
		(int64_t)graph_roll(dice, (uint64_t)(till - from + 1)));
}

/* ---- weights --------------------------------------------------------- */

/* What weights a graph has; ties make blossoms meet, large numbers overflow,
 * and those below 0 belong into a result only for coverage. */
struct graph_range {
	int32_t from, till;
};

GRAPH_UNUSED static const struct graph_range graph_ranges[] = { { 1, 1 },
	{ 0, 1 }, { 1, 3 }, { 1, 10 }, { 1, 1000 }, { -3, 3 }, { -1000, 1000 },
	{ -10, -1 }, { -5, 0 }, { 999, 1000 }, { 1, WEIGHT_LIMIT },
	{ WEIGHT_LIMIT - 2, WEIGHT_LIMIT }, { -WEIGHT_LIMIT, WEIGHT_LIMIT },
	{ -WEIGHT_LIMIT, -WEIGHT_LIMIT + 9 } };

static inline void
graph_add(struct pool *pool, struct graph *graph, int32_t u, int32_t v,
	int32_t weight)
{
	if (u == v || u < 0 || v < 0 || u >= graph->n || v >= graph->n)
		return;
	*LIST_ADD(pool, &graph->edges) = (struct edge){ u, v, weight };
}

static inline struct graph *
graph_empty(struct pool *pool, int32_t n)
{
	struct graph *graph = POOL_NEW(pool, struct graph);

	graph->n = n;
	return graph;
}

/* ---- one random graph of any kind -------------------------------------- */

/* Up to `most` vertices, any density from none to complete, weights of any of
 * the ranges, now and then several edges between the same two, in any order
 * and direction. */
GRAPH_UNUSED static struct graph *
graph_random(struct pool *pool, int32_t most, uint64_t seed)
{
	struct graph_dice dice = { seed, 0 };
	struct graph *graph =
		graph_empty(pool, (int32_t)graph_roll(&dice, most + 1u));
	uint64_t dense = 1 + graph_roll(&dice, 10);
	uint64_t twice = graph_roll(&dice, 4) ? 0 : 3;
	struct graph_range range =
		graph_ranges[graph_roll(&dice, G_N_ELEMENTS(graph_ranges))];

	for (int32_t u = 0; u < graph->n; u++)
		for (int32_t v = 0; v < u; v++) {
			if (graph_roll(&dice, 10) >= dense)
				continue;
			bool turn = graph_roll(&dice, 2);

			do
				graph_add(pool, graph, turn ? u : v,
					turn ? v : u,
					graph_between(
						&dice, range.from, range.till));
			while (twice && !graph_roll(&dice, twice));
		}
	for (size_t i = graph->edges.n; i > 1; i--) {
		size_t j = graph_roll(&dice, i);
		struct edge moved = graph->edges.at[i - 1];

		graph->edges.at[i - 1] = graph->edges.at[j];
		graph->edges.at[j] = moved;
	}
	return graph;
}

/* ---- families ---------------------------------------------------------- */

enum graph_family {
	GRAPH_SPARSE,    /* about three edges a vertex */
	GRAPH_TREE,      /* no cycles at all */
	GRAPH_DENSE,     /* complete */
	GRAPH_TIES,      /* weights 1 to 3 */
	GRAPH_PATH,      /* weights rise along a path */
	GRAPH_RINGS,     /* odd cycles, tied by weak edges */
	GRAPH_TRIANGLES, /* a chain of them: every vertex in a blossom */
	GRAPH_CLIQUES,   /* odd cliques, heavy within */
	GRAPH_NESTED,    /* threes of threes of threes: deep blossoms */
	GRAPH_ONION,     /* odd ears around a triangle, each one lighter */
	GRAPH_HUBS,      /* most stay alone */
	GRAPH_STAIR,     /* weights c - i * j: long ways */
	GRAPH_NEAR,      /* points on a square, near ones joined */
	GRAPH_HEAVY,     /* weights over all magnitudes */
	GRAPH_OUTLIER,   /* near, and one huge weight */
	GRAPH_BELOW,     /* weights on both sides of 0 */
	GRAPH_PARALLEL,  /* few neighbours, several edges to each */
	GRAPH_ISLANDS,   /* small components */
};
#define GRAPH_FAMILIES (GRAPH_ISLANDS + 1)

GRAPH_UNUSED static const char *const graph_family_names[GRAPH_FAMILIES] = {
	"sparse", "tree", "dense", "ties", "path", "rings", "triangles",
	"cliques", "nested", "onion", "hubs", "stair", "near", "heavy",
	"outlier", "below", "parallel", "islands"
};

static inline void
grow_sparse(struct pool *pool, struct graph *graph, struct graph_dice *dice,
	int64_t edges, struct graph_range range)
{
	for (int64_t i = 0; graph->n > 1 && i < edges; i++)
		graph_add(pool, graph, graph_between(dice, 0, graph->n - 1),
			graph_between(dice, 0, graph->n - 1),
			graph_between(dice, range.from, range.till));
}

static inline void
grow_tree(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t v = 1; v < graph->n; v++)
		graph_add(pool, graph, v, graph_between(dice, 0, v - 1),
			graph_between(dice, 1, 1000));
}

static inline void
grow_dense(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t v = 1; v < graph->n; v++)
		for (int32_t u = 0; u < v; u++)
			graph_add(pool, graph, u, v,
				graph_between(dice, 1, 1000));
}

static inline void
grow_path(struct pool *pool, struct graph *graph)
{
	for (int32_t v = 1; v < graph->n; v++)
		graph_add(pool, graph, v - 1, v, v);
}

static inline void
grow_rings(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t from = 0; from < graph->n;) {
		int32_t size = 3 + 2 * graph_between(dice, 0, 4);

		for (int32_t i = 0; i < size; i++)
			graph_add(pool, graph, from + i, from + (i + 1) % size,
				graph_between(dice, 500, 1000));
		from += size;
		graph_add(pool, graph, from, graph_between(dice, 0, from - 1),
			graph_between(dice, 1, 600));
	}
	grow_sparse(pool, graph, dice, graph->n / 2,
		(struct graph_range){ 1, 600 });
}

static inline void
grow_triangles(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t v = 0; v < graph->n; v += 3) {
		for (int32_t i = 0; i < 3; i++)
			graph_add(pool, graph, v + i, v + (i + 1) % 3, 10);
		graph_add(
			pool, graph, v + 2, v + 3, graph_between(dice, 9, 10));
	}
}

static inline void
grow_cliques(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	int32_t size = 3 + 2 * graph_between(dice, 0, 4);

	for (int32_t v = 0; v < graph->n; v++) {
		for (int32_t u = v / size * size; u < v; u++)
			graph_add(pool, graph, u, v,
				graph_between(dice, 700, 1000));
		graph_add(pool, graph, v, graph_between(dice, 0, graph->n - 1),
			graph_between(dice, 1, 300));
	}
}

/* On each level a few edges between each two of three blocks, lighter than
 * all those within. */
static inline void
grow_nested(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	int32_t base = 1000;

	for (int32_t block = 1; block < graph->n; block *= 3, base -= 100)
		for (int32_t from = 0; from < graph->n; from += 3 * block)
			for (int i = 0; i < 3 * (block > 1 ? 3 : 1); i++)
				graph_add(pool, graph,
					from + i % 3 * block +
						graph_between(
							dice, 0, block - 1),
					from + (i + 1) % 3 * block +
						graph_between(
							dice, 0, block - 1),
					base - graph_between(dice, 0, 60));
}

static inline void
grow_onion(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	int32_t weight = 4 * graph->n + 100;

	for (int32_t i = 0; i < 3; i++)
		graph_add(pool, graph, i, (i + 1) % 3, weight);
	for (int32_t v = 3; v + 1 < graph->n; v += 2) {
		weight -= graph_between(dice, 1, 7);
		graph_add(pool, graph, v, v + 1, weight);
		graph_add(
			pool, graph, v, graph_between(dice, 0, v - 1), weight);
		graph_add(pool, graph, v + 1, graph_between(dice, 0, v - 1),
			weight - graph_between(dice, 0, 2));
	}
}

static inline void
grow_hubs(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	int32_t hubs = graph->n / 5;

	for (int32_t v = hubs; hubs && v < graph->n; v++)
		for (int i = 0; i < 4; i++)
			graph_add(pool, graph, v,
				graph_between(dice, 0, hubs - 1),
				graph_between(dice, 1, 1000));
}

static inline void
grow_stair(struct pool *pool, struct graph *graph)
{
	int32_t half = graph->n / 2, most = half * half + 1;

	for (int32_t i = 0; i < half; i++)
		for (int32_t j = 0; j < half; j++)
			graph_add(pool, graph, i, half + j,
				most - (i + 1) * (j + 1) + half);
}

static inline void
grow_near(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	int32_t *at = pool_alloc(pool, 2 * sizeof *at * (size_t)graph->n);
	int32_t reach = 1000;

	while (reach > 8 &&
		(int64_t)reach * reach * graph->n > INT64_C(12) * 1000 * 1000)
		reach -= reach / 8;
	for (int32_t v = 0; v < graph->n; v++) {
		at[2 * v] = graph_between(dice, 0, 1000);
		at[2 * v + 1] = graph_between(dice, 0, 1000);
		for (int32_t u = 0; u < v; u++) {
			int32_t far = ABS(at[2 * u] - at[2 * v]) +
				ABS(at[2 * u + 1] - at[2 * v + 1]);
			if (far < reach)
				graph_add(pool, graph, u, v,
					1 + (reach - far) * 3);
		}
	}
}

static inline void
grow_heavy(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int64_t i = 0; i < INT64_C(4) * graph->n; i++)
		grow_sparse(pool, graph, dice, 1,
			(struct graph_range){
				1, INT32_C(1) << graph_roll(dice, 31) });
}

static inline void
grow_parallel(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t v = 1; v < graph->n; v++)
		for (int i = 0; i < 6; i++)
			graph_add(pool, graph, v,
				v - 1 - graph_between(dice, 0, MIN(v - 1, 2)),
				graph_between(dice, -5, 20));
}

static inline void
grow_islands(struct pool *pool, struct graph *graph, struct graph_dice *dice)
{
	for (int32_t v = 1; v < graph->n; v++)
		for (int32_t u = v / 7 * 7; u < v; u++)
			if (graph_roll(dice, 2))
				graph_add(pool, graph, u, v,
					graph_between(dice, 1, 30));
}

static inline void
graph_grow(struct pool *pool, struct graph *graph, enum graph_family family,
	struct graph_dice *dice)
{
	int64_t three = INT64_C(3) * graph->n;

	switch (family) {
	case GRAPH_SPARSE:
		grow_sparse(pool, graph, dice, three,
			(struct graph_range){ 1, 1000 });
		break;
	case GRAPH_TREE:
		grow_tree(pool, graph, dice);
		break;
	case GRAPH_DENSE:
		grow_dense(pool, graph, dice);
		break;
	case GRAPH_TIES:
		grow_sparse(
			pool, graph, dice, three, (struct graph_range){ 1, 3 });
		break;
	case GRAPH_PATH:
		grow_path(pool, graph);
		break;
	case GRAPH_RINGS:
		grow_rings(pool, graph, dice);
		break;
	case GRAPH_TRIANGLES:
		grow_triangles(pool, graph, dice);
		break;
	case GRAPH_CLIQUES:
		grow_cliques(pool, graph, dice);
		break;
	case GRAPH_NESTED:
		grow_nested(pool, graph, dice);
		break;
	case GRAPH_ONION:
		grow_onion(pool, graph, dice);
		break;
	case GRAPH_HUBS:
		grow_hubs(pool, graph, dice);
		break;
	case GRAPH_STAIR:
		grow_stair(pool, graph);
		break;
	case GRAPH_OUTLIER:
	case GRAPH_NEAR:
		grow_near(pool, graph, dice);
		if (family == GRAPH_OUTLIER && graph->edges.n)
			graph->edges.at[graph->edges.n / 2].weight = 1000000000;
		break;
	case GRAPH_HEAVY:
		grow_heavy(pool, graph, dice);
		break;
	case GRAPH_BELOW:
		grow_sparse(pool, graph, dice, three,
			(struct graph_range){ -1000, 1000 });
		break;
	case GRAPH_PARALLEL:
		grow_parallel(pool, graph, dice);
		break;
	case GRAPH_ISLANDS:
		grow_islands(pool, graph, dice);
		break;
	}
}

/* n vertices of that family; the same seed, the same graph. For n of some
 * thousands, DENSE, STAIR and NEAR for some hundreds. */
GRAPH_UNUSED static struct graph *
graph_of(struct pool *pool, enum graph_family family, int32_t n, uint64_t seed)
{
	struct graph_dice dice = { seed + ((uint64_t)family << 32), 0 };
	struct graph *graph = graph_empty(pool, n);

	graph_grow(pool, graph, family, &dice);
	return graph;
}

/* The same graph with its vertices renamed (name[old] is the new one, when
 * name is not NULL) and its edges in another order and direction. */
GRAPH_UNUSED static struct graph *
graph_shuffled(struct pool *pool, const struct graph *graph, uint64_t seed,
	int32_t *name)
{
	struct graph_dice dice = { seed, 0 };
	struct graph *other = graph_empty(pool, graph->n);

	for (int32_t v = 0; name && v < graph->n; v++)
		name[v] = v;
	for (int32_t v = 0; name && v < graph->n; v++) {
		int32_t w = graph_between(&dice, 0, v), moved = name[w];

		name[w] = name[v];
		name[v] = moved;
	}
	for (size_t i = 0; i < graph->edges.n; i++) {
		struct edge edge = graph->edges.at[i];
		int32_t u = name ? name[edge.u] : edge.u;
		int32_t v = name ? name[edge.v] : edge.v;
		size_t j = graph_roll(&dice, i + 1);
		bool turn = graph_roll(&dice, 2);

		graph_add(pool, other, 0, 1, 0);
		other->edges.at[i] = other->edges.at[j];
		other->edges.at[j] = (struct edge){ turn ? v : u, turn ? u : v,
			edge.weight };
	}
	return other;
}

/* ---- the reference ----------------------------------------------------- */

#define GRAPH_BEST_MOST 12

struct graph_best {
	int32_t count; /* pairs; of PAIRS_WEIGHT: one of several answers */
	int64_t weight;
};

/* The best of all matchings, by trying what the lowest vertex of each subset
 * may do. At most GRAPH_BEST_MOST vertices. */
GRAPH_UNUSED static struct graph_best
graph_best(const struct graph *graph, enum pairs_aim aim)
{
	static struct graph_best best[1 << GRAPH_BEST_MOST];
	int64_t weight[GRAPH_BEST_MOST][GRAPH_BEST_MOST];
	int32_t n = graph->n;

	g_assert(n <= GRAPH_BEST_MOST);
	for (int32_t i = 0; i < n; i++)
		for (int32_t j = 0; j < n; j++)
			weight[i][j] = INT64_MIN;
	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct edge *e = &graph->edges.at[i];

		weight[e->u][e->v] = MAX(weight[e->u][e->v], e->weight);
		weight[e->v][e->u] = weight[e->u][e->v] =
			MAX(weight[e->v][e->u], weight[e->u][e->v]);
	}
	best[0] = (struct graph_best){ 0, 0 };
	for (uint32_t set = 1; set < UINT32_C(1) << n; set++) {
		int32_t low = __builtin_ctz(set);
		uint32_t rest = set & (set - 1);

		best[set] = best[rest];
		for (int32_t v = low + 1; v < n; v++) {
			if (!(rest >> v & 1) || weight[low][v] == INT64_MIN)
				continue;
			struct graph_best with = best[rest & ~(1u << v)];

			with.count++;
			with.weight += weight[low][v];
			bool more = aim == PAIRS_COVER &&
				with.count > best[set].count;
			bool as_many = aim == PAIRS_WEIGHT ||
				with.count == best[set].count;
			if (more || (as_many && with.weight > best[set].weight))
				best[set] = with;
		}
	}
	return best[(UINT32_C(1) << n) - 1];
}

#endif
