/* store/load -- private to the room store: rows of one noun into facts.
 *
 * NOUN_read takes the rows of a statement that is ready to run, adds each to
 * the facts with all that is part of it (attributes, members, answers), but
 * never one that is there already: decisions hold pointers into the facts.
 * NOUN_save writes what a decision changed.
 */
#ifndef MENTORD_STORE_LOAD_H
#define MENTORD_STORE_LOAD_H

#include <glib.h>

#include "sql.h"

/* One call of store_load. The sets hold pointers to the ids of the facts. */
struct load {
	struct store *store;
	struct facts *facts;
	GHashTable *participants, *matches, *runs, *sessions, *series,
		*proposals, *polls, *asks;
	struct err *err;
};

bool participant_read(struct load *load, sqlite3_stmt *st);
bool match_read(struct load *load, sqlite3_stmt *st);
bool run_read(struct load *load, sqlite3_stmt *st);
bool session_read(struct load *load, sqlite3_stmt *st);
bool poll_read(struct load *load, sqlite3_stmt *st);
bool ask_read(struct load *load, sqlite3_stmt *st);
bool directive_read(struct load *load, sqlite3_stmt *st);

/* That series, unless 0; all proposals about that session. */
bool series_of(struct load *load, int64_t id);
bool proposals_of(struct load *load, int64_t session);

bool participant_save(
	struct store *store, struct facts *facts, struct err *err);
bool run_save(struct store *store, struct facts *facts, struct err *err);
bool match_save(struct store *store, struct facts *facts, struct err *err);
bool session_save(struct store *store, struct facts *facts, struct err *err);
bool series_save(struct store *store, struct facts *facts, struct err *err);
bool proposal_save(struct store *store, struct facts *facts, struct err *err);
bool poll_save(struct store *store, struct facts *facts, struct err *err);
bool ask_save(struct store *store, struct facts *facts, struct err *err);
bool directive_save(struct store *store, struct facts *facts, struct err *err);
bool due_save(struct store *store, struct facts *facts, struct err *err);
bool outcome_save(struct store *store, struct facts *facts, struct err *err);

/* A statement with one parameter, ready to run. */
sqlite3_stmt *rows_of(struct load *load, enum statement statement,
	const char *name, int64_t id);

/* Take away the rows that are part of a fact; the parameter is its id. */
bool clear_parts(struct store *store, enum statement statement,
	const char *name, int64_t id, struct err *err);

#endif
