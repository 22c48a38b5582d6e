/* Names of zones. */
#include "read/zones.h"

#include <string.h>

const char *
windows_zone(const char *name)
{
	return !strcmp(name, "W. Europe Standard Time") ? "Europe/Berlin" : NULL;
}

const struct zone *
zone_of_calendar(const char *tzid)
{
	const struct zone *zone = zone_find(tzid);
	const char *windows = tzid ? windows_zone(tzid) : NULL;

	return zone ? zone : windows ? zone_find(windows) : NULL;
}
