/* match/lot -- room match: seeded chance, the same on every machine. */
#ifndef MENTORD_MATCH_LOT_H
#define MENTORD_MATCH_LOT_H

#include <stdint.h>
#include <string.h>

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

/* A person's lot: fair, and no matter when they joined or where they stand in
 * the roster: drawn from the seed and what the roster knows them by, or from
 * the id when that is not known. */
struct lot {
	uint64_t drawn;
	const struct participant *who;
};

static inline struct lot
lot_draw(uint64_t seed, const struct participant *who)
{
	uint64_t drawn = lot_mix(seed);

	if (who->key)
		for (const char *p = who->key; *p; p++)
			drawn = lot_mix(drawn ^ (uint64_t)(unsigned char)*p);
	else
		drawn = lot_mix(drawn ^ (uint64_t)who->id);
	return (struct lot){ drawn, who };
}

/* For qsort: by lot, then by what they are known by. */
static inline int
lot_compare(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;
	int keys = 0;

	if (x->drawn != y->drawn)
		return x->drawn < y->drawn ? -1 : 1;
	if (x->who->key && y->who->key)
		keys = strcmp(x->who->key, y->who->key);
	return keys ? keys
		    : (x->who->id > y->who->id) - (x->who->id < y->who->id);
}

#endif
