/* New text and old text, with our mail at hand and without. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

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
	g_test_add_func("/quote/own-words", test_own_words);
	g_test_add_func("/quote/shape", test_shape);
	g_test_add_func("/quote/tail", test_tail);
	g_test_add_func("/quote/confidence", test_confidence);
	g_test_add_func("/quote/number", test_number);
	g_test_add_func("/quote/hostile", test_hostile);
	return g_test_run();
}
