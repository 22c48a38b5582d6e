/* Mails with a calendar object, and those that propose times: which object a
 * request gets, what it says, who it comes from, and what the mail says
 * beside it. */
#include "composed.h"
#include "decide/concern.h"

/* The object of the mail, unfolded; NULL when it has none. */
static char *
object_of(struct season *s, const struct mail *mail)
{
	char *type, *text = part_of(s, mail, 4, &type);

	if (!text || strcmp(type, "text/calendar"))
		return NULL;
	g_auto(GStrv) flat = g_strsplit(text, "\r\n ", -1);
	g_autofree char *object = g_strjoinv("", flat);
	return pool_strdup(s->pool, object);
}

static bool
says(const char *object, const char *what)
{
	if (object && strstr(object, what))
		return true;
	g_test_message("no %s in\n%s", what, object ? object : "no object");
	return false;
}

/* Master, one of a series, or words alone: as the request says. */
static void
test_series(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_INVITATION);

	season_series(s);
	s->session->starts_at += DAY;
	request.object = OBJECT_SERIES;
	struct mail *mail = made(s, &request);
	g_assert_true(says(object_of(s, mail), "\r\nRRULE:FREQ=WEEKLY"));
	g_assert_nonnull(strstr(mail->subject, "6 meetings from Thursday, 14"));
	g_assert_nonnull(strstr(plain_of(s, mail),
		"every 2 weeks, until Thursday, 25 March 2027"));
	request.object = OBJECT_SESSION;
	mail = made(s, &request);
	g_assert_true(says(object_of(s, mail),
		"\r\nRECURRENCE-ID;TZID=Europe/Berlin:20270114T170000\r\n"));
	g_assert_nonnull(strstr(mail->subject, "New time: Björn Øre, Friday"));
	request.object = OBJECT_NONE;
	mail = made(s, &request);
	g_assert_null(object_of(s, mail));
	g_assert_null(strstr(mail->bytes, "Content-Class"));
	season_free(s);
}

/* A series of which some took place is not cancelled but ends earlier: calendars
 * keep what was. Who is in it no more is named alone. */
static void
test_rest(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CANCELLATION);
	struct series *series = season_series(s);

	request.object = OBJECT_REST;
	request.keep = 2;
	struct mail *mail = made(s, &request);
	char *object = object_of(s, mail);
	g_assert_true(says(object, "\r\nMETHOD:REQUEST\r\n"));
	g_assert_true(says(object, ";COUNT=2"));
	g_assert_true(says(object, "\r\nSTATUS:CONFIRMED\r\n"));
	g_assert_nonnull(strstr(mail->subject, "Cancelled"));
	g_assert_nonnull(strstr(plain_of(s, mail), "still to come"));
	g_assert_cmpint(series->count, ==, 6);
	session_remove_person(s->session, request.participant);
	object = object_of(s, made(s, &request));
	g_assert_true(says(object, "\r\nMETHOD:REQUEST\r\n"));
	g_assert_true(says(object, "PARTSTAT=ACCEPTED"));
	g_assert_cmpuint(s->session->attendees.n, ==, 1);
	g_assert_cmpstr(
		strstr(strstr(object, "\r\nATTENDEE") + 2, "\r\nATTENDEE"), ==,
		NULL);
	season_free(s);
}

/* In New York the hour moves while the clocks there are already changed and
 * Berlin's are not: the mail says so. */
static void
test_shifts(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_INVITATION);

	season_series(s)->count = 8;
	request.object = OBJECT_SERIES;
	request.participant = s->ana->id;
	char *text = plain_of(s, made(s, &request));
	g_assert_null(strstr(text, "The clocks"));
	request.participant = s->bjoern->id;
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text,
		"- ab Donnerstag, 25. März 2027: um 12:00 Uhr\n"
		"- ab Donnerstag, 8. April 2027: um 11:00 Uhr\n"));
	season_free(s);
}

/* A calendar's proposal is refused to the calendar; what was proposed in
 * words, in words. */
static void
test_refusal(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_UNMOVED);

	request.participant = s->bjoern->id;
	char *object = object_of(s, made(s, &request));
	g_assert_true(says(object, "METHOD:DECLINECOUNTER"));
	g_assert_null(strstr(object, "ana@"));
	s->proposal->calendar = false;
	g_assert_null(object_of(s, made(s, &request)));
	season_free(s);
}

/* Nobody is told to name another time where none is taken. */
static void
test_no_proposals(void)
{
	static const enum moment moments[] = { MOMENT_UNMOVED,
		MOMENT_DECLINED };
	struct season *s = season_new();

	for (size_t i = 0; i < G_N_ELEMENTS(moments); i++)
		for (int off = 0; off < 2; off++) {
			struct mail_request request =
				usual_request(s, moments[i]);
			struct fields *fields = fields_new(s->pool, NULL);

			fields_truth(s->pool, fields, "off", off);
			request.fields = fields;
			s->program.sessions.proposals = !off;
			char *text = plain_of(s, made(s, &request));
			g_assert_true(
				(strstr(text, "another time") == NULL) == off);
			g_assert_nonnull(strstr(text, "“skip”"));
		}
	season_free(s);
}

/* Our yes comes from the address that was invited, when it is one of ours. */
static void
test_guest(void)
{
	static const struct {
		const char *invited, *from;
	} rows[] = {
		{ "mentoring+x@circle.example", "mentoring+x@circle.example" },
		{ "elsewhere@example.org", "mentoring@circle.example" },
		{ NULL, "mentoring@circle.example" },
	};
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_GUEST);
	struct letter_calendar theirs = { .uid = "theirs-1",
		.sequence = 2,
		.organizer = "ana.lima@work.example" };

	request.theirs = &theirs;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		theirs.attendee = rows[i].invited;
		struct mail *mail = made(s, &request);
		char *object = object_of(s, mail);
		g_autofree char *from = g_strdup_printf(
			"Peer Circle Zürich <%s>", rows[i].from);
		g_autofree char *line =
			g_strdup_printf(":mailto:%s\r\nSUMMARY", rows[i].from);

		header_is(mail, "From", from);
		g_assert_true(says(object, "METHOD:REPLY"));
		g_assert_true(says(object, "UID:theirs-1\r\n"));
		g_assert_true(says(object,
			"ORGANIZER;CN=\"Ana Lima\":mailto:"
			"ana.lima@work.example\r\n"));
		g_assert_true(says(object, line));
	}
	season_free(s);
}

/* What stands in the calendar, in the reader's language. */
static void
test_described(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_INVITATION);

	s->session->place = "https://meet.example.org/room";
	char *object = object_of(s, made(s, &request));
	g_assert_true(
		says(object, "SUMMARY:Björn Øre (Peer Circle Zürich)\r\n"));
	g_assert_true(says(object,
		"DESCRIPTION:About: Get to know each other\\, and agree on a "
		"goal\\n\\nMeet here: https://meet.example.org/room\\n\\n"));
	g_assert_true(says(object, "write “skip”.\r\n"));
	g_assert_true(
		says(object, "LOCATION:https://meet.example.org/room\r\n"));
	request.participant = s->bjoern->id;
	object = object_of(s, made(s, &request));
	g_assert_true(
		says(object, "SUMMARY:Ana Lima (Peer Circle Zürich)\r\n"));
	g_assert_true(says(object, "schreiben Sie „auslassen“.\r\n"));
	s->program.sessions.proposals = false;
	object = object_of(s, made(s, &request));
	g_assert_null(strstr(object, "auslassen"));
	season_free(s);
}

/* What people choose from, on their own clock. */
static void
test_times(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_TIMES);
	char *text = plain_of(s, made(s, &request));

	g_assert_nonnull(
		strstr(text, "1. Saturday, 16 January 2027, 17:00 to 18:00\n"));
	g_assert_nonnull(
		strstr(text, "3. Monday, 18 January 2027, 17:00 to 18:00\n"));
	g_assert_nonnull(strstr(text, "until Saturday, 16 January 2027"));
	g_assert_nonnull(strstr(text, "your meeting with Björn Øre on"));
	s->poll->session = request.session = request.ask = 0;
	request.proposal = 0;
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text, "it is time to meet Björn Øre"));
	request = usual_request(s, MOMENT_PROPOSAL);
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text,
		"Proposed: Friday, 15 January 2027, 17:00 to 18:00 "
		"(Europe/Berlin time)\n"
		"Until now: Thursday, 14 January 2027, 17:00 to 18:00\n"));
	season_free(s);
}

/* Exactly as clients want it: the calendar last in the alternative, which is
 * the first child of the whole, without a name or a disposition; base64; the
 * attachment of another type; METHOD said twice alike. */
static void
test_layout(void)
{
	static const struct {
		enum moment moment;
		const char *method;
	} rows[] = { { MOMENT_INVITATION, "REQUEST" },
		{ MOMENT_CANCELLATION, "CANCEL" },
		{ MOMENT_UNMOVED, "DECLINECOUNTER" },
		{ MOMENT_GUEST, "REPLY" } };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct season *s = season_new();
		struct mail_request request = usual_request(s, rows[i].moment);
		struct mail *mail = made(s, &request);
		g_autofree char *head = g_strdup_printf(
			"\r\n--=_mentord-4711-a\r\n"
			"Content-Type: text/calendar; charset=utf-8; "
			"method=%s\r\n"
			"Content-Transfer-Encoding: base64\r\n\r\n",
			rows[i].method);
		g_autofree char *method =
			g_strdup_printf("\r\nMETHOD:%s\r\n", rows[i].method);
		const char *bytes = mail->bytes;
		const char *part = strstr(bytes, head);

		g_test_message("%s", rows[i].method);
		g_assert_nonnull(part);
		g_assert_true(says(object_of(s, mail), method));
		/* nothing else in the alternative, then the attachment */
		const char *next = strstr(part + 4, "\r\n--=_mentord-4711-");
		g_assert_nonnull(next);
		g_assert_true(g_str_has_prefix(next,
			"\r\n--=_mentord-4711-a--\r\n\r\n--=_mentord-4711-m"
			"\r\nContent-Type: application/ics; "
			"name=invite.ics\r\n"
			"Content-Transfer-Encoding: base64\r\n"
			"Content-Disposition: attachment; "
			"filename=invite.ics\r\n\r\n"));
		g_assert_nonnull(strstr(bytes,
			"\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n"));
		g_assert_nonnull(strstr(bytes,
			"\r\nContent-Class: "
			"urn:content-classes:calendarmessage\r\n"));
		season_free(s);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_mime_init();
	g_test_add_func("/compose-calendar/series", test_series);
	g_test_add_func("/compose-calendar/rest", test_rest);
	g_test_add_func("/compose-calendar/shifts", test_shifts);
	g_test_add_func("/compose-calendar/refusal", test_refusal);
	g_test_add_func("/compose-calendar/no-proposals", test_no_proposals);
	g_test_add_func("/compose-calendar/guest", test_guest);
	g_test_add_func("/compose-calendar/described", test_described);
	g_test_add_func("/compose-calendar/times", test_times);
	g_test_add_func("/compose-calendar/layout", test_layout);
	return g_test_run();
}
