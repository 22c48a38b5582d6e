/* fuzz/quote: A reply beside the mail it may answer, cut at the first form feed. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/quote.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	char *second = strchr(text, '\f');
	struct sent_list sent = { 0 };
	struct cut cut;

	if (second) {
		*second++ = '\0';
		LIST_ADD(pool, &sent)->lines =
			body_plain(pool, second, false, false);
	}
	struct body_line_list body = body_plain(pool, text, false, false);
	quote_cut(pool, &body, &sent, &cut);
	cut_text(pool, &cut);
	return 0;
}
