/* noun/outcome -- room noun: facts that happened, one a line, for ever.
 *
 * The outcome log is append-only and hash-chained. Details are words of ours,
 * codes and numbers: never a participant's own words, never an address.
 */
#ifndef MENTORD_NOUN_OUTCOME_H
#define MENTORD_NOUN_OUTCOME_H

#include <stdint.h>

#include "base/pool.h"

enum outcome_kind {
	OUTCOME_PROGRAM_STARTED,
	OUTCOME_PROGRAM_ENDED,
	OUTCOME_CONFIG_LOADED,
	OUTCOME_HOLD,
	OUTCOME_RESUME,
	OUTCOME_ENROLLED,
	OUTCOME_ROSTER_CHANGED,
	OUTCOME_PAUSED,
	OUTCOME_RESUMED,
	OUTCOME_SUSPENDED,
	OUTCOME_LEAVE_ASKED,
	OUTCOME_LEFT,
	OUTCOME_REMATCH_ASKED,
	OUTCOME_RUN_DRAFTED,
	OUTCOME_RUN_PUBLISHED,
	OUTCOME_RUN_DISCARDED,
	OUTCOME_UNMATCHED,
	OUTCOME_MATCHED,
	OUTCOME_MATCH_ENDED,
	OUTCOME_SESSION_PLANNED,
	OUTCOME_SESSION_CANCELLED,
	OUTCOME_SESSION_HELD,
	OUTCOME_SESSION_MISSED,
	OUTCOME_RSVP,
	OUTCOME_PROPOSAL,
	OUTCOME_ASKED,
	OUTCOME_REMINDED,
	OUTCOME_ANSWERED,
	OUTCOME_CLARIFY,
	OUTCOME_UNCLEAR,
	OUTCOME_ASK_CLOSED,
	OUTCOME_NUDGED,
	OUTCOME_SILENCE_TOLD,
	OUTCOME_SILENCE_CLOSED,
	OUTCOME_AWAY,
	OUTCOME_BOUNCED,
	OUTCOME_COMPLAINT,
	OUTCOME_LETTER, /* disposition of a letter, reason in detail */
	OUTCOME_QUARANTINED,
	OUTCOME_MAIL_QUEUED,
	OUTCOME_MAIL_SENT,
	OUTCOME_MAIL_DEFERRED,
	OUTCOME_MAIL_REFUSED,
	OUTCOME_MAIL_CHANNEL,
	OUTCOME_MAIL_IN_DOUBT,
	OUTCOME_MAIL_EXPIRED,
	OUTCOME_MAIL_CANCELLED,
	OUTCOME_DUE_DROPPED,
	OUTCOME_DIGEST,
	OUTCOME_DIRECTIVE, /* a coordinator's word on two people */
	OUTCOME_SESSION_MOVED,
	OUTCOME_POLL, /* "opened", "agreed", "failed": a time is looked for */
	OUTCOME_COUNT
};

struct outcome {
	int64_t at;
	enum outcome_kind kind;
	int64_t participant, match, session, ask, mail, letter; /* 0 none */
	const char *detail;                                     /* NULL is "" */
};
LIST_OF(outcome_list, struct outcome);

const char *outcome_kind_name(enum outcome_kind kind);

/* Where a letter ended: exactly one per letter, with a reason in words. */
enum disposition {
	DISPOSITION_ANSWER,  /* answers or part of them recorded */
	DISPOSITION_COMMAND, /* a command was followed or confirmed */
	DISPOSITION_RSVP,    /* a calendar answer was applied */
	DISPOSITION_BOUNCE,
	DISPOSITION_AUTO_REPLY,
	DISPOSITION_COMPLAINT,
	DISPOSITION_CLARIFY,     /* unclear, one question went back */
	DISPOSITION_COORDINATOR, /* put before a person */
	DISPOSITION_IGNORED,     /* no effect by rule; reason says which */
	DISPOSITION_DUPLICATE,   /* the same bytes were applied before */
	DISPOSITION_STRANGER,    /* not from anybody enrolled */
	DISPOSITION_FORGED,      /* sender not believed */
	DISPOSITION_QUARANTINE,  /* killed the reader, or over the limits */
	DISPOSITION_COUNT
};
const char *disposition_name(enum disposition disposition);

#endif
