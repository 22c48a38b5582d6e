/* Answers to what repeats: which of its sessions each is about. */
#include "series_world.h"

static void
test_answer_to_all(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	reply(w, 1, "REPLY", NULL, 0, "ACCEPTED", 0);
	g_assert_cmpstr(answers(w, 1), ==, "AAAA");
	g_assert_cmpstr(answers(w, 2), ==, "----");
	/* one of them, by instant, by wall clock, by day */
	reply(w, 1, "REPLY", utc_id(w, session_at(w, 1)->starts_at), 0,
		"DECLINED", 0);
	g_assert_cmpstr(answers(w, 1), ==, "ADAA");
	reply(w, 1, "REPLY", local_id(w, session_at(w, 2)->starts_at, false), 0,
		"TENTATIVE", 0);
	g_assert_cmpstr(answers(w, 1), ==, "ADTA");
	reply(w, 1, "REPLY", local_id(w, session_at(w, 3)->starts_at, true), 0,
		"TENTATIVE", 0);
	g_assert_cmpstr(answers(w, 1), ==, "ADTT");
	/* an older answer to all leaves the newer ones to some */
	w->facts->now -= 100;
	reply(w, 2, "REPLY", utc_id(w, session_at(w, 0)->starts_at), 0,
		"DECLINED", 0);
	w->facts->now -= 50;
	reply(w, 2, "REPLY", NULL, 0, "ACCEPTED", 0);
	g_assert_cmpstr(answers(w, 2), ==, "DAAA");
	w->facts->now += 1000;
	/* what has begun keeps its answer */
	run_until(w, session_at(w, 1)->starts_at + 1);
	reply(w, 2, "REPLY", NULL, 0, "TENTATIVE", 0);
	g_assert_cmpstr(answers(w, 2), ==, "DATT");
	world_free(w);
}

static void
test_no_instance(void)
{
	static const char *const ids[] = { "20270115T120000Z", "19700101",
		"2027", "20270115T1200", "20271399T999999Z", "", "x2345678",
		"20270115X120000Z", "20270115T120000z" };
	struct world *w = series_world(2, 4);

	start_all(w);
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_test_message("%s", ids[i]);
		g_assert_cmpint(reply(w, 1, "REPLY", ids[i], 0, "DECLINED", 0)
					.disposition,
			==, DISPOSITION_IGNORED);
	}
	g_assert_cmpstr(answers(w, 1), ==, "----");
	struct session *out = session_at(w, 1);
	session_skip(&w->program, w->facts, out, "test");
	settle(w);
	g_assert_cmpint(reply(w, 1, "REPLY", utc_id(w, out->starts_at), 1,
				"ACCEPTED", 0)
				.disposition,
		==, DISPOSITION_IGNORED);
	world_free(w);
}

/* Some calendars answer a moved one without its RECURRENCE-ID. */
static void
test_instance_left_out(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	struct session *moved = session_at(w, 2);
	session_move(
		&w->program, w->facts, moved, moved->starts_at + DAY, 60, 0);
	settle(w);
	g_assert_cmpint(moved->sequence, ==, 1);
	reply(w, 1, "REPLY", NULL, 1, "ACCEPTED", moved->id);
	g_assert_cmpstr(answers(w, 1), ==, "--A-");
	reply(w, 2, "REPLY", NULL, 1, "DECLINED", 0);
	g_assert_cmpstr(answers(w, 2), ==, "--D-");
	/* to the series, which has a lower number */
	reply(w, 2, "REPLY", NULL, 0, "ACCEPTED", session_at(w, 0)->id);
	g_assert_cmpstr(answers(w, 2), ==, "AADA");
	/* by the place that the series gave it */
	reply(w, 1, "REPLY", utc_id(w, moved->original_at), 1, "TENTATIVE", 0);
	g_assert_cmpstr(answers(w, 1), ==, "--T-");
	g_assert_cmpint(reply(w, 1, "REPLY", utc_id(w, moved->starts_at), 1,
				"DECLINED", 0)
				.disposition,
		==, DISPOSITION_IGNORED);
	world_free(w);
}

static void
test_plain_answers(void)
{
	struct world *w = series_world(2, 3);

	start_all(w);
	struct post post = post_from(w, 1, NULL);
	post.about.mail = 77;
	post.about.session = session_at(w, 0)->id;
	post.about.moment = MOMENT_INVITATION;
	post.letter.command = COMMAND_YES;
	post.letter.confidence = CONFIDENCE_SURE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpstr(answers(w, 1), ==, "AAA");
	/* another mail about one of them is about that one */
	post.about.moment = MOMENT_NOTE;
	post.letter.command = COMMAND_NO;
	w->facts->now++;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpstr(answers(w, 1), ==, "DAA");
	g_assert_cmpint(fresh(w, MOMENT_DECLINED, 2), ==, 1);
	/* the mail about all of it is answered late: for what is to come */
	run_until(w, session_at(w, 0)->starts_at + HOUR);
	post.about.moment = MOMENT_INVITATION;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpstr(answers(w, 1), ==, "DDD");
	world_free(w);
}

/* A no to all is one mail to the partner, not one for each. */
static void
test_decline_all(void)
{
	struct world *w = series_world(2, 5);

	start_all(w);
	reply(w, 1, "REPLY", NULL, 0, "DECLINED", 0);
	g_assert_cmpstr(answers(w, 1), ==, "DDDDD");
	g_assert_cmpint(fresh(w, MOMENT_DECLINED, 2), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	reply(w, 2, "CANCEL", NULL, 0, NULL, 0);
	g_assert_cmpstr(answers(w, 2), ==, "DDDDD");
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	for (size_t i = 0; i < 5; i++)
		g_assert_cmpint(session_at(w, i)->state, ==, SESSION_PLANNED);
	world_free(w);
}

static void
test_refresh(void)
{
	struct world *w = series_world(2, 3);

	start_all(w);
	reply(w, 1, "REFRESH", NULL, 0, NULL, 0);
	g_assert_cmpint(objects(w, MOMENT_INVITATION, 1, OBJECT_SERIES), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	world_free(w);
}

static void
test_counter(void)
{
	struct world *w = series_world(2, 3);

	w->program.sessions.rounds = 3;
	w->program.sessions.answer = 3 * DAY;
	start_all(w);
	run_until(w, berlin("2027-01-04 06:00"));
	g_assert_cmpint(reply(w, 1, "COUNTER", NULL, 0, NULL, 0).disposition,
		==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(w->facts->proposals.n, ==, 0);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/instance/" #name, test_##name)
	TEST(answer_to_all);
	TEST(no_instance);
	TEST(instance_left_out);
	TEST(plain_answers);
	TEST(decline_all);
	TEST(refresh);
	TEST(counter);
	return g_test_run();
}
