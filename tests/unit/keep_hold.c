/* Holds: after a long stop, after a move to another machine, by command. */
#include "base/clock.h"
#include "base/token.h"
#include "keep/hold.h"
#include "store_test.h"

static struct program program = { .hold_after = 3 * DAY };

/* In the transaction that a keeper begins with. */
static const char *
judged(struct bench *bench, int64_t now)
{
	const char *reason = NULL;

	OK(bench, store_begin(bench->store, &bench->err));
	OK(bench, hold_judge(&program, bench->store, now, &bench->err));
	OK(bench, store_commit(bench->store, &bench->err));
	return hold_is_on(bench->store, bench->pool, &reason) ? reason : NULL;
}

static void
set_meta(struct bench *bench, const char *name, const char *value)
{
	OK(bench, store_begin(bench->store, &bench->err));
	OK(bench, store_set_meta(bench->store, name, value, &bench->err));
	OK(bench, store_commit(bench->store, &bench->err));
}

static void
alive(struct bench *bench, int64_t at)
{
	OK(bench, store_begin(bench->store, &bench->err));
	OK(bench, hold_alive(bench->store, at, &bench->err));
	OK(bench, store_commit(bench->store, &bench->err));
}

static void
test_downtime(void)
{
	struct bench bench;

	bench_open(&bench);
	g_assert_null(judged(&bench, NOW)); /* never ran */
	alive(&bench, NOW);
	g_assert_null(judged(&bench, NOW + 3 * DAY));
	g_assert_null(judged(&bench, NOW - 30 * DAY)); /* a clock set back */
	g_assert_cmpstr(judged(&bench, NOW + 3 * DAY + 1), ==,
		"nothing ran for 3 days");
	/* it stays until somebody ends it, however often we start */
	alive(&bench, NOW + 4 * DAY);
	g_assert_cmpstr(judged(&bench, NOW + 4 * DAY + 1), ==,
		"nothing ran for 3 days");
	g_assert_cmpint(bench_ask(&bench,
				"SELECT count(*) FROM outcome "
				"WHERE kind = 'hold'"),
		==, 1);
	OK(&bench, hold_clear(bench.store, NOW + 5 * DAY, &bench.err));
	g_assert_null(judged(&bench, NOW + 5 * DAY));
	bench_close(&bench);
}

static void
test_no_limit(void)
{
	struct bench bench;
	struct program patient = { .hold_after = 0 }, usual = program;

	bench_open(&bench);
	alive(&bench, NOW);
	program = patient;
	g_assert_null(judged(&bench, NOW + 3000 * DAY));
	program = usual;
	bench_close(&bench);
}

static void
test_other_machine(void)
{
	struct bench bench;

	if (!g_file_test("/etc/machine-id", G_FILE_TEST_EXISTS)) {
		g_test_skip("this machine has no id");
		return;
	}
	bench_open(&bench);
	g_assert_null(judged(&bench, NOW));
	const char *id = store_meta(bench.store, bench.pool, "machine");
	g_assert_nonnull(id);
	g_assert_null(judged(&bench, NOW)); /* the same one */
	set_meta(&bench, "machine", "0123456789abcdef");
	g_assert_cmpstr(judged(&bench, NOW), ==,
		"this state was copied from another machine");
	/* it lives here now: said once, not at every start */
	g_assert_cmpstr(store_meta(bench.store, bench.pool, "machine"), ==, id);
	OK(&bench, hold_clear(bench.store, NOW, &bench.err));
	g_assert_null(judged(&bench, NOW));
	/* the id itself is nobody's business */
	g_autofree char *text = NULL;
	g_file_get_contents("/etc/machine-id", &text, NULL, NULL);
	g_assert_true(!text || !*text || !g_str_has_prefix(text, id));
	bench_close(&bench);
}

static void
test_by_command(void)
{
	struct bench bench;
	const char *reason = NULL;

	bench_open(&bench);
	g_assert_false(hold_is_on(bench.store, bench.pool, &reason));
	g_assert_null(reason);
	OK(&bench, hold_set(bench.store, "by command", NOW, &bench.err));
	g_assert_true(hold_is_on(bench.store, bench.pool, &reason));
	g_assert_cmpstr(reason, ==, "by command");
	bench_reopen(&bench); /* it is on the disk */
	g_assert_true(hold_is_on(bench.store, bench.pool, NULL));
	OK(&bench, hold_clear(bench.store, NOW, &bench.err));
	g_assert_false(hold_is_on(bench.store, bench.pool, NULL));
	g_assert_cmpint(bench_ask(&bench,
				"SELECT count(*) FROM outcome "
				"WHERE kind IN ('hold', 'resume')"),
		==, 2);
	bench_close(&bench);
}

static void
add_tests(void)
{
#define TEST(name) g_test_add_func("/keep/hold/" #name, test_##name)
	TEST(downtime);
	TEST(no_limit);
	TEST(other_machine);
	TEST(by_command);
}
TEST_MAIN(add_tests)
