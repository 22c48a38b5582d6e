/* What is said to whoever nobody was found for, where it is neither a rule nor
 * that all are taken. */
#include "match_bench.h"

/* Who is in no group because of numbers is told so, not of rules. */
static void
test_group_numbers(void)
{
	static const struct {
		int size, mentors, others;
		bool leaders;
		size_t left;
		const char *why;
	} cases[] = {
		{ 12, 0, 3, false, 3,
			"3 people cannot be divided into groups of 11 to 12" },
		{ 5, 0, 7, false, 1,
			"7 people cannot be divided into groups of 4 to 6" },
		{ 4, 0, 9, true, 9, "nobody is left to lead another group" },
		{ 4, 1, 12, true, 8, "nobody is left to lead another group" },
		{ 4, 9, 3, true, 8, "more leaders than groups" },
	};

	for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
		struct bench bench;

		bench_open(&bench);
		bench.matching.form = MATCHING_GROUPS;
		bench.matching.size = cases[c].size;
		bench.matching.leaders = cases[c].leaders;
		for (int i = 0; i < cases[c].mentors + cases[c].others; i++)
			person(&bench, i + 1, "P", NULL)->role =
				i < cases[c].mentors ? ROLE_MENTOR
				: cases[c].leaders   ? ROLE_MENTEE
						     : ROLE_PEER;
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		g_assert_cmpuint(result->unmatched.n, ==, cases[c].left);
		for (size_t u = 0; u < result->unmatched.n; u++)
			g_assert_cmpstr(
				result->unmatched.at[u].why, ==, cases[c].why);
		bench_close(&bench);
	}
}

/* Partners whom the objective leaves free are not called taken. */
static void
test_worthless(void)
{
	static const char want[] = "free partners are there";
	struct bench bench;

	bench_open(&bench);
	bench.matching.objective = OBJECTIVE_QUALITY;
	criterion(&bench, PREFER_SAME, "team", NULL, 10);
	person(&bench, 1, "A", "team=a", NULL);
	person(&bench, 2, "B", "team=b", NULL);
	person(&bench, 3, "C", "team=c", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 3);
	for (size_t u = 0; u < result->unmatched.n; u++)
		g_assert_true(
			g_str_has_prefix(result->unmatched.at[u].why, want));
	bench.matching.form = MATCHING_MENTORS;
	bench.matching.capacity = 1;
	bench.matching.mentors = 1;
	bench.input.people.at[0]->role = ROLE_MENTOR;
	bench.input.people.at[1]->role = ROLE_MENTEE;
	bench.input.people.at[2]->role = ROLE_MENTEE;
	result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 3);
	for (size_t u = 0; u < result->unmatched.n; u++)
		g_assert_true(
			g_str_has_prefix(result->unmatched.at[u].why, want));
	bench_close(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/why/group-numbers", test_group_numbers);
	g_test_add_func("/match/why/worthless", test_worthless);
	return g_test_run();
}
