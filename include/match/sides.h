/* match/sides -- room match: mentors and mentees as the two sides of a graph.
 *
 * Who may be either stands on both. What stands already, and what is pinned,
 * has used up its room and is no edge any more, in neither direction: no two
 * are ever each other's mentor.
 */
#ifndef MENTORD_MATCH_SIDES_H
#define MENTORD_MATCH_SIDES_H

#include "match/capacity.h"
#include "match/sheet.h"

struct sides {
	struct pool *pool;
	const struct sheet *sheet;
	struct capacity_input input; /* aim and load price are not set */
	size_t *left, *right;        /* the place of each mentor, mentee */
	int32_t *left_most, *right_most, *left_load;
	int32_t *twin;    /* one an edge, -1 none; NULL: nobody is both */
	bool whole;       /* every possible pair is an edge */
	int64_t possible; /* pairs that break no rule, each way round */
	int32_t *mentees, *mentors; /* how many each place has already */
	struct pair_set tied;       /* who is together already */
	struct side_pair {
		size_t mentor, mentee; /* places */
	} * pins;                      /* those that are kept */
	size_t pin_count;
};

struct sides *sides_new(struct pool *pool, const struct sheet *sheet);

/* How many mentees that person may have, all in all. */
int32_t sides_capacity(const struct sheet *sheet, size_t i);

/* How many mentors. */
int32_t sides_wanted(const struct sheet *sheet, size_t i);

/* Adds the pairs that the duals undercut; how many. */
int64_t sides_price(struct sides *sides, const struct capacity *capacity);

/* Which of the edges are each other's reverse, one an edge, in pool; NULL when
 * none is. Sorts the edges. */
int32_t *sides_twins(
	const struct sides *sides, struct pool *pool, struct edge_list *edges);

/* The score that an edge stands for. */
int64_t sides_edge_score(const struct sides *sides, const struct edge *edge);

#endif
