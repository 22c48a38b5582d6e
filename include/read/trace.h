/* read/trace -- room read: which of our mails a letter answers, by its body.
 *
 * For letters whose head names none: tokens of ours that a client copied into
 * the body (a quoted Reply-To, a forwarded head), and how much of each mail
 * that may be meant is repeated. The keeper verifies tokens and chooses.
 */
#ifndef MENTORD_READ_TRACE_H
#define MENTORD_READ_TRACE_H

#include "noun/letter.h"
#include "read/quote.h"

/* Addresses and Message-IDs in the domain of `own` (our address; NULL: none
 * are found) that are long enough for a token; at most eight. */
void trace_mentions(struct pool *pool, const struct body_line_list *body,
	const char *own, struct text_list *mentions);

/* For each mail how many of its words the body repeats. */
void trace_cover(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, struct cover_list *cover);

#endif
