/* A good start for the pair engine, while every vertex is still on its own.
 *
 * At first each vertex is worth its best edge (pairs_rows.c), then as little as its neighbours
 * allow, and goes with a lonely one if an edge to it is tight by then. After
 * that paths are searched for as among blossoms, but an odd ring is not made a
 * blossom: its edges are chosen by halves, and the root is done with for now.
 * A path that comes to such a ring breaks it into pairs again. What is left
 * in the end is one lonely vertex for each ring that stayed.
 */
#include <glib.h>

#include "match/pairs_inner.h"

static int32_t *
mate_of(struct engine *engine, int32_t v)
{
	return &engine->nodes[v].mate;
}

static void
settle(struct engine *engine, int32_t v)
{
	int64_t most = engine->floor;
	int32_t mate = -1;

	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++) {
		struct arc arc = engine->arcs[i];
		int64_t value =
			2 * (int64_t)arc.weight - engine->vertices[arc.to].dual;

		if (value < most)
			continue;
		if (value > most)
			mate = -1;
		most = value;
		if (mate < 0 && *mate_of(engine, arc.to) < 0)
			mate = arc.to;
	}
	engine->vertices[v].dual = most;
	if (mate >= 0) {
		*mate_of(engine, v) = mate;
		*mate_of(engine, mate) = v;
	}
}

void
pairs_greedy(struct engine *engine)
{
	for (int32_t v = 0; v < engine->n; v++)
		if (*mate_of(engine, v) < 0)
			settle(engine, v);
}

/* An edge between outer v, of this value, and x. */
static void
look(struct engine *engine, int32_t v, int64_t value, uint32_t at)
{
	struct arc arc = engine->arcs[at];
	const struct vertex *there = &engine->vertices[arc.to];
	int64_t due = value + there->dual - 2 * (int64_t)arc.weight;
	struct set *set;

	if (there->label == LABEL_INNER)
		return;
	if (there->label == LABEL_OUTER)
		due /= 2;
	if (due >= engine->bound) {
		engine->beyond = MIN(engine->beyond, due);
		return;
	}
	set = &engine->sets[arc.to];
	if (there->label != LABEL_FREE || *mate_of(engine, arc.to) < 0) {
		pairs_end_at(engine, due, v, arc.to);
		return;
	}
	if (set->seen == engine->search && set->soonest <= due)
		return;
	set->seen = engine->search;
	set->soonest = due;
	pairs_push(engine, (struct event){ due, v, at });
}

static void
make_outer(struct engine *engine, int32_t v)
{
	int64_t value = engine->vertices[v].dual += engine->now;

	engine->vertices[v].label = LABEL_OUTER;
	engine->touched[engine->touched_n++] = v;
	pairs_near_floor(engine, v, value - engine->floor);
	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++)
		look(engine, v, value, i);
}

static void
grow(struct engine *engine, struct event event)
{
	int32_t v = engine->arcs[event.arc].to;
	struct vertex *vertex = &engine->vertices[v];

	if (vertex->label != LABEL_FREE)
		return;
	engine->now = event.due;
	vertex->label = LABEL_INNER;
	vertex->dual -= engine->now;
	engine->sets[v].from = event.vertex;
	engine->touched[engine->touched_n++] = v;
	make_outer(engine, *mate_of(engine, v));
}

/* Outer v goes with mate instead (-1: with nobody), and so on to the root. */
static void
flip(struct engine *engine, int32_t v, int32_t mate)
{
	for (;;) {
		int32_t before = *mate_of(engine, v);

		*mate_of(engine, v) = mate;
		if (mate >= 0)
			*mate_of(engine, mate) = v;
		if (before < 0)
			return;
		mate = before;
		v = engine->sets[mate].from;
	}
}

/* All but v of a ring of halves go in pairs. */
static void
break_ring(struct engine *engine, int32_t v)
{
	int32_t a = *mate_of(engine, v);

	engine->vertices[v].label = LABEL_FREE;
	*mate_of(engine, v) = -1;
	while (a != v) {
		int32_t b = *mate_of(engine, a), next = *mate_of(engine, b);

		*mate_of(engine, b) = a;
		engine->vertices[a].label = LABEL_FREE;
		engine->vertices[b].label = LABEL_FREE;
		a = next;
	}
}

/* The outer vertex above v, or -1. */
static int32_t
above(struct engine *engine, int32_t v)
{
	int32_t mate = *mate_of(engine, v);

	return mate < 0 ? -1 : engine->sets[mate].from;
}

/* Where the ways of two to the root meet, gone by turns. */
static int32_t
meeting(struct engine *engine, int32_t a, int32_t b)
{
	uint32_t mark = pairs_stamp(engine);

	for (;;) {
		int32_t other = b;

		if (a >= 0) {
			if (engine->sets[a].mark == mark)
				return a;
			engine->sets[a].mark = mark;
			a = above(engine, a);
		}
		b = a;
		a = other;
	}
}

/* The edge between outer a and b closes a ring. */
static void
make_ring(struct engine *engine, int32_t a, int32_t b)
{
	int32_t top = meeting(engine, a, b), next = b;

	flip(engine, top, -1);
	while (a != top) {
		int32_t mate = *mate_of(engine, a);

		*mate_of(engine, a) = next;
		*mate_of(engine, mate) = a;
		engine->vertices[a].label = LABEL_HALF;
		engine->vertices[mate].label = LABEL_HALF;
		next = mate;
		a = engine->sets[mate].from;
	}
	*mate_of(engine, top) = next;
	engine->vertices[top].label = LABEL_HALF;
	while (b != top) {
		int32_t mate = *mate_of(engine, b);

		engine->vertices[b].label = LABEL_HALF;
		engine->vertices[mate].label = LABEL_HALF;
		b = engine->sets[mate].from;
		*mate_of(engine, mate) = b;
	}
}

static void
rest(struct engine *engine)
{
	for (int32_t i = 0; i < engine->touched_n; i++) {
		struct vertex *vertex = &engine->vertices[engine->touched[i]];
		bool outer = vertex->label == LABEL_OUTER;

		vertex->dual += outer ? -engine->now : engine->now;
		vertex->label = LABEL_FREE;
	}
	engine->touched_n = 0;
	engine->heap.n = 0;
}

/* to_label: as it was before all came to rest. */
static void
finish(struct engine *engine, enum label to_label)
{
	int32_t from = engine->from, to = engine->to;

	if (to_label == LABEL_OUTER) {
		make_ring(engine, from, to);
		return;
	}
	if (to_label == LABEL_HALF) {
		engine->events.half_cycles++;
		break_ring(engine, to);
	}
	engine->events.floors += to < 0;
	flip(engine, from, to);
}

bool
pairs_path(struct engine *engine, int32_t root, int64_t limit)
{
	struct heap *heap = &engine->heap;
	enum label to_label = LABEL_FREE;

	pairs_begin_search(engine, limit);
	make_outer(engine, root);
	while (heap->n && heap->at[0].due < engine->bound) {
		struct event event = heap->at[0];

		pairs_pop(heap);
		grow(engine, event);
	}
	pairs_end_search(engine);
	if (engine->to >= 0)
		to_label = engine->vertices[engine->to].label;
	rest(engine);
	if (engine->from >= 0)
		finish(engine, to_label);
	return engine->from >= 0;
}

void
pairs_break_halves(struct engine *engine)
{
	for (int32_t v = 0; v < engine->n; v++)
		if (engine->vertices[v].label == LABEL_HALF)
			break_ring(engine, v);
	for (int32_t v = 0; v < engine->n; v++)
		engine->vertices[v].next = v;
}
