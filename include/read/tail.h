/* read/tail -- room read: how mails end, and what stands above them that nobody
 * wrote.
 *
 * The mark "-- ", the client's signature elements and the lines of devices; the
 * footers of lists and the notices of lawyers; the person's own name and
 * numbers below a closing; the banners of gateways; and the lines with which
 * this person ended earlier letters. Nothing goes when nothing would be left,
 * and no line with the number of an answer goes.
 */
#ifndef MENTORD_READ_TAIL_H
#define MENTORD_READ_TAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "read/quote.h"

/* Marks what is tail and banner among the kept rows; aligned: something of
 * ours was found in them, so this is an answer. */
void tail_cut(struct pool *pool, struct row_list *rows,
	const struct quote_writer *writer, bool aligned);

/* What a line is known by among the tails of a person: its words without
 * marks; 0 when it has none. */
uint64_t tail_hash(const char *line);

/* The hashes of the last lines that a letter's own text ended with, whether
 * they were dropped as a tail or not; at most TAIL_LINES, the last one first.
 * Who keeps them passes those that ended two letters as quote_writer.tails.
 */
#define TAIL_LINES 12
void tail_closing(
	struct pool *pool, const struct cut *cut, struct tail_list *closing);

/* --- between tail.c and tail_words.c --- */

/* In lower case, without blanks and marks around it; owned by the caller. */
char *tail_fold(const char *text);
bool tail_is_device(const char *text);
bool tail_is_closing(const char *text); /* "Best wishes," */
bool tail_is_warning(const char *low);  /* a gateway's "external sender" */
/* A notice about who should have got the mail, with `least` kinds of legal
 * words. */
bool tail_is_notice(const char *low, int least);

#endif
