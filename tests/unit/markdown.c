/* The two faces of a mail: that hostile values stay text in both, and that
 * plain text keeps its numbers, columns and quotes. */
#include "write/markdown.h"

#include <glib.h>
#include <string.h>

#include "write/template.h"

static void
text_is(const char *markdown, const char *want)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(markdown_text(pool, markdown, NULL), ==, want);
}

static void
html_has(const char *markdown, const char *want)
{
	POOL_AUTO pool = pool_new();
	char *html = markdown_html(pool, "en", "t", "", markdown, NULL);

	if (!strstr(html, want))
		g_test_message("no %s in %s", want, html);
	g_assert_nonnull(strstr(html, want));
}

static void
html_lacks(const char *markdown, const char *what)
{
	POOL_AUTO pool = pool_new();

	g_assert_null(strstr(
		markdown_html(pool, "en", "t", "", markdown, NULL), what));
}

static void
test_text(void)
{
	text_is("a\nb\n\nc", "a b\n\nc\n");
	text_is("a\\\nb", "a\nb\n");
	text_is("**bold** and *soft* `code`", "bold and soft code\n");
	text_is("# Head\n\ntext", "Head\n\ntext\n");
	text_is("- one\n- two\n\nend", "- one\n- two\n\nend\n");
	text_is("3. one\n4. two", "3. one\n4. two\n");
	text_is("- a\n\n  b\n- c", "- a\n\n  b\n\n- c\n");
	text_is("x\n\n> a\n> b\n>\n> c\n\ny", "x\n\n> a b\n>\n> c\n\ny\n");
	text_is("[here](https://a.example/x)", "here <https://a.example/x>\n");
	text_is("[a@b.example](mailto:a@b.example)", "a@b.example\n");
	text_is("[x](javascript:alert)", "x\n");
	text_is("&amp; &#8222; &lt;b&gt;", "& \xe2\x80\x9e <b>\n");
}

static void
test_table(void)
{
	text_is("| Step | People |\n|---|---:|\n| Ana | 3 of 4 |\n"
		"| \xe9\xab\x98\xe6\xa9\x8b | 10 of 12 |\n",
		"Step    People\nAna     3 of 4\n"
		"\xe9\xab\x98\xe6\xa9\x8b  10 of 12\n");
	text_is("| | |\n|---|---|\n| a | b |\n", "a  b\n");
}

static void
test_footer(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(markdown_text(pool, "a", "b"), ==,
		"a\n\n- - - - - - - - - - - -\n\nb\n");
}

static int
longest_line(const char *text)
{
	int longest = 0;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **l = lines; *l; l++)
		longest = MAX(longest, (int)g_utf8_strlen(*l, -1));
	return longest;
}

/* Wherever the line ends, no line starts like a question or a quote, and no
 * number stands alone. */
static void
test_wrap(void)
{
	for (int pad = 1; pad < 80; pad++) {
		POOL_AUTO pool = pool_new();
		g_autofree char *fill = g_strnfill((gsize)pad, 'x');
		g_autofree char *markdown = g_strdup_printf(
			"**1.** How often %s did it take until 2. you, > me "
			"and - them? From 3) to 4: words words words",
			fill);
		char *text = markdown_text(pool, markdown, NULL);

		g_assert_true(g_str_has_prefix(text, "1. How"));
		g_assert_null(strstr(text, "\n2."));
		g_assert_null(strstr(text, "\n>"));
		g_assert_null(strstr(text, "\n-"));
		g_assert_null(strstr(text, "\nFrom"));
		g_assert_null(strstr(text, "\n3)"));
		g_assert_null(strstr(text, "\n4:"));
		if (pad < 50)
			g_assert_cmpint(longest_line(text), <=, 80);
	}
}

static void
test_wrap_marks(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(text_wrap(pool, "aa bb cc dd", "> - ", ">   ", 10), ==,
		"> - aa bb\n>   cc dd\n");
	g_assert_cmpstr(text_wrap(pool, "", "> ", "> ", 10), ==, ">\n");
	g_assert_cmpstr(text_wrap(pool, "aaaaaaaaaaaaaa b", "", "", 10), ==,
		"aaaaaaaaaaaaaa\nb\n");
}

static void
test_html(void)
{
	html_has("a & b < c", "a &amp; b &lt; c");
	html_has("[x](https://a.example/?a=1&b=2)",
		"<a href=\"https://a.example/?a=1&amp;b=2\">x</a>");
	html_has("2. second", ">2. second");
	html_lacks("2. second", "<ol");
	html_lacks("[x](javascript:alert)", "javascript");
	html_lacks("[x](data:text/html,hi)", "data:");
	html_lacks("<script>x</script>", "<script");
	html_lacks("![p](https://a.example/pixel.png)", "pixel");
	html_lacks("![p](https://a.example/pixel.png)", "<img");
	html_has("x", "max-width:600px");
	html_lacks("x", "<style");
}

/* Values that would be Markdown, HTML, headers, entities or tables. */
static const char *const hostile[] = {
	"*[x](http://evil.example)|<script>",
	"**bold** _soft_ `code` ~~gone~~",
	"# Heading",
	"- item",
	"1. item",
	"12) item",
	"> quote",
	"    code",
	"| a | b |",
	"|---|---|",
	"&amp; &lt; &#60;",
	"http://evil.example <http://evil.example>",
	"a\\\\b \\* \\",
	"{{name}} {{#if x}}",
	"![p](http://evil.example/p.png)",
	"[ref]: http://evil.example",
	"<!-- x -->",
	"===",
	"---",
	"+ plus",
	"***",
	"\xe2\x80\xae reversed",
};

static void
test_hostile(void)
{
	static const char *const frames[] = { "%s", "a %s b", "- %s", "**%s**",
		"| h | h |\n|---|---|\n| %s | x |", "> %s", "# %s" };

	for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(frames); k++) {
			POOL_AUTO pool = pool_new();
			g_auto(GStrv) parts = g_strsplit(frames[k], "%s", 2);
			g_autofree char *markdown = g_strconcat(parts[0],
				markdown_escape(pool, hostile[i]), parts[1],
				NULL);
			char *text = markdown_text(pool, markdown, NULL);
			char *html = markdown_html(
				pool, "en", "t", "", markdown, NULL);
			g_autofree char *plain =
				g_strstrip(g_strdup(hostile[i]));

			g_test_message("%s", markdown);
			if (i + 1 < G_N_ELEMENTS(hostile))
				g_assert_nonnull(strstr(text, plain));
			g_assert_null(strstr(html, "<a"));
			g_assert_null(strstr(html, "<script"));
			g_assert_null(strstr(html, "<img"));
			g_assert_null(strstr(html, "<em>"));
			g_assert_null(strstr(html, "<del>"));
			g_assert_null(strstr(text, "\xe2\x80\xae"));
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/markdown/text", test_text);
	g_test_add_func("/markdown/table", test_table);
	g_test_add_func("/markdown/footer", test_footer);
	g_test_add_func("/markdown/wrap", test_wrap);
	g_test_add_func("/markdown/wrap-marks", test_wrap_marks);
	g_test_add_func("/markdown/html", test_html);
	g_test_add_func("/markdown/hostile", test_hostile);
	return g_test_run();
}
