/* keep/keeper -- room keep: the process that owns the state.
 *
 * It holds the database, the clock, the decisions and the outbox; the courier
 * holds the network, the reader the foreign bytes. A turn does all that can
 * be done at one `now` without waiting:
 *
 *   events of the courier and answers of the reader are taken in, due items
 *   decided, mails claimed, all of it in one transaction (each event in a
 *   savepoint of its own); then it is committed; only then claimed mails are
 *   handed over and letters filed.
 *
 * Record, then act: no byte leaves for what is not on the disk.
 */
#ifndef MENTORD_KEEP_KEEPER_H
#define MENTORD_KEEP_KEEPER_H

#include "carry/courier.h"
#include "program/program.h"
#include "read/reader.h"
#include "store/store.h"

struct keeper;

/* A keeper over these; all borrowed, and must outlive it. Everything that was
 * being sent when the last keeper ended is now in doubt; a state that was
 * copied, or stopped for longer than program->hold_after, starts on hold. */
struct keeper *keeper_new(const struct program *program, struct store *store,
	struct courier *courier, struct reader *reader, int64_t now,
	struct err *err);
void keeper_free(struct keeper *keeper);

/* Before keeper_enrol: false with ERR_ASK when so many people are gone from
 * the roster that the file is more likely broken than meant; the sentence says
 * how many, and the way out. */
bool keep_roster_fits(const struct program *program, struct store *store,
	int64_t now, struct err *err);

/* Take over the roster and plan what is to come (start and reload). */
bool keeper_enrol(struct keeper *keeper, int64_t now, struct err *err);

/* Everything that can be done now. False: the store failed, or a process
 * cannot be had; end, and be started again. */
bool keeper_turn(struct keeper *keeper, int64_t now, struct err *err);

/* True when a turn at the same now would do nothing: nothing handed over and
 * unsettled, nothing being read, nothing due, nothing to claim (or nothing
 * that may be sent: on hold, or while the channel cools down). */
bool keeper_quiet(struct keeper *keeper, int64_t now);
/* How many letters wait to be filed away when that is all that is left to do,
 * 0 otherwise. They are applied; a server that refuses to move them may do so
 * for hours, and every start asks again. */
int keeper_files_only(struct keeper *keeper, int64_t now);

/* When the next turn is due by the clock (at most a minute ahead). */
int64_t keeper_next(struct keeper *keeper, int64_t now);

/* The end: take in what comes back, send nothing more. keeper_settled: the
 * courier has nothing of ours in hand. */
bool keeper_settle(struct keeper *keeper, int64_t now, struct err *err);
bool keeper_settled(const struct keeper *keeper);

/* Wait for the courier, the reader or fd (-1: none), at most so many
 * milliseconds. */
void keeper_wait(struct keeper *keeper, int fd, int64_t milliseconds);

/* Look into the mailbox now; keeper_polled says when all that was found then
 * has been stored, or that the mailbox cannot be reached. */
void keeper_poll(struct keeper *keeper);
bool keeper_polled(const struct keeper *keeper);

/* Publish a draft (the command; the daemon need not run). ERR_NEVER: there is
 * no such draft. run 0: the only draft there is. */
bool keep_approve(const struct program *program, struct store *store,
	int64_t run, int64_t now, struct err *err);

#endif
