/* What needs a person: one statement for each kind of thing.
 *
 * A statement gives what, a subject, why, since when and, when the subject is
 * people, the match or participant whose names stand for it. Names are for the
 * coordinator's eyes; nobody's words come in. At most LIMIT of a kind, the
 * oldest first: who has more has one big problem, not many small ones.
 */
#include "needs.h"

#include <glib.h>

#define LIMIT " LIMIT 100"

static const char *const needs[] = {
	"SELECT 'silent' AS what, NULL AS subject, "
	"'no sign of them, and nudging did not help' AS why, "
	"told_at AS since, id AS match, NULL AS participant FROM match "
	"WHERE state = 'active' AND told_at IS NOT NULL ORDER BY since, match" LIMIT,

	"SELECT 'unclear', 'ask ' || id, 'the answer to ' || "
	"CASE WHEN substr(form, 1, 1) = '@' THEN 'a question about a time' "
	"ELSE form END || "
	"' was not understood', coalesce(clarified_at, opened_at) AS since, "
	"NULL, participant FROM ask WHERE state = 'unclear' "
	"ORDER BY since, id" LIMIT,

	/* an answer set off a reaction, and the coordinators were written to;
	 * "alert/" begins the occurrence of such a mail (decide/reaction) */
	"SELECT 'concern', 'ask ' || a.id, 'an answer asks for attention', "
	"min(o.created_at) AS since, NULL, a.participant FROM outbox o "
	"JOIN ask a ON a.id = o.ask WHERE o.occurrence LIKE 'alert/%' "
	"AND o.created_at >= :since GROUP BY a.id, a.participant "
	"ORDER BY since, a.id" LIMIT,

	/* after the first matching and before the program's end: who takes
	 * part, but with nobody */
	"SELECT 'unmatched', NULL, coalesce((SELECT u.why FROM unmatched u "
	"JOIN run r ON r.id = u.run WHERE u.participant = p.id "
	"AND r.state = 'published' ORDER BY r.id DESC LIMIT 1), "
	"'not in a match'), joined_at AS since, NULL, p.id FROM participant p "
	"WHERE p.state = 'enrolled' "
	"AND EXISTS (SELECT 1 FROM run WHERE state = 'published') "
	"AND NOT EXISTS (SELECT 1 FROM outcome "
	"WHERE kind = 'program-ended' AND at <= :now) "
	"AND NOT EXISTS (SELECT 1 FROM member b JOIN match m ON m.id = b.match "
	"WHERE b.participant = p.id AND m.state IN ('active', 'draft')) "
	"ORDER BY since, p.id" LIMIT,

	"SELECT 'bounced', NULL, 'mail to them comes back', "
	"bounced_at AS since, NULL, id FROM participant "
	"WHERE state = 'suspended' ORDER BY since, id" LIMIT,

	"SELECT 'calendar', NULL, 'their published calendar cannot be used: ' "
	"|| f.why, f.failing_since AS since, NULL, p.id FROM fetch f "
	"JOIN participant p ON p.id = f.participant AND p.freebusy = f.url "
	"WHERE f.failing_since IS NOT NULL "
	"AND p.state IN ('enrolled', 'paused') ORDER BY since, p.id" LIMIT,

	"SELECT 'draft', 'run ' || id, (SELECT count(*) FROM match "
	"WHERE match.run = run.id AND match.state = 'draft') || "
	"' matches wait for approval', made_at AS since, NULL, NULL "
	"FROM run WHERE state = 'draft' ORDER BY since, id" LIMIT,

	"SELECT 'in doubt', 'mail ' || id, moment || ': it may have arrived', "
	"last_attempt_at AS since, NULL, participant FROM outbox "
	"WHERE state = 'in doubt' ORDER BY since, id" LIMIT,

	/* news: what was refused before has been told before */
	"SELECT 'refused', 'mail ' || id, moment || ': ' || "
	"coalesce(reply, 'the server refused it'), settled_at AS since, "
	"NULL, participant FROM outbox WHERE state = 'refused' "
	"AND settled_at >= :since ORDER BY since, id" LIMIT,

	"SELECT 'refused', 'mail ' || id, moment || "
	"': our own account was refused: ' || coalesce(reply, ''), "
	"settled_at AS since, NULL, participant FROM outbox "
	"WHERE state = 'channel' AND settled_at >= :since "
	"ORDER BY since, id" LIMIT,

	/* what nobody could make anything of: a person has to read it */
	"SELECT 'to read', 'letter ' || id, coalesce(reason, ''), "
	"applied_at AS since, NULL, participant FROM inbox "
	"WHERE disposition = 'coordinator' AND applied_at >= :since "
	"ORDER BY since, id" LIMIT,

	"SELECT 'quarantine', 'letter ' || id, coalesce(reason, ''), "
	"applied_at AS since, NULL, participant FROM inbox "
	"WHERE disposition = 'quarantine' AND applied_at >= :since "
	"ORDER BY since, id" LIMIT,
};

/* "Ana, Ben" for the rows of a statement that gives names; NULL for none. */
static char *
join_names(struct store *store, struct pool *pool, const char *sql, int64_t id,
	struct err *err)
{
	struct figures none = { 0 };
	sqlite3_stmt *st = figure_start(store, &none, sql, err);
	char *names = NULL;

	if (!st)
		return NULL;
	sql_int(st, ":id", id);
	while (sql_next(store, st, err) > 0) {
		char *name = sql_string(st, 0, pool);

		names = names ? pool_printf(pool, "%s, %s", names, name) : name;
	}
	sqlite3_finalize(st);
	return names;
}

/* People by name where there are any, else what the statement said. */
static const char *
subject_of(struct store *store, struct pool *pool, sqlite3_stmt *st,
	struct err *err)
{
	const char *text = sqlite3_column_type(st, 1) == SQLITE_NULL
		? NULL
		: sql_string(st, 1, pool);
	int64_t match = sqlite3_column_int64(st, 4);
	int64_t participant = sqlite3_column_int64(st, 5);
	const char *names = NULL;

	if (match)
		names = join_names(store, pool,
			"SELECT p.name FROM member b "
			"JOIN participant p ON p.id = b.participant "
			"WHERE b.match = :id ORDER BY b.position",
			match, err);
	else if (participant)
		names = join_names(store, pool,
			"SELECT name FROM participant WHERE id = :id",
			participant, err);
	if (names && text)
		return pool_printf(pool, "%s (%s)", names, text);
	return names ? names : text ? text : "";
}

static bool
look(struct store *store, struct pool *pool, const char *sql,
	struct figures *figures, struct err *err)
{
	sqlite3_stmt *st = figure_start(store, figures, sql, err);
	int row;

	if (!st)
		return false;
	while ((row = sql_next(store, st, err)) > 0) {
		struct need *need = LIST_ADD(pool, &figures->needs);

		need->what = sql_string(st, 0, pool);
		need->subject = subject_of(store, pool, st, err);
		need->why = sql_string(st, 2, pool);
		need->since = sqlite3_column_int64(st, 3);
	}
	sqlite3_finalize(st);
	return row == 0;
}

bool
figure_needs(struct store *store, struct pool *pool, struct figures *figures,
	struct err *err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
		if (!look(store, pool, needs[i], figures, err))
			return false;
	return true;
}
