/* People of both roles: never each other's mentor and mentee at once.
 *
 * Branch and bound. Solved without that rule, the sum is a bound; where two
 * twins are chosen both, one of them has to go, so the two problems without the
 * one and without the other hold every choice that is allowed. The most
 * promising one is solved next, and it ends when none can be better than the
 * best choice known.
 *
 * Where scores are the same both ways nearly everybody collides, and such a
 * bound says little. So two twins pay a price each for being chosen, and one
 * price comes back: a choice that has one of them loses nothing, one that has
 * both pays. The prices are found by going down the bound they make (Held and
 * Karp 1971, on the subtours of a salesman; Fisher, The Lagrangian relaxation
 * method, 1981).
 *
 * Choices come of relaxations in which the lesser of two that collide goes;
 * each is then made the best of all that decide between twins as it does.
 */
#include "capacity_net.h"

#include <glib.h>
#include <string.h>

/* Pairs count first when coverage is the aim, and never otherwise. */
struct worth {
	int64_t count, weight;
};

struct branch {
	int32_t above; /* what it came of; -1 the whole */
	int32_t edge;  /* what it does without, beside what that does */
	bool open;
	struct worth most; /* it cannot have more */
};

struct tree {
	const struct capacity_input *input;
	const int32_t *twin;
	int64_t floor;
	int left; /* solves that may still be made */
	/* The same with prices, in fractions of a point. */
	struct capacity_input priced;
	struct edge *edges;
	int64_t priced_floor;
	int32_t scale, dearest;
	int32_t *price; /* of a pair of twins, at the lower index */
	int32_t *tried; /* prices at work */
	bool *without;  /* one an edge, of the branch at work */
	struct branch *at;
	int32_t n, cap;
	struct worth bound; /* of the whole */
	/* The best choice so far, in a pool of its own. */
	struct pool *pool;
	struct capacity *best;
	struct worth worth;
};

/* What one solve with prices says. */
struct relaxation {
	struct worth most;
	int64_t scaled; /* the same weight, not rounded */
	struct capacity *capacity;
};

static bool
exceeds(struct worth a, struct worth b)
{
	return a.count != b.count ? a.count > b.count : a.weight > b.weight;
}

static struct worth
worth_of(const struct tree *tree, int32_t count, int64_t weight)
{
	return (struct worth){ tree->input->aim == PAIRS_COVER ? count : 0,
		weight };
}

/* Every two twins once: the edge is the lower one of two. */
static bool
leads(const struct tree *tree, size_t edge)
{
	return tree->twin[edge] > (int32_t)edge;
}

/* Nothing has been decided between the two. */
static bool
undecided(const struct tree *tree, size_t edge)
{
	return leads(tree, edge) && !tree->without[edge] &&
		!tree->without[tree->twin[edge]];
}

static int
chosen_of(const struct tree *tree, const struct capacity *capacity, size_t edge)
{
	return capacity->chosen[edge] + capacity->chosen[tree->twin[edge]];
}

/* The lighter of two twins. */
static int32_t
lesser(const struct tree *tree, size_t edge)
{
	const struct edge *edges = tree->input->edges.at;
	int32_t twin = tree->twin[edge];

	return edges[edge].weight < edges[twin].weight ? (int32_t)edge : twin;
}

/* ---- choices ------------------------------------------------------------- */

/* Takes over the pool in which the choice lies, when it is the best so far. */
static void
keep(struct tree *tree, struct pool **pool, struct capacity *capacity)
{
	struct worth worth = worth_of(tree, capacity->count, capacity->weight);

	if (tree->best && !exceeds(worth, tree->worth))
		return;
	pool_free(tree->pool);
	tree->pool = *pool;
	*pool = NULL;
	tree->best = capacity;
	tree->worth = worth;
}

/* Count and weigh what is chosen, the load included. */
static bool
weigh(const struct capacity_input *input, struct capacity *capacity)
{
	g_autofree int64_t *next = g_try_new0(int64_t, (gsize)input->left + 1);

	if (!next)
		return false;
	capacity->count = 0;
	capacity->weight = 0;
	for (int32_t l = 0; l < input->left && input->left_load; l++)
		next[l] = input->left_load[l];
	for (size_t i = 0; i < input->edges.n; i++)
		if (capacity->chosen[i]) {
			const struct edge *e = &input->edges.at[i];

			capacity->count++;
			capacity->weight +=
				e->weight - next[e->u]++ * input->load_price;
		}
	return true;
}

/* How many collide. What is decided between twins by that choice, the lesser
 * of two that collide going, is marked in `out`. */
static int32_t
decide(const struct tree *tree, const struct capacity *capacity, bool *out)
{
	int32_t collisions = 0;

	for (size_t i = 0; i < tree->input->edges.n; i++) {
		if (!leads(tree, i) || out[i] || out[tree->twin[i]])
			continue;
		if (chosen_of(tree, capacity, i) == 2) {
			collisions++;
			out[lesser(tree, i)] = true;
		} else if (capacity->chosen[i]) {
			out[tree->twin[i]] = true;
		} else if (capacity->chosen[tree->twin[i]]) {
			out[i] = true;
		}
	}
	return collisions;
}

/* Out of solves: the lesser ones only go, and nothing takes their places. */
static bool
drop(struct tree *tree, struct pool **pool, struct capacity *capacity,
	const bool *out, struct err *err)
{
	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (out[i])
			capacity->chosen[i] = false;
	if (!weigh(tree->input, capacity))
		return err_set(err, ERR_LATER, "no memory for twins");
	keep(tree, pool, capacity);
	return true;
}

/* A choice out of what a relaxation chose: what is decided between twins is
 * forbidden, and solved again without prices. That is no worse, and collides
 * only where nothing was decided; each turn decides more, so it ends. Takes
 * over the pool in which the relaxation lies. */
static bool
complete(struct tree *tree, struct pool **pool, struct capacity *capacity,
	struct err *err)
{
	g_autofree bool *out = g_try_new0(bool, tree->input->edges.n + 1);

	if (!out)
		return err_set(err, ERR_LATER, "no memory for twins");
	decide(tree, capacity, out);
	while (tree->left > 0) {
		POOL_AUTO next_pool = pool_new();
		struct capacity *next;

		tree->left--;
		if (!net_solve(next_pool, tree->input, out, tree->floor, &next,
			    err))
			return false;
		if (!decide(tree, next, out)) {
			keep(tree, &next_pool, next);
			return true;
		}
		pool_free(*pool);
		*pool = next_pool;
		next_pool = NULL;
		capacity = next;
	}
	return drop(tree, pool, capacity, out, err);
}

/* ---- relaxations ---------------------------------------------------------- */

static int64_t
divide_down(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Solve with the prices at work, without what the branch forbids. */
static bool
relax(struct tree *tree, struct pool *pool, struct relaxation *relaxation,
	struct err *err)
{
	const struct edge *edges = tree->input->edges.at;
	int64_t back = 0;

	for (size_t i = 0; i < tree->input->edges.n; i++) {
		tree->edges[i] = edges[i];
		tree->edges[i].weight *= tree->scale;
	}
	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (undecided(tree, i)) {
			tree->edges[i].weight -= tree->tried[i];
			tree->edges[tree->twin[i]].weight -= tree->tried[i];
			back += tree->tried[i];
		}
	tree->left--;
	if (!net_solve(pool, &tree->priced, tree->without, tree->priced_floor,
		    &relaxation->capacity, err))
		return false;
	relaxation->scaled = relaxation->capacity->weight + back;
	relaxation->most = worth_of(tree, relaxation->capacity->count,
		divide_down(relaxation->scaled, tree->scale));
	return true;
}

/* The heaviest two that collide matter most; -1 when nothing does. */
static int32_t
worst_collision(const struct tree *tree, const struct capacity *capacity)
{
	const struct edge *edges = tree->input->edges.at;
	int32_t found = -1;

	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (leads(tree, i) && chosen_of(tree, capacity, i) == 2 &&
			(found < 0 ||
				edges[lesser(tree, i)].weight >
					edges[lesser(tree, (size_t)found)]
						.weight))
			found = (int32_t)i;
	return found;
}

/* Which prices were wrong: two that collide should pay more, two of whom none
 * was chosen less. How many are. */
static int64_t
count_wrong(const struct tree *tree, const struct capacity *capacity)
{
	int64_t wrong = 0;

	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (undecided(tree, i)) {
			int chosen = chosen_of(tree, capacity, i);

			wrong += chosen == 2 || (!chosen && tree->tried[i]);
		}
	return wrong;
}

static void
move_prices(struct tree *tree, const struct capacity *capacity, int64_t step)
{
	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (undecided(tree, i)) {
			int64_t by = chosen_of(tree, capacity, i) - 1;

			tree->tried[i] = (int32_t)CLAMP(
				tree->tried[i] + by * step, 0, tree->dearest);
		}
}

/* So far that the bound would come down to the best choice if prices were
 * independent (Polyak), and less of that as it stops coming down. */
static int64_t
step_of(const struct tree *tree, const struct relaxation *relaxation,
	int64_t wrong, int tired)
{
	int64_t over = relaxation->scaled - tree->scale * tree->worth.weight;

	return CLAMP(ABS(over) / wrong >> MIN(tired / 4, 20), 1, tree->dearest);
}

/* Find prices for the whole, in so many solves. */
static bool
find_prices(struct tree *tree, int solves, struct err *err)
{
	int32_t fewest = INT32_MAX;

	for (int tired = 0; solves > 0 && tree->left > 0 && tired < 30 &&
		exceeds(tree->bound, tree->worth);
		solves--) {
		POOL_AUTO pool = pool_new();
		struct relaxation relaxation;

		if (!relax(tree, pool, &relaxation, err))
			return false;
		tired++;
		if (exceeds(tree->bound, relaxation.most)) {
			tree->bound = relaxation.most;
			tired = 0;
			memcpy(tree->price, tree->tried,
				tree->input->edges.n * sizeof *tree->price);
		}
		int64_t wrong = count_wrong(tree, relaxation.capacity);
		int64_t step =
			wrong ? step_of(tree, &relaxation, wrong, tired) : 0;
		move_prices(tree, relaxation.capacity, step);
		if (wrong >= fewest && solves % 16)
			continue;
		fewest = (int32_t)wrong;
		if (!complete(tree, &pool, relaxation.capacity, err))
			return false;
		if (!wrong)
			break;
	}
	return true;
}

/* ---- branches ------------------------------------------------------------- */

static bool
add_branch(struct tree *tree, int32_t above, int32_t edge, struct worth most,
	struct err *err)
{
	if (tree->n == tree->cap) {
		int32_t cap = tree->cap < INT32_MAX / 4 ? 2 * tree->cap + 8 : 0;
		struct branch *at =
			g_try_renew(struct branch, tree->at, (gsize)cap);
		if (!cap || !at)
			return err_set(err, ERR_LATER, "no memory for twins");
		tree->at = at;
		tree->cap = cap;
	}
	tree->at[tree->n++] = (struct branch){ above, edge, true, most };
	return true;
}

/* Forbid what a branch forbids, it and all above it. */
static void
set_without(struct tree *tree, int32_t branch)
{
	memset(tree->without, 0, tree->input->edges.n);
	for (; branch >= 0; branch = tree->at[branch].above)
		if (tree->at[branch].edge >= 0)
			tree->without[tree->at[branch].edge] = true;
}

/* The open branch that may have the most; of equals the latest, which is the
 * deepest. -1 when none can be better than the best choice. */
static int32_t
most_promising(const struct tree *tree)
{
	int32_t best = -1;

	for (int32_t i = 0; i < tree->n; i++) {
		const struct branch *branch = &tree->at[i];

		if (branch->open && exceeds(branch->most, tree->worth) &&
			(best < 0 ||
				!exceeds(tree->at[best].most, branch->most)))
			best = i;
	}
	return best;
}

/* Prices that nobody paid come back for nothing: without them the bound may be
 * the choice itself. False when there are none. */
static bool
waive_unpaid(struct tree *tree, const struct capacity *capacity)
{
	bool waived = false;

	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (undecided(tree, i) && tree->tried[i] &&
			!chosen_of(tree, capacity, i)) {
			tree->tried[i] = 0;
			waived = true;
		}
	return waived;
}

/* Solve a branch until it is closed or parted at two that collide; when nothing
 * collides and all prices are paid, its choice is its bound. */
static bool
work_at(struct tree *tree, int32_t branch, struct err *err)
{
	struct worth most = tree->at[branch].most;
	bool waived = true;

	set_without(tree, branch);
	memcpy(tree->tried, tree->price,
		tree->input->edges.n * sizeof *tree->tried);
	while (waived && tree->left > 0 && exceeds(most, tree->worth)) {
		POOL_AUTO pool = pool_new();
		struct relaxation relaxation;

		if (!relax(tree, pool, &relaxation, err))
			return false;
		if (exceeds(most, relaxation.most))
			most = relaxation.most;
		int32_t edge = worst_collision(tree, relaxation.capacity);
		if (edge >= 0) {
			tree->at[branch].open = false;
			return add_branch(tree, branch, edge, most, err) &&
				add_branch(tree, branch, tree->twin[edge], most,
					err);
		}
		waived = waive_unpaid(tree, relaxation.capacity);
		if (!complete(tree, &pool, relaxation.capacity, err))
			return false;
	}
	tree->at[branch].most = most;
	tree->at[branch].open = waived && exceeds(most, tree->worth);
	return true;
}

/* ---- the whole ------------------------------------------------------------ */

/* Fractions of a point let prices come closer to the best ones; none when
 * weights are too large for prices. */
static void
choose_scale(struct tree *tree)
{
	int64_t largest = 1;

	for (size_t i = 0; i < tree->input->edges.n; i++)
		largest = MAX(largest, ABS(tree->input->edges.at[i].weight));
	for (tree->scale = 8; tree->scale > 0; tree->scale /= 2) {
		int64_t dearest = largest * tree->scale;

		if (dearest > WEIGHT_LIMIT / 2 ||
			tree->input->load_price > WEIGHT_LIMIT / tree->scale)
			continue;
		tree->dearest = (int32_t)dearest;
		for (size_t i = 0; i < tree->input->edges.n; i++) {
			tree->edges[i] = tree->input->edges.at[i];
			tree->edges[i].weight *= tree->scale;
		}
		tree->priced.load_price = tree->input->load_price * tree->scale;
		if (net_floor(&tree->priced, dearest, &tree->priced_floor))
			return;
	}
	tree->scale = 1;
	tree->dearest = 0;
	tree->priced.load_price = tree->input->load_price;
	tree->priced_floor = tree->floor;
}

static bool
make_tree(struct tree *tree, struct err *err)
{
	size_t n = tree->input->edges.n + 1;

	if (!net_fits(tree->input, &tree->floor, err))
		return false;
	tree->edges = g_try_new0(struct edge, n);
	tree->price = g_try_new0(int32_t, n);
	tree->tried = g_try_new0(int32_t, n);
	tree->without = g_try_new0(bool, n);
	if (!tree->edges || !tree->price || !tree->tried || !tree->without)
		return err_set(err, ERR_LATER, "no memory for twins");
	tree->priced = *tree->input;
	tree->priced.edges.at = tree->edges;
	choose_scale(tree);
	return true;
}

static void
release_tree(struct tree *tree)
{
	g_free(tree->edges);
	g_free(tree->price);
	g_free(tree->tried);
	g_free(tree->without);
	g_free(tree->at);
	pool_free(tree->pool);
}

static bool
search(struct tree *tree, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct capacity *whole;
	int32_t branch;

	tree->left--;
	if (!net_solve(pool, tree->input, NULL, tree->floor, &whole, err))
		return false;
	tree->bound = worth_of(tree, whole->count, whole->weight);
	if (worst_collision(tree, whole) < 0) {
		keep(tree, &pool, whole);
		return true;
	}
	if (!complete(tree, &pool, whole, err) ||
		!find_prices(tree, MIN(tree->left / 2, 200), err) ||
		!add_branch(tree, -1, -1, tree->bound, err))
		return false;
	while (tree->left > 0 && (branch = most_promising(tree)) >= 0)
		if (!work_at(tree, branch, err))
			return false;
	return true;
}

/* In sums alone: a pair that may be missing counts as much as the floor says,
 * which is more than any exchange of weights. */
static int64_t
bound_of(const struct tree *tree)
{
	int32_t branch = most_promising(tree);
	int64_t pairs, bound;

	if (branch < 0)
		return tree->best->weight;
	pairs = tree->at[branch].most.count - tree->worth.count;
	if (__builtin_mul_overflow(pairs, -tree->floor, &bound) ||
		__builtin_add_overflow(
			bound, tree->at[branch].most.weight, &bound))
		return INT64_MAX;
	return bound;
}

static struct capacity *
copy(struct pool *pool, const struct capacity_input *input,
	const struct capacity *capacity)
{
	struct capacity *copy = pool_memdup(pool, capacity, sizeof *capacity);

	copy->chosen = pool_memdup(
		pool, capacity->chosen, input->edges.n * sizeof(bool));
	copy->left = pool_memdup(
		pool, capacity->left, (size_t)input->left * sizeof(int64_t));
	copy->right = pool_memdup(
		pool, capacity->right, (size_t)input->right * sizeof(int64_t));
	return copy;
}

bool
capacity_solve_twins(struct pool *pool, const struct capacity_input *input,
	const int32_t *twin, int most, struct capacity **result, int64_t *bound,
	struct err *err)
{
	struct tree tree = {
		.input = input, .twin = twin, .left = MAX(1, most)
	};
	bool done = make_tree(&tree, err) && search(&tree, err);

	if (done) {
		*result = copy(pool, input, tree.best);
		*bound = bound_of(&tree);
	}
	release_tree(&tree);
	return done;
}
