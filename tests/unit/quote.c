/* New text and old text, with our mail at hand and without. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"
#include "read/tail.h"

#define SENT                                                   \
 "Hi Ana,\n\nhow is it going?\n\n"                             \
 "1. How many times did you meet since the last check-in?\n\n" \
 "2. Which goal did you work on, and how far did you get?\n\n" \
 "3. How useful were the meetings, from 1 to 5?\n\n"           \
 "You can skip any question. Reply STOP to leave.\n-- \nSpring Mentoring"

static struct cut
cut_with(struct pool *pool, const char *reply, bool original)
{
	struct sent_list sent = { 0 };
	struct body_line_list body = body_plain(pool, reply, false, false);
	struct cut cut;

	if (original) {
		struct sent_mail *mail = LIST_ADD(pool, &sent);

		mail->lines = body_plain(pool, SENT, false, false);
		mail->address = "mentoring+r7f3a9c@home.example";
		mail->name = "Spring Mentoring";
		mail->subject = "Check-in 3";
		mail->date = 1773483720; /* 2026-03-14 10:22 UTC */
	}
	quote_cut(pool, &body, &sent, &cut);
	return cut;
}

static void
expect(const char *reply, const char *want, bool original)
{
	POOL_AUTO pool = pool_new();
	struct cut cut = cut_with(pool, reply, original);

	g_assert_cmpstr(cut_text(pool, &cut), ==, want);
	g_assert_cmpint(cut.aligned, ==, original);
}

static void
test_top(void)
{
	expect("All is well.\n\nOn Sat, 14 Mar 2026 at 10:22, Spring Mentoring\n"
	       "<mentoring+r7f3a9c@home.example> wrote:\n\n"
	       "> Hi Ana,\n>\n> how is it going?\n>\n> 1. How many times did "
	       "you meet since the last\n> check-in?\n",
		"All is well.", true);
	/* a language nobody listed, and no marks at all */
	expect("Kaikki hyvin.\n\n14.3.2026 klo 10.22 Spring Mentoring "
	       "kirjoitti:\n\n" SENT,
		"Kaikki hyvin.", true);
	expect("Tudo bem.\n\n________________________________\n"
	       "De: Spring Mentoring\nEnviado: 14 de mar. de 2026\n"
	       "Assunto: Check-in 3\n\n" SENT,
		"Tudo bem.", true);
}

static void
test_inline(void)
{
	expect("> 1. How many times did you meet since the last check-in?\n"
	       "Twice\n> 2. Which goal did you work on, and how far did you\n"
	       "get?\nMy CV\n> 3. How useful were the meetings, from 1 to 5?\n"
	       "5\n> You can skip any question. Reply STOP to leave.\n",
		"Twice\nMy CV\n5", true);
	/* on the question's own line, the marks lost */
	expect("1. How many times did you meet since the last check-in? twice\n"
	       "2. Which goal did you work on, and how far did you get? CV\n"
	       "3. How useful were the meetings, from 1 to 5? 5\n",
		"twice\nCV\n5", true);
	/* typed into the quotation, so that it carries its mark */
	expect("> 1. How many times did you meet since the last check-in?\n"
	       "> only once\n"
	       "> 2. Which goal did you work on, and how far did you get?\n",
		"only once", true);
}

static void
test_bottom(void)
{
	expect("> Hi Ana,\n>\n> how is it going?\n>\n"
	       "> 1. How many times did you meet since the last check-in?\n\n"
	       "Twice, thanks.\n",
		"Twice, thanks.", true);
}

#define QUESTIONS                                                   \
 "1. How useful was it?\n(a number from 1 to 5)\n\n"                \
 "2. How often do you want to meet?\n(one of: 1 = every week on a " \
 "weekday, 2 = every other week or less)\n\n"                       \
 "3. What comes next?\n(in your own words)\n\n"                     \
 "The coordinators may read your answers, your partner may not.\n"
#define REMINDER \
 "Hello Ana,\n\na few questions still wait for you.\n\n" QUESTIONS
#define FIRST "Hello Ana,\n\nhow are things going with Bo?\n\n" QUESTIONS

/* The reply to a thread: a check-in, and the reminder that repeats it. */
static void
expect_thread(const char *reply, const char *want)
{
	static const char *const mails[] = { REMINDER, FIRST };
	POOL_AUTO pool = pool_new();
	struct sent_list sent = { 0 };
	struct body_line_list body = body_plain(pool, reply, false, false);
	struct cut cut;

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		struct sent_mail *mail = LIST_ADD(pool, &sent);

		*mail = (struct sent_mail){ .lines = body_plain(pool, mails[i],
						    false, false) };
	}
	quote_cut(pool, &body, &sent, &cut);
	g_assert_cmpstr(cut_text(pool, &cut), ==, want);
	for (size_t i = 0; i < cut.lines.n; i++)
		if (strstr(cut.lines.at[i].text, "a number from"))
			g_assert_cmpint(cut.lines.at[i].question, ==, 1);
}

/* What a reminder repeats explains one copy only: an answer in the words of a
 * question, or with the number of the next one, is the person's. */
static void
test_reminder(void)
{
	static const char *const thread[] = {
		"> Hello Ana,\n>\n> a few questions still wait for you.\n>\n",
		"> Hello Ana,\n>\n> how are things going with Bo?\n>\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(thread); i++) {
		g_autofree char *reply = g_strdup_printf(
			"%s> 1. How useful was it?\n> (a number from 1 to "
			"5)\n\n2\n\n> 2. How often do you want to meet?\n> "
			"(one of: 1 = every week on a weekday, 2 = every "
			"other week or less)\n\nevery other week or less\n\n"
			"> 3. What comes next?\n> (in your own words)\n\n"
			"The budget.\n\n> The coordinators may read your "
			"answers, your partner may not.\n",
			thread[i]);
		g_autofree char *bare = g_strdup_printf(
			"%s1. How useful was it?\n(a number from 1 to "
			"5)\n\n2\n\n2. How often do you want to meet?\n"
			"(one of: 1 = every week on a weekday, 2 = every "
			"other week or less)\nevery week on a weekday\n\n"
			"3. What comes next?\n(in your own words)\n"
			"The budget.\n",
			thread[i]);

		expect_thread(
			reply, "2\n\nevery other week or less\n\nThe budget.");
		expect_thread(
			bare, "2\n\nevery week on a weekday\n\nThe budget.");
	}
}

/* A header may have many wrapped lines, and end right below own words. */
static void
test_long_header(void)
{
	expect("From what I see all is well.\n\nYours\n\n"
	       "-----Original Message-----\nFrom: Spring Mentoring\n"
	       "[mailto:mentoring+r7f3a9c@home.example] Sent: Saturday,\n"
	       "14 March 2026 10:22 To: Ana Lind; Bo Berg; Cleo Dunn;\n"
	       "Dora Ek; Emil Falk; Fia Gran; Gus Holm; Hanna Ivars;\n"
	       "Ida Jons; Jan Krall; Karin Lund; Lars Mo; Mia Nord;\n"
	       "Nils Olsen; Oda Pil; Per Quist; Rut Sand; Siri Tal;\n"
	       "Subject: Check-in 3\n\n" SENT,
		"From what I see all is well.\n\nYours", true);
	/* a label of the person's own above a header is theirs */
	expect("Date: any day of the week\nPlace: my office\n\nSee you.\n\n"
	       "From: Spring Mentoring <mentoring+r7f3a9c@home.example>\n"
	       "Sent: 14 March 2026\nSubject: Check-in 3\n\n" SENT,
		"Date: any day of the week\nPlace: my office\n\nSee you.",
		true);
	/* every line of the header a paragraph */
	expect("Well.\n\nVon: Spring Mentoring <x@home.example>\n\n"
	       "Datum: 14. März 2026 10:22\n\nBetreff: Check-in 3\n\n" SENT,
		"Well.", true);
}

/* Who quotes with marks and pastes our words between own ones means them. */
static void
test_pasted(void)
{
	expect("> 1. How many times did you meet since the last check-in?\n"
	       "Twice. Your mail says\nYou can skip any question. Reply STOP "
	       "to leave.\nwhich I find kind.\n\n> 2. Which goal did you "
	       "work on, and how far did you get?\nCV\n",
		"Twice. Your mail says\nYou can skip any question. Reply STOP "
		"to leave.\nwhich I find kind.\n\nCV",
		true);
	/* a question of ours that somebody copied is no answer */
	expect("Here you are:\n1. How many times did you meet since the last "
	       "check-in?\ntwice\n\n> Hi Ana,\n>\n> how is it going?\n> "
	       "2. Which goal did you work on, and how far did you get?\n",
		"Here you are:\ntwice", true);
}

/* Own words that share some with ours are kept. */
static void
test_own_words(void)
{
	expect("You asked how many times we did meet, that was twice. And we "
	       "worked on the goal.\n\n> 1. How many times did you meet since "
	       "the last check-in?\n",
		"You asked how many times we did meet, that was twice. And we "
		"worked on the goal.",
		true);
	/* a day of the same year, and an hour like the day we wrote on */
	expect("Could we do 27 March 2026 at 14:00 instead?\n\n> Hi Ana,\n>\n"
	       "> how is it going?\n>\n> 1. How many times did you meet since "
	       "the last check-in?\n",
		"Could we do 27 March 2026 at 14:00 instead?", true);
}

static void
test_shape(void)
{
	expect("Fine.\n\nOn 3 Mar 2026, at 10:22, Bo <bo@example.org> wrote:\n"
	       "> old\n\nand new\n",
		"Fine.\n\nand new", false);
	expect("Fine.\n\n-----Ursprüngliche Nachricht-----\nVon: Bo\nold\n",
		"Fine.", false);
	expect("Fine.\n\nFrom: Bo <bo@example.org>\nSent: Monday, 2 March "
	       "2026\nTo: Ana\nSubject: x\n\nold\n",
		"Fine.", false);
	expect("On Monday we met and agreed on this:\n- one\n- two",
		"On Monday we met and agreed on this:\n- one\n- two", false);
	expect("Note: see below.\nGoal: the CV\n",
		"Note: see below.\nGoal: the CV", false);
	/* an attribution below a line without one */
	expect("Fine\nKind regards\nBo schrieb am Do. 20. Juni 2024 um "
	       "14:49:\n\nold\n",
		"Fine\nKind regards", false);
	expect("Fine.\n\nBo Berg <bo@example.org> schrieb:\n\nold\n", "Fine.",
		false);
	expect("Ask Bo Berg (bo@example.org) for the list:\n\none\n",
		"Ask Bo Berg (bo@example.org) for the list:\n\none", false);
	expect("Fine.\n\nOn Wed, Jan 4, 2023 12:34 AM, bo@example.org wrote:> "
	       "old\nold\n",
		"Fine.", false);
	/* the end of a wrapped line that lost its mark */
	expect("Fine.\n\n> this line of the old mail is so long that the mail "
	       "program broke it\nand\n> went on\n\nnew",
		"Fine.\n\nnew", false);
	expect("> Did you like the long and winding meeting that we had last "
	       "week, Ana?\nyes\n> And?\nno\n",
		"yes\nno", false);
}

/* What the headers of mail programs look like when nothing of ours is there,
 * and what only looks like them. */
static void
test_header_shapes(void)
{
	static const char *const cut[] = {
		"\tBo Berg\n\t12/05/2026 10:41 AM\n\t\t \n\t\t To: Ana "
		"Lind/Corp@Corp\n\t\t cc: \n\t\t Subject: lunch\n\nold\n",
		"-----Urspr. Nachricht-----Von: \"Bo\" <bo@example.org> Datum: "
		"07.08.24 18:46 An: Ana\n\nold\n",
		"----- Forwarded Message ----- From: Bo <bo@example.org>To: "
		"Ana Lind <ana@example.net>Sent: 1 March 2026\nold\n",
		"Begin forwarded message:\n\nFrom: Bo <bo@example.org>\nDate: "
		"1 March 2026\n\nold\n",
		">>> Bo Berg <bo@example.org> 12/14/26 08:47AM >>>\nold\n",
		"-----Reply Message-----\n\nold\n",
	};
	static const char *const kept[] = {
		"Date: Tuesday, 5 March 2026\nTime: 9:00am - 1:30pm\nWhere: "
		"room 12\n\nPlease come.",
		"Impact: none\nTime: Fri 6/1/2026 at 11:00 PM thru 11:45 "
		"PM\nOutage: the router\nPurpose: better speed",
		"----- News of the week -----\n\nWe met twice.",
		"-----T O P  N E W S-----\n\nWe met twice.",
		"Name: Ana\nPhone: 0301234567\nMail: ana@example.net\n\nCall "
		"me.",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cut); i++) {
		g_autofree char *reply = g_strdup_printf("Fine.\n\n%s", cut[i]);

		g_test_message("%s", cut[i]);
		expect(reply, "Fine.", false);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree char *reply =
			g_strdup_printf("Fine.\n\n%s", kept[i]);

		g_test_message("%s", kept[i]);
		expect(reply, reply, false);
	}
}

static void
test_tail(void)
{
	expect("Fine.\n-- \nAna\nHome Street 1\n", "Fine.", false);
	expect("Fine.\n\nSent from my iPhone\n", "Fine.", false);
	expect("Yes\n\nVon meinem iPhone gesendet\n\n> 1. How many times did "
	       "you meet since the last check-in?\n",
		"Yes", true);
}

static void
expect_of(const char *reply, const char *want, const char *name,
	const char *const *tails)
{
	POOL_AUTO pool = pool_new();
	struct sent_list sent = { 0 };
	struct quote_writer writer = { .name = name };
	struct body_line_list body = body_plain(pool, reply, false, false);
	struct cut cut;

	for (; tails && *tails; tails++)
		*LIST_ADD(pool, &writer.tails) = tail_hash(*tails);
	quote_cut_of(pool, &body, &sent, &writer, &cut);
	g_assert_cmpstr(cut_text(pool, &cut), ==, want);
}

/* The writer's name is evidence; a name or number that is not theirs may be
 * what they say. */
static void
test_name(void)
{
	const char *ana = "Ana Lind";

	expect_of("Twice.\n\nThanks,\nAna", "Twice.", ana, NULL);
	expect_of("Twice.\n\nBest wishes,\n\nAna Lind\nHome Street 1\n"
		  "+49 30 1234567\n",
		"Twice.", ana, NULL);
	expect_of("Twice.\n\n-Ana", "Twice.", ana, NULL);
	expect_of("Twice.\n---\nAna", "Twice.", ana, NULL);
	expect_of("Twice.\n\nAna\n", "Twice.", ana, NULL);
	expect_of("I want to meet\n\nBo Berg\n+49 30 1234567",
		"I want to meet\n\nBo Berg\n+49 30 1234567", ana, NULL);
	expect_of("We did:\n\n-Python", "We did:\n\n-Python", ana, NULL);
	expect_of("Twice.\n\nThanks,\nfor the coffee",
		"Twice.\n\nThanks,\nfor the coffee", ana, NULL);
	expect_of("1. yes\n\nThanks,\n2. no\nAna",
		"1. yes\n\nThanks,\n2. no\nAna", ana, NULL);
	expect_of("Ana", "Ana", ana, NULL);
}

/* Lines that ended earlier letters go, unless they may be an answer. */
static void
test_learned(void)
{
	static const char *const tails[] = { "Herzlichst, deine",
		"Verein für Nachbarschaft im Norden der Stadt am Fluss",
		"Nothing special.", "+49 30 1234567", "Gärtnerei am Fluss",
		"We meet again next week, as always.", "Thursday",
		"12.03.2026 18:00", NULL };
	static const char *const kept[] = {
		"Twice.\n\nNothing special.",           /* says nothing */
		"+49 30 1234567",                       /* nothing else */
		"Twice.\n\nGärtnerei am Fluss",         /* as above */
		"Nothing special.\n\n12.03.2026 18:00", /* a date */
		"Twice.\n\n3. Gärtnerei am Fluss\n4. +49 30 1234567",
		"Nothing special.\n\nThursday\n\nWhen do we meet?",
	};

	expect_of("Zweimal.\n\nHerzlichst, deine\n"
		  "Verein für Nachbarschaft im Norden der Stadt am Fluss\n",
		"Zweimal.", NULL, tails);
	expect_of("Zweimal.\n\nHerzlichst, deine\n+49 30 1234567\n", "Zweimal.",
		NULL, tails);
	expect_of("Zweimal.\n\nHerzlichst, deine\nAna Lind\n"
		  "Gärtnerei am Fluss\nCEO\n+49 30 1234567\n",
		"Zweimal.", "Ana Lind", tails);
	/* a sentence goes with no tail, however often it comes */
	expect_of("Twice.\n\nWe meet again next week, as always.\n\n"
		  "Best\nGärtnerei am Fluss\n+49 30 1234567\n",
		"Twice.\n\nWe meet again next week, as always.", NULL, tails);
	expect_of("Twice.\nWe meet again next week, as always.\n"
		  "+49 30 1234567\n",
		"Twice.\nWe meet again next week, as always.", NULL, tails);
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		expect_of(kept[i], kept[i], NULL, tails);
}

static struct tail_list
closing_of(struct pool *pool, const char *reply)
{
	struct tail_list closing = { 0 };
	struct cut cut = cut_with(pool, reply, true);

	tail_closing(pool, &cut, &closing);
	return closing;
}

/* What is kept of a letter's end, to be compared with the next one's. */
static void
test_closing(void)
{
	POOL_AUTO pool = pool_new();
	struct tail_list c = closing_of(pool,
		"1. yes\n2. Chess and more chess\nBest wishes\n\nBleib gesund, "
		"*deine*\nAna\nFlorist\n\n> 1. How many times did you meet "
		"since the last check-in?\n\nThis mail is confidential.\n");
	g_autoptr(GString) many = g_string_new("Fine.\n");

	g_assert_cmpuint(c.n, ==, 3); /* no closing phrase, no "Ana" */
	g_assert_true(c.n == 3 &&
		c.at[0] == tail_hash("This mail is confidential") &&
		c.at[1] == tail_hash("Florist") &&
		c.at[2] == tail_hash("Bleib gesund, deine"));
	for (int i = 0; i < 100; i++)
		g_string_append_printf(many, "Street number %d\n", i);
	c = closing_of(pool, many->str);
	g_assert_cmpuint(c.n, >=, 8);
	g_assert_cmpuint(c.n, <=, TAIL_LINES);
	g_assert_cmpuint(tail_hash(" -- "), ==, 0);
	g_assert_cmpstr(tail_name(pool, 0xabc), ==, "0000000000000abc");
	g_assert_cmpuint(tail_of_name("0000000000000abc"), ==, 0xabc);
	g_assert_cmpuint(tail_of_name("abc"), ==, 0);
	g_assert_cmpuint(tail_of_name("0000000000000abg"), ==, 0);
}

/* What programs put below and above a text. */
static void
test_programs(void)
{
	static const char *const below[] = {
		"Sent wirelessly from my BlackBerry device",
		"Az iPhone-omról küldve",
		"\u202bأُرسلت من الـ iPhone\u202c",
		"Gesendet von Outlook für Android<https://example.org/x>",
		"______________________________\nspring mailing list\n"
		"spring@lists.example.org\nhttps://lists.example.org/spring",
		"**********\nThis mail is intended for the addressee only.\n\n"
		"It is confidential; unauthorised disclosure is prohibited.\n"
		"**********",
		"Diese Nachricht ist vertraulich und nur für den Empfänger "
		"bestimmt. Haben Sie sie irrtümlich erhalten, vernichten Sie "
		"sie bitte.",
	};
	static const char *const stay[] = {
		"Sent from my desk, it is much easier than my mobile.",
		"We met on my iPhone, sent you a picture.",
		"What we say is confidential and intended for us.",
		"______________________________\nthe end",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(below); i++) {
		g_autofree char *reply = g_strdup_printf("Yes\n\n%s", below[i]);

		g_test_message("%s", below[i]);
		expect_of(reply, "Yes", "Ana Lind", NULL);
		expect_of(below[i], below[i], "Ana Lind",
			NULL); /* alone it is what was said */
	}
	for (size_t i = 0; i < G_N_ELEMENTS(stay); i++) {
		g_autofree char *reply = g_strdup_printf("Yes\n\n%s", stay[i]);

		g_test_message("%s", stay[i]);
		expect_of(reply, reply, "Ana Lind", NULL);
	}
	expect(below[5], below[5], false); /* nothing says whose this is */
	expect("CAUTION: This mail comes from an external sender. Do not click "
	       "links.\n\nTwice",
		"Twice", false);
	expect("ACHTUNG: Externe E-Mail. Öffnen Sie keine Anhänge.\n\nZweimal",
		"Zweimal", false);
	expect("Gesendet mit meinem iPhone\n\nZweimal", "Zweimal", false);
	expect("My external mentor is great.\n\nTwice",
		"My external mentor is great.\n\nTwice", false);
}

static void
test_confidence(void)
{
	POOL_AUTO pool = pool_new();
	struct cut cut = cut_with(pool,
		"Fine.\n\n> 1. How many times did you meet since the last "
		"check-in?\n",
		true);

	g_assert_cmpint(cut.confidence, ==, CONFIDENCE_SURE);
	cut = cut_with(pool, "Fine.\n> something\n", false);
	g_assert_cmpint(cut.confidence, ==, CONFIDENCE_UNSURE);
	cut = cut_with(pool,
		"> 1. How many times did you meet since the last check-in?\n",
		true);
	g_assert_cmpint(cut.confidence, ==, CONFIDENCE_UNSURE);
}

static void
test_number(void)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = { { "1. x", 1 }, { "2) x", 2 }, { "(3) x", 3 },
		{ "Q4: x", 4 }, { "#5 x", 5 }, { "１．x", 1 }, { "12: x", 12 },
		{ "*2.* x", 2 }, { "3.2 x", 0 }, { "4/5", 0 }, { "12:30", 0 },
		{ "5", 0 }, { "x", 0 }, { "3 March", 0 } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].text);
		g_assert_cmpint(
			line_number(cases[i].text, NULL), ==, cases[i].want);
	}
}

static void
test_hostile(void)
{
	static const char *const units[] = { "a ", "> ", "1. How many times ",
		"On ", "> > >\n", "a\n", "-", "x@y:\n", "How many times did " };

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		POOL_AUTO pool = pool_new();
		GString *text = g_string_new(NULL);
		gint64 before = g_get_monotonic_time();

		while (text->len < 1u << 20)
			g_string_append(text, units[i]);
		cut_with(pool, text->str, true);
		g_test_message("%s: %d ms", units[i],
			(int)(g_get_monotonic_time() - before) / 1000);
		g_assert_cmpint(
			g_get_monotonic_time() - before, <, 6 * G_USEC_PER_SEC);
		g_string_free(text, TRUE);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/quote/top", test_top);
	g_test_add_func("/quote/inline", test_inline);
	g_test_add_func("/quote/bottom", test_bottom);
	g_test_add_func("/quote/reminder", test_reminder);
	g_test_add_func("/quote/long-header", test_long_header);
	g_test_add_func("/quote/pasted", test_pasted);
	g_test_add_func("/quote/own-words", test_own_words);
	g_test_add_func("/quote/shape", test_shape);
	g_test_add_func("/quote/header-shapes", test_header_shapes);
	g_test_add_func("/quote/tail", test_tail);
	g_test_add_func("/quote/name", test_name);
	g_test_add_func("/quote/learned", test_learned);
	g_test_add_func("/quote/closing", test_closing);
	g_test_add_func("/quote/programs", test_programs);
	g_test_add_func("/quote/confidence", test_confidence);
	g_test_add_func("/quote/number", test_number);
	g_test_add_func("/quote/hostile", test_hostile);
	return g_test_run();
}
