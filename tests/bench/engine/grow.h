/* Growing graphs to measure with: edges that add up, and dice. */
#ifndef BENCH_ENGINE_GROW_H
#define BENCH_ENGINE_GROW_H

#include "measure.h"

struct grown {
	int32_t left, right; /* right -1: one pool */
	int32_t *most;
	struct line *line;
	int64_t n, room;
};

void grow_add(struct grown *graph, int32_t u, int32_t v, int32_t weight);

/* Each pair once, with the best of its weights; in order. */
void grow_unite(struct grown *graph);

void dice_seed(uint64_t seed);
uint64_t dice(void);
int32_t dice_below(int32_t sides); /* 0 to sides - 1 */
double dice_part(void);            /* 0 to 1 */

/* The few best seen so far, best first. */
struct shortlist {
	int32_t n, most;
	int32_t *who, *weight;
};
struct shortlist shortlist_new(int32_t most);
void shortlist_offer(struct shortlist *list, int32_t who, int32_t weight);

/* grow_people.c */
void grow_pool(struct grown *graph, int32_t n, int32_t k);
void grow_mentors(
	struct grown *graph, int32_t mentors, int32_t mentees, int32_t k);

#endif
