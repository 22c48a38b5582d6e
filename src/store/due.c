/* Due items: what is to happen, stored by time. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(due, INT, id),
	COLUMN(due, INT, at),
	COLUMN_OF(due, due_kind, kind),
	COLUMN(due, TEXT, what),
	COLUMN_OF(due, subject_kind, subject_kind),
	COLUMN(due, INT, subject),
	COLUMN(due, TEXT, occurrence),
	COLUMN_OF(due, due_state, state),
	COLUMN(due, TEXT, why),
	COLUMN_END,
};

bool
store_due(struct store *store, struct pool *pool, int64_t now, int limit,
	struct due_list *dues, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_DUE_READY);
	int row;

	sql_int(st, ":now", now);
	sql_int(st, ":limit", limit);
	while ((row = sql_next(store, st, err)) > 0) {
		struct due *due = POOL_NEW(pool, struct due);

		if (!sql_read(st, columns, pool, due, err))
			return false;
		*LIST_ADD(pool, dues) = due;
	}
	return row == 0;
}

bool
store_next_due(struct store *store, int64_t *at, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_DUE_NEXT);

	if (sql_next(store, st, err) < 0)
		return false;
	*at = sqlite3_column_type(st, 0) == SQLITE_NULL
		? INT64_MAX
		: sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return true;
}

bool
store_forget_steps(struct store *store, int64_t now, struct err *err)
{
	bool own;

	if (!sql_write_begin(store, &own, err))
		return false;
	sqlite3_stmt *st = sql_start(store, SQL_DUE_FORGET);
	sql_int(st, ":now", now);
	return sql_write_end(store, own, sql_run(store, st, err), err);
}

/* A new one whose occurrence is planned already changes nothing; but the end of
 * the program is where the config puts it now. */
bool
due_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->dues.n; i++) {
		struct due *due = facts->dues.at[i];

		if (due->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			due->change == FACT_NEW ? SQL_DUE_ADD : SQL_DUE_CHANGE);
		bool fresh = due->change == FACT_NEW;
		sql_bind(st, columns, due);
		if (!(fresh ? sql_run : sql_change)(store, st, err))
			return err_prefix(err, "due item %s", due->occurrence);
		due->change = FACT_SAME;
	}
	return true;
}
