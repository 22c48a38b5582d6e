/* Series: the masters of sessions that one calendar object repeats. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(series, INT, id),
	COLUMN(series, INT, match),
	COLUMN(series, TEXT, uid),
	COLUMN(series, INT, sequence),
	COLUMN(series, MAYBE, dtstamp),
	COLUMN(series, INT, starts_at),
	COLUMN(series, SMALL, minutes),
	COLUMN(series, SMALL, weeks),
	COLUMN(series, SMALL, count),
	COLUMN(series, TEXT, zone),
	COLUMN(series, TEXT, place),
	COLUMN(series, MAYBE, created_at),
	COLUMN(series, MAYBE, ended_at),
	COLUMN_END,
};

static bool
read_rows(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct series *series = POOL_NEW(pool, struct series);

		if (!sql_read(st, columns, pool, series, load->err))
			return false;
		if (g_hash_table_add(load->series, &series->id))
			*LIST_ADD(pool, &load->facts->series) = series;
	}
	return row == 0;
}

bool
series_of(struct load *load, int64_t id)
{
	return !id || g_hash_table_contains(load->series, &id) ||
		read_rows(load, rows_of(load, SQL_SERIES_BY_ID, ":id", id));
}

bool
series_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->series.n; i++) {
		struct series *series = facts->series.at[i];

		if (series->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			series->change == FACT_NEW ? SQL_SERIES_ADD
						   : SQL_SERIES_CHANGE);
		sql_bind(st, columns, series);
		if (!sql_change(store, st, err))
			return err_prefix(
				err, "series %lld", (long long)series->id);
		series->change = FACT_SAME;
	}
	return true;
}
