/* Directives: what coordinators said about two people. Only those that still
 * count are loaded; the others stay as a record. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(directive, INT, id),
	COLUMN_OF(directive, directive_kind, kind),
	COLUMN(directive, INT, one),
	COLUMN(directive, INT, other),
	COLUMN(directive, TEXT, by),
	COLUMN(directive, INT, made_at),
	COLUMN(directive, MAYBE, over_at),
	COLUMN_END,
};

static bool
is_loaded(const struct facts *facts, int64_t id)
{
	for (size_t i = 0; i < facts->directives.n; i++)
		if (facts->directives.at[i]->id == id)
			return true;
	return false;
}

bool
directive_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct directive *directive = POOL_NEW(pool, struct directive);

		if (!sql_read(st, columns, pool, directive, load->err))
			return false;
		if (!is_loaded(load->facts, directive->id))
			*LIST_ADD(pool, &load->facts->directives) = directive;
	}
	return row == 0;
}

bool
directive_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->directives.n; i++) {
		struct directive *directive = facts->directives.at[i];

		if (directive->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			directive->change == FACT_NEW ? SQL_DIRECTIVE_ADD
						      : SQL_DIRECTIVE_CHANGE);
		sql_bind(st, columns, directive);
		if (!sql_change(store, st, err))
			return err_prefix(err, "directive %lld",
				(long long)directive->id);
		directive->change = FACT_SAME;
	}
	return true;
}
