/* Inverted indexes: filled by counting, so that they are sorted by themselves.
 */
#include "match/postings.h"

#include <glib.h>
#include <string.h>

#define DENSE 64 /* an item that one in so many has gets bits of its own */

static struct postings *
start_postings(struct pool *pool, size_t n, uint32_t items)
{
	struct postings *postings = POOL_NEW(pool, struct postings);

	postings->n = n;
	postings->words = (n + 63) / 64;
	postings->items = items;
	postings->start =
		pool_alloc(pool, ((size_t)items + 2) * sizeof *postings->start);
	return postings;
}

/* From counts, which stand two places to the right of their item, to starts
 * that stand one to the right: each moves on as its people are entered. */
static void
make_room(struct pool *pool, struct postings *postings)
{
	for (uint32_t item = 1; item <= postings->items; item++)
		postings->start[item + 1] += postings->start[item];
	postings->who = pool_alloc(pool,
		postings->start[postings->items + 1] * sizeof *postings->who);
}

static uint32_t
enter(struct postings *postings, uint32_t item, size_t who)
{
	uint32_t at = postings->start[item + 1]++;

	postings->who[at] = (uint32_t)who;
	return at;
}

static void
add_bits(struct pool *pool, struct postings *postings)
{
	postings->bits = pool_alloc(
		pool, (size_t)postings->items * sizeof *postings->bits);
	for (uint32_t item = 0; item < postings->items; item++) {
		uint32_t from = postings->start[item];
		uint32_t till = postings->start[item + 1];

		if (till - from < postings->n / DENSE || from == till)
			continue;
		postings->bits[item] = pool_alloc(
			pool, postings->words * sizeof **postings->bits);
		for (uint32_t at = from; at < till; at++)
			postings->bits[item][postings->who[at] / 64] |=
				UINT64_C(1) << (postings->who[at] % 64);
	}
}

struct postings *
postings_of_sets(struct pool *pool, const struct item_set *sets, size_t n,
	uint32_t items)
{
	struct postings *postings = start_postings(pool, n, items);

	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < sets[i].n; k++)
			postings->start[sets[i].at[k] + 2]++;
	make_room(pool, postings);
	for (size_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < sets[i].n; k++)
			enter(postings, sets[i].at[k], i);
	add_bits(pool, postings);
	return postings;
}

struct postings *
postings_of_classes(
	struct pool *pool, const uint32_t *classes, size_t n, uint32_t items)
{
	struct postings *postings = start_postings(pool, n, items);

	for (size_t i = 0; i < n; i++)
		if (classes[i])
			postings->start[classes[i] + 2]++;
	make_room(pool, postings);
	for (size_t i = 0; i < n; i++)
		if (classes[i])
			enter(postings, classes[i], i);
	add_bits(pool, postings);
	return postings;
}

struct postings *
postings_of_wishes(struct pool *pool, const struct wish_list *wishes, size_t n,
	uint32_t items)
{
	struct postings *postings = start_postings(pool, n, items);

	for (size_t i = 0; i < n; i++)
		for (uint32_t w = 0; w < wishes[i].n; w++)
			postings->start[wishes[i].at[w].what + 2]++;
	make_room(pool, postings);
	postings->rank = pool_alloc(pool, postings->start[items + 1]);
	for (size_t i = 0; i < n; i++)
		for (uint32_t w = 0; w < wishes[i].n; w++)
			postings->rank[enter(
				postings, wishes[i].at[w].what, i)] =
				(uint8_t)MIN(wishes[i].at[w].rank, UINT8_MAX);
	return postings;
}

uint32_t
postings_from(const struct postings *postings, uint32_t item, size_t from)
{
	uint32_t low = postings->start[item];
	uint32_t high = postings->start[item + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (postings->who[middle] < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
postings_set(const struct postings *postings, uint32_t item, size_t from,
	uint64_t *bits)
{
	const uint64_t *all = postings->bits[item];

	if (all) {
		for (size_t w = from; w < postings->words; w++)
			bits[w] |= all[w];
		return;
	}
	for (uint32_t at = postings_from(postings, item, from * 64);
		at < postings->start[item + 1]; at++)
		bits[postings->who[at] / 64] |= UINT64_C(1)
			<< (postings->who[at] % 64);
}

void
postings_clear(const struct postings *postings, uint32_t item, size_t from,
	uint64_t *bits)
{
	const uint64_t *all = postings->bits[item];

	if (all) {
		for (size_t w = from; w < postings->words; w++)
			bits[w] &= ~all[w];
		return;
	}
	for (uint32_t at = postings_from(postings, item, from * 64);
		at < postings->start[item + 1]; at++)
		bits[postings->who[at] / 64] &=
			~(UINT64_C(1) << (postings->who[at] % 64));
}

/* ---- whole sets ------------------------------------------------------- */

static guint
hash_set(gconstpointer of)
{
	const struct item_set *set = of;
	guint hash = 5381;

	for (uint32_t k = 0; k < set->n; k++)
		hash = hash * 33 + set->at[k];
	return hash;
}

static gboolean
equal_sets(gconstpointer a, gconstpointer b)
{
	const struct item_set *x = a, *y = b;

	return x->n == y->n &&
		(x->n == 0 || !memcmp(x->at, y->at, x->n * sizeof *x->at));
}

uint32_t *
postings_classes(struct pool *pool, const struct item_set *sets, size_t n,
	uint32_t *classes)
{
	g_autoptr(GHashTable) known = g_hash_table_new(hash_set, equal_sets);
	uint32_t *class = pool_alloc(pool, n * sizeof *class);

	*classes = 1;
	for (size_t i = 0; i < n; i++) {
		if (sets[i].n == 0)
			continue;
		class[i] =
			GPOINTER_TO_UINT(g_hash_table_lookup(known, &sets[i]));
		if (class[i])
			continue;
		class[i] = (*classes)++;
		g_hash_table_insert(known, (gpointer)(uintptr_t)&sets[i],
			GUINT_TO_POINTER(class[i]));
	}
	return class;
}
