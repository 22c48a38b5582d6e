/* read/zones -- room read: the names by which calendars call a zone.
 *
 * Exchange and Outlook write names of their own ("W. Europe Standard Time");
 * others put a path before the IANA name. A zone that a calendar describes
 * itself (VTIMEZONE) is never used: the rules of strangers can be endless.
 */
#ifndef MENTORD_READ_ZONES_H
#define MENTORD_READ_ZONES_H

#include "base/zone.h"

/* The IANA name for a Windows one ("W. Europe Standard Time", or as it is shown
 * in English: "(UTC-05:00) Eastern Time (US & Canada)"), without case, or NULL.
 */
const char *windows_zone(const char *name);

/* The zone of a TZID as it stands in a calendar: IANA or Windows, in quotes,
 * behind a path ("/example.org/2020/Europe/Berlin"); NULL: nobody knows it. */
const struct zone *zone_of_calendar(const char *tzid);

#endif
