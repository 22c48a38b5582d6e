/* fuzz/charset: a name, a line feed, and bytes in that charset; then the same
 * bytes as plain lines in every way of flowing. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/body.h"
#include "read/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	const uint8_t *end = memchr(bytes, '\n', size);
	size_t n = end ? (size_t)(end - bytes) : 0;
	char *name = n ? pool_strndup(pool, (const char *)bytes, n) : NULL;
	const uint8_t *from = end ? end + 1 : bytes;
	size_t len = size - (size_t)(from - bytes);

	char *text = charset_text(pool, from, len, name);
	g_assert(g_utf8_validate(text, -1, NULL));
	charset_of_page(pool, from, len);
	for (int way = 0; way < 4; way++)
		body_plain(pool, text, way & 1, way & 2);
	return 0;
}
