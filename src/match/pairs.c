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
 * Two kinds of search are run, in rounds (pairs_rounds.c): paths between single
 * vertices (pairs_start.c), which leave little to do, and then trees with
 * blossoms (pairs_tree.c).
 */
#include "match/pairs.h"

#include <glib.h>
#include <string.h>

#include "match/pairs_inner.h"

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
		engine->vertices[v] = (struct vertex){
			.dual = INT64_MIN, .set = v, .label = LABEL_FREE
		};
		engine->sets[v] = (struct set){ .node = v };
		engine->nodes[v] =
			(struct node){ .parent = -1, .own = v, .mate = -1 };
	}
}

static bool
solve(struct engine *engine, const struct graph *graph, pairs_progress_fn *show,
	void *arg)
{
	if (!take_all(engine))
		return false;
	prepare(engine);
	if (!pairs_rows(engine, graph))
		return false;
	pairs_greedy(engine);
	pairs_rounds(engine, pairs_path, &(struct watch){ show, arg, 0, 0.5 });
	pairs_break_halves(engine);
	pairs_rounds(
		engine, pairs_tree, &(struct watch){ show, arg, 0.5, 0.5 });
	return !engine->no_memory;
}

bool
pairs_solve(struct pool *pool, const struct graph *graph, enum pairs_aim aim,
	void (*progress)(double part, void *arg), void *progress_arg,
	struct pairs **result, struct err *err)
{
	struct engine engine = { .n = graph->n, .aim = aim };
	bool solved = solve(&engine, graph, progress, progress_arg);

	if (solved)
		*result = pairs_result(&engine, pool);
	give_back(&engine);
	return solved ||
		err_set(err, ERR_LATER,
			"no memory to match %d people by %zu possible pairs",
			(int)graph->n, graph->edges.n);
}
