/* Stable matchings: against their definition, and against all there are. */
#include "match/stable.h"
#include "match_graphs.h"
#include "match_starved.h"

/* ---- lists ---------------------------------------------------------------- */

/* Some of n people in random order; now and then with nonsense in between:
 * strangers, and somebody named again. */
static struct preference
wishes(struct pool *pool, struct graph_dice *dice, int32_t n, int32_t share,
	bool nonsense)
{
	int32_t *at = pool_alloc(pool, (size_t)(2 * n + 2) * sizeof *at);
	struct preference list = { at, 0 };

	for (int32_t i = 0; i < n; i++)
		if ((int32_t)graph_roll(dice, 8) < share)
			at[list.n++] = i;
	for (int32_t i = list.n - 1; i > 0; i--) {
		int32_t j = graph_between(dice, 0, i), other = at[i];

		at[i] = at[j];
		at[j] = other;
	}
	for (int32_t i = 0; nonsense && i < 3 && list.n < 2 * n; i++) {
		int32_t place = graph_between(dice, 0, list.n);

		for (int32_t k = list.n++; k > place; k--)
			at[k] = at[k - 1];
		at[place] = graph_between(dice, -2, n + 1);
	}
	return list;
}

static struct preference *
all_wishes(struct pool *pool, struct graph_dice *dice, int32_t people,
	int32_t of, bool nonsense)
{
	struct preference *lists =
		pool_alloc(pool, (size_t)people * sizeof *lists);
	int32_t share = graph_between(dice, 1, 9);

	for (int32_t i = 0; i < people; i++)
		lists[i] = wishes(pool, dice, of, share, nonsense);
	return lists;
}

/* Where somebody is named first; the list's length if not. */
static int32_t
place_in(const struct preference *list, int32_t who)
{
	for (int32_t k = 0; k < list->n && who >= 0; k++)
		if (list->at[k] == who)
			return k;
	return list->n;
}

static bool
names(const struct preference *list, int32_t who)
{
	return place_in(list, who) < list->n;
}

/* ---- one pool ------------------------------------------------------------- */

struct one_pool {
	int32_t n;
	struct preference *wish;
};

/* By definition: rather with somebody they both name than with whom they got. */
static int64_t
blocking(const struct one_pool *pool, const int32_t *mate)
{
	int64_t count = 0;

	for (int32_t i = 0; i < pool->n; i++)
		for (int32_t j = i + 1; j < pool->n; j++)
			count += names(&pool->wish[i], j) &&
				names(&pool->wish[j], i) &&
				place_in(&pool->wish[i], j) <
					place_in(&pool->wish[i], mate[i]) &&
				place_in(&pool->wish[j], i) <
					place_in(&pool->wish[j], mate[j]);
	return count;
}

/* Is there any stable matching? All are tried. */
static bool
exists(const struct one_pool *pool, int32_t *mate, int32_t from)
{
	while (from < pool->n && mate[from] >= 0)
		from++;
	if (from == pool->n)
		return !blocking(pool, mate);
	for (int32_t j = from + 1; j < pool->n; j++) {
		if (mate[j] >= 0 || !names(&pool->wish[from], j) ||
			!names(&pool->wish[j], from))
			continue;
		mate[from] = j;
		mate[j] = from;
		if (exists(pool, mate, from + 1))
			return true;
		mate[from] = mate[j] = -1;
	}
	mate[from] = 1000; /* nobody */
	bool alone = exists(pool, mate, from + 1);
	mate[from] = -1;
	return alone;
}

static void
check_mates(const struct one_pool *pool, const int32_t *mate)
{
	for (int32_t i = 0; i < pool->n; i++) {
		if (mate[i] < 0)
			continue;
		g_assert_cmpint(mate[i], <, pool->n);
		g_assert_cmpint(mate[mate[i]], ==, i);
		g_assert_cmpint(mate[i], !=, i);
		g_assert_true(names(&pool->wish[i], mate[i]));
	}
	g_assert_cmpint(blocking(pool, mate), ==, 0);
}

static void
test_roommates(void)
{
	int found[2] = { 0 };

	for (uint64_t seed = 0; seed < 40000; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 0 };
		struct one_pool people = { .n = graph_between(&dice, 0,
						   seed % 40 ? 6 : 8) };
		int32_t *mate, none[8];

		people.wish = all_wishes(
			pool, &dice, people.n, people.n, seed % 3 == 0);
		memset(none, -1, sizeof none);
		bool there_is = exists(&people, none, 0);
		g_assert_true(stable_roommates(
			pool, people.n, people.wish, &mate, NULL));
		g_assert_true(there_is == (mate != NULL));
		found[there_is]++;
		if (mate)
			check_mates(&people, mate);
		if (g_test_failed()) {
			g_test_message("seed %d", (int)seed);
			return;
		}
	}
	g_assert_cmpint(found[0], >, 700);
	g_assert_cmpint(found[1], >, 10000);
}

/* Large ones by the count of blocking pairs alone. */
static void
test_roommates_large(void)
{
	int found[2] = { 0 };

	for (uint64_t seed = 0; seed < 400; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 0 };
		struct one_pool people = { .n = graph_between(&dice, 9, 120) };
		int32_t *mate;

		people.wish =
			all_wishes(pool, &dice, people.n, people.n, false);
		g_assert_true(stable_roommates(
			pool, people.n, people.wish, &mate, NULL));
		found[mate != NULL]++;
		if (!mate)
			continue;
		check_mates(&people, mate);
		g_assert_cmpint(
			stable_blocking(pool, people.n, people.wish, mate), ==,
			0);
	}
	g_assert_cmpint(found[0], >, 50);
	g_assert_cmpint(found[1], >, 50);
}

/* Three who run after each other, and a fourth whom nobody wants. */
static void
test_no_roommates(void)
{
	static const int32_t at[4][3] = { { 1, 2, 3 }, { 2, 0, 3 }, { 0, 1, 3 },
		{ 0, 1, 2 } };
	struct preference wish[4];
	static int32_t nobody;
	POOL_AUTO pool = pool_new();
	int32_t *mate = &nobody;

	for (int i = 0; i < 4; i++)
		wish[i] = (struct preference){ at[i], 3 };
	g_assert_true(stable_roommates(pool, 4, wish, &mate, NULL));
	g_assert_null(mate);
	/* Without the fourth they may as well all stay alone but two. */
	mate = &nobody;
	g_assert_true(stable_roommates(pool, 3, wish, &mate, NULL));
	g_assert_null(mate);
}

/* n people who all rank the others the same way pair up from the top; and
 * everybody has to be asked by everybody better first. */
static void
test_master_list(void)
{
	enum {
		N = 2000
	};
	POOL_AUTO pool = pool_new();
	struct preference *wish = pool_alloc(pool, N * sizeof *wish);
	int32_t *same = pool_alloc(pool, N * sizeof *same), *mate;

	for (int32_t i = 0; i < N; i++) {
		same[i] = i;
		wish[i] = (struct preference){ same, N };
	}
	g_assert_true(stable_roommates(pool, N, wish, &mate, NULL));
	for (int32_t i = 0; i < N; i++)
		g_assert_cmpint(mate[i], ==, i ^ 1);
}

static void
test_blocking(void)
{
	int64_t sum = 0;

	for (uint64_t seed = 0; seed < 5000; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 0 };
		struct one_pool people = { .n = graph_between(&dice, 0, 9) };
		int32_t mate[10];

		people.wish =
			all_wishes(pool, &dice, people.n, people.n, seed % 2);
		memset(mate, -1, sizeof mate);
		for (int32_t i = 0; i + 1 < people.n; i += 2)
			if (graph_roll(&dice, 3)) {
				mate[i] = i + 1;
				mate[i + 1] = i;
			}
		int64_t count = blocking(&people, mate);
		sum += count;
		g_assert_cmpint(
			stable_blocking(pool, people.n, people.wish, mate), ==,
			count);
	}
	g_assert_cmpint(sum, >, 5000);
}

/* ---- two sides ------------------------------------------------------------ */

struct two_sides {
	int32_t proposers, takers;
	struct preference *wish, *favour;
	int32_t wish_most[12], favour_most[12];
};

static struct two_sides
two_sides(struct pool *pool, uint64_t seed, int32_t most)
{
	struct graph_dice dice = { seed, 0 };
	struct two_sides sides = {
		.proposers = graph_between(&dice, 0, most),
		.takers = graph_between(&dice, 0, most),
	};
	int32_t wish_most = seed % 2 ? 1 : 4;

	sides.wish = all_wishes(
		pool, &dice, sides.proposers, sides.takers, seed % 3 == 0);
	sides.favour = all_wishes(
		pool, &dice, sides.takers, sides.proposers, seed % 3 == 0);
	for (int32_t i = 0; i < most; i++) {
		sides.wish_most[i] = graph_between(&dice, 0, wish_most);
		sides.favour_most[i] = graph_between(&dice, 0, 4);
	}
	return sides;
}

static bool
has(const struct partners *partners, int32_t who)
{
	for (int32_t k = 0; k < partners->n; k++)
		if (partners->at[k] == who)
			return true;
	return false;
}

/* Somebody who has room, or one it likes less. */
static bool
would_take(const struct preference *list, int32_t most,
	const struct partners *partners, int32_t who)
{
	if (partners->n < most)
		return true;
	for (int32_t k = 0; k < partners->n; k++)
		if (place_in(list, partners->at[k]) > place_in(list, who))
			return true;
	return false;
}

static int64_t
blocking_sides(const struct two_sides *sides, const struct partners *chosen)
{
	int64_t count = 0;

	for (int32_t i = 0; i < sides->proposers; i++)
		for (int32_t t = 0; t < sides->takers; t++)
			count += names(&sides->wish[i], t) &&
				names(&sides->favour[t], i) &&
				!has(&chosen[i], t) &&
				would_take(&sides->wish[i], sides->wish_most[i],
					&chosen[i], t) &&
				would_take(&sides->favour[t],
					sides->favour_most[t],
					&chosen[sides->proposers + t], i);
	return count;
}

static struct partners *
admitted(struct pool *pool, const struct two_sides *sides)
{
	struct partners *chosen = NULL;

	g_assert_true(stable_admit(pool, sides->proposers, sides->takers,
		sides->wish, sides->favour, sides->wish_most,
		sides->favour_most, &chosen, NULL));
	return chosen;
}

static void
check_partners(const struct two_sides *sides, const struct partners *chosen)
{
	int32_t n = sides->proposers;

	for (int32_t i = 0; i < n + sides->takers; i++) {
		const struct preference *list =
			i < n ? &sides->wish[i] : &sides->favour[i - n];

		g_assert_cmpint(chosen[i].n, <=,
			i < n ? sides->wish_most[i]
			      : sides->favour_most[i - n]);
		for (int32_t k = 0; k < chosen[i].n; k++) {
			int32_t other = chosen[i].at[k];

			g_assert_true(!k || chosen[i].at[k - 1] < other);
			g_assert_true(names(list, other));
			g_assert_true(has(&chosen[i < n ? n + other : other],
				i < n ? i : i - n));
		}
	}
}

static int64_t
counted(struct pool *pool, const struct two_sides *sides,
	const struct partners *chosen)
{
	return stable_blocking_sides(pool, sides->proposers, sides->takers,
		sides->wish, sides->favour, sides->wish_most,
		sides->favour_most, chosen);
}

static void
test_admit(void)
{
	int64_t pairs = 0;

	for (uint64_t seed = 0; seed < 20000; seed++) {
		POOL_AUTO pool = pool_new();
		struct two_sides sides = two_sides(pool, seed, 10);
		struct partners *chosen = admitted(pool, &sides);

		check_partners(&sides, chosen);
		g_assert_cmpint(blocking_sides(&sides, chosen), ==, 0);
		g_assert_cmpint(counted(pool, &sides, chosen), ==, 0);
		for (int32_t i = 0; i < sides.proposers; i++)
			pairs += chosen[i].n;
		if (g_test_failed()) {
			g_test_message("seed %d", (int)seed);
			return;
		}
	}
	g_assert_cmpint(pairs, >, 50000);
}

/* Best for who proposes: of all stable matchings of one to one, nobody there
 * has a better one in any other. */
static void
improve(const struct two_sides *sides, struct partners *chosen, int32_t from,
	const struct partners *best)
{
	if (from == sides->proposers) {
		if (blocking_sides(sides, chosen))
			return;
		for (int32_t i = 0; i < from; i++) {
			g_assert_cmpint(chosen[i].n, ==, best[i].n);
			if (chosen[i].n)
				g_assert_cmpint(place_in(&sides->wish[i],
							best[i].at[0]),
					<=,
					place_in(&sides->wish[i],
						chosen[i].at[0]));
		}
		return;
	}
	improve(sides, chosen, from + 1, best);
	for (int32_t t = 0; t < sides->takers; t++) {
		struct partners *taker = &chosen[sides->proposers + t];

		if (taker->n || !sides->wish_most[from] ||
			!sides->favour_most[t] ||
			!names(&sides->wish[from], t) ||
			!names(&sides->favour[t], from))
			continue;
		int32_t mine = t, other = from;
		chosen[from] = (struct partners){ &mine, 1 };
		*taker = (struct partners){ &other, 1 };
		improve(sides, chosen, from + 1, best);
		taker->n = chosen[from].n = 0;
	}
}

static void
test_best_for_proposers(void)
{
	for (uint64_t seed = 1; seed < 3000; seed++) {
		POOL_AUTO pool = pool_new();
		struct two_sides sides = two_sides(pool, seed, 4);

		for (int32_t i = 0; i < 12; i++) {
			sides.wish_most[i] = MIN(1, sides.wish_most[i]);
			sides.favour_most[i] = MIN(1, sides.favour_most[i]);
		}
		struct partners *best = admitted(pool, &sides),
				tried[8] = { { NULL, 0 } };
		improve(&sides, tried, 0, best);
	}
}

static void
test_blocking_sides(void)
{
	int64_t sum = 0;

	for (uint64_t seed = 0; seed < 5000; seed++) {
		POOL_AUTO pool = pool_new();
		struct graph_dice dice = { seed, 77 };
		struct two_sides sides = two_sides(pool, seed, 10);
		struct partners chosen[20];
		int32_t at[20][10];
		int32_t n = sides.proposers;

		for (int32_t i = 0; i < n + sides.takers; i++)
			chosen[i] = (struct partners){ at[i], 0 };
		for (int32_t i = 0; i < n; i++)
			for (int32_t t = 0; t < sides.takers; t++) {
				struct partners *a = &chosen[i],
						*b = &chosen[n + t];

				if (a->n >= sides.wish_most[i] ||
					b->n >= sides.favour_most[t] ||
					graph_roll(&dice, 3))
					continue;
				a->at[a->n++] = t;
				b->at[b->n++] = i;
			}
		int64_t count = blocking_sides(&sides, chosen);
		sum += count;
		g_assert_cmpint(counted(pool, &sides, chosen), ==, count);
	}
	g_assert_cmpint(sum, >, 5000);
}

/* ---- memory --------------------------------------------------------------- */

static void
test_starved(void)
{
	POOL_AUTO pool = pool_new();
	struct graph_dice dice = { 1, 0 };
	struct two_sides sides = two_sides(pool, 8, 10);
	struct preference *wish = all_wishes(pool, &dice, 9, 9, false);
	struct partners *chosen = NULL, *right;
	int32_t nobody, *mate = &nobody;
	struct err err = { 0 };
	int n;

	right = admitted(pool, &sides);
	for (n = 0; starved_after = n,
	    !stable_admit(pool, sides.proposers, sides.takers, sides.wish,
		    sides.favour, sides.wish_most, sides.favour_most, &chosen,
		    &err);
		n++) {
		g_assert_cmpint(err.kind, ==, ERR_LATER);
		g_assert_null(chosen);
	}
	g_assert_cmpint(n, >, 8);
	for (n = 0; starved_after = n,
	    !stable_roommates(pool, 9, wish, &mate, &err);
		n++)
		g_assert_true(mate == &nobody);
	g_assert_cmpint(n, >, 6);
	for (n = 0; starved_after = n, counted(pool, &sides, right) < 0; n++)
		;
	g_assert_cmpint(n, >, 6);
	starved_after = -1;
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/stable/roommates", test_roommates);
	g_test_add_func("/stable/roommates/large", test_roommates_large);
	g_test_add_func("/stable/roommates/none", test_no_roommates);
	g_test_add_func("/stable/roommates/master-list", test_master_list);
	g_test_add_func("/stable/blocking", test_blocking);
	g_test_add_func("/stable/admit", test_admit);
	g_test_add_func("/stable/admit/best", test_best_for_proposers);
	g_test_add_func("/stable/blocking/sides", test_blocking_sides);
	g_test_add_func("/stable/starved", test_starved);
	return g_test_run();
}
