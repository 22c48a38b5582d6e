/* The manners in which people put a number in front of an answer. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"

static const struct words *
shipped(struct pool *pool)
{
	struct text_list dirs = { 0 };
	struct mistake_list *mistakes = mistakes_new();

	*LIST_ADD(pool, &dirs) = "templates";
	const struct words *words = words_load(pool, dirs, mistakes);
	for (size_t i = 0; i < mistakes->n; i++)
		g_test_message("%s", mistake_print(pool, &mistakes->at[i]));
	g_assert_cmpuint(mistakes->n, ==, 0);
	mistakes_free(mistakes);
	return words;
}

static struct value_context
context_for(const struct words *words, const char *language)
{
	int64_t today;

	civil_parse_date("2027-01-13", &today); /* a Wednesday */
	return (struct value_context){
		.words = words, .language = language, .today = today
	};
}

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
	const struct words *words = shipped(pool);

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

static void
go_home(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *dir = g_path_get_dirname(self);
	g_autofree char *home = g_build_filename(dir, "..", "..", NULL);

	g_assert_cmpint(g_chdir(home), ==, 0);
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
