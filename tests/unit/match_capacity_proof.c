/* The proof that no choice of mentors and mentees is better: what is wrong does
 * not pass, whatever is wrong with it, and without memory nothing is said. */
#include "match_capacities.h"
#include "match_starved.h"

/* ---- faults -------------------------------------------------------------- */

static void
plant_edge(struct instance *instance, struct capacity *capacity)
{
	size_t n = instance->input.edges.n;
	size_t edge = graph_roll(&instance->dice, n);

	capacity->chosen[edge] = !capacity->chosen[edge];
	if (graph_roll(&instance->dice, 2)) {
		int32_t by = capacity->chosen[edge] ? 1 : -1;

		capacity->count += by;
		capacity->weight += by * instance->input.edges.at[edge].weight;
	}
}

static void
plant_values(struct instance *instance, struct capacity *capacity)
{
	struct graph_dice *dice = &instance->dice;
	int64_t by = graph_roll(dice, 2) ? 1 : -1;

	if (graph_roll(dice, 2))
		capacity->left[graph_roll(
			dice, (uint64_t)instance->input.left)] += by;
	else
		capacity->right[graph_roll(
			dice, (uint64_t)instance->input.right)] += by;
}

/* A fault may leave the result right (a value that has some play); so what the
 * proof still accepts must be as good as brute force. */
static void
test_faults(void)
{
	int refused[2] = { 0 }, accepted = 0;

	for (uint64_t seed = 0; seed < 20000; seed++) {
		POOL_AUTO pool = pool_new();
		struct instance instance = people(pool, seed, 4, 5, 3);

		add_edges(&instance, 9);
		struct capacity *capacity = solved(&instance);
		bool values = seed % 2;
		(values ? plant_values : plant_edge)(&instance, capacity);
		if (*said(&instance, capacity)) {
			refused[values]++;
			continue;
		}
		accepted++;
		g_assert_true(values || instance.input.aim == PAIRS_WEIGHT ||
			capacity->count == brute(&instance).best_count);
		g_assert_cmpint(
			capacity->weight, ==, brute(&instance).best_weight);
	}
	g_assert_cmpint(refused[0], >, 9000);
	g_assert_cmpint(refused[1], >, 3000);
	g_assert_cmpint(accepted, >, 1000);
}

/* One mentor for one of two mentees, and one with room. */
static struct instance
three(struct pool *pool, enum pairs_aim aim)
{
	static const int32_t left_most[] = { 1, 2 }, right_most[] = { 1, 1, 0 };
	struct instance instance = { .pool = pool };

	instance.input = (struct capacity_input){ 2, 3, left_most, right_most,
		NULL, { 0 }, 0, aim };
	add_edge(&instance, 0, 0, 10);
	add_edge(&instance, 0, 1, 7);
	add_edge(&instance, 1, 1, 3);
	add_edge(&instance, 1, 2, 50);
	return instance;
}

static void
test_malformed(void)
{
	POOL_AUTO pool = pool_new();
	struct instance instance = three(pool, PAIRS_COVER);
	struct capacity right = *solved(&instance), wrong;

#define WRONG(change, sentence)                           \
 do {                                                     \
  wrong = right;                                          \
  change;                                                 \
  g_assert_cmpstr(said(&instance, &wrong), ==, sentence); \
 } while (0)
	WRONG(wrong.count = -1, "the pairs are not as many as it says");
	WRONG(wrong.count = INT32_MAX, "the pairs are not as many as it says");
	WRONG(wrong.weight++, "the sum is not what it says");
	WRONG(wrong.floor = -1, "the floor is too high for the most pairs");
	WRONG(wrong.floor = INT64_MAX,
		"the floor is too high for the most pairs");
	WRONG(wrong.chosen = NULL, "the result is not complete");
	WRONG(wrong.left = NULL, "the result is not complete");
	WRONG(wrong.right = NULL, "the result is not complete");
	int64_t huge[] = { INT64_MAX, INT64_MAX, INT64_MAX };
	WRONG(wrong.left = huge, "a mentor is above its next place");
	WRONG(wrong.right = huge, "the values do not fit");
	int64_t low[] = { INT64_MIN, INT64_MIN, INT64_MIN };
	WRONG(wrong.left = low, "a mentor is below its last place");
	WRONG(wrong.right = low, "a mentee is below the floor");
#undef WRONG
	instance.input.edges.at[0].u = 2;
	g_assert_cmpstr(said(&instance, &right), ==, "an edge is out of range");
	instance.input.edges.at[0].u = -1;
	g_assert_cmpstr(said(&instance, &right), ==, "an edge is out of range");
	instance.input.edges.at[0].u = 0;
	instance.input.load_price = -1;
	g_assert_cmpstr(
		said(&instance, &right), ==, "the figures are out of range");
}

/* The aim: 10 alone, or both with 10 + 3; the sum of less pairs is no proof of
 * the most. */
static void
test_aims(void)
{
	POOL_AUTO pool = pool_new();
	struct instance instance = three(pool, PAIRS_WEIGHT);
	struct capacity *capacity;

	instance.input.edges.at[2].weight = -3;
	capacity = solved(&instance);
	g_assert_cmpint(capacity->count, ==, 1);
	g_assert_cmpint(capacity->weight, ==, 10);
	instance.input.aim = PAIRS_COVER;
	g_assert_cmpstr(said(&instance, capacity), ==,
		"the floor is too high for the most pairs");
	capacity = solved(&instance);
	g_assert_cmpint(capacity->count, ==, 2);
	g_assert_cmpint(capacity->weight, ==, 7);
	instance.input.aim = PAIRS_WEIGHT;
	g_assert_cmpstr(said(&instance, capacity), ==, "the floor is not 0");
}

/* ---- limits -------------------------------------------------------------- */

static void
test_too_large(void)
{
	static const int32_t most[] = { INT32_MAX }, load[] = { INT32_MAX };
	POOL_AUTO pool = pool_new();
	struct instance instance = { .pool = pool };
	struct capacity *capacity = NULL;
	struct err err = { 0 };

	instance.input = (struct capacity_input){ 1, 1, most, most, load, { 0 },
		WEIGHT_LIMIT, PAIRS_COVER };
	add_edge(&instance, 0, 0, WEIGHT_LIMIT);
	g_assert_false(capacity_solve(pool, &instance.input, &capacity, &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	g_assert_null(capacity);
	instance.input.load_price = WEIGHT_LIMIT / 64;
	g_assert_cmpint(solved(&instance)->count, ==, 1);
	instance.input.aim = PAIRS_WEIGHT;
	g_assert_cmpint(solved(&instance)->count, ==, 0);
}

static void
test_starved(void)
{
	POOL_AUTO pool = pool_new();
	struct instance instance = people(pool, 7, 6, 9, 3);
	struct capacity *capacity = NULL, *right;
	struct err err = { 0 };
	const char *why;
	int64_t bound = -7;
	int n;

	add_edges(&instance, 40);
	add_twins(&instance);
	for (n = 0; starved_after = n,
	    !capacity_solve(pool, &instance.input, &capacity, &err);
		n++) {
		g_assert_cmpint(err.kind, ==, ERR_LATER);
		g_assert_null(capacity);
	}
	g_assert_cmpint(n, >, 6);
	right = capacity;
	for (n = 0; why = "", starved_after = n,
	    !capacity_proven(pool, &instance.input, right, &why);
		n++)
		g_assert_cmpstr(why, ==, "no memory to prove it");
	g_assert_cmpint(n, >, 4);
	capacity = NULL;
	for (n = 0; starved_after = n,
	    !capacity_solve_twins(pool, &instance.input, instance.twin, 50,
		    &capacity, &bound, &err);
		n++) {
		g_assert_cmpint(err.kind, ==, ERR_LATER);
		g_assert_null(capacity);
		g_assert_cmpint(bound, ==, -7);
	}
	g_assert_cmpint(n, >, 10);
	starved_after = -1;
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/capacity/faults", test_faults);
	g_test_add_func("/capacity/malformed", test_malformed);
	g_test_add_func("/capacity/aims", test_aims);
	g_test_add_func("/capacity/too-large", test_too_large);
	g_test_add_func("/capacity/starved", test_starved);
	return g_test_run();
}
