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
	size_t work = 0;

	struct body_line_list lines = html_lines_counted(pool, text, &work);
	/* twice over a page with hidden text: a comment, three raw elements,
	 * quotes, the end of a tag */
	g_assert(work <= 2 * 6 * strlen(text) + 8192);
	for (size_t i = 0; i < lines.n; i++)
		g_assert(g_utf8_validate(lines.at[i].text, -1, NULL) &&
			!strchr(lines.at[i].text, '\n') &&
			lines.at[i].depth >= 0);
	return 0;
}
