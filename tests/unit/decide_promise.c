/* What a mail promised about privacy holds, whatever the config says later. */
#include "decide_world.h"

/* The mail said that it is private: a config that says otherwise before the
 * answer comes, or later, changes nothing about that one. */
static void
test_promise_stands(void)
{
	struct world *w = world_new(2);
	struct question *words =
		&w->program.forms.at[0].questions.at[2]; /* "words" */
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	g_assert_cmpstr(ask->promised, ==, "words");
	g_assert_true(ask_has_promised(ask, "words"));
	g_assert_true(ask_has_promised(ask, NULL));
	g_assert_false(ask_has_promised(ask, "word"));
	g_assert_false(ask_has_promised(ask, "met"));
	words->private = false;
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 3, "canary", CONFIDENCE_SURE);
	ends_as(w, &post);
	g_assert_true(ask_answer(ask, "words")->private);
	g_assert_false(ask_answer(ask, "met")->private);

	/* nor do words that were not understood get out */
	for (int i = 0; i < 2; i++) {
		struct post unclear = post_from(w, 1, ask);

		say(w, &unclear, 2, NULL, CONFIDENCE_UNSURE);
		unclear.letter.text = "canary";
		ends_as(w, &unclear);
	}
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpstr(
		fields_find(w->fresh.at[0].fields, "words")->text, ==, "");
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/promise", test_promise_stands);
	return g_test_run();
}
