/* What all sections need: to tell a mistake where it stands, and to walk from
 * group to group. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "program/config.h"

/* A scalar as the coordinator wrote it, for the message; NULL for others. */
static const char *
shown(struct reading *reading, const config_setting_t *setting)
{
	struct pool *pool = reading->mistakes->pool;

	if (!setting)
		return NULL;
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		return config_setting_get_string(setting);
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return pool_printf(
			pool, "%lld", config_setting_get_int64(setting));
	case CONFIG_TYPE_FLOAT:
		return pool_printf(
			pool, "%g", config_setting_get_float(setting));
	case CONFIG_TYPE_BOOL:
		return config_setting_get_bool(setting) ? "true" : "false";
	default:
		return NULL;
	}
}

static int
line_of(const config_setting_t *setting)
{
	return setting ? (int)config_setting_source_line(setting) : 0;
}

void
config_wrong(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	mistake_add(reading->mistakes, reading->file, line_of(setting), path,
		shown(reading, setting), "%s", why);
}

void
config_warn(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	mistake_warn(reading->mistakes, reading->file, line_of(setting), path,
		shown(reading, setting), "%s", why);
}

const char *
config_nearest(struct reading *reading, const char *word,
	const char *const *candidates)
{
	g_autofree char *lower = g_ascii_strdown(word, -1);
	const char *nearest = text_nearest(lower, candidates);

	return nearest ? pool_printf(reading->mistakes->pool,
				 ", did you mean \"%s\"?", nearest)
		       : "";
}

config_setting_t *
config_at(config_setting_t *group, const char *name)
{
	return group && config_setting_is_group(group)
		? config_setting_get_member(group, name)
		: NULL;
}

bool
config_is_list(
	struct reading *reading, config_setting_t *setting, const char *path)
{
	if (config_setting_is_list(setting))
		return true;
	config_wrong(
		reading, setting, path, "must be a list: ( {...}, {...} )");
	return false;
}

bool
config_is_group(
	struct reading *reading, config_setting_t *setting, const char *path)
{
	if (config_setting_is_group(setting))
		return true;
	config_wrong(reading, setting, path, "must be a group: { ... }");
	return false;
}

void
config_elsewhere(struct reading *reading, config_setting_t *setting,
	const char *path, void *target)
{
	(void)reading;
	(void)setting;
	(void)path;
	(void)target;
}

bool
config_each(struct reading *reading, config_setting_t *parent, const char *name,
	void (*one)(struct reading *reading, config_setting_t *group,
		const char *path))
{
	config_setting_t *list = config_at(parent, name);

	if (!list)
		return false;
	if (!config_is_list(reading, list, name))
		return true;
	for (int i = 0; i < config_setting_length(list); i++) {
		config_setting_t *group =
			config_setting_get_elem(list, (unsigned)i);
		char *path = pool_printf(
			reading->mistakes->pool, "%s[%d]", name, i + 1);

		if (config_is_group(reading, group, path))
			one(reading, group, path);
	}
	return true;
}

bool
config_is_name(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *text)
{
	if (g_ascii_islower(*text) && strlen(text) <= 40 &&
		!text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_")])
		return true;
	config_wrong(reading, setting, path,
		"must be a name of small letters, digits, \"-\" and \"_\", "
		"starting with a letter, at most 40");
	return false;
}
