/* read/mime -- room read: a mail as a flat list of decoded parts.
 *
 * The one file of this room that includes GMime. The walk is capped: depth 20,
 * 200 parts, 1 MB of decoded content; what lies beyond is not looked at.
 * guard_mail must have passed before.
 */
#ifndef MENTORD_READ_MIME_H
#define MENTORD_READ_MIME_H

#include "read/body.h"

struct mime_part {
	const char *type;               /* "text/plain", lower case */
	const char *field;              /* its Content-Type as written; NULL */
	const char *charset, *filename; /* NULL: none */
	const char *bytes;              /* decoded */
	size_t len;
	int alternative; /* number of the multipart/alternative around; 0 */
	bool attachment, enclosed; /* enclosed: inside a message/rfc822 */
};
LIST_OF(mime_part_list, struct mime_part);

struct mime_mail {
	const char *type;  /* of the whole, lower case */
	const char *field; /* Content-Type as written; NULL */
	struct mime_part_list parts;
	struct body_line_list body; /* what the person wrote into */
};

void mime_read(struct pool *pool, const char *bytes, size_t len,
	struct mime_mail *mail);

/* First part of that type outside enclosed mails, or NULL. */
const struct mime_part *mime_find(
	const struct mime_mail *mail, const char *type);

/* The part's content as UTF-8. */
char *mime_text(struct pool *pool, const struct mime_part *part);

/* --- between mime.c and mime_body.c --- */

/* The lines a person wrote into: plain text, or the HTML where the plain part
 * is missing or poorer. Many ask for it, so mime_read does once for all. */
struct body_line_list mime_body(
	struct pool *pool, const struct mime_mail *mail);

#endif
