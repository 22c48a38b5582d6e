/* Dice that fall the same in every run: a test sets them where it begins. */
#ifndef TESTS_UNIT_MATCH_ROLL_H
#define TESTS_UNIT_MATCH_ROLL_H

#include "match/lot.h"

static uint64_t dice;

static inline uint64_t
roll(uint64_t sides)
{
	return lot_mix(dice++) % sides;
}

#endif
