/* read/itip -- room read: calendar answers (RFC 5546 REPLY, COUNTER, REFRESH).
 *
 * One entry per ATTENDEE line of each VEVENT; whose line counts, and whether
 * it is stale, is decided later. The object is unfolded and thinned before
 * libical sees it: no VTIMEZONE, no recurrence rule, no alarm ever reaches it,
 * because expanding those can take for ever.
 */
#ifndef MENTORD_READ_ITIP_H
#define MENTORD_READ_ITIP_H

#include "noun/letter.h"

/* text: UTF-8; method: the parameter of Content-Type, used when the object
 * has no METHOD of its own; NULL. Adds to list what is new in it; false when
 * the object is not usable. */
bool itip_read(struct pool *pool, const char *text, const char *method,
	struct letter_calendar_list *list);

/* The thinned object, for tests: NULL when it breaks a limit (256 KiB, one
 * VCALENDAR, 64 VEVENTs, 200 attendees, depth 8). */
char *itip_thin(struct pool *pool, const char *text);

#endif
