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
	struct set *set = &engine->sets[arc.to];
	int64_t due =
		value + engine->vertices[arc.to].dual - 2 * (int64_t)arc.weight;

	if (set->label == LABEL_INNER)
		return;
	if (set->label == LABEL_OUTER)
		due /= 2;
	if (due >= engine->bound) {
		engine->beyond = MIN(engine->beyond, due);
		return;
	}
	if (set->label == LABEL_OUTER || set->half ||
		*mate_of(engine, arc.to) < 0) {
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

	engine->sets[v].label = LABEL_OUTER;
	engine->touched[engine->touched_n++] = v;
	pairs_near_floor(engine, v, value - engine->floor);
	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++)
		look(engine, v, value, i);
}

static void
grow(struct engine *engine, struct event event)
{
	int32_t v = engine->arcs[event.arc].to;
	struct set *set = &engine->sets[v];

	if (set->label != LABEL_FREE)
		return;
	engine->now = event.due;
	set->label = LABEL_INNER;
	set->from = event.vertex;
	engine->vertices[v].dual -= engine->now;
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

	engine->sets[v].half = false;
	*mate_of(engine, v) = -1;
	while (a != v) {
		int32_t b = *mate_of(engine, a), next = *mate_of(engine, b);

		*mate_of(engine, b) = a;
		engine->sets[a].half = engine->sets[b].half = false;
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
		engine->sets[a].half = engine->sets[mate].half = true;
		next = mate;
		a = engine->sets[mate].from;
	}
	*mate_of(engine, top) = next;
	engine->sets[top].half = true;
	while (b != top) {
		int32_t mate = *mate_of(engine, b);

		engine->sets[b].half = engine->sets[mate].half = true;
		b = engine->sets[mate].from;
		*mate_of(engine, mate) = b;
	}
}

static void
finish(struct engine *engine)
{
	int32_t from = engine->from, to = engine->to;

	if (from < 0)
		return;
	if (to < 0) {
		engine->events.floors++;
		flip(engine, from, -1);
	} else if (engine->sets[to].label == LABEL_OUTER) {
		make_ring(engine, from, to);
	} else {
		if (engine->sets[to].half) {
			engine->events.half_cycles++;
			break_ring(engine, to);
		}
		flip(engine, from, to);
	}
}

static void
rest(struct engine *engine)
{
	for (int32_t i = 0; i < engine->touched_n; i++) {
		int32_t v = engine->touched[i];
		bool outer = engine->sets[v].label == LABEL_OUTER;

		engine->vertices[v].dual += outer ? -engine->now : engine->now;
		engine->sets[v].label = LABEL_FREE;
	}
	engine->touched_n = 0;
	engine->heap.n = 0;
}

bool
pairs_path(struct engine *engine, int32_t root, int64_t limit)
{
	struct heap *heap = &engine->heap;

	pairs_begin_search(engine, limit);
	make_outer(engine, root);
	while (heap->n && heap->at[0].due < engine->bound) {
		struct event event = heap->at[0];

		pairs_pop(heap);
		grow(engine, event);
	}
	pairs_end_search(engine);
	finish(engine);
	rest(engine);
	return engine->from >= 0;
}

void
pairs_break_halves(struct engine *engine)
{
	for (int32_t v = 0; v < engine->n; v++)
		if (engine->sets[v].half)
			break_ring(engine, v);
}
