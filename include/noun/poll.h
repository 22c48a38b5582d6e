/* noun/poll -- room noun: numbered times, of which everybody names those that
 * suit.
 *
 * Each person of the match is asked with a form of our own (FORM_TIMES); their
 * answer to its one question, "times", is the numbers of the slots, parted by
 * blanks ("1 3"), "" when none suits.
 */
#ifndef MENTORD_NOUN_POLL_H
#define MENTORD_NOUN_POLL_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

#define POLL_SLOTS    9 /* at most: one digit each */
#define POLL_QUESTION "times"

enum poll_state {
	POLL_OPEN,
	POLL_AGREED,
	POLL_FAILED, /* no time in common, or too few answers */
	POLL_MOOT,   /* not needed any more */
};

LIST_OF(slot_list, int64_t); /* beginnings, in order */

struct poll {
	int64_t id, match;
	int64_t session; /* that is to be moved; 0: a new one */
	enum poll_state state;
	struct slot_list slots;
	int minutes;
	int round; /* of polls about the same session, from 1 */
	int64_t opened_at, closes_at, over_at;
	enum fact_change change;
};
LIST_OF(poll_list, struct poll *);

const char *poll_state_name(enum poll_state state);

#endif
