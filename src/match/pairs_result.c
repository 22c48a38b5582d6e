/* What the engine found, for those who asked: blossoms are opened from the
 * outermost in, so that pairs come down to vertices, and those with a value
 * are written down on the way, so that a parent stands before what it holds.
 */
#include <glib.h>

#include "match/pairs_inner.h"

/* Until the whole is opened, a node's parent is the place in duals of the
 * blossom around it. */
static int32_t
write_blossom(struct engine *engine, struct duals *duals, int32_t node)
{
	const struct bud *bud = bud_of(engine, node);
	int32_t parent = engine->nodes[node].parent;

	if (bud->dual == 0)
		return parent;
	duals->blossom[duals->blossoms] =
		(struct blossom){ parent, bud->size, bud->dual };
	return duals->blossoms++;
}

/* Opens all in a node, with a stack for those still to open. */
static void
open_all(struct engine *engine, struct duals *duals, int32_t outermost)
{
	int32_t n = 1, *stack = engine->stack;

	stack[0] = outermost;
	while (n) {
		int32_t blossom = stack[--n], place;
		int32_t first = bud_of(engine, blossom)->child, node = first;

		place = write_blossom(engine, duals, blossom);
		pairs_open(engine, blossom);
		engine->touched_n = 0;
		do {
			engine->nodes[node].parent = place;
			if (is_blossom(engine, node))
				stack[n++] = node;
			node = engine->nodes[node].next;
		} while (node != first);
	}
}

static int32_t
deepest(const struct engine *engine, const struct duals *duals)
{
	int32_t *depth = engine->stack, most = 0;

	for (int32_t i = 0; i < duals->blossoms; i++) {
		int32_t parent = duals->blossom[i].parent;

		depth[i] = parent < 0 ? 1 : depth[parent] + 1;
		most = MAX(most, depth[i]);
	}
	return most;
}

static int32_t
weight_of(const struct engine *engine, int32_t v, int32_t mate)
{
	uint32_t low = engine->row[v], high = engine->row[v + 1];

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (engine->arcs[middle].to <= mate)
			low = middle;
		else
			high = middle;
	}
	return engine->arcs[low].weight;
}

static void
write_pairs(const struct engine *engine, struct pairs *pairs)
{
	for (int32_t v = 0; v < engine->n; v++) {
		int32_t mate = engine->nodes[v].mate;

		pairs->mate[v] = mate;
		if (mate > v) {
			pairs->weight += weight_of(engine, v, mate);
			pairs->count++;
		}
		pairs->duals.of[v] = value_of(engine, v);
		pairs->duals.home[v] = engine->nodes[v].parent;
	}
}

struct pairs *
pairs_result(struct engine *engine, struct pool *pool)
{
	struct pairs *pairs = POOL_NEW(pool, struct pairs);
	struct duals *duals = &pairs->duals;
	struct pairs_events events = engine->events;
	size_t n = (size_t)engine->n;

	duals->n = engine->n;
	duals->floor = engine->floor;
	duals->of = pool_alloc(pool, n * sizeof *duals->of);
	duals->home = pool_alloc(pool, n * sizeof *duals->home);
	pairs->mate = pool_alloc(pool, n * sizeof *pairs->mate);
	duals->blossom = pool_alloc(
		pool, (size_t)engine->used_buds * sizeof *duals->blossom);
	for (int32_t v = 0; v < engine->n; v++)
		if (is_blossom(engine, node_of(engine, v)))
			open_all(engine, duals, node_of(engine, v));
	pairs->events = events;
	pairs->events.depth = deepest(engine, duals);
	write_pairs(engine, pairs);
	return pairs;
}
