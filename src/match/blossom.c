/* Edmonds' algorithm with bases, in arrays.
 *
 * A search grows one tree of alternating paths from a lonely root: `via` of an
 * inner vertex is the outer one it was reached from. An edge between two outer
 * vertices closes an odd cycle; all its vertices become outer and get the
 * cycle's base. A tree that reaches nobody lonely can never be of use to a
 * later search (its vertices are `dead`), so that a cover costs little more
 * than its successful searches.
 */
#include "match/blossom.h"

#include <string.h>

struct search {
	struct pairing *pairing;
	size_t n;
	int32_t *via, *base, *queue;
	bool *outer, *on_path, *in_cycle, *dead;
	size_t head, tail;
};

static struct search *
search_new(struct pool *pool, struct pairing *pairing)
{
	struct search *search = POOL_NEW(pool, struct search);
	size_t n = pairing->grid->n;

	search->pairing = pairing;
	search->n = n;
	search->via = pool_alloc(pool, n * sizeof *search->via);
	search->base = pool_alloc(pool, n * sizeof *search->base);
	search->queue = pool_alloc(pool, n * sizeof *search->queue);
	search->outer = pool_alloc(pool, n);
	search->on_path = pool_alloc(pool, n);
	search->in_cycle = pool_alloc(pool, n);
	search->dead = pool_alloc(pool, n);
	return search;
}

static void
reach(struct search *search, int32_t v)
{
	search->outer[v] = true;
	search->queue[search->tail++] = v;
}

static void
begin(struct search *search, size_t root)
{
	search->head = search->tail = 0;
	for (size_t i = 0; i < search->n; i++) {
		search->via[i] = -1;
		search->base[i] = (int32_t)i;
		search->outer[i] = false;
	}
	reach(search, (int32_t)root);
}

/* The base at which the ways of two outer vertices to the root meet. */
static int32_t
meeting(struct search *search, int32_t a, int32_t b)
{
	const int32_t *mate = search->pairing->mate;

	memset(search->on_path, 0, search->n);
	for (;;) {
		a = search->base[a];
		search->on_path[a] = true;
		if (mate[a] < 0)
			break;
		a = search->via[mate[a]];
	}
	for (;;) {
		b = search->base[b];
		if (search->on_path[b])
			return b;
		b = search->via[mate[b]];
	}
}

/* Mark the cycle's half from v down to the base; its inner vertices become
 * reachable from the other half, through child. */
static void
mark_half(struct search *search, int32_t v, int32_t base, int32_t child)
{
	const int32_t *mate = search->pairing->mate;

	while (search->base[v] != base) {
		search->in_cycle[search->base[v]] = true;
		search->in_cycle[search->base[mate[v]]] = true;
		search->via[v] = child;
		child = mate[v];
		v = search->via[mate[v]];
	}
}

static void
contract(struct search *search, int32_t a, int32_t b)
{
	int32_t base = meeting(search, a, b);

	memset(search->in_cycle, 0, search->n);
	mark_half(search, a, base, b);
	mark_half(search, b, base, a);
	for (size_t i = 0; i < search->n; i++) {
		if (!search->in_cycle[search->base[i]])
			continue;
		search->base[i] = base;
		if (!search->outer[i])
			reach(search, (int32_t)i);
	}
}

/* One edge from an outer vertex; true when it ends at somebody lonely. */
static bool
look(struct search *search, int32_t from, int32_t to)
{
	const int32_t *mate = search->pairing->mate;

	if (search->pairing->out[to] || search->dead[to] ||
		search->base[from] == search->base[to] || mate[from] == to)
		return false;
	if (search->outer[to]) {
		contract(search, from, to);
		return false;
	}
	if (search->via[to] >= 0)
		return false;
	search->via[to] = from;
	if (mate[to] < 0)
		return true;
	reach(search, mate[to]);
	return false;
}

/* The lonely end of an augmenting path, -1 when there is none. */
static int32_t
find_end(struct search *search)
{
	const struct grid *grid = search->pairing->grid;

	while (search->head < search->tail) {
		int32_t v = search->queue[search->head++];
		const uint64_t *row = &grid->allowed[(size_t)v * grid->words];

		for (size_t w = 0; w < grid->words; w++) {
			for (uint64_t bits = row[w]; bits; bits &= bits - 1) {
				int32_t to = (int32_t)(w * 64) +
					__builtin_ctzll(bits);

				if (look(search, v, to))
					return to;
			}
		}
	}
	return -1;
}

static void
augment(struct search *search, int32_t end)
{
	int32_t *mate = search->pairing->mate;

	while (end >= 0) {
		int32_t before = search->via[end];
		int32_t next = mate[before];

		mate[end] = before;
		mate[before] = end;
		end = next;
	}
}

static bool
place(struct search *search, size_t root)
{
	begin(search, root);
	int32_t end = find_end(search);

	if (end >= 0) {
		augment(search, end);
		return true;
	}
	for (size_t i = 0; i < search->n; i++)
		if (search->outer[i] || search->via[i] >= 0)
			search->dead[i] = true;
	return false;
}

bool
blossom_place(struct pairing *pairing, size_t root)
{
	POOL_AUTO scratch = pool_new();

	return place(search_new(scratch, pairing), root);
}

void
blossom_cover(struct pairing *pairing)
{
	POOL_AUTO scratch = pool_new();
	struct search *search = search_new(scratch, pairing);

	for (size_t i = 0; i < search->n; i++)
		if (pairing->mate[i] < 0 && !pairing->out[i] &&
			!search->dead[i])
			place(search, i);
}
