/* fuzz/quote: A reply beside the mails it may answer, parted by form feeds; who
 * wrote it is known, and so is a line that ended earlier letters. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "read/quote.h"
#include "read/tail.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *text =
		g_utf8_make_valid((const char *)bytes, (gssize)size);

	g_auto(GStrv) parts = g_strsplit(text, "\f", 4);
	struct sent_list sent = { 0 };
	struct quote_writer writer = { .name = "Ana Lind" };
	struct tail_list closing = { 0 };
	struct cut cut;

	if (!parts[0])
		return 0;
	for (char **part = parts + 1; *part; part++)
		LIST_ADD(pool, &sent)->lines =
			body_plain(pool, *part, false, false);
	*LIST_ADD(pool, &writer.tails) = tail_hash("Herzlichst, deine");
	struct body_line_list body = body_plain(pool, parts[0], false, false);
	quote_cut_of(pool, &body, &sent, &writer, &cut);
	cut_text(pool, &cut);
	tail_closing(pool, &cut, &closing);
	quote_cut(pool, &body, &sent, &cut);
	return 0;
}
