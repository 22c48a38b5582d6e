/* fuzz/date: Dates in free text, and the day of return in an absence note. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "../unit/read_words.h"
#include "read/kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);
	struct value_context context = { .words = test_words(pool),
		.today = 20831 };
	int64_t days, back;
	bool sure;

	if (date_find(text, &context, &days, &sure) && !*text)
		g_error("a date out of nothing");
	back = automatic_until(pool, text, &context);
	if (back && (back < context.today || back > context.today + 400))
		g_error("nobody is back then");
	return 0;
}
