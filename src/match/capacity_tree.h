/* The work on twins: branches, prices, and the best choice so far. What it is
 * all about stands in capacity_twins.c.
 */
#ifndef MENTORD_MATCH_CAPACITY_TREE_H
#define MENTORD_MATCH_CAPACITY_TREE_H

#include "capacity_net.h"

/* Pairs count first when coverage is the aim, and never otherwise. */
struct worth {
	int64_t count, weight;
};

struct branch {
	int32_t above; /* what it came of; -1 the whole */
	int32_t edge;  /* what it does without, beside what that does */
	bool open;
	struct worth most; /* it cannot have more */
};

struct tree {
	const struct capacity_input *input;
	const int32_t *twin;
	int64_t floor;
	int left; /* solves that may still be made */
	/* The same with prices, in fractions of a point. */
	struct capacity_input priced;
	struct edge *edges;
	int64_t priced_floor;
	int32_t scale, dearest;
	int32_t *price; /* of a pair of twins, at the lower index */
	int32_t *tried; /* prices at work */
	bool *without;  /* one an edge, of the branch at work */
	struct branch *at;
	int32_t n, cap;
	struct worth bound; /* of the whole */
	/* The best choice so far, in a pool of its own. */
	struct pool *pool;
	struct capacity *best;
	struct worth worth;
};

/* What one solve with prices says. */
struct relaxation {
	struct worth most;
	int64_t scaled; /* the same weight, not rounded */
	struct capacity *capacity;
};

static inline bool
exceeds(struct worth a, struct worth b)
{
	return a.count != b.count ? a.count > b.count : a.weight > b.weight;
}

static inline struct worth
worth_of(const struct tree *tree, int32_t count, int64_t weight)
{
	return (struct worth){ tree->input->aim == PAIRS_COVER ? count : 0,
		weight };
}

/* Every two twins once: the edge is the lower one of two. */
static inline bool
leads(const struct tree *tree, size_t edge)
{
	return tree->twin[edge] > (int32_t)edge;
}

/* Nothing has been decided between the two. */
static inline bool
undecided(const struct tree *tree, size_t edge)
{
	return leads(tree, edge) && !tree->without[edge] &&
		!tree->without[tree->twin[edge]];
}

static inline int
chosen_of(const struct tree *tree, const struct capacity *capacity, size_t edge)
{
	return capacity->chosen[edge] + capacity->chosen[tree->twin[edge]];
}

/* The lighter of two twins. */
static inline int32_t
lesser(const struct tree *tree, size_t edge)
{
	const struct edge *edges = tree->input->edges.at;
	int32_t twin = tree->twin[edge];

	return edges[edge].weight < edges[twin].weight ? (int32_t)edge : twin;
}

/* Takes over the pool in which the choice lies, when it is the best so far. */
void tree_keep(
	struct tree *tree, struct pool **pool, struct capacity *capacity);

/* A choice out of what a relaxation chose: what is decided between twins is
 * forbidden, and solved again without prices. That is no worse, and collides
 * only where nothing was decided; each turn decides more, so it ends. Takes
 * over the pool in which the relaxation lies. */
bool tree_complete(struct tree *tree, struct pool **pool,
	struct capacity *capacity, struct err *err);

/* Solve with the prices at work, without what is forbidden. */
bool tree_relax(struct tree *tree, struct pool *pool,
	struct relaxation *relaxation, struct err *err);

/* The heaviest two that collide matter most; -1 when nothing does. */
int32_t tree_collision(
	const struct tree *tree, const struct capacity *capacity);

/* Find prices for the whole, in so many solves. */
bool tree_find_prices(struct tree *tree, int solves, struct err *err);

/* Down to a choice that is good because it was found with prices. */
bool tree_dive(struct tree *tree, struct err *err);

#endif
