/* mentord fsck: every finding in words.
 *
 * First what SQLite knows (pages, indexes, references), then the chain of the
 * outcomes, then states that contradict each other. Each contradiction is a
 * statement that gives one sentence a row; the sentences name ids, never
 * people.
 */
#include "outcome.h"

#include <glib.h>
#include <string.h>

#define FINDINGS 200 /* of one kind: who finds more restores a backup */

static const char *const contradictions[] = {
	"SELECT 'match ' || m.id || ' is active, but participant ' || p.id || "
	"' has left' FROM match m JOIN member b ON b.match = m.id "
	"JOIN participant p ON p.id = b.participant "
	"WHERE m.state = 'active' AND p.state = 'left'",

	/* mentors and mentees may have several, by the program's capacities,
	 * also from a time before they were peers; among peers each round has
	 * its own */
	"SELECT 'participant ' || p.id || ' is in ' || count(*) || "
	"' active matches' FROM match m JOIN member b ON b.match = m.id "
	"JOIN participant p ON p.id = b.participant "
	"WHERE m.state = 'active' AND p.role = 'peer' AND m.lead IS NULL "
	"GROUP BY p.id, m.round HAVING count(*) > 1",

	"SELECT 'participants ' || a.participant || ' and ' || b.participant "
	"|| ' are in ' || count(*) || ' active matches with each other' "
	"FROM match m JOIN member a ON a.match = m.id "
	"JOIN member b ON b.match = m.id AND b.participant > a.participant "
	"WHERE m.state = 'active' GROUP BY a.participant, b.participant, "
	"m.round HAVING count(*) > 1",

	"SELECT 'match ' || m.id || ' is led by participant ' || m.lead || "
	"', who is not in it' FROM match m WHERE m.state IN "
	"('draft', 'active') AND m.lead IS NOT NULL AND NOT EXISTS "
	"(SELECT 1 FROM member b WHERE b.match = m.id "
	"AND b.participant = m.lead)",

	"SELECT 'match ' || id || ' is active, but waits to join match ' || "
	"joins FROM match WHERE state = 'active' AND joins IS NOT NULL",

	"SELECT 'two words count on participants ' || one || ' and ' || other "
	"FROM directive WHERE over_at IS NULL GROUP BY one, other "
	"HAVING count(*) > 1",

	"SELECT 'run ' || id || ' scores ' || score || "
	"', but is proven not to exceed ' || bound FROM run "
	"WHERE proof <> 'unproven' AND score > bound",

	"SELECT 'match ' || id || ' is active, but has fewer than two members' "
	"FROM match WHERE state = 'active' AND "
	"(SELECT count(*) FROM member WHERE match = match.id) < 2",

	"SELECT 'match ' || id || ' is ' || state || "
	"', but nobody knows since when' FROM match "
	"WHERE (state = 'active' AND published_at IS NULL) "
	"OR (state = 'ended' AND ended_at IS NULL)",

	"SELECT 'match ' || m.id || ' is active, but run ' || r.id || ' is ' "
	"|| r.state FROM match m JOIN run r ON r.id = m.run "
	"WHERE m.state = 'active' AND r.state <> 'published'",

	/* one whose time had come before may stay open: nobody ever said */
	"SELECT 'session ' || s.id || ' is planned, but match ' || m.id || "
	"' is ' || m.state FROM session s JOIN match m ON m.id = s.match "
	"WHERE s.state = 'planned' AND (m.state = 'discarded' "
	"OR (m.state = 'ended' AND s.starts_at > m.ended_at))",

	/* who left a group stays in the sessions they had before that */
	"SELECT 'participant ' || a.participant || ' is invited to session ' "
	"|| s.id || ', but is not in match ' || s.match "
	"FROM attendee a JOIN session s ON s.id = a.session "
	"JOIN participant p ON p.id = a.participant WHERE NOT EXISTS "
	"(SELECT 1 FROM member b WHERE b.match = s.match "
	"AND b.participant = a.participant) AND s.state = 'planned' "
	"AND s.starts_at > coalesce(CASE p.state WHEN 'left' THEN p.left_at "
	"END, (SELECT max(at) FROM outcome), 0)",

	/* what took place is asked after even so, and a last survey stays */
	"SELECT 'ask ' || a.id || ' is ' || a.state || ', but match ' || m.id "
	"|| ' is ' || m.state FROM ask a JOIN match m ON m.id = a.match "
	"WHERE a.state IN ('open', 'clarify') "
	"AND m.state IN ('ended', 'discarded') "
	"AND m.end_reason IS NOT 'the program is over' "
	"AND NOT EXISTS (SELECT 1 FROM session s WHERE s.id = a.session "
	"AND s.state <> 'cancelled' AND s.starts_at <= m.ended_at)",

	"SELECT 'ask ' || a.id || ' is answered, but holds no answer' "
	"FROM ask a WHERE a.state = 'answered' AND a.form NOT LIKE '@%' "
	"AND NOT EXISTS (SELECT 1 FROM answer w WHERE w.ask = a.id)",

	"SELECT 'ask ' || id || ' is to nobody' FROM ask "
	"WHERE participant IS NULL AND coordinator IS NULL",

	"SELECT 'participant ' || id || ' has no address' FROM participant p "
	"WHERE NOT EXISTS (SELECT 1 FROM address a "
	"WHERE a.participant = p.id AND a.position = 0)",

	"SELECT 'participants ' || min(p.id) || ' and ' || max(p.id) || "
	"' take part with the same address' FROM address a "
	"JOIN participant p ON p.id = a.participant WHERE p.state <> 'left' "
	"GROUP BY a.canonical HAVING min(p.id) <> max(p.id)",

	"SELECT 'mail ' || id || ' is ' || state || "
	"', but nobody knows since when' FROM outbox "
	"WHERE state IN ('sent', 'refused', 'channel', 'expired') "
	"AND settled_at IS NULL",

	"SELECT 'mail ' || id || ' is ' || state || ', but was never tried' "
	"FROM outbox WHERE attempts = 0 "
	"AND state IN ('sending', 'sent', 'in doubt')",

	"SELECT 'mail ' || id || ' has lost its bytes' FROM outbox WHERE "
	"NOT EXISTS (SELECT 1 FROM outbox_bytes WHERE mail = outbox.id)",

	"SELECT 'letter ' || id || ' is applied, but has no disposition' "
	"FROM inbox WHERE state = 'applied' "
	"AND (disposition IS NULL OR applied_at IS NULL)",

	"SELECT 'letter ' || id || ' was filed away before it was applied' "
	"FROM inbox WHERE state = 'stored' AND filed_at IS NOT NULL",

	"SELECT 'letter ' || id || ' has lost its bytes' FROM inbox WHERE "
	"NOT EXISTS (SELECT 1 FROM inbox_bytes WHERE letter = inbox.id)",
};

/* Every row of a query is a finding; a prefix says of what kind. */
static bool
look(struct store *store, struct pool *pool, const char *sql,
	const char *prefix, struct text_list *findings, struct err *err)
{
	sqlite3_stmt *st;
	int row, code = sqlite3_prepare_v2(store->db, sql, -1, &st, NULL);

	if (code != SQLITE_OK)
		return sql_fail(store, code, err);
	for (int n = 0; (row = sql_next(store, st, err)) > 0; n++) {
		if (n == FINDINGS) {
			*LIST_ADD(pool, findings) = "... and more of these";
			row = 0;
			break;
		}
		*LIST_ADD(pool, findings) = pool_printf(
			pool, "%s%s", prefix, sql_string(st, 0, pool));
	}
	sqlite3_finalize(st);
	return row == 0;
}

/* Returns false when the line is not the next of the chain. */
static bool
check_line(sqlite3_stmt *st, struct pool *pool, char hash[OUTCOME_HASH],
	int64_t *id, struct text_list *findings)
{
	struct outcome outcome = { 0 };
	int64_t here = sqlite3_column_int64(st, 9);
	const char *stored = (const char *)sqlite3_column_text(st, 10);
	struct err err;

	if (!sql_read(st, outcome_columns, pool, &outcome, &err)) {
		*LIST_ADD(pool, findings) = pool_strdup(pool, err.text);
		return false;
	}
	if (here != *id + 1) {
		*LIST_ADD(pool, findings) = pool_printf(pool,
			"outcomes are missing between %lld and %lld",
			(long long)*id, (long long)here);
		return false;
	}
	outcome_seal(hash, here, &outcome, hash);
	*id = here;
	if (stored && !strcmp(stored, hash))
		return true;
	*LIST_ADD(pool, findings) = pool_printf(pool,
		"outcome %lld, or one before it, was changed", (long long)here);
	return false;
}

static bool
check_head(struct store *store, struct pool *pool, const char *hash,
	struct text_list *findings)
{
	const char *head = store_meta(store, pool, "outcome_head");

	if (strcmp(head ? head : OUTCOME_FIRST, hash))
		*LIST_ADD(pool, findings) =
			"the newest outcomes are missing from the log";
	return true;
}

/* After the first break nothing more can be said about the chain. */
static bool
check_chain(struct store *store, struct pool *pool, struct text_list *findings,
	struct err *err)
{
	char hash[OUTCOME_HASH] = OUTCOME_FIRST;
	int64_t id = 0;
	sqlite3_stmt *st = sql_start(store, SQL_OUTCOME_SINCE);
	int row;

	sql_int(st, ":since", INT64_MIN);
	while ((row = sql_next(store, st, err)) > 0)
		if (!check_line(st, pool, hash, &id, findings)) {
			sqlite3_reset(st);
			return true;
		}
	return row == 0 && check_head(store, pool, hash, findings);
}

static bool
check_all(struct store *store, struct pool *pool, struct text_list *findings,
	struct err *err)
{
	if (!look(store, pool,
		    "SELECT integrity_check FROM pragma_integrity_check(100) "
		    "WHERE integrity_check <> 'ok'",
		    "damaged: ", findings, err) ||
		!look(store, pool,
			"SELECT \"table\" || coalesce(' ' || rowid, '') || ' refers to a ' || "
			"parent || ' that is not there' "
			"FROM pragma_foreign_key_check",
			"", findings, err) ||
		!check_chain(store, pool, findings, err))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(contradictions); i++)
		if (!look(store, pool, contradictions[i], "", findings, err))
			return false;
	return true;
}

bool
store_check(struct store *store, struct pool *pool, struct text_list *findings,
	struct err *err)
{
	bool own;

	if (!sql_view_begin(store, &own, err))
		return false;
	bool ok = check_all(store, pool, findings, err);
	sql_view_end(store, own);
	return ok;
}
