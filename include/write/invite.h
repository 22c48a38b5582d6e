/* write/invite -- room write: calendar objects that other people's calendars
 * act upon.
 *
 * RFC 5545, RFC 5546 and the byte rules that real clients need: CRLF, folded
 * at 75 octets between characters, PARTSTAT never the last attendee
 * parameter, one compact VTIMEZONE of our own, ORGANIZER the recipient's
 * token address, no empty property. One VEVENT per object, always:
 *
 *   a single session       REQUEST, CANCEL without RECURRENCE-ID
 *   a series (master)      the same with RRULE, from the series itself
 *   one of a series        the same with RECURRENCE-ID, where the series put
 *                          it, and no RRULE: moved, or left out (CANCEL)
 *   a proposal is refused  DECLINECOUNTER to who proposed, naming only them
 *   their own meeting      REPLY, the program's address accepts
 *
 * What the caller sees to: SEQUENCE and DTSTAMP are those of the session, or
 * of the series for its master. They are raised before (one counter for all
 * of a UID), also before a DECLINECOUNTER, and never for a REPLY. After the
 * master changed, each later session that was told apart is told again.
 */
#ifndef MENTORD_WRITE_INVITE_H
#define MENTORD_WRITE_INVITE_H

#include "noun/facts.h"
#include "noun/letter.h"
#include "program/program.h"

enum invite_method {
	INVITE_REQUEST,
	INVITE_CANCEL,
	INVITE_DECLINE_COUNTER,
	INVITE_REPLY,
};

struct invite {
	enum invite_method method;
	const struct session *session;
	const struct series *series; /* that the session is of; NULL: single */
	bool master;                 /* the series itself, all that repeats */
	const char *organizer;       /* token address of the recipient; of a
					REPLY the participant who organizes */
	const char *organizer_name, *summary, *description;
	int64_t only; /* the one attendee that is named: a CANCEL to somebody
			 who was taken out, the proposer of a
			 DECLINECOUNTER; 0: all */
	const struct proposal *proposal;      /* DECLINECOUNTER: refused */
	const char *guest;                    /* REPLY: our address there */
	const struct letter_calendar *theirs; /* REPLY: to what; NULL: to the
						 session as we know it */
};

/* The object as text, in pool. Attendees' names and addresses come from
 * facts; an attendee that is not loaded is an ERR_NEVER. */
bool invite_print(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct invite *invite, char **text,
	struct err *err);

/* "REQUEST": METHOD, and the parameter of the mail's part. */
const char *invite_method_name(enum invite_method method);

/* How many of its sessions, from the first, the series can say in one object:
 * count, or fewer when its zone changes its rules in between, or one of them
 * begins or ends in an hour that the clock shows twice or not at all. The rest
 * needs a series of its own (or single sessions: 0 and 1 are no series).
 * zone, starts_at, minutes, weeks and count must be filled. */
int invite_series_fits(const struct series *series);
/* When the series puts its session i, from 0: the same hour on the wall. */
int64_t invite_series_at(const struct series *series, int i);

/* A compact VTIMEZONE for the zone, from the POSIX footer of the system's
 * TZif file; NULL when the zone is UTC or the rule changes between the two
 * instants (then times are to be written in UTC). */
char *vtimezone_print(
	struct pool *pool, const struct zone *zone, int64_t from, int64_t till);
/* Does vtimezone_print have one, or is the zone UTC? */
bool vtimezone_fits(const struct zone *zone, int64_t from, int64_t till);

/* Does the clock show that instant's hour once? Of the hour that it shows
 * twice in autumn readers disagree which one a local time means. */
bool invite_is_plain(const struct zone *zone, int64_t at);

#endif
