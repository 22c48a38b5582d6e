/* Why these two, and why not those: one run looked into, and run again with
 * another word of the coordinator. */
#include "match/explain.h"

#include <glib.h>
#include <string.h>

#include "match/candidates.h"
#include "match/compat.h"
#include "match/plan.h"
#include "match/score.h"

#define SOLVE_AGAIN  4000 /* people: up to so many, one pair is tried out */
#define TRY_OTHERS   600  /* and all that are shown */
#define SHOWN_OTHERS 5

struct look {
	struct pool *pool, *scratch;
	const struct solve_input *input;
	const struct plan *plan;
	int64_t placed, score; /* by the plan */
};

/* ---- a run as it is ------------------------------------------------------ */

static bool
holds(const size_t *at, size_t n, size_t i)
{
	for (size_t m = 0; m < n; m++)
		if (at[m] == i)
			return true;
	return false;
}

static bool
is_in(const struct planned *match, size_t i)
{
	return holds(match->at, match->n, i) ||
		holds(match->stay, match->stays, i);
}

static void
count(const struct plan *plan, int64_t *placed, int64_t *score)
{
	*placed = *score = 0;
	for (size_t i = 0; i < plan->sheet->n; i++)
		*placed += plan->placed[i];
	for (size_t m = 0; m < plan->matches.n; m++)
		*score += plan_match_score(plan, &plan->matches.at[m]);
}

/* Ascending, each once, as many as fit. */
static void
add_member(struct member_list *members, int64_t id)
{
	size_t to = 0;

	while (to < members->n && members->at[to] < id)
		to++;
	if (members->n == G_N_ELEMENTS(members->at) ||
		(to < members->n && members->at[to] == id))
		return;
	memmove(&members->at[to + 1], &members->at[to],
		(members->n - to) * sizeof *members->at);
	members->at[to] = id;
	members->n++;
}

static void
add_members(const struct plan *plan, const size_t *at, size_t n,
	struct member_list *members)
{
	for (size_t m = 0; m < n; m++)
		add_member(members, plan->sheet->who[at[m]]->id);
}

/* Whom they got: all of them, a mentor's mentees too; and what that scores. */
static struct member_list
with_whom(const struct plan *plan, size_t i, int64_t *score)
{
	struct member_list members = { 0 };

	*score = 0;
	for (size_t m = 0; m < plan->matches.n; m++) {
		const struct planned *match = &plan->matches.at[m];

		if (!is_in(match, i))
			continue;
		add_members(plan, match->at, match->n, &members);
		add_members(plan, match->stay, match->stays, &members);
		*score += plan_match_score(plan, match);
	}
	return members;
}

static bool
are_together(const struct plan *plan, size_t i, size_t j)
{
	for (size_t m = 0; m < plan->matches.n; m++)
		if (is_in(&plan->matches.at[m], i) &&
			is_in(&plan->matches.at[m], j))
			return true;
	return false;
}

/* ---- what it would cost ------------------------------------------------------ */

static struct former_pair_list
without(struct pool *pool, const struct former_pair_list *pairs,
	const struct former_pair *pair)
{
	struct former_pair_list kept = { 0 };

	for (size_t p = 0; p < pairs->n; p++)
		if (MIN(pairs->at[p].a, pairs->at[p].b) != pair->a ||
			MAX(pairs->at[p].a, pairs->at[p].b) != pair->b)
			*LIST_ADD(pool, &kept) = pairs->at[p];
	return kept;
}

/* The same question with one more word of the coordinator, the newest one,
 * and so the first that counts. */
static struct solve_input
asked_anew(struct pool *pool, const struct solve_input *input, int64_t a,
	int64_t b, bool apart)
{
	struct former_pair pair = { MIN(a, b), MAX(a, b) };
	struct solve_input anew = *input;
	struct former_pair_list pinned = without(pool, &input->pinned, &pair);

	anew.progress = NULL;
	anew.pinned = (struct former_pair_list){ 0 };
	anew.forbidden = without(pool, &input->forbidden, &pair);
	if (apart)
		*LIST_ADD(pool, &anew.forbidden) = pair;
	else
		*LIST_ADD(pool, &anew.pinned) = pair;
	for (size_t p = 0; p < pinned.n; p++)
		*LIST_ADD(pool, &anew.pinned) = pinned.at[p];
	return anew;
}

static bool
can_try(const struct look *look, size_t most)
{
	enum matching_form form = look->input->matching->form;

	return (form == MATCHING_PEERS || form == MATCHING_MENTORS) &&
		look->plan->sheet->n <= most &&
		look->plan->proof != RUN_UNPROVEN;
}

/* What all together lose: people, and points (negative: they gain). */
struct loss {
	int64_t people, points;
};

/* By solving again; false, and nothing known, without a proof. */
static bool
try_out(const struct look *look, size_t i, size_t j, bool apart,
	struct loss *loss)
{
	POOL_AUTO scratch = pool_new();
	const struct sheet *sheet = look->plan->sheet;
	struct solve_input anew = asked_anew(scratch, look->input,
		sheet->who[i]->id, sheet->who[j]->id, apart);
	const struct plan *plan = plan_solve(scratch, &anew);
	int64_t placed, score;

	if (plan->proof == RUN_UNPROVEN)
		return false;
	count(plan, &placed, &score);
	*loss = (struct loss){ look->placed - placed, look->score - score };
	return true;
}

/* Do the weights of the engine differ from scores by nothing that another
 * result could change? */
static bool
weights_are_scores(const struct look *look)
{
	const struct sheet *sheet = look->plan->sheet;

	if (sheet->history.n || sheet->kept.n)
		return false;
	for (size_t i = 0; i < sheet->n; i++)
		if (sheet->credit[i] && !look->plan->placed[i])
			return false;
	return true;
}

/* The values of the proof tell without solving again; -1 when they do not,
 * or when the two can only be had with fewer pairs. */
static int64_t
at_least(const struct look *look, size_t i, size_t j, bool apart)
{
	const struct plan *plan = look->plan;

	if (!plan->pairs || plan->within || plan->trios.n ||
		!weights_are_scores(look))
		return -1;
	if (apart)
		return 0;
	int64_t slack = duals_slack(&plan->pairs->duals, (int32_t)i, (int32_t)j,
		candidates_weight(plan->sheet, i, j));
	if (plan->aim == PAIRS_COVER && slack > -plan->pairs->duals.floor / 2)
		return -1;
	return MAX((slack + 1) / 2, 0);
}

/* ---- those who would be good ----------------------------------------------- */

struct good {
	size_t at[SHOWN_OTHERS]; /* places */
	int64_t score[SHOWN_OTHERS];
	size_t n;
};

static void
offer(struct good *good, size_t j, int64_t score)
{
	size_t to = good->n < SHOWN_OTHERS ? good->n++ : SHOWN_OTHERS;

	for (; to > 0 && score > good->score[to - 1]; to--) {
		if (to == SHOWN_OTHERS)
			continue;
		good->at[to] = good->at[to - 1];
		good->score[to] = good->score[to - 1];
	}
	if (to == SHOWN_OTHERS)
		return;
	good->at[to] = j;
	good->score[to] = score;
}

static struct alternative
alternative_of(const struct look *look, size_t i, size_t j, int64_t score)
{
	struct alternative other = { look->plan->sheet->who[j]->id, score,
		{ { 0 }, 0 }, 0, -1 };
	struct loss loss;

	other.with = with_whom(look->plan, j, &other.score_there);
	if (can_try(look, TRY_OTHERS) && try_out(look, i, j, false, &loss))
		other.costs = MAX(loss.points, 0);
	else
		other.costs = at_least(look, i, j, false);
	return other;
}

/* Best first; how many are possible at all in *possible. */
static struct alternative_list
others_of(const struct look *look, size_t i, size_t asked, int64_t *possible)
{
	const struct sheet *sheet = look->plan->sheet;
	struct alternative_list others = { 0 };
	struct good good = { 0 };

	*possible = 0;
	for (size_t j = 0; j < sheet->n; j++) {
		if (j == i || compat_stops(sheet, i, j) != COMPAT_FINE)
			continue;
		++*possible;
		if (j != asked && !are_together(look->plan, i, j))
			offer(&good, j, score_pair(sheet, i, j));
	}
	for (size_t g = 0; g < good.n; g++)
		*LIST_ADD(look->pool, &others) =
			alternative_of(look, i, good.at[g], good.score[g]);
	return others;
}

/* ---- the answer --------------------------------------------------------------- */

static void
explain_pair(
	const struct look *look, size_t i, size_t j, struct explanation *out)
{
	const struct sheet *sheet = look->plan->sheet;
	struct loss loss;

	out->together = are_together(look->plan, i, j);
	out->rule = pool_strdup(
		look->pool, compat_name(sheet, compat_stops(sheet, i, j)));
	out->score = score_pair(sheet, i, j);
	out->full = score_full(sheet);
	out->parts = score_parts(look->pool, sheet, i, j);
	out->a_with = with_whom(look->plan, i, &out->a_score);
	out->b_with = with_whom(look->plan, j, &out->b_score);
	out->fewer = out->costs = -1;
	out->costs_at_least = at_least(look, i, j, out->together);
	if (can_try(look, SOLVE_AGAIN) &&
		try_out(look, i, j, out->together, &loss)) {
		out->fewer = MAX(loss.people, 0);
		out->costs = MAX(loss.points, 0);
		out->gains = MAX(-loss.points, 0);
	}
	out->a_others = others_of(look, i, j, &out->a_possible);
	out->b_others = others_of(look, j, i, &out->b_possible);
}

static int64_t
place_of(const struct plan *plan, int64_t id)
{
	int64_t place = sheet_place(plan->sheet, id);

	return place >= 0 && plan->asked[place] ? place : -1;
}

bool
match_explain(struct pool *pool, const struct solve_input *input, int64_t a,
	int64_t b, struct explanation *out, struct err *err)
{
	POOL_AUTO scratch = pool_new();
	const struct plan *plan = plan_solve(scratch, input);
	struct look look = { pool, scratch, input, plan, 0, 0 };
	int64_t i = place_of(plan, a), j = place_of(plan, b);

	if (i < 0 || j < 0 || i == j)
		return err_set(err, ERR_NEVER,
			"only two different people who are to be matched can "
			"be explained");
	struct explanation explanation = { 0 };
	count(plan, &look.placed, &look.score);
	explain_pair(&look, (size_t)i, (size_t)j, &explanation);
	*out = explanation;
	return true;
}
