/* When nothing may be sent until somebody has looked: the mark in the store,
 * and the signs that a state was copied or lay still for long. */
#include "keep/hold.h"

#include <glib.h>
#include <limits.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/token.h"
#include "keep/event.h"

#define META_HOLD    "hold.reason"
#define META_ALIVE   "alive.at"
#define META_MACHINE "machine"

bool
hold_is_on(struct store *store, struct pool *pool, const char **reason)
{
	const char *why = store_meta(store, pool, META_HOLD);

	if (why && reason)
		*reason = why;
	return why != NULL;
}

/* Within a transaction: the mark and the outcome. */
static bool
hold_mark(struct store *store, const char *reason, int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct facts *facts = store_facts(store, pool, now);

	facts_new_outcome(facts, reason ? OUTCOME_HOLD : OUTCOME_RESUME, "%s",
		reason ? reason : "by command");
	return store_set_meta(store, META_HOLD, reason, err) &&
		store_save(store, facts, err);
}

static bool
hold_change(
	struct store *store, const char *reason, int64_t now, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	if (hold_mark(store, reason, now, err))
		return store_commit(store, err);
	store_rollback(store);
	return false;
}

bool
hold_set(struct store *store, const char *reason, int64_t now, struct err *err)
{
	return hold_change(store, reason, now, err);
}

bool
hold_clear(struct store *store, int64_t now, struct err *err)
{
	return hold_change(store, NULL, now, err);
}

static bool
skip_mails(struct store *store, int64_t now, int64_t *n, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct facts *facts = store_facts(store, pool, now);
	struct mail_list mails = { 0 };

	if (!facts || !store_waiting(store, pool, INT_MAX, &mails, err))
		return false;
	for (size_t i = 0; i < mails.n; i++) {
		const struct mail *mail = mails.at[i];
		struct outcome *outcome = facts_new_outcome(facts,
			OUTCOME_MAIL_EXPIRED, "%s: given up after a hold",
			moment_name(mail->moment));

		outcome->mail = mail->id;
		outcome->participant = mail->participant;
		outcome->match = mail->match;
		outcome->session = mail->session;
		outcome->ask = mail->ask;
	}
	return store_skip_waiting(store, now, n, err) &&
		store_save(store, facts, err) &&
		hold_mark(store, NULL, now, err);
}

bool
hold_skip(struct store *store, int64_t now, int64_t *n, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	if (skip_mails(store, now, n, err))
		return store_commit(store, err);
	store_rollback(store);
	return false;
}

/* This machine, as a hash: its id is nobody else's business. NULL when the
 * machine has none. */
static char *
machine(struct pool *pool)
{
	g_autofree char *id = NULL;
	char hash[65];
	gsize len;

	if (!g_file_get_contents("/etc/machine-id", &id, &len, NULL) || !len)
		return NULL;
	sha256_hex(id, len, hash);
	return pool_strndup(pool, hash, 16);
}

bool
hold_judge(const struct program *program, struct store *store, int64_t now,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	const char *alive = store_meta(store, pool, META_ALIVE);
	const char *was = store_meta(store, pool, META_MACHINE);
	const char *is = machine(pool);
	int64_t down = alive ? now - strtoll(alive, NULL, 10) : 0;

	if (is && (!was || !g_str_equal(is, was)) &&
		!store_set_meta(store, META_MACHINE, is, err))
		return false;
	if (hold_is_on(store, pool, NULL))
		return true;
	if (is && was && !g_str_equal(is, was))
		return hold_mark(store,
			"this state was copied from another machine", now, err);
	if (program->hold_after && down > program->hold_after)
		return hold_mark(store,
			pool_printf(pool, "nothing ran for %d days",
				(int)(down / DAY)),
			now, err);
	return true;
}

bool
hold_alive(struct store *store, int64_t now, struct err *err)
{
	char text[24];

	g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, now);
	return store_set_meta(store, META_ALIVE, text, err);
}
