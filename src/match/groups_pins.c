/* People who are pinned together are the beginning of a group of their own, and
 * stay in it. As groups have no names this costs nothing, but that two such
 * beginnings come together only where there are more of them than groups.
 */
#include "match/cut.h"

#include <glib.h>

/* Rings of people, by the next one in it; alone: oneself. */
struct rings {
	const struct cut *cut;
	int32_t *next;
};

struct ring {
	int32_t at[2 * GROUP_MOST], n;
	int32_t team; /* that stands; -1 */
};

static struct ring
ring_of(const struct rings *rings, int32_t i)
{
	const struct cut *cut = rings->cut;
	struct ring ring = { .team = -1 };
	int32_t at = i;

	do {
		ring.at[ring.n++] = at;
		if (cut->of[at] < (int32_t)cut->input->standings)
			ring.team = cut->of[at];
		at = rings->next[at];
	} while (at != i);
	return ring;
}

static bool
holds(const struct ring *ring, int32_t i)
{
	for (int32_t m = 0; m < ring->n; m++)
		if (ring->at[m] == i)
			return true;
	return false;
}

/* May all of both be in one group, by what parts two of them? */
static bool
agree(const struct cut *cut, const struct ring *a, const struct ring *b)
{
	int32_t mentors = 0;

	if (a->n + b->n > cut->input->most || (a->team >= 0 && b->team >= 0))
		return false;
	for (int32_t m = 0; m < a->n; m++)
		for (int32_t o = 0; o < b->n; o++)
			if (!grid_allows(cut->input->grid, (size_t)a->at[m],
				    (size_t)b->at[o]))
				return false;
	for (int32_t m = 0; m < a->n; m++)
		mentors += cut->kind[a->at[m]] == CUT_MENTOR;
	for (int32_t m = 0; m < b->n; m++)
		mentors += cut->kind[b->at[m]] == CUT_MENTOR;
	return mentors <= 1 || !cut->input->leaders;
}

static void
join_rings(struct rings *rings)
{
	const struct pair_set *pinned = &rings->cut->input->sheet->pinned;

	for (size_t p = 0; p < pinned->n; p++) {
		int32_t i = (int32_t)(pinned->at[p] >> 32);
		int32_t j = (int32_t)(pinned->at[p] & UINT32_MAX);
		struct ring a = ring_of(rings, i), b = ring_of(rings, j);

		if (holds(&a, j) || !agree(rings->cut, &a, &b))
			continue;
		int32_t next = rings->next[i];
		rings->next[i] = rings->next[j];
		rings->next[j] = next;
	}
}

static bool
fits(const struct cut *cut, const struct team *team, const struct ring *ring)
{
	struct ring there = { .n = team->n, .team = -1 };

	for (int32_t m = 0; m < team->n; m++)
		there.at[m] = team->at[m];
	struct ring newcomers = *ring;
	newcomers.team = -1;
	if (team->n + ring->n > team->most)
		return false;
	return !team->n || agree(cut, &there, &newcomers);
}

static void
settle(struct cut *cut, int32_t t, const struct ring *ring)
{
	struct team *team = &cut->team[t];

	for (int32_t m = 0; m < ring->n; m++)
		if (cut->of[ring->at[m]] == cut->teams)
			cut_move(cut, ring->at[m], t);
	team->fixed = team->n;
	team->least = team->stands ? team->n : 0;
}

/* An empty new team, or else the first into which they fit. */
static int32_t
find_team(const struct cut *cut, const struct ring *ring)
{
	int32_t first = (int32_t)cut->input->standings;

	for (int32_t t = first; t < cut->teams; t++)
		if (!cut->team[t].n)
			return t;
	for (int32_t t = first; t < cut->teams; t++)
		if (fits(cut, &cut->team[t], ring))
			return t;
	return -1;
}

/* Those in a ring with somebody who stands, as far as there is room. */
static void
settle_beside(struct cut *cut, const struct ring *ring)
{
	struct ring rest = { .team = -1 };

	for (int32_t m = 0; m < ring->n; m++)
		if (cut->of[ring->at[m]] == cut->teams)
			rest.at[rest.n++] = ring->at[m];
	if (rest.n && fits(cut, &cut->team[ring->team], &rest))
		settle(cut, ring->team, &rest);
}

void
cut_pin(struct cut *cut)
{
	size_t n = (size_t)cut->n;

	cut->tied = pool_alloc(cut->pool, n * sizeof *cut->tied);
	if (!cut->input->sheet || !cut->input->sheet->pinned.n)
		return;
	struct rings rings = { cut,
		pool_alloc(cut->pool, n * sizeof *rings.next) };
	for (int32_t i = 0; i < cut->n; i++)
		rings.next[i] = i;
	join_rings(&rings);
	for (int32_t i = 0; i < cut->n; i++) {
		struct ring ring = ring_of(&rings, i);

		if (ring.n < 2 || cut->tied[i])
			continue;
		for (int32_t m = 0; m < ring.n; m++)
			cut->tied[ring.at[m]] = true;
		int32_t t = ring.team < 0 ? find_team(cut, &ring) : -1;
		if (ring.team >= 0)
			settle_beside(cut, &ring);
		else if (t >= 0)
			settle(cut, t, &ring);
	}
}
