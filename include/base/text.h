/* base/text -- room base: small questions about text and addresses. */
#ifndef MENTORD_BASE_TEXT_H
#define MENTORD_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

/* The candidate nearest to word, at most a third of its letters away (for
 * "did you mean"), or NULL. candidates ends in NULL. */
const char *text_nearest(const char *word, const char *const *candidates);

/* Control characters (C0, C1, DEL), direction overrides and line breaks
 * become spaces, runs of blanks one, ends are trimmed: safe in a header, a
 * table cell and a log. Invalid UTF-8 is replaced. */
char *text_one_line(struct pool *pool, const char *text);

/* A character that could steer a terminal, or turn the direction of a line: C0,
 * C1, line separators, and what embeds, overrides or isolates. */
bool text_is_control(uint32_t c);

/* True when text holds a control character, a line break or a direction
 * override, i.e. may not go into a header as it is. */
bool text_has_controls(const char *text);

/* Why text is not one usable mail address, or NULL when it is one: ASCII, one
 * "@", no blanks, quotes, brackets or control characters, local part of at
 * most 64 octets, domain of dotted labels (RFC 5321 4.1.2, narrowed). */
const char *address_fault(const char *text);

/* The same mailbox: compared without case. A server may tell Ana@ from ana@
 * (RFC 5321 2.4), none that people use does; and what a roster calls
 * Ana.Lima@ writes as ana.lima@. */
bool address_equal(const char *a, const char *b);

/* All in lower case: equal addresses give the same text. To compare, not to
 * send to. */
char *address_folded(struct pool *pool, const char *address);

/* Canonical spelling: domain in lower case. */
char *address_canonical(struct pool *pool, const char *address);

/* "3 days", "2 weeks", "36 hours", "1 year" to seconds; "0" is 0. False when
 * it is none of these. A month is 30 days, a year 365. */
bool text_duration(const char *text, int64_t *seconds);

/* "09:30" to minutes after midnight, up to "24:00". */
bool text_clock(const char *text, int *minutes);

/* Split at separator, trim blanks, drop empty items. */
struct text_list text_split(
	struct pool *pool, const char *text, char separator);

#endif
