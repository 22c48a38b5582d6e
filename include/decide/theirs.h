/* decide/theirs -- room decide: what is kept of meetings that participants
 * organize.
 *
 * A meeting of theirs is a session with an organizer and a UID of theirs. Of
 * one that repeats, a series keeps the rule (its own UID is never told anybody)
 * and the next occurrence is a session; what they moved or left out further on
 * is one, too. Nothing of it is ever sent as an object of ours.
 */
#ifndef MENTORD_DECIDE_THEIRS_H
#define MENTORD_DECIDE_THEIRS_H

#include "decide/rsvp.h"

struct meeting {
	const struct program *program;
	struct facts *facts;
	struct match *match;
	int64_t organizer;
	const char *uid, *place;
	int64_t sequence, dtstamp; /* of their object */
	int64_t starts_at;
	int minutes;
	const struct series *series; /* NULL: it does not repeat */
	int64_t original_at;         /* where that put it; 0 */
};

/* A session for it; NULL when the match has too many already. */
struct session *meeting_add(const struct meeting *meeting);
/* It stands at another time or place now, or is newer. */
void meeting_change(const struct meeting *meeting, struct session *session);
/* Left out, though no session stood for it yet. */
void meeting_leave_out(const struct meeting *meeting);

/* The one that stands for that instance (NULL: the meeting itself). */
struct session *meeting_find(const struct facts *facts, int64_t organizer,
	const char *uid, const char *instance, const struct zone *zone);
/* When their series puts its first occurrence after that, for which no session
 * stands; 0: it is over. */
int64_t meeting_next(
	const struct facts *facts, const struct series *series, int64_t after);
/* Of that instance, as a RECURRENCE-ID names it; 0: there is none. */
int64_t meeting_instance(const struct series *series, const char *instance);
/* The next of each series of theirs is a session; true when one is new. */
bool meeting_plan(const struct program *program, struct facts *facts,
	struct match *match);

#endif
