/* Other times in words: what is not clear is asked back, several are a list. */
#include "decide_propose.h"

/* ---- not clear ------------------------------------------------------------------------------ */

/* Two readings, or no hour: what was understood goes back, once. */
static void
test_unsure_time(void)
{
	for (int way = 0; way < 4; way++) {
		struct world *w = pair();
		struct session *s = first(w);
		int64_t before = s->starts_at;
		struct post post = to_invitation(w, 1, s);

		name_time(w, &post, before + DAY, CONFIDENCE_UNSURE);
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
		g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==, 1);
		g_assert_cmpint(open_proposals(w), ==, 0);
		g_test_message("way %d", way);
		switch (way) {
		case 0:
			answer(w, 1, COMMAND_YES, 0);
			g_assert_cmpint(newest(w)->starts_at, ==, before + DAY);
			break;
		case 1:
			answer(w, 1, COMMAND_NO, before + 3 * DAY);
			g_assert_cmpint(
				newest(w)->starts_at, ==, before + 3 * DAY);
			break;
		case 2:
			answer(w, 1, COMMAND_NO, 0);
			g_assert_null(waiting(w, 1, FORM_PROPOSAL));
			break;
		default:
			answer(w, 1, COMMAND_NONE, 0);
			g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
			break;
		}
		g_assert_cmpint(open_proposals(w), ==, way < 2);
		g_assert_cmpint(fresh(w, MOMENT_CLARIFY, -1), ==, 0);
		world_free(w);
	}
}

static void
test_day_without_hour(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct post post = to_invitation(w, 1, s);
	struct civil c = civil_of(zone_find("Europe/Berlin"), s->starts_at);

	c.hour = c.minute = 0;
	c.day += 2;
	*LIST_ADD(w->pool, &post.letter.times) = (struct letter_time){
		.from = civil_to_utc(zone_find("Europe/Berlin"), c),
		.whole_day = true
	};
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	answer(w, 1, COMMAND_YES, 0);
	g_assert_cmpint(newest(w)->starts_at, ==, s->starts_at + 2 * DAY);
	world_free(w);
}

/* Nobody answers our question back: a person hears of it. */
static void
test_unsure_and_silent(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct post post = to_invitation(w, 1, s);

	name_time(w, &post, s->starts_at + DAY, CONFIDENCE_UNSURE);
	receive(w, &post);
	struct ask *ask = waiting(w, 1, FORM_PROPOSAL);
	fire(w, find_due(w, DUE_EXPIRE, ask->id));
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNMOVED, -1), ==, 0);
	world_free(w);
}

/* "Hm": asked once, then a person; a yes together with another time is as
 * unclear as that. */
static void
test_unclear_answer(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;

	counter(w, 1, s, NEW_TIME(s));
	struct letter_effect effect =
		answer(w, 2, COMMAND_YES, before + 4 * DAY);
	g_assert_cmpint(effect.disposition, ==, DISPOSITION_CLARIFY);
	effect = answer(w, 2, COMMAND_NONE, 0);
	g_assert_cmpint(effect.disposition, ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(open_proposals(w), ==, 1);
	/* it still counts when it comes after all */
	answer(w, 2, COMMAND_YES, 0);
	g_assert_cmpint(s->starts_at, ==, before + DAY);
	world_free(w);
}

/* A yes that names the time is a yes. */
static void
test_yes_with_the_time(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t wanted = NEW_TIME(s);

	counter(w, 1, s, wanted);
	answer(w, 2, COMMAND_YES, wanted);
	g_assert_cmpint(s->starts_at, ==, wanted);
	world_free(w);
}

/* Several times at once are a list for the others alone. */
static void
test_several(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	int64_t before = s->starts_at;
	struct post post = to_invitation(w, 1, s);

	name_time(w, &post, before + 2 * DAY, CONFIDENCE_SURE);
	name_time(w, &post, before + DAY, CONFIDENCE_LIKELY);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpint(fresh(w, MOMENT_TIMES, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_TIMES, 1), ==, 0);
	struct ask *ask = waiting(w, 2, FORM_TIMES);
	post = post_from(w, 2, ask);
	say(w, &post, 1, "2", CONFIDENCE_SURE);
	receive(w, &post);
	g_assert_cmpint(s->starts_at, ==, before + 2 * DAY);
	world_free(w);
}

/* A calendar that speaks of a zone which nobody knows. */
static void
test_unknown_zone(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct post post = post_from(w, 1, NULL);

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "COUNTER",
			.uid = s->uid,
			.attendee = person(w, 1)->email,
			.dtstamp = w->facts->now,
			.start = s->starts_at + DAY,
			.floating = true };
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(open_proposals(w), ==, 0);
	answer(w, 1, COMMAND_YES, 0);
	g_assert_cmpint(newest(w)->starts_at, ==, s->starts_at + DAY);
	world_free(w);
}

/* In a program that takes none, nobody is asked anything about it. */
static void
test_none_taken(void)
{
	struct world *w = pair();
	struct session *s = first(w);
	struct post post = to_invitation(w, 1, s);

	w->program.sessions.proposals = false;
	name_time(w, &post, s->starts_at + DAY, CONFIDENCE_UNSURE);
	receive(w, &post);
	g_assert_true(told(w, 1, "off"));
	const struct mail_request *mail = mail_to(&w->fresh, MOMENT_UNMOVED, 1);
	g_assert_true(mail && mail->reply);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, -1), ==, 0);
	post = to_invitation(w, 1, s);
	post.letter.command = COMMAND_RESCHEDULE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->facts->polls.n, ==, 0);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/proposal_words/" #name, test_##name)
	TEST(unsure_time);
	TEST(day_without_hour);
	TEST(unsure_and_silent);
	TEST(unclear_answer);
	TEST(yes_with_the_time);
	TEST(several);
	TEST(unknown_zone);
	TEST(none_taken);
	return g_test_run();
}
