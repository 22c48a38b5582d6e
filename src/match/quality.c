/* How good a result is: figures over its pairs, and where each one's partner
 * stands among all whom they might have got.
 *
 * The others are looked at once, pair by pair, as they stand in the graph that
 * was solved over; where that holds each one's best ones only, it does for the
 * ranks that are asked for. Who would trade goes by what each of the two gets
 * out of the other. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/plan.h"
#include "match/score.h"

#define ALONE INT64_MIN /* whoever is possible is better than nobody */

LIST_OF(points_list, int64_t);

/* What somebody got: the best score, and as they see it themselves the best
 * and the worst of their partners; and how many others would score more. */
struct got {
	bool any, room;
	int64_t score, best, worst, better;
};

/* ---- pairs of a match --------------------------------------------------- */

struct tally {
	const struct plan *plan;
	struct pool *pool;
	struct solve_quality *quality;
	struct points_list scores;
	int64_t full;
};

static void
count_pair(struct tally *tally, const struct planned *match, size_t i, size_t j)
{
	int64_t score = plan_score(tally->plan, match, i, j);

	*LIST_ADD(tally->pool, &tally->scores) = score;
	tally->quality->mean += score; /* divided at the end */
	tally->quality->perfect += score == tally->full;
	tally->quality->repeats +=
		pair_set_has(&tally->plan->sheet->history, i, j);
}

static void
count_match(struct tally *tally, const struct planned *match)
{
	for (size_t i = 0; i < match->n; i++) {
		for (size_t j = i + 1; j < match->n; j++)
			count_pair(tally, match, match->at[i], match->at[j]);
		for (size_t s = 0; s < match->stays; s++)
			count_pair(tally, match, match->at[i], match->stay[s]);
	}
}

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
fill_scores(struct tally *tally)
{
	struct solve_quality *quality = tally->quality;
	const struct points_list *scores = &tally->scores;

	if (!scores->n)
		return;
	qsort(scores->at, scores->n, sizeof *scores->at, ascending);
	quality->pairs = (int64_t)scores->n;
	quality->mean /= quality->pairs;
	quality->worst = scores->at[0];
	quality->median = scores->at[scores->n / 2];
	quality->low = scores->at[scores->n / 10];
	quality->lower = scores->at[scores->n / 20];
}

/* ---- what each one got -------------------------------------------------- */

static struct got *
got_new(struct pool *pool, size_t n)
{
	struct got *got = pool_alloc(pool, n * sizeof *got);

	for (size_t i = 0; i < n; i++)
		got[i] = (struct got){
			.score = ALONE, .best = ALONE, .worst = INT64_MAX
		};
	return got;
}

static void
get(struct got *got, int64_t score, int64_t seen)
{
	got->any = true;
	got->score = MAX(got->score, score);
	got->best = MAX(got->best, seen);
	got->worst = MIN(got->worst, seen);
}

static void
count_rank(struct solve_quality *quality, const struct got *got)
{
	if (!got->any)
		return;
	quality->first += got->better == 0;
	quality->first_three += got->better < 3;
	quality->first_ten += got->better < 10;
}

/* ---- one pool ----------------------------------------------------------- */

static void
meet(const struct plan *plan, const struct planned *match, struct got *got,
	size_t i, size_t j)
{
	int64_t score = plan_score(plan, match, i, j);

	get(&got[i], score, score_seen(plan->sheet, i, j));
	get(&got[j], score, score_seen(plan->sheet, j, i));
}

static void
meet_all(const struct plan *plan, const struct planned *match, struct got *got)
{
	for (size_t i = 0; i < match->n; i++) {
		for (size_t j = i + 1; j < match->n; j++)
			meet(plan, match, got, match->at[i], match->at[j]);
		for (size_t s = 0; s < match->stays; s++)
			meet(plan, match, got, match->at[i], match->stay[s]);
	}
}

/* Can two see each other with different eyes? */
static bool
sees_both_ways(const struct plan *plan)
{
	const struct criterion_list *criteria = &plan->input.matching->criteria;

	for (size_t c = 0; c < criteria->n; c++)
		if (criteria->at[c].prefer == PREFER_COMPLEMENT ||
			criteria->at[c].prefer == PREFER_RANKED ||
			criteria->at[c].prefer == PREFER_NAMED)
			return true;
	return false;
}

static bool
would_rather(const struct plan *plan, const struct got *got, size_t i, size_t j)
{
	return score_seen(plan->sheet, i, j) > got[i].best &&
		score_seen(plan->sheet, j, i) > got[j].best;
}

static void
rank_in_graph(
	const struct plan *plan, struct got *got, struct solve_quality *quality)
{
	bool both = sees_both_ways(plan);

	for (size_t e = 0; e < plan->graph->edges.n; e++) {
		const struct edge *edge = &plan->graph->edges.at[e];
		size_t u = (size_t)edge->u, v = (size_t)edge->v;
		int64_t score = plan_edge_score(plan, edge);

		got[u].better += score > got[u].score;
		got[v].better += score > got[v].score;
		if (!plan->whole)
			continue;
		quality->blocking += both
			? would_rather(plan, got, u, v)
			: score > got[u].best && score > got[v].best;
	}
	if (!plan->whole)
		quality->blocking = -1;
}

static void
rank_in_grid(const struct plan *plan, struct got *got)
{
	for (size_t i = 0; i < plan->sheet->n; i++) {
		for (size_t j = 0; j < i; j++) {
			if (!grid_allows(plan->grid, i, j))
				continue;
			int64_t score =
				grid_score(plan->grid, plan->sheet, i, j);

			got[i].better += score > got[i].score;
			got[j].better += score > got[j].score;
		}
	}
}

static void
rank_one_pool(struct pool *scratch, const struct plan *plan,
	struct solve_quality *quality)
{
	struct got *got = got_new(scratch, plan->sheet->n);

	for (size_t m = 0; m < plan->matches.n; m++)
		meet_all(plan, &plan->matches.at[m], got);
	if (plan->graph)
		rank_in_graph(plan, got, quality);
	else
		quality->blocking = -1;
	if (plan->grid)
		rank_in_grid(plan, got);
	for (size_t i = 0; i < plan->sheet->n; i++)
		if (plan->placed[i])
			count_rank(quality, &got[i]);
}

/* ---- two sides ---------------------------------------------------------- */

struct two_sides {
	struct got *mentor, *mentee; /* one a place */
	struct pair_set together;    /* in this run */
};

/* A place that is free, or held by somebody less wanted. */
static bool
would_take(const struct got *got, int64_t seen)
{
	return got->room || (got->any && seen > got->worst);
}

static struct two_sides
two_sides_new(struct pool *pool, const struct plan *plan)
{
	const struct sheet *sheet = plan->sheet;
	const struct sides *sides = plan->sides;
	uint64_t *keys = pool_alloc(pool, plan->matches.n * sizeof *keys);
	struct two_sides two = { got_new(pool, sheet->n),
		got_new(pool, sheet->n), { 0 } };

	for (size_t m = 0; m < plan->matches.n; m++) {
		const struct planned *match = &plan->matches.at[m];
		size_t mentor = match->at[0], mentee = match->at[1];
		int64_t score = plan_score(plan, match, mentor, mentee);

		get(&two.mentor[mentor], score,
			score_seen_directed(sheet, mentor, mentee, true));
		get(&two.mentee[mentee], score,
			score_seen_directed(sheet, mentor, mentee, false));
		keys[m] = pair_key(mentor, mentee);
	}
	two.together = pair_set_new(pool, sheet->n, keys, plan->matches.n);
	for (size_t i = 0; i < sheet->n; i++) {
		two.mentor[i].room =
			sides_capacity(sheet, i) > sides->mentees[i];
		two.mentee[i].room = sides_wanted(sheet, i) > sides->mentors[i];
	}
	return two;
}

static bool
would_trade(const struct plan *plan, const struct two_sides *two, size_t mentor,
	size_t mentee)
{
	const struct sheet *sheet = plan->sheet;

	return would_take(&two->mentor[mentor],
		       score_seen_directed(sheet, mentor, mentee, true)) &&
		would_take(&two->mentee[mentee],
			score_seen_directed(sheet, mentor, mentee, false)) &&
		!pair_set_has(&two->together, mentor, mentee);
}

static void
rank_two_sides(struct pool *scratch, const struct plan *plan,
	struct solve_quality *quality)
{
	const struct sides *sides = plan->sides;
	struct two_sides two = two_sides_new(scratch, plan);

	for (size_t e = 0; e < sides->input.edges.n; e++) {
		const struct edge *edge = &sides->input.edges.at[e];
		size_t i = sides->left[edge->u], j = sides->right[edge->v];
		int64_t score = sides_edge_score(sides, edge);

		two.mentor[i].better += score > two.mentor[i].score;
		two.mentee[j].better += score > two.mentee[j].score;
		if (sides->whole)
			quality->blocking += would_trade(plan, &two, i, j);
	}
	if (!sides->whole)
		quality->blocking = -1;
	for (size_t i = 0; i < plan->sheet->n; i++)
		count_rank(quality,
			two.mentee[i].any ? &two.mentee[i] : &two.mentor[i]);
}

/* ---- wishes ------------------------------------------------------------- */

static bool
brings_first_wish(
	const struct plan *plan, const struct planned *match, size_t i)
{
	for (size_t m = 0; m < match->n; m++)
		if (match->at[m] != i &&
			score_first_wish(plan->sheet, i, match->at[m]))
			return true;
	for (size_t s = 0; s < match->stays; s++)
		if (score_first_wish(plan->sheet, i, match->stay[s]))
			return true;
	return false;
}

static void
count_wishes(struct pool *scratch, const struct plan *plan,
	struct solve_quality *quality)
{
	size_t n = plan->sheet->n;
	bool *first = pool_alloc(scratch, n * sizeof *first);

	for (size_t m = 0; m < plan->matches.n; m++) {
		const struct planned *match = &plan->matches.at[m];

		for (size_t i = 0; i < match->n; i++)
			first[match->at[i]] |=
				brings_first_wish(plan, match, match->at[i]);
	}
	for (size_t i = 0; i < n; i++) {
		if (!plan->placed[i] || !score_ranks(plan->sheet, i))
			continue;
		quality->ranked++;
		quality->ranked_first += first[i];
	}
}

/* ---- all of it ---------------------------------------------------------- */

static void
fill_people(const struct plan *plan, struct solve_quality *quality)
{
	for (size_t i = 0; i < plan->sheet->n; i++) {
		quality->placed += plan->placed[i];
		quality->people += plan->placed[i] || plan->waits[i];
	}
}

void
quality_fill(
	struct pool *pool, const struct plan *plan, struct solve_result *result)
{
	POOL_AUTO scratch = pool_new();
	struct solve_quality *quality = &result->quality;
	struct tally tally = { .plan = plan,
		.pool = scratch,
		.quality = quality,
		.full = score_full(plan->sheet) };

	fill_people(plan, quality);
	for (size_t m = 0; m < plan->matches.n; m++)
		count_match(&tally, &plan->matches.at[m]);
	fill_scores(&tally);
	if (plan->sides)
		rank_two_sides(scratch, plan, quality);
	else
		rank_one_pool(scratch, plan, quality);
	count_wishes(scratch, plan, quality);
	quality->possible = plan->possible;
	quality->proof = plan->proof;
	if (plan->proof != RUN_OPTIMAL)
		quality->unproven = pool_strdup(pool, plan->unproven);
	quality->bound = plan->proof == RUN_OPTIMAL
		? result->score
		: MAX(plan->bound, result->score);
}
