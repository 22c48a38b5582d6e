/* read/charset -- room read: bytes of any charset to valid UTF-8.
 *
 * Nothing is ever dropped silently. What is valid UTF-8 is UTF-8, whatever was
 * declared, but for charsets of escapes and pairs of bytes; else the declared
 * charset counts (by its common misuse: iso-8859-1 means windows-1252); else,
 * where it is unknown, missing or wrongly UTF-8, each byte that is no UTF-8 is
 * windows-1252. Conversions are opened before the sandbox closes the files.
 */
#ifndef MENTORD_READ_CHARSET_H
#define MENTORD_READ_CHARSET_H

#include <stddef.h>

#include "base/pool.h"

/* Open the conversions we know; harmless to repeat. */
void charset_open(void);

/* len bytes in charset (NULL: unknown) as UTF-8; NULs become blanks. */
char *charset_text(
	struct pool *pool, const void *bytes, size_t len, const char *charset);

/* The charset that the head of an HTML page names, or NULL. */
const char *charset_of_page(struct pool *pool, const void *bytes, size_t len);

#endif
