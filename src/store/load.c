/* Facts in, facts out: what an event about a subject can touch, and no more.
 *
 * A load costs what hangs on its subject, however large the program is: a
 * match is a few people, their meetings and what is still being asked. Only
 * the subject "program" takes everything.
 */
#include "load.h"

struct facts *
store_facts(struct store *store, struct pool *pool, int64_t now)
{
	struct facts *facts = POOL_NEW(pool, struct facts);
	sqlite3_stmt *st = sql_start(store, SQL_NEXT_IDS);

	facts->pool = pool;
	facts->now = now;
	if (sql_next(store, st, NULL) > 0) {
		facts->next.participant = sqlite3_column_int64(st, 0);
		facts->next.match = sqlite3_column_int64(st, 1);
		facts->next.run = sqlite3_column_int64(st, 2);
		facts->next.session = sqlite3_column_int64(st, 3);
		facts->next.ask = sqlite3_column_int64(st, 4);
		facts->next.due = sqlite3_column_int64(st, 5);
		facts->next.mail = sqlite3_column_int64(st, 6);
		facts->next.directive = sqlite3_column_int64(st, 7);
		facts->next.series = sqlite3_column_int64(st, 8);
		facts->next.proposal = sqlite3_column_int64(st, 9);
		facts->next.poll = sqlite3_column_int64(st, 10);
	}
	sqlite3_reset(st);
	return facts;
}

/* ---- what is there already ---------------------------------------------- */

#define SEEN(list)                                            \
 do {                                                         \
  load->list = g_hash_table_new(g_int64_hash, g_int64_equal); \
  for (size_t i = 0; i < facts->list.n; i++)                  \
   g_hash_table_add(load->list, &facts->list.at[i]->id);      \
 } while (0)

static void
load_open(struct load *load, struct facts *facts)
{
	SEEN(participants);
	SEEN(matches);
	SEEN(runs);
	SEEN(sessions);
	SEEN(series);
	SEEN(proposals);
	SEEN(polls);
	SEEN(asks);
}

static bool
load_close(struct load *load, bool ok)
{
	g_hash_table_destroy(load->participants);
	g_hash_table_destroy(load->matches);
	g_hash_table_destroy(load->runs);
	g_hash_table_destroy(load->sessions);
	g_hash_table_destroy(load->series);
	g_hash_table_destroy(load->proposals);
	g_hash_table_destroy(load->polls);
	g_hash_table_destroy(load->asks);
	return ok;
}

sqlite3_stmt *
rows_of(struct load *load, enum statement statement, const char *name,
	int64_t id)
{
	sqlite3_stmt *st = sql_start(load->store, statement);

	sql_int(st, name, id);
	return st;
}

/* ---- one subject -------------------------------------------------------- */

static bool
load_person(struct load *load, int64_t id)
{
	return g_hash_table_contains(load->participants, &id) ||
		participant_read(
			load, rows_of(load, SQL_PARTICIPANT_BY_ID, ":id", id));
}

/* What they have planned with anybody: no two meetings at once. */
static bool
load_plans(struct load *load, int64_t participant)
{
	return session_read(load,
		rows_of(load, SQL_SESSION_OF_PARTICIPANT, ":participant",
			participant));
}

static bool
below_match(struct load *load, const struct match *match)
{
	for (size_t i = 0; i < match->members.n; i++)
		if (!load_person(load, match->members.at[i]) ||
			!load_plans(load, match->members.at[i]))
			return false;
	return session_read(load,
		       rows_of(load, SQL_SESSION_OF_MATCH, ":match",
			       match->id)) &&
		poll_read(load,
			rows_of(load, SQL_POLL_OF_MATCH, ":match",
				match->id)) &&
		ask_read(load,
			rows_of(load, SQL_ASK_OF_MATCH, ":match", match->id));
}

static bool
load_match(struct load *load, int64_t id)
{
	if (!match_read(load, rows_of(load, SQL_MATCH_BY_ID, ":id", id)))
		return false;
	const struct match *match = facts_match(load->facts, id);
	return !match || below_match(load, match);
}

static bool
load_participant(struct load *load, int64_t id)
{
	if (!load_person(load, id) ||
		!directive_read(load,
			rows_of(load, SQL_DIRECTIVE_OF_PARTICIPANT,
				":participant", id)) ||
		!ask_read(load,
			rows_of(load, SQL_ASK_OF_PARTICIPANT, ":participant",
				id)) ||
		!match_read(load,
			rows_of(load, SQL_MATCH_OF_PARTICIPANT, ":participant",
				id)))
		return false;
	for (size_t i = 0; i < load->facts->matches.n; i++) {
		const struct match *match = load->facts->matches.at[i];

		if (match->state == MATCH_ACTIVE && match_has(match, id) &&
			!below_match(load, match))
			return false;
	}
	return true;
}

static bool
load_session(struct load *load, int64_t id)
{
	if (!session_read(load, rows_of(load, SQL_SESSION_BY_ID, ":id", id)))
		return false;
	const struct session *session = facts_session(load->facts, id);
	return !session || load_match(load, session->match);
}

static bool
load_run(struct load *load, int64_t id)
{
	size_t first = load->facts->matches.n;

	if (!run_read(load, rows_of(load, SQL_RUN_BY_ID, ":id", id)) ||
		!match_read(load, rows_of(load, SQL_MATCH_OF_RUN, ":run", id)))
		return false;
	for (size_t i = first; i < load->facts->matches.n; i++)
		if (!below_match(load, load->facts->matches.at[i]))
			return false;
	return true;
}

static bool
load_ask(struct load *load, int64_t id)
{
	if (!ask_read(load, rows_of(load, SQL_ASK_BY_ID, ":id", id)))
		return false;
	const struct ask *ask = facts_ask(load->facts, id);
	if (!ask)
		return true;
	return (!ask->participant ||
		       load_participant(load, ask->participant)) &&
		(!ask->session || load_session(load, ask->session)) &&
		(!ask->match || load_match(load, ask->match)) &&
		(!ask->run || load_run(load, ask->run));
}

static bool
load_all(struct load *load)
{
	struct store *store = load->store;

	return participant_read(load, sql_start(store, SQL_PARTICIPANT_ALL)) &&
		run_read(load, sql_start(store, SQL_RUN_DRAFTS)) &&
		match_read(load, sql_start(store, SQL_MATCH_STANDING)) &&
		session_read(load, sql_start(store, SQL_SESSION_STANDING)) &&
		poll_read(load, sql_start(store, SQL_POLL_STANDING)) &&
		ask_read(load, sql_start(store, SQL_ASK_WAITING)) &&
		directive_read(load, sql_start(store, SQL_DIRECTIVE_COUNTS));
}

static bool
load_subject(struct load *load, enum subject_kind kind, int64_t id)
{
	switch (kind) {
	case SUBJECT_PROGRAM:
		return load_all(load);
	case SUBJECT_PARTICIPANT:
		return load_participant(load, id);
	case SUBJECT_MATCH:
		return load_match(load, id);
	case SUBJECT_SESSION:
		return load_session(load, id);
	case SUBJECT_ASK:
		return load_ask(load, id);
	}
	g_assert_not_reached();
}

bool
store_load(struct store *store, struct facts *facts, enum subject_kind kind,
	int64_t subject, struct err *err)
{
	struct load load = { .store = store, .facts = facts, .err = err };

	load_open(&load, facts);
	return load_close(&load, load_subject(&load, kind, subject));
}

bool
store_load_run(
	struct store *store, struct facts *facts, int64_t run, struct err *err)
{
	struct load load = { .store = store, .facts = facts, .err = err };

	load_open(&load, facts);
	return load_close(&load, load_run(&load, run));
}

bool
store_load_sessions(struct store *store, struct facts *facts, struct err *err)
{
	struct load load = { .store = store, .facts = facts, .err = err };

	load_open(&load, facts);
	return load_close(
		&load, session_read(&load, sql_start(store, SQL_SESSION_ALL)));
}

/* How much of what was asked of each happened. */
static bool
deeds_read(struct load *load, sqlite3_stmt *st)
{
	struct facts *facts = load->facts;
	int row;

	facts->deeds = (struct deeds_list){ 0 };
	while ((row = sql_next(load->store, st, load->err)) > 0)
		*LIST_ADD(facts->pool, &facts->deeds) =
			(struct deeds){ sqlite3_column_int64(st, 0),
				sqlite3_column_int64(st, 1),
				sqlite3_column_int64(st, 2),
				sqlite3_column_int64(st, 3),
				sqlite3_column_int64(st, 4) };
	return row == 0;
}

bool
store_load_history(struct store *store, struct facts *facts, struct err *err)
{
	struct load load = { .store = store, .facts = facts, .err = err };

	load_open(&load, facts);
	return load_close(&load,
		match_read(&load, sql_start(store, SQL_MATCH_PUBLISHED)) &&
			deeds_read(&load, sql_start(store, SQL_DEEDS)));
}

/* ---- saving ------------------------------------------------------------- */

bool
clear_parts(struct store *store, enum statement statement, const char *name,
	int64_t id, struct err *err)
{
	sqlite3_stmt *st = sql_start(store, statement);

	sql_int(st, name, id);
	return sql_run(store, st, err);
}

/* In the order in which they refer to each other. */
static bool
save_all(struct store *store, struct facts *facts, struct err *err)
{
	return participant_save(store, facts, err) &&
		run_save(store, facts, err) && match_save(store, facts, err) &&
		series_save(store, facts, err) &&
		session_save(store, facts, err) &&
		proposal_save(store, facts, err) &&
		poll_save(store, facts, err) && ask_save(store, facts, err) &&
		directive_save(store, facts, err) &&
		due_save(store, facts, err) && outcome_save(store, facts, err);
}

bool
store_save(struct store *store, struct facts *facts, struct err *err)
{
	bool own;

	return sql_write_begin(store, &own, err) &&
		sql_write_end(store, own, save_all(store, facts, err), err);
}
