/* What made a match, said once: of two people each part of their score, of
 * more what all of them have in common, and what only two of them do. All
 * points together are the score; a mail says less of it (write/gather.c). */
#include <glib.h>
#include <string.h>

#include "match/plan.h"
#include "match/score.h"

struct pair_reasons {
	size_t i, j; /* places */
	struct match_reason_list list;
};
LIST_OF(pair_reasons_list, struct pair_reasons);

static bool
says_the_same(const struct match_reason *a, const struct match_reason *b)
{
	return !strcmp(a->criterion, b->criterion) &&
		!g_strcmp0(a->text, b->text) && a->one == b->one &&
		a->other == b->other;
}

static const struct match_reason *
find_reason(
	const struct match_reason_list *list, const struct match_reason *like)
{
	for (size_t i = 0; i < list->n; i++)
		if (says_the_same(&list->at[i], like))
			return &list->at[i];
	return NULL;
}

/* The points of that reason over all pairs; 0 unless every pair has it. */
static int64_t
points_of_all(
	const struct pair_reasons_list *pairs, const struct match_reason *like)
{
	int64_t points = 0;

	for (size_t p = 0; p < pairs->n; p++) {
		const struct match_reason *found =
			find_reason(&pairs->at[p].list, like);

		if (!found)
			return 0;
		points += found->points;
	}
	return points;
}

static void
name_two(const struct sheet *sheet, const struct pair_reasons *pair,
	struct match_reason *reason)
{
	int64_t x = sheet->who[pair->i]->id, y = sheet->who[pair->j]->id;

	reason->one = MIN(x, y);
	reason->other = MAX(x, y);
}

/* What holds for all pairs is said once; what holds for one, with the two (an
 * offer has them already). */
static struct match_reason_list
merge(struct pool *pool, const struct sheet *sheet,
	const struct pair_reasons_list *pairs)
{
	struct match_reason_list all = { 0 };

	for (size_t p = 0; p < pairs->n; p++) {
		for (size_t r = 0; r < pairs->at[p].list.n; r++) {
			struct match_reason reason = pairs->at[p].list.at[r];
			int64_t points = points_of_all(pairs, &reason);

			if (points && p > 0)
				continue; /* said with the first pair */
			if (points)
				reason.points = points;
			else if (!reason.one)
				name_two(sheet, &pairs->at[p], &reason);
			*LIST_ADD(pool, &all) = reason;
		}
	}
	return all;
}

static void
add_pair(struct pool *scratch, struct pool *pool, const struct plan *plan,
	struct pair_reasons_list *pairs, size_t i, size_t j)
{
	*LIST_ADD(scratch, pairs) = (struct pair_reasons){ i, j,
		score_reasons(pool, plan->sheet, i, j) };
}

/* By ids, so that the order of lots does not show. */
static struct planned
in_order(const struct sheet *sheet, const struct planned *match)
{
	struct planned ordered = *match;

	for (size_t i = 1; i < ordered.n; i++) {
		size_t at = ordered.at[i], to = i;

		for (; to > 0 &&
			sheet->who[ordered.at[to - 1]]->id > sheet->who[at]->id;
			to--)
			ordered.at[to] = ordered.at[to - 1];
		ordered.at[to] = at;
	}
	return ordered;
}

struct match_reason_list
reasons_of(
	struct pool *pool, const struct plan *plan, const struct planned *match)
{
	POOL_AUTO scratch = pool_new();
	struct planned ordered = in_order(plan->sheet, match);
	struct pair_reasons_list pairs = { 0 };

	if (plan->input.matching->form == MATCHING_MENTORS)
		return score_reasons_directed(
			pool, plan->sheet, match->at[0], match->at[1]);
	if (ordered.n == 2 && ordered.stays == 0)
		return score_reasons(
			pool, plan->sheet, ordered.at[0], ordered.at[1]);
	for (size_t i = 0; i < ordered.n; i++)
		for (size_t j = i + 1; j < ordered.n; j++)
			add_pair(scratch, pool, plan, &pairs, ordered.at[i],
				ordered.at[j]);
	for (size_t i = 0; i < ordered.n; i++)
		for (size_t s = 0; s < ordered.stays; s++)
			add_pair(scratch, pool, plan, &pairs, ordered.at[i],
				ordered.stay[s]);
	struct match_reason_list all = merge(pool, plan->sheet, &pairs);
	score_sort(&all);
	return all;
}
