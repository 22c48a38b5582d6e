/* match/pairs_inner -- room match: what the files of the pair engine share.
 *
 * A node is a vertex (0 to n - 1) or a blossom (n and up); a blossom is a ring
 * of an odd number of nodes. The outermost nodes are disjoint sets of vertices.
 * Each set has a number, and each vertex knows the number of its set. When a
 * ring becomes one set its largest member's number goes on, so that only the
 * smaller ones are told; the other numbers stay with their nodes, which take
 * them back when the ring is opened.
 *
 * Pairs are kept between outermost nodes alone: `own` is the vertex within,
 * `mate` the vertex outside. Within a ring they follow when it is opened: the
 * member that holds `own` goes with the outside, the others pair up around.
 *
 * Values are doubled. That of a vertex at rest is its dual + its set's shift.
 * While a search runs, all of an outer set fall and all of an inner set rise
 * with `now`, which is put into the shift when they get and lose their label:
 * an outer value is dual + shift - now, an inner one dual + shift + now, and
 * likewise, twice as fast, a blossom's dual.
 */
#ifndef MENTORD_MATCH_PAIRS_INNER_H
#define MENTORD_MATCH_PAIRS_INNER_H

#include "match/pairs.h"

#define FAR (INT64_C(1) << 62) /* later than anything */

struct arc {
	int32_t to, weight;
};

enum label {
	LABEL_FREE,
	LABEL_OUTER, /* an even way from the root */
	LABEL_INNER, /* an odd way */
	LABEL_HALF,  /* free, in an odd ring of halves: mate is the next of it;
			only while every vertex is on its own */
};

struct vertex {
	int64_t dual;
	int32_t set;
	union {
		int32_t next;  /* within its set: the vertices of each node in
				 there stand together */
		int32_t label; /* while every vertex is on its own */
	};
};

struct set {
	int64_t shift;
	union {
		int64_t soonest; /* free: event waiting, if seen now */
		struct {
			int32_t from, to; /* inner: the edge it came by */
		};
	};
	int32_t node;
	uint32_t seen; /* stamp of the search that set soonest */
	uint32_t mark; /* stamp of the climb that came by last */
	uint8_t label;
	bool listed; /* in touched */
};

struct node {
	int32_t parent; /* -1: outermost */
	int32_t next;   /* in the ring of its parent, by the edge: */
	int32_t here, there;
	int32_t own, mate; /* mate: -1 when alone */
};

/* What only blossoms have; the one of node n + i is at i. */
struct bud {
	int64_t dual;
	int32_t set;
	int32_t first, last; /* of its vertices */
	int32_t size;        /* vertices */
	int32_t child;       /* any of the ring */
	int32_t next_free;
};

/* Of a tree, to come: edge at arc from vertex, or (arc NO_ARC) the opening of
 * the inner blossom vertex. */
struct event {
	int64_t due;
	int32_t vertex;
	uint32_t arc;
};
#define NO_ARC UINT32_MAX

struct heap {
	struct event *at;
	size_t n, cap;
};

struct engine {
	int32_t n;
	enum pairs_aim aim;
	int64_t floor;
	int64_t step; /* how far a first search may go */

	uint32_t *row; /* arcs of v: row[v] to row[v + 1] - 1, by number */
	struct arc *arcs;
	struct vertex *vertices;
	struct set *sets;
	struct node *nodes;
	struct bud *buds;
	int32_t free_bud, used_buds;
	int32_t *touched; /* sets with a label */
	int32_t touched_n;
	int32_t *roots; /* still to be searched from */
	int32_t *stack; /* for short use within a function */
	struct heap heap;
	bool no_memory;

	/* The search: nothing later than bound can matter. When time comes
	 * to bound the search ends: at from alone at the floor (to -1), by
	 * the edge from - to, or (from -1) for now. beyond: of the events
	 * put aside, the first; lowest: when the first vertex is at the floor,
	 * and which. */
	int64_t now, bound, beyond, lowest;
	int32_t from, to, lowest_at;
	uint32_t stamp, search; /* stamps given out; that of the search */
	struct pairs_events events;
};

/* pairs.c: a number that no set was yet seen or marked by. */
uint32_t pairs_stamp(struct engine *engine);

/* pairs_memory.c: NULL when there is none. */
void *pairs_take(size_t n, size_t size);
void *pairs_retake(void *old, size_t n, size_t size);
/* For tests: the k-th taking from now fails, and all after it; 0: none does. */
void pairs_fail_at(int k);

/* pairs_rounds.c: one kind of search from all that are lonely, until each is
 * done with or there is no memory. */
typedef bool search_fn(struct engine *engine, int32_t root, int64_t limit);
typedef void pairs_progress_fn(double part, void *arg);
struct watch {
	pairs_progress_fn *show;
	void *arg;
	double from, part; /* of the whole, that this shows */
};
void pairs_rounds(
	struct engine *engine, search_fn *search, const struct watch *watch);

/* pairs_rows.c: the rows of the graph, first values, floor and step. */
bool pairs_rows(struct engine *engine, const struct graph *graph);

/* pairs_heap.c: the soonest event is at[0]. push notes no_memory. */
void pairs_push(struct engine *engine, struct event event);
void pairs_pop(struct heap *heap);

/* pairs_start.c: values and pairs that are cheap to have; then paths between
 * single vertices. True when the root is done with. */
void pairs_greedy(struct engine *engine);
bool pairs_path(struct engine *engine, int32_t root, int64_t limit);
void pairs_break_halves(struct engine *engine);

/* pairs_tree.c: one tree with blossoms. True when the root is done with. */
bool pairs_tree(struct engine *engine, int32_t root, int64_t limit);
void pairs_scan(struct engine *engine, int32_t v);
void pairs_make_outer(struct engine *engine, int32_t set);
void pairs_make_inner(
	struct engine *engine, int32_t set, int32_t from, int32_t to);

/* pairs_blossom.c. shrink: the ring that the edge a - b closes. expand: an
 * inner blossom. open: one at rest. augment: along the way from the root that
 * ends by engine->from and to. */
void pairs_shrink(struct engine *engine, int32_t a, int32_t b);
void pairs_expand(struct engine *engine, int32_t blossom);
void pairs_open(struct engine *engine, int32_t blossom);
void pairs_augment(struct engine *engine);

/* pairs_result.c: all that is found, into pool; the engine's blossoms are
 * opened by it. */
struct pairs *pairs_result(struct engine *engine, struct pool *pool);

static inline int32_t
node_of(const struct engine *engine, int32_t v)
{
	return engine->sets[engine->vertices[v].set].node;
}

static inline void
pairs_end_at(struct engine *engine, int64_t due, int32_t from, int32_t to)
{
	engine->bound = due;
	engine->from = from;
	engine->to = to;
}

/* Outer v is at the floor when due. */
static inline void
pairs_near_floor(struct engine *engine, int32_t v, int64_t due)
{
	if (due >= engine->lowest)
		return;
	engine->lowest = due;
	engine->lowest_at = v;
	if (due < engine->bound)
		pairs_end_at(engine, due, v, -1);
}

static inline void
pairs_begin_search(struct engine *engine, int64_t limit)
{
	engine->search = pairs_stamp(engine);
	engine->events.searches++;
	engine->now = 0;
	engine->beyond = engine->lowest = FAR;
	pairs_end_at(engine, limit, -1, -1);
}

/* At the limit with nothing put aside: only the floor can be ahead. */
static inline void
pairs_end_search(struct engine *engine)
{
	if (engine->from < 0 && engine->beyond == FAR)
		pairs_end_at(engine, engine->lowest, engine->lowest_at, -1);
	engine->now = engine->bound;
}

static inline bool
is_blossom(const struct engine *engine, int32_t node)
{
	return node >= engine->n;
}

static inline struct bud *
bud_of(const struct engine *engine, int32_t node)
{
	return &engine->buds[node - engine->n];
}

static inline int32_t
set_of_node(const struct engine *engine, int32_t node)
{
	return is_blossom(engine, node) ? bud_of(engine, node)->set : node;
}

static inline int32_t
first_of(const struct engine *engine, int32_t node)
{
	return is_blossom(engine, node) ? bud_of(engine, node)->first : node;
}

static inline int32_t
last_of(const struct engine *engine, int32_t node)
{
	return is_blossom(engine, node) ? bud_of(engine, node)->last : node;
}

static inline int32_t
size_of(const struct engine *engine, int32_t node)
{
	return is_blossom(engine, node) ? bud_of(engine, node)->size : 1;
}

/* Of a vertex, at rest. */
static inline int64_t
value_of(const struct engine *engine, int32_t v)
{
	const struct vertex *vertex = &engine->vertices[v];

	return vertex->dual + engine->sets[vertex->set].shift;
}

/* Each vertex v of a node, whose list stays as it is meanwhile. */
#define EACH_VERTEX(engine, node, v)                              \
 for (int32_t v = first_of((engine), (node)),                     \
	      v##_last = last_of((engine), (node)), v##_more = 1; \
	 v##_more; v##_more = v != v##_last, v = (engine)->vertices[v].next)

#endif
