/* What a load brings for each subject, once and no more; ids; and what is not
 * there. */
#include "store_test.h"

/* Two matches and what hangs on them; ids of the second are given. */
static void
two_matches(struct bench *b, int64_t *match, int64_t *person)
{
	struct facts *facts = bench_facts(b);

	for (int i = 0; i < 2; i++) {
		struct participant *p = add_person(facts, "Ana");
		struct participant *q = add_person(facts, "Ben");
		struct match *m = add_match(facts, p->id, q->id);

		add_session(facts, m, 1);
		add_session(facts, m, 2);
		add_ask(facts, p->id, m->id);
		add_ask(facts, q->id, m->id);
		add_ask(facts, q->id, 0);
		add_ask(facts, q->id, m->id)->state = ASK_CLOSED;
		add_match(facts, p->id, q->id)->state = MATCH_ENDED;
		*match = m->id;
		*person = p->id;
	}
	add_ask(facts, 0, 0)->coordinator = "boss@example.org";
	OK(b, store_save(b->store, facts, &b->err));
}

static void
counts(const struct facts *facts, size_t people, size_t matches,
	size_t sessions, size_t asks)
{
	g_assert_cmpuint(facts->participants.n, ==, people);
	g_assert_cmpuint(facts->matches.n, ==, matches);
	g_assert_cmpuint(facts->sessions.n, ==, sessions);
	g_assert_cmpuint(facts->asks.n, ==, asks);
	g_assert_cmpuint(facts->dues.n, ==, 0);
	g_assert_cmpuint(facts->outcomes.n, ==, 0);
}

static void
test_load(void)
{
	struct bench b;
	int64_t match, person;

	bench_open(&b);
	two_matches(&b, &match, &person);
	counts(bench_load(&b, SUBJECT_PARTICIPANT, person), 2, 1, 2, 2);
	counts(bench_load(&b, SUBJECT_PARTICIPANT, person + 1), 2, 1, 2, 3);
	counts(bench_load(&b, SUBJECT_MATCH, match), 2, 1, 2, 2);
	counts(bench_load(&b, SUBJECT_SESSION, 1), 2, 1, 2, 2);
	counts(bench_load(&b, SUBJECT_ASK, 4), 2, 1, 2, 4); /* closed */
	counts(bench_load(&b, SUBJECT_PROGRAM, 0), 4, 2, 4, 7);
	counts(bench_load(&b, SUBJECT_MATCH, 99), 0, 0, 0, 0);
	counts(bench_load(&b, SUBJECT_PARTICIPANT, 99), 0, 0, 0, 0);
	struct facts *history = bench_facts(&b);
	OK(&b, store_load_history(b.store, history, &b.err));
	counts(history, 0, 4, 0, 0);
	bench_close(&b);
}

static void
test_load_once(void)
{
	struct bench b;
	int64_t match, person;

	bench_open(&b);
	two_matches(&b, &match, &person);
	struct facts *facts = bench_load(&b, SUBJECT_PARTICIPANT, person);
	struct participant *p = facts_participant(facts, person);
	struct session *s = facts->sessions.at[0];
	p->name = "changed in memory";
	OK(&b, store_load(b.store, facts, SUBJECT_MATCH, match, &b.err));
	OK(&b, store_load(b.store, facts, SUBJECT_PARTICIPANT, person, &b.err));
	counts(facts, 2, 1, 2, 2);
	OK(&b, store_load(b.store, facts, SUBJECT_PROGRAM, 0, &b.err));
	OK(&b, store_load_history(b.store, facts, &b.err));
	counts(facts, 4, 4, 4, 7);
	g_assert_true(facts_participant(facts, person) == p);
	g_assert_true(facts_session(facts, s->id) == s);
	g_assert_cmpstr(p->name, ==, "changed in memory");
	bench_close(&b);
}

static void
test_ids(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	g_assert_cmpint(facts->next.participant, ==, 1);
	g_assert_cmpint(facts->next.mail, ==, 1);
	g_assert_cmpint(facts->now, ==, NOW);
	for (unsigned i = 0; i <= PARTICIPANT_LEFT; i++)
		add_person(facts, "P")->state = (enum participant_state)i;
	add_match(facts, 1, 2);
	add_match(facts, 1, 2)->state = MATCH_DRAFT;
	add_match(facts, 1, 2);
	OK(&b, store_save(b.store, facts, &b.err));
	facts = bench_facts(&b);
	g_assert_cmpint(facts->next.participant, ==, 5);
	g_assert_cmpint(facts->next.match, ==, 4);
	bench_close(&b);
}

/* A change of what is not stored is a mistake that must not pass silently. */
static void
test_unknown(void)
{
	struct bench b;

	bench_open(&b);
	struct facts *facts = bench_facts(&b);
	add_person(facts, "Ana")->change = FACT_CHANGED;
	g_assert_false(store_save(b.store, facts, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_NEVER);
	facts = bench_facts(&b);
	add_match(facts, 98, 99);
	g_assert_false(store_save(b.store, facts, &b.err));
	g_assert_cmpint(b.err.kind, ==, ERR_NEVER);
	facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	counts(facts, 0, 0, 0, 0);
	bench_close(&b);
}

static void
add_tests(void)
{
	g_test_add_func("/store/load/load", test_load);
	g_test_add_func("/store/load/load-once", test_load_once);
	g_test_add_func("/store/load/ids", test_ids);
	g_test_add_func("/store/load/unknown", test_unknown);
}

TEST_MAIN(add_tests)
