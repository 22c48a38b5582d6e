/* People in several matches: what is loaded for one of them, what each said
 * about which, and what came of all that was asked. */
#include "store_test.h"

/* Mara mentors Ben and Cem; Dan has nothing to do with them. */
static void
people(struct bench *b)
{
	struct facts *facts = bench_facts(b);
	int64_t mara = add_person(facts, "Mara")->id;
	int64_t ben = add_person(facts, "Ben")->id;
	int64_t cem = add_person(facts, "Cem")->id;

	add_person(facts, "Dan");
	struct match *first = add_match(facts, mara, ben);
	struct match *second = add_match(facts, mara, cem);
	first->lead = second->lead = mara;
	first->heard[0] = NOW - 5;
	second->heard[1] = NOW - 7;
	add_session(facts, first, 1);
	add_session(facts, second, 1);
	add_session(facts, second, 2)->state = SESSION_HELD;
	add_session(facts, second, 3)->state = SESSION_CANCELLED;
	OK(b, store_save(b->store, facts, &b->err));
}

static void
test_heard(void)
{
	struct bench b;

	bench_open(&b);
	people(&b);
	struct facts *facts = bench_load(&b, SUBJECT_PARTICIPANT, 1);
	struct match *first = facts_match(facts, 1);
	struct match *second = facts_match(facts, 2);
	g_assert_cmpint(*match_heard(first, 1), ==, NOW - 5);
	g_assert_cmpint(*match_heard(first, 2), ==, 0);
	g_assert_cmpint(*match_heard(second, 1), ==, 0);
	g_assert_cmpint(*match_heard(second, 3), ==, NOW - 7);
	match_remove(second, 1);
	match_add(second, 4);
	*match_heard(second, 4) = NOW;
	fact_touch(second);
	OK(&b, store_save(b.store, facts, &b.err));
	facts = bench_load(&b, SUBJECT_MATCH, 2);
	second = facts_match(facts, 2);
	g_assert_cmpuint(second->members.n, ==, 2);
	g_assert_cmpint(*match_heard(second, 3), ==, NOW - 7);
	g_assert_cmpint(*match_heard(second, 4), ==, NOW);
	bench_close(&b);
}

/* For Ben's match come the plans that Mara has with Cem, and no more. */
static void
test_plans_of_members(void)
{
	struct bench b;

	bench_open(&b);
	people(&b);
	struct facts *facts = bench_load(&b, SUBJECT_MATCH, 1);
	g_assert_cmpuint(facts->sessions.n, ==, 2);
	g_assert_cmpuint(facts->matches.n, ==, 1);
	g_assert_cmpuint(facts->participants.n, ==, 2);
	facts = bench_load(&b, SUBJECT_PARTICIPANT, 1);
	g_assert_cmpuint(facts->matches.n, ==, 2);
	g_assert_cmpuint(facts->sessions.n, ==, 4);
	facts = bench_load(&b, SUBJECT_PARTICIPANT, 4);
	g_assert_cmpuint(facts->sessions.n, ==, 0);
	bench_close(&b);
}

static const struct deeds *
deeds_of(const struct facts *facts, int64_t participant)
{
	for (size_t i = 0; i < facts->deeds.n; i++)
		if (facts->deeds.at[i].participant == participant)
			return &facts->deeds.at[i];
	return NULL;
}

static void
test_deeds(void)
{
	struct bench b;

	bench_open(&b);
	people(&b);
	struct facts *facts = bench_load(&b, SUBJECT_PROGRAM, 0);
	add_session(facts, facts_match(facts, 1), 4)->state = SESSION_MISSED;
	add_ask(facts, 1, 1)->state = ASK_ANSWERED;
	add_ask(facts, 1, 2)->state = ASK_CLOSED;
	add_ask(facts, 2, 1)->state = ASK_OPEN;
	struct ask *own = add_ask(facts, 2, 1);
	own->form = FORM_REMATCH;
	own->state = ASK_CLOSED;
	for (size_t i = 0; i < facts->asks.n; i++)
		facts->asks.at[i]->slot = pool_printf(facts->pool, "%zu", i);
	OK(&b, store_save(b.store, facts, &b.err));
	facts = bench_facts(&b);
	OK(&b, store_load_history(b.store, facts, &b.err));
	const struct deeds *mara = deeds_of(facts, 1);
	g_assert_true(mara && mara->held == 1 && mara->missed == 1 &&
		mara->answered == 1 && mara->unanswered == 1);
	const struct deeds *ben = deeds_of(facts, 2);
	g_assert_true(ben && ben->held == 0 && ben->missed == 1 &&
		ben->answered == 0 && ben->unanswered == 0);
	const struct deeds *cem = deeds_of(facts, 3);
	g_assert_true(cem && cem->held == 1 && cem->missed == 0);
	g_assert_null(deeds_of(facts, 4));
	bench_close(&b);
}

static void
test_members_in_order(void)
{
	struct match match = { .members = { { 2, 5 }, 2 } };

	match.heard[0] = 20;
	match.heard[1] = 50;
	g_assert_true(match_add(&match, 3));
	g_assert_false(match_add(&match, 3));
	g_assert_true(match_add(&match, 1));
	g_assert_cmpuint(match.members.n, ==, 4);
	for (size_t i = 1; i < match.members.n; i++)
		g_assert_cmpint(
			match.members.at[i], >, match.members.at[i - 1]);
	g_assert_cmpint(*match_heard(&match, 5), ==, 50);
	g_assert_cmpint(*match_heard(&match, 3), ==, 0);
	match_remove(&match, 2);
	g_assert_null(match_heard(&match, 2));
	g_assert_cmpint(*match_heard(&match, 5), ==, 50);
	while (match.members.n < G_N_ELEMENTS(match.members.at))
		g_assert_true(match_add(&match, 100 + match.members.n));
	g_assert_false(match_add(&match, 99));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/store/mentor/" #name, test_##name)
	TEST(heard);
	TEST(plans_of_members);
	TEST(deeds);
	TEST(members_in_order);
	return g_test_run();
}
