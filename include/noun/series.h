/* noun/series -- room noun: sessions that one calendar object repeats.
 *
 * The master of the object: RRULE:FREQ=WEEKLY;INTERVAL=weeks;COUNT=count from
 * starts_at, on the wall clock of `zone`. Every occurrence is a session of its
 * own as well, which may be moved or cancelled; all of them and the master
 * share one UID and one SEQUENCE that never falls (RFC 5546 2.1.4).
 */
#ifndef MENTORD_NOUN_SERIES_H
#define MENTORD_NOUN_SERIES_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

struct series {
	int64_t id, match;
	const char *uid;  /* never changes, <= 64 octets */
	int64_t sequence; /* of the master as it was told last; sessions that
			     were told apart since have higher ones */
	int64_t dtstamp;  /* likewise; 0: nothing went out yet */
	int64_t starts_at;
	int minutes;
	int weeks, count; /* from one to the next; how many, never changed */
	const char *zone; /* IANA name: on whose clock it repeats */
	const char *place;
	int64_t created_at;
	int64_t ended_at; /* withdrawn as a whole; 0: it stands */
	enum fact_change change;
};
LIST_OF(series_list, struct series *);

#endif
