/* Pairs in one pool: the best of all, with its proof; and who is odd.
 *
 * Few people: all pairs at once. Many: each one's best ones, and those that
 * the duals show to be missing, until none is: then the proof holds over all
 * pairs. When a proof fails the plan is a greedy one and says so. */
#include <glib.h>
#include <stdlib.h>

#include "match/candidates.h"
#include "match/compat.h"
#include "match/plan.h"
#include "match/proof.h"
#include "match/score.h"
#include "match/trio.h"

#define SHARE_OF_CANDIDATES 0.7               /* of the time */
#define MOST_PRICINGS       100               /* some five are usual */
#define TRIO_WORK           UINT64_C(2000000) /* edges solved again for one */

/* ---- one exact matching ------------------------------------------------- */

struct pairs *
solve_proven(struct plan *plan, struct pool *pool, const struct graph *graph,
	enum pairs_aim aim)
{
	struct pairs *pairs;
	struct err err = { 0 };
	const char *why = NULL;

	if (!pairs_solve(pool, graph, aim, NULL, NULL, &pairs, &err)) {
		plan_doubt(plan, err.text);
		return NULL;
	}
	if (!pairs_proven(pool, graph, aim, pairs, &why)) {
		plan_doubt(plan, why);
		return NULL;
	}
	return pairs;
}

/* Nothing else is possible for who is pinned; what is left is to want it. */
static void
want_pins(struct plan *plan)
{
	const struct sheet *sheet = plan->sheet;

	if (!sheet->pinned.n)
		return;
	for (size_t e = 0; e < plan->graph->edges.n; e++) {
		struct edge *edge = &plan->graph->edges.at[e];

		if (pair_set_has(
			    &sheet->pinned, (size_t)edge->u, (size_t)edge->v))
			edge->weight = MAX(edge->weight, 1);
	}
}

/* The pairs that are possible, or the best ones of each. */
static void
find_pairs(struct plan *plan)
{
	plan->whole = plan->sheet->n <= PLAN_ALL_PAIRS;
	plan_stage(plan, 0, SHARE_OF_CANDIDATES);
	plan->graph = candidates_graph(plan->pool, plan->sheet,
		plan->whole ? 0 : PLAN_BEST, &plan->possible);
	want_pins(plan);
	plan_stage(plan, SHARE_OF_CANDIDATES, 1 - SHARE_OF_CANDIDATES);
}

bool
solve_best_pairs(struct plan *plan)
{
	for (int round = 0; round < MOST_PRICINGS; round++) {
		plan->pairs =
			solve_proven(plan, plan->pool, plan->graph, plan->aim);
		if (!plan->pairs)
			return false;
		if (plan->whole ||
			candidates_price(plan->pool, plan->sheet,
				&plan->pairs->duals, plan->graph) == 0) {
			plan->proof = RUN_OPTIMAL;
			return true;
		}
	}
	plan_doubt(plan, "the prices of the pairs did not settle");
	return false;
}

static bool
find_mates(struct plan *plan)
{
	switch (plan->input.matching->objective) {
	case OBJECTIVE_COVERAGE:
		return solve_best_pairs(plan);
	case OBJECTIVE_QUALITY:
		plan->aim = PAIRS_WEIGHT;
		return solve_best_pairs(plan);
	case OBJECTIVE_FAIR:
		return solve_fair_pairs(plan);
	case OBJECTIVE_STABLE:
		return solve_stable_pairs(plan);
	}
	g_assert_not_reached();
}

/* ---- best first --------------------------------------------------------- */

static int
heaviest_first(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->u != y->u)
		return x->u < y->u ? -1 : 1;
	return (x->v > y->v) - (x->v < y->v);
}

static int32_t *
greedy_mates(struct plan *plan)
{
	size_t n = plan->sheet->n;
	int32_t *mate = pool_alloc(plan->pool, n * sizeof *mate);
	struct edge_list *edges = &plan->graph->edges;

	for (size_t i = 0; i < n; i++)
		mate[i] = -1;
	if (edges->n)
		qsort(edges->at, edges->n, sizeof *edges->at, heaviest_first);
	for (size_t e = 0; e < edges->n; e++) {
		const struct edge *edge = &edges->at[e];

		if (mate[edge->u] >= 0 || mate[edge->v] >= 0)
			continue;
		mate[edge->u] = edge->v;
		mate[edge->v] = edge->u;
	}
	return mate;
}

/* ---- the odd ones --------------------------------------------------------- */

struct trios *
solve_trios(struct plan *plan, struct pool *pool, const struct graph *graph,
	enum pairs_aim aim, const struct pairs *pairs)
{
	struct trio_input input = {
		.graph = graph,
		.aim = aim,
		.pairs = pairs,
		.solves = (int32_t)CLAMP(
			TRIO_WORK / MAX(graph->edges.n, 1), 4, 1000),
	};
	struct trios *trios;
	struct err err = { 0 };

	if (!trios_join(pool, &input, &trios, &err)) {
		plan_doubt(plan, err.text);
		return NULL;
	}
	return trios;
}

static size_t
count_lonely(const struct plan *plan, const int32_t *mate)
{
	size_t lonely = 0;

	for (size_t i = 0; i < plan->sheet->n; i++)
		lonely += mate[i] < 0;
	return lonely;
}

/* Where the pairs are proven: the best trios there are. */
static bool
join_best(struct plan *plan)
{
	const struct graph *graph = plan->within ? plan->within : plan->graph;
	struct trios *trios =
		solve_trios(plan, plan->pool, graph, plan->aim, plan->pairs);

	if (!trios)
		return false;
	plan->mate = trios->mate;
	plan->trios = trios->at;
	if (trios->at.n && (!trios->exact || !plan->whole)) {
		plan->proof = RUN_BOUNDED;
		plan_doubt(plan, "another trio might be better");
	}
	return true;
}

static bool
may_meet(const struct plan *plan, size_t i, size_t j)
{
	return !pair_set_concerns(&plan->sheet->pinned, i) &&
		!pair_set_concerns(&plan->sheet->pinned, j) &&
		compat_stops(plan->sheet, i, j) == COMPAT_FINE;
}

/* Where they are not: the lonely one joins the pair that likes it best. */
static void
join_simply(struct plan *plan, size_t odd)
{
	int64_t best = INT64_MIN;
	size_t host = 0;

	for (size_t a = 0; a < plan->sheet->n; a++) {
		if (plan->mate[a] <= (int32_t)a)
			continue;
		size_t b = (size_t)plan->mate[a];
		if (!may_meet(plan, odd, a) || !may_meet(plan, odd, b))
			continue;
		int64_t weight =
			(int64_t)candidates_weight(plan->sheet, odd, a) +
			candidates_weight(plan->sheet, odd, b);
		if (weight > best) {
			best = weight;
			host = a;
		}
	}
	if (best == INT64_MIN)
		return;
	size_t other = (size_t)plan->mate[host];
	*LIST_ADD(plan->pool, &plan->trios) =
		(struct trio){ { odd, host, other } };
	plan->mate[host] = plan->mate[other] = -1;
	plan->in_trio[odd] = plan->in_trio[host] = plan->in_trio[other] = true;
}

static void
join_all_simply(struct plan *plan)
{
	size_t n = plan->sheet->n;

	plan->in_trio = pool_alloc(plan->pool, n * sizeof *plan->in_trio);
	for (size_t i = 0; i < n; i++)
		if (plan->mate[i] < 0 && !plan->in_trio[i])
			join_simply(plan, i);
	if (plan->trios.n && plan->proof == RUN_OPTIMAL)
		plan->proof = RUN_BOUNDED;
}

static void
join_odd_ones(struct plan *plan)
{
	if (plan->input.matching->odd != ODD_TRIO ||
		!count_lonely(plan, plan->mate))
		return;
	if (!plan->pairs || plan->proof == RUN_UNPROVEN)
		join_all_simply(plan);
	else if (!join_best(plan))
		plan->proof = RUN_UNPROVEN;
}

/* ---- peers ---------------------------------------------------------------- */

/* What any plan can score at most: half of what each one's best is worth; in
 * a trio everybody meets two. */
static int64_t
plain_bound(const struct plan *plan)
{
	POOL_AUTO scratch = pool_new();
	size_t n = plan->sheet->n;
	int64_t *best = pool_alloc(scratch, n * sizeof *best);
	int64_t sum = 0, most = 0;

	for (size_t e = 0; e < plan->graph->edges.n; e++) {
		const struct edge *edge = &plan->graph->edges.at[e];
		int64_t score = plan_edge_score(plan, edge);

		best[edge->u] = MAX(best[edge->u], score);
		best[edge->v] = MAX(best[edge->v], score);
	}
	for (size_t i = 0; i < n; i++) {
		sum += best[i];
		most = MAX(most, best[i]);
	}
	return (sum + 3 * (int64_t)plan->trios.n * most) / 2;
}

static void
take(struct plan *plan)
{
	for (size_t t = 0; t < plan->trios.n; t++)
		plan_add(plan, plan->trios.at[t].at, 3);
	for (size_t i = 0; i < plan->sheet->n; i++)
		if (plan->mate[i] > (int32_t)i)
			plan_add(plan, (size_t[]){ i, (size_t)plan->mate[i] },
				2);
}

/* One that is left of an odd number is nobody's fault. */
static const char *
why_odd(const struct plan *plan, size_t waiting)
{
	if (plan->input.matching->odd != ODD_REST || waiting != 1 ||
		plan->sheet->n < 3 || plan->sheet->n % 2 == 0)
		return NULL;
	return plan_words(plan,
		"the number is odd: waits this time and is first the next time",
		"die Zahl ist ungerade: wartet dieses Mal und ist beim "
		"nächsten Mal zuerst dran");
}

static bool
is_worthless(const struct plan *plan, size_t i)
{
	if (plan->input.matching->objective != OBJECTIVE_QUALITY)
		return false;
	for (size_t j = 0; j < plan->sheet->n; j++)
		if (j != i && !plan->placed[j] &&
			compat_stops(plan->sheet, i, j) == COMPAT_FINE)
			return true;
	return false;
}

static const char *
why_waits(const struct plan *plan, size_t i, size_t waiting)
{
	const char *odd = why_odd(plan, waiting);

	if (!odd && is_worthless(plan, i))
		return plan_why_worthless(plan);
	return odd;
}

void
solve_peers(struct plan *plan)
{
	size_t waiting = 0;

	plan->aim = PAIRS_COVER;
	find_pairs(plan);
	if (find_mates(plan)) {
		if (plan->pairs)
			plan->mate = plan->pairs->mate;
	} else {
		plan->proof = RUN_UNPROVEN;
		plan->pairs = NULL;
		plan->mate = greedy_mates(plan);
	}
	join_odd_ones(plan);
	take(plan);
	if (plan->proof != RUN_OPTIMAL)
		plan->bound = plain_bound(plan);
	for (size_t i = 0; i < plan->sheet->n; i++)
		waiting += !plan->placed[i];
	for (size_t i = 0; i < plan->sheet->n; i++)
		if (!plan->placed[i])
			plan_wait(plan, i, why_waits(plan, i, waiting));
}
