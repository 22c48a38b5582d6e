/* Another address: a letter from one that nobody knows is asked about, and no
 * secret of ours that went astray lets anybody in. */
#include "decide_world.h"

static void
test_unknown_address(void)
{
	struct world *w = world_new(4);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.letter.head.from = "ana.private@mail.example";
	post.letter.command = COMMAND_STOP;
	post.about.address = false;
	post.about.sender = 0;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(person(w, 1)->heard_at, ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_ADDRESS, 1), ==, 1);
	/* once, whoever else writes with the same token */
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	post.letter.head.from = "mallory@mail.example";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	/* another participant's address is no alias */
	post.letter.head.from = "bob@example.org";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_FORGED);

	struct ask *ask = waiting(w, 1, FORM_ADDRESS);
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpuint(person(w, 1)->aliases.n, ==, 1);
	g_assert_cmpstr(
		person(w, 1)->aliases.at[0], ==, "ana.private@mail.example");
	world_free(w);
}

static void
test_not_my_address(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.letter.head.from = "mallory@mail.example";
	post.about.address = false;
	post.about.sender = 0;
	receive(w, &post);
	command(w, 1, waiting(w, 1, FORM_ADDRESS), COMMAND_NO);
	g_assert_cmpuint(person(w, 1)->aliases.n, ==, 0);
	g_assert_null(waiting(w, 1, FORM_ADDRESS));
	world_free(w);
}

/* An old token that travelled and a forged From do not get past a question
 * whose answer proves that they read at their own address. */
static void
test_round_trip(void)
{
	static const struct {
		enum auth auth;
		bool taken;
	} cases[] = { { AUTH_NONE, false }, { AUTH_PASS, true } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct post mallory = post_from(w, 1, NULL);
		mallory.letter.head.from = "mallory@mail.example";
		mallory.about.address = false;
		mallory.about.sender = 0;
		receive(w, &mallory);
		g_assert_nonnull(waiting(w, 1, FORM_ADDRESS));
		struct post forged = post_from(w, 1, NULL);
		forged.letter.command = COMMAND_YES;
		forged.letter.head.auth = cases[i].auth;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &forged), ==,
			cases[i].taken ? DISPOSITION_COMMAND
				       : DISPOSITION_COORDINATOR);
		g_assert_cmpuint(person(w, 1)->aliases.n, ==, cases[i].taken);
		world_free(w);
	}
}

/* The secret of a mail that came back opens no door to anything else. */
static void
test_bounce_secret_is_no_pass(void)
{
	static const enum letter_kind kinds[] = { LETTER_REPLY,
		LETTER_CALENDAR };
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct post post = post_from(w, 1, ask);

		say(w, &post, 1, "no", CONFIDENCE_SURE);
		post.letter.kind = kinds[i];
		post.letter.head.auth = AUTH_FAIL;
		post.about.bounced = 7;
		g_test_message("kind %d", (int)kinds[i]);
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_FORGED);
	}
	g_assert_cmpuint(ask->answers.n, ==, 0);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/address/" #name, test_##name)
	TEST(unknown_address);
	TEST(not_my_address);
	TEST(round_trip);
	TEST(bounce_secret_is_no_pass);
	return g_test_run();
}
