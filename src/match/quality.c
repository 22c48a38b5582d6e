/* How good a result is: figures over its pairs, and where each one's partner
 * stands among all whom they might have got.
 *
 * The others are looked at once, pair by pair, as they stand in the graph that
 * was solved over. A graph of each one's best ones does for ranks up to as
 * many as it has of each. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/plan.h"
#include "match/score.h"

#define ALONE INT64_MIN /* whoever is possible is better than nobody */

LIST_OF(points_list, int64_t);

/* What somebody got, and how many others would have been better. */
struct standing_of {
	int64_t best, worst; /* as they see their partners; ALONE */
	int64_t better;      /* possible ones above the best */
	bool has, room;
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

static struct standing_of *
standings_new(struct pool *pool, size_t n)
{
	struct standing_of *of = pool_alloc(pool, n * sizeof *of);

	for (size_t i = 0; i < n; i++)
		of[i] = (struct standing_of){ ALONE, INT64_MAX, 0, false,
			false };
	return of;
}

static void
has_partner(struct standing_of *of, int64_t seen)
{
	of->has = true;
	of->best = MAX(of->best, seen);
	of->worst = MIN(of->worst, seen);
}

static void
count_rank(struct solve_quality *quality, const struct standing_of *of)
{
	if (!of->has)
		return;
	quality->first += of->better == 0;
	quality->first_three += of->better < 3;
	quality->first_ten += of->better < 10;
}

/* ---- one pool ----------------------------------------------------------- */

static void
meet(const struct plan *plan, struct standing_of *of, size_t i, size_t j)
{
	has_partner(&of[i], score_seen(plan->sheet, i, j));
	has_partner(&of[j], score_seen(plan->sheet, j, i));
}

static void
meet_all(const struct plan *plan, struct standing_of *of,
	const struct planned *match)
{
	for (size_t i = 0; i < match->n; i++) {
		for (size_t j = i + 1; j < match->n; j++)
			meet(plan, of, match->at[i], match->at[j]);
		for (size_t s = 0; s < match->stays; s++)
			meet(plan, of, match->at[i], match->stay[s]);
	}
}

static bool
prefers(const struct plan *plan, enum prefer prefer)
{
	const struct criterion_list *criteria = &plan->input.matching->criteria;

	for (size_t c = 0; c < criteria->n; c++)
		if (criteria->at[c].prefer == prefer)
			return true;
	return false;
}

static bool
sees_both_ways(const struct plan *plan)
{
	return prefers(plan, PREFER_COMPLEMENT) ||
		prefers(plan, PREFER_RANKED) || prefers(plan, PREFER_NAMED);
}

/* Would each rather have the other than whom they got? */
static int64_t
look_at(struct standing_of *a, struct standing_of *b, int64_t seen_by_a,
	int64_t seen_by_b)
{
	bool better_for_a = seen_by_a > a->best;
	bool better_for_b = seen_by_b > b->best;

	a->better += better_for_a;
	b->better += better_for_b;
	return better_for_a && better_for_b;
}

static void
rank_in_graph(const struct plan *plan, struct standing_of *of,
	struct solve_quality *quality)
{
	bool both = sees_both_ways(plan);

	for (size_t e = 0; e < plan->graph->edges.n; e++) {
		const struct edge *edge = &plan->graph->edges.at[e];
		size_t u = (size_t)edge->u, v = (size_t)edge->v;
		int64_t seen = both ? score_seen(plan->sheet, u, v)
				    : plan_edge_score(plan, edge);
		int64_t back = both ? score_seen(plan->sheet, v, u) : seen;

		quality->blocking += look_at(&of[u], &of[v], seen, back);
	}
	if (!plan->whole)
		quality->blocking = -1;
}

static void
rank_in_grid(const struct plan *plan, struct standing_of *of)
{
	for (size_t i = 0; i < plan->sheet->n; i++)
		for (size_t j = 0; j < i; j++)
			if (grid_allows(plan->grid, i, j))
				look_at(&of[i], &of[j],
					score_seen(plan->sheet, i, j),
					score_seen(plan->sheet, j, i));
}

static void
rank_one_pool(struct pool *scratch, const struct plan *plan,
	struct solve_quality *quality)
{
	struct standing_of *of = standings_new(scratch, plan->sheet->n);

	for (size_t m = 0; m < plan->matches.n; m++)
		meet_all(plan, of, &plan->matches.at[m]);
	if (plan->graph)
		rank_in_graph(plan, of, quality);
	else
		quality->blocking = -1;
	if (plan->grid)
		rank_in_grid(plan, of);
	for (size_t i = 0; i < plan->sheet->n; i++)
		count_rank(quality, &of[i]);
}

/* ---- two sides ---------------------------------------------------------- */

struct two_sides {
	struct standing_of *mentor, *mentee; /* one a place */
	struct pair_set together;
};

/* A place that is free, or held by somebody less wanted. */
static bool
would_take(const struct standing_of *of, int64_t seen)
{
	return of->room || (of->has && seen > of->worst);
}

static struct two_sides
two_sides_new(struct pool *pool, const struct plan *plan)
{
	const struct sheet *sheet = plan->sheet;
	const struct sides *sides = plan->sides;
	uint64_t *keys = pool_alloc(pool, plan->matches.n * sizeof *keys);
	struct two_sides two = { standings_new(pool, sheet->n),
		standings_new(pool, sheet->n), { 0 } };

	for (size_t m = 0; m < plan->matches.n; m++) {
		size_t mentor = plan->matches.at[m].at[0];
		size_t mentee = plan->matches.at[m].at[1];

		has_partner(&two.mentor[mentor],
			score_seen_directed(sheet, mentor, mentee, true));
		has_partner(&two.mentee[mentee],
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

static void
rank_two_sides(struct pool *scratch, const struct plan *plan,
	struct solve_quality *quality)
{
	const struct sides *sides = plan->sides;
	struct two_sides two = two_sides_new(scratch, plan);
	bool named = prefers(plan, PREFER_NAMED);

	for (size_t e = 0; e < sides->input.edges.n; e++) {
		const struct edge *edge = &sides->input.edges.at[e];
		size_t i = sides->left[edge->u], j = sides->right[edge->v];
		int64_t by_mentor = named
			? score_seen_directed(plan->sheet, i, j, true)
			: sides_edge_score(sides, edge);
		int64_t by_mentee = named
			? score_seen_directed(plan->sheet, i, j, false)
			: by_mentor;

		two.mentor[i].better += by_mentor > two.mentor[i].best;
		two.mentee[j].better += by_mentee > two.mentee[j].best;
		quality->blocking += would_take(&two.mentor[i], by_mentor) &&
			would_take(&two.mentee[j], by_mentee) &&
			!pair_set_has(&two.together, i, j);
	}
	if (!sides->whole)
		quality->blocking = -1;
	for (size_t i = 0; i < plan->sheet->n; i++)
		count_rank(quality,
			two.mentee[i].has ? &two.mentee[i] : &two.mentor[i]);
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
	quality->unproven = pool_strdup(pool, plan->unproven);
	quality->bound = plan->proof == RUN_OPTIMAL
		? result->score
		: MAX(plan->bound, result->score);
}
