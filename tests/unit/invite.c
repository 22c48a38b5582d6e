/* The calendar object, rule by rule: by bytes, and as libical reads it. Zones
 * are compared instant by instant with the system's. */
#include "write/invite.h"

#include "calendar.h"
#include "write/posix_tz.h"

static char *
print(struct season *s, enum invite_method method)
{
	struct invite invite = calendar_invite(s, method);

	return calendar_print(s, &invite);
}

static void
test_bytes(void)
{
	struct season *s = season_new();

	s->ana->name = "Änne-Kathrin Überläufer-Größenwahn von und zu "
		       "Öhringen-Süßkäufer, Dr. \"Änni\" der Äüöß";
	char *text = print(s, INVITE_REQUEST);
	g_assert_null(strstr(text, "\n\n"));
	g_assert_nonnull(strstr(text, "\r\n "));
	season_free(s);
}

static void
test_lines(void)
{
	struct season *s = season_new();
	char *text = print(s, INVITE_REQUEST);

	g_assert_true(calendar_has(text, "METHOD:REQUEST"));
	g_assert_true(calendar_has(text,
		"DTSTART;TZID=Europe/"
		"Berlin:20270114T170000"));
	g_assert_true(
		calendar_has(text, "DTEND;TZID=Europe/Berlin:20270114T180000"));
	g_assert_true(calendar_has(text, "DTSTAMP:20270113T090000Z"));
	g_assert_true(calendar_has(text, "SEQUENCE:0"));
	g_assert_true(calendar_has(text, "STATUS:CONFIRMED"));
	g_assert_true(calendar_has(text,
		"ORGANIZER;CN=\"Peer 'Circle' 'n Zürich X:1\":mailto:" ORGANIZER));
	g_assert_true(calendar_has(text,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
		"NEEDS-ACTION;RSVP=TRUE;CN=\"Ana Lima\":mailto:"
		"ana@example.org"));
	g_assert_true(calendar_has(text,
		"SUMMARY:Ana & Björn\\; talk\\, \\\\ "
		"more"));
	g_assert_true(calendar_has(text, "DESCRIPTION:Agenda: one\\nand two"));
	g_assert_null(strstr(text, "DURATION"));
	g_assert_null(strstr(text, "\nLOCATION:"));
	g_assert_cmpint(strstr(text, "BEGIN:VTIMEZONE") - text, <,
		strstr(text, "BEGIN:VEVENT") - text);
	s->session->place = "Room 7";
	text = print(s, INVITE_REQUEST);
	g_assert_true(calendar_has(text, "LOCATION:Room 7"));
	season_free(s);
}

static void
test_cancel_and_update(void)
{
	struct season *s = season_new();

	s->session->sequence = 3;
	s->session->dtstamp = NOW + 5;
	s->session->attendees.at[1].partstat = PARTSTAT_DECLINED;
	char *text = print(s, INVITE_CANCEL);

	g_assert_true(calendar_has(text, "METHOD:CANCEL"));
	g_assert_true(calendar_has(text, "STATUS:CANCELLED"));
	g_assert_true(calendar_has(text, "SEQUENCE:3"));
	g_assert_true(calendar_has(text, "X-MICROSOFT-CDO-APPT-SEQUENCE:3"));
	g_assert_true(calendar_has(text, "DTSTAMP:20270113T090005Z"));
	g_assert_true(calendar_has(text, "LAST-MODIFIED:20270113T090005Z"));
	g_assert_true(
		calendar_has(text, "UID:session-1-7f1c2d54@circle.example"));
	g_assert_nonnull(strstr(text, "PARTSTAT=DECLINED"));
	season_free(s);
}

static void
refuse(struct season *s)
{
	struct invite invite = calendar_invite(s, INVITE_REQUEST);

	calendar_refused(s, &invite);
	season_free(s);
}

static void
test_refused(void)
{
	struct season *s = season_new();

	s->session->attendees.at[0].participant = 99;
	refuse(s);
	s = season_new();
	s->session->uid = "with blank";
	refuse(s);
	s = season_new();
	s->session->attendees.n = 0;
	refuse(s);
	s = season_new();
	s->ana->email = ORGANIZER;
	refuse(s);
	s = season_new();
	s->ana->email = "a@b.example\r\nX:1";
	refuse(s);
}

static void
test_libical(void)
{
	struct season *s = season_new();
	icalcomponent *object = calendar_checked(print(s, INVITE_REQUEST));
	icalcomponent *event = icalcomponent_get_first_component(
		object, ICAL_VEVENT_COMPONENT);
	icaltimetype start = icalcomponent_get_dtstart(event);

	g_assert_cmpint(
		icalcomponent_get_method(object), ==, ICAL_METHOD_REQUEST);
	g_assert_cmpint(icaltime_as_timet_with_zone(start, start.zone), ==,
		s->session->starts_at);
	icalproperty *attendee =
		icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
	g_assert_cmpstr(icalproperty_get_attendee(attendee), ==,
		"mailto:ana@example.org");
	g_assert_cmpstr(icalcomponent_get_summary(event), ==,
		"Ana & Björn; talk, \\ more");
	icalcomponent_free(object);
	object = calendar_checked(print(s, INVITE_CANCEL));
	g_assert_cmpint(
		icalcomponent_get_method(object), ==, ICAL_METHOD_CANCEL);
	icalcomponent_free(object);
	season_free(s);
}

/* Noon of every 9th day over two years, and around both changes. */
static void
compare_zone(const char *name)
{
	struct season *s = season_new();
	int64_t from = civil_days(2027, 1, 1) * DAY;
	int zoned = 0;

	s->program.zone = zone_find(name);
	g_assert_nonnull(s->program.zone);
	for (int64_t at = from; at < from + 730 * DAY; at += 9 * DAY + HOUR) {
		s->session->starts_at = at;
		char *text = print(s, INVITE_REQUEST);
		icalcomponent *object = calendar_checked(text);
		icalcomponent *event = icalcomponent_get_first_component(
			object, ICAL_VEVENT_COMPONENT);
		icaltimetype start = icalcomponent_get_dtstart(event);
		icaltimetype end = icalcomponent_get_dtend(event);

		zoned += strstr(text, "DTSTART;TZID=") != NULL;
		g_test_message("%s %s", name, icaltime_as_ical_string(start));
		g_assert_cmpint(
			icaltime_as_timet_with_zone(start, start.zone), ==, at);
		g_assert_cmpint(icaltime_as_timet_with_zone(end, end.zone), ==,
			at + HOUR);
		icalcomponent_free(object);
	}
	g_assert_cmpint(zoned, >, 60);
	season_free(s);
}

static void
test_zones(void)
{
	static const char *const names[] = { "Europe/Berlin", "Europe/Dublin",
		"America/New_York", "Asia/Kolkata", "Pacific/Auckland",
		"America/Sao_Paulo", "America/Santiago", "Asia/Jerusalem",
		"Australia/Lord_Howe", "America/Nuuk", "Asia/Kathmandu" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		compare_zone(names[i]);
}

/* Every quarter of an hour around a change of the clock: an instant in the
 * hours that look alike is said in UTC. */
static void
test_changes(void)
{
	static const int64_t days[] = { 14, 28, 86, 87, 303, 304, 310, 311 };
	static const char *const names[] = { "Europe/Berlin",
		"America/New_York" };
	struct season *s = season_new();
	int utc = 0;

	s->session->minutes = 15;
	for (size_t z = 0; z < G_N_ELEMENTS(names); z++)
		for (size_t d = 0; d < G_N_ELEMENTS(days); d++)
			for (int q = 0; q < 96; q++) {
				s->program.zone = zone_find(names[z]);
				s->session->starts_at =
					(civil_days(2027, 1, 1) + days[d]) *
						DAY +
					q * 15 * MINUTE;
				char *text = print(s, INVITE_REQUEST);
				icalcomponent *object = calendar_checked(text);
				icalcomponent *event =
					icalcomponent_get_first_component(
						object, ICAL_VEVENT_COMPONENT);
				icaltimetype start =
					icalcomponent_get_dtstart(event);

				utc += strstr(text, "BEGIN:VTIMEZONE") == NULL;
				g_assert_cmpint(icaltime_as_timet_with_zone(
							start, start.zone),
					==, s->session->starts_at);
				icalcomponent_free(object);
			}
	/* two hours and the end that touches them, in both zones */
	g_assert_cmpint(utc, >=, 16);
	g_assert_cmpint(utc, <=, 20);
	season_free(s);
}

/* Where the rule of the file's end does not hold, or says nothing, UTC. */
static void
test_utc(void)
{
	struct season *s = season_new();

	s->program.zone = zone_find("UTC");
	g_assert_true(calendar_has(
		print(s, INVITE_REQUEST), "DTSTART:20270114T160000Z"));
	s->program.zone = zone_find("Africa/Casablanca"); /* Ramadan 2027 */
	s->session->starts_at = civil_days(2027, 2, 15) * DAY + 12 * HOUR;
	g_assert_true(calendar_has(
		print(s, INVITE_REQUEST), "DTSTART:20270215T120000Z"));
	season_free(s);
}

static void
test_rules(void)
{
	struct posix_tz tz;

	g_assert_true(posix_tz_parse("CET-1CEST,M3.5.0,M10.5.0/3", &tz));
	g_assert_cmpint(tz.standard, ==, 3600);
	g_assert_cmpint(tz.daylight, ==, 7200);
	g_assert_cmpint(tz.to_standard.seconds, ==, 3 * 3600);
	g_assert_true(posix_tz_parse("<-03>3", &tz));
	g_assert_cmpint(tz.standard, ==, -3 * 3600);
	g_assert_true(posix_tz_parse("IST-5:30", &tz));
	g_assert_cmpint(tz.standard, ==, 5 * 3600 + 1800);
	g_assert_true(posix_tz_parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", &tz));
	g_assert_cmpint(tz.to_daylight.seconds, ==, -3600);
	g_assert_true(posix_tz_parse("EET-2EEST,M3.4.4/50,M10.4.4/50", &tz));
	g_assert_cmpint(tz.to_daylight.seconds, ==, 50 * 3600);
	static const char *const bad[] = { "", "C", "CET", "CET-1CEST",
		"CET-1CEST,M3.5.0", "CET-1CEST,J60,J300",
		"XXX3EDT4,0/0,J365/23", "CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,M3.5.0,M10.5.0/3x", "CET-99999999999",
		"<CET-1CEST,M3.5.0,M10.5.0", "CET-1CEST,M3.5.0/200,M10.5.0" };

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_test_message("%s", bad[i]);
		g_assert_false(posix_tz_parse(bad[i], &tz));
	}
}

static void
test_footer(void)
{
	char out[32], file[64] = "TZif2";

	memcpy(file + 44, "xx\nCET-1\n", 9);
	g_assert_true(tzif_footer(file, 53, out, sizeof out));
	g_assert_cmpstr(out, ==, "CET-1");
	g_assert_false(tzif_footer(file, 52, out, sizeof out));
	g_assert_false(tzif_footer(file, 53, out, 3));
	g_assert_false(tzif_footer("TZif2\nCET-1\n", 12, out, sizeof out));
	file[4] = '\0';
	g_assert_false(tzif_footer(file, 53, out, sizeof out));
}

static void
test_vtimezone_is_compact(void)
{
	POOL_AUTO pool = pool_new();
	const char *text = vtimezone_print(
		pool, zone_find("Europe/Dublin"), NOW, NOW + DAY);

	g_assert_nonnull(text);
	/* summer is DAYLIGHT, though Irish law has it the other way round */
	g_assert_true(calendar_has(text, "TZNAME:IST"));
	const char *summer = strstr(text, "BEGIN:DAYLIGHT");
	g_assert_nonnull(summer);
	g_assert_true(g_str_has_prefix(summer,
		"BEGIN:DAYLIGHT\r\nTZNAME:IST\r\nTZOFFSETFROM:+0000\r\n"
		"TZOFFSETTO:+0100\r\nDTSTART:19700329T010000\r\n"
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"));
	g_assert_null(strstr(text, "RDATE"));
	g_assert_cmpuint(strlen(text), <, 600);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	icalerror_set_errors_are_fatal(0);
	g_test_add_func("/invite/bytes", test_bytes);
	g_test_add_func("/invite/lines", test_lines);
	g_test_add_func("/invite/cancel", test_cancel_and_update);
	g_test_add_func("/invite/refused", test_refused);
	g_test_add_func("/invite/libical", test_libical);
	g_test_add_func("/invite/zones", test_zones);
	g_test_add_func("/invite/changes", test_changes);
	g_test_add_func("/invite/utc", test_utc);
	g_test_add_func("/invite/rules", test_rules);
	g_test_add_func("/invite/footer", test_footer);
	g_test_add_func("/invite/compact", test_vtimezone_is_compact);
	return g_test_run();
}
