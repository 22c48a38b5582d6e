/* fuzz/auth: Authentication-Results among other fields. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	struct header_list fields = header_split(pool, text, strlen(text));
	const char *why;

	for (int hops = 0; hops < 3; hops++)
		auth_read(pool, &fields, "mx.home.example", hops, "example.org",
			&why);
	return 0;
}
