/* One group of program.conf, read by its table of keys. */
#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/zone.h"
#include "program/config.h"

/* ---- texts, and what is written as one -------------------------------- */

static const char *
choose(struct reading *reading, const struct key *key, const char *text,
	int *value)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (const struct choice *c = key->choices; c->name; c++) {
		if (!strcmp(c->name, text)) {
			if (c->value == CHOICE_LATER)
				return "is not available in this version";
			*value = c->value;
			return NULL;
		}
		if (c->value != CHOICE_LATER)
			g_ptr_array_add(names, (void *)(uintptr_t)c->name);
	}
	g_ptr_array_add(names, NULL);
	g_autofree char *all = g_strjoinv("\", \"", (char **)names->pdata);
	return pool_printf(reading->mistakes->pool, "must be one of \"%s\"%s",
		all,
		config_nearest(
			reading, text, (const char *const *)names->pdata));
}

static const char *
duration_fault(struct reading *reading, const struct key *key, const char *text,
	int64_t *seconds)
{
	int64_t value;

	if (!text_duration(text, &value))
		return "is not a length of time: write \"3 days\", \"2 weeks\" "
		       "or \"36 hours\"";
	if (value < key->from)
		return "is too short";
	if (key->till && value > key->till)
		return pool_printf(reading->mistakes->pool,
			"is too long: at most %" PRId64 " days",
			key->till / DAY);
	*seconds = value;
	return NULL;
}

static const char *
line_fault(struct reading *reading, const struct key *key, const char *text)
{
	size_t most = key->till ? (size_t)key->till : 200;

	if (!*text || strspn(text, " ") == strlen(text))
		return "must not be empty";
	if (text_has_controls(text))
		return "must be one line without control characters";
	if (strlen(text) > most)
		return pool_printf(reading->mistakes->pool,
			"is longer than %zu octets", most);
	return NULL;
}

/* Store what text says at place; the fault in words, or NULL. */
static const char *
text_value(struct reading *reading, const struct key *key, const char *text,
	void *place)
{
	const char *why = line_fault(reading, key, text);
	int64_t seconds;

	if (why)
		return why;
	switch (key->kind) {
	case KEY_TEXT:
		*(const char **)place = pool_strdup(reading->pool, text);
		return NULL;
	case KEY_ADDRESS:
		why = address_fault(text);
		if (!why)
			*(const char **)place =
				address_canonical(reading->pool, text);
		return why;
	case KEY_CHOICE:
		return choose(reading, key, text, place);
	case KEY_DURATION:
		return duration_fault(reading, key, text, place);
	case KEY_MINUTES:
		why = duration_fault(reading, key, text, &seconds);
		if (!why)
			*(int *)place = (int)(seconds / MINUTE);
		return why;
	case KEY_CLOCK:
		return text_clock(text, place)
			? NULL
			: "is not a time of day: write \"09:00\"";
	case KEY_DATE:
		return civil_parse_date(text, place)
			? NULL
			: "is not a date: write year-month-day, "
			  "\"2027-01-11\"";
	case KEY_TRUTH:
	case KEY_INT:
	case KEY_NUMBER:
	case KEY_TEXTS:
	case KEY_DURATIONS:
	case KEY_PART:
	case KEY_LATER:
		break;
	}
	g_assert_not_reached();
}

/* ---- numbers and truths ----------------------------------------------- */

static void
number_value(struct reading *reading, config_setting_t *setting,
	const char *path, const struct key *key, void *place)
{
	int type = config_setting_type(setting);

	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
		config_wrong(reading, setting, path,
			"must be a whole number, without quotes");
		return;
	}
	int64_t value = config_setting_get_int64(setting);
	if (value < key->from || value > key->till) {
		if (key->from == key->till)
			config_wrong(reading, setting, path,
				"only %" PRId64 " is available in this version",
				key->from);
		else
			config_wrong(reading, setting, path,
				"must be from %" PRId64 " to %" PRId64,
				key->from, key->till);
	} else if (key->kind == KEY_INT) {
		*(int *)place = (int)value;
	} else {
		*(int64_t *)place = value;
	}
}

static void
truth_value(struct reading *reading, config_setting_t *setting,
	const char *path, void *place)
{
	if (config_setting_type(setting) == CONFIG_TYPE_BOOL)
		*(bool *)place = config_setting_get_bool(setting);
	else
		config_wrong(reading, setting, path,
			"must be true or false, without quotes");
}

/* ---- several ----------------------------------------------------------- */

/* Put one text of several behind the others; kinds as in text_value. */
static void
one_of_several(struct reading *reading, config_setting_t *item,
	const char *path, const struct key *key, void *place)
{
	const char *text = config_setting_get_string(item);
	const char *why = NULL;

	if (!text) {
		config_wrong(reading, item, path, "must be a text in quotes");
	} else if (key->kind == KEY_TEXTS) {
		why = line_fault(reading, key, text);
		if (!why)
			*LIST_ADD(reading->pool, (struct text_list *)place) =
				pool_strdup(reading->pool, text);
	} else {
		struct duration_list *list = place;
		int64_t seconds;

		why = duration_fault(reading, key, text, &seconds);
		if (!why && list->n && seconds <= list->at[list->n - 1])
			why = "must be longer than the one before it";
		if (!why)
			*LIST_ADD(reading->pool, list) = seconds;
	}
	if (why)
		config_wrong(reading, item, path, "%s", why);
}

static void
several(struct reading *reading, config_setting_t *setting, const char *path,
	const struct key *key, void *place)
{
	if (!config_setting_is_aggregate(setting)) {
		one_of_several(reading, setting, path, key, place);
		return;
	}
	if (config_setting_is_group(setting)) {
		config_wrong(reading, setting, path,
			"must be a list of texts: ( \"...\", \"...\" )");
		return;
	}
	for (int i = 0; i < config_setting_length(setting); i++)
		one_of_several(reading,
			config_setting_get_elem(setting, (unsigned)i), path,
			key, place);
}

/* ---- a group ------------------------------------------------------------ */

static void
value(struct reading *reading, config_setting_t *setting, const char *path,
	const struct key *key, void *target)
{
	char *place = (char *)target + key->at;
	const char *text, *why;

	switch (key->kind) {
	case KEY_TRUTH:
		truth_value(reading, setting, path, place);
		return;
	case KEY_INT:
	case KEY_NUMBER:
		number_value(reading, setting, path, key, place);
		return;
	case KEY_TEXTS:
	case KEY_DURATIONS:
		several(reading, setting, path, key, place);
		return;
	case KEY_PART:
		key->part(reading, setting, path, target);
		return;
	case KEY_LATER:
		config_wrong(reading, setting, path,
			"is not available in this version: remove it");
		return;
	case KEY_TEXT:
	case KEY_ADDRESS:
	case KEY_CHOICE:
	case KEY_DURATION:
	case KEY_MINUTES:
	case KEY_CLOCK:
	case KEY_DATE:
		break;
	}
	text = config_setting_get_string(setting);
	why = text ? text_value(reading, key, text, place)
		   : "must be a text in quotes";
	if (why)
		config_wrong(reading, setting, path, "%s", why);
}

/* The default of a key that is not written. */
static void
fall_back(struct reading *reading, const struct key *key, void *target)
{
	char *place = (char *)target + key->at;
	const char *why = NULL;

	switch (key->kind) {
	case KEY_TRUTH:
		*(bool *)place = !strcmp(key->fallback, "true");
		break;
	case KEY_INT:
		*(int *)place = (int)g_ascii_strtoll(key->fallback, NULL, 10);
		break;
	case KEY_NUMBER:
		*(int64_t *)place = g_ascii_strtoll(key->fallback, NULL, 10);
		break;
	case KEY_TEXT:
	case KEY_ADDRESS:
	case KEY_CHOICE:
	case KEY_DURATION:
	case KEY_MINUTES:
	case KEY_CLOCK:
	case KEY_DATE:
		why = text_value(reading, key, key->fallback, place);
		break;
	case KEY_TEXTS:
	case KEY_DURATIONS:
	case KEY_PART:
	case KEY_LATER:
		g_assert_not_reached();
	}
	g_assert(!why);
}

static const struct key *
key_of(const struct key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

static void
unknown_key(struct reading *reading, config_setting_t *setting,
	const char *path, const struct key *keys)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (; keys->name; keys++)
		if (keys->kind != KEY_LATER)
			g_ptr_array_add(names, (void *)(uintptr_t)keys->name);
	g_ptr_array_add(names, NULL);
	config_wrong(reading, setting, path, "there is no such key%s",
		config_nearest(reading, config_setting_name(setting),
			(const char *const *)names->pdata));
}

static const char *
member_path(struct reading *reading, const char *path, const char *name)
{
	return *path ? pool_printf(reading->mistakes->pool, "%s.%s", path, name)
		     : name;
}

void
config_section(struct reading *reading, config_setting_t *root,
	const char *name, const struct key *keys, void *target)
{
	config_setting_t *group = config_at(root, name);

	if (!group || config_is_group(reading, group, name))
		config_group(reading, group, name, keys, target);
}

void
config_group(struct reading *reading, config_setting_t *group, const char *path,
	const struct key *keys, void *target)
{
	int n = group ? config_setting_length(group) : 0;

	for (const struct key *key = keys; key->name; key++) {
		if (config_at(group, key->name))
			continue;
		if (key->required)
			config_wrong(reading, group,
				member_path(reading, path, key->name),
				"is missing");
		else if (key->fallback)
			fall_back(reading, key, target);
	}
	for (int i = 0; i < n; i++) {
		config_setting_t *setting =
			config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(setting);
		const char *full = member_path(reading, path, name);
		const struct key *key = key_of(keys, name);

		if (key)
			value(reading, setting, full, key, target);
		else
			unknown_key(reading, setting, full, keys);
	}
}
