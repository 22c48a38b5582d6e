/* The graph by rows: the arcs of each vertex, by the number of the other end.
 *
 * Edges often come in order, and then filling the rows in one go leaves them
 * in order too; only rows that are not get sorted. Of several edges between
 * the same two the best stays, so that the order of edges never matters.
 */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/pairs_inner.h"

#define STEPS 16 /* first steps in the range of a vertex's weights */
#define SHORT 24 /* rows that insertion sorts best */

static bool
counts(const struct engine *engine, const struct edge *edge)
{
	return engine->aim == PAIRS_COVER || edge->weight > 0;
}

/* Doubled. For coverage low enough for n vertices and the largest weight
 * either way: one more pair, on a way of at most n / 2 new edges, is worth more
 * than the old ones and the new can differ by. */
static int64_t
floor_for(const struct engine *engine, int64_t most)
{
	return engine->aim == PAIRS_COVER ? -(engine->n * most + 1) : 0;
}

static bool
before(struct arc a, struct arc b)
{
	return a.to != b.to ? a.to < b.to : a.weight > b.weight;
}

static void
sift(struct arc *at, uint32_t n, uint32_t hole)
{
	struct arc arc = at[hole];

	for (uint32_t down; (down = 2 * hole + 1) < n; hole = down) {
		if (down + 1 < n && before(at[down], at[down + 1]))
			down++;
		if (!before(arc, at[down]))
			break;
		at[hole] = at[down];
	}
	at[hole] = arc;
}

static void
sort_long(struct arc *at, uint32_t n)
{
	for (uint32_t i = n / 2; i-- > 0;)
		sift(at, n, i);
	for (uint32_t i = n; i-- > 1;) {
		struct arc last = at[i];

		at[i] = at[0];
		at[0] = last;
		sift(at, i, 0);
	}
}

static void
sort_short(struct arc *at, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		struct arc arc = at[i];
		uint32_t hole = i;

		for (; hole && before(arc, at[hole - 1]); hole--)
			at[hole] = at[hole - 1];
		at[hole] = arc;
	}
}

/* In order already, and nobody twice? */
static bool
is_neat(const struct arc *at, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (at[i - 1].to >= at[i].to)
			return false;
	return true;
}

/* Sorted, and of several to the same the first, which is the best. */
static uint32_t
make_neat(struct arc *at, uint32_t n)
{
	uint32_t kept = 1;

	(n <= SHORT ? sort_short : sort_long)(at, n);
	for (uint32_t i = 1; i < n; i++)
		if (at[i].to != at[kept - 1].to)
			at[kept++] = at[i];
	return kept;
}

/* One look at each edge: arcs a vertex (in row), its largest weight (as its
 * value), the floor, and whether rows will be neat when filled as they come. */
static bool
survey(struct engine *engine, const struct graph *graph)
{
	struct vertex *vertices = engine->vertices;
	uint32_t *row = engine->row;
	struct edge last = { -1, -1, 0 };
	int64_t most = 0;
	bool neat = true;

	for (size_t i = 0; i < graph->edges.n; i++) {
		struct edge edge = graph->edges.at[i];

		if (!counts(engine, &edge))
			continue;
		row[edge.u]++;
		row[edge.v]++;
		vertices[edge.u].dual = MAX(vertices[edge.u].dual, edge.weight);
		vertices[edge.v].dual = MAX(vertices[edge.v].dual, edge.weight);
		most = MAX(most, ABS(edge.weight));
		neat = neat && edge.u < edge.v &&
			(edge.u > last.u ||
				(edge.u == last.u && edge.v > last.v));
		last = edge;
	}
	engine->floor = floor_for(engine, most);
	return neat;
}

static size_t
lay_out(struct engine *engine)
{
	size_t arcs = 0;

	for (int32_t v = 0; v <= engine->n; v++) {
		uint32_t count = engine->row[v];

		if (count == 0 && v < engine->n)
			engine->vertices[v].dual = engine->floor;
		engine->row[v] = (uint32_t)arcs;
		arcs += count;
	}
	return arcs;
}

static void
fill(struct engine *engine, const struct graph *graph)
{
	uint32_t *row = engine->row;

	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct edge *edge = &graph->edges.at[i];

		if (!counts(engine, edge))
			continue;
		engine->arcs[row[edge->u]++] =
			(struct arc){ edge->v, edge->weight };
		engine->arcs[row[edge->v]++] =
			(struct arc){ edge->u, edge->weight };
	}
	memmove(row + 1, row, (size_t)engine->n * sizeof *row);
	row[0] = 0;
}

static void
tidy(struct engine *engine)
{
	uint32_t *row = engine->row, at = 0, kept = 0;

	for (int32_t v = 0; v < engine->n; v++) {
		uint32_t n = row[v + 1] - at, left = n;
		struct arc *arcs = &engine->arcs[at];

		if (!is_neat(arcs, n))
			left = make_neat(arcs, n);
		if (kept != at)
			memmove(&engine->arcs[kept], arcs, left * sizeof *arcs);
		at += n;
		kept += left;
		row[v + 1] = kept;
	}
}

static int
by_size(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return a < b ? -1 : a > b;
}

static int64_t
range(const struct engine *engine, int32_t v)
{
	int32_t least = INT32_MAX, most = INT32_MIN;

	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++) {
		least = MIN(least, engine->arcs[i].weight);
		most = MAX(most, engine->arcs[i].weight);
	}
	return most < least ? 0 : (int64_t)most - least;
}

/* A small part of what weights differ by about a vertex; the median of some,
 * so that a few strange weights do not matter. */
static int64_t
first_step(const struct engine *engine)
{
	int64_t sample[511];
	size_t n = 0;
	int32_t every = engine->n / (int32_t)G_N_ELEMENTS(sample) + 1;

	for (int32_t v = 0; v < engine->n; v += every) {
		sample[n] = range(engine, v);
		n += sample[n] > 0;
	}
	if (!n)
		return 1;
	qsort(sample, n, sizeof *sample, by_size);
	return MAX(sample[n / 2] / STEPS, 1);
}

bool
pairs_rows(struct engine *engine, const struct graph *graph)
{
	size_t n = (size_t)engine->n;
	bool neat;

	engine->row = pairs_take(n + 1, sizeof *engine->row);
	if (!engine->row)
		return false;
	memset(engine->row, 0, (n + 1) * sizeof *engine->row);
	neat = survey(engine, graph);
	engine->arcs = pairs_take(lay_out(engine), sizeof *engine->arcs);
	if (!engine->arcs)
		return false;
	fill(engine, graph);
	if (!neat)
		tidy(engine);
	engine->step = first_step(engine);
	return true;
}
