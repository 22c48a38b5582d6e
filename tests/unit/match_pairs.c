/* The pair engine beside the reference, its own proof, and itself.
 *
 * MATCH_GRAPHS=N tries N small graphs (a million by hand now and then),
 * MATCH_SEED=S others than the usual ones; QUICK tries a tenth. */
#include <stdlib.h>

#include "match/pairs_inner.h"
#include "match/proof.h"
#include "match_graphs.h"

static struct pairs_events total;

static uint64_t
number_from(const char *name, uint64_t otherwise)
{
	const char *text = g_getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

static uint64_t
rounds_of(uint64_t usual)
{
	return g_getenv("QUICK") ? MAX(usual / 10, 1) : usual;
}

static void
add_events(const struct pairs_events *events)
{
	total.searches += events->searches;
	total.rounds += events->rounds;
	total.shrinks += events->shrinks;
	total.expansions_even += events->expansions_even;
	total.expansions_odd += events->expansions_odd;
	total.half_cycles += events->half_cycles;
	total.floors += events->floors;
	total.openings += events->openings;
	total.depth = MAX(total.depth, events->depth);
}

/* Solved and proven; what is the matter otherwise stands in the output. */
static struct pairs *
solved(struct pool *pool, const struct graph *graph, enum pairs_aim aim)
{
	struct pairs *pairs = NULL;
	struct err err;
	const char *why = "";

	g_assert_true(pairs_solve(pool, graph, aim, NULL, NULL, &pairs, &err));
	pairs_proven(pool, graph, aim, pairs, &why);
	g_assert_cmpstr(why, ==, "");
	/* steps that stay small on the way to a far floor take forever */
	g_assert_cmpint(pairs->events.rounds, <, 1500);
	add_events(&pairs->events);
	return pairs;
}

static void
test_small(void)
{
	uint64_t seed = number_from("MATCH_SEED", 1) << 32;
	uint64_t graphs = number_from("MATCH_GRAPHS", rounds_of(100000));

	for (uint64_t i = 0; i < graphs; i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph =
			graph_random(pool, i % 50 ? 10 : 12, seed + i);

		for (int aim = PAIRS_WEIGHT; aim <= PAIRS_COVER; aim++) {
			struct pairs *pairs = solved(pool, graph, aim);
			struct graph_best best = graph_best(graph, aim);

			g_assert_cmpint(pairs->weight, ==, best.weight);
			if (aim == PAIRS_COVER)
				g_assert_cmpint(pairs->count, ==, best.count);
		}
		if (g_test_failed())
			g_error("graph %" G_GUINT64_FORMAT, i);
	}
}

/* All graphs on five vertices with weights 0 to 2, and no edge. */
static void
test_every(void)
{
	uint64_t step = g_getenv("QUICK") ? 97 : 7;

	for (uint64_t code = 0; code < 1 << 20; code += step) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_empty(pool, 5);
		int shift = 0;

		for (int32_t v = 0; v < 5; v++)
			for (int32_t u = 0; u < v; u++, shift += 2)
				if (code >> shift & 3)
					graph_add(pool, graph, u, v,
						(int32_t)(code >> shift & 3) -
							1);
		for (int aim = PAIRS_WEIGHT; aim <= PAIRS_COVER; aim++)
			g_assert_cmpint(solved(pool, graph, aim)->weight, ==,
				graph_best(graph, aim).weight);
	}
}

static void
test_families(void)
{
	uint64_t seed = number_from("MATCH_SEED", 1) << 32;

	for (uint64_t i = 0; i < rounds_of(40) * GRAPH_FAMILIES; i++) {
		POOL_AUTO pool = pool_new();
		enum graph_family family = i % GRAPH_FAMILIES;
		int32_t n = (int32_t)(lot_mix(seed + i) % 300);
		struct graph *graph = graph_of(pool, family, n, seed + i);
		struct pairs *weight = solved(pool, graph, PAIRS_WEIGHT);
		struct pairs *cover = solved(pool, graph, PAIRS_COVER);

		g_assert_cmpint(cover->weight, <=, weight->weight);
		g_assert_cmpint(cover->count, >=, weight->count);
		if (g_test_failed())
			g_error("%s n=%d seed %" G_GUINT64_FORMAT,
				graph_family_names[family], n, seed + i);
	}
}

/* Weights of all sizes, on graphs with many ways to go wrong. */
static void
test_mixed(void)
{
	uint64_t seed = number_from("MATCH_SEED", 1) << 32;

	for (uint64_t i = 0; i < rounds_of(3000); i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_random(pool, 40, ~(seed + i));

		solved(pool, graph, PAIRS_WEIGHT);
		solved(pool, graph, PAIRS_COVER);
	}
}

/* Larger, so that rounds and jumps come into it. */
static void
test_large(void)
{
	static const enum graph_family families[] = { GRAPH_SPARSE, GRAPH_TIES,
		GRAPH_CLIQUES, GRAPH_NESTED, GRAPH_ONION, GRAPH_HUBS,
		GRAPH_HEAVY, GRAPH_PARALLEL };

	for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_of(
			pool, families[i], (int32_t)rounds_of(5000), 7);

		solved(pool, graph, PAIRS_WEIGHT);
		solved(pool, graph, PAIRS_COVER);
	}
}

/* ---- the same in other words ------------------------------------------- */

static void
assert_same(const struct pairs *a, const struct pairs *b)
{
	size_t n = (size_t)a->duals.n;

	g_assert_cmpint(a->weight, ==, b->weight);
	g_assert_true(!memcmp(a->mate, b->mate, n * sizeof *a->mate));
	g_assert_true(
		!memcmp(a->duals.of, b->duals.of, n * sizeof *a->duals.of));
	g_assert_true(!memcmp(
		a->duals.home, b->duals.home, n * sizeof *a->duals.home));
	g_assert_true(!memcmp(&a->events, &b->events, sizeof a->events));
}

static void
test_order(void)
{
	for (uint64_t i = 0; i < rounds_of(20) * GRAPH_FAMILIES; i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_of(
			pool, i % GRAPH_FAMILIES, (int32_t)(i % 200), i);
		struct graph *other = graph_shuffled(pool, graph, i, NULL);

		for (int aim = PAIRS_WEIGHT; aim <= PAIRS_COVER; aim++)
			assert_same(solved(pool, graph, aim),
				solved(pool, other, aim));
	}
}

static void
test_names(void)
{
	int32_t name[200];

	for (uint64_t i = 0; i < rounds_of(20) * GRAPH_FAMILIES; i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_of(
			pool, i % GRAPH_FAMILIES, (int32_t)(i % 200), i);
		struct graph *other = graph_shuffled(pool, graph, i, name);

		other->n += 2; /* and nobody knows these two */
		for (int aim = PAIRS_WEIGHT; aim <= PAIRS_COVER; aim++) {
			struct pairs *pairs = solved(pool, graph, aim);
			struct pairs *same = solved(pool, other, aim);

			g_assert_cmpint(pairs->weight, ==, same->weight);
			if (aim == PAIRS_COVER)
				g_assert_cmpint(pairs->count, ==, same->count);
		}
	}
}

/* For coverage a constant on each weight changes nothing but the sum, and for
 * either aim an edge that was not chosen is not missed. */
static void
test_constant(void)
{
	for (uint64_t i = 0; i < rounds_of(2000); i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_of(
			pool, i % GRAPH_FAMILIES, 1 + (int32_t)(i % 60), i);
		struct pairs *before = solved(pool, graph, PAIRS_COVER);
		int32_t more = 1000 * (int32_t)(i % 2000) - 1000000;
		size_t kept = 0;

		for (size_t j = 0; j < graph->edges.n; j++)
			if (ABS(graph->edges.at[j].weight) > WEIGHT_LIMIT / 2)
				more = 0;
		for (size_t j = 0; j < graph->edges.n; j++) {
			struct edge edge = graph->edges.at[j];

			edge.weight += more;
			if (before->mate[edge.u] == edge.v || j % 3)
				graph->edges.at[kept++] = edge;
		}
		graph->edges.n = kept;
		struct pairs *after = solved(pool, graph, PAIRS_COVER);
		g_assert_cmpint(after->count, ==, before->count);
		g_assert_cmpint(after->weight, ==,
			before->weight + (int64_t)more * before->count);
	}
}

static void
test_slack(void)
{
	for (uint64_t i = 0; i < rounds_of(500); i++) {
		POOL_AUTO pool = pool_new();
		struct graph *graph = graph_of(
			pool, i % GRAPH_FAMILIES, 1 + (int32_t)(i % 100), i);
		struct pairs *pairs = solved(pool, graph, i & 1);
		int64_t tight = 0;

		for (size_t j = 0; j < graph->edges.n; j++) {
			struct edge edge = graph->edges.at[j];
			int64_t slack = duals_slack(
				&pairs->duals, edge.u, edge.v, edge.weight);

			g_assert_cmpint(slack, >=, 0);
			tight += slack == 0 && pairs->mate[edge.u] == edge.v;
		}
		g_assert_cmpint(tight, >=, pairs->count);
	}
}

/* ---- corners ----------------------------------------------------------- */

static void
test_few(void)
{
	POOL_AUTO pool = pool_new();

	for (int32_t n = 0; n <= 2; n++)
		for (int aim = PAIRS_WEIGHT; aim <= PAIRS_COVER; aim++) {
			struct graph *graph = graph_empty(pool, n);
			struct pairs *pairs = solved(pool, graph, aim);

			g_assert_cmpint(pairs->count, ==, 0);
			g_assert_cmpint(pairs->weight, ==, 0);
			if (n)
				g_assert_cmpint(pairs->mate[0], ==, -1);
		}
}

/* One pair of this weight: is it made? */
static int32_t
made(int32_t weight, enum pairs_aim aim)
{
	POOL_AUTO pool = pool_new();
	struct graph *graph = graph_empty(pool, 2);

	graph_add(pool, graph, 1, 0, weight);
	graph_add(pool, graph, 0, 1, MAX(weight - 5, -WEIGHT_LIMIT));
	return solved(pool, graph, aim)->count;
}

static void
test_one_pair(void)
{
	g_assert_cmpint(made(WEIGHT_LIMIT, PAIRS_WEIGHT), ==, 1);
	g_assert_cmpint(made(1, PAIRS_WEIGHT), ==, 1);
	g_assert_cmpint(made(-1, PAIRS_WEIGHT), ==, 0);
	g_assert_cmpint(made(-WEIGHT_LIMIT, PAIRS_WEIGHT), ==, 0);
	g_assert_cmpint(made(0, PAIRS_COVER), ==, 1);
	g_assert_cmpint(made(-1, PAIRS_COVER), ==, 1);
	g_assert_cmpint(made(-WEIGHT_LIMIT, PAIRS_COVER), ==, 1);
	g_assert_cmpint(made(WEIGHT_LIMIT, PAIRS_COVER), ==, 1);
}

/* A long path whose ends only count for coverage: the one way to pair all
 * costs as much as weights can. */
static void
test_path(void)
{
	POOL_AUTO pool = pool_new();
	struct graph *graph = graph_empty(pool, 3000);

	for (int32_t v = 0; v + 1 < graph->n; v++)
		graph_add(pool, graph, v, v + 1,
			v % 2 ? WEIGHT_LIMIT : -WEIGHT_LIMIT);
	g_assert_cmpint(solved(pool, graph, PAIRS_WEIGHT)->count, ==, 1499);
	g_assert_cmpint(solved(pool, graph, PAIRS_COVER)->count, ==, 1500);
}

static void
watch(double part, void *arg)
{
	double *last = arg;

	g_assert_cmpfloat(part, >=, *last);
	g_assert_cmpfloat(part, <=, 1);
	*last = part;
}

static void
test_progress(void)
{
	POOL_AUTO pool = pool_new();
	struct graph *graph = graph_of(pool, GRAPH_CLIQUES, 1000, 3);
	struct pairs *pairs;
	double last = 0;

	g_assert_true(pairs_solve(
		pool, graph, PAIRS_COVER, watch, &last, &pairs, NULL));
	g_assert_cmpfloat(last, ==, 1);
}

/* Each taking of memory fails once. */
static void
test_memory(void)
{
	POOL_AUTO pool = pool_new();
	struct graph *graph = graph_of(pool, GRAPH_DENSE, 301, 3);
	struct pairs untouched, *pairs = &untouched;
	struct err err = { ERR_NONE, "" };
	int k = 1;

	for (;; k++) {
		pairs_fail_at(k);
		bool worked = pairs_solve(
			pool, graph, PAIRS_COVER, NULL, NULL, &pairs, &err);
		pairs_fail_at(0);
		if (worked)
			break;
		g_assert_true(pairs == &untouched);
		g_assert_cmpint(err.kind, ==, ERR_LATER);
		g_assert_true(g_str_has_prefix(err.text, "no memory"));
		g_assert_cmpint(k, <, 100);
	}
	g_assert_cmpint(k, >, 10); /* also while it searches */
	assert_same(pairs, solved(pool, graph, PAIRS_COVER));
}

/* Runs last: nothing rare was left out by all of the above. */
static void
test_events(void)
{
	g_test_message("searches %" G_GINT64_FORMAT " rounds %" G_GINT64_FORMAT
		       " shrinks %" G_GINT64_FORMAT
		       " expansions %" G_GINT64_FORMAT " + %" G_GINT64_FORMAT
		       " half cycles %" G_GINT64_FORMAT
		       " floors %" G_GINT64_FORMAT " openings %" G_GINT64_FORMAT
		       " depth %d",
		total.searches, total.rounds, total.shrinks,
		total.expansions_even, total.expansions_odd, total.half_cycles,
		total.floors, total.openings, total.depth);
	g_assert_cmpint(total.shrinks, >, 1000);
	g_assert_cmpint(total.expansions_even, >, 100);
	g_assert_cmpint(total.expansions_odd, >, 100);
	g_assert_cmpint(total.half_cycles, >, 100);
	g_assert_cmpint(total.floors, >, 1000);
	g_assert_cmpint(total.openings, >, 100);
	g_assert_cmpint(total.depth, >, 4);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/pairs/few", test_few);
	g_test_add_func("/pairs/one-pair", test_one_pair);
	g_test_add_func("/pairs/small", test_small);
	g_test_add_func("/pairs/every", test_every);
	g_test_add_func("/pairs/mixed", test_mixed);
	g_test_add_func("/pairs/families", test_families);
	g_test_add_func("/pairs/large", test_large);
	g_test_add_func("/pairs/order", test_order);
	g_test_add_func("/pairs/names", test_names);
	g_test_add_func("/pairs/constant", test_constant);
	g_test_add_func("/pairs/slack", test_slack);
	g_test_add_func("/pairs/path", test_path);
	g_test_add_func("/pairs/progress", test_progress);
	g_test_add_func("/pairs/memory", test_memory);
	g_test_add_func("/pairs/events", test_events);
	return g_test_run();
}
