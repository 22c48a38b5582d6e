/* One search: a tree of alternating ways grows from a lonely root.
 *
 * Outer values fall and inner ones rise as time goes by, and events happen
 * when an edge gets tight or an inner blossom has nothing left: the tree
 * grows, an odd ring becomes a blossom, a blossom is opened. It ends at the
 * first tight edge to another lonely vertex, or when an outer vertex comes
 * down to the floor, where it may stay alone. As both are known from when they
 * are first seen, nothing later has to be kept. Or it ends at the limit, and
 * what it did to the values stays.
 *
 * Events are noted with the time they are due. A set may be overtaken by what
 * happens to it, and then its events are void: due must still be the time at
 * which the edge gets tight.
 */
#include "match/pairs_inner.h"

static void
touch(struct engine *engine, int32_t number)
{
	struct set *set = &engine->sets[number];

	if (!set->listed)
		engine->touched[engine->touched_n++] = number;
	set->listed = true;
}

/* Time at which the edge gets tight, when only one end moves. */
static int64_t
due_of(const struct engine *engine, int32_t v, struct arc arc)
{
	return value_of(engine, v) + value_of(engine, arc.to) -
		2 * (int64_t)arc.weight;
}

static void
put_aside(struct engine *engine, int64_t due)
{
	if (due < engine->beyond)
		engine->beyond = due;
}

/* To a set that is not of the tree. */
static void
look_out(struct engine *engine, int32_t v, int64_t due, uint32_t at)
{
	int32_t to = engine->arcs[at].to;
	struct set *set = &engine->sets[engine->vertices[to].set];

	if (set->seen == engine->search && set->soonest <= due)
		return;
	if (engine->nodes[set->node].mate < 0) {
		pairs_end_at(engine, due, v, to);
		return;
	}
	set->seen = engine->search;
	set->soonest = due;
	pairs_push(engine, (struct event){ due, v, at });
}

/* The arcs of an outer vertex, and how far it is from the floor. */
void
pairs_scan(struct engine *engine, int32_t v)
{
	int32_t own = engine->vertices[v].set;
	int64_t value = value_of(engine, v);

	pairs_near_floor(engine, v, value - engine->floor);
	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++) {
		struct arc arc = engine->arcs[i];
		const struct vertex *there = &engine->vertices[arc.to];
		const struct set *set = &engine->sets[there->set];
		bool outer, inner;
		int64_t due;

		if (there->set == own)
			continue;
		outer = set->label == LABEL_OUTER;
		inner = set->label == LABEL_INNER;
		due = (value + there->dual + set->shift -
			      2 * (int64_t)arc.weight) >>
			outer;
		if (due >= engine->bound)
			put_aside(engine, inner ? FAR : due);
		else if (inner)
			continue;
		else if (outer)
			pairs_push(engine, (struct event){ due, v, i });
		else
			look_out(engine, v, due, i);
	}
}

void
pairs_make_outer(struct engine *engine, int32_t number)
{
	struct set *set = &engine->sets[number];

	set->label = LABEL_OUTER;
	set->shift += engine->now;
	if (is_blossom(engine, set->node))
		bud_of(engine, set->node)->dual -= 2 * engine->now;
	touch(engine, number);
	EACH_VERTEX(engine, set->node, v)
	pairs_scan(engine, v);
}

void
pairs_make_inner(
	struct engine *engine, int32_t number, int32_t from, int32_t to)
{
	struct set *set = &engine->sets[number];
	int64_t due;

	set->label = LABEL_INNER;
	set->shift -= engine->now;
	set->from = from;
	set->to = to;
	touch(engine, number);
	if (!is_blossom(engine, set->node))
		return;
	due = (bud_of(engine, set->node)->dual += 2 * engine->now) / 2;
	if (due < engine->bound)
		pairs_push(engine, (struct event){ due, set->node, NO_ARC });
	else
		put_aside(engine, due);
}

static void
grow(struct engine *engine, int32_t number, int32_t from, int32_t to)
{
	int32_t mate = engine->nodes[engine->sets[number].node].mate;

	pairs_make_inner(engine, number, from, to);
	pairs_make_outer(engine, engine->vertices[mate].set);
}

static void
along_edge(struct engine *engine, struct event event)
{
	struct arc arc = engine->arcs[event.arc];
	int32_t from = event.vertex, to = arc.to;
	int32_t here = engine->vertices[from].set;
	int32_t there = engine->vertices[to].set;
	int64_t due = due_of(engine, from, arc);
	int labels = engine->sets[here].label * 4 + engine->sets[there].label;

	if (here == there)
		return;
	if (labels == LABEL_OUTER * 4 + LABEL_FREE && due == event.due)
		grow(engine, there, from, to);
	else if (labels == LABEL_FREE * 4 + LABEL_OUTER && due == event.due)
		grow(engine, here, to, from);
	else if (labels == LABEL_OUTER * 4 + LABEL_OUTER &&
		due == 2 * event.due)
		pairs_shrink(engine, from, to);
}

static void
at_blossom(struct engine *engine, struct event event)
{
	const struct bud *bud = bud_of(engine, event.vertex);
	const struct set *set = &engine->sets[bud->set];

	if (set->node == event.vertex && set->label == LABEL_INNER &&
		bud->dual == 2 * event.due)
		pairs_expand(engine, event.vertex);
}

/* All that has a label comes to rest. */
static void
rest(struct engine *engine)
{
	int64_t now = engine->now;

	for (int32_t i = 0; i < engine->touched_n; i++) {
		struct set *set = &engine->sets[engine->touched[i]];
		int64_t fall = set->label == LABEL_OUTER ? now
			: set->label == LABEL_INNER      ? -now
							 : 0;

		set->shift -= fall;
		if (fall && is_blossom(engine, set->node))
			bud_of(engine, set->node)->dual += 2 * fall;
		set->label = LABEL_FREE;
	}
	engine->heap.n = 0;
}

/* A blossom without a value only stands in the way. */
static void
open_empty(struct engine *engine)
{
	for (int32_t i = 0; i < engine->touched_n; i++) {
		int32_t number = engine->touched[i];
		int32_t node = engine->sets[number].node;

		engine->sets[number].listed = false;
		if (is_blossom(engine, node) &&
			engine->nodes[node].parent < 0 &&
			bud_of(engine, node)->dual == 0)
			pairs_open(engine, node);
	}
	engine->touched_n = 0;
}

bool
pairs_tree(struct engine *engine, int32_t root, int64_t limit)
{
	struct heap *heap = &engine->heap;

	pairs_begin_search(engine, limit);
	pairs_make_outer(engine, engine->vertices[root].set);
	while (heap->n && heap->at[0].due < engine->bound &&
		!engine->no_memory) {
		struct event event = heap->at[0];

		pairs_pop(heap);
		engine->now = event.due;
		if (event.arc == NO_ARC)
			at_blossom(engine, event);
		else
			along_edge(engine, event);
	}
	pairs_end_search(engine);
	if (engine->from >= 0)
		pairs_augment(engine);
	rest(engine);
	open_empty(engine);
	return engine->from >= 0;
}
