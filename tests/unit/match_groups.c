/* Groups beside the exact answer on small pools, and what holds of any. */
#include "match/groups.h"

#include "match/compat.h"
#include "match_bench.h"
#include "match_roll.h"

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

/* As good as the exact answer in the mean, and all placed whenever they can
 * be, in groups of that size alone or of others near it. */
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
		int possible = 0, best = 0;
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
			g_assert_cmpint(exact, <=, groups->bound);
			possible++;
			g_assert_cmpuint(people, ==, kinds[k].n);
			g_assert_cmpint(groups->score, <=, exact);
			best += groups->score == exact;
			share += (double)groups->score / (double)exact;
		}
		g_test_message("%zu in %ds of %d%%: %d possible, %d best, %.4f",
			kinds[k].n, kinds[k].size, (int)kinds[k].percent,
			possible, best, share / MAX(possible, 1));
		g_assert_cmpint(possible, >=, 5);
		g_assert_cmpfloat(share, >=, 0.99 * possible);
	}
}

/* ---- sizes ------------------------------------------------------------- */

/* All can be with all: sizes are even, and as near to the wanted one as n
 * allows. */
static void
test_sizes(void)
{
	for (int size = 3; size <= 12; size++)
		for (size_t n = 3; n <= 40; n++) {
			POOL_AUTO pool = pool_new();
			struct groups_input input = { .grid = random_grid(
							      pool, n, 100),
				.least = MAX(size - 1, 3),
				.size = size,
				.most = MIN(size + 1, 12),
				.steps = 20000 };
			struct groups *groups = groups_make(pool, &input);
			size_t people = 0, least = 99, most = 0;

			for (size_t g = 0; g < groups->n; g++) {
				people += groups->at[g].n;
				least = MIN(least, groups->at[g].n);
				most = MAX(most, groups->at[g].n);
			}
			bool fits = false;
			for (size_t g = 0; g <= n; g++)
				fits |= g * (size_t)input.least <= n &&
					n <= g * (size_t)input.most;
			g_assert_cmpuint(people, <=, n);
			if (fits) {
				g_assert_cmpuint(people, ==, n);
				g_assert_cmpuint(most - least, <=, 1);
				if (n % (size_t)size == 0)
					g_assert_cmpuint(most, ==, size);
			}
			if (groups->n) {
				g_assert_cmpint(least, >=, input.least);
				g_assert_cmpint(most, <=, input.most);
			}
		}
}

/* ---- people ------------------------------------------------------------ */

static void
add_free(struct bench *bench, struct participant *who, int day, int from)
{
	*LIST_ADD(bench->pool, &who->free) =
		(struct free_window){ day, from * 60, from * 60 + 180 };
}

/* n people who speak two languages of four, are free twice a week for three
 * hours, and come from three departments. */
static void
many_people(struct bench *bench, int n)
{
	static const char *const languages[] = { "de", "en", "fr", "pt" };

	attribute(bench, "speaks", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common language", "speaks", 0);
	rule(bench, RULE_OVERLAP, "common hours", NULL, 60);
	criterion(bench, PREFER_SHARED, "likes", NULL, 7);
	criterion(bench, PREFER_DIFFERENT, "department", NULL, 2);
	for (int i = 1; i <= n; i++) {
		struct pool *pool = bench->pool;
		struct participant *who = person(bench, i, "P",
			pool_printf(pool, "speaks=%s, %s", languages[roll(4)],
				languages[roll(4)]),
			pool_printf(pool, "likes=l%d, l%d", (int)roll(6),
				(int)roll(6)),
			pool_printf(pool, "department=d%d", (int)roll(3)),
			NULL);

		add_free(bench, who, (int)roll(2), 9 + (int)roll(6));
		add_free(bench, who, 4, 9 + (int)roll(6));
	}
}

/* Nobody twice; every group keeps the rules, asked in another way. */
static size_t
check_groups(const struct sheet *sheet, const struct groups *groups,
	const struct groups_input *input)
{
	g_autofree bool *seen = g_new0(bool, sheet->n);
	size_t people = 0;

	for (size_t g = 0; g < groups->n; g++) {
		const struct member_places *group = &groups->at[g];

		g_assert_cmpint(groups_stops(sheet, group->at, group->n), ==,
			COMPAT_FINE);
		if (g >= input->standings)
			g_assert_cmpint(group->n, >=, input->least);
		g_assert_cmpint(group->n, <=, input->most);
		for (size_t m = 0; m < group->n; m++) {
			g_assert_false(seen[group->at[m]]);
			seen[group->at[m]] = true;
			if (m)
				g_assert_cmpuint(
					group->at[m - 1], <, group->at[m]);
			people++;
		}
	}
	g_assert_cmpint(groups->score, <=, groups->bound);
	return people;
}

static bool
together(const struct groups *groups, size_t a, size_t b)
{
	for (size_t g = 0; g < groups->n; g++) {
		int found = 0;

		for (size_t m = 0; m < groups->at[g].n; m++)
			found += groups->at[g].at[m] == a ||
				groups->at[g].at[m] == b;
		if (found)
			return found == 2;
	}
	return false;
}

static struct groups_input
usual(const struct sheet *sheet, const struct grid *grid)
{
	return (struct groups_input){ .sheet = sheet,
		.grid = grid,
		.least = 3,
		.size = 4,
		.most = 5,
		.seed = 3,
		.steps = 400000 };
}

/* One language and one hour for all, not one for each two. */
static void
test_common(void)
{
	dice = 9;
	for (int draw = 0; draw < 10; draw++) {
		struct bench bench;

		bench_open(&bench);
		many_people(&bench, 30);
		struct sheet *sheet = sheet_new(
			bench.pool, &bench.input, &bench.input.people);
		struct grid *grid = grid_new(bench.pool, sheet);
		struct groups_input input = usual(sheet, grid);
		struct groups *groups = groups_make(bench.pool, &input);
		size_t people = check_groups(sheet, groups, &input);

		g_assert_cmpuint(people, >=, 27);
		struct groups *again = groups_make(bench.pool, &input);
		g_assert_cmpuint(again->n, ==, groups->n);
		for (size_t g = 0; g < groups->n; g++)
			g_assert_cmpmem(&again->at[g], sizeof again->at[g],
				&groups->at[g], sizeof groups->at[g]);
		bench_close(&bench);
	}
}

/* Three who have a language two by two, and none together. */
static void
test_no_common(void)
{
	struct bench bench;

	bench_open(&bench);
	attribute(&bench, "speaks", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(&bench, RULE_SHARE, "a common language", "speaks", 0);
	person(&bench, 1, "A", "speaks=de, en", NULL);
	person(&bench, 2, "B", "speaks=en, fr", NULL);
	person(&bench, 3, "C", "speaks=fr, de", NULL);
	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	struct grid *grid = grid_new(bench.pool, sheet);
	struct groups_input input = usual(sheet, grid);
	struct groups *groups = groups_make(bench.pool, &input);

	g_assert_cmpint(grid->possible, ==, 3);
	g_assert_cmpuint(groups->n, ==, 0);
	g_assert_cmpint(groups_stops(sheet, (size_t[]){ 0, 1, 2 }, 3), ==, 0);
	g_assert_cmpint(
		groups_stops(sheet, (size_t[]){ 0, 1 }, 2), ==, COMPAT_FINE);
	bench_close(&bench);
}

static void
test_leaders(void)
{
	struct bench bench;

	dice = 21;
	bench_open(&bench);
	many_people(&bench, 33);
	bench.matching.rules.n = 0;
	for (size_t i = 0; i < 9; i++)
		bench.input.people.at[i]->role = ROLE_MENTOR;
	for (size_t i = 9; i < 33; i++)
		bench.input.people.at[i]->role = ROLE_MENTEE;
	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	struct grid *grid = grid_new(bench.pool, sheet);
	struct groups_input input = usual(sheet, grid);
	input.leaders = true;
	struct groups *groups = groups_make(bench.pool, &input);

	/* nine groups of four or less; all have their place */
	g_assert_cmpuint(check_groups(sheet, groups, &input), ==, 33);
	g_assert_cmpuint(groups->n, ==, 9);
	for (size_t g = 0; g < groups->n; g++) {
		int mentors = 0;

		for (size_t m = 0; m < groups->at[g].n; m++)
			mentors += sheet->who[groups->at[g].at[m]]->role ==
				ROLE_MENTOR;
		g_assert_cmpint(mentors, ==, 1);
	}
	bench_close(&bench);
}

/* Eight of 32 with a one, in groups of four: one in each. */
static void
test_balance(void)
{
	POOL_AUTO pool = pool_new();
	int32_t value[32];
	const int32_t *columns[] = { value };

	dice = 40;
	for (int i = 0; i < 32; i++)
		value[i] = i % 4 == 0;
	struct groups_input input = { .grid = random_grid(pool, 32, 100),
		.least = 3,
		.size = 4,
		.most = 5,
		.balance = columns,
		.balances = 1,
		.balance_price = 5000,
		.steps = 800000 };
	struct groups *groups = groups_make(pool, &input);

	g_assert_cmpuint(groups->n, ==, 8);
	for (size_t g = 0; g < groups->n; g++) {
		int ones = 0;

		for (size_t m = 0; m < groups->at[g].n; m++)
			ones += value[groups->at[g].at[m]];
		g_assert_cmpint(ones, ==, 1);
	}
}

static void
test_standing(void)
{
	POOL_AUTO pool = pool_new();
	struct member_places standing[2] = { { { 0, 1, 2, 3 }, 4 },
		{ { 4, 5 }, 2 } };
	struct groups_input input = { .grid = random_grid(pool, 9, 100),
		.least = 3,
		.size = 4,
		.most = 5,
		.standing = standing,
		.standings = 2,
		.steps = 100000 };
	struct groups *groups = groups_make(pool, &input);

	/* two to the two, and one to the four, rather than three on their own
	 * and two who stay two */
	g_assert_cmpuint(groups->n, ==, 2);
	g_assert_cmpuint(groups->at[0].n, ==, 5);
	g_assert_cmpuint(groups->at[1].n, ==, 4);
	for (size_t m = 0; m < 4; m++)
		g_assert_cmpuint(groups->at[0].at[m], ==, m);
	g_assert_true(together(groups, 4, 5));

	/* nobody new: all as it was */
	input.grid = random_grid(pool, 6, 100);
	groups = groups_make(pool, &input);
	g_assert_cmpuint(groups->n, ==, 2);
	g_assert_cmpuint(groups->at[0].n, ==, 4);
	g_assert_cmpuint(groups->at[1].n, ==, 2);
}

static void
test_pins(void)
{
	dice = 51;
	for (int draw = 0; draw < 10; draw++) {
		struct bench bench;

		bench_open(&bench);
		many_people(&bench, 28);
		for (int p = 1; p <= 5; p++)
			*LIST_ADD(bench.pool, &bench.input.pinned) =
				(struct former_pair){ p, p + 10 };
		for (int p = 1; p <= 5; p++)
			*LIST_ADD(bench.pool, &bench.input.forbidden) =
				(struct former_pair){ p, p + 20 };
		struct sheet *sheet = sheet_new(
			bench.pool, &bench.input, &bench.input.people);
		struct grid *grid = grid_new(bench.pool, sheet);
		struct groups_input input = usual(sheet, grid);
		struct groups *groups = groups_make(bench.pool, &input);
		int kept = 0;

		check_groups(sheet, groups, &input);
		for (int p = 1; p <= 5; p++) {
			size_t a = (size_t)sheet_place(sheet, p);

			kept += together(
				groups, a, (size_t)sheet_place(sheet, p + 10));
			g_assert_false(together(
				groups, a, (size_t)sheet_place(sheet, p + 20)));
		}
		g_assert_cmpint(kept, >=, 4);
		bench_close(&bench);
	}
}

/* Former partners meet again only when somebody would have no place else. */
static void
test_again(void)
{
	struct bench bench;

	bench_open(&bench);
	for (int i = 1; i <= 9; i++)
		person(&bench, i, "P", NULL);
	for (int i = 1; i <= 9; i++)
		for (int j = i + 1; j <= 9; j++)
			if ((i - 1) / 3 == (j - 1) / 3)
				*LIST_ADD(bench.pool, &bench.input.history) =
					(struct former_pair){ i, j };
	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	struct grid *grid = grid_new(bench.pool, sheet);
	struct groups_input input = usual(sheet, grid);
	input.size = 3;
	input.most = 4;
	struct groups *groups = groups_make(bench.pool, &input);

	g_assert_cmpuint(check_groups(sheet, groups, &input), ==, 9);
	for (size_t g = 0; g < groups->n; g++)
		for (size_t m = 1; m < groups->at[g].n; m++)
			for (size_t o = 0; o < m; o++)
				g_assert_false(pair_set_has(&sheet->history,
					groups->at[g].at[m],
					groups->at[g].at[o]));
	bench_close(&bench);
}

/* No group has more than there is room for, whatever is wished. */
static void
test_too_large(void)
{
	POOL_AUTO pool = pool_new();
	struct groups_input input = { .grid = random_grid(pool, 39, 100),
		.least = 11,
		.size = 13,
		.most = 40,
		.steps = 50000 };
	struct groups *groups = groups_make(pool, &input);

	g_assert_cmpuint(groups->n, ==, 3);
	for (size_t g = 0; g < groups->n; g++)
		g_assert_cmpuint(groups->at[g].n, <=, GROUP_MOST);
}

static void
test_nobody(void)
{
	for (size_t n = 0; n < 3; n++) {
		POOL_AUTO pool = pool_new();
		struct groups_input input = { .grid = random_grid(pool, n, 100),
			.least = 3,
			.size = 4,
			.most = 5 };

		g_assert_cmpuint(groups_make(pool, &input)->n, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/groups/exact", test_exact);
	g_test_add_func("/match/groups/sizes", test_sizes);
	g_test_add_func("/match/groups/common", test_common);
	g_test_add_func("/match/groups/no-common", test_no_common);
	g_test_add_func("/match/groups/leaders", test_leaders);
	g_test_add_func("/match/groups/balance", test_balance);
	g_test_add_func("/match/groups/standing", test_standing);
	g_test_add_func("/match/groups/pins", test_pins);
	g_test_add_func("/match/groups/again", test_again);
	g_test_add_func("/match/groups/large", test_too_large);
	g_test_add_func("/match/groups/nobody", test_nobody);
	return g_test_run();
}
