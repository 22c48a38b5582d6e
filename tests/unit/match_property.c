/* What must hold of every run, whatever the people: more rules, pins and vetoes
 * never make it better; who is called what, and who stands where in the roster,
 * changes nothing; and it is proven. */
#include "match_people.h"

/* What a run is worth, the first thing first. */
#define WORTHS 4
struct worth {
	int64_t of[WORTHS];
	size_t trios;
	bool proven;
};

static const enum objective objectives[] = { OBJECTIVE_COVERAGE,
	OBJECTIVE_QUALITY, OBJECTIVE_FAIR };

/* ---- people ------------------------------------------------------------- */

static void
random_person(struct bench *bench, int64_t id, uint64_t rooms)
{
	struct pool *pool = bench->pool;

	person(bench, id, pool_printf(pool, "P%d", (int)id),
		pool_printf(pool, "room=r%d, r%d", (int)roll(rooms),
			(int)roll(rooms)),
		pool_printf(pool, "likes=l%d, l%d, l%d", (int)roll(9),
			(int)roll(9), (int)roll(9)),
		pool_printf(pool, "can=c%d, c%d", (int)roll(6), (int)roll(6)),
		pool_printf(pool, "years=%d", (int)roll(12)),
		pool_printf(pool, "team=t%d", (int)roll(4)), NULL);
}

/* A pool of up to `most` people in which a share of the pairs is allowed;
 * every seed another. */
static void
open_random(struct bench *bench, uint64_t seed, uint64_t most)
{
	dice = seed << 20;
	bench_open(bench);
	attribute(bench, "room", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "likes", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "can", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common room", "room", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 20);
	criterion(bench, PREFER_COMPLEMENT, "can", "likes", 10);
	criterion(bench, PREFER_DIFFERENT, "team", NULL, 3);
	criterion(bench, PREFER_NEAR, "years", NULL, 5);
	bench->matching.objective = objectives[seed % G_N_ELEMENTS(objectives)];
	bench->matching.odd = seed / 3 % 2 ? ODD_REST : ODD_TRIO;
	int64_t n = 2 + (int64_t)roll(most - 1);
	uint64_t rooms = 1 + roll((uint64_t)n / 2 + 1);
	for (int64_t id = 1; id <= n; id++)
		random_person(bench, id, rooms);
}

static size_t
count_trios(const struct solve_result *result)
{
	size_t trios = 0;

	for (size_t m = 0; m < result->matches.n; m++)
		trios += result->matches.at[m].members.n == 3;
	return trios;
}

/* Proven, unless there were several odd ones for trios: then each was placed
 * as well as could be after those before. */
static struct solve_result *
solve(struct bench *bench)
{
	struct solve_result *result = match_solve(bench->pool, &bench->input);
	size_t trios = count_trios(result);

	if (trios == 0 || (trios == 1 && result->unmatched.n == 0))
		g_assert_cmpint(result->quality.proof, ==, RUN_OPTIMAL);
	else
		g_assert_cmpint(result->quality.proof, !=, RUN_UNPROVEN);
	return result;
}

/* A trio counts three pairs: so fewer of them come before the sum. */
static struct worth
worth_of(const struct bench *bench, const struct solve_result *result)
{
	const struct solve_quality *quality = &result->quality;
	size_t trios = count_trios(result);
	int64_t worst = 0, placed = quality->placed;

	if (bench->matching.objective == OBJECTIVE_FAIR && placed)
		worst = quality->worst;
	if (bench->matching.objective == OBJECTIVE_QUALITY)
		placed = 0;
	return (struct worth){ { placed, worst, -(int64_t)trios,
				       result->score },
		trios, quality->proof == RUN_OPTIMAL };
}

static int
compare(const struct worth *a, const struct worth *b)
{
	for (int i = 0; i < WORTHS; i++)
		if (a->of[i] != b->of[i])
			return a->of[i] < b->of[i] ? -1 : 1;
	return 0;
}

/* Where only the sum counts, more lonely people make more trios, and these a
 * larger sum. */
static void
no_better(struct bench *bench, const struct worth *before, uint64_t seed)
{
	struct solve_result *result = solve(bench);
	struct worth after = worth_of(bench, result);

	if (!before->proven || compare(&after, before) <= 0 ||
		(bench->matching.objective == OBJECTIVE_QUALITY &&
			after.trios + before->trios))
		return;
	g_test_message("seed %d: from %d to %d placed, %d to %d worst, "
		       "%d to %d trios, sum %d to %d: %s",
		(int)seed, (int)before->of[0], (int)after.of[0],
		(int)before->of[1], (int)after.of[1], (int)before->trios,
		(int)after.trios, (int)before->of[3], (int)after.of[3],
		print_result(bench->pool, result));
	g_test_fail();
}

/* ---- more that has to be kept --------------------------------------------- */

static void
test_rule(void)
{
	static const struct match_rule more[] = {
		{ "another team", RULE_DIFFERENT, "team", 0, 0 },
		{ "the same team", RULE_SAME, "team", 0, 0 },
		{ "something liked", RULE_SHARE, "likes", 0, 0 },
		{ "years apart", RULE_AT_LEAST, "years", 0, 3000 },
		{ "years together", RULE_AT_MOST, "years", 0, 5000 },
	};
	int fewer = 0;

	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;

		open_random(&bench, seed, 40);
		struct solve_result *result = solve(&bench);
		int64_t placed = result->quality.placed;
		struct worth worth = worth_of(&bench, result);

		for (size_t i = 0; i < 2; i++) {
			*LIST_ADD(bench.pool, &bench.matching.rules) =
				more[roll(G_N_ELEMENTS(more))];
			no_better(&bench, &worth, seed);
			result = solve(&bench);
			worth = worth_of(&bench, result);
		}
		check_result(&bench, result);
		fewer += result->quality.placed < placed;
		bench_close(&bench);
	}
	g_assert_cmpint(fewer, >, 20);
}

/* Two people that no rule forbids, one of them perhaps in a match already. */
static bool
draw_allowed(struct bench *bench, struct former_pair *pair)
{
	size_t n = bench->input.people.n;
	const char *text;

	for (int i = 0; i < 60; i++) {
		const struct participant *a = bench->input.people.at[roll(n)];
		const struct participant *b = bench->input.people.at[roll(n)];

		if (a->id >= b->id || score(bench, a, b, &text) < 0)
			continue;
		*pair = (struct former_pair){ a->id, b->id };
		return true;
	}
	return false;
}

static bool
together(const struct solve_result *result, struct former_pair pair)
{
	for (size_t m = 0; m < result->matches.n; m++) {
		const struct member_list *members =
			&result->matches.at[m].members;
		int found = 0;

		for (size_t i = 0; i < members->n; i++)
			found += members->at[i] == pair.a ||
				members->at[i] == pair.b;
		if (found == 2)
			return true;
	}
	return false;
}

static void
test_pin(void)
{
	int changed = 0;

	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;
		struct former_pair pair;

		open_random(&bench, seed, 40);
		struct solve_result *result = solve(&bench);
		if (draw_allowed(&bench, &pair)) {
			struct worth worth = worth_of(&bench, result);

			changed += !together(result, pair);
			*LIST_ADD(bench.pool, &bench.input.pinned) = pair;
			no_better(&bench, &worth, seed);
			g_assert_true(together(solve(&bench), pair));
		}
		bench_close(&bench);
	}
	g_assert_cmpint(changed, >, 50);
}

static void
test_forbid(void)
{
	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;

		open_random(&bench, seed, 40);
		struct solve_result *result = solve(&bench);
		for (size_t i = 0; i < 3 && result->matches.n; i++) {
			struct worth worth = worth_of(&bench, result);
			const struct member_list *members =
				&result->matches.at[roll(result->matches.n)]
					 .members;
			struct former_pair pair = { members->at[0],
				members->at[1] };

			*LIST_ADD(bench.pool, &bench.input.forbidden) = pair;
			no_better(&bench, &worth, seed);
			result = solve(&bench);
			g_assert_false(together(result, pair));
		}
		bench_close(&bench);
	}
}

/* ---- what changes nothing --------------------------------------------------- */

/* Another order, other names and addresses: the same, to the word. */
static void
test_relabel(void)
{
	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;

		open_random(&bench, seed, 40);
		const char *before = print_result(bench.pool, solve(&bench));
		shuffle(&bench.input.people);
		for (size_t i = 0; i < bench.input.people.n; i++) {
			struct participant *who = bench.input.people.at[i];

			who->name =
				pool_printf(bench.pool, "Z%d", (int)roll(1000));
			who->email = pool_printf(bench.pool, "q%d@example.com",
				(int)(1000 - who->id));
		}
		g_assert_cmpstr(
			print_result(bench.pool, solve(&bench)), ==, before);
		bench_close(&bench);
	}
}

/* No other result is as good: without any one of its pairs it is worse. */
static bool
is_only_one(struct bench *bench, const struct solve_result *result)
{
	struct worth worth = worth_of(bench, result);
	bool only = worth.proven;

	for (size_t m = 0; only && m < result->matches.n; m++) {
		const struct member_list *members =
			&result->matches.at[m].members;

		*LIST_ADD(bench->pool, &bench->input.forbidden) =
			(struct former_pair){ members->at[0], members->at[1] };
		struct worth without = worth_of(bench, solve(bench));

		only = members->n == 2 && compare(&without, &worth) < 0;
		bench->input.forbidden.n = 0;
	}
	return only;
}

/* Other numbers draw other lots: as good, and the same pairs of people when
 * there are no others as good. */
static void
test_renumber(void)
{
	int only = 0;

	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;

		open_random(&bench, seed, 14);
		size_t n = bench.input.people.n;
		struct solve_result *result = solve(&bench);
		struct worth worth = worth_of(&bench, result);
		bool same = is_only_one(&bench, result);

		for (size_t i = 0; i < n; i++)
			bench.input.people.at[i]->id += 1000;
		struct solve_result *other = solve(&bench);
		struct worth renamed = worth_of(&bench, other);
		if (worth.proven)
			g_assert_cmpint(compare(&renamed, &worth), ==, 0);
		for (size_t m = 0; same && m < result->matches.n; m++) {
			const struct member_list *members =
				&result->matches.at[m].members;

			g_assert_true(together(other,
				(struct former_pair){ members->at[0] + 1000,
					members->at[1] + 1000 }));
		}
		only += same && result->matches.n > 1;
		bench_close(&bench);
	}
	g_assert_cmpint(only, >, 20);
}

/* Who is left over goes home: nobody else notices. (Without the criterion that
 * depends on how far apart people's numbers are.) */
static void
test_leave(void)
{
	int gone = 0;

	for (uint64_t seed = 0; seed < 240; seed++) {
		struct bench bench;

		open_random(&bench, seed, 40);
		bench.matching.criteria.n--;
		bench.matching.odd = ODD_REST;
		struct solve_result *result = solve(&bench);
		struct worth worth = worth_of(&bench, result);

		for (size_t i = 0;
			result->unmatched.n && i < bench.input.people.n; i++) {
			struct participant_list *people = &bench.input.people;

			if (people->at[i]->id !=
				result->unmatched.at[0].participant)
				continue;
			people->at[i] = people->at[--people->n];
			gone++;
			struct worth after = worth_of(&bench, solve(&bench));
			g_assert_cmpint(compare(&after, &worth), ==, 0);
			break;
		}
		bench_close(&bench);
	}
	g_assert_cmpint(gone, >, 50);
}

/* ---- what is said ------------------------------------------------------------ */

/* However many people: the reasons of a match are its score, point by point. */
static void
test_reasons(void)
{
	size_t largest = 0;

	for (uint64_t seed = 0; seed < 60; seed++) {
		struct bench bench;

		open_random(&bench, seed, 60);
		bench.matching.form = (enum matching_form)(seed % 4);
		bench.matching.size = 3 + (int)(seed / 4 % 10);
		bench.matching.objective = OBJECTIVE_COVERAGE;
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		for (size_t m = 0; m < result->matches.n; m++) {
			const struct solved_match *match =
				&result->matches.at[m];
			int64_t points = 0;

			for (size_t r = 0; r < match->reasons.n; r++)
				points += match->reasons.at[r].points;
			g_assert_cmpint(points, ==, match->score);
			largest = MAX(largest, match->members.n);
		}
		bench_close(&bench);
	}
	g_assert_cmpuint(largest, >, 8);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/property/rule", test_rule);
	g_test_add_func("/match/property/pin", test_pin);
	g_test_add_func("/match/property/forbid", test_forbid);
	g_test_add_func("/match/property/relabel", test_relabel);
	g_test_add_func("/match/property/renumber", test_renumber);
	g_test_add_func("/match/property/leave", test_leave);
	g_test_add_func("/match/property/reasons", test_reasons);
	return g_test_run();
}
