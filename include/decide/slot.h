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
	int64_t latest; /* it must be over by then */
};

/* When the next meeting begins: the first one when last is NULL, not before
 * `from`; 0 when there is no time in the weeks to come. */
int64_t slot_find(
	const struct slot_search *s, const struct session *last, int64_t from);

/* True when the one after `last` would fall behind the end: that none was
 * found is no wonder then. */
bool slot_is_beyond(const struct slot_search *s, const struct session *last);

#endif
