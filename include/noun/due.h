/* noun/due -- room noun: a timeline step's occurrence for one subject. */
#ifndef MENTORD_NOUN_DUE_H
#define MENTORD_NOUN_DUE_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"

enum subject_kind {
	SUBJECT_PROGRAM, /* subject id is 0 */
	SUBJECT_PARTICIPANT,
	SUBJECT_MATCH,
	SUBJECT_SESSION,
	SUBJECT_ASK,
};

enum due_kind {
	DUE_STEP,     /* what: the step's name in the timeline */
	DUE_MATCHING, /* make a run */
	DUE_REMIND,   /* subject an ask */
	DUE_EXPIRE,   /* subject an ask: give it up */
	DUE_SILENCE,  /* subject a match: look whether it is silent */
	DUE_RESUME,   /* subject a participant: the pause ends */
	DUE_PLAN,     /* subject a match: plan the next session */
	DUE_DIGEST,
	DUE_END, /* the program ends */
};

enum due_state {
	DUE_WAITING,
	DUE_DONE,
	DUE_DROPPED
};

struct due {
	int64_t id, at;
	enum due_kind kind;
	const char *what; /* DUE_STEP: step name; else NULL */
	enum subject_kind subject_kind;
	int64_t subject;
	const char *occurrence; /* unique: "kind/what/subject/slot" */
	enum due_state state;
	const char *why; /* DUE_DROPPED: the reason; NULL */
	enum fact_change change;
};
LIST_OF(due_list, struct due *);

const char *due_kind_name(enum due_kind kind);
const char *due_state_name(enum due_state state);
const char *subject_kind_name(enum subject_kind kind);

#endif
