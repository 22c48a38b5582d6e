/* read/ical -- room read: the lines of a calendar object (RFC 5545 3.1), and
 * what its times and durations say.
 *
 * Our own narrow reader, and the only one that strangers' calendars meet: no
 * library, no tree, no recursion. A copy of the text is unfolded in place,
 * line by line, so that the whole costs one pass and one allocation. Programs
 * fold wrongly, not at all, and end lines as they like; whatever is no line is
 * passed over.
 */
#ifndef MENTORD_READ_ICAL_H
#define MENTORD_READ_ICAL_H

#include "base/pool.h"
#include "base/zone.h"

struct ical {
	char *at; /* what is not read yet */
};

/* One content line; all of it lives as long as the pool of the copy. */
struct ical_line {
	const char *name;       /* as written: compare without case */
	const char *parameters; /* ";A=B;C=\"D\"", "" when there is none */
	char *value;            /* as written, blank ends trimmed */
};

LIST_OF(ical_line_list, struct ical_line);

/* text: UTF-8. A byte order mark is passed over, controls become blanks. */
void ical_open(struct ical *ical, struct pool *pool, const char *text);
/* The next line that has a name and a colon; false at the end. */
bool ical_next(struct ical *ical, struct ical_line *line);

bool ical_is(const struct ical_line *line, const char *name);

/* The value of a parameter without its quotes and with RFC 6868 undone ("^n"
 * is a line feed), at most 4 kB of it; NULL: none. */
char *ical_parameter(
	struct pool *pool, const struct ical_line *line, const char *name);

/* Undoes the escapes of RFC 5545 3.3.11 in place and trims. */
char *ical_unescape(char *text);

/* A date, or a time, as it stands. */
struct ical_time {
	struct civil civil; /* weekday unset */
	bool date;          /* no clock */
	bool utc;           /* ends in Z */
};

/* "20270114", "20270114T170000" or "20270114T170000Z"; false for anything
 * else, days that no month has among it. */
bool ical_time_read(const char *text, struct ical_time *time);

/* The instant; zone: of a local time or a date (its midnight). */
int64_t ical_instant(const struct ical_time *time, const struct zone *zone);

/* "PT1H30M", "P1D", "-P2W" to seconds, a day being 24 hours; false when it is
 * none, or absurd (more than ten years). */
bool ical_duration(const char *text, int64_t *seconds);

#endif
