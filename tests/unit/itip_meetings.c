/* Meetings that somebody else organizes: REQUEST and CANCEL. */
#include "itip_test.h"

#define AT                                        \
 "DTSTART;TZID=Europe/Berlin:20270114T170000\r\n" \
 "DTEND;TZID=Europe/Berlin:20270114T180000\r\n"   \
 "ORGANIZER;CN=Ana:MAILTO:ana@example.net\r\n" STAMP

static void
test_request(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = read_method(pool, "REQUEST",
		AT "SEQUENCE:3\r\nLOCATION:Caf\xc3\xa9\\, first\\n floor\r\n"
		   "ATTENDEE;RSVP=TRUE:mailto:us@mentor.example\r\n" ANA);
	struct letter_calendar c = first(&list);

	g_assert_cmpuint(list.n, ==, 2);
	g_assert_cmpstr(c.method, ==, "REQUEST");
	g_assert_cmpstr(c.organizer, ==, "ana@example.net");
	g_assert_cmpstr(c.attendee, ==, "us@mentor.example");
	g_assert_cmpstr(c.place, ==, "Caf\xc3\xa9, first floor");
	g_assert_cmpstr(c.zone, ==, "Europe/Berlin");
	g_assert_cmpint(c.start, ==, 1799942400);
	g_assert_cmpint(c.end, ==, 1799946000);
	g_assert_cmpint(c.sequence, ==, 3);
	g_assert_cmpint(c.weeks, ==, 0);
	/* without anybody it is still a meeting */
	list = read_method(pool, "REQUEST", AT);
	g_assert_cmpuint(list.n, ==, 1);
	g_assert_null(first(&list).attendee);
	/* a whole day has no hour */
	c = meeting(pool,
		STAMP "DTSTART;VALUE=DATE:20270114\r\n"
		      "DTEND;VALUE=DATE:20270115\r\n" ANA);
	g_assert_cmpint(c.start, ==, 0);
	g_assert_cmpint(c.end, ==, 0);
	c = meeting(pool, STAMP "RRULE:FREQ=WEEKLY\r\n" ANA);
	g_assert_cmpint(c.start, ==, 0);
	g_assert_cmpint(c.weeks, ==, -1);
	c = meeting(pool, STAMP "DTSTART:20270114T160000Z\r\n" ANA);
	g_assert_cmpint(c.start, ==, 1799942400);
	g_assert_null(c.zone);
	g_assert_false(c.floating);
}

static void
test_cancel(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = read_method(pool, "CANCEL",
		"ORGANIZER:mailto:ana@example.net\r\nSEQUENCE:1\r\n"
		"RECURRENCE-ID:20270121T160000Z\r\n");
	struct letter_calendar c = first(&list);

	g_assert_cmpstr(c.method, ==, "CANCEL");
	g_assert_cmpstr(c.organizer, ==, "ana@example.net");
	g_assert_cmpstr(c.recurrence_id, ==, "20270121T160000Z");
	g_assert_cmpstr(
		meeting(pool, AT "STATUS:cancelled\r\n").method, ==, "CANCEL");
	/* only answers are asked for */
	struct letter_calendar_list none = { 0 };
	const char *why = NULL;
	g_assert_false(itip_read(pool,
		"BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:u\n" ANA
		"END:VEVENT\nEND:VCALENDAR\n",
		NULL, false, NULL, &none, &why));
	g_assert_nonnull(strstr(why, "attached"));
}

/* Weekly on its own weekday, or otherwise. 14 January 2027 is a Thursday. */
static void
test_rule(void)
{
	static const struct {
		const char *lines;
		int weeks, count;
		int64_t until;
	} cases[] = {
		{ "RRULE:FREQ=WEEKLY\r\n", 1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=6\r\n", 2, 6,
			0 },
		{ "RRULE:BYDAY=th;FREQ=weekly;WKST=SU;UNTIL=20270204T160000Z"
		  "\r\n",
			1, 0, 1801756800 },
		/* a date is that whole day of the meeting's zone */
		{ "RRULE:FREQ=WEEKLY;UNTIL=20270204\r\n", 1, 0, 1801781999 },
		{ "RRULE:FREQ=WEEKLY;UNTIL=20270204T170000\r\n", 1, 0,
			1801756800 },
		{ "RRULE:FREQ=WEEKLY;BYDAY=FR\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;BYDAY=TU,TH\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=DAILY\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=MONTHLY;BYDAY=2TH\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=SECONDLY\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;BYHOUR=3,4\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;COUNT=0\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;INTERVAL=-1\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY;UNTIL=never\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY\r\nRRULE:FREQ=DAILY\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY\r\nRDATE:20270115T160000Z\r\n", -1, 0, 0 },
		{ "RRULE:FREQ=WEEKLY\r\nEXRULE:FREQ=WEEKLY;INTERVAL=2\r\n", -1,
			0, 0 },
		{ "RDATE:20270115T160000Z\r\n", -1, 0, 0 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		struct letter_calendar c = meeting(
			pool, pool_printf(pool, AT ANA "%s", cases[i].lines));

		g_test_message("%s", cases[i].lines);
		g_assert_cmpint(c.weeks, ==, cases[i].weeks);
		g_assert_cmpint(c.count, ==, cases[i].count);
		g_assert_cmpint(c.until, ==, cases[i].until);
	}
}

/* What a series leaves out is as if cancelled one by one. */
static void
test_left_out(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = read_method(pool, "REQUEST",
		AT ANA "RRULE:FREQ=WEEKLY\r\n"
		       "EXDATE;TZID=Europe/Berlin:20270121T170000,"
		       "20270128T170000\r\nEXDATE;VALUE=DATE:20270204\r\n");

	g_assert_cmpuint(list.n, ==, 4);
	if (list.n < 4)
		return;
	g_assert_cmpint(list.at[0].weeks, ==, 1);
	g_assert_cmpstr(list.at[1].method, ==, "CANCEL");
	g_assert_null(list.at[1].attendee);
	g_assert_cmpint(list.at[1].weeks, ==, 0);
	g_assert_cmpstr(list.at[1].organizer, ==, "ana@example.net");
	g_assert_cmpstr(list.at[1].recurrence_id, ==, "20270121T160000Z");
	g_assert_cmpstr(list.at[2].recurrence_id, ==, "20270128T160000Z");
	g_assert_cmpstr(list.at[3].recurrence_id, ==, "20270204");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/itip-meetings/request", test_request);
	g_test_add_func("/itip-meetings/cancel", test_cancel);
	g_test_add_func("/itip-meetings/rule", test_rule);
	g_test_add_func("/itip-meetings/left-out", test_left_out);
	return g_test_run();
}
