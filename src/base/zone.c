/* Civil time: the calendar is arithmetic, the zones are asked for offsets at
 * instants, and everything between is found by bisection. */
#include "base/zone.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"

struct zone {
	char *name;
	GTimeZone *tz;
};

/* A name that can be nothing but a path below the zone folder, and is none of
 * the files there that are no zones ("leapseconds"). */
static bool
name_is_sane(const char *name)
{
	if (!*name || *name == '/' || strlen(name) > 64 || strstr(name, ".."))
		return false;
	for (const char *p = name; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("/_+-", *p))
			return false;
	return g_ascii_isupper(*name) ||
		(g_ascii_isalpha(*name) && strchr(name, '/'));
}

const struct zone *
zone_find(const char *name)
{
	static GHashTable *zones;

	if (!name || !name_is_sane(name))
		return NULL;
	if (!zones)
		zones = g_hash_table_new(g_str_hash, g_str_equal);
	struct zone *zone = g_hash_table_lookup(zones, name);
	if (zone)
		return zone;
	GTimeZone *tz = g_time_zone_new_identifier(name);
	if (!tz)
		return NULL;
	zone = g_new(struct zone, 1);
	zone->name = g_strdup(name);
	zone->tz = tz;
	g_hash_table_insert(zones, zone->name, zone);
	return zone;
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

int
zone_offset(const struct zone *zone, int64_t utc)
{
	int i = g_time_zone_find_interval(zone->tz, G_TIME_TYPE_UNIVERSAL, utc);

	return i < 0 ? 0 : g_time_zone_get_offset(zone->tz, i);
}

/* Days and date: Howard Hinnant's era arithmetic, years from March. */
int64_t
civil_days(int year, int month, int day)
{
	int64_t m = (int64_t)year * 12 + (month - 1);
	int64_t y = m >= 0 ? m / 12 : -((11 - m) / 12);
	int64_t mon = m - y * 12 + 1;

	y -= mon <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (mon + (mon > 2 ? -3 : 9)) + 2) / 5;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468 + day - 1;
}

struct civil
civil_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = { 0 };

	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.weekday = (int)(((days % 7) + 10) % 7);
	return c;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct civil
civil_of(const struct zone *zone, int64_t utc)
{
	int64_t local = utc + zone_offset(zone, utc);
	int64_t days = floor_div(local, DAY);
	int64_t rest = local - days * DAY;
	struct civil c = civil_from_days(days);

	c.hour = (int)(rest / HOUR);
	c.minute = (int)(rest % HOUR / MINUTE);
	c.second = (int)(rest % MINUTE);
	return c;
}

/* The instant at which the offset changes, between two instants that have
 * different ones. */
static int64_t
transition(const struct zone *zone, int64_t before, int64_t after)
{
	int old = zone_offset(zone, before);

	while (after - before > 1) {
		int64_t middle = before + (after - before) / 2;

		if (zone_offset(zone, middle) == old)
			before = middle;
		else
			after = middle;
	}
	return after;
}

int64_t
civil_to_utc(const struct zone *zone, struct civil c)
{
	int64_t local = civil_days(c.year, c.month, c.day) * DAY +
		c.hour * HOUR + c.minute * MINUTE + c.second;
	int before = zone_offset(zone, local - DAY);
	int after = zone_offset(zone, local + DAY);
	int64_t first = local - before, second = local - after;

	if (zone_offset(zone, first) == before)
		return first;
	if (zone_offset(zone, second) == after)
		return second;
	return transition(zone, local - DAY, local + DAY);
}

bool
civil_parse_date(const char *text, int64_t *days)
{
	int field[3] = { 0 };

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	for (int i = 0, f = 0; i < 10; i++) {
		if (i == 4 || i == 7)
			f++;
		else if (!g_ascii_isdigit(text[i]))
			return false;
		else
			field[f] = field[f] * 10 + (text[i] - '0');
	}
	int64_t d = civil_days(field[0], field[1], field[2]);
	struct civil c = civil_from_days(d);
	if (c.year != field[0] || c.month != field[1] || c.day != field[2])
		return false;
	*days = d;
	return true;
}
