/* read/charset -- room read: bytes of any charset to valid UTF-8.
 *
 * Nothing is ever dropped silently: the declared charset (by its common
 * misuse: iso-8859-1 means windows-1252), else UTF-8 when it is valid, else
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

#endif
