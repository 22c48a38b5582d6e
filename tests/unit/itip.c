/* Calendar answers as clients write them, and objects made to hurt. */
#include <glib.h>
#include <string.h>

#include "read/itip.h"

#define HEAD  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n"
#define TAIL  "END:VCALENDAR\r\n"
#define STAMP "DTSTAMP:20270101T090000Z\r\n"
#define ANA   "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"

static struct letter_calendar_list
read_text(struct pool *pool, const char *text)
{
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;

	itip_read(pool, text, NULL, true, NULL, &list, &why);
	return list;
}

static struct letter_calendar
one(struct pool *pool, const char *lines)
{
	char *text = pool_printf(pool,
		HEAD "BEGIN:VEVENT\r\nUID:u1\r\n%s"
		     "END:VEVENT\r\n" TAIL,
		lines);
	struct letter_calendar_list list = read_text(pool, text);

	g_assert_cmpuint(list.n, ==, 1);
	return list.n ? list.at[0] : (struct letter_calendar){ 0 };
}

static void
test_reply(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar c = one(pool,
		STAMP "SEQUENCE:2\r\n"
		      "ATTENDEE;partstat=declined;CN=\"Ana\";SENT-BY=\"mailto:"
		      "bo@example.net\":MAILTO:ana@exam\r\n ple.net\r\n"
		      "COMMENT:Not then\\, sorry\r\n");

	g_assert_cmpstr(c.method, ==, "REPLY");
	g_assert_cmpstr(c.uid, ==, "u1");
	g_assert_cmpstr(c.attendee, ==, "ana@example.net");
	g_assert_cmpstr(c.sent_by, ==, "bo@example.net");
	g_assert_cmpstr(c.partstat, ==, "DECLINED");
	g_assert_cmpstr(c.comment, ==, "Not then, sorry");
	g_assert_cmpint(c.sequence, ==, 2);
	g_assert_cmpint(c.dtstamp, ==, 1798794000);
	g_assert_null(c.recurrence_id);
}

/* libical reads these as -2147483648, 1 and -1. */
static void
test_sequence(void)
{
	static const char *const absurd[] = { "2147483648", "4294967297",
		"99999999999999999999", "-1", "1x", "" };

	for (size_t i = 0; i < G_N_ELEMENTS(absurd); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpint(
			one(pool,
				pool_printf(pool, "SEQUENCE:%s\r\n" STAMP ANA,
					absurd[i]))
				.sequence,
			==, 0);
	}
}

static void
test_instance(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(one(pool,
				STAMP ANA "RECURRENCE-ID;TZID=Europe/Berlin:"
					  "20270114T170000\r\n")
				.recurrence_id,
		==, "20270114T160000Z");
	g_assert_cmpstr(one(pool,
				STAMP ANA "RECURRENCE-ID;VALUE=DATE:20270114"
					  "\r\n")
				.recurrence_id,
		==, "20270114");
}

static void
test_google_comment(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(one(pool,
				STAMP "ATTENDEE;PARTSTAT=TENTATIVE;"
				      "X-RESPONSE-COMMENT=\"Maybe\":mailto:"
				      "ana@example.net\r\nCOMMENT:\r\n")
				.comment,
		==, "Maybe");
}

static void
test_only_answers(void)
{
	static const char *const methods[] = { "PUBLISH", "ADD",
		"DECLINECOUNTER", "X-NEW" };

	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
		POOL_AUTO pool = pool_new();
		char *text = pool_printf(pool,
			"BEGIN:VCALENDAR\nMETHOD:%s\nBEGIN:VEVENT\nUID:u\n" ANA
			"END:VEVENT\n" TAIL,
			methods[i]);

		g_assert_cmpuint(read_text(pool, text).n, ==, 0);
	}
}

static void
test_twice(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;
	const char *text = HEAD "BEGIN:VEVENT\r\nUID:u\r\n" STAMP ANA
				"END:VEVENT\r\n" TAIL;

	itip_read(pool, text, NULL, true, NULL, &list, &why);
	itip_read(pool, text, NULL, true, NULL, &list, &why);
	g_assert_cmpuint(list.n, ==, 1);
}

static void
test_several_attendees(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = read_text(pool,
		HEAD "BEGIN:VEVENT\r\nUID:u\r\n" STAMP ANA
		     "ATTENDEE:mailto:bo@example.net\r\n"
		     "ATTENDEE;PARTSTAT=declined:mailto:cy@example.net\r\n"
		     "COMMENT:hm\r\nEND:VEVENT\r\n" TAIL);

	g_assert_cmpuint(list.n, ==, 3);
	if (list.n < 3)
		return;
	g_assert_cmpstr(list.at[1].attendee, ==, "bo@example.net");
	g_assert_null(list.at[1].partstat);
	g_assert_cmpstr(list.at[2].partstat, ==, "DECLINED");
}

/* Parameter instead of property, LF ends, no end, no ORGANIZER. */
static void
test_lenient(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;

	g_assert_true(itip_read(pool,
		"\xef\xbb\xbf"
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nLOCATION:\n"
		"BEGIN:VALARM\nUID:no\nEND:VALARM\n" ANA,
		"reply", true, NULL, &list, &why));
	g_assert_cmpuint(list.n, ==, 1);
	g_assert_cmpstr(list.at[0].uid, ==, "u");
}

/* An endless zone rule never reaches libical; limits refuse the rest. */
static void
test_hostile(void)
{
	POOL_AUTO pool = pool_new();
	gint64 before = g_get_monotonic_time();

	struct letter_calendar_list list = read_text(pool,
		HEAD
		"BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
		"DTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
		"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u\r\n"
		"DTSTART;TZID=X:20270101T090000\r\n"
		"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n" STAMP ANA
		"END:VEVENT\r\n" TAIL);
	g_assert_cmpuint(list.n, ==, 1);
	GString *deep = g_string_new(HEAD);
	for (int i = 0; i < 20000; i++)
		g_string_append(deep, "BEGIN:VEVENT\r\n");
	g_assert_cmpuint(read_text(pool, deep->str).n, ==, 0);
	g_string_assign(deep, HEAD "BEGIN:VEVENT\r\nUID:u\r\n");
	for (int i = 0; i < 201; i++)
		g_string_append(deep, ANA);
	g_assert_cmpuint(read_text(pool, deep->str).n, ==, 0);
	g_string_assign(deep, HEAD TAIL HEAD "BEGIN:VEVENT\r\nEND:VEVENT\r\n");
	g_assert_cmpuint(read_text(pool, deep->str).n, ==, 0);
	g_string_free(deep, TRUE);
	g_assert_cmpint(g_get_monotonic_time() - before, <, 2 * G_USEC_PER_SEC);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/itip/reply", test_reply);
	g_test_add_func("/itip/sequence", test_sequence);
	g_test_add_func("/itip/instance", test_instance);
	g_test_add_func("/itip/google-comment", test_google_comment);
	g_test_add_func("/itip/only-answers", test_only_answers);
	g_test_add_func("/itip/several-attendees", test_several_attendees);
	g_test_add_func("/itip/twice", test_twice);
	g_test_add_func("/itip/lenient", test_lenient);
	g_test_add_func("/itip/hostile", test_hostile);
	return g_test_run();
}
