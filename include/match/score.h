/* match/score -- room match: the weighted criteria, as whole points.
 *
 *   same        all points when the values are equal
 *   different   all points when both are given and differ
 *   shared      all points for three items in common, or for all of the
 *               shorter list when that has fewer
 *   complement  half the points each way: what one wants and the other
 *               offers, counted as for shared. Between a mentor and a mentee:
 *               all points for what the mentee wants
 *   near, far   how close the two numbers are, or how far apart, in parts
 *               of the largest difference between any two people
 *   overlap     all points for ten common free hours a week, or for all of
 *               the busier person's when that has fewer
 *
 * What is not given scores nothing.
 */
#ifndef MENTORD_MATCH_SCORE_H
#define MENTORD_MATCH_SCORE_H

#include "match/sheet.h"

/* Sum of the points of two people, whatever the rules say of them. */
int64_t score_pair(const struct sheet *sheet, size_t i, size_t j);

/* The parts of that sum that are not zero, strongest first. */
struct match_reason_list score_reasons(
	struct pool *pool, const struct sheet *sheet, size_t i, size_t j);

/* Strongest first; equal ones keep their order. */
void score_sort(struct match_reason_list *reasons);

#endif
