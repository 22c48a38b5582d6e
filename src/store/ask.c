/* Asks with their answers. An answer is written over when it is given again:
 * the letters that held the older ones are kept. */
#include "load.h"
#include "needs.h"

static const struct column columns[] = {
	COLUMN(ask, INT, id),
	COLUMN(ask, MAYBE, participant),
	COLUMN(ask, TEXT, coordinator),
	COLUMN(ask, TEXT, form),
	COLUMN(ask, TEXT, slot),
	COLUMN(ask, MAYBE, match),
	COLUMN(ask, MAYBE, session),
	COLUMN(ask, MAYBE, run),
	COLUMN_OF(ask, ask_state, state),
	COLUMN(ask, MAYBE, opened_at),
	COLUMN(ask, MAYBE, answered_at),
	COLUMN(ask, MAYBE, closed_at),
	COLUMN(ask, MAYBE, clarified_at),
	COLUMN(ask, INT, reminders),
	COLUMN(ask, TEXT, note),
	COLUMN(ask, TEXT, promised),
	COLUMN(ask, MAYBE, about),
	COLUMN_END,
};

static const struct column answer_columns[] = {
	COLUMN(answer, TEXT, question),
	COLUMN(answer, SMALL, number),
	COLUMN(answer, TEXT, value),
	COLUMN(answer, TEXT, raw),
	COLUMN_OF(answer, confidence, confidence),
	COLUMN(answer, MAYBE, letter),
	COLUMN(answer, MAYBE, at),
	COLUMN(answer, TRUTH, private),
	COLUMN_END,
};

static bool
read_answers(struct load *load, struct ask *ask)
{
	struct pool *pool = load->facts->pool;
	sqlite3_stmt *st = sql_start(load->store, SQL_ANSWER_OF);
	int row;

	sql_int(st, ":ask", ask->id);
	while ((row = sql_next(load->store, st, load->err)) > 0)
		if (!sql_read(st, answer_columns, pool,
			    LIST_ADD(pool, &ask->answers), load->err))
			return false;
	return row == 0;
}

bool
ask_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct ask *ask = POOL_NEW(pool, struct ask);

		if (!sql_read(st, columns, pool, ask, load->err))
			return false;
		if (!g_hash_table_add(load->asks, &ask->id))
			continue;
		if (!read_answers(load, ask))
			return false;
		*LIST_ADD(pool, &load->facts->asks) = ask;
	}
	return row == 0;
}

/* What counts in figures is kept in the order of its coming; the same said
 * once more is nothing new. */
static bool
save_given(struct store *store, const struct ask *ask,
	const struct answer *answer, struct err *err)
{
	double number;

	if (!answer->value || !tally_number(answer->value, &number))
		return true;
	sqlite3_stmt *st = sql_start(store, SQL_GIVEN_ADD);
	sql_int(st, ":ask", ask->id);
	sql_bind(st, answer_columns, answer);
	return sql_run(store, st, err);
}

static bool
save_answers(struct store *store, struct ask *ask, struct err *err)
{
	for (size_t i = 0; i < ask->answers.n; i++) {
		struct answer *answer = &ask->answers.at[i];

		if (ask->change == FACT_SAME && answer->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store, SQL_ANSWER_PUT);
		sql_int(st, ":ask", ask->id);
		sql_bind(st, answer_columns, answer);
		if (!sql_run(store, st, err) ||
			!save_given(store, ask, answer, err))
			return false;
		answer->change = FACT_SAME;
	}
	return true;
}

static bool
save_ask(struct store *store, struct ask *ask, struct err *err)
{
	if (ask->change == FACT_SAME)
		return true;
	sqlite3_stmt *st = sql_start(
		store, ask->change == FACT_NEW ? SQL_ASK_ADD : SQL_ASK_CHANGE);
	sql_bind(st, columns, ask);
	return sql_change(store, st, err);
}

bool
ask_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (!save_ask(store, ask, err) ||
			!save_answers(store, ask, err))
			return err_prefix(err, "ask %lld", (long long)ask->id);
		ask->change = FACT_SAME;
	}
	return true;
}
