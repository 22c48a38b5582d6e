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
	GHashTable *participants, *matches, *runs, *sessions, *asks;
	struct err *err;
};

bool participant_read(struct load *load, sqlite3_stmt *st);
bool match_read(struct load *load, sqlite3_stmt *st);
bool run_read(struct load *load, sqlite3_stmt *st);
bool session_read(struct load *load, sqlite3_stmt *st);
bool ask_read(struct load *load, sqlite3_stmt *st);
bool directive_read(struct load *load, sqlite3_stmt *st);

bool participant_save(
	struct store *store, struct facts *facts, struct err *err);
bool run_save(struct store *store, struct facts *facts, struct err *err);
bool match_save(struct store *store, struct facts *facts, struct err *err);
bool session_save(struct store *store, struct facts *facts, struct err *err);
bool ask_save(struct store *store, struct facts *facts, struct err *err);
bool directive_save(struct store *store, struct facts *facts, struct err *err);
bool due_save(struct store *store, struct facts *facts, struct err *err);
bool outcome_save(struct store *store, struct facts *facts, struct err *err);

/* Take away the rows that are part of a fact; the parameter is its id. */
bool clear_parts(struct store *store, enum statement statement,
	const char *name, int64_t id, struct err *err);

#endif
