/* People of both roles: never each other's mentor and mentee at once.
 *
 * Branch and bound. Solved without that rule, the sum is a bound; where two
 * twins are chosen both, one of them has to go, so the two problems without the
 * one and without the other hold every choice that is allowed. The most
 * promising one is solved next, and it ends when none can be better than the
 * best choice known. The first ones known come of a dive that drops the lesser
 * twin of each two that collide.
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
	int left;      /* solves that may still be made */
	bool *without; /* one an edge, of the branch at work */
	struct branch *at;
	int32_t n, cap;
	/* The best choice so far, in a pool of its own. */
	struct pool *pool;
	struct capacity *best;
	struct worth worth;
};

static struct worth
worth_of(const struct tree *tree, const struct capacity *capacity)
{
	return (struct worth){ tree->input->aim == PAIRS_COVER ? capacity->count
							       : 0,
		capacity->weight };
}

static bool
exceeds(struct worth a, struct worth b)
{
	return a.count != b.count ? a.count > b.count : a.weight > b.weight;
}

static bool
collides(const struct tree *tree, const struct capacity *capacity, size_t edge)
{
	int32_t twin = tree->twin[edge];

	return twin >= 0 && capacity->chosen[edge] && capacity->chosen[twin];
}

/* The heaviest two that collide matter most; the lower index stands for both,
 * -1 when nothing collides. */
static int32_t
worst_collision(const struct tree *tree, const struct capacity *capacity)
{
	const struct edge *edges = tree->input->edges.at;
	int64_t most = INT64_MIN;
	int32_t found = -1;

	for (size_t i = 0; i < tree->input->edges.n; i++) {
		if (!collides(tree, capacity, i))
			continue;
		int64_t weight =
			MIN(edges[i].weight, edges[tree->twin[i]].weight);
		if (weight > most) {
			most = weight;
			found = (int32_t)i;
		}
	}
	return found;
}

/* Take the lesser of each two that collide out of the choice itself. Places
 * may stay empty that somebody could take, and the values prove nothing. */
static void
drop_lesser(const struct tree *tree, struct capacity *capacity, bool *without)
{
	const struct edge *edges = tree->input->edges.at;

	for (size_t i = 0; i < tree->input->edges.n; i++) {
		if (!collides(tree, capacity, i))
			continue;
		size_t twin = (size_t)tree->twin[i];
		size_t lesser = edges[i].weight < edges[twin].weight ? i : twin;
		capacity->chosen[lesser] = false;
		if (without)
			without[lesser] = true;
	}
}

/* Count and weigh what is chosen, the load included. */
static bool
weigh_again(const struct tree *tree, struct capacity *capacity)
{
	const struct capacity_input *input = tree->input;
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

/* Takes over the pool in which the choice lies. */
static void
offer(struct tree *tree, struct pool **pool, struct capacity *capacity)
{
	struct worth worth = worth_of(tree, capacity);

	if (tree->best && !exceeds(worth, tree->worth))
		return;
	pool_free(tree->pool);
	tree->pool = *pool;
	*pool = NULL;
	tree->best = capacity;
	tree->worth = worth;
}

/* One relaxation: what it may have at most, and the edge of a collision in it;
 * -1 when there was none. What is left of it when lesser twins go is offered
 * as a choice; `marks` learns which went. */
static bool
relax(struct tree *tree, struct worth *most, int32_t *edge, bool *marks,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct capacity *capacity;

	tree->left--;
	if (!capacity_solve_without(
		    pool, tree->input, tree->without, &capacity, err))
		return false;
	*most = worth_of(tree, capacity);
	*edge = worst_collision(tree, capacity);
	if (*edge >= 0) {
		drop_lesser(tree, capacity, marks);
		if (!weigh_again(tree, capacity))
			return err_set(err, ERR_LATER, "no memory to weigh");
	}
	offer(tree, &pool, capacity);
	return true;
}

static bool
add_branch(struct tree *tree, int32_t above, int32_t edge, struct worth most)
{
	if (tree->n == tree->cap) {
		int32_t cap = tree->cap < INT32_MAX / 2 ? 2 * tree->cap + 8 : 0;
		struct branch *at =
			g_try_renew(struct branch, tree->at, (gsize)cap);
		if (!at)
			return false;
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
		tree->without[tree->at[branch].edge] = true;
}

/* A first choice: without the lesser twins until nothing collides. A collision
 * adds one at least, so it ends. */
static bool
dive(struct tree *tree, struct worth *most, int32_t *edge, struct err *err)
{
	struct worth worth;
	int32_t next;

	if (!relax(tree, most, edge, tree->without, err))
		return false;
	for (next = *edge; next >= 0 && tree->left > 0;)
		if (!relax(tree, &worth, &next, tree->without, err))
			return false;
	return true;
}

static bool
part(struct tree *tree, int32_t above, int32_t edge, struct worth most,
	struct err *err)
{
	if (edge < 0 ||
		(add_branch(tree, above, edge, most) &&
			add_branch(tree, above, tree->twin[edge], most)))
		return true;
	return err_set(err, ERR_LATER, "no memory to branch on a pair");
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

static bool
search(struct tree *tree, struct err *err)
{
	struct worth most;
	int32_t edge, branch;

	if (!dive(tree, &most, &edge, err) || !part(tree, -1, edge, most, err))
		return false;
	while (tree->left > 0 && (branch = most_promising(tree)) >= 0) {
		tree->at[branch].open = false;
		set_without(tree, branch);
		if (!relax(tree, &most, &edge, NULL, err) ||
			!part(tree, branch, edge, most, err))
			return false;
	}
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
	if (__builtin_mul_overflow(pairs, -tree->best->floor, &bound) ||
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
	g_autofree bool *without = g_try_new0(bool, input->edges.n + 1);
	struct tree tree = { .input = input,
		.twin = twin,
		.left = MAX(1, most),
		.without = without };
	bool done = without ? search(&tree, err)
			    : err_set(err, ERR_LATER, "no memory for twins");

	if (done) {
		*result = copy(pool, input, tree.best);
		*bound = bound_of(&tree);
	}
	g_free(tree.at);
	pool_free(tree.pool);
	return done;
}
