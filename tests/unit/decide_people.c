/* People: the roster, leaving, pausing, silence. */
#include "decide/concern.h"
#include "decide_world.h"

/* ---- the roster ------------------------------------------------------------- */

/* When the program's item of that kind is due, in Berlin. */
static const char *
planned(struct world *w, enum due_kind kind)
{
	const struct due *due = find_due(w, kind, 0);

	return due ? clock_of(w, "Europe/Berlin", due->at) : "never";
}

static void
test_enrol(void)
{
	struct world *w = world_new(4);

	enrol_all(w);
	g_assert_cmpuint(w->facts->participants.n, ==, 4);
	g_assert_cmpint(fresh(w, MOMENT_WELCOME, -1), ==, 4);
	g_assert_cmpint(outcomes(w, OUTCOME_PROGRAM_STARTED, true), ==, 1);
	g_assert_cmpint(outcomes(w, OUTCOME_ENROLLED, true), ==, 4);
	g_assert_cmpstr(planned(w, DUE_MATCHING), ==, "2027-01-01 08:00");
	g_assert_cmpstr(planned(w, DUE_DIGEST), ==, "2027-01-04 08:00");
	g_assert_cmpstr(planned(w, DUE_END), ==, "2027-04-12 00:00");
	world_free(w);
}

static void
test_roster_changes(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct participant *row = POOL_NEW(w->pool, struct participant);
	*row = *w->program.roster.at[0];
	row->timezone = "Pacific/Auckland";
	w->program.roster.at[0] = row;
	struct due *note = NULL;
	for (size_t i = 0; i < w->facts->dues.n; i++)
		if (w->facts->dues.at[i]->what &&
			!strcmp(w->facts->dues.at[i]->what, "survey") &&
			w->facts->dues.at[i]->subject == 1)
			note = w->facts->dues.at[i];
	g_assert_nonnull(note);
	g_assert_cmpstr(
		clock_of(w, "Europe/Berlin", note->at), ==, "2027-04-04 10:00");
	enrol_all(w);
	g_assert_cmpint(outcomes(w, OUTCOME_ROSTER_CHANGED, false), ==, 1);
	g_assert_cmpstr(person(w, 1)->timezone, ==, "Pacific/Auckland");
	g_assert_cmpstr(clock_of(w, "Pacific/Auckland", note->at), ==,
		"2027-04-04 10:00");
	enrol_all(w);
	g_assert_cmpint(outcomes(w, OUTCOME_ROSTER_CHANGED, false), ==, 0);
	world_free(w);
}

/* What another calendar said is worth nothing; and of who left nobody needs to
 * know when they are busy. */
static void
test_calendar_changes(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct participant *row = POOL_NEW(w->pool, struct participant);
	*row = *w->program.roster.at[0];
	row->freebusy = "https://cal.example/1";
	w->program.roster.at[0] = row;
	enrol_all(w);
	struct participant *one = person(w, 1);
	g_assert_cmpstr(one->freebusy, ==, "https://cal.example/1");
	*LIST_ADD(w->pool, &one->busy) = (struct busy){ 1, 2 };
	one->busy_at = w->facts->now;
	enrol_all(w);
	g_assert_cmpuint(one->busy.n, ==, 1);
	row->freebusy = "https://cal.example/2";
	enrol_all(w);
	g_assert_cmpuint(one->busy.n, ==, 0);
	g_assert_cmpint(one->busy_at, ==, 0);

	*LIST_ADD(w->pool, &one->busy) = (struct busy){ 1, 2 };
	one->busy_at = w->facts->now;
	command(w, 1, NULL, COMMAND_LEAVE);
	w->facts->now += DAY;
	command(w, 1, waiting(w, 1, FORM_LEAVE), COMMAND_YES);
	g_assert_cmpint(one->state, ==, PARTICIPANT_LEFT);
	g_assert_cmpuint(one->busy.n, ==, 0);
	g_assert_cmpint(one->busy_at, ==, 0);
	world_free(w);
}

/* A file that lost many people is an accident rather than a wish. */
static void
test_roster_lost(void)
{
	static const struct {
		int people, stay;
		bool lost;
	} cases[] = {
		{ 12, 12, false },
		{ 12, 9, false },
		{ 12, 8, true },
		{ 12, 0, true },
		{ 4, 1, false },
		{ 3, 0, true },
		{ 1, 0, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = world_new(cases[i].people);
		int64_t gone, of;

		enrol_all(w);
		w->program.roster.n = (size_t)cases[i].stay;
		g_test_message("%d of %d", cases[i].stay, cases[i].people);
		g_assert_cmpint(
			decide_roster_lost(&w->program, w->facts, &gone, &of),
			==, cases[i].lost);
		g_assert_cmpint(of, ==, cases[i].people);
		g_assert_cmpint(gone, ==, cases[i].people - cases[i].stay);
		world_free(w);
	}
}

/* All are others: the ids were lost, or it is another program's file. And who
 * left before is not missed. */
static void
test_roster_of_others(void)
{
	struct world *w = world_new(2);
	int64_t gone, of;

	enrol_all(w);
	w->program.roster.n = 0;
	add_person(w, "Zoe", "Europe/Berlin");
	g_assert_true(decide_roster_lost(&w->program, w->facts, &gone, &of));
	leave_now(&w->program, w->facts, person(w, 1), "test");
	g_assert_false(decide_roster_lost(&w->program, w->facts, &gone, &of));
	g_assert_cmpint(of, ==, 1);
	w->facts->now = berlin("2027-05-01 00:00");
	w->program.roster.n = 0;
	g_assert_false(decide_roster_lost(&w->program, w->facts, &gone, &of));
	world_free(w);
}

/* Learned addresses stay, a new address is a new chance. */
static void
test_roster_address(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct participant *p = person(w, 1);
	*LIST_ADD(w->pool, &p->aliases) = "learned@mail.example";
	p->state = PARTICIPANT_SUSPENDED;
	p->bounces = 2;
	struct participant *row = POOL_NEW(w->pool, struct participant);
	*row = *w->program.roster.at[0];
	row->email = "ana.new@example.org";
	w->program.roster.at[0] = row;
	enrol_all(w);
	g_assert_cmpint(p->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(p->bounces, ==, 0);
	g_assert_cmpuint(p->aliases.n, ==, 1);
	g_assert_cmpuint(w->facts->participants.n, ==, 2);
	world_free(w);
}

static void
test_gone_from_roster(void)
{
	struct world *w = world_new(2);

	start_all(w);
	w->program.roster.n = 1;
	enrol_all(w);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_LEFT);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_LEFT, -1), ==, 0);
	enrol_all(w); /* gone once, not once a reload */
	g_assert_cmpint(outcomes(w, OUTCOME_LEFT, true), ==, 1);
	/* the row comes back, and the person with it: as one who joins late */
	w->facts->now += DAY;
	w->program.roster.n = 2;
	enrol_all(w);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(person(w, 2)->joined_at, ==, w->facts->now);
	g_assert_cmpuint(w->facts->participants.n, ==, 2);
	g_assert_cmpint(fresh(w, MOMENT_RESUMED, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	enrol_all(w);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

/* Leaving was their own word; the file, taken away and put back, is older.
 * The coordinators hear of it once. */
static void
test_put_back_against_their_wish(void)
{
	struct world *w = world_new(2);

	start_all(w);
	leave_now(&w->program, w->facts, person(w, 2), "their own wish");
	settle(w);
	enrol_all(w); /* still in the file: as it was */
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 0);
	w->program.roster.n = 1;
	enrol_all(w);
	g_assert_cmpint(outcomes(w, OUTCOME_LEFT, true), ==, 1);
	w->facts->now += DAY;
	w->program.roster.n = 2;
	enrol_all(w);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_LEFT);
	g_assert_cmpint(fresh(w, MOMENT_RESUMED, -1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==, 1);
	enrol_all(w);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

/* Who joins in March is spared January, and gets the survey. */
static void
test_late_joiner(void)
{
	struct world *w = world_new(2);

	add_step(w, "kickoff", ANCHOR_START, 0, 600, STEP_SEND, "tips")->to =
		TO_ALL;
	add_step(
		w, "welcome-tips", ANCHOR_JOIN, 2 * DAY, 600, STEP_SEND, "tips")
		->to = TO_ALL;
	add_step(w, "news", ANCHOR_DATE, 0, 600, STEP_SEND, "tips")->to =
		TO_ALL;
	w->program.timeline.at[w->program.timeline.n - 1].date =
		date_of("2027-02-26"); /* within the days a reload looks back */
	start_all(w);
	run_until(w, berlin("2027-03-01 12:00"));
	add_person(w, "Cleo", "Europe/Berlin");
	enrol_all(w);
	run_until(w, berlin("2027-04-05 12:00"));
	int notes = 0, surveys = 0;
	for (size_t i = 0; i < w->mails.n; i++)
		if (w->mails.at[i].participant == 3) {
			notes += w->mails.at[i].moment == MOMENT_NOTE;
			surveys += w->mails.at[i].moment == MOMENT_CHECKIN;
		}
	g_assert_cmpint(notes, ==, 1);
	g_assert_cmpint(surveys, ==, 1);
	world_free(w);
}

/* ---- leaving --------------------------------------------------------------------- */

static void
test_leave(void)
{
	struct world *w = world_new(2);
	struct match *match = start_all(w);
	struct session *s = w->facts->sessions.at[0];
	int64_t dtstamp = s->dtstamp;

	command(w, 1, NULL, COMMAND_LEAVE);
	g_assert_cmpint(fresh(w, MOMENT_CONFIRM_LEAVE, 1), ==, 1);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	command(w, 1, NULL, COMMAND_LEAVE); /* no second mail that day */
	g_assert_cmpuint(w->fresh.n, ==, 0);

	struct ask *ask = waiting(w, 1, FORM_LEAVE);
	struct post unsure = post_from(w, 1, ask);
	unsure.letter.command = COMMAND_YES;
	unsure.letter.confidence = CONFIDENCE_UNSURE;
	g_assert_cmpint(ends_as(w, &unsure), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==, 1);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	/* once: the second time a person has to read it */
	unsure.about.letter = ++w->letters;
	unsure.letter.text = "Well, that depends on so many things.";
	g_assert_cmpint(ends_as(w, &unsure), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpint(fresh(w, MOMENT_CLARIFY, 1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), >, 0);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);

	w->facts->now += DAY;
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_LEFT);
	g_assert_cmpint(match->state, ==, MATCH_ENDED);
	g_assert_cmpint(fresh(w, MOMENT_LEFT, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 2);
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(s->sequence, ==, 1);
	g_assert_cmpint(s->dtstamp, >, dtstamp);

	/* what they write later changes nothing and is answered by nobody */
	g_assert_cmpint(command(w, 1, NULL, COMMAND_RESUME).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	run_until(w, berlin("2027-05-01 00:00"));
	for (size_t i = 0; i < w->fresh.n; i++)
		g_assert_cmpint(w->fresh.at[i].participant, !=, 1);
	world_free(w);
}

/* The partner's check-in about a meeting that took place stays open, but
 * nobody is reminded of it. */
static void
test_last_answer(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = w->facts->sessions.at[0];
	run_until(w, s->starts_at + 2 * DAY);
	struct ask *ask = waiting(w, 2, "checkin"), *own;
	g_assert_nonnull(ask);
	own = waiting(w, 1, "checkin");
	command(w, 1, NULL, COMMAND_LEAVE);
	command(w, 1, waiting(w, 1, FORM_LEAVE), COMMAND_YES);
	g_assert_cmpint(own->state, ==, ASK_CLOSED);
	run_until(w, w->facts->now + 5 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_REMINDER, 2), ==, 0);
	struct post post = post_from(w, 2, ask);
	say(w, &post, 1, "yes", CONFIDENCE_SURE);
	say(w, &post, 2, "4", CONFIDENCE_SURE);
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_ANSWER);
	g_assert_cmpint(s->state, ==, SESSION_HELD);
	world_free(w);
}

static void
test_stay(void)
{
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_LEAVE);
	struct ask *ask = waiting(w, 1, FORM_LEAVE);
	command(w, 1, ask, COMMAND_NO);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

static void
test_leave_too_late(void)
{
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_LEAVE);
	struct ask *ask = waiting(w, 1, FORM_LEAVE);
	w->facts->now += 14 * DAY + 1; /* before the item that closes it */
	g_assert_cmpint(command(w, 1, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COORDINATOR);
	run_until(w, w->facts->now);
	g_assert_cmpint(ask->state, ==, ASK_CLOSED);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

/* Another person's yes is not theirs. */
static void
test_leave_by_another(void)
{
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_LEAVE);
	struct ask *ask = waiting(w, 1, FORM_LEAVE);
	g_assert_cmpint(command(w, 2, ask, COMMAND_YES).disposition, ==,
		DISPOSITION_COORDINATOR);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(person(w, 2)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

/* Three people: the two others go on, only the leaver's calendar forgets. */
static void
test_leave_trio(void)
{
	struct world *w = world_new(3);
	struct match *match = start_all(w);

	g_assert_cmpuint(match->members.n, ==, 3);
	struct session *s = w->facts->sessions.at[0];
	session_attendee(s, 1)->partstat = PARTSTAT_ACCEPTED;
	command(w, 2, NULL, COMMAND_LEAVE);
	command(w, 2, waiting(w, 2, FORM_LEAVE), COMMAND_YES);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);
	g_assert_cmpuint(match->members.n, ==, 2);
	g_assert_false(match_has(match, 2));
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 3), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_LEFT, -1), ==, 2);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_null(session_attendee(s, 2));
	g_assert_cmpuint(s->attendees.n, ==, 2);
	g_assert_cmpint(s->sequence, ==, 1);
	run_until(w, s->starts_at + 2 * DAY);
	g_assert_nonnull(waiting(w, 1, "checkin"));
	g_assert_null(waiting(w, 2, "checkin"));
	world_free(w);
}

/* ---- pausing ------------------------------------------------------------------------ */

static void
test_pause_and_back(void)
{
	struct world *w = world_new(2);
	struct match *match = start_all(w);
	struct session *s = w->facts->sessions.at[0];
	struct post post = post_from(w, 1, NULL);

	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2027-02-01");
	receive(w, &post);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	g_assert_cmpint(
		person(w, 1)->paused_until, ==, berlin("2027-02-01 00:00"));
	g_assert_cmpint(fresh(w, MOMENT_PAUSED, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_PARTNER_PAUSED, 2), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 2);
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	receive(w, &post); /* the same date again */
	g_assert_cmpuint(w->fresh.n, ==, 0);

	/* three days of note step, a silent month: nothing to them */
	size_t before = w->mails.n;
	run_until(w, berlin("2027-01-31 23:00"));
	for (size_t i = before; i < w->mails.n; i++)
		g_assert_cmpint(w->mails.at[i].participant, !=, 1);
	g_assert_cmpint(outcomes(w, OUTCOME_DUE_DROPPED, true), ==, 1);
	g_assert_cmpint(match->state, ==, MATCH_ACTIVE);

	run_until(w, berlin("2027-02-01 00:00"));
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_RESUMED, 1), ==, 1);
	struct session *next = w->facts->sessions.at[1];
	g_assert_cmpint(next->state, ==, SESSION_PLANNED);
	g_assert_cmpint(next->number, ==, 1);
	g_assert_cmpstr(next->uid, !=, s->uid);
	g_assert_cmpint(next->starts_at, >, berlin("2027-02-01 00:00"));
	world_free(w);
}

static void
test_stop_without_end(void)
{
	struct world *w = world_new(2);

	start_all(w);
	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpint(person(w, 1)->paused_until, ==, 0);
	g_assert_null(find_due(w, DUE_RESUME, 1));
	command(w, 1, NULL, COMMAND_STOP);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	w->facts->now += DAY;
	command(w, 1, NULL, COMMAND_RESUME);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	g_assert_cmpint(fresh(w, MOMENT_RESUMED, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	command(w, 1, NULL, COMMAND_RESUME);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

/* A date that is over is no end. */
static void
test_pause_until_yesterday(void)
{
	struct world *w = world_new(2);
	struct post post = { 0 };

	start_all(w);
	post = post_from(w, 1, NULL);
	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2026-12-31");
	receive(w, &post);
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	g_assert_cmpint(person(w, 1)->paused_until, ==, 0);
	world_free(w);
}

/* Back from a pause long after the session before: nobody is invited to
 * something sooner than tomorrow. */
static void
test_notice(void)
{
	for (int hour = 8; hour < 20; hour++) {
		struct world *w = world_new(2);

		start_all(w);
		struct session *s = w->facts->sessions.at[0];
		run_until(w, s->starts_at + 2 * HOUR);
		command(w, 1, NULL, COMMAND_STOP);
		w->facts->now = berlin("2027-03-02 00:10") + hour * HOUR;
		command(w, 1, NULL, COMMAND_RESUME);
		s = w->facts->sessions.at[w->facts->sessions.n - 1];
		g_assert_cmpint(s->state, ==, SESSION_PLANNED);
		g_assert_cmpint(s->starts_at, >=, w->facts->now + DAY);
		world_free(w);
	}
}

/* A changed date: the old item is moot, the new one counts. */
static void
test_pause_moved(void)
{
	struct world *w = world_new(2);
	struct post post = { 0 };

	start_all(w);
	post = post_from(w, 1, NULL);
	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2027-02-01");
	receive(w, &post);
	post = post_from(w, 1, NULL);
	post.letter.command = COMMAND_PAUSE;
	post.letter.until = date_of("2027-03-01");
	receive(w, &post);
	run_until(w, berlin("2027-02-02 00:00"));
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_PAUSED);
	run_until(w, berlin("2027-03-01 00:00"));
	g_assert_cmpint(person(w, 1)->state, ==, PARTICIPANT_ENROLLED);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/people/" #name, test_##name)
	TEST(enrol);
	TEST(roster_changes);
	TEST(calendar_changes);
	TEST(roster_lost);
	TEST(roster_of_others);
	TEST(roster_address);
	TEST(gone_from_roster);
	TEST(put_back_against_their_wish);
	TEST(late_joiner);
	TEST(leave);
	TEST(last_answer);
	TEST(stay);
	TEST(leave_too_late);
	TEST(leave_by_another);
	TEST(leave_trio);
	TEST(pause_and_back);
	TEST(stop_without_end);
	TEST(pause_until_yesterday);
	TEST(notice);
	TEST(pause_moved);
	return g_test_run();
}
