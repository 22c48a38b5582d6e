/* Free hours of a week, as people write them into a table. */
#include "program/availability.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

#define WINDOWS_MAX 100

struct week_reading {
	struct pool *pool;
	const struct words *words;
	bool day[7]; /* those the next span is for */
	struct free_window_list windows;
	const char *why;
};

static bool
fail(struct week_reading *r, const char *part, const char *why)
{
	r->why = pool_printf(r->pool, "\"%s\" %s", part, why);
	return false;
}

static bool
is_in(const struct text_list *names, const char *word, int *weekday)
{
	for (size_t i = 0; i < names->n && i < 7; i++) {
		g_autofree char *name = g_utf8_strdown(names->at[i], -1);

		if (!strcmp(name, word)) {
			*weekday = (int)i;
			return true;
		}
	}
	return false;
}

static bool
weekday_of(const struct week_reading *r, const char *text, int *weekday)
{
	const struct language *english = words_language(NULL, NULL, NULL);
	g_autofree char *word = g_utf8_strdown(text, -1);
	const struct language_list *all = &r->words->languages;
	size_t len = strlen(word);

	if (len > 2 && word[len - 1] == '.')
		word[len - 1] = '\0';
	for (size_t i = 0; i < all->n; i++)
		if (is_in(&all->at[i].weekdays, word, weekday) ||
			is_in(&all->at[i].weekdays_short, word, weekday))
			return true;
	return is_in(&english->weekdays, word, weekday);
}

/* "Mon", "Tue-Thu", "Fri-Mon". */
static bool
read_days(struct week_reading *r, const char *text)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 3);
	guint n = g_strv_length(ends);
	int from, till;

	if (n < 1 || n > 2 || !weekday_of(r, g_strstrip(ends[0]), &from))
		return fail(r, text, "is no weekday");
	till = from;
	if (n == 2 && !weekday_of(r, g_strstrip(ends[1]), &till))
		return fail(r, text, "is no weekday");
	memset(r->day, 0, sizeof r->day);
	for (int day = from;; day = (day + 1) % 7) {
		r->day[day] = true;
		if (day == till)
			return true;
	}
}

/* "9", "09:00", "17.30", "24:00" */
static bool
read_time(const char *text, int *minutes)
{
	g_autofree char *clock = g_strdup(text);

	g_strdelimit(clock, ".", ':');
	if (*clock && strlen(clock) <= 2 &&
		!clock[strspn(clock, "0123456789")]) {
		g_autofree char *full = g_strconcat(clock, ":00", NULL);

		return text_clock(full, minutes);
	}
	return text_clock(clock, minutes);
}

static bool
read_span(struct week_reading *r, const char *text)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 3);
	struct free_window window = { 0 };

	if (g_strv_length(ends) != 2 ||
		!read_time(g_strstrip(ends[0]), &window.from) ||
		!read_time(g_strstrip(ends[1]), &window.till))
		return fail(r, text,
			"is no span of time: write \"Mon 09:00-12:00\"");
	if (window.from >= window.till)
		return fail(r, text, "ends before it begins");
	for (int day = 0; day < 7; day++) {
		if (!r->day[day])
			continue;
		if (r->windows.n >= WINDOWS_MAX)
			return fail(r, text, "is one window too many");
		window.weekday = day;
		*LIST_ADD(r->pool, &r->windows) = window;
	}
	return true;
}

static bool
read_part(struct week_reading *r, char *part)
{
	static const bool none[7];
	size_t days = strcspn(part, "0123456789");

	if (days) {
		g_autofree char *names = g_strndup(part, days);

		g_strstrip(names);
		while (*names && strchr(": ", names[strlen(names) - 1]))
			names[strlen(names) - 1] = '\0';
		if (!read_days(r, names))
			return false;
	} else if (!memcmp(r->day, none, sizeof none)) {
		return fail(r, part, "names no weekday");
	}
	return read_span(r, part + days);
}

static int
by_time(const void *a, const void *b)
{
	const struct free_window *first = a, *second = b;

	return first->weekday != second->weekday
		? first->weekday - second->weekday
		: first->from - second->from;
}

static struct free_window_list
merged(struct pool *pool, struct free_window_list *windows)
{
	struct free_window_list out = { 0 };

	if (windows->n)
		qsort(windows->at, windows->n, sizeof *windows->at, by_time);
	for (size_t i = 0; i < windows->n; i++) {
		const struct free_window *window = &windows->at[i];
		struct free_window *last = out.n ? &out.at[out.n - 1] : NULL;

		if (last && last->weekday == window->weekday &&
			last->till >= window->from)
			last->till = MAX(last->till, window->till);
		else
			*LIST_ADD(pool, &out) = *window;
	}
	return out;
}

/* Dashes of every length become "-", all separators ",". */
static char *
plain(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (c >= 0x2010 && c <= 0x2015)
			c = '-';
		else if (c == ';' || c == '\n' || c == '|')
			c = ',';
		else if (c == 0xa0 || c == '\t')
			c = ' ';
		g_string_append_unichar(out, c);
	}
	return g_strdup(out->str);
}

bool
availability_parse(struct pool *pool, const struct words *words,
	const char *text, struct free_window_list *windows, const char **why)
{
	static const struct words nothing;
	struct week_reading r = { .pool = pool,
		.words = words ? words : &nothing };
	g_autofree char *simple = plain(text);
	g_auto(GStrv) parts = g_strsplit(simple, ",", -1);

	for (char **part = parts; *part; part++)
		if (*g_strstrip(*part) && !read_part(&r, *part)) {
			*why = r.why;
			return false;
		}
	*windows = merged(pool, &r.windows);
	return true;
}
