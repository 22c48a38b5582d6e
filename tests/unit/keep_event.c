/* One event in a transaction of several: what fails takes back itself alone,
 * and mails are queued with the facts they are about. */
#include "base/clock.h"
#include "keep/event.h"
#include "program/words.h"
#include "store_test.h"

struct scene {
	struct bench bench;
	struct program program;
	struct event event;
};

static struct scene *
scene_new(void)
{
	struct scene *s = g_new0(struct scene, 1);
	struct mistake_list *mistakes = mistakes_new();

	bench_open(&s->bench);
	s->program.pool = s->bench.pool;
	s->program.id = "spring";
	s->program.name = "Spring";
	s->program.purpose = "To learn.";
	s->program.language = "en";
	s->program.address = "mentoring@example.org";
	s->program.zone = zone_find("Europe/Berlin");
	*LIST_ADD(s->bench.pool, &s->program.template_dirs) = "templates";
	*LIST_ADD(s->bench.pool, &s->program.coordinators) =
		(struct coordinator){ "Cora", "cora@example.org", true, true,
			false };
	s->program.words =
		words_load(s->bench.pool, s->program.template_dirs, mistakes);
	g_assert_cmpuint(mistakes_count(mistakes), ==, 0);
	mistakes_free(mistakes);
	OK(&s->bench, store_begin(s->bench.store, &s->bench.err));
	return s;
}

static void
scene_free(struct scene *s)
{
	bench_close(&s->bench);
	g_free(s);
}

static struct participant *
begin(struct scene *s, const char *name)
{
	OK(&s->bench,
		event_begin(&s->event, &s->program, s->bench.store, NOW,
			&s->bench.err));
	struct participant *p = add_person(s->event.facts, name);

	p->email = pool_printf(s->event.pool, "%s@example.org", name);
	p->timezone = "Europe/Berlin";
	p->language = "en";
	facts_new_outcome(s->event.facts, OUTCOME_ENROLLED, "%s", "peer")
		->participant = p->id;
	return p;
}

static void
want(struct scene *s, enum moment moment, int64_t participant)
{
	facts_new_mail(s->event.facts, moment, participant, "%s/%d",
		moment_name(moment), (int)participant);
}

static int
count(struct scene *s, const char *what)
{
	g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM %s", what);

	return (int)bench_ask(&s->bench, sql);
}

static void
commit(struct scene *s)
{
	OK(&s->bench, store_commit(s->bench.store, &s->bench.err));
}

static void
test_stores_all(void)
{
	struct scene *s = scene_new();

	want(s, MOMENT_WELCOME, begin(s, "ana")->id);
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	commit(s);
	g_assert_cmpint(count(s, "participant"), ==, 1);
	g_assert_cmpint(count(s, "outbox"), ==, 1);
	g_assert_cmpint(
		count(s, "outcome WHERE kind = 'mail-queued' AND mail = 1"), ==,
		1);
	scene_free(s);
}

/* The same occurrence once more: one mail, and no word of another. */
static void
test_sends_once(void)
{
	struct scene *s = scene_new();
	struct participant *ana = begin(s, "ana");

	want(s, MOMENT_WELCOME, ana->id);
	want(s, MOMENT_WELCOME, ana->id);
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	commit(s);
	g_assert_cmpint(count(s, "outbox"), ==, 1);
	g_assert_cmpint(count(s, "outcome WHERE kind = 'mail-queued'"), ==, 1);
	scene_free(s);
}

/* A mail to an address that cannot stand in a header: the event goes on, and
 * the log says which mail was not written. */
static void
test_unwritten_mail(void)
{
	struct scene *s = scene_new();
	struct participant *ana = begin(s, "ana");

	ana->email = "ana";
	want(s, MOMENT_WELCOME, ana->id);
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	commit(s);
	g_assert_cmpint(count(s, "participant"), ==, 1);
	g_assert_cmpint(count(s, "outbox"), ==, 0);
	g_assert_cmpint(count(s,
				"outcome WHERE kind = 'mail-cancelled' "
				"AND detail LIKE 'welcome: %'"),
		==, 1);
	scene_free(s);
}

/* A template that is gone is our own fault, and the event's: everything of it
 * is taken back, and what came before and after in the same transaction
 * stays. */
static void
test_failing_mail(void)
{
	struct scene *s = scene_new();
	struct text_list dirs = s->program.template_dirs;
	struct err err = { 0 };

	want(s, MOMENT_WELCOME, begin(s, "ana")->id);
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	want(s, MOMENT_WELCOME, begin(s, "bob")->id);
	s->program.template_dirs = (struct text_list){ 0 };
	g_assert_false(event_end(&s->event, &err));
	g_assert_cmpint(err.kind, !=, ERR_NEVER);
	g_assert_false(store_failed(s->bench.store));
	s->program.template_dirs = dirs;
	want(s, MOMENT_WELCOME, begin(s, "cleo")->id);
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	commit(s);
	g_assert_cmpint(count(s, "participant"), ==, 2);
	g_assert_cmpint(count(s, "participant WHERE name = 'bob'"), ==, 0);
	g_assert_cmpint(count(s, "outbox"), ==, 2);
	g_assert_cmpint(count(s, "outcome WHERE kind = 'enrolled'"), ==, 2);
	struct text_list findings = { 0 };
	OK(&s->bench,
		store_check(s->bench.store, s->bench.pool, &findings,
			&s->bench.err));
	g_assert_cmpuint(findings.n, ==, 0); /* the chain is whole */
	scene_free(s);
}

static void
test_dropped(void)
{
	struct scene *s = scene_new();

	begin(s, "ana");
	OK(&s->bench,
		store_save(s->bench.store, s->event.facts, &s->bench.err));
	event_drop(&s->event);
	begin(s, "bob");
	OK(&s->bench, event_end(&s->event, &s->bench.err));
	commit(s);
	g_assert_cmpint(count(s, "participant"), ==, 1);
	g_assert_cmpint(count(s, "participant WHERE name = 'bob'"), ==, 1);
	scene_free(s);
}

static void
add_tests(void)
{
#define TEST(name) g_test_add_func("/keep/event/" #name, test_##name)
	TEST(stores_all);
	TEST(sends_once);
	TEST(unwritten_mail);
	TEST(failing_mail);
	TEST(dropped);
}
TEST_MAIN(add_tests)
