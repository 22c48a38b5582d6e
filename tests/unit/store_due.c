/* What is to happen and what happened: an occurrence is planned once, and the
 * log only grows. */
#include "store_test.h"

#define SAME_INT(field)  g_assert_cmpint(got->field, ==, want->field)
#define SAME_TEXT(field) g_assert_cmpstr(got->field, ==, want->field)

/* ---- due items ---------------------------------------------------------- */

static void
same_due(const struct due *got, const struct due *want)
{
	SAME_INT(id);
	SAME_INT(at);
	SAME_INT(kind);
	SAME_TEXT(what);
	SAME_INT(subject_kind);
	SAME_INT(subject);
	SAME_TEXT(occurrence);
	SAME_INT(state);
	SAME_TEXT(why);
}

static void
test_due(void)
{
	struct bench b;
	struct due_list dues = { 0 };
	int64_t at = 0;

	bench_open(&b);
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, INT64_MAX);
	struct facts *facts = bench_facts(&b);
	struct due *late = facts_new_due(
		facts, DUE_STEP, NOW + 60, SUBJECT_MATCH, 7, "step/hello/7");
	late->what = "hello";
	struct due *soon = facts_new_due(
		facts, DUE_DIGEST, NOW, SUBJECT_PROGRAM, 0, "digest/1");
	OK(&b, store_save(b.store, facts, &b.err));

	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, NOW);
	OK(&b, store_due(b.store, b.pool, NOW - 1, 9, &dues, &b.err));
	g_assert_cmpuint(dues.n, ==, 0);
	OK(&b, store_due(b.store, b.pool, NOW, 9, &dues, &b.err));
	g_assert_cmpuint(dues.n, ==, 1);
	dues.n = 0;
	OK(&b, store_due(b.store, b.pool, NOW + 60, 9, &dues, &b.err));
	g_assert_cmpuint(dues.n, ==, 2);
	same_due(dues.at[0], soon);
	same_due(dues.at[1], late);
	dues.n = 0;
	OK(&b, store_due(b.store, b.pool, NOW + 60, 1, &dues, &b.err));
	g_assert_cmpuint(dues.n, ==, 1);
	g_assert_cmpint(dues.at[0]->id, ==, soon->id);

	soon->state = DUE_DROPPED;
	soon->why = "too late";
	fact_touch(soon);
	OK(&b, store_save(b.store, facts, &b.err));
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, NOW + 60);
	g_assert_cmpint(bench_ask(&b,
				"SELECT count(*) FROM due WHERE state = "
				"'dropped' AND why = 'too late'"),
		==, 1);
	OK(&b, store_forget_steps(b.store, NOW + 60, &b.err));
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, NOW + 60); /* it is late, and no secret */
	OK(&b, store_forget_steps(b.store, NOW + 59, &b.err));
	OK(&b, store_next_due(b.store, &at, &b.err));
	g_assert_cmpint(at, ==, INT64_MAX);
	bench_close(&b);
}

static void
test_planned_twice(void)
{
	struct bench b;

	bench_open(&b);
	for (int i = 0; i < 3; i++) {
		struct facts *facts = bench_facts(&b);

		facts_new_due(facts, DUE_SILENCE, NOW + i, SUBJECT_MATCH, 1,
			"silence/1/week-1");
		facts_new_due(facts, DUE_SILENCE, NOW + i, SUBJECT_MATCH, 1,
			"silence/1/other-%d", i);
		OK(&b, store_save(b.store, facts, &b.err));
		/* what is done is not planned anew either */
		bench_raw(&b, "UPDATE due SET state = 'done' WHERE id = 1");
	}
	g_assert_cmpint(bench_ask(&b, "SELECT count(*) FROM due"), ==, 4);
	g_assert_cmpint(bench_ask(&b,
				"SELECT at FROM due "
				"WHERE occurrence = 'silence/1/week-1'"),
		==, NOW);
	bench_close(&b);
}

/* ---- outcomes ----------------------------------------------------------- */

static void
keep_line(const struct outcome *outcome, int64_t id, void *arg)
{
	g_autofree char *line = g_strdup_printf(
		"%d %d %s %d %d %d %d %d %d %s;", (int)id,
		(int)(outcome->at - NOW), outcome_kind_name(outcome->kind),
		(int)outcome->participant, (int)outcome->match,
		(int)outcome->session, (int)outcome->ask, (int)outcome->mail,
		(int)outcome->letter, outcome->detail);

	g_string_append(arg, line);
}

static void
test_outcomes(void)
{
	struct bench b;
	g_autoptr(GString) lines = g_string_new(NULL);

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	*facts_new_outcome(facts, OUTCOME_RSVP, "x") =
		(struct outcome){ NOW + 1, OUTCOME_RSVP, 1, 2, 3, 4, 5, 6,
			"accepted" };
	*facts_new_outcome(facts, OUTCOME_HOLD, "x") =
		(struct outcome){ .at = NOW, .kind = OUTCOME_HOLD };
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_cmpuint(facts->outcomes.n, ==, 0);
	facts_new_outcome(facts, OUTCOME_RESUME, "%s", "by hand");
	OK(&b, store_save(b.store, facts, &b.err));
	OK(&b, store_save(b.store, facts, &b.err));
	OK(&b, store_outcomes(b.store, 0, keep_line, lines, &b.err));
	g_assert_cmpstr(lines->str, ==,
		"1 1 rsvp 1 2 3 4 5 6 accepted;2 0 hold 0 0 0 0 0 0 ;"
		"3 0 resume 0 0 0 0 0 0 by hand;");
	g_string_truncate(lines, 0);
	OK(&b, store_outcomes(b.store, 2, keep_line, lines, &b.err));
	g_assert_cmpstr(lines->str, ==, "3 0 resume 0 0 0 0 0 0 by hand;");
	g_assert_cmpint(bench_raw(&b, "UPDATE outcome SET detail = 'y'"), ==,
		SQLITE_CONSTRAINT);
	g_assert_cmpint(
		bench_raw(&b, "DELETE FROM outcome"), ==, SQLITE_CONSTRAINT);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/due/cycle", test_due);
	g_test_add_func("/store/due/planned-twice", test_planned_twice);
	g_test_add_func("/store/outcomes", test_outcomes);
}

TEST_MAIN(add_tests)
