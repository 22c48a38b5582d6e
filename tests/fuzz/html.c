/* fuzz/html: HTML to lines. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	html_lines(pool, text);
	return 0;
}
