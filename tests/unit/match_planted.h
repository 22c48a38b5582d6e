/* Graphs grown around their solution: first blossoms, pairs and values, then
 * edges that these hold. So no engine is needed to know the answer. */
#ifndef TESTS_UNIT_MATCH_PLANTED_H
#define TESTS_UNIT_MATCH_PLANTED_H

#include "match/proof.h"

#include "match_graphs.h"

struct planted {
	struct pool *pool;
	struct graph *graph;
	struct pairs pairs;
	enum pairs_aim aim;
	struct graph_dice dice;
};

/* ---- growing a solution --------------------------------------------------- */

/* A vertex or a blossom, seen from outside. */
struct part {
	int32_t blossom; /* by when it was made; -1: a vertex */
	int32_t lonely;  /* the vertex whose mate is not within */
};
LIST_OF(part_list, struct part);

static void
join(struct planted *planted, int32_t u, int32_t v)
{
	planted->pairs.mate[u] = v;
	planted->pairs.mate[v] = u;
}

static struct part
draw(struct planted *planted, struct part_list *parts, size_t first)
{
	size_t i = first + graph_roll(&planted->dice, parts->n - first);
	struct part part = parts->at[i];

	parts->at[i] = parts->at[--parts->n];
	return part;
}

/* An odd number of parts becomes one. A chain takes the last one made in each
 * time, so that all are nested. */
static void
wrap(struct planted *planted, struct part_list *parts, bool chain)
{
	struct duals *duals = &planted->pairs.duals;
	size_t children = chain ? 3 : 3 + 2 * graph_roll(&planted->dice, 3);
	struct part base = { 0 }, other = { 0 };

	children = MIN(children, (parts->n - 1) / 2 * 2 + 1);
	for (size_t i = 0; i < children; i++) {
		struct part part = draw(
			planted, parts, chain && i == 0 ? parts->n - 1 : 0);

		if (part.blossom >= 0)
			duals->blossom[part.blossom].parent = duals->blossoms;
		else
			duals->home[part.lonely] = duals->blossoms;
		if (i == 0)
			base = part;
		else if (i % 2)
			other = part;
		else
			join(planted, part.lonely, other.lonely);
	}
	duals->blossom[duals->blossoms] = (struct blossom){ .parent = -1,
		.dual = chain ? 2
			      : 2 * (int64_t)graph_roll(&planted->dice, 10) };
	*LIST_ADD(planted->pool, parts) =
		(struct part){ duals->blossoms++, base.lonely };
}

/* They were made from the inside out, and are to stand the other way. */
static void
turn_blossoms(struct duals *duals)
{
	int32_t last = duals->blossoms - 1;

	for (int32_t b = 0; b < duals->n; b++)
		if (duals->home[b] >= 0)
			duals->home[b] = last - duals->home[b];
	for (int32_t b = 0; b <= last - b; b++) {
		struct blossom moved = duals->blossom[b];

		duals->blossom[b] = duals->blossom[last - b];
		duals->blossom[last - b] = moved;
	}
	for (int32_t b = 0; b <= last; b++)
		if (duals->blossom[b].parent >= 0)
			duals->blossom[b].parent =
				last - duals->blossom[b].parent;
	for (int32_t v = 0; v < duals->n; v++)
		if (duals->home[v] >= 0)
			duals->blossom[duals->home[v]].size++;
	for (int32_t b = last; b >= 0; b--)
		if (duals->blossom[b].parent >= 0)
			duals->blossom[duals->blossom[b].parent].size +=
				duals->blossom[b].size;
}

/* The worth of all blossoms around both, the slow way. */
static int64_t
worth(const struct duals *duals, int32_t u, int32_t v)
{
	int32_t a = duals->home[u], b = duals->home[v];
	int64_t sum = 0;

	while (a != b)
		if (a > b)
			a = duals->blossom[a].parent;
		else
			b = duals->blossom[b].parent;
	for (; a >= 0; a = duals->blossom[a].parent)
		sum += duals->blossom[a].dual;
	return sum;
}

static int64_t
value_between(struct planted *planted, int64_t from, int64_t till)
{
	return from +
		(int64_t)graph_roll(
			&planted->dice, (uint64_t)(till - from + 1));
}

/* Weights lie between 1 and `most`. */
static void
give_values(struct planted *planted, int32_t most)
{
	struct pairs *pairs = &planted->pairs;
	struct duals *duals = &pairs->duals;

	duals->floor = planted->aim == PAIRS_COVER
		? -(int64_t)(duals->n / 2) * most - 1
		: 0;
	for (int32_t v = 0; v < duals->n; v++) {
		int32_t mate = pairs->mate[v];

		if (mate < 0)
			duals->of[v] = duals->floor;
		if (mate < v)
			continue;
		int64_t worth_now = worth(duals, v, mate);
		int32_t weight = graph_between(
			&planted->dice, MIN(most, worth_now / 2 + 1), most);
		int64_t both = 2 * (int64_t)weight - worth_now;

		g_assert(both >= 2 * duals->floor);
		duals->of[v] = value_between(
			planted, duals->floor, both - duals->floor);
		duals->of[mate] = both - duals->of[v];
		graph_add(planted->pool, planted->graph, v, mate, weight);
		pairs->weight += weight;
		pairs->count++;
	}
}

/* Other edges, `loose` at least below what is allowed. */
static void
add_edges(struct planted *planted, int64_t edges, int64_t loose)
{
	const struct duals *duals = &planted->pairs.duals;
	int32_t highest = 0;

	for (size_t i = 0; i < planted->graph->edges.n; i++)
		highest = MAX(highest, planted->graph->edges.at[i].weight);
	for (int64_t i = 0; duals->n > 1 && i < edges; i++) {
		int32_t u = graph_between(&planted->dice, 0, duals->n - 1);
		int32_t v = graph_between(&planted->dice, 0, duals->n - 1);
		int64_t most = duals->of[u] + duals->of[v];

		if (u == v)
			continue;
		most = (most + worth(duals, u, v)) / 2 - loose;
		most = MIN(most, highest);
		if (graph_roll(&planted->dice, 3))
			most -= (int64_t)graph_roll(&planted->dice, 40);
		if (most > 0)
			graph_add(planted->pool, planted->graph, u, v,
				(int32_t)most);
	}
}

static struct planted
plant(struct pool *pool, enum pairs_aim aim, int32_t n, bool chain,
	uint64_t seed)
{
	struct planted planted = { .pool = pool,
		.aim = aim,
		.graph = graph_empty(pool, n),
		.dice = { seed, 0 } };
	struct duals *duals = &planted.pairs.duals;
	struct part_list parts = { 0 };

	planted.pairs.mate = pool_alloc(pool, sizeof(int32_t) * (size_t)n);
	duals->n = n;
	duals->of = pool_alloc(pool, sizeof *duals->of * (size_t)n);
	duals->home = pool_alloc(pool, sizeof *duals->home * (size_t)n);
	duals->blossom = pool_alloc(pool, sizeof *duals->blossom * (size_t)n);
	for (int32_t v = 0; v < n; v++) {
		planted.pairs.mate[v] = duals->home[v] = -1;
		*LIST_ADD(pool, &parts) = (struct part){ -1, v };
	}
	while (parts.n >= 3 && (chain || graph_roll(&planted.dice, 12)))
		wrap(&planted, &parts, chain);
	while (parts.n >= 2) {
		int32_t u = draw(&planted, &parts, 0).lonely;

		if (graph_roll(&planted.dice, 4))
			join(&planted, u, draw(&planted, &parts, 0).lonely);
	}
	turn_blossoms(duals);
	give_values(&planted, chain ? 2 * n : 500);
	return planted;
}

#endif
