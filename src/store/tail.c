/* The lines with which people end their letters, as hashes.
 *
 * What ended two different letters of somebody is taken for their signature.
 * A person has room for a few: a mail program that ends every mail with another
 * saying must not fill the disk. */
#include "parts.h"

#include <string.h>

#define TAILS_MOST 64 /* of one person */
#define HASH_MOST  64 /* octets; they are 16 digits */

bool
tails_read_of(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_TAIL_OF);
	int row;

	sql_int(st, ":participant", participant->id);
	while ((row = sql_next(store, st, err)) > 0)
		*LIST_ADD(pool, &participant->tails) = sql_string(st, 0, pool);
	return row == 0;
}

/* A line that ends a letter twice ends one letter. */
static bool
is_repeated(const struct text_list *closing, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!strcmp(closing->at[i], closing->at[at]))
			return true;
	return false;
}

static bool
put_tails(struct store *store, int64_t participant,
	const struct text_list *closing, int64_t now, struct err *err)
{
	for (size_t i = 0; i < closing->n && i < TAILS_MOST; i++) {
		sqlite3_stmt *st = sql_start(store, SQL_TAIL_PUT);

		if (is_repeated(closing, i) ||
			strlen(closing->at[i]) > HASH_MOST)
			continue;
		sql_int(st, ":participant", participant);
		sql_text(st, ":hash", closing->at[i]);
		sql_int(st, ":now", now);
		if (!sql_run(store, st, err))
			return false;
	}
	sqlite3_stmt *st = sql_start(store, SQL_TAIL_TRIM);
	sql_int(st, ":participant", participant);
	sql_int(st, ":now", now);
	sql_int(st, ":limit", TAILS_MOST);
	return sql_run(store, st, err);
}

bool
store_add_tails(struct store *store, int64_t participant,
	const struct text_list *closing, int64_t now, struct err *err)
{
	bool own;

	if (!closing->n)
		return true;
	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own,
			put_tails(store, participant, closing, now, err), err);
}
