/* base/zone -- room base: civil time in an IANA zone.
 *
 * The store holds UTC; a zone comes in only where a person reads or where a
 * rule speaks of local days. Offsets come from the system's zone files
 * through GTimeZone, which we ask about instants only; the rule for local
 * times that do not exist, or exist twice, is ours (design: a missing local
 * time becomes the next valid minute; of a repeated hour the first counts).
 */
#ifndef MENTORD_BASE_ZONE_H
#define MENTORD_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

struct civil {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday; /* 0 is Monday; filled by civil_of, ignored as input */
};

/* The zone of that IANA name ("Europe/Berlin", "UTC"), or NULL if the system
 * has none such. Zones live until the process ends. */
const struct zone *zone_find(const char *name);
const char *zone_name(const struct zone *zone);

/* Seconds east of Greenwich at that instant. */
int zone_offset(const struct zone *zone, int64_t utc);

/* What the wall clock in that zone shows at that instant. */
struct civil civil_of(const struct zone *zone, int64_t utc);

/* The instant at which it shows that; see above for gaps and folds. Fields
 * out of range are carried over (day 32 is the first of the next month). */
int64_t civil_to_utc(const struct zone *zone, struct civil civil);

/* Days since 1970-01-01 of a Gregorian date, and back (year, month, day and
 * weekday are filled). */
int64_t civil_days(int year, int month, int day);
struct civil civil_from_days(int64_t days);

/* "2027-03-28" to days since 1970, false when it is not such a date. */
bool civil_parse_date(const char *text, int64_t *days);

#endif
