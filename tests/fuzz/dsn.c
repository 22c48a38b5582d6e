/* fuzz/dsn: Delivery status reports. */
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

	struct letter_bounce bounce = { 0 };

	dsn_read(pool, text, &bounce);
	return 0;
}
