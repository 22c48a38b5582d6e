/* Who wrote it: a mail server, a program that stands in for a person, a
 * program that stands before one, or a person. */
#include <glib.h>
#include <string.h>

#include "read/read.h"
#include "read_words.h"

#define HEAD "Date: Wed, 13 Jan 2027 10:00:00 +0100\n"
#define VERP \
 "To: mentoring+baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@home.example\n"
#define TOKEN \
 "To: mentoring+raaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@home.example\n"
#define REPORT(type)                                               \
 "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b; " \
 "report-type=" type "\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"

static struct letter *
read_mail(struct pool *pool, const char *mail)
{
	struct read_context context = { .words = test_words(pool) };

	return letter_read(pool, mail, strlen(mail), &context);
}

struct sample {
	const char *mail;
	enum letter_kind kind;
	int what; /* enum bounce_action or enum auto_reply */
};

static void
check(const struct sample *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		POOL_AUTO pool = pool_new();
		struct letter *letter = read_mail(pool, samples[i].mail);

		g_test_message("%s", samples[i].mail);
		g_assert_cmpstr(letter_kind_name(letter->kind), ==,
			letter_kind_name(samples[i].kind));
		if (letter->kind == LETTER_BOUNCE)
			g_assert_cmpstr(
				bounce_action_name(letter->bounce.action), ==,
				bounce_action_name(
					(enum bounce_action)samples[i].what));
		if (letter->kind == LETTER_AUTO_REPLY)
			g_assert_cmpstr(auto_reply_name(letter->auto_reply), ==,
				auto_reply_name(
					(enum auto_reply)samples[i].what));
	}
}

#define CHECK(samples) check((samples), G_N_ELEMENTS(samples))

static void
test_bounces(void)
{
	static const struct sample samples[] = {
		/* a report whose fields say nothing, and whose text does */
		{ HEAD "From: MAILER-DAEMON@mx.example\n" REPORT(
			  "delivery-status") "<ana@example.org>: mailbox is full\n--b\n"
					     "Content-Type: message/delivery-status\n\n"
					     "Reporting-MTA: dns; mx.example\n\n"
					     "Final-Recipient: rfc822; ana@example.org\n"
					     "Action: failed\nStatus: 5.0.0\n--b--\n",
			LETTER_BOUNCE, BOUNCE_RETRY },
		{ HEAD "From: MAILER-DAEMON@mx.example\n" REPORT(
			  "delivery-status") "Delivered.\n--b\nContent-Type: message/delivery-status\n\n"
					     "Reporting-MTA: dns; mx.example\n\n"
					     "Final-Recipient: rfc822; ana@example.org\n"
					     "Action: delivered\nStatus: 2.0.0\n--b--\n",
			LETTER_BOUNCE, BOUNCE_NONE },
		/* from nobody */
		{ HEAD "From: \"Mail System\" <>\nSubject: Error\n\n"
		       "Cannot be delivered: mail box space not enough\n",
			LETTER_BOUNCE, BOUNCE_RETRY },
		{ HEAD "From: post_master@phones.example\n\nError: 550 no such "
		       "user\n",
			LETTER_BOUNCE, BOUNCE_STOP },
		/* from a person's name, to an address that people do not know */
		{ HEAD "From: admin@example.org\n" VERP
		       "Subject: Non-Delivery: hello\n\n"
		       "It could not be delivered to ana.\n",
			LETTER_BOUNCE, BOUNCE_STOP },
		{ HEAD "From: desk@example.org\n" VERP "Subject: RE: hello\n\n"
		       "Votre message n'a pas pu être remis.\n",
			LETTER_BOUNCE, BOUNCE_STOP },
		/* only late */
		{ HEAD "From: postmaster@mx.example\n" VERP
		       "Subject: Delayed\n\nIt was deferred. We will "
		       "continue to try for three days.\n",
			LETTER_BOUNCE, BOUNCE_NONE },
		/* what comes back with it does not speak for the server */
		{ HEAD "From: MAILER-DAEMON@mx.example\n" VERP
		       "Subject: failure notice\n\nana@example.org: mailbox "
		       "is full.\n\nReceived: from a by b\nSubject: x\n\n"
		       "550 5.1.1 user unknown\n",
			LETTER_BOUNCE, BOUNCE_RETRY },
		{ HEAD "From: no-reply@sns.amazonaws.com\n"
		       "X-Amz-Sns-Message-Id: 1\nSubject: Notification\n\n"
		       "{\"Message\":\"{\\\"notificationType\\\":\\\"Bounce"
		       "\\\",\\\"status\\\":\\\"5.1.1\\\"}\"}\n",
			LETTER_BOUNCE, BOUNCE_STOP },
	};

	CHECK(samples);
}

static void
test_complaints(void)
{
	static const struct sample samples[] = {
		{ HEAD "From: fbl@isp.example\n" REPORT(
			  "feedback-report") "Spam.\n--b\nContent-Type: message/feedback-report\n\n"
					     "Feedback-Type: abuse\nVersion: 1\n--b--\n",
			LETTER_COMPLAINT, 0 },
		/* taken out of the spam folder */
		{ HEAD "From: fbl@isp.example\n" REPORT(
			  "feedback-report") "Fine.\n--b\nContent-Type: message/feedback-report\n\n"
					     "Feedback-Type: not-spam\nVersion: 1\n--b--\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_RECEIPT },
		{ HEAD "From: no-reply@sns.amazonaws.com\n"
		       "X-Amz-Sns-Message-Id: 1\nSubject: Notification\n\n"
		       "{\"notificationType\" : \"Complaint\"}\n",
			LETTER_COMPLAINT, 0 },
	};

	CHECK(samples);
}

static void
test_absent(void)
{
	static const struct sample samples[] = {
		/* to the envelope sender, as RFC 3834 wants it */
		{ HEAD "Return-Path: <>\nFrom: ana@example.org\n" VERP
		       "Subject: Out of Office: hello\n\nBack on 3 March. "
		       "Ask bo@example.org.\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "Return-Path: <>\nFrom: ana@example.org\n" VERP
		       "Auto-Submitted: auto-replied\nSubject: Re: hello\n\n"
		       "I no longer work here.\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "Return-Path: <>\nFrom: ana@example.org\n" TOKEN
		       "Subject: Thank you\n\nI read mail on Mondays.\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "From: ana@example.org\nSubject: [Automatische Antwort] "
		       "x\n\nx\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "From: ana@example.org\n"
		       "Subject: AUTO: Ana is out of the office\n\nx\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "From: ana@example.org\nIn-Reply-To: <1@x>\n"
		       "Subject: Fuori ufficio\n\nx\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
		{ HEAD "From: ana@example.org\nPrecedence: junk\n"
		       "Subject: Poza biurem: x\n\nx\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_AWAY },
	};
	POOL_AUTO pool = pool_new();

	CHECK(samples);
	g_assert_cmpint(read_mail(pool, samples[0].mail)->until, ==, 20880);
	/* Notes puts the date into the subject */
	g_assert_cmpint(
		read_mail(pool,
			HEAD "From: ana@example.org\nSubject: AUTO: Ana is out "
			     "of the office (returning 03.03.2027)\n\nBye.\n")
			->until,
		==, 20880);
}

static void
test_challenges(void)
{
	static const struct sample samples[] = {
		/* dressed as a bounce */
		{ HEAD "From: noreply@boxbe.com\n" VERP REPORT(
			  "delivery-status") "Please verify.\n--b\n"
					     "Content-Type: message/delivery-status\n\n"
					     "Final-Recipient: rfc822; ana@example.org\n"
					     "Action: failed\nStatus: 5.7.1\n--b--\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_CHALLENGE },
		/* TMDA */
		{ HEAD "From: ana@example.org\nAuto-Submitted: auto-replied\n"
		       "Reply-To: ana-confirm-1.2.3@example.org\n"
		       "Subject: Please confirm your message\n\nReply.\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_CHALLENGE },
		/* in the name of the person, and nothing in the header */
		{ HEAD "From: ana@example.org\nSubject: Re: hello\n\n"
		       "This mailbox is protected. Your message is being held "
		       "until you prove that you are no machine. Click on the "
		       "following link: https://gate.example/1\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_CHALLENGE },
		{ HEAD "Return-Path: <>\nFrom: gate@example.org\n" VERP
		       "Subject: hello\n\nYour message is being held. Please "
		       "confirm your message: https://gate.example/1\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_CHALLENGE },
		/* a refusal that speaks of filters */
		{ HEAD "From: MAILER-DAEMON@mx.example\n" VERP
		       "Subject: failure notice\n\n550 5.7.1 refused by our "
		       "anti-spam system. To ensure delivery of your mail see "
		       "https://gate.example/\n",
			LETTER_BOUNCE, BOUNCE_OPERATOR },
		/* people who speak of such things */
		{ HEAD "From: ana@example.org\n" TOKEN "Subject: Re: hello\n\n"
		       "Your mail landed in spam; please click the link below, "
		       "I put you on the safe list. https://x.example/\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\nX-Delivery-Agent: TMDA/1.1.12\n"
		       "Subject: Re: hello\n\nyes\n",
			LETTER_REPLY, 0 },
	};

	CHECK(samples);
}

static void
test_receipts(void)
{
	static const struct sample samples[] = {
		{ HEAD "From: ana@example.org\nSubject: Read: hello\n" REPORT(
			  "disposition-notification") "It was read.\n--b\n"
						      "Content-Type: message/disposition-notification\n\n"
						      "Disposition: manual-action/MDN-sent-manually; displayed\n"
						      "--b--\n",
			LETTER_AUTO_REPLY, AUTO_REPLY_RECEIPT },
		/* who asks for one is a person */
		{ HEAD "From: ana@example.org\nSubject: Re: hello\n"
		       "Disposition-Notification-To: ana@example.org\n\nyes\n",
			LETTER_REPLY, 0 },
	};

	CHECK(samples);
}

/* People write about bounces, forward them, and are away. */
static void
test_people(void)
{
	static const struct sample samples[] = {
		{ HEAD "From: ana@example.org\nSubject: Fwd: Undelivered Mail "
		       "Returned to Sender\n\nWhat is this?\n\n"
		       "> From: MAILER-DAEMON@mx.example\n"
		       "> <bo@example.org>: 550 5.1.1 user unknown\n",
			LETTER_REPLY, 0 },
		/* forwarded with its parts as they came */
		{ HEAD "From: ana@example.org\nSubject: WG: Unzustellbar\n"
		       "MIME-Version: 1.0\n"
		       "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
		       "What is this?\n--b\n"
		       "Content-Type: message/delivery-status\n\n"
		       "Final-Recipient: rfc822; bo@example.org\n"
		       "Action: failed\nStatus: 5.1.1\n--b--\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\nSubject: Re: x\n"
		       "MIME-Version: 1.0\n"
		       "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
		       "See below.\n--b\nContent-Type: message/rfc822\n\n"
		       "From: MAILER-DAEMON@mx.example\n" REPORT(
			       "delivery-status") "no\n--b--\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\n" TOKEN
		       "Subject: Undeliverable\n\nThat word, again.\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\n" TOKEN
		       "Subject: Delivery failed\nIn-Reply-To: <1@x>\n\n"
		       "My last mail could not be delivered, so again: yes\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\n" TOKEN
		       "Subject: Out of office next week\n\nJust so you "
		       "know.\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\n" TOKEN
		       "Subject: Auto: wer fährt mich?\n\nx\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: ana@example.org\nIn-Reply-To: <1@x>\n" TOKEN
		       "Subject: Re: Automatic reply: hello\n\nGood to hear.\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: Ana Postmaster <ana@example.org>\n" TOKEN
		       "Subject: Re: hello\n\n550 people came!\n",
			LETTER_REPLY, 0 },
		{ HEAD "From: postmasters-choir@example.org\n" TOKEN
		       "Subject: Re: hello\n\nyes\n",
			LETTER_REPLY, 0 },
	};
	POOL_AUTO pool = pool_new();

	CHECK(samples);
	/* through a list, by one header or by another */
	g_assert_true(read_mail(
		pool, HEAD "From: a@example.org\nPrecedence: list\n\nx\n")
			      ->head.list);
	g_assert_true(
		read_mail(pool, HEAD "From: a@example.org\nList-Id: x\n\nx\n")
			->head.list);
	g_assert_false(read_mail(
		pool, HEAD "From: a@example.org\nPrecedence: bulk\n\nx\n")
			       ->head.list);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/kinds/bounces", test_bounces);
	g_test_add_func("/kinds/complaints", test_complaints);
	g_test_add_func("/kinds/absent", test_absent);
	g_test_add_func("/kinds/challenges", test_challenges);
	g_test_add_func("/kinds/receipts", test_receipts);
	g_test_add_func("/kinds/people", test_people);
	return g_test_run();
}
