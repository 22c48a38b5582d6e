/* Rounds: everybody meets somebody else each time, one round after another or
 * all of them on one day. */
#include "decide/concern.h"
#include "decide_world.h"

#define FORTNIGHT (14 * DAY)

static struct world *
rounds(int people, enum publish publish)
{
	struct world *w = world_new(people);

	w->program.matching.form = MATCHING_ROUNDS;
	w->program.matching.publish = publish;
	w->program.matching.every = FORTNIGHT;
	w->program.matching.rounds = 3;
	w->program.silence = (struct silence){ 0 };
	w->program.sessions.count = 1;
	return w;
}

static int
active(const struct world *w, int64_t round)
{
	int n = 0;

	for (size_t i = 0; i < w->facts->matches.n; i++)
		n += w->facts->matches.at[i]->state == MATCH_ACTIVE &&
			w->facts->matches.at[i]->round == round;
	return n;
}

static struct match *
of_round(const struct world *w, int64_t participant, int64_t round)
{
	for (size_t i = 0; i < w->facts->matches.n; i++) {
		struct match *match = w->facts->matches.at[i];

		if (match->round == round && match_has(match, participant) &&
			match->state != MATCH_DISCARDED)
			return match;
	}
	return NULL;
}

static void
test_when(void)
{
	struct world *w = rounds(2, PUBLISH_AUTO);

	g_assert_cmpint(
		round_begins(&w->program, 1), ==, berlin("2027-01-04 08:00"));
	/* over the change of clocks it is still eight */
	g_assert_cmpint(
		round_begins(&w->program, 7), ==, berlin("2027-03-29 08:00"));
	g_assert_cmpint(
		round_ends(&w->program, 1), ==, round_begins(&w->program, 2));
	g_assert_cmpint(
		round_ends(&w->program, 99), ==, program_end_time(&w->program));
	world_free(w);
}

/* Three rounds, and then it is over; in between nobody gets a sad mail. */
static void
test_season(void)
{
	struct world *w = rounds(6, PUBLISH_AUTO);

	enrol_all(w);
	run_until(w, berlin("2027-01-04 12:00"));
	g_assert_cmpint(active(w, 1), ==, 3);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INTRODUCTION, -1), ==, 6);
	run_until(w, berlin("2027-01-18 07:59"));
	g_assert_cmpint(active(w, 1), ==, 3);
	run_until(w, berlin("2027-01-18 08:00"));
	g_assert_cmpint(active(w, 1), ==, 0);
	g_assert_cmpint(active(w, 2), ==, 3);
	for (int64_t id = 1; id <= 6; id++) {
		struct match *one = of_round(w, id, 1);
		struct match *two = of_round(w, id, 2);

		g_assert_true(one && two);
		for (size_t i = 0; one && two && i < two->members.n; i++)
			g_assert_true(two->members.at[i] == id ||
				!match_has(one, two->members.at[i]));
	}
	run_until(w, berlin("2027-02-01 12:00"));
	g_assert_cmpint(active(w, 3), ==, 3);
	run_until(w, berlin("2027-02-15 08:00")); /* a fourth there is not */
	g_assert_cmpint(active(w, 3), ==, 0);
	g_assert_cmpuint(w->facts->runs.n, ==, 3);
	run_until(w, berlin("2027-04-01 00:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 3);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_MATCH_ENDED, -1), ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_PARTNER_LEFT, -1), ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNREAD, -1), ==, 0);
	world_free(w);
}

/* Without a number, as many as fit. */
static void
test_until_the_end(void)
{
	struct world *w = rounds(4, PUBLISH_AUTO);

	w->program.matching.rounds = 0;
	enrol_all(w);
	run_until(w, berlin("2027-04-11 12:00"));
	g_assert_cmpint(active(w, 7), ==, 2);
	g_assert_cmpuint(w->facts->runs.n, ==, 7);
	world_free(w);
}

/* What met is asked after, also when the round is over meanwhile. */
static void
test_last_checkin(void)
{
	struct world *w = rounds(2, PUBLISH_AUTO);

	w->program.matching.rounds = 1;
	enrol_all(w);
	run_until(w, berlin("2027-01-04 12:00"));
	struct session *s = w->facts->sessions.at[0];
	s->starts_at = berlin("2027-01-17 16:00"); /* the last evening */
	timeline_session(&w->program, w->facts, s, w->facts->now);
	for (size_t i = 0; i < w->facts->dues.n; i++)
		if (w->facts->dues.at[i]->kind == DUE_STEP)
			w->facts->dues.at[i]->change = FACT_SAME;
	run_until(w, berlin("2027-01-26 00:00"));
	g_assert_cmpint(active(w, 1), ==, 0);
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, 1), ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_REMINDER, 1), >, 0);
	world_free(w);
}

static struct ask *
draft_ask(const struct world *w)
{
	for (size_t i = w->facts->asks.n; i--;)
		if (!strcmp(w->facts->asks.at[i]->form, FORM_DRAFT) &&
			ask_waits(w->facts->asks.at[i]))
			return w->facts->asks.at[i];
	return NULL;
}

/* The draft comes days before; approved early, the round begins at its hour. */
static void
test_review(void)
{
	struct world *w = rounds(4, PUBLISH_REVIEW);

	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
	struct ask *ask = draft_ask(w);
	g_assert_nonnull(ask);
	publish_run(w, facts_run(w->facts, ask->run));
	g_assert_cmpint(active(w, 1), ==, 2);
	run_until(w, berlin("2027-01-15 08:00"));
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	ask = draft_ask(w);
	g_assert_nonnull(ask);
	w->facts->now = berlin("2027-01-15 12:00");
	publish_run(w, facts_run(w->facts, ask->run));
	/* nobody is told before it begins, and the pairs stay until then */
	int64_t begins = berlin("2027-01-18 08:00");
	g_assert_cmpint(active(w, 1), ==, 2);
	g_assert_cmpint(active(w, 2), ==, 2);
	g_assert_cmpint(of_round(w, 1, 2)->published_at, ==, begins);
	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 4);
	for (size_t i = 0; i < w->fresh.n; i++)
		if (w->fresh.at[i].moment == MOMENT_INTRODUCTION ||
			w->fresh.at[i].moment == MOMENT_INVITATION)
			g_assert_cmpint(w->fresh.at[i].at, ==, begins);
	for (size_t i = 0; i < w->facts->sessions.n; i++) {
		const struct session *s = w->facts->sessions.at[i];

		if (facts_match(w->facts, s->match)->round == 2)
			g_assert_cmpint(s->starts_at, >, begins);
	}
	run_until(w, begins);
	g_assert_cmpint(active(w, 1), ==, 0);
	g_assert_cmpint(active(w, 2), ==, 2);
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	world_free(w);
}

/* Nobody approves in time: the pairs of before stay together until somebody
 * does. */
static void
test_late_approval(void)
{
	struct world *w = rounds(4, PUBLISH_REVIEW);

	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
	publish_run(w, facts_run(w->facts, draft_ask(w)->run));
	run_until(w, berlin("2027-01-19 12:00"));
	g_assert_cmpint(active(w, 1), ==, 2);
	g_assert_cmpuint(w->facts->runs.n, ==, 2);
	publish_run(w, facts_run(w->facts, draft_ask(w)->run));
	g_assert_cmpint(active(w, 1), ==, 0);
	g_assert_cmpint(active(w, 2), ==, 2);
	g_assert_cmpint(of_round(w, 1, 2)->published_at, ==, w->facts->now);
	world_free(w);
}

/* Who leaves before a round begins that is approved: the other one hears
 * that there is nobody, not of somebody they never met. */
static void
test_gone_before(void)
{
	struct world *w = rounds(4, PUBLISH_REVIEW);

	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
	publish_run(w, facts_run(w->facts, draft_ask(w)->run));
	run_until(w, berlin("2027-01-15 08:00"));
	publish_run(w, facts_run(w->facts, draft_ask(w)->run));
	struct match *one = of_round(w, 1, 1), *two = of_round(w, 1, 2);
	leave_now(&w->program, w->facts, person(w, 1), "test");
	settle(w);
	g_assert_cmpint(one->state, ==, MATCH_ENDED);
	g_assert_cmpint(two->state, ==, MATCH_ENDED);
	int64_t now_with = one->members.at[one->members.at[0] == 1];
	int64_t then_with = two->members.at[two->members.at[0] == 1];
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, now_with), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNMATCHED, then_with), ==, 1);
	world_free(w);
}

/* Whoever rested is first the next time; who has a partner now is not. */
static void
test_rested(void)
{
	struct world *w = rounds(5, PUBLISH_AUTO);

	w->program.matching.odd = ODD_REST;
	enrol_all(w);
	run_until(w, berlin("2027-01-04 12:00"));
	struct waiting waiting = waiting_people(&w->program, w->facts);
	struct solve_input input = input_of(&w->program, w->facts, &waiting);
	g_assert_cmpuint(input.people.n, ==, 5);
	for (size_t i = 0; i < input.credits.n; i++)
		g_assert_null(facts_active_match(
			w->facts, input.credits.at[i].participant));
	world_free(w);
}

static int64_t
credit_of(struct world *w, int64_t participant)
{
	struct waiting waiting = waiting_people(&w->program, w->facts);
	struct waiting_credit_list credits =
		waiting_credits(&w->program, w->facts, &waiting.free);

	for (size_t i = 0; i < credits.n; i++)
		if (credits.at[i].participant == participant)
			return credits.at[i].points;
	return 0;
}

/* One of three had less of each of the two: the others are asked first. */
static void
test_turns(void)
{
	struct world *w = rounds(5, PUBLISH_AUTO);
	int again = 0;

	enrol_all(w);
	run_until(w, berlin("2027-01-04 12:00"));
	for (int64_t id = 1; id <= 5; id++) {
		bool three = of_round(w, id, 1)->members.n == 3;

		g_assert_cmpint(credit_of(w, id) > 0, ==, three);
	}
	run_until(w, berlin("2027-01-18 12:00"));
	for (int64_t id = 1; id <= 5; id++)
		again += of_round(w, id, 1)->members.n == 3 &&
			of_round(w, id, 2)->members.n == 3;
	g_assert_cmpint(again, <, 3);
	world_free(w);
}

/* A round is shorter than a holiday: who is away for most of it is left out,
 * and back in the next one. */
static void
test_away(void)
{
	struct world *w = rounds(5, PUBLISH_AUTO);

	enrol_all(w);
	person(w, 2)->away_until = berlin("2027-01-10 00:00");
	person(w, 5)->away_until = berlin("2027-01-13 00:00");
	run_until(w, berlin("2027-01-04 12:00"));
	g_assert_nonnull(of_round(w, 2, 1));
	g_assert_null(of_round(w, 5, 1));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_UNREAD, -1), ==, 0);
	run_until(w, berlin("2027-01-18 12:00"));
	g_assert_nonnull(of_round(w, 5, 2));
	world_free(w);
}

/* ---- an event ---------------------------------------------------------------------- */

/* Three rounds of twenty minutes on a Wednesday afternoon; four people. */
static struct world *
event(struct run **run)
{
	static const int64_t with[3][2][2] = { { { 1, 2 }, { 3, 4 } },
		{ { 1, 3 }, { 2, 4 } }, { { 1, 4 }, { 2, 3 } } };
	struct world *w = rounds(4, PUBLISH_REVIEW);

	w->program.matching.every = 20 * MINUTE;
	w->program.matching.event_day = date_of("2027-03-10");
	w->program.matching.event_at = 14 * 60;
	enrol_all(w);
	w->facts->now = berlin("2027-03-08 09:00");
	*run = draft_run(w);
	for (int round = 0; round < 3; round++)
		for (int pair = 0; pair < 2; pair++)
			propose(w, *run, false,
				IDS(with[round][pair][0], with[round][pair][1]))
				->round = round + 1;
	return w;
}

static void
test_event_plan(void)
{
	struct world *w = rounds(4, PUBLISH_REVIEW);

	w->program.matching.every = 20 * MINUTE;
	w->program.matching.event_day = date_of("2027-03-10");
	w->program.matching.event_at = 14 * 60;
	enrol_all(w);
	run_until(w, berlin("2027-03-07 07:59"));
	g_assert_cmpuint(w->facts->runs.n, ==, 0);
	run_until(w, berlin("2027-03-07 08:00")); /* the lead is three days */
	g_assert_cmpuint(w->facts->runs.n, ==, 1);
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpint(
		input_of(&w->program, w->facts, &waiting).rounds, ==, 3);
	run_until(w, berlin("2027-04-01 00:00")); /* no run each Monday */
	g_assert_cmpuint(w->facts->runs.n, ==, 1);
	world_free(w);
}

static void
test_event(void)
{
	struct run *run;
	struct world *w = event(&run);

	publish_run(w, run);
	g_assert_cmpint(fresh(w, MOMENT_SCHEDULE, -1), ==, 4);
	for (int64_t id = 1; id <= 4; id++)
		g_assert_cmpint(fresh(w, MOMENT_SCHEDULE, id), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 4); /* and not a mail more */
	g_assert_cmpuint(w->facts->sessions.n, ==, 6);
	for (size_t i = 0; i < w->facts->sessions.n; i++) {
		const struct session *s = w->facts->sessions.at[i];
		int64_t round = facts_match(w->facts, s->match)->round;

		g_assert_cmpint(s->starts_at, ==,
			berlin("2027-03-10 14:00") + (round - 1) * 20 * MINUTE);
		g_assert_cmpint(s->minutes, ==, 20);
	}
	run_until(w, berlin("2027-03-10 14:59"));
	g_assert_cmpint(active(w, 1), ==, 2);
	run_until(w, berlin("2027-03-10 15:00"));
	g_assert_cmpint(active(w, 1) + active(w, 2) + active(w, 3), ==, 0);
	run_until(w, berlin("2027-03-20 00:00"));
	for (int64_t id = 1; id <= 4; id++) {
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_CHECKIN, id), ==, 1);
		g_assert_cmpint(mail_to(&w->mails, MOMENT_CHECKIN, id)->match,
			==, of_round(w, id, 3)->id);
	}
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INVITATION, -1), ==, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_MATCH_ENDED, -1), ==, 0);
	world_free(w);
}

/* A program that has no rounds any more plans none, and what stands stays. */
static void
test_rounds_given_up(void)
{
	struct world *w = rounds(4, PUBLISH_AUTO);
	int waits = 0;

	w->program.matching.rounds = 0;
	enrol_all(w);
	run_until(w, berlin("2027-01-05 12:00"));
	g_assert_cmpint(active(w, 1), ==, 2);
	w->program.matching.form = MATCHING_PEERS;
	run_until(w, berlin("2027-03-01 12:00"));
	for (size_t i = 0; i < w->facts->dues.n; i++)
		waits += w->facts->dues.at[i]->state == DUE_WAITING &&
			round_is_due(w->facts->dues.at[i]);
	g_assert_cmpint(waits, ==, 0);
	g_assert_cmpint(active(w, 1), ==, 2);
	world_free(w);
}

/* Rounds that were over before it are none of its own. */
static void
test_event_after_rounds(void)
{
	struct world *w = rounds(4, PUBLISH_AUTO);

	enrol_all(w);
	run_until(w, berlin("2027-01-20 12:00"));
	g_assert_cmpint(active(w, 1), ==, 0);
	w->program.matching.every = 20 * MINUTE;
	w->program.matching.event_day = date_of("2027-03-10");
	w->program.matching.event_at = 14 * 60;
	g_assert_cmpint(round_now(&w->program, w->facts), ==, 1);
	world_free(w);
}

/* One yes is for all rounds they had. */
static void
test_event_answer(void)
{
	struct run *run;
	struct world *w = event(&run);
	int held = 0;

	publish_run(w, run);
	run_until(w, berlin("2027-03-11 12:00"));
	struct post post = post_from(w, 1, waiting(w, 1, "checkin"));
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	receive(w, &post);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		held += w->facts->sessions.at[i]->state == SESSION_HELD;
	g_assert_cmpint(held, ==, 3);
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_HELD, false), ==, 3);
	world_free(w);
}

/* One goes: each of the partners hears which round is a rest now, and no
 * calendar is told of what it never knew. */
static void
test_event_leaver(void)
{
	struct run *run;
	struct world *w = event(&run);

	publish_run(w, run);
	leave_now(&w->program, w->facts, person(w, 4), "test");
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 3);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 0);
	for (int64_t id = 1; id <= 3; id++) {
		const struct mail_request *mail =
			mail_to(&w->fresh, MOMENT_PARTNER_LEFT, id);
		const struct field *at_event =
			field_to(&w->fresh, MOMENT_PARTNER_LEFT, id, "event");

		g_assert_true(at_event && at_event->truth);
		g_assert_true(mail && mail->session);
		g_assert_cmpint(
			count_mails(&w->fresh, MOMENT_UNMATCHED, id), ==, 0);
	}
	g_assert_cmpint(active(w, 1) + active(w, 2) + active(w, 3), ==, 3);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/rounds/" #name, test_##name)
	TEST(when);
	TEST(season);
	TEST(until_the_end);
	TEST(last_checkin);
	TEST(review);
	TEST(late_approval);
	TEST(gone_before);
	TEST(rested);
	TEST(turns);
	TEST(away);
	TEST(event_plan);
	TEST(rounds_given_up);
	TEST(event_after_rounds);
	TEST(event);
	TEST(event_answer);
	TEST(event_leaver);
	return g_test_run();
}
