/* Answers as the clients of the world write them, whole mails. Written after
 * their styles: what each leaves out, adds, or says in its own way. */
#include <glib.h>
#include <string.h>

#include "read/read.h"

#define UID  "UID:7f1c@mentor.example\r\n"
#define ORG  "ORGANIZER;CN=\"Circle\":mailto:circle+p7@mentor.example\r\n"
#define VERB "METHOD:REPLY\r\n"

static struct letter *
read_mail(struct pool *pool, const char *mail)
{
	struct read_context context = { .zone = zone_find("Europe/Berlin") };

	return letter_read(pool, mail, strlen(mail), &context);
}

/* In the manner of a plain text/calendar mail. */
static struct letter *
read_object(struct pool *pool, const char *type, const char *object)
{
	return read_mail(pool,
		pool_printf(pool,
			"From: Ana <ana@example.net>\r\n"
			"To: circle+p7@mentor.example\r\nSubject: Re\r\n"
			"Date: Fri, 01 Jan 2027 09:00:00 +0000\r\n"
			"MIME-Version: 1.0\r\nContent-Type: %s\r\n\r\n%s",
			type, object));
}

static char *
object(struct pool *pool, const char *head, const char *event)
{
	return pool_printf(pool,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sBEGIN:VEVENT\r\n%s"
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
		head, event);
}

static struct letter_calendar
one(const struct letter *letter)
{
	g_assert_cmpstr(letter_kind_name(letter->kind), ==, "calendar");
	g_assert_cmpuint(letter->calendar.n, ==, 1);
	return letter->calendar.n ? letter->calendar.at[0]
				  : (struct letter_calendar){ 0 };
}

struct shape {
	const char *name, *head, *event;
	const char *partstat, *comment, *instance;
	int64_t sequence;
};

static const struct shape shapes[] = {
	{ "Google, which sends the whole event back",
		"PRODID:-//Google Inc//Google Calendar 70.9054//EN\r\n"
		"CALSCALE:GREGORIAN\r\n" VERB,
		"DTSTART:20270114T160000Z\r\nDTEND:20270114T170000Z\r\n"
		"DTSTAMP:20270102T101112Z\r\n" ORG UID
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
		"DECLINED;CN=ana@ex\r\n ample.net;X-NUM-GUESTS=0;X-RESPONSE-"
		"COMMENT=\"On the train; later?\":mailto:ana@example.net\r\n"
		"X-MICROSOFT-CDO-OWNERAPPTID:-1\r\nRECURRENCE-ID:"
		"20270121T160000Z\r\nSEQUENCE:1\r\nSTATUS:CONFIRMED\r\n"
		"SUMMARY:Meeting\r\nTRANSP:OPAQUE\r\nBEGIN:VALARM\r\nACTION:"
		"DISPLAY\r\nTRIGGER:-P0DT0H10M0S\r\nEND:VALARM\r\n",
		"DECLINED", "On the train; later?", "20270121T160000Z", 1 },
	{ "Exchange, without ORGANIZER and with zones of its own",
		VERB "PRODID:Microsoft Exchange Server 2010\r\n"
		     "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n"
		     "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
		     "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\n"
		     "END:STANDARD\r\nEND:VTIMEZONE\r\n",
		"ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana:mailto:ana@example.net\r\n"
		"COMMENT;LANGUAGE=de-DE:\\n\r\n" UID
		"SUMMARY;LANGUAGE=de-DE:Zugesagt: Treffen\r\nRECURRENCE-ID;"
		"TZID=W. Europe Standard Time:20270121T170000\r\n"
		"DTSTART;TZID=W. Europe Standard Time:20270121T170000\r\n"
		"CLASS:PUBLIC\r\nPRIORITY:5\r\nDTSTAMP:20270102T101112Z\r\n"
		"STATUS:CONFIRMED\r\nSEQUENCE:2\r\nLOCATION:\r\n"
		"X-MICROSOFT-CDO-APPT-SEQUENCE:2\r\n",
		"ACCEPTED", NULL, "20270121T160000Z", 2 },
	{ "Outlook on a desk, with quoted zones and a page of HTML",
		"PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"
		"\r\n" VERB "X-MS-OLK-FORCEINSPECTOROPEN:TRUE\r\n",
		"ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.net\r\n"
		"COMMENT:I may be late\\n\r\nDTSTAMP:20270102T101112Z\r\n"
		"DTSTART;TZID=\"W. Europe Standard Time\":20270114T170000\r\n"
		"SEQUENCE:0\r\n" UID "X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE "
		"HTML><body>\\nATTENDEE:mailto:x@y.example</body>\r\n",
		"TENTATIVE", "I may be late", NULL, 0 },
	{ "Apple, with the address in EMAIL",
		"PRODID:-//Apple Inc.//macOS 14.4//EN\r\n" VERB,
		"ATTENDEE;CN=\"Ana\";CUTYPE=INDIVIDUAL;EMAIL=\"ana@example."
		"net\";PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n" ORG UID
		"DTSTAMP:20270102T101112Z\r\nDTSTART;TZID=Europe/Berlin:"
		"20270114T170000\r\nRECURRENCE-ID;TZID=Europe/Berlin:"
		"20270121T170000\r\nSEQUENCE:0\r\nCOMMENT:See you\r\n",
		"ACCEPTED", "See you", "20270121T160000Z", 0 },
	{ "Yahoo, with two STATUS and empty comments",
		"PRODID:-//Yahoo//Calendar//EN\r\n" VERB,
		"SUMMARY:Meeting\r\n" UID "DTSTART;TZID=Europe/Berlin:"
		"20270114T170000\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"
		"STATUS:CONFIRMED\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Ana;ROLE="
		"REQ_PARTICIPANT;RSVP=TRUE;X-COMMENT=:mailto:ana@example.net"
		"\r\nX-YAHOO-USER-STATUS:BUSY\r\nX-COMMENT:\r\n" ORG
		"DTSTAMP:20270102T101112Z\r\n",
		"ACCEPTED", NULL, NULL, 0 },
	{ "Proton, with the rule of the series",
		"PRODID:-//Proton AG//WebCalendar 5.0//EN\r\n" VERB,
		UID "DTSTAMP:20270102T101112Z\r\nSEQUENCE:3\r\n" ORG
		    "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.net\r\n"
		    "DTSTART;TZID=Europe/Berlin:20270114T170000\r\n"
		    "RRULE:FREQ=WEEKLY\r\nEXDATE;TZID=Europe/Berlin:"
		    "20270128T170000\r\nX-PM-PROTON-REPLY;VALUE=BOOLEAN:TRUE"
		    "\r\n",
		"DECLINED", NULL, NULL, 3 },
	{ "Thunderbird, with the names of all zones it knows",
		"PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\r\n" VERB
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
		"END:VTIMEZONE\r\n",
		"CREATED:20270101T090000Z\r\nDTSTAMP:20270102T101112Z\r\n" UID
			ORG
		"ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED;CUTYPE=INDIVIDUAL:"
		"mailto:ana@example.net\r\nRECURRENCE-ID;TZID=/mozilla.org"
		"/20070129_1/Europe/Berlin:20270121T170000\r\n"
		"SEQUENCE:1\r\n",
		"ACCEPTED", NULL, "20270121T160000Z", 1 },
	{ "Zimbra, for somebody else",
		"PRODID:Zimbra-Calendar-Provider\r\n" VERB,
		UID "SUMMARY:Accepted\r\nATTENDEE;CN=Ana;PARTSTAT=ACCEPTED;"
		    "SENT-BY=\"mailto:assistant@example.net\":mailto:"
		    "ana@example.net\r\n" ORG "DTSTAMP:20270102T101112Z\r\n"
		    "SEQUENCE:0\r\nCOMMENT: \r\n",
		"ACCEPTED", NULL, NULL, 0 },
	{ "Notes, with a zone that only it knows",
		VERB "PRODID:-//Lotus Development Corporation//NONSGML Notes "
		     "9.0//EN\r\n",
		"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=DELEGATED;"
		"DELEGATED-TO=\"mailto:bo@example.net\":MAILTO:ana@example.net"
		"\r\n" UID "RECURRENCE-ID;TZID=\"W. Europe\":20270121T170000"
		"\r\nDTSTAMP:20270102T101112Z\r\nSEQUENCE:0\r\n",
		"DELEGATED", NULL, "20270121T170000", 0 },
};

static void
test_shapes(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		POOL_AUTO pool = pool_new();
		const struct shape *s = &shapes[i];

		g_test_message("%s", s->name);
		struct letter_calendar c = one(read_object(pool,
			"text/calendar; charset=UTF-8; method=REPLY",
			object(pool, s->head, s->event)));
		g_assert_cmpstr(c.method, ==, "REPLY");
		g_assert_cmpstr(c.uid, ==, "7f1c@mentor.example");
		g_assert_cmpstr(c.attendee, ==, "ana@example.net");
		g_assert_cmpstr(c.partstat, ==, s->partstat);
		g_assert_cmpstr(c.comment, ==, s->comment);
		g_assert_cmpstr(c.recurrence_id, ==, s->instance);
		g_assert_cmpint(c.sequence, ==, s->sequence);
		g_assert_cmpint(c.start, ==, 0);
		if (strstr(s->event, "DTSTAMP"))
			g_assert_cmpint(c.dtstamp, ==, 1798884672);
	}
}

/* Gnus ends lines with LF and folds none; Horde says no instance. */
static void
test_line_feeds(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar c = one(read_object(pool,
		"text/calendar; method=REPLY",
		"BEGIN:VCALENDAR\nMETHOD:REPLY\nPRODID:Gnus\nVERSION:2.0\n"
		"BEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20270114T170000\n"
		"SUMMARY:Accepted: Meeting\nDESCRIPTION:a very long line that "
		"nobody has folded, as some programs do not fold at all\n"
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
		"ACCEPTED;RSVP=TRUE;CN=\"Ana\":mailto:ana@example.net\n"
		"DTSTAMP:20270102T101112Z\nUID:u\nSEQUENCE:0\n"
		"END:VEVENT\nEND:VCALENDAR\n"));

	g_assert_cmpstr(c.partstat, ==, "ACCEPTED");
	g_assert_null(c.recurrence_id);
}

/* Several instances at once, each with a line. */
static void
test_instances(void)
{
	POOL_AUTO pool = pool_new();
	struct letter *letter = read_object(pool, "text/calendar; method=REPLY",
		"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" UID
		"RECURRENCE-ID:20270114T160000Z\r\nDTSTAMP:20270102T101112Z"
		"\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"
		"END:VEVENT\r\nBEGIN:VEVENT\r\n" UID
		"RECURRENCE-ID:20270121T160000Z\r\nDTSTAMP:20270102T101112Z"
		"\r\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.net\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n");

	g_assert_cmpuint(letter->calendar.n, ==, 2);
	g_assert_cmpstr(letter->calendar.at[1].partstat, ==, "DECLINED");
}

/* --- which part --- */

#define MIXED                                                       \
 "From: ana@example.net\r\nTo: circle+p7@mentor.example\r\n"        \
 "Date: Fri, 01 Jan 2027 09:00:00 +0000\r\nMIME-Version: 1.0\r\n%s" \
 "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"         \
 "Content-Type: text/plain\r\n\r\nOne. Yes.\r\n%s--b--\r\n"

static char *
part(struct pool *pool, const char *head, const char *method, const char *uid)
{
	return pool_printf(pool,
		"--b\r\n%s\r\n\r\nBEGIN:VCALENDAR\r\n%s%s%sBEGIN:VEVENT\r\n"
		"UID:%s\r\nORGANIZER:mailto:o@example.net\r\n"
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
		head, *method ? "METHOD:" : "", method, *method ? "\r\n" : "",
		uid);
}

static struct letter *
mixed(struct pool *pool, const char *fields, const char *parts)
{
	return read_mail(pool, pool_printf(pool, MIXED, fields, parts));
}

#define INLINE "Content-Type: text/calendar"
#define FILED                                         \
 "Content-Type: application/ics; name=invite.ics\r\n" \
 "Content-Disposition: attachment"
#define NAMED "Content-Type: application/octet-stream; name=\"A.ICS\""

static void
test_parts(void)
{
	POOL_AUTO pool = pool_new();
	char *first = part(pool, INLINE, "REPLY", "1");
	char *second = part(pool, INLINE, "REPLY", "2");
	char *file = part(pool, FILED, "REPLY", "3");
	char *named = part(pool, NAMED, "REPLY", "4");
	char *publish = part(pool, INLINE, "PUBLISH", "5");
	char *nothing = part(pool, FILED, "", "6");
	const struct {
		const char *a, *b, *uid;
	} cases[] = { { first, second, "1" }, { file, second, "2" },
		{ file, named, "3" }, { named, nothing, "4" },
		{ nothing, file, "3" }, { publish, first, "1" },
		{ publish, file, "3" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct letter *letter = mixed(pool, "",
			pool_printf(pool, "%s%s", cases[i].a, cases[i].b));

		g_assert_cmpstr(one(letter).uid, ==, cases[i].uid);
		g_assert_null(letter->calendar_why);
	}
	struct letter *letter = mixed(pool, "", publish);
	g_assert_cmpstr(letter_kind_name(letter->kind), ==, "reply");
	g_assert_nonnull(strstr(letter->calendar_why, "PUBLISH"));
	letter = mixed(pool, "", nothing);
	g_assert_cmpstr(letter_kind_name(letter->kind), ==, "reply");
	g_assert_nonnull(strstr(letter->calendar_why, "no METHOD"));
}

/* A meeting that somebody shows us beside their answer is not a letter from
 * their calendar; one in the body, or in a mail that answers nothing, is. */
static void
test_attached_meeting(void)
{
	POOL_AUTO pool = pool_new();
	const char *answers = "In-Reply-To: <1@mentor.example>\r\n";
	char *file = part(pool, FILED, "REQUEST", "1");
	char *body = part(pool, INLINE, "REQUEST", "2");
	struct letter *letter = mixed(pool, answers, file);

	g_assert_cmpstr(letter_kind_name(letter->kind), ==, "reply");
	g_assert_nonnull(strstr(letter->calendar_why, "attached"));
	g_assert_cmpstr(letter->text, ==, "One. Yes.");
	g_assert_cmpstr(one(mixed(pool, "", file)).method, ==, "REQUEST");
	g_assert_cmpstr(one(mixed(pool, answers, body)).uid, ==, "2");
	g_assert_cmpstr(
		one(mixed(pool, answers, part(pool, FILED, "REPLY", "3"))).uid,
		==, "3");
}

/* Forwarded, it is somebody else's. */
static void
test_enclosed(void)
{
	POOL_AUTO pool = pool_new();
	struct letter *letter = mixed(pool, "",
		"--b\r\nContent-Type: message/rfc822\r\n\r\n"
		"From: x@example.org\r\nContent-Type: text/calendar\r\n\r\n"
		"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1\r\n"
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n");

	g_assert_cmpuint(letter->calendar.n, ==, 0);
}

static void
test_tnef(void)
{
	POOL_AUTO pool = pool_new();
	struct letter *letter = mixed(pool, "",
		"--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\neJ8+Ig==\r\n");

	g_assert_cmpstr(letter_kind_name(letter->kind), ==, "reply");
	g_assert_cmpstr(letter->text, ==, "One. Yes.");
	g_assert_nonnull(strstr(letter->calendar_why, "TNEF"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/itip-clients/shapes", test_shapes);
	g_test_add_func("/itip-clients/line-feeds", test_line_feeds);
	g_test_add_func("/itip-clients/instances", test_instances);
	g_test_add_func("/itip-clients/parts", test_parts);
	g_test_add_func(
		"/itip-clients/attached-meeting", test_attached_meeting);
	g_test_add_func("/itip-clients/enclosed", test_enclosed);
	g_test_add_func("/itip-clients/tnef", test_tnef);
	return g_test_run();
}
