/* match/candidates -- room match: which pairs are worth looking at.
 *
 * Among few people all pairs that no rule forbids. Among many, each one's
 * best ones only, from both sides: the engine solves over those, and then
 * candidates_price looks through all pairs for those whose weight the duals
 * undercut. They are added and it is solved again, until there is none: then
 * the result is the best over all pairs (column generation; Gilmore and
 * Gomory 1961).
 *
 * In the form "mentors" a pair has a direction: u is the mentor and v the
 * mentee, and two who may be either can stand in it both ways. In all other
 * forms u < v.
 */
#ifndef MENTORD_MATCH_CANDIDATES_H
#define MENTORD_MATCH_CANDIDATES_H

#include "match/duals.h"
#include "match/graph.h"
#include "match/sheet.h"

/* The pairs of the sheet's people that break no rule, weighed (the score, both
 * credits, and what keeping a pair is worth, less what it costs to meet
 * again), in pool. most: of each person so many, best first (of a mentor and of
 * a mentee, each, for those who are both); equal ones by lot; 0: all. Pinned
 * pairs are in it, and nothing else of people who have no room for more (in
 * the form "mentors" their capacity, else one). `possible`, when not NULL,
 * gets the number of pairs of people that break no rule. Asks
 * input->progress. Nobody twice: each pair once. */
struct graph *candidates_graph(struct pool *pool, const struct sheet *sheet,
	int most, int64_t *possible);

/* Adds the pairs that the duals undercut, of each person the worst ones (some
 * are so many that all would be no help); how many: 0 is the proof. pool: the
 * graph's. Not for the form "mentors". */
int64_t candidates_price(struct pool *pool, const struct sheet *sheet,
	const struct duals *duals, struct graph *graph);

/* The weight of one allowed pair, as in the graph: i is the mentor. */
int32_t candidates_weight(const struct sheet *sheet, size_t i, size_t j);

#endif
