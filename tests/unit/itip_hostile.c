/* Calendars made to hurt: read within milliseconds to nothing, and so by the
 * reader process too, which goes on to the next. */
#include <glib.h>
#include <string.h>

#include "base/err.h"
#include "read/itip.h"
#include "read/reader.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n"
#define OPEN HEAD "BEGIN:VEVENT\r\nUID:u\r\n"
#define TAIL "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define ANA  "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"

/* Of a machine that does other things too. */
#define PATIENCE (G_USEC_PER_SEC / 2)

struct hurt {
	const char *name, *head, *again, *tail;
	int n;
	bool some; /* it still says something */
};

static const struct hurt hurts[] = {
	{ "nested events", HEAD, "BEGIN:VEVENT\r\n", "", 200000, false },
	{ "nested calendars", "", "BEGIN:VCALENDAR\r\n", "", 200000, false },
	{ "nested and closed", HEAD, "BEGIN:X\r\nEND:X\r\n", OPEN ANA TAIL,
		8000, false },
	{ "events", HEAD, "BEGIN:VEVENT\r\nUID:u\r\n" ANA "END:VEVENT\r\n", "",
		65, false },
	{ "attendees", OPEN, ANA, TAIL, 100000, false },
	{ "some attendees", OPEN, ANA, TAIL, 201, false },
	{ "ends", HEAD, "END:VCALENDAR\r\n", "BEGIN:VEVENT\r\nUID:u\r\n" ANA,
		8000, false },
	{ "a line", OPEN "COMMENT:", "wwwwwwwwww", "\r\n" ANA TAIL, 500000,
		false },
	{ "a long line", OPEN "COMMENT:", "wwwwwwwwww", "\r\n" ANA TAIL, 24000,
		true },
	{ "folds", OPEN "COMMENT:w", "\r\n w", "\r\n" ANA TAIL, 60000, true },
	{ "parameters", OPEN "ATTENDEE", ";X=\"1\"",
		":mailto:ana@example.net\r\n" TAIL, 40000, true },
	{ "quotes", OPEN, "ATTENDEE;X=\"1\r\n", ANA TAIL, 15000, true },
	{ "colons", OPEN "ATTENDEE", ":", "\r\n" ANA TAIL, 200000, true },
	{ "semicolons", OPEN "ATTENDEE", ";", ":mailto:a@b\r\n" ANA TAIL,
		200000, true },
	{ "properties", OPEN, "X-A:1\r\n", ANA TAIL, 30000, true },
	{ "a path as a zone", OPEN ANA "RECURRENCE-ID;TZID=", "/a",
		":20270101T090000\r\n" TAIL, 100000, true },
	{ "instances left out",
		"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u\r\n"
		"DTSTART:20270114T160000Z\r\nRRULE:FREQ=WEEKLY\r\n" ANA
		"EXDATE:20270121T160000Z",
		",20270121T160000Z", "\r\n" TAIL, 14000, true },
	{ "zones without end", HEAD "BEGIN:VTIMEZONE\r\nTZID:X\r\n",
		"BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
		"RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\n"
		"TZOFFSETTO:+0100\r\nEND:STANDARD\r\n",
		"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u\r\n" ANA
		"RECURRENCE-ID;TZID=X:20270101T090000\r\n"
		"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n" TAIL,
		1000, true },
	{ "escapes", OPEN "COMMENT:", "\\\\n\\", "x\r\n" ANA TAIL, 50000,
		true },
	{ "carets", OPEN "ATTENDEE;X-RESPONSE-COMMENT=\"", "^^n^",
		"\":mailto:ana@example.net\r\n" TAIL, 50000, true },
	{ "percents", OPEN "ATTENDEE:mailto:", "%41", "@b\r\n" ANA TAIL, 60000,
		true },
};

static char *
made(const struct hurt *h)
{
	GString *out = g_string_new(h->head);

	for (int i = 0; i < h->n; i++)
		g_string_append(out, h->again);
	g_string_append(out, h->tail);
	return g_string_free(out, FALSE);
}

static void
test_limits(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(hurts); i++) {
		POOL_AUTO pool = pool_new();
		g_autofree char *text = made(&hurts[i]);
		struct letter_calendar_list list = { 0 };
		const char *why = NULL;

		gint64 before = g_get_monotonic_time();
		bool some =
			itip_read(pool, text, NULL, true, NULL, &list, &why);
		gint64 took = g_get_monotonic_time() - before;
		g_test_message("%s: %zu bytes, %" G_GINT64_FORMAT " us, %s",
			hurts[i].name, strlen(text), took, why ? why : "read");
		g_assert_cmpint(some, ==, hurts[i].some);
		g_assert_cmpuint(list.n, <=, 400);
		g_assert_cmpint(took, <, PATIENCE);
	}
}

/* Texts come out cut, and without what could end a line of ours. */
static void
test_texts(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;
	g_autofree char *long_text = g_strnfill(100000, 'u');
	char *text = pool_printf(pool,
		"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:%s"
		"\r\nLOCATION:a\\nBcc: b\\n%s\r\n"
		"ORGANIZER;CN=\"x^nBcc: y\":mailto:ana@example.net\r\n"
		"ATTENDEE;PARTSTAT=%s;EMAIL=%s@b:mailto:ana@example.net\r\n"
		"RECURRENCE-ID:20270101T090000Z\x1b[31m\r\n" TAIL,
		long_text, long_text, "wwww", "wwww");

	g_assert_true(itip_read(pool, text, NULL, true, NULL, &list, &why));
	g_assert_cmpuint(strlen(list.at[0].uid), ==, 2048);
	g_assert_cmpuint(strlen(list.at[0].place), ==, 500);
	g_assert_null(strpbrk(list.at[0].place, "\r\n"));
	g_assert_null(strpbrk(list.at[0].recurrence_id, "\r\n\x1b"));
}

/* --- through the reader process --- */

static char *
mail_of(const char *type, const char *encoding, const char *content, size_t len)
{
	g_autofree char *coded = g_base64_encode((const guchar *)content, len);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out,
		"From: ana@example.net\nMIME-Version: 1.0\nContent-Type: %s\n"
		"Content-Transfer-Encoding: %s\n\n",
		type, encoding);
	if (!strcmp(encoding, "base64"))
		for (const char *p = coded; *p; p += MIN(strlen(p), 76))
			g_string_append_printf(out, "%.76s\n", p);
	else
		g_string_append_len(out, content, (gssize)len);
	return g_string_free(out, FALSE);
}

static struct letter *
through(struct reader *reader, struct pool *pool, const char *mail, size_t len)
{
	static int64_t id;
	struct read_context context = { .authserv_id = "mx" };
	struct reader_answer answer = { 0 };
	struct err err;

	gint64 before = g_get_monotonic_time();
	reader_letter(reader, ++id, mail, len, &context);
	g_assert_true(reader_wait(reader, pool, &answer, &err));
	g_assert_cmpint(answer.what, ==, READER_LETTER);
	g_assert_cmpint(answer.id, ==, id);
	g_assert_cmpint(g_get_monotonic_time() - before, <, 8 * G_USEC_PER_SEC);
	return answer.letter;
}

static void
test_process(void)
{
	struct err err;
	struct reader *reader = reader_start(NULL, &err);

	g_assert_nonnull(reader);
	for (size_t i = 0; i < G_N_ELEMENTS(hurts); i++) {
		POOL_AUTO pool = pool_new();
		g_autofree char *text = made(&hurts[i]);
		g_autofree char *mail =
			mail_of("text/calendar", "base64", text, strlen(text));

		g_test_message("%s", hurts[i].name);
		struct letter *letter =
			through(reader, pool, mail, strlen(mail));
		if (!letter)
			continue;
		g_assert_cmpint(letter->kind, ==,
			hurts[i].some ? LETTER_CALENDAR : LETTER_REPLY);
		g_assert_true(hurts[i].some || letter->calendar_why);
	}
	reader_stop(reader);
}

/* NULs, UTF-16 with and without being said, Latin-1 that says nothing. */
static void
test_bytes(void)
{
	static const char plain[] = OPEN "COMMENT:caf\xe9\r\n" ANA TAIL;
	static const char nul[] = OPEN "\0" ANA "\0" TAIL;
	POOL_AUTO pool = pool_new();
	struct err err;
	struct reader *reader = reader_start(NULL, &err);
	gsize len;
	g_autofree char *wide = g_convert(
		OPEN ANA TAIL, -1, "UTF-16LE", "UTF-8", NULL, &len, NULL);
	g_autofree char *said =
		mail_of("text/calendar; charset=utf-16le", "base64", wide, len);
	g_autofree char *unsaid = mail_of("text/calendar", "base64", wide, len);
	g_autofree char *latin =
		mail_of("text/calendar", "base64", plain, sizeof plain - 1);
	g_autofree char *nuls =
		mail_of("text/calendar", "base64", nul, sizeof nul - 1);

	g_assert_nonnull(reader);
	struct letter *letter = through(reader, pool, said, strlen(said));
	g_assert_cmpuint(letter->calendar.n, ==, 1);
	letter = through(reader, pool, unsaid, strlen(unsaid));
	g_assert_cmpuint(letter->calendar.n, ==, 0);
	g_assert_nonnull(letter->calendar_why);
	letter = through(reader, pool, latin, strlen(latin));
	g_assert_cmpuint(letter->calendar.n, ==, 1);
	g_assert_cmpstr(letter->calendar.at[0].comment, ==, "caf\xc3\xa9");
	letter = through(reader, pool, nuls, strlen(nuls));
	for (size_t i = 0; i < letter->calendar.n; i++)
		g_assert_cmpstr(
			letter->calendar.at[i].attendee, ==, "ana@example.net");
	reader_stop(reader);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/itip-hostile/limits", test_limits);
	g_test_add_func("/itip-hostile/texts", test_texts);
	g_test_add_func("/itip-hostile/process", test_process);
	g_test_add_func("/itip-hostile/bytes", test_bytes);
	return g_test_run();
}
