/* Splitting a header block, and the small grammars inside its fields. Only
 * what mentord asks of them; all linear. */
#include "read/header.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "read/charset.h"

#define FIELDS_MOST  1000
#define TEXT_MOST    2000
#define CHARSET_MOST 40   /* bytes of its name in an encoded word */
#define WORD_MOST    1002 /* from the text of one to its end, "?=" */

size_t
header_start(const char *bytes, size_t len)
{
	size_t at = 0;

	if (len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3))
		at = 3;
	while (at < len && (bytes[at] == '\r' || bytes[at] == '\n'))
		at++;
	if (len - at >= 5 && !memcmp(bytes + at, "From ", 5)) {
		const char *lf = memchr(bytes + at, '\n', len - at);

		return lf ? (size_t)(lf + 1 - bytes) : len;
	}
	return at;
}

size_t
header_length(const char *bytes, size_t len)
{
	const char *end = bytes + len, *at = bytes;

	while (at < end) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));

		if (*at == '\n' || (*at == '\r' && lf == at + 1))
			return (size_t)(at - bytes);
		if (!lf)
			return len;
		at = lf + 1;
	}
	return len;
}

/* End of the field that starts at at: the line and its folded ones. */
static const char *
field_end(const char *at, const char *end)
{
	for (;;) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));

		if (!lf || lf + 1 >= end)
			return end;
		if (lf[1] != ' ' && lf[1] != '\t')
			return lf + 1;
		at = lf + 1;
	}
}

static char *
unfold(struct pool *pool, const char *at, const char *end)
{
	char *value = charset_text(pool, at, (size_t)(end - at), NULL);

	for (char *p = value; *p; p++)
		if (*p == '\r' || *p == '\n')
			*p = ' ';
	return g_strstrip(value);
}

static bool
is_field_name(const char *at, const char *colon)
{
	if (!colon || colon == at || colon - at > 200)
		return false;
	for (; at < colon; at++)
		if (*at <= ' ' || *at > '~')
			return *at == ' ' || *at == '\t';
	return true;
}

struct header_list
header_split(struct pool *pool, const char *bytes, size_t len)
{
	struct header_list list = { 0 };
	const char *at = bytes + header_start(bytes, len), *end;

	end = at + header_length(at, (size_t)(bytes + len - at));
	while (at < end && list.n < FIELDS_MOST) {
		const char *next = field_end(at, end);
		const char *colon = memchr(at, ':', (size_t)(next - at));

		if (is_field_name(at, colon)) {
			struct header_field *field = LIST_ADD(pool, &list);
			char *name =
				pool_strndup(pool, at, (size_t)(colon - at));

			field->name = g_strstrip(name);
			field->value = unfold(pool, colon + 1, next);
		}
		at = next;
	}
	return list;
}

const char *
header_first(const struct header_list *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (!g_ascii_strcasecmp(list->at[i].name, name))
			return list->at[i].value;
	return NULL;
}

size_t
header_count(const struct header_list *list, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += !g_ascii_strcasecmp(list->at[i].name, name);
	return n;
}

static int
hex(char c)
{
	return g_ascii_xdigit_value(c);
}

/* The Q encoding of RFC 2047 4.2, in place; returns the length. */
static size_t
decode_q(char *text, size_t len)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++)
		if (text[i] == '=' && i + 2 < len && hex(text[i + 1]) >= 0 &&
			hex(text[i + 2]) >= 0) {
			text[to++] = (char)(hex(text[i + 1]) * 16 +
				hex(text[i + 2]));
			i += 2;
		} else {
			text[to++] = text[i];
			if (text[i] == '_')
				text[to - 1] = ' ';
		}
	return to;
}

/* One encoded word at p, which starts with "=?". Appends its bytes to raw;
 * returns its end and its charset, or NULL when it is none. */
static const char *
encoded_word(const char *p, char charset[CHARSET_MOST], GString *raw)
{
	const char *set = p + 2, *q1 = g_strstr_len(set, CHARSET_MOST, "?");
	const char *text = q1 && q1[1] && q1[2] == '?' ? q1 + 3 : NULL;
	const char *stop = text ? g_strstr_len(text, WORD_MOST, "?=") : NULL;

	if (!stop || q1 == set)
		return NULL;
	memcpy(charset, set, (size_t)(q1 - set));
	charset[q1 - set] = '\0';
	charset[strcspn(charset, "*")] = '\0'; /* RFC 2231 language */
	gsize len = (gsize)(stop - text), old = raw->len;
	g_string_append_len(raw, text, (gssize)len);
	char *word = raw->str + old;
	if (q1[1] == 'Q' || q1[1] == 'q') {
		g_string_truncate(raw, old + decode_q(word, len));
	} else if (q1[1] == 'B' || q1[1] == 'b') {
		gsize out = 0;

		if (len > 1)
			g_base64_decode_inplace(word, &out);
		g_string_truncate(raw, old + out);
	} else {
		g_string_truncate(raw, old);
		return NULL;
	}
	return stop + 2;
}

static void
flush_word(struct pool *pool, GString *out, GString *raw, const char *charset)
{
	if (raw->len)
		g_string_append(
			out, charset_text(pool, raw->str, raw->len, charset));
	g_string_truncate(raw, 0);
}

char *
header_text(struct pool *pool, const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GString) raw = g_string_new(NULL);
	char set[CHARSET_MOST] = "", now[CHARSET_MOST];

	for (const char *p = value; *p && out->len < TEXT_MOST;) {
		const char *end = p[0] == '=' && p[1] == '?'
			? encoded_word(p, now, raw)
			: NULL;

		if (!end) {
			flush_word(pool, out, raw, set);
			g_string_append_c(out, *p++);
			continue;
		}
		g_strlcpy(set, now, sizeof set);
		const char *next = end + strspn(end, " \t");
		bool again = next[0] == '=' && next[1] == '?';
		/* Words of one charset may share a character between them. */
		if (!again || g_ascii_strncasecmp(next + 2, set, strlen(set)))
			flush_word(pool, out, raw, set);
		p = again ? next : end;
	}
	flush_word(pool, out, raw, set);
	char *line = text_one_line(pool, out->str);
	if (strlen(line) > TEXT_MOST)
		*g_utf8_find_prev_char(line, line + TEXT_MOST) = '\0';
	return line;
}

void
header_ids(struct pool *pool, const char *value, size_t most,
	struct text_list *ids)
{
	while (value && ids->n < most) {
		const char *open = strchr(value, '<');
		const char *close = open ? strchr(open, '>') : NULL;

		if (!close)
			return;
		if (close - open > 1 && close - open < 1000) {
			char *id = pool_strndup(
				pool, open + 1, (size_t)(close - open) - 1);

			if (!text_has_controls(id))
				*LIST_ADD(pool, ids) = g_strstrip(id);
		}
		value = close + 1;
	}
}

/* Value of a parameter at p, behind the "=". */
static char *
parameter_value(struct pool *pool, const char *p)
{
	if (*p != '"')
		return pool_strndup(pool, p, MIN(strcspn(p, "; \t"), 500));
	char *value = pool_strndup(pool, p + 1, 500);
	char *to = value;

	for (const char *from = value; *from && *from != '"'; from++) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return value;
}

char *
header_parameter(struct pool *pool, const char *value, const char *name)
{
	size_t len = strlen(name);
	bool quoted = false;

	for (const char *p = value; p && *p; p++) {
		if (*p == '\\' && quoted && p[1])
			p++;
		else if (*p == '"')
			quoted = !quoted;
		if (*p != ';' || quoted)
			continue;
		const char *at = p + 1 + strspn(p + 1, " \t");
		if (g_ascii_strncasecmp(at, name, len))
			continue;
		at += len;
		at += strspn(at, " \t");
		if (*at == '=')
			return parameter_value(
				pool, at + 1 + strspn(at + 1, " \t"));
	}
	return NULL;
}

static int
month_of(const char *word)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char low[4] = "";

	for (int i = 0; i < 3 && word[i]; i++)
		low[i] = g_ascii_tolower(word[i]);
	const char *at = strlen(low) == 3 ? strstr(months, low) : NULL;
	return at && (at - months) % 3 == 0 ? (int)(at - months) / 3 + 1 : 0;
}

/* "+0130" and the zone names of RFC 5322 4.3, in seconds. */
static int
zone_seconds(const char *zone)
{
	static const struct {
		const char *name;
		int hours;
	} names[] = { { "EST", -5 }, { "EDT", -4 }, { "CST", -6 },
		{ "CDT", -5 }, { "MST", -7 }, { "MDT", -6 }, { "PST", -8 },
		{ "PDT", -7 } };
	int hhmm;

	if ((*zone == '+' || *zone == '-') && g_ascii_isdigit(zone[1])) {
		hhmm = (int)(g_ascii_strtoull(zone + 1, NULL, 10) % 10000);
		hhmm = (hhmm / 100 * 60 + hhmm % 100) * 60;
		return *zone == '-' ? -hhmm : hhmm;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (!g_ascii_strncasecmp(zone, names[i].name, 3))
			return names[i].hours * 3600;
	return 0;
}

static bool
read_number(const char **p, int most, int *number)
{
	const char *at = *p + strspn(*p, " \t");
	char *end;

	if (!g_ascii_isdigit(*at))
		return false;
	guint64 n = g_ascii_strtoull(at, &end, 10);
	if (n > (guint64)most)
		return false;
	*number = (int)n;
	*p = end;
	return true;
}

int64_t
header_date(const char *value)
{
	struct civil c = { 0 };
	const char *p = value ? strchr(value, ',') : NULL;

	p = p ? p + 1 : value;
	if (!p || !read_number(&p, 31, &c.day) || c.day < 1)
		return 0;
	p += strspn(p, " \t-");
	c.month = month_of(p);
	p += strcspn(p, " \t-");
	p += strspn(p, " \t-");
	if (!c.month || !read_number(&p, 9999, &c.year))
		return 0;
	if (c.year < 100)
		c.year += c.year < 50 ? 2000 : 1900;
	if (!read_number(&p, 23, &c.hour) || *p++ != ':' ||
		!read_number(&p, 59, &c.minute))
		return 0;
	if (*p == ':') {
		p++;
		if (!read_number(&p, 60, &c.second))
			return 0;
	}
	return civil_days(c.year, c.month, c.day) * 86400 + c.hour * 3600 +
		c.minute * 60 + c.second - zone_seconds(p + strspn(p, " \t"));
}
