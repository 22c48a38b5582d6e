/* Blossoms: rings become one node, inner ones are opened, pairs change.
 *
 * When a ring becomes one, the vertices of its smaller members are told the
 * number of the largest one's set and take over what its shift is ahead; when
 * it is opened, they get their own numbers back and all the same shift. So a
 * large blossom that a few more vertices join, or fall out of, costs little.
 * Pairs change along a way of outermost nodes only; what that means within a
 * blossom is settled when it is opened, if ever.
 */
#include "match/pairs_inner.h"

/* The outer node above an outer one, -1 above the root; *inner between. */
static int32_t
above(const struct engine *engine, int32_t node, int32_t *inner)
{
	int32_t mate = engine->nodes[node].mate, between;

	if (mate < 0)
		return -1;
	between = engine->vertices[mate].set;
	*inner = engine->sets[between].node;
	return node_of(engine, engine->sets[between].from);
}

static const struct set *
set_at(const struct engine *engine, int32_t node)
{
	return &engine->sets[set_of_node(engine, node)];
}

/* Where the ways of two outer nodes to the root meet. They are gone by turns,
 * which takes no longer than twice the ring is long. */
static int32_t
meeting(struct engine *engine, int32_t a, int32_t b)
{
	uint32_t mark = pairs_stamp(engine);
	int32_t inner;

	for (;;) {
		int32_t other = b;

		if (a >= 0) {
			struct set *set = &engine->sets[set_of_node(engine, a)];

			if (set->mark == mark)
				return a;
			set->mark = mark;
			a = above(engine, a, &inner);
		}
		b = a;
		a = other;
	}
}

static void
link(struct engine *engine, int32_t node, int32_t next, int32_t here,
	int32_t there)
{
	engine->nodes[node].next = next;
	engine->nodes[node].here = here;
	engine->nodes[node].there = there;
}

/* The ring: from the node of a up to top, down to that of b, and back. */
static void
make_ring(struct engine *engine, int32_t a, int32_t b, int32_t top)
{
	int32_t up = node_of(engine, a), down = node_of(engine, b), inner;

	link(engine, down, up, b, a);
	while (up != top) {
		int32_t next = above(engine, up, &inner);
		const struct set *set = set_at(engine, inner);
		const struct node *node = &engine->nodes[up];

		link(engine, up, inner, node->own, node->mate);
		link(engine, inner, next, set->to, set->from);
		up = next;
	}
	while (down != top) {
		int32_t next = above(engine, down, &inner);
		const struct set *set = set_at(engine, inner);
		const struct node *node = &engine->nodes[down];

		link(engine, inner, down, node->mate, node->own);
		link(engine, next, inner, set->from, set->to);
		down = next;
	}
}

static int32_t
new_blossom(struct engine *engine)
{
	int32_t bud = engine->free_bud;

	if (bud < 0)
		return engine->n + engine->used_buds++;
	engine->free_bud = engine->buds[bud].next_free;
	return engine->n + bud;
}

static void
free_blossom(struct engine *engine, int32_t blossom)
{
	bud_of(engine, blossom)->next_free = engine->free_bud;
	engine->free_bud = blossom - engine->n;
}

/* What a set's shift is as an outer one's. */
static int64_t
outer_shift(const struct engine *engine, const struct set *set)
{
	return set->shift + (set->label == LABEL_INNER ? 2 * engine->now : 0);
}

/* A node's value within a ring no longer moves. */
static void
fix_value(struct engine *engine, int32_t node, enum label label)
{
	if (is_blossom(engine, node))
		bud_of(engine, node)->dual += label == LABEL_OUTER
			? 2 * engine->now
			: -2 * engine->now;
}

/* The vertices of a node get a new number, and what the old shift had. */
static void
renumber(struct engine *engine, int32_t node, int32_t number, int64_t more)
{
	EACH_VERTEX(engine, node, v)
	{
		engine->vertices[v].set = number;
		engine->vertices[v].dual += more;
	}
}

static int32_t
largest(const struct engine *engine, int32_t first)
{
	int32_t best = first;

	for (int32_t node = engine->nodes[first].next; node != first;
		node = engine->nodes[node].next)
		if (size_of(engine, node) > size_of(engine, best))
			best = node;
	return best;
}

/* Node becomes part of the blossom, whose set has this number. */
static void
join(struct engine *engine, int32_t node, int32_t blossom, int32_t number)
{
	struct bud *bud = bud_of(engine, blossom);
	int32_t old = set_of_node(engine, node);
	struct set *set = &engine->sets[old];

	engine->nodes[node].parent = blossom;
	fix_value(engine, node, set->label);
	if (old != number) {
		renumber(engine, node, number,
			outer_shift(engine, set) - engine->sets[number].shift);
		set->label = LABEL_FREE;
	}
	if (bud->size)
		engine->vertices[bud->last].next = first_of(engine, node);
	bud->last = last_of(engine, node);
	bud->size += size_of(engine, node);
}

/* Its set keeps its label until all have joined. */
static int32_t
begin_blossom(struct engine *engine, int32_t top, int32_t number)
{
	int32_t blossom = new_blossom(engine);
	struct node *node = &engine->nodes[blossom];

	node->parent = -1;
	node->own = engine->nodes[top].own;
	node->mate = engine->nodes[top].mate;
	*bud_of(engine, blossom) = (struct bud){
		.dual = -2 * engine->now,
		.set = number,
		.first = first_of(engine, top),
		.child = top,
	};
	return blossom;
}

void
pairs_shrink(struct engine *engine, int32_t a, int32_t b)
{
	int32_t top = meeting(engine, node_of(engine, a), node_of(engine, b));
	int32_t number, blossom, node = top, inner = 0;
	struct set *set;

	make_ring(engine, a, b, top);
	number = set_of_node(engine, largest(engine, top));
	set = &engine->sets[number];
	blossom = begin_blossom(engine, top, number);
	set->shift = outer_shift(engine, set);
	do {
		enum label label = set_at(engine, node)->label;

		if (label == LABEL_INNER)
			engine->stack[inner++] = node;
		join(engine, node, blossom, number);
		node = engine->nodes[node].next;
	} while (node != top);
	set->node = blossom;
	set->label = LABEL_OUTER;
	engine->events.shrinks++;
	for (int32_t i = 0; i < inner; i++)
		EACH_VERTEX(engine, engine->stack[i], v)
	pairs_scan(engine, v);
}

static void
go_with(struct engine *engine, int32_t node, int32_t own, int32_t mate)
{
	engine->nodes[node].own = own;
	engine->nodes[node].mate = mate;
}

/* The members of a ring pair up, but for the one that goes with the outside. */
static void
pair_ring(struct engine *engine, int32_t own, int32_t mate)
{
	int32_t base = node_of(engine, own), node;

	go_with(engine, base, own, mate);
	node = engine->nodes[base].next;
	while (node != base) {
		const struct node *first = &engine->nodes[node];

		go_with(engine, first->next, first->there, first->here);
		go_with(engine, node, first->here, first->there);
		node = engine->nodes[first->next].next;
	}
}

/* The members of a blossom become outermost, free, with this shift. */
static void
dissolve(struct engine *engine, int32_t blossom, int64_t shift)
{
	const struct bud *bud = bud_of(engine, blossom);
	int32_t node = bud->child;

	do {
		int32_t number = set_of_node(engine, node);
		struct set *set = &engine->sets[number];

		if (number != bud->set)
			renumber(engine, node, number, 0);
		set->shift = shift;
		set->node = node;
		set->label = LABEL_FREE;
		set->seen = 0;
		engine->nodes[node].parent = -1;
		node = engine->nodes[node].next;
	} while (node != bud->child);
	pair_ring(engine, engine->nodes[blossom].own,
		engine->nodes[blossom].mate);
	free_blossom(engine, blossom);
}

void
pairs_open(struct engine *engine, int32_t blossom)
{
	const struct bud *bud = bud_of(engine, blossom);
	int32_t first = bud->child, node = first;

	dissolve(engine, blossom, engine->sets[bud->set].shift);
	engine->events.openings++;
	do {
		if (is_blossom(engine, node) && bud_of(engine, node)->dual == 0)
			engine->touched[engine->touched_n++] =
				bud_of(engine, node)->set;
		node = engine->nodes[node].next;
	} while (node != first);
}

static void
make_inner(struct engine *engine, int32_t node, int32_t from, int32_t to)
{
	pairs_make_inner(engine, set_of_node(engine, node), from, to);
}

/* From the member that was come to, to that which goes with the outside, by
 * the even way: each second one gets inner. How many get outer (stack). */
static int32_t
label_ring(struct engine *engine, int32_t from, int32_t to, int32_t base)
{
	struct node *nodes = engine->nodes;
	int32_t entry = node_of(engine, to), node = entry, outer = 0;
	bool ahead = node != base &&
		nodes[node].next == node_of(engine, nodes[node].mate);
	int32_t last = ahead ? base : entry;

	make_inner(engine, entry, from, to);
	if (!ahead)
		node = base;
	while (node != last) {
		int32_t step = nodes[node].next;

		if (!ahead)
			make_inner(engine, node, nodes[node].there,
				nodes[node].here);
		engine->stack[outer++] = step;
		node = nodes[step].next;
		if (ahead)
			make_inner(engine, node, nodes[step].here,
				nodes[step].there);
	}
	engine->events.expansions_odd += ahead;
	engine->events.expansions_even += !ahead;
	return outer;
}

/* Edges of a vertex that fell out of the tree to those that are in. */
static void
scan_back(struct engine *engine, int32_t v)
{
	struct set *own = &engine->sets[engine->vertices[v].set];
	int64_t value = value_of(engine, v);

	for (uint32_t i = engine->row[v]; i < engine->row[v + 1]; i++) {
		struct arc arc = engine->arcs[i];
		const struct vertex *there = &engine->vertices[arc.to];
		int64_t due = value + value_of(engine, arc.to) -
			2 * (int64_t)arc.weight;

		if (engine->sets[there->set].label != LABEL_OUTER)
			continue;
		if (due >= engine->bound) {
			if (due < engine->beyond)
				engine->beyond = due;
			continue;
		}
		if (own->seen == engine->search && own->soonest <= due)
			continue;
		own->seen = engine->search;
		own->soonest = due;
		pairs_push(engine, (struct event){ due, v, i });
	}
}

void
pairs_expand(struct engine *engine, int32_t blossom)
{
	const struct set *set = &engine->sets[bud_of(engine, blossom)->set];
	int32_t from = set->from, to = set->to;
	int32_t own = engine->nodes[blossom].own, node, base, outer;

	dissolve(engine, blossom, set->shift + engine->now);
	base = node_of(engine, own);
	outer = label_ring(engine, from, to, base);
	for (int32_t i = 0; i < outer; i++)
		pairs_make_outer(engine, set_of_node(engine, engine->stack[i]));
	node = base;
	do {
		if (set_at(engine, node)->label == LABEL_FREE)
			EACH_VERTEX(engine, node, v)
		scan_back(engine, v);
		node = engine->nodes[node].next;
	} while (node != base);
}

void
pairs_augment(struct engine *engine)
{
	int32_t own = engine->from, mate = engine->to;

	if (mate >= 0)
		go_with(engine, node_of(engine, mate), mate, own);
	else
		engine->events.floors++;
	for (;;) {
		int32_t node = node_of(engine, own);
		int32_t before = engine->nodes[node].mate;
		const struct set *set;

		go_with(engine, node, own, mate);
		if (before < 0)
			return;
		set = &engine->sets[engine->vertices[before].set];
		go_with(engine, set->node, set->to, set->from);
		own = set->from;
		mate = set->to;
	}
}
