/* Silence: the steps it takes, what lifts it, and what is no silence. */
#include "decide_world.h"

static struct match *
quiet_match(struct world *w)
{
	w->program.sessions.find = FIND_NONE;
	return start_all(w);
}

static int64_t
when_first(const struct world *w, enum outcome_kind kind)
{
	for (size_t i = 0; i < w->outcomes.n; i++)
		if (w->outcomes.at[i].kind == kind)
			return w->outcomes.at[i].at;
	return 0;
}

static void
test_silence_steps(void)
{
	struct world *w = world_new(2);
	struct match *match = quiet_match(w);

	run_until(w, berlin("2027-03-01 00:00"));
	/* the clock starts with the program, not with the early match */
	g_assert_cmpstr(
		clock_of(w, "Europe/Berlin", when_first(w, OUTCOME_NUDGED)), ==,
		"2027-01-11 08:00");
	g_assert_cmpstr(clock_of(w, "Europe/Berlin",
				when_first(w, OUTCOME_SILENCE_TOLD)),
		==, "2027-01-18 08:00");
	g_assert_cmpstr(clock_of(w, "Europe/Berlin",
				when_first(w, OUTCOME_SILENCE_CLOSED)),
		==, "2027-02-01 08:00");
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, -1), ==, 2);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_SILENCE, -1), ==, 1);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	world_free(w);
}

static void
test_a_word_lifts(void)
{
	struct world *w = world_new(2);
	struct match *match = quiet_match(w);

	run_until(w, berlin("2027-01-19 12:00"));
	g_assert_cmpint(match->nudged_at, >, 0);
	g_assert_cmpint(match->told_at, >, 0);
	struct post one = post_from(w, 1, NULL), two = post_from(w, 2, NULL);
	receive(w, &one);
	g_assert_cmpint(match->told_at, >, 0); /* the other is still silent */
	receive(w, &two);
	g_assert_cmpint(match->nudged_at, ==, 0);
	g_assert_cmpint(match->told_at, ==, 0);
	run_until(w, berlin("2027-02-01 12:00"));
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	/* and a new silence is a new story */
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 1), ==, 2);
	run_until(w, berlin("2027-03-01 12:00"));
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	world_free(w);
}

/* Away, pausing, bouncing: not silence; the clock starts when they are back. */
static void
test_not_silence(void)
{
	for (int kind = 0; kind < 3; kind++) {
		struct world *w = world_new(2);
		struct match *match = quiet_match(w);

		w->program.silence.close = 0;
		for (int64_t id = 1; id <= 2; id++) {
			struct participant *p = person(w, id);

			if (kind == 0)
				p->away_until = berlin("2027-02-15 00:00");
			if (kind == 1)
				p->bounces = 1;
			if (kind == 2)
				p->state = PARTICIPANT_PAUSED;
		}
		run_until(w, berlin("2027-02-16 00:00"));
		g_assert_cmpint(match->nudged_at, ==, 0);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_NUDGE, -1), ==, 0);
		if (kind == 0) {
			run_until(w, berlin("2027-02-21 23:00"));
			g_assert_cmpint(match->nudged_at, ==, 0);
			run_until(w, berlin("2027-03-05 00:00"));
			g_assert_cmpint(match->nudged_at, >, 0);
		}
		world_free(w);
	}
}

/* One pauses: the other has nobody to meet, and is not nudged for it. */
static void
test_partner_of_a_pause(void)
{
	struct world *w = world_new(2);
	struct match *match = quiet_match(w);
	struct post post = post_from(w, 1, NULL);

	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2027-02-15");
	receive(w, &post);
	run_until(w, berlin("2027-02-21 12:00"));
	g_assert_cmpint(match->nudged_at, ==, 0);
	run_until(w, berlin("2027-02-28 12:00"));
	g_assert_cmpint(match->nudged_at, >, 0);
	world_free(w);
}

/* An automatic reply without a date starts the clock anew, once. */
static void
test_away_without_date(void)
{
	struct world *w = world_new(2);
	struct match *match = quiet_match(w);
	struct post post = { 0 };

	run_until(w, berlin("2027-01-10 12:00"));
	for (int64_t id = 1; id <= 2; id++) {
		post = post_from(w, id, NULL);
		post.letter.kind = LETTER_AUTO_REPLY;
		receive(w, &post);
		g_assert_true(
			participant_present(person(w, id), w->facts->now));
	}
	run_until(w, berlin("2027-01-16 12:00"));
	g_assert_cmpint(match->nudged_at, ==, 0);
	run_until(w, berlin("2027-01-19 12:00"));
	g_assert_cmpint(match->nudged_at, >, 0);
	receive(w, &post);
	run_until(w, berlin("2027-01-27 12:00"));
	g_assert_cmpint(match->told_at, >, 0);
	world_free(w);
}

/* A session somebody accepted counts as their word until it is over. */
static void
test_accepted_is_not_silent(void)
{
	struct world *w = world_new(2);
	struct match *match = start_all(w);
	struct session *s = w->facts->sessions.at[0];

	s->starts_at = berlin("2027-01-25 17:00");
	session_attendee(s, 1)->partstat = PARTSTAT_ACCEPTED;
	session_attendee(s, 2)->partstat = PARTSTAT_TENTATIVE;
	run_until(w, berlin("2027-01-25 16:00"));
	g_assert_cmpint(match->nudged_at, ==, 0);
	world_free(w);
}

/* Back after six weeks: nudged first, not closed. */
static void
test_no_closing_unheard(void)
{
	struct world *w = world_new(2);
	struct match *match = quiet_match(w);
	struct due *due = find_due(w, DUE_SILENCE, match->id);

	w->facts->now = berlin("2027-02-20 10:00");
	fire(w, due);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(fresh(w, MOMENT_NUDGE, -1), ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_SILENCE, -1), ==, 0);
	run_until(w, berlin("2027-02-26 23:00"));
	g_assert_cmpint(match->told_at, ==, 0);
	run_until(w, berlin("2027-02-28 23:00"));
	g_assert_cmpint(match->told_at, >, 0);
	world_free(w);
}

/* One yes to a series is no sign of life for a whole season. */
static void
test_series_accepted(void)
{
	struct world *w = world_new(2);

	w->program.sessions.series = true;
	w->program.sessions.count = 6;
	start_all(w);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		for (size_t k = 0; k < 2; k++) {
			struct attendee *a =
				&w->facts->sessions.at[i]->attendees.at[k];

			a->partstat = PARTSTAT_ACCEPTED;
			a->answered_at = w->facts->now;
		}
	int64_t first = w->facts->sessions.at[0]->starts_at;
	run_until(w, first + 6 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, -1), ==, 0);
	run_until(w, first + 9 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, -1), ==, 2);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/silence/" #name, test_##name)
	TEST(silence_steps);
	TEST(a_word_lifts);
	TEST(not_silence);
	TEST(partner_of_a_pause);
	TEST(away_without_date);
	TEST(accepted_is_not_silent);
	TEST(no_closing_unheard);
	TEST(series_accepted);
	return g_test_run();
}
