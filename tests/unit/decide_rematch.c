/* "rematch": asked once, ended as neutrally as ever, first in the next run,
 * and never the same two again. */
#include "decide/concern.h"
#include "decide_world.h"

static struct world *
matched(int people, struct match **match, const int64_t *members)
{
	struct world *w = world_new(people);

	w->program.silence = (struct silence){ 0 };
	enrol_all(w);
	w->facts->now = berlin("2027-01-04 09:00");
	*match = match_them(w, false, members);
	return w;
}

static bool
is_forbidden(const struct former_pair_list *pairs, int64_t a, int64_t b)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (pairs->at[i].a == a && pairs->at[i].b == b)
			return true;
	return false;
}

static void
test_yes(void)
{
	struct match *match;
	struct world *w = matched(4, &match, IDS(1, 2));

	g_assert_cmpint(command(w, 1, NULL, COMMAND_REMATCH).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_REMATCH, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1); /* nobody else hears a word */
	g_assert_cmpint(outcomes(w, OUTCOME_REMATCH_ASKED, false), ==, 1);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	command(w, 1, NULL, COMMAND_REMATCH); /* no second mail that day */
	g_assert_cmpuint(w->fresh.n, ==, 0);

	struct ask *ask = waiting(w, 1, FORM_REMATCH);
	g_assert_cmpint(ask->match, ==, match->id);
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpint(ask->state, ==, ASK_ANSWERED);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	g_assert_cmpstr(match->end_reason, ==, ENDED_ASKED);
	g_assert_cmpint(fresh(w, MOMENT_MATCH_ENDED, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_MATCH_ENDED, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 2);
	/* the coordinators hear that it happened, not who wanted it */
	const struct field *who = field_to(&w->fresh, MOMENT_UNREAD, 0, "who");
	g_assert_true(
		who && strstr(who->text, "Ana") && strstr(who->text, "Bob"));
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);

	w->facts->now += 3 * DAY;
	struct waiting waiting = waiting_people(&w->program, w->facts);
	struct solve_input input = input_of(&w->program, w->facts, &waiting);
	g_assert_cmpuint(input.people.n, ==, 4);
	g_assert_true(is_forbidden(&input.forbidden, 1, 2));
	int64_t points[5] = { 0 };
	for (size_t i = 0; i < input.credits.n; i++)
		points[input.credits.at[i].participant] =
			input.credits.at[i].points;
	g_assert_cmpint(points[1], >, 0);
	g_assert_cmpint(points[1], ==, points[2]);
	world_free(w);
}

static void
test_no(void)
{
	struct match *match;
	struct world *w = matched(2, &match, IDS(1, 2));

	command(w, 1, NULL, COMMAND_REMATCH);
	struct ask *ask = waiting(w, 1, FORM_REMATCH);
	command(w, 1, ask, COMMAND_NO);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	world_free(w);
}

/* The partner left meanwhile; a yes changes nothing any more. */
static void
test_overtaken(void)
{
	struct match *match;
	struct world *w = matched(2, &match, IDS(1, 2));

	command(w, 1, NULL, COMMAND_REMATCH);
	struct ask *ask = waiting(w, 1, FORM_REMATCH);
	leave_now(&w->program, w->facts, person(w, 2), "test");
	settle(w);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	command(w, 1, ask, COMMAND_YES);
	g_assert_cmpstr(match->end_reason, ==, "a participant left");
	world_free(w);
}

static void
test_too_late(void)
{
	struct match *match;
	struct world *w = matched(2, &match, IDS(1, 2));

	command(w, 1, NULL, COMMAND_REMATCH);
	struct ask *ask = waiting(w, 1, FORM_REMATCH);
	run_until(w, w->facts->now + 15 * DAY);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	world_free(w);
}

/* Another person's yes is not theirs, and an unsure one is none. */
static void
test_whose_yes(void)
{
	struct match *match;
	struct world *w = matched(2, &match, IDS(1, 2));

	command(w, 1, NULL, COMMAND_REMATCH);
	struct ask *ask = waiting(w, 1, FORM_REMATCH);
	command(w, 2, ask, COMMAND_YES);
	struct post unsure = post_from(w, 1, ask);
	unsure.letter.command = COMMAND_YES;
	unsure.letter.confidence = CONFIDENCE_UNSURE;
	receive(w, &unsure);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	world_free(w);
}

static void
test_without_a_match(void)
{
	struct world *w = world_new(2);

	enrol_all(w);
	g_assert_cmpint(command(w, 1, NULL, COMMAND_REMATCH).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_REMATCH, -1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	world_free(w);
}

/* Two mentees: only the one the mail is about; without a hint, a person. */
static void
test_of_several(void)
{
	struct match *first;
	struct world *w = matched(3, &first, IDS(1, 2));
	struct match *second = match_them(w, false, IDS(1, 3));

	g_assert_cmpint(command(w, 1, NULL, COMMAND_REMATCH).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	struct post post = post_from(w, 1, NULL);
	post.letter.command = COMMAND_REMATCH;
	post.about.match = second->id;
	receive(w, &post);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_REMATCH, 1), ==, 1);
	command(w, 1, waiting(w, 1, FORM_REMATCH), COMMAND_YES);
	g_assert_cmpint(first->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(second->state, ==, MATCH_ENDED);
	world_free(w);
}

/* Out of a group only the asker goes, and comes back to none of them. */
static void
test_out_of_a_group(void)
{
	struct match *match;
	struct world *w = matched(4, &match, IDS(1, 2, 3));

	w->program.matching.form = MATCHING_GROUPS;
	w->program.matching.size = 3;
	command(w, 2, NULL, COMMAND_REMATCH);
	command(w, 2, waiting(w, 2, FORM_REMATCH), COMMAND_YES);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpuint(match->members.n, ==, 2);
	g_assert_false(match_has(match, 2));
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 2);
	const struct field *stays =
		field_to(&w->fresh, MOMENT_PARTNER_LEFT, 1, "stays");
	g_assert_true(stays && stays->truth);
	g_assert_cmpint(fresh(w, MOMENT_MATCH_ENDED, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 1);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_ENROLLED);
	struct waiting waiting = waiting_people(&w->program, w->facts);
	struct solve_input input = input_of(&w->program, w->facts, &waiting);
	g_assert_cmpuint(input.people.n, ==, 2);
	g_assert_true(is_forbidden(&input.forbidden, 1, 2));
	g_assert_true(is_forbidden(&input.forbidden, 2, 3));
	g_assert_false(is_forbidden(&input.forbidden, 1, 3));
	world_free(w);
}

/* Number 2 of the match rates a meeting with 1, and the program reacts. */
static void
rate_badly(struct world *w, enum reaction_do action)
{
	struct reaction *r = LIST_ADD(w->pool, &w->program.reactions);

	*r = (struct reaction){ .form = "checkin",
		.question = "rating",
		.is = "1",
		.action = action };
	run_until(w, w->facts->sessions.at[0]->starts_at + 2 * DAY);
	struct post post = post_from(w, 2, waiting(w, 2, "checkin"));
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "1", CONFIDENCE_SURE);
	receive(w, &post);
}

/* An answer that ends a match takes only who gave it out of a group. */
static void
test_reaction_in_a_group(void)
{
	struct match *match;
	struct world *w = matched(3, &match, IDS(1, 2, 3));

	rate_badly(w, REACT_END);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_false(match_has(match, 2));
	g_assert_cmpuint(match->members.n, ==, 2);
	world_free(w);
}

/* A bad day is no wish yet: they are asked, and only a yes ends it. */
static void
test_reaction_asks(void)
{
	struct match *match;
	struct world *w = matched(4, &match, IDS(1, 2));

	rate_badly(w, REACT_REMATCH);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_REMATCH, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	struct ask *ask = waiting(w, 2, FORM_REMATCH);
	g_assert_cmpint(ask->match, ==, match->id);
	command(w, 2, ask, COMMAND_YES);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	g_assert_cmpstr(match->end_reason, ==, ENDED_ASKED);
	world_free(w);
}

/* A coordinator's pin on the two is overruled by the one it is about. */
static void
test_against_a_pin(void)
{
	struct match *match;
	struct world *w = matched(3, &match, IDS(1, 2, 3));
	struct directive *pin = POOL_NEW(w->pool, struct directive);

	pin->one = 1;
	pin->other = 2;
	*LIST_ADD(w->pool, &w->facts->directives) = pin;
	directive_forbid(w->facts, 2, 1);
	directive_forbid(w->facts, 1, 2);
	g_assert_cmpint(pin->over_at, ==, w->facts->now);
	g_assert_cmpuint(w->facts->directives.n, ==, 2);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/rematch/" #name, test_##name)
	TEST(yes);
	TEST(no);
	TEST(overtaken);
	TEST(too_late);
	TEST(whose_yes);
	TEST(without_a_match);
	TEST(of_several);
	TEST(out_of_a_group);
	TEST(reaction_in_a_group);
	TEST(reaction_asks);
	TEST(against_a_pin);
	return g_test_run();
}
