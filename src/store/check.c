/* mentord fsck: every finding in words.
 *
 * First what SQLite knows (pages, indexes, references), then the chain of the
 * outcomes, then states that contradict each other. Each contradiction is a
 * statement that gives one sentence a row; the sentences name ids, never
 * people.
 */
#include "outcome.h"
#include "statement.h"

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

	"SELECT 'session ' || id || ' says where a series put it, but is of "
	"none' FROM session WHERE original_at IS NOT NULL AND series IS NULL "
	"AND organizer IS NULL",

	"SELECT 'session ' || s.id || ' is of series ' || r.id || ', but ' || "
	"CASE WHEN s.original_at IS NULL THEN 'has no place in it' "
	"WHEN s.uid <> r.uid THEN 'has another UID' "
	"WHEN s.match <> r.match THEN 'of another match' "
	"ELSE 'participant ' || s.organizer || ' organizes it' END "
	"FROM session s JOIN series r ON r.id = s.series "
	"WHERE s.original_at IS NULL OR s.match <> r.match "
	/* of a meeting of their own the UID is theirs */
	"OR (s.uid <> r.uid) = (s.organizer IS NULL)",

	"SELECT 'series ' || r.id || ' repeats ' || r.count || "
	"' times, but has ' || count(*) || ' sessions' FROM series r "
	"JOIN session s ON s.series = r.id WHERE s.organizer IS NULL "
	"GROUP BY r.id HAVING count(*) > r.count",

	"SELECT 'session ' || s.id || ' is planned, but series ' || r.id || "
	"' was withdrawn' FROM session s JOIN series r ON r.id = s.series "
	"WHERE s.state = 'planned' AND s.starts_at > r.ended_at",

	"SELECT 'session ' || min(id) || ' and ' || max(id) || "
	"' are the same meeting of participant ' || organizer FROM session "
	"WHERE organizer IS NOT NULL AND state = 'planned' "
	"GROUP BY organizer, uid, coalesce(original_at, 0) "
	"HAVING count(*) > 1",

	/* what is planned at another time now was moved since */
	"SELECT 'proposal ' || p.id || ' is agreed, but session ' || s.id || "
	"' is at another time' FROM proposal p JOIN session s "
	"ON s.id = p.session WHERE p.state = 'agreed' "
	"AND s.state = 'planned' AND s.organizer IS NULL "
	"AND s.starts_at <> p.starts_at AND NOT EXISTS "
	"(SELECT 1 FROM proposal q WHERE q.session = p.session "
	"AND q.state = 'agreed' AND q.id > p.id) AND NOT EXISTS "
	"(SELECT 1 FROM outcome o WHERE o.kind = 'session-moved' "
	"AND o.session = s.id AND o.at > p.over_at)",

	"SELECT 'proposal ' || p.id || ' is open, but session ' || s.id || "
	"' is ' || s.state FROM proposal p JOIN session s "
	"ON s.id = p.session WHERE p.state = 'open' "
	"AND s.state = 'cancelled'",

	"SELECT 'session ' || session || ' has ' || count(*) || "
	"' open proposals' FROM proposal WHERE state = 'open' "
	"GROUP BY session HAVING count(*) > 1",

	"SELECT 'poll ' || p.id || ' is open, but match ' || m.id || ' is ' "
	"|| m.state FROM poll p JOIN match m ON m.id = p.match "
	"WHERE p.state = 'open' AND m.state <> 'active'",

	"SELECT 'match ' || match || ' has ' || count(*) || ' open polls' "
	"FROM poll WHERE state = 'open' GROUP BY match, session "
	"HAVING count(*) > 1",

	"SELECT 'poll ' || p.id || ' is of match ' || p.match || "
	"', but session ' || s.id || ' is of match ' || s.match "
	"FROM poll p JOIN session s ON s.id = p.session "
	"WHERE s.match <> p.match",

	"SELECT 'poll ' || id || ' has no times' FROM poll WHERE NOT EXISTS "
	"(SELECT 1 FROM poll_slot WHERE poll = poll.id)",

	"SELECT 'proposal ' || id || ' is ' || state || "
	"', but nobody knows since when' FROM proposal "
	"WHERE state <> 'open' AND over_at IS NULL UNION ALL "
	"SELECT 'poll ' || id || ' is ' || state || "
	"', but nobody knows since when' FROM poll "
	"WHERE state <> 'open' AND over_at IS NULL",

	/* about none: which time did they mean? */
	"SELECT 'ask ' || a.id || ' is ' || a.state || ', but proposal ' || "
	"coalesce(a.about || ' is ' || p.state, 'is none') FROM ask a "
	"LEFT JOIN proposal p ON p.id = a.about WHERE a.form = '@proposal' "
	"AND a.state IN ('open', 'clarify') AND a.about IS NOT NULL "
	"AND p.state IS NOT 'open'",

	"SELECT 'ask ' || a.id || ' is ' || a.state || ', but session ' || "
	"coalesce(s.id || ' is ' || s.state, 'is none') FROM ask a "
	"LEFT JOIN session s ON s.id = a.session WHERE a.form = '@proposal' "
	"AND a.state IN ('open', 'clarify') AND a.about IS NULL "
	"AND (s.id IS NULL OR s.state = 'cancelled')",

	"SELECT 'ask ' || a.id || ' is ' || a.state || ', but poll ' || "
	"coalesce(a.about || ' is ' || p.state, 'is none') FROM ask a "
	"LEFT JOIN poll p ON p.id = a.about WHERE a.form = '@times' "
	"AND a.state IN ('open', 'clarify') AND p.state IS NOT 'open'",

	"SELECT 'participant ' || a.participant || "
	"' is busy twice at once' FROM busy a JOIN busy b "
	"ON b.participant = a.participant AND b.from_at > a.from_at "
	"AND b.from_at < a.till_at GROUP BY a.participant",

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
	"NOT (" BY_NOBODY " AND state = 'applied') AND "
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
