/* match/score -- room match: the weighted criteria, as whole points.
 *
 *   same        all points when the values are equal
 *   different   all points when both are given and differ
 *   shared      all points for three items in common, or for all of the
 *               shorter list when that has fewer
 *   complement  half the points each way: what one wants and the other
 *               offers, counted as for shared
 *   ranked      as complement, but the wishes stand in order: the first one
 *               met gives all, the next ones 70, 50, 35, 25, 18, 13, 9, 6 and
 *               then 5 %; a person's best met wish counts, and up to two
 *               further ones with 5 % each (never more than all)
 *   named       by the same order, whom a person would like: half the points
 *               each way when both named somebody, all of them for the wish
 *               of the one who did when the other named nobody
 *   near, far   how close the two numbers are, or how far apart, in parts
 *               of the largest difference between any two people
 *   overlap     all points for ten common free hours a week, or for all of
 *               the busier person's when that has fewer
 *   reliable    the product of both people's share of what was asked of them
 *               that they did
 *
 * Between a mentor and a mentee, complement and ranked go one way: all points
 * for what the mentee wants. What is not given scores nothing.
 */
#ifndef MENTORD_MATCH_SCORE_H
#define MENTORD_MATCH_SCORE_H

#include "match/sheet.h"

/* Sum of the points of two people, whatever the rules say of them. In the form
 * "mentors" by who is the mentor (score_mentor). */
int64_t score_pair(const struct sheet *sheet, size_t i, size_t j);

/* The same with that one as the mentor. */
int64_t score_directed(const struct sheet *sheet, size_t mentor, size_t mentee);

/* Which of the two is the mentor in the form "mentors": as roles and rules
 * allow, and when both ways are open the one with the better score, then the
 * smaller place. In other forms the one whose role is mentor, else the smaller
 * place. */
size_t score_mentor(const struct sheet *sheet, size_t i, size_t j);

/* What i gets out of j: mutual criteria in full; of complement, ranked and
 * named only i's own wishes, for all the points. Of what a mentor can teach a
 * mentee both get something. */
int64_t score_seen(const struct sheet *sheet, size_t i, size_t j);

/* The same where it is known who is the mentor, by the one or by the other. It
 * is score_directed but for "named". */
int64_t score_seen_directed(const struct sheet *sheet, size_t mentor,
	size_t mentee, bool by_mentor);

/* Did i put anything in an order (ranked, named)? Is it their first, in any
 * such criterion, that j brings? */
bool score_ranks(const struct sheet *sheet, size_t i);
bool score_first_wish(const struct sheet *sheet, size_t i, size_t j);

/* Full agreement in every criterion. */
int64_t score_full(const struct sheet *sheet);

/* The parts of score_pair that are not zero, strongest first; score_parts:
 * and after them those that are, in the order of the config, with the values
 * that give nothing in their text. */
struct match_reason_list score_reasons(
	struct pool *pool, const struct sheet *sheet, size_t i, size_t j);
struct match_reason_list score_parts(
	struct pool *pool, const struct sheet *sheet, size_t i, size_t j);
/* As score_reasons with that one as the mentor. */
struct match_reason_list score_reasons_directed(struct pool *pool,
	const struct sheet *sheet, size_t mentor, size_t mentee);

/* Strongest first; equal ones keep their order. */
void score_sort(struct match_reason_list *reasons);

/* ---- for the rows of a whole run (match/rows) -------------------------- */

#define SCORE_ENOUGH_ITEMS   3   /* in common: full agreement */
#define SCORE_ENOUGH_MINUTES 600 /* in common a week: full agreement */

/* Points of criterion c. directed: i is the mentor, j the mentee. */
int64_t score_points(
	const struct sheet *sheet, size_t c, size_t i, size_t j, bool directed);
/* Of "complement" and "ranked", the part that `from` brings to `to`. */
int64_t score_offer(const struct sheet *sheet, size_t c, size_t from, size_t to,
	bool directed);
/* The most of that part, out of `full`: all, half, or nothing, as the roles of
 * the two say. */
int64_t score_most(
	int64_t full, enum role giver, enum role taker, bool directed);
/* Of "named", the part that i's wish gives. */
int64_t score_named(const struct sheet *sheet, size_t c, size_t i, size_t j);
/* How many wishes of i stand before the best one that j meets, in "ranked" or
 * "named"; UINT32_MAX: none is met. */
uint32_t score_wish(const struct sheet *sheet, size_t c, size_t i, size_t j);
/* Per cent for the wish that has so many before it, and the met ones. */
int64_t score_rank(uint32_t rank, uint32_t met);

#endif
