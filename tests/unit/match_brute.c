/* The solver beside brute force, and what may not change its result. */
#include "match_bench.h"
#include "match_roll.h"

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

/* Most people, with as few trios as that takes, then most points, over all
 * ways to put a subset into pairs and (when wanted) trios. */
struct best {
	int people, trios; /* people -1: not known yet */
	int64_t points;
};

struct brute {
	size_t n;
	int64_t *points; /* n * n, i < j; -1 forbidden */
	struct best *known;
	bool trios;
};

static bool
beats(const struct best *a, const struct best *b)
{
	if (a->people != b->people)
		return a->people > b->people;
	if (a->trios != b->trios)
		return a->trios < b->trios;
	return a->points > b->points;
}

static struct best brute(struct brute *all, unsigned left);

static void
try_match(struct brute *all, unsigned left, unsigned members, int64_t points,
	struct best *best)
{
	struct best with = brute(all, left & ~members);
	int n = __builtin_popcount(members);

	with.people += n;
	with.trios += n == 3;
	with.points += points;
	if (beats(&with, best))
		*best = with;
}

static void
try_thirds(
	struct brute *all, unsigned left, size_t i, size_t j, struct best *best)
{
	size_t n = all->n;

	for (size_t k = j + 1; k < n; k++)
		if (left >> k & 1 && all->points[i * n + k] >= 0 &&
			all->points[j * n + k] >= 0)
			try_match(all, left, 1u << i | 1u << j | 1u << k,
				all->points[i * n + j] +
					all->points[i * n + k] +
					all->points[j * n + k],
				best);
}

static struct best
brute(struct brute *all, unsigned left)
{
	size_t n = all->n, i = 0;

	if (!left)
		return (struct best){ 0, 0, 0 };
	if (all->known[left].people >= 0)
		return all->known[left];
	while (!(left >> i & 1))
		i++;
	struct best best = brute(all, left & ~(1u << i));
	for (size_t j = i + 1; j < n; j++) {
		if (!(left >> j & 1) || all->points[i * n + j] < 0)
			continue;
		try_match(all, left, 1u << i | 1u << j, all->points[i * n + j],
			&best);
		if (all->trios)
			try_thirds(all, left, i, j, &best);
	}
	all->known[left] = best;
	return best;
}

static struct best
brute_best(struct bench *bench, bool trios)
{
	size_t n = bench->input.people.n;
	struct brute all = { n,
		pool_alloc(bench->pool, n * n * sizeof *all.points),
		pool_alloc(bench->pool, (1u << n) * sizeof *all.known), trios };
	const char *text;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			all.points[i * n + j] =
				score(bench, bench->input.people.at[i],
					bench->input.people.at[j], &text);
	for (size_t i = 0; i < 1u << n; i++)
		all.known[i].people = -1;
	return brute(&all, (1u << n) - 1);
}

struct seen {
	int pairs, trios, proven, proven_trios;
};

static void
check_against_brute(struct bench *bench, struct seen *seen)
{
	struct solve_result *result = match_solve(bench->pool, &bench->input);
	struct best pairs = brute_best(bench, false);
	struct best best = brute_best(bench, true);
	int trios = 0;

	check_result(bench, result);
	for (size_t m = 0; m < result->matches.n; m++)
		trios += result->matches.at[m].members.n == 3;
	seen->pairs += trios == 0;
	seen->trios += trios > 0;
	seen->proven += result->quality.proof == RUN_OPTIMAL;
	seen->proven_trios += trios && result->quality.proof == RUN_OPTIMAL;
	/* a trio never costs a pair */
	g_assert_cmpint((int)result->matches.n * 2, ==, pairs.people);
	g_assert_cmpint(result->quality.proof, !=, RUN_UNPROVEN);
	g_assert_cmpint(result->score, <=, result->quality.bound);
	g_assert_cmpint(result->quality.placed, <=, best.people);
	if (trios == 0) {
		g_assert_cmpint(result->score, ==, pairs.points);
		g_assert_cmpint(result->quality.proof, ==, RUN_OPTIMAL);
	}
	if (trios == 1 && !result->unmatched.n)
		g_assert_cmpint(result->quality.proof, ==, RUN_OPTIMAL);
	if (result->quality.proof == RUN_OPTIMAL &&
		result->quality.placed == best.people && trios == best.trios)
		g_assert_cmpint(result->score, ==, best.points);
}

static void
test_brute_force(void)
{
	struct seen seen = { 0 };

	dice = 1;
	for (int round = 0; round < 1000; round++) {
		struct bench bench;

		bench_open(&bench);
		random_people(&bench, 2 + (int)roll(8), 2 + roll(6));
		check_against_brute(&bench, &seen);
		bench_close(&bench);
	}
	g_test_message("%d without trios, %d with; %d and %d proven",
		seen.pairs, seen.trios, seen.proven, seen.proven_trios);
	g_assert_cmpint(seen.pairs, >, 300);
	g_assert_cmpint(seen.trios, >, 300);
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
