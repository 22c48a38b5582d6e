/* People who are without a match after the first run: another run is made by
 * itself, who waited is first, and who cannot be reached is nobody's partner. */
#include "decide/concern.h"
#include "decide_world.h"

static void
join(struct world *w, const char *name)
{
	add_person(w, name, "Europe/Berlin");
	enrol_all(w);
}

static int
introductions(const struct world *w)
{
	return count_mails(&w->mails, MOMENT_INTRODUCTION, -1);
}

static void
test_late_joiners(void)
{
	struct world *w = world_new(2);

	w->program.silence = (struct silence){ 0 };
	start_all(w);
	join(w, "Cleo");
	run_until(w, berlin("2027-01-05 00:00")); /* a Tuesday */
	g_assert_cmpuint(w->facts->runs.n, ==, 1);
	join(w, "Dan");
	run_until(w, berlin("2027-01-11 07:59"));
	g_assert_cmpint(introductions(w), ==, 2);
	run_until(w, berlin("2027-01-11 08:00"));
	g_assert_cmpint(introductions(w), ==, 4);
	run_until(w, berlin("2027-04-30 00:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	g_assert_null(find_due(w, DUE_MATCHING, 0));
	world_free(w);
}

/* A draft that nobody has answered is not made again each week, but it is
 * replaced when somebody more is there. */
static void
test_no_endless_drafts(void)
{
	struct world *w = world_new(4);

	enrol_all(w);
	run_until(w, berlin("2027-02-02 00:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_DRAFT, 0), ==, 2);
	join(w, "Eva");
	run_until(w, berlin("2027-02-09 00:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	g_assert_cmpint(w->facts->runs.at[0]->state, ==, RUN_DISCARDED);
	g_assert_cmpint(w->facts->runs.at[1]->state, ==, RUN_DRAFT);
	run_until(w, berlin("2027-03-09 00:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	world_free(w);
}

/* Pausing when the run was made, and back: the next Monday looks at them. */
static void
test_back_from_a_pause(enum matching_when when)
{
	struct world *w = world_new(4);

	w->program.silence = (struct silence){ 0 };
	w->program.matching.when = when;
	enrol_all(w);
	pause_now(&w->program, w->facts, person(w, 1),
		berlin("2027-01-12 00:00"), 1, true);
	pause_now(&w->program, w->facts, person(w, 2),
		berlin("2027-01-13 00:00"), 2, true);
	start_all(w);
	g_assert_cmpint(introductions(w), ==, 2);
	run_until(w, berlin("2027-01-26 00:00"));
	g_assert_cmpint(introductions(w), ==, 4);
	g_assert_nonnull(facts_active_match(w->facts, 1));
	world_free(w);
}

static void
test_pauses(void)
{
	test_back_from_a_pause(MATCHING_AT_START);
	test_back_from_a_pause(MATCHING_WEEKLY);
	test_back_from_a_pause(MATCHING_ON_JOIN);
}

/* Two partners left; the two who stayed behind find each other. */
static void
test_freed_partners(void)
{
	struct world *w = world_new(4);

	w->program.silence = (struct silence){ 0 };
	start_all(w);
	struct match *a = w->facts->matches.at[0], *b = w->facts->matches.at[1];
	int64_t stays[2] = { a->members.at[1], b->members.at[1] };

	leave_now(&w->program, w->facts, person(w, a->members.at[0]), "test");
	leave_now(&w->program, w->facts, person(w, b->members.at[0]), "test");
	settle(w);
	run_until(w, berlin("2027-01-11 09:00"));
	struct match *match = facts_active_match(w->facts, stays[0]);
	g_assert_nonnull(match);
	g_assert_true(match_has(match, stays[1]));
	world_free(w);
}

/* Three free, of whom one pair cannot be: who waited is not left out. The
 * newcomers score higher with each other than with the one who waited. */
static void
test_waited_is_first(void)
{
	struct world *w = world_new(1);
	struct waiting_credit_list credits;

	w->program.silence = (struct silence){ 0 };
	start_all(w);
	join(w, "Bob");
	join(w, "Cleo");
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.free.n, ==, 3);
	credits = waiting_credits(&w->program, w->facts, &waiting.free);
	g_assert_cmpuint(credits.n, ==, 0); /* nothing was ever published */
	struct match *former = facts_new_match(w->facts);
	former->state = MATCH_ENDED;
	former->published_at = w->facts->now - 10 * DAY;
	former->ended_at = w->facts->now - 5 * DAY;
	former->members = (struct member_list){ .at = { 2, 9 }, .n = 2 };
	person(w, 1)->joined_at = w->facts->now - 20 * DAY;
	credits = waiting_credits(&w->program, w->facts, &waiting.free);
	g_assert_cmpuint(credits.n, ==, 2);
	g_assert_cmpint(credits.at[0].participant, ==, 1);
	g_assert_cmpint(credits.at[1].participant, ==, 2);
	g_assert_cmpint(credits.at[0].points, >, credits.at[1].points);
	world_free(w);
}

static const char *
why_unmatched(const struct run *run, int64_t participant)
{
	for (size_t i = 0; i < run->unmatched.n; i++)
		if (run->unmatched.at[i].participant == participant)
			return run->unmatched.at[i].why;
	return NULL;
}

static void
test_unreachable(void)
{
	struct world *w = world_new(5);

	enrol_all(w);
	person(w, 2)->bounces = 1;
	start_all(w);
	g_assert_null(facts_active_match(w->facts, 2));
	g_assert_cmpstr(why_unmatched(w->facts->runs.at[0], 2), ==,
		"mail to them comes back");
	g_assert_cmpint(introductions(w), ==, 4);
	/* the first word from them, and somebody else who came: matched */
	silence_heard(&w->program, w->facts, person(w, 2), 0);
	join(w, "Finn");
	run_until(w, berlin("2027-01-11 09:00"));
	g_assert_nonnull(facts_active_match(w->facts, 2));
	world_free(w);
}

/* A match ended in silence: who was heard gets another partner, the other
 * one is left alone until there is a word, and the two never meet again. */
static void
test_silent_partner(void)
{
	struct world *w = world_new(2);

	w->program.silence.close = 28 * DAY;
	start_all(w);
	run_until(w, berlin("2027-02-01 00:00"));
	person(w, 1)->heard_at = w->facts->now;
	run_until(w, berlin("2027-02-10 00:00"));
	g_assert_cmpint(w->facts->matches.at[0]->state, ==, MATCH_ENDED);
	join(w, "Cleo");
	run_until(w, berlin("2027-02-16 00:00"));
	struct match *match = facts_active_match(w->facts, 1);
	g_assert_nonnull(match);
	g_assert_false(match_has(match, 2));
	g_assert_null(facts_active_match(w->facts, 2));
	match->state = MATCH_ENDED;
	match->ended_at = w->facts->now;
	person(w, 3)->state = PARTICIPANT_LEFT;
	silence_heard(&w->program, w->facts, person(w, 2), 0);
	run_until(w, berlin("2027-02-24 00:00"));
	g_assert_null(facts_active_match(w->facts, 2));
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/again/" #name, test_##name)
	TEST(late_joiners);
	TEST(no_endless_drafts);
	TEST(pauses);
	TEST(freed_partners);
	TEST(waited_is_first);
	TEST(unreachable);
	TEST(silent_partner);
	return g_test_run();
}
