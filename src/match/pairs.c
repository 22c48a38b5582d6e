/* The pair engine: phases and rounds.
 *
 * Edmonds' linear program is solved from both sides: values for vertices and
 * odd sets that cover each edge, and pairs along edges that are just covered.
 * A search from a lonely vertex changes values until it can be paired, or may
 * stay alone at the floor; no value ever falls below it. For the largest sum
 * the floor is 0. For the most pairs it is so low that leaving two alone costs
 * more than any weights could make up for: the same as a constant on each edge,
 * but weights stay small.
 *
 * A search that may go on for as long as it likes ends up with a tree that
 * holds most of the graph, in blossoms nested thousands deep. So searches go in
 * rounds. In each every lonely vertex may lower its own value by a small step
 * only, which is enough for most to meet a neighbour; what they did to the
 * values stays, and the next round goes on from there. Steps grow when a round
 * brings nearly nothing, and then shrink again.
 */
#include "match/pairs.h"

#include <glib.h>
#include <string.h>

#include "match/pairs_inner.h"

struct watch {
	void (*progress)(double part, void *arg);
	void *arg;
	double from, part; /* of the whole, that the phase may show */
};

uint32_t
pairs_stamp(struct engine *engine)
{
	if (++engine->stamp == 0) {
		for (int32_t v = 0; v < engine->n; v++)
			engine->sets[v].mark = engine->sets[v].seen = 0;
		engine->stamp = 1;
	}
	return engine->stamp;
}

static bool
take_all(struct engine *engine)
{
	size_t n = (size_t)engine->n, buds = n / 2;

	engine->vertices = pairs_take(n, sizeof *engine->vertices);
	engine->sets = pairs_take(n, sizeof *engine->sets);
	engine->nodes = pairs_take(n + buds, sizeof *engine->nodes);
	engine->buds = pairs_take(buds, sizeof *engine->buds);
	engine->touched = pairs_take(n + buds, sizeof *engine->touched);
	engine->roots = pairs_take(n, sizeof *engine->roots);
	engine->stack = pairs_take(n, sizeof *engine->stack);
	return engine->vertices && engine->sets && engine->nodes &&
		engine->buds && engine->touched && engine->roots &&
		engine->stack;
}

static void
give_back(struct engine *engine)
{
	g_free(engine->row);
	g_free(engine->arcs);
	g_free(engine->vertices);
	g_free(engine->sets);
	g_free(engine->nodes);
	g_free(engine->buds);
	g_free(engine->touched);
	g_free(engine->roots);
	g_free(engine->stack);
	g_free(engine->heap.at);
}

static void
prepare(struct engine *engine)
{
	engine->free_bud = -1;
	for (int32_t v = 0; v < engine->n; v++) {
		engine->vertices[v] = (struct vertex){ 0, v, v };
		engine->sets[v] = (struct set){ .node = v };
		engine->nodes[v] =
			(struct node){ .parent = -1, .own = v, .mate = -1 };
	}
}

/* Doubled, and low enough for n vertices and the largest weight either way:
 * one more pair on a way of at most n / 2 new edges is worth more than the
 * old ones and the new differ by. */
static int64_t
cover_floor(const struct graph *graph)
{
	int64_t most = 0;

	for (size_t i = 0; i < graph->edges.n; i++) {
		int64_t weight = graph->edges.at[i].weight;

		most = MAX(most, ABS(weight));
	}
	return -(graph->n * most + 1);
}

/* Alone and above the floor; only then there is something to do. */
static bool
is_open(const struct engine *engine, int32_t v)
{
	const struct node *node = &engine->nodes[node_of(engine, v)];

	return node->mate < 0 && node->own == v &&
		value_of(engine, v) > engine->floor;
}

static int32_t
find_roots(struct engine *engine)
{
	int32_t n = 0;

	for (int32_t v = 0; v < engine->n; v++)
		if (!engine->sets[v].half && is_open(engine, v))
			engine->roots[n++] = v;
	return n;
}

typedef bool search_fn(struct engine *engine, int32_t root, int64_t limit);

/* One round; how many roots are left. *gap: how far the first of them has to
 * go at least until anything happens. */
static int32_t
round_of(struct engine *engine, search_fn *search, int32_t n, int64_t limit,
	int64_t *gap)
{
	int32_t left = 0;

	*gap = FAR;
	for (int32_t i = 0; i < n && !engine->no_memory; i++) {
		int32_t root = engine->roots[i];

		if (!is_open(engine, root) || search(engine, root, limit))
			continue;
		*gap = MIN(*gap, engine->beyond - limit);
		engine->roots[left++] = root;
	}
	engine->events.rounds++;
	return left;
}

static void
show(const struct watch *watch, int32_t left, int32_t all)
{
	if (watch->progress)
		watch->progress(
			watch->from + watch->part * (1 - (double)left / all),
			watch->arg);
}

static void
rounds(struct engine *engine, search_fn *search, const struct watch *watch)
{
	int32_t all = find_roots(engine), n = all;
	int64_t step = engine->step, gap = 0;
	int poor = 0;

	while (n && !engine->no_memory) {
		int32_t before = n;

		n = round_of(engine, search, n, MAX(step, gap), &gap);
		if ((before - n) * INT64_C(50) >= before) {
			poor = 0;
			step = MAX(step / 2, engine->step);
		} else if (++poor >= 2 && step < FAR / 4) {
			poor = 0;
			step *= 2;
		}
		show(watch, n, all);
	}
}

static bool
solve(struct engine *engine, const struct graph *graph, struct watch *watch)
{
	engine->floor = engine->aim == PAIRS_COVER ? cover_floor(graph) : 0;
	if (!pairs_rows(engine, graph) || !take_all(engine))
		return false;
	prepare(engine);
	pairs_greedy(engine);
	watch->from = 0;
	watch->part = 0.5;
	rounds(engine, pairs_path, watch);
	pairs_break_halves(engine);
	watch->from = 0.5;
	if (!engine->no_memory)
		rounds(engine, pairs_tree, watch);
	return !engine->no_memory;
}

bool
pairs_solve(struct pool *pool, const struct graph *graph, enum pairs_aim aim,
	void (*progress)(double part, void *arg), void *progress_arg,
	struct pairs **result, struct err *err)
{
	struct engine engine = { .n = graph->n, .aim = aim };
	struct watch watch = { progress, progress_arg, 0, 0 };
	bool solved = solve(&engine, graph, &watch);

	if (solved)
		*result = pairs_result(&engine, pool);
	give_back(&engine);
	return solved ||
		err_set(err, ERR_LATER,
			"no memory to match %d people by %zu possible pairs",
			(int)graph->n, graph->edges.n);
}
