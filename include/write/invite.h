/* write/invite -- room write: the calendar object of a session.
 *
 * RFC 5545, RFC 5546 and the byte rules that real clients need: CRLF, folded
 * at 75 octets between characters, PARTSTAT never the last attendee
 * parameter, one compact VTIMEZONE of our own, ORGANIZER the recipient's
 * token address, no empty property.
 */
#ifndef MENTORD_WRITE_INVITE_H
#define MENTORD_WRITE_INVITE_H

#include "noun/facts.h"
#include "program/program.h"

enum invite_method {
	INVITE_REQUEST,
	INVITE_CANCEL
};

struct invite {
	enum invite_method method;
	const struct session *session;
	const char *organizer; /* token address of the recipient */
	const char *organizer_name, *summary, *description;
	int64_t dtstamp;
	int64_t only; /* the one attendee that is named: a CANCEL to somebody
			 who was taken out of the session; 0: all */
};

/* The object as text, in pool. Attendees' names and addresses come from
 * facts; an attendee that is not loaded is an ERR_NEVER. */
bool invite_print(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct invite *invite, char **text,
	struct err *err);

/* A compact VTIMEZONE for the zone, from the POSIX footer of the system's
 * TZif file; NULL when the zone is UTC or the rule changes between the two
 * instants (then times are to be written in UTC). */
char *vtimezone_print(
	struct pool *pool, const struct zone *zone, int64_t from, int64_t till);

#endif
