/* Exchanges along alternating paths.
 *
 * A walk gives up the pair (a, b), puts b with a better c, frees c's partner
 * d, and either closes by putting d with a, or goes on from d. It ends as well
 * where somebody lonely is reached: then a stays alone instead. Along the way
 * only what has gained so far is followed, which every improving cycle allows
 * from one of its starts.
 *
 * When no walk helps, some pairs are shaken and the walks tried again; what
 * does not come out better is taken back.
 */
#include "match/exchange.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/lot.h"

#define MOST_CANDIDATES 48
#define MOST_PAIRS      6                  /* of one walk */
#define SHAKE_WORK      (INT64_C(1) << 26) /* at most */
#define SHAKE_EACH      50000              /* a person */

static const size_t breadth[MOST_PAIRS] = { MOST_CANDIDATES, 16, 8, 5, 3, 3 };

/* ---- candidates ------------------------------------------------------- */

/* Put j into i's list where its weight belongs; ties: the lower place. */
static void
offer(const struct grid *grid, int32_t *list, size_t *n, size_t most, size_t i,
	size_t j)
{
	int32_t weight = grid_weight(grid, i, j);
	size_t to = *n;

	while (to > 0 && grid_weight(grid, i, (size_t)list[to - 1]) < weight)
		to--;
	if (to == most)
		return;
	*n = MIN(*n + 1, most);
	memmove(&list[to + 1], &list[to], (*n - to - 1) * sizeof *list);
	list[to] = (int32_t)j;
}

struct candidates *
candidates_new(struct pool *pool, const struct grid *grid)
{
	struct candidates *best = POOL_NEW(pool, struct candidates);

	best->most = MIN(MOST_CANDIDATES, grid->n);
	best->at = pool_alloc(pool, grid->n * best->most * sizeof *best->at);
	for (size_t i = 0; i < grid->n; i++) {
		int32_t *list = &best->at[i * best->most];
		size_t n = 0;

		for (size_t j = 0; j < grid->n; j++)
			if (grid_allows(grid, i, j))
				offer(grid, list, &n, best->most, i, j);
		for (; n < best->most; n++)
			list[n] = -1;
	}
	return best;
}

/* ---- the start -------------------------------------------------------- */

struct edge {
	int32_t weight, i, j;
};

static int
heavier(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->i != y->i)
		return x->i < y->i ? -1 : 1;
	return (x->j > y->j) - (x->j < y->j);
}

void
exchange_start(struct pairing *pairing, const struct candidates *best)
{
	const struct grid *grid = pairing->grid;
	POOL_AUTO scratch = pool_new();
	size_t n = 0, most = grid->n * best->most;
	struct edge *edges = pool_alloc(scratch, most * sizeof *edges);

	for (size_t e = 0; e < most; e++) {
		int32_t i = (int32_t)(e / best->most), j = best->at[e];

		if (j >= 0)
			edges[n++] = (struct edge){ grid_weight(grid, (size_t)i,
							    (size_t)j),
				MIN(i, j), MAX(i, j) };
	}
	if (n)
		qsort(edges, n, sizeof *edges, heavier);
	for (size_t e = 0; e < n; e++) {
		size_t i = (size_t)edges[e].i, j = (size_t)edges[e].j;

		if (pairing->mate[i] < 0 && pairing->mate[j] < 0 &&
			!pairing->out[i] && !pairing->out[j])
			pairing_join(pairing, i, j);
	}
}

/* ---- walks ------------------------------------------------------------ */

struct walk {
	struct pairing *pairing;
	const struct candidates *best;
	/* a, b, c, d, ...: b with c and d with e are the new pairs; a walk
	 * from somebody lonely starts with b */
	size_t at[2 * MOST_PAIRS + 2], n;
	bool lonely; /* at[0] is alone */
	int64_t work, gained;
	/* whose surroundings changed and who may start a walk, as a ring */
	int32_t *waiting;
	bool *waits;
	size_t first, in_line;
};

static void
wait_in_line(struct walk *walk, size_t v)
{
	size_t n = walk->pairing->grid->n;

	if (walk->waits[v])
		return;
	walk->waits[v] = true;
	walk->waiting[(walk->first + walk->in_line++) % n] = (int32_t)v;
}

static size_t
next_in_line(struct walk *walk)
{
	size_t v = (size_t)walk->waiting[walk->first];

	walk->first = (walk->first + 1) % walk->pairing->grid->n;
	walk->in_line--;
	walk->waits[v] = false;
	return v;
}

static bool
on_walk(const struct walk *walk, size_t v)
{
	for (size_t i = 0; i < walk->n; i++)
		if (walk->at[i] == v)
			return true;
	return false;
}

/* Carry out the walk: new pairs from at[first] on; who is left over at either
 * end is alone, or the two are put together. */
static void
carry_out(struct walk *walk, bool close, int64_t gain)
{
	struct pairing *pairing = walk->pairing;
	size_t first = walk->lonely ? 0 : 1, last = walk->n - 1;

	walk->gained += gain;
	for (size_t i = 0; i < walk->n; i++) {
		pairing->mate[walk->at[i]] = -1;
		wait_in_line(walk, walk->at[i]);
	}
	for (size_t i = first; i + 1 < walk->n; i += 2)
		pairing_join(pairing, walk->at[i], walk->at[i + 1]);
	if (close)
		pairing_join(pairing, walk->at[0], walk->at[last]);
}

/* c is next and d its partner, the gain with both counted in. True when the
 * walk ends here with a profit. */
static bool
ends_well(struct walk *walk, int64_t gain)
{
	const struct grid *grid = walk->pairing->grid;
	size_t a = walk->at[0], d = walk->at[walk->n - 1];

	if (!walk->lonely) {
		if (!grid_allows(grid, a, d))
			return false;
		gain += grid_weight(grid, a, d);
	}
	if (gain <= 0)
		return false;
	carry_out(walk, !walk->lonely, gain);
	return true;
}

static bool go_on(struct walk *walk, int64_t gain, size_t depth);

/* The walk's end, x, is put with c. */
static bool
step(struct walk *walk, size_t c, int64_t gain, size_t depth)
{
	struct pairing *pairing = walk->pairing;
	size_t before = walk->n;

	walk->at[walk->n++] = c;
	if (pairing->mate[c] < 0) {
		if (!walk->lonely) {
			carry_out(walk, false, gain);
			return true;
		}
		walk->n = before;
		return false;
	}
	size_t d = (size_t)pairing->mate[c];
	walk->at[walk->n++] = d;
	gain -= grid_weight(pairing->grid, c, d);
	if (ends_well(walk, gain) || go_on(walk, gain, depth + 1))
		return true;
	walk->n = before;
	return false;
}

static bool
go_on(struct walk *walk, int64_t gain, size_t depth)
{
	const struct pairing *pairing = walk->pairing;
	size_t x = walk->at[walk->n - 1];
	const int32_t *list = &walk->best->at[x * walk->best->most];

	if (depth == MOST_PAIRS - 1)
		return false;
	for (size_t k = 0; k < MIN(breadth[depth], walk->best->most); k++) {
		if (list[k] < 0)
			return false;
		size_t c = (size_t)list[k];
		int64_t more = gain + grid_weight(pairing->grid, x, c);
		walk->work++;
		if (more <= 0)
			return false;
		if (pairing->out[c] || pairing->mate[x] == list[k] ||
			on_walk(walk, c))
			continue;
		if (step(walk, c, more, depth))
			return true;
	}
	return false;
}

/* A walk from a that helps is carried out, and all on it may start anew. */
static void
improve_from(struct walk *walk, size_t a)
{
	const struct pairing *pairing = walk->pairing;

	if (pairing->out[a])
		return;
	walk->at[0] = a;
	walk->n = 1;
	walk->lonely = pairing->mate[a] < 0;
	if (walk->lonely) {
		go_on(walk, 0, 0);
		return;
	}
	size_t b = (size_t)pairing->mate[a];
	walk->at[walk->n++] = b;
	go_on(walk, -(int64_t)grid_weight(pairing->grid, a, b), 0);
}

/* Until nobody is left from whom a walk could help. */
static void
settle(struct walk *walk, int64_t limit)
{
	while (walk->in_line && walk->work < limit)
		improve_from(walk, next_in_line(walk));
}

/* ---- shaking ---------------------------------------------------------- */

/* Cross two pairs that may be crossed, whatever it costs: the second is that
 * of a candidate, or anybody's. */
static void
cross(struct walk *walk, uint64_t chance)
{
	struct pairing *pairing = walk->pairing;
	const struct grid *grid = pairing->grid;
	size_t a = chance % grid->n;
	const int32_t *list = &walk->best->at[a * walk->best->most];
	int32_t with = chance & UINT32_C(1) << 31
		? list[(chance >> 32) % walk->best->most]
		: (int32_t)((chance >> 32) % grid->n);

	if (with < 0 || (size_t)with == a || pairing->mate[a] < 0 ||
		pairing->mate[with] < 0 || pairing->mate[a] == with ||
		pairing->out[a] || pairing->out[with])
		return;
	size_t c = (size_t)with;
	size_t b = (size_t)pairing->mate[a], d = (size_t)pairing->mate[c];
	if (!grid_allows(grid, a, c) || !grid_allows(grid, b, d))
		return;
	walk->at[0] = b;
	walk->at[1] = a;
	walk->at[2] = c;
	walk->at[3] = d;
	walk->n = 4;
	walk->lonely = false;
	carry_out(walk, true,
		(int64_t)grid_weight(grid, a, c) + grid_weight(grid, b, d) -
			grid_weight(grid, a, b) - grid_weight(grid, c, d));
}

static void
shake(struct walk *walk, uint64_t seed)
{
	struct pairing *pairing = walk->pairing;
	size_t size = pairing->grid->n * sizeof *pairing->mate;
	POOL_AUTO scratch = pool_new();
	int32_t *kept = pool_memdup(scratch, pairing->mate, size);
	int64_t limit = walk->work +
		MIN(SHAKE_WORK, (int64_t)pairing->grid->n * SHAKE_EACH);

	for (uint64_t round = 0; walk->work < limit; round++) {
		walk->gained = 0;
		for (uint64_t i = 0; i < 2 + round % 4; i++)
			cross(walk, lot_mix(seed ^ lot_mix(round * 8 + i)));
		settle(walk, INT64_MAX);
		/* a round is never free, however little it found to do */
		walk->work += 64 + (int64_t)pairing->grid->n / 8;
		if (walk->gained >= 0)
			memcpy(kept, pairing->mate, size);
		else
			memcpy(pairing->mate, kept, size);
	}
}

void
exchange_improve(
	struct pairing *pairing, const struct candidates *best, uint64_t seed)
{
	POOL_AUTO scratch = pool_new();
	size_t n = pairing->grid->n;
	struct walk walk = { .pairing = pairing, .best = best };

	if (n < 3)
		return;
	walk.waiting = pool_alloc(scratch, n * sizeof *walk.waiting);
	walk.waits = pool_alloc(scratch, n);
	for (size_t a = 0; a < n; a++)
		wait_in_line(&walk, a);
	settle(&walk, INT64_MAX);
	shake(&walk, lot_mix(seed));
}
