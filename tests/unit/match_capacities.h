/* Mentors and mentees with capacities, by chance, and the reference for a few
 * of them, which tries every choice of the edges. */
#ifndef TESTS_UNIT_MATCH_CAPACITIES_H
#define TESTS_UNIT_MATCH_CAPACITIES_H

#include "match/capacity.h"
#include "match_graphs.h"

/* ---- instances ----------------------------------------------------------- */

struct instance {
	struct pool *pool;
	struct graph_dice dice;
	struct capacity_input input;
	int32_t *left_most, *right_most, *left_load, *twin;
};

static inline int32_t *
figures(struct instance *instance, int32_t n, int32_t most)
{
	int32_t *at = pool_alloc(instance->pool, (size_t)n * sizeof *at);

	for (int32_t i = 0; i < n; i++)
		at[i] = graph_between(&instance->dice, 0, most);
	return at;
}

static inline struct instance
people(struct pool *pool, uint64_t seed, int32_t left, int32_t right,
	int32_t most)
{
	struct instance instance = { .pool = pool, .dice = { seed, 0 } };
	struct graph_dice *dice = &instance.dice;
	struct capacity_input *input = &instance.input;

	input->left = left;
	input->right = right;
	input->left_most = instance.left_most = figures(&instance, left, most);
	input->right_most = instance.right_most =
		figures(&instance, right, graph_roll(dice, 3) ? 1 : most);
	if (graph_roll(dice, 2))
		input->left_load = instance.left_load =
			figures(&instance, left, 3);
	input->aim = graph_roll(dice, 2) ? PAIRS_COVER : PAIRS_WEIGHT;
	return instance;
}

static inline void
add_edge(struct instance *instance, int32_t u, int32_t v, int32_t weight)
{
	*LIST_ADD(instance->pool, &instance->input.edges) =
		(struct edge){ u, v, weight };
}

static inline void
add_edges(struct instance *instance, size_t n)
{
	struct graph_dice *dice = &instance->dice;
	const struct graph_range *range =
		&graph_ranges[graph_roll(dice, G_N_ELEMENTS(graph_ranges))];
	struct capacity_input *input = &instance->input;

	for (size_t i = 0; i < n && input->left && input->right; i++)
		add_edge(instance, graph_between(dice, 0, input->left - 1),
			graph_between(dice, 0, input->right - 1),
			graph_between(dice, range->from, range->till));
	if (graph_roll(dice, 2))
		input->load_price = graph_between(dice, 0,
			MAX(1, MIN(range->till, WEIGHT_LIMIT / 2)) / 2 + 1);
}

/* Ties some edges two by two. */
static inline void
add_twins(struct instance *instance)
{
	size_t n = instance->input.edges.n;

	instance->twin = pool_alloc(instance->pool, n * sizeof(int32_t));
	for (size_t i = 0; i < n; i++)
		instance->twin[i] = -1;
	for (size_t i = 0; i + 1 < n; i++) {
		size_t j = i + 1 + graph_roll(&instance->dice, n - i - 1);

		if (instance->twin[i] >= 0 || instance->twin[j] >= 0 ||
			!graph_roll(&instance->dice, 3))
			continue;
		instance->twin[i] = (int32_t)j;
		instance->twin[j] = (int32_t)i;
	}
}

/* ---- brute force --------------------------------------------------------- */

struct tried {
	const struct instance *instance;
	int32_t left_has[8], right_has[8];
	bool chosen[24];
	int32_t count;
	int64_t weight;
	bool found;
	int32_t best_count;
	int64_t best_weight;
};

static inline void
keep_best(struct tried *tried)
{
	int64_t more = tried->instance->input.aim == PAIRS_COVER
		? tried->count - tried->best_count
		: 0;

	if (tried->found &&
		(more < 0 ||
			(more == 0 && tried->weight <= tried->best_weight)))
		return;
	tried->found = true;
	tried->best_count = tried->count;
	tried->best_weight = tried->weight;
}

static inline bool
may_choose(const struct tried *tried, size_t edge)
{
	const struct capacity_input *input = &tried->instance->input;
	const struct edge *e = &input->edges.at[edge];
	const int32_t *twin = tried->instance->twin;

	for (size_t i = 0; i < edge; i++)
		if (tried->chosen[i] && input->edges.at[i].u == e->u &&
			input->edges.at[i].v == e->v)
			return false;
	if (twin && twin[edge] >= 0 && twin[edge] < (int32_t)edge &&
		tried->chosen[twin[edge]])
		return false;
	return tried->left_has[e->u] < input->left_most[e->u] &&
		tried->right_has[e->v] < input->right_most[e->v];
}

static inline void
try_from(struct tried *tried, size_t edge)
{
	const struct capacity_input *input = &tried->instance->input;

	if (edge == input->edges.n) {
		keep_best(tried);
		return;
	}
	try_from(tried, edge + 1);
	if (!may_choose(tried, edge))
		return;
	const struct edge *e = &input->edges.at[edge];
	int64_t load = input->left_load ? input->left_load[e->u] : 0;
	int64_t gain = e->weight -
		(load + tried->left_has[e->u]++) * input->load_price;
	tried->right_has[e->v]++;
	tried->chosen[edge] = true;
	tried->count++;
	tried->weight += gain;
	try_from(tried, edge + 1);
	tried->weight -= gain;
	tried->count--;
	tried->chosen[edge] = false;
	tried->right_has[e->v]--;
	tried->left_has[e->u]--;
}

static inline struct tried
brute(const struct instance *instance)
{
	struct tried tried = { .instance = instance };

	try_from(&tried, 0);
	return tried;
}

/* ---- the solver ---------------------------------------------------------- */

/* Why not; "" when proven. */
static inline const char *
said(const struct instance *instance, const struct capacity *capacity)
{
	const char *why = "";

	capacity_proven(instance->pool, &instance->input, capacity, &why);
	return why;
}

static inline struct capacity *
solved(const struct instance *instance)
{
	struct capacity *capacity = NULL;
	struct err err = { 0 };

	if (!capacity_solve(instance->pool, &instance->input, &capacity, &err))
		g_error("%s", err.text);
	g_assert_cmpstr(said(instance, capacity), ==, "");
	return capacity;
}

#endif
