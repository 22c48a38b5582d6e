/* What branches on twins are made of: prices that make a bound, and choices.
 *
 * A relaxation charges each of two twins the price of both and gives one price
 * back, so nothing allowed is worth less in it. Where its choice collides the
 * price goes up, where nobody paid it goes down. Any relaxation can be turned
 * into a choice that is allowed, and then into the best one that decides
 * between twins in the same way.
 */
#include "capacity_tree.h"

#include <glib.h>
#include <string.h>

/* ---- choices ------------------------------------------------------------- */

void
tree_keep(struct tree *tree, struct pool **pool, struct capacity *capacity)
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
	tree_keep(tree, pool, capacity);
	return true;
}

bool
tree_complete(struct tree *tree, struct pool **pool, struct capacity *capacity,
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
			tree_keep(tree, &next_pool, next);
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

bool
tree_relax(struct tree *tree, struct pool *pool, struct relaxation *relaxation,
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

int32_t
tree_collision(const struct tree *tree, const struct capacity *capacity)
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

bool
tree_find_prices(struct tree *tree, int solves, struct err *err)
{
	int32_t fewest = INT32_MAX;

	for (int tired = 0; solves > 0 && tree->left > 0 && tired < 30 &&
		exceeds(tree->bound, tree->worth);
		solves--) {
		POOL_AUTO pool = pool_new();
		struct relaxation relaxation;

		if (!tree_relax(tree, pool, &relaxation, err))
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
		if (!tree_complete(tree, &pool, relaxation.capacity, err))
			return false;
		if (!wrong)
			break;
	}
	return true;
}

/* Forbid the lesser of some of those that collide, a quarter of them: each such
 * decision may solve others. False when nothing collides. */
static bool
decide_some(struct tree *tree, const struct capacity *capacity)
{
	int32_t collisions = 0;

	for (size_t i = 0; i < tree->input->edges.n; i++)
		if (leads(tree, i) && chosen_of(tree, capacity, i) == 2 &&
			collisions++ % 4 == 0)
			tree->without[lesser(tree, i)] = true;
	return collisions > 0;
}

bool
tree_dive(struct tree *tree, struct err *err)
{
	memset(tree->without, 0, tree->input->edges.n);
	memcpy(tree->tried, tree->price,
		tree->input->edges.n * sizeof *tree->tried);
	for (bool collides = exceeds(tree->bound, tree->worth);
		collides && tree->left > 0;) {
		POOL_AUTO pool = pool_new();
		struct relaxation relaxation;

		if (!tree_relax(tree, pool, &relaxation, err))
			return false;
		collides = decide_some(tree, relaxation.capacity);
		if (!collides &&
			!tree_complete(tree, &pool, relaxation.capacity, err))
			return false;
	}
	return true;
}
