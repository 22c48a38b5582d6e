/* noun/session -- room noun: a meeting in the calendar, and who answered.
 *
 * A session is an object of its own, or one occurrence of a series (then it
 * shares the series' UID and its one SEQUENCE and DTSTAMP), or a meeting that a
 * participant organizes in their own calendar and to which the program was
 * invited as a guest (then the UID is theirs, and we never send its object). */
#ifndef MENTORD_NOUN_SESSION_H
#define MENTORD_NOUN_SESSION_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

enum session_state {
	SESSION_PLANNED,
	SESSION_HELD,      /* a check-in said so */
	SESSION_MISSED,    /* a check-in said it did not take place */
	SESSION_CANCELLED, /* withdrawn, the calendars were told */
};

/* RFC 5545 3.2.12, what an attendee's calendar or reply said. */
enum partstat {
	PARTSTAT_NEEDS_ACTION,
	PARTSTAT_ACCEPTED,
	PARTSTAT_TENTATIVE,
	PARTSTAT_DECLINED,
};

struct attendee {
	int64_t participant;
	enum partstat partstat;
	int64_t answered_at;
	int64_t reply_sequence; /* of the last reply applied, or of the version
				   that asked anew since; -1 none */
	int64_t reply_dtstamp;  /* of that reply; 0 none since then */
	const char *comment;    /* confidential; NULL */
};
LIST_OF(attendee_list, struct attendee);

struct session {
	int64_t id, match, number; /* number within the match, from 1 */
	enum session_state state;
	int64_t starts_at;
	int minutes;
	const char *uid;  /* iCalendar UID, never changes, <= 64 octets */
	int64_t sequence; /* iCalendar SEQUENCE, never falls; of a series: the
			     shared one when this occurrence was last told */
	int64_t dtstamp;  /* of the newest object; rises with each mail */
	int64_t created_at;
	const char *place;   /* room or link; NULL */
	int64_t series;      /* of which it is an occurrence; 0: single */
	int64_t original_at; /* where the series put it (RECURRENCE-ID); 0: of
				no series */
	int64_t organizer; /* the participant whose own meeting it is; 0: ours */
	struct attendee_list attendees;
	enum fact_change change;
};
LIST_OF(session_list, struct session *);

const char *session_state_name(enum session_state state);
const char *partstat_name(enum partstat partstat); /* "NEEDS-ACTION" */
bool partstat_parse(const char *name, enum partstat *partstat);
struct attendee *session_attendee(struct session *session, int64_t participant);

int64_t session_end(const struct session *session);
/* Planned, and not begun. */
bool session_to_come(const struct session *session, int64_t now);
/* By when they begin. */
void session_sort(struct session_list *sessions);

#endif
