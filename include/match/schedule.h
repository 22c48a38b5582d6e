/* match/schedule -- room match: rounds while they are being planned. */
#ifndef MENTORD_MATCH_SCHEDULE_H
#define MENTORD_MATCH_SCHEDULE_H

#include "match/rounds.h"

struct schedule {
	const struct rounds_input *input;
	const struct grid *grid;
	struct pool *pool; /* working memory of the plan */
	size_t n;
	bool fresh, again; /* again: only those who find nobody new are left */
	int32_t *met;      /* before, and in the rounds that are laid */
	int32_t *rested;   /* the same */
	int32_t *open;     /* how many one may meet and never has */
	struct rounds *plan;
};

/* Where the number of a pair stands in a triangle. */
static inline size_t
schedule_corner(size_t i, size_t j)
{
	return i < j ? j * (j - 1) / 2 + i : i * (i - 1) / 2 + j;
}

/* The two meet once more, or (by -1) once less. */
void schedule_meet(struct schedule *schedule, size_t i, size_t j, int by);

/* All meetings and rests of a round are counted (by 1) or taken back (-1). */
void schedule_count(
	struct schedule *schedule, const struct round *round, int by);

/* Lay a round, as well as can be beside all that is counted; it is not
 * counted itself. paired: who is taken already, mates set (NULL: nobody).
 * shuffle: not 0: not by the scores, but by chance. *looked grows by the edges
 * that were looked at. Outputs are in round's own arrays. */
bool schedule_lay(struct schedule *schedule, struct round *round,
	const bool *paired, uint64_t shuffle, int64_t *looked, struct err *err);

#endif
