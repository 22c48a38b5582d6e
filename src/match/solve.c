/* Who is put with whom: the plan that the engines made, in the words of the
 * program. */
#include "match/solve.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"
#include "match/plan.h"

/* Ascending ids. */
static void
add_member(struct member_list *members, int64_t id)
{
	size_t to = members->n++;

	for (; to > 0 && members->at[to - 1] > id; to--)
		members->at[to] = members->at[to - 1];
	members->at[to] = id;
}

static void
add_match(struct pool *pool, const struct plan *plan,
	const struct planned *planned, struct solve_result *result)
{
	struct solved_match *match = LIST_ADD(pool, &result->matches);

	for (size_t i = 0; i < planned->n; i++)
		add_member(
			&match->members, plan->sheet->who[planned->at[i]]->id);
	match->score = plan_match_score(plan, planned);
	match->reasons = reasons_of(pool, plan, planned);
	match->lead =
		planned->lead < 0 ? 0 : plan->sheet->who[planned->lead]->id;
	match->round = planned->round;
	match->joins = planned->joins;
	result->score += match->score;
}

static int64_t
mean_of(const struct solved_match *match)
{
	int64_t n = (int64_t)match->members.n;

	return n < 2 ? match->score : match->score / (n * (n - 1) / 2);
}

static int
by_members(const struct member_list *a, const struct member_list *b)
{
	for (size_t i = 0; i < MIN(a->n, b->n); i++)
		if (a->at[i] != b->at[i])
			return a->at[i] < b->at[i] ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

static int
best_first(const void *a, const void *b)
{
	const struct solved_match *x = a, *y = b;

	if (x->round != y->round)
		return x->round < y->round ? -1 : 1;
	if (mean_of(x) != mean_of(y))
		return mean_of(x) > mean_of(y) ? -1 : 1;
	return by_members(&x->members, &y->members);
}

static int
by_id(const void *a, const void *b)
{
	const struct unmatched *x = a, *y = b;

	return (x->participant > y->participant) -
		(x->participant < y->participant);
}

static void
add_unmatched(
	struct pool *pool, const struct plan *plan, struct solve_result *result)
{
	for (size_t i = 0; i < plan->sheet->n; i++)
		if (plan->waits[i])
			*LIST_ADD(
				pool, &result->unmatched) = (struct unmatched){
				plan->sheet->who[i]->id,
				plan->why[i] ? pool_strdup(pool, plan->why[i])
					     : compat_why(pool, plan->sheet, i),
				compat_remedy(pool, plan->sheet, i)
			};
	if (result->unmatched.n)
		qsort(result->unmatched.at, result->unmatched.n,
			sizeof *result->unmatched.at, by_id);
}

static struct solve_result *
plan_result(struct pool *pool, const struct plan *plan)
{
	struct solve_result *result = POOL_NEW(pool, struct solve_result);

	for (size_t m = 0; m < plan->matches.n; m++)
		add_match(pool, plan, &plan->matches.at[m], result);
	if (result->matches.n)
		qsort(result->matches.at, result->matches.n,
			sizeof *result->matches.at, best_first);
	add_unmatched(pool, plan, result);
	quality_fill(pool, plan, result);
	return result;
}

struct solve_result *
match_solve(struct pool *pool, const struct solve_input *input)
{
	POOL_AUTO scratch = pool_new();
	struct plan *plan = plan_solve(scratch, input);
	struct solve_result *result = plan_result(pool, plan);

	if (input->progress)
		input->progress(1, input->progress_arg);
	return result;
}
