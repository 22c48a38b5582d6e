/* The solver beside brute force, and what may not change its result. */
#include "match/lot.h"
#include "match_bench.h"

static uint64_t dice;

static uint64_t
roll(uint64_t sides)
{
	return lot_mix(dice++) % sides;
}

/* A random pool in which a share of the pairs is allowed. */
static void
random_people(struct bench *bench, int n, uint64_t rooms)
{
	attribute(bench, "room", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common room", "room", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 7);
	criterion(bench, PREFER_NEAR, "years", NULL, 5);
	criterion(bench, PREFER_DIFFERENT, "room", NULL, 1);
	for (int i = 1; i <= n; i++) {
		struct pool *pool = bench->pool;

		person(bench, i * 3, "P",
			pool_printf(pool, "room=r%d, r%d", (int)roll(rooms),
				(int)roll(rooms)),
			pool_printf(pool, "likes=l%d, l%d, l%d", (int)roll(9),
				(int)roll(9), (int)roll(9)),
			pool_printf(pool, "years=%d", (int)roll(12)), NULL);
	}
}

/* Most pairs, then most points, over all ways to pair up a subset. */
struct best {
	int pairs;
	int64_t points;
};

static struct best
brute(struct bench *bench, int64_t *points, struct best *known, unsigned left)
{
	size_t n = bench->input.people.n, i = 0;

	if (!left)
		return (struct best){ 0, 0 };
	if (known[left].pairs >= 0)
		return known[left];
	while (!(left >> i & 1))
		i++;
	struct best best = brute(bench, points, known, left & ~(1u << i));
	for (size_t j = i + 1; j < n; j++) {
		if (!(left >> j & 1) || points[i * n + j] < 0)
			continue;
		struct best with = brute(
			bench, points, known, left & ~(1u << i) & ~(1u << j));
		with.pairs++;
		with.points += points[i * n + j];
		if (with.pairs > best.pairs ||
			(with.pairs == best.pairs && with.points > best.points))
			best = with;
	}
	known[left] = best;
	return best;
}

static struct best
brute_best(struct bench *bench)
{
	size_t n = bench->input.people.n;
	int64_t *points = pool_alloc(bench->pool, n * n * sizeof *points);
	struct best *known = pool_alloc(bench->pool, (1u << n) * sizeof *known);
	const char *text;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			points[i * n + j] =
				score(bench, bench->input.people.at[i],
					bench->input.people.at[j], &text);
	for (size_t i = 0; i < 1u << n; i++)
		known[i].pairs = -1;
	return brute(bench, points, known, (1u << n) - 1);
}

static void
test_brute_force(void)
{
	int exact = 0, of = 0;

	dice = 1;
	for (int round = 0; round < 400; round++) {
		struct bench bench;
		int pairs = 0, trios = 0;

		bench_open(&bench);
		random_people(&bench, 2 + (int)roll(9), 2 + roll(6));
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		check_result(&bench, result);
		struct best best = brute_best(&bench);
		for (size_t m = 0; m < result->matches.n; m++) {
			pairs++;
			trios += result->matches.at[m].members.n == 3;
		}
		/* a trio never costs a pair */
		g_assert_cmpint(pairs, ==, best.pairs);
		if (trios == 0) {
			of++;
			exact += result->score == best.points;
			g_assert_cmpint(result->score, <=, best.points);
			g_assert_cmpint(best.points, <=, result->quality.bound);
		}
		if (result->quality.proof == RUN_OPTIMAL)
			g_assert_cmpint(result->score, ==, best.points);
		bench_close(&bench);
	}
	g_test_message("%d of %d are the optimum", exact, of);
	g_assert_cmpint(of, >, 100);
	g_assert_cmpint(exact * 100, >=, of * 99);
}

/* Who comes first in the roster does not matter; the seed does, for ties. */
static void
test_order(void)
{
	struct bench bench;

	bench_open(&bench);
	dice = 99;
	random_people(&bench, 61, 6);
	const char *first =
		print_result(bench.pool, match_solve(bench.pool, &bench.input));
	for (int round = 0; round < 5; round++) {
		for (size_t i = bench.input.people.n - 1; i > 0; i--) {
			size_t j = roll(i + 1);
			struct participant *moved = bench.input.people.at[i];

			bench.input.people.at[i] = bench.input.people.at[j];
			bench.input.people.at[j] = moved;
		}
		g_assert_cmpstr(print_result(bench.pool,
					match_solve(bench.pool, &bench.input)),
			==, first);
	}
	bench_close(&bench);

	bench_open(&bench);
	for (int i = 1; i <= 20; i++)
		person(&bench, i, "P", NULL);
	first = print_result(bench.pool, match_solve(bench.pool, &bench.input));
	bench.input.seed++;
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		!=, first);
	bench_close(&bench);
}

/* Hubs, triangles, long paths: the number of pairs is the most there is. */
static void
test_cover_shapes(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	/* 30 triangles in a chain, tied by one edge each: 45 pairs */
	for (int t = 0; t < 30; t++)
		for (int i = 0; i < 3; i++)
			person(&bench, t * 3 + i + 1, "P",
				pool_printf(bench.pool, "room=t%d, %s%d", t,
					i == 0           ? "c"
						: i == 1 ? "c"
							 : "own",
					i == 0           ? t
						: i == 1 ? t + 1
							 : t),
				NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	check_result(&bench, result);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	g_assert_cmpuint(result->matches.n, ==, 45);
	bench_close(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/brute-force", test_brute_force);
	g_test_add_func("/match/order", test_order);
	g_test_add_func("/match/cover-shapes", test_cover_shapes);
	return g_test_run();
}
