/* Answers that say two things, or less than the number in them: nothing is
 * sure of these. Beside each stand ordinary ones that must stay sure. */
#include <glib.h>
#include <string.h>

#include "home.h"
#include "shipped.h"

struct said {
	enum question_type type;
	const char *language, *raw, *want; /* want NULL: unsure */
};

static void
check(const struct said *rows, size_t n)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	const char *options[] = { "In person", "By video", "By phone" };

	for (size_t i = 0; i < n; i++) {
		struct value_context context =
			context_for(words, rows[i].language);
		bool scale = rows[i].type == QUESTION_SCALE;
		struct question question = { .type = rows[i].type,
			.from = scale,
			.till = scale ? 5 : 0,
			.options = { options, 3, 3 } };
		enum confidence confidence;
		const char *value = value_read(
			pool, &question, rows[i].raw, &context, &confidence);

		if (g_strcmp0(value, rows[i].want) != 0)
			g_test_message("%s: %s", rows[i].language, rows[i].raw);
		g_assert_cmpstr(value, ==, rows[i].want);
		g_assert_true((confidence == CONFIDENCE_UNSURE) == !value);
	}
}

static void
test_yesno(void)
{
	static const struct said rows[] = {
		{ QUESTION_YESNO, "en", "ok, but we haven't met", NULL },
		{ QUESTION_YESNO, "en", "sure, except we didn't", NULL },
		{ QUESTION_YESNO, "en", "Sure, not", NULL },
		{ QUESTION_YESNO, "en", "nope, kidding, yes!", NULL },
		{ QUESTION_YESNO, "en", "✅ yes ❌ no", NULL },
		{ QUESTION_YESNO, "en", "👍 👎", NULL },
		{ QUESTION_YESNO, "en", "yes?", NULL },
		{ QUESTION_YESNO, "en", "no?", NULL },
		{ QUESTION_YESNO, "en", "no. 5", NULL },
		{ QUESTION_YESNO, "de",
			"ja, aber wir haben uns nicht getroffen", NULL },
		{ QUESTION_YESNO, "de", "Ja?", NULL },
		{ QUESTION_YESNO, "en", "yes, but not in person", "yes" },
		{ QUESTION_YESNO, "en", "Yes, but he didn't bring the book",
			"yes" },
		{ QUESTION_YESNO, "en", "No, we met nobody", "no" },
		{ QUESTION_YESNO, "en", "no, sick. 5 days", "no" },
		{ QUESTION_YESNO, "en", "No.", "no" },
		{ QUESTION_YESNO, "en", "no. 5 of us were ill", "no" },
		{ QUESTION_YESNO, "en", "✅ yes", "yes" },
		{ QUESTION_YESNO, "en", "👍👍", "yes" },
		{ QUESTION_YESNO, "en", "👍 no problem", "yes" },
		{ QUESTION_YESNO, "en", "Yes! Did you get my mail?", "yes" },
		{ QUESTION_YESNO, "de", "Ja, aber nicht lange", "yes" },
		{ QUESTION_YESNO, "de", "Nein, leider noch nicht", "no" },
		{ QUESTION_YESNO, "en",
			"Yes, we met, but we didn't get far enough", "yes" },
		{ QUESTION_YESNO, "en", "Yes, at least once", "yes" },
		{ QUESTION_YESNO, "en", "No, we couldn't, I was ill.", "no" },
	};

	check(rows, G_N_ELEMENTS(rows));
}

static void
test_numbers(void)
{
	static const struct said rows[] = {
		{ QUESTION_NUMBER, "en", "less than 3", NULL },
		{ QUESTION_NUMBER, "en", "at most 2", NULL },
		{ QUESTION_NUMBER, "en", "more than 2", NULL },
		{ QUESTION_NUMBER, "en", "half a dozen", NULL },
		{ QUESTION_NUMBER, "en", "five hundred", NULL },
		{ QUESTION_NUMBER, "en", "one and a half", NULL },
		{ QUESTION_NUMBER, "en", "-1", NULL },
		{ QUESTION_NUMBER, "de", "weniger als 3", NULL },
		{ QUESTION_NUMBER, "de", "mehr als 2", NULL },
		{ QUESTION_NUMBER, "de", "mindestens 2", NULL },
		{ QUESTION_NUMBER, "de", "fünf hundert", NULL },
		{ QUESTION_NUMBER, "de", "ein halbes Dutzend", NULL },
		{ QUESTION_SCALE, "en", "4 pm", NULL },
		{ QUESTION_SCALE, "en", "4 o'clock", NULL },
		{ QUESTION_SCALE, "de", "4 Uhr", NULL },
		{ QUESTION_SCALE, "en", "-1", NULL },
		{ QUESTION_NUMBER, "en", "a dozen", "12" },
		{ QUESTION_NUMBER, "en", "- 3", "3" },
		{ QUESTION_NUMBER, "en", "3 times", "3" },
		{ QUESTION_NUMBER, "en", "once", "1" },
		{ QUESTION_NUMBER, "en", "none", "0" },
		{ QUESTION_NUMBER, "en", "three", "3" },
		{ QUESTION_NUMBER, "en", "We met twice", "2" },
		{ QUESTION_SCALE, "en", "4, it helped", "4" },
		{ QUESTION_SCALE, "en", "4 on average", "4" },
		{ QUESTION_SCALE, "en", "4, more than last time", "4" },
		{ QUESTION_SCALE, "de", "4, mehr als sonst", "4" },
		{ QUESTION_SCALE, "en", "4, we talked for at least 2 hours",
			"4" },
	};

	check(rows, G_N_ELEMENTS(rows));
}

static void
test_dates(void)
{
	static const struct said rows[] = {
		{ QUESTION_DATE, "en", "not 3 March", NULL },
		{ QUESTION_DATE, "en", "Monday or Tuesday", NULL },
		{ QUESTION_DATE, "en", "2 weeks ago", NULL },
		{ QUESTION_DATE, "en", "before 3 March", NULL },
		{ QUESTION_DATE, "en", "after 3 March", NULL },
		{ QUESTION_DATE, "de", "nicht am 3. März", NULL },
		{ QUESTION_DATE, "de", "vor 2 Wochen", NULL },
		{ QUESTION_DATE, "de", "Montag oder Dienstag", NULL },
		{ QUESTION_DATE, "en", "3 March", "2027-03-03" },
		{ QUESTION_DATE, "en", "Wednesday, 3 March", "2027-03-03" },
		{ QUESTION_DATE, "en", "Wednesday 3 March", "2027-03-03" },
		{ QUESTION_DATE, "en", "3 March (Wednesday)", "2027-03-03" },
		{ QUESTION_DATE, "en", "the 3rd of March", "2027-03-03" },
		{ QUESTION_DATE, "en", "Monday", "2027-01-18" },
		{ QUESTION_DATE, "en", "in 2 weeks", "2027-01-27" },
		{ QUESTION_DATE, "en", "2 weeks", "2027-01-27" },
		{ QUESTION_DATE, "en", "yesterday", "2027-01-12" },
		{ QUESTION_DATE, "de", "am 3. März", "2027-03-03" },
		{ QUESTION_DATE, "de", "Am Mittwoch, den 3. März",
			"2027-03-03" },
		{ QUESTION_DATE, "de", "in zwei Wochen", "2027-01-27" },
	};

	check(rows, G_N_ELEMENTS(rows));
}

static void
test_choices(void)
{
	static const struct said rows[] = {
		{ QUESTION_CHOICE, "en", "anything but by phone", NULL },
		{ QUESTION_CHOICE, "en", "anything except phone", NULL },
		{ QUESTION_CHOICE, "en", "by phone, but only at weekends",
			"By phone" },
		{ QUESTION_CHOICES, "en", "all but by phone", NULL },
		{ QUESTION_CHOICE, "en", "by phone", "By phone" },
		{ QUESTION_CHOICES, "en", "by phone and by video",
			"By phone, By video" },
	};

	check(rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/sure/yesno", test_yesno);
	g_test_add_func("/sure/numbers", test_numbers);
	g_test_add_func("/sure/dates", test_dates);
	g_test_add_func("/sure/choices", test_choices);
	return g_test_run();
}
