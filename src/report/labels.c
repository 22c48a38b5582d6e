/* Words for figures, English and German, and dates as a coordinator reads
 * them.
 */
#include "report/labels.h"

#include <assert.h>
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "program/words.h"

enum {
	ENGLISH,
	GERMAN,
	LANGUAGES
};

static const char *const words[][LANGUAGES] = {
	[LABEL_ENROLLED] = { "enrolled", "angemeldet" },
	[LABEL_REACHED] = { "reached by mail", "per Mail erreicht" },
	[LABEL_HEARD] = { "answered at least once", "haben sich gemeldet" },
	[LABEL_MATCHED] = { "matched", "zugeordnet" },
	[LABEL_MET] = { "have met", "haben sich getroffen" },
	[LABEL_MATCHES_MET] = { "matches that met", "Paare mit Treffen" },
	[LABEL_HELD] = { "sessions held", "Treffen fanden statt" },
	[LABEL_HOURS] = { "hours together", "Stunden miteinander" },
	[LABEL_ACCEPTED] = { "invitations accepted", "Einladungen angenommen" },
	[LABEL_ANSWERED] = { "questions answered", "Fragen beantwortet" },
	[LABEL_OF] = { "of", "von" },
	[LABEL_FEWER] = { "fewer than", "weniger als" },
	[LABEL_WEEK] = { "W", "KW " },
	[LABEL_SINCE] = { "since", "seit" },
	[LABEL_PEOPLE] = { "people", "Personen" },
	[LABEL_YES] = { "yes", "ja" },
	[LABEL_MEAN] = { "mean", "Mittel" },
	[LABEL_ANSWERS] = { "answers", "Antworten" },
	[LABEL_ALL_ANSWERS] = { "Answers", "Antworten" },
	[LABEL_NEED_YOU] = { "in need of you", "brauchen Sie" },
	[LABEL_TOOK_PLACE] = { "held", "stattgefunden" },
	[LABEL_NEEDS] = { "What needs you", "Was Sie braucht" },
	[LABEL_NO_NEEDS] = { "Nothing needs you.", "Nichts braucht Sie." },
	[LABEL_FUNNEL] = { "How far people came", "Wie weit alle kamen" },
	[LABEL_SESSIONS] = { "Sessions held of those planned, by week",
		"Treffen: stattgefunden von geplant, je Woche" },
	[LABEL_PLANNED] = { "planned", "geplant" },
	[LABEL_ASKED] = { "asked", "gefragt" },
	[LABEL_MAIL] = { "Mail", "Post" },
	[LABEL_SENT] = { "sent", "verschickt" },
	[LABEL_IN_DOUBT] = { "in doubt", "im Zweifel" },
	[LABEL_PRESENT] = { "taking part", "dabei" },
	[LABEL_PAUSED] = { "paused", "pausieren" },
	[LABEL_SUSPENDED] = { "suspended", "unerreichbar" },
	[LABEL_LEFT] = { "left", "ausgeschieden" },
	[LABEL_ACTIVE_MATCHES] = { "active matches", "laufende Paare" },
	[LABEL_DAY] = { "day", "Tag" },
	[LABEL_DAYS] = { "days", "Tage" },
	[LABEL_AS_OF] = { "as of", "Stand" },
};
static_assert(G_N_ELEMENTS(words) == LABEL_COUNT, "a label lacks its words");

static const char *const needs[][LANGUAGES] = {
	{ "silent", "still" },
	{ "unclear", "unklar" },
	{ "unmatched", "ohne Partner" },
	{ "bounced", "unzustellbar" },
	{ "draft", "Entwurf" },
	{ "in doubt", "im Zweifel" },
	{ "concern", "Anliegen" },
	{ "to read", "zu lesen" },
	{ "quarantine", "Quarantäne" },
	{ "refused", "abgelehnt" },
	{ "calendar", "Kalender" },
};

static int
language_of(const struct program *program)
{
	return language_is_german(program->language) ? GERMAN : ENGLISH;
}

const char *
label(const struct program *program, enum label which)
{
	return words[which][language_of(program)];
}

const char *
label_need(const struct program *program, const char *what)
{
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		if (!strcmp(needs[i][ENGLISH], what))
			return needs[i][language_of(program)];
	return what;
}

char *
label_decimal(struct pool *pool, const struct program *program, double number)
{
	int64_t tenths = llround(number * 10);

	return pool_printf(pool, "%s%" PRId64 "%s%" PRId64,
		tenths < 0 ? "-" : "", ABS(tenths) / 10,
		language_of(program) == GERMAN ? "," : ".", ABS(tenths) % 10);
}

char *
label_date(struct pool *pool, const struct program *program, int64_t utc)
{
	if (program->words)
		return words_date(pool,
			words_language(program->words, program->language,
				program->language),
			program->zone, utc);
	struct civil day = civil_of(program->zone, utc);
	return pool_printf(
		pool, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* ISO 8601: the week of a day is that of its Thursday. */
char *
label_week(struct pool *pool, const struct program *program, int64_t utc)
{
	struct civil day = civil_of(program->zone, utc);
	int64_t thursday =
		civil_days(day.year, day.month, day.day) + (3 - day.weekday);
	int64_t january = civil_days(civil_from_days(thursday).year, 1, 1);

	return pool_printf(pool, "%s%" PRId64, label(program, LABEL_WEEK),
		(thursday - january) / 7 + 1);
}
