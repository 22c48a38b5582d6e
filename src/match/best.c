/* Small heaps, one a person, in one piece of memory.
 */
#include "match/best.h"

#include <glib.h>

#include "match/lot.h"

struct best
best_new(struct pool *pool, size_t people, uint32_t most)
{
	struct best best = { .most = most };

	g_assert(most > 0 && most <= UINT16_MAX && people <= INT32_MAX);
	best.count = pool_alloc(pool, people * sizeof *best.count);
	best.least = pool_alloc(pool, people * sizeof *best.least);
	best.at = pool_alloc(pool, people * most * sizeof *best.at);
	for (size_t i = 0; i < people; i++)
		best.least[i] = INT64_MIN;
	return best;
}

static bool
worse(const struct best_one *a, const struct best_one *b)
{
	if (a->worth != b->worth)
		return a->worth < b->worth;
	return a->lot != b->lot ? a->lot < b->lot : a->who < b->who;
}

static void
sink(struct best_one *heap, uint32_t n, struct best_one one)
{
	uint32_t at = 0;

	for (uint32_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && worse(&heap[child + 1], &heap[child]))
			child++;
		if (!worse(&heap[child], &one))
			break;
		heap[at] = heap[child];
	}
	heap[at] = one;
}

static void
rise(struct best_one *heap, uint32_t at, struct best_one one)
{
	while (at > 0 && worse(&one, &heap[(at - 1) / 2])) {
		heap[at] = heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	heap[at] = one;
}

void
best_add(struct best *best, size_t person, size_t who, int64_t worth)
{
	struct best_one *heap = &best->at[person * best->most];
	uint64_t pair = (uint64_t)MIN(person, who) << 32 | MAX(person, who);
	struct best_one one = { worth,
		(uint32_t)(lot_mix(pair ^ best->salt) >> 32), (uint32_t)who };

	if (best->count[person] < best->most)
		rise(heap, best->count[person]++, one);
	else if (worse(&heap[0], &one))
		sink(heap, best->most, one);
	if (best->count[person] == best->most)
		best->least[person] = heap[0].worth;
}

void
best_clear(struct best *best, size_t person)
{
	best->count[person] = 0;
	best->least[person] = INT64_MIN;
}

bool
best_has(const struct best *best, size_t person, size_t who)
{
	const struct best_one *heap = &best->at[person * best->most];

	for (uint32_t k = 0; k < best->count[person]; k++)
		if (heap[k].who == who)
			return true;
	return false;
}
