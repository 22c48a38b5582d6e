/* store/store -- room store: the database, and the only SQL.
 *
 * One SQLite file per program, in the state folder. One writer at a time: a
 * change is begun, facts are loaded, changed and saved, and it is committed;
 * a commit that fails is in doubt, and the process must end (ERR_ASK with
 * store_failed set) and start again from the file. Facts come out in a pool
 * of the caller's. Addresses and words are confidential: nothing here logs.
 */
#ifndef MENTORD_STORE_STORE_H
#define MENTORD_STORE_STORE_H

#include <stdint.h>

#include "base/token.h"
#include "noun/facts.h"
#include "program/program.h"

struct store;

#define STORE_FILE "store.sqlite" /* in the state folder */

/* Open or create the program's store below state_dir (made 0700 when
 * missing), migrate it, check it quickly. STORE_READ opens without write
 * permission and never creates. ERR_ASK with what to do otherwise: newer
 * schema, another program's store, corruption, no permission. */
enum store_mode {
	STORE_WRITE,
	STORE_READ
};
struct store *store_open(const char *state_dir, const char *program_id,
	enum store_mode mode, struct err *err);
void store_close(struct store *store);

/* True after a commit failed: end the process, do not send. */
bool store_failed(const struct store *store);

/* BEGIN IMMEDIATE ... COMMIT; waits up to 10 s for another writer, then
 * ERR_LATER. store_rollback after any failure in between. store_savepoint and
 * friends part one transaction among several events, so that one event that
 * fails takes back itself alone. */
bool store_begin(struct store *store, struct err *err);
bool store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);
bool store_savepoint(struct store *store, struct err *err);
bool store_release(struct store *store, struct err *err);
void store_rollback_to(struct store *store);

/* Changes whenever another process committed (PRAGMA data_version). */
int64_t store_version(struct store *store);

/* The token key, made with the store. */
const struct token_key *store_key(const struct store *store);

/* Small named values: "hold", "hold.reason", "last_turn", ... NULL result:
 * never set (in pool). */
const char *store_meta(
	struct store *store, struct pool *pool, const char *name);
bool store_set_meta(struct store *store, const char *name, const char *value,
	struct err *err); /* value NULL removes */

/* ---- facts in, facts out --------------------------------------------- */

/* Empty facts with now and the next ids filled in. The ids are free only until
 * somebody else saves: take facts inside a change, and save them before taking
 * the next. */
struct facts *store_facts(struct store *store, struct pool *pool, int64_t now);

/* Load what an event about the subject can touch into facts; what is there
 * already is not loaded twice:
 *   participant: them, what coordinators said of them, their open asks, their active matches, all below
 *   match:       it, its members and what they have planned, its sessions,
 *                its polls, its waiting asks
 *   session:     its match, as above       ask: it, and its subject, as above
 *   program:     everything (matching runs, the start, the end)
 * With a session come its series and all proposals about it.
 * False when the database fails, not when the subject does not exist. */
bool store_load(struct store *store, struct facts *facts,
	enum subject_kind kind, int64_t subject, struct err *err);
bool store_load_run(
	struct store *store, struct facts *facts, int64_t run, struct err *err);

/* Former and standing matches of everybody, for the matching's history:
 * facts->matches gets all that were ever published, facts->deeds what came of
 * what was asked of each. */
bool store_load_history(
	struct store *store, struct facts *facts, struct err *err);

/* All sessions there ever were, with their series and proposals. */
bool store_load_sessions(
	struct store *store, struct facts *facts, struct err *err);

/* Write what changed: facts, due items, outcomes; then every fact is
 * FACT_SAME and the list of outcomes is empty, so that saving again writes
 * nothing twice. Mail requests are not touched here: the keeper composes them
 * and calls store_add_mail, after saving what they are about. */
bool store_save(struct store *store, struct facts *facts, struct err *err);

/* ---- who is it -------------------------------------------------------- */

/* The participant who has that address (main or alias), 0 when nobody. */
bool store_who(struct store *store, const char *address, int64_t *participant,
	struct err *err);

/* The hashes of the lines that ended a letter of theirs: those that ended two
 * come with the participant from then on (participant.tails). Once a letter. */
bool store_add_tails(struct store *store, int64_t participant,
	const struct text_list *closing, int64_t now, struct err *err);

/* ---- published calendars ---------------------------------------------- */

struct calendar {
	int64_t participant;
	const char *url, *timezone;
};
LIST_OF(calendar_list, struct calendar);

/* Calendars of people who take part that were not asked for since before,
 * those that waited longest first; of the members of that match alone, unless
 * it is 0. */
bool store_calendars(struct store *store, struct pool *pool, int64_t match,
	int64_t before, struct calendar_list *calendars, struct err *err);
/* That address was asked, and it did not work because of why (NULL: it did);
 * *since when it has not worked, 0 when it does, or when it is another's or
 * theirs no more. */
bool store_calendar_tried(struct store *store, const struct calendar *calendar,
	int64_t now, const char *why, int64_t *since, struct err *err);

/* ---- due items -------------------------------------------------------- */

/* The waiting items at or before now, oldest first, at most limit. */
bool store_due(struct store *store, struct pool *pool, int64_t now, int limit,
	struct due_list *dues, struct err *err);
/* When the next waiting item or mail attempt is due; INT64_MAX: none. */
bool store_next_due(struct store *store, int64_t *at, struct err *err);
/* Waiting DUE_STEP items after now are forgotten, to be planned anew (reload):
 * the config says when they are. What is late stays: it is sent, or dropped
 * with a reason. */
bool store_forget_steps(struct store *store, int64_t now, struct err *err);

/* ---- outbox ----------------------------------------------------------- */

/* Queue a composed mail (id from facts->next.mail); *added is false when its
 * occurrence exists already. */
bool store_add_mail(
	struct store *store, struct mail *mail, bool *added, struct err *err);

/* Mails to try at now: queued, deferred or in doubt, due, not expired; at
 * most limit; marked as MAIL_SENDING with attempts and moments counted up.
 * Commit before handing them over. Those past expires_at become expired. */
bool store_claim(struct store *store, struct pool *pool, int64_t now, int limit,
	struct mail_list *mails, struct err *err);
/* At start: every MAIL_SENDING is in doubt. Returns how many in *n. */
bool store_doubt(struct store *store, int64_t now, int64_t *n, struct err *err);
bool store_mail(struct store *store, struct pool *pool, int64_t id,
	struct mail **mail, struct err *err); /* *mail NULL: no such row */
/* state, next_at, attempts, settled_at and reply of the row. A mail that was
 * cancelled while it was on the wire, and did not get through, ends as
 * cancelled instead of being tried again. */
bool store_settle(
	struct store *store, const struct mail *mail, struct err *err);
/* Mails that wait for being sent (queued, deferred, in doubt, held), oldest
 * first, without bytes; and giving all of them up (MAIL_EXPIRED). */
bool store_waiting(struct store *store, struct pool *pool, int limit,
	struct mail_list *mails, struct err *err);
bool store_skip_waiting(
	struct store *store, int64_t now, int64_t *n, struct err *err);
/* Not yet sent mails of a subject that lost their sense are cancelled. What
 * says that it is over (left, match ended, calendar cancellation) goes out all
 * the same; of an ask only those that ask are cancelled, not the thanks. */
bool store_cancel_mails(struct store *store, enum subject_kind kind,
	int64_t subject, int64_t now, struct err *err);
/* All mails sent about an ask (check-in, reminders, clarifying), newest
 * first, with bytes; the originals for alignment. */
bool store_mails_of_ask(struct store *store, struct pool *pool, int64_t ask,
	struct mail_list *mails, struct err *err);
/* Mails handed over to that address since a moment (for the daily limit): sent,
 * in doubt, or being sent, so that one just claimed counts itself. */
bool store_mails_since(struct store *store, const char *recipient,
	int64_t since, int64_t *n, struct err *err);

/* ---- inbox ------------------------------------------------------------ */

enum inbox_state {
	INBOX_STORED,
	INBOX_APPLIED
};
struct inbox {
	int64_t id;
	const char *mailbox;
	int64_t uidvalidity, uid;
	const char *sha256;
	const void *raw;
	size_t len;
	int64_t received_at, applied_at, filed_at;
	enum inbox_state state;
	int64_t attempts; /* reader deaths on this mail */
	enum letter_kind kind;
	enum disposition disposition;
	const char *reason;
	int64_t participant;
};
LIST_OF(inbox_list, struct inbox *);

/* Store a fetched mail; *id is its row, *known true when (mailbox,
 * uidvalidity, uid) stood there already. */
bool store_add_letter(struct store *store, const struct inbox *inbox,
	int64_t *id, bool *known, struct err *err);
/* Of letters by nobody of the program that were applied before that moment the
 * raw bytes go; what they were and how they ended stays. */
bool store_forget_strangers(
	struct store *store, int64_t before, int64_t *n, struct err *err);
/* Stored, not applied, with ids above after; oldest first; with raw bytes. */
bool store_unread(struct store *store, struct pool *pool, int64_t after,
	int limit, struct inbox_list *letters, struct err *err);
/* *letter is NULL when there is none, its raw when that is forgotten. */
bool store_letter(struct store *store, struct pool *pool, int64_t id,
	struct inbox **letter, struct err *err);
/* An applied letter with the same sha256, other than id; 0 none. */
bool store_same_letter(struct store *store, const char *sha256, int64_t id,
	int64_t *other, struct err *err);
bool store_count_attempt(
	struct store *store, int64_t id, int64_t *attempts, struct err *err);
/* kind, disposition, reason, participant, applied_at, state. */
bool store_applied(
	struct store *store, const struct inbox *letter, struct err *err);
/* Applied, not yet filed on the server, with ids above after. */
bool store_unfiled(struct store *store, struct pool *pool, int64_t after,
	int limit, struct inbox_list *letters, struct err *err);
bool store_filed(struct store *store, int64_t id, int64_t now, struct err *err);

/* ---- looking ---------------------------------------------------------- */

/* Every finding of a full check in words: integrity, foreign keys, hash
 * chain, states that contradict each other; empty when all is well. */
bool store_check(struct store *store, struct pool *pool,
	struct text_list *findings, struct err *err);

/* The outcome log as lines "AT KIND participant=.. detail", oldest first, to
 * a callback; since: outcome id to start after. */
bool store_outcomes(struct store *store, int64_t since,
	void (*line)(const struct outcome *outcome, int64_t id, void *arg),
	void *arg, struct err *err);

#endif
