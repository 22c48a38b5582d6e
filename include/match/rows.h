/* match/rows -- room match: one person against all others at once.
 *
 * The same answers as compat_stops and score_pair give pair by pair, a row at
 * a time: rules are bits of people, cut with each other through inverted
 * indexes (match/postings, match/hours), and points are added column by column,
 * only for those who hold something in common where that is few.
 */
#ifndef MENTORD_MATCH_ROWS_H
#define MENTORD_MATCH_ROWS_H

#include "match/sheet.h"

/* What the person of the row is in the pair: in the form "mentors" the mentor
 * or the mentee; in all other forms ROWS_EITHER, as there is no direction. */
enum rows_part {
	ROWS_EITHER,
	ROWS_MENTOR,
	ROWS_MENTEE
};

struct rows;

/* With its indexes, made at the first call and then kept in the sheet's pool:
 * for 10,000 people with a handful of rules and criteria some 30 MB. One row at
 * a time: it holds what a row needs to be made in. */
struct rows *sheet_rows(const struct sheet *sheet);

/* 64-bit words of a row of bits. */
size_t rows_words(const struct rows *rows);

/* One bit a place, set where compat_stops, or compat_stops_directed, is
 * COMPAT_FINE; never for the person. Right from place `from` on. */
void rows_allow(struct rows *rows, size_t i, enum rows_part part, size_t from,
	uint64_t *bits);

/* The same in steps: whom roles and the coordinator's word leave to the person;
 * and clear those whom a rule stands before. */
void rows_start(struct rows *rows, size_t i, enum rows_part part, size_t from,
	uint64_t *bits);
void rows_cut(struct rows *rows, size_t rule, size_t i, enum rows_part part,
	size_t from, uint64_t *bits);

/* points[j] of score_directed or, for ROWS_EITHER, of criteria that go both
 * ways (as score_pair in all forms but "mentors"), for all j from `from` on. */
void rows_score(struct rows *rows, size_t i, enum rows_part part, size_t from,
	int32_t *points);

#endif
