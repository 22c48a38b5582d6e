/* Calendar mails, rule by rule: answers and proposals. */
#include "itip_test.h"

/* --- answers --- */

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
	g_assert_null(c.organizer);
	g_assert_null(last_why);
}

/* atoi would read these as -2147483648, 1 and -1. */
static void
test_sequence(void)
{
	static const struct {
		const char *lines;
		int64_t want;
	} cases[] = { { "SEQUENCE:2147483648\r\n", 0 },
		{ "SEQUENCE:4294967297\r\n", 0 },
		{ "SEQUENCE:99999999999999999999\r\n", 0 },
		{ "SEQUENCE:1000001\r\n", 0 }, { "SEQUENCE:-1\r\n", 0 },
		{ "SEQUENCE:1x\r\n", 0 }, { "SEQUENCE:\r\n", 0 },
		{ "SEQUENCE:1000000\r\n", 1000000 }, { "SEQUENCE: 7 \r\n", 7 },
		{ "X-MICROSOFT-CDO-APPT-SEQUENCE:4\r\n", 4 },
		{ "X-MICROSOFT-CDO-APPT-SEQUENCE:4\r\nSEQUENCE:5\r\n", 5 },
		{ "X-MICROSOFT-CDO-APPT-SEQUENCE:4\r\nSEQUENCE:0\r\n", 0 },
		{ "X-MICROSOFT-CDO-APPT-SEQUENCE:-4\r\n", 0 }, { "", 0 } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].lines);
		g_assert_cmpint(one(pool,
					pool_printf(pool, "%s" STAMP ANA,
						cases[i].lines))
					.sequence,
			==, cases[i].want);
	}
}

/* An instance in UTC where the zone is known, by whatever name; a clock on a
 * wall where it is not; a day stays one, and what is neither never becomes the
 * whole series. */
static void
test_instance(void)
{
	static const struct {
		const char *line, *want;
	} cases[] = {
		{ ";TZID=Europe/Berlin:20270114T170000", "20270114T160000Z" },
		{ ";TZID=Europe/Berlin:20270714T170000", "20270714T150000Z" },
		{ ":20270114T160000Z", "20270114T160000Z" },
		{ ";TZID=Europe/Berlin:20270114T160000Z", "20270114T160000Z" },
		{ ";TZID=\"Europe/Berlin\":20270114T170000",
			"20270114T160000Z" },
		{ ";TZID=W. Europe Standard Time:20270114T170000",
			"20270114T160000Z" },
		{ ";TZID=\"eastern standard time\":20270114T170000",
			"20270114T220000Z" },
		{ ";TZID=/example.org/20200101_1/Europe/Berlin:20270114T170000",
			"20270114T160000Z" },
		{ ";TZID=/Europe/Berlin:20270114T170000", "20270114T160000Z" },
		{ ";TZID=Nowhere/At All:20270114T170000", "20270114T170000" },
		{ ";TZID=UTC+2:20270114T170000", "20270114T170000" },
		{ ";TZID=:20270114T170000", "20270114T170000" },
		{ ":20270114T170000", "20270114T170000" },
		{ ";VALUE=DATE:20270114", "20270114" },
		{ ";VALUE=DATE;TZID=Europe/Berlin:20270114", "20270114" },
		{ ":soon", "soon" },
		{ ":", "" },
		{ ":20270230T170000Z", "20270230T170000Z" },
		{ ";RANGE=THISANDFUTURE:20270114T160000Z", "20270114T160000Z" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].line);
		g_assert_cmpstr(one(pool,
					pool_printf(pool,
						STAMP ANA "RECURRENCE-ID%s\r\n",
						cases[i].line))
					.recurrence_id,
			==, cases[i].want);
	}
	g_assert_nonnull(strstr(last_why, "THISANDFUTURE"));
}

/* COMMENT, Google's parameter, Yahoo's in both forms; the last one is a line
 * feed as Outlook writes it. */
static void
test_comment(void)
{
	static const struct {
		const char *lines, *want;
	} cases[] = { { "COMMENT:One\\nTwo\r\n" ANA, "One\nTwo" },
		{ "COMMENT:\r\nCOMMENT;LANGUAGE=en:Second\r\n" ANA, "Second" },
		{ "COMMENT: \\n \r\nATTENDEE;X-RESPONSE-COMMENT=\"Maybe, or "
		  "not\";PARTSTAT=TENTATIVE:mailto:ana@example.net\r\n",
			"Maybe, or not" },
		{ "ATTENDEE;X-RESPONSE-COMMENT=\"^'Yes^', she said^nor "
		  "did\":mailto:ana@example.net\r\n",
			"\"Yes\", she said\nor did" },
		{ "ATTENDEE;X-COMMENT=ill:mailto:ana@example.net\r\n", "ill" },
		{ "X-COMMENT:late\r\n" ANA, "late" },
		{ "COMMENT:\\n\r\nX-COMMENT:\r\n" ANA, NULL }, { ANA, NULL } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpstr(
			one(pool, pool_printf(pool, STAMP "%s", cases[i].lines))
				.comment,
			==, cases[i].want);
	}
	POOL_AUTO pool = pool_new();
	g_autofree char *words = g_strnfill(5000, 'w');
	struct letter_calendar c = one(
		pool, pool_printf(pool, "COMMENT:%s\xc3\xa9\r\n" ANA, words));
	g_assert_cmpuint(strlen(c.comment), ==, 2048);
}

/* Who: a URI, which may be percent-encoded and is no place for queries; or the
 * address alone; or beside a name of somebody's server. */
static void
test_addresses(void)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
		{ "mailto:ana@example.net", "ana@example.net" },
		{ "MailTo: ana@example.net ", "ana@example.net" },
		{ "ana@example.net", "ana@example.net" },
		{ "mailto:ana%2Bhome@example.net", "ana+home@example.net" },
		{ "mailto:ana+home@example.net", "ana+home@example.net" },
		{ "mailto:%20Ana@EXAMPLE.net%20", "Ana@EXAMPLE.net" },
		{ "mailto:ana@b\xc3\xbc"
		  "cher.example",
			"ana@b\xc3\xbc"
			"cher.example" },
		{ "mailto:ana@example.net?subject=x", NULL },
		{ "mailto:ana@example.net?cc=b@example.net", NULL },
		{ "mailto:ana@example.net%00@evil.example", NULL },
		{ "mailto:ana@example.net%0d%0aBcc:b@example.net", NULL },
		{ "mailto:ana@example.net,b@example.net", NULL },
		{ "mailto:ana@example.net%2Cb@example.net", NULL },
		{ "mailto:Ana <ana@example.net>", NULL },
		{ "mailto:@example.net", NULL },
		{ "mailto:ana@", NULL },
		{ "mailto:ana", NULL },
		{ "mailto:", NULL },
		{ "mailto:ana%C3@example.net", NULL },
		{ "invalid:nomail", NULL },
		{ "urn:uuid:7", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].value);
		g_assert_cmpstr(
			itip_address(pool, cases[i].value), ==, cases[i].want);
	}
}

static void
test_email_parameter(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar c = one(pool,
		STAMP "ATTENDEE;EMAIL=ana@example.net;PARTSTAT=ACCEPTED:"
		      "mailto:2_abc@imip.example\r\n");

	g_assert_cmpstr(c.attendee, ==, "2_abc@imip.example");
	g_assert_cmpstr(c.email, ==, "ana@example.net");
	c = one(pool,
		STAMP "ATTENDEE;EMAIL=ana@example.net;PARTSTAT=ACCEPTED:"
		      "/principals/__uids__/7/\r\n");
	g_assert_cmpstr(c.attendee, ==, "ana@example.net");
}

/* One of two lines is refused, the other counts, and it is said. */
static void
test_query(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(one(pool,
				STAMP "ATTENDEE;PARTSTAT=DECLINED:mailto:"
				      "bo@example.net?subject=stop\r\n" ANA)
				.attendee,
		==, "ana@example.net");
	g_assert_nonnull(strstr(last_why, "no address"));
	g_assert_cmpuint(read_method(pool, "REPLY",
				 "ATTENDEE:mailto:bo@example.net?a=b\r\n")
				 .n,
		==, 0);
}

/* Names are not read at all; what RFC 6868 makes of them goes nowhere. */
static void
test_names(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar c = one(pool,
		STAMP "ATTENDEE;CN=\"a^nBcc: b@example.net\";PARTSTAT=ACCEPTED;"
		      "SENT-BY=\"mailto:c@example.net^nBcc: d\":mailto:"
		      "ana@example.net\r\n");

	g_assert_cmpstr(c.attendee, ==, "ana@example.net");
	g_assert_null(c.sent_by);
	c = one(pool,
		STAMP "ATTENDEE;CN=Lima, Ana: \"x;PARTSTAT=ACCEPTED:mailto:"
		      "ana@example.net\r\n");
	g_assert_nonnull(c.attendee);
}

static void
test_stamp(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpint(one(pool, ANA).dtstamp, ==, 0);
	g_assert_cmpint(one(pool, "DTSTAMP:soon\r\n" ANA).dtstamp, ==, 0);
	g_assert_cmpint(one(pool, "DTSTAMP:20270101\r\n" ANA).dtstamp, ==, 0);
	g_assert_cmpint(
		one(pool, "DTSTAMP:20270101T090000\r\n" ANA).dtstamp, ==, 0);
	g_assert_cmpint(
		one(pool, "DTSTAMP:20270101T250000Z\r\n" ANA).dtstamp, ==, 0);
	g_assert_cmpint(one(pool,
				"DTSTAMP;TZID=Europe/Berlin:20270101T100000"
				"\r\n" ANA)
				.dtstamp,
		==, 1798794000);
}

static void
test_methods(void)
{
	static const struct {
		const char *method, *why;
	} cases[] = { { "PUBLISH", "for information" },
		{ "ADD", "organizer's word" },
		{ "DECLINECOUNTER", "organizer's word" },
		{ "X-NEW", "nobody knows" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpuint(
			read_method(pool, cases[i].method, STAMP ANA).n, ==, 0);
		g_assert_nonnull(strstr(last_why, cases[i].why));
	}
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;
	/* the property wins over the parameter, in any case */
	g_assert_true(itip_read(pool,
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\n" ANA
		"END:VEVENT\nmethod: Refresh\nEND:VCALENDAR\n",
		"REPLY", true, NULL, &list, &why));
	g_assert_cmpstr(first(&list).method, ==, "REFRESH");
	g_assert_false(itip_read(pool,
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:v\n" ANA
		"END:VEVENT\nEND:VCALENDAR\n",
		NULL, true, NULL, &list, &why));
	g_assert_nonnull(strstr(why, "no METHOD"));
}

/* Of the components only events count, and of calendars there is one. */
static void
test_components(void)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ HEAD "BEGIN:VTODO\r\nUID:u\r\n" ANA "END:VTODO\r\n" TAIL,
			"no event" },
		{ HEAD "BEGIN:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u\r\n" ANA
		       "END:VEVENT\r\nEND:VTIMEZONE\r\n" TAIL,
			"no event" },
		{ "BEGIN:VEVENT\r\nUID:u\r\n" ANA "END:VEVENT\r\n",
			"should be a calendar" },
		{ "METHOD:REPLY\r\nUID:u\r\n", "should be a calendar" },
		{ HEAD TAIL HEAD "BEGIN:VEVENT\r\nUID:u\r\n" ANA
				 "END:VEVENT\r\n" TAIL,
			"more than one" },
		{ HEAD "BEGIN:VEVENT\r\nUID:u\r\n" ANA "END:VEVENT\r\n" HEAD
		       "BEGIN:VEVENT\r\nUID:v\r\n" ANA
		       "END:VEVENT\r\n" TAIL TAIL,
			"more than one" },
		{ HEAD "BEGIN:VEVENT\r\n" ANA "END:VEVENT\r\n" TAIL,
			"names nobody" },
		{ HEAD "BEGIN:VEVENT\r\nUID:u\r\nEND:VEVENT\r\n" TAIL,
			"names nobody" },
		{ "", "should be a calendar" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpuint(read_text(pool, cases[i].text).n, ==, 0);
		g_assert_nonnull(strstr(last_why, cases[i].why));
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
		"X-LIC-ERROR;X-LIC-ERRORTYPE=VALUE-PARSE-ERROR:No value\n"
		"BEGIN:VALARM\nUID:no\nATTENDEE:mailto:no@example.net\n"
		"END:VALARM\n" ANA,
		"reply", true, NULL, &list, &why));
	g_assert_cmpuint(list.n, ==, 1);
	g_assert_cmpstr(first(&list).uid, ==, "u");
}

/* CR alone, CR twice, a fold in the middle of a character, tabs, controls. */
static void
test_lines(void)
{
	static const char *const breaks[] = { "\r\n", "\n", "\r", "\r\r\n" };

	for (size_t i = 0; i < G_N_ELEMENTS(breaks); i++) {
		POOL_AUTO pool = pool_new();
		const char *b = breaks[i];
		struct letter_calendar_list list = read_text(pool,
			pool_printf(pool,
				"BEGIN:VCALENDAR%sMETHOD:REPLY%sBEGIN:VEVENT%s"
				"UID:u%sCOMMENT:a \xc3%s \xa9%s\tb\x01%s"
				"ATTENDEE;PARTSTAT=ACC%s EPTED:mailto:"
				"ana@example.net%sEND:VEVENT%sEND:VCALENDAR%s",
				b, b, b, b, b, b, b, b, b, b, b));

		g_assert_cmpstr(first(&list).comment, ==,
			"a \xc3\xa9"
			"b");
		g_assert_cmpstr(first(&list).partstat, ==, "ACCEPTED");
	}
}

/* --- proposals --- */

static void
test_counter(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = read_method(pool, "COUNTER",
		STAMP "DTSTART;TZID=Tokyo Standard Time:20270114T170000\r\n"
		      "DURATION:PT90M\r\n"
		      "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.net\r\n");
	struct letter_calendar c = first(&list);

	g_assert_cmpstr(c.method, ==, "COUNTER");
	g_assert_cmpint(c.start, ==, 1799913600);
	g_assert_cmpint(c.end, ==, 1799913600 + 90 * 60);
	g_assert_false(c.floating);
	g_assert_cmpstr(c.zone, ==, "Asia/Tokyo");
	/* as the writer's clock shows it, and so said */
	list = read_method(pool, "COUNTER",
		"DTSTART;TZID=Own:20270114T170000\r\n"
		"DTEND;TZID=Own:20270114T160000\r\n" ANA);
	c = first(&list);
	g_assert_cmpint(c.start, ==, 1799942400);
	g_assert_cmpint(c.end, ==, 0);
	g_assert_true(c.floating);
	g_assert_null(c.zone);
}

/* The time in a REPLY is never looked at: Horde's is wrong. */
static void
test_reply_times(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar c = one(pool,
		STAMP ANA "DTSTART;TZID=Europe/Berlin:20270114T160000\r\n"
			  "RRULE:FREQ=WEEKLY\r\nLOCATION:x\r\n");

	g_assert_cmpint(c.start, ==, 0);
	g_assert_cmpint(c.weeks, ==, 0);
	g_assert_null(c.place);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/itip/reply", test_reply);
	g_test_add_func("/itip/sequence", test_sequence);
	g_test_add_func("/itip/instance", test_instance);
	g_test_add_func("/itip/comment", test_comment);
	g_test_add_func("/itip/addresses", test_addresses);
	g_test_add_func("/itip/email-parameter", test_email_parameter);
	g_test_add_func("/itip/query", test_query);
	g_test_add_func("/itip/names", test_names);
	g_test_add_func("/itip/stamp", test_stamp);
	g_test_add_func("/itip/methods", test_methods);
	g_test_add_func("/itip/components", test_components);
	g_test_add_func("/itip/several-attendees", test_several_attendees);
	g_test_add_func("/itip/twice", test_twice);
	g_test_add_func("/itip/lenient", test_lenient);
	g_test_add_func("/itip/lines", test_lines);
	g_test_add_func("/itip/counter", test_counter);
	g_test_add_func("/itip/reply-times", test_reply_times);
	return g_test_run();
}
