/* Sessions with their attendees. */
#include "load.h"

static const struct column columns[] = {
	COLUMN(session, INT, id),
	COLUMN(session, INT, match),
	COLUMN(session, INT, number),
	COLUMN_OF(session, session_state, state),
	COLUMN(session, INT, starts_at),
	COLUMN(session, SMALL, minutes),
	COLUMN(session, TEXT, uid),
	COLUMN(session, INT, sequence),
	COLUMN(session, MAYBE, dtstamp),
	COLUMN(session, MAYBE, created_at),
	COLUMN(session, TEXT, place),
	COLUMN(session, MAYBE, series),
	COLUMN(session, MAYBE, original_at),
	COLUMN(session, MAYBE, organizer),
	COLUMN_END,
};

static const struct column attendee_columns[] = {
	COLUMN(attendee, INT, participant),
	COLUMN_OF(attendee, partstat, partstat),
	COLUMN(attendee, MAYBE, answered_at),
	COLUMN(attendee, INT, reply_sequence),
	COLUMN(attendee, MAYBE, reply_dtstamp),
	COLUMN(attendee, TEXT, comment),
	COLUMN_END,
};

static bool
read_attendees(struct load *load, struct session *session)
{
	struct pool *pool = load->facts->pool;
	sqlite3_stmt *st = sql_start(load->store, SQL_ATTENDEE_OF);
	int row;

	sql_int(st, ":session", session->id);
	while ((row = sql_next(load->store, st, load->err)) > 0)
		if (!sql_read(st, attendee_columns, pool,
			    LIST_ADD(pool, &session->attendees), load->err))
			return false;
	return row == 0;
}

/* What a session cannot be understood without. */
static bool
read_around(struct load *load, const struct session *session)
{
	return series_of(load, session->series) &&
		proposals_of(load, session->id);
}

bool
session_read(struct load *load, sqlite3_stmt *st)
{
	struct pool *pool = load->facts->pool;
	int row;

	while ((row = sql_next(load->store, st, load->err)) > 0) {
		struct session *session = POOL_NEW(pool, struct session);

		if (!sql_read(st, columns, pool, session, load->err))
			return false;
		if (!g_hash_table_add(load->sessions, &session->id))
			continue;
		*LIST_ADD(pool, &load->facts->sessions) = session;
		if (!read_attendees(load, session) ||
			!read_around(load, session))
			return false;
	}
	return row == 0;
}

static bool
save_attendees(
	struct store *store, const struct session *session, struct err *err)
{
	if (!clear_parts(
		    store, SQL_ATTENDEE_CLEAR, ":session", session->id, err))
		return false;
	for (size_t i = 0; i < session->attendees.n; i++) {
		sqlite3_stmt *st = sql_start(store, SQL_ATTENDEE_ADD);

		sql_int(st, ":session", session->id);
		sql_int(st, ":position", (int64_t)i);
		sql_bind(st, attendee_columns, &session->attendees.at[i]);
		if (!sql_run(store, st, err))
			return false;
	}
	return true;
}

bool
session_save(struct store *store, struct facts *facts, struct err *err)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if (session->change == FACT_SAME)
			continue;
		sqlite3_stmt *st = sql_start(store,
			session->change == FACT_NEW ? SQL_SESSION_ADD
						    : SQL_SESSION_CHANGE);
		sql_bind(st, columns, session);
		if (!sql_change(store, st, err) ||
			!save_attendees(store, session, err))
			return err_prefix(
				err, "session %lld", (long long)session->id);
		session->change = FACT_SAME;
	}
	return true;
}
