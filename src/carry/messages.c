/* The table of message types, and how a stranger's words become fit for it. */
#include "carry/messages.h"

#include <assert.h>

#include "base/text.h"

#define LINE_MAX_CHARS 400

const char *const message_types[] = {
	[MESSAGE_DELIVER] = "(xxssay)",
	[MESSAGE_FILE] = "(xsxxb)",
	[MESSAGE_POLL] = "x",
	[MESSAGE_CALENDAR] = "(xs)",
	[MESSAGE_STOP] = "()",
	[MESSAGE_HELLO] = "x",
	[MESSAGE_SETTLED] = "(xis)",
	[MESSAGE_FETCHED] = "(sxxbay)",
	[MESSAGE_FILED] = "x",
	[MESSAGE_POLLED] = "x",
	[MESSAGE_CHANNEL] = "(bbis)",
	[MESSAGE_CALENDAR_CAME] = "(xbsay)",
	[MESSAGE_COUNT] = NULL,
};
static_assert(G_N_ELEMENTS(message_types) == MESSAGE_COUNT + 1,
	"every message has its type");

char *
message_line(const char *words, size_t len)
{
	POOL_AUTO pool = pool_new();
	/* cut early: a megabyte of a rude server is not worth cleaning */
	gssize some = (gssize)MIN(len, 4 * LINE_MAX_CHARS);
	g_autofree char *valid = g_utf8_make_valid(words, some);
	const char *line = text_one_line(pool, valid);
	glong chars = g_utf8_strlen(line, -1);

	return g_utf8_substring(line, 0, MIN(chars, LINE_MAX_CHARS));
}
