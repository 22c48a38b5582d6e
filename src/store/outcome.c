/* Outcomes: appended, never changed, each sealed with the one before.
 *
 * The hash of a line is the SHA-256, in hex, over the hash before it (64
 * zeros before the first), a line feed, and the line spelled as
 *
 *	ID AT KIND PARTICIPANT MATCH SESSION ASK MAIL LETTER DETAIL
 *
 * with one blank between and 0 for none. The hash of the newest line also
 * stands in meta, so that a log that lost its end shows as well.
 */
#include "outcome.h"

#include "load.h"

#include <string.h>

const struct column outcome_columns[] = {
	COLUMN(outcome, INT, at),
	COLUMN_OF(outcome, outcome_kind, kind),
	COLUMN(outcome, INT, participant),
	COLUMN(outcome, INT, match),
	COLUMN(outcome, INT, session),
	COLUMN(outcome, INT, ask),
	COLUMN(outcome, INT, mail),
	COLUMN(outcome, INT, letter),
	COLUMN(outcome, TEXT, detail),
	COLUMN_END,
};

void
outcome_seal(const char *before, int64_t id, const struct outcome *o,
	char hash[OUTCOME_HASH])
{
	g_autofree char *line =
		g_strdup_printf("%s\n%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
				" %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
				" %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
				" %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
			before, id, o->at, outcome_kind_name(o->kind),
			o->participant, o->match, o->session, o->ask, o->mail,
			o->letter, o->detail ? o->detail : "");

	sha256_hex(line, strlen(line), hash);
}

static bool
last(struct store *store, int64_t *id, char hash[OUTCOME_HASH], struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_OUTCOME_LAST);
	int row = sql_next(store, st, err);

	if (row < 0)
		return false;
	*id = row ? sqlite3_column_int64(st, 0) : 0;
	g_strlcpy(hash,
		row ? (const char *)sqlite3_column_text(st, 1) : OUTCOME_FIRST,
		OUTCOME_HASH);
	sqlite3_reset(st);
	return true;
}

static bool
append(struct store *store, int64_t id, const struct outcome *outcome,
	char hash[OUTCOME_HASH], struct err *err)
{
	struct outcome line = *outcome;
	sqlite3_stmt *st = sql_start(store, SQL_OUTCOME_ADD);

	if (!line.detail)
		line.detail = "";
	outcome_seal(hash, id, &line, hash);
	sql_int(st, ":id", id);
	sql_bind(st, outcome_columns, &line);
	sql_text(st, ":hash", hash);
	return sql_run(store, st, err);
}

bool
outcome_save(struct store *store, struct facts *facts, struct err *err)
{
	char hash[OUTCOME_HASH];
	int64_t id;

	if (facts->outcomes.n == 0)
		return true;
	if (!last(store, &id, hash, err))
		return false;
	for (size_t i = 0; i < facts->outcomes.n; i++)
		if (!append(store, ++id, &facts->outcomes.at[i], hash, err))
			return err_prefix(err, "outcome");
	if (!store_set_meta(store, "outcome_head", hash, err))
		return false;
	facts->outcomes = (struct outcome_list){ 0 };
	return true;
}

bool
store_outcomes(struct store *store, int64_t since,
	void (*line)(const struct outcome *outcome, int64_t id, void *arg),
	void *arg, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, SQL_OUTCOME_SINCE);
	int row;

	sql_int(st, ":since", since);
	while ((row = sql_next(store, st, err)) > 0) {
		POOL_AUTO pool = pool_new();
		struct outcome outcome = { 0 };

		if (!sql_read(st, outcome_columns, pool, &outcome, err))
			return false;
		line(&outcome, sqlite3_column_int64(st, 9), arg);
	}
	return row == 0;
}
