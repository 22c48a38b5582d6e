/* noun/ask -- room noun: one form sent to one person, and the answers.
 *
 * Besides the coordinator's forms there are some of our own, whose names
 * start with "@": FORM_LEAVE (does the participant really want to leave),
 * FORM_REMATCH (do they want another partner), FORM_ADDRESS (was this other
 * address you), FORM_DRAFT (shall these matches be published; asked of a
 * coordinator), FORM_PROPOSAL (does the time that somebody proposes suit),
 * FORM_TIMES (which of these times suit) and FORM_COMMAND (was that command
 * meant). Confirmation round trips are asks like any other.
 */
#ifndef MENTORD_NOUN_ASK_H
#define MENTORD_NOUN_ASK_H

#include <stdint.h>

#include "base/pool.h"
#include "noun/fact.h"
#include "noun/letter.h"

#define FORM_LEAVE    "@leave"
#define FORM_REMATCH  "@rematch"
#define FORM_ADDRESS  "@address"
#define FORM_DRAFT    "@draft"
#define FORM_PROPOSAL "@proposal"
#define FORM_TIMES    "@times"
#define FORM_COMMAND  "@command"

enum ask_state {
	ASK_OPEN,    /* waiting for the first understood answer */
	ASK_CLARIFY, /* one clarifying question is out */
	ASK_ANSWERED,
	ASK_UNCLEAR, /* with the coordinator: a person must read it */
	ASK_CLOSED,  /* given up: too late, left, match ended */
};

struct answer {
	const char *question; /* its id in the form */
	int number;           /* as numbered in the mail, from 1 */
	const char *value;    /* typed: "yes", "4", "2027-03-01", words; NULL
				 when it could not be typed */
	const char *raw;      /* what the person wrote */
	enum confidence confidence;
	int64_t letter, at;
	enum fact_change change;
	bool private; /* given under that promise: it holds for ever */
};
LIST_OF(answer_list, struct answer);

struct ask {
	int64_t id;
	int64_t participant;         /* 0: a coordinator */
	const char *coordinator;     /* that coordinator's address; NULL */
	const char *form, *slot;     /* slot: occurrence, e.g. "session-3" */
	int64_t match, session, run; /* what it is about; 0 none */
	enum ask_state state;
	int64_t opened_at, answered_at, closed_at, clarified_at;
	int64_t reminders; /* sent so far */
	const char *note;  /* FORM_ADDRESS: the other address, FORM_COMMAND: the
			      command and its date; NULL */
	int64_t about;     /* FORM_PROPOSAL: the proposal, FORM_TIMES: the
			      poll; 0 */
	struct answer_list answers;
	enum fact_change change;
	const char *promised; /* ids of the questions of which the mail said
				 that they are private, parted by spaces; "*":
				 all of them; NULL: none */
};
LIST_OF(ask_list, struct ask *);

const char *ask_state_name(enum ask_state state);
/* True while an answer still counts: open, clarify or unclear. */
bool ask_waits(const struct ask *ask);
struct answer *ask_answer(struct ask *ask, const char *question);
/* True when who was asked was told that this answer is private; with question
 * NULL: that any is. */
bool ask_has_promised(const struct ask *ask, const char *question);

#endif
