/* Counts for status, report and digest, each with what it is a part of.
 *
 * Every statement gives one row; its columns are named like the fields of
 * struct figures they fill. What is a part of what:
 *
 *	enrolled   = present + paused + suspended + left
 *	enrolled  >= welcomed, reached, ever_matched, met, heard
 *	matches    = matches_active + matches_ended   (published ones)
 *	sessions  >= sessions_past, held, missed, cancelled
 *	invitations >= rsvp_accepted + rsvp_declined + rsvp_tentative
 *	asks       = answered + open + unclear + closed   (coordinator's forms)
 *	mails      = sent + waiting + deferred + in_doubt + refused + held +
 *	             expired   (what was cancelled was never meant to be)
 *	letters   >= the sum of letters_*: the rest are commands, complaints,
 *	             clarified answers, and what is not read yet
 */
#include "store/figures.h"

#include "needs.h"
#include "sql.h"

#include "base/clock.h"

#include <glib.h>
#include <string.h>

#define COUNT(field) COLUMN(figures, INT, field)

/* "n of those rows", in the dialect that everybody speaks */
#define N(condition) "count(CASE WHEN " condition " THEN 1 END)"

struct count {
	const char *sql;
	struct column columns[12];
};

static const struct count
	counts[] = {
		/* people: `present` takes in who is away for some days */
		{ "SELECT count(*) AS enrolled, " N("state = 'enrolled'") " AS present, " N("state = 'paused'") " AS paused, " N(
			  "state = 'suspended'") " AS suspended, " N("state = 'left'") " AS \"left\", " N("heard_at IS NOT NULL") " AS heard FROM participant",
			{ COUNT(enrolled), COUNT(present), COUNT(paused),
				COUNT(suspended), COUNT(left), COUNT(heard),
				COLUMN_END } },
		{ "SELECT count(DISTINCT participant) AS welcomed FROM outbox "
		  "WHERE state = 'sent' AND moment IN ('welcome', 'introduction')",
			{ COUNT(welcomed), COLUMN_END } },
		/* bounces are counted since the person was last heard */
		{ "SELECT count(DISTINCT o.participant) AS reached FROM outbox o "
		  "JOIN participant p ON p.id = o.participant "
		  "WHERE o.state = 'sent' AND p.bounces = 0",
			{ COUNT(reached), COLUMN_END } },
		{ "SELECT count(DISTINCT CASE WHEN m.state = 'active' "
		  "THEN b.participant END) AS matched, "
		  "count(DISTINCT b.participant) AS ever_matched "
		  "FROM match m JOIN member b ON b.match = m.id "
		  "WHERE m.published_at IS NOT NULL",
			{ COUNT(matched), COUNT(ever_matched), COLUMN_END } },
		{ "SELECT count(DISTINCT b.participant) AS met FROM session s "
		  "JOIN member b ON b.match = s.match WHERE s.state = 'held'",
			{ COUNT(met), COLUMN_END } },

		{ "SELECT count(*) AS matches, " N("state = 'active'") " AS matches_active, " N(
			  "state = 'ended'") " AS matches_ended, " N("state = 'active' AND told_at IS NOT NULL") " AS matches_silent "
														 "FROM match WHERE published_at IS NOT NULL",
			{ COUNT(matches), COUNT(matches_active),
				COUNT(matches_ended), COUNT(matches_silent),
				COLUMN_END } },
		{ "SELECT count(DISTINCT s.match) AS matches_met FROM session s "
		  "JOIN match m ON m.id = s.match "
		  "WHERE s.state = 'held' AND m.published_at IS NOT NULL",
			{ COUNT(matches_met), COLUMN_END } },

		/* past: its end is behind us, and nobody called it off */
		{ "SELECT count(*) AS sessions, " N("state <> 'cancelled' AND starts_at + minutes * 60 <= :now") " AS sessions_past, " N(
			  "state = 'held'") " AS sessions_held, " N("state = 'missed'") " AS sessions_missed, " N("state = 'cancelled'") " AS sessions_cancelled, coalesce(sum(CASE WHEN state = 'held' THEN minutes END), 0) AS minutes_held FROM session",
			{ COUNT(sessions), COUNT(sessions_past),
				COUNT(sessions_held), COUNT(sessions_missed),
				COUNT(sessions_cancelled), COUNT(minutes_held),
				COLUMN_END } },
		/* a person and a session that was not called off, where the invitation
	 * went out, or was answered although we are in doubt about it */
		{ "SELECT count(*) AS invitations, " N("a.partstat = 'ACCEPTED'") " AS rsvp_accepted, " N("a.partstat = 'DECLINED'") " AS rsvp_declined, " N(
			  "a.partstat = 'TENTATIVE'") " AS rsvp_tentative "
						      "FROM attendee a JOIN session s ON s.id = a.session "
						      "WHERE s.state <> 'cancelled' AND (a.partstat <> 'NEEDS-ACTION' "
						      "OR EXISTS (SELECT 1 FROM outbox o WHERE o.session = s.id "
						      "AND o.participant = a.participant AND o.moment = 'invitation' "
						      "AND o.state = 'sent'))",
			{ COUNT(invitations), COUNT(rsvp_accepted),
				COUNT(rsvp_declined), COUNT(rsvp_tentative),
				COLUMN_END } },

		/* the coordinator's own forms, sent to participants */
		{ "SELECT count(*) AS asks, " N("state = 'answered'") " AS asks_answered, " N("state IN ('open', 'clarify')") " AS asks_open, " N(
			  "state = 'unclear'") " AS asks_unclear, " N("state = 'closed'") " AS asks_closed, "
											  "coalesce(sum(reminders), 0) AS reminders FROM ask "
											  "WHERE participant IS NOT NULL AND form NOT LIKE '@%'",
			{ COUNT(asks), COUNT(asks_answered), COUNT(asks_open),
				COUNT(asks_unclear), COUNT(asks_closed),
				COUNT(reminders), COLUMN_END } },

		{ "SELECT count(*) AS mails, " N("state = 'sent'") " AS mails_sent, " N("state = 'deferred'") " AS mails_deferred, " N("state IN ('refused', 'channel')") " AS mails_refused, " N("state = 'in doubt'") " AS mails_in_doubt, " N(
			  "state = 'held'") " AS mails_held, " N("state IN ('queued', 'sending')") " AS mails_waiting, " N("state = 'expired'") " AS mails_expired "
																		"FROM outbox WHERE state <> 'cancelled'",
			{ COUNT(mails), COUNT(mails_sent),
				COUNT(mails_deferred), COUNT(mails_refused),
				COUNT(mails_in_doubt), COUNT(mails_held),
				COUNT(mails_waiting), COUNT(mails_expired),
				COLUMN_END } },
		{ "SELECT count(*) AS letters, " N("disposition = 'answer'") " AS letters_answer, " N("disposition = 'rsvp'") " AS letters_rsvp, " N("disposition = 'bounce'") " AS letters_bounce, " N(
			  "disposition = 'auto-reply'") " AS letters_auto, " N("disposition IN ('ignored', 'duplicate', 'stranger', 'forged')") " AS letters_ignored, " N("disposition = 'coordinator'") " AS letters_coordinator, " N("disposition = 'quarantine'") " AS letters_quarantined FROM inbox",
			{ COUNT(letters), COUNT(letters_answer),
				COUNT(letters_rsvp), COUNT(letters_bounce),
				COUNT(letters_auto), COUNT(letters_ignored),
				COUNT(letters_coordinator),
				COUNT(letters_quarantined), COLUMN_END } },
	};

sqlite3_stmt *
figure_start(struct store *store, const struct figures *figures,
	const char *sql, struct err *err)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(store->db, sql, -1, &st, NULL);
	static const struct column moments[] = { COUNT(now), COUNT(since),
		COLUMN_END };

	if (code != SQLITE_OK) {
		sql_fail(store, code, err);
		return NULL;
	}
	sql_bind(st, moments, figures);
	return st;
}

static bool
count(struct store *store, const struct count *what, struct figures *figures,
	struct err *err)
{
	sqlite3_stmt *st = figure_start(store, figures, what->sql, err);

	if (!st)
		return false;
	bool ok = sql_next(store, st, err) > 0 &&
		sql_read(st, what->columns, NULL, figures, err);
	sqlite3_finalize(st);
	return ok;
}

/* ---- weeks -------------------------------------------------------------- */

#define WEEK       (7 * DAY)
#define MONDAY     (4 * DAY) /* 5 January 1970 */
#define WEEKS_MOST 520

/* From the Monday (UTC) of the week in which the first person was enrolled. */
static bool
make_weeks(struct store *store, struct pool *pool, struct figures *figures,
	struct err *err)
{
	sqlite3_stmt *st = figure_start(
		store, figures, "SELECT min(joined_at) FROM participant", err);
	int64_t start = 0;

	if (!st)
		return false;
	bool ok = sql_value(store, st, &start, err);
	sqlite3_finalize(st);
	if (!ok || !start || start < MONDAY)
		return ok;
	start -= (start - MONDAY) % WEEK;
	for (; start <= figures->now && figures->weeks.n < WEEKS_MOST;
		start += WEEK)
		LIST_ADD(pool, &figures->weeks)->starts_at = start;
	return true;
}

/* planned and held by the start of the session; asked by the day of asking,
 * and answered: how many of those have an answer by now. */
static const struct {
	const char *sql;
	size_t whole, part;
} week_counts[] = {
	{ "SELECT starts_at, CASE WHEN state = 'held' THEN 1 ELSE 0 END "
	  "FROM session WHERE state <> 'cancelled' AND starts_at <= :now",
		offsetof(struct week, planned), offsetof(struct week, held) },
	{ "SELECT opened_at, CASE WHEN state = 'answered' THEN 1 ELSE 0 END "
	  "FROM ask WHERE participant IS NOT NULL AND form NOT LIKE '@%' "
	  "AND opened_at <= :now",
		offsetof(struct week, asked), offsetof(struct week, answered) },
};

static bool
count_weeks(struct store *store, size_t which, struct figures *figures,
	struct err *err)
{
	sqlite3_stmt *st =
		figure_start(store, figures, week_counts[which].sql, err);
	int64_t first = figures->weeks.at[0].starts_at;
	int row;

	if (!st)
		return false;
	while ((row = sql_next(store, st, err)) > 0) {
		int64_t at = sqlite3_column_int64(st, 0);
		int64_t week = (at - first) / WEEK;

		if (at < first || week >= (int64_t)figures->weeks.n)
			continue;
		char *to = (char *)&figures->weeks.at[week];
		++*(int64_t *)(void *)(to + week_counts[which].whole);
		*(int64_t *)(void *)(to + week_counts[which].part) +=
			sqlite3_column_int64(st, 1);
	}
	sqlite3_finalize(st);
	return row == 0;
}

static bool
weeks(struct store *store, struct pool *pool, struct figures *figures,
	struct err *err)
{
	if (!make_weeks(store, pool, figures, err))
		return false;
	for (size_t i = 0; figures->weeks.n && i < G_N_ELEMENTS(week_counts);
		i++)
		if (!count_weeks(store, i, figures, err))
			return false;
	return true;
}

/* ---- all ---------------------------------------------------------------- */

static bool
collect(struct store *store, struct pool *pool, const struct program *program,
	struct figures *figures, struct err *err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		if (!count(store, &counts[i], figures, err))
			return false;
	return weeks(store, pool, figures, err) &&
		figure_tallies(store, pool, program, figures, err) &&
		figure_needs(store, pool, figures, err);
}

bool
store_figures(struct store *store, struct pool *pool,
	const struct program *program, int64_t now, int64_t since,
	struct figures *figures, struct err *err)
{
	struct figures collected = { .now = now, .since = since };
	bool own;

	if (!sql_view_begin(store, &own, err))
		return false;
	bool ok = collect(store, pool, program, &collected, err);
	sql_view_end(store, own);
	if (ok)
		*figures = collected;
	return ok;
}
