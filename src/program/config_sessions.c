/* The section sessions: when and where the people of a match meet. */
#include <glib.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/text.h"
#include "program/config.h"

/* "09:00-18:00" */
static void
hours(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	struct sessions *sessions = target;
	const char *text = config_setting_get_string(setting);
	g_auto(GStrv) ends = g_strsplit(text ? text : "", "-", 3);
	int from, till;

	if (g_strv_length(ends) == 2 &&
		text_clock(g_strstrip(ends[0]), &from) &&
		text_clock(g_strstrip(ends[1]), &till) && from < till) {
		sessions->day_from = from;
		sessions->day_till = till;
	} else {
		config_wrong(reading, setting, path,
			"must be two times of day, \"09:00-18:00\"");
	}
}

static const struct choice finds[] = {
	{ "availability", FIND_AVAILABILITY },
	{ "none", FIND_NONE },
	{ "ask", FIND_ASK },
	{ "themselves", FIND_THEMSELVES },
	{ 0 },
};

void
config_sessions(struct reading *reading, config_setting_t *root)
{
#define AT(member) offsetof(struct sessions, member)
	static const struct key keys[] = {
		{ "count", KEY_INT, AT(count), .from = 0, .till = 100,
			.fallback = "0" },
		{ "every", KEY_DURATION, AT(every), .from = DAY,
			.till = 180 * DAY, .fallback = "2 weeks" },
		{ "first", KEY_DURATION, AT(first), .from = 0,
			.till = 180 * DAY, .fallback = "2 days" },
		{ "length", KEY_MINUTES, AT(minutes), .from = 15 * MINUTE,
			.till = 8 * HOUR, .fallback = "1 hour" },
		{ "hours", KEY_PART, .part = hours },
		{ "find", KEY_CHOICE, AT(find), .fallback = "availability",
			.choices = finds },
		{ "place", KEY_TEXT, AT(place), .till = 500 },
		{ "agendas", KEY_TEXTS, AT(agendas), .till = 500 },
		{ "series", KEY_TRUTH, AT(series), .fallback = "false" },
		{ "proposals", KEY_TRUTH, AT(proposals), .fallback = "true" },
		{ "slots", KEY_INT, AT(slots), .from = 2, .till = POLL_SLOTS,
			.fallback = "5" },
		{ "answer", KEY_DURATION, AT(answer), .from = DAY,
			.till = 30 * DAY, .fallback = "3 days" },
		{ "rounds", KEY_INT, AT(rounds), .from = 1, .till = 9,
			.fallback = "3" },
		{ 0 },
	};
#undef AT
	struct sessions *s = &reading->program->sessions;

	s->day_from = 9 * 60;
	s->day_till = 18 * 60;
	config_section(reading, root, "sessions", keys, s);
	if (s->series && s->every % (7 * DAY))
		config_wrong(reading, config_at(root, "sessions"),
			"sessions.every",
			"must be whole weeks when sessions.series is true, "
			"\"2 weeks\"");
	if (s->series && s->find == FIND_THEMSELVES)
		config_wrong(reading, config_at(root, "sessions"),
			"sessions.series",
			"is for meetings that the program plans, and "
			"sessions.find = \"themselves\" has it plan none");
	if (s->minutes > s->day_till - s->day_from)
		config_wrong(reading, config_at(root, "sessions"),
			"sessions.length", "is longer than sessions.hours");
}
