/* Meetings that participants organize: whose count, what of them, and that
 * nobody changes a session of ours that way. */
#include "decide/concern.h"
#include "decide_world.h"

#include <limits.h>

static struct session *
session_at(const struct world *w, size_t i)
{
	return w->facts->sessions.at[i];
}

static struct world *
theirs_world(int people)
{
	struct world *w = world_new(people);

	w->program.sessions.find = FIND_THEMSELVES;
	w->program.silence = (struct silence){ 0 };
	start_all(w);
	run_until(w, berlin("2027-01-05 12:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 0);
	return w;
}

/* An invitation from 1 to 2 and to us, on Thursday at 17:00. */
static struct letter_calendar
invitation(struct world *w)
{
	(void)w;
	return (struct letter_calendar){ .method = "REQUEST",
		.uid = "abc@calendar.example",
		.organizer = "ana@example.org",
		.dtstamp = berlin("2027-01-05 11:00"),
		.start = berlin("2027-01-07 17:00"),
		.end = berlin("2027-01-07 18:00"),
		.place = "Cafe Nord",
		.zone = "Europe/Berlin" };
}

static struct post
post_of(struct world *w, int64_t who, struct letter_calendar event)
{
	static const char *const guests[] = { "mentoring@example.org",
		"bob@example.org", "ana@example.org" };
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	post.about.token = false;
	post.letter.head.auth = AUTH_PASS;
	for (size_t i = 0; i < G_N_ELEMENTS(guests); i++) {
		event.attendee = guests[i];
		*LIST_ADD(w->pool, &post.letter.calendar) = event;
	}
	return post;
}

static struct letter_effect
send(struct world *w, int64_t who, struct letter_calendar event)
{
	struct post post = post_of(w, who, event);

	return receive(w, &post);
}

static void
test_counts(void)
{
	struct world *w = theirs_world(2);

	g_assert_cmpint(
		send(w, 1, invitation(w)).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	struct session *s = session_at(w, 0);
	g_assert_cmpint(s->organizer, ==, 1);
	g_assert_cmpint(s->number, ==, 1);
	g_assert_cmpint(s->starts_at, ==, berlin("2027-01-07 17:00"));
	g_assert_cmpint(s->minutes, ==, 60);
	g_assert_cmpstr(s->place, ==, "Cafe Nord");
	g_assert_cmpint(
		session_attendee(s, 1)->partstat, ==, PARTSTAT_ACCEPTED);
	g_assert_cmpint(
		session_attendee(s, 2)->partstat, ==, PARTSTAT_NEEDS_ACTION);
	/* we answer like any guest, and invite nobody */
	g_assert_cmpint(fresh(w, MOMENT_GUEST, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	const struct mail_request *mail = mail_to(&w->fresh, MOMENT_GUEST, 1);
	g_assert_true(mail && mail->reply && mail->theirs);
	if (mail && mail->theirs)
		g_assert_cmpstr(
			mail->theirs->attendee, ==, "mentoring@example.org");
	g_assert_cmpint(person(w, 1)->heard_at, >, 0);
	/* asked how it went, like any session */
	run_until(w, s->starts_at + 2 * DAY);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, -1), ==, 2);
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INVITATION, -1), ==, 0);
	world_free(w);
}

/* The same mail with one thing changed. */
static void
test_what_does_not_count(void)
{
	static const struct {
		const char *what;
		enum disposition want;
		bool planned;
	} cases[] = {
		{ "no hour", DISPOSITION_IGNORED, false },
		{ "past", DISPOSITION_IGNORED, false },
		{ "long", DISPOSITION_IGNORED, false },
		{ "beyond", DISPOSITION_IGNORED, false },
		{ "another organizer", DISPOSITION_IGNORED, false },
		{ "no organizer", DISPOSITION_IGNORED, false },
		{ "no uid", DISPOSITION_IGNORED, false },
		{ "our uid", DISPOSITION_IGNORED, false },
		{ "unverified", DISPOSITION_IGNORED, false },
		{ "unknown address", DISPOSITION_IGNORED, false },
		{ "failed", DISPOSITION_FORGED, false },
		{ "no check", DISPOSITION_RSVP, true },
		{ "no end", DISPOSITION_RSVP, true },
		{ "cancel", DISPOSITION_IGNORED, false },
		{ "odd rule", DISPOSITION_RSVP, true },
		{ "absurd rule", DISPOSITION_RSVP, true },
		{ "over", DISPOSITION_IGNORED, false },
		{ "absurd start", DISPOSITION_IGNORED, false },
		{ "before time", DISPOSITION_IGNORED, false },
		{ "absurd end", DISPOSITION_IGNORED, false },
		{ "availability", DISPOSITION_COORDINATOR, false },
		{ "none", DISPOSITION_RSVP, true },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct world *w = theirs_world(2);
		struct letter_calendar e = invitation(w);
		const char *what = cases[i].what;

		g_test_message("%s", what);
		w->program.mail.authserv_id = "mx.example.org";
		if (!strcmp(what, "no hour"))
			e.start = e.end = 0;
		else if (!strcmp(what, "past"))
			e.start = e.end = w->facts->now - HOUR;
		else if (!strcmp(what, "long"))
			e.end = e.start + 9 * HOUR;
		else if (!strcmp(what, "beyond"))
			e.start = e.end = berlin("2027-04-12 09:00");
		else if (!strcmp(what, "another organizer"))
			e.organizer = "bob@example.org";
		else if (!strcmp(what, "no organizer"))
			e.organizer = NULL;
		else if (!strcmp(what, "no uid"))
			e.uid = NULL;
		else if (!strcmp(what, "our uid"))
			e.uid = "s1.m1@example.org";
		else if (!strcmp(what, "no check"))
			w->program.mail.authserv_id = NULL;
		else if (!strcmp(what, "no end"))
			e.end = 0;
		else if (!strcmp(what, "cancel"))
			e.method = "CANCEL";
		else if (!strcmp(what, "odd rule"))
			e.weeks = -1;
		else if (!strcmp(what, "absurd rule"))
			e.weeks = INT_MAX;
		else if (!strcmp(what, "absurd start"))
			e.start = INT64_MAX;
		else if (!strcmp(what, "before time"))
			e.start = INT64_MIN;
		else if (!strcmp(what, "absurd end"))
			e.end = INT64_MAX;
		else if (!strcmp(what, "over")) {
			e.start -= 28 * DAY;
			e.end -= 28 * DAY;
			e.weeks = 1;
			e.count = 3;
		} else if (!strcmp(what, "availability"))
			w->program.sessions.find = FIND_AVAILABILITY;
		else if (!strcmp(what, "none"))
			w->program.sessions.find = FIND_NONE;
		struct post post = post_of(w, 1, e);
		if (!strcmp(what, "unverified") || !strcmp(what, "no check"))
			post.letter.head.auth = AUTH_NONE;
		if (!strcmp(what, "failed"))
			post.letter.head.auth = AUTH_FAIL;
		if (!strcmp(what, "unknown address"))
			post.about.address = false;
		g_assert_cmpint(ends_as(w, &post), ==, cases[i].want);
		g_assert_cmpuint(
			w->facts->sessions.n, ==, cases[i].planned ? 1 : 0);
		g_assert_cmpuint(w->facts->series.n, ==, 0);
		g_assert_cmpint(
			fresh(w, MOMENT_GUEST, -1), ==, cases[i].planned);
		g_assert_cmpint(fresh(w, MOMENT_UNREAD, 0), ==,
			cases[i].want == DISPOSITION_COORDINATOR);
		world_free(w);
	}
}

static void
test_moves_and_ends(void)
{
	struct world *w = theirs_world(2);
	struct letter_calendar e = invitation(w);

	send(w, 1, e);
	struct session *s = session_at(w, 0);
	/* the same again, and an older one */
	e.dtstamp += HOUR;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_MOVED, false), ==, 0);
	e.dtstamp -= 2 * HOUR;
	e.start += DAY;
	e.end += DAY;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_IGNORED);
	e.sequence = 1;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpint(s->starts_at, ==, berlin("2027-01-08 17:00"));
	g_assert_cmpint(outcomes(w, OUTCOME_SESSION_MOVED, false), ==, 1);
	g_assert_cmpint(fresh(w, MOMENT_GUEST, 1), ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 1);
	/* the partner cannot take it over */
	struct letter_calendar stolen = e;
	stolen.sequence = 9;
	stolen.start += DAY;
	g_assert_cmpint(
		send(w, 2, stolen).disposition, ==, DISPOSITION_IGNORED);
	stolen.organizer = "bob@example.org";
	stolen.method = "CANCEL";
	g_assert_cmpint(
		send(w, 2, stolen).disposition, ==, DISPOSITION_IGNORED);
	g_assert_cmpint(s->starts_at, ==, berlin("2027-01-08 17:00"));
	g_assert_cmpint(s->state, ==, SESSION_PLANNED);
	/* the check-in follows it; then it is taken away */
	run_until(w, berlin("2027-01-08 12:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, -1), ==, 0);
	e.method = "CANCEL";
	e.sequence = 0;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_IGNORED);
	e.sequence = 2;
	e.start = e.end = 0;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	run_until(w, berlin("2027-01-12 12:00"));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_CHECKIN, -1), ==, 0);
	world_free(w);
}

/* Moved to where it cannot count, it does not stay where it was. */
static void
test_moves_out(void)
{
	struct world *w = theirs_world(2);
	struct letter_calendar e = invitation(w);

	send(w, 1, e);
	e.sequence = 1;
	e.start = e.end = berlin("2027-06-01 10:00");
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_IGNORED);
	g_assert_cmpint(session_at(w, 0)->state, ==, SESSION_CANCELLED);
	world_free(w);
}

/* Nothing of it is ever sent as an object of ours. */
static void
test_is_not_ours(void)
{
	struct world *w = theirs_world(2);

	send(w, 1, invitation(w));
	struct session *s = session_at(w, 0);
	session_move(&w->program, w->facts, s, s->starts_at + DAY, 60, 0);
	session_tell_change(w->facts, s);
	session_drop_attendee(w->facts, s, 2);
	session_add_attendee(w->facts, s, 2);
	w->program.sessions.place = "Room 1";
	decide_roster(&w->program, w->facts);
	settle(w);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpstr(s->place, ==, "Cafe Nord");
	g_assert_cmpint(fresh(w, MOMENT_INVITATION, -1), ==, 0);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 0);
	g_assert_cmpint(command(w, 2, NULL, COMMAND_SKIP).disposition, ==,
		DISPOSITION_COORDINATOR);
	ending_match(w->facts, w->facts->matches.at[0], "test");
	settle(w);
	g_assert_cmpint(s->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(fresh(w, MOMENT_CANCELLATION, -1), ==, 0);
	/* and an answer to it is no answer to us */
	struct post post = post_of(w, 2, invitation(w));
	for (size_t i = 0; i < post.letter.calendar.n; i++)
		post.letter.calendar.at[i].method = "REPLY";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_IGNORED);
	world_free(w);
}

/* A UID of ours in somebody's REQUEST or CANCEL: nothing. */
static void
test_our_uid(void)
{
	struct world *w = world_new(2);

	w->program.sessions.find = FIND_AVAILABILITY;
	start_all(w);
	run_until(w, berlin("2027-01-04 06:00"));
	w->program.sessions.find = FIND_THEMSELVES;
	struct session *s = session_at(w, 0);
	struct letter_calendar e = invitation(w);
	int64_t at = s->starts_at;
	e.uid = s->uid;
	e.sequence = 99;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_IGNORED);
	g_assert_cmpint(s->starts_at, ==, at);
	g_assert_cmpint(s->sequence, ==, 0);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpuint(w->fresh.n, ==, 0);
	world_free(w);
}

/* ---- what repeats ----------------------------------------------------------------- */

static const char *
recurrence(struct world *w, int64_t at)
{
	struct civil c = civil_of(zone_find("UTC"), at);

	return pool_printf(w->pool, "%04d%02d%02dT%02d%02d%02dZ", c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

static void
test_weekly(void)
{
	struct world *w = theirs_world(2);
	struct letter_calendar e = invitation(w);

	e.weeks = 2;
	e.start = berlin("2026-12-24 17:00"); /* began before the program */
	e.end = e.start + HOUR;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(
		session_at(w, 0)->starts_at, ==, berlin("2027-01-07 17:00"));
	run_until(w, berlin("2027-01-08 12:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 2);
	g_assert_cmpint(
		session_at(w, 1)->starts_at, ==, berlin("2027-01-21 17:00"));
	g_assert_cmpint(session_at(w, 1)->number, ==, 2);
	/* one is left out before it stands as a session, the next moved */
	struct letter_calendar one = e;
	one.method = "CANCEL";
	one.recurrence_id = recurrence(w, berlin("2027-02-04 17:00"));
	g_assert_cmpint(send(w, 1, one).disposition, ==, DISPOSITION_RSVP);
	one = e;
	one.weeks = 0;
	one.recurrence_id = "20270218T170000"; /* on their own clock */
	one.sequence = 1;
	one.start = berlin("2027-02-19 10:00");
	one.end = one.start + HOUR;
	g_assert_cmpint(send(w, 1, one).disposition, ==, DISPOSITION_RSVP);
	run_until(w, berlin("2027-02-01 12:00"));
	int planned = 0;
	for (size_t i = 0; i < w->facts->sessions.n; i++)
		planned += session_to_come(session_at(w, i), w->facts->now);
	g_assert_cmpint(planned, ==, 1);
	run_until(w, berlin("2027-04-09 12:00"));
	/* summer time began on 28 March: the hour is that of their zone */
	static const char *const want[] = { "2027-01-07 17:00",
		"2027-01-21 17:00", "2027-02-19 10:00", "2027-03-04 17:00",
		"2027-03-18 17:00", "2027-04-01 17:00" };
	size_t n = 0;
	for (size_t i = 0; i < w->facts->sessions.n; i++) {
		const struct session *s = session_at(w, i);

		if (s->state == SESSION_CANCELLED)
			continue;
		g_assert_cmpuint(n, <, G_N_ELEMENTS(want));
		if (n < G_N_ELEMENTS(want))
			g_assert_cmpstr(
				clock_of(w, "Europe/Berlin", s->starts_at), ==,
				want[n++]);
	}
	g_assert_cmpuint(n, ==, G_N_ELEMENTS(want));
	g_assert_cmpint(count_mails(&w->mails, MOMENT_INVITATION, -1), ==, 0);
	world_free(w);
}

static void
test_weekly_changes(void)
{
	struct world *w = theirs_world(2);
	struct letter_calendar e = invitation(w);

	e.weeks = 1;
	e.count = 3;
	send(w, 1, e);
	e.sequence = 1;
	e.start += DAY;
	e.end += DAY;
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(
		session_at(w, 0)->starts_at, ==, berlin("2027-01-08 17:00"));
	run_until(w, berlin("2027-01-10 12:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 2);
	/* the one that comes is left out: the one behind it is next */
	struct letter_calendar one = e;
	one.method = "CANCEL";
	one.recurrence_id = recurrence(w, berlin("2027-01-15 17:00"));
	send(w, 1, one);
	g_assert_cmpint(session_at(w, 1)->state, ==, SESSION_CANCELLED);
	g_assert_cmpuint(w->facts->sessions.n, ==, 3);
	g_assert_cmpint(
		session_at(w, 2)->starts_at, ==, berlin("2027-01-22 17:00"));
	/* three were said, and then all is taken away */
	run_until(w, berlin("2027-01-21 12:00"));
	e.method = "CANCEL";
	e.sequence = 2;
	send(w, 1, e);
	g_assert_cmpint(session_at(w, 2)->state, ==, SESSION_CANCELLED);
	g_assert_cmpint(session_at(w, 0)->state, ==, SESSION_PLANNED);
	run_until(w, berlin("2027-03-01 12:00"));
	g_assert_cmpuint(w->facts->sessions.n, ==, 3);
	world_free(w);
}

/* ---- with whom ---------------------------------------------------------------------- */

static void
test_which_match(void)
{
	struct world *w = world_new(3);

	w->program.sessions.find = FIND_THEMSELVES;
	w->program.matching.form = MATCHING_MENTORS;
	w->program.matching.capacity = 2;
	enrol_all(w);
	struct match *bob = match_them(w, true, IDS(1, 2));
	struct match *cleo = match_them(w, true, IDS(1, 3));
	struct letter_calendar e = invitation(w);
	send(w, 1, e);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	g_assert_cmpint(session_at(w, 0)->match, ==, bob->id);
	g_assert_cmpuint(session_at(w, 0)->attendees.n, ==, 2);
	/* nobody whom we know besides them: with which of the two? */
	struct post post = post_of(w, 1, e);
	for (size_t i = 0; i < post.letter.calendar.n; i++) {
		struct letter_calendar *c = &post.letter.calendar.at[i];

		c->uid = "other@calendar.example";
		if (!strcmp(c->attendee, "bob@example.org"))
			c->attendee = "b.other@mail.example";
	}
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_COORDINATOR);
	g_assert_cmpuint(w->facts->sessions.n, ==, 1);
	/* an alias will do */
	*LIST_ADD(w->pool, &person(w, 3)->aliases) = "b.other@mail.example";
	g_assert_cmpint(ends_as(w, &post), ==, DISPOSITION_RSVP);
	g_assert_cmpint(session_at(w, 1)->match, ==, cleo->id);
	world_free(w);
}

static void
test_at_most_twenty(void)
{
	struct world *w = theirs_world(2);

	for (int i = 0; i < 30; i++) {
		struct letter_calendar e = invitation(w);

		e.uid = pool_printf(w->pool, "flood-%d@x.example", i);
		e.start += i * DAY;
		e.end += i * DAY;
		g_assert_cmpint(send(w, 1, e).disposition, ==,
			i < 20 ? DISPOSITION_RSVP : DISPOSITION_IGNORED);
	}
	g_assert_cmpuint(w->facts->sessions.n, ==, 20);
	/* one that stands is still followed, and freeing one frees nothing */
	struct letter_calendar e = invitation(w);
	e.uid = "flood-0@x.example";
	e.sequence = 1;
	e.method = "CANCEL";
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_RSVP);
	e.uid = "flood-21@x.example";
	e.method = "REQUEST";
	g_assert_cmpint(send(w, 1, e).disposition, ==, DISPOSITION_IGNORED);
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
#define TEST(name) g_test_add_func("/decide/theirs/" #name, test_##name)
	TEST(counts);
	TEST(what_does_not_count);
	TEST(moves_and_ends);
	TEST(moves_out);
	TEST(is_not_ours);
	TEST(our_uid);
	TEST(weekly);
	TEST(weekly_changes);
	TEST(which_match);
	TEST(at_most_twenty);
	return g_test_run();
}
