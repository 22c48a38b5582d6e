/* Two sides made of people: who has room, and who may be put with whom. */
#include "match/sides.h"

#include <glib.h>
#include <stdlib.h>

#include "match/compat.h"
#include "match/pass.h"
#include "match/score.h"

#define ALL_PAIRS 16000000 /* of two sides are held at once */
#define BEST      20       /* of each, when there are more */

/* ---- what is together already --------------------------------------------- */

int32_t
sides_capacity(const struct sheet *sheet, size_t i)
{
	int fallback = MAX(sheet->input->matching->capacity, 1);

	return role_mentors(sheet->who[i]->role)
		? participant_capacity(sheet->who[i], fallback)
		: 0;
}

int32_t
sides_wanted(const struct sheet *sheet, size_t i)
{
	return role_learns(sheet->who[i]->role)
		? MAX(sheet->input->matching->mentors, 1)
		: 0;
}

LIST_OF(key_list, uint64_t);

/* Of a match that stands perhaps only one is to be placed now. */
static void
add_standing(struct sides *sides, struct key_list *keys, int64_t lead,
	int64_t member)
{
	int64_t mentor = sheet_place(sides->sheet, lead);
	int64_t mentee = sheet_place(sides->sheet, member);

	if (mentor >= 0)
		sides->mentees[mentor]++;
	if (mentee >= 0)
		sides->mentors[mentee]++;
	if (mentor >= 0 && mentee >= 0)
		*LIST_ADD(sides->pool, keys) =
			pair_key((size_t)mentor, (size_t)mentee);
}

static void
find_standing(struct sides *sides, struct key_list *keys)
{
	const struct standing_match_list *all = &sides->sheet->input->standing;

	for (size_t s = 0; s < all->n; s++) {
		const struct standing_match *match = &all->at[s];

		for (size_t m = 0; match->lead && m < match->members.n; m++)
			if (match->members.at[m] != match->lead)
				add_standing(sides, keys, match->lead,
					match->members.at[m]);
	}
}

/* Which of the two is the mentor: as the roles say; of two who may be either
 * where it breaks fewer rules, then where it is worth more. */
static bool
direct(const struct sheet *sheet, size_t a, size_t b, struct side_pair *pair)
{
	bool forth = compat_may_mentor(sheet, a, b);
	bool back = compat_may_mentor(sheet, b, a);

	if (!forth && !back)
		return false;
	if (forth && back) {
		int64_t there = score_directed(sheet, a, b);
		int64_t here = score_directed(sheet, b, a);

		forth = there != here ? there > here : a < b;
	}
	*pair = forth ? (struct side_pair){ a, b } : (struct side_pair){ b, a };
	return true;
}

static bool
holds(const struct key_list *keys, uint64_t key)
{
	for (size_t k = 0; k < keys->n; k++)
		if (keys->at[k] == key)
			return true;
	return false;
}

static void
find_pins(struct sides *sides, struct key_list *keys)
{
	const struct sheet *sheet = sides->sheet;
	const struct pair_set *pinned = &sheet->pinned;

	sides->pins = pool_alloc(sides->pool, pinned->n * sizeof *sides->pins);
	for (size_t p = 0; p < pinned->n; p++) {
		size_t a = (size_t)(pinned->at[p] >> 32);
		size_t b = (size_t)(pinned->at[p] & UINT32_MAX);
		struct side_pair pair;

		if (holds(keys, pinned->at[p]) || !direct(sheet, a, b, &pair))
			continue;
		sides->mentees[pair.mentor]++;
		sides->mentors[pair.mentee]++;
		sides->pins[sides->pin_count++] = pair;
		*LIST_ADD(sides->pool, keys) = pinned->at[p];
	}
}

/* ---- edges ----------------------------------------------------------------- */

/* Where each place stands on its sides; -1: nowhere. */
struct sides_index {
	int32_t *left, *right;
};

static struct sides_index
index_sides(struct pool *pool, const struct sides *sides)
{
	size_t n = sides->sheet->n;
	struct sides_index index = { pool_alloc(pool, n * sizeof(int32_t)),
		pool_alloc(pool, n * sizeof(int32_t)) };

	for (size_t i = 0; i < n; i++)
		index.left[i] = index.right[i] = -1;
	for (int32_t l = 0; l < sides->input.left; l++)
		index.left[sides->left[l]] = l;
	for (int32_t r = 0; r < sides->input.right; r++)
		index.right[sides->right[r]] = r;
	return index;
}

/* What is done with an edge that is possible. */
typedef void take_edge(
	struct sides *sides, const struct edge *edge, void *with);

static void
each_of_row(struct sides *sides, const struct pass *pass,
	const struct sides_index *index, take_edge *take, void *with)
{
	struct edge edge = { index->left[pass->i], 0, 0 };

	for (size_t w = 0; w < pass->words; w++)
		for (uint64_t left = pass->bits[w]; left; left &= left - 1) {
			size_t j = w * 64 + (size_t)__builtin_ctzll(left);

			edge.v = index->right[j];
			edge.weight = pass->weight[j];
			if (edge.v >= 0 &&
				!pair_set_has(&sides->tied, pass->i, j))
				take(sides, &edge, with);
		}
}

/* By mentors, and by mentees in the order of their places. */
static void
each_edge(struct sides *sides, double share, take_edge *take, void *with)
{
	POOL_AUTO scratch = pool_new();
	struct sides_index index = index_sides(scratch, sides);
	struct pass pass;

	pass_start(&pass, scratch, sides->sheet, true);
	pass.share = share;
	while (pass_next(&pass))
		if (index.left[pass.i] >= 0)
			each_of_row(sides, &pass, &index, take, with);
}

int64_t
sides_edge_score(const struct sides *sides, const struct edge *edge)
{
	const struct sheet *sheet = sides->sheet;
	size_t mentor = sides->left[edge->u], mentee = sides->right[edge->v];

	if (pair_set_has(&sheet->history, mentor, mentee) ||
		pair_set_has(&sheet->kept, mentor, mentee))
		return score_directed(sheet, mentor, mentee);
	return edge->weight - sheet->credit[mentor] - sheet->credit[mentee];
}

static void
add_edge(struct sides *sides, const struct edge *edge, void *with)
{
	(void)with;
	*LIST_ADD(sides->pool, &sides->input.edges) = *edge;
}

/* The best edges of one person, best first. */
struct best {
	struct edge at[BEST];
	int n;
};

static bool
is_better(const struct edge *a, const struct edge *b)
{
	if (a->weight != b->weight)
		return a->weight > b->weight;
	return a->u != b->u ? a->u < b->u : a->v < b->v;
}

static void
offer(struct best *best, const struct edge *edge)
{
	int to = best->n < BEST ? best->n++ : BEST;

	for (; to > 0 && is_better(edge, &best->at[to - 1]); to--)
		if (to < BEST)
			best->at[to] = best->at[to - 1];
	if (to < BEST)
		best->at[to] = *edge;
}

/* By the ends: the right one first. */
static int
by_ends(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	return (x->u > y->u) - (x->u < y->u);
}

static void
sort_edges(struct edge_list *edges)
{
	size_t kept = 0;

	if (edges->n)
		qsort(edges->at, edges->n, sizeof *edges->at, by_ends);
	for (size_t e = 0; e < edges->n; e++)
		if (!kept || by_ends(&edges->at[kept - 1], &edges->at[e]) != 0)
			edges->at[kept++] = edges->at[e];
	edges->n = kept;
}

static void
take_best(struct sides *sides, const struct best *best, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		for (int b = 0; b < best[i].n; b++)
			*LIST_ADD(sides->pool, &sides->input.edges) =
				best[i].at[b];
}

/* The best edges of everybody, of either side. */
struct best_lists {
	struct best *left, *right;
};

static void
offer_edge(struct sides *sides, const struct edge *edge, void *with)
{
	const struct best_lists *lists = with;

	offer(&lists->left[edge->u], edge);
	offer(&lists->right[edge->v], edge);
	sides->possible++;
}

static void
add_best(struct sides *sides)
{
	POOL_AUTO scratch = pool_new();
	int32_t lefts = sides->input.left, rights = sides->input.right;
	struct best_lists lists = {
		pool_alloc(scratch, lefts * sizeof *lists.left),
		pool_alloc(scratch, rights * sizeof *lists.right),
	};

	each_edge(sides, 1, offer_edge, &lists);
	take_best(sides, lists.left, lefts);
	take_best(sides, lists.right, rights);
	sort_edges(&sides->input.edges);
}

static void
add_all(struct sides *sides)
{
	each_edge(sides, 1, add_edge, NULL);
	sort_edges(&sides->input.edges);
	sides->possible = (int64_t)sides->input.edges.n;
}

/* ---- pricing ----------------------------------------------------------------- */

static bool
is_missing(const struct sides *sides, const struct edge *edge, size_t known)
{
	return !bsearch(
		edge, sides->input.edges.at, known, sizeof *edge, by_ends);
}

struct pricing {
	const struct capacity *capacity;
	size_t known; /* edges that there were, sorted */
};

static void
add_undercut(struct sides *sides, const struct edge *edge, void *with)
{
	const struct pricing *pricing = with;
	const struct capacity *capacity = pricing->capacity;

	if (edge->weight > capacity->left[edge->u] + capacity->right[edge->v] &&
		is_missing(sides, edge, pricing->known))
		*LIST_ADD(sides->pool, &sides->input.edges) = *edge;
}

int64_t
sides_price(struct sides *sides, const struct capacity *capacity)
{
	struct pricing pricing = { capacity, sides->input.edges.n };

	if (sides->whole)
		return 0;
	each_edge(sides, 0, add_undercut, &pricing);
	int64_t added = (int64_t)(sides->input.edges.n - pricing.known);
	sort_edges(&sides->input.edges);
	return added;
}

/* ---- both at once -------------------------------------------------------------- */

static int32_t
reverse(const struct sides *sides, const struct sides_index *index,
	const struct edge_list *edges, const struct edge *edge)
{
	struct edge back = { index->left[sides->right[edge->v]],
		index->right[sides->left[edge->u]], 0 };

	if (back.u < 0 || back.v < 0)
		return -1;
	const struct edge *found =
		bsearch(&back, edges->at, edges->n, sizeof back, by_ends);
	return found ? (int32_t)(found - edges->at) : -1;
}

int32_t *
sides_twins(
	const struct sides *sides, struct pool *pool, struct edge_list *edges)
{
	POOL_AUTO scratch = pool_new();
	struct sides_index index = index_sides(scratch, sides);
	int32_t *twin = pool_alloc(pool, edges->n * sizeof *twin);
	bool any = false;

	sort_edges(edges);
	for (size_t e = 0; e < edges->n; e++) {
		twin[e] = reverse(sides, &index, edges, &edges->at[e]);
		any |= twin[e] >= 0;
	}
	return any ? twin : NULL;
}

/* ---- the sides -------------------------------------------------------------------- */

static void
find_people(struct sides *sides)
{
	const struct sheet *sheet = sides->sheet;
	size_t n = sheet->n;
	int32_t lefts = 0, rights = 0;

	sides->left = pool_alloc(sides->pool, n * sizeof *sides->left);
	sides->right = pool_alloc(sides->pool, n * sizeof *sides->right);
	sides->left_most = pool_alloc(sides->pool, n * sizeof(int32_t));
	sides->right_most = pool_alloc(sides->pool, n * sizeof(int32_t));
	sides->left_load = pool_alloc(sides->pool, n * sizeof(int32_t));
	for (size_t i = 0; i < n; i++) {
		int32_t room = sides_capacity(sheet, i) - sides->mentees[i];
		int32_t want = sides_wanted(sheet, i) - sides->mentors[i];

		if (room > 0) {
			sides->left[lefts] = i;
			sides->left_most[lefts] = room;
			sides->left_load[lefts++] = sides->mentees[i];
		}
		if (want > 0) {
			sides->right[rights] = i;
			sides->right_most[rights++] = want;
		}
	}
	sides->input.left = lefts;
	sides->input.right = rights;
	sides->input.left_most = sides->left_most;
	sides->input.right_most = sides->right_most;
	sides->input.left_load = sides->left_load;
}

struct sides *
sides_new(struct pool *pool, const struct sheet *sheet)
{
	struct sides *sides = POOL_NEW(pool, struct sides);
	struct key_list keys = { 0 };

	sides->pool = pool;
	sides->sheet = sheet;
	sides->mentees = pool_alloc(pool, sheet->n * sizeof *sides->mentees);
	sides->mentors = pool_alloc(pool, sheet->n * sizeof *sides->mentors);
	find_standing(sides, &keys);
	find_pins(sides, &keys);
	sides->tied = pair_set_new(pool, sheet->n, keys.at, keys.n);
	find_people(sides);
	sides->whole =
		(int64_t)sides->input.left * sides->input.right <= ALL_PAIRS;
	if (sides->whole)
		add_all(sides);
	else
		add_best(sides);
	return sides;
}
