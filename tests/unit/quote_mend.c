/* Words that only seem to be ours: answers that our next line begins with, own
 * text on the line of an attribution or below a header of our mail. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define SENT                                        \
 "Hello Ana,\n\nhow did it go this time?\n\n"       \
 "1. Did your meeting take place?\n(yes or no)\n\n" \
 "2. How useful was it for you, from 1 to 5?\n"     \
 "(a number from 1 to 5)\n\n3. Anything else?\n\nSpring Mentoring"
#define ADDRESS "mentoring+r7f3a9c@home.example"

static struct cut
cut_of(struct pool *pool, const char *reply)
{
	struct sent_list sent = { 0 };
	struct body_line_list body = body_plain(pool, reply, false, false);
	struct sent_mail *mail = LIST_ADD(pool, &sent);
	struct cut cut;

	mail->lines = body_plain(pool, SENT, false, false);
	mail->address = ADDRESS;
	mail->name = "Spring Mentoring";
	mail->to = "ana@example.org";
	mail->subject = "You and Bo: how is it going?";
	mail->date = 1773483720; /* 2026-03-14 10:22 UTC */
	quote_cut(pool, &body, &sent, &cut);
	return cut;
}

static void
expect(const char *reply, const char *want)
{
	POOL_AUTO pool = pool_new();
	struct cut cut = cut_of(pool, reply);

	g_assert_cmpstr(cut_text(pool, &cut), ==, want);
}

/* Our hint is "(yes or no)", theirs is "yes". */
static void
test_behind(void)
{
	expect("> 1. Did your meeting take place? yes, twice\n"
	       "> 2. How useful was it for you, from 1 to 5? a 4\n",
		"yes, twice\na 4");
	expect("1. Did your meeting take place? Yes\n"
	       "2. How useful was it for you, from 1 to 5? 4\n",
		"Yes\n4");
	/* and where the hint stands below it */
	expect("> 1. Did your meeting take place? yes\n> (yes or no)\n>\n"
	       "> 2. How useful was it for you, from 1 to 5?\n4\n",
		"yes\n4");
	/* a hint that is all there, in the same line, is ours */
	expect("> 1. Did your meeting take place? (yes or no) no\n", "no");
	/* wrapped again, it goes on in the next row */
	expect("> 1. Did your meeting take place? (yes\n> or no)\n>\nnever\n",
		"never");
}

/* Their words end where the attribution begins. */
static void
test_shared_line(void)
{
	static const char *const heads[] = {
		"On Sat, Mar 14, 2026 at 10:22, Spring Mentoring <" ADDRESS
		"> wrote:",
		"Am Sa., 14. März 2026 um 10:22 Uhr schrieb Spring "
		"Mentoring:",
		"Den lör 14 mars 2026 kl 10:22 skrev <" ADDRESS ">:",
		"2026. márc. 14. Spring Mentoring ezt írta:",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		g_autofree char *mail = g_strdup_printf(
			"3. We moved. Thursdays are better. %s\n\n> " SENT,
			heads[i]);
		g_autofree char *alone =
			g_strdup_printf("Fine.\n%s\n\n> " SENT, heads[i]);

		expect(mail, "3. We moved. Thursdays are better.");
		expect(alone, "Fine.");
	}
	expect("yes On Sat, Mar 14, 2026, Spring Mentoring wrote:\n\n> " SENT,
		"yes");
	expect("Fine.\n\n3. März 2026 schrieb Spring Mentoring:\n\n> " SENT,
		"Fine.");
	expect("Fine.\n\nEl El sáb, 14 mar. 2026, Spring Mentoring escribió:\n"
	       "> " SENT,
		"Fine.");
}

/* An answer right above the attribution of a mail that is not ours. */
static void
test_line_above(void)
{
	expect("Home Street 1, 28004, Town\nOn Wed, 3 March 2027 at 10:22, Bo "
	       "Berg\n<bo@example.org> wrote:\n\nWhere do you live?\n",
		"Home Street 1, 28004, Town");
	expect("Fine\n\nOn Wed, 3 March 2027,\nat 10:22, Bo Berg "
	       "<bo@example.org> wrote:\n\nHow are you?\n",
		"Fine");
	expect("Fine\n\nOn Wed, 3 March\n2027 at 10:22, Bo Berg "
	       "<bo@example.org> wrote:\n\nHow are you?\n",
		"Fine");
}

/* Logs and long lists of recipients, in mails of others. */
static void
test_blocks(void)
{
	static const char log[] =
		"It stops with\n\n"
		"Jun 22, 2026 11:01:23 PM thread.Task dump\n"
		"INFO: Dump of all\n12 active\n  State: running\n"
		"  Blocked count: 0\n  Stack:\n"
		"Thread 33 (lease@host.example 10.3.28.87)\n  State: waiting";
	g_autoptr(GString) mail = g_string_new(
		"Fine.\n\nFrom: Bo Berg on 05/01/2026 04:51 PM\nTo: ");

	expect(log, log);
	for (int i = 0; i < 30; i++)
		g_string_append_printf(mail, "P%d/Corp@Corp, Ana \nLind, ", i);
	g_string_append(mail, "Cy\ncc:\n\nSubject: lunch\n\nold words\n");
	expect(mail->str, "Fine.");
}

/* A header of our mail, and below it nothing of ours. */
static void
test_header_on_top(void)
{
	const char *head = "From: Spring Mentoring <" ADDRESS ">\n"
			   "Sent: Saturday, 14 March 2026\nTo: Ana\n"
			   "Subject: You and Bo: how is it going?\n";
	g_autofree char *own = g_strdup_printf("%s\n1. yes\n2. 4\n", head);
	g_autofree char *all = g_strdup_printf("%s\n" SENT, head);

	expect(own, "1. yes\n2. 4");
	expect(all, "");
	/* and with two labels, above what we sent */
	expect("From: Spring Mentoring\nDate: 14 March 2026\n\n> " SENT
	       "\n\nFine.\n",
		"Fine.");
	/* of a mail that is not ours, nothing is known */
	expect("From: Bo <bo@example.org>\nSent: 3 March 2026 10:22\n"
	       "To: Ana\nSubject: lunch\n\nold words of his\n",
		"");
}

/* Notes writes its labels on lines of their own, without colons. */
static void
test_bare_labels(void)
{
	expect("Alles gut.\n\n\nSpring Mentoring <" ADDRESS ">\n"
	       "14.03.2026 10:22\n\n\nAn\n\"Ana Lind\" <ana@example.org>\n"
	       "Kopie\n\nThema\nYou and Bo: how is it going?\n\n\n" SENT,
		"Alles gut.");
	/* a greeting that names us is not the header */
	expect("Alles gut.\n\nViele Grüße an Spring Mentoring\n\n"
	       "You and Bo: how is it going?\n\n" SENT,
		"Alles gut.\n\nViele Grüße an Spring Mentoring");
}

/* Blank rows below something that looks like a header. */
static void
test_blanks(void)
{
	g_autoptr(GString) mail = g_string_new("Fine.\n");

	for (int i = 0; i < 10000; i++)
		g_string_append(mail, "\n");
	g_string_append(mail, "Subject: You and Bo: how is it going?");
	for (int i = 0; i < 9000; i++)
		g_string_append(mail, "\n");
	g_string_append(mail, SENT);
	gint64 start = g_get_monotonic_time();
	expect(mail->str, "Fine.");
	gint64 took = (g_get_monotonic_time() - start) / 1000;
	g_test_message("%d ms", (int)took);
	g_assert_cmpint(took, <, 2000);
}

/* What could as well be judged otherwise is likely at most. */
static void
test_confidence(void)
{
	static const char *const sure[] = {
		"Fine.\n\nOn Sat, Mar 14, 2026, Spring Mentoring wrote:\n> " SENT,
		"Spring Mentoring wrote:\n> " SENT "\n\nFine.",
		"From: Spring Mentoring\nSent: 14 March 2026\nTo: Ana\n"
		"Subject: You and Bo: how is it going?\n\n" SENT "\n\nFine.",
		"Just fine.",
	};
	static const char *const likely[] = {
		"From: Spring Mentoring\nDate: 14 March 2026\n\n" SENT
		"\n\nFine.",
		"Fine. On Sat, Mar 14, 2026, Spring Mentoring wrote:\n> " SENT,
		"From: Spring Mentoring\nDate: 14 March 2026\nSubject: You and "
		"Bo: how is it going?\n\nFine.",
		"> what somebody else wrote\n\nFine.\n\n" SENT,
		"Fine.\n\nSent from my iPhone\n\n" SENT,
		"You ask me how did it go this time?\n\n> 1. Did your "
		"meeting take place?\n",
	};
	POOL_AUTO pool = pool_new();

	for (size_t i = 0; i < G_N_ELEMENTS(sure); i++) {
		g_test_message("%s", sure[i]);
		g_assert_cmpint(
			cut_of(pool, sure[i]).confidence, ==, CONFIDENCE_SURE);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(likely); i++) {
		g_test_message("%s", likely[i]);
		g_assert_cmpint(cut_of(pool, likely[i]).confidence, ==,
			CONFIDENCE_LIKELY);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/mend/behind", test_behind);
	g_test_add_func("/mend/shared-line", test_shared_line);
	g_test_add_func("/mend/line-above", test_line_above);
	g_test_add_func("/mend/blocks", test_blocks);
	g_test_add_func("/mend/header-on-top", test_header_on_top);
	g_test_add_func("/mend/bare-labels", test_bare_labels);
	g_test_add_func("/mend/blanks", test_blanks);
	g_test_add_func("/mend/confidence", test_confidence);
	return g_test_run();
}
