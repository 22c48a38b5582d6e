/* match/best -- room match: everybody's best ones.
 *
 * For each person a heap of at most so many, with the worst on top. Equal ones
 * are told apart by a lot of the pair: were it by place, those who stand first
 * would be among everybody's best, and the last among nobody's.
 */
#ifndef MENTORD_MATCH_BEST_H
#define MENTORD_MATCH_BEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"

struct best_one {
	int64_t worth;
	uint32_t lot, who;
};

struct best {
	uint32_t most;
	uint64_t salt;       /* of the lots; 0 */
	uint32_t *count;     /* one a person */
	int64_t *least;      /* what one must at least be worth to get in */
	struct best_one *at; /* person * most */
};

struct best best_new(struct pool *pool, size_t people, uint32_t most);

void best_add(struct best *best, size_t person, size_t who, int64_t worth);

/* Inlined for the many who are not good enough. */
static inline void
best_offer(struct best *best, size_t person, size_t who, int64_t worth)
{
	if (worth >= best->least[person])
		best_add(best, person, who, worth);
}

/* Nobody in a person's list any more. */
void best_clear(struct best *best, size_t person);

bool best_has(const struct best *best, size_t person, size_t who);

#endif
