/* decide/finding -- room decide: what proposals and polls have in common.
 *
 * Both ask people of a match, with a form of our own, whether a time suits
 * them, remind them once, and give up after program->sessions.answer. For each
 * session at most one of them is open.
 */
#ifndef MENTORD_DECIDE_FINDING_H
#define MENTORD_DECIDE_FINDING_H

#include "decide/slot.h"

/* What a letter says about other times for a session. */
enum times_said {
	TIMES_NONE, /* or only the time that it has already */
	TIMES_ONE,
	TIMES_SEVERAL,
	TIMES_UNSURE, /* one reading stands in starts */
};
struct times {
	enum times_said said;
	struct slot_list starts; /* each once, in the order of the letter */
	int minutes;
};
struct times times_of(const struct inquiry *in, const struct session *session);

/* Yes 1, no -1, neither 0; unsure words decide nothing. */
int finding_verdict(const struct inquiry *in);

/* Why a time cannot even be asked about. */
enum obstacle {
	OBSTACLE_NONE,
	OBSTACLE_OFF,      /* the program takes no proposals */
	OBSTACLE_OUTDATED, /* it was made to an older version */
	OBSTACLE_PAST,
	OBSTACLE_SOON,   /* nobody could answer in time */
	OBSTACLE_BEYOND, /* the program, or the round, is over by then */
	OBSTACLE_TAKEN,  /* one of them has another meeting then */
	OBSTACLE_ALONE,  /* there is nobody to ask now */
};
enum obstacle finding_obstacle(const struct program *program,
	struct facts *facts, const struct session *session, int64_t starts_at,
	int minutes);

/* For those of the match who can be asked now. */
struct slot_search finding_search(const struct program *program,
	struct facts *facts, const struct match *match,
	const struct session *moves);

/* The last moment at which an answer about moving that session is waited for
 * (NULL: about a new one); 0: it is too late to ask. */
int64_t finding_closes(const struct program *program, const struct facts *facts,
	int64_t from, const struct session *session, int64_t starts_at);

/* A new ask of one of our forms; NULL when there is one. */
struct ask *finding_ask(struct facts *facts, const char *form,
	const struct session *session, const struct match *match,
	int64_t participant, int64_t about);
/* Its mail goes out at `from`, a reminder half-way, and its end is planned. */
void finding_send(const struct program *program, struct facts *facts,
	struct ask *ask, int64_t from, int64_t till);
/* Its mail again, as a reminder; the occurrence is that of the due item. */
struct mail_request *finding_remind(
	struct facts *facts, const struct ask *ask, const char *occurrence);
/* All that still wait about that proposal or poll. */
void finding_close(
	struct facts *facts, const char *form, int64_t about, const char *why);
size_t finding_waiting(
	const struct facts *facts, const char *form, int64_t about);

/* One question back because the answer was not clear; the second time a person
 * gets it. fields: what was understood; NULL. */
struct letter_effect finding_unclear(
	const struct inquiry *in, struct ask *ask, const struct fields *fields);
/* new_date, new_time, new_till as that reader writes them. */
struct fields *finding_fields(const struct program *program,
	struct facts *facts, const struct participant *reader,
	int64_t starts_at, int minutes);

struct outcome *finding_note(struct facts *facts, enum outcome_kind kind,
	const struct session *session, int64_t match, int64_t participant,
	const char *detail);

/* ---- proposal.c ------------------------------------------------------------ */

struct proposal *proposal_open(
	const struct facts *facts, const struct session *session);
/* Whoever is asked says yes, or no, to an open one. */
struct letter_effect proposal_yes(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session);
struct letter_effect proposal_no(const struct inquiry *in, struct ask *ask,
	struct proposal *proposal, struct session *session);
/* The question which time in->who meant, while it waits; NULL. */
struct ask *proposal_question(
	const struct inquiry *in, const struct session *session);
/* proposal_words.c: in words: one time, several, or one that must be asked back about. */
struct letter_effect proposal_words(const struct inquiry *in,
	struct session *session, const struct times *times);
/* To whoever proposed, or (NULL) to everybody: the session stays where it is;
 * why: the field that says so (write/moment). */
void proposal_unmoved(struct facts *facts, struct session *session,
	const struct proposal *proposal, const char *why);

/* ---- poll.c ------------------------------------------------------------------ */

struct poll *poll_standing(const struct facts *facts, int64_t match,
	const struct session *session);
/* The last list about that session brought nothing: another would be no help,
 * and a person knows of it. */
bool poll_was_vain(const struct facts *facts, const struct session *session);
/* What a list of times is made of. */
struct poll_start {
	const struct program *program;
	struct facts *facts;
	struct match *match;
	struct session *moves;      /* NULL: a new session */
	const struct session *last; /* which it follows; NULL: the newest */
	int round;
	struct slot_list wishes; /* come first */
	bool only_wishes;
	int minutes;         /* 0: as long as usual */
	int64_t participant; /* whose wishes they are: not asked; 0 */
	int64_t letter;      /* in which they said so */
};
bool poll_start(struct poll_start *start, const char **why);
/* poll_answer.c: what in->who said to that question of the ask. */
void poll_put(const struct inquiry *in, struct ask *ask, const char *question,
	int number, const char *value);
/* Another time, while a list is out: kept for the next one. */
struct letter_effect poll_wish(const struct inquiry *in,
	const struct poll *poll, const struct slot_list *starts);

/* ---- both ---------------------------------------------------------------------- */

/* One of a group cannot be asked any more. */
void poll_without(const struct program *program, struct facts *facts,
	struct poll *poll, int64_t participant);
void proposal_without(const struct program *program, struct facts *facts,
	struct proposal *proposal, int64_t participant);

#endif
