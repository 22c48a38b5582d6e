/* Why these two: what is said must be what solving again comes to. */
#include "match/explain.h"
#include "match_people.h"

static bool
together(const struct solve_result *result, int64_t a, int64_t b)
{
	for (size_t m = 0; m < result->matches.n; m++) {
		const struct member_list *members =
			&result->matches.at[m].members;
		int found = 0;

		for (size_t i = 0; i < members->n; i++)
			found += members->at[i] == a || members->at[i] == b;
		if (found == 2)
			return true;
	}
	return false;
}

static void
explain(struct bench *bench, int64_t a, int64_t b, struct explanation *out)
{
	struct err err = { 0 };

	g_assert_true(
		match_explain(bench->pool, &bench->input, a, b, out, &err));
}

/* Forced by hand, the sum falls by just what was said. */
static void
check_costs(struct bench *bench, int64_t a, int64_t b)
{
	struct solve_result *before = match_solve(bench->pool, &bench->input);
	struct solve_input forced = bench->input;
	struct former_pair_list *list;
	struct explanation said;

	explain(bench, a, b, &said);
	g_assert_cmpint(said.together, ==, together(before, a, b));
	list = said.together ? &forced.forbidden : &forced.pinned;
	*LIST_ADD(bench->pool, list) = (struct former_pair){ a, b };
	struct solve_result *after = match_solve(bench->pool, &forced);

	g_assert_cmpint(
		said.costs - said.gains, ==, before->score - after->score);
	g_assert_cmpint(said.fewer, ==,
		MAX(before->quality.placed - after->quality.placed, 0));
	if (said.costs_at_least >= 0 && !said.rule &&
		before->quality.placed == after->quality.placed)
		g_assert_cmpint(said.costs_at_least, <=, said.costs);
	if (said.together)
		g_assert_true(said.rule == NULL);
	else
		g_assert_true(together(after, a, b) ||
			bench->matching.form == MATCHING_MENTORS);
}

static void
test_costs(void)
{
	dice = 31000;
	for (int round = 0; round < 200; round++) {
		struct bench bench;
		int n = 4 + (int)roll(9);

		bench_open(&bench);
		bench.matching.objective = (enum objective)(round / 2 % 4);
		random_people(&bench, n,
			round % 2 ? MATCHING_MENTORS : MATCHING_PEERS, 3,
			false);
		int64_t a = 1 + (int64_t)roll((uint64_t)n);
		int64_t b = 1 + (int64_t)roll((uint64_t)n);
		if (a != b)
			check_costs(&bench, MIN(a, b), MAX(a, b));
		bench_close(&bench);
	}
}

/* The duals say it without solving; of some pairs even exactly. */
static void
test_bound(void)
{
	struct bench bench;
	int exact = 0, known = 0;

	dice = 35000;
	bench_open(&bench);
	random_people(&bench, 40, MATCHING_PEERS, 3, false);
	for (int64_t b = 2; b <= 40; b++) {
		struct explanation said;

		explain(&bench, 1, b, &said);
		if (said.costs_at_least < 0 || said.rule || said.fewer)
			continue;
		known++;
		exact += said.costs_at_least == said.costs;
		g_assert_cmpint(said.costs_at_least, <=, said.costs);
	}
	g_test_message("%d known, %d exact", known, exact);
	g_assert_cmpint(known, >, 10);
	g_assert_cmpint(exact, >, 0);
	bench_close(&bench);
}

static void
four(struct bench *bench)
{
	bench_open(bench);
	attribute(bench, "team", ATTRIBUTE_TEXT, VISIBLE_PARTNER);
	rule(bench, RULE_DIFFERENT, "different team", "team", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 9);
	criterion(bench, PREFER_NEAR, "years", NULL, 10);
	person(bench, 1, "Ana", "team=x", "likes=tea, sea", "years=1", NULL);
	person(bench, 2, "Ben", "team=y", "likes=tea, sea", "years=1", NULL);
	person(bench, 3, "Cem", "team=z", "likes=tea", "years=1", NULL);
	person(bench, 4, "Dea", "team=x", "likes=go", "years=9", NULL);
}

static void
test_words(void)
{
	struct bench bench;
	struct explanation said;

	four(&bench);
	explain(&bench, 1, 4, &said);
	g_assert_cmpstr(said.rule, ==, "different team");
	g_assert_false(said.together);
	g_assert_cmpint(said.score, ==, 0);
	g_assert_cmpint(said.full, ==, 1900);
	/* every criterion, with no points too */
	g_assert_cmpuint(said.parts.n, ==, 2);
	g_assert_cmpint(said.a_possible, ==, 2);
	g_assert_cmpint(said.b_possible, ==, 2);
	/* Ana with Ben scores 1900, Cem with Dea 0 */
	g_assert_cmpuint(said.a_with.n, ==, 2);
	g_assert_cmpint(said.a_with.at[1], ==, 2);
	g_assert_cmpint(said.a_score, ==, 1900);
	g_assert_cmpint(said.b_score, ==, 0);
	/* Ana's other one is Cem, who is with Dea */
	g_assert_cmpuint(said.a_others.n, ==, 1);
	g_assert_cmpint(said.a_others.at[0].participant, ==, 3);
	g_assert_cmpint(said.a_others.at[0].score, ==, 1900);
	g_assert_cmpint(said.a_others.at[0].with.at[1], ==, 4);
	g_assert_cmpint(said.a_others.at[0].score_there, ==, 0);
	g_assert_cmpint(said.a_others.at[0].costs, ==, 0);
	bench_close(&bench);
}

static void
test_others_cost(void)
{
	struct bench bench;
	struct explanation said;

	four(&bench);
	bench.input.people.at[2]->attributes.at[2].value = "9"; /* Cem */
	explain(&bench, 1, 2, &said);
	g_assert_true(said.together);
	g_assert_null(said.rule);
	/* 1900 and 1000; apart: Ana with Cem 900, Ben with Dea 0 */
	g_assert_cmpint(said.costs, ==, 2000);
	g_assert_cmpint(said.fewer, ==, 0);
	g_assert_cmpuint(said.a_others.n, ==, 1);
	g_assert_cmpint(said.a_others.at[0].costs, ==, 2000);
	g_assert_cmpuint(said.b_others.n, ==, 2);
	g_assert_cmpint(said.b_others.at[0].participant, ==, 3);
	bench_close(&bench);
}

static void
test_strangers(void)
{
	struct bench bench;
	struct explanation said = { .costs = 77 };
	struct err err = { 0 };

	four(&bench);
	g_assert_false(
		match_explain(bench.pool, &bench.input, 1, 99, &said, &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	g_assert_false(
		match_explain(bench.pool, &bench.input, 1, 1, &said, &err));
	g_assert_cmpint(said.costs, ==, 77);
	bench_close(&bench);
}

/* Groups and rounds: what is known, and -1 for what is not. */
static void
test_other_forms(void)
{
	struct bench bench;
	struct explanation said;

	for (int form = MATCHING_GROUPS; form <= MATCHING_ROUNDS; form++) {
		four(&bench);
		bench.matching.rules.n = 0;
		bench.matching.form = (enum matching_form)form;
		bench.matching.size = 4;
		explain(&bench, 1, 2, &said);
		g_assert_true(said.together);
		g_assert_cmpint(said.costs, ==, -1);
		g_assert_cmpint(said.costs_at_least, ==, -1);
		g_assert_cmpuint(
			said.a_with.n, ==, form == MATCHING_GROUPS ? 4 : 2);
		bench_close(&bench);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/explain/costs", test_costs);
	g_test_add_func("/match/explain/bound", test_bound);
	g_test_add_func("/match/explain/words", test_words);
	g_test_add_func("/match/explain/others-cost", test_others_cost);
	g_test_add_func("/match/explain/strangers", test_strangers);
	g_test_add_func("/match/explain/other-forms", test_other_forms);
	return g_test_run();
}
