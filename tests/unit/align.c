/* Words and their hashes: the quick ways to fold a word must say what GLib says,
 * for every letter there is. */
#include <glib.h>
#include <string.h>

#include "read/align.h"

static struct word_list
words_of(struct pool *pool, const char *text)
{
	struct word_list words = { 0 };

	words_add(pool, text, 0, 0, &words);
	return words;
}

/* FNV-1a of the compatibility form with its case folded. */
static uint64_t
hash_of(const char *text)
{
	g_autofree char *all = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	g_autofree char *low = g_utf8_casefold(all, -1);
	uint64_t h = 14695981039346656037u;

	for (const char *p = low; *p; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	return h;
}

static bool
folds_as_glib(gunichar c, const char *behind)
{
	POOL_AUTO pool = pool_new();
	char text[32] = "";

	g_unichar_to_utf8(c, text);
	strcat(text, behind);
	struct word_list words = words_of(pool, text);
	return words.n == 1 && words.at[0].hash == hash_of(text);
}

static void
test_letters(void)
{
	static const char *const behind[] = { "", "Z", "\u0301", "\u0323",
		"\u0301\u0323", "\u0323a\u0301", "\u0345", "\u0f71\u0f72" };

	for (gunichar c = 1; c < 0x110000; c++) {
		if (!g_unichar_validate(c) || !g_unichar_isalnum(c))
			continue;
		if ((c >= 0x2e80 && c <= 0x9fff) || (c >= 0xe00 && c < 0xf00) ||
			(c >= 0xf900 && c <= 0xfaff) || c >= 0x20000)
			continue; /* words of their own */
		for (size_t i = 0; i < G_N_ELEMENTS(behind); i++) {
			bool same = folds_as_glib(c, behind[i]);

			if (!same)
				g_test_message(
					"U+%04X %s", (unsigned)c, behind[i]);
			g_assert_true(same);
		}
	}
}

static void
same(const char *a, const char *b)
{
	POOL_AUTO pool = pool_new();
	struct word_list x = words_of(pool, a), y = words_of(pool, b);

	g_assert_cmpuint(x.n, ==, y.n);
	for (size_t i = 0; i < x.n && i < y.n; i++)
		g_assert_cmpuint(x.at[i].hash, ==, y.at[i].hash);
}

static void
test_same(void)
{
	same("Straße CAFE\u0301 ﬁne Ὀδυσσεύς", "STRASSE Café fine ὈΔΥΣΣΕΎΣ");
	same("see https://a.example/x", "SEE http://b.example");
	same("E\u0323\u0301a", "E\u0301\u0323a"); /* marks in either order */
}

/* No word is too long, and each knows where it stands. */
static void
test_long(void)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *ascii = g_strnfill(100000, 'a');
	GString *text = g_string_new("b ");

	for (int i = 0; i < 1000; i++)
		g_string_append(text, "é");
	g_string_append_printf(text, " %s c", ascii);
	struct word_list words = words_of(pool, text->str);
	g_assert_cmpuint(words.n, ==, 4);
	g_assert_cmpuint(words.at[1].start, ==, 2);
	g_assert_cmpuint(words.at[1].end, ==, 2002);
	g_assert_cmpuint(words.at[2].end - words.at[2].start, ==, 100000);
	g_assert_cmpuint(words.at[2].hash, ==, hash_of(ascii));
	g_assert_cmpuint(words.at[1].hash, !=, words.at[2].hash);
	g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/align/letters", test_letters);
	g_test_add_func("/align/same", test_same);
	g_test_add_func("/align/long", test_long);
	return g_test_run();
}
