/* read/itip -- room read: calendar mails (RFC 5546, RFC 6047).
 *
 * Answers to our invitations (REPLY, COUNTER, REFRESH), and meetings that
 * somebody else organizes (REQUEST, CANCEL): one entry per ATTENDEE line of
 * each VEVENT. Whose line counts, and whether it is stale, is decided later.
 * Real objects break the rules (no ORGANIZER from Exchange, STATUS twice from
 * Yahoo, endless lines from Gnus), so nothing is refused for its form but what
 * could mean two things. VTIMEZONE and alarms are passed over, and a rule is
 * only looked at: expanding those of strangers can take for ever.
 */
#ifndef MENTORD_READ_ITIP_H
#define MENTORD_READ_ITIP_H

#include "noun/letter.h"
#include "read/ical.h"

/* text: UTF-8; method: the parameter of Content-Type, used when the object
 * has no METHOD of its own, NULL; writer: their zone, for times in none that
 * is known; NULL: UTC. Adds to list what is new in it, and a REQUEST or CANCEL
 * only if others is true. False when nothing is to be had of it: *why is then
 * the reason, and else what was passed over, if anything; untouched where there
 * is nothing to say. */
bool itip_read(struct pool *pool, const char *text, const char *method,
	bool others, const struct zone *writer,
	struct letter_calendar_list *list, const char **why);

/* The address in an ATTENDEE or ORGANIZER: a mailto: URI (RFC 6068) without
 * queries, or a bare address; NULL when it is none. */
const char *itip_address(struct pool *pool, const char *value);

/* --- between itip.c and itip_event.c --- */

/* A VEVENT as it was written; a line without a value stands for none. */
struct itip_event {
	const char *uid, *sequence, *ms_sequence, *organizer, *place, *status;
	const char *comment, *x_comment, *duration, *rule;
	struct ical_line stamp, start, end, recurrence;
	bool odd; /* repeats otherwise than by one rule */
	struct ical_line_list attendees, left_out;
};

struct itip_reading {
	struct pool *pool;
	const char *method; /* upper case */
	const struct zone *writer;
	struct letter_calendar_list *list;
	const char **why;
};

/* The event as entries of the list. */
void itip_event_add(
	const struct itip_reading *reading, const struct itip_event *event);

#endif
