/* An event costs what hangs on it, however large the program is: what SQLite's
 * planner says about every statement, and what an event really runs. */
#include "../../src/store/sql.h"
#include "store_test.h"

/* A partial index holds only what is open: walking it is what is wanted. */
static bool
is_partial(struct store *store, const char *plan)
{
	const char *index = strstr(plan, " INDEX ");
	sqlite3_stmt *st;

	if (!index)
		return false;
	sqlite3_prepare_v2(store->db,
		"SELECT 1 FROM sqlite_schema WHERE type = 'index' "
		"AND name = ? AND (sql LIKE '%WHERE state%' "
		"OR sql LIKE '%WHERE over_at IS NULL%' "
		"OR sql LIKE '%WHERE freebusy IS NOT NULL%')",
		-1, &st, NULL);
	g_autofree char *name = g_strndup(index + 7, strcspn(index + 7, " ("));
	sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
	bool partial = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return partial;
}

static bool
is_bounded(struct store *store, const char *sql, const char *plan)
{
	if (strncmp(plan, "SCAN ", 5))
		return true;
	return g_str_equal(plan, "SCAN CONSTANT ROW") ||
		g_str_has_prefix(plan, "SCAN (") ||
		g_str_has_suffix(sql, " LIMIT 1") || is_partial(store, plan);
}

static void
test_plans(void)
{
	struct bench b;

	bench_open(&b);
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		g_autofree char *explain = g_strconcat(
			"EXPLAIN QUERY PLAN ", statements[i].sql, NULL);
		sqlite3_stmt *st;

		if (statements[i].whole)
			continue;
		g_assert_cmpint(
			sqlite3_prepare_v2(b.store->db, explain, -1, &st, NULL),
			==, SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *plan =
				(const char *)sqlite3_column_text(st, 3);
			bool bounded =
				is_bounded(b.store, statements[i].sql, plan);

			if (!bounded)
				g_test_message(
					"%s: %s", plan, statements[i].sql);
			g_assert_true(bounded);
		}
		sqlite3_finalize(st);
	}
	bench_close(&b);
}

/* The mails of a large queue come out in order without being sorted. */
static void
test_claim_does_not_sort(void)
{
	static const enum statement statement[] = { SQL_MAIL_READY,
		SQL_DUE_READY, SQL_LETTER_STORED, SQL_LETTER_UNFILED };
	struct bench b;

	bench_open(&b);
	for (size_t i = 0; i < G_N_ELEMENTS(statement); i++) {
		g_autofree char *explain = g_strconcat("EXPLAIN QUERY PLAN ",
			statements[statement[i]].sql, NULL);
		sqlite3_stmt *st;

		sqlite3_prepare_v2(b.store->db, explain, -1, &st, NULL);
		while (sqlite3_step(st) == SQLITE_ROW)
			g_assert_null(
				strstr((const char *)sqlite3_column_text(st, 3),
					"TEMP B-TREE"));
		sqlite3_finalize(st);
	}
	bench_close(&b);
}

/* Ten times as many people: what an event about one of them runs in SQLite
 * (its virtual machine's steps) stays nearly what it was. */
static int
steps_of_an_event(struct bench *b, int64_t person)
{
	int steps = 0;
	struct facts *facts = bench_load(b, SUBJECT_PARTICIPANT, person);

	facts_participant(facts, person)->heard_at++;
	fact_touch(facts_participant(facts, person));
	OK(b, store_save(b->store, facts, &b->err));
	for (int i = 0; i < STATEMENT_COUNT; i++)
		steps += sqlite3_stmt_status(
			b->store->prepared[i], SQLITE_STMTSTATUS_VM_STEP, 1);
	return steps;
}

static void
grow(struct bench *b, int pairs)
{
	struct facts *facts = bench_facts(b);

	for (int i = 0; i < pairs; i++) {
		int64_t p = add_person(facts, "Ana")->id;
		int64_t q = add_person(facts, "Ben")->id;
		struct match *match = add_match(facts, p, q);

		add_session(facts, match, 1);
		add_ask(facts, p, match->id);
		add_ask(facts, q, match->id);
	}
	OK(b, store_save(b->store, facts, &b->err));
	steps_of_an_event(b, 1); /* leaves the counters at zero */
}

static void
test_event_is_bounded(void)
{
	struct bench b;

	bench_open(&b);
	grow(&b, 50);
	int few = steps_of_an_event(&b, 7);
	grow(&b, 950);
	int many = steps_of_an_event(&b, 7);
	g_test_message("steps: %d with 100 people, %d with 2000", few, many);
	g_assert_cmpint(few, >, 50);
	g_assert_cmpint(many, <=, few + few / 4);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/plans/every-statement", test_plans);
	g_test_add_func("/store/plans/no-sorting", test_claim_does_not_sort);
	g_test_add_func("/store/plans/event", test_event_is_bounded);
}

TEST_MAIN(add_tests)
