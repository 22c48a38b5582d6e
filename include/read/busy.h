/* read/busy -- room read: when a published calendar says that somebody is not
 * free.
 *
 * The text comes from an address that a participant named, so it is as hostile
 * as mail, and larger. One pass over its lines, no tree, no library; what
 * repeats is expanded by arithmetic of ours, bounded, within the stretch that
 * is asked for and in the system's zones only. A rule that is not understood
 * counts at its first time.
 */
#ifndef MENTORD_READ_BUSY_H
#define MENTORD_READ_BUSY_H

#include "base/zone.h"
#include "noun/participant.h"

/* text: valid UTF-8, a VCALENDAR with VFREEBUSY (RFC 5545 3.6.4) or VEVENTs.
 * fallback: the zone of times that name none, or one that nobody knows; NULL:
 * UTC. Gives the stretches within [from, till) (UTC), in order, without
 * overlaps; none is an answer too. False when it is no calendar, or breaks a
 * limit (1 MiB, 20,000 components); busy is then untouched. */
bool busy_read(struct pool *pool, const char *text, const struct zone *fallback,
	int64_t from, int64_t till, struct busy_list *busy);

#endif
