/* A session changes: another time, another place, left out, declined; who hears
 * of it, what follows it, and what is refused from then on. */
#include "decide/concern.h"
#include "decide_world.h"

static struct session *
session_at(const struct world *w, size_t i)
{
	return w->facts->sessions.at[i];
}

static int
truth_of(const struct mail_request_list *mails, enum moment moment,
	int64_t participant, const char *name)
{
	const struct field *field = field_to(mails, moment, participant, name);

	return field ? field->truth : -1;
}

static void
move(struct world *w, struct session *s, int64_t by, int64_t who)
{
	session_move(
		&w->program, w->facts, s, s->starts_at + by, s->minutes, who);
	settle(w);
}

static enum disposition
answer(struct world *w, int64_t who, int64_t sequence, const char *partstat)
{
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "REPLY",
			.uid = session_at(w, 0)->uid,
			.attendee = person(w, who)->email,
			.partstat = partstat,
			.sequence = sequence,
			.dtstamp = w->facts->now };
	return ends_as(w, &post);
}

static void
test_move_tells_everybody(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = session_at(w, 0);
	run_until(w, s->starts_at - 2 * DAY);
	answer(w, 1, 0, "ACCEPTED");
	answer(w, 2, 0, "ACCEPTED");
	int64_t dtstamp = s->dtstamp, before = s->starts_at;
	move(w, s, DAY, 2);
	g_assert_cmpint(s->sequence, ==, 1);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	g_assert_cmpint(s->starts_at, ==, before + DAY);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_ACCEPTED);
	for (int id = 1; id <= 2; id++) {
		g_assert_cmpint(fresh(w, MOMENT_INVITATION, id), ==, 1);
		g_assert_cmpint(
			truth_of(&w->fresh, MOMENT_INVITATION, id, "updated"),
			==, 1);
	}
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_MOVED, false), ==, 1);
	/* twice at the same second: the counters rise all the same */
	dtstamp = s->dtstamp;
	move(w, s, DAY, 0);
	g_assert_cmpint(s->sequence, ==, 2);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	world_free(w);
}

/* Nothing but what is to come, and ours, can be moved. */
static void
test_move_refused(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = session_at(w, 0);
	s->organizer = 1;
	move(w, s, DAY, 0);
	g_assert_cmpint(s->sequence, ==, 0);
	s->organizer = 0;
	w->facts->now = s->starts_at + 1;
	move(w, s, DAY, 0);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

/* The check-in comes the day after, wherever the session went, and once; the
 * next session is planned from where it is now. */
static void
test_timeline_follows(void)
{
	static const int64_t moves[] = { 3 * DAY, -2 * DAY, 7 * DAY };

	for (size_t i = 0; i < G_N_ELEMENTS(moves); i++) {
		struct world *w = world_new(2);

		add_step(
			w, "soon", ANCHOR_SESSION, -DAY, -1, STEP_SEND, "tips");
		start_all(w);
		struct session *s = session_at(w, 0);
		run_until(w, s->starts_at - 2 * DAY - HOUR);
		move(w, s, moves[i], 0);
		run_until(w, s->starts_at - 1);
		g_test_message("case %zu", i);
		/* one that is less than a day ahead is too late for it */
		g_assert_cmpint(count_mails(&w->mails, MOMENT_NOTE, 1), ==,
			moves[i] > 0 ? 2 : 0);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_CHECKIN, -1), ==, 0);
		run_until(w, s->starts_at + 2 * DAY);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_CHECKIN, 1), ==, 1);
		struct ask *ask = waiting(w, 1, "checkin");
		g_assert_nonnull(ask);
		g_assert_cmpstr(clock_of(w, "Europe/Berlin", ask->opened_at),
			==,
			pool_printf(w->pool, "%.10s 09:00",
				clock_of(w, "Europe/Berlin",
					s->starts_at + DAY)));
		g_assert_cmpuint(w->facts->sessions.n, ==, 2);
		g_assert_cmpint(ABS(session_at(w, 1)->starts_at -
					(s->starts_at + 14 * DAY)),
			<, 4 * DAY);
		run_until(w, s->starts_at + 9 * DAY);
		g_assert_cmpint(
			count_mails(&w->mails, MOMENT_CHECKIN, 1), ==, 1);
		world_free(w);
	}
}

/* What went out before the session was moved goes out again for the new time;
 * a form that was sent is not sent twice. */
static void
test_steps_before_it(void)
{
	struct world *w = world_new(2);

	add_step(w, "soon", ANCHOR_SESSION, -DAY, -1, STEP_SEND, "tips");
	add_step(w, "ready", ANCHOR_SESSION, -DAY, -1, STEP_ASK, "survey");
	start_all(w);
	struct session *s = session_at(w, 0);
	run_until(w, s->starts_at - HOUR);
	int notes = count_mails(&w->mails, MOMENT_NOTE, 1);
	g_assert_nonnull(waiting(w, 1, "survey"));
	move(w, s, 3 * DAY, 0);
	run_until(w, s->starts_at - HOUR);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_NOTE, 1), ==, notes + 1);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, 1), ==, 1);
	world_free(w);
}

static void
test_stale_answers(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = session_at(w, 0);
	answer(w, 1, 0, "ACCEPTED");
	move(w, s, DAY, 0);
	w->facts->now += HOUR;
	/* to the version before: not applied, and the new one goes again */
	g_assert_cmpint(answer(w, 1, 0, "DECLINED"), ==, DISPOSITION_IGNORED);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 2), ==, 0);
	w->facts->now += HOUR;
	g_assert_cmpint(answer(w, 1, 0, "ACCEPTED"), ==, DISPOSITION_IGNORED);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	g_assert_cmpint(answer(w, 1, 1, "ACCEPTED"), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	w->facts->now += HOUR;
	g_assert_cmpint(answer(w, 1, 0, "DECLINED"), ==, DISPOSITION_IGNORED);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	world_free(w);
}

/* A version that nobody has sent yet counts, but bars no later answer. */
static void
test_answers_ahead(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = session_at(w, 0);
	g_assert_cmpint(answer(w, 1, 999999, "DECLINED"), ==, DISPOSITION_RSVP);
	w->facts->now += HOUR;
	g_assert_cmpint(answer(w, 1, 0, "ACCEPTED"), ==, DISPOSITION_RSVP);
	move(w, s, DAY, 0);
	w->facts->now += HOUR;
	g_assert_cmpint(answer(w, 1, 1, "TENTATIVE"), ==, DISPOSITION_RSVP);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_TENTATIVE);
	world_free(w);
}

/* Who joins raises the number, and asks nobody anew. */
static void
test_answers_to_fewer_guests(void)
{
	struct world *w = world_new(3);

	w->program.matching.form = MATCHING_GROUPS;
	w->program.matching.size = 3;
	enrol_all(w);
	match_them(w, false, IDS(1, 2));
	struct session *s = session_at(w, 0);
	session_add_attendee(w->facts, s, 3);
	settle(w);
	g_assert_cmpint(s->sequence, ==, 1);
	w->facts->now += HOUR;
	g_assert_cmpint(answer(w, 1, 0, "ACCEPTED"), ==, DISPOSITION_RSVP);
	session_drop_attendee(w->facts, s, 3);
	settle(w);
	g_assert_cmpint(s->sequence, ==, 2);
	/* who answered is told, who did not is asked; who goes knows why */
	g_assert_cmpint(
		truth_of(&w->fresh, MOMENT_INVITATION, 1, "changed"), ==, 1);
	g_assert_cmpint(
		truth_of(&w->fresh, MOMENT_INVITATION, 2, "changed"), ==, -1);
	g_assert_cmpint(
		truth_of(&w->fresh, MOMENT_CANCELLATION, 3, "removed"), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 1);
	world_free(w);
}

/* ---- a detail ----------------------------------------------------------------- */

static void
test_place_changes(void)
{
	struct world *w = world_new(2);

	w->program.sessions.place = "Room 1";
	start_all(w);
	run_until(w, berlin("2027-01-05 08:00"));
	struct session *s = session_at(w, 0);
	answer(w, 1, 0, "ACCEPTED");
	int64_t dtstamp = s->dtstamp;
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	w->program.sessions.place = "Room 2";
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpstr(s->place, ==, "Room 2");
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpint(s->dtstamp, >, dtstamp);
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 1), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, 2), ==, 1);
	g_assert_cmpint(
		truth_of(&w->fresh, MOMENT_INVITATION, 1, "changed"), ==, 1);
	g_assert_cmpint(
		truth_of(&w->fresh, MOMENT_INVITATION, 1, "updated"), ==, 0);
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	/* what has been stays where it was */
	w->facts->now = s->starts_at + 1;
	w->program.sessions.place = NULL;
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpstr(s->place, ==, "Room 2");
	world_free(w);
}

/* ---- left out ------------------------------------------------------------------- */

static void
test_skip(void)
{
	struct world *w = world_new(2);

	start_all(w);
	struct session *s = session_at(w, 0);
	run_until(w, s->starts_at - DAY);
	struct post post = post_from(w, 1, NULL);
	post.about.mail = 77;
	post.about.session = s->id;
	post.about.match = s->match;
	post.letter.command = COMMAND_SKIP;
	post.letter.confidence = CONFIDENCE_UNSURE;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_CLARIFY);
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	post.letter.confidence = CONFIDENCE_LIKELY;
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COMMAND);
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(s->sequence, ==, 1);
	for (int id = 1; id <= 2; id++)
		g_assert_cmpint(
			truth_of(&w->fresh, MOMENT_CANCELLATION, id, "skipped"),
			==, 1);
	g_assert_cmpuint(w->facts->sessions.n, ==, 2);
	struct session *next = session_at(w, 1);
	g_assert_cmpint(next->number, ==, 1);
	g_assert_cmpint(
		ABS(next->starts_at - s->starts_at - 14 * DAY), <, 4 * DAY);
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 2);
	/* nobody is asked how it went */
	run_until(w, s->starts_at + 5 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, -1), ==, 0);
	g_assert_cmpuint(w->facts->sessions.n, ==, 2);
	world_free(w);
}

/* To a check-in, or to nothing: the coming one is meant. */
static void
test_skip_the_coming_one(void)
{
	struct world *w = world_new(2);
	struct ask *ask = open_checkin(w);

	g_assert_cmpuint(w->facts->sessions.n, ==, 2);
	g_assert_cmpint(command(w, 1, ask, COMMAND_SKIP).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpint(session_at(w, 0)->state, ==, SESSION_PLANNED);
	g_assert_cmpint(session_at(w, 1)->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(command(w, 2, NULL, COMMAND_SKIP).disposition, ==,
		DISPOSITION_COMMAND);
	g_assert_cmpint(session_at(w, 2)->state, ==, SESSION_CANCELLED);
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		session_cancel(w->facts, session_at(w, i), "test");
	settle(w);
	g_assert_cmpint(command(w, 1, ask, COMMAND_SKIP).disposition, ==,
		DISPOSITION_COORDINATOR);
	world_free(w);
}

static void
test_skip_in_a_group(void)
{
	struct world *w = world_new(3);

	w->program.matching.form = MATCHING_GROUPS;
	w->program.matching.size = 3;
	enrol_all(w);
	match_them(w, false, IDS(1, 2, 3));
	struct session *s = session_at(w, 0);
	command(w, 2, NULL, COMMAND_SKIP);
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_DECLINED);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	/* the last one would sit there alone */
	command(w, 3, NULL, COMMAND_SKIP);
	g_assert_cmpint(fresh(w, MOMENT_DECLINED, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	world_free(w);
}

/* All sessions that are foreseen take place, however many are left out. */
static void
test_skip_takes_nothing(void)
{
	struct world *w = world_new(2);

	w->program.sessions.count = 3;
	w->program.silence = (struct silence){ 0 };
	start_all(w);
	command(w, 1, NULL, COMMAND_SKIP);
	run_until(w, w->facts->sessions.at[1]->starts_at + DAY);
	command(w, 1, NULL, COMMAND_SKIP);
	run_until(w, berlin("2027-04-10 08:00"));
	int planned = 0, most = 0;
	for (size_t i = 0; i < w->facts->sessions.n; i++) {
		planned += session_at(w, i)->state == SESSION_PLANNED;
		most = MAX(most, (int)session_at(w, i)->number);
	}
	g_assert_cmpint(planned, ==, 3);
	g_assert_cmpint(most, ==, 3);
	world_free(w);
}

/* ---- declined ----------------------------------------------------------------------- */

static void
test_declined_is_heard(void)
{
	struct world *w = world_new(2);

	start_all(w);
	run_until(w, berlin("2027-01-04 09:00"));
	struct session *s = session_at(w, 0);
	answer(w, 1, 0, "DECLINED");
	g_assert_cmpuint(w->fresh.n, ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_DECLINED, 2), ==, 1);
	g_assert_cmpint(truth_of(&w->fresh, MOMENT_DECLINED, 2, "back"), ==, 0);
	/* the same once more is nothing new */
	w->facts->now += HOUR;
	answer(w, 1, 0, "DECLINED");
	g_assert_cmpuint(w->fresh.n, ==, 0);
	w->facts->now += HOUR;
	answer(w, 1, 0, "ACCEPTED");
	g_assert_cmpint(fresh(w, MOMENT_DECLINED, 2), ==, 1);
	g_assert_cmpint(truth_of(&w->fresh, MOMENT_DECLINED, 2, "back"), ==, 1);
	/* back and forth is said once a day */
	w->facts->now += HOUR;
	answer(w, 1, 0, "DECLINED");
	g_assert_cmpuint(w->fresh.n, ==, 0);
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	world_free(w);
}

static void
test_declined_by_all(void)
{
	for (int proposals = 0; proposals < 2; proposals++) {
		struct world *w = world_new(2);

		w->program.sessions.proposals = proposals;
		w->program.sessions.slots = 3;
		w->program.sessions.rounds = 3;
		w->program.sessions.answer = 3 * DAY;
		start_all(w);
		run_until(w, berlin("2027-01-04 06:00"));
		struct session *s = session_at(w, 0);
		s->starts_at += 7 * DAY;
		answer(w, 1, 0, "DECLINED");
		struct post post = post_from(w, 2, NULL);
		post.about.mail = 77;
		post.about.session = s->id;
		post.letter.command = COMMAND_NO;
		post.letter.confidence = CONFIDENCE_SURE;
		g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
		g_assert_cmpint(s->state, ==,
			proposals ? SESSION_PLANNED : SESSION_CANCELLED);
		g_assert_cmpint(
			fresh(w, MOMENT_TIMES, -1), ==, proposals ? 2 : 0);
		g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==,
			proposals ? 0 : 2);
		world_free(w);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/move/" #name, test_##name)
	TEST(move_tells_everybody);
	TEST(move_refused);
	TEST(timeline_follows);
	TEST(steps_before_it);
	TEST(stale_answers);
	TEST(answers_ahead);
	TEST(answers_to_fewer_guests);
	TEST(place_changes);
	TEST(skip);
	TEST(skip_the_coming_one);
	TEST(skip_in_a_group);
	TEST(skip_takes_nothing);
	TEST(declined_is_heard);
	TEST(declined_by_all);
	return g_test_run();
}
