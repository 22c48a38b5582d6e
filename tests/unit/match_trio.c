/* Trios beside brute force. */
#include "match/trio.h"

#include <glib.h>

#include "match/proof.h"
#include "match_roll.h"

#define NONE   INT32_MIN
#define PEOPLE 9

/* A pool in full: weights of all pairs, NONE where they may not. */
struct world {
	int n;
	int32_t weight[PEOPLE][PEOPLE];
};

static void
random_world(struct world *world, int n, uint64_t percent, int span)
{
	world->n = n;
	for (int j = 0; j < n; j++)
		for (int i = 0; i <= j; i++)
			world->weight[i][j] = world->weight[j][i] =
				i != j && roll(100) < percent
				? (int32_t)roll((uint64_t)span)
				: NONE;
}

/* People in rooms of three or so, with few ways between them: most rooms have
 * an odd one of their own. */
static void
random_rooms(struct world *world, int n)
{
	uint64_t inside = 60 + roll(41), across = roll(12);

	world->n = n;
	for (int j = 0; j < n; j++)
		for (int i = 0; i <= j; i++)
			world->weight[i][j] = world->weight[j][i] = i != j &&
					roll(100) < (i / 3 == j / 3 ? inside
								    : across)
				? (int32_t)roll(50)
				: NONE;
}

static struct graph
graph_of(struct pool *pool, const struct world *world)
{
	struct graph graph = { .n = world->n };

	for (int j = 0; j < world->n; j++)
		for (int i = 0; i < j; i++)
			if (world->weight[i][j] != NONE)
				*LIST_ADD(pool, &graph.edges) =
					(struct edge){ i, j,
						world->weight[i][j] };
	return graph;
}

/* Of all plans with at most so many trios: people placed, then fewest trios,
 * then points (by the aim of weight: points alone). */
struct best {
	int placed, trios;
	int64_t points;
};

static bool
better(const struct best *a, const struct best *b)
{
	if (a->placed != b->placed)
		return a->placed > b->placed;
	if (a->trios != b->trios)
		return a->trios < b->trios;
	return a->points > b->points;
}

static struct best
brute(const struct world *world, unsigned left, int trios)
{
	struct best best = { 0, 0, 0 };
	int i = 0;

	if (!left)
		return best;
	while (!(left >> i & 1))
		i++;
	left &= ~(1u << i);
	best = brute(world, left, trios);
	for (int j = i + 1; j < world->n; j++) {
		if (!(left >> j & 1) || world->weight[i][j] == NONE)
			continue;
		unsigned two = left & ~(1u << j);
		struct best with = brute(world, two, trios);
		with.placed += 2;
		with.points += world->weight[i][j];
		if (better(&with, &best))
			best = with;
		for (int k = j + 1; trios && k < world->n; k++) {
			if (!(two >> k & 1) || world->weight[i][k] == NONE ||
				world->weight[j][k] == NONE)
				continue;
			with = brute(world, two & ~(1u << k), trios - 1);
			with.placed += 3;
			with.trios++;
			with.points += (int64_t)world->weight[i][j] +
				world->weight[i][k] + world->weight[j][k];
			if (better(&with, &best))
				best = with;
		}
	}
	return best;
}

/* Everybody once, nobody against a rule; what it comes to. */
static struct best
count_plan(const struct world *world, const struct trios *trios)
{
	struct best sum = { 0, (int)trios->at.n, 0 };
	bool seen[PEOPLE] = { false };

	for (size_t t = 0; t < trios->at.n; t++)
		for (int m = 0; m < 3; m++) {
			size_t a = trios->at.at[t].at[m];
			size_t b = trios->at.at[t].at[(m + 1) % 3];

			g_assert_false(seen[a]);
			seen[a] = true;
			g_assert_cmpint(world->weight[a][b], !=, NONE);
			g_assert_cmpint(trios->mate[a], ==, -1);
			sum.points += world->weight[a][b];
			sum.placed++;
		}
	for (int i = 0; i < world->n; i++) {
		int32_t mate = trios->mate[i];

		if (mate < 0)
			continue;
		g_assert_false(seen[i]);
		g_assert_cmpint(trios->mate[mate], ==, i);
		g_assert_cmpint(world->weight[i][mate], !=, NONE);
		sum.placed++;
		if (mate > i)
			sum.points += world->weight[i][mate];
	}
	g_assert_cmpint(sum.points, ==, trios->weight);
	g_assert_cmpint(sum.placed + trios->lonely, ==, world->n);
	return sum;
}

static struct trios *
solve(struct pool *pool, const struct world *world, enum pairs_aim aim)
{
	struct graph graph = graph_of(pool, world);
	struct pairs *pairs = NULL;
	struct trios *trios = NULL;
	const char *why = NULL;
	struct err err;

	g_assert_true(pairs_solve(pool, &graph, aim, NULL, NULL, &pairs, &err));
	g_assert_true(pairs_proven(pool, &graph, aim, pairs, &why));
	struct trio_input input = {
		.graph = &graph, .aim = aim, .pairs = pairs
	};
	g_assert_true(trios_join(pool, &input, &trios, &err));
	return trios;
}

/* One odd person: the answer is the best there is. */
static void
test_one(void)
{
	int joined = 0, resolved = 0;

	dice = 11;
	for (int round = 0; round < 3000; round++) {
		POOL_AUTO pool = pool_new();
		struct world world;

		random_world(&world, 3 + 2 * (int)roll(4), 25 + roll(70),
			roll(2) ? 1000 : 3);
		struct trios *trios = solve(pool, &world, PAIRS_COVER);
		struct best found = count_plan(&world, trios);
		struct best best =
			brute(&world, (1u << world.n) - 1, world.n / 3);

		resolved += trios->solved;
		joined += trios->at.n == 1;
		if (trios->exact) {
			g_assert_cmpint(found.placed, ==, best.placed);
			g_assert_cmpint(found.trios, ==, best.trios);
			g_assert_cmpint(found.points, ==, best.points);
		}
		if (best.placed == world.n && best.trios == 1)
			g_assert_true(trios->exact);
	}
	g_test_message("%d trios, %d solved again", joined, resolved);
	g_assert_cmpint(joined, >, 1000);
}

/* Several odd ones: never wrong when it says it is exact, and all are placed
 * whenever they can be. */
static void
test_several(void)
{
	int short_of = 0, several = 0;

	dice = 23;
	for (int round = 0; round < 4000; round++) {
		POOL_AUTO pool = pool_new();
		struct world world;

		random_rooms(&world, 5 + (int)roll(5));
		struct trios *trios = solve(pool, &world, PAIRS_COVER);
		struct best found = count_plan(&world, trios);
		struct best best =
			brute(&world, (1u << world.n) - 1, world.n / 3);

		several += best.trios > 1;
		short_of += found.placed < best.placed;
		g_assert_cmpint(found.placed, <=, best.placed);
		if (trios->exact) {
			g_assert_cmpint(found.placed, ==, best.placed);
			g_assert_cmpint(found.points, ==, best.points);
		}
		if (best.placed == world.n)
			g_assert_cmpint(found.placed, ==, world.n);
	}
	g_test_message(
		"%d with several trios, %d fall short", several, short_of);
	g_assert_cmpint(several, >, 100);
}

/* By weight, a trio is made when it raises the sum. */
static void
test_weight(void)
{
	dice = 31;
	for (int round = 0; round < 1000; round++) {
		POOL_AUTO pool = pool_new();
		struct world world;

		random_world(&world, 3 + 2 * (int)roll(3), 60, 100);
		struct graph graph = graph_of(pool, &world);
		struct pairs *pairs = NULL;
		struct err err;

		g_assert_true(pairs_solve(
			pool, &graph, PAIRS_WEIGHT, NULL, NULL, &pairs, &err));
		struct trios *trios = solve(pool, &world, PAIRS_WEIGHT);
		count_plan(&world, trios);
		if (trios->at.n)
			g_assert_cmpint(trios->weight, >, pairs->weight);
		else
			g_assert_cmpint(trios->weight, ==, pairs->weight);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/trio/one", test_one);
	g_test_add_func("/match/trio/several", test_several);
	g_test_add_func("/match/trio/weight", test_weight);
	return g_test_run();
}
