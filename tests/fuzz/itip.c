/* fuzz/itip: Calendar objects, thinned and read. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/itip.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	struct letter_calendar_list list = { 0 };
	const char *why = NULL;

	itip_read(pool, text, "REPLY", true, NULL, &list, &why);
	return 0;
}
