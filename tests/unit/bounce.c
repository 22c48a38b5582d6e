/* What came back, and what we do about it. */
#include <glib.h>
#include <string.h>

#include "read/kind.h"
#include "read/read.h"

static struct letter *
read_mail(struct pool *pool, const char *mail)
{
	struct read_context context = { 0 };

	return letter_read(pool, mail, strlen(mail), &context);
}

static void
test_judge(void)
{
	static const struct {
		const char *status, *words;
		enum bounce_action want;
	} cases[] = {
		{ "5.1.1", "", BOUNCE_STOP },
		{ "5.4.4", "", BOUNCE_STOP },
		{ "5.2.1", "disabled", BOUNCE_STOP },
		{ "5.2.2", "mailbox full", BOUNCE_RETRY },
		{ "4.2.2", "user unknown", BOUNCE_RETRY },
		{ "4.7.1", "greylisted", BOUNCE_RETRY },
		{ "5.7.1", "looks like spam", BOUNCE_OPERATOR },
		{ "5.7.26", "DMARC", BOUNCE_OPERATOR },
		{ "5.1.8", "bad sender", BOUNCE_OPERATOR },
		{ "5.0.0", "No such user here", BOUNCE_STOP },
		{ NULL, "The mailbox is full", BOUNCE_RETRY },
		{ NULL, "blocked by our policy", BOUNCE_OPERATOR },
		{ "2.0.0", "", BOUNCE_NONE },
		/* the code names the address, the words say otherwise */
		{ "5.1.1", "552 over quota", BOUNCE_RETRY },
		{ "5.1.1", "your address is on a blacklist", BOUNCE_OPERATOR },
		{ "5.1.0", "not allowed to send, see your SPF record",
			BOUNCE_OPERATOR },
		{ "5.2.1", "is receiving mail at a rate that is too high",
			BOUNCE_RETRY },
		{ "5.1.1", "try again later", BOUNCE_STOP },
		{ "5.7.1", "user unknown", BOUNCE_STOP },
		{ "5.4.1", "Recipient address\n\t rejected: Access denied",
			BOUNCE_STOP },
		/* final, and no word of the reason: by the part of the code */
		{ "5.0.0", "", BOUNCE_STOP },
		{ "5.2.0", "", BOUNCE_STOP },
		{ "5.3.0", "", BOUNCE_RETRY },
		{ "5.4.7", "", BOUNCE_RETRY },
		{ "5.5.2", "", BOUNCE_OPERATOR },
		{ "5.6.1", "", BOUNCE_OPERATOR },
		{ NULL, "Your mail could not be delivered.", BOUNCE_STOP },
		{ NULL, "hello", BOUNCE_RETRY },
		{ NULL, "Delivery to ana timed out after many attempts",
			BOUNCE_RETRY },
		{ NULL, "user unknown; the sender domain is fine",
			BOUNCE_STOP },
		{ NULL, "The sender domain does not exist", BOUNCE_OPERATOR },
		{ NULL, "too many hops", BOUNCE_OPERATOR },
		/* languages */
		{ NULL, "Unbekannter Empfänger", BOUNCE_STOP },
		{ NULL, "Das Postfach des Empfängers ist voll", BOUNCE_RETRY },
		{ NULL, "Utilisateur inconnu", BOUNCE_STOP },
		{ NULL, "La boîte aux lettres est pleine", BOUNCE_RETRY },
		{ NULL, "El buzón está lleno", BOUNCE_RETRY },
		{ NULL, "La cuenta no existe", BOUNCE_STOP },
		{ NULL, "L'indirizzo non esiste", BOUNCE_STOP },
		{ NULL, "Este endereço não existe", BOUNCE_STOP },
		{ NULL, "Het adres bestaat niet", BOUNCE_STOP },
		{ NULL, "Skrzynka jest pełna", BOUNCE_RETRY },
		{ NULL, "Adressen finns inte", BOUNCE_STOP },
		{ NULL, "Адреса не існує", BOUNCE_STOP },
		{ NULL, "用户不存在", BOUNCE_STOP },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s %s", cases[i].status, cases[i].words);
		g_assert_cmpint(bounce_judge(cases[i].status, cases[i].words),
			==, cases[i].want);
	}
}

/* The code in a line of text, and what only looks like one. */
static void
test_status(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "550 5.1.1 no such user", "5.1.1" },
		{ "550-5.7.1 a\n550 5.7.26 b", "5.7.26" },
		{ "said: 452 try later", "4.0.0" },
		{ "said: 550 no", "5.0.0" },
		{ "552 quota", "5.2.2" },
		{ "(#5.1.1)", "5.1.1" },
		{ "Exim 4.80.1 at 5.9.120.7 and 45.1.1.1", NULL },
		{ "490 people, 570 mails", NULL },
		{ "5.1.1234", NULL },
		{ "5.", NULL },
		{ "5.1.", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].text);
		g_assert_cmpstr(
			bounce_status(pool, cases[i].text), ==, cases[i].want);
	}
}

static void
test_dsn(void)
{
	POOL_AUTO pool = pool_new();
	struct letter_bounce bounce = { 0 };

	g_assert_true(dsn_read(pool,
		"Reporting-MTA: dns; mx.example.org\n\n"
		"Final-Recipient: rfc822; bo@example.org\nAction: delivered\n"
		"Status: 2.0.0\n\n"
		"Final-Recipient: rfc822; <Ana@Example.NET>\nAction: failed\n"
		"Status: 5.0.0 (oh)\n"
		"Diagnostic-Code: smtp; 550 5.1.1 no such user\n",
		&bounce));
	g_assert_cmpint(bounce.action, ==, BOUNCE_STOP);
	g_assert_cmpstr(bounce.status, ==, "5.1.1");
	g_assert_cmpstr(bounce.recipient, ==, "Ana@example.net");
	g_assert_true(dsn_read(pool,
		"\nFinal-Recipient: rfc822; a@b.example\nAction: delayed\n"
		"Status: 4.4.1\n",
		&bounce));
	g_assert_cmpint(bounce.action, ==, BOUNCE_NONE);
	/* the other server's own code says more than what ours made of it */
	g_assert_true(dsn_read(pool,
		"\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
		"Status: 5.1.1\nDiagnostic-Code: smtp; 552 5.2.2 it is full\n",
		&bounce));
	g_assert_cmpint(bounce.action, ==, BOUNCE_RETRY);
	g_assert_cmpstr(bounce.status, ==, "5.2.2");
	/* but a bare one does not */
	g_assert_true(dsn_read(pool,
		"\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
		"Status: 5.1.1\nDiagnostic-Code: smtp; 550 no\n",
		&bounce));
	g_assert_cmpstr(bounce.status, ==, "5.1.1");
	g_assert_false(dsn_read(pool, "nothing: here\n\nat all\n", &bounce));
}

static void
test_kinds(void)
{
	static const struct {
		const char *mail;
		enum letter_kind want;
	} cases[] = {
		{ "From: MAILER-DAEMON@example.org\nSubject: Undelivered\n\n"
		  "<ana@example.net>: 550 5.1.1 user unknown\n",
			LETTER_BOUNCE },
		{ "Return-Path: <>\nFrom: Mail System <noreply@example.org>\n"
		  "Subject: failure notice\n\nquota exceeded\n",
			LETTER_BOUNCE },
		{ "From: a@example.org\nSubject: feedback\nMIME-Version: 1.0\n"
		  "Content-Type: multipart/report; boundary=b; "
		  "report-type=feedback-report\n\n--b\n\nx\n--b\n"
		  "Content-Type: message/feedback-report\n\n"
		  "Feedback-Type: abuse\n\n--b--\n",
			LETTER_COMPLAINT },
		{ "From: ana@example.org\nAuto-Submitted: auto-replied\n"
		  "Subject: away\n\nI am away.\n",
			LETTER_AUTO_REPLY },
		{ "Return-Path: <>\nFrom: ana@example.org\n"
		  "X-Autoreply: yes\nSubject: Re: hello\n\nI am away.\n",
			LETTER_AUTO_REPLY },
		{ "From: ana@example.org\n"
		  "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_hi?=\n\nx\n",
			LETTER_AUTO_REPLY },
		/* people, whatever their mail system adds */
		{ "From: ana@example.org\nPrecedence: bulk\n"
		  "X-Auto-Response-Suppress: All\nSubject: Re: hi\n\nyes\n",
			LETTER_REPLY },
		{ "From: ana@example.org\nAuto-Submitted: no\n"
		  "Subject: Re: 550 5.1.1 user unknown\n\nhm\n",
			LETTER_REPLY },
		{ "From: ana@example.org\nIn-Reply-To: <1@x>\n"
		  "Subject: Undeliverable love\n\nour play\n",
			LETTER_REPLY },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].mail);
		g_assert_cmpint(read_mail(pool, cases[i].mail)->kind, ==,
			cases[i].want);
	}
}

/* A machine's text holds neither answers nor commands. */
static void
test_no_answers(void)
{
	POOL_AUTO pool = pool_new();
	const struct letter *letter = read_mail(pool,
		"From: ana@example.org\nAuto-Submitted: auto-replied\n\n"
		"1. yes\n");

	g_assert_cmpuint(letter->answers.n, ==, 0);
	g_assert_cmpint(letter->command, ==, COMMAND_NONE);
	g_assert_cmpstr(letter->text, ==, "1. yes");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/bounce/judge", test_judge);
	g_test_add_func("/bounce/status", test_status);
	g_test_add_func("/bounce/dsn", test_dsn);
	g_test_add_func("/bounce/kinds", test_kinds);
	g_test_add_func("/bounce/no-answers", test_no_answers);
	return g_test_run();
}
