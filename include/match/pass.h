/* match/pass -- room match: once through all pairs.
 *
 *	struct pass pass;
 *
 *	pass_start(&pass, pool, sheet, true);
 *	while (pass_next(&pass))
 *		... pass.i with those in pass.bits, weighed in pass.weight
 */
#ifndef MENTORD_MATCH_PASS_H
#define MENTORD_MATCH_PASS_H

#include "match/rows.h"

struct pass {
	const struct sheet *sheet;
	struct rows *rows;
	bool weigh, directed;
	size_t i;    /* whose row it is: in the form "mentors" the mentor */
	size_t from; /* the row begins here: i + 1, or 0 when directed */
	size_t words;
	uint64_t *bits;    /* who may be with i, from word from / 64 on */
	int64_t possible;  /* how many break no rule, pinned or not */
	int32_t *weight;   /* as candidates_weight; from `from` on */
	uint64_t *taken;   /* has all the room pinned away; mentors, or all */
	uint64_t *learned; /* the same of mentees; NULL when not directed */
	int32_t *credit;
	double share, shown; /* of the run's progress: this pass, and so far */
	size_t next;
};

/* All in pool, which lives as long as the pass. weigh false: only bits. */
void pass_start(struct pass *pass, struct pool *pool, const struct sheet *sheet,
	bool weigh);
/* To the next row; false behind the last one. */
bool pass_next(struct pass *pass);

/* The weights of pairs: tiers, so that no sum of scores can buy a meeting with
 * the same person again in a program of ordinary size, and all of it stays
 * far within WEIGHT_LIMIT. */
#define WEIGHT_SCORE (1 << 24) /* the most of a score, and of keeping */
#define WEIGHT_AGAIN (1 << 29) /* what meeting again costs */

#endif
