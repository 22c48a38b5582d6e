/* Rows of a whole run against what is said of each pair: the same, to the last
 * bit and point, over random programs of every form; and what is made of them:
 * all pairs, everybody's best, and the pairs that prices undercut. */
#include "match/best.h"
#include "match/candidates.h"
#include "match/compat.h"
#include "match/rows.h"
#include "match/score.h"
#include "match_dice.h"

#include <stdio.h>
#include <stdlib.h>

#define ROSTERS 150

static bool
has(const uint64_t *bits, size_t j)
{
	return bits[j / 64] >> (j % 64) & 1;
}

/* ---- rows ------------------------------------------------------------- */

static void
check_row(const struct sheet *sheet, struct rows *rows, size_t i,
	enum rows_part part, size_t from)
{
	POOL_AUTO pool = pool_new();
	uint64_t *bits = pool_alloc(pool, rows_words(rows) * sizeof *bits);
	int32_t *points = pool_alloc(pool, sheet->n * sizeof *points);
	bool directed = part != ROWS_EITHER;
	int64_t sum;

	rows_allow(rows, i, part, from, bits);
	if (part != ROWS_MENTEE)
		rows_score(rows, i, part, from, points);
	for (size_t j = from; j < sheet->n; j++) {
		int stops = part == ROWS_MENTEE
			? compat_stops_directed(sheet, j, i)
			: directed ? compat_stops_directed(sheet, i, j)
				   : compat_stops(sheet, i, j);

		g_assert_cmpint(
			has(bits, j), ==, j != i && stops == COMPAT_FINE);
		if (part == ROWS_MENTEE || j == i)
			continue;
		sum = 0;
		for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
			sum += score_points(sheet, c, i, j, directed);
		g_assert_cmpint(points[j], ==, sum);
	}
}

static void
test_rows(void)
{
	for (guint32 seed = 0; seed < ROSTERS; seed++) {
		struct dice dice;

		open_dice(&dice, seed);
		struct sheet *sheet = sheet_new(dice.bench.pool,
			&dice.bench.input, &dice.bench.input.people);
		struct rows *rows = sheet_rows(sheet);
		bool mentors = dice.bench.matching.form == MATCHING_MENTORS;

		for (size_t i = 0; i < sheet->n; i++) {
			size_t from = i % 3 ? 0 : i + 1;

			check_row(sheet, rows, i,
				mentors ? ROWS_MENTOR : ROWS_EITHER, from);
			if (mentors)
				check_row(sheet, rows, i, ROWS_MENTEE, 0);
		}
		close_dice(&dice);
	}
}

/* ---- graphs ----------------------------------------------------------- */

static bool
full_of_pins(const struct sheet *sheet, size_t i, bool directed, bool learns)
{
	const struct matching *matching = sheet->input->matching;
	int pins = 0, room = 1;

	for (size_t j = 0; j < sheet->n; j++)
		if (j != i && pair_set_has(&sheet->pinned, i, j))
			pins += !directed ||
				(compat_may_mentor(sheet, i, j) != learns &&
					compat_may_mentor(sheet, j, i) ==
						learns); /* one way only */
	if (directed)
		room = learns ? matching->mentors : matching->capacity;
	return pins && pins >= room;
}

/* One that the graph should hold: no rule breaks it, no pin excludes it. */
static bool
expected(const struct sheet *sheet, size_t i, size_t j)
{
	bool directed = sheet->input->matching->form == MATCHING_MENTORS;
	int stops = directed ? compat_stops_directed(sheet, i, j)
			     : compat_stops(sheet, i, j);

	if (i == j || (!directed && i > j) || stops != COMPAT_FINE)
		return false;
	return pair_set_has(&sheet->pinned, i, j) ||
		(!full_of_pins(sheet, i, directed, false) &&
			!full_of_pins(sheet, j, directed, true));
}

static int
by_ends(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return x->u != y->u ? (x->u > y->u) - (x->u < y->u)
			    : (x->v > y->v) - (x->v < y->v);
}

static void
sort_edges(struct graph *graph)
{
	if (graph->edges.n)
		qsort(graph->edges.at, graph->edges.n, sizeof *graph->edges.at,
			by_ends);
}

static void
check_all(const struct sheet *sheet, struct graph *graph, int64_t possible)
{
	size_t at = 0;
	int64_t count = 0;

	sort_edges(graph);
	for (size_t i = 0; i < sheet->n; i++)
		for (size_t j = 0; j < sheet->n; j++) {
			count += i < j &&
				compat_stops(sheet, i, j) == COMPAT_FINE;
			if (!expected(sheet, i, j))
				continue;
			g_assert_cmpuint(at, <, graph->edges.n);
			g_assert_cmpint(graph->edges.at[at].u, ==, i);
			g_assert_cmpint(graph->edges.at[at].v, ==, j);
			g_assert_cmpint(graph->edges.at[at++].weight, ==,
				candidates_weight(sheet, i, j));
		}
	g_assert_cmpuint(at, ==, graph->edges.n);
	g_assert_cmpint(count, ==, possible);
}

/* Of each person the `most` best are in, and each edge is among the best of
 * one of its ends. */
static void
check_best(const struct sheet *sheet, const struct graph *all,
	struct graph *graph, size_t most)
{
	POOL_AUTO pool = pool_new();
	bool directed = sheet->input->matching->form == MATCHING_MENTORS;
	size_t sides = directed ? 2 : 1;
	size_t *better = pool_alloc(pool, 2 * sheet->n * sizeof *better);

	sort_edges(graph);
	for (size_t e = 0; e < graph->edges.n; e++) {
		const struct edge *edge = &graph->edges.at[e];
		const struct edge *same = bsearch(edge, all->edges.at,
			all->edges.n, sizeof *edge, by_ends);
		size_t above[2] = { 0, 0 };

		g_assert_nonnull(same);
		g_assert_cmpint(same->weight, ==, edge->weight);
		g_assert_true(e == 0 || by_ends(edge - 1, edge) < 0);
		for (size_t o = 0; o < all->edges.n; o++) {
			const struct edge *other = &all->edges.at[o];

			if (other->weight <= edge->weight)
				continue;
			above[0] += other->u == edge->u ||
				(!directed && other->v == edge->u);
			above[1] += other->v == edge->v ||
				(!directed && other->u == edge->v);
		}
		g_assert_true(above[0] < most || above[1] < most);
		better[(size_t)edge->u * sides]++;
		better[(size_t)edge->v * sides + sides - 1]++;
	}
	for (size_t k = 0; k < sheet->n * sides; k++) {
		size_t has_all = 0;

		for (size_t o = 0; o < all->edges.n; o++) {
			const struct edge *other = &all->edges.at[o];

			has_all += (size_t)other->u * sides == k ||
				(size_t)other->v * sides + sides - 1 == k;
		}
		g_assert_cmpuint(better[k], >=, MIN(has_all, most));
	}
}

static void
test_graphs(void)
{
	for (guint32 seed = 1000; seed < 1000 + ROSTERS; seed++) {
		struct dice dice;
		int64_t possible, again;

		open_dice(&dice, seed);
		struct pool *pool = dice.bench.pool;
		struct sheet *sheet = sheet_new(
			pool, &dice.bench.input, &dice.bench.input.people);
		struct graph *all = candidates_graph(pool, sheet, 0, &possible);
		g_assert_cmpint(all->n, ==, sheet->n);
		check_all(sheet, all, possible);
		struct graph *best = candidates_graph(pool, sheet, 4, &again);
		g_assert_cmpint(again, ==, possible);
		if (seed % 5 == 0)
			check_best(sheet, all, best, 4);
		close_dice(&dice);
	}
}

/* ---- prices ----------------------------------------------------------- */

/* Duals of one blossom over the first few, and random values: every pair they
 * undercut is found, be it in several rounds, and no other. */
static void
test_prices(void)
{
	for (guint32 seed = 2000; seed < 2000 + ROSTERS; seed++) {
		struct dice dice;

		open_dice(&dice, seed);
		struct pool *pool = dice.bench.pool;
		dice.bench.matching.form = MATCHING_PEERS;
		struct sheet *sheet = sheet_new(
			pool, &dice.bench.input, &dice.bench.input.people);
		struct graph *all = candidates_graph(pool, sheet, 0, NULL);
		struct blossom blossom = { -1, 7, 3000 };
		struct duals duals = { .n = (int32_t)sheet->n,
			.blossoms = 1,
			.blossom = &blossom };
		duals.of = pool_alloc(pool, sheet->n * sizeof *duals.of);
		duals.home = pool_alloc(pool, sheet->n * sizeof *duals.home);
		for (size_t i = 0; i < sheet->n; i++) {
			duals.of[i] = roll(&dice, 20000);
			duals.home[i] = i < 7 ? 0 : -1;
		}
		struct graph priced = { .n = all->n };
		int64_t added = candidates_price(pool, sheet, &duals, &priced);
		g_assert_cmpint(added, ==, priced.edges.n);
		sort_edges(&priced);
		size_t at = 0, row = 0;
		for (size_t e = 0; e < all->edges.n; e++) {
			const struct edge *edge = &all->edges.at[e];
			bool found = at < priced.edges.n &&
				by_ends(edge, &priced.edges.at[at]) == 0;
			bool under = duals_slack(&duals, edge->u, edge->v,
					     edge->weight) < 0;

			if (e && edge->u != edge[-1].u)
				row = 0;
			row += found;
			g_assert_true(under || !found);
			if (found)
				g_assert_cmpint(priced.edges.at[at++].weight,
					==, edge->weight);
			else if (under) /* only where there were many */
				row += 1000;
			if (row >= 1000 &&
				(e + 1 == all->edges.n || edge[1].u != edge->u))
				g_assert_cmpuint(row % 1000, ==, 32);
		}
		g_assert_cmpuint(at, ==, priced.edges.n);
		close_dice(&dice);
	}
}

/* ---- remedies --------------------------------------------------------- */

/* Which rules stand between i and j, as bits; false when something else does. */
static bool
rules_between(const struct sheet *sheet, size_t i, size_t j, unsigned *broken)
{
	bool mentors = sheet->input->matching->form == MATCHING_MENTORS;
	bool learns = mentors && role_learns(sheet->who[i]->role);
	int stops = !mentors ? compat_stops(sheet, i, j)
		: learns     ? compat_stops_directed(sheet, j, i)
			     : compat_stops_directed(sheet, i, j);

	*broken = 0;
	for (size_t r = 0; r < sheet->input->matching->rules.n; r++)
		if (stops >= 0 &&
			compat_breaks(sheet, r, learns ? j : i, learns ? i : j,
				mentors))
			*broken |= 1u << r;
	return j != i && stops >= COMPAT_FINE;
}

/* What compat_remedy should say: all sets of rules are tried. */
static const char *
best_remedy(const struct sheet *sheet, struct pool *pool, size_t i,
	size_t *possible)
{
	size_t rules = sheet->input->matching->rules.n;
	unsigned best[3] = { 0, 0, 0 }, most[3] = { 0, 0, 0 };

	*possible = 0;
	for (unsigned set = 0; set < 1u << rules; set++) {
		unsigned size = (unsigned)__builtin_popcount(set), found = 0;
		unsigned broken;

		for (size_t j = 0; j < sheet->n; j++)
			found += rules_between(sheet, i, j, &broken) &&
				broken == set;
		if (size == 0)
			*possible = found;
		if (size > 2 || found < most[size] || !found)
			continue;
		/* of equals the first: the lowest bits */
		if (found > most[size] ||
			(__builtin_ctz(set) < __builtin_ctz(best[size])))
			best[size] = set;
		most[size] = found;
	}
	if (*possible)
		return NULL;
	for (unsigned size = 1; size <= 2; size++)
		if (most[size])
			return pool_printf(
				pool, "%u %u", most[size], best[size]);
	return NULL;
}

static void
test_remedies(void)
{
	int given[3] = { 0, 0, 0 };

	for (guint32 seed = 5000; seed < 5000 + ROSTERS; seed++) {
		struct dice dice;

		open_dice(&dice, seed);
		struct pool *pool = dice.bench.pool;
		struct sheet *sheet = sheet_new(
			pool, &dice.bench.input, &dice.bench.input.people);
		for (size_t i = 0; i < MIN(sheet->n, 40); i++) {
			size_t possible;
			const char *expect =
				best_remedy(sheet, pool, i, &possible);
			const char *said = compat_remedy(pool, sheet, i);
			const char *why = compat_why(pool, sheet, i);
			const char *taken = strstr(why, "possible partners");
			unsigned found, set = 0, rule, other;

			g_assert_cmpint(taken != NULL, ==, possible > 0);
			if (possible)
				g_assert_cmpuint(strtoul(why + 4, NULL, 10), ==,
					possible);
			g_assert_cmpint(said == NULL, ==, expect == NULL);
			if (!said || !expect)
				continue;
			int names = sscanf(said,
				"would have %u possible %*s without 'rule %u' "
				"and 'rule %u'",
				&found, &rule, &other);
			g_assert_cmpint(names, >=, 2);
			/* rules are named by how many follow them */
			size_t rules = dice.bench.matching.rules.n;
			set |= 1u << (rules - rule);
			if (names == 3)
				set |= 1u << (rules - other);
			g_assert_cmpstr(pool_printf(pool, "%u %u", found, set),
				==, expect);
			given[names - 1]++;
		}
		close_dice(&dice);
	}
	g_assert_cmpint(given[1], >, 100);
	g_assert_cmpint(given[2], >, 10);
}

/* ---- lots ------------------------------------------------------------- */

/* The same people with other ids and in another order stand in the same
 * places, and have the same graph. */
static void
test_order(void)
{
	for (guint32 seed = 4000; seed < 4030; seed++) {
		struct dice dice;

		open_dice(&dice, seed);
		struct pool *pool = dice.bench.pool;
		struct solve_input *input = &dice.bench.input;
		memset(&input->history, 0, sizeof input->history);
		memset(&input->pinned, 0, sizeof input->pinned);
		memset(&input->forbidden, 0, sizeof input->forbidden);
		memset(&input->kept, 0, sizeof input->kept);
		input->credits.n = input->follow_through.n = 0;
		for (size_t i = 0; i < dice.n; i++)
			input->people.at[i]->key = input->people.at[i]->email;
		struct sheet *sheet = sheet_new(pool, input, &input->people);
		struct graph *graph = candidates_graph(pool, sheet, 5, NULL);
		sort_edges(graph);

		struct participant_list shuffled = { 0 };
		for (size_t i = dice.n; i-- > 0;) {
			struct participant *copy = pool_memdup(
				pool, input->people.at[i], sizeof *copy);

			copy->id = (int64_t)((i * 7919) % 100003) + 5;
			*LIST_ADD(pool, &shuffled) = copy;
		}
		struct sheet *other = sheet_new(pool, input, &shuffled);
		struct graph *again = candidates_graph(pool, other, 5, NULL);
		sort_edges(again);
		g_assert_cmpuint(sheet->n, ==, other->n);
		for (size_t i = 0; i < sheet->n; i++) {
			g_assert_cmpstr(
				sheet->who[i]->key, ==, other->who[i]->key);
			g_assert_cmpint(
				sheet_place(other, other->who[i]->id), ==, i);
		}
		g_assert_cmpuint(graph->edges.n, ==, again->edges.n);
		g_assert_true(!graph->edges.n ||
			!memcmp(graph->edges.at, again->edges.at,
				graph->edges.n * sizeof *graph->edges.at));
		close_dice(&dice);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/candidates/rows", test_rows);
	g_test_add_func("/candidates/graphs", test_graphs);
	g_test_add_func("/candidates/prices", test_prices);
	g_test_add_func("/candidates/remedies", test_remedies);
	g_test_add_func("/candidates/order", test_order);
	return g_test_run();
}
