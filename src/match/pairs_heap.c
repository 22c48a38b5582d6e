/* Events in the order of time: a binary heap in an array. Nothing is taken out
 * before its time; what has become void is noticed then. */
#include "match/pairs_inner.h"

#define HEAP_FIRST 1024

static bool
grow(struct heap *heap)
{
	size_t cap = heap->cap ? heap->cap * 2 : HEAP_FIRST;
	struct event *at = pairs_retake(heap->at, cap, sizeof *at);

	if (!at)
		return false;
	heap->at = at;
	heap->cap = cap;
	return true;
}

void
pairs_push(struct engine *engine, struct event event)
{
	struct heap *heap = &engine->heap;
	size_t hole;

	if (heap->n == heap->cap && !grow(heap)) {
		engine->no_memory = true;
		return;
	}
	hole = heap->n++;
	while (hole) {
		size_t up = (hole - 1) / 2;

		if (heap->at[up].due <= event.due)
			break;
		heap->at[hole] = heap->at[up];
		hole = up;
	}
	heap->at[hole] = event;
}

void
pairs_pop(struct heap *heap)
{
	struct event event = heap->at[--heap->n];
	size_t hole = 0;

	for (size_t down; (down = 2 * hole + 1) < heap->n; hole = down) {
		if (down + 1 < heap->n)
			down += heap->at[down + 1].due < heap->at[down].due;
		if (heap->at[down].due >= event.due)
			break;
		heap->at[hole] = heap->at[down];
	}
	heap->at[hole] = event;
}
