/* The last look at a finished mail. All that it refuses would be a mistake of
 * our own; but a mail with a smuggled header, or one that a server cuts in
 * two, is worse than a mail that was never sent. */
#include <glib.h>
#include <string.h>

#include "write/mime.h"

#define LINE_LONGEST 998 /* RFC 5322 2.1.1, without CRLF */

static bool
refuse(struct err *err, const char *why)
{
	return err_set(err, ERR_NEVER, "a mail was made with %s", why);
}

static bool
check_line(const char *line, size_t len, struct err *err)
{
	if (len > LINE_LONGEST)
		return refuse(err, "a line of more than 998 characters");
	for (size_t i = 0; i < len; i++)
		if (!line[i])
			return refuse(err, "a NUL");
		else if ((unsigned char)line[i] > 0x7e)
			return refuse(err, "a character outside ASCII");
		else if ((unsigned char)line[i] < ' ' && line[i] != '\t')
			return refuse(err, "a control character");
	return true;
}

/* From, To and Message-ID once each; Bcc and Cc never. */
static bool
count_header(const char *line, size_t len, int seen[3], struct err *err)
{
	static const char *const once[] = { "From:", "To:", "Message-ID:" };

	for (size_t i = 0; i < G_N_ELEMENTS(once); i++)
		if (len >= strlen(once[i]) &&
			!g_ascii_strncasecmp(line, once[i], strlen(once[i])))
			seen[i]++;
	if (len >= 3 &&
		(!g_ascii_strncasecmp(line, "cc:", 3) ||
			!g_ascii_strncasecmp(line, "bcc", 3)))
		return refuse(err, "a copy to somebody else");
	if (!len || *line == ' ' || *line == '\t' || memchr(line, ':', len))
		return true;
	return refuse(err, "a header line without a colon");
}

bool
mime_check(const void *bytes, size_t len, struct err *err)
{
	const char *at = bytes, *end = at + len;
	int seen[3] = { 0 };
	bool head = true;

	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));

		if (!feed || feed == at || feed[-1] != '\r')
			return refuse(err, "a line that does not end in CRLF");
		size_t line = (size_t)(feed - 1 - at);
		if (!check_line(at, line, err))
			return false;
		if (head && line && !count_header(at, line, seen, err))
			return false;
		head = head && line;
		at = feed + 1;
	}
	if (head || seen[0] != 1 || seen[1] != 1 || seen[2] != 1)
		return refuse(err, "not one From, To and Message-ID");
	return true;
}
