/* Opening the store, changes, and what happens when they go wrong: a file of
 * somebody else, of next year, a second writer, a full disk, sudden death. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/store/sql.h"
#include "store_test.h"

/* ---- opening ------------------------------------------------------------ */

static unsigned
mode_of(const char *path)
{
	struct stat st = { 0 };

	g_assert_cmpint(stat(path, &st), ==, 0);
	return st.st_mode & 0777;
}

static void
test_private(void)
{
	struct bench b;

	umask(0);
	bench_open(&b);
	g_assert_cmpuint(mode_of(b.dir), ==, 0700);
	g_assert_cmpuint(mode_of(b.path), ==, 0600);
	OK(&b, store_set_meta(b.store, "x", "y", &b.err));
	g_autofree char *wal = g_strconcat(b.path, "-wal", NULL);
	g_assert_cmpuint(mode_of(wal), ==, 0600);

	chmod(b.dir, 0755);
	chmod(b.path, 0644);
	bench_reopen(&b);
	g_assert_cmpuint(mode_of(b.dir), ==, 0700);
	g_assert_cmpuint(mode_of(b.path), ==, 0600);
	bench_close(&b);
}

static void
test_made_once(void)
{
	struct bench b;

	bench_open(&b);
	struct token_key key = *store_key(b.store);
	g_assert_cmpint(bench_ask(&b, "PRAGMA application_id"), ==, 1835363956);
	g_assert_cmpint(bench_ask(&b, "PRAGMA user_version"), ==, 3);
	g_assert_cmpint(bench_ask(&b,
				"SELECT count(*) FROM sqlite_schema WHERE "
				"type = 'table' AND sql NOT LIKE '%STRICT%' "
				"AND name NOT LIKE 'sqlite_%'"),
		==, 0);
	bench_reopen(&b);
	g_assert_true(bytes_equal(&key, store_key(b.store), sizeof key));

	struct bench other;
	bench_open(&other);
	g_assert_false(bytes_equal(&key, store_key(other.store), sizeof key));
	bench_close(&other);
	bench_close(&b);
}

/* The store cannot be opened, and says why and what to do. */
static void
refused(struct bench *b, const char *program, enum store_mode mode,
	const char *why)
{
	struct err err = { 0 };
	struct store *store = store_open(b->dir, program, mode, &err);

	g_assert_null(store);
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_test_message("%s", err.text);
	g_assert_nonnull(strstr(err.text, why));
	store_close(store);
}

static void
test_refused(void)
{
	struct bench b;

	bench_open(&b);
	refused(&b, "autumn", STORE_WRITE, "'spring', not to 'autumn'");
	refused(&b, "autumn", STORE_READ, "'spring', not to 'autumn'");
	g_clear_pointer(&b.store, store_close);

	bench_raw(&b, "PRAGMA user_version = 99");
	refused(&b, "spring", STORE_WRITE, "newer mentord (schema 99");
	refused(&b, "spring", STORE_READ, "newer mentord (schema 99");
	bench_raw(&b, "PRAGMA user_version = 3");

	bench_raw(&b, "PRAGMA application_id = 4711");
	refused(&b, "spring", STORE_WRITE, "other software");
	bench_raw(&b, "PRAGMA application_id = 1835363956");

	bench_raw(&b, "DELETE FROM meta WHERE name = 'token_key'");
	refused(&b, "spring", STORE_WRITE, "no token key");
	bench_close(&b);
}

static void
test_refused_files(void)
{
	struct bench b;

	bench_open(&b);
	g_clear_pointer(&b.store, store_close);
	g_autofree char *text = g_strnfill(8192, 'x');
	g_file_set_contents(b.path, text, 8192, NULL);
	refused(&b, "spring", STORE_WRITE, "damaged");
	g_remove(b.path);
	refused(&b, "spring", STORE_READ, "no store at");
	g_assert_false(g_file_test(b.path, G_FILE_TEST_EXISTS));
	g_assert_cmpint(symlink("/dev/null", b.path), ==, 0);
	refused(&b, "spring", STORE_WRITE, "not a plain file");
	bench_close(&b);
}

/* A page of an index is overwritten: the quick check sees it. */
static void
test_damaged(void)
{
	struct bench b;
	struct err err = { 0 };

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	for (int i = 0; i < 400; i++)
		add_person(facts, "Ana");
	OK(&b, store_save(b.store, facts, &b.err));
	g_clear_pointer(&b.store, store_close);
	int64_t page = bench_ask(&b,
		"SELECT rootpage FROM sqlite_schema "
		"WHERE name = 'address_canonical'");
	g_assert_cmpint(page, >, 1);
	FILE *file = fopen(b.path, "r+");
	g_assert_nonnull(file);
	fseek(file, (long)(page - 1) * 4096, SEEK_SET);
	for (int i = 0; i < 4096; i++)
		fputc(0x5a, file);
	fclose(file);
	g_assert_null(store_open(b.dir, "spring", STORE_WRITE, &err));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_nonnull(strstr(err.text, "damaged"));
	bench_close(&b);
}

static void
test_reading(void)
{
	struct bench b;

	bench_open(&b);
	OK(&b, store_set_meta(b.store, "hold", "copied", &b.err));
	struct store *reader = store_open(b.dir, "spring", STORE_READ, &b.err);
	OK(&b, reader != NULL);
	g_assert_cmpstr(store_meta(reader, b.pool, "hold"), ==, "copied");
	g_assert_false(store_set_meta(reader, "hold", NULL, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_ASK);
	g_assert_false(store_failed(reader));
	store_close(reader);
	/* also when nobody else has it open */
	g_clear_pointer(&b.store, store_close);
	reader = store_open(b.dir, "spring", STORE_READ, &b.err);
	OK(&b, reader != NULL);
	g_assert_cmpstr(store_meta(reader, b.pool, "hold"), ==, "copied");
	store_close(reader);
	bench_close(&b);
}

/* ---- changes ------------------------------------------------------------ */

static void
test_meta(void)
{
	struct bench b;

	bench_open(&b);
	g_assert_null(store_meta(b.store, b.pool, "hold"));
	OK(&b, store_set_meta(b.store, "hold", "first", &b.err));
	OK(&b, store_set_meta(b.store, "hold", "second", &b.err));
	g_assert_cmpstr(store_meta(b.store, b.pool, "hold"), ==, "second");
	OK(&b, store_set_meta(b.store, "hold", NULL, &b.err));
	g_assert_null(store_meta(b.store, b.pool, "hold"));
	OK(&b, store_set_meta(b.store, "hold", "", &b.err));
	g_assert_cmpstr(store_meta(b.store, b.pool, "hold"), ==, "");
	bench_close(&b);
}

static void
test_savepoints(void)
{
	struct bench b;

	bench_open(&b);
	OK(&b, store_begin(b.store, &b.err));
	OK(&b, store_savepoint(b.store, &b.err));
	OK(&b, store_set_meta(b.store, "one", "1", &b.err));
	OK(&b, store_release(b.store, &b.err));
	OK(&b, store_savepoint(b.store, &b.err));
	OK(&b, store_set_meta(b.store, "two", "2", &b.err));
	store_rollback_to(b.store);
	OK(&b, store_savepoint(b.store, &b.err));
	OK(&b, store_set_meta(b.store, "three", "3", &b.err));
	OK(&b, store_release(b.store, &b.err));
	OK(&b, store_commit(b.store, &b.err));
	OK(&b, store_begin(b.store, &b.err));
	OK(&b, store_set_meta(b.store, "four", "4", &b.err));
	store_rollback(b.store);

	bench_reopen(&b);
	g_assert_nonnull(store_meta(b.store, b.pool, "one"));
	g_assert_null(store_meta(b.store, b.pool, "two"));
	g_assert_nonnull(store_meta(b.store, b.pool, "three"));
	g_assert_null(store_meta(b.store, b.pool, "four"));
	bench_close(&b);
}

static void
test_version(void)
{
	struct bench b;

	bench_open(&b);
	int64_t before = store_version(b.store);
	OK(&b, store_set_meta(b.store, "own", "change", &b.err));
	g_assert_cmpint(store_version(b.store), ==, before);
	struct store *other = store_open(b.dir, "spring", STORE_WRITE, &b.err);
	OK(&b, other != NULL);
	OK(&b, store_set_meta(other, "hold", "by hand", &b.err));
	g_assert_cmpint(store_version(b.store), !=, before);
	store_close(other);
	bench_close(&b);
}

/* ---- when it goes wrong ------------------------------------------------- */

/* In a child: begin, add people, maybe commit, and die of SIGKILL. */
static void
die_writing(const struct bench *b, bool commit)
{
	struct store *store = store_open(b->dir, "spring", STORE_WRITE, NULL);
	struct pool *pool = pool_new();
	bool ok = store && store_begin(store, NULL);

	for (int i = 0; ok && i < 300; i++) {
		struct facts *facts = store_facts(store, pool, NOW);

		add_person(facts, "Ben");
		facts_new_outcome(facts, OUTCOME_ENROLLED, "in a hurry");
		ok = store_save(store, facts, NULL);
	}
	if (ok && commit)
		ok = store_commit(store, NULL);
	raise(ok ? SIGKILL : SIGTERM);
}

static void
test_sudden_death(void)
{
	struct bench b;
	struct text_list findings = { 0 };

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana");
	OK(&b, store_save(b.store, facts, &b.err));
	g_clear_pointer(&b.store, store_close);
	for (int commit = 0; commit <= 1; commit++) {
		int status = 0;
		pid_t child = fork();

		if (!child)
			die_writing(&b, commit);
		g_assert_cmpint(waitpid(child, &status, 0), ==, child);
		g_assert_true(WIFSIGNALED(status));
		g_assert_cmpint(WTERMSIG(status), ==, SIGKILL);
		bench_reopen(&b);
		facts = bench_load(&b, SUBJECT_PROGRAM, 0);
		g_assert_cmpuint(facts->participants.n, ==, commit ? 301 : 1);
		OK(&b, store_check(b.store, b.pool, &findings, &b.err));
		g_assert_cmpuint(findings.n, ==, 0);
		g_clear_pointer(&b.store, store_close);
	}
	bench_close(&b);
}

/* In a child: fifty changes of one person each, while others write too. */
static void
write_often(const struct bench *b)
{
	struct store *store = store_open(b->dir, "spring", STORE_WRITE, NULL);
	bool ok = store != NULL;

	for (int i = 0; ok && i < 50; i++) {
		POOL_AUTO pool = pool_new();

		ok = store_begin(store, NULL);
		struct facts *facts = store_facts(store, pool, NOW);
		add_person(facts, "Cem");
		facts_new_outcome(facts, OUTCOME_ENROLLED, "twice");
		ok = ok && store_save(store, facts, NULL) &&
			store_commit(store, NULL);
	}
	store_close(store);
	_exit(ok ? 0 : 1);
}

static void
test_two_writers(void)
{
	struct bench b;
	pid_t children[2];
	struct text_list findings = { 0 };

	bench_open(&b);
	g_clear_pointer(&b.store, store_close);
	for (int i = 0; i < 2; i++)
		if (!(children[i] = fork()))
			write_often(&b);
	for (int i = 0; i < 2; i++) {
		int status = 0;

		g_assert_cmpint(
			waitpid(children[i], &status, 0), ==, children[i]);
		g_assert_cmpint(status, ==, 0);
	}
	bench_reopen(&b);
	struct facts *facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpuint(facts->participants.n, ==, 100);
	g_assert_cmpint(facts->next.participant, ==, 101);
	OK(&b, store_check(b.store, b.pool, &findings, &b.err));
	g_assert_cmpuint(findings.n, ==, 0);
	bench_close(&b);
}

/* Two processes make the same store at once: one makes it, both have it. */
static void
test_made_twice(void)
{
	struct bench b;
	pid_t children[4];

	bench_open(&b);
	g_clear_pointer(&b.store, store_close);
	for (int round = 0; round < 5; round++) {
		g_remove(b.path);
		for (int i = 0; i < 4; i++)
			if (!(children[i] = fork())) {
				struct store *store = store_open(
					b.dir, "spring", STORE_WRITE, &b.err);
				if (!store)
					fprintf(stderr, "# %s\n", b.err.text);
				store_close(store);
				_exit(store ? 0 : 1);
			}
		for (int i = 0; i < 4; i++) {
			int status = 0;

			waitpid(children[i], &status, 0);
			g_assert_cmpint(status, ==, 0);
		}
	}
	bench_reopen(&b);
	bench_close(&b);
}

/* In a child, so that the limit dies with it: no file may grow any more, as
 * on a full disk; the commit fails, and from then on everything is refused. */
static int
commit_without_room(const struct bench *b)
{
	struct err err = { 0 };
	struct store *store = store_open(b->dir, "spring", STORE_WRITE, &err);
	struct pool *pool = pool_new();

	signal(SIGXFSZ, SIG_IGN);
	if (!store || !store_begin(store, &err))
		return 1;
	struct facts *facts = store_facts(store, pool, NOW);
	for (int i = 0; i < 20; i++)
		add_person(facts, "Dora");
	if (!store_save(store, facts, &err))
		return 2;
	const struct rlimit none = { 4096, 4096 };
	setrlimit(RLIMIT_FSIZE, &none);
	if (store_commit(store, &err) || err.kind != ERR_ASK)
		return 3;
	if (!store_failed(store))
		return 4;
	if (store_begin(store, &err) || err.kind != ERR_ASK)
		return 5;
	int64_t at;
	if (store_next_due(store, &at, &err))
		return 6;
	store_close(store);
	pool_free(pool);
	return 0;
}

static void
test_failed_commit(void)
{
	struct bench b;
	int status = 0;

	bench_open(&b);
	g_clear_pointer(&b.store, store_close);
	pid_t child = fork();
	if (!child)
		_exit(commit_without_room(&b));
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_cmpint(status, ==, 0);
	bench_reopen(&b);
	struct facts *facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpuint(facts->participants.n, ==, 0);
	bench_close(&b);
}

/* The disk fills in the middle of a change: nothing of it is kept, and when
 * there is room again work goes on. */
static void
test_no_room(void)
{
	struct bench b;

	bench_open(&b);
	OK(&b, sql_script(b.store, "PRAGMA max_page_count = 1", &b.err));
	OK(&b, store_begin(b.store, &b.err));
	struct facts *facts = bench_facts(&b);
	for (int i = 0; i < 500; i++)
		add_person(facts, "Dora");
	g_assert_false(store_save(b.store, facts, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_ASK);
	g_assert_nonnull(strstr(b.err.text, "no room"));
	bool lost = sqlite3_get_autocommit(b.store->db);
	g_assert_cmpint(store_failed(b.store), ==, lost);
	store_rollback(b.store);
	bench_reopen(&b);
	facts = bench_facts(&b);
	add_person(facts, "Eva");
	OK(&b, store_save(b.store, facts, &b.err));
	g_assert_cmpint(
		bench_ask(&b, "SELECT count(*) FROM participant"), ==, 1);
	bench_close(&b);
}

/* Somebody else is writing for longer than we wait. */
static void
test_busy(void)
{
	struct bench b;
	sqlite3 *other;

	bench_open(&b);
	sqlite3_busy_timeout(b.store->db, 1);
	sqlite3_open(b.path, &other);
	sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	g_assert_false(store_begin(b.store, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_LATER);
	g_assert_false(store_set_meta(b.store, "x", "y", &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_LATER);
	g_assert_false(store_failed(b.store));
	sqlite3_close(other);
	OK(&b, store_begin(b.store, &b.err));
	OK(&b, store_commit(b.store, &b.err));
	bench_close(&b);
}

/* A refusal in the middle leaves the rest of the change alone. */
static void
test_refused_row(void)
{
	struct bench b;

	bench_open(&b);
	OK(&b, store_begin(b.store, &b.err));
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana")->key = "same";
	OK(&b, store_save(b.store, facts, &b.err));
	OK(&b, store_savepoint(b.store, &b.err));
	facts = bench_facts(&b);
	add_person(facts, "Ben")->key = "same";
	g_assert_false(store_save(b.store, facts, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_NEVER);
	g_assert_nonnull(strstr(b.err.text, "participant 2"));
	store_rollback_to(b.store);
	OK(&b, store_commit(b.store, &b.err));
	g_assert_false(store_failed(b.store));
	facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	g_assert_cmpuint(facts->participants.n, ==, 1);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/open/private", test_private);
	g_test_add_func("/store/open/made-once", test_made_once);
	g_test_add_func("/store/open/made-twice", test_made_twice);
	g_test_add_func("/store/open/refused", test_refused);
	g_test_add_func("/store/open/refused-files", test_refused_files);
	g_test_add_func("/store/open/damaged", test_damaged);
	g_test_add_func("/store/open/reading", test_reading);
	g_test_add_func("/store/change/meta", test_meta);
	g_test_add_func("/store/change/savepoints", test_savepoints);
	g_test_add_func("/store/change/version", test_version);
	g_test_add_func("/store/change/sudden-death", test_sudden_death);
	g_test_add_func("/store/change/two-writers", test_two_writers);
	g_test_add_func("/store/change/failed-commit", test_failed_commit);
	g_test_add_func("/store/change/no-room", test_no_room);
	g_test_add_func("/store/change/busy", test_busy);
	g_test_add_func("/store/change/refused-row", test_refused_row);
}

TEST_MAIN(add_tests)
