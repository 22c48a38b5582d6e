/* Two edges of which one at most may be taken: no two people are each other's
 * mentors. */
#include "match_capacities.h"

static int
collisions(const struct instance *instance, const struct capacity *capacity)
{
	int n = 0;

	for (size_t i = 0; i < instance->input.edges.n; i++)
		n += instance->twin[i] >= 0 && capacity->chosen[i] &&
			capacity->chosen[instance->twin[i]];
	return n;
}

/* The result's own figures, its capacities and the rule of twins. */
static void
check_choice(const struct instance *instance, const struct capacity *capacity)
{
	struct tried tried = { .instance = instance };

	for (size_t i = 0; i < instance->input.edges.n; i++) {
		const struct edge *e = &instance->input.edges.at[i];
		int64_t load =
			instance->left_load ? instance->left_load[e->u] : 0;

		if (!capacity->chosen[i])
			continue;
		g_assert_true(may_choose(&tried, i));
		tried.chosen[i] = true;
		tried.right_has[e->v]++;
		tried.weight += e->weight -
			(load + tried.left_has[e->u]++) *
				instance->input.load_price;
		tried.count++;
	}
	g_assert_cmpint(capacity->count, ==, tried.count);
	g_assert_cmpint(capacity->weight, ==, tried.weight);
}

/* Proven without those twins that are worth more than their values say. */
static void
check_rest(const struct instance *instance, const struct capacity *capacity)
{
	struct instance rest = *instance;
	struct capacity part = *capacity;
	const struct edge_list *edges = &instance->input.edges;
	size_t n = 0;

	rest.input.edges = (struct edge_list){ 0 };
	part.chosen = pool_alloc(instance->pool, edges->n * sizeof(bool));
	for (size_t i = 0; i < edges->n; i++) {
		const struct edge *e = &edges->at[i];

		if (instance->twin[i] >= 0 && !capacity->chosen[i] &&
			e->weight >
				capacity->left[e->u] + capacity->right[e->v])
			continue;
		*LIST_ADD(rest.pool, &rest.input.edges) = *e;
		part.chosen[n++] = capacity->chosen[i];
	}
	g_assert_cmpstr(said(&rest, &part), ==, "");
}

static void
test_twins(void)
{
	int collided = 0, unproven = 0;

	for (uint64_t seed = 0; seed < 20000; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 1000 };
		struct instance instance = people(pool, seed,
			graph_between(&dice, 0, 5), graph_between(&dice, 0, 5),
			graph_between(&dice, 1, 4));
		struct capacity *capacity;
		int64_t bound;
		bool brief = seed % 4 == 0;

		add_edges(&instance, graph_roll(&dice, 11));
		add_twins(&instance);
		collided += collisions(&instance, solved(&instance)) > 0;
		g_assert_true(capacity_solve_twins(pool, &instance.input,
			instance.twin, brief ? (int)(seed % 3) : 100000,
			&capacity, &bound, NULL));
		check_choice(&instance, capacity);
		struct tried best = brute(&instance);
		bool is_best = capacity->weight == best.best_weight &&
			(instance.input.aim == PAIRS_WEIGHT ||
				capacity->count == best.best_count);
		if (!brief || bound == capacity->weight)
			g_assert_true(is_best);
		if (!brief) {
			g_assert_cmpint(bound, ==, capacity->weight);
			check_rest(&instance, capacity);
		}
		if (instance.input.aim == PAIRS_WEIGHT)
			g_assert_cmpint(bound, >=, best.best_weight);
		unproven += bound != capacity->weight;
	}
	g_assert_cmpint(collided, >, 400);
	g_assert_cmpint(unproven, >, 100);
}

/* Everybody is a mentor and a mentee, and scores are the same both ways: about
 * half collide, and prices still close the gap, or all of it but a crumb. */
static void
test_twins_both_ways(void)
{
	enum {
		N = 60
	};
	int closed = 0;

	for (uint64_t seed = 0; seed < 20; seed++) {
		POOL_AUTO pool = pool_new();
		struct instance instance = people(pool, seed, N, N, 2);
		struct capacity *capacity;
		int64_t bound;

		for (int i = 0; i < N; i++)
			instance.left_most[i] = instance.right_most[i] = 1;
		for (int32_t i = 0; i < N; i++)
			for (int32_t k = 1; k < 6; k++) {
				int32_t j = (i + k * k) % N;
				int32_t weight =
					graph_between(&instance.dice, 1, 1000);

				add_edge(&instance, i, j, weight);
				add_edge(&instance, j, i, weight);
			}
		instance.twin = pool_alloc(
			pool, instance.input.edges.n * sizeof(int32_t));
		for (size_t i = 0; i < instance.input.edges.n; i++)
			instance.twin[i] = (int32_t)(i ^ 1);
		g_assert_cmpint(
			collisions(&instance, solved(&instance)), >, N / 5);
		g_assert_true(capacity_solve_twins(pool, &instance.input,
			instance.twin, 1000, &capacity, &bound, NULL));
		g_assert_cmpint(collisions(&instance, capacity), ==, 0);
		g_assert_cmpint(bound, >=, capacity->weight);
		g_assert_cmpint(
			bound, <=, capacity->weight + capacity->weight / 100);
		closed += bound == capacity->weight;
		check_rest(&instance, capacity);
	}
	g_assert_cmpint(closed, >=, 10);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/capacity/twins", test_twins);
	g_test_add_func("/capacity/twins/both-ways", test_twins_both_ways);
	return g_test_run();
}
