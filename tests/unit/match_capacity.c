/* Mentors and mentees with capacities: beside brute force, proven each time. */
#include "match_capacities.h"

static bool
check_small(uint64_t seed)
{
	POOL_AUTO pool = pool_new();
	struct graph_dice dice = { seed, 1000 };
	struct instance instance =
		people(pool, seed, graph_between(&dice, 0, 5),
			graph_between(&dice, 0, 5), graph_between(&dice, 1, 4));
	add_edges(&instance, graph_roll(&dice, seed % 50 ? 11 : 15));
	struct capacity *capacity = solved(&instance);
	struct tried best = brute(&instance);

	g_assert_cmpint(capacity->weight, ==, best.best_weight);
	if (instance.input.aim == PAIRS_COVER)
		g_assert_cmpint(capacity->count, ==, best.best_count);
	if (capacity->weight != best.best_weight)
		g_test_message("seed %d", (int)seed);
	return !g_test_failed();
}

static void
test_small(void)
{
	for (uint64_t seed = 0; seed < 100000; seed++)
		if (!check_small(seed))
			return;
}

static void
test_middle(void)
{
	for (uint64_t seed = 0; seed < 3000; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 1000 };
		int32_t left = graph_between(&dice, 1, 40);
		struct instance instance =
			people(pool, seed, left, graph_between(&dice, 1, 80),
				graph_between(&dice, 1, 9));

		add_edges(&instance,
			(size_t)left * (size_t)graph_between(&dice, 1, 30));
		solved(&instance);
		if (g_test_failed()) {
			g_test_message("seed %d", (int)seed);
			return;
		}
	}
}

static void
test_nobody(void)
{
	for (int32_t left = 0; left < 3; left++)
		for (int32_t right = 0; right < 3; right++) {
			POOL_AUTO pool = pool_new();
			struct instance instance =
				people(pool, 1, left, right, 2);
			struct capacity *capacity = solved(&instance);

			g_assert_cmpint(capacity->count, ==, 0);
			g_assert_cmpint(capacity->weight, ==, 0);
		}
}

/* ---- what may not matter ------------------------------------------------- */

/* The chosen pairs, as a sum that does not depend on the order of edges. */
static uint64_t
print_of(const struct instance *instance, const struct capacity *capacity)
{
	uint64_t print = 0;

	for (size_t i = 0; i < instance->input.edges.n; i++) {
		const struct edge *e = &instance->input.edges.at[i];

		if (capacity->chosen[i])
			print += lot_mix((uint64_t)e->u << 32 | (uint32_t)e->v);
	}
	return print;
}

static void
test_order(void)
{
	for (uint64_t seed = 0; seed < 2000; seed++) {
		POOL_AUTO pool = pool_new();
		struct instance instance = people(pool, seed, 8, 12, 3);

		add_edges(&instance, 60);
		uint64_t print = print_of(&instance, solved(&instance));
		struct edge_list *edges = &instance.input.edges;
		for (size_t i = edges->n - 1; i > 0; i--) {
			size_t j = graph_roll(&instance.dice, i + 1);
			struct edge edge = edges->at[i];

			edges->at[i] = edges->at[j];
			edges->at[j] = edge;
		}
		g_assert_true(print == print_of(&instance, solved(&instance)));
	}
}

/* ---- load ---------------------------------------------------------------- */

/* Two mentors, one a bit better: a load price spreads four mentees evenly, and
 * around what stands already. */
static void
test_load(void)
{
	static const int32_t left_most[] = { 4, 4 },
			     right_most[] = { 1, 1, 1, 1 },
			     standing[] = { 2, 0 };
	POOL_AUTO pool = pool_new();
	struct instance instance = { .pool = pool };
	int has[3];

	instance.input = (struct capacity_input){ 2, 4, left_most, right_most,
		NULL, { 0 }, 0, PAIRS_COVER };
	for (int32_t i = 0; i < 8; i++)
		add_edge(&instance, i / 4, i % 4, i < 4 ? 101 : 100);
	for (int round = 0; round < 3; round++) {
		instance.input.load_price = round ? 10 : 0;
		instance.input.left_load = round == 2 ? standing : NULL;
		struct capacity *capacity = solved(&instance);
		has[round] = 0;
		for (int32_t i = 0; i < 4; i++)
			has[round] += capacity->chosen[i];
		g_assert_cmpint(capacity->count, ==, 4);
	}
	g_assert_cmpint(has[0], ==, 4);
	g_assert_cmpint(has[1], ==, 2);
	g_assert_cmpint(has[2], ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/capacity/small", test_small);
	g_test_add_func("/capacity/middle", test_middle);
	g_test_add_func("/capacity/nobody", test_nobody);
	g_test_add_func("/capacity/order", test_order);
	g_test_add_func("/capacity/load", test_load);
	return g_test_run();
}
