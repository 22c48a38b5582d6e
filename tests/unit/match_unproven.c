/* Without memory for an engine there is still a plan that keeps every rule, and
 * that says of itself that nothing is proven. */
#include "match_people.h"
#include "match_starved.h"

static void
check_unproven(struct bench *bench, const struct solve_result *result)
{
	g_assert_nonnull(result->quality.unproven);
	g_assert_cmpuint(result->matches.n, >, 0);
	g_assert_cmpint(result->score, <=, result->quality.bound);
	if (bench->matching.form == MATCHING_PEERS)
		check_result(bench, result);
}

/* As poor as can be, and a little less each time, until it is enough. */
static void
starve(enum matching_form form, enum objective objective)
{
	struct bench bench;
	int unproven = 0, after = 0;

	bench_open(&bench);
	random_people(&bench, 21, form, 4, true);
	bench.matching.objective = objective;
	struct solve_result *best = match_solve(bench.pool, &bench.input);
	const char *text = print_result(bench.pool, best);

	for (bool enough = false; !enough; after++) {
		starved_after = after;
		starved_asked = 0;
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		enough = starved_asked <= after;
		starved_after = -1;
		if (result->quality.proof == RUN_UNPROVEN) {
			unproven++;
			check_unproven(&bench, result);
		} else {
			g_assert_cmpstr(
				print_result(bench.pool, result), ==, text);
		}
	}
	g_assert_cmpint(unproven, >, 0);
	bench_close(&bench);
}

static void
test_peers(void)
{
	for (int objective = OBJECTIVE_COVERAGE; objective <= OBJECTIVE_FAIR;
		objective++)
		starve(MATCHING_PEERS, (enum objective)objective);
}

static void
test_mentors(void)
{
	for (int objective = OBJECTIVE_COVERAGE; objective <= OBJECTIVE_FAIR;
		objective++)
		starve(MATCHING_MENTORS, (enum objective)objective);
}

static void
test_rounds(void)
{
	starve(MATCHING_ROUNDS, OBJECTIVE_COVERAGE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/unproven/peers", test_peers);
	g_test_add_func("/match/unproven/mentors", test_mentors);
	g_test_add_func("/match/unproven/rounds", test_rounds);
	return g_test_run();
}
