/* The group `times` of words.conf: what people write around a time.
 *
 * Each list gives its phrases a role; a phrase may stand in several. Some
 * carry a number behind "=": minutes, weeks, a place in a list, an hour
 * ("noon=12:00"), or a window of the day ("in the morning=7:00-12:00").
 */
#include "words_times.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "program/words.h"

enum carries {
	NOTHING,
	NUMBER,
	CLOCK, /* "=16:00" */
	WINDOW /* "=12:00-18:00" */
};

static const struct {
	const char *name;
	enum time_role role;
	enum carries carries;
} lists[] = {
	{ "at", TIME_AT, NOTHING },
	{ "on", TIME_ON, NOTHING },
	{ "hour", TIME_HOUR, NOTHING },
	{ "halves", TIME_HALF, WINDOW },
	{ "parts", TIME_PART, WINDOW },
	{ "clocks", TIME_CLOCK, CLOCK },
	{ "hours", TIME_NAME, CLOCK },
	{ "past", TIME_BEFORE, NUMBER },
	{ "and_half", TIME_BEHIND, NUMBER },
	{ "shifts", TIME_SHIFT, NUMBER },
	{ "same", TIME_SAME, NOTHING },
	{ "weeks", TIME_WEEK, NUMBER },
	{ "this", TIME_THIS, NOTHING },
	{ "from", TIME_FROM, NOTHING },
	{ "to", TIME_TO, NOTHING },
	{ "after", TIME_AFTER, NOTHING },
	{ "before", TIME_EARLIER, NOTHING },
	{ "or", TIME_OR, NOTHING },
	{ "but", TIME_BUT, NOTHING },
	{ "except", TIME_EXCEPT, NOTHING },
	{ "rather", TIME_RATHER, NOTHING },
	{ "propose", TIME_PROPOSE, NOTHING },
	{ "fits", TIME_FITS, NOTHING },
	{ "cannot", TIME_CANNOT, NOTHING },
	{ "was", TIME_PAST, NOTHING },
	{ "zone", TIME_ZONE, NOTHING },
	{ "places", TIME_PLACE, NUMBER },
	{ "other", TIME_OTHER, NOTHING },
	{ "any", TIME_ANY, NOTHING },
	{ "fill", TIME_FILL, NOTHING },
};
#define LISTS G_N_ELEMENTS(lists)

static bool
take_number(const char *text, int *n)
{
	gint64 number;

	if (!g_ascii_string_to_signed(text, 10, -100000, 100000, &number, NULL))
		return false;
	*n = (int)number;
	return true;
}

static bool
take_window(const char *text, int *n)
{
	g_auto(GStrv) ends = g_strsplit(text, "-", 3);
	int from, till;

	if (g_strv_length(ends) != 2 || !text_clock(ends[0], &from) ||
		!(text_clock(ends[1], &till) ||
			(!strcmp(ends[1], "24:00") && (till = 24 * 60))) ||
		from >= till)
		return false;
	*n = TIME_WINDOW(from, till);
	return true;
}

static bool
take_value(enum carries carries, const char *text, int *n)
{
	switch (carries) {
	case NOTHING:
		return false;
	case NUMBER:
		return take_number(text, n);
	case CLOCK:
		return text_clock(text, n);
	case WINDOW:
		return take_window(text, n);
	}
	return false;
}

/* "{n} hours later=60" */
static bool
add_shift(struct reading *reading, struct language *language, const char *form,
	int minutes)
{
	g_auto(GStrv) halves = g_strsplit(form, "{n}", 3);

	if (g_strv_length(halves) != 2)
		return false;
	g_autofree char *before = words_fold(halves[0]);
	g_autofree char *behind = words_fold(halves[1]);
	*LIST_ADD(reading->pool, &language->shifts) = (struct shift_words){
		pool_strdup(reading->pool, g_strstrip(before)),
		pool_strdup(reading->pool, g_strstrip(behind)), minutes
	};
	return true;
}

/* "half past|half after=30": the value is that of all forms. */
static void
add_item(struct reading *reading, config_setting_t *group,
	struct language *language, size_t list, const char *item)
{
	static const char *const wants[] = { [NUMBER] = "= and a number",
		[CLOCK] = "= and an hour like 16:00",
		[WINDOW] = "= and a time of day like 12:00-18:00" };
	enum carries carries = lists[list].carries;
	g_autofree char *copy = g_strdup(item);
	char *sets = carries == NOTHING ? NULL : strrchr(copy, '=');
	int n = 0;

	if (carries != NOTHING &&
		(!sets || !take_value(carries, sets + 1, &n))) {
		config_wrong(reading, config_at(group, lists[list].name),
			lists[list].name, "%s: must end in %s", item,
			wants[carries]);
		return;
	}
	if (sets)
		*sets = '\0';
	g_auto(GStrv) forms = g_strsplit(copy, "|", 20);
	for (char **form = forms; *form; form++) {
		if (!strstr(*form, "{n}"))
			language_add_time(reading->pool, language, *form,
				lists[list].role, n);
		else if (lists[list].role != TIME_SHIFT ||
			!add_shift(reading, language, *form, n))
			config_wrong(reading,
				config_at(group, lists[list].name),
				lists[list].name,
				"%s: {n} stands in shifts alone, and once",
				item);
	}
}

void
words_times(struct reading *reading, config_setting_t *setting,
	const char *path, void *target)
{
	struct text_list found[LISTS] = { 0 };
	struct key keys[LISTS + 1] = { 0 };

	for (size_t i = 0; i < LISTS; i++)
		keys[i] = (struct key){ .name = lists[i].name,
			.kind = KEY_TEXTS,
			.at = i * sizeof *found };
	if (!config_is_group(reading, setting, path))
		return;
	config_group(reading, setting, path, keys, found);
	for (size_t i = 0; i < LISTS; i++)
		for (size_t k = 0; k < found[i].n; k++)
			add_item(reading, setting, target, i, found[i].at[k]);
}
