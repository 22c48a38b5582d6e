/* Lines are cut where they stand: what was folded moves to the left over the
 * line end that was between, which never needs more room than there is. */
#include "read/ical.h"

#include <glib.h>
#include <string.h>

#define PARAMETER_MOST 4096 /* bytes; what is behind them is cut off */

void
ical_open(struct ical *ical, struct pool *pool, const char *text)
{
	if (g_str_has_prefix(text, "\xef\xbb\xbf"))
		text += 3;
	ical->at = pool_strdup(pool, text);
}

static bool
is_break(char c)
{
	return c == '\r' || c == '\n' || !c;
}

/* The next line, unfolded: a break and a blank behind it are nothing (RFC 5545
 * 3.1). Breaks may be CRLF, LF or CR. */
static char *
next_text(struct ical *ical)
{
	char *from = ical->at, *to = ical->at, *start = ical->at;

	while (*from) {
		while (!is_break(*from)) {
			bool control = (unsigned char)*from < ' ';

			*to++ = control ? ' ' : *from;
			from++;
		}
		while (*from == '\r') /* some gateways double it */
			from++;
		if (*from == '\n')
			from++;
		if (*from != ' ' && *from != '\t')
			break;
		from++;
	}
	ical->at = from; /* before the byte at `to` may be its own */
	if (to == from)
		return start; /* ended by the end of the text */
	*to = '\0';
	return start;
}

/* The colon that ends name and parameters: the first one outside quotes; the
 * first at all where quotes do not end. */
static char *
find_colon(char *text)
{
	bool quoted = false;

	for (char *p = text; *p; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == ':' && !quoted)
			return p;
	}
	return strchr(text, ':');
}

bool
ical_next(struct ical *ical, struct ical_line *line)
{
	while (*ical->at) {
		char *text = next_text(ical);
		char *colon = find_colon(text);
		size_t n = strcspn(text, ";:");

		if (!colon || !n)
			continue;
		*colon = '\0';
		line->value = g_strstrip(colon + 1);
		/* the name's end is the first sign of the parameters, which
		 * are found behind it again */
		line->parameters = text + n;
		line->name = text;
		return true;
	}
	return false;
}

bool
ical_is(const struct ical_line *line, const char *name)
{
	size_t n = strlen(name);

	return !g_ascii_strncasecmp(line->name, name, n) &&
		line->name + n == line->parameters;
}

/* RFC 6868: a quote, a line feed and the sign itself. */
static char *
decoded(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (*p == '^' && p[1] && strchr("n'^", p[1])) {
			p++;
			*to++ = *p == 'n' ? '\n' : *p == '\'' ? '"' : '^';
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return text;
}

/* Where the parameter at p (behind its ";") ends. */
static const char *
parameter_end(const char *p)
{
	bool quoted = false;

	for (; *p && (quoted || *p != ';'); p++)
		quoted ^= *p == '"';
	return p;
}

char *
ical_parameter(
	struct pool *pool, const struct ical_line *line, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = line->parameters; *p == ';';) {
		const char *end = parameter_end(++p);

		if (!g_ascii_strncasecmp(p, name, n) && p[n] == '=') {
			size_t len = (size_t)(end - p) - n - 1;
			char *value = pool_strndup(
				pool, p + n + 1, MIN(len, PARAMETER_MOST));

			g_strstrip(value);
			if (*value == '"') {
				value++;
				value[strcspn(value, "\"")] = '\0';
			}
			return decoded(g_strstrip(value));
		}
		p = end;
	}
	return NULL;
}

char *
ical_unescape(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
			*to++ = *p == 'n' || *p == 'N' ? '\n' : *p;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return g_strstrip(text);
}
