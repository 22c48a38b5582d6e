/* Mentors and mentees with capacities: beside brute force, proven each time. */
#include "match/capacity.h"
#include "match_graphs.h"
#include "match_starved.h"

/* ---- instances ------------------------------------------------------------ */

struct instance {
	struct pool *pool;
	struct graph_dice dice;
	struct capacity_input input;
	int32_t *left_most, *right_most, *left_load, *twin;
};

static int32_t *
figures(struct instance *instance, int32_t n, int32_t most)
{
	int32_t *at = pool_alloc(instance->pool, (size_t)n * sizeof *at);

	for (int32_t i = 0; i < n; i++)
		at[i] = graph_between(&instance->dice, 0, most);
	return at;
}

static struct instance
people(struct pool *pool, uint64_t seed, int32_t left, int32_t right,
	int32_t most)
{
	struct instance instance = { .pool = pool, .dice = { seed, 0 } };
	struct graph_dice *dice = &instance.dice;
	struct capacity_input *input = &instance.input;

	input->left = left;
	input->right = right;
	input->left_most = instance.left_most = figures(&instance, left, most);
	input->right_most = instance.right_most =
		figures(&instance, right, graph_roll(dice, 3) ? 1 : most);
	if (graph_roll(dice, 2))
		input->left_load = instance.left_load =
			figures(&instance, left, 3);
	input->aim = graph_roll(dice, 2) ? PAIRS_COVER : PAIRS_WEIGHT;
	return instance;
}

static void
add_edge(struct instance *instance, int32_t u, int32_t v, int32_t weight)
{
	*LIST_ADD(instance->pool, &instance->input.edges) =
		(struct edge){ u, v, weight };
}

static void
add_edges(struct instance *instance, size_t n)
{
	struct graph_dice *dice = &instance->dice;
	const struct graph_range *range =
		&graph_ranges[graph_roll(dice, G_N_ELEMENTS(graph_ranges))];
	struct capacity_input *input = &instance->input;

	for (size_t i = 0; i < n && input->left && input->right; i++)
		add_edge(instance, graph_between(dice, 0, input->left - 1),
			graph_between(dice, 0, input->right - 1),
			graph_between(dice, range->from, range->till));
	if (graph_roll(dice, 2))
		input->load_price = graph_between(dice, 0,
			MAX(1, MIN(range->till, WEIGHT_LIMIT / 2)) / 2 + 1);
}

/* Ties some edges two by two. */
static void
add_twins(struct instance *instance)
{
	size_t n = instance->input.edges.n;

	instance->twin = pool_alloc(instance->pool, n * sizeof(int32_t));
	for (size_t i = 0; i < n; i++)
		instance->twin[i] = -1;
	for (size_t i = 0; i + 1 < n; i++) {
		size_t j = i + 1 + graph_roll(&instance->dice, n - i - 1);

		if (instance->twin[i] >= 0 || instance->twin[j] >= 0 ||
			!graph_roll(&instance->dice, 3))
			continue;
		instance->twin[i] = (int32_t)j;
		instance->twin[j] = (int32_t)i;
	}
}

/* ---- brute force ---------------------------------------------------------- */

struct tried {
	const struct instance *instance;
	int32_t left_has[8], right_has[8];
	bool chosen[24];
	int32_t count;
	int64_t weight;
	bool found;
	int32_t best_count;
	int64_t best_weight;
};

static void
keep_best(struct tried *tried)
{
	int64_t more = tried->instance->input.aim == PAIRS_COVER
		? tried->count - tried->best_count
		: 0;

	if (tried->found &&
		(more < 0 ||
			(more == 0 && tried->weight <= tried->best_weight)))
		return;
	tried->found = true;
	tried->best_count = tried->count;
	tried->best_weight = tried->weight;
}

static bool
may_choose(const struct tried *tried, size_t edge)
{
	const struct capacity_input *input = &tried->instance->input;
	const struct edge *e = &input->edges.at[edge];
	const int32_t *twin = tried->instance->twin;

	for (size_t i = 0; i < edge; i++)
		if (tried->chosen[i] && input->edges.at[i].u == e->u &&
			input->edges.at[i].v == e->v)
			return false;
	if (twin && twin[edge] >= 0 && twin[edge] < (int32_t)edge &&
		tried->chosen[twin[edge]])
		return false;
	return tried->left_has[e->u] < input->left_most[e->u] &&
		tried->right_has[e->v] < input->right_most[e->v];
}

static void
try_from(struct tried *tried, size_t edge)
{
	const struct capacity_input *input = &tried->instance->input;

	if (edge == input->edges.n) {
		keep_best(tried);
		return;
	}
	try_from(tried, edge + 1);
	if (!may_choose(tried, edge))
		return;
	const struct edge *e = &input->edges.at[edge];
	int64_t load = input->left_load ? input->left_load[e->u] : 0;
	int64_t gain = e->weight -
		(load + tried->left_has[e->u]++) * input->load_price;
	tried->right_has[e->v]++;
	tried->chosen[edge] = true;
	tried->count++;
	tried->weight += gain;
	try_from(tried, edge + 1);
	tried->weight -= gain;
	tried->count--;
	tried->chosen[edge] = false;
	tried->right_has[e->v]--;
	tried->left_has[e->u]--;
}

static struct tried
brute(const struct instance *instance)
{
	struct tried tried = { .instance = instance };

	try_from(&tried, 0);
	return tried;
}

/* ---- the solver ----------------------------------------------------------- */

/* Why not; "" when proven. */
static const char *
said(const struct instance *instance, const struct capacity *capacity)
{
	const char *why = "";

	capacity_proven(instance->pool, &instance->input, capacity, &why);
	return why;
}

static struct capacity *
solved(const struct instance *instance)
{
	struct capacity *capacity = NULL;
	struct err err = { 0 };

	if (!capacity_solve(instance->pool, &instance->input, &capacity, &err))
		g_error("%s", err.text);
	g_assert_cmpstr(said(instance, capacity), ==, "");
	return capacity;
}

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

/* ---- what may not matter -------------------------------------------------- */

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

/* ---- what a forced pair costs --------------------------------------------- */

/* The best sum when that edge has to be in, or has to be out. */
static bool
brute_forced(const struct instance *instance, size_t edge, bool in,
	int64_t floor, int64_t *weight)
{
	struct instance forced = *instance;
	struct edge_list *edges = &forced.input.edges;
	const struct edge *old = instance->input.edges.at;
	size_t n = instance->input.edges.n;
	struct edge e = old[edge];

	*edges = (struct edge_list){ 0 };
	for (size_t i = 0; i < n; i++)
		if (old[i].u != e.u || old[i].v != e.v)
			*LIST_ADD(forced.pool, edges) = old[i];
	struct tried tried = { .instance = &forced };
	if (in) {
		if (!forced.left_most[e.u] || !forced.right_most[e.v])
			return false;
		tried.left_has[e.u] = tried.right_has[e.v] = 1;
		tried.count = 1;
		tried.weight = e.weight -
			(forced.left_load ? forced.left_load[e.u] : 0) *
				forced.input.load_price;
	}
	try_from(&tried, 0);
	*weight = tried.best_weight - floor * tried.best_count;
	return true;
}

static void
test_slack(void)
{
	int64_t told = 0, tight = 0;

	for (uint64_t seed = 0; seed < 3000; seed++) {
		POOL_AUTO pool = pool_new();
		struct instance instance = people(pool, seed, 4, 4, 3);

		add_edges(&instance, 9);
		struct capacity *capacity = solved(&instance);
		int64_t best =
			capacity->weight - capacity->floor * capacity->count;
		for (size_t i = 0; i < instance.input.edges.n; i++) {
			int64_t slack = capacity_slack(
					&instance.input, capacity, i),
				weight;

			g_assert_cmpint(slack, >=, 0);
			if (!brute_forced(&instance, i, !capacity->chosen[i],
				    capacity->floor, &weight))
				continue;
			told++;
			tight += best - weight == slack;
			g_assert_cmpint(best - weight, >=, slack);
		}
	}
	g_assert_cmpint(told, >, 8000);
	g_assert_cmpint(tight, >, told / 10);
}

/* ---- the proof ------------------------------------------------------------ */

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

/* ---- load ----------------------------------------------------------------- */

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

/* ---- twins ---------------------------------------------------------------- */

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

/* ---- memory --------------------------------------------------------------- */

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
	g_test_add_func("/capacity/small", test_small);
	g_test_add_func("/capacity/middle", test_middle);
	g_test_add_func("/capacity/nobody", test_nobody);
	g_test_add_func("/capacity/order", test_order);
	g_test_add_func("/capacity/slack", test_slack);
	g_test_add_func("/capacity/faults", test_faults);
	g_test_add_func("/capacity/malformed", test_malformed);
	g_test_add_func("/capacity/aims", test_aims);
	g_test_add_func("/capacity/load", test_load);
	g_test_add_func("/capacity/too-large", test_too_large);
	g_test_add_func("/capacity/twins", test_twins);
	g_test_add_func("/capacity/twins/both-ways", test_twins_both_ways);
	g_test_add_func("/capacity/starved", test_starved);
	return g_test_run();
}
