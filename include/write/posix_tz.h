/* write/posix_tz -- room write: the rule at the end of a zone file.
 *
 * A TZif file (RFC 8536) ends in a line such as "CET-1CEST,M3.5.0,M10.5.0/3",
 * the POSIX rule for all times after its last transition. It is all that a
 * compact VTIMEZONE needs.
 */
#ifndef MENTORD_WRITE_POSIX_TZ_H
#define MENTORD_WRITE_POSIX_TZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "Mm.w.d/time": weekday d (0 is Sunday) of week w (5: the last) in month m,
 * seconds after local midnight, from -167 to 167 hours (RFC 8536 3.3.1). */
struct posix_change {
	int month, week, weekday;
	int seconds;
};

struct posix_tz {
	char standard_name[16], daylight_name[16];
	int standard, daylight; /* seconds east of Greenwich */
	bool changes;           /* has daylight time */
	struct posix_change to_daylight, to_standard;
};

/* Reads a footer without its line feeds; false when it is not one, or has
 * rules by day of the year (Jn, n), which no calendar format can say. */
bool posix_tz_parse(const char *text, struct posix_tz *tz);

/* The footer of a zone file's bytes, into out; false when there is none. */
bool tzif_footer(const void *bytes, size_t len, char *out, size_t size);

/* The instant of that change in that year, offset being the one before it;
 * and the offset at an instant. */
int64_t posix_change_at(
	const struct posix_change *change, int year, int offset);
int posix_tz_offset(const struct posix_tz *tz, int64_t utc);

#endif
