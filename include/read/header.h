/* read/header -- room read: the header block of a foreign mail.
 *
 * Looked at with our own linear scanner, before and beside GMime: GMime dies
 * of deep address groups, and a header decides who wrote. Values keep their
 * order, because the position of Authentication-Results among the Received
 * fields matters (RFC 8601 section 5).
 */
#ifndef MENTORD_READ_HEADER_H
#define MENTORD_READ_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

struct header_field {
	const char *name;  /* as written */
	const char *value; /* unfolded, valid UTF-8, encoded words untouched */
};
LIST_OF(header_list, struct header_field);

/* Why a mail must not go to GMime, or NULL: header block above 256 kB, more
 * than 1000 fields, an address field (here or in an enclosed mail) above 32 kB
 * or with more than 100 colons or opening brackets, a NUL in the header, two
 * From fields. One pass, no allocation. */
const char *guard_mail(const char *bytes, size_t len);

/* Where the mail proper starts (behind an mbox "From " line), and how long
 * its header block is, the empty line not counted. */
size_t header_start(const char *bytes, size_t len);
size_t header_length(const char *bytes, size_t len);

struct header_list header_split(
	struct pool *pool, const char *bytes, size_t len);

/* First field of that name (any case) or NULL; and how many there are. */
const char *header_first(const struct header_list *list, const char *name);
size_t header_count(const struct header_list *list, const char *name);

/* Encoded words (RFC 2047) decoded, controls gone, one line, capped. */
char *header_text(struct pool *pool, const char *value);

/* One mailbox out of an address list. */
struct mailbox {
	const char *address, *name; /* name: decoded; NULL */
};
LIST_OF(mailbox_list, struct mailbox);

/* At most `most` mailboxes of a list (RFC 5322 3.4); members of groups count.
 * *faulty (may be NULL) is set when there was something that is neither, or a
 * group: others may take another of its members than we do. */
struct mailbox_list header_mailboxes(
	struct pool *pool, const char *value, size_t most, bool *faulty);

/* RFC 5322 date to seconds UTC; 0 when it is none. */
int64_t header_date(const char *value);

/* The ids between <> in a References or Message-ID field, at most `most`. */
void header_ids(struct pool *pool, const char *value, size_t most,
	struct text_list *ids);

/* The value of a parameter of a structured field (RFC 2045 5.1), or NULL. */
char *header_parameter(struct pool *pool, const char *value, const char *name);

#endif
