/* Reading the POSIX rule of a zone (IEEE 1003.1, 8.3, as RFC 8536 extends
 * it), and applying it. The files are the system's own, but a broken one must
 * give no more than a refusal. */
#include "write/posix_tz.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "base/zone.h"

bool
tzif_footer(const void *bytes, size_t len, char *out, size_t size)
{
	const char *text = bytes;

	if (len < 44 || memcmp(text, "TZif", 4) || text[4] < '2' ||
		text[len - 1] != '\n')
		return false;
	const char *start = memrchr(text, '\n', len - 1);
	if (!start)
		return false;
	size_t footer = (size_t)(text + len - 1 - (start + 1));
	if (!footer || footer >= size || memchr(start + 1, '\0', footer))
		return false;
	memcpy(out, start + 1, footer);
	out[footer] = '\0';
	return true;
}

/* "CET" or "<+0330>" */
static bool
parse_name(const char **at, char *out, size_t size)
{
	bool quoted = **at == '<';
	const char *start = *at + quoted, *end = start;

	while (g_ascii_isalpha(*end) ||
		(quoted &&
			(g_ascii_isdigit(*end) || *end == '+' || *end == '-')))
		end++;
	size_t len = (size_t)(end - start);
	if (len < 3 || len >= size || (quoted && *end != '>'))
		return false;
	memcpy(out, start, len);
	out[len] = '\0';
	*at = end + quoted;
	return true;
}

static bool
parse_number(const char **at, int most, int *number)
{
	int value = 0, digits = 0;

	for (; g_ascii_isdigit(**at) && digits < 4; (*at)++, digits++)
		value = value * 10 + (**at - '0');
	if (!digits || value > most)
		return false;
	*number = value;
	return true;
}

/* ":mm" where there is one; minutes and seconds of a time */
static bool
parse_sixtieth(const char **at, int *number)
{
	if (**at != ':')
		return true;
	++*at;
	return parse_number(at, 59, number);
}

/* "[+-]h[h[h]][:mm[:ss]]" in seconds */
static bool
parse_time(const char **at, int most_hours, int *seconds)
{
	int sign = **at == '-' ? -1 : 1, hours, minutes = 0, rest = 0;

	*at += **at == '-' || **at == '+';
	if (!parse_number(at, most_hours, &hours) ||
		!parse_sixtieth(at, &minutes) || !parse_sixtieth(at, &rest))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

/* ",M3.5.0/3"; days of the year are not for us. */
static bool
parse_change(const char **at, struct posix_change *change)
{
	if ((*at)[0] != ',' || (*at)[1] != 'M')
		return false;
	*at += 2;
	if (!parse_number(at, 12, &change->month) || change->month < 1 ||
		*(*at)++ != '.' || !parse_number(at, 5, &change->week) ||
		change->week < 1 || *(*at)++ != '.' ||
		!parse_number(at, 6, &change->weekday))
		return false;
	change->seconds = 2 * 3600;
	if (**at != '/')
		return true;
	++*at;
	return parse_time(at, 167, &change->seconds);
}

bool
posix_tz_parse(const char *text, struct posix_tz *tz)
{
	struct posix_tz made = { 0 };
	const char *at = text;
	int west;

	if (!parse_name(&at, made.standard_name, sizeof made.standard_name) ||
		!parse_time(&at, 24, &west))
		return false;
	made.standard = -west;
	if (*at) {
		made.changes = true;
		if (!parse_name(
			    &at, made.daylight_name, sizeof made.daylight_name))
			return false;
		made.daylight = made.standard + 3600;
		if (*at != ',') {
			if (!parse_time(&at, 24, &west))
				return false;
			made.daylight = -west;
		}
		if (!parse_change(&at, &made.to_daylight) ||
			!parse_change(&at, &made.to_standard) || *at)
			return false;
	}
	*tz = made;
	return true;
}

int64_t
posix_change_at(const struct posix_change *change, int year, int offset)
{
	int64_t first = civil_days(year, change->month, 1);
	int64_t next = civil_days(year, change->month + 1, 1);
	int monday = (change->weekday + 6) % 7; /* counted from Monday */
	int ahead = (monday - civil_from_days(first).weekday + 7) % 7;
	int64_t day = first + ahead + 7 * (change->week - 1);

	while (day >= next)
		day -= 7;
	return day * DAY + change->seconds - offset;
}

int
posix_tz_offset(const struct posix_tz *tz, int64_t utc)
{
	if (!tz->changes)
		return tz->standard;
	int64_t days = utc / DAY - (utc % DAY < 0);
	int year = civil_from_days(days).year;
	int offset = tz->standard;
	int64_t latest = INT64_MIN;

	for (int y = year - 1; y <= year + 1; y++) {
		int64_t on = posix_change_at(&tz->to_daylight, y, tz->standard);
		int64_t off =
			posix_change_at(&tz->to_standard, y, tz->daylight);

		if (on <= utc && on > latest) {
			latest = on;
			offset = tz->daylight;
		}
		if (off <= utc && off > latest) {
			latest = off;
			offset = tz->standard;
		}
	}
	return offset;
}
