/* Commands that are not certain: one question, one word, and no effect by
 * doubt. */
#include "decide_world.h"

static struct post
unsure(struct world *w, enum command command, const char *text)
{
	struct post post = post_from(w, 1, NULL);

	post.letter.command = command;
	post.letter.confidence = CONFIDENCE_UNSURE;
	post.letter.text = text;
	post.about.match =
		w->facts->matches.n ? w->facts->matches.at[0]->id : 0;
	return post;
}

static bool
is_true(const struct mail_request *mail, const char *name)
{
	const struct field *field =
		mail->fields ? fields_find(mail->fields, name) : NULL;

	return field && field->truth;
}

static const struct mail_request *
question(const struct world *w)
{
	return mail_to(&w->fresh, MOMENT_CLARIFY, 1);
}

static void
test_asked(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause\n\nI think");
	post.letter.until = date_of("2027-02-15");
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	const struct mail_request *mail = question(w);
	g_assert_nonnull(mail);
	if (!mail)
		return;
	g_assert_true(is_true(mail, "command_pause"));
	g_assert_false(is_true(mail, "command_forget"));
	const struct field *wrote = fields_find(mail->fields, "unclear");
	g_assert_cmpuint(wrote ? wrote->list.n : 0, ==, 2);
	struct ask *ask = waiting(w, 1, FORM_COMMAND);
	g_assert_cmpint(ask->state, ==, ASK_CLARIFY);
	/* the same once more: no second question, a person has it */
	post = unsure(w, COMMAND_PAUSE, "pause");
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_null(question(w));
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

static void
test_yes(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause");
	post.letter.until = date_of("2027-02-15");
	receive(w, &post);
	struct ask *ask = waiting(w, 1, FORM_COMMAND);
	command(w, 1, ask, COMMAND_YES);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	g_assert_cmpstr(
		clock_of(w, "Europe/Berlin", person(w, 1)->paused_until), ==,
		"2027-02-15 00:00");
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	world_free(w);
}

static void
test_no(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause");
	receive(w, &post);
	struct ask *ask = waiting(w, 1, FORM_COMMAND);
	command(w, 1, ask, COMMAND_NO);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	world_free(w);
}

/* Neither yes nor no: a person reads it, nothing happens. */
static void
test_unclear_again(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause");
	receive(w, &post);
	post = post_from(w, 1, waiting(w, 1, FORM_COMMAND));
	post.letter.text = "hm";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_null(question(w));
	post = post_from(w, 1, waiting(w, 1, FORM_COMMAND));
	post.letter.command = COMMAND_YES;
	post.letter.confidence = CONFIDENCE_UNSURE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

/* The command itself, clearly: it counts, and the question is over. */
static void
test_said_again(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause");
	receive(w, &post);
	struct ask *ask = waiting(w, 1, FORM_COMMAND);
	command(w, 1, ask, COMMAND_HELP);
	g_assert_cmpint(ask->state, ==, ASK_CLARIFY);
	command(w, 1, ask, COMMAND_PAUSE);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	world_free(w);
}

/* Those that can be undone by a word, or ask by themselves. */
static void
test_not_asked(void)
{
	static const struct {
		enum command command;
		enum moment moment; /* MOMENT_CLARIFY: asked */
	} rows[] = {
		{ COMMAND_STOP, MOMENT_PAUSED },
		{ COMMAND_LEAVE, MOMENT_CONFIRM_LEAVE },
		{ COMMAND_HELP, MOMENT_HELP },
		{ COMMAND_RESUME, MOMENT_CLARIFY },
		{ COMMAND_EXPORT, MOMENT_CLARIFY },
		{ COMMAND_FORGET, MOMENT_CLARIFY },
		{ COMMAND_SKIP, MOMENT_CLARIFY },
		{ COMMAND_RESCHEDULE, MOMENT_CLARIFY },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct post post = unsure(w, rows[i].command, "words");
		receive(w, &post);
		g_test_message("%s", command_name(rows[i].command));
		g_assert_cmpint(fresh(w, rows[i].moment, 1), ==, 1);
		g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==,
			rows[i].moment == MOMENT_CLARIFY);
		world_free(w);
	}
}

/* Somebody else's mail, or nobody's token: nothing is asked. */
static void
test_stranger(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = unsure(w, COMMAND_PAUSE, "pause");
	post.about.token = false;
	post.letter.head.auth = AUTH_NONE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_null(question(w));
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/unsure/asked", test_asked);
	g_test_add_func("/unsure/yes", test_yes);
	g_test_add_func("/unsure/no", test_no);
	g_test_add_func("/unsure/unclear-again", test_unclear_again);
	g_test_add_func("/unsure/said-again", test_said_again);
	g_test_add_func("/unsure/not-asked", test_not_asked);
	g_test_add_func("/unsure/stranger", test_stranger);
	return g_test_run();
}
