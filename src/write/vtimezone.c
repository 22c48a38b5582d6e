/* A VTIMEZONE of two observances and no history, the only kind that every
 * calendar program reads alike (RFC 5545 3.6.5). It stands on the POSIX rule
 * of the system's zone file, and only where that rule agrees with the zone
 * over the whole span; else the caller writes UTC, which nobody can misread. */
#include "write/invite.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "write/posix_tz.h"

#define ZONE_FOLDER  "/usr/share/zoneinfo"
#define ZONE_LARGEST (1 << 18)

/* The zone's footer, read once per zone and process. */
static const struct posix_tz *
read_rule(const struct zone *zone)
{
	g_autofree char *path =
		g_build_filename(ZONE_FOLDER, zone_name(zone), NULL);
	g_autofree char *bytes = g_malloc(ZONE_LARGEST);
	char footer[128];
	struct posix_tz tz;
	FILE *file = fopen(path, "re");

	if (!file)
		return NULL;
	size_t len = fread(bytes, 1, ZONE_LARGEST, file);
	fclose(file);
	return tzif_footer(bytes, len, footer, sizeof footer) &&
			posix_tz_parse(footer, &tz)
		? g_memdup2(&tz, sizeof tz)
		: NULL;
}

static const struct posix_tz *
rule_of(const struct zone *zone)
{
	static GHashTable *rules;
	gpointer rule;

	if (!rules)
		rules = g_hash_table_new(NULL, NULL);
	if (g_hash_table_lookup_extended(rules, zone, NULL, &rule))
		return rule;
	const struct posix_tz *tz = read_rule(zone);
	gpointer key = (gpointer)(uintptr_t)zone;
	g_hash_table_insert(rules, key, (gpointer)(uintptr_t)tz);
	return tz;
}

static bool
rule_agrees(const struct posix_tz *tz, const struct zone *zone, int64_t at)
{
	return posix_tz_offset(tz, at) == zone_offset(zone, at);
}

/* Does the rule say what the zone says, at both ends and all between? Zones
 * change a few times a year, so a look every half day is enough where nothing
 * does, and each quarter of an hour where something does. */
static bool
rule_holds(const struct posix_tz *tz, const struct zone *zone, int64_t from,
	int64_t till)
{
	for (int64_t at = from; at < till; at += DAY / 2) {
		int64_t next = MIN(at + DAY / 2, till);
		bool still = zone_offset(zone, at) == zone_offset(zone, next);

		if (!rule_agrees(tz, zone, at))
			return false;
		for (int64_t t = at; !still && t < next; t += 15 * MINUTE)
			if (!rule_agrees(tz, zone, t))
				return false;
	}
	return rule_agrees(tz, zone, till);
}

static void
append_offset(GString *out, const char *name, int offset)
{
	int seconds = ABS(offset);

	g_string_append_printf(out, "%s:%c%02d%02d", name,
		offset < 0 ? '-' : '+', seconds / 3600, seconds / 60 % 60);
	if (seconds % 60)
		g_string_append_printf(out, "%02d", seconds % 60);
	g_string_append(out, "\r\n");
}

/* A rule whose time lies outside its day ("last Sunday at -1:00") speaks of
 * a neighbouring day, which has no nth-weekday name but seven possible days
 * of the month. False when they leave the month or its length varies. */
static bool
append_shifted(GString *out, const struct posix_change *change, int shift)
{
	static const int lengths[] = { 31, 0, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	static const char days[][3] = { "SU", "MO", "TU", "WE", "TH", "FR",
		"SA" };
	int length = lengths[change->month - 1];
	int weekday = ((change->weekday + shift) % 7 + 7) % 7;
	int first = change->week == 5 ? length - 6 : 7 * (change->week - 1) + 1;

	first += shift;
	if (!length || first < 1 || first + 6 > length)
		return false;
	g_string_append_printf(out,
		"RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%s;BYMONTHDAY=%d",
		change->month, days[weekday], first);
	for (int i = 1; i < 7; i++)
		g_string_append_printf(out, ",%d", first + i);
	g_string_append(out, "\r\n");
	return true;
}

static bool
append_rule(GString *out, const struct posix_change *change)
{
	static const char days[][3] = { "SU", "MO", "TU", "WE", "TH", "FR",
		"SA" };
	int shift = (int)((change->seconds + 30 * DAY) / DAY - 30);

	if (shift)
		return append_shifted(out, change, shift);
	g_string_append_printf(out,
		"RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s\r\n", change->month,
		change->week == 5 ? -1 : change->week, days[change->weekday]);
	return true;
}

/* One observance; change NULL: it has been so since 1970. Its onset is the
 * first that the rule gives, in the wall time before it (3.6.5). */
static bool
append_observance(GString *out, const char *label, int from, int to,
	bool summer, const struct posix_change *change)
{
	const char *kind = summer ? "DAYLIGHT" : "STANDARD";
	int64_t onset = change ? posix_change_at(change, 1970, from) + from : 0;
	struct civil c = civil_of(zone_find("UTC"), onset);

	g_string_append_printf(out, "BEGIN:%s\r\nTZNAME:%s\r\n", kind, label);
	append_offset(out, "TZOFFSETFROM", from);
	append_offset(out, "TZOFFSETTO", to);
	g_string_append_printf(out, "DTSTART:%04d%02d%02dT%02d%02d%02d\r\n",
		c.year, c.month, c.day, c.hour, c.minute, c.second);
	if (change && !append_rule(out, change))
		return false;
	g_string_append_printf(out, "END:%s\r\n", kind);
	return true;
}

/* The one with the greater offset is called DAYLIGHT, also where, as in
 * Dublin, the law calls winter the exception. */
static bool
append_observances(GString *out, const struct posix_tz *tz)
{
	bool summer = tz->daylight > tz->standard;

	if (!tz->changes)
		return append_observance(out, tz->standard_name, tz->standard,
			tz->standard, false, NULL);
	return append_observance(out, tz->daylight_name, tz->standard,
		       tz->daylight, summer, &tz->to_daylight) &&
		append_observance(out, tz->standard_name, tz->daylight,
			tz->standard, !summer, &tz->to_standard);
}

static bool
is_utc(const struct posix_tz *tz)
{
	return !tz->changes && !tz->standard;
}

static char *
print(struct pool *pool, const char *name, const struct posix_tz *tz)
{
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out,
		"BEGIN:VTIMEZONE\r\nTZID:%s\r\nX-LIC-LOCATION:%s\r\n", name,
		name);
	if (!append_observances(out, tz))
		return NULL;
	g_string_append(out, "END:VTIMEZONE\r\n");
	return pool_strdup(pool, out->str);
}

char *
vtimezone_print(
	struct pool *pool, const struct zone *zone, int64_t from, int64_t till)
{
	const struct posix_tz *tz = rule_of(zone);

	return tz && !is_utc(tz) && rule_holds(tz, zone, from, till)
		? print(pool, zone_name(zone), tz)
		: NULL;
}

bool
vtimezone_fits(const struct zone *zone, int64_t from, int64_t till)
{
	const struct posix_tz *tz = rule_of(zone);
	g_autoptr(GString) out = g_string_new(NULL);

	return tz && rule_holds(tz, zone, from, till) &&
		(is_utc(tz) || append_observances(out, tz));
}
