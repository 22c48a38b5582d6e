/* fuzz/zone: Zone files and their last rules, and the names by which calendars
 * call a zone. A rule that is read has offsets that a clock may show, and both
 * changes in each year. */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "read/zones.h"
#include "write/posix_tz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
try_rule(const char *text)
{
	struct posix_tz tz;

	if (!posix_tz_parse(text, &tz))
		return;
	for (int year = 1970; year < 2100; year += 13) {
		int64_t utc = civil_days(year, 7, 1) * DAY;
		int offset = posix_tz_offset(&tz, utc);

		if (offset != tz.standard && offset != tz.daylight)
			g_error("an offset of its own");
		if (!tz.changes)
			continue;
		int64_t change =
			posix_change_at(&tz.to_daylight, year, tz.standard);
		if (ABS(change - utc) > 400 * DAY)
			g_error("in another year");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	g_autofree char *text = g_strndup((const char *)bytes, size);
	g_autofree char *valid =
		g_utf8_make_valid((const char *)bytes, (gssize)size);
	char footer[80];

	try_rule(text);
	if (tzif_footer(bytes, size, footer, sizeof footer)) {
		if (strlen(footer) >= sizeof footer)
			g_error("too long");
		try_rule(footer);
	}
	const char *iana = windows_zone(valid);
	if (iana && !zone_find(iana))
		g_error("a zone that is none: %s", iana);
	const struct zone *zone = zone_of_calendar(valid);
	if (zone && ABS(zone_offset(zone, 1800000000)) > 26 * HOUR)
		g_error("more than a day away");
	return 0;
}
