/* match/hours -- room match: one person's week against everybody's.
 *
 * Weeks are compared to the minute, but only at the moments where somebody's
 * free time begins or ends: nothing changes in between, so this is exact, and
 * in a real program there are a few hundred such moments. Two tables, moments
 * by people: how many minutes each is free before a moment (the time two have
 * in common is a sum of differences), and whether each is free for so long
 * from a moment on (two have a stretch of that length in common exactly when
 * they are both so from one moment on at which the time of one of them
 * begins).
 */
#ifndef MENTORD_MATCH_HOURS_H
#define MENTORD_MATCH_HOURS_H

#include "match/sheet.h"

struct hours;

/* In pool; NULL when the tables would be too large, as people are many and
 * the moments are too. Compare pair by pair then. */
struct hours *hours_of_minutes(struct pool *pool, const struct sheet *sheet);
struct hours *hours_of_stretches(
	struct pool *pool, const struct sheet *sheet, int minutes);

/* Rows of minutes are written in steps of so many people, beyond the last one
 * and before the first one, too. */
#define HOURS_STEP      16
#define HOURS_PADDED(n) (((n) + HOURS_STEP - 1) / HOURS_STEP * HOURS_STEP)

/* minutes[j], for all j from `from` on: free at the same time as i. Of
 * HOURS_PADDED entries. */
void hours_common(
	const struct hours *hours, size_t i, size_t from, uint16_t *minutes);

/* Set the bits of those who have such a stretch with i, from word `from` on. */
void hours_meet(
	const struct hours *hours, size_t i, size_t from, uint64_t *bits);

#endif
