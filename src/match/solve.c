/* Putting it together: as many as possible, then as well as possible, then
 * the odd ones; and the words for all of it.
 */
#include "match/solve.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/blossom.h"
#include "match/compat.h"
#include "match/exchange.h"
#include "match/score.h"
#include "match/trio.h"

/* ---- reasons of a match ---------------------------------------------- */

static bool
same_text(const struct match_reason *a, const struct match_reason *b)
{
	return !strcmp(a->criterion, b->criterion) &&
		!g_strcmp0(a->text, b->text) && a->one == b->one &&
		a->other == b->other;
}

/* The part of another pair that says the same, NULL when none does. */
static struct match_reason *
find_reason(struct match_reason_list *reasons, const struct match_reason *like)
{
	for (size_t i = 0; i < reasons->n; i++)
		if (same_text(&reasons->at[i], like))
			return &reasons->at[i];
	return NULL;
}

static void
for_two(const struct sheet *sheet, size_t a, size_t b,
	struct match_reason *reason)
{
	int64_t x = sheet->who[a]->id, y = sheet->who[b]->id;

	reason->one = MIN(x, y);
	reason->other = MAX(x, y);
}

static void
by_ids(const struct sheet *sheet, size_t at[3])
{
	for (size_t i = 1; i < 3; i++)
		for (size_t j = i; j > 0; j--)
			if (sheet->who[at[j]]->id < sheet->who[at[j - 1]]->id) {
				size_t other = at[j];

				at[j] = at[j - 1];
				at[j - 1] = other;
			}
}

/* What holds for all three pairs is said once; what holds for one, with
 * the two (an offer has them already). */
static struct match_reason_list
trio_reasons(struct pool *pool, const struct sheet *sheet, const size_t *at)
{
	struct match_reason_list all = { 0 };
	struct match_reason_list of[3];

	for (size_t i = 0; i < 3; i++)
		of[i] = score_reasons(pool, sheet, at[i], at[(i + 1) % 3]);
	for (size_t i = 0; i < 3; i++) {
		for (size_t r = 0; r < of[i].n; r++) {
			struct match_reason reason = of[i].at[r];
			struct match_reason *b =
				find_reason(&of[(i + 1) % 3], &reason);
			struct match_reason *c =
				find_reason(&of[(i + 2) % 3], &reason);

			if (b && c && i > 0)
				continue; /* said with the first pair */
			if (b && c)
				reason.points += b->points + c->points;
			else if (!reason.one)
				for_two(sheet, at[i], at[(i + 1) % 3], &reason);
			*LIST_ADD(pool, &all) = reason;
		}
	}
	score_sort(&all);
	return all;
}

/* ---- the result ------------------------------------------------------- */

static void
add_member(struct member_list *members, int64_t id)
{
	size_t to = members->n++;

	for (; to > 0 && members->at[to - 1] > id; to--)
		members->at[to] = members->at[to - 1];
	members->at[to] = id;
}

static void
count_pair(struct solve_quality *quality, int64_t score)
{
	if (quality->pairs++ == 0 || score < quality->worst)
		quality->worst = score;
	quality->mean += score; /* divided at the end */
}

static void
add_match(struct pool *pool, const struct sheet *sheet,
	struct solve_result *result, const size_t *at, size_t n)
{
	struct solved_match match = { 0 };

	for (size_t i = 0; i < n; i++) {
		add_member(&match.members, sheet->who[at[i]]->id);
		for (size_t j = i + 1; j < n; j++) {
			int64_t score = score_pair(sheet, at[i], at[j]);

			match.score += score;
			count_pair(&result->quality, score);
		}
	}
	match.reasons = n == 2 ? score_reasons(pool, sheet, at[0], at[1])
			       : trio_reasons(pool, sheet, at);
	result->score += match.score;
	result->quality.placed += (int64_t)n;
	*LIST_ADD(pool, &result->matches) = match;
}

static int64_t
pairs_of(size_t members)
{
	return (int64_t)(members * (members - 1) / 2);
}

static int
best_first(const void *a, const void *b)
{
	const struct solved_match *x = a, *y = b;
	int64_t mean_x = x->score / pairs_of(x->members.n);
	int64_t mean_y = y->score / pairs_of(y->members.n);

	if (mean_x != mean_y)
		return mean_x > mean_y ? -1 : 1;
	return (x->members.at[0] > y->members.at[0]) -
		(x->members.at[0] < y->members.at[0]);
}

static int
by_id(const void *a, const void *b)
{
	const struct unmatched *x = a, *y = b;

	return (x->participant > y->participant) -
		(x->participant < y->participant);
}

/* Everybody stands exactly once in matches or in unmatched. */
static void
add_pairs(struct pool *pool, const struct sheet *sheet,
	const struct pairing *pairing, struct solve_result *result)
{
	for (size_t i = 0; i < sheet->n; i++) {
		int32_t mate = pairing->mate[i];

		if (mate > (int32_t)i)
			add_match(pool, sheet, result,
				(size_t[]){ i, (size_t)mate }, 2);
		else if (mate < 0 && !pairing->out[i])
			*LIST_ADD(pool, &result->unmatched) =
				(struct unmatched){ sheet->who[i]->id,
					compat_why(pool, sheet, i), NULL };
	}
}

static void
finish(struct solve_result *result, const struct grid *grid, bool pairs_only)
{
	struct solve_quality *quality = &result->quality;

	if (result->matches.n)
		qsort(result->matches.at, result->matches.n,
			sizeof *result->matches.at, best_first);
	if (result->unmatched.n)
		qsort(result->unmatched.at, result->unmatched.n,
			sizeof *result->unmatched.at, by_id);
	quality->people = (int64_t)grid->n;
	quality->possible = grid->possible;
	if (quality->pairs)
		quality->mean /= quality->pairs;
	quality->bound = pairs_only ? grid->bound : INT64_MAX;
	quality->proof = pairs_only && !result->unmatched.n &&
			result->score >= grid->bound
		? RUN_OPTIMAL
		: RUN_BOUNDED;
}

/* ---- solving ---------------------------------------------------------- */

/* Pinned pairs stand before anything else; the first pin of a person counts. */
static void
pin(struct pairing *pairing, const struct sheet *sheet)
{
	for (size_t p = 0; p < sheet->pinned.n; p++) {
		size_t i = (size_t)(sheet->pinned.at[p] >> 32);
		size_t j = (size_t)(sheet->pinned.at[p] & UINT32_MAX);

		if (pairing->mate[i] >= 0 || pairing->mate[j] >= 0)
			continue;
		pairing_join(pairing, i, j);
		pairing->out[i] = pairing->out[j] = true;
	}
}

static struct trio_list
solve_pairs(struct pool *pool, struct pairing *pairing, uint64_t seed)
{
	struct candidates *best = candidates_new(pool, pairing->grid);

	exchange_start(pairing, best);
	blossom_cover(pairing);
	exchange_improve(pairing, best, seed);
	struct trio_list trios = trio_make(pool, pairing);
	if (trios.n)
		exchange_improve(pairing, best, seed);
	return trios;
}

struct solve_result *
match_solve(struct pool *pool, const struct solve_input *input)
{
	POOL_AUTO scratch = pool_new();
	struct solve_result *result = POOL_NEW(pool, struct solve_result);
	struct sheet *sheet = sheet_new(scratch, input, &input->people);
	struct grid *grid = grid_new(scratch, sheet);
	struct pairing *pairing = pairing_new(scratch, grid);

	pin(pairing, sheet);
	struct trio_list trios =
		solve_pairs(scratch, pairing, (uint64_t)input->seed);
	for (size_t t = 0; t < trios.n; t++) {
		by_ids(sheet, trios.at[t].at);
		add_match(pool, sheet, result, trios.at[t].at, 3);
	}
	add_pairs(pool, sheet, pairing, result);
	finish(result, grid, trios.n == 0);
	if (input->progress)
		input->progress(1, input->progress_arg);
	return result;
}
