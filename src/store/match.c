/* Matches with their members and reasons, and the runs that made them. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(match, INT, id),
	COLUMN(match, MAYBE, run),
	COLUMN_OF(match, match_state, state),
	COLUMN(match, INT, score),
	COLUMN(match, MAYBE, made_at),
	COLUMN(match, MAYBE, published_at),
	COLUMN(match, MAYBE, ended_at),
	COLUMN(match, TEXT, end_reason),
	COLUMN(match, MAYBE, nudged_at),
	COLUMN(match, MAYBE, told_at),
	COLUMN(match, MAYBE, lead),
	COLUMN(match, INT, round),
	COLUMN(match, MAYBE, joins),
	COLUMN_END,
};

static const struct column reason_columns[] = {
	COLUMN(match_reason, TEXT, criterion),
	COLUMN(match_reason, TEXT, attribute),
	COLUMN(match_reason, TEXT, text),
	COLUMN(match_reason, INT, points),
	COLUMN(match_reason, TRUTH, partner_may_see),
	COLUMN(match_reason, TEXT, prefer),
	COLUMN(match_reason, MAYBE, one),
	COLUMN(match_reason, MAYBE, other),
	COLUMN(match_reason, MAYBE, amount),
	COLUMN_END,
};

static const struct column run_columns[] = {
	COLUMN(run, INT, id),
	COLUMN_OF(run, run_state, state),
	COLUMN(run, MAYBE, made_at),
	COLUMN(run, MAYBE, published_at),
	COLUMN(run, INT, seed),
	COLUMN(run, INT, score),
	COLUMN_OF(run, run_proof, proof),
	COLUMN(run, INT, bound),
	COLUMN_END,
};

static const struct column unmatched_columns[] = {
	COLUMN(unmatched, INT, participant),
	COLUMN(unmatched, TEXT, why),
	COLUMN(unmatched, TEXT, remedy),
	COLUMN_END,
};

static sqlite3_stmt *
parts_of_match(struct store *store, enum statement statement, int64_t match)
{
	sqlite3_stmt *st = sql_start(store, statement);

	sql_int(st, ":match", match);
	return st;
}

static sqlite3_stmt *
parts_of_run(struct store *store, enum statement statement, int64_t run)
{
	sqlite3_stmt *st = sql_start(store, statement);

	sql_int(st, ":run", run);
	return st;
}

/* ---- reading ------------------------------------------------------------ */

static bool
read_members(struct load *load, struct match *match)
{
	struct member_list *members = &match->members;
	sqlite3_stmt *st =
		parts_of_match(load->store, SQL_MEMBER_OF, match->id);
	int row;

	/* the CHECK on position keeps them within the array */
	while ((row = sql_next(load->store, st, load->err)) > 0) {
		if (members->n == G_N_ELEMENTS(members->at))
			continue;
		match->heard[members->n] = sqlite3_column_int64(st, 1);
		members->at[members->n++] = sqlite3_column_int64(st, 0);
	}
	return row == 0;
}

static bool
read_reasons(struct load *load, struct match *match)
{
	struct pool *pool = load->facts->pool;
	sqlite3_stmt *st =
		parts_of_match(load->store, SQL_REASON_OF, match->id);
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0)
		if (!sql_read(st, reason_columns, pool,
			    LIST_ADD(pool, &match->reasons), load->err))
			return false;
	return row == 0;
}

bool
match_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct match *match = POOL_NEW(pool, struct match);

		if (!sql_read(st, columns, pool, match, load->err))
			return false;
		if (!g_hash_table_add(load->matches, &match->id))
			continue;
		if (!read_members(load, match) || !read_reasons(load, match))
			return false;
		*LIST_ADD(pool, &load->facts->matches) = match;
	}
	return row == 0;
}

static bool
read_unmatched(struct load *load, struct run *run)
{
	struct pool *pool = load->facts->pool;
	sqlite3_stmt *st = parts_of_run(load->store, SQL_UNMATCHED_OF, run->id);
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0)
		if (!sql_read(st, unmatched_columns, pool,
			    LIST_ADD(pool, &run->unmatched), load->err))
			return false;
	return row == 0;
}

bool
run_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct run *run = POOL_NEW(pool, struct run);

		if (!sql_read(st, run_columns, pool, run, load->err))
			return false;
		if (!g_hash_table_add(load->runs, &run->id))
			continue;
		if (!read_unmatched(load, run))
			return false;
		*LIST_ADD(pool, &load->facts->runs) = run;
	}
	return row == 0;
}

/* ---- writing ------------------------------------------------------------ */

static bool
save_members(struct store *store, const struct match *match, struct err *err)
{
	if (!clear_parts(store, SQL_MEMBER_CLEAR, ":match", match->id, err))
		return false;
	for (size_t i = 0; i < match->members.n; i++) {
		sqlite3_stmt *st =
			parts_of_match(store, SQL_MEMBER_ADD, match->id);

		sql_int(st, ":position", (int64_t)i);
		sql_int(st, ":participant", match->members.at[i]);
		sql_maybe(st, ":heard_at", match->heard[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

static bool
save_reasons(struct store *store, const struct match *match, struct err *err)
{
	if (!clear_parts(store, SQL_REASON_CLEAR, ":match", match->id, err))
		return false;
	for (size_t i = 0; i < match->reasons.n; i++) {
		sqlite3_stmt *st =
			parts_of_match(store, SQL_REASON_ADD, match->id);

		sql_int(st, ":position", (int64_t)i);
		sql_bind(st, reason_columns, &match->reasons.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

bool
match_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			match->change == FACT_NEW ? SQL_MATCH_ADD
						  : SQL_MATCH_CHANGE);
		sql_bind(st, columns, match);
		if (!sql_change(store, st, err) ||
			!save_members(store, match, err) ||
			!save_reasons(store, match, err))
			return err_prefix(
				err, "match %lld", (long long)match->id);
		match->change = FACT_SAME;
	}
	return true;
}

static bool
save_unmatched(struct store *store, const struct run *run, struct err *err)
{
	if (!clear_parts(store, SQL_UNMATCHED_CLEAR, ":run", run->id, err))
		return false;
	for (size_t i = 0; i < run->unmatched.n; i++) {
		sqlite3_stmt *st =
			parts_of_run(store, SQL_UNMATCHED_ADD, run->id);

		sql_int(st, ":position", (int64_t)i);
		sql_bind(st, unmatched_columns, &run->unmatched.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

bool
run_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->runs.n; i++) {
		struct run *run = facts->runs.at[i];

		if (run->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			run->change == FACT_NEW ? SQL_RUN_ADD : SQL_RUN_CHANGE);
		sql_bind(st, run_columns, run);
		if (!sql_change(store, st, err) ||
			!save_unmatched(store, run, err))
			return err_prefix(err, "run %lld", (long long)run->id);
		run->change = FACT_SAME;
	}
	return true;
}
