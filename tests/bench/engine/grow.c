/* grow FAMILY NUMBERS... SEED: a graph file on stdout.
 *
 *   people N K           the K best of each of N people; 0: all pairs
 *   near N K D           points in a cube of D dimensions, K near ones each
 *   outlier N K D        the same, and one weight of 10^9
 *   complete N           all pairs, any weight to 1,000
 *   sparse N DEGREE MOST any pairs, any weight to MOST (ties: 3)
 *   heavy N DEGREE       any pairs, weights of all magnitudes to 2^30
 *   nested DEPTH         threes of threes: 3^DEPTH
 *   cliques N SIZE K     odd ones, heavy within; K light edges a vertex
 *   hubs N HUBS K        everybody wants one of few
 *   stair N              two halves, weight c - i * j
 *   mentors L R K MOST   people on two sides; capacities 1 to MOST
 *   sides L R K MOST     any K of the left for each of the right
 *   full L R             all of the left for each of the right */
#include "grow.h"

#include <math.h>

/* ---- dice and lists ----------------------------------------------------- */

static uint64_t thrown;

void
dice_seed(uint64_t seed)
{
	thrown = seed * UINT64_C(0x9e3779b97f4a7c15);
}

/* splitmix64 (Steele, Lea and Flood 2014) */
uint64_t
dice(void)
{
	uint64_t x = thrown += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

int32_t
dice_below(int32_t sides)
{
	return (int32_t)((dice() >> 32) * (uint64_t)sides >> 32);
}

double
dice_part(void)
{
	return (double)(dice() >> 11) * 0x1p-53;
}

void
grow_add(struct grown *graph, int32_t u, int32_t v, int32_t weight)
{
	if (graph->n == graph->room) {
		graph->room = graph->room ? 2 * graph->room : 1 << 16;
		graph->line = realloc(
			graph->line, (size_t)graph->room * sizeof *graph->line);
		if (!graph->line)
			give_up("no memory");
	}
	graph->line[graph->n++] = (struct line){ u, v, weight };
}

static int
in_order(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->u != y->u)
		return x->u < y->u ? -1 : 1;
	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

void
grow_unite(struct grown *graph)
{
	int64_t kept = 0;

	for (int64_t i = 0; i < graph->n; i++)
		if (graph->line[i].u > graph->line[i].v) {
			int32_t u = graph->line[i].u;

			graph->line[i].u = graph->line[i].v;
			graph->line[i].v = u;
		}
	qsort(graph->line, (size_t)graph->n, sizeof *graph->line, in_order);
	for (int64_t i = 0; i < graph->n; i++) {
		const struct line *line = &graph->line[i];
		const struct line *last = &graph->line[kept - (kept > 0)];

		if (line->u == line->v ||
			(kept && line->u == last->u && line->v == last->v))
			continue;
		graph->line[kept++] = *line;
	}
	graph->n = kept;
}

struct shortlist
shortlist_new(int32_t most)
{
	struct shortlist list = { .most = most };

	list.who = take((size_t)most, sizeof *list.who);
	list.weight = take((size_t)most, sizeof *list.weight);
	return list;
}

void
shortlist_offer(struct shortlist *list, int32_t who, int32_t weight)
{
	int32_t at = list->n;

	if (list->n == list->most) {
		if (weight <= list->weight[list->n - 1])
			return;
		at--;
	} else {
		list->n++;
	}
	for (; at > 0 && list->weight[at - 1] < weight; at--) {
		list->weight[at] = list->weight[at - 1];
		list->who[at] = list->who[at - 1];
	}
	list->weight[at] = weight;
	list->who[at] = who;
}

/* ---- points in a cube --------------------------------------------------- */

#define DIMENSIONS 6

struct cube {
	int32_t n, k, dimensions, side; /* side: cells along each axis */
	double (*at)[DIMENSIONS];
	int32_t *first, *next; /* of a cell, and behind a point */
	double unit;           /* as far as about the k-th neighbour, twice */
};

static int32_t
cell_along(const struct cube *cube, int32_t point, int32_t axis)
{
	return (int32_t)(cube->at[point][axis] * cube->side);
}

static struct cube
make_cube(int32_t n, int32_t k, int32_t dimensions)
{
	/* volume of the ball of radius 1 */
	static const double ball[] = { 1, 2, 3.1416, 4.1888, 4.9348, 5.2638 };
	struct cube cube = { n, k, dimensions, 1, NULL, NULL, NULL, 0 };
	double near = pow(k / ball[dimensions] / n, 1.0 / dimensions);
	size_t cells = 1;

	cube.unit = 2 * near;
	cube.side = near < 1 ? (int32_t)(1 / near) : 1;
	for (int32_t axis = 0; axis < dimensions; axis++)
		cells *= (size_t)cube.side;
	cube.at = take((size_t)n, sizeof *cube.at);
	cube.first = take(cells, sizeof *cube.first);
	cube.next = take((size_t)n, sizeof *cube.next);
	memset(cube.first, -1, cells * sizeof *cube.first);
	for (int32_t i = 0; i < n; i++) {
		int32_t cell = 0;

		for (int32_t axis = 0; axis < dimensions; axis++) {
			cube.at[i][axis] = dice_part();
			cell = cell * cube.side + cell_along(&cube, i, axis);
		}
		cube.next[i] = cube.first[cell];
		cube.first[cell] = i;
	}
	return cube;
}

static int32_t
nearness(const struct cube *cube, int32_t a, int32_t b)
{
	double sum = 0;

	for (int32_t axis = 0; axis < cube->dimensions; axis++) {
		double apart = cube->at[a][axis] - cube->at[b][axis];

		sum += apart * apart;
	}
	return 1 + (int32_t)(999 * (1 - fmin(1, sqrt(sum) / cube->unit)));
}

/* Those of the cells around. */
static void
look_around(const struct cube *cube, int32_t point, struct shortlist *best)
{
	int32_t cells = 1;

	best->n = 0;
	for (int32_t axis = 0; axis < cube->dimensions; axis++)
		cells *= 3;
	for (int32_t code = 0; code < cells; code++) {
		int32_t rest = code, cell = 0;
		bool inside = true;

		for (int32_t axis = 0; axis < cube->dimensions; axis++) {
			int32_t along =
				cell_along(cube, point, axis) + rest % 3 - 1;

			rest /= 3;
			inside &= along >= 0 && along < cube->side;
			cell = cell * cube->side + along;
		}
		for (int32_t i = inside ? cube->first[cell] : -1; i >= 0;
			i = cube->next[i])
			if (i != point)
				shortlist_offer(
					best, i, nearness(cube, point, i));
	}
}

static void
grow_near(struct grown *graph, int32_t n, int32_t k, int32_t dimensions)
{
	struct cube cube = make_cube(n, k, dimensions);
	struct shortlist best = shortlist_new(k);

	for (int32_t v = 0; v < n; v++) {
		look_around(&cube, v, &best);
		for (int32_t i = 0; i < best.n; i++)
			grow_add(graph, v, best.who[i], best.weight[i]);
	}
	grow_unite(graph);
}

/* ---- other shapes ------------------------------------------------------- */

static void
grow_complete(struct grown *graph, int32_t n)
{
	for (int32_t v = 1; v < n; v++)
		for (int32_t u = 0; u < v; u++)
			grow_add(graph, u, v, 1 + dice_below(1000));
}

static void
grow_sparse(struct grown *graph, int32_t n, int32_t degree, int32_t most)
{
	for (int64_t i = (int64_t)n * degree / 2; i > 0; i--)
		grow_add(graph, dice_below(n), dice_below(n),
			1 + dice_below(most));
	grow_unite(graph);
}

static void
grow_heavy(struct grown *graph, int32_t n, int32_t degree)
{
	for (int64_t i = (int64_t)n * degree / 2; i > 0; i--)
		grow_add(graph, dice_below(n), dice_below(n),
			(int32_t)exp2(30 * dice_part()));
	grow_unite(graph);
}

/* Weights fall from level to level, and fewer edges than vertices tie the
 * outer ones together. */
static void
grow_nested(struct grown *graph, int32_t depth)
{
	int32_t step = 900 / depth, base = 1000, block = 1;

	for (graph->left = 1; depth > 0; depth--)
		graph->left *= 3;
	for (; block < graph->left; block *= 3, base -= step)
		for (int32_t from = 0; from < graph->left; from += 3 * block)
			for (int32_t i = 0; i < (block > 1 ? 9 : 3); i++)
				grow_add(graph,
					from + i % 3 * block +
						dice_below(block),
					from + (i + 1) % 3 * block +
						dice_below(block),
					base - dice_below(step / 2 + 1));
	grow_unite(graph);
}

static void
grow_cliques(struct grown *graph, int32_t n, int32_t size, int32_t k)
{
	for (int32_t v = 0; v < n; v++) {
		for (int32_t u = v / size * size; u < v; u++)
			grow_add(graph, u, v, 800 + dice_below(201));
		for (int32_t i = 0; i < k; i++)
			grow_add(graph, v, dice_below(n), 1 + dice_below(500));
	}
	grow_unite(graph);
}

static void
grow_hubs(struct grown *graph, int32_t n, int32_t hubs, int32_t k)
{
	for (int32_t v = hubs; v < n; v++)
		for (int32_t i = 0; i < k; i++)
			grow_add(graph, dice_below(hubs), v,
				1 + dice_below(1000));
	grow_unite(graph);
}

static void
grow_stair(struct grown *graph, int32_t n)
{
	int32_t half = n / 2;

	for (int32_t i = 0; i < half; i++)
		for (int32_t j = 0; j < half; j++)
			grow_add(graph, i, half + j, half * half + 1 - i * j);
}

static void
grow_sides(struct grown *graph, int32_t left, int32_t right, int32_t k)
{
	for (int32_t v = 0; v < right; v++)
		for (int32_t i = 0; i < k; i++)
			grow_add(graph, k == left ? i : dice_below(left), v,
				1 + dice_below(1000));
}

/* Both sides have their own numbers: a pair twice is only seen in order. */
static void
unite_sides(struct grown *graph)
{
	for (int64_t i = 0; i < graph->n; i++)
		graph->line[i].v += graph->left;
	grow_unite(graph);
	for (int64_t i = 0; i < graph->n; i++)
		graph->line[i].v -= graph->left;
}

/* ---- the command -------------------------------------------------------- */

static void
two_sides(struct grown *graph, const char *family, const int32_t *number)
{
	int32_t left = number[0], right = number[1];
	bool full = !strcmp(family, "full");

	graph->left = left;
	graph->right = right;
	graph->most = take((size_t)left + (size_t)right, sizeof *graph->most);
	for (int32_t i = 0; i < left + right; i++)
		graph->most[i] =
			full || i >= left ? 1 : 1 + dice_below(number[3]);
	if (!strcmp(family, "mentors"))
		grow_mentors(graph, left, right, number[2]);
	else
		grow_sides(graph, left, right, full ? left : number[2]);
	unite_sides(graph);
}

static void
one_pool(struct grown *graph, const char *family, const int32_t *number)
{
	int32_t n = number[0];

	graph->left = n;
	if (!strcmp(family, "people"))
		grow_pool(graph, n, number[1]);
	else if (!strcmp(family, "near") || !strcmp(family, "outlier"))
		grow_near(graph, n, number[1], number[2]);
	else if (!strcmp(family, "complete"))
		grow_complete(graph, n);
	else if (!strcmp(family, "sparse"))
		grow_sparse(graph, n, number[1], number[2]);
	else if (!strcmp(family, "heavy"))
		grow_heavy(graph, n, number[1]);
	else if (!strcmp(family, "nested"))
		grow_nested(graph, n);
	else if (!strcmp(family, "cliques"))
		grow_cliques(graph, n, number[1], number[2]);
	else if (!strcmp(family, "hubs"))
		grow_hubs(graph, n, number[1], number[2]);
	else if (!strcmp(family, "stair"))
		grow_stair(graph, n);
	else
		give_up("no such family");
	if (!strcmp(family, "outlier"))
		graph->line[graph->n / 2].weight = 1000000000;
}

static void
write_graph(const struct grown *graph)
{
	int32_t head[4] = { graph->left, graph->right,
		(int32_t)(graph->n >> 30),
		(int32_t)(graph->n & ((1 << 30) - 1)) };

	fwrite(head, sizeof *head, 4, stdout);
	if (graph->most)
		fwrite(graph->most, sizeof *graph->most,
			(size_t)(graph->left + graph->right), stdout);
	fwrite(graph->line, sizeof *graph->line, (size_t)graph->n, stdout);
	if (fflush(stdout) || ferror(stdout))
		give_up("the graph cannot be written");
}

int
main(int argc, char **argv)
{
	struct grown graph = { .right = -1 };
	int32_t number[5] = { 0 };

	if (argc < 3)
		give_up("grow FAMILY NUMBERS... SEED");
	for (int i = 2; i < argc - 1 && i < 6; i++)
		number[i - 2] = atoi(argv[i]);
	dice_seed((uint64_t)atoi(argv[argc - 1]));
	if (!strcmp(argv[1], "mentors") || !strcmp(argv[1], "sides") ||
		!strcmp(argv[1], "full"))
		two_sides(&graph, argv[1], number);
	else
		one_pool(&graph, argv[1], number);
	write_graph(&graph);
	return 0;
}
