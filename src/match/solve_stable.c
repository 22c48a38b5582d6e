/* Pairs of which no two people would both rather have each other.
 *
 * Each one's wishes are all possible partners, former ones last, as they see
 * them; ties go by lot. One pool need not have a stable answer: then the pairs
 * are those of the best ranks, and the figures say how many block. Between
 * mentors and mentees there is always one, and the best for the mentees is
 * taken; of two who came out as each other's mentor one way is closed, and it
 * is done again. */
#include <glib.h>
#include <stdlib.h>

#include "match/plan.h"
#include "match/score.h"
#include "match/sides.h"
#include "match/stable.h"

/* One of somebody's wishes. */
struct wished {
	int32_t who;
	bool again; /* together before */
	int64_t seen;
};

static int
by_wish(const void *a, const void *b)
{
	const struct wished *x = a, *y = b;

	if (x->again != y->again)
		return x->again ? 1 : -1;
	if (x->seen != y->seen)
		return x->seen > y->seen ? -1 : 1;
	return (x->who > y->who) - (x->who < y->who);
}

static struct preference
preference_of(struct pool *pool, struct wished *wishes, size_t n)
{
	int32_t *at = pool_alloc(pool, n * sizeof *at);

	if (n)
		qsort(wishes, n, sizeof *wishes, by_wish);
	for (size_t i = 0; i < n; i++)
		at[i] = wishes[i].who;
	return (struct preference){ at, (int32_t)n };
}

/* ---- wishes of one pool --------------------------------------------------- */

/* Whom everybody might get: rows of others, one after the other. */
struct rows {
	size_t *start; /* n + 1 */
	int32_t *other;
};

static struct rows
rows_of(struct pool *pool, const struct graph *graph)
{
	size_t n = (size_t)graph->n;
	struct rows rows = { pool_alloc(pool, (n + 1) * sizeof *rows.start),
		pool_alloc(pool, 2 * graph->edges.n * sizeof *rows.other) };
	size_t *next = pool_alloc(pool, (n + 1) * sizeof *next);

	for (size_t e = 0; e < graph->edges.n; e++) {
		rows.start[graph->edges.at[e].u + 1]++;
		rows.start[graph->edges.at[e].v + 1]++;
	}
	for (size_t i = 0; i < n; i++)
		next[i + 1] = rows.start[i + 1] += rows.start[i];
	for (size_t e = 0; e < graph->edges.n; e++) {
		const struct edge *edge = &graph->edges.at[e];

		rows.other[next[edge->u]++] = edge->v;
		rows.other[next[edge->v]++] = edge->u;
	}
	return rows;
}

static struct preference *
wishes_of(struct pool *pool, const struct plan *plan)
{
	POOL_AUTO scratch = pool_new();
	const struct sheet *sheet = plan->sheet;
	struct rows rows = rows_of(scratch, plan->graph);
	struct preference *wish = pool_alloc(pool, sheet->n * sizeof *wish);
	struct wished *wishes = pool_alloc(scratch, sheet->n * sizeof *wishes);

	for (size_t i = 0; i < sheet->n; i++) {
		size_t n = 0;

		for (size_t r = rows.start[i]; r < rows.start[i + 1]; r++) {
			size_t j = (size_t)rows.other[r];

			wishes[n++] = (struct wished){ (int32_t)j,
				pair_set_has(&sheet->history, i, j),
				score_seen(sheet, i, j) };
		}
		wish[i] = preference_of(pool, wishes, n);
	}
	return wish;
}

/* ---- the best ranks ------------------------------------------------------- */

static int
by_ends(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->u != y->u)
		return x->u < y->u ? -1 : 1;
	return (x->v > y->v) - (x->v < y->v);
}

/* Each pair weighs what both are raised by it in their lists; it stands there
 * from either end, the smaller one first. */
static struct graph *
rank_graph(struct pool *pool, const struct plan *plan,
	const struct preference *wish)
{
	POOL_AUTO scratch = pool_new();
	struct graph *graph = POOL_NEW(pool, struct graph);
	size_t pairs = plan->graph->edges.n, found = 0;
	struct edge *twice = pool_alloc(scratch, 2 * pairs * sizeof *twice);
	int32_t n = (int32_t)plan->sheet->n;

	for (int32_t i = 0; i < n; i++)
		for (int32_t r = 0; r < wish[i].n; r++)
			twice[found++] = (struct edge){ MIN(i, wish[i].at[r]),
				MAX(i, wish[i].at[r]), n - r };
	if (found)
		qsort(twice, found, sizeof *twice, by_ends);
	graph->n = n;
	graph->edges.at = pool_alloc(pool, pairs * sizeof *twice);
	graph->edges.n = graph->edges.cap = pairs;
	for (size_t e = 0; e < pairs; e++) {
		graph->edges.at[e] = twice[2 * e];
		graph->edges.at[e].weight += twice[2 * e + 1].weight;
	}
	return graph;
}

static bool
best_ranks(struct plan *plan, const struct preference *wish)
{
	plan->within = rank_graph(plan->pool, plan, wish);
	plan->pairs = solve_proven(plan, plan->pool, plan->within, PAIRS_COVER);
	if (!plan->pairs)
		return false;
	plan->proof = RUN_BOUNDED;
	plan_doubt(plan,
		"no way to pair them up is stable; these have the best ranks");
	return true;
}

bool
solve_stable_pairs(struct plan *plan)
{
	struct preference *wish = wishes_of(plan->pool, plan);
	struct err err = { 0 };
	int32_t *mate = NULL;

	if (!stable_roommates(
		    plan->pool, (int32_t)plan->sheet->n, wish, &mate, &err)) {
		plan_doubt(plan, err.text);
		return false;
	}
	if (!mate)
		return best_ranks(plan, wish);
	if (stable_blocking(plan->pool, (int32_t)plan->sheet->n, wish, mate) !=
		0) {
		plan_doubt(plan, "two would both rather have each other");
		return false;
	}
	plan->mate = mate;
	plan->proof = plan->whole ? RUN_OPTIMAL : RUN_BOUNDED;
	if (!plan->whole)
		plan_doubt(plan,
			"of so many, only the best for each were "
			"looked at");
	return true;
}

/* ---- two sides ------------------------------------------------------------- */

struct wishes {
	struct preference *mentees, *mentors; /* what each would like */
};

/* Of one mentor (or mentee) over the edges [from, till) of an index. */
static struct preference
side_preference(struct pool *pool, const struct sides *sides,
	const struct edge *const *edges, size_t n, bool of_mentor)
{
	POOL_AUTO scratch = pool_new();
	const struct sheet *sheet = sides->sheet;
	struct wished *wished = pool_alloc(scratch, n * sizeof *wished);

	for (size_t e = 0; e < n; e++) {
		size_t mentor = sides->left[edges[e]->u];
		size_t mentee = sides->right[edges[e]->v];

		wished[e] = (struct wished){ of_mentor ? edges[e]->v
						       : edges[e]->u,
			pair_set_has(&sheet->history, mentor, mentee),
			score_seen_directed(sheet, mentor, mentee, of_mentor) };
	}
	return preference_of(pool, wished, n);
}

static struct preference *
side_preferences(struct pool *pool, const struct sides *sides,
	const bool *closed, bool of_mentors)
{
	POOL_AUTO scratch = pool_new();
	const struct edge_list *all = &sides->input.edges;
	size_t n =
		(size_t)(of_mentors ? sides->input.left : sides->input.right);
	size_t *start = pool_alloc(scratch, (n + 2) * sizeof *start);
	const struct edge **sorted =
		pool_alloc(scratch, all->n * sizeof *sorted);
	struct preference *result = pool_alloc(pool, n * sizeof *result);

	for (size_t e = 0; e < all->n; e++)
		if (!closed[e])
			start[(of_mentors ? all->at[e].u : all->at[e].v) + 2]++;
	for (size_t i = 0; i < n; i++)
		start[i + 2] += start[i + 1];
	for (size_t e = 0; e < all->n; e++)
		if (!closed[e])
			sorted[start[(of_mentors ? all->at[e].u
						 : all->at[e].v) +
				1]++] = &all->at[e];
	for (size_t i = 0; i < n; i++)
		result[i] = side_preference(pool, sides, &sorted[start[i]],
			start[i + 1] - start[i], of_mentors);
	return result;
}

static struct wishes
side_wishes(struct pool *pool, const struct sides *sides, const bool *closed)
{
	return (struct wishes){
		side_preferences(pool, sides, closed, false),
		side_preferences(pool, sides, closed, true),
	};
}

/* One flag an edge. */
static bool *
edges_chosen(struct pool *pool, const struct sides *sides,
	const struct partners *partners)
{
	const struct edge_list *edges = &sides->input.edges;
	bool *chosen = pool_alloc(pool, edges->n * sizeof *chosen);

	for (size_t e = 0; e < edges->n; e++) {
		const struct partners *of = &partners[edges->at[e].v];

		for (int32_t p = 0; p < of->n; p++)
			chosen[e] |= of->at[p] == edges->at[e].u;
	}
	return chosen;
}

/* Closes one way between each two who are each other's mentor. */
static bool
close_circles(const struct sides *sides, const bool *chosen, bool *closed)
{
	bool any = false;

	for (size_t e = 0; sides->twin && e < sides->input.edges.n; e++) {
		int32_t twin = sides->twin[e];

		if (twin < (int32_t)e || !chosen[e] || !chosen[twin])
			continue;
		const struct edge *one = &sides->input.edges.at[e];
		const struct edge *other = &sides->input.edges.at[twin];
		closed[one->weight < other->weight ? e : (size_t)twin] = true;
		any = true;
	}
	return any;
}

static struct partners *
admit(struct plan *plan, const struct wishes *wishes)
{
	const struct sides *sides = plan->sides;
	struct partners *partners;
	struct err err = { 0 };

	if (stable_admit(plan->pool, sides->input.right, sides->input.left,
		    wishes->mentees, wishes->mentors, sides->right_most,
		    sides->left_most, &partners, &err))
		return partners;
	plan_doubt(plan, err.text);
	return NULL;
}

/* A way that was closed is no way to trade as long as its reverse is taken. */
static bool
rightly_closed(
	const struct sides *sides, const bool *closed, const bool *chosen)
{
	for (size_t e = 0; e < sides->input.edges.n; e++)
		if (closed[e] && !chosen[sides->twin[e]])
			return false;
	return true;
}

static void
judge_sides(struct plan *plan, const struct wishes *open, const bool *closed,
	const struct partners *partners)
{
	const struct sides *sides = plan->sides;
	int64_t blocking = stable_blocking_sides(plan->pool, sides->input.right,
		sides->input.left, open->mentees, open->mentors,
		sides->right_most, sides->left_most, partners);

	plan->proof = RUN_BOUNDED;
	if (blocking || !rightly_closed(sides, closed, plan->chosen))
		plan_doubt(plan,
			"some would trade, as nobody may be the "
			"mentor of their mentor");
	else if (!sides->whole)
		plan_doubt(plan,
			"of so many, only the best for each were "
			"looked at");
	else
		plan->proof = RUN_OPTIMAL;
}

bool
solve_stable_sides(struct plan *plan)
{
	struct sides *sides = plan->sides;
	bool *closed =
		pool_alloc(plan->pool, sides->input.edges.n * sizeof *closed);
	struct wishes open;
	struct partners *partners;
	bool *chosen;

	sides->twin = sides_twins(sides, plan->pool, &sides->input.edges);
	do {
		open = side_wishes(plan->pool, sides, closed);
		partners = admit(plan, &open);
		if (!partners)
			return false;
		chosen = edges_chosen(plan->pool, sides, partners);
	} while (close_circles(sides, chosen, closed));
	plan->chosen = chosen;
	judge_sides(plan, &open, closed, partners);
	return true;
}
