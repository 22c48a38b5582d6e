/* All sessions of a match at once: how far one object goes, what is told of one
 * occurrence and what of all, and how it ends. */
#include "series_world.h"
#include "write/invite.h"

/* ---- planning ---------------------------------------------------------------- */

static void
test_one_object(void)
{
	struct world *w = series_world(2, 6);

	start_all(w);
	g_assert_cmpuint(w->facts->series.n, ==, 1);
	g_assert_cmpuint(w->facts->sessions.n, ==, 6);
	const struct series *series = series_at(w, 0);
	const char *hour = clock_of(w, "Europe/Berlin", series->starts_at) + 11;
	for (size_t i = 0; i < 6; i++) {
		const struct session *s = session_at(w, i);

		g_assert_cmpint(s->number, ==, (int64_t)i + 1);
		g_assert_cmpint(s->series, ==, series->id);
		g_assert_cmpint(s->original_at, ==, s->starts_at);
		g_assert_cmpstr(s->uid, ==, series->uid);
		/* over the change to summer time the hour stays */
		g_assert_cmpstr(clock_of(w, "Europe/Berlin", s->starts_at) + 11,
			==, hour);
		g_assert_cmpint(
			s->starts_at, ==, invite_series_at(series, (int)i));
	}
	g_assert_cmpint(invite_series_fits(series), ==, 6);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INVITATION, -1), ==, 2);
	g_assert_cmpint(first_mail(&w->mails, MOMENT_INVITATION, 1).object, ==,
		OBJECT_SERIES);
	/* when all are over, nothing more is planned */
	run_until(w, berlin("2027-04-10 12:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 6);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, 1), ==,
		6 + 1); /* the survey */
	world_free(w);
}

/* Without a count it goes to the end of the program. */
static void
test_to_the_end(void)
{
	struct world *w = series_world(2, 0);

	start_all(w);
	g_assert_cmpuint(w->facts->series.n, ==, 1);
	const struct session *last = session_at(w, w->facts->sessions.n - 1);
	int64_t end = program_end_time(&w->program);
	g_assert_cmpint(session_end(last), <=, end);
	g_assert_cmpint(last->starts_at + 14 * DAY + HOUR, >, end);
	world_free(w);
}

/* Where the hour suits somebody no longer, because clocks changed, the next
 * object begins, at a time that suits. */
static void
test_parts(void)
{
	struct world *w = series_world(2, 6);

	/* free in one hour of the week, each on their own clock: 10 to 11 in
	 * Berlin is 6 to 7 in Sao Paulo until 28 March, then 5 to 6 */
	for (size_t i = 0; i < 2; i++) {
		struct participant *p = w->program.roster.at[i];

		p->free.n = 0;
		*LIST_ADD(w->pool, &p->free) = (struct free_window){ 2,
			i ? 6 * 60 : 10 * 60, i ? 8 * 60 : 12 * 60 };
		p->timezone = i ? "America/Sao_Paulo" : "Europe/Berlin";
	}
	start_all(w);
	g_assert_cmpuint(w->facts->sessions.n, ==, 6);
	for (size_t i = 0; i < 6; i++) {
		int64_t at = session_at(w, i)->starts_at;
		int here = civil_of(zone_find("Europe/Berlin"), at).hour;
		int there = civil_of(zone_find("America/Sao_Paulo"), at).hour;

		g_assert_cmpint(here, >=, 10);
		g_assert_cmpint(here, <, 12);
		g_assert_cmpint(there, >=, 6);
		g_assert_cmpint(there, <, 8);
		g_assert_cmpint(session_at(w, i)->number, ==, (int64_t)i + 1);
	}
	world_free(w);
}

/* A single one that is left is no series. */
static void
test_single(void)
{
	struct world *w = series_world(2, 1);

	start_all(w);
	g_assert_cmpuint(w->facts->series.n, ==, 0);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(session_at(w, 0)->series, ==, 0);
	g_assert_cmpint(first_mail(&w->mails, MOMENT_INVITATION, 1).object, ==,
		OBJECT_SESSION);
	world_free(w);
}

/* ---- one of them changes ------------------------------------------------------------- */

static void
test_one_counter(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	struct series *series = series_at(w, 0);
	struct session *a = session_at(w, 1), *b = session_at(w, 2);
	session_move(&w->program, w->facts, a, a->starts_at + DAY, 60, 0);
	settle(w);
	g_assert_cmpint(
		objects(w, MOMENT_INVITATION, 1, OBJECT_SESSION), ==, 1);
	g_assert_cmpint(a->sequence, ==, 1);
	session_skip(&w->program, w->facts, b, "test");
	settle(w);
	g_assert_cmpint(b->sequence, ==, 2);
	g_assert_cmpint(b->dtstamp, >, a->dtstamp);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, 1), ==, 1);
	/* nothing is planned for it: the others stay as they are */
	g_assert_cmpuint(w->facts->sessions.n, ==, 4);
	g_assert_cmpint(series->sequence, ==, 0);
	g_assert_cmpint(session_at(w, 3)->sequence, ==, 0);
	session_move(&w->program, w->facts, a, a->starts_at + DAY, 60, 0);
	settle(w);
	g_assert_cmpint(a->sequence, ==, 3);
	g_assert_cmpint(a->dtstamp, >, b->dtstamp);
	world_free(w);
}

/* The mail about all of it may still wait when one of it is moved. */
static void
test_unsent_master_stays(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	struct session *s = session_at(w, 0);
	session_move(&w->program, w->facts, s, s->starts_at + HOUR, 60, 0);
	g_assert_cmpuint(w->facts->cancels.n, ==, 0);
	session_move(&w->program, w->facts, s, s->starts_at + HOUR, 60, 0);
	g_assert_cmpuint(w->facts->cancels.n, ==, 1);
	session_skip(&w->program, w->facts, session_at(w, 1), "test");
	g_assert_cmpuint(w->facts->cancels.n, ==, 1);
	settle(w);
	ending_match(w->facts, w->facts->matches.at[0], "test");
	g_assert_cmpuint(w->facts->cancels.n, >=, 3);
	settle(w);
	world_free(w);
}

/* The master is another one: what was told apart is told again, after it. */
static void
test_master_changes(void)
{
	struct world *w = series_world(2, 4);

	w->program.sessions.place = "Room 1";
	start_all(w);
	run_until(w, session_at(w, 0)->starts_at + 1);
	struct series *series = series_at(w, 0);
	struct session *moved = session_at(w, 1), *out = session_at(w, 2);
	reply(w, 1, "REPLY", NULL, 0, "ACCEPTED", 0);
	session_move(
		&w->program, w->facts, moved, moved->starts_at + DAY, 60, 1);
	session_skip(&w->program, w->facts, out, "test");
	settle(w);
	w->program.sessions.place = "Room 2";
	decide_roster(&w->program, w->facts);
	settle(w);
	for (int id = 1; id <= 2; id++) {
		g_assert_cmpint(
			objects(w, MOMENT_INVITATION, id, OBJECT_SERIES), ==,
			1);
		g_assert_cmpint(
			objects(w, MOMENT_INVITATION, id, OBJECT_SESSION), ==,
			1);
		g_assert_cmpint(
			objects(w, MOMENT_CANCELLATION, id, OBJECT_SESSION), ==,
			1);
	}
	g_assert_cmpstr(series->place, ==, "Room 2");
	g_assert_cmpstr(session_at(w, 0)->place, ==, "Room 1");
	g_assert_cmpstr(moved->place, ==, "Room 2");
	g_assert_cmpint(moved->sequence, >, series->sequence);
	g_assert_cmpint(out->sequence, >, series->sequence);
	g_assert_cmpint(moved->dtstamp, >, series->dtstamp);
	g_assert_cmpint(out->dtstamp, >, series->dtstamp);
	g_assert_cmpint(session_at(w, 3)->dtstamp, ==, series->dtstamp);
	g_assert_cmpstr(answers(w, 1), ==, "-AAA");
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	world_free(w);
}

/* ---- endings ------------------------------------------------------------------------------ */

/* Nothing of it has been: a CANCEL of all. */
static void
test_ends_before_it_began(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	struct series *series = series_at(w, 0);
	ending_match(w->facts, w->facts->matches.at[0], "test");
	settle(w);
	for (int id = 1; id <= 2; id++)
		g_assert_cmpint(
			objects(w, MOMENT_CANCELLATION, id, OBJECT_SERIES), ==,
			1);
	g_assert_cmpuint(w->fresh.n, ==, 2);
	g_assert_cmpint(series->sequence, ==, 1);
	g_assert_cmpint(series->ended_at, ==, w->facts->now);
	for (size_t i = 0; i < 4; i++)
		g_assert_cmpint(session_at(w, i)->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_CANCELLED, false), ==, 4);
	world_free(w);
}

/* Some of it has been, and stays in calendars: it becomes shorter. */
static void
test_ends_in_the_middle(void)
{
	struct world *w = series_world(2, 5);

	start_all(w);
	/* the second one is put off behind the third: it must go by itself */
	struct session *late = session_at(w, 1);
	session_move(&w->program, w->facts, late,
		session_at(w, 2)->starts_at + DAY, 60, 0);
	settle(w);
	run_until(w, session_at(w, 2)->starts_at + HOUR);
	ending_match(w->facts, w->facts->matches.at[0], "test");
	settle(w);
	for (int id = 1; id <= 2; id++) {
		g_assert_cmpint(
			objects(w, MOMENT_CANCELLATION, id, OBJECT_REST), ==,
			1);
		g_assert_cmpint(
			objects(w, MOMENT_CANCELLATION, id, OBJECT_SESSION), ==,
			1);
	}
	g_assert_cmpuint(w->fresh.n, ==, 4);
	g_assert_cmpint(
		first_mail(&w->fresh, MOMENT_CANCELLATION, 1).keep, ==, 3);
	static const enum session_state want[] = { SESSION_PLANNED,
		SESSION_CANCELLED, SESSION_PLANNED, SESSION_CANCELLED,
		SESSION_CANCELLED };
	for (size_t i = 0; i < 5; i++)
		g_assert_cmpint(session_at(w, i)->state, ==, want[i]);
	world_free(w);
}

/* Who leaves the program gets theirs, and then nothing more. */
static void
test_who_leaves(void)
{
	struct world *w = series_world(2, 4);

	start_all(w);
	run_until(w, session_at(w, 1)->starts_at + HOUR);
	leave_now(&w->program, w->facts, person(w, 1), "test");
	settle(w);
	g_assert_cmpint(objects(w, MOMENT_CANCELLATION, 1, OBJECT_REST), ==, 1);
	g_assert_cmpint(objects(w, MOMENT_CANCELLATION, 2, OBJECT_REST), ==, 1);
	g_assert_cmpint(
		first_mail(&w->fresh, MOMENT_CANCELLATION, 1).keep, ==, 2);
	world_free(w);
}

static void
test_pause(void)
{
	struct world *w = series_world(2, 5);

	start_all(w);
	/* a pause over two of them: those are left out */
	int64_t until = session_at(w, 2)->starts_at + DAY;
	pause_now(&w->program, w->facts, person(w, 1),
		when_date(w->program.zone, until / DAY), 1, true);
	settle(w);
	/* the first, the second and the third begin before that day is over */
	int out = 0;
	for (size_t i = 0; i < 5; i++)
		out += session_at(w, i)->state == SESSION_CANCELLED;
	g_assert_cmpint(out, ==, 3);
	g_assert_cmpint(
		objects(w, MOMENT_CANCELLATION, 2, OBJECT_SESSION), ==, 3);
	g_assert_cmpint(series_at(w, 0)->ended_at, ==, 0);
	/* for good: all of it, in one mail */
	pause_now(&w->program, w->facts, person(w, 1), 0, 2, true);
	settle(w);
	g_assert_cmpint(
		objects(w, MOMENT_CANCELLATION, 2, OBJECT_SERIES), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, 2), ==, 1);
	/* back: the rest of them, as a new series */
	pause_resume(&w->program, w->facts, person(w, 1), 3);
	settle(w);
	g_assert_cmpuint(w->facts->series.n, ==, 2);
	g_assert_cmpint(objects(w, MOMENT_INVITATION, 2, OBJECT_SERIES), ==, 1);
	world_free(w);
}

/* One of a group: only they are told that it is over. */
static void
test_group(void)
{
	struct world *w = series_world(4, 4);

	w->program.matching.form = MATCHING_GROUPS;
	w->program.matching.size = 3;
	enrol_all(w);
	struct match *match = match_them(w, false, IDS(1, 2, 3));
	struct series *series = series_at(w, 0);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INVITATION, -1), ==, 3);
	member_goes(&w->program, w->facts, match, person(w, 3), GONE_FROM_GROUP,
		"test");
	settle(w);
	g_assert_cmpint(
		objects(w, MOMENT_CANCELLATION, 3, OBJECT_SERIES), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 1);
	for (int id = 1; id <= 2; id++)
		g_assert_cmpint(
			objects(w, MOMENT_INVITATION, id, OBJECT_SERIES), ==,
			1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	g_assert_cmpint(series->sequence, ==, 1);
	g_assert_cmpint(series->ended_at, ==, 0);
	for (size_t i = 0; i < 4; i++) {
		g_assert_cmpint(session_at(w, i)->sequence, ==, 1);
		g_assert_cmpuint(session_at(w, i)->attendees.n, ==, 2);
	}
	/* another one comes */
	match_add(match, 4);
	session_add_all(w->facts, match, 4);
	settle(w);
	g_assert_cmpint(objects(w, MOMENT_INVITATION, 4, OBJECT_SERIES), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 3);
	g_assert_cmpint(series->sequence, ==, 2);
	/* and goes after the first meeting: that one stays with them */
	run_until(w, session_at(w, 0)->starts_at + HOUR);
	session_drop_all(w->facts, match, 0, 4);
	settle(w);
	g_assert_cmpint(objects(w, MOMENT_CANCELLATION, 4, OBJECT_REST), ==, 1);
	g_assert_nonnull(session_attendee(session_at(w, 0), 4));
	world_free(w);
}

/* What one skips of it comes at the end, with a number of its own. */
static void
test_skipped_one_is_made_up_for(void)
{
	struct world *w = series_world(2, 3);

	start_all(w);
	session_skip(&w->program, w->facts, session_at(w, 1), "test");
	settle(w);
	run_until(w, session_at(w, 2)->starts_at + DAY);
	g_assert_cmpuint(w->facts->sessions.n, ==, 4);
	g_assert_cmpint(session_at(w, 3)->number, ==, 4);
	g_assert_cmpint(session_at(w, 3)->series, ==, 0);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/series/" #name, test_##name)
	TEST(one_object);
	TEST(to_the_end);
	TEST(parts);
	TEST(single);
	TEST(one_counter);
	TEST(unsent_master_stays);
	TEST(master_changes);
	TEST(ends_before_it_began);
	TEST(ends_in_the_middle);
	TEST(who_leaves);
	TEST(pause);
	TEST(group);
	TEST(skipped_one_is_made_up_for);
	return g_test_run();
}
