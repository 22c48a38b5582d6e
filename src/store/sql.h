/* store/sql -- private to the room store: rows to facts, facts to rows.
 *
 * Every statement stands in statement.c, indexed by enum statement, with
 * named parameters; all are prepared when the store opens. A noun describes
 * its columns once, as a table of name, type and place in its struct;
 * sql_bind and sql_read follow that table, so that no noun counts question
 * marks. Once store->failed is set nothing is read or written any more.
 */
#ifndef MENTORD_STORE_SQL_H
#define MENTORD_STORE_SQL_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

#include "statement.h"

struct store {
	sqlite3 *db;
	sqlite3_stmt *prepared[STATEMENT_COUNT];
	char *path;
	struct token_key key;
	bool writable;
	bool changing; /* between store_begin and commit or rollback */
	bool failed;   /* what is on the disk is in doubt: stop */
};

/* The words of an enum, as stored. */
struct names {
	const char *(*name)(unsigned value);
	unsigned n;
};
extern const struct names participant_state_words, role_words,
	match_state_words, run_state_words, run_proof_words,
	directive_kind_words, session_state_words, partstat_words,
	proposal_state_words, poll_state_words, ask_state_words,
	confidence_words, due_kind_words, due_state_words, subject_kind_words,
	mail_state_words, moment_words, letter_kind_words, disposition_words,
	outcome_kind_words, inbox_state_words;

enum column_type {
	COLUMN_INT,   /* int64_t */
	COLUMN_MAYBE, /* int64_t, 0 is NULL: references, moments */
	COLUMN_SMALL, /* int */
	COLUMN_TRUTH, /* bool */
	COLUMN_TEXT,  /* const char *, NULL is NULL */
	COLUMN_WORD,  /* enum, by its names; read NULL is the first */
};

struct column {
	const char *name;
	enum column_type type;
	size_t offset;
	const struct names *words; /* COLUMN_WORD */
};

#define COLUMN(fact, type, field)                           \
 {                                                          \
#  field, COLUMN_##type, offsetof(struct fact, field), NULL \
 }
#define COLUMN_OF(fact, words, field)                                 \
 {                                                                    \
#  field, COLUMN_WORD, offsetof(struct fact, field), &(words##_words) \
 }
#define COLUMN_END          \
 {                          \
  NULL, COLUMN_INT, 0, NULL \
 }

/* The statement, ready for its parameters. What is bound must live until the
 * statement was run. */
sqlite3_stmt *sql_start(struct store *store, enum statement statement);
void sql_int(sqlite3_stmt *st, const char *name, int64_t value);
void sql_maybe(sqlite3_stmt *st, const char *name, int64_t value);
void sql_text(sqlite3_stmt *st, const char *name, const char *value);
void sql_blob(
	sqlite3_stmt *st, const char *name, const void *bytes, size_t len);

/* Every parameter that is named like a column, from the fact. */
void sql_bind(sqlite3_stmt *st, const struct column *columns, const void *fact);

/* One row further: 1 there is one, 0 there is none, -1 it failed. The
 * statement is reset at the end; leave a loop early with sqlite3_reset. */
int sql_next(struct store *store, sqlite3_stmt *st, struct err *err);

/* The row, whose first columns must be those, in that order, into the fact;
 * texts go to pool. */
bool sql_read(sqlite3_stmt *st, const struct column *columns, struct pool *pool,
	void *fact, struct err *err);

/* Run a statement that gives no rows; sql_change: that changes one row. */
bool sql_run(struct store *store, sqlite3_stmt *st, struct err *err);
bool sql_change(struct store *store, sqlite3_stmt *st, struct err *err);

/* The first column of the first row; 0 when there is none. */
bool sql_value(
	struct store *store, sqlite3_stmt *st, int64_t *value, struct err *err);

/* The value as text in the pool, NULL for NULL. */
char *sql_string(sqlite3_stmt *st, int column, struct pool *pool);

/* A script of our own, without rows. */
bool sql_script(struct store *store, const char *script, struct err *err);

/* What SQLite's last complaint means to the caller; returns false. */
bool sql_fail(struct store *store, int code, struct err *err);

/* A write of its own when no change is under way: *own says so. */
bool sql_write_begin(struct store *store, bool *own, struct err *err);
bool sql_write_end(struct store *store, bool own, bool ok, struct err *err);

/* One view of the store over several statements. */
bool sql_view_begin(struct store *store, bool *own, struct err *err);
void sql_view_end(struct store *store, bool own);

#endif
