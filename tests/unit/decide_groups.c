/* Groups: one goes and the rest goes on, one comes and is taken in, and the
 * one who leads is missed. */
#include "decide/concern.h"
#include "decide_world.h"

/* Ana leads a group of four; Eva and Finn are without one. */
static struct world *
group_of_four(struct match **match)
{
	struct world *w = world_new(6);

	w->program.matching.form = MATCHING_GROUPS;
	w->program.matching.size = 4;
	w->program.silence = (struct silence){ 0 };
	enrol_all(w);
	w->facts->now = berlin("2027-01-04 09:00");
	*match = match_them(w, true, IDS(1, 2, 3, 4));
	return w;
}

static struct session *
first_session(const struct world *w)
{
	return w->facts->sessions.at[0];
}

static void
test_introduction(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 4);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 4);
	g_assert_cmpuint(first_session(w)->attendees.n, ==, 4);
	world_free(w);
}

static void
test_one_leaves(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);
	int64_t sequence = first_session(w)->sequence;

	leave_now(&w->program, w->facts, person(w, 3), "test");
	settle(w);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpuint(match->members.n, ==, 3);
	g_assert_cmpint(match->lead, ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 3);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, 3), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 3);
	g_assert_cmpint(first_session(w)->sequence, ==, sequence + 1);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	world_free(w);
}

/* Down to a pair it goes on; then it ends. */
static void
test_down_to_two(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	for (int64_t id = 4; id > 2; id--) {
		leave_now(&w->program, w->facts, person(w, id), "test");
		settle(w);
	}
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	leave_now(&w->program, w->facts, person(w, 2), "test");
	settle(w);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, 1), ==, 1);
	world_free(w);
}

static void
test_leader_leaves(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	leave_now(&w->program, w->facts, person(w, 1), "test");
	settle(w);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(match->lead, ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1); /* Carl: concerns */
	world_free(w);
}

static void
test_leader_bounces(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	bounce_count(&w->program, w->facts, person(w, 1), 1, "test");
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	w->facts->now += 2 * DAY;
	bounce_count(&w->program, w->facts, person(w, 1), 2, "test");
	settle(w);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_SUSPENDED);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	/* the next one is planned for those who are there */
	struct session *s = first_session(w);
	run_until(w, session_end(s) + MINUTE);
	s = w->facts->sessions.at[w->facts->sessions.n - 1];
	g_assert_cmpint(s->number, ==, 2);
	g_assert_cmpuint(s->attendees.n, ==, 3);
	g_assert_null(session_attendee(s, 1));
	/* heard from again: taken in */
	silence_heard(&w->program, w->facts, person(w, 1), 0);
	settle(w);
	g_assert_nonnull(session_attendee(s, 1));
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	world_free(w);
}

/* Three others meet without the one who pauses, who is back in time for what
 * is planned by then. */
static void
test_one_pauses(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);
	struct session *s = first_session(w);

	session_attendee(s, 2)->partstat = PARTSTAT_ACCEPTED;
	pause_now(&w->program, w->facts, person(w, 3), s->starts_at + DAY, 1,
		true);
	settle(w);
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	g_assert_null(session_attendee(s, 3));
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_PAUSED, -1), ==, 3);
	const struct field *others =
		field_to(&w->fresh, MOMENT_PARTNER_PAUSED, 1, "others_meet");
	g_assert_true(others && others->truth);
	pause_resume(&w->program, w->facts, person(w, 3), 2);
	settle(w);
	g_assert_nonnull(session_attendee(s, 3));
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 4);
	world_free(w);
}

/* Of a pair that is what it always was: no meeting alone. */
static void
test_pair_pauses(void)
{
	struct world *w = world_new(2);

	start_all(w);
	pause_now(&w->program, w->facts, person(w, 1), w->facts->now + 60 * DAY,
		1, true);
	settle(w);
	g_assert_cmpint(first_session(w)->state, ==, SESSION_CANCELLED);
	const struct field *others =
		field_to(&w->fresh, MOMENT_PARTNER_PAUSED, 2, "others_meet");
	g_assert_true(others && !others->truth);
	world_free(w);
}

/* One never says a word: asked, told of, and the others go on. When they fall
 * silent as well it ends. */
static void
test_one_is_silent(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	w->program.silence = (struct silence){ 7 * DAY, 14 * DAY, 28 * DAY };
	w->program.sessions.find = FIND_NONE;
	w->facts->sessions.at[0]->state = SESSION_CANCELLED;
	silence_plan(&w->program, w->facts, match);
	for (int day = 0; day < 60; day++) {
		run_until(w, w->facts->now + DAY);
		for (int64_t id = 1; id <= 3; id++)
			silence_heard(&w->program, w->facts, person(w, id), 0);
	}
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpint(match->told_at, >, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 4), >, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NUDGE, 1), ==, 0);
	run_until(w, w->facts->now + 36 * DAY);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	world_free(w);
}

/* ---- late joiners ------------------------------------------------------------- */

static void
test_open_groups(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);
	struct waiting waiting = waiting_people(&w->program, w->facts);

	g_assert_cmpuint(waiting.free.n, ==, 2);
	g_assert_cmpuint(waiting.standing.n, ==, 1);
	g_assert_cmpuint(waiting.standing_people.n, ==, 4);
	w->program.matching.size = 3; /* four are one more than wished */
	waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.standing.n, ==, 0);
	world_free(w);
}

static void
test_joiner(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);
	struct session *s = first_session(w);
	int64_t sequence = s->sequence, dtstamp = s->dtstamp;
	struct run *run = draft_run(w);

	w->facts->now += HOUR;
	struct match *draft = propose(w, run, false, IDS(5));
	draft->joins = match->id;
	const int64_t points[2][2] = { { 50, 10 }, { 30, 5 } };
	for (int i = 0; i < 2; i++) {
		*LIST_ADD(w->pool, &match->reasons) = (struct match_reason){
			.points = points[0][i], .one = 1, .other = 2
		};
		LIST_ADD(w->pool, &draft->reasons)->points = points[1][i];
	}
	LIST_ADD(w->pool, &match->reasons)->points = 90; /* of all four */
	publish_run(w, run);
	g_assert_cmpuint(match->reasons.n, ==, 4);
	g_assert_cmpint(match->reasons.at[1].points, ==, 30);
	g_assert_cmpint(match->reasons.at[3].points, ==, 5);
	g_assert_cmpint(run->state, ==, RUN_PUBLISHED);
	g_assert_cmpint(draft->state, ==, MATCH_DISCARDED);
	g_assert_cmpuint(match->members.n, ==, 5);
	g_assert_true(match_has(match, 5));
	g_assert_cmpint(*match_heard(match, 5), ==, w->facts->now);
	/* one mail to each: who is new, or who they are with */
	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 5);
	g_assert_null(field_to(&w->fresh, MOMENT_INTRODUCTION, 5, "newcomers"));
	const struct field *newcomers =
		field_to(&w->fresh, MOMENT_INTRODUCTION, 2, "newcomers");
	g_assert_true(newcomers && newcomers->list.n == 1);
	/* the calendars take them in */
	g_assert_cmpuint(s->attendees.n, ==, 5);
	g_assert_cmpint(s->sequence, ==, sequence + 1);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 5);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 5), ==, 1);
	/* the note of a match comes to them, counted from now */
	run_until(w, w->facts->now + 5 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NOTE, 5), ==, 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NOTE, 2), ==, 1);
	run_until(w, s->starts_at + 2 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, 5), ==, 1);
	world_free(w);
}

/* The group ended before the draft was approved. */
static void
test_joiner_too_late(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);
	struct run *run = draft_run(w);
	struct match *draft = propose(w, run, false, IDS(5));

	draft->joins = match->id;
	ending_match(w->facts, match, "test");
	settle(w);
	publish_run(w, run);
	g_assert_cmpint(draft->state, ==, MATCH_DISCARDED);
	g_assert_cmpint(fresh(w, MOMENT_INTRODUCTION, -1), ==, 0);
	g_assert_cmpuint(match->members.n, ==, 4);
	g_assert_cmpint(outcomes(w, OUTCOME_UNMATCHED, false), ==, 1);
	world_free(w);
}

/* A lone newcomer is reason enough for a run when a group is open. */
static void
test_monday_run(void)
{
	struct match *match;
	struct world *w = group_of_four(&match);

	leave_now(&w->program, w->facts, person(w, 6), "test");
	struct waiting waiting = waiting_people(&w->program, w->facts);
	g_assert_cmpuint(waiting.free.n, ==, 1);
	g_assert_true(waiting_can_match(&w->program, &waiting));
	w->program.matching.size = 3;
	waiting = waiting_people(&w->program, w->facts);
	g_assert_false(waiting_can_match(&w->program, &waiting));
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/groups/" #name, test_##name)
	TEST(introduction);
	TEST(one_leaves);
	TEST(down_to_two);
	TEST(leader_leaves);
	TEST(leader_bounces);
	TEST(one_pauses);
	TEST(pair_pauses);
	TEST(one_is_silent);
	TEST(open_groups);
	TEST(joiner);
	TEST(joiner_too_late);
	TEST(monday_run);
	return g_test_run();
}
