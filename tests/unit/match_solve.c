/* Who is put with whom: pairs, trios, who waits, and whose wish counts. */
#include "match_bench.h"

static void
test_odd_one(void)
{
	struct bench bench;

	bench_open(&bench);
	attribute(&bench, "likes", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	criterion(&bench, PREFER_SHARED, "likes", NULL, 10);
	person(&bench, 1, "Ana", "likes=tea, chess", NULL);
	person(&bench, 2, "Ben", "likes=tea, chess", NULL);
	person(&bench, 3, "Cem", "likes=sea", NULL);
	person(&bench, 4, "Dea", "likes=sea", NULL);
	person(&bench, 5, "Eva", "likes=tea", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpstr(
		print_result(bench.pool, result), ==, "4000: 1+2+5 3+4");
	const struct match_reason_list *reasons =
		&result->matches.at[0].reasons;
	g_assert_cmpuint(reasons->n, ==, 3);
	g_assert_cmpstr(reasons->at[0].text, ==, "tea, chess");
	g_assert_cmpint(reasons->at[0].one, ==, 1);
	g_assert_cmpint(reasons->at[0].other, ==, 2);
	g_assert_cmpstr(result->matches.at[1].reasons.at[0].text, ==, "sea");
	g_assert_cmpint(result->quality.placed, ==, 5);
	bench_close(&bench);
}

/* Lonely Eva may be with Ana alone, Ana's pair with Ben takes no third: the
 * odd one has to become somebody else. */
static void
test_odd_one_changes(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	person(&bench, 1, "Ana", "room=a, e", NULL);
	person(&bench, 2, "Ben", "room=a, b", NULL);
	person(&bench, 3, "Cem", "room=b, x", NULL);
	person(&bench, 4, "Dea", "room=b, x", NULL);
	person(&bench, 5, "Eva", "room=e", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 1+5 2+3+4");
	bench_close(&bench);
}

/* As before, but along a path: only 1-2, 2-3, 3-4, 4-5, 5-6, 6-7, 5-7. */
static void
test_odd_one_far_away(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	person(&bench, 1, "A", "room=r12", NULL);
	person(&bench, 2, "B", "room=r12, r23", NULL);
	person(&bench, 3, "C", "room=r23, r34", NULL);
	person(&bench, 4, "D", "room=r34, r45", NULL);
	person(&bench, 5, "E", "room=r45, r567", NULL);
	person(&bench, 6, "F", "room=r567", NULL);
	person(&bench, 7, "G", "room=r567", NULL);
	for (bench.input.seed = 0; bench.input.seed < 50; bench.input.seed++)
		g_assert_cmpstr(print_result(bench.pool,
					match_solve(bench.pool, &bench.input)),
			==, "0: 1+2 3+4 5+6+7");
	bench_close(&bench);
}

static void
test_unmatched_why(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_DIFFERENT, "different department", "team", 0);
	for (int i = 1; i <= 6; i++)
		person(&bench, i, "P", i < 6 ? "team=A" : "team=B", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpuint(result->matches.n, ==, 1);
	g_assert_cmpuint(result->unmatched.n, ==, 4);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"all 1 possible partners (of 5) are taken");
	bench.input.people.at[5]->attributes.at[0].value = "a";
	result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 6);
	g_assert_cmpstr(result->unmatched.at[5].why, ==,
		"no one left: 'different department' rules out 5 of 5");
	bench.program.language = "de";
	result = match_solve(bench.pool, &bench.input);
	g_assert_nonnull(
		strstr(result->unmatched.at[5].why, "schließt 5 von 5 aus"));
	bench_close(&bench);
}

static void
test_few(void)
{
	struct bench bench;

	bench_open(&bench);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0:");
	person(&bench, 1, "A", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: (1: there is nobody else to be matched)");
	person(&bench, 2, "B", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+2");
	person(&bench, 3, "C", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+2+3");
	bench_close(&bench);
}

/* Former partners again only when there is no other way, and not at all with
 * the rule; pins and vetoes are kept; who waited goes first. */
static void
test_wishes(void)
{
	struct bench bench;

	bench_open(&bench);
	criterion(&bench, PREFER_SAME, "team", NULL, 10);
	person(&bench, 1, "A", "team=x", NULL);
	person(&bench, 2, "B", "team=x", NULL);
	person(&bench, 3, "C", "team=y", NULL);
	person(&bench, 4, "D", "team=y", NULL);
	*LIST_ADD(bench.pool, &bench.input.history) =
		(struct former_pair){ 1, 2 };
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	g_assert_cmpint(result->score, ==, 0);
	bench.input.people.n = 2;
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "1000: 1+2");
	rule(&bench, RULE_NOT_BEFORE, "new", NULL, 0);
	result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 2);
	bench.matching.rules.n = 0;
	bench.input.people.n = 4;
	bench.input.history.n = 0;
	*LIST_ADD(bench.pool, &bench.input.pinned) =
		(struct former_pair){ 2, 3 };
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+4 2+3");
	bench.input.pinned.n = 0;
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 2 };
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 3 };
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+4 2+3");
	bench_close(&bench);
}

static void
test_waiting(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_DIFFERENT, "other side", "side", 0);
	for (int i = 1; i <= 9; i++)
		person(&bench, i, "P", i > 8 ? "side=r" : "side=l", NULL);
	*LIST_ADD(bench.pool, &bench.input.credits) =
		(struct waiting_credit){ 5, 100 };
	for (bench.input.seed = 0; bench.input.seed < 20; bench.input.seed++) {
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);

		g_assert_cmpuint(result->matches.n, ==, 1);
		g_assert_cmpint(result->matches.at[0].members.at[0], ==, 5);
		g_assert_cmpint(result->score, ==, 0);
	}
	bench_close(&bench);
}

static void
test_mentors(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	for (int i = 1; i <= 8; i++)
		person(&bench, i, "P", NULL)->role =
			i % 2 ? ROLE_MENTOR : ROLE_MENTEE;
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->matches.n, ==, 4);
	for (size_t m = 0; m < result->matches.n; m++)
		g_assert_cmpint((result->matches.at[m].members.at[0] +
					result->matches.at[m].members.at[1]) %
				2,
			==, 1);
	bench_close(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/odd-one", test_odd_one);
	g_test_add_func("/match/odd-one-changes", test_odd_one_changes);
	g_test_add_func("/match/odd-one-far-away", test_odd_one_far_away);
	g_test_add_func("/match/unmatched-why", test_unmatched_why);
	g_test_add_func("/match/few", test_few);
	g_test_add_func("/match/wishes", test_wishes);
	g_test_add_func("/match/waiting", test_waiting);
	g_test_add_func("/match/mentors", test_mentors);
	return g_test_run();
}
