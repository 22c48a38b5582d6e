/* One round: an exact matching of all who may meet. What is to count first,
 * second, third and last is laid into one weight of 30 bits; how many steps
 * each gets depends on how many people there are and on what there is to tell
 * apart. That the number of pairs comes before all of it is the engine's aim.
 *
 * Whose rests weigh more only needs an order, not a measure: who can be paired
 * at once is a matroid (Edmonds and Fulkerson 1965), and there the best set is
 * the same for all numbers of the same order. */
#include "match/schedule.h"

#include <glib.h>
#include <stdlib.h>

#include "match/lot.h"
#include "match/proof.h"
#include "match/trio.h"

#define WEIGHT_MOST  (WEIGHT_LIMIT - 1)
#define STEPS_WANTED 16 /* of the scores, before others get fewer */
#define LEVELS_MOST  7  /* of having rested */
#define AGAIN_MOST   3  /* of having met more than once */

/* Two who may meet this time. */
struct chance {
	int32_t u, v, met;
	int64_t score;
};
LIST_OF(chance_list, struct chance);

/* What a weight is made of: so much for a step of each. */
struct price {
	int64_t steps; /* of the scores, each worth 1 */
	int64_t rest, again, repeat;
	int levels, agains;
	int64_t least_score, scores; /* as they come; how many they span */
	const int32_t *level;        /* of having rested, one a person */
};

/* ---- who may meet ------------------------------------------------------ */

static bool
may_meet(const struct schedule *schedule, size_t i, size_t j, int32_t met)
{
	if (!met || !schedule->fresh)
		return true;
	if (schedule->again)
		return !schedule->open[i] == !schedule->open[j];
	return !schedule->open[i] && !schedule->open[j];
}

static struct chance_list
find_chances(
	struct pool *pool, const struct schedule *schedule, const bool *paired)
{
	struct chance_list chances = { 0 };
	const struct grid *grid = schedule->grid;

	for (size_t j = 1; j < schedule->n; j++)
		for (size_t i = 0; i < j; i++) {
			int32_t met = schedule->met[schedule_corner(i, j)];

			if (!grid_allows(grid, i, j) ||
				!may_meet(schedule, i, j, met) ||
				(paired && (paired[i] || paired[j])))
				continue;
			*LIST_ADD(pool, &chances) = (struct chance){
				(int32_t)i, (int32_t)j, met,
				grid_score(grid, schedule->input->sheet, i, j)
			};
		}
	return chances;
}

/* ---- what it is worth -------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* Ranks of how often each rested; how many there are beside 0. */
static int
rank_rests(struct pool *pool, const struct schedule *schedule, int32_t *level)
{
	size_t n = schedule->n, kinds = 0;
	int32_t *sorted =
		pool_memdup(pool, schedule->rested, n * sizeof *sorted);

	qsort(sorted, n, sizeof *sorted, by_size);
	for (size_t i = 0; i < n; i++)
		if (!kinds || sorted[kinds - 1] != sorted[i])
			sorted[kinds++] = sorted[i];
	for (size_t i = 0; i < n; i++) {
		const int32_t *found = bsearch(&schedule->rested[i], sorted,
			kinds, sizeof *sorted, by_size);

		level[i] = found ? (int32_t)(found - sorted) : 0;
	}
	return kinds ? (int)kinds - 1 : 0;
}

/* The most steps of the scores that leave room for everything above. */
static int64_t
fit(struct price *price, int64_t pairs)
{
	int64_t above = (2 * price->levels * pairs + 1) *
		(price->agains * pairs + 1) * (price->repeat ? pairs + 1 : 1);

	price->steps = MIN(WEIGHT_MOST / above / (pairs + 1), price->scores);
	price->rest = price->steps * pairs + 1;
	price->again = price->rest * (2 * price->levels * pairs + 1);
	price->repeat =
		price->repeat ? price->again * (price->agains * pairs + 1) : 0;
	return price->steps;
}

static struct price
set_price(struct pool *pool, const struct schedule *schedule,
	const struct chance_list *chances, bool rests, uint64_t shuffle)
{
	int32_t *level = pool_alloc(pool, schedule->n * sizeof *level);
	int levels =
		rests ? MIN(rank_rests(pool, schedule, level), LEVELS_MOST) : 0;
	int32_t least_met = INT32_MAX, most_met = 0;
	int64_t least = chances->n ? INT64_MAX : 0;
	int64_t most = chances->n ? INT64_MIN : 0;

	for (size_t c = 0; c < chances->n; c++) {
		least_met = MIN(least_met, chances->at[c].met);
		most_met = MAX(most_met, chances->at[c].met);
		least = MIN(least, chances->at[c].score);
		most = MAX(most, chances->at[c].score);
	}
	if (!chances->n)
		least = most = 0;
	int agains = CLAMP(most_met - 1, 0, AGAIN_MOST);
	struct price price;
	for (;;) {
		price = (struct price){ .repeat = !least_met && most_met,
			.levels = levels,
			.agains = agains,
			.least_score = least,
			.scores = shuffle ? 1023 : most - least,
			.level = level };
		int64_t steps = fit(&price, (int64_t)schedule->n / 2);
		if (steps >= MIN(STEPS_WANTED, price.scores))
			return price;
		if (agains)
			agains--;
		else if (levels > (steps ? 1 : 0))
			levels--;
		else
			return price;
	}
}

static int32_t
weigh(const struct price *price, const struct chance *chance, uint64_t shuffle)
{
	int64_t value = chance->score - price->least_score;
	int32_t levels = price->levels;

	if (shuffle)
		value = (int64_t)(lot_mix(shuffle ^ (uint64_t)chance->u << 32 ^
					  (uint64_t)chance->v) %
			1024);
	if (price->scores > price->steps)
		value = (int64_t)((double)value * (double)price->steps /
			(double)price->scores);
	value += price->rest *
		(MIN(price->level[chance->u], levels) +
			MIN(price->level[chance->v], levels));
	if (chance->met)
		value -= price->repeat +
			price->again * MIN(chance->met - 1, price->agains);
	return (int32_t)value;
}

/* ---- laying it --------------------------------------------------------- */

static bool
has_host(const struct schedule *schedule, const struct round *round, size_t i)
{
	for (size_t a = 0; a < schedule->n; a++)
		if (round->mate[a] > (int32_t)a &&
			grid_allows(schedule->grid, i, a) &&
			grid_allows(schedule->grid, i, (size_t)round->mate[a]))
			return true;
	return false;
}

/* Of a trio, who has rested least is the third. */
static void
set_third(const struct schedule *schedule, struct round *round,
	const struct trio *trio)
{
	size_t third = 0;

	for (size_t t = 1; t < 3; t++)
		if (schedule->rested[trio->at[t]] <
			schedule->rested[trio->at[third]])
			third = t;
	size_t a = trio->at[(third + 1) % 3], b = trio->at[(third + 2) % 3];
	round->mate[a] = (int32_t)b;
	round->mate[b] = (int32_t)a;
	round->host[trio->at[third]] = (int32_t)MIN(a, b);
}

/* Where somebody fits into no pair as they are: pairs that leave somebody
 * over who does. */
static bool
make_trios(struct schedule *schedule, struct round *round, const bool *paired,
	const struct graph *graph, const struct pairs *pairs, struct err *err)
{
	POOL_AUTO scratch = pool_new();
	struct trio_input input = {
		.graph = graph, .aim = PAIRS_COVER, .pairs = pairs
	};
	struct trios *trios = NULL;
	bool lonely = false;

	for (size_t i = 0; i < schedule->n && !lonely; i++)
		lonely = round->mate[i] < 0 && !(paired && paired[i]) &&
			!has_host(schedule, round, i);
	if (!lonely)
		return true;
	if (!trios_join(scratch, &input, &trios, err))
		return false;
	for (size_t i = 0; trios && trios->at.n && i < schedule->n; i++)
		if (!paired || !paired[i])
			round->mate[i] = trios->mate[i];
	for (size_t t = 0; trios && t < trios->at.n; t++)
		set_third(schedule, round, &trios->at.at[t]);
	return true;
}

/* What is tried, from the finest scores to the most that has to be told apart:
 * nobody meets again and nobody rests; nobody meets again; anything. */
struct attempt {
	bool again, rests;
};

/* A matching of a round's graph, and the graph. */
struct laid {
	struct graph graph;
	struct pairs *pairs;
	int32_t repeats;
};

static struct graph
graph_of(struct pool *pool, const struct schedule *schedule,
	const struct chance_list *all, struct attempt attempt, uint64_t shuffle)
{
	struct graph graph = { .n = (int32_t)schedule->n };
	struct chance_list some = { 0 };

	some.at = pool_alloc(pool, all->n * sizeof *some.at);
	for (size_t c = 0; c < all->n; c++)
		if (attempt.again || !all->at[c].met)
			some.at[some.n++] = all->at[c];
	struct price price =
		set_price(pool, schedule, &some, attempt.rests, shuffle);
	graph.edges.at = pool_alloc(pool, some.n * sizeof *graph.edges.at);
	for (size_t c = 0; c < some.n; c++)
		graph.edges.at[graph.edges.n++] = (struct edge){ some.at[c].u,
			some.at[c].v, weigh(&price, &some.at[c], shuffle) };
	graph.edges.cap = graph.edges.n;
	return graph;
}

static bool
try_laying(struct pool *pool, const struct schedule *schedule,
	const struct chance_list *chances, struct attempt attempt,
	uint64_t shuffle, struct laid *laid, struct err *err)
{
	const char *why;

	laid->graph = graph_of(pool, schedule, chances, attempt, shuffle);
	laid->repeats = 0;
	if (!pairs_solve(pool, &laid->graph, PAIRS_COVER, NULL, NULL,
		    &laid->pairs, err))
		return false;
	if (!pairs_proven(pool, &laid->graph, PAIRS_COVER, laid->pairs, &why))
		return err_set(
			err, ERR_NEVER, "a round is not proven: %s", why);
	for (size_t i = 0; i < schedule->n; i++) {
		int32_t mate = laid->pairs->mate[i];

		laid->repeats += mate > (int32_t)i &&
			schedule->met[schedule_corner(i, (size_t)mate)] > 0;
	}
	return true;
}

/* Of `people` that are to be paired. */
static bool
find_pairs(struct pool *pool, const struct schedule *schedule,
	const struct chance_list *chances, int32_t people, uint64_t shuffle,
	struct laid *laid, struct err *err)
{
	struct laid finer;

	if (!shuffle) {
		if (!try_laying(pool, schedule, chances,
			    (struct attempt){ false, false }, 0, laid, err))
			return false;
		if (laid->pairs->count * 2 == people)
			return true;
	}
	if (!try_laying(pool, schedule, chances,
		    (struct attempt){ !shuffle, true }, shuffle, laid, err))
		return false;
	if (shuffle || laid->repeats)
		return true;
	if (!try_laying(pool, schedule, chances,
		    (struct attempt){ false, true }, 0, &finer, err))
		return false;
	*laid = finer;
	return true;
}

bool
schedule_lay(struct schedule *schedule, struct round *round, const bool *paired,
	uint64_t shuffle, int64_t *looked, struct err *err)
{
	POOL_AUTO scratch = pool_new();
	struct chance_list chances = find_chances(scratch, schedule, paired);
	int32_t people = 0;
	struct laid laid;

	for (size_t i = 0; i < schedule->n; i++)
		people += !paired || !paired[i];
	*looked += (int64_t)(schedule->n * schedule->n / 2 + chances.n);
	if (!find_pairs(
		    scratch, schedule, &chances, people, shuffle, &laid, err))
		return false;
	for (size_t i = 0; i < schedule->n; i++) {
		if (paired && paired[i])
			continue;
		round->mate[i] = laid.pairs->mate[i];
		round->host[i] = -1;
	}
	return !schedule->input->trio ||
		make_trios(
			schedule, round, paired, &laid.graph, laid.pairs, err);
}
