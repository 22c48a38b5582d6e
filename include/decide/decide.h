/* decide/decide -- room decide: what follows from what happened.
 *
 * Pure: program, facts (with now), event in; changed facts, due items, mails
 * and outcomes out, all in *facts. No I/O, no clock, no randomness; the same
 * input gives the same output. Every function says which facts must be
 * loaded (store_load).
 */
#ifndef MENTORD_DECIDE_DECIDE_H
#define MENTORD_DECIDE_DECIDE_H

#include "match/solve.h"
#include "noun/facts.h"
#include "program/program.h"

/* The roster as it stands against the facts (everything loaded): enrol new
 * people (welcome mail), take over changed attributes and zones, note who is
 * gone from the roster (they leave, their partners are told). Plans the
 * program's own due items (matching, steps on start, end and dates, digest,
 * end) that are still to come. Called at the first start, and on reload. */
void decide_roster(const struct program *program, struct facts *facts);

/* How many of those who take part are gone from the roster, and of how many.
 * True when that looks like an accident with the file rather than a wish: it
 * is empty, names none of them, or lacks more than three and more than a
 * fifth. Ask before decide_roster, which makes them leave. Everybody is
 * loaded. */
bool decide_roster_lost(const struct program *program,
	const struct facts *facts, int64_t *gone, int64_t *of);

/* Of the items that are due (store_due: oldest first), those that came late
 * because we were down and that a newer one of the same person and kind
 * replaces are dropped with a reason and added to facts->dues, to be saved.
 * Call it once a turn before decide_due; skip what is no longer waiting.
 * Nothing need be loaded. */
void decide_catch_up(const struct program *program, struct facts *facts,
	const struct due_list *late);

/* A due item is due; facts hold its subject. Marks it done or dropped (too
 * late: DUE_DROPPED with why); one that is not waiting is left alone. The
 * item must be saved: it is touched, not added to facts->dues. An item whose
 * session was moved is moot, as there are others for the new time. For DUE_DIGEST and a step of
 * STEP_DIGEST the fields of the report are given, else NULL; for items of
 * SUBJECT_PROGRAM everything is loaded, with the history. */
void decide_due(const struct program *program, struct facts *facts,
	struct due *due, const struct fields *digest);

/* True when decide_due wants the report's fields for that item. */
bool decide_wants_digest(const struct program *program, const struct due *due);

/* True when decide_due may make a matching run for that item: everything and
 * the history are loaded besides its subject. */
bool decide_wants_all(const struct program *program, const struct due *due);

/* Make a draft run over everybody who takes part and is unmatched: solver,
 * FORM_DRAFT ask and draft mail to coordinators (publish = review), or
 * publish at once (auto). An open draft over the same people stands.
 * Everything and the history are loaded. */
void decide_matching(const struct program *program, struct facts *facts);

/* What a run made now would be given: who waits, who is never put together
 * again, what coordinators said, the draft that stands. *barred (NULL: not
 * wanted) gets those who are left out, with why. Lists are in facts->pool;
 * everything and the history are loaded. */
struct solve_input decide_solve_input(const struct program *program,
	const struct facts *facts, struct unmatched_list *barred);

/* Who is meant by what a coordinator typed: an address, a key of the roster, a
 * whole name, or a word or the beginning of one when only one person who takes
 * part can be meant. ERR_NEVER with the nearest names otherwise. Everybody is
 * loaded. */
bool decide_named(const struct facts *facts, const char *text,
	int64_t *participant, struct err *err);

/* A coordinator's word on two people, by command; undo: whatever was said of
 * them counts no longer. A draft that stands is made anew at once. Everything
 * and the history are loaded. */
enum directed {
	DIRECTED_NOT,     /* with err; nothing was changed */
	DIRECTED_SAME,    /* it counted before, or there was nothing to undo */
	DIRECTED_NOTED,   /* it counts from the next run on */
	DIRECTED_REDRAWN, /* ... and a new draft went to the coordinators */
};
enum directed decide_direct(const struct program *program, struct facts *facts,
	enum directive_kind kind, bool undo, int64_t one, int64_t other,
	struct err *err);

/* Publish a draft: introductions, first sessions with invitations, due items
 * of the timeline. by: "reply", "command", "auto". False with why when the
 * run is not a draft. Everything is loaded. */
bool decide_publish(const struct program *program, struct facts *facts,
	int64_t run, const char *by, struct err *err);

/* A session of ours to come moves to that time, by command: everybody is asked
 * again. ERR_NEVER with what speaks against it. Its match and what its people
 * have planned are loaded. */
bool decide_reschedule(const struct program *program, struct facts *facts,
	int64_t session, int64_t starts_at, struct err *err);

/* Who wrote, and to what: found by the keeper from the head. */
struct letter_about {
	int64_t letter;          /* inbox id */
	int64_t participant;     /* whose token it bears, else whose From it
				    is; 0 unknown */
	const char *coordinator; /* address when a coordinator wrote; NULL */
	int64_t sender;          /* whose address From is; 0: nobody's */
	bool token;              /* a valid token of theirs was there */
	bool address;            /* From is an address of theirs */
	int64_t mail;            /* the mail of ours it answers; 0 unknown */
	int64_t bounced; /* bounce: the mail that came back; 0 unknown */
	int64_t match, session, ask, run; /* what that mail was about */
	enum moment moment;               /* ... and what it was, if any */
};
struct letter_effect {
	enum disposition disposition;
	const char *reason; /* in words, never the sender's */
};

/* The keeper writes OUTCOME_LETTER from the effect; decisions write what
 * follows from it. */

/* A letter was read. The participant, and what the mail was about, are
 * loaded (ask, match, session; everything when about->run). */
struct letter_effect decide_letter(const struct program *program,
	struct facts *facts, const struct letter *letter,
	const struct letter_about *about);

/* The head alone settles it (stranger, forged, own mail back, list, loop):
 * true and *effect filled; else it must be read. */
bool decide_head(const struct program *program, const struct facts *facts,
	const struct letter_head *head, const struct letter_about *about,
	struct letter_effect *effect);

/* A mail was refused for good (recipient's fault); mail's subject loaded. */
void decide_refused(const struct program *program, struct facts *facts,
	const struct mail *mail);

/* When a mail that could not be delivered is tried again, from its recorded
 * moments alone: age of the first attempt, clamped to 5 minutes .. 4000 s,
 * varied by up to 20 % from its id; 0: give up (expired). */
int64_t decide_retry(const struct mail *mail, int64_t now);

/* Free times, timeline arithmetic: when a step anchored there fires for a
 * reader in that zone. */
int64_t decide_step_time(
	const struct step *step, int64_t anchor, const struct zone *zone);

#endif
