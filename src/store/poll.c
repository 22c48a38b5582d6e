/* Polls with their slots. All that a match ever had are loaded with it, those
 * that are over too: rounds are counted, and late answers come in. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(poll, INT, id),
	COLUMN(poll, INT, match),
	COLUMN(poll, MAYBE, session),
	COLUMN_OF(poll, poll_state, state),
	COLUMN(poll, SMALL, minutes),
	COLUMN(poll, SMALL, round),
	COLUMN(poll, INT, opened_at),
	COLUMN(poll, MAYBE, closes_at),
	COLUMN(poll, MAYBE, over_at),
	COLUMN_END,
};

static bool
read_slots(struct load *load, struct poll *poll)
{
	sqlite3_stmt *st = rows_of(load, SQL_SLOT_OF, ":poll", poll->id);
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0)
		*LIST_ADD(load->facts->pool, &poll->slots) =
			sqlite3_column_int64(st, 0);
	return row == 0;
}

/* While it is open, what people said of it counts. */
static bool
read_answers(struct load *load, const struct poll *poll)
{
	return poll->state != POLL_OPEN ||
		ask_read(load,
			rows_of(load, SQL_ASK_OF_POLL, ":poll", poll->id));
}

bool
poll_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct poll *poll = POOL_NEW(pool, struct poll);

		if (!sql_read(st, columns, pool, poll, load->err))
			return false;
		if (!g_hash_table_add(load->polls, &poll->id))
			continue;
		if (!read_slots(load, poll) || !read_answers(load, poll))
			return false;
		*LIST_ADD(pool, &load->facts->polls) = poll;
	}
	return row == 0;
}

static bool
save_slots(struct store *store, const struct poll *poll, struct err *err)
{
	if (!clear_parts(store, SQL_SLOT_CLEAR, ":poll", poll->id, err))
		return false;
	for (size_t i = 0; i < poll->slots.n; i++) {
		sqlite3_stmt *st = sql_start(store, SQL_SLOT_ADD);

		sql_int(st, ":poll", poll->id);
		sql_int(st, ":position", (int64_t)i);
		sql_int(st, ":starts_at", poll->slots.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

bool
poll_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->polls.n; i++) {
		struct poll *poll = facts->polls.at[i];

		if (poll->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			poll->change == FACT_NEW ? SQL_POLL_ADD
						 : SQL_POLL_CHANGE);
		sql_bind(st, columns, poll);
		if (!sql_change(store, st, err) ||
			!save_slots(store, poll, err))
			return err_prefix(
				err, "poll %lld", (long long)poll->id);
		poll->change = FACT_SAME;
	}
	return true;
}
