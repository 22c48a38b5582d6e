/* HTML to lines: what a person sees, at which depth, in linear time. */
#include <glib.h>

#include "read/body.h"

static char *
show(struct pool *pool, const char *html)
{
	struct body_line_list lines = html_lines(pool, html);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < lines.n; i++)
		g_string_append_printf(out, "%s%.*s%s", i ? "|" : "",
			lines.at[i].depth, ">>>>", lines.at[i].text);
	char *copy = pool_strdup(pool, out->str);
	g_string_free(out, TRUE);
	return copy;
}

static void
test_lines(void)
{
	static const struct {
		const char *html, *want;
	} cases[] = {
		{ "<p>Hi <b>Ana</b>,</p><p>see&nbsp;you</p>",
			"Hi Ana,||see you" },
		{ "a<br>b<br><br>c", "a|b||c" },
		{ "<div>a</div><div>b</div>", "a|b" },
		{ "<ol><li>one</li><li>two</li></ol>", "1. one|2. two" },
		{ "<ol start=3><li>x</ol><ul><li>y</ul>", "3. x||- y" },
		{ "new<blockquote type=cite>old<blockquote type=cite>older"
		  "</blockquote></blockquote>new again",
			"new||>old|>|>>older||new again" },
		{ "<div style='border-left: solid blue 1.5pt'>old</div>new",
			">old|new" },
		{ "<style>p{x:y}</style><title>t</title>"
		  "<span style='display: none'>no</span>yes",
			"yes" },
		{ "a &lt; b &amp; c &#8364; &#150; &bogus;",
			"a < b & c € – &bogus;" },
		{ "1 < 2 and <unclosed", "1 < 2 and <unclosed" },
		{ "<pre>a\n  b</pre>", "a|  b" },
		{ "<a title='x>y'>link</a>", "link" },
		{ "<img alt='\xf0\x9f\x91\x8d'><img alt='logo'>",
			"\xf0\x9f\x91\x8d" },
		{ "<!-- no --><!--[if mso]>no<![endif]-->yes", "yes" },
		{ "<div style='display:none'>only this</div>", "only this" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].html);
		g_assert_cmpstr(show(pool, cases[i].html), ==, cases[i].want);
	}
}

static void
test_marks(void)
{
	POOL_AUTO pool = pool_new();
	struct body_line_list lines = html_lines(pool,
		"yes<div class=gmail_quote><div class=\"gmail_attr\">On Monday "
		"Ana wrote:</div><blockquote>old</blockquote>inline</div>"
		"<div class=gmail_signature>Bo</div>");

	g_assert_cmpuint(lines.n, >=, 5);
	g_assert_cmpint(lines.at[0].mark, ==, MARK_NONE);
	g_assert_cmpint(lines.at[1].mark, ==, MARK_HEADER);
	g_assert_cmpint(lines.at[lines.n - 1].mark, ==, MARK_SIGNATURE);
	for (size_t i = 0; i < lines.n; i++)
		g_assert_cmpint(lines.at[i].depth, ==,
			g_str_equal(lines.at[i].text, "old"));
}

/* Each of these took another converter seconds. */
static void
test_hostile(void)
{
	static const char *const units[] = { "<div>", "<a b=\"", "<!--",
		"<style>", "<table><tr><td>", "&#1", "<blockquote>", "<ol><li>",
		"<x y=z ", "</div>", "<a b=\"><" };

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		POOL_AUTO pool = pool_new();
		GString *html = g_string_new("start ");
		gint64 before = g_get_monotonic_time();

		while (html->len < 1u << 20)
			g_string_append(html, units[i]);
		g_string_append(html, "> end");
		struct body_line_list lines = html_lines(pool, html->str);
		g_assert_cmpuint(lines.n, <=, BODY_LINES_MOST + 1);
		g_test_message("%s: %d ms", units[i],
			(int)(g_get_monotonic_time() - before) / 1000);
		g_assert_cmpint(
			g_get_monotonic_time() - before, <, 5 * G_USEC_PER_SEC);
		g_string_free(html, TRUE);
	}
}

static void
test_flowed(void)
{
	POOL_AUTO pool = pool_new();
	struct body_line_list lines = body_plain(
		pool, "one \ntwo\n>a \n>b\n-- \nsig\n stuffed\n", true, false);

	g_assert_cmpuint(lines.n, ==, 5);
	g_assert_cmpstr(lines.at[0].text, ==, "one two");
	g_assert_cmpstr(lines.at[1].text, ==, "a b");
	g_assert_cmpint(lines.at[1].depth, ==, 1);
	g_assert_cmpstr(lines.at[2].text, ==, "-- ");
	g_assert_cmpstr(lines.at[4].text, ==, "stuffed");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/html/lines", test_lines);
	g_test_add_func("/html/marks", test_marks);
	g_test_add_func("/html/hostile", test_hostile);
	g_test_add_func("/html/flowed", test_flowed);
	return g_test_run();
}
