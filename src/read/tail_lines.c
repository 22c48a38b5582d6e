/* What a single line tells of itself: a way to reach somebody, a name, a mark.
 * Shapes alone; the words of closings and devices are in tail_words.c. */
#include <glib.h>
#include <string.h>

#include "read/tail.h"

#define LINE_SHORT   75
#define FOOTER_RULER 10 /* signs of a ruler above a footer */

/* "-- " alone. */
bool
tail_is_mark(const char *text)
{
	size_t n = shape_length(text);

	return (n == 2 && !memcmp(text, "--", 2)) ||
		(n == 3 && !memcmp(text, "—", 3)) ||
		(n == 2 && !memcmp(text, "__", 2));
}

bool
tail_is_long_ruler(const char *text)
{
	text += strspn(text, " \t");
	size_t n = strspn(text, "-_=*~#");

	return n >= FOOTER_RULER && !text[n + strspn(text + n, " \t\r")];
}

static bool
is_link(const char *text)
{
	return strstr(text, "http://") || strstr(text, "https://") ||
		strstr(text, "www.");
}

static bool
is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && g_ascii_isalnum(at[-1]) &&
		g_ascii_isalnum(at[1]);
}

/* Three numbers, one of them a year: "12.03.2026", "2026-03-12 18:00". */
static bool
is_day(const char *text)
{
	int year = 0, groups = 0;

	for (const char *p = text; *p;) {
		size_t digits = strspn(p, "0123456789");

		if (digits == 4 && g_ascii_strtoll(p, NULL, 10) / 100 >= 19 &&
			g_ascii_strtoll(p, NULL, 10) / 100 <= 20)
			year++;
		else if (digits > 2)
			return false;
		groups += digits > 0;
		p += digits ? digits : 1;
	}
	return year == 1 && groups >= 3;
}

/* Seven digits or more, in groups as one writes telephones, and few words. */
static bool
is_phone(const char *text)
{
	int digits = 0, letters = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		digits += g_ascii_isdigit(*p) != 0;
		letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
	}
	return digits >= 7 && letters <= 24 && !is_day(text);
}

/* A way to reach somebody. */
bool
tail_is_contact(const char *text)
{
	return is_phone(text) ||
		((is_link(text) || is_address(text)) &&
			strlen(text) < LINE_SHORT);
}

/* Up to four words that begin with a capital, no number, no end of sentence. */
bool
tail_is_name(const char *text)
{
	int words = 0;

	text = shape_start(text);
	if (strlen(text) > 40 || strpbrk(text, "0123456789?!:;@/"))
		return false;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (p > text && p[-1] != ' ')
			continue;
		if (c != ' ' && !g_unichar_isupper(c))
			return false;
		words += c != ' ';
	}
	return words >= 1 && words <= 4;
}

/* Nothing but words of the writer's name. */
bool
tail_is_writer(
	struct pool *pool, const struct word_list *name, const char *text)
{
	struct word_list words = { 0 };

	if (strlen(text) > LINE_SHORT)
		return false;
	words_add(pool, text, 0, 0, &words);
	for (size_t i = 0; i < words.n; i++)
		if (!words_contain(name->at, name->n, &words.at[i], 1))
			return false;
	return words.n > 0 && name->n > 0;
}
