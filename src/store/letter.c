/* The inbox: every mail that arrived, from the server to its disposition.
 *
 * A letter is known by where it lay (mailbox, UIDVALIDITY, UID); the SHA-256
 * of its bytes finds the same letter when the server numbers anew.
 */
#include "sql.h"

#include <glib.h>

static const struct column columns[] = {
	COLUMN(inbox, INT, id),
	COLUMN(inbox, TEXT, mailbox),
	COLUMN(inbox, INT, uidvalidity),
	COLUMN(inbox, INT, uid),
	COLUMN(inbox, TEXT, sha256),
	COLUMN(inbox, MAYBE, received_at),
	COLUMN(inbox, MAYBE, applied_at),
	COLUMN(inbox, MAYBE, filed_at),
	{ "state", COLUMN_WORD, offsetof(struct inbox, state),
		&inbox_state_words },
	COLUMN(inbox, INT, attempts),
	COLUMN_OF(inbox, letter_kind, kind),
	COLUMN_OF(inbox, disposition, disposition),
	COLUMN(inbox, TEXT, reason),
	COLUMN(inbox, MAYBE, participant),
	COLUMN_END,
};

/* ---- reading ------------------------------------------------------------ */

/* BY_NOBODY, of one that is at hand. */
static bool
is_by_nobody(const struct inbox *letter)
{
	return letter->state == INBOX_APPLIED && !letter->participant &&
		(letter->disposition == DISPOSITION_STRANGER ||
			letter->disposition == DISPOSITION_FORGED ||
			letter->disposition == DISPOSITION_IGNORED ||
			letter->disposition == DISPOSITION_DUPLICATE);
}

static bool
read_raw(struct store *store, struct pool *pool, struct inbox *letter,
	struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_BYTES);

	sql_int(st, ":letter", letter->id);
	int row = sql_next(store, st, err);
	if (row == 0 && is_by_nobody(letter))
		return true;
	if (row <= 0)
		return row == 0 &&
			err_set(err, ERR_ASK,
				"letter %lld has lost its bytes: restore a backup",
				(long long)letter->id);
	letter->len = (size_t)sqlite3_column_bytes(st, 0);
	letter->raw =
		pool_memdup(pool, sqlite3_column_blob(st, 0), letter->len);
	sqlite3_reset(st);
	return true;
}

static bool
read_letters(struct store *store, sqlite3_stmt *st, bool raw, struct pool *pool,
	struct inbox_list *letters, struct err *err)
{
	int row;

	while ((row = sql_next(store, st, err)) > 0) {
		struct inbox *letter = POOL_NEW(pool, struct inbox);

		if (!sql_read(st, columns, pool, letter, err) ||
			(raw && !read_raw(store, pool, letter, err))) {
			sqlite3_reset(st);
			return false;
		}
		*LIST_ADD(pool, letters) = letter;
	}
	return row == 0;
}

bool
store_unread(struct store *store, struct pool *pool, int64_t after, int limit,
	struct inbox_list *letters, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_STORED);

	sql_int(st, ":after", after);
	sql_int(st, ":limit", limit);
	return read_letters(store, st, true, pool, letters, err);
}

bool
store_letter(struct store *store, struct pool *pool, int64_t id,
	struct inbox **letter, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_BY_ID);
	struct inbox_list found = { 0 };

	sql_int(st, ":id", id);
	if (!read_letters(store, st, true, pool, &found, err))
		return false;
	*letter = found.n ? found.at[0] : NULL;
	return true;
}

bool
store_unfiled(struct store *store, struct pool *pool, int64_t after, int limit,
	struct inbox_list *letters, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_UNFILED);

	sql_int(st, ":after", after);
	sql_int(st, ":limit", limit);
	return read_letters(store, st, false, pool, letters, err);
}

bool
store_same_letter(struct store *store, const char *sha256, int64_t id,
	int64_t *other, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_SAME);

	sql_text(st, ":sha256", sha256);
	sql_int(st, ":id", id);
	return sql_value(store, st, other, err);
}

/* ---- writing ------------------------------------------------------------ */

static bool
add_row(struct store *store, const struct inbox *letter, int64_t *id,
	bool *known, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_ADD);

	sql_bind(st, columns, letter);
	if (!sql_run(store, st, err))
		return false;
	*known = sqlite3_changes(store->db) == 0;
	st = sql_start(store, SQL_LETTER_FIND);
	sql_bind(st, columns, letter);
	return sql_value(store, st, id, err);
}

static bool
add_raw(struct store *store, const struct inbox *letter, int64_t id,
	struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_ADD_BYTES);

	sql_int(st, ":letter", id);
	sql_blob(st, ":raw", letter->raw, letter->len);
	return sql_run(store, st, err);
}

bool
store_add_letter(struct store *store, const struct inbox *inbox, int64_t *id,
	bool *known, struct err *err)
{
	int64_t row = 0;
	bool own, there = false;

	if (!sql_write_begin(store, &own, err))
		return false;
	bool ok = add_row(store, inbox, &row, &there, err) &&
		(there || add_raw(store, inbox, row, err));
	if (!sql_write_end(store, own, ok, err))
		return false;
	*id = row;
	*known = there;
	return true;
}

bool
store_forget_strangers(
	struct store *store, int64_t before, int64_t *n, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_FORGET);
	bool own;

	sql_int(st, ":before", before);
	if (!sql_write_begin(store, &own, err))
		return false;
	bool ok = sql_run(store, st, err);
	int changes = sqlite3_changes(store->db);
	if (!sql_write_end(store, own, ok, err))
		return false;
	*n = changes;
	return true;
}

bool
store_count_attempt(
	struct store *store, int64_t id, int64_t *attempts, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_ATTEMPT);
	int64_t n = 0;
	bool own;

	sql_int(st, ":id", id);
	if (!sql_write_begin(store, &own, err) ||
		!sql_write_end(store, own, sql_value(store, st, &n, err), err))
		return false;
	*attempts = n;
	return true;
}

bool
store_applied(struct store *store, const struct inbox *letter, struct err *err)
{
	struct inbox applied = *letter;
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_APPLIED);
	bool own;

	applied.state = INBOX_APPLIED;
	sql_bind(st, columns, &applied);
	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own, sql_change(store, st, err), err);
}

bool
store_filed(struct store *store, int64_t id, int64_t now, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_LETTER_FILED);
	bool own;

	sql_int(st, ":id", id);
	sql_int(st, ":now", now);
	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own, sql_change(store, st, err), err);
}
