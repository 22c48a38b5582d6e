/* The manners in which people put a number in front of an answer. */
#include <glib.h>
#include <string.h>

#include "home.h"
#include "shipped.h"

static void
test_numbering(void)
{
	static const struct {
		const char *language, *line;
		int number;
		const char *rest;
	} rows[] = {
		{ "en", "1. yes", 1, "yes" },
		{ "en", "1) yes", 1, "yes" },
		{ "en", "(1) yes", 1, "yes" },
		{ "en", "[1] yes", 1, "yes" },
		{ "en", "1.) yes", 1, "yes" },
		{ "en", "1: yes", 1, "yes" },
		{ "en", "1 - yes", 1, "yes" },
		{ "en", "1 – yes", 1, "yes" },
		{ "en", "1=yes", 1, "yes" },
		{ "en", "Q1: yes", 1, "yes" },
		{ "en", "#1 yes", 1, "yes" },
		{ "en", "# 1 yes", 1, "yes" },
		{ "en", "Question 1: yes", 1, "yes" },
		{ "en", "Answer 2 - no", 2, "no" },
		{ "en", "ad 1) yes", 1, "yes" },
		{ "en", "ad 1: yes", 1, "yes" },
		{ "en", "iv) yes", 4, "yes" },
		{ "en", "II. no", 2, "no" },
		{ "en", "２．no", 2, "no" },
		{ "en", "2、no", 2, "no" },
		{ "en", "1️⃣ yes", 1, "yes" },
		{ "en", "② no", 2, "no" },
		{ "en", "*1.* yes", 1, "yes" },
		{ "de", "Frage 3: ja", 3, "ja" },
		{ "de", "zu 2) ja", 2, "ja" },
		{ "de", "Zu 2: ja", 2, "ja" },
		{ "pl", "Ad. 1. tak", 1, "tak" },
		{ "zh", "第1题 是", 1, "是" },
		{ "en", "4/5", 0, NULL },
		{ "en", "12:30", 0, NULL },
		{ "en", "3.5", 0, NULL },
		{ "en", "3-4 times", 0, NULL },
		{ "en", "2 times", 0, NULL },
		{ "en", "I met him", 0, NULL },
		{ "en", "to 1 of them", 0, NULL },
		{ "en", "yes", 0, NULL },
		{ "en", "", 0, NULL },
	};
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct value_context context =
			context_for(words, rows[i].language);
		const char *rest = NULL;
		int n = answer_number(rows[i].line, &context, &rest);

		if (n != rows[i].number || (n && g_strcmp0(rest, rows[i].rest)))
			g_test_message("%s", rows[i].line);
		g_assert_cmpint(n, ==, rows[i].number);
		if (n)
			g_assert_cmpstr(rest, ==, rows[i].rest);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/number/manners", test_numbering);
	return g_test_run();
}
