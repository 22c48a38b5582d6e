/* The worst pair as good as it can be, without a person less for it.
 *
 * Three steps, each an exact matching with its proof: how many pairs there can
 * be, and how few who meet again; then the best score below which no pair has
 * to be (the bottleneck, by halving over the scores that there are); then the
 * largest sum over the pairs that are left. */
#include <glib.h>
#include <stdlib.h>

#include "match/plan.h"
#include "match/sides.h"
#include "match/trio.h"

/* An edge with the score it stands for. */
struct scored {
	int32_t score;
	struct edge edge;
};

/* What so many of the edges reach: pairs, less as few of them as must meet
 * again, and people left over when trios are made. */
struct reach {
	int32_t pairs, lonely;
	int64_t again;
};

LIST_OF(end_list, size_t);

struct search {
	struct plan *plan;
	struct pool *pool;
	struct scored *all; /* best score first */
	size_t n;
	struct end_list ends;   /* behind the last edge of each score */
	struct edge_list edges; /* of one step */
	bool (*look)(struct search *search, struct reach *out);
	struct reach goal;
	bool failed;
};

static int
best_score_first(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->edge.u != y->edge.u)
		return x->edge.u < y->edge.u ? -1 : 1;
	return (x->edge.v > y->edge.v) - (x->edge.v < y->edge.v);
}

static void
collect(struct search *search, const struct edge_list *edges,
	int32_t (*measure)(const struct plan *, const struct edge *))
{
	size_t n = edges->n;

	search->n = n;
	search->all = pool_alloc(search->pool, n * sizeof *search->all);
	search->edges.at =
		pool_alloc(search->pool, n * sizeof *search->edges.at);
	search->edges.cap = n;
	for (size_t e = 0; e < n; e++)
		search->all[e] =
			(struct scored){ measure(search->plan, &edges->at[e]),
				edges->at[e] };
	if (n)
		qsort(search->all, n, sizeof *search->all, best_score_first);
	for (size_t e = 0; e < n; e++)
		if (e + 1 == n ||
			search->all[e].score != search->all[e + 1].score)
			*LIST_ADD(search->pool, &search->ends) = e + 1;
}

static void
first_edges(struct search *search, size_t n)
{
	for (size_t e = 0; e < n; e++)
		search->edges.at[e] = search->all[e].edge;
	search->edges.n = n;
}

static bool
enough(struct search *search, size_t n)
{
	struct reach found = { 0 };

	first_edges(search, n);
	if (!search->look(search, &found)) {
		search->failed = true;
		return false;
	}
	return found.pairs >= search->goal.pairs &&
		found.again >= search->goal.again &&
		found.lonely <= search->goal.lonely;
}

/* The fewest edges that are enough: all those of the best scores. False
 * without a proof. search->edges holds them then. */
static bool
bottleneck(struct search *search)
{
	size_t low = 0, high = search->ends.n - 1; /* high is enough */

	first_edges(search, search->n);
	if (!search->look(search, &search->goal))
		return false;
	while (low < high && !search->failed) {
		size_t middle = low + (high - low) / 2;

		if (enough(search, search->ends.at[middle]))
			high = middle;
		else
			low = middle + 1;
	}
	first_edges(search, search->ends.at[high]);
	return !search->failed;
}

/* ---- one pool ---------------------------------------------------------- */

static int32_t
short_score(int64_t score)
{
	return (int32_t)CLAMP(score, INT32_MIN, INT32_MAX - 1);
}

/* Who is pinned is no measure for the others. */
static int32_t
pair_measure(const struct plan *plan, const struct edge *edge)
{
	if (pair_set_has(
		    &plan->sheet->pinned, (size_t)edge->u, (size_t)edge->v))
		return INT32_MAX;
	return short_score(plan_edge_score(plan, edge));
}

/* Only meeting again has a price. */
static void
weigh_repeats(const struct sheet *sheet, struct edge *edge, size_t i, size_t j)
{
	edge->weight = pair_set_has(&sheet->history, i, j) &&
			!pair_set_has(&sheet->pinned, i, j)
		? -1
		: 0;
}

static bool
look_at_pairs(struct search *search, struct reach *out)
{
	POOL_AUTO scratch = pool_new();
	struct plan *plan = search->plan;
	struct graph graph = { (int32_t)plan->sheet->n, search->edges };

	for (size_t e = 0; e < graph.edges.n; e++)
		weigh_repeats(plan->sheet, &graph.edges.at[e],
			(size_t)graph.edges.at[e].u,
			(size_t)graph.edges.at[e].v);
	struct pairs *pairs = solve_proven(plan, scratch, &graph, PAIRS_COVER);
	if (!pairs)
		return false;
	*out = (struct reach){ pairs->count, graph.n - 2 * pairs->count,
		pairs->weight };
	if (!out->lonely || plan->input.matching->odd != ODD_TRIO)
		return true;
	struct trios *trios =
		solve_trios(plan, scratch, &graph, PAIRS_COVER, pairs);
	if (trios)
		out->lonely = trios->lonely;
	return trios != NULL;
}

bool
solve_fair_pairs(struct plan *plan)
{
	POOL_AUTO scratch = pool_new();
	struct search search = {
		.plan = plan, .pool = scratch, .look = look_at_pairs
	};

	/* of many, the lists get what it takes to place everybody */
	if (!plan->whole || !plan->graph->edges.n)
		if (!solve_best_pairs(plan) || !plan->graph->edges.n)
			return plan->pairs != NULL;
	collect(&search, &plan->graph->edges, pair_measure);
	if (!bottleneck(&search))
		return false;
	plan->within = POOL_NEW(plan->pool, struct graph);
	plan->within->n = plan->graph->n;
	for (size_t e = 0; e < search.edges.n; e++)
		*LIST_ADD(plan->pool, &plan->within->edges) =
			search.edges.at[e];
	plan->pairs = solve_proven(plan, plan->pool, plan->within, PAIRS_COVER);
	plan->proof = plan->whole ? RUN_OPTIMAL : RUN_BOUNDED;
	return plan->pairs != NULL;
}

/* ---- two sides --------------------------------------------------------- */

static int32_t
side_measure(const struct plan *plan, const struct edge *edge)
{
	return short_score(sides_edge_score(plan->sides, edge));
}

/* How even the load is comes after the worst pair. */
static bool
look_at_sides(struct search *search, struct reach *out)
{
	POOL_AUTO scratch = pool_new();
	const struct sides *sides = search->plan->sides;
	struct capacity_input input = sides->input;
	int64_t bound;

	input.edges = search->edges;
	input.load_price = 0;
	for (size_t e = 0; e < input.edges.n; e++) {
		struct edge *edge = &input.edges.at[e];

		weigh_repeats(sides->sheet, edge, sides->left[edge->u],
			sides->right[edge->v]);
	}
	int32_t *twin = sides_twins(sides, scratch, &input.edges);
	struct capacity *best =
		solve_sides(search->plan, scratch, &input, twin, &bound);
	if (best)
		*out = (struct reach){ best->count, 0, best->weight };
	return best != NULL;
}

/* The choice within the best edges, as flags of all; both stand by their
 * ends. */
static bool *
among_all(struct plan *plan, const struct edge_list *within, const bool *chosen)
{
	const struct edge_list *all = &plan->sides->input.edges;
	bool *flags = pool_alloc(plan->pool, all->n * sizeof *flags);
	size_t w = 0;

	for (size_t e = 0; e < all->n && w < within->n; e++)
		if (all->at[e].u == within->at[w].u &&
			all->at[e].v == within->at[w].v)
			flags[e] = chosen[w++];
	return flags;
}

bool
solve_fair_sides(struct plan *plan)
{
	POOL_AUTO scratch = pool_new();
	struct sides *sides = plan->sides;
	struct search search = {
		.plan = plan, .pool = scratch, .look = look_at_sides
	};
	int64_t bound;

	if (!sides->whole && !solve_priced_sides(plan))
		return false;
	struct capacity_input within = sides->input;
	if (within.edges.n) {
		collect(&search, &sides->input.edges, side_measure);
		if (!bottleneck(&search))
			return false;
		within.edges = search.edges;
	}
	int32_t *twin = sides_twins(sides, scratch, &within.edges);
	struct capacity *best =
		solve_sides(plan, scratch, &within, twin, &bound);
	if (!best)
		return false;
	sides->twin = sides_twins(sides, plan->pool, &sides->input.edges);
	plan->chosen = among_all(plan, &within.edges, best->chosen);
	plan->best = NULL;
	plan->proof = sides->whole && bound == best->weight ? RUN_OPTIMAL
							    : RUN_BOUNDED;
	return true;
}
