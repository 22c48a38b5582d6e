/* Letters: who is believed, what an answer does, and the one disposition that
 * every letter ends in. */
#include "decide_world.h"

/* ---- the head ------------------------------------------------------------- */

enum about_kind {
	ABOUT_NOBODY,
	ABOUT_TOKEN, /* token and address of participant 1 */
	ABOUT_FROM,  /* the address alone */
	ABOUT_OTHER, /* participant 1's token, participant 2's address */
	ABOUT_BOUNCE,
	ABOUT_COORDINATOR,
};

static struct letter_about
about_of(enum about_kind kind)
{
	struct letter_about about = { .letter = 1 };

	switch (kind) {
	case ABOUT_NOBODY:
		break;
	case ABOUT_TOKEN:
		about.participant = about.sender = 1;
		about.token = about.address = true;
		break;
	case ABOUT_FROM:
		about.participant = about.sender = 1;
		about.address = true;
		break;
	case ABOUT_OTHER:
		about.participant = 1;
		about.sender = 2;
		about.token = true;
		break;
	case ABOUT_BOUNCE:
		about.participant = 1;
		about.bounced = 7;
		break;
	case ABOUT_COORDINATOR:
		about.coordinator = "cora@example.org";
		about.token = about.address = true;
		break;
	}
	return about;
}

#define READ (-1) /* the head settles nothing */

static const struct {
	struct letter_head head;
	enum about_kind about;
	int want;
	bool require_auth;
} head_cases[] = {
	{ { .from = "a@b.org" }, ABOUT_TOKEN, READ, false },
	{ { .from = "a@b.org" }, ABOUT_FROM, READ, false },
	{ { .from = "a@b.org" }, ABOUT_COORDINATOR, READ, false },
	{ { .from = "a@b.org", .automatic = true }, ABOUT_TOKEN, READ, false },
	{ { .from = "a@b.org" }, ABOUT_NOBODY, DISPOSITION_STRANGER, false },
	{ { .from = "a@b.org", .own_loop = true }, ABOUT_TOKEN,
		DISPOSITION_IGNORED, false },
	{ { .from = "a@b.org", .list = true }, ABOUT_TOKEN, DISPOSITION_IGNORED,
		false },
	{ { .from = "a@b.org", .received = 31 }, ABOUT_TOKEN,
		DISPOSITION_IGNORED, false },
	{ { .from = "a@b.org", .received = 30 }, ABOUT_TOKEN, READ, false },
	{ { .fault = "two From fields" }, ABOUT_TOKEN, DISPOSITION_FORGED,
		false },
	{ { 0 }, ABOUT_TOKEN, DISPOSITION_FORGED, false },
	{ { .from = "a@b.org", .fault = "too long" }, ABOUT_TOKEN,
		DISPOSITION_QUARANTINE, false },
	{ { .from = "a@b.org", .auth = AUTH_FAIL }, ABOUT_TOKEN,
		DISPOSITION_FORGED, false },
	{ { .from = "a@b.org", .auth = AUTH_FAIL }, ABOUT_COORDINATOR,
		DISPOSITION_FORGED, false },
	{ { .from = "a@b.org" }, ABOUT_TOKEN, DISPOSITION_FORGED, true },
	{ { .from = "a@b.org", .auth = AUTH_PASS }, ABOUT_TOKEN, READ, true },
	{ { .from = "a@b.org" }, ABOUT_OTHER, DISPOSITION_FORGED, false },
	/* a bounce has nobody's From */
	{ { .null_sender = true }, ABOUT_BOUNCE, READ, false },
	{ { .from = "mailer-daemon@x.org", .null_sender = true }, ABOUT_NOBODY,
		DISPOSITION_STRANGER, false },
};

static void
test_head(void)
{
	struct world *w = world_new(2);

	for (size_t i = 0; i < G_N_ELEMENTS(head_cases); i++) {
		struct letter_about about = about_of(head_cases[i].about);
		struct letter_effect effect = { 0 };

		w->program.mail.require_auth = head_cases[i].require_auth;
		bool settled = decide_head(&w->program, w->facts,
			&head_cases[i].head, &about, &effect);
		g_test_message("case %zu", i);
		g_assert_cmpint(settled ? (int)effect.disposition : READ, ==,
			head_cases[i].want);
		if (settled)
			g_assert_nonnull(effect.reason);
	}
	world_free(w);
}

/* ---- answers ---------------------------------------------------------------- */

/* The first mail and its reminder both answered; then a correction; then a
 * word of thanks, which is for a person to read. */
static void
test_answered_again(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 1, "no", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	say(w, &post, 3, "all fine", CONFIDENCE_LIKELY);
	ends_as(w, &post);
	int64_t answered_at = ask->answered_at;
	w->facts->now += DAY;
	post.about.letter = ++w->letters;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_MISSED);
	struct post again = post_from(w, 1, ask);
	say(w, &again, 1, "yes", CONFIDENCE_SURE);
	say(w, &again, 2, NULL, CONFIDENCE_UNSURE);
	say(w, &again, 3, "and more", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &again), ==, DISPOSITION_ANSWER);
	g_assert_cmpstr(ask_answer(ask, "rating")->value, ==, "4");
	g_assert_cmpstr(
		ask_answer(ask, "words")->value, ==, "all fine\n\nand more");
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_HELD);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	g_assert_cmpint(ask->answered_at, ==, answered_at);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	struct post thanks = post_from(w, 1, ask);
	g_assert_cmpint(ends_as(w, &thanks), ==, DISPOSITION_COORDINATOR);
	world_free(w);
}

/* Given up for lack of an answer, and then it comes. */
static void
test_answered_late(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	ask->state = ASK_CLOSED;
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_HELD);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

static void
test_complete_answer(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	say(w, &post, 3, "all fine", CONFIDENCE_LIKELY);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	g_assert_cmpint(fresh(w, MOMENT_THANKS, 1), ==, 1);
	g_assert_true(w->fresh.at[0].reply);
	g_assert_cmpstr(ask_answer(ask, "rating")->value, ==, "4");
	g_assert_cmpstr(ask_answer(ask, "words")->raw, ==, "all fine");
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_HELD);
	g_assert_cmpint(person(w, 1)->heard_at, ==, w->facts->now);
	/* and nobody is reminded any more */
	run_until(w, w->facts->now + 6 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_REMINDER, 1), ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_REMINDER, 2), ==, 2);
	world_free(w);
}

static void
test_partial_answer(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 1, "no", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_OPEN);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_MISSED);
	struct post rest = post_from(w, 1, ask);
	say(w, &rest, 2, "5", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &rest), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	/* the partner says yes: it was held */
	struct post partner = post_from(w, 2, waiting(w, 2, "checkin"));
	say(w, &partner, 1, "yes", CONFIDENCE_SURE);
	ends_as(w, &partner);
	g_assert_cmpint(w->facts->sessions.at[0]->state, ==, SESSION_HELD);
	world_free(w);
}

static void
test_unclear_answers(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, NULL, CONFIDENCE_UNSURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(ask->state, ==, ASK_CLARIFY);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==, 1);
	g_assert_cmpstr(ask_answer(ask, "met")->value, ==, "yes");
	g_assert_null(ask_answer(ask, "rating")->value);
	g_assert_cmpstr(ask_answer(ask, "rating")->raw, ==, "hm");

	struct post second = post_from(w, 1, ask);
	second.letter.text = "canary";
	g_assert_cmpint(ends_as(w, &second), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(ask->state, ==, ASK_UNCLEAR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, -1), ==, 0);
	/* one question of the form is private: no words go out */
	g_assert_cmpstr(w->fresh.at[0].coordinator, ==, "carl@example.org");
	g_assert_cmpstr(
		fields_find(w->fresh.at[0].fields, "words")->text, ==, "");

	struct post third = post_from(w, 1, ask);
	g_assert_cmpint(ends_as(w, &third), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	struct post last = post_from(w, 1, ask);
	say(w, &last, 2, "3", CONFIDENCE_LIKELY);
	g_assert_cmpint(ends_as(w, &last), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	world_free(w);
}

/* Values come from the process that reads foreign bytes. */
static void
test_values_are_checked(void)
{
	static const struct {
		int number;
		const char *value;
		enum confidence confidence;
		bool typed;
	} cases[] = {
		{ 1, "yes", CONFIDENCE_SURE, true },
		{ 1, "no", CONFIDENCE_LIKELY, true },
		{ 1, "yes", CONFIDENCE_UNSURE, false },
		{ 1, "maybe", CONFIDENCE_SURE, false },
		{ 2, "1", CONFIDENCE_SURE, true },
		{ 2, "5", CONFIDENCE_SURE, true },
		{ 2, "0", CONFIDENCE_SURE, false },
		{ 2, "6", CONFIDENCE_SURE, false },
		{ 2, "nan", CONFIDENCE_SURE, false },
		{ 2, "4x", CONFIDENCE_SURE, false },
		{ 2, "", CONFIDENCE_SURE, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(2);
		struct ask *ask = open_checkin(w);
		struct post post = post_from(w, 1, ask);

		say(w, &post, cases[i].number, cases[i].value,
			cases[i].confidence);
		receive(w, &post);
		const struct answer *a = ask_answer(
			ask, cases[i].number == 1 ? "met" : "rating");
		g_test_message("case %zu", i);
		g_assert_nonnull(a);
		g_assert_cmpint(a->value != NULL, ==, cases[i].typed);
		world_free(w);
	}
}

static void
test_strange_numbers(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 0, "yes", CONFIDENCE_SURE);
	say(w, &post, -5, "yes", CONFIDENCE_SURE);
	say(w, &post, 99, "yes", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpuint(ask->answers.n, ==, 0);
	world_free(w);
}

/* What was typed is not lost to something unclear later. */
static void
test_typed_stays(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask), worse;

	say(w, &post, 2, "4", CONFIDENCE_SURE);
	receive(w, &post);
	worse = post_from(w, 1, ask);
	say(w, &worse, 2, NULL, CONFIDENCE_UNSURE);
	receive(w, &worse);
	g_assert_cmpstr(ask_answer(ask, "rating")->value, ==, "4");
	world_free(w);
}

static void
test_reactions(void)
{
	struct world *w = world_new(2);
	struct reaction alert = { .form = "checkin",
		.question = "rating",
		.has_below = true,
		.below = 3,
		.action = REACT_ALERT };
	struct reaction end = { .form = "checkin",
		.question = "words",
		.is = "end it",
		.action = REACT_END };

	*LIST_ADD(w->pool, &w->program.reactions) = alert;
	*LIST_ADD(w->pool, &w->program.reactions) = end;
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "2", CONFIDENCE_SURE);
	receive(w, &post);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	ask = waiting(w, 2, "checkin");
	post = post_from(w, 2, ask);
	say(w, &post, 2, "3", CONFIDENCE_SURE);
	say(w, &post, 3, "End it", CONFIDENCE_SURE);
	receive(w, &post);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	g_assert_cmpint(w->facts->matches.at[0]->state, ==, MATCH_ENDED);
	g_assert_cmpint(fresh(w, MOMENT_MATCH_ENDED, -1), ==, 2);
	world_free(w);
}

/* ---- who is believed --------------------------------------------------------- */

static const struct {
	enum command command;
	bool token;
	enum auth auth;
	enum confidence confidence;
	enum disposition want;
	enum participant_state after;
} trust_cases[] = {
	{ COMMAND_STOP, true, AUTH_NONE, CONFIDENCE_SURE, DISPOSITION_COMMAND,
		PARTICIPANT_PAUSED },
	{ COMMAND_STOP, false, AUTH_PASS, CONFIDENCE_SURE, DISPOSITION_COMMAND,
		PARTICIPANT_PAUSED },
	{ COMMAND_STOP, false, AUTH_NONE, CONFIDENCE_SURE,
		DISPOSITION_COORDINATOR, PARTICIPANT_ENROLLED },
	{ COMMAND_STOP, true, AUTH_FAIL, CONFIDENCE_SURE, DISPOSITION_FORGED,
		PARTICIPANT_ENROLLED },
	{ COMMAND_STOP, true, AUTH_NONE, CONFIDENCE_UNSURE, DISPOSITION_COMMAND,
		PARTICIPANT_PAUSED },
	{ COMMAND_PAUSE, true, AUTH_NONE, CONFIDENCE_UNSURE,
		DISPOSITION_CLARIFY, PARTICIPANT_ENROLLED },
	{ COMMAND_LEAVE, false, AUTH_NONE, CONFIDENCE_SURE, DISPOSITION_COMMAND,
		PARTICIPANT_ENROLLED },
	{ COMMAND_HELP, false, AUTH_NONE, CONFIDENCE_SURE, DISPOSITION_COMMAND,
		PARTICIPANT_ENROLLED },
	{ COMMAND_NONE, true, AUTH_NONE, CONFIDENCE_SURE,
		DISPOSITION_COORDINATOR, PARTICIPANT_ENROLLED },
	{ COMMAND_YES, true, AUTH_NONE, CONFIDENCE_SURE,
		DISPOSITION_COORDINATOR, PARTICIPANT_ENROLLED },
	{ COMMAND_APPROVE, true, AUTH_NONE, CONFIDENCE_SURE,
		DISPOSITION_COORDINATOR, PARTICIPANT_ENROLLED },
	{ COMMAND_FORGET, true, AUTH_NONE, CONFIDENCE_SURE,
		DISPOSITION_COORDINATOR, PARTICIPANT_ENROLLED },
};

static void
test_trust(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(trust_cases); i++) {
		struct world *w = world_new(2);

		start_all(w);
		struct post post = post_from(w, 1, NULL);
		post.letter.command = trust_cases[i].command;
		post.letter.confidence = trust_cases[i].confidence;
		post.letter.head.auth = trust_cases[i].auth;
		post.about.token = trust_cases[i].token;
		g_test_message("case %zu", i);
		g_assert_cmpint(ends_as(w, &post), ==, trust_cases[i].want);
		g_assert_cmpint(person(w, 1)->state, ==, trust_cases[i].after);
		g_assert_cmpint(outcomes(w, OUTCOME_LEFT, true), ==, 0);
		world_free(w);
	}
}

static void
test_help_once_a_day(void)
{
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_HELP);
	g_assert_cmpint(fresh(w, MOMENT_HELP, 1), ==, 1);
	command(w, 1, NULL, COMMAND_HELP);
	g_assert_cmpint(fresh(w, MOMENT_HELP, 1), ==, 0);
	w->facts->now += DAY;
	command(w, 1, NULL, COMMAND_HELP);
	g_assert_cmpint(fresh(w, MOMENT_HELP, 1), ==, 1);
	world_free(w);
}

/* An answer and a command in one mail: both count. */
static void
test_answer_and_command(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);
	struct post post = post_from(w, 1, ask);

	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "3", CONFIDENCE_SURE);
	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2027-02-15");
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/letter/" #name, test_##name)
	TEST(head);
	TEST(complete_answer);
	TEST(answered_again);
	TEST(answered_late);
	TEST(partial_answer);
	TEST(unclear_answers);
	TEST(values_are_checked);
	TEST(strange_numbers);
	TEST(typed_stays);
	TEST(reactions);
	TEST(trust);
	TEST(help_once_a_day);
	TEST(answer_and_command);
	return g_test_run();
}
