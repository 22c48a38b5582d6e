/* noun/proposal -- room noun: another time for a session, put to the others.
 *
 * Whoever proposes (a COUNTER of their calendar, RFC 5546 3.2.7, or words in a
 * reply) has said yes to it; everybody else of the session is asked
 * (FORM_PROPOSAL) and says yes, no, or another time, which is the next round.
 */
#ifndef MENTORD_NOUN_PROPOSAL_H
#define MENTORD_NOUN_PROPOSAL_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

enum proposal_state {
	PROPOSAL_OPEN,
	PROPOSAL_AGREED,
	PROPOSAL_REFUSED,  /* somebody said no, or nothing in time */
	PROPOSAL_REPLACED, /* another time was proposed instead */
	PROPOSAL_MOOT,     /* the session was moved or cancelled otherwise */
};

struct proposal {
	int64_t id, session;
	int64_t participant; /* who proposes; 0: a coordinator */
	enum proposal_state state;
	int64_t starts_at;
	int minutes;
	int round; /* how many times were proposed for it, from 1; 0: it could
		      not be, and nobody was asked */
	bool calendar;    /* by COUNTER: a no is a DECLINECOUNTER */
	int64_t sequence; /* of the object they answered */
	int64_t made_at, over_at;
	enum fact_change change;
};
LIST_OF(proposal_list, struct proposal *);

const char *proposal_state_name(enum proposal_state state);

#endif
