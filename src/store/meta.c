/* Small named values of the store, the token key among them. */
#include "meta.h"
#include "sql.h"

#include <glib.h>
#include <string.h>

const char *
store_meta(struct store *store, struct pool *pool, const char *name)
{
	sqlite3_stmt *st = sql_start(store, SQL_META_GET);
	char *value = NULL;

	sql_text(st, ":name", name);
	if (sql_next(store, st, NULL) > 0)
		value = sql_string(st, 0, pool);
	sqlite3_reset(st);
	return value;
}

bool
store_set_meta(struct store *store, const char *name, const char *value,
	struct err *err)
{
	sqlite3_stmt *st =
		sql_start(store, value ? SQL_META_SET : SQL_META_REMOVE);
	bool own;

	sql_text(st, ":name", name);
	if (value)
		sql_text(st, ":value", value);
	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own, sql_run(store, st, err), err);
}

static bool
put(struct store *store, const char *name, const char *value, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(
		store->db, statements[SQL_META_SET].sql, -1, &st, NULL);

	if (code != SQLITE_OK)
		return sql_fail(store, code, err);
	sql_text(st, ":name", name);
	sql_text(st, ":value", value);
	bool ok = sql_run(store, st, err);
	sqlite3_finalize(st);
	return ok;
}

bool
meta_make(struct store *store, const char *program_id, struct err *err)
{
	struct token_key key;
	char hex[2 * TOKEN_KEY_LEN + 1];

	token_key_make(&key);
	for (int i = 0; i < TOKEN_KEY_LEN; i++)
		g_snprintf(hex + 2 * (size_t)i, 3, "%02x", key.bytes[i]);
	bool ok = put(store, "program", program_id, err) &&
		put(store, "token_key", hex, err);
	explicit_bzero(&key, sizeof key);
	explicit_bzero(hex, sizeof hex);
	return ok;
}

bool
meta_load_key(struct store *store, struct err *err)
{
	POOL_AUTO pool = pool_new();
	const char *hex = store_meta(store, pool, "token_key");

	if (!hex || strlen(hex) != 2 * TOKEN_KEY_LEN ||
		strspn(hex, "0123456789abcdef") != 2 * TOKEN_KEY_LEN)
		return err_set(err, ERR_ASK,
			"%s holds no token key: restore a backup", store->path);
	for (int i = 0; i < TOKEN_KEY_LEN; i++)
		store->key.bytes[i] =
			(unsigned char)(g_ascii_xdigit_value(hex[2 * i]) << 4 |
				g_ascii_xdigit_value(hex[2 * i + 1]));
	return true;
}

const struct token_key *
store_key(const struct store *store)
{
	return &store->key;
}
