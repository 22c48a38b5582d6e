/* The grammar of `at`: words, read one by one. */
#include "program/when.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define MORNING (9 * 60) /* of a day without a time of day */
#define WORDS   8

struct when {
	char **word; /* what is still to be read; ends in NULL */
	int64_t starts, ends;
	enum anchor anchor;
	int64_t date, offset;
	int weekday, at; /* -1: not said */
};

static bool
read_weekday(const char *word, int *weekday)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };
	size_t len = strlen(word);

	for (int i = 0; i < 7; i++)
		if (!g_ascii_strcasecmp(word, names[i]) ||
			(len == 3 && !g_ascii_strncasecmp(word, names[i], 3))) {
			*weekday = i;
			return true;
		}
	return false;
}

/* "+ 3 days", "+3 days", "- 1 week"; nothing when no sign stands there. */
static const char *
read_offset(struct when *when)
{
	char *sign = *when->word;
	g_autofree char *length = NULL;

	if (!sign || (*sign != '+' && *sign != '-'))
		return NULL;
	when->word++;
	char *count = sign[1] ? sign + 1 : *when->word;
	if (!sign[1] && count)
		when->word++;
	char *unit = count ? *when->word : NULL;
	length = unit ? g_strconcat(count, " ", unit, NULL) : NULL;
	if (!length || !text_duration(length, &when->offset))
		return "a length of time must follow the sign: \"+ 3 days\"";
	when->word++;
	if (*sign == '-')
		when->offset = -when->offset;
	return NULL;
}

static const char *
read_week(struct when *when)
{
	const char *count = *when->word;
	gint64 week;

	if (!count || !g_ascii_string_to_signed(count, 10, 1, 300, &week, NULL))
		return "a number must follow \"week\": \"week 3 Monday 09:00\"";
	when->word++;
	when->anchor = ANCHOR_START;
	when->offset = (week - 1) * 7 * DAY;
	return NULL;
}

static const char *
read_anchor(struct when *when)
{
	static const char *const anchors[] = {
		[ANCHOR_START] = "start",
		[ANCHOR_END] = "end",
		[ANCHOR_JOIN] = "join",
		[ANCHOR_MATCH] = "match",
		[ANCHOR_SESSION] = "session",
	};
	const char *word = *when->word;

	if (!word)
		return "is empty";
	when->word++;
	if (civil_parse_date(word, &when->date)) {
		when->anchor = ANCHOR_DATE;
		return NULL;
	}
	if (!strcmp(word, "week"))
		return read_week(when);
	if (!strcmp(word, "answer") || !strcmp(word, "silence"))
		return "\"answer\" and \"silence\" are not available in this "
		       "version";
	for (unsigned i = 0; i < G_N_ELEMENTS(anchors); i++)
		if (!strcmp(word, anchors[i])) {
			when->anchor = (enum anchor)i;
			return read_offset(when);
		}
	return "must begin with start, end, join, match, session, week N or a "
	       "date: \"match + 3 days 09:00\"";
}

bool
anchor_is_dated(enum anchor anchor)
{
	switch (anchor) {
	case ANCHOR_START:
	case ANCHOR_END:
	case ANCHOR_DATE:
		return true;
	case ANCHOR_JOIN:
	case ANCHOR_MATCH:
	case ANCHOR_SESSION:
		break;
	}
	return false;
}

/* The first such weekday from the anchor's day on, as a date. */
static void
settle_weekday(struct when *when)
{
	int64_t base = when->anchor == ANCHOR_END ? when->ends : when->starts;

	base += when->offset / DAY;
	int ahead = when->weekday - civil_from_days(base).weekday;
	when->anchor = ANCHOR_DATE;
	when->date = base + (ahead + 7) % 7;
	when->offset = 0;
}

/* Does it lie on a day when the program is over? */
static bool
is_too_late(const struct when *when)
{
	int64_t days = when->offset / DAY;

	switch (when->anchor) {
	case ANCHOR_START:
		return when->starts + days > when->ends;
	case ANCHOR_END:
		return when->offset > 0;
	case ANCHOR_DATE:
		return when->date > when->ends;
	case ANCHOR_JOIN:
	case ANCHOR_MATCH:
	case ANCHOR_SESSION:
		break;
	}
	return false;
}

static const char *
read_rest(struct when *when)
{
	if (*when->word && read_weekday(*when->word, &when->weekday))
		when->word++;
	if (*when->word && text_clock(*when->word, &when->at) &&
		when->at < 24 * 60)
		when->word++;
	if (*when->word)
		return "ends in something that is no weekday and no time of "
		       "day: \"match + 3 days 09:00\"";
	if (when->weekday >= 0 &&
		(!anchor_is_dated(when->anchor) || when->anchor == ANCHOR_DATE))
		return "a weekday can follow start, end and \"week N\" only";
	if ((when->at >= 0 || when->weekday >= 0) && when->offset % DAY)
		return "a time of day goes with whole days";
	if (when->offset < 0 &&
		(when->anchor == ANCHOR_JOIN || when->anchor == ANCHOR_MATCH))
		return "nobody knows of it before it happens: write \"+\"";
	if (when->weekday >= 0)
		settle_weekday(when);
	if (when->at < 0 && anchor_is_dated(when->anchor) &&
		when->offset % DAY == 0)
		when->at = MORNING;
	if (when->starts <= when->ends && is_too_late(when))
		return "is after the end of the program";
	return NULL;
}

bool
when_parse(const char *text, int64_t starts, int64_t ends, struct step *step,
	const char **why)
{
	g_auto(GStrv) items = g_strsplit(text, " ", -1);
	char *words[WORDS + 1] = { 0 };
	size_t n = 0;
	struct when when = {
		.word = words,
		.starts = starts,
		.ends = ends,
		.weekday = -1,
		.at = -1,
	};

	for (char **item = items; *item && n < WORDS; item++)
		if (**item)
			words[n++] = *item;
	*why = read_anchor(&when);
	if (!*why)
		*why = read_rest(&when);
	if (*why)
		return false;
	step->anchor = when.anchor;
	step->date = when.date;
	step->offset = when.offset;
	step->at = when.at;
	return true;
}
