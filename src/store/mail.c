/* The outbox: every mail of ours, from the decision to its fate.
 *
 * A row moves on only by what is recorded in it, so that whoever finds it
 * after a crash does what the keeper would have done. The bytes stand apart
 * and are written once.
 */
#include "sql.h"

#include "base/clock.h"

#include <glib.h>

/* How long a mail that may have arrived waits before it goes out again: longer
 * than a server may take over the final dot (RFC 5321 4.5.3.2.6). */
#define DOUBT (10 * MINUTE)

static const struct column columns[] = {
	COLUMN(mail, INT, id),
	COLUMN(mail, TEXT, occurrence),
	COLUMN_OF(mail, moment, moment),
	COLUMN(mail, MAYBE, participant),
	COLUMN(mail, TEXT, recipient),
	COLUMN(mail, TEXT, envelope_from),
	COLUMN(mail, TEXT, message_id),
	COLUMN(mail, TEXT, in_reply_to),
	COLUMN(mail, TEXT, subject),
	COLUMN(mail, MAYBE, match),
	COLUMN(mail, MAYBE, session),
	COLUMN(mail, MAYBE, ask),
	COLUMN(mail, MAYBE, run),
	COLUMN_OF(mail, mail_state, state),
	COLUMN(mail, MAYBE, created_at),
	COLUMN(mail, INT, not_before),
	COLUMN(mail, MAYBE, expires_at),
	COLUMN(mail, INT, attempts),
	COLUMN(mail, MAYBE, first_attempt_at),
	COLUMN(mail, MAYBE, last_attempt_at),
	COLUMN(mail, MAYBE, next_at),
	COLUMN(mail, MAYBE, settled_at),
	COLUMN(mail, TEXT, reply),
	COLUMN_END,
};

/* ---- reading ------------------------------------------------------------ */

static bool
read_bytes(struct store *store, struct pool *pool, struct mail *mail,
	struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_BYTES);

	sql_int(st, ":mail", mail->id);
	int row = sql_next(store, st, err);
	if (row <= 0)
		return row == 0 &&
			err_set(err, ERR_ASK,
				"mail %lld has lost its bytes: restore a backup",
				(long long)mail->id);
	mail->len = (size_t)sqlite3_column_bytes(st, 0);
	mail->bytes = pool_memdup(pool, sqlite3_column_blob(st, 0), mail->len);
	sqlite3_reset(st);
	return true;
}

/* The rows of a statement at the end of the list. */
static bool
read_mails(struct store *store, sqlite3_stmt *st, bool bytes, struct pool *pool,
	struct mail_list *mails, struct err *err)
{
	int row;

	while ((row = sql_next(store, st, err)) > 0) {
		struct mail *mail = POOL_NEW(pool, struct mail);

		if (!sql_read(st, columns, pool, mail, err) ||
			(bytes && !read_bytes(store, pool, mail, err))) {
			sqlite3_reset(st);
			return false;
		}
		*LIST_ADD(pool, mails) = mail;
	}
	return row == 0;
}

bool
store_mail(struct store *store, struct pool *pool, int64_t id,
	struct mail **mail, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_BY_ID);
	struct mail_list found = { 0 };

	sql_int(st, ":id", id);
	if (!read_mails(store, st, true, pool, &found, err))
		return false;
	*mail = found.n ? found.at[0] : NULL;
	return true;
}

bool
store_mails_of_ask(struct store *store, struct pool *pool, int64_t ask,
	struct mail_list *mails, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_OF_ASK);

	sql_int(st, ":ask", ask);
	return read_mails(store, st, true, pool, mails, err);
}

bool
store_mails_since(struct store *store, const char *recipient, int64_t since,
	int64_t *n, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_SINCE);

	sql_text(st, ":recipient", recipient);
	sql_int(st, ":since", since);
	return sql_value(store, st, n, err);
}

bool
store_waiting(struct store *store, struct pool *pool, int limit,
	struct mail_list *mails, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_WAITING);

	sql_int(st, ":limit", limit);
	return read_mails(store, st, false, pool, mails, err);
}

/* ---- adding ------------------------------------------------------------- */

static bool
add_row(struct store *store, struct mail *mail, bool *added, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_ADD);
	bool first = !mail->participant || !*mail->envelope_from;

	sql_bind(st, columns, mail);
	sql_int(st, ":lane", first ? 0 : 1);
	if (!sql_run(store, st, err))
		return false;
	*added = sqlite3_changes(store->db) == 1;
	return true;
}

static bool
add_bytes(struct store *store, const struct mail *mail, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_ADD_BYTES);

	sql_int(st, ":mail", mail->id);
	sql_blob(st, ":bytes", mail->bytes, mail->len);
	return sql_run(store, st, err);
}

bool
store_add_mail(
	struct store *store, struct mail *mail, bool *added, struct err *err)
{
	bool own, fresh = false;

	if (!sql_write_begin(store, &own, err))
		return false;
	bool ok = add_row(store, mail, &fresh, err) &&
		(!fresh || add_bytes(store, mail, err));
	if (!sql_write_end(store, own, ok, err))
		return err_prefix(err, "mail %s", mail->occurrence);
	*added = fresh;
	return true;
}

/* ---- sending ------------------------------------------------------------ */

static bool
expire(struct store *store, int64_t now, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_EXPIRE);

	sql_int(st, ":now", now);
	return sql_run(store, st, err);
}

static bool
ready(struct store *store, struct pool *pool, int lane, int64_t now, int limit,
	struct mail_list *mails, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_READY);

	sql_int(st, ":lane", lane);
	sql_int(st, ":now", now);
	sql_int(st, ":limit", limit);
	return read_mails(store, st, true, pool, mails, err);
}

static bool
mark_sending(
	struct store *store, struct mail *mail, int64_t now, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_SENDING);

	mail->state = MAIL_SENDING;
	mail->attempts++;
	mail->last_attempt_at = now;
	if (!mail->first_attempt_at)
		mail->first_attempt_at = now;
	sql_bind(st, columns, mail);
	return sql_change(store, st, err);
}

static bool
claim(struct store *store, struct pool *pool, int64_t now, int limit,
	struct mail_list *mails, struct err *err)
{
	if (!expire(store, now, err) ||
		!ready(store, pool, 0, now, limit, mails, err) ||
		!ready(store, pool, 1, now, limit - (int)mails->n, mails, err))
		return false;
	for (size_t i = 0; i < mails->n; i++)
		if (!mark_sending(store, mails->at[i], now, err))
			return false;
	return true;
}

bool
store_claim(struct store *store, struct pool *pool, int64_t now, int limit,
	struct mail_list *mails, struct err *err)
{
	struct mail_list claimed = { 0 };
	bool own;

	g_assert(limit > 0);
	if (!sql_write_begin(store, &own, err) ||
		!sql_write_end(store, own,
			claim(store, pool, now, limit, &claimed, err), err))
		return false;
	for (size_t i = 0; i < claimed.n; i++)
		*LIST_ADD(pool, mails) = claimed.at[i];
	return true;
}

/* One statement over many mails; *n: how many. */
static bool
change_many(struct store *store, sqlite3_stmt *st, int64_t *n, struct err *err)
{
	int changed = 0;
	bool own;

	if (!sql_write_begin(store, &own, err))
		return false;
	bool ok = sql_run(store, st, err);
	if (ok)
		changed = sqlite3_changes(store->db);
	if (!sql_write_end(store, own, ok, err))
		return false;
	*n = changed;
	return true;
}

bool
store_doubt(struct store *store, int64_t now, int64_t *n, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_DOUBT);

	sql_int(st, ":next_at", now + DOUBT);
	return change_many(store, st, n, err);
}

bool
store_skip_waiting(
	struct store *store, int64_t now, int64_t *n, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_SKIP);

	sql_int(st, ":now", now);
	return change_many(store, st, n, err);
}

bool
store_settle(struct store *store, const struct mail *mail, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_MAIL_SETTLE);
	bool own;

	sql_bind(st, columns, mail);
	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own, sql_change(store, st, err), err);
}

static enum statement
cancel_statement(enum subject_kind kind)
{
	switch (kind) {
	case SUBJECT_PROGRAM:
		return SQL_MAIL_CANCEL_ALL;
	case SUBJECT_PARTICIPANT:
		return SQL_MAIL_CANCEL_PARTICIPANT;
	case SUBJECT_MATCH:
		return SQL_MAIL_CANCEL_MATCH;
	case SUBJECT_SESSION:
		return SQL_MAIL_CANCEL_SESSION;
	case SUBJECT_ASK:
		return SQL_MAIL_CANCEL_ASK;
	}
	g_assert_not_reached();
}

bool
store_cancel_mails(struct store *store, enum subject_kind kind, int64_t subject,
	int64_t now, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, cancel_statement(kind));
	int64_t n;

	sql_int(st, ":now", now);
	if (kind != SUBJECT_PROGRAM)
		sql_int(st, ":subject", subject);
	return change_many(store, st, &n, err);
}
