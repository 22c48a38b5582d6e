/* Whole mails: who they may go to, what their heads say, what their bodies
 * show, and that the same row makes the same bytes. GMime reads them back as
 * a reader would. */
#include "write/compose.h"

#include <glib/gstdio.h>

#include "composed.h"
#include "write/mime.h"

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

/* A meeting that fell through is nobody's shame: the next one is named. */
static void
test_missed(void)
{
	struct season *s = season_new();
	struct mail_request request = usual_request(s, MOMENT_THANKS);
	const char *gently = "happens to everybody";

	g_assert_null(strstr(plain_of(s, made(s, &request)), gently));
	s->session->state = SESSION_MISSED;
	char *text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text, gently));
	g_assert_nonnull(strstr(text, "A short line"));
	struct session *next = facts_new_session(&s->facts);
	next->match = s->match->id;
	next->starts_at = s->session->starts_at + 7 * DAY;
	next->minutes = 60;
	next->attendees = s->session->attendees;
	text = plain_of(s, made(s, &request));
	g_assert_nonnull(strstr(text, "21 January 2027, 17:00"));
	g_assert_null(strstr(text, "A short line"));
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
	g_test_add_func("/compose/missed", test_missed);
	g_test_add_func("/compose/trio", test_trio);
	g_test_add_func("/compose/questions", test_questions);
	g_test_add_func("/compose/own-forms", test_own_forms);
	g_test_add_func("/compose/invitation", test_invitation);
	g_test_add_func("/compose/hostile", test_hostile);
	g_test_add_func("/compose/extra-fields", test_extra_fields);
	g_test_add_func("/compose/note", test_note);
	return g_test_run();
}
