/* When people are busy, as they published it: stretches of time, nothing else.
 *
 * Written again only when they differ from what is stored: a calendar that was
 * fetched again is mostly the same. */
#include "load.h"
#include "parts.h"

bool
busy_read_of(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_BUSY_OF);
	int row;

	sql_int(st, ":participant", participant->id);
	while ((row = sql_next(store, st, err)) > 0)
		*LIST_ADD(pool, &participant->busy) =
			(struct busy){ sqlite3_column_int64(st, 0),
				sqlite3_column_int64(st, 1) };
	return row == 0;
}

static bool
busy_equal(const struct busy_list *a, const struct busy_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].from != b->at[i].from ||
			a->at[i].till != b->at[i].till)
			return false;
	return true;
}

bool
busy_save_of(struct store *store, const struct participant *participant,
	const struct busy_list *stored, struct err *err)
{
	const struct busy_list *busy = &participant->busy;
	int64_t id = participant->id;

	if (busy_equal(stored, busy))
		return true;
	if (!clear_parts(store, SQL_BUSY_CLEAR, ":participant", id, err))
		return false;
	for (size_t i = 0; i < busy->n; i++) {
		sqlite3_stmt *st = sql_start(store, SQL_BUSY_ADD);

		sql_int(st, ":participant", id);
		sql_int(st, ":from_at", busy->at[i].from);
		sql_int(st, ":till_at", busy->at[i].till);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

/* ---- asking for it ------------------------------------------------------ */

bool
store_calendars(struct store *store, struct pool *pool, int64_t match,
	int64_t before, struct calendar_list *calendars, struct err *err)
{
	sqlite3_stmt *st = sql_start(
		store, match ? SQL_CALENDAR_OF_MATCH : SQL_CALENDAR_READY);
	int row;

	if (match)
		sql_int(st, ":match", match);
	sql_int(st, ":before", before);
	while ((row = sql_next(store, st, err)) > 0)
		*LIST_ADD(pool, calendars) =
			(struct calendar){ sqlite3_column_int64(st, 0),
				sql_string(st, 1, pool),
				sql_string(st, 2, pool) };
	return row == 0;
}

bool
store_calendar_tried(struct store *store, const struct calendar *calendar,
	int64_t now, const char *why, int64_t *since, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_CALENDAR_TRIED);
	bool own;

	sql_int(st, ":participant", calendar->participant);
	sql_text(st, ":url", calendar->url);
	sql_int(st, ":now", now);
	sql_text(st, ":why", why);
	return sql_write_begin(store, &own, err) &&
		sql_write_end(
			store, own, sql_value(store, st, since, err), err);
}
