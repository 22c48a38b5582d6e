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
#include "capacity_tree.h"

#include <glib.h>
#include <string.h>

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

		if (!tree_relax(tree, pool, &relaxation, err))
			return false;
		if (exceeds(most, relaxation.most))
			most = relaxation.most;
		int32_t edge = tree_collision(tree, relaxation.capacity);
		if (edge >= 0) {
			tree->at[branch].open = false;
			return (branch % 4 ||
				       tree_complete(tree, &pool,
					       relaxation.capacity, err)) &&
				add_branch(tree, branch, edge, most, err) &&
				add_branch(tree, branch, tree->twin[edge], most,
					err);
		}
		waived = waive_unpaid(tree, relaxation.capacity);
		if (!tree_complete(tree, &pool, relaxation.capacity, err))
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
	if (tree_collision(tree, whole) < 0) {
		tree_keep(tree, &pool, whole);
		return true;
	}
	if (!tree_complete(tree, &pool, whole, err) ||
		!tree_find_prices(tree, MIN(tree->left / 2, 200), err) ||
		!tree_dive(tree, err) ||
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
