/* write/publish -- room write: a calendar of many sessions, for who only looks.
 *
 * METHOD:PUBLISH (RFC 5546 3.2.1): no attendee, nothing to answer, times in
 * UTC. Names, times and places; never what somebody answered or said.
 */
#ifndef MENTORD_WRITE_PUBLISH_H
#define MENTORD_WRITE_PUBLISH_H

#include "noun/facts.h"
#include "program/program.h"

/* The sessions of the facts that end after since, of that match alone unless
 * it is 0, in the order of their time; a cancelled one as cancelled, so that
 * who imported it before sees it go. In pool, with CRLF; NULL when there is
 * none. Matches and participants must be loaded. */
char *calendar_publish(struct pool *pool, const struct program *program,
	const struct facts *facts, int64_t match, int64_t since);

#endif
