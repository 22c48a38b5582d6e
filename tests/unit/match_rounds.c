/* Rounds: whole seasons by the circle, single rounds beside brute force, and
 * who rests how often. */
#include "match/rounds.h"

#include "match_bench.h"
#include "match_roll.h"

static size_t
corner(size_t i, size_t j)
{
	return i < j ? j * (j - 1) / 2 + i : i * (i - 1) / 2 + j;
}

static struct grid *
new_grid(struct pool *pool, size_t n)
{
	struct grid *grid = POOL_NEW(pool, struct grid);

	grid->n = n;
	grid->words = (n + 63) / 64;
	grid->weight = pool_alloc(pool, n * (n + 1) / 2 * sizeof(int32_t));
	grid->allowed = pool_alloc(pool, n * grid->words * sizeof(uint64_t));
	return grid;
}

static void
allow(struct grid *grid, size_t i, size_t j, int32_t weight)
{
	grid->weight[corner(i, j)] = weight;
	grid->allowed[i * grid->words + j / 64] |= UINT64_C(1) << (j % 64);
	grid->allowed[j * grid->words + i / 64] |= UINT64_C(1) << (i % 64);
	grid->possible++;
}

static struct grid *
random_grid(struct pool *pool, size_t n, uint64_t percent)
{
	struct grid *grid = new_grid(pool, n);

	for (size_t j = 1; j < n; j++)
		for (size_t i = 0; i < j; i++)
			if (roll(100) < percent)
				allow(grid, i, j, (int32_t)roll(1000));
	return grid;
}

static struct rounds *
plan(struct pool *pool, const struct rounds_input *input)
{
	struct rounds *rounds = NULL;
	struct err err = { 0 };

	g_assert_true(rounds_plan(pool, input, &rounds, &err));
	g_assert_nonnull(rounds);
	return rounds;
}

/* What a plan says of itself is true; met (a triangle) and rested go on. */
static void
check_plan(const struct rounds_input *input, const struct rounds *rounds,
	int32_t *met, int32_t *rested)
{
	const struct grid *grid = input->grid;
	int64_t repeats = 0, rests = 0;

	for (int r = 0; r < rounds->n; r++)
		for (size_t i = 0; i < grid->n; i++) {
			int32_t mate = rounds->at[r].mate[i];
			int32_t host = rounds->at[r].host[i];

			if (mate >= 0) {
				g_assert_cmpint(
					rounds->at[r].mate[mate], ==, i);
				g_assert_true(grid_allows(grid, i, mate));
				g_assert_cmpint(host, ==, -1);
				if (mate > (int32_t)i)
					repeats += met[corner(i, mate)]++ > 0;
				continue;
			}
			rested[i]++;
			rests += host < 0;
			if (host < 0)
				continue;
			int32_t other = rounds->at[r].mate[host];
			g_assert_cmpint(other, >=, 0);
			g_assert_true(grid_allows(grid, i, host));
			g_assert_true(grid_allows(grid, i, other));
			for (size_t k = 0; k < i; k++)
				g_assert_false(rounds->at[r].host[k] == host ||
					rounds->at[r].host[k] == other);
			repeats += met[corner(i, host)]++ > 0;
			repeats += met[corner(i, other)]++ > 0;
		}
	g_assert_cmpint(repeats, ==, rounds->repeats);
	g_assert_cmpint(rests, ==, rounds->rests);
}

/* ---- seasons ----------------------------------------------------------- */

static void
test_circle(void)
{
	for (size_t n = 2; n <= 40; n++) {
		POOL_AUTO pool = pool_new();
		struct rounds_input input = { .grid = random_grid(pool, n, 100),
			.rounds = (int)(n % 2 ? n : n - 1) };
		int32_t *met = pool_alloc(pool, n * n * sizeof *met);
		int32_t *rested = pool_alloc(pool, n * sizeof *rested);
		struct rounds *rounds = plan(pool, &input);

		check_plan(&input, rounds, met, rested);
		g_assert_true(rounds->proven);
		g_assert_cmpint(rounds->repeats, ==, 0);
		for (size_t i = 0; i < n; i++)
			g_assert_cmpint(rested[i], ==, n % 2);
		for (size_t c = 0; c < n * (n - 1) / 2; c++)
			g_assert_cmpint(met[c], ==, 1);
	}
}

/* Any number of rounds at once, of anybody with anybody: all are full. */
static void
test_few_rounds(void)
{
	for (size_t n = 4; n <= 20; n++)
		for (int r = 1; r <= (int)n - 1; r++) {
			POOL_AUTO pool = pool_new();
			struct rounds_input input = {
				.grid = random_grid(pool, n, 100), .rounds = r
			};
			int32_t *met = pool_alloc(pool, n * n * sizeof *met);
			int32_t *rested = pool_alloc(pool, n * sizeof *rested);
			struct rounds *rounds = plan(pool, &input);

			check_plan(&input, rounds, met, rested);
			g_assert_true(rounds->proven);
			g_assert_cmpint(rounds->repeats, ==, 0);
			g_assert_cmpint(rounds->rests, ==, (int)(n % 2) * r);
			for (size_t i = 0; i < n; i++)
				g_assert_cmpint(rested[i], <=, 1);
		}
}

/* Mentors and mentees, all with all: as many full rounds as there are. */
static void
test_two_sides(void)
{
	for (size_t half = 1; half <= 12; half++) {
		POOL_AUTO pool = pool_new();
		struct grid *grid = new_grid(pool, 2 * half);

		for (size_t i = 0; i < half; i++)
			for (size_t j = half; j < 2 * half; j++)
				allow(grid, i, j, (int32_t)roll(100));
		struct rounds_input input = { .grid = grid,
			.rounds = (int)half };
		int32_t *met = pool_alloc(pool, 600 * sizeof *met);
		int32_t *rested = pool_alloc(pool, 24 * sizeof *rested);
		struct rounds *rounds = plan(pool, &input);

		check_plan(&input, rounds, met, rested);
		g_assert_cmpint(rounds->rests, ==, 0);
		g_assert_cmpint(rounds->repeats, ==, 0);
	}
}

/* One after the other paints itself into a corner here; a plan does not: the
 * plan takes apart what it laid. Three rounds of six people, all allowed but
 * for a perfect matching: a graph that is the union of four. */
static void
test_mending(void)
{
	int full = 0, of = 0;

	dice = 77;
	for (size_t n = 6; n <= 14; n += 2)
		for (int draw = 0; draw < 6; draw++) {
			POOL_AUTO pool = pool_new();
			struct grid *grid = new_grid(pool, n);
			int32_t *seat = pool_alloc(pool, n * sizeof *seat);
			int32_t *mate = pool_alloc(pool, n * sizeof *mate);
			int take = (int)n - 3;

			for (size_t i = 0; i < n; i++) {
				size_t other = roll(i + 1);

				seat[i] = seat[other];
				seat[other] = (int32_t)i;
			}
			for (int r = 0; r < take; r++) {
				rounds_circle((int32_t)n, seat, r, mate);
				for (size_t i = 0; i < n; i++)
					if (mate[i] > (int32_t)i)
						allow(grid, i, (size_t)mate[i],
							(int32_t)roll(99));
			}
			struct rounds_input input = {
				.grid = grid, .rounds = take, .seed = roll(1000)
			};
			int32_t *met = pool_alloc(pool, n * n * sizeof *met);
			int32_t *rested = pool_alloc(pool, n * sizeof *rested);
			struct rounds *rounds = plan(pool, &input);

			check_plan(&input, rounds, met, rested);
			g_assert_cmpint(rounds->repeats, ==, 0);
			full += rounds->rests == 0;
			g_assert_true(rounds->proven);
			g_assert_cmpint(rounds->full, ==, rounds->rests == 0);
			of++;
		}
	g_test_message("%d of %d are full", full, of);
	g_assert_cmpint(full * 10, >=, of * 9);
}

/* ---- one round --------------------------------------------------------- */

struct best {
	int pairs, repeats;
};

static struct best
brute(const struct grid *grid, const int32_t *met, unsigned left)
{
	size_t i = 0;

	if (!left)
		return (struct best){ 0, 0 };
	while (!(left >> i & 1))
		i++;
	left &= ~(1u << i);
	struct best best = brute(grid, met, left);
	for (size_t j = i + 1; j < grid->n; j++) {
		if (!(left >> j & 1) || !grid_allows(grid, i, j))
			continue;
		struct best with = brute(grid, met, left & ~(1u << j));
		with.pairs++;
		with.repeats += met[corner(i, j)] > 0;
		if (with.pairs > best.pairs ||
			(with.pairs == best.pairs &&
				with.repeats < best.repeats))
			best = with;
	}
	return best;
}

static void
test_fewest_repeats(void)
{
	int repeated = 0;

	dice = 5;
	for (int round = 0; round < 1500; round++) {
		POOL_AUTO pool = pool_new();
		size_t n = 2 + roll(7);
		struct grid *grid = random_grid(pool, n, 30 + roll(71));
		int32_t *met = pool_alloc(pool, n * n * sizeof *met);
		int32_t *rested = pool_alloc(pool, n * sizeof *rested);
		uint64_t percent = roll(100);

		for (size_t c = 0; c < n * (n - 1) / 2; c++)
			met[c] = roll(100) < percent ? (int32_t)roll(4) : 0;
		for (size_t i = 0; i < n; i++)
			rested[i] = (int32_t)roll(3);
		struct rounds_input input = {
			.grid = grid, .rounds = 1, .met = met, .rested = rested
		};
		struct best best = brute(grid, met, (1u << n) - 1);
		struct rounds *rounds = plan(pool, &input);
		g_assert_true(rounds->proven);
		g_assert_cmpint(rounds->repeats, ==, best.repeats);
		g_assert_cmpint(rounds->rests, ==, (int)n - 2 * best.pairs);
		repeated += best.repeats > 0;
		check_plan(&input, rounds, met, rested);
	}
	g_assert_cmpint(repeated, >, 100);
}

/* ---- week after week --------------------------------------------------- */

/* Coffee: an odd number of people; nobody rests twice before all have. */
static void
test_turns(void)
{
	for (size_t n = 3; n <= 15; n += 2) {
		POOL_AUTO pool = pool_new();
		struct grid *grid = random_grid(pool, n, 100);
		int32_t *met = pool_alloc(pool, n * n * sizeof *met);
		int32_t *rested = pool_alloc(pool, n * sizeof *rested);

		for (int week = 1; week <= 3 * (int)n; week++) {
			struct rounds_input input = { .grid = grid,
				.rounds = 1,
				.met = met,
				.rested = rested };
			struct rounds *rounds = plan(pool, &input);
			int32_t least = INT32_MAX, most = 0;

			check_plan(&input, rounds, met, rested);
			if (week <= (int)n / 2)
				g_assert_cmpint(rounds->repeats, ==, 0);
			for (size_t i = 0; i < n; i++) {
				least = MIN(least, rested[i]);
				most = MAX(most, rested[i]);
			}
			/* the fewest repeats go before whose turn it is */
			g_assert_cmpint(most - least, <=, 2);
		}
	}
}

/* One who may meet one other only rests ever after, and takes nobody along. */
static void
test_few_partners(void)
{
	POOL_AUTO pool = pool_new();
	struct grid *grid = new_grid(pool, 9);
	int32_t met[36] = { 0 }, rested[9] = { 0 };

	for (size_t j = 1; j < 8; j++)
		for (size_t i = 0; i < j; i++)
			allow(grid, i, j, (int32_t)roll(100));
	allow(grid, 0, 8, 5);
	struct rounds_input input = { .grid = grid, .rounds = 6 };
	struct rounds *rounds = plan(pool, &input);

	check_plan(&input, rounds, met, rested);
	g_assert_cmpint(rounds->repeats, ==, 0);
	g_assert_cmpint(rested[8], >=, 5);
	for (size_t i = 0; i < 8; i++)
		g_assert_cmpint(rested[i], <=, 1);
}

/* More rounds than there are partners: then all meet again, in turn. */
static void
test_again(void)
{
	POOL_AUTO pool = pool_new();
	struct rounds_input input = { .grid = random_grid(pool, 4, 100),
		.rounds = 6 };
	int32_t met[6] = { 0 }, rested[4] = { 0 };
	struct rounds *rounds = plan(pool, &input);

	check_plan(&input, rounds, met, rested);
	g_assert_cmpint(rounds->repeats, ==, 6);
	g_assert_cmpint(rounds->rests, ==, 0);
	for (size_t c = 0; c < 6; c++)
		g_assert_cmpint(met[c], ==, 2);
}

/* ---- one round at a time ------------------------------------------------- */

/* A round planned by itself, and what it comes to counted. */
static struct rounds *
next_round(struct pool *pool, struct rounds_input *input, int32_t *met,
	int32_t *rested)
{
	input->rounds = 1;
	input->fresh = input->again = true;
	input->met = met;
	input->rested = rested;
	struct rounds *rounds = plan(pool, input);

	check_plan(input, rounds, met, rested);
	return rounds;
}

/* The last of them may meet one other only: that one has others to meet, and is
 * theirs again only when all of those are met. */
static void
test_only_partner(void)
{
	POOL_AUTO pool = pool_new();
	struct grid *grid = new_grid(pool, 6);
	int32_t met[15] = { 0 }, rested[6] = { 0 };
	struct rounds_input input = { .grid = grid };

	for (size_t j = 1; j < 5; j++)
		for (size_t i = 0; i < j; i++)
			allow(grid, i, j, 1);
	allow(grid, 0, 5, 1);
	for (int round = 0; round < 8; round++) {
		bool others = false;

		next_round(pool, &input, met, rested);
		for (size_t i = 1; i < 5; i++)
			others |= met[corner(0, i)] == 0;
		g_assert_true(!others || met[corner(0, 5)] <= 1);
		g_assert_true(!others || round < 6);
	}
}

/* All have met but somebody new: one gets to know them, and the others meet
 * again rather than none. */
static void
test_newcomer(void)
{
	for (int trio = 0; trio < 2; trio++) {
		POOL_AUTO pool = pool_new();
		struct grid *grid = random_grid(pool, 10, 100);
		int32_t met[45] = { 0 }, rested[10] = { 0 };
		struct rounds_input input = { .grid = grid, .trio = trio };

		for (size_t j = 1; j < 9; j++)
			for (size_t i = 0; i < j; i++)
				met[corner(i, j)] = 1;
		struct rounds *rounds = next_round(pool, &input, met, rested);
		g_assert_cmpint(rounds->rests, ==, 0);
		g_assert_cmpint(rounds->repeats, ==, 4);
		g_assert_true(rounds->proven);
	}
}

/* Two circles of three are left of six who met: two are the thirds of pairs
 * that are new to them; where there are no thirds, they meet again. */
static void
test_left_over(void)
{
	for (int trio = 0; trio < 2; trio++) {
		POOL_AUTO pool = pool_new();
		int32_t met[15] = { 0 }, rested[6] = { 0 };
		struct rounds_input input = { .grid = random_grid(pool, 6, 100),
			.trio = trio };

		for (size_t j = 3; j < 6; j++)
			for (size_t i = 0; i < 3; i++)
				met[corner(i, j)] = 1;
		struct rounds *rounds = next_round(pool, &input, met, rested);
		g_assert_cmpint(rounds->rests, ==, 0);
		g_assert_cmpint(rounds->repeats, ==, trio ? 0 : 1);
	}
}

/* ---- thirds and pins --------------------------------------------------- */

static void
test_thirds(void)
{
	for (size_t n = 3; n <= 15; n += 2) {
		POOL_AUTO pool = pool_new();
		struct rounds_input input = { .grid = random_grid(pool, n, 100),
			.rounds = (int)(n - 1) / 2,
			.trio = true };
		int32_t *met = pool_alloc(pool, n * n * sizeof *met);
		int32_t *rested = pool_alloc(pool, n * sizeof *rested);
		struct rounds *rounds = plan(pool, &input);

		check_plan(&input, rounds, met, rested);
		g_assert_cmpint(rounds->rests, ==, 0);
		for (size_t i = 0; i < n; i++)
			g_assert_cmpint(rested[i], <=, 1);
	}
}

/* The odd one fits into no pair that is there; somebody else is the third. */
static void
test_third_by_another(void)
{
	POOL_AUTO pool = pool_new();
	struct grid *grid = new_grid(pool, 5);
	int32_t met[10] = { 0 }, rested[5] = { 0 };

	allow(grid, 0, 1, 900);
	allow(grid, 2, 3, 900);
	allow(grid, 2, 4, 1);
	allow(grid, 0, 3, 1);
	allow(grid, 1, 3, 1);
	struct rounds_input input = { .grid = grid, .rounds = 1, .trio = true };
	struct rounds *rounds = plan(pool, &input);

	check_plan(&input, rounds, met, rested);
	g_assert_cmpint(rounds->rests, ==, 0);
}

static void
test_pins(void)
{
	struct bench bench;

	bench_open(&bench);
	for (int i = 1; i <= 9; i++)
		person(&bench, i, "P", NULL);
	*LIST_ADD(bench.pool, &bench.input.pinned) =
		(struct former_pair){ 2, 7 };
	*LIST_ADD(bench.pool, &bench.input.history) =
		(struct former_pair){ 1, 3 };
	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	struct grid *grid = grid_new(bench.pool, sheet);
	int64_t a = sheet_place(sheet, 2), b = sheet_place(sheet, 7);
	int32_t none[36] = { 0 };

	for (int r = 1; r <= 9; r++)
		for (int met = 0; met < 2; met++) {
			struct rounds_input input = { .sheet = sheet,
				.grid = grid,
				.rounds = r,
				.met = met ? none : NULL };
			struct rounds *rounds = plan(bench.pool, &input);

			g_assert_cmpint(rounds->at[0].mate[a], ==, b);
			g_assert_cmpint(rounds->rests, ==, r);
		}
	bench_close(&bench);
}

/* Nobody, or nobody who may meet anybody. */
static void
test_nobody(void)
{
	for (size_t n = 0; n < 5; n++) {
		POOL_AUTO pool = pool_new();
		struct rounds_input input = {
			.grid = new_grid(pool, n), .rounds = 3, .trio = true
		};
		struct rounds *rounds = plan(pool, &input);

		g_assert_cmpint(rounds->rests, ==, 3 * (int)n);
		g_assert_true(rounds->full);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/rounds/circle", test_circle);
	g_test_add_func("/match/rounds/few", test_few_rounds);
	g_test_add_func("/match/rounds/sides", test_two_sides);
	g_test_add_func("/match/rounds/mending", test_mending);
	g_test_add_func("/match/rounds/fewest", test_fewest_repeats);
	g_test_add_func("/match/rounds/turns", test_turns);
	g_test_add_func("/match/rounds/partners", test_few_partners);
	g_test_add_func("/match/rounds/again", test_again);
	g_test_add_func("/match/rounds/only-partner", test_only_partner);
	g_test_add_func("/match/rounds/newcomer", test_newcomer);
	g_test_add_func("/match/rounds/left-over", test_left_over);
	g_test_add_func("/match/rounds/thirds", test_thirds);
	g_test_add_func("/match/rounds/other", test_third_by_another);
	g_test_add_func("/match/rounds/pins", test_pins);
	g_test_add_func("/match/rounds/nobody", test_nobody);
	return g_test_run();
}
