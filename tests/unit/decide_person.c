/* Words to a person: what is no answer and no command reaches the coordinators
 * at once, and what may be private does not. */
#include "decide_world.h"

static struct letter_line lines[] = {
	{ LINE_KEPT, "I broke my leg. What shall I do?" },
	{ LINE_SIGNATURE, "Sent from my phone" },
};

static struct post
words_from(struct world *w, const char *text)
{
	struct post post = post_from(w, 1, NULL);

	post.letter.text = text;
	post.letter.head.subject = "Help";
	post.letter.lines = (struct letter_line_list){ lines, 2, 2 };
	return post;
}

static const char *
unread_field(const struct world *w, const char *name)
{
	const struct field *field = field_to(&w->fresh, MOMENT_UNREAD, 0, name);

	return field ? field->text : NULL;
}

static void
test_words_reach_a_person(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = words_from(w, lines[0].text);
	post.about.mail = 7; /* an introduction, or the like */
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpstr(unread_field(w, "words"), ==, lines[0].text);
	g_assert_cmpstr(unread_field(w, "dropped"), ==, "Sent from my phone\n");
	/* not again that day, and a mere word of thanks never */
	post.about.letter = ++w->letters;
	ends_as(w, &post);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), ==, 0);
	w->facts->now += DAY;
	struct post thanks = words_from(w, "Thank you!");
	g_assert_cmpint(ends_as(w, &thanks), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), ==, 0);
	struct post chinese =
		words_from(w, "\u8bf7\u7ed9\u6211\u6253\u7535\u8bdd");
	ends_as(w, &chinese);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), >, 0);
	g_assert_cmpstr(unread_field(w, "dropped"), ==, "");
	world_free(w);
}

/* While a private question waits, it may be an answer to that. */
static void
test_private_words_are_not_shown(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = words_from(w, lines[0].text);

	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), >, 0);
	g_assert_cmpstr(unread_field(w, "words"), ==, "");
	g_assert_cmpstr(unread_field(w, "subject"), ==, "");
	g_assert_cmpstr(unread_field(w, "dropped"), ==, "");
	g_assert_cmpint(ask->state, ==, ASK_OPEN);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/person/words", test_words_reach_a_person);
	g_test_add_func(
		"/decide/person/private", test_private_words_are_not_shown);
	return g_test_run();
}
