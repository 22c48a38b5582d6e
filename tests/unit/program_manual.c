/* What we give away is right: the demo, the examples of the manual, and a
 * sentence there for every key. */
#include "program_place.h"

/* The demo is right, and loading it again and again leaves nothing behind
 * (the leak check of the sanitizers looks). */
static void
test_demo(void)
{
	for (int i = 0; i < 3; i++) {
		struct mistake_list *mistakes = mistakes_new();
		struct program *p =
			program_load("conf/demo/program.conf", mistakes);

		g_assert_nonnull(p);
		g_assert_cmpuint(mistakes->n, ==, 0);
		g_assert_cmpuint(p->roster.n, ==, 24);
		g_assert_cmpuint(p->matching.rules.n, ==, 5);
		g_assert_cmpuint(p->roster.at[0]->free.n, ==, 2);
		g_assert_cmpstr(
			participant_attribute(p->roster.at[0], "speaks"), ==,
			"German, English");
		program_free(p);
		mistakes_free(mistakes);
	}
}

static void
test_broken_demo(void)
{
	g_autofree char *text = NULL, *roster = NULL;
	gsize len;
	PLACE p = { 0 };

	g_assert_true(g_file_get_contents(
		"conf/demo/program.conf", &text, &len, NULL));
	g_assert_true(g_file_get_contents(
		"conf/demo/roster.csv", &roster, NULL, NULL));
	for (gsize i = 0; i < len; i += g_test_thorough() ? 1 : 61) {
		g_autofree char *cut = g_strndup(text, i);
		g_autofree char *without = g_strconcat(cut, text + i + 1, NULL);

		place_write(&p, cut, roster);
		place_load(&p);
		g_assert_true(p.program || mistakes_count(p.mistakes));
		place_write(&p, without, roster);
		place_load(&p);
		g_assert_true(!p.program == !!mistakes_count(p.mistakes));
	}
}

/* The text between the n-th ".Bd" from the end and its ".Ed". */
static char *
display(const char *page, int n)
{
	const char *end = page + strlen(page), *begin = NULL;

	while (n--) {
		begin = g_strrstr_len(page, end - page, "\n.Bd ");
		g_assert_nonnull(begin);
		end = begin;
	}
	begin = strchr(begin + 1, '\n') + 1;
	return g_strndup(begin, (gsize)(strstr(begin, ".Ed\n") - begin));
}

static void
test_manual(void)
{
	g_autofree char *page = NULL;
	PLACE p = { 0 };

	g_assert_true(
		g_file_get_contents("conf/mentord.conf.5", &page, NULL, NULL));
	g_autofree char *conf = display(page, 2);
	g_autofree char *roster = display(page, 1);
	place_write(&p, conf, roster);
	place_load(&p);
	g_assert_nonnull(p.program);
	g_assert_cmpuint(p.mistakes->n, ==, 0);
	g_autofree char *example = NULL;
	g_assert_true(g_file_get_contents(
		"conf/program.conf.example", &example, NULL, NULL));
	place_write(&p, example,
		"email,name,department,manager,offers,wants,availability\n"
		"a@x.org,Ana,IT,,a,b,Mon 9-12\n");
	place_load(&p);
	g_assert_nonnull(p.program);
}

/* The page has a line ".Ic ..." or ".It Ic ..." with that word in it. */
static bool
is_described(const char *page, const char *key)
{
	g_auto(GStrv) lines = g_strsplit(page, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) words = g_strsplit_set(*line, " ,", -1);

		/* A line that goes on from the one before has no macro. */
		if ((**line == '.' || g_str_has_suffix(*line, "privacy")) &&
			g_strv_contains((const char *const *)words, key))
			return true;
	}
	return false;
}

/* Every key of the tables in the sources stands in the manual. */
static void
test_documented(void)
{
	g_autofree char *page = NULL;
	static const char *const files[] = { "general", "mail", "forms",
		"matching", "timeline" };
	size_t found = 0;

	g_assert_true(
		g_file_get_contents("conf/mentord.conf.5", &page, NULL, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path =
			g_strdup_printf("src/program/config_%s.c", files[i]);
		g_autofree char *text = NULL;

		g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
		for (char *at = text; (at = strstr(at, "\t{ \"")); at++) {
			g_auto(GStrv) part = g_strsplit(at + 4, "\"", 2);

			if (!g_str_has_prefix(part[1], ", KEY_") ||
				g_str_has_prefix(part[1], ", KEY_LATER"))
				continue;
			g_test_message("%s", part[0]);
			g_assert_true(is_described(page, part[0]));
			found++;
		}
	}
	g_assert_cmpuint(found, >, 60);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_to_sources();
	g_test_add_func("/program/demo", test_demo);
	g_test_add_func("/program/broken demo", test_broken_demo);
	g_test_add_func("/program/manual", test_manual);
	g_test_add_func("/program/documented", test_documented);
	return g_test_run();
}
