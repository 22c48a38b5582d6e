/* Other times for a session of several people, and whatever they do. */
#include "decide_propose.h"

/* ---- groups ------------------------------------------------------------------------------------ */

static void
test_group(void)
{
	struct world *w = circle();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 2, s, NEW_TIME(s));
	g_assert_cmpint(fresh(w, MOMENT_PROPOSAL, -1), ==, 3);
	answer(w, 1, COMMAND_YES, 0);
	answer(w, 3, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, before);
	answer(w, 4, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, before + DAY);

	/* one no is enough, and the others are left alone */
	counter(w, 1, s, before + 3 * DAY);
	answer(w, 2, COMMAND_YES, 0);
	answer(w, 3, COMMAND_NO, 0);
	g_assert_null(waiting(w, 4, FORM_PROPOSAL));
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, 1), ==, 1);
	g_assert_cmpint(s->starts_at, ==, before + DAY);
	world_free(w);
}

/* Who has said yes thinks of a better time. */
static void
test_group_another(void)
{
	struct world *w = circle();
	struct session *s = first(w);

	counter(w, 2, s, NEW_TIME(s));
	answer(w, 1, COMMAND_YES, 0);
	counter(w, 1, s, NEW_TIME(s) + HOUR);
	g_assert_cmpint(open_proposals(w), ==, 1);
	g_assert_cmpint(newest(w)->participant, ==, 1);
	g_assert_nonnull(waiting(w, 2, FORM_PROPOSAL));
	g_assert_nonnull(waiting(w, 3, FORM_PROPOSAL));
	g_assert_null(waiting(w, 1, FORM_PROPOSAL));
	world_free(w);
}

static void
test_group_one_goes(void)
{
	struct world *w = circle();
	struct session *s = first(w);
	int64_t wanted = NEW_TIME(s);

	counter(w, 2, s, wanted);
	answer(w, 1, COMMAND_YES, 0);
	answer(w, 3, COMMAND_YES, 0);
	command(w, 4, NULL, COMMAND_STOP);
	g_assert_cmpint(s->starts_at, ==, wanted);
	g_assert_null(session_attendee(s, 4));

	/* who proposed goes */
	counter(w, 1, s, wanted + 2 * DAY);
	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpint(open_proposals(w), ==, 0);
	g_assert_null(waiting(w, 2, FORM_PROPOSAL));
	g_assert_cmpint(s->starts_at, ==, wanted);
	world_free(w);
}

/* ... when the meeting has begun: what the others said comes too late. */
static void
test_group_one_goes_late(void)
{
	struct world *w = circle();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 2, s, NEW_TIME(s));
	answer(w, 1, COMMAND_YES, 0);
	answer(w, 3, COMMAND_YES, 0);
	w->facts->now = before + HOUR / 2;
	command(w, 4, NULL, COMMAND_STOP);
	g_assert_cmpint(s->starts_at, ==, before);
	g_assert_cmpint(newest(w)->state, ==, PROPOSAL_REFUSED);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	world_free(w);
}

/* Some calendars raise the SEQUENCE: what was agreed on is over all the same. */
static void
test_agreed_often(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	w->program.sessions.rounds = 2;
	for (int i = 1; i <= 4; i++) {
		int64_t wanted = before + i * HOUR;

		counter_as(w, 1, s, wanted, s->sequence + 20);
		if (!waiting(w, 2, FORM_PROPOSAL))
			break;
		answer(w, 2, COMMAND_YES, 0);
		g_assert_cmpint(s->starts_at, ==, wanted);
	}
	g_assert_cmpint(s->starts_at, ==, before + 4 * HOUR);
	g_assert_cmpuint(w->facts->polls.n, ==, 0);
	world_free(w);
}

static void
test_ending(void)
{
	struct world *w = pair();

	counter(w, 1, first(w), NEW_TIME(first(w)));
	ending_match(w->facts, w->facts->matches.at[0], "test");
	settle(w);
	g_assert_cmpint(open_proposals(w), ==, 0);
	g_assert_null(waiting(w, 2, FORM_PROPOSAL));
	world_free(w);
}

/* ---- whatever they do ------------------------------------------------------------------------ */

/* Random letters of three people: there is never more than one proposal open
 * for the session, it never moves to a time that somebody has not agreed to,
 * and never while a list of times is out as well. */
static void
random_step(struct world *w, GRand *dice)
{
	struct session *s = first(w);
	int64_t who = g_rand_int_range(dice, 1, 4);
	int64_t start = s->starts_at + g_rand_int_range(dice, -3, 8) * DAY / 2;
	struct ask *ask = waiting(w, who, FORM_PROPOSAL);
	struct due *due;

	struct ask *list = waiting(w, who, FORM_TIMES);
	struct post post = post_from(w, who, list);

	switch (g_rand_int_range(dice, 0, 20)) {
	case 0:
		counter(w, who, s, start);
		return;
	case 1:
		plain(w, who, s, start);
		return;
	case 2:
		due = next_due(w);
		if (due && due->at < s->starts_at)
			fire(w, due);
		return;
	case 3:
		say(w, &post, 1, g_rand_boolean(dice) ? "1 2 3" : "2",
			CONFIDENCE_SURE);
		if (list)
			receive(w, &post);
		return;
	default:
		if (ask)
			answer(w, who,
				g_rand_int_range(dice, 0, 6)   ? COMMAND_YES
					: g_rand_boolean(dice) ? COMMAND_NO
							       : COMMAND_NONE,
				g_rand_int_range(dice, 0, 8) ? 0 : start);
	}
}

/* Of all who were asked, each said so. */
static bool
all_said_yes(const struct world *w, const struct proposal *proposal)
{
	size_t asked = 0;

	for (size_t i = 0; i < w->facts->asks.n; i++) {
		const struct ask *ask = w->facts->asks.at[i];

		if (ask->about != proposal->id ||
			strcmp(ask->form, FORM_PROPOSAL) != 0)
			continue;
		asked++;
		if (ask->state != ASK_ANSWERED)
			return false;
	}
	return asked == 2;
}

static bool
agreed_on(const struct world *w, const struct session *s)
{
	for (size_t i = 0; i < w->facts->proposals.n; i++) {
		const struct proposal *p = w->facts->proposals.at[i];

		if (p->state == PROPOSAL_AGREED &&
			p->starts_at == s->starts_at && all_said_yes(w, p))
			return true;
	}
	for (size_t i = 0; i < w->facts->polls.n; i++)
		for (size_t k = 0; k < w->facts->polls.at[i]->slots.n; k++)
			if (w->facts->polls.at[i]->state == POLL_AGREED &&
				w->facts->polls.at[i]->slots.at[k] ==
					s->starts_at)
				return true;
	return false;
}

static void
test_random(void)
{
	int moved = 0;

	for (guint32 seed = 0; seed < 60; seed++) {
		g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
		struct world *w = world_new(3);

		enrol_all(w);
		w->facts->now = berlin("2027-01-05 10:00");
		match_them(w, false, IDS(1, 2, 3));
		struct session *s = first(w);
		int64_t before = s->starts_at;
		for (int i = 0; i < 40; i++) {
			random_step(w, dice);
			int polls = 0;
			for (size_t k = 0; k < w->facts->polls.n; k++)
				polls += w->facts->polls.at[k]->state ==
					POLL_OPEN;
			g_assert_cmpint(open_proposals(w) + polls, <=, 1);
			g_assert_true(
				s->starts_at == before || agreed_on(w, s));
		}
		moved += s->starts_at != before;
		world_free(w);
	}
	g_assert_cmpint(moved, >, 10);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/proposal_group/" #name, test_##name)
	TEST(group);
	TEST(group_another);
	TEST(group_one_goes);
	TEST(group_one_goes_late);
	TEST(agreed_often);
	TEST(ending);
	TEST(random);
	return g_test_run();
}
