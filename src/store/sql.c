/* Rows to facts and facts to rows: the one place that steps a statement. */
#include "sql.h"

#include <glib.h>
#include <string.h>

sqlite3_stmt *
sql_start(struct store *store, enum statement statement)
{
	sqlite3_stmt *st = store->prepared[statement];

	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return st;
}

/* Binding fails only for a name that the statement does not have, which is
 * a mistake of ours, and for want of memory, which ends us anyway. */
static int
place_of(sqlite3_stmt *st, const char *name)
{
	int place = sqlite3_bind_parameter_index(st, name);

	g_assert(place > 0);
	return place;
}

void
sql_int(sqlite3_stmt *st, const char *name, int64_t value)
{
	sqlite3_bind_int64(st, place_of(st, name), value);
}

void
sql_maybe(sqlite3_stmt *st, const char *name, int64_t value)
{
	if (value)
		sql_int(st, name, value);
}

void
sql_text(sqlite3_stmt *st, const char *name, const char *value)
{
	sqlite3_bind_text(st, place_of(st, name), value, -1, SQLITE_STATIC);
}

void
sql_blob(sqlite3_stmt *st, const char *name, const void *bytes, size_t len)
{
	/* a NULL pointer would be bound as NULL, not as nothing */
	sqlite3_bind_blob64(
		st, place_of(st, name), len ? bytes : "", len, SQLITE_STATIC);
}

static void
bind_column(sqlite3_stmt *st, int place, const struct column *column,
	const void *field)
{
	switch (column->type) {
	case COLUMN_INT:
		sqlite3_bind_int64(st, place, *(const int64_t *)field);
		break;
	case COLUMN_MAYBE:
		if (*(const int64_t *)field)
			sqlite3_bind_int64(st, place, *(const int64_t *)field);
		break;
	case COLUMN_SMALL:
		sqlite3_bind_int(st, place, *(const int *)field);
		break;
	case COLUMN_TRUTH:
		sqlite3_bind_int(st, place, *(const bool *)field);
		break;
	case COLUMN_TEXT:
		sqlite3_bind_text(st, place, *(const char *const *)field, -1,
			SQLITE_STATIC);
		break;
	case COLUMN_WORD: {
		unsigned value = *(const unsigned *)field;

		g_assert(value < column->words->n);
		sqlite3_bind_text(st, place, column->words->name(value), -1,
			SQLITE_STATIC);
		break;
	}
	}
}

void
sql_bind(sqlite3_stmt *st, const struct column *columns, const void *fact)
{
	int places = sqlite3_bind_parameter_count(st);

	for (int place = 1; place <= places; place++) {
		const char *name = sqlite3_bind_parameter_name(st, place) + 1;
		const struct column *column = columns;

		while (column->name && strcmp(column->name, name))
			column++;
		if (column->name)
			bind_column(st, place, column,
				(const char *)fact + column->offset);
	}
}

int
sql_next(struct store *store, sqlite3_stmt *st, struct err *err)
{
	if (store->failed) {
		err_set(err, ERR_ASK,
			"the store failed before: start again from the file");
		return -1;
	}
	int code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		return 1;
	sqlite3_reset(st);
	if (code == SQLITE_DONE)
		return 0;
	sql_fail(store, code, err);
	return -1;
}

char *
sql_string(sqlite3_stmt *st, int column, struct pool *pool)
{
	const unsigned char *text = sqlite3_column_text(st, column);

	return pool_strndup(pool, text ? (const char *)text : "",
		(size_t)sqlite3_column_bytes(st, column));
}

static bool
read_word(sqlite3_stmt *st, int i, const struct column *column, unsigned *value,
	struct err *err)
{
	const char *word = (const char *)sqlite3_column_text(st, i);

	for (unsigned n = 0; word && n < column->words->n; n++)
		if (!strcmp(column->words->name(n), word)) {
			*value = n;
			return true;
		}
	if (!word)
		return true;
	err_set(err, ERR_ASK,
		"the store says '%.32s' for %s, which this mentord does not know: "
		"run mentord fsck, or install the newer version",
		word, column->name);
	sqlite3_reset(st); /* word goes with it */
	return false;
}

static bool
read_column(sqlite3_stmt *st, int i, const struct column *column,
	struct pool *pool, void *field, struct err *err)
{
	switch (column->type) {
	case COLUMN_INT:
	case COLUMN_MAYBE:
		*(int64_t *)field = sqlite3_column_int64(st, i);
		break;
	case COLUMN_SMALL:
		*(int *)field = sqlite3_column_int(st, i);
		break;
	case COLUMN_TRUTH:
		*(bool *)field = sqlite3_column_int(st, i) != 0;
		break;
	case COLUMN_TEXT:
		*(const char **)field =
			sqlite3_column_type(st, i) == SQLITE_NULL
			? NULL
			: sql_string(st, i, pool);
		break;
	case COLUMN_WORD:
		return read_word(st, i, column, field, err);
	}
	return true;
}

bool
sql_read(sqlite3_stmt *st, const struct column *columns, struct pool *pool,
	void *fact, struct err *err)
{
	for (int i = 0; columns[i].name; i++) {
		g_assert(!strcmp(columns[i].name, sqlite3_column_name(st, i)));
		if (!read_column(st, i, &columns[i], pool,
			    (char *)fact + columns[i].offset, err))
			return false;
	}
	return true;
}

bool
sql_run(struct store *store, sqlite3_stmt *st, struct err *err)
{
	return sql_next(store, st, err) == 0;
}

bool
sql_change(struct store *store, sqlite3_stmt *st, struct err *err)
{
	if (!sql_run(store, st, err))
		return false;
	if (sqlite3_changes(store->db) == 1)
		return true;
	return err_set(err, ERR_NEVER,
		"what was to be changed is not in the store: load it first");
}

bool
sql_value(
	struct store *store, sqlite3_stmt *st, int64_t *value, struct err *err)
{
	int row = sql_next(store, st, err);

	if (row < 0)
		return false;
	*value = row ? sqlite3_column_int64(st, 0) : 0;
	sqlite3_reset(st);
	return true;
}

bool
sql_script(struct store *store, const char *script, struct err *err)
{
	if (store->failed)
		return err_set(err, ERR_ASK,
			"the store failed before: start again from the file");
	int code = sqlite3_exec(store->db, script, NULL, NULL, NULL);
	return code == SQLITE_OK || sql_fail(store, code, err);
}

/* SQLite's messages name tables and columns, never what stands in them. */
bool
sql_fail(struct store *store, int code, struct err *err)
{
	const char *why = sqlite3_errmsg(store->db);

	/* SQLite gave the whole change up: all of it is lost, not just this */
	if (store->changing && sqlite3_get_autocommit(store->db))
		store->failed = true;
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_LATER,
			"another process is writing to %s: try again",
			store->path);
	case SQLITE_FULL:
		return err_set(err, ERR_ASK,
			"no room to write to %s: free some space on the disk",
			store->path);
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_TOOBIG:
		return err_set(err, ERR_NEVER,
			"the store does not take this: %s", why);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return err_set(err, ERR_ASK,
			"cannot write to %s: %s: look at its owner and mode",
			store->path, why);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		store->failed = true;
		return err_set(err, ERR_ASK,
			"%s is damaged: %s: restore a backup", store->path,
			why);
	case SQLITE_IOERR:
		store->failed = true;
		return err_set(err, ERR_ASK,
			"the disk failed under %s: %s: look at the disk",
			store->path, why);
	default:
		return err_set(err, ERR_ASK, "%s: %s", store->path, why);
	}
}

bool
sql_write_begin(struct store *store, bool *own, struct err *err)
{
	*own = !store->changing;
	return !*own || store_begin(store, err);
}

bool
sql_write_end(struct store *store, bool own, bool ok, struct err *err)
{
	if (!own)
		return ok;
	if (ok)
		return store_commit(store, err);
	store_rollback(store);
	return false;
}

bool
sql_view_begin(struct store *store, bool *own, struct err *err)
{
	*own = !store->changing;
	return !*own || sql_script(store, "BEGIN", err);
}

void
sql_view_end(struct store *store, bool own)
{
	if (own)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}
