/* The proof of a matching: what is right is accepted, and everything that can
 * be wrong is seen. */
#include "match_planted.h"

/* ---- what is accepted ----------------------------------------------------- */

static bool
holds(const struct planted *planted)
{
	const char *why = NULL;
	bool proven = pairs_proven(planted->pool, planted->graph, planted->aim,
		&planted->pairs, &why);

	g_assert_true(proven == !why);
	return proven;
}

/* Why not; "" when proven. */
static const char *
said(const struct planted *planted)
{
	const char *why = "";

	pairs_proven(planted->pool, planted->graph, planted->aim,
		&planted->pairs, &why);
	return why;
}

static void
test_accepts(void)
{
	int64_t blossoms = 0, lonely = 0;

	for (uint64_t seed = 0; seed < 4000; seed++) {
		POOL_AUTO pool = pool_new();
		struct planted planted = plant(
			pool, seed % 2, (int32_t)(seed / 20), false, seed);

		add_edges(&planted, 3 * planted.graph->n, 0);
		g_assert_cmpstr(said(&planted), ==, "");
		g_assert_true(holds(&planted));
		blossoms += planted.pairs.duals.blossoms;
		lonely += planted.graph->n - 2 * planted.pairs.count;
		if (planted.graph->n > GRAPH_BEST_MOST)
			continue;
		struct graph_best best = graph_best(planted.graph, planted.aim);
		g_assert_cmpint(planted.pairs.weight, ==, best.weight);
		if (planted.aim == PAIRS_COVER)
			g_assert_cmpint(planted.pairs.count, ==, best.count);
	}
	g_assert_cmpint(blossoms, >, 10000);
	g_assert_cmpint(lonely, >, 1000);
}

/* 30,000 blossoms, each in the next: a walk from edge to edge would take
 * minutes. */
static void
test_deep(void)
{
	POOL_AUTO pool = pool_new();
	struct planted planted = plant(pool, PAIRS_WEIGHT, 60001, true, 5);
	struct duals *duals = &planted.pairs.duals;

	g_assert_cmpint(duals->blossoms, ==, 30000);
	for (int32_t i = 0; i < 300000; i++) {
		int32_t u = graph_between(&planted.dice, 0, duals->n - 1);
		int32_t v = graph_between(&planted.dice, 0, duals->n - 1);
		int32_t around = MIN(duals->home[u], duals->home[v]) + 1;

		/* [0] is the outermost; each is worth 2 */
		graph_add(pool, planted.graph, u, v,
			(int32_t)((duals->of[u] + duals->of[v] + 2 * around) /
				2));
	}
	g_assert_true(holds(&planted));
	planted.graph->edges.at[planted.graph->edges.n - 1].weight++;
	g_assert_false(holds(&planted));
}

/* Two pairs of 1 beside one of 100: to be worth more, the floor must make a
 * pair more than 98 better. */
static void
test_floor(void)
{
	struct edge edges[] = { { 0, 1, 1 }, { 1, 2, 100 }, { 2, 3, 1 } };
	int32_t mate[] = { 1, 0, 3, 2 }, home[] = { -1, -1, -1, -1 };
	int64_t of[] = { -98, 100, 100, -98 };
	struct graph graph = { 4, { edges, 3, 3 } };
	struct planted planted = { .pool = pool_new(),
		.graph = &graph,
		.aim = PAIRS_COVER,
		.pairs = { .mate = mate,
			.weight = 2,
			.count = 2,
			.duals = { .n = 4,
				.floor = -98,
				.of = of,
				.home = home } } };

	g_assert_false(holds(&planted));
	planted.pairs.duals.floor = -99;
	g_assert_true(holds(&planted));
	planted.pairs.duals.floor = -1000000;
	g_assert_true(holds(&planted));
	planted.aim = PAIRS_WEIGHT;
	g_assert_false(holds(&planted));

	/* and without an edge, or with nobody at all */
	graph.edges.n = 0;
	planted.pairs = (struct pairs){ .mate = mate,
		.duals = { .n = 4, .of = of, .home = home } };
	memset(of, 0, sizeof of);
	memset(mate, -1, sizeof mate);
	g_assert_true(holds(&planted));
	planted.aim = PAIRS_COVER;
	g_assert_true(holds(&planted));
	graph.n = planted.pairs.duals.n = 0;
	g_assert_true(holds(&planted));
	pool_free(planted.pool);
}

/* Most faults are seen in several ways; here each way by itself. A triangle
 * whose first two are a pair, and the value is that of the blossom. */
static void
test_reasons(void)
{
	struct edge edges[] = { { 0, 1, 10 }, { 1, 2, 10 }, { 2, 0, 10 } };
	struct blossom around = { -1, 3, 20 };
	int32_t mate[] = { 1, 0, -1 }, home[] = { 0, 0, 0 };
	int64_t of[] = { 0, 0, 0 };
	struct graph graph = { 3, { edges, 3, 3 } };
	const struct pairs good = { .mate = mate,
		.weight = 10,
		.count = 1,
		.duals = { 3, 0, of, 1, &around, home } };
	struct planted p = {
		.pool = pool_new(), .graph = &graph, .pairs = good
	};

	g_assert_cmpstr(said(&p), ==, "");
	of[2] = 1;
	g_assert_cmpstr(said(&p), ==, "lonely vertex 2 is above the floor");
	of[2] = 0;
	around.dual = 21;
	g_assert_cmpstr(said(&p), ==,
		"the value of blossom 0 is below 0, odd or out of range");
	around.dual = 20;
	mate[0] = mate[1] = -1;
	p.pairs.count = 0;
	p.pairs.weight = 0;
	g_assert_cmpstr(said(&p), ==, "blossom 0 of 3 vertices holds 0 pairs");
	mate[0] = 1;
	mate[1] = 0;
	p.pairs = good;
	graph.edges.at++;
	graph.edges.n--;
	g_assert_cmpstr(said(&p), ==, "a pair is no edge, or not a tight one");
	graph.edges.at--;
	graph.edges.n++;
	p.pairs.duals.floor = INT64_MIN;
	g_assert_cmpstr(said(&p), ==, "the floor is out of range");
	p.pairs = good;
	g_assert_cmpstr(said(&p), ==, "");
	graph.edges.at = NULL;
	g_assert_cmpstr(said(&p), ==, "the graph is malformed");
	pool_free(p.pool);
}

/* ---- what is not -------------------------------------------------------------
 *
 * Each fault is planted somewhere at random; false when there is no place for
 * it in that graph. */

static int32_t
any_vertex(struct planted *planted)
{
	return graph_between(&planted->dice, 0, planted->graph->n - 1);
}

/* -1: none */
static int32_t
any_paired(struct planted *planted)
{
	for (int i = 0; i < 50; i++) {
		int32_t v = any_vertex(planted);

		if (planted->pairs.mate[v] >= 0)
			return v;
	}
	return -1;
}

static struct blossom *
any_blossom(struct planted *planted)
{
	struct duals *duals = &planted->pairs.duals;

	if (!duals->blossoms)
		return NULL;
	return &duals->blossom[graph_between(
		&planted->dice, 0, duals->blossoms - 1)];
}

static bool
drop_pair(struct planted *p)
{
	int32_t u = any_paired(p);

	if (u < 0)
		return false;
	int32_t v = p->pairs.mate[u];
	p->pairs.mate[u] = p->pairs.mate[v] = -1;
	p->pairs.count--;
	for (size_t i = 0; i < p->graph->edges.n; i++)
		if (p->graph->edges.at[i].u == MIN(u, v) &&
			p->graph->edges.at[i].v == MAX(u, v)) {
			p->pairs.weight -= p->graph->edges.at[i].weight;
			break;
		}
	/* not even when that leaves a vertex where the lonely ones are */
	return p->pairs.duals.of[u] != p->pairs.duals.floor ||
		p->pairs.duals.of[v] != p->pairs.duals.floor;
}

static bool
cross_pairs(struct planted *p)
{
	int32_t a = any_paired(p), b = any_paired(p);

	if (a < 0 || b < 0 || a == b || p->pairs.mate[a] == b)
		return false;
	int32_t c = p->pairs.mate[a], d = p->pairs.mate[b];
	join(p, a, b);
	join(p, c, d);
	return true;
}

static bool
lower_value(struct planted *p)
{
	p->pairs.duals.of[any_vertex(p)]--;
	return true;
}

static bool
raise_value(struct planted *p)
{
	p->pairs.duals.of[any_vertex(p)]++;
	return true;
}

static bool
huge_value(struct planted *p)
{
	p->pairs.duals.of[any_vertex(p)] =
		graph_roll(&p->dice, 2) ? INT64_MAX : INT64_MIN;
	return true;
}

static bool
shift_blossom(struct planted *p, int64_t by)
{
	struct blossom *blossom = any_blossom(p);

	if (blossom)
		blossom->dual += by;
	return blossom;
}

static bool
lower_blossom(struct planted *p)
{
	return shift_blossom(p, -2);
}

static bool
raise_blossom(struct planted *p)
{
	return shift_blossom(p, 2);
}

static bool
odd_blossom(struct planted *p)
{
	return shift_blossom(p, 1);
}

static bool
huge_blossom(struct planted *p)
{
	return shift_blossom(p, INT64_MAX - 1000);
}

static bool
blossom_size(struct planted *p)
{
	struct blossom *blossom = any_blossom(p);

	if (blossom)
		blossom->size += graph_between(&p->dice, 1, 3);
	return blossom;
}

/* Its parent is itself, one behind it, or none there is. */
static bool
blossom_parent(struct planted *p)
{
	struct blossom *blossom = any_blossom(p);
	int32_t at = (int32_t)(blossom - p->pairs.duals.blossom);
	const int32_t wrong[] = { at, at + 1, INT32_MAX, -2, INT32_MIN,
		p->pairs.duals.blossoms };

	if (!blossom)
		return false;
	blossom->parent = wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	return true;
}

/* Two blossoms within each other. */
static bool
blossom_circle(struct planted *p)
{
	struct blossom *blossom = any_blossom(p);

	if (!blossom || blossom->parent < 0)
		return false;
	p->pairs.duals.blossom[blossom->parent].parent =
		(int32_t)(blossom - p->pairs.duals.blossom);
	return true;
}

static bool
blossom_count(struct planted *p)
{
	const int32_t wrong[] = { -1, INT32_MAX, INT32_MIN, p->graph->n + 1 };

	p->pairs.duals.blossoms =
		wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	return true;
}

static bool
home_away(struct planted *p)
{
	const int32_t wrong[] = { -2, INT32_MAX, INT32_MIN,
		p->pairs.duals.blossoms };

	p->pairs.duals.home[any_vertex(p)] =
		wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	return true;
}

static bool
home_other(struct planted *p)
{
	int32_t *home = &p->pairs.duals.home[any_vertex(p)], was = *home;

	*home = graph_between(&p->dice, -1, p->pairs.duals.blossoms - 1);
	return *home != was;
}

static bool
mate_away(struct planted *p)
{
	int32_t v = any_vertex(p);
	const int32_t wrong[] = { v, -2, p->graph->n, INT32_MAX, INT32_MIN };

	p->pairs.mate[v] = wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	return true;
}

static bool
mate_one_way(struct planted *p)
{
	int32_t v = any_vertex(p), was = p->pairs.mate[v];

	p->pairs.mate[v] = graph_between(&p->dice, -1, p->graph->n - 1);
	return p->pairs.mate[v] != was;
}

static bool
misstate_weight(struct planted *p)
{
	p->pairs.weight += graph_roll(&p->dice, 2) ? 1 : -1;
	return true;
}

static bool
misstate_count(struct planted *p)
{
	p->pairs.count += graph_roll(&p->dice, 2) ? 1 : -1;
	return true;
}

static bool
misstate_size(struct planted *p)
{
	p->pairs.duals.n += graph_roll(&p->dice, 2) ? 1 : -1;
	return true;
}

static bool
floor_moved(struct planted *p)
{
	const int64_t wrong[] = { 1, 5, INT64_MAX, INT64_MIN,
		p->aim == PAIRS_WEIGHT ? -1 : 0 };

	p->pairs.duals.floor = wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	/* with all paired, a lower one of coverage would do */
	return p->aim == PAIRS_WEIGHT || 2 * p->pairs.count < p->graph->n;
}

static bool
nothing_there(struct planted *p)
{
	switch (graph_roll(&p->dice, 4)) {
	case 0:
		p->pairs.mate = NULL;
		return true;
	case 1:
		p->pairs.duals.of = NULL;
		return true;
	case 2:
		p->pairs.duals.home = NULL;
		return true;
	default:
		p->pairs.duals.blossom = NULL;
		return p->pairs.duals.blossoms;
	}
}

static bool
heavier_edge(struct planted *p)
{
	int32_t u = any_vertex(p), v = any_vertex(p);
	int64_t most = p->pairs.duals.of[u] + p->pairs.duals.of[v] +
		worth(&p->pairs.duals, u, v);

	if (u == v || most / 2 + 1 > WEIGHT_LIMIT)
		return false;
	graph_add(p->pool, p->graph, u, v, (int32_t)(most / 2 + 1));
	return most >= 0;
}

static bool
heavier_pair(struct planted *p)
{
	int32_t u = any_paired(p);

	if (u < 0)
		return false;
	graph_add(p->pool, p->graph, u, p->pairs.mate[u], WEIGHT_LIMIT);
	return true;
}

static bool
edge_away(struct planted *p)
{
	int32_t n = p->graph->n;
	const struct edge wrong[] = { { 0, n, 1 }, { -1, 0, 1 }, { 0, 0, 1 },
		{ INT32_MAX, 0, 1 }, { 0, INT32_MIN, 1 },
		{ 0, 1, WEIGHT_LIMIT + 1 }, { 0, 1, -WEIGHT_LIMIT - 1 } };

	*LIST_ADD(p->pool, &p->graph->edges) =
		wrong[graph_roll(&p->dice, G_N_ELEMENTS(wrong))];
	return true;
}

/* The pair stays and its edge goes, or weighs less. */
static bool
edge_gone(struct planted *p)
{
	int32_t v = any_paired(p);

	for (size_t i = 0; v >= 0 && i < p->graph->edges.n; i++) {
		struct edge *edge = &p->graph->edges.at[i];

		if (MIN(v, p->pairs.mate[v]) != MIN(edge->u, edge->v) ||
			MAX(v, p->pairs.mate[v]) != MAX(edge->u, edge->v))
			continue;
		if (graph_roll(&p->dice, 2))
			edge->weight--;
		else
			*edge = p->graph->edges.at[--p->graph->edges.n];
		return true;
	}
	return false;
}

#define FAULT(name) \
 {                  \
  "/" #name, name   \
 }
static const struct fault {
	const char *name;
	bool (*plant)(struct planted *planted);
} faults[] = { FAULT(drop_pair), FAULT(cross_pairs), FAULT(lower_value),
	FAULT(raise_value), FAULT(huge_value), FAULT(lower_blossom),
	FAULT(raise_blossom), FAULT(odd_blossom), FAULT(huge_blossom),
	FAULT(blossom_size), FAULT(blossom_parent), FAULT(blossom_circle),
	FAULT(blossom_count), FAULT(home_away), FAULT(home_other),
	FAULT(mate_away), FAULT(mate_one_way), FAULT(misstate_weight),
	FAULT(misstate_count), FAULT(misstate_size), FAULT(floor_moved),
	FAULT(nothing_there), FAULT(heavier_edge), FAULT(heavier_pair),
	FAULT(edge_away), FAULT(edge_gone) };

/* All other edges lie at least 2 below what is allowed, so that there is no
 * second answer that a fault could lead to. */
static void
test_fault(gconstpointer arg)
{
	const struct fault *fault = arg;
	int planted_count[2] = { 0, 0 };

	for (uint64_t seed = 0; seed < 300; seed++) {
		POOL_AUTO pool = pool_new();
		struct planted planted = plant(
			pool, seed % 2, 3 + (int32_t)seed / 6, false, seed);

		add_edges(&planted, 2 * planted.graph->n, 2);
		g_assert_true(holds(&planted));
		if (!fault->plant(&planted))
			continue;
		planted_count[planted.aim]++;
		if (holds(&planted)) {
			g_test_message("seed %d", (int)seed);
			g_test_fail();
		}
	}
	g_assert_cmpint(planted_count[PAIRS_WEIGHT], >, 30);
	g_assert_cmpint(planted_count[PAIRS_COVER], >, 30);
}

/* With edges that are tight too, a fault may lead to another answer, or none
 * was planted. What is accepted is an optimum all the same. */
static void
test_anything(void)
{
	int accepted = 0;

	for (uint64_t seed = 0; seed < 20000; seed++) {
		POOL_AUTO pool = pool_new();
		struct planted p = plant(pool, seed % 2,
			(int32_t)(1 + seed % GRAPH_BEST_MOST), false, seed);

		add_edges(&p, p.graph->n, 0);
		faults[graph_roll(&p.dice, G_N_ELEMENTS(faults))].plant(&p);
		if (!holds(&p))
			continue;
		accepted++;
		struct graph_best best = graph_best(p.graph, p.aim);
		g_assert_cmpint(p.pairs.weight, ==, best.weight);
		if (p.aim == PAIRS_COVER)
			g_assert_cmpint(p.pairs.count, ==, best.count);
	}
	g_assert_cmpint(accepted, >, 500);
	g_assert_cmpint(accepted, <, 10000);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/proof/accepts", test_accepts);
	g_test_add_func("/proof/deep", test_deep);
	g_test_add_func("/proof/floor", test_floor);
	g_test_add_func("/proof/reasons", test_reasons);
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *name =
			g_strconcat("/proof/fault", faults[i].name, NULL);

		g_test_add_data_func(name, &faults[i], test_fault);
	}
	g_test_add_func("/proof/anything", test_anything);
	return g_test_run();
}
