/* A series on the wall clock: where its sessions fall, and how far one object
 * can say that. Its RRULE (RFC 5545 3.3.10) is the one form that every calendar
 * knows: every so many weeks, so many times. What a reader makes of it hangs
 * on the VTIMEZONE beside it, so each session is compared with the system's
 * zone before anybody is told. */
#include "write/invite.h"

#include "base/clock.h"

int64_t
invite_series_at(const struct series *series, int i)
{
	const struct zone *zone = zone_find(series->zone);
	struct civil c =
		civil_of(zone ? zone : zone_find("UTC"), series->starts_at);

	c.day += 7 * series->weeks * i;
	return civil_to_utc(zone ? zone : zone_find("UTC"), c);
}

/* The same hour as the first one's, in an hour that the clock shows once. */
static bool
falls_well(const struct series *series, const struct zone *zone, int64_t at)
{
	struct civil first = civil_of(zone, series->starts_at);
	struct civil c = civil_of(zone, at);
	int64_t till = at + series->minutes * MINUTE;

	return c.hour == first.hour && c.minute == first.minute &&
		invite_is_plain(zone, at) && invite_is_plain(zone, till) &&
		zone_offset(zone, at) == zone_offset(zone, till);
}

int
invite_series_fits(const struct series *series)
{
	const struct zone *zone = zone_find(series->zone);
	int64_t told = series->starts_at;
	int fits = 0;

	if (!zone || series->weeks < 1 || series->minutes < 1)
		return 0;
	while (fits < series->count) {
		int64_t at = invite_series_at(series, fits);

		if (!falls_well(series, zone, at) ||
			!vtimezone_fits(
				zone, told, at + series->minutes * MINUTE))
			break;
		told = at;
		fits++;
	}
	return fits;
}
