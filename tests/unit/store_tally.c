/* Figures about private answers: they move by whole groups of people, and a
 * looser config tells nothing of what was promised before. */
#include "store/figures.h"
#include "store_test.h"

/* One answer to "how", saved by itself: that is the order in which they count. */
static struct ask *
say(struct bench *b, int64_t who, const char *value, bool private)
{
	struct facts *facts = bench_facts(b);
	struct ask *ask = add_ask(facts, who, 0);

	*LIST_ADD(facts->pool, &ask->answers) = (struct answer){
		.question = "how", .value = value, .raw = "", .private = private
	};
	OK(b, store_save(b->store, facts, &b->err));
	return ask;
}

static void
say_anew(struct bench *b, int64_t ask, const char *value)
{
	struct facts *facts = bench_load(b, SUBJECT_ASK, ask);
	struct answer *answer = ask_answer(facts_ask(facts, ask), "how");

	answer->value = value;
	fact_touch(answer);
	OK(b, store_save(b->store, facts, &b->err));
}

/* What the figure is today, with the question private or not. */
static void
shows(struct bench *b, bool private, int64_t people, double sum)
{
	struct program program = { .privacy_k = 3 };
	struct figures f = { 0 };
	struct form *form = LIST_ADD(b->pool, &program.forms);

	form->name = "checkin";
	LIST_ADD(b->pool, &form->questions)->id = "how";
	form->questions.at[0].private = private;
	OK(b, store_figures(b->store, b->pool, &program, NOW, 0, &f, &b->err));
	g_assert_cmpuint(f.tallies.n, ==, 1);
	g_assert_cmpint(f.tallies.at[0].people, ==, people);
	g_assert_cmpfloat_with_epsilon(
		f.tallies.at[0].mean * (double)f.tallies.at[0].answers, sum,
		1e-9);
}

static void
some_people(struct bench *b)
{
	static const char *const names[] = { "Ana", "Ben", "Cem", "Dora", "Eva",
		"Fred" };

	bench_open(b);
	struct facts *facts = bench_facts(b);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		add_person(facts, names[i]);
	OK(b, store_save(b->store, facts, &b->err));
}

/* Of two figures the difference is never what fewer than k people said. */
static void
test_tally_groups(void)
{
	struct bench b;

	some_people(&b);
	int64_t first = say(&b, 1, "5", true)->id;
	shows(&b, true, 0, 0);
	say(&b, 2, "4", true);
	say(&b, 2, "4", true); /* the same person twice is no third one */
	shows(&b, true, 0, 0);
	say(&b, 3, "1", true);
	shows(&b, true, 3, 14);

	say(&b, 4, "2", true);
	shows(&b, true, 3, 14);
	say_anew(&b, first, "1"); /* a change of mind waits like an answer */
	shows(&b, true, 3, 14);
	say(&b, 5, "3", true);
	shows(&b, true, 5, 15);
	bench_close(&b);
}

/* A looser config frees nothing that was promised; a stricter one holds for
 * what was given in the open, in a group of its own. */
static void
test_tally_promise(void)
{
	struct bench b;

	some_people(&b);
	say(&b, 1, "5", true);
	say(&b, 2, "4", false);
	say(&b, 3, "4", false);
	shows(&b, false, 2, 8);
	shows(&b, true, 0, 0);
	say(&b, 4, "3", true);
	say(&b, 5, "3", true);
	shows(&b, false, 5, 19);
	shows(&b, true, 3, 11);
	say(&b, 6, "1", false);
	shows(&b, true, 6, 20);
	bench_close(&b);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/store/tally/groups", test_tally_groups);
	g_test_add_func("/store/tally/promise", test_tally_promise);
	return g_test_run();
}
