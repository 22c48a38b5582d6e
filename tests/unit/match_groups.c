/* Groups beside the exact answer on small pools, and what holds of any. */
#include "match/groups.h"

#include "match/compat.h"
#include "match/lot.h"
#include "match_bench.h"

static uint64_t dice;

static uint64_t
roll(uint64_t sides)
{
	return lot_mix(dice++) % sides;
}

/* A grid of random scores in which a share of the pairs is allowed. */
static struct grid *
random_grid(struct pool *pool, size_t n, uint64_t percent)
{
	struct grid *grid = POOL_NEW(pool, struct grid);

	grid->n = n;
	grid->words = (n + 63) / 64;
	grid->weight = pool_alloc(pool, n * (n + 1) / 2 * sizeof(int32_t));
	grid->allowed = pool_alloc(pool, n * grid->words * sizeof(uint64_t));
	for (size_t j = 1; j < n; j++)
		for (size_t i = 0; i < j; i++) {
			if (roll(100) >= percent)
				continue;
			grid->weight[j * (j - 1) / 2 + i] =
				(int32_t)(4 * roll(250));
			grid->allowed[i * grid->words + j / 64] |= UINT64_C(1)
				<< (j % 64);
			grid->allowed[j * grid->words + i / 64] |= UINT64_C(1)
				<< (i % 64);
			grid->possible++;
		}
	return grid;
}

/* ---- the exact answer -------------------------------------------------- */

struct exact {
	const struct grid *grid;
	int size;
	int64_t *known; /* of each set of people who are left; -2 unknown */
};

static int64_t exact_of(struct exact *exact, unsigned left);

/* The best over all groups of `size` that extend `group` by people of `from`
 * above; -1: none. */
static int64_t
extend(struct exact *exact, unsigned left, unsigned group, int count,
	int64_t points, int from)
{
	int64_t best = -1;

	if (count == exact->size) {
		int64_t rest = exact_of(exact, left & ~group);

		return rest < 0 ? -1 : rest + points;
	}
	for (int i = from; i < (int)exact->grid->n; i++) {
		bool fits = left >> i & 1;
		int64_t more = 0;

		for (int j = 0; fits && j < i; j++) {
			if (!(group >> j & 1))
				continue;
			fits = grid_allows(exact->grid, i, j);
			more += grid_weight(exact->grid, i, j);
		}
		if (!fits)
			continue;
		int64_t found = extend(exact, left, group | 1u << i, count + 1,
			points + more, i + 1);
		best = MAX(best, found);
	}
	return best;
}

static int64_t
exact_of(struct exact *exact, unsigned left)
{
	if (!left)
		return 0;
	if (exact->known[left] != -2)
		return exact->known[left];
	int first = __builtin_ctz(left);
	return exact->known[left] =
		       extend(exact, left, 1u << first, 1, 0, first + 1);
}

/* All placed in groups of `size`, or -1. */
static int64_t
exact_groups(const struct grid *grid, int size)
{
	size_t sets = (size_t)1 << grid->n;
	g_autofree int64_t *known = g_new(int64_t, sets);
	struct exact exact = { grid, size, known };

	for (size_t s = 0; s < sets; s++)
		known[s] = -2;
	return exact_of(&exact, (unsigned)(sets - 1));
}

static void
test_exact(void)
{
	static const struct {
		size_t n;
		int size;
		uint64_t percent;
	} kinds[] = { { 18, 3, 45 }, { 16, 4, 60 }, { 16, 4, 80 },
		{ 15, 5, 70 }, { 15, 5, 90 } };

	dice = 4;
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		int possible = 0, placed = 0, best = 0;
		double share = 0;

		for (int seed = 0; seed < 20; seed++) {
			POOL_AUTO pool = pool_new();
			struct grid *grid =
				random_grid(pool, kinds[k].n, kinds[k].percent);
			struct groups_input input = { .grid = grid,
				.least = MAX(kinds[k].size - 1, 3),
				.size = kinds[k].size,
				.most = kinds[k].size + 1,
				.seed = (uint64_t)seed };
			struct groups *groups = groups_make(pool, &input);
			int64_t exact = exact_groups(grid, kinds[k].size);
			size_t people = 0;

			g_assert_cmpint(groups->score, <=, groups->bound);
			for (size_t g = 0; g < groups->n; g++)
				people += groups->at[g].n;
			if (exact < 0)
				continue;
			possible++;
			placed += people == kinds[k].n;
			best += groups->score == exact;
			share += exact ? (double)groups->score / (double)exact
				       : 1;
		}
		g_print("# %zu/%d of %d%%: %d possible, %d placed, %d best, %.4f\n",
			kinds[k].n, kinds[k].size, (int)kinds[k].percent,
			possible, placed, best, share / MAX(possible, 1));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/groups/exact", test_exact);
	return g_test_run();
}
