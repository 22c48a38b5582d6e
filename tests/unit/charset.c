/* Bytes of whatever charset to UTF-8: what is declared, what is meant, and
 * that no letter is lost on the way. */
#include "read/charset.h"

#include <glib.h>
#include <string.h>

static void
test_declared(void)
{
	static const struct {
		const char *charset, *bytes, *want;
	} cases[] = {
		{ "utf-8", "\xc3\xa4", "ä" },
		{ "iso-8859-1", "\xe4", "ä" },
		{ "ISO_8859-1", "\xe4", "ä" },
		{ "iso8859-1", "\xe4", "ä" },
		{ "\"latin1\"", "\xe4", "ä" },
		{ "charset=iso-8859-1", "\xe4", "ä" },
		{ "iso-8859-1",
			"\x93"
			"a"
			"\x94 \x80",
			"“a” €" },
		{ "us-ascii",
			"\x93"
			"a"
			"\x94",
			"“a”" },
		{ "iso-8859-2", "\xb3", "ł" },
		{ "iso-8859-9", "\xfe", "ş" },
		{ "iso-8859-15", "\xa4", "€" },
		{ "windows-1250", "\x9c", "ś" },
		{ "windows-1251", "\xc4\xe0", "Да" },
		{ "cp-1251", "\xc4\xe0", "Да" },
		{ "koi8-r", "\xe4\xc1", "Да" },
		{ "koi8-u", "\xa4", "є" },
		{ "gb2312", "\xc4\xe3\xba\xc3", "你好" },
		{ "big5", "\xa7\x41\xa6\x6e", "你好" },
		{ "shift_jis", "\x82\xcd\x82\xa2", "はい" },
		{ "euc-kr", "\xb3\xd7", "네" },
		{ "iso-2022-jp", "\x1b$B$O$$\x1b(B", "はい" },
		{ "utf-7", "+AOQ-", "ä" },
		{ "utf-16be", "\x01\x42\x20\xac", "ł€" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].charset);
		g_assert_cmpstr(
			charset_text(pool, cases[i].bytes,
				strlen(cases[i].bytes), cases[i].charset),
			==, cases[i].want);
	}
}

/* What is declared wrongly, not at all, or is unknown. */
static void
test_wrong(void)
{
	static const struct {
		const char *charset, *bytes, *want;
	} cases[] = {
		{ "iso-8859-1", "gr\xc3\xbc\xc3\x9f", "grüß" },
		{ "us-ascii", "\xc3\xa4", "ä" },
		{ "gb2312", "\xe4\xbd\xa0\xe5\xa5\xbd", "你好" },
		{ NULL, "\xc3\xa4", "ä" },
		{ NULL, "\xe4", "ä" },
		{ "utf-8", "sch\xf6n", "schön" },
		{ "utf-8", "sch\xf6n und sch\xc3\xb6n", "schön und schön" },
		{ "utf-8", "cut \xe2\x82", "cut â‚" },
		{ "x-unknown", "\xe4", "ä" },
		{ "unknown-8bit", "\xe4\xc3\xa4", "ää" },
		{ "", "\xe4", "ä" },
		{ "a-name-that-is-much-longer-than-any-charset-has", "\xe4",
			"ä" },
		{ NULL, "\x1b$B$O$$\x1b(B", "はい" },
		{ "us-ascii", "\x1b$B$O$$\x1b(B", "はい" },
		{ "utf-8",
			"\xef\xbb\xbf"
			"a",
			"a" },
		{ "windows-1252", "a\x81", "a\xef\xbf\xbd" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s: %s", cases[i].charset, cases[i].want);
		g_assert_cmpstr(
			charset_text(pool, cases[i].bytes,
				strlen(cases[i].bytes), cases[i].charset),
			==, cases[i].want);
	}
}

static void
test_nuls(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(charset_text(pool, "a\0b", 3, "utf-8"), ==, "a b");
	g_assert_cmpstr(charset_text(pool, "a\0\xe4", 3, NULL), ==, "a ä");
	g_assert_cmpstr(charset_text(pool,
				"\xff\xfe"
				"a\0\x42\x01",
				6, NULL),
		==, "ał");
	g_assert_cmpstr(charset_text(pool,
				"\xff\xfe"
				"a\0",
				4, "iso-8859-1"),
		==, "a");
	g_assert_cmpstr(charset_text(pool, "", 0, "utf-16"), ==, "");
}

/* Every byte in every charset gives valid text, and letters stay. */
static void
test_all_bytes(void)
{
	static const char *const names[] = { "utf-8", "iso-8859-1",
		"iso-8859-8-i", "koi8-r", "gb18030", "big5", "shift_jis",
		"iso-2022-jp", "iso-2022-kr", "euc-jp", "euc-kr", "utf-7",
		"utf-16", "utf-16le", "utf-32", "hz-gb-2312", "none", NULL };
	char bytes[4 * 256];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7 + i / 256);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		POOL_AUTO pool = pool_new();
		char *text = charset_text(pool, bytes, sizeof bytes, names[i]);

		g_assert_true(g_utf8_validate(text, -1, NULL));
		g_assert_cmpuint(strlen(text), >=, sizeof bytes / 8);
	}
}

static void
test_page(void)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{ "<meta charset=koi8-r>", "koi8-r" },
		{ "<META http-equiv=Content-Type content='text/html; "
		  "CHARSET=\"windows-1251\"'>",
			"windows-1251" },
		{ "<meta charset=''>", NULL },
		{ "<p>none</p>", NULL },
		{ "charset=", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpstr(charset_of_page(pool, cases[i].html,
					strlen(cases[i].html)),
			==, cases[i].want);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/charset/declared", test_declared);
	g_test_add_func("/charset/wrong", test_wrong);
	g_test_add_func("/charset/nuls", test_nuls);
	g_test_add_func("/charset/all-bytes", test_all_bytes);
	g_test_add_func("/charset/page", test_page);
	return g_test_run();
}
