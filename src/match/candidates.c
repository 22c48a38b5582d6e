/* Possible pairs, weighed: all of them, everybody's best, or those that the
 * prices of a solution undercut.
 */
#include "match/candidates.h"

#include <glib.h>

#include "match/best.h"
#include "match/compat.h"
#include "match/pass.h"
#include "match/score.h"

#define PRICED_MOST 32  /* pairs that pricing adds for one person at a time */
#define SHARE_ALL   0.5 /* of a run's progress */

/* The places that bits hold, from `from` on. */
#define EACH_OF(pass, j)                                                      \
 for (size_t word_ = (pass)->from / 64; word_ < (pass)->words; word_++)       \
  for (uint64_t left_ = (pass)->bits[word_];                                  \
	  left_ && ((j) = word_ * 64 + (size_t)__builtin_ctzll(left_), true); \
	  left_ &= left_ - 1)

static bool
is_directed(const struct sheet *sheet)
{
	return sheet->input->matching->form == MATCHING_MENTORS;
}

int32_t
candidates_weight(const struct sheet *sheet, size_t i, size_t j)
{
	int64_t score = is_directed(sheet) ? score_directed(sheet, i, j)
					   : score_pair(sheet, i, j);
	int64_t weight =
		MIN(score, WEIGHT_SCORE) + sheet->credit[i] + sheet->credit[j];
	bool pinned = pair_set_has(&sheet->pinned, i, j);

	if (pair_set_has(&sheet->kept, i, j))
		weight += CLAMP(sheet->input->keep_price, 0, WEIGHT_SCORE);
	if (!pinned && pair_set_has(&sheet->history, i, j))
		weight -= WEIGHT_AGAIN;
	return (int32_t)(pinned ? MAX(weight, 1) : weight);
}

static void
add_edge(struct pool *pool, struct graph *graph, size_t i, size_t j,
	int32_t weight)
{
	*LIST_ADD(pool, &graph->edges) =
		(struct edge){ (int32_t)i, (int32_t)j, weight };
}

/* ---- all -------------------------------------------------------------- */

/* So that the list never has to move: bits are counted first. */
static size_t
count_all(const struct sheet *sheet)
{
	POOL_AUTO scratch = pool_new();
	struct pass pass;
	size_t count = 0;

	pass_start(&pass, scratch, sheet, false);
	while (pass_next(&pass))
		for (size_t w = 0; w < pass.words; w++)
			count += (size_t)__builtin_popcountll(pass.bits[w]);
	return count;
}

static int64_t
add_all(struct pool *pool, const struct sheet *sheet, struct graph *graph)
{
	POOL_AUTO scratch = pool_new();
	struct pass pass;
	int64_t possible = 0;
	size_t j = 0;

	graph->edges.cap = count_all(sheet);
	graph->edges.at =
		pool_alloc(pool, graph->edges.cap * sizeof *graph->edges.at);
	pass_start(&pass, scratch, sheet, true);
	pass.share = SHARE_ALL;
	while (pass_next(&pass)) {
		possible += pass.possible;
		EACH_OF(&pass, j)
		add_edge(pool, graph, pass.i, j, pass.weight[j]);
	}
	return possible;
}

/* ---- the best --------------------------------------------------------- */

/* others: of those on the other end, the same heaps when there are no sides. */
static void
offer_row(const struct pass *pass, struct best *best, struct best *others)
{
	size_t j = 0;

	EACH_OF(pass, j)
	{
		best_offer(best, pass->i, j, pass->weight[j]);
		best_offer(others, j, pass->i, pass->weight[j]);
	}
}

/* Each pair once, though it may be in the lists of both. */
static void
add_lists(struct pool *pool, size_t n, struct graph *graph,
	const struct best *best, const struct best *others)
{
	bool sides = best != others;

	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < best->count[i]; k++) {
			const struct best_one *one =
				&best->at[i * best->most + k];

			if (sides || i < one->who ||
				!best_has(best, one->who, i))
				add_edge(pool, graph,
					sides ? i : MIN(i, one->who),
					sides ? one->who : MAX(i, one->who),
					(int32_t)one->worth);
		}
	for (size_t j = 0; sides && j < n; j++)
		for (uint32_t k = 0; k < others->count[j]; k++) {
			const struct best_one *one =
				&others->at[j * others->most + k];

			if (!best_has(best, one->who, j))
				add_edge(pool, graph, one->who, j,
					(int32_t)one->worth);
		}
}

static int64_t
add_best(struct pool *pool, const struct sheet *sheet, uint32_t most,
	struct graph *graph)
{
	POOL_AUTO scratch = pool_new();
	struct best best = best_new(scratch, sheet->n, most);
	struct best learners;
	struct best *others = &best;
	struct pass pass;
	int64_t possible = 0;

	if (is_directed(sheet)) {
		learners = best_new(scratch, sheet->n, most);
		others = &learners;
	}
	pass_start(&pass, scratch, sheet, true);
	pass.share = SHARE_ALL;
	while (pass_next(&pass)) {
		possible += pass.possible;
		offer_row(&pass, &best, others);
	}
	add_lists(pool, sheet->n, graph, &best, others);
	return possible;
}

struct graph *
candidates_graph(struct pool *pool, const struct sheet *sheet, int most,
	int64_t *possible)
{
	struct graph *graph = POOL_NEW(pool, struct graph);
	int64_t found;

	g_assert(sheet->n < INT32_MAX / 2);
	graph->n = (int32_t)sheet->n;
	if (most <= 0 || (size_t)most + 1 >= sheet->n)
		found = add_all(pool, sheet, graph);
	else
		found = add_best(
			pool, sheet, (uint32_t)MIN(most, UINT16_MAX), graph);
	if (possible)
		*possible = found;
	return graph;
}

/* ---- pricing ---------------------------------------------------------- */

/* held: room for one a blossom. Where the vertices' own values cover the
 * weight nothing is missing: what blossoms add is never less than nothing. */
static void
price_row(const struct pass *pass, const struct duals *duals, int64_t *held,
	struct best *worst)
{
	const int64_t *of = duals->of;
	size_t i = pass->i, j = 0;

	duals_held(duals, (int32_t)i, held);
	EACH_OF(pass, j)
	{
		int64_t slack = of[i] + of[j] - 2 * (int64_t)pass->weight[j];

		if (slack >= 0)
			continue;
		if (duals->home[j] >= 0)
			slack += held[duals->home[j]];
		if (slack < 0)
			best_offer(worst, 0, j, -slack);
	}
}

/* What was found for the row's person, and empty the heap for the next. */
static int64_t
add_worst(struct pool *pool, const struct pass *pass, struct best *worst,
	struct graph *graph)
{
	int64_t added = worst->count[0];

	for (int64_t k = 0; k < added; k++)
		add_edge(pool, graph, pass->i, worst->at[k].who,
			pass->weight[worst->at[k].who]);
	best_clear(worst, 0);
	worst->salt = pass->i + 1;
	return added;
}

int64_t
candidates_price(struct pool *pool, const struct sheet *sheet,
	const struct duals *duals, struct graph *graph)
{
	POOL_AUTO scratch = pool_new();
	struct best worst = best_new(scratch, 1, PRICED_MOST);
	int64_t *held =
		pool_alloc(scratch, (size_t)duals->blossoms * sizeof *held);
	struct pass pass;
	int64_t added = 0;

	pass_start(&pass, scratch, sheet, true);
	while (pass_next(&pass)) {
		price_row(&pass, duals, held, &worst);
		added += add_worst(pool, &pass, &worst, graph);
	}
	return added;
}
