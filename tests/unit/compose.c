/* Whole mails: who they may go to, what their heads say, what their bodies
 * show, and that the same row makes the same bytes. GMime reads them back as
 * a reader would. */
#include "write/compose.h"

#include <glib/gstdio.h>
#include <gmime/gmime.h>

#include "season.h"
#include "write/mime.h"

#define ID 4711

static struct mail *
made(struct season *s, const struct mail_request *request)
{
	struct err err = { 0 };
	struct mail *mail = NULL;

	g_assert_true(compose(s->pool, &s->program, &s->key, &s->facts, request,
		ID, &mail, &err));
	g_assert_cmpstr(err.text, ==, "");
	return mail;
}

static void
refused(struct season *s, const struct mail_request *request,
	enum err_kind kind)
{
	struct err err = { 0 };
	struct mail untouched, *mail = &untouched;

	g_assert_false(compose(s->pool, &s->program, &s->key, &s->facts,
		request, ID, &mail, &err));
	g_assert_cmpint(err.kind, ==, kind);
	g_assert_true(mail == &untouched);
	g_assert_null(strchr(err.text, '@')); /* it goes into the log */
}

static GMimeMessage *
parsed(const struct mail *mail)
{
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(mail->bytes, mail->len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_assert_nonnull(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static void
each_part(GMimeObject *parent, GMimeObject *part, gpointer closure)
{
	(void)parent;
	g_ptr_array_add(closure, part);
}

/* The decoded n-th part (multiparts counted, depth first), its type in
 * *type. */
static char *
part_of(struct season *s, const struct mail *mail, guint n, char **type)
{
	GMimeMessage *message = parsed(mail);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	char *text = NULL;

	g_mime_message_foreach(message, each_part, parts);
	if (n < parts->len) {
		GMimeObject *part = parts->pdata[n];
		GMimeStream *memory = g_mime_stream_mem_new();
		char *mime = g_mime_content_type_get_mime_type(
			g_mime_object_get_content_type(part));

		*type = pool_strdup(s->pool, mime);
		g_free(mime);
		if (GMIME_IS_PART(part)) {
			g_mime_data_wrapper_write_to_stream(
				g_mime_part_get_content(GMIME_PART(part)),
				memory);
			GByteArray *bytes = g_mime_stream_mem_get_byte_array(
				GMIME_STREAM_MEM(memory));
			text = pool_memdup(s->pool, bytes->data, bytes->len);
		}
		g_object_unref(memory);
	}
	g_object_unref(message);
	return text;
}

/* Then its texts lie one folder lower. */
static bool
has_object(enum moment moment)
{
	return moment == MOMENT_INVITATION || moment == MOMENT_CANCELLATION ||
		moment == MOMENT_UNMOVED || moment == MOMENT_GUEST;
}

static char *
plain_of(struct season *s, const struct mail *mail)
{
	char *type;
	guint first = has_object(mail->moment) ? 2 : 1;
	char *text = part_of(s, mail, first, &type);

	g_assert_cmpstr(type, ==, "text/plain");
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	g_autofree char *joined = g_strjoinv("\n", lines);
	return pool_strdup(s->pool, joined);
}

static void
header_is(const struct mail *mail, const char *name, const char *want)
{
	GMimeMessage *message = parsed(mail);

	g_test_message("%s", name);
	g_autofree char *found =
		g_strdup(g_mime_object_get_header(GMIME_OBJECT(message), name));
	if (found)
		g_strdelimit(found, "\t", ' '); /* where it was folded */
	g_assert_cmpstr(found, ==, want);
	g_object_unref(message);
}

static bool
to_coordinator(enum moment moment)
{
	return moment == MOMENT_DRAFT || moment == MOMENT_SILENCE ||
		moment == MOMENT_UNREAD || moment == MOMENT_DIGEST;
}

static struct mail_request
usual_request(struct season *s, enum moment moment)
{
	return season_request(
		s, moment, to_coordinator(moment) ? 0 : s->ana->id);
}

/* Every moment in both languages: composes, passes the last look, twice the
 * same, and says something. */
static void
test_every_moment(void)
{
	static const char *const languages[] = { "en", "de" };

	for (size_t l = 0; l < G_N_ELEMENTS(languages); l++)
		for (int m = 0; m < MOMENT_NOTE; m++) {
			struct season *s = season_new();
			struct err err = { 0 };

			s->program.language = languages[l];
			s->ana->language = languages[l];
			struct mail_request request =
				usual_request(s, (enum moment)m);
			g_test_message("%s %s", languages[l],
				moment_name((enum moment)m));
			struct mail *one = made(s, &request);
			struct mail *two = made(s, &request);
			g_assert_cmpuint(one->len, ==, two->len);
			g_assert_true(
				!memcmp(one->bytes, two->bytes, one->len));
			g_assert_true(mime_check(one->bytes, one->len, &err));
			g_assert_cmpuint(strlen(plain_of(s, one)), >, 40);
			g_assert_null(strstr(plain_of(s, one), "{{"));
			g_assert_null(strstr(plain_of(s, one), "**"));
			g_assert_null(strstr(plain_of(s, one), "\n\n\n"));
			season_free(s);
		}
}

static void
test_head(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CHECKIN);
	struct mail *mail = made(s, &request);
	char reply[200], bounce[200], stop[200], token[TOKEN_LEN + 1];
	struct token loop = { TOKEN_BOUNCE, ID, NOW / DAY };

	token_address(&s->key, (struct token){ TOKEN_REPLY, ID, NOW / DAY },
		s->program.address, reply, sizeof reply);
	token_address(&s->key, loop, s->program.address, bounce, sizeof bounce);
	token_address(&s->key, (struct token){ TOKEN_STOP, s->ana->id, 0 },
		s->program.address, stop, sizeof stop);
	token_print(&s->key, loop, token);
	g_autofree char *unsubscribe =
		g_strdup_printf("<mailto:%s?subject=stop>", stop);
	header_is(
		mail, "From", "Peer Circle Zürich <mentoring@circle.example>");
	header_is(mail, "To", "Ana Lima <ana@example.org>");
	header_is(mail, "Reply-To", reply);
	header_is(mail, "Date", "Wed, 13 Jan 2027 09:00:00 +0000");
	header_is(mail, "Auto-Submitted", "auto-generated");
	header_is(mail, "X-Auto-Response-Suppress", "OOF, AutoReply");
	header_is(mail, "List-Id", "<spring.circle.example>");
	header_is(mail, "List-Unsubscribe", unsubscribe);
	header_is(mail, "X-Mentord-Loop", token);
	header_is(mail, "Precedence", NULL);
	header_is(mail, "In-Reply-To", NULL);
	g_assert_cmpstr(mail->envelope_from, ==, bounce);
	g_assert_cmpstr(mail->recipient, ==, "ana@example.org");
	struct token found = { .id = 0 };
	g_assert_true(token_parse(&s->key, mail->message_id, &found));
	g_assert_cmpint(found.id, ==, ID);
	g_assert_true(
		g_str_has_suffix(mail->message_id, ".4711@circle.example"));
	season_free(s);
}

static void
test_row(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CHECKIN);

	request.at = NOW + HOUR;
	struct mail *mail = made(s, &request);
	g_assert_cmpint(mail->id, ==, ID);
	g_assert_cmpint(mail->state, ==, MAIL_QUEUED);
	g_assert_cmpint(mail->created_at, ==, NOW);
	g_assert_cmpint(mail->not_before, ==, NOW + HOUR);
	g_assert_cmpint(mail->next_at, ==, NOW + HOUR);
	g_assert_cmpint(mail->expires_at, ==, NOW + HOUR + 5 * DAY);
	g_assert_cmpint(mail->ask, ==, s->ask->id);
	g_assert_cmpint(mail->change, ==, FACT_NEW);
	request.expires_at = NOW + 2 * HOUR;
	g_assert_cmpint(made(s, &request)->expires_at, ==, NOW + 2 * HOUR);
	season_free(s);
}

static void
test_reply(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_HELP);

	request.reply = true;
	request.in_reply_to = "abc.1@example.org";
	struct mail *mail = made(s, &request);
	g_assert_cmpstr(mail->envelope_from, ==, "");
	header_is(mail, "Auto-Submitted", "auto-replied");
	header_is(mail, "In-Reply-To", "<abc.1@example.org>");
	header_is(mail, "References", "<abc.1@example.org>");
	request.in_reply_to = "a>\r\nBcc: <b@example.org";
	mail = made(s, &request);
	header_is(mail, "In-Reply-To", NULL);
	header_is(mail, "Bcc", NULL);
	season_free(s);
}

static void
test_closed_world(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CHECKIN);

	request.participant = 77;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_DIGEST);
	request.coordinator = "stranger@example.org";
	refused(s, &request, ERR_NEVER);
	request.coordinator = NULL;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_CHECKIN);
	s->ana->email = "a@b.example, c@d.example";
	refused(s, &request, ERR_NEVER);
	s->ana->email = "a@b.example\r\nBcc: x@y.example";
	refused(s, &request, ERR_NEVER);
	s->ana->email = "mentoring+tag@circle.example";
	refused(s, &request, ERR_NEVER);
	s->ana->email = "ana@example.org";
	s->ana->state = PARTICIPANT_SUSPENDED;
	refused(s, &request, ERR_NEVER);
	s->ana->state = PARTICIPANT_LEFT;
	refused(s, &request, ERR_NEVER);
	request.moment = MOMENT_LEFT;
	made(s, &request);
	request.moment = MOMENT_CANCELLATION;
	made(s, &request);
	season_free(s);
}

static void
test_facts_missing(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CHECKIN);

	request.ask = 0;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_INVITATION);
	request.session = 0;
	request.ask = request.proposal = request.poll = 0;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_PROPOSAL);
	request.proposal = 0;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_TIMES);
	request.poll = 0;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_INVITATION);
	request.object = OBJECT_SERIES;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_INTRODUCTION);
	request.match = 99;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_INTRODUCTION);
	s->match->members.at[1] = 99;
	refused(s, &request, ERR_NEVER);
	request = usual_request(s, MOMENT_NOTE);
	request.template_name = "no-such-note";
	refused(s, &request, ERR_ASK);
	s->program.address =
		"a-name-that-is-much-too-long-for-tokens@circle.example";
	request = usual_request(s, MOMENT_HELP);
	struct err err = { 0 };
	struct mail *mail;
	g_assert_false(compose(s->pool, &s->program, &s->key, &s->facts,
		&request, ID, &mail, &err));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	season_free(s);
}

static void
test_introduction(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_INTRODUCTION);
	char *text = plain_of(s, made(s, &request));

	g_assert_nonnull(strstr(text, "Björn Øre, bjoern@example.net"));
	g_assert_nonnull(strstr(text, "- both like sailing and Rust"));
	g_assert_null(strstr(text, "ill"));
	g_assert_nonnull(strstr(text, "Please write first."));
	g_assert_nonnull(strstr(text, "14 January 2027, 17:00 to 18:00"));
	request.participant = s->bjoern->id;
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text, "Ana Lima soll zuerst schreiben"));
	g_assert_nonnull(strstr(text, "14. Januar 2027, 11:00 bis 12:00"));
	g_assert_nonnull(strstr(text, "America/New York"));
	season_free(s);
}

static void
test_trio(void)
{
	struct season *s = season_new();
	struct participant *cem = season_person(
		s, "Cem", "cem@example.org", "en", "Asia/Kolkata");
	struct mail_request request = usual_request(s, MOMENT_INVITATION);

	s->match->members.at[s->match->members.n++] = cem->id;
	*LIST_ADD(s->pool, &s->session->attendees) =
		(struct attendee){ .participant = cem->id };
	s->session->sequence = 1;
	struct mail *mail = made(s, &request);
	char *text = plain_of(s, mail);
	g_assert_true(
		g_str_has_prefix(mail->subject, "New time: Björn Øre & Cem, "));
	g_assert_nonnull(strstr(text, "For Cem this is"));
	g_assert_nonnull(strstr(text, "21:30 (Asia/Kolkata"));
	request.participant = cem->id;
	mail = made(s, &request);
	g_assert_nonnull(strstr(mail->subject, "Ana Lima & Björn Øre"));
	season_free(s);
}

static void
test_questions(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CHECKIN);
	char *text = plain_of(s, made(s, &request));

	g_assert_nonnull(strstr(text, "\n1. Did you meet?\n(yes or no)\n"));
	g_assert_nonnull(strstr(text,
		"\n2. How useful was it for you?\n(a "
		"number from 1 to 5; private)\n"));
	g_assert_nonnull(strstr(text, "1 = career, 2 = code & craft, 3 ="));
	struct answer *a = LIST_ADD(s->pool, &s->ask->answers);
	a->question = "met";
	a->value = "yes";
	a = LIST_ADD(s->pool, &s->ask->answers);
	a->question = "useful";
	a->raw = "so *so*";
	request.moment = MOMENT_REMINDER; /* keeps the numbers */
	text = plain_of(s, made(s, &request));
	g_assert_null(strstr(text, "\n1. "));
	g_assert_nonnull(strstr(text, "\n2. How useful"));
	request.moment = MOMENT_CLARIFY;
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text, "- Did you meet? yes"));
	g_assert_nonnull(strstr(text, "> so *so*"));
	g_assert_nonnull(strstr(text, "\n2. How useful"));
	g_assert_null(strstr(text, "\n4. "));
	season_free(s);
}

static void
test_own_forms(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_CLARIFY);

	s->ask->form = FORM_LEAVE;
	g_assert_nonnull(strstr(plain_of(s, made(s, &request)), "“yes”"));
	s->ask->form = FORM_DRAFT;
	request = season_request(s, MOMENT_CLARIFY, 0);
	g_assert_nonnull(strstr(plain_of(s, made(s, &request)), "“approve”"));
	s->ask->form = "gone";
	refused(s, &request, ERR_NEVER);
	season_free(s);
}

/* mixed(alternative(plain, html, calendar), ics), one object twice. */
static void
test_invitation(void)
{
	static const char *const types[] = { "multipart/mixed",
		"multipart/alternative", "text/plain", "text/html",
		"text/calendar", "application/ics" };
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_INVITATION);
	struct mail *mail = made(s, &request);
	char organizer[200], *type;

	for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
		part_of(s, mail, i, &type);
		g_assert_cmpstr(type, ==, types[i]);
	}
	char *inline_part = part_of(s, mail, 4, &type);
	char *attached = part_of(s, mail, 5, &type);
	g_assert_cmpstr(inline_part, ==, attached);
	g_assert_nonnull(strstr(inline_part, "\r\nMETHOD:REQUEST\r\n"));
	g_assert_nonnull(strstr(mail->bytes,
		"Content-Type: text/calendar; charset=utf-8; "
		"method=REQUEST\r\n"));
	token_address(&s->key, (struct token){ TOKEN_ORGANIZER, s->ana->id, 0 },
		s->program.address, organizer, sizeof organizer);
	g_autofree char *from =
		g_strdup_printf("Peer Circle Zürich <%s>", organizer);
	header_is(mail, "From", from);
	g_assert_nonnull(strstr(mail->bytes,
		"Content-Class: urn:content-classes:calendarmessage\r\n"));
	g_auto(GStrv) flat = g_strsplit(inline_part, "\r\n ", -1);
	g_autofree char *object = g_strjoinv("", flat);
	g_assert_nonnull(strstr(object, organizer));
	request.moment = MOMENT_CANCELLATION;
	mail = made(s, &request);
	g_assert_nonnull(strstr(part_of(s, mail, 4, &type), "METHOD:CANCEL"));
	s->session->attendees.n = 1; /* only Ana is left in it */
	request.participant = s->bjoern->id;
	mail = made(s, &request);
	char *gone = part_of(s, mail, 4, &type);
	g_assert_nonnull(strstr(gone, "bjoern@"));
	g_assert_null(strstr(gone, "ana@"));
	request.moment = MOMENT_INVITATION;
	refused(s, &request, ERR_NEVER);
	season_free(s);
}

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
	g_assert_nonnull(strstr(text, "needs another"));
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

/* Names and words that try to be something else. */
static void
test_hostile(void)
{
	static const char *const names[] = {
		"A\r\nBcc: evil@example.org",
		"*[x](http://evil.example)|<script>alert(1)</script>",
		"=?utf-8?B?QQ0KQmNjOiBlQGUuZXhhbXBsZQ==?=",
		"\"quoted\" <evil@example.org>, b@example.org",
		"\xe2\x80\xaegnp.exe",
		"\xff\xfe broken",
		"{{coordinator_email}}",
		"高橋 直子 🙂",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		for (int m = 0; m < MOMENT_NOTE; m++) {
			struct season *s = season_new();
			struct mail_request request =
				usual_request(s, (enum moment)m);

			s->ana->name = s->bjoern->name = names[i];
			s->program.forms.at[0].questions.at[0].ask = names[i];
			struct mail *mail = made(s, &request);
			GMimeMessage *message = parsed(mail);
			InternetAddressList *to =
				g_mime_message_get_to(message);

			g_test_message("%zu %s", i, moment_name(m));
			g_assert_cmpint(
				internet_address_list_length(to), ==, 1);
			g_assert_null(g_mime_object_get_header(
				GMIME_OBJECT(message), "Bcc"));
			char *type,
				*html = part_of(s, mail,
					has_object((enum moment)m) ? 3 : 2,
					&type);
			g_assert_null(strstr(html, "<script"));
			g_assert_null(strstr(html, "href=\"http:"));
			g_object_unref(message);
			season_free(s);
		}
}

static void
test_extra_fields(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_DIGEST);
	struct fields *fields = fields_new(s->pool, NULL);
	struct fields *need = fields_item(s->pool, fields, "needs");

	fields_truth(s->pool, fields, "has_needs", true);
	fields_text(s->pool, need, "subject", "Ana & Bob");
	fields_text(s->pool, need, "why", "silent");
	fields_text(s->pool, fields, "program", "Renamed");
	request.fields = fields;
	struct mail *mail = made(s, &request);
	g_assert_nonnull(strstr(plain_of(s, mail), "Ana & Bob: silent"));
	g_assert_true(g_str_has_prefix(mail->subject, "Renamed:"));
	season_free(s);
}

/* A step's own text, from a folder of the coordinator's, with the next
 * session of the reader's match. */
static void
test_note(void)
{
	struct season *s = season_new();
	struct mail_request request = { .moment = MOMENT_NOTE,
		.template_name = "halfway",
		.participant = s->ana->id,
		.occurrence = "note" };
	g_autofree char *dir = g_dir_make_tmp("mentord-note-XXXXXX", NULL);
	g_autofree char *folder = g_build_filename(dir, "en", NULL);
	g_autofree char *file = g_build_filename(folder, "halfway.md", NULL);

	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(file,
		"Subject: Halfway\n\nHi {{first_name}}, {{partner_names}}, "
		"{{date}}\n",
		-1, NULL));
	*LIST_ADD(s->pool, &s->program.template_dirs) = dir;
	struct mail *mail = made(s, &request);
	g_assert_cmpstr(mail->subject, ==, "Halfway");
	g_assert_nonnull(strstr(plain_of(s, mail),
		"Hi Ana, Björn Øre, Thursday, 14 January 2027\n"));
	g_unlink(file);
	g_rmdir(folder);
	g_rmdir(dir);
	season_free(s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_mime_init();
	g_test_add_func("/compose/every-moment", test_every_moment);
	g_test_add_func("/compose/head", test_head);
	g_test_add_func("/compose/row", test_row);
	g_test_add_func("/compose/reply", test_reply);
	g_test_add_func("/compose/closed-world", test_closed_world);
	g_test_add_func("/compose/facts-missing", test_facts_missing);
	g_test_add_func("/compose/introduction", test_introduction);
	g_test_add_func("/compose/trio", test_trio);
	g_test_add_func("/compose/questions", test_questions);
	g_test_add_func("/compose/own-forms", test_own_forms);
	g_test_add_func("/compose/invitation", test_invitation);
	g_test_add_func("/compose/series", test_series);
	g_test_add_func("/compose/shifts", test_shifts);
	g_test_add_func("/compose/refusal", test_refusal);
	g_test_add_func("/compose/guest", test_guest);
	g_test_add_func("/compose/described", test_described);
	g_test_add_func("/compose/times", test_times);
	g_test_add_func("/compose/hostile", test_hostile);
	g_test_add_func("/compose/extra-fields", test_extra_fields);
	g_test_add_func("/compose/note", test_note);
	return g_test_run();
}
