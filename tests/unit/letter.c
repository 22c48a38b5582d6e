/* Whole mails: the head, hostile ones, and tests/letters with what each must
 * be understood as. */
#include <glib.h>
#include <string.h>

#include "read/header.h"
#include "read/read.h"
#include "read_words.h"

static struct letter *
read_text(struct pool *pool, const char *mail, size_t len)
{
	struct read_context context = { .program_name = "Spring Mentoring",
		.program_address = "mentoring@home.example",
		.words = test_words(pool),
		.now = 1799830800 };

	return letter_read(pool, mail, len, &context);
}

static struct letter_head
head_of_text(struct pool *pool, const char *mail)
{
	struct read_context context = { 0 };
	struct letter_head head;

	letter_read_head(pool, mail, strlen(mail), &context, &head);
	return head;
}

static void
test_head(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_head h = head_of_text(pool,
		"From old@mbox.example Mon Jan  1 00:00:00 2027\n"
		"Return-Path: <>\nDelivered-To: mentoring+R@home.example\n"
		"Received: a\nReceived: b\n"
		"From: =?iso-8859-1?Q?Zo=EB_=22Z=22?= "
		"<zoe@Example.ORG>\n"
		"To: Spring\n <mentoring+r@home.example>, b@x.example\n"
		"Message-ID: <m1@example.org>\n"
		"In-Reply-To: <o2@home.example>\n"
		"References: <o1@home.example>\n\t<o2@home.example>\n"
		"Subject: =?utf-8?B?SGk=?= =?utf-8?Q?_there=0D=0ABcc:_x?=\n"
		"Date: Wed, 13 Jan 2027 10:00:00 +0100\n"
		"List-Id: x\nX-Mentord-Loop: 1\n\nbody\n");

	g_assert_null(h.fault);
	g_assert_cmpstr(h.from, ==, "zoe@example.org");
	g_assert_cmpstr(h.from_name, ==, "Zoë \"Z\"");
	g_assert_cmpstr(h.subject, ==, "Hi there Bcc: x");
	g_assert_cmpstr(h.message_id, ==, "m1@example.org");
	g_assert_cmpuint(h.references.n, ==, 3);
	g_assert_cmpstr(h.references.at[0], ==, "o2@home.example");
	g_assert_cmpuint(h.recipients.n, ==, 3);
	g_assert_cmpstr(h.recipients.at[0], ==, "mentoring+R@home.example");
	g_assert_cmpint(h.date, ==, 1799830800);
	g_assert_cmpint(h.received, ==, 2);
	g_assert_true(h.null_sender);
	g_assert_true(h.list);
	g_assert_true(h.own_loop);
}

/* The sender is one mailbox in one field, or nobody. */
static void
test_from(void)
{
	static const struct {
		const char *head, *from;
	} cases[] = {
		{ "From: a@example.org\n\n", "a@example.org" },
		{ "From: \"b@evil.example\" <a@example.org>\n\n",
			"a@example.org" },
		{ "From: a@example.org (b@evil.example)\n\n", "a@example.org" },
		{ "From: a@example.org, b@example.org\n\n", NULL },
		{ "From: a@example.org\nFrom: b@example.org\n\n", NULL },
		{ "From: <a@example.org> <b@example.org>\n\n", NULL },
		{ "From: x: a@example.org, b@example.org;\n\n", NULL },
		{ "From: x: a@example.org;\n\n", NULL },
		{ "From: x: a@example.org\n\n", NULL },
		{ "From: a@example.org;\n\n", NULL },
		{ "From: Team: Ana <a@example.org>\n\n", "a@example.org" },
		{ "From: a@b@example.org\n\n", NULL },
		{ "From: nobody\n\n", NULL },
		{ "Subject: x\n\n", NULL },
		{ "Subject: x\n\nFrom: a@example.org\n", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].head);
		g_assert_cmpstr(head_of_text(pool, cases[i].head).from, ==,
			cases[i].from);
	}
}

static void
expect_fault(const GString *mail, bool faulty)
{
	POOL_AUTO pool = pool_new();
	struct letter *letter = read_text(pool, mail->str, mail->len);

	g_assert_nonnull(letter->text);
	g_assert_cmpint(letter->kind == LETTER_UNREADABLE, ==, faulty);
	g_assert_cmpint(letter->fault != NULL, ==, faulty);
	/* whose it is can be told even then, for the coordinators */
	g_assert_cmpstr(
		letter->head.from, ==, mail->len ? "a@example.org" : NULL);
}

static void
repeat(GString *to, const char *unit, size_t times)
{
	for (size_t i = 0; i < times; i++)
		g_string_append(to, unit);
}

static void
test_hostile(void)
{
	GString *mail = g_string_new("From: a@example.org\nTo: ");
	gint64 before = g_get_monotonic_time();

	repeat(mail, "a:", 50000);
	g_string_append(mail, "\n\nx");
	expect_fault(mail, true);
	/* the same, in an enclosed mail */
	g_string_assign(mail,
		"From: a@example.org\nMIME-Version: 1.0\n"
		"Content-Type: message/rfc822\n\nTo: ");
	repeat(mail, "a:", 50000);
	g_string_append(mail, "\n\nx");
	expect_fault(mail, true);
	g_string_assign(mail, "From: a@example.org\nSubject: x\n");
	repeat(mail, "X: y\n", 2000);
	g_string_append(mail, "\nx");
	expect_fault(mail, true);
	g_string_assign(mail, "From: a@example.org\nX: ");
	repeat(mail, "0123456789", 30000);
	g_string_append(mail, "\n\nx");
	expect_fault(mail, true);
	g_string_assign(mail, "From: a@example.org\nX: y");
	g_string_append_len(mail, "\0z\n\nx", 5);
	expect_fault(mail, true);
	g_string_assign(mail, "From: a@example.org\n\nbody ");
	g_string_append_len(mail, "\0 with a NUL", 12);
	expect_fault(mail, false);
	g_string_assign(mail, "From: a@example.org\n\n");
	repeat(mail, "0123456789", 100000); /* one line of 1 MB */
	expect_fault(mail, false);
	g_string_assign(mail, "From: a@example.org\nSubject: ");
	repeat(mail, "=?utf-8?Q?a?= ", 10000);
	g_string_append(mail, "\n\nx");
	expect_fault(mail, false);
	g_string_truncate(mail, 0);
	expect_fault(mail, true);
	g_string_free(mail, TRUE);
	g_assert_cmpint(g_get_monotonic_time() - before, <, 5 * G_USEC_PER_SEC);
}

static void
test_nested(void)
{
	GString *mail =
		g_string_new("From: a@example.org\nMIME-Version: 1.0\n");

	for (int i = 0; i < 10000; i++)
		g_string_append_printf(mail,
			"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n",
			i, i);
	g_string_append(mail, "\n\nx\n");
	POOL_AUTO pool = pool_new();
	g_assert_nonnull(read_text(pool, mail->str, mail->len));
	g_string_free(mail, TRUE);
}

static void
test_bodies(void)
{
	static const struct {
		const char *mail, *want;
	} cases[] = {
		{ "From: a@example.org\nContent-Type: text/plain; "
		  "charset=iso-8859-1\n\n\x93Zo\xeb\x94\n",
			"“Zoë”" },
		{ "From: a@example.org\nContent-Type: text/plain\n\nZo\xc3\xab",
			"Zoë" },
		{ "From: a@example.org\nMIME-Version: 1.0\nContent-Type: "
		  "multipart/alternative; boundary=b\n\n--b\n\n\n--b\n"
		  "Content-Type: text/html\n\n<p>from HTML</p>\n--b--\n",
			"from HTML" },
		{ "From: a@example.org\nMIME-Version: 1.0\nContent-Type: "
		  "multipart/mixed; boundary=b\n\nno boundary came\n",
			"no boundary came" },
		{ "From: a@example.org\nMIME-Version: 1.0\nContent-Type: "
		  "multipart/mixed; boundary=b\n\n--b\n\none\n--b\n"
		  "Content-Disposition: attachment\n\ntwo\n--b\n\nthree\n--b--",
			"one\nthree" },
		{ "From: a@example.org\nContent-Type: text/plain; "
		  "charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
		  "WmHDqyE=\n",
			"Zaë!" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].mail);
		g_assert_cmpstr(letter_plain_text(pool, cases[i].mail,
					strlen(cases[i].mail)),
			==, cases[i].want);
	}
}

/* --- tests/letters --- */

static char *
found_as(struct pool *pool, const struct letter *letter)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(
		out, "kind: %s\n", letter_kind_name(letter->kind));
	if (letter->command)
		g_string_append_printf(
			out, "command: %s\n", command_name(letter->command));
	if (letter->kind == LETTER_BOUNCE)
		g_string_append_printf(out, "bounce: %s %s\n",
			bounce_action_name(letter->bounce.action),
			letter->bounce.recipient);
	for (size_t i = 0; i < letter->calendar.n; i++)
		g_string_append_printf(out, "calendar: %s %s\n",
			letter->calendar.at[i].attendee,
			letter->calendar.at[i].partstat);
	for (size_t i = 0; i < letter->answers.n; i++)
		g_string_append_printf(out, "answer %d: %s\n",
			letter->answers.at[i].number,
			letter->answers.at[i].value
				? letter->answers.at[i].value
				: letter->answers.at[i].raw);
	g_string_append_printf(out, "text: %s\n", letter->text);
	char *copy = pool_strdup(pool, out->str);
	g_string_free(out, TRUE);
	return copy;
}

static void
check_letter(const char *dir, const char *name)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *mail = NULL, *want = NULL, *sent = NULL;
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *stem = g_strndup(path, strlen(path) - 4);
	g_autofree char *want_path = g_strconcat(stem, ".want", NULL);
	g_autofree char *sent_path =
		g_build_filename(dir, "checkin.sent", NULL);
	static struct question questions[] = {
		{ .id = "met",
			.ask = "Did you meet since the last check-in?",
			.type = QUESTION_YESNO },
		{ .id = "useful",
			.ask = "How useful was it, from 1 to 5?",
			.type = QUESTION_SCALE,
			.from = 1,
			.till = 5 },
		{ .id = "note",
			.ask = "What should the coordinator know?",
			.type = QUESTION_TEXT },
	};
	gsize len, sent_len;

	g_test_message("%s", name);
	if (!g_file_get_contents(path, &mail, &len, NULL) ||
		!g_file_get_contents(want_path, &want, NULL, NULL) ||
		!g_file_get_contents(sent_path, &sent, &sent_len, NULL)) {
		g_test_fail();
		return;
	}
	struct read_context context = { .words = test_words(pool),
		.language = "en",
		.now = 1799830800,
		.questions = { questions, 3, 3 } };
	*LIST_ADD(pool, &context.originals) =
		(struct read_bytes){ sent, sent_len };
	g_assert_cmpstr(found_as(pool, letter_read(pool, mail, len, &context)),
		==, want);
}

static void
test_letters(void)
{
	const char *dir = g_getenv("MENTORD_LETTERS");
	GDir *letters;
	const char *name;
	int n = 0;

	if (!dir)
		dir = "tests/letters";
	letters = g_dir_open(dir, 0, NULL);
	if (!letters) {
		g_test_skip("run from the top of the source tree");
		return;
	}
	while ((name = g_dir_read_name(letters)))
		if (g_str_has_suffix(name, ".eml")) {
			check_letter(dir, name);
			n++;
		}
	g_dir_close(letters);
	g_assert_cmpint(n, >, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/letter/head", test_head);
	g_test_add_func("/letter/from", test_from);
	g_test_add_func("/letter/hostile", test_hostile);
	g_test_add_func("/letter/nested", test_nested);
	g_test_add_func("/letter/bodies", test_bodies);
	g_test_add_func("/letter/letters", test_letters);
	return g_test_run();
}
