/* decide/rsvp -- room decide: one answer of a person about one session.
 *
 * rsvp.c finds out whose a line is and whether it counts at all, instance.c
 * which sessions it is about, reply.c what it changes, declined.c who must hear
 * of a no.
 */
#ifndef MENTORD_DECIDE_RSVP_H
#define MENTORD_DECIDE_RSVP_H

#include "decide/concern.h"

struct rsvp {
	const struct inquiry *in;
	const struct letter_calendar *event;
	struct session *session;
	struct attendee *attendee; /* in->who of it; NULL: they are not in it */
};

/* The sessions that the line is about: one, or all to come of a series when it
 * names none of them; empty, with *why, when it counts for none. */
struct session_list sessions_meant(const struct inquiry *in,
	const struct letter_calendar *event, const char **why);
/* One of ours with that UID; NULL. */
struct session *session_of_uid(const struct facts *facts, const char *uid);

/* Does a RECURRENCE-ID, as the reader writes it, name that instant? zone: whose
 * wall clock is meant when it says none. */
bool instance_is(const char *instance, int64_t at, const struct zone *zone);
/* Their address, or an alias; address may be NULL. */
bool rsvp_is_address_of(const struct participant *p, const char *address);

/* What they said last is newer. */
bool rsvp_is_stale(const struct rsvp *rsvp);
/* What was said before they were asked anew, and nothing since. */
bool rsvp_is_outdated(const struct rsvp *rsvp);
void rsvp_remember(const struct rsvp *rsvp, enum partstat partstat);
/* A delegate cannot be mentored in somebody's place: that is a no. False when
 * it says neither yes nor no. */
bool rsvp_partstat(const char *text, enum partstat *partstat);
/* It is applied, or refused. */
struct letter_effect rsvp_apply(const struct rsvp *rsvp);
/* The object as it stands now, to them alone; the occurrence as printf. */
void rsvp_send_again(const struct rsvp *rsvp, const char *fmt, ...)
	PRINTF(2, 3);

/* The answers of in->who to these sessions were `before`, one each, and may be
 * others now: whoever would sit there alone hears of it. */
void declined_tell(const struct inquiry *in, const struct session_list *about,
	const enum partstat *before);

#endif
