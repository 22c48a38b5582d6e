/* A writer in a zone, a meeting, and what their words propose for it. */
#ifndef TESTS_TIMES_H
#define TESTS_TIMES_H

#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/times.h"
#include "shipped.h"

struct phrase_row {
	const char *text;
	/* "03-04 17:00", a stretch "03-04 15:00-17:00"; "~" behind: likely,
	 * "?": unsure, "*": whole day; several with ", " */
	const char *want;
};

static inline int64_t
instant(const struct zone *zone, int month, int day, int hour, int minute)
{
	return civil_to_utc(zone,
		(struct civil){ .year = 2027,
			.month = month,
			.day = day,
			.hour = hour,
			.minute = minute });
}

/* Monday, 1 March 2027, 9:00; the meeting is on Wednesday at 17:00. */
static inline struct value_context
times_context(const struct words *words, const char *language, const char *zone)
{
	const struct zone *z = zone_find(zone);

	return (struct value_context){ .words = words,
		.language = language,
		.second = "en",
		.today = civil_days(2027, 3, 1),
		.zone = z,
		.now = instant(z, 3, 1, 9, 0),
		.meeting = instant(z, 3, 3, 17, 0),
		.minutes = 60 };
}

static inline void
put_time(GString *out, const struct zone *zone, const struct letter_time *time)
{
	struct civil c = civil_of(zone, time->from);

	g_string_append_printf(out, "%s%02d-%02d %02d:%02d",
		out->len ? ", " : "", c.month, c.day, c.hour, c.minute);
	if (time->till && !time->whole_day) {
		struct civil t = civil_of(zone, time->till);

		g_string_append_printf(out, "-%02d:%02d",
			t.day == c.day ? t.hour : t.hour + 24, t.minute);
	}
	if (time->whole_day)
		g_string_append_c(out, '*');
	if (time->confidence != CONFIDENCE_SURE)
		g_string_append_c(
			out, time->confidence == CONFIDENCE_UNSURE ? '?' : '~');
}

static inline char *
times_text(struct pool *pool, const char *text,
	const struct value_context *context)
{
	struct letter_time_list times = { 0 };
	g_autoptr(GString) out = g_string_new(NULL);

	times_read(pool, text, context, NULL, &times, NULL);
	for (size_t i = 0; i < times.n; i++)
		put_time(out, context->zone, &times.at[i]);
	return pool_strdup(pool, out->str);
}

static inline void
times_check(const struct words *words, const char *language, const char *zone,
	const struct phrase_row *rows, size_t n)
{
	struct value_context context = times_context(words, language, zone);

	for (size_t i = 0; i < n; i++) {
		POOL_AUTO pool = pool_new();
		char *got = times_text(pool, rows[i].text, &context);

		if (strcmp(got, rows[i].want) != 0)
			g_test_message("%s: %s\n   got %s\n  want %s", language,
				rows[i].text, got, rows[i].want);
		g_assert_cmpstr(got, ==, rows[i].want);
	}
}

#define TIMES_CHECK(words, language, rows) \
 times_check(words, language, "Europe/Berlin", rows, G_N_ELEMENTS(rows))

#endif
