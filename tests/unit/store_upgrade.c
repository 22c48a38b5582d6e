/* A store that an older version made is opened by this one: nothing in it is
 * lost, and it is the same as one that was made today. */
#include "store_test.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

static const char first_schema[] =
#include "schema.inc"
	;
static const char second_step[] =
#include "upgrade-2.inc"
	;

/* What a program of the first version had: two people with all that hangs on
 * them, a run with its match, and one who was not placed. */
static const char rows[] =
	"PRAGMA application_id = 1835363956; PRAGMA user_version = 1;"
	"INSERT INTO meta VALUES ('program', 'spring'), ('token_key', "
	"'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');"
	"INSERT INTO participant VALUES"
	" (1, 'ana', 'Ana', 'de', 'Europe/Berlin', 'mentor', 'enrolled',"
	"  11, NULL, NULL, 12, 13, 14, 2),"
	" (2, 'ben', 'Ben', NULL, NULL, 'mentee', 'left',"
	"  11, 15, NULL, NULL, NULL, NULL, 0),"
	" (7, 'cem', 'Cem', NULL, NULL, 'peer', 'paused',"
	"  11, NULL, 16, NULL, NULL, NULL, 0);"
	"INSERT INTO address VALUES"
	" (1, 0, 'Ana@Example.org', 'ana@example.org'),"
	" (1, 1, 'a@example.org', 'a@example.org'),"
	" (2, 0, 'ben@example.org', 'ben@example.org'),"
	" (7, 0, 'cem@example.org', 'cem@example.org');"
	"INSERT INTO attribute VALUES (1, 0, 'team', 'red');"
	"INSERT INTO availability VALUES (2, 0, 3, 540, 600);"
	"INSERT INTO run VALUES (1, 'published', 20, 21, 1, 42);"
	"INSERT INTO unmatched VALUES (1, 0, 7, 'nobody is left');"
	"INSERT INTO match VALUES"
	" (1, 1, 'active', 42, 20, 21, NULL, NULL, NULL, NULL);"
	"INSERT INTO member VALUES (1, 0, 1), (1, 1, 2);"
	"INSERT INTO reason VALUES"
	" (1, 0, 'shared', 'speaks', 'German', 42, 1, 'shared', 1, 2, NULL);"
	"INSERT INTO session VALUES (1, 1, 1, 'held', 30, 45, 'u', 0, 30, 29,"
	" NULL);"
	"INSERT INTO attendee VALUES (1, 0, 1, 'ACCEPTED', 31, 0, 31, NULL);"
	"INSERT INTO ask VALUES (1, 2, NULL, 'checkin', 's', 1, 1, NULL,"
	" 'answered', 40, 41, NULL, NULL, 0, NULL);"
	"INSERT INTO answer VALUES (1, 'met', 1, 'yes', 'y', 'sure', NULL, 41);";

/* What the second version could say besides. */
static const char more_rows[] =
	"PRAGMA user_version = 2;"
	"UPDATE participant SET gone_at = 17, role = 'both' WHERE id = 7;"
	"UPDATE match SET lead = 1, round = 2;"
	"UPDATE member SET heard_at = 18 WHERE participant = 1;"
	"UPDATE run SET proof = 'optimal', bound = 42;"
	"UPDATE unmatched SET remedy = 'one more mentor';"
	"INSERT INTO directive VALUES (1, 'pin', 1, 7, 'boss@x', 19, NULL);"
	"INSERT INTO session VALUES (2, 1, 2, 'planned', 50, 45, 'v', 3, 51, 49,"
	" 'Room 5');"
	"INSERT INTO attendee VALUES (2, 0, 1, 'DECLINED', 52, 3, 53, 'ill'),"
	" (2, 1, 2, 'NEEDS-ACTION', NULL, -1, NULL, NULL);"
	"INSERT INTO ask VALUES (2, NULL, 'boss@x', '@draft', NULL, NULL, 2, 1,"
	" 'open', 60, NULL, NULL, NULL, 1, 'n', 'met');"
	"INSERT INTO outbox VALUES (1, 'o', 'invitation', 1, 'a@x', '', 'm@x',"
	" NULL, 's', 1, 2, 1, 1, 'sent', 70, 70, NULL, 1, 71, 71, 71, 72, 'ok',"
	" 1, NULL);"
	"INSERT INTO outbox_bytes VALUES (1, x'41');";

static sqlite3 *
raw(const struct bench *bench)
{
	sqlite3 *db;

	g_assert_cmpint(sqlite3_open(bench->path, &db), ==, SQLITE_OK);
	return db;
}

static void
run(sqlite3 *db, const char *sql)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		g_test_message("%s", sqlite3_errmsg(db));
	g_assert_cmpint(code, ==, SQLITE_OK);
}

static void
write_old(const struct bench *bench, int version, const char *more)
{
	sqlite3 *db = raw(bench);

	run(db, first_schema);
	run(db, rows);
	if (version == 2) {
		run(db, second_step);
		run(db, more_rows);
	}
	run(db, more);
	sqlite3_close(db);
}

/* A folder with a store of an older version, not opened. */
static void
bench_old(struct bench *bench, int version, const char *more)
{
	*bench = (struct bench){ .pool = pool_new() };
	bench->dir = g_dir_make_tmp("mentord-store-XXXXXX", NULL);
	bench->path = g_build_filename(bench->dir, STORE_FILE, NULL);
	write_old(bench, version, more);
}

/* All rows of a query as lines. */
static char *
table_of(const struct bench *bench, const char *sql)
{
	GString *text = g_string_new(NULL);
	sqlite3 *db = raw(bench);
	sqlite3_stmt *st = NULL;

	g_assert_cmpint(
		sqlite3_prepare_v2(db, sql, -1, &st, NULL), ==, SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++)
			g_string_append_printf(text, "%s|",
				(const char *)sqlite3_column_text(st, i));
		g_string_append_c(text, '\n');
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return g_string_free(text, FALSE);
}

/* Every column of the first version, in every table. */
static const char *const asked_1[] = {
	"SELECT id, key, name, language, timezone, role, state, joined_at, "
	"left_at, paused_until, away_until, heard_at, bounced_at, bounces "
	"FROM participant ORDER BY id",
	"SELECT * FROM address ORDER BY 1, 2",
	"SELECT * FROM attribute",
	"SELECT * FROM availability",
	"SELECT id, state, made_at, published_at, seed, score FROM run",
	"SELECT run, position, participant, why FROM unmatched",
	"SELECT id, run, state, score, made_at, published_at, ended_at, "
	"end_reason, nudged_at, told_at FROM match",
	"SELECT match, position, participant FROM member ORDER BY 1, 2",
	"SELECT * FROM reason",
	"SELECT id, match, number, state, starts_at, minutes, uid, sequence, "
	"dtstamp, created_at, place FROM session ORDER BY id",
	"SELECT * FROM attendee",
	"SELECT id, participant, coordinator, form, slot, match, session, run, "
	"state, opened_at, answered_at, closed_at, clarified_at, reminders, "
	"note FROM ask",
	"SELECT ask, question, number, value, raw, confidence, letter, at "
	"FROM answer",
	"SELECT * FROM meta ORDER BY name",
};

/* ... and of the second. */
static const char *const asked_2[] = {
	"SELECT id, gone_at FROM participant ORDER BY id",
	"SELECT id, lead, round, joins FROM match",
	"SELECT * FROM member ORDER BY 1, 2",
	"SELECT * FROM run",
	"SELECT * FROM unmatched",
	"SELECT * FROM directive",
	"SELECT id, promised FROM ask ORDER BY id",
	"SELECT * FROM answer",
	"SELECT * FROM given",
	"SELECT * FROM outbox",
	"SELECT * FROM outbox_bytes",
};

static void
same_after(int version, const char *const *asked, size_t n)
{
	g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func(g_free);
	struct bench b;

	bench_old(&b, version, "");
	for (size_t i = 0; i < n; i++)
		g_ptr_array_add(before, table_of(&b, asked[i]));
	b.store = store_open(b.dir, "spring", STORE_WRITE, &b.err);
	OK(&b, b.store != NULL);
	for (size_t i = 0; i < n; i++) {
		g_autofree char *after = table_of(&b, asked[i]);

		g_assert_cmpstr(after, ==, before->pdata[i]);
		g_assert_cmpstr(after, !=, "");
	}
	g_assert_cmpint(bench_ask(&b, "PRAGMA user_version"), ==, 3);
	bench_close(&b);
}

static void
test_rows_kept(void)
{
	same_after(1, asked_1, G_N_ELEMENTS(asked_1));
	same_after(2, asked_1, G_N_ELEMENTS(asked_1));
	same_after(2, asked_2, G_N_ELEMENTS(asked_2));
}

/* Of old answers nobody knows what was promised. */
static void
test_old_answers(void)
{
	struct bench b;

	bench_old(&b, 1, "");
	b.store = store_open(b.dir, "spring", STORE_WRITE, &b.err);
	OK(&b, b.store != NULL);
	g_assert_cmpint(bench_ask(&b, "SELECT count(*) FROM answer"), >, 0);
	g_assert_cmpint(
		bench_ask(&b, "SELECT count(*) FROM answer WHERE private = 0"),
		==, 0);
	g_assert_cmpint(
		bench_ask(&b, "SELECT count(*) FROM given WHERE private = 1"),
		>, 0);
	bench_close(&b);
}

/* An old session is a single one of ours, and goes on as that. */
static void
test_old_sessions(void)
{
	struct bench b;

	bench_old(&b, 2, "");
	b.store = store_open(b.dir, "spring", STORE_WRITE, &b.err);
	OK(&b, b.store != NULL);
	struct facts *facts = bench_load(&b, SUBJECT_SESSION, 2);
	struct session *session = facts_session(facts, 2);
	g_assert_cmpint(session->series, ==, 0);
	g_assert_cmpint(session->original_at, ==, 0);
	g_assert_cmpint(session->organizer, ==, 0);
	g_assert_cmpuint(session->attendees.n, ==, 2);
	session->sequence++;
	fact_touch(session);
	OK(&b, store_save(b.store, facts, &b.err));
	bench_close(&b);
}

/* The promises of the connection hold again, and the new words fit. */
static void
test_goes_on(void)
{
	struct text_list findings = { 0 };
	struct bench b;

	bench_old(&b, 1, "");
	b.store = store_open(b.dir, "spring", STORE_WRITE, &b.err);
	OK(&b, b.store != NULL);
	struct facts *facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	facts_participant(facts, 7)->role = ROLE_BOTH;
	fact_touch(facts_participant(facts, 7));
	facts_match(facts, 1)->lead = 1;
	fact_touch(facts_match(facts, 1));
	OK(&b, store_save(b.store, facts, &b.err));
	facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpint(facts_participant(facts, 7)->role, ==, ROLE_BOTH);
	g_assert_cmpint(facts_match(facts, 1)->lead, ==, 1);
	OK(&b, store_check(b.store, b.pool, &findings, &b.err));
	g_assert_false(has_text(&findings, "refers to"));
	g_assert_false(has_text(&findings, "damaged"));

	/* references are heeded again: by this connection too */
	facts_match(facts, 1)->lead = 99;
	fact_touch(facts_match(facts, 1));
	g_assert_false(store_save(b.store, facts, &b.err));
	bench_close(&b);
}

/* Tables, columns, indexes, triggers: word for word. */
static void
test_same_schema(void)
{
	static const char sql[] = "SELECT type, name, tbl_name, sql "
				  "FROM sqlite_schema ORDER BY type, name";
	struct bench old, fresh;

	bench_old(&old, 2, "");
	old.store = store_open(old.dir, "spring", STORE_WRITE, &old.err);
	OK(&old, old.store != NULL);
	bench_open(&fresh);
	g_autofree char *upgraded = table_of(&old, sql);
	g_autofree char *made = table_of(&fresh, sql);
	g_assert_cmpstr(upgraded, ==, made);
	g_assert_nonnull(strstr(made, "'both'"));
	g_assert_nonnull(strstr(made, "directive_other"));
	g_assert_null(strstr(made, "participant_2"));
	g_assert_nonnull(strstr(made, "session_uid"));
	g_assert_null(strstr(made, "session_3"));
	bench_close(&fresh);
	bench_close(&old);
}

/* What cannot be kept whole is not touched. */
static void
test_broken_stays(void)
{
	struct bench b;
	struct err err = { 0 };

	bench_old(&b, 1, "INSERT INTO member VALUES (1, 2, 4711)");
	b.store = store_open(b.dir, "spring", STORE_WRITE, &err);
	g_assert_null(b.store);
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_nonnull(strstr(err.text, "references lead nowhere"));
	g_assert_cmpint(bench_ask(&b, "PRAGMA user_version"), ==, 1);
	g_assert_cmpint(
		bench_ask(&b, "SELECT count(*) FROM participant"), ==, 3);
	bench_close(&b);
}

/* Who may only look does not change anything, and says who can. */
static void
test_reader(void)
{
	struct bench b;
	struct err err = { 0 };

	bench_old(&b, 1, "");
	b.store = store_open(b.dir, "spring", STORE_READ, &err);
	g_assert_null(b.store);
	g_assert_nonnull(strstr(err.text, "start the program once"));
	g_assert_cmpint(bench_ask(&b, "PRAGMA user_version"), ==, 1);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/upgrade/rows-kept", test_rows_kept);
	g_test_add_func("/store/upgrade/old-answers", test_old_answers);
	g_test_add_func("/store/upgrade/old-sessions", test_old_sessions);
	g_test_add_func("/store/upgrade/goes-on", test_goes_on);
	g_test_add_func("/store/upgrade/same-schema", test_same_schema);
	g_test_add_func("/store/upgrade/broken-stays", test_broken_stays);
	g_test_add_func("/store/upgrade/reader", test_reader);
}

TEST_MAIN(add_tests)
