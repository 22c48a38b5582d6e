/* decide/slot -- room decide: a time at which a match can meet. */
#ifndef MENTORD_DECIDE_SLOT_H
#define MENTORD_DECIDE_SLOT_H

#include "decide/concern.h"

struct slot_search {
	const struct program *program;
	struct facts *facts; /* with all that these people have planned */
	const struct match *match;
	struct participant_list people; /* who will be there */
	int minutes;
	int64_t latest;              /* it must be over by then */
	const struct session *moves; /* is in nobody's way: it is to be moved;
					NULL */
};

/* When the next meeting begins: the first one when last is NULL, not before
 * `from`; 0 when there is no time in the weeks to come. */
int64_t slot_find(
	const struct slot_search *s, const struct session *last, int64_t from);

/* True when the one after `last` would fall behind the end: that none was
 * found is no wonder then. */
bool slot_is_beyond(const struct slot_search *s, const struct session *last);

/* Up to `most` times at which all of them can meet, in order and spread over
 * days and hours: around `around` (0: in the two weeks from `from` on, or
 * later, when there is none), never before `from` and never what `never`
 * holds. Who said nothing about when they are free is free in the hours of the
 * config, and where that leaves nothing, in all hours in which nobody sleeps.
 */
struct slot_list slot_offer(const struct slot_search *s, int64_t from,
	int64_t around, size_t most, const struct slot_list *never);

bool slot_is_among(const struct slot_list *list, int64_t at);
void slot_add_once(struct pool *pool, struct slot_list *list, int64_t at);

/* One of them has another meeting of the program then. */
bool slot_is_taken(const struct slot_search *s, int64_t at);
/* As far as is known somebody besides `who` (0: nobody is left out) cannot come
 * then: taken, their calendar says busy, or it is not in the hours they gave. */
bool slot_is_barred(const struct slot_search *s, int64_t at, int64_t who);

/* Until when a meeting of the match must be over. */
int64_t slot_latest(const struct program *program, const struct match *match);

#endif
