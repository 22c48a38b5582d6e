/* Lists of times for a session that is to be moved; how lists end; and whatever
 * people do. */
#include "decide_list.h"

/* ---- ends ------------------------------------------------------------------------------ */

static void
test_pause(void)
{
	struct world *w = pair();
	struct poll *poll = newest(w);
	struct ask *ask = waiting(w, 2, FORM_TIMES);

	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpint(poll->state, ==, POLL_MOOT);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	w->facts->now += DAY;
	command(w, 1, NULL, COMMAND_RESUME);
	g_assert_cmpint(newest(w)->state, ==, POLL_OPEN);
	g_assert_cmpuint(w->facts->polls.n, ==, 2);
	world_free(w);
}

static void
test_ending(void)
{
	struct world *w = pair();

	ending_match(w->facts, w->facts->matches.at[0], "test");
	settle(w);
	g_assert_cmpint(newest(w)->state, ==, POLL_MOOT);
	g_assert_null(waiting(w, 1, FORM_TIMES));
	world_free(w);
}

/* ---- a session is to be moved ------------------------------------------------------------ */

static struct world *
meeting(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	s->starts_at = MAX(s->starts_at, w->facts->now + 6 * DAY);
	return w;
}

static struct letter_effect
reschedule(struct world *w, int64_t who)
{
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, who, NULL);

	post.about.mail = 500;
	post.about.session = s->id;
	post.about.match = s->match;
	post.letter.command = COMMAND_RESCHEDULE;
	return receive(w, &post);
}

static void
test_reschedule(void)
{
	struct world *w = meeting();
	struct session *s = w->facts->sessions.at[0];

	g_assert_cmpint(reschedule(w, 1).disposition, ==, DISPOSITION_COMMAND);
	struct poll *poll = newest(w);
	g_assert_cmpuint(poll->slots.n, >, 0);
	g_assert_cmpint(poll->session, ==, s->id);
	g_assert_cmpuint(poll->slots.n, ==, 3);
	for (size_t i = 0; i < poll->slots.n; i++)
		g_assert_cmpint(
			ABS(poll->slots.at[i] - s->starts_at), >=, HOUR);
	g_assert_cmpint(fresh(w, MOMENT_TIMES, -1), ==, 2);
	reschedule(w, 2); /* it is on its way already */
	g_assert_cmpuint(w->facts->polls.n, ==, 1);
	pick(w, 1, "2 3");
	pick(w, 2, "3");
	g_assert_cmpint(s->starts_at, ==, poll->slots.at[2]);
	g_assert_cmpint(s->sequence, ==, 1);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	world_free(w);
}

/* It stays, and both are told. */
static void
test_not_moved(void)
{
	struct world *w = meeting();
	struct session *s = w->facts->sessions.at[0];
	int64_t before = s->starts_at;

	reschedule(w, 1);
	pick(w, 1, "1");
	run_until(w, newest(w)->closes_at);
	g_assert_cmpint(newest(w)->state, ==, POLL_FAILED);
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNMOVED, -1), ==, 2);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNREAD, 0), ==, 1);
	world_free(w);
}

static void
test_too_late_to_ask(void)
{
	struct world *w = meeting();
	struct session *s = w->facts->sessions.at[0];

	s->starts_at = w->facts->now + 2 * HOUR;
	g_assert_cmpint(
		reschedule(w, 1).disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpuint(w->facts->polls.n, ==, 0);
	world_free(w);
}

/* The session goes, and the list with it. */
static void
test_withdrawn(void)
{
	struct world *w = meeting();
	struct session *s = w->facts->sessions.at[0];

	reschedule(w, 1);
	session_cancel(w->facts, s, "test");
	settle(w);
	g_assert_cmpint(newest(w)->state, ==, POLL_MOOT);
	g_assert_null(waiting(w, 1, FORM_TIMES));
	world_free(w);
}

/* Two lists were in vain: the next wish is for a person. */
static void
test_in_vain(void)
{
	struct world *w = meeting();
	struct session *s = w->facts->sessions.at[0];

	s->starts_at = w->facts->now + 20 * DAY;
	reschedule(w, 1);
	pick(w, 1, "1");
	pick(w, 2, "2");
	g_assert_cmpint(newest(w)->round, ==, 2);
	pick(w, 1, "");
	pick(w, 2, "");
	g_assert_cmpint(newest(w)->state, ==, POLL_FAILED);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, -1), ==, 2);
	g_assert_cmpint(
		reschedule(w, 1).disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->facts->polls.n, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	world_free(w);
}

/* ---- whatever they do ------------------------------------------------------------------------ */

/* Random answers: never two lists for the same thing, never a session at a
 * time that both of a pair did not name. */
static void
test_random(void)
{
	static const char *const said[] = { "", "1", "2", "1 3", "2 4 5", "5",
		"1 2 3 4 5", NULL };

	for (guint32 seed = 0; seed < 40; seed++) {
		g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
		struct world *w = pair();

		for (int i = 0; i < 60; i++) {
			int64_t who = g_rand_int_range(dice, 1, 3);
			struct due *due = next_due(w);
			int open = 0;

			if (waiting(w, who, FORM_TIMES) && g_rand_boolean(dice))
				pick(w, who,
					said[g_rand_int_range(
						dice, 0, G_N_ELEMENTS(said))]);
			else if (due)
				fire(w, due);
			for (size_t k = 0; k < w->facts->polls.n; k++)
				open += w->facts->polls.at[k]->state ==
					POLL_OPEN;
			g_assert_cmpint(open, <=, 1);
			for (size_t k = 0; k < w->facts->sessions.n; k++) {
				bool offered = false;

				for (size_t p = 0; p < w->facts->polls.n; p++)
					offered = offered ||
						(w->facts->polls.at[p]->state ==
								POLL_AGREED &&
							offers(w->facts->polls
									.at[p],
								w->facts->sessions
									.at[k]
									->starts_at));
				g_assert_true(offered);
			}
		}
		world_free(w);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/poll_move/" #name, test_##name)
	TEST(pause);
	TEST(ending);
	TEST(reschedule);
	TEST(not_moved);
	TEST(too_late_to_ask);
	TEST(withdrawn);
	TEST(in_vain);
	TEST(random);
	return g_test_run();
}
