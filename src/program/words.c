/* A language at work: finding the right one, and printing dates in it.
 *
 * Reading the files is words_load's business (words_load.c). A small English
 * stands in when there is no file at all, so that a date can always be
 * printed.
 */
#include "program/words.h"

#include <glib.h>
#include <string.h>

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December" };
static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };

/* The lists of the fallback point at constants; nobody adds to them. */
static const struct language *
plain_english(void)
{
	static struct language plain = {
		.code = "en",
		.date_format = "{weekday}, {day} {month} {year}",
		.time_format = "{hour}:{minute}",
	};

	if (!plain.months.n) {
		static const char *m[12], *w[7];

		memcpy(m, months, sizeof m);
		memcpy(w, weekdays, sizeof w);
		plain.months = (struct text_list){ m, 12, 12 };
		plain.months_short = plain.months;
		plain.weekdays = (struct text_list){ w, 7, 7 };
		plain.weekdays_short = plain.weekdays;
	}
	return &plain;
}

static const struct language *
exactly(const struct words *words, const char *code, size_t len)
{
	for (size_t i = 0; i < words->languages.n; i++) {
		const struct language *language = &words->languages.at[i];

		if (strlen(language->code) == len &&
			!g_ascii_strncasecmp(language->code, code, len))
			return language;
	}
	return NULL;
}

const struct language *
words_known(const struct words *words, const char *code)
{
	const struct language *language = NULL;

	if (!words || !code || !*code)
		return NULL;
	language = exactly(words, code, strlen(code));
	return language ? language : exactly(words, code, strcspn(code, "-_"));
}

const struct language *
words_language(
	const struct words *words, const char *code, const char *fallback)
{
	const struct language *language = words_known(words, code);

	if (!language)
		language = words_known(words, fallback);
	if (!language)
		language = words_known(words, "en");
	return language ? language : plain_english();
}

const struct language *
words_writing(const struct words *words, const char *code, const char *fallback)
{
	const struct language *asked = words_known(words, code);
	const struct language *other = words_known(words, fallback);

	if (asked && asked->writes)
		return asked;
	return other && other->writes ? other
				      : words_language(words, code, fallback);
}

/* What stands for a name between braces. */
static void
append_field(GString *out, const struct language *language,
	const struct civil *c, const char *name, size_t len)
{
	const struct {
		const char *name, *text;
		int number;
		bool two;
	} fields[] = {
		{ "weekday", language->weekdays.at[c->weekday], 0, false },
		{ "weekday_short", language->weekdays_short.at[c->weekday], 0,
			false },
		{ "month", language->months.at[c->month - 1], 0, false },
		{ "month_short", language->months_short.at[c->month - 1], 0,
			false },
		{ "day", NULL, c->day, false },
		{ "month_number", NULL, c->month, false },
		{ "year", NULL, c->year, false },
		{ "hour", NULL, c->hour, true },
		{ "minute", NULL, c->minute, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strncmp(fields[i].name, name, len) || fields[i].name[len])
			continue;
		if (fields[i].text)
			g_string_append(out, fields[i].text);
		else
			g_string_append_printf(out,
				fields[i].two ? "%02d" : "%d",
				fields[i].number);
		return;
	}
}

static char *
print(struct pool *pool, const struct language *language, const char *format,
	const struct zone *zone, int64_t utc)
{
	struct civil c = civil_of(zone, utc);
	g_autoptr(GString) out = g_string_new(NULL);

	while (*format) {
		const char *end = *format == '{' ? strchr(format, '}') : NULL;

		if (end) {
			append_field(out, language, &c, format + 1,
				(size_t)(end - format - 1));
			format = end + 1;
		} else {
			g_string_append_c(out, *format++);
		}
	}
	return pool_strdup(pool, out->str);
}

char *
words_date(struct pool *pool, const struct language *language,
	const struct zone *zone, int64_t utc)
{
	return print(pool, language, language->date_format, zone, utc);
}

char *
words_time(struct pool *pool, const struct language *language,
	const struct zone *zone, int64_t utc)
{
	return print(pool, language, language->time_format, zone, utc);
}

static const char *const english[] = {
	[PHRASE_HELPS] = "{who} can help {whom} with {what}",
	[PHRASE_YOU_HELP] = "You can help {whom} with {what}",
	[PHRASE_HELPS_YOU] = "{who} can help you with {what}",
	[PHRASE_SHARED] = "{who} have in common: {what} ({about})",
	[PHRASE_SAME] = "{who} are alike: {what} ({about})",
	[PHRASE_DIFFERENT] = "{who} differ in {about}: {what}",
	[PHRASE_NEAR] = "{about}: {what}",
	[PHRASE_FAR] = "{about}: {what}",
	[PHRASE_NAMED] = "{who} asked for {whom}",
	[PHRASE_YOU_NAMED] = "You asked for {whom}",
	[PHRASE_NAMED_YOU] = "{who} asked for you",
	[PHRASE_FIRST] = "{what} (first on the list)",
	[PHRASE_RELIABLE] = "{who} did what was asked so far: {what}",
	[PHRASE_OVERLAP] = "{who} have {what} a week in common",
	[PHRASE_OVERLAP_EACH] = "any two have at least {what} a week in common",
	[PHRASE_HOUR] = "1 hour",
	[PHRASE_HOURS] = "{n} hours",
	[PHRASE_MINUTES] = "{n} minutes",
	[PHRASE_YOU] = "you",
	[PHRASE_YOU_ALL] = "you all",
	[PHRASE_BOTH] = "both",
	[PHRASE_ALL] = "all",
	[PHRASE_AND] = "and",
};
G_STATIC_ASSERT(G_N_ELEMENTS(english) == PHRASE_COUNT);

const char *
words_phrase(const struct language *language, enum phrase phrase)
{
	return language->phrases[phrase] ? language->phrases[phrase]
					 : english[phrase];
}

bool
language_is_german(const char *code)
{
	return code && !strncmp(code, "de", 2);
}
