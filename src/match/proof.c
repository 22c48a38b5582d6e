/* One pass over what is claimed of vertices and blossoms, and one over the
 * edges.
 *
 * Nearly every edge is held by the values of its two ends alone; of the others
 * one has to know what the blossoms around both ends are worth. Blossoms form
 * a forest, which is cut into paths here: each continues into the child that
 * holds most vertices (Sleator and Tarjan, A data structure for dynamic trees,
 * 1983). The way up from anywhere changes from one path to the next at most
 * log2(n) times, and however deep blossoms are nested in a row, that is one
 * path. So an edge costs two places in memory, mostly.
 *
 * Values are limited before they are added, so that the sums of the edges fit
 * 64 bits; the sums over all vertices are taken in 128.
 */
#include "match/proof.h"

#include <glib.h>
#include <inttypes.h>

/* Doubled. What n <= 2^31 vertices and WEIGHT_LIMIT can lead to is less. */
#define VALUE_LIMIT (INT64_C(1) << 62)

__extension__ typedef __int128 wide;

struct vertex {
	int64_t dual;
	int32_t home; /* as in `nest` */
	int32_t mate; /* -1: alone, or the pair is found to be an edge */
};

/* A blossom; [0] stands for the outside, which holds everything. */
struct nest {
	int64_t sum;  /* of its dual and all those around it */
	int32_t head; /* the outermost blossom of its path */
	int32_t up;   /* what is around that one; 0 for [0] itself */
	int32_t held; /* vertices within */
	int32_t full; /* pairs within */
};

struct check {
	struct pool *pool;
	const struct graph *graph;
	const struct pairs *pairs;
	const struct duals *duals;
	const char **why;
	int32_t n;
	struct vertex *vertex;
	struct nest *nest;
	int32_t lonely;
	int32_t lowest, highest; /* weight of an edge */
	int64_t weight, count;   /* of the pairs that are tight edges */
};

PRINTF(2, 3)
static bool
refuse(struct check *check, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (check->why)
		*check->why = pool_vprintf(check->pool, fmt, ap);
	va_end(ap);
	return false;
}

/* ---- what is claimed ---------------------------------------------------- */

static bool
is_whole(struct check *check)
{
	const struct pairs *pairs = check->pairs;
	const struct duals *duals = check->duals;
	int32_t n = check->graph->n;

	if (n < 0 || (check->graph->edges.n && !check->graph->edges.at))
		return refuse(check, "the graph is malformed");
	if (duals->n != n)
		return refuse(check,
			"there are values for %" PRId32 " vertices of %" PRId32,
			duals->n, n);
	if (duals->blossoms < 0 || duals->blossoms > n)
		return refuse(check, "%" PRId32 " blossoms are too many",
			duals->blossoms);
	if (n && (!pairs->mate || !duals->of || !duals->home))
		return refuse(check, "mates or values are missing");
	if (duals->blossoms && !duals->blossom)
		return refuse(check, "the blossoms are missing");
	if (duals->floor <= -VALUE_LIMIT || duals->floor >= VALUE_LIMIT)
		return refuse(check, "the floor is out of range");
	check->n = n;
	check->vertex = g_try_new(struct vertex, (size_t)n + 1);
	check->nest = g_try_new0(struct nest, (size_t)duals->blossoms + 1);
	if (!check->vertex || !check->nest)
		return refuse(check, "there is no memory for the proof");
	return true;
}

static bool
read_vertex(struct check *check, int32_t v)
{
	const struct duals *duals = check->duals;
	int64_t dual = duals->of[v];
	int32_t home = duals->home[v], mate = check->pairs->mate[v];

	if (mate < -1 || mate >= check->n || mate == v ||
		(mate >= 0 && check->pairs->mate[mate] != v))
		return refuse(check,
			"the mate of vertex %" PRId32 " is not its own", v);
	if (home < -1 || home >= duals->blossoms)
		return refuse(check,
			"the home of vertex %" PRId32 " is no blossom", v);
	if (dual < duals->floor || dual >= VALUE_LIMIT)
		return refuse(check,
			"vertex %" PRId32 " is below the floor or out of range",
			v);
	if (mate < 0 && dual != duals->floor)
		return refuse(check,
			"lonely vertex %" PRId32 " is above the floor", v);
	check->vertex[v] = (struct vertex){ dual, home + 1, mate };
	check->nest[home + 1].held++;
	check->lonely += mate < 0;
	return true;
}

static bool
read_vertices(struct check *check)
{
	for (int32_t v = 0; v < check->n; v++)
		if (!read_vertex(check, v))
			return false;
	return true;
}

/* A parent stands before what it holds, so there are no circles. */
static bool
read_blossom(struct check *check, int32_t b)
{
	const struct blossom *blossom = &check->duals->blossom[b];
	struct nest *nest = check->nest;

	if (blossom->parent < -1 || blossom->parent >= b)
		return refuse(check,
			"blossom %" PRId32 " does not stand behind its parent",
			b);
	if (blossom->dual < 0 || blossom->dual % 2 ||
		blossom->dual >= VALUE_LIMIT - nest[blossom->parent + 1].sum)
		return refuse(check,
			"the value of blossom %" PRId32
			" is below 0, odd or out of range",
			b);
	nest[b + 1].sum = nest[blossom->parent + 1].sum + blossom->dual;
	return true;
}

/* Vertices within, counted from the inside out. */
static bool
count_held(struct check *check)
{
	struct nest *nest = check->nest;

	for (int32_t b = check->duals->blossoms - 1; b >= 0; b--) {
		const struct blossom *blossom = &check->duals->blossom[b];
		int32_t held = nest[b + 1].held;

		if (held != blossom->size || held < 3 || held % 2 == 0)
			return refuse(check,
				"blossom %" PRId32 " holds %" PRId32
				" vertices, which is even "
				"or not %" PRId32,
				b, held, blossom->size);
		nest[blossom->parent + 1].held += held;
	}
	return true;
}

/* For a moment, `up` of a blossom is the child that continues its path. */
static void
lay_paths(struct check *check)
{
	const struct blossom *blossom = check->duals->blossom;
	struct nest *nest = check->nest;
	int32_t blossoms = check->duals->blossoms;

	for (int32_t b = 1; b <= blossoms; b++) {
		struct nest *around = &nest[blossom[b - 1].parent + 1];

		if (!around->up || nest[b].held > nest[around->up].held)
			around->up = b;
	}
	for (int32_t b = blossoms; b >= 1; b--)
		nest[b].head = nest[blossom[b - 1].parent + 1].up == b;
	nest[0].up = 0;
	for (int32_t b = 1; b <= blossoms; b++) {
		int32_t parent = blossom[b - 1].parent + 1;
		bool goes_on = nest[b].head;

		nest[b].head = goes_on ? nest[parent].head : b;
		nest[b].up = goes_on ? nest[parent].up : parent;
	}
}

static bool
read_blossoms(struct check *check)
{
	for (int32_t b = 0; b < check->duals->blossoms; b++)
		if (!read_blossom(check, b))
			return false;
	if (!count_held(check))
		return false;
	lay_paths(check);
	return true;
}

/* ---- what holds ----------------------------------------------------------- */

/* The innermost blossom that holds both. A number is lower the further out;
 * of two on different paths, the one whose path begins at the higher number is
 * not on the way up from the other. */
static int32_t
around_both(const struct nest *nest, int32_t a, int32_t b)
{
	while (nest[a].head != nest[b].head)
		if (nest[a].head > nest[b].head)
			a = nest[a].up;
		else
			b = nest[b].up;
	return MIN(a, b);
}

/* An edge that its ends alone do not hold, or one of a pair. A pair that is
 * found tight is struck off; so it is counted once of several edges. */
static bool
edge_within(struct check *check, const struct edge *edge)
{
	struct vertex *u = &check->vertex[edge->u],
		      *v = &check->vertex[edge->v];
	int32_t both = around_both(check->nest, u->home, v->home);
	wide slack = (wide)u->dual + v->dual + check->nest[both].sum -
		2 * (wide)edge->weight;

	if (slack < 0)
		return refuse(check,
			"edge %" PRId32 "-%" PRId32 " of weight %" PRId32
			" is undercut",
			edge->u, edge->v, edge->weight);
	if (slack == 0 && u->mate == edge->v) {
		u->mate = v->mate = -1;
		check->nest[both].full++;
		check->weight += edge->weight;
		check->count++;
	}
	return true;
}

static bool
edges_hold(struct check *check)
{
	const struct edge_list *edges = &check->graph->edges;
	uint32_t n = (uint32_t)check->n;

	check->lowest = INT32_MAX;
	check->highest = INT32_MIN;
	for (size_t i = 0; i < edges->n; i++) {
		const struct edge *edge = &edges->at[i];

		if ((uint32_t)edge->u >= n || (uint32_t)edge->v >= n ||
			edge->u == edge->v || edge->weight > WEIGHT_LIMIT ||
			edge->weight < -WEIGHT_LIMIT)
			return refuse(check, "an edge is malformed");
		const struct vertex *u = &check->vertex[edge->u];
		int64_t ends = u->dual + check->vertex[edge->v].dual;

		check->lowest = MIN(check->lowest, edge->weight);
		check->highest = MAX(check->highest, edge->weight);
		if ((ends < 2 * (int64_t)edge->weight || u->mate == edge->v) &&
			!edge_within(check, edge))
			return false;
	}
	return true;
}

static bool
pairs_hold(struct check *check)
{
	const struct pairs *pairs = check->pairs;

	if (2 * check->count + check->lonely != check->n)
		return refuse(check, "a pair is no edge, or not a tight one");
	if (check->count != pairs->count || check->weight != pairs->weight)
		return refuse(check,
			"%" PRId64 " pairs of weight %" PRId64
			" were said to be %" PRId32 " of %" PRId64,
			check->count, check->weight, pairs->count,
			pairs->weight);
	return true;
}

static bool
blossoms_hold(struct check *check)
{
	struct nest *nest = check->nest;

	for (int32_t b = check->duals->blossoms - 1; b >= 0; b--) {
		const struct blossom *blossom = &check->duals->blossom[b];

		if (blossom->dual && nest[b + 1].full != blossom->size / 2)
			return refuse(check,
				"blossom %" PRId32 " of %" PRId32
				" vertices holds %" PRId32 " pairs",
				b, blossom->size, nest[b + 1].full);
		nest[blossom->parent + 1].full += nest[b + 1].full;
	}
	return true;
}

/* With values no lower than the floor, the sum of (weight - floor) over the
 * pairs is proven the largest. For the largest sum of weights the floor has to
 * be 0. For coverage one pair more has to gain more, by the floor, than all
 * others can lose: k pairs at most have k times the highest weight, k + 1 at
 * least k + 1 times the lowest; and k + 1 is n / 2 at most. */
static bool
floor_fits(struct check *check, enum pairs_aim aim)
{
	int64_t floor = check->duals->floor, half = check->n / 2;
	wide lose;

	switch (aim) {
	case PAIRS_WEIGHT:
		if (floor != 0)
			return refuse(check, "the floor is not 0");
		break;
	case PAIRS_COVER:
		lose = (half - 1) * ((wide)check->highest - check->lowest) -
			check->lowest;
		if (check->graph->edges.n && -(wide)floor <= lose)
			return refuse(check, "the floor is not low enough");
		break;
	}
	return true;
}

/* Follows from all the rest; and is the whole proof in one line. */
static bool
sums_agree(struct check *check)
{
	const struct duals *duals = check->duals;
	wide primal = 2 * (check->weight - (wide)duals->floor * check->count);
	wide dual = 0;

	for (int32_t v = 0; v < check->n; v++)
		dual += (wide)check->vertex[v].dual - duals->floor;
	for (int32_t b = 0; b < duals->blossoms; b++)
		dual += (wide)duals->blossom[b].dual *
			(duals->blossom[b].size / 2);
	if (primal != dual)
		return refuse(check, "the two sums differ");
	return true;
}

bool
pairs_proven(struct pool *pool, const struct graph *graph, enum pairs_aim aim,
	const struct pairs *pairs, const char **why)
{
	struct check check = { .pool = pool,
		.graph = graph,
		.pairs = pairs,
		.duals = &pairs->duals,
		.why = why };
	bool proven = is_whole(&check) && read_vertices(&check) &&
		read_blossoms(&check) && edges_hold(&check) &&
		pairs_hold(&check) && blossoms_hold(&check) &&
		floor_fits(&check, aim) && sums_agree(&check);

	g_free(check.vertex);
	g_free(check.nest);
	return proven;
}
