/* From a folder to a store that is known to be ours, whole, of this version.
 *
 * Nothing is believed of what lies there: the file may be another program's,
 * another software's, damaged, or written by a mentord of next year. Each of
 * these is refused with what to do about it, before a single row is read.
 */
#include "open.h"

#include "meta.h"
#include "sql.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 1835363956 /* "ment" */
#define BUSY_MS        10000

static bool
open_folder(const char *path, struct err *err)
{
	struct stat st;

	if (g_mkdir_with_parents(path, 0700) || stat(path, &st))
		return err_set(err, ERR_ASK, "cannot make the folder %s: %s",
			path, g_strerror(errno));
	if ((st.st_mode & 077) && chmod(path, 0700))
		return err_set(err, ERR_ASK,
			"others may look into %s: give it mode 0700 (%s)", path,
			g_strerror(errno));
	return true;
}

/* SQLite gives its side files the mode of the file itself. A file that is there
 * is not opened here: closing it again would take away the POSIX locks of any
 * other connection of this process. */
static bool
make_file(const char *path, struct err *err)
{
	int fd = open(
		path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	struct stat st;

	if (fd >= 0)
		close(fd);
	else if (errno != EEXIST)
		return err_set(err, ERR_ASK, "cannot make %s: %s", path,
			g_strerror(errno));
	if (lstat(path, &st) || !S_ISREG(st.st_mode))
		return err_set(err, ERR_ASK,
			"%s is not a plain file: move it away", path);
	if ((st.st_mode & 0777) != 0600 && chmod(path, 0600))
		return err_set(err, ERR_ASK, "cannot give %s mode 0600: %s",
			path, g_strerror(errno));
	return true;
}

static bool
find_file(struct store *store, const char *state_dir, struct err *err)
{
	if (store->writable)
		return open_folder(state_dir, err) &&
			make_file(store->path, err);
	return access(store->path, R_OK) == 0 ||
		err_set(err, ERR_ASK,
			"no store at %s (%s): has the program been started?",
			store->path, g_strerror(errno));
}

static bool
pragma_value(struct store *store, const char *pragma, int64_t *value,
	struct err *err)
{
	sqlite3_stmt *st;
	int code = sqlite3_prepare_v2(store->db, pragma, -1, &st, NULL);

	if (code != SQLITE_OK)
		return sql_fail(store, code, err);
	bool ok = sql_value(store, st, value, err);
	sqlite3_finalize(st);
	return ok;
}

/* Two who make the same store at once meet here: for the change to WAL SQLite
 * does not wait, so we do. */
static bool
use_wal(struct store *store, struct err *err)
{
	static const char pragma[] = "PRAGMA journal_mode = WAL";
	int code = SQLITE_BUSY;
	bool wal = false;

	for (int ms = 0; code == SQLITE_BUSY && ms < BUSY_MS; ms += 10) {
		sqlite3_stmt *st = NULL;

		code = sqlite3_prepare_v2(store->db, pragma, -1, &st, NULL);
		if (code == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
			wal = !g_strcmp0("wal",
				(const char *)sqlite3_column_text(st, 0));
		sqlite3_finalize(st);
		code = sqlite3_errcode(store->db) & 0xff;
		if (code == SQLITE_BUSY)
			sqlite3_sleep(10);
	}
	if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
		return sql_fail(store, code, err);
	return wal ||
		err_set(err, ERR_ASK,
			"%s cannot be written ahead: choose a state folder on "
			"a local disk",
			store->path);
}

/* Every promise is asked for by name: builds of SQLite differ in what they
 * take for granted. */
static bool
promise(struct store *store, struct err *err)
{
	int64_t level = 0;

	sqlite3_busy_timeout(store->db, BUSY_MS);
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (!sql_script(store,
		    "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; "
		    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; "
		    "PRAGMA synchronous = FULL",
		    err))
		return false;
	if (store->writable && !use_wal(store, err))
		return false;
	return pragma_value(store, "PRAGMA synchronous", &level, err) &&
		(level == 2 ||
			err_set(err, ERR_ASK,
				"this SQLite does not write safely: use another"));
}

bool
open_file(struct store *store, const char *state_dir, struct err *err)
{
	int flags = SQLITE_OPEN_NOMUTEX |
		(store->writable ? SQLITE_OPEN_READWRITE
				 : SQLITE_OPEN_READONLY);

	if (!find_file(store, state_dir, err))
		return false;
	int code = sqlite3_open_v2(store->path, &store->db, flags, NULL);
	if (code != SQLITE_OK)
		return sql_fail(store, code, err);
	return promise(store, err);
}

/* ---- whose, and which version ------------------------------------------- */

static bool
check_owner(struct store *store, int64_t *version, struct err *err)
{
	int64_t id = 0, tables = 0;

	/* the name last: another mentord may be making the store just now */
	if (!pragma_value(store, "SELECT count(*) FROM sqlite_schema", &tables,
		    err) ||
		!pragma_value(store, "PRAGMA user_version", version, err) ||
		!pragma_value(store, "PRAGMA application_id", &id, err))
		return false;
	if (id != APPLICATION_ID && (id || *version || tables))
		return err_set(err, ERR_ASK,
			"%s is a database of some other software: "
			"choose another state folder",
			store->path);
	if (*version > newest_version)
		return err_set(err, ERR_ASK,
			"%s was written by a newer mentord (schema %lld, this "
			"one knows %d): install that version again",
			store->path, (long long)*version, newest_version);
	return true;
}

static bool
run_migrations(struct store *store, const char *program_id, struct err *err)
{
	int64_t version;

	/* somebody may have been quicker while we waited for the lock */
	if (!check_owner(store, &version, err))
		return false;
	if (version == 0 &&
		!sql_script(store, "PRAGMA application_id = 1835363956", err))
		return false;
	bool fresh = version == 0;
	for (; version < newest_version; version++)
		if (!sql_script(store, migrations[version], err))
			return false;
	g_autofree char *mark =
		g_strdup_printf("PRAGMA user_version = %d", newest_version);
	return sql_script(store, mark, err) &&
		(!fresh || meta_make(store, program_id, err));
}

static bool
check_references(struct store *store, struct err *err)
{
	int64_t broken = 0;

	return pragma_value(store,
		       "SELECT count(*) FROM pragma_foreign_key_check", &broken,
		       err) &&
		(!broken ||
			err_set(err, ERR_ASK,
				"%s cannot be brought up to date: %lld of its "
				"references lead nowhere; restore a backup",
				store->path, (long long)broken));
}

/* A step may write a table anew. References to it must not be followed when
 * the old one is dropped; they are all checked before the commit. SQLite heeds
 * this only outside of a transaction
 * (https://www.sqlite.org/lang_altertable.html#otheralter). */
static bool
migrate_under_lock(struct store *store, const char *program_id, struct err *err)
{
	if (!sql_script(store, "PRAGMA foreign_keys = OFF", err) ||
		!store_begin(store, err))
		return false;
	bool ok = run_migrations(store, program_id, err) &&
		check_references(store, err);
	return sql_write_end(store, true, ok, err) &&
		sql_script(store, "PRAGMA foreign_keys = ON", err);
}

static bool
migrate(struct store *store, const char *program_id, struct err *err)
{
	int64_t version;

	if (!check_owner(store, &version, err))
		return false;
	if (version == newest_version)
		return true;
	if (!store->writable)
		return err_set(err, ERR_ASK,
			"%s is of an older mentord: start the program once",
			store->path);
	return migrate_under_lock(store, program_id, err);
}

static bool
prepare(struct store *store, struct err *err)
{
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		int code = sqlite3_prepare_v3(store->db, statements[i].sql, -1,
			SQLITE_PREPARE_PERSISTENT, &store->prepared[i], NULL);

		if (code != SQLITE_OK)
			return sql_fail(store, code, err);
	}
	return true;
}

static bool
check_program(struct store *store, const char *program_id, struct err *err)
{
	POOL_AUTO pool = pool_new();
	const char *owner = store_meta(store, pool, "program");

	if (owner && !strcmp(owner, program_id))
		return true;
	return err_set(err, ERR_ASK,
		"%s belongs to the program '%.64s', not to '%.64s': every "
		"program needs a state folder of its own",
		store->path, owner ? owner : "", program_id);
}

/* Pages and indexes of every table but the two that hold whole mails: those
 * may be gigabytes, and `mentord fsck` reads them. */
static bool
quick_check(struct store *store, struct err *err)
{
	static const char *const tables[] = { "meta", "participant", "address",
		"attribute", "availability", "run", "unmatched", "match",
		"member", "reason", "directive", "series", "session",
		"attendee", "proposal", "poll", "poll_slot", "ask", "answer",
		"given", "busy", "fetch", "tail", "due", "outbox", "inbox",
		"outcome" };

	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *pragma = g_strdup_printf(
			"SELECT count(*) FROM pragma_quick_check('%s') "
			"WHERE quick_check <> 'ok'",
			tables[i]);
		int64_t faults = 0;

		if (!pragma_value(store, pragma, &faults, err))
			return false;
		if (faults)
			return err_set(err, ERR_ASK,
				"%s is damaged (table %s): restore a backup",
				store->path, tables[i]);
	}
	return true;
}

bool
open_schema(struct store *store, const char *program_id, struct err *err)
{
	return migrate(store, program_id, err) && prepare(store, err) &&
		check_program(store, program_id, err) &&
		(!store->writable || quick_check(store, err)) &&
		meta_load_key(store, err);
}
