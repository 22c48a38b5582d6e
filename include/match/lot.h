/* match/lot -- room match: seeded chance, the same on every machine. */
#ifndef MENTORD_MATCH_LOT_H
#define MENTORD_MATCH_LOT_H

#include <stdint.h>

#include "noun/participant.h"

/* Mixes 64 bits well (the finaliser of splitmix64, Steele et al. 2014). */
static inline uint64_t
lot_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* A person's lot: fair, and no matter when they joined. */
struct lot {
	uint64_t drawn;
	int64_t id;
	const struct participant *who;
};

static inline struct lot
lot_draw(uint64_t seed, int64_t id)
{
	return (struct lot){ lot_mix(lot_mix(seed) ^ (uint64_t)id), id, NULL };
}

/* For qsort: by lot, then by id. */
static inline int
lot_compare(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;

	if (x->drawn != y->drawn)
		return x->drawn < y->drawn ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

#endif
