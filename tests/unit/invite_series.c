/* Series: the master, its moved and missing sessions, and how far one object
 * can tell what the clocks do. */
#include "calendar.h"

static char *
master(struct season *s, enum invite_method method)
{
	struct invite invite = calendar_invite(s, method);

	invite.master = true;
	return calendar_print(s, &invite);
}

static char *
instance(struct season *s, enum invite_method method)
{
	struct invite invite = calendar_invite(s, method);

	return calendar_print(s, &invite);
}

static void
test_master(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);

	series->sequence = 4;
	series->place = "Room 7";
	s->session->sequence = 9;
	s->session->place = "elsewhere";
	s->session->starts_at += DAY; /* it was moved: not the series */
	char *text = master(s, INVITE_REQUEST);
	g_assert_true(calendar_has(text, "METHOD:REQUEST"));
	g_assert_true(
		calendar_has(text, "UID:session-1-7f1c2d54@circle.example"));
	g_assert_true(calendar_has(
		text, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=6"));
	g_assert_true(calendar_has(
		text, "DTSTART;TZID=Europe/Berlin:20270114T170000"));
	g_assert_true(
		calendar_has(text, "DTEND;TZID=Europe/Berlin:20270114T180000"));
	g_assert_true(calendar_has(text, "SEQUENCE:4"));
	g_assert_true(calendar_has(text, "X-MICROSOFT-CDO-APPT-SEQUENCE:4"));
	g_assert_true(calendar_has(text, "LOCATION:Room 7"));
	g_assert_cmpint(calendar_properties(text, "RECURRENCE-ID"), ==, 0);
	g_assert_cmpint(calendar_properties(text, "EXDATE"), ==, 0);
	g_assert_cmpint(calendar_properties(text, "RDATE"), ==, 0);
	season_free(s);
}

/* libical expands what we wrote: the same hour on the wall, over the change to
 * summer time, as many as there are. */
static void
test_occurrences(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);
	struct invite invite = calendar_invite(s, INVITE_REQUEST);

	invite.master = true;
	series->count = 9; /* into May */
	icalcomponent *object = calendar_checked(calendar_print(s, &invite));
	icalcomponent *event = icalcomponent_get_first_component(
		object, ICAL_VEVENT_COMPONENT);
	icaltimetype start = icalcomponent_get_dtstart(event);
	icalproperty *rule =
		icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	icalrecur_iterator *each =
		icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
	icaltimetype at = icalrecur_iterator_next(each);
	int n = 0;

	for (; !icaltime_is_null_time(at); at = icalrecur_iterator_next(each)) {
		g_assert_cmpint(icaltime_as_timet_with_zone(at, start.zone), ==,
			invite_series_at(series, n));
		g_assert_cmpint(
			civil_of(s->program.zone, invite_series_at(series, n))
				.hour,
			==, 17);
		n++;
	}
	g_assert_cmpint(n, ==, 9);
	icalrecur_iterator_free(each);
	icalcomponent_free(object);
	season_free(s);
}

/* One VEVENT, where the series put it, spelled as there, and no RRULE. */
static void
test_moved(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);

	/* the seventh, after the clocks went forward, two days later */
	s->session->original_at = invite_series_at(series, 6);
	s->session->starts_at = s->session->original_at + 2 * DAY + 2 * HOUR;
	s->session->sequence = 5;
	s->session->dtstamp = NOW + 9;
	series->count = 9;
	series->sequence = 3;
	char *text = instance(s, INVITE_REQUEST);
	g_assert_true(calendar_has(text, "SEQUENCE:5"));
	g_assert_true(calendar_has(text, "DTSTAMP:20270113T090009Z"));
	g_assert_true(calendar_has(
		text, "RECURRENCE-ID;TZID=Europe/Berlin:20270408T170000"));
	g_assert_true(calendar_has(
		text, "DTSTART;TZID=Europe/Berlin:20270410T190000"));
	g_assert_true(
		calendar_has(text, "DTEND;TZID=Europe/Berlin:20270410T200000"));
	g_assert_cmpint(
		calendar_properties(text, "X-MICROSOFT-CDO-APPT-SEQUENCE"), ==,
		1);
	g_assert_false(calendar_repeats(text));
	season_free(s);
}

static void
test_left_out(void)
{
	struct season *s = season_new();

	season_series(s);
	s->session->sequence = 2;
	char *text = instance(s, INVITE_CANCEL);
	g_assert_true(calendar_has(text, "METHOD:CANCEL"));
	g_assert_true(calendar_has(text, "STATUS:CANCELLED"));
	g_assert_true(calendar_has(
		text, "RECURRENCE-ID;TZID=Europe/Berlin:20270114T170000"));
	g_assert_false(calendar_repeats(text));
	season_free(s);
}

/* All of it goes: no RECURRENCE-ID; one person goes: nobody else is named. */
static void
test_withdrawn(void)
{
	struct season *s = season_new();
	struct invite invite;

	season_series(s)->sequence = 7;
	char *text = master(s, INVITE_CANCEL);
	g_assert_true(calendar_has(text, "METHOD:CANCEL"));
	g_assert_true(calendar_has(text, "STATUS:CANCELLED"));
	g_assert_true(calendar_has(text, "SEQUENCE:7"));
	g_assert_cmpint(calendar_properties(text, "RECURRENCE-ID"), ==, 0);
	g_assert_cmpint(calendar_properties(text, "ATTENDEE"), ==, 2);
	invite = calendar_invite(s, INVITE_CANCEL);
	invite.master = true;
	invite.only = s->bjoern->id;
	text = calendar_print(s, &invite);
	g_assert_cmpint(calendar_properties(text, "ATTENDEE"), ==, 1);
	g_assert_nonnull(strstr(text, "bjoern@"));
	season_free(s);
}

/* What most of the sessions ahead have is the answer to the series. */
static void
test_answers(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);

	s->session->attendees.at[0].partstat = PARTSTAT_DECLINED;
	for (int i = 1; i < 4; i++) {
		struct session *next = facts_new_session(&s->facts);

		*next = (struct session){ .id = next->id,
			.match = s->match->id,
			.series = series->id,
			.starts_at = invite_series_at(series, i) };
		*LIST_ADD(s->pool, &next->attendees) =
			(struct attendee){ .participant = s->ana->id,
				.partstat = PARTSTAT_ACCEPTED };
	}
	g_autofree char *all = calendar_unfold(master(s, INVITE_REQUEST));
	g_autofree char *one = calendar_unfold(instance(s, INVITE_REQUEST));
	g_assert_nonnull(
		strstr(all, "PARTSTAT=ACCEPTED;RSVP=TRUE;CN=\"Ana Lima\""));
	g_assert_nonnull(
		strstr(one, "PARTSTAT=DECLINED;RSVP=TRUE;CN=\"Ana Lima\""));
	season_free(s);
}

static struct series
in_zone(const char *zone, int year, int month, int day, int hour)
{
	struct civil c = {
		.year = year, .month = month, .day = day, .hour = hour
	};
	struct series series = { .starts_at = civil_to_utc(zone_find(zone), c),
		.minutes = 60,
		.weeks = 1,
		.count = 40,
		.zone = zone };

	return series;
}

/* Through every change of the clock of a year, as far as the rule goes. */
static void
test_fits(void)
{
	static const char *const whole[] = { "Europe/Berlin", "Europe/Dublin",
		"America/New_York", "America/Sao_Paulo", "Pacific/Auckland",
		"Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC",
		"Africa/Abidjan", "America/Santiago", "Asia/Jerusalem" };

	for (size_t i = 0; i < G_N_ELEMENTS(whole); i++) {
		struct series series = in_zone(whole[i], 2027, 2, 3, 17);

		g_test_message("%s", whole[i]);
		g_assert_cmpint(invite_series_fits(&series), ==, 40);
	}
	/* Ramadan 2027, 7 February to 14 March: the rule does not know it */
	struct series series = in_zone("Africa/Casablanca", 2027, 1, 6, 17);
	g_assert_cmpint(invite_series_fits(&series), ==, 5);
	series = in_zone("Africa/Casablanca", 2027, 3, 17, 17);
	g_assert_cmpint(invite_series_fits(&series), ==, 40);
	/* Sundays at half past two, which the clocks jump over in March */
	series = in_zone("Europe/Berlin", 2027, 3, 7, 2);
	series.starts_at += 30 * MINUTE;
	g_assert_cmpint(invite_series_fits(&series), ==, 3);
	/* ... and show twice in October */
	series = in_zone("Europe/Berlin", 2027, 10, 17, 2);
	series.starts_at += 30 * MINUTE;
	g_assert_cmpint(invite_series_fits(&series), ==, 2);
	series.zone = "Nowhere/Atall";
	g_assert_cmpint(invite_series_fits(&series), ==, 0);
	series = in_zone("Europe/Berlin", 2027, 3, 7, 17);
	series.weeks = 0;
	g_assert_cmpint(invite_series_fits(&series), ==, 0);
}

/* A session moved to where the clock's rule is another: its time in UTC, its
 * place in the series as ever. */
static void
test_moved_out_of_the_rule(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);

	*series = (struct series){ .id = series->id,
		.uid = series->uid,
		.minutes = 60,
		.weeks = 1,
		.count = 3,
		.zone = "Africa/Casablanca",
		.starts_at = civil_days(2027, 1, 20) * DAY + 16 * HOUR };
	s->session->original_at = invite_series_at(series, 2);
	s->session->starts_at = s->session->original_at + 12 * DAY;
	char *text = instance(s, INVITE_REQUEST);
	g_assert_true(calendar_has(
		text, "RECURRENCE-ID;TZID=Africa/Casablanca:20270203T170000"));
	g_assert_true(calendar_has(text, "DTSTART:20270215T160000Z"));
	season_free(s);
}

/* No zone, no VTIMEZONE: a series on Greenwich's clock is in UTC. */
static void
test_utc(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);

	series->zone = "UTC";
	char *text = master(s, INVITE_REQUEST);
	g_assert_true(calendar_has(text, "DTSTART:20270114T160000Z"));
	g_assert_true(calendar_has(
		text, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=6"));
	text = instance(s, INVITE_REQUEST);
	g_assert_true(calendar_has(text, "RECURRENCE-ID:20270114T160000Z"));
	season_free(s);
}

static void
test_refused(void)
{
	struct season *s = season_new();
	struct series *series = season_series(s);
	struct invite invite = calendar_invite(s, INVITE_REQUEST);

	invite.master = true;
	series->zone = "Nowhere/Atall";
	calendar_refused(s, &invite);
	series->zone = "Africa/Casablanca"; /* not to be said in one object */
	calendar_refused(s, &invite);
	series->zone = "Europe/Berlin";
	series->uid = "another@circle.example";
	calendar_refused(s, &invite);
	invite.series = NULL;
	calendar_refused(s, &invite);
	season_free(s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	icalerror_set_errors_are_fatal(0);
	g_test_add_func("/invite-series/master", test_master);
	g_test_add_func("/invite-series/occurrences", test_occurrences);
	g_test_add_func("/invite-series/moved", test_moved);
	g_test_add_func("/invite-series/left-out", test_left_out);
	g_test_add_func("/invite-series/withdrawn", test_withdrawn);
	g_test_add_func("/invite-series/answers", test_answers);
	g_test_add_func("/invite-series/fits", test_fits);
	g_test_add_func("/invite-series/moved-out", test_moved_out_of_the_rule);
	g_test_add_func("/invite-series/utc", test_utc);
	g_test_add_func("/invite-series/refused", test_refused);
	return g_test_run();
}
