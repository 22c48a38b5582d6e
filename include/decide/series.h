/* decide/series -- room decide: sessions that one calendar object repeats.
 *
 * What concerns one occurrence is a matter of calendar.c, which tells it by its
 * RECURRENCE-ID; here is what concerns all that is still to come.
 */
#ifndef MENTORD_DECIDE_SERIES_H
#define MENTORD_DECIDE_SERIES_H

#include "decide/slot.h"

/* session.c: a session at that time, of which nobody is told yet. */
struct session *session_create(
	const struct slot_search *s, int number, int64_t starts_at);
/* One UID per object: letter is what it stands for. */
const char *session_uid(struct pool *pool, const struct program *program,
	char letter, int64_t id, int64_t match);

/* `left` sessions from that time on, the first with that number, and their
 * invitations: as few objects as can say it, each as long as its hour suits
 * everybody. The first of them. */
struct session *series_begin(
	const struct slot_search *s, int number, int left, int64_t starts_at);

/* Nothing of it takes place any more; what was stays in calendars. */
void series_end(struct facts *facts, struct series *series, const char *why);
/* They are in none of what is to come, the others are; and back again. */
void series_drop(
	struct facts *facts, struct series *series, int64_t participant);
void series_add(
	struct facts *facts, struct series *series, int64_t participant);
/* Another place for all that is to come. */
void series_place(
	struct facts *facts, struct series *series, const char *place);
/* All of it once more as it stands now, to one person who asked for it. */
void series_send_again(struct facts *facts, struct series *series,
	int64_t participant, const char *occurrence);
/* The next of it that is to come, rather one like the others; NULL. */
struct session *series_next(
	const struct facts *facts, const struct series *series);
/* Some of it is still to come. */
bool series_goes_on(const struct facts *facts, const struct series *series);

#endif
