/* The push parser: text, literal, text, literal, ... end of line.
 *
 * A literal's header counts only in the text behind the literal before it;
 * status responses, tagged lines and continuations have no literals, whatever
 * their words look like.
 */
#include "carry/imap.h"

#include <string.h>

struct imap {
	const struct imap_events *events;
	void *to;
	uint64_t limit, left; /* octets of the literal still to come */
	GString *text;
	size_t mark; /* end of the last literal's header in text */
	bool broken;
};

struct imap *
imap_new(const struct imap_events *events, void *to, uint64_t limit)
{
	struct imap *imap = g_new0(struct imap, 1);

	imap->events = events;
	imap->to = to;
	imap->limit = limit;
	imap->text = g_string_new(NULL);
	return imap;
}

void
imap_free(struct imap *imap)
{
	if (!imap)
		return;
	g_string_free(imap->text, TRUE);
	g_free(imap);
}

/* Only "* " and a word that is no status may carry literals. */
static bool
may_hold_literals(const GString *text)
{
	static const char *const statuses[] = { "OK", "NO", "BAD", "BYE",
		"PREAUTH", NULL };

	if (text->len < 2 || memcmp(text->str, "* ", 2))
		return false;
	for (const char *const *status = statuses; *status; status++) {
		size_t len = strlen(*status);

		if (!g_ascii_strncasecmp(text->str + 2, *status, len) &&
			(text->len == 2 + len || text->str[2 + len] == ' '))
			return false;
	}
	return true;
}

/* The size in "{123}" or "{123+}" at the end of the text, else -1; -2 when it
 * is beyond all limits. */
static int64_t
literal_at_end(const struct imap *imap)
{
	const char *start = imap->text->str + imap->mark;
	const char *end = imap->text->str + imap->text->len;
	uint64_t size = 0;

	if (end - start < 3 || end[-1] != '}')
		return -1;
	const char *last = end - 1; /* behind the last digit */
	if (last[-1] == '+')
		last--;
	const char *digit = last;
	while (digit > start && g_ascii_isdigit(digit[-1]))
		digit--;
	if (digit == last || digit == start || digit[-1] != '{')
		return -1;
	for (; digit < last; digit++) {
		size = size * 10 + (uint64_t)(*digit - '0');
		if (size > imap->limit)
			return -2;
	}
	return (int64_t)size;
}

static void
take_line(struct imap *imap)
{
	GString *text = imap->text;

	if (text->len > imap->mark && text->str[text->len - 1] == '\r')
		g_string_truncate(text, text->len - 1);
	int64_t size = may_hold_literals(text) ? literal_at_end(imap) : -1;
	if (size == -2) {
		imap->broken = true;
	} else if (size >= 0) {
		imap->mark = text->len;
		imap->left = (uint64_t)size;
		imap->events->literal(
			imap->to, text->str, text->len, imap->left);
	} else {
		imap->events->line(imap->to, text->str, text->len);
		g_string_truncate(text, 0);
		imap->mark = 0;
	}
}

/* Bytes of text up to the end of its line; how many were taken. */
static size_t
take_text(struct imap *imap, const char *bytes, size_t len)
{
	const char *lf = memchr(bytes, '\n', len);
	size_t n = lf ? (size_t)(lf - bytes) : len;

	if (imap->text->len + n > IMAP_LINE_LIMIT) {
		imap->broken = true;
		return len;
	}
	g_string_append_len(imap->text, bytes, (gssize)n);
	if (!lf)
		return n;
	take_line(imap);
	return n + 1;
}

bool
imap_in(struct imap *imap, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len && !imap->broken) {
		size_t n = (size_t)MIN(imap->left, (uint64_t)len);

		if (n) {
			imap->events->octets(imap->to, at, n);
			imap->left -= n;
		} else {
			n = take_text(imap, at, len);
		}
		at += n;
		len -= n;
	}
	return !imap->broken;
}
