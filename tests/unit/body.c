/* Which part of a mail is its body: the plain one, unless it is missing or
 * poorer than the HTML beside it. */
#include <glib.h>
#include <string.h>

#include "read/header.h"
#include "read/mime.h"

/* The body's lines with "|" between. */
static char *
body_of(struct pool *pool, const char *mail)
{
	struct mime_mail mime;

	mime_read(pool, mail, strlen(mail), &mime);
	const struct body_line_list *body = &mime.body;
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < body->n; i++)
		g_string_append_printf(out, "%s%.*s%s", i ? "|" : "",
			body->at[i].depth, ">>>>", body->at[i].text);
	char *copy = pool_strdup(pool, out->str);
	g_string_free(out, TRUE);
	return copy;
}

/* A plain and an HTML part of one text. */
static char *
better_of(struct pool *pool, const char *plain, const char *html)
{
	return body_of(pool,
		pool_printf(pool,
			"From: a@b.example\n"
			"Content-Type: multipart/alternative; boundary=x\n\n"
			"--x\nContent-Type: text/plain; charset=utf-8\n\n%s\n"
			"--x\nContent-Type: text/html; charset=utf-8\n\n%s\n"
			"--x--\n",
			plain, html));
}

static void
test_better(void)
{
	static const struct {
		const char *plain, *html, *want;
	} cases[] = {
		{ "Yes, twice.\n> old", "<p>Yes, twice.<blockquote>old",
			"Yes, twice.|> old" },
		{ "Yes, twice.", "<p>Yes, <b>twice</b>.", "Yes, twice." },
		{ "", "<p>Yes", "Yes" },
		{ "[image: logo]\n", "<p>Yes, we met twice in May", /* a stub */
			"Yes, we met twice in May" },
		{ "Please use a client that can show HTML.",
			"<p>Three, and she is glad", "Three, and she is glad" },
		/* cut */
		{ "Hello A,", "<p>Hello A,<p>we met twice and liked it a lot",
			"Hello A,||we met twice and liked it a lot" },
		/* what the plain form has lost */
		{ "Yes\nold", "Yes<blockquote type=cite>old", "Yes||>old" },
		{ "* Yes\n* 5", "<ol><li>Yes<li>5</ol>", "1. Yes|2. 5" },
		{ "1. Yes\n2. 5", "<ol><li>Yes<li>5</ol>", "1. Yes|2. 5" },
		/* and nothing in the HTML */
		{ "Yes", "<img src=x>", "Yes" },
		{ "Yes", "<div>only a picture", "only a picture" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s / %s", cases[i].plain, cases[i].html);
		g_assert_cmpstr(better_of(pool, cases[i].plain, cases[i].html),
			==, cases[i].want);
	}
}

static void
test_parts(void)
{
	POOL_AUTO pool = pool_new();

	/* Apple Mail: HTML in pieces around a picture */
	g_assert_cmpstr(
		body_of(pool,
			"Content-Type: multipart/alternative; "
			"boundary=x\n\n--x\n\n\n--x\nContent-Type: "
			"multipart/mixed; boundary=y\n\n--y\nContent-"
			"Type: text/html\n\n<p>above\n--y\nContent-Type:"
			" image/png\n\nx\n--y\nContent-Type: text/html"
			"\n\n<p>below\n--y--\n--x--\n"),
		==, "above|below");
	/* a list's footer belongs to the text, a file does not */
	g_assert_cmpstr(body_of(pool,
				"Content-Type: multipart/mixed; boundary=x\n\n"
				"--x\n\nmine\n--x\nContent-Type: text/plain\n"
				"Content-Disposition: inline; filename=a.txt\n"
				"\nfile\n--x\n\nfooter\n--x--\n"),
		==, "mine|footer");
	/* the phone attached what was typed */
	g_assert_cmpstr(body_of(pool,
				"Content-Type: multipart/mixed; boundary=x\n\n"
				"--x\n\n \n--x\nContent-Type: text/html\n"
				"Content-Disposition: attachment\n\n<p>mine\n"
				"--x--\n"),
		==, " |mine");
}

static void
test_charset(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(body_of(pool,
				"Content-Type: text/html\n\n<meta "
				"charset=koi8-r>\xe4\xc1"),
		==, "Да");
	g_assert_cmpstr(body_of(pool,
				"Content-Type: text/html; charset=windows-1251"
				"\n\n<meta charset=koi8-r>\xc4\xe0"),
		==, "Да");
}

/* A mail of nothing but boundaries took the reader's memory. */
static void
test_boundaries(void)
{
	GString *mail =
		g_string_new("From: a@b.example\nContent-Type: multipart/"
			     "mixed;\n Boundary=x\n\n");

	for (int i = 0; i < 15000; i++)
		g_string_append(mail, "--x\n\na\n");
	g_assert_cmpstr(guard_mail(mail->str, mail->len), ==, NULL);
	for (int i = 0; i < 15000; i++)
		g_string_append(mail, "--x\n\na\n");
	g_assert_cmpstr(guard_mail(mail->str, mail->len), ==,
		"there are more than 20000 parts");
	g_string_truncate(mail, 0);
	g_string_append(mail, "From: a@b.example\n\n");
	for (int i = 0; i < 30000; i++)
		g_string_append(mail, "---\n");
	g_assert_cmpstr(guard_mail(mail->str, mail->len), ==, NULL);
	g_string_free(mail, TRUE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/body/better", test_better);
	g_test_add_func("/body/parts", test_parts);
	g_test_add_func("/body/charset", test_charset);
	g_test_add_func("/body/boundaries", test_boundaries);
	return g_test_run();
}
