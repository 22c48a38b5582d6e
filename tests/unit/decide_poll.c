/* Lists of times: what is offered, what answers come to, and what happens when
 * nothing suits. */
#include "decide_list.h"

/* ---- what is offered ----------------------------------------------------------- */

static void
test_opened(void)
{
	struct world *w = pair();
	struct poll *poll = newest(w);

	g_assert_cmpuint(poll->slots.n, >, 0);
	g_assert_cmpuint(w->facts->sessions.n, ==, 0);
	g_assert_cmpuint(poll->slots.n, ==, 5);
	g_assert_cmpint(poll->state, ==, POLL_OPEN);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_TIMES, -1), ==, 2);
	int64_t published = w->facts->matches.at[0]->published_at;
	g_assert_cmpint(
		poll->closes_at, ==, MAX(poll->opened_at, published) + 3 * DAY);
	const struct mail_request *mail = mail_to(&w->mails, MOMENT_TIMES, 1);
	g_assert_cmpint(mail->poll, ==, poll->id);
	g_assert_cmpint(
		mail->at, ==, published > w->facts->now ? published : 0);
	g_assert_cmpint(mail->expires_at, ==, poll->closes_at);
	world_free(w);
}

/* In both people's hours, a day after the last answer, in order, on several
 * days and at several hours. */
static void
check_slots(struct world *w, const struct poll *poll)
{
	int days = 0, hours = 0;

	for (size_t i = 0; i < poll->slots.n; i++) {
		int64_t slot = poll->slots.at[i];

		g_assert_cmpint(slot, >=, poll->closes_at + DAY);
		for (size_t k = 0; k < w->facts->participants.n; k++) {
			const struct participant *p =
				w->facts->participants.at[k];
			struct civil c =
				civil_of(program_zone_of(&w->program, p), slot);

			g_assert_cmpint(c.hour, >=, 8);
			g_assert_cmpint(c.hour, <, 20);
			g_assert_cmpint(c.weekday, <, 5);
		}
		if (!i)
			continue;
		g_assert_cmpint(slot, >, poll->slots.at[i - 1]);
		days += slot / DAY != poll->slots.at[i - 1] / DAY;
		hours += slot % DAY != poll->slots.at[i - 1] % DAY;
	}
	g_assert_cmpint(days, >=, 3);
	g_assert_cmpint(hours, >=, 2);
}

static void
test_slots(void)
{
	static const char *const zones[] = { "Europe/Berlin",
		"America/Sao_Paulo", "Asia/Kolkata", "Africa/Nairobi" };

	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
		struct world *w = asking(0);

		add_person(w, "Ana", "Europe/Berlin");
		add_person(w, "Bob", zones[i]);
		start_all(w);
		g_test_message("%s", zones[i]);
		g_assert_cmpuint(newest(w)->slots.n, ==, 5);
		check_slots(w, newest(w));
		world_free(w);
	}
}

/* Who said nothing about when they are free is asked about waking hours, when
 * office hours leave nothing. */
static void
test_far_apart(void)
{
	struct world *w = asking(0);

	add_person(w, "Ana", "Europe/Berlin")->free =
		(struct free_window_list){ 0 };
	add_person(w, "Bob", "Pacific/Auckland")->free =
		(struct free_window_list){ 0 };
	start_all(w);
	struct poll *poll = newest(w);
	g_assert_cmpuint(poll->slots.n, >, 0);
	for (size_t i = 0; i < poll->slots.n; i++)
		for (int64_t id = 1; id <= 2; id++) {
			struct civil c = civil_of(
				program_zone_of(&w->program, person(w, id)),
				poll->slots.at[i]);
			g_assert_cmpint(c.hour, >=, 7);
			g_assert_cmpint(c.hour, <, 22);
		}
	world_free(w);
}

/* A published calendar is respected. */
static void
test_busy(void)
{
	struct world *w = asking(2);

	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	/* every day from 9 to 18 in these weeks but Thursdays */
	for (int day = 0; day < 60; day++) {
		int64_t from = berlin("2027-01-01 00:00") + day * DAY;

		if (civil_of(zone_find("Europe/Berlin"), from).weekday != 3)
			*LIST_ADD(w->pool, &person(w, 2)->busy) =
				(struct busy){ from, from + DAY };
	}
	run_until(w, berlin("2027-01-01 08:00"));
	struct poll *poll = newest(w);
	g_assert_cmpuint(poll->slots.n, >, 0);
	for (size_t i = 0; i < poll->slots.n; i++)
		g_assert_cmpint(
			civil_of(zone_find("Europe/Berlin"), poll->slots.at[i])
				.weekday,
			==, 3);
	world_free(w);
}

/* The hours on the wall stay in the windows when the clocks change in between:
 * on 28 March in Berlin. */
static void
test_clocks_change(void)
{
	struct world *w = asking(2);

	enrol_all(w);
	w->facts->now = berlin("2027-03-22 10:00");
	match_them(w, false, IDS(1, 2));
	struct poll *poll = newest(w);
	g_assert_cmpuint(poll->slots.n, >, 0);
	g_assert_cmpint(poll->slots.at[poll->slots.n - 1], >,
		berlin("2027-03-28 12:00"));
	check_slots(w, poll);
	world_free(w);
}

/* ---- answers ------------------------------------------------------------------------ */

static void
test_agreed(void)
{
	struct world *w = pair();
	struct poll *poll = newest(w);
	struct letter_effect effect = pick(w, 1, "2 3 5");

	g_assert_cmpint(effect.disposition, ==, DISPOSITION_ANSWER);
	g_assert_cmpuint(w->facts->sessions.n, ==, 0);
	pick(w, 2, "1 3 5");
	g_assert_cmpint(poll->state, ==, POLL_AGREED);
	g_assert_cmpint(planned(w), ==, 1);
	struct session *s = w->facts->sessions.at[0];
	g_assert_cmpint(s->starts_at, ==, poll->slots.at[2]);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), ==, 0);
	g_assert_cmpint(outcomes(w, OUTCOME_POLL, true), ==, 2);

	/* and after it the next list */
	run_until(w, session_end(s) + HOUR);
	g_assert_cmpuint(w->facts->polls.n, ==, 2);
	g_assert_cmpint(newest(w)->state, ==, POLL_OPEN);
	g_assert_cmpint(newest(w)->round, ==, 1);
	for (size_t i = 0; i < newest(w)->slots.n; i++)
		g_assert_cmpint(
			ABS(newest(w)->slots.at[i] - s->starts_at - 14 * DAY),
			<, 10 * DAY);
	world_free(w);
}

/* The config has changed since: what all agreed to is planned even so. */
static void
test_found_otherwise_since(void)
{
	static const enum find others[] = { FIND_AVAILABILITY, FIND_THEMSELVES,
		FIND_NONE };

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		struct world *w = pair();

		w->program.sessions.find = others[i];
		pick(w, 1, "2");
		pick(w, 2, "2");
		g_test_message("case %zu", i);
		g_assert_cmpint(newest(w)->state, ==, POLL_AGREED);
		g_assert_cmpint(planned(w), ==, 1);
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
		world_free(w);
	}
}

/* Mail to one comes back since: a person hears that nothing came of it. */
static void
test_out_of_reach(void)
{
	struct world *w = pair();

	pick(w, 1, "2");
	person(w, 1)->state = PARTICIPANT_SUSPENDED;
	pick(w, 2, "2");
	g_assert_cmpint(newest(w)->state, ==, POLL_FAILED);
	g_assert_cmpint(planned(w), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, -1), ==, 1);
	g_assert_nonnull(find_due(w, DUE_PLAN, newest(w)->match));
	world_free(w);
}

static void
test_second_thoughts(void)
{
	struct world *w = pair();
	struct poll *poll = newest(w);
	struct ask *ask = waiting(w, 1, FORM_TIMES);

	pick(w, 1, "1 2");
	struct post post = post_from(w, 1, ask);
	say(w, &post, 1, "4", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	pick(w, 2, "1 2 4");
	g_assert_cmpint(
		w->facts->sessions.at[0]->starts_at, ==, poll->slots.at[3]);
	/* and when it is settled, nothing moves any more */
	post = post_from(w, 1, ask);
	say(w, &post, 1, "1", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(
		w->facts->sessions.at[0]->starts_at, ==, poll->slots.at[3]);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	world_free(w);
}

static void
test_unclear(void)
{
	struct world *w = pair();

	g_assert_cmpint(pick(w, 1, NULL).disposition, ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==, 1);
	g_assert_cmpint(
		pick(w, 1, "7").disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpint(
		pick(w, 1, "12").disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(
		pick(w, 1, "x").disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(pick(w, 1, "1 2").disposition, ==, DISPOSITION_ANSWER);
	world_free(w);
}

/* Nothing in common: once more with other times, then a person. */
static void
test_nothing_in_common(void)
{
	struct world *w = pair();
	struct poll *one = newest(w);

	pick(w, 1, "1 2");
	pick(w, 2, "3");
	g_assert_cmpint(one->state, ==, POLL_FAILED);
	struct poll *two = newest(w);
	g_assert_true(two != one);
	g_assert_cmpint(two->round, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_TIMES, -1), ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	for (size_t i = 0; i < one->slots.n; i++)
		g_assert_false(offers(two, one->slots.at[i]));
	pick(w, 1, "");
	pick(w, 2, "1 2 3 4 5");
	g_assert_cmpint(two->state, ==, POLL_FAILED);
	g_assert_cmpuint(w->facts->polls.n, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpint(planned(w), ==, 0);
	/* looked for again in a week, and never with the same times */
	run_until(w, w->facts->now + 8 * DAY);
	g_assert_cmpuint(w->facts->polls.n, ==, 3);
	g_assert_cmpint(newest(w)->round, ==, 1);
	for (size_t i = 0; i < newest(w)->slots.n; i++) {
		g_assert_false(offers(one, newest(w)->slots.at[i]));
		g_assert_false(offers(two, newest(w)->slots.at[i]));
	}
	world_free(w);
}

/* "None of these, but Tuesday at 5" is in the second list. */
static void
test_another_time(void)
{
	for (int barred = 0; barred < 2; barred++) {
		struct world *w = pair();
		int64_t wish = newest(w)->slots.at[4] + 7 * DAY + 30 * MINUTE;
		struct post post = post_from(w, 1, waiting(w, 1, FORM_TIMES));

		if (barred)
			*LIST_ADD(w->pool, &person(w, 2)->busy) =
				(struct busy){ wish - HOUR, wish + HOUR };
		*LIST_ADD(w->pool, &post.letter.times) =
			(struct letter_time){ .from = wish,
				.confidence = CONFIDENCE_SURE };
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
		pick(w, 2, "1");
		g_assert_cmpint(newest(w)->round, ==, 2);
		g_assert_cmpint(offers(newest(w), wish), ==, !barred);
		world_free(w);
	}
}

static void
test_expired(void)
{
	for (int answers = 0; answers < 2; answers++) {
		struct world *w = pair();
		struct poll *poll = newest(w);

		if (answers)
			pick(w, 1, "1 2 3 4 5");
		run_until(w, poll->closes_at);
		g_assert_cmpint(count_mails(&w->mails, MOMENT_TIMES, 1), ==,
			answers ? 1 : 2);
		g_assert_cmpint(count_mails(&w->mails, MOMENT_TIMES, 2), ==, 2);
		g_assert_cmpint(poll->state, ==, POLL_FAILED);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_UNREAD, 0), ==, 1);
		g_assert_null(waiting(w, 2, FORM_TIMES));
		g_assert_cmpuint(w->facts->polls.n, ==, 1);
		run_until(w, poll->closes_at + 8 * DAY);
		g_assert_cmpuint(w->facts->polls.n, ==, 2);
		world_free(w);
	}
}

/* ---- groups ------------------------------------------------------------------------ */

static void
test_group_expired(void)
{
	struct world *w = circle();
	struct poll *poll = newest(w);

	pick(w, 1, "1 2 4");
	pick(w, 3, "2 4");
	run_until(w, poll->closes_at);
	g_assert_cmpint(poll->state, ==, POLL_AGREED);
	g_assert_cmpint(planned(w), ==, 1);
	struct session *s = w->facts->sessions.at[0];
	g_assert_cmpint(s->starts_at, ==, poll->slots.at[1]);
	g_assert_cmpuint(s->attendees.n, ==, 4);
	world_free(w);
}

static void
test_group_one_goes(void)
{
	struct world *w = circle();
	struct poll *poll = newest(w);

	pick(w, 1, "1 2");
	pick(w, 2, "2");
	pick(w, 3, "2 3");
	g_assert_cmpint(poll->state, ==, POLL_OPEN);
	command(w, 4, NULL, COMMAND_STOP);
	g_assert_cmpint(poll->state, ==, POLL_AGREED);
	g_assert_cmpuint(w->facts->sessions.at[0]->attendees.n, ==, 3);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/poll/" #name, test_##name)
	TEST(opened);
	TEST(slots);
	TEST(far_apart);
	TEST(busy);
	TEST(clocks_change);
	TEST(agreed);
	TEST(found_otherwise_since);
	TEST(out_of_reach);
	TEST(second_thoughts);
	TEST(unclear);
	TEST(nothing_in_common);
	TEST(another_time);
	TEST(expired);
	TEST(group_expired);
	TEST(group_one_goes);
	return g_test_run();
}
