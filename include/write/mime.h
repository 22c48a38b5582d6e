/* write/mime -- room write: headers and parts to bytes; the door to GMime.
 */
#ifndef MENTORD_WRITE_MIME_H
#define MENTORD_WRITE_MIME_H

#include <stdint.h>

#include "base/pool.h"

struct mime_header {
	const char *name, *value; /* ASCII, one line */
};
LIST_OF(mime_header_list, struct mime_header);

/* A mail to be. Texts are UTF-8; plain and html have LF ends, calendar has
 * CRLF. */
struct mime {
	const char *from_name, *from, *to_name, *to, *subject;
	const char *message_id;          /* without <> */
	int64_t date;                    /* UTC */
	struct mime_header_list headers; /* the rest, in order */
	const char *boundary;            /* unique in the mail */
	const char *plain, *html;        /* alternatives */
	const char *calendar;            /* the object, or NULL */
	const char *method;              /* "REQUEST" when calendar */
	const char *sessions; /* a calendar to be looked at, attached; NULL */
};

/* The mail in *bytes (*len of them, in pool), 7 bit, CRLF: from the same mime
 * always the same. */
bool mime_build(struct pool *pool, const struct mime *mime, void **bytes,
	size_t *len, struct err *err);

/* The last look before a mail leaves our hands: CRLF and no bare CR or LF, no
 * NUL, 7 bit, lines of at most 998 (RFC 5322 2.1.1), a head with exactly one
 * From, one To and one Message-ID, no control in the head. Says what is wrong
 * in err (ERR_NEVER): a mistake of ours that must not reach anybody. */
bool mime_check(const void *bytes, size_t len, struct err *err);

#endif
