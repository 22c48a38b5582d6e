/* Participants, with addresses, attributes and free hours.
 *
 * Those three are written again only when they differ from what is stored:
 * nearly every change of a person is a date.
 */
#include "load.h"
#include "parts.h"

#include "base/text.h"

#include <string.h>

static const struct column columns[] = {
	COLUMN(participant, INT, id),
	COLUMN(participant, TEXT, key),
	COLUMN(participant, TEXT, name),
	COLUMN(participant, TEXT, language),
	COLUMN(participant, TEXT, timezone),
	COLUMN_OF(participant, role, role),
	COLUMN_OF(participant, participant_state, state),
	COLUMN(participant, MAYBE, joined_at),
	COLUMN(participant, MAYBE, left_at),
	COLUMN(participant, MAYBE, paused_until),
	COLUMN(participant, MAYBE, away_until),
	COLUMN(participant, MAYBE, heard_at),
	COLUMN(participant, MAYBE, bounced_at),
	COLUMN(participant, INT, bounces),
	COLUMN(participant, MAYBE, gone_at),
	COLUMN(participant, TEXT, freebusy),
	COLUMN(participant, MAYBE, busy_at),
	COLUMN_END,
};

static const struct column attribute_columns[] = {
	COLUMN(attribute, TEXT, name),
	COLUMN(attribute, TEXT, value),
	COLUMN_END,
};

static const struct column window_columns[] = {
	COLUMN(free_window, SMALL, weekday),
	{ "from_minute", COLUMN_SMALL, offsetof(struct free_window, from),
		NULL },
	{ "till_minute", COLUMN_SMALL, offsetof(struct free_window, till),
		NULL },
	COLUMN_END,
};

/* ---- reading ------------------------------------------------------------ */

static sqlite3_stmt *
parts_of(struct store *store, enum statement statement,
	const struct participant *participant)
{
	sqlite3_stmt *st = sql_start(store, statement);

	sql_int(st, ":participant", participant->id);
	return st;
}

static bool
read_addresses(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	sqlite3_stmt *st = parts_of(store, SQL_ADDRESS_OF, participant);
	int row;

	while ((row = sql_next(store, st, err)) > 0) {
		const char *address = sql_string(st, 0, pool);

		if (!participant->email)
			participant->email = address;
		else
			*LIST_ADD(pool, &participant->aliases) = address;
	}
	return row == 0;
}

static bool
read_attributes(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	sqlite3_stmt *st = parts_of(store, SQL_ATTRIBUTE_OF, participant);
	int row;

	while ((row = sql_next(store, st, err)) > 0)
		if (!sql_read(st, attribute_columns, pool,
			    LIST_ADD(pool, &participant->attributes), err))
			return false;
	return row == 0;
}

static bool
read_windows(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	sqlite3_stmt *st = parts_of(store, SQL_AVAILABILITY_OF, participant);
	int row;

	while ((row = sql_next(store, st, err)) > 0)
		if (!sql_read(st, window_columns, pool,
			    LIST_ADD(pool, &participant->free), err))
			return false;
	return row == 0;
}

static bool
read_parts(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	return read_addresses(store, pool, participant, err) &&
		read_attributes(store, pool, participant, err) &&
		read_windows(store, pool, participant, err) &&
		busy_read_of(store, pool, participant, err);
}

bool
participant_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct participant *participant =
			POOL_NEW(pool, struct participant);

		if (!sql_read(st, columns, pool, participant, load->err))
			return false;
		if (!g_hash_table_add(load->participants, &participant->id))
			continue;
		if (!read_parts(load->store, pool, participant, load->err) ||
			!tails_read_of(
				load->store, pool, participant, load->err))
			return false;
		*LIST_ADD(pool, &load->facts->participants) = participant;
	}
	return row == 0;
}

bool
store_who(struct store *store, const char *address, int64_t *participant,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	sqlite3_stmt *st = sql_start(store, SQL_ADDRESS_WHO);
	char *canonical = address_folded(pool, address);

	sql_text(st, ":canonical", canonical);
	return sql_value(store, st, participant, err);
}

/* ---- writing ------------------------------------------------------------ */

static bool
save_address(struct store *store, int64_t id, int64_t position,
	const char *address, struct err *err)
{
	POOL_AUTO pool = pool_new();
	sqlite3_stmt *st = sql_start(store, SQL_ADDRESS_ADD);
	char *canonical = address_folded(pool, address);

	sql_int(st, ":participant", id);
	sql_int(st, ":position", position);
	sql_text(st, ":address", address);
	sql_text(st, ":canonical", canonical);
	return sql_run(store, st, err);
}

static bool
save_addresses(struct store *store, const struct participant *participant,
	struct err *err)
{
	const struct text_list *aliases = &participant->aliases;
	int64_t id = participant->id;

	if (!clear_parts(store, SQL_ADDRESS_CLEAR, ":participant", id, err) ||
		!save_address(store, id, 0, participant->email, err))
		return false;
	for (size_t i = 0; i < aliases->n; i++)
		if (!save_address(
			    store, id, (int64_t)i + 1, aliases->at[i], err))
			return false;
	return true;
}

static bool
save_attributes(struct store *store, const struct participant *participant,
	struct err *err)
{
	int64_t id = participant->id;

	if (!clear_parts(store, SQL_ATTRIBUTE_CLEAR, ":participant", id, err))
		return false;
	for (size_t i = 0; i < participant->attributes.n; i++) {
		sqlite3_stmt *st =
			parts_of(store, SQL_ATTRIBUTE_ADD, participant);

		sql_int(st, ":position", (int64_t)i);
		sql_bind(st, attribute_columns, &participant->attributes.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

static bool
save_windows(struct store *store, const struct participant *participant,
	struct err *err)
{
	int64_t id = participant->id;

	if (!clear_parts(
		    store, SQL_AVAILABILITY_CLEAR, ":participant", id, err))
		return false;
	for (size_t i = 0; i < participant->free.n; i++) {
		sqlite3_stmt *st =
			parts_of(store, SQL_AVAILABILITY_ADD, participant);

		sql_int(st, ":position", (int64_t)i);
		sql_bind(st, window_columns, &participant->free.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

static bool
same_texts(const struct text_list *a, const struct text_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->at[i], b->at[i]))
			return false;
	return true;
}

static bool
save_parts(struct store *store, const struct participant *participant,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct participant stored = { .id = participant->id };

	if (!read_parts(store, pool, &stored, err))
		return false;
	if ((g_strcmp0(stored.email, participant->email) ||
		    !same_texts(&stored.aliases, &participant->aliases)) &&
		!save_addresses(store, participant, err))
		return false;
	if (!attributes_equal(&stored.attributes, &participant->attributes) &&
		!save_attributes(store, participant, err))
		return false;
	if (!windows_equal(&stored.free, &participant->free) &&
		!save_windows(store, participant, err))
		return false;
	return busy_save_of(store, participant, &stored.busy, err);
}

bool
participant_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *participant = facts->participants.at[i];

		if (participant->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			participant->change == FACT_NEW
				? SQL_PARTICIPANT_ADD
				: SQL_PARTICIPANT_CHANGE);
		sql_bind(st, columns, participant);
		if (!sql_change(store, st, err) ||
			!save_parts(store, participant, err))
			return err_prefix(err, "participant %lld",
				(long long)participant->id);
		participant->change = FACT_SAME;
	}
	return true;
}
