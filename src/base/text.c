/* Addresses, durations, near misses and the one-line form of foreign text. All
 * of it linear in its input, but text_nearest, which looks at short words only. */
#include "base/text.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"

static size_t
edit_distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	g_autofree size_t *row = g_new(size_t, lb + 1);

	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(MIN(row[j], row[j - 1]) + 1, change);
		}
	}
	return row[lb];
}

const char *
text_nearest(const char *word, const char *const *candidates)
{
	const char *nearest = NULL;
	size_t len = strlen(word), best = len / 3 + 1;

	if (len > 64)
		return NULL;
	for (; *candidates; candidates++) {
		size_t far = edit_distance(word, *candidates);

		if (far <= best && far < strlen(*candidates)) {
			best = far ? far - 1 : 0;
			nearest = *candidates;
			if (!far)
				break;
		}
	}
	return nearest;
}

bool
text_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
		(c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
		c == 0x2028 || c == 0x2029;
}

char *
text_one_line(struct pool *pool, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (text_is_control(c) || c == ' ') {
			if (out->len && out->str[out->len - 1] != ' ')
				g_string_append_c(out, ' ');
		} else {
			g_string_append_unichar(out, c);
		}
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return pool_strdup(pool, out->str);
}

bool
text_has_controls(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL))
		return true;
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		if (text_is_control(g_utf8_get_char(p)))
			return true;
	return false;
}

static const char *
domain_fault(const char *domain)
{
	size_t len = strlen(domain), label = 0;

	if (!len || len > 253)
		return "the part after the @ is missing or too long";
	for (const char *p = domain; *p; p++) {
		if (*p == '.') {
			if (!label || p[-1] == '-')
				return "the domain has an empty or broken label";
			label = 0;
		} else if (!g_ascii_isalnum(*p) && (*p != '-' || !label)) {
			return "the domain holds a character it may not";
		} else if (++label > 63) {
			return "a label of the domain is longer than 63";
		}
	}
	if (!label || domain[len - 1] == '-')
		return "the domain ends in a dot or a dash";
	return NULL;
}

const char *
address_fault(const char *text)
{
	const char *at = strchr(text, '@');

	for (const char *p = text; *p; p++)
		if ((unsigned char)*p > 0x7e)
			return "only ASCII letters are possible in an address";
		else if (*p <= ' ' || strchr("\"(),:;<>[\\]", *p))
			return "it holds a blank or a character that an "
			       "address may not";
	if (!at || at == text)
		return "there is no name before an @";
	if (strchr(at + 1, '@'))
		return "there is more than one @";
	if (at - text > 64)
		return "the part before the @ is longer than 64";
	if (text[0] == '.' || at[-1] == '.' || strstr(text, ".."))
		return "a dot stands where none may";
	return domain_fault(at + 1);
}

bool
address_equal(const char *a, const char *b)
{
	return strchr(a, '@') && !g_ascii_strcasecmp(a, b);
}

char *
address_folded(struct pool *pool, const char *address)
{
	char *copy = pool_strdup(pool, address);

	for (char *p = copy; p && *p; p++)
		*p = g_ascii_tolower(*p);
	return copy;
}

char *
address_canonical(struct pool *pool, const char *address)
{
	char *copy = pool_strdup(pool, address);
	char *at = strrchr(copy, '@');

	for (; at && *at; at++)
		*at = g_ascii_tolower(*at);
	return copy;
}

bool
text_duration(const char *text, int64_t *seconds)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {
		{ "minute", MINUTE },
		{ "hour", HOUR },
		{ "day", DAY },
		{ "week", 7 * DAY },
		{ "month", 30 * DAY },
		{ "year", 365 * DAY },
	};
	char *end;

	if (!g_ascii_isdigit(*text))
		return false;
	guint64 count = g_ascii_strtoull(text, &end, 10);
	if (count > 10000)
		return false;
	if (!*end && count == 0) {
		*seconds = 0;
		return true;
	}
	while (*end == ' ')
		end++;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		size_t len = strlen(units[i].name);

		if (strncmp(end, units[i].name, len) ||
			(strcmp(end + len, "s") && end[len]))
			continue;
		*seconds = (int64_t)count * units[i].seconds;
		return true;
	}
	return false;
}

bool
text_clock(const char *text, int *minutes)
{
	size_t len = strlen(text);
	int hour, minute;

	if (len < 4 || len > 5 || text[len - 3] != ':' ||
		!g_ascii_isdigit(text[0]) || !g_ascii_isdigit(text[len - 4]) ||
		!g_ascii_isdigit(text[len - 2]) ||
		!g_ascii_isdigit(text[len - 1]))
		return false;
	hour = text[0] - '0';
	if (len == 5)
		hour = hour * 10 + (text[1] - '0');
	minute = (text[len - 2] - '0') * 10 + (text[len - 1] - '0');
	if (minute > 59 || hour * 60 + minute > 24 * 60)
		return false;
	*minutes = hour * 60 + minute;
	return true;
}

struct text_list
text_split(struct pool *pool, const char *text, char separator)
{
	struct text_list list = { 0 };
	const char separators[2] = { separator, '\0' };
	g_auto(GStrv) items = g_strsplit(text ? text : "", separators, -1);

	for (char **item = items; *item; item++)
		if (*g_strstrip(*item))
			*LIST_ADD(pool, &list) = pool_strdup(pool, *item);
	return list;
}
