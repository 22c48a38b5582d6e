/* The store: opening and closing it, changes, and its version.
 *
 * A change is one transaction. When its commit fails nobody knows what stands
 * on the disk: the store is marked as failed, refuses everything from then
 * on, and the process starts again from the file.
 */
#include "sql.h"

#include "open.h"

#include <glib.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Woverlength-strings" /* schema.sql is long */

const char *const migrations[] = {
#include "schema.inc"
	,
#include "upgrade-2.inc"
	,
#include "upgrade-3.inc"
};
const int newest_version = G_N_ELEMENTS(migrations);

void
store_close(struct store *store)
{
	if (!store)
		return;
	for (int i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(store->prepared[i]);
	sqlite3_close(store->db);
	explicit_bzero(&store->key, sizeof store->key);
	g_free(store->path);
	g_free(store);
}

struct store *
store_open(const char *state_dir, const char *program_id, enum store_mode mode,
	struct err *err)
{
	struct store *store = g_new0(struct store, 1);

	store->writable = mode == STORE_WRITE;
	store->path = g_build_filename(state_dir, STORE_FILE, NULL);
	if (open_file(store, state_dir, err) &&
		open_schema(store, program_id, err))
		return store;
	store_close(store);
	return NULL;
}

bool
store_failed(const struct store *store)
{
	return store->failed;
}

bool
store_begin(struct store *store, struct err *err)
{
	g_assert(!store->changing);
	if (!sql_script(store, "BEGIN IMMEDIATE", err))
		return false;
	store->changing = true;
	return true;
}

bool
store_commit(struct store *store, struct err *err)
{
	struct err why = { 0 };

	g_assert(store->changing);
	if (sql_script(store, "COMMIT", &why)) {
		store->changing = false;
		return true;
	}
	store->failed = true;
	store_rollback(store);
	return err_set(err, ERR_ASK,
		"a change may be stored or not (%s): mentord must start again",
		why.text);
}

void
store_rollback(struct store *store)
{
	store->changing = false;
	if (!sqlite3_get_autocommit(store->db))
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

bool
store_savepoint(struct store *store, struct err *err)
{
	return sql_run(store, sql_start(store, SQL_SAVEPOINT), err);
}

bool
store_release(struct store *store, struct err *err)
{
	return sql_run(store, sql_start(store, SQL_RELEASE), err);
}

void
store_rollback_to(struct store *store)
{
	sql_script(store, "ROLLBACK TO event; RELEASE event", NULL);
}

int64_t
store_version(struct store *store)
{
	int64_t version = 0;

	sql_value(store, sql_start(store, SQL_VERSION), &version, NULL);
	return version;
}
