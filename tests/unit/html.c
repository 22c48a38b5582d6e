/* HTML to lines: what a person sees, at which depth, in linear time. */
#include <glib.h>

#include "read/body.h"

/* One line a "|", a ">" for each level of quotation, and the mark's letter. */
static char *
show(struct pool *pool, const char *html)
{
	static const char *const marks[] = { "", "H:", "C:", "S:", "D:" };
	struct body_line_list lines = html_lines(pool, html);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < lines.n; i++)
		g_string_append_printf(out, "%s%s%.*s%s", i ? "|" : "",
			marks[lines.at[i].mark], lines.at[i].depth, ">>>>",
			lines.at[i].text);
	char *copy = pool_strdup(pool, out->str);
	g_string_free(out, TRUE);
	return copy;
}

struct page_case {
	const char *html, *want;
};

static void
check_pages(const struct page_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		POOL_AUTO pool = pool_new();

		g_test_message("%s", cases[i].html);
		g_assert_cmpstr(show(pool, cases[i].html), ==, cases[i].want);
	}
}

static void
test_lines(void)
{
	static const struct page_case cases[] = {
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
		{ "&AElig;&Aacute;&Uuml;&aacute;&apos;&hearts;&lt;&mdash;&para;"
		  "&quot;&szlig;&uuml;&yuml;&zwj;&; &zwnjx; &zz;",
			"ÆÁÜá'♥<—¶\"ßüÿ\u200d&; &zwnjx; &zz;" },
		{ "a<address>b</address>c<wbr>d<ul><li>e</ul>f<body>g<tr>h"
		  "<title>i</title>",
			"a|b|cd||- e||f|g|h" },
		{ "1 < 2 and <unclosed", "1 < 2 and <unclosed" },
		{ "<pre>a\n  b</pre>", "a|  b" },
		{ "<a title='x>y'>link</a>", "link" },
		{ "<img alt='\xf0\x9f\x91\x8d'><img alt='logo'>",
			"\xf0\x9f\x91\x8d" },
		{ "a<img alt='\xc3\xa4\n\xc3\xb6'>", "a\xc3\xa4 \xc3\xb6" },
		{ "<!-- no --><!--[if mso]>no<![endif]-->yes", "yes" },
		{ "<div style='display:none'>only this</div>", "only this" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

/* Lists, tables, what has no end and what should not be there. */
static void
test_structure(void)
{
	static const struct page_case cases[] = {
		{ "<ol><li><p>one</p></li><li><div>two</div></li></ol>",
			"1. one||2. two" },
		{ "<ol type=a><li>x<li>y</ol>", "a. x|b. y" },
		{ "<ol><li value=4>x<li>y</ol>", "4. x|5. y" },
		{ "<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a||- b||2. c" },
		{ "<ol><li></li><li>two</li></ol>", "2. two" },
		{ "<table><tr><td>1.</td><td>yes</td></tr><tr><td>2.</td>"
		  "<td>no</td></tr></table>",
			"1. yes|2. no" },
		{ "<div style='white-space: pre-wrap'>a\nb</div>c\nd",
			"a|b|c d" },
		{ "<div><b>unclosed<div>next</div>", "unclosed|next" },
		{ "</div></p></blockquote>a", "a" },
		{ "a</= b>c", "ac" },
		{ "<style>no end", "no end" },
		{ "<style>.a{}<title>x</title>shown", ".a{}shown" },
		{ "<!-->a<!-- b --!> c", "a c" },
		{ "<p>a<p style='display:none'>b<p>c", "a||c" },
		{ "a<span style='display:none'>b</span>c", "ac" },
		{ "<p class=MsoNormal>a</p><p class=MsoNormal>b</p><p class="
		  "MsoNormal>&nbsp;</p><p style='margin:0'>c</p><p>d</p>",
			"a|b||c||d" },
		{ "<o:p></o:p>x<![if !supportLists]>y<![endif]>", "xy" },
		{ "a\xe2\x80\x8b\xc2\xad"
		  "b&shy;c",
			"abc" },
		{ "a&nbsp;&#8203; &#xA0;b", "a b" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

static void
test_hidden(void)
{
	static const struct page_case cases[] = {
		{ "<div style='max-height:0;overflow:hidden'>pre</div>x", "x" },
		{ "<div style='opacity:0'>pre</div>x", "x" },
		{ "<div style='opacity:0.9'>pre</div>x", "pre|x" },
		{ "<span style='font-size:1px;color:#fff'>pre</span>x", "x" },
		{ "<p style='font-size:0.9em'>seen</p>", "seen" },
		{ "<p style='font-size:0'>a <b style='font-size:13px'>b</b> c",
			"b" },
		{ "<td style='font-size:0px'><div style='font-size:13px'>a"
		  "</div></td>b",
			"a|b" },
		{ "<p style='color:#fff;background:#fff'>white</p>", "white" },
		{ "<a style='mso-hide:all'>shown elsewhere</a>",
			"shown elsewhere" },
		{ "<div hidden>a</div>b<template>c</template>", "b" },
		/* never lose a reply */
		{ "<div hidden>a <b>b</b> &amp; c</div>", "a b & c" },
		{ "<style>a{}", "a{}" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

/* How clients write a reply: what they mark is old or not the text's. */
static void
test_clients(void)
{
	static const struct page_case cases[] = {
		/* Gmail, web and phone */
		{ "<div dir=ltr>Yes</div><br><div class='gmail_quote "
		  "gmail_quote_container'><div class=gmail_attr>On Mon wrote:"
		  "<br></div><blockquote class=gmail_quote style='border-left:"
		  "1px #ccc solid'>old<br></blockquote></div>",
			"Yes||H:On Mon wrote:||>old" },
		{ "<div class=gmail_quote>Am 1.2. schrieb A:<br type="
		  "attribution><blockquote class=gmail_quote>old</blockquote>"
		  "inline</div>",
			"H:Am 1.2. schrieb A:||>old||inline" },
		{ "3<div><span class=gmail_signature_prefix>-- </span><br>"
		  "<div class=gmail_signature>Bo</div></div>",
			"3|--|S:Bo" },
		/* Outlook: desktop, its answers beside a bar, web, phone */
		{ "<p class=MsoNormal>Ja</p><div style='border:none;border-top:"
		  "solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class="
		  "MsoNormal><b>Von:</b> A<br><b>An:</b> B</p></div><p class="
		  "MsoNormal>old</p>",
			"Ja|C:Von: A|C:An: B|old" },
		{ "x<div style='border:none;border-left:solid blue 1.5pt;"
		  "padding:0cm 0cm 0cm 4.0pt'>old</div>",
			"x|>old" },
		{ "Oui<div id=appendonsend></div><hr><div id=divRplyFwdMsg>"
		  "<font><b>De :</b> A</font></div><div>old</div>",
			"Oui|C:De : A|old" },
		{ "Ok<div id=ms-outlook-mobile-signature>Sent</div><div id="
		  "mail-editor-reference-message-container>From: A<br>old</div>",
			"Ok|S:Sent|C:From: A|old" },
		{ "Hej<span id=OLK_SRC_BODY_SECTION><div style='BORDER-TOP: "
		  "#b5c4df 1pt solid; PADDING-TOP: 3pt'><span style='font-"
		  "weight:bold'>Till: </span>B</div>old</span>",
			"Hej|C:Till: B|old" },
		{ "Hi<hr id=stopSpelling>Date: x<br>old", "Hi|C:Date: x|old" },
		/* Apple Mail and iOS */
		{ "<div>Si<br id=lineBreakAtBeginningOfMessage><div><br>"
		  "<blockquote type=cite>El lunes escribi&oacute;:<br><div>old"
		  "</div></blockquote></div>",
			"Si||>El lunes escribi\xc3\xb3:|>old" },
		{ "5<div id=AppleMailSignature>Von meinem iPhone</div>",
			"5|S:Von meinem iPhone" },
		/* Thunderbird */
		{ "<div class=moz-cite-prefix>Am 3.3. schrieb A:</div>"
		  "<blockquote type=cite cite='mid:a@b'>old</blockquote><p>new"
		  "</p><pre class=moz-signature>-- \nBo</pre>",
			"H:Am 3.3. schrieb A:||>old||new||S:-- |S:Bo" },
		/* Yahoo */
		{ "<div>Yes</div><div id=ydp1yahoo_quoted_2 class=ydp1yahoo_"
		  "quoted><div>On Mon, A wrote:</div><div>old</div></div>",
			"Yes|>On Mon, A wrote:|>old" },
		/* Proton */
		{ "Nein<div class='protonmail_signature_block'>Bo</div><div "
		  "class=protonmail_quote>Am 1.2. schrieb A &lt;a@b&gt;:<br>"
		  "<blockquote class=protonmail_quote type=cite>old"
		  "</blockquote></div>",
			"Nein|S:Bo|Am 1.2. schrieb A <a@b>:||>old" },
		/* GMX, web.de */
		{ "Gern<div name=quote style='border-left: 2px solid #C3D9E5'>"
		  "<b>Von:</b> A<div name=quoted-content>old</div></div>",
			"Gern|>Von: A|>old" },
		/* Zimbra, Roundcube, Samsung, Spark */
		{ "x<hr id=zwchr data-marker=__DIVIDER__><div data-marker="
		  "__HEADERS__><b>From: </b>A</div><div>old</div>",
			"x|C:From: A|old" },
		{ "x<p id=reply-intro>On Mon A wrote:</p><blockquote type=cite>"
		  "old</blockquote>",
			"x||H:On Mon A wrote:||>old" },
		{ "x<div id=composer_signature>Galaxy</div>", "x|S:Galaxy" },
		{ "x<div name=messageSignatureSection>Spark</div>",
			"x|S:Spark" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

/* A header above a bare original, in the client's language: drawn below a
 * ruler, or its labels in bold. */
static void
test_originals(void)
{
	static const struct page_case cases[] = {
		/* Notes, Windows Mail, Hotmail: labels below a ruler */
		{ "Ano<hr noshade>Od: A &lt;a@b.example&gt;<br>Datum: 3.3.2026 "
		  "10:00<br>Komu: B<br><br>old",
			"Ano|C:Od: A <a@b.example>|C:Datum: 3.3.2026 10:00|"
			"C:Komu: B||old" },
		{ "Ano<div style='border-top-width:1px;border-top-style:solid'>"
		  "<b>Od: a@b.example</b> <b>Dne: 3.3.2026 10:00</b></div>old",
			"Ano|C:Od: a@b.example Dne: 3.3.2026 10:00|old" },
		/* no ruler: all in bold, with address and date */
		{ "Tak<p><b>Fra:</b> a@b.example<br><b>Sendt:</b> 3. marts 2026 "
		  "10:00<br><strong>Emne:</strong> Hej</p>old",
			"Tak||C:Fra: a@b.example|C:Sendt: 3. marts 2026 10:00|"
			"C:Emne: Hej||old" },
		{ "<p><b>Fra:</b> a@b.example<p><b>Dato:</b> 3.3.2026 10.00<p>"
		  "<b>Til:</b> B<p>old",
			"C:Fra: a@b.example||C:Dato: 3.3.2026 10.00||C:Til: B||"
			"old" },
		/* a form that the writer filled in is none */
		{ "<b>Name:</b> Bo<br><b>Mail:</b> bo@b.example<br><b>Phone:</b>"
		  " 123",
			"Name: Bo|Mail: bo@b.example|Phone: 123" },
		{ "a<hr>Where: here<br>When: 3.3.2026 10:00<br>b",
			"a|Where: here|When: 3.3.2026 10:00|b" },
		/* nor is one in a quotation the end of what is new */
		{ "<blockquote type=cite><div id=divRplyFwdMsg>From: A</div>old"
		  "</blockquote>new",
			">From: A|>old||new" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

/* A blockquote of which nothing says that it quotes is undone when its writer
 * goes on behind it, and kept when what follows stands elsewhere. */
static void
test_indented(void)
{
	static const struct page_case cases[] = {
		{ "<div>Look:<blockquote>mine</blockquote>you see?</div>",
			"Look:||mine||you see?" },
		{ "<div>Look<blockquote>mine</blockquote><p>you see?</p></div>",
			"Look||mine||you see?" },
		{ "<div>Yes<blockquote>old</blockquote></div><div>Disclaimer"
		  "</div>",
			"Yes||>old||Disclaimer" },
		{ "Yes<blockquote>old</blockquote>", "Yes||>old" },
		{ "On 3 March A wrote:<blockquote>old</blockquote>new",
			"On 3 March A wrote:||>old||new" },
		{ "<blockquote>On 3 March A wrote:<br>old</blockquote>new",
			">On 3 March A wrote:|>old||new" },
		{ "a<blockquote style='margin:0 0 0 40px;border:none'>b"
		  "</blockquote>",
			"a||b" },
		{ "<table><tr><td>a<blockquote>b</blockquote></td></tr></table>",
			"a||b" },
		{ "a<div style='border-left:0 solid'>b</div>", "a|b" },
		{ "a<div style='border-left:none'>b</div>", "a|b" },
		{ "a<div style='border-left:1px solid;border-right:1px solid'>b"
		  "</div>",
			"a|b" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
}

/* Dashes alone are a signature mark only with their blank. */
static void
test_dashes(void)
{
	static const struct page_case cases[] = {
		{ "a<br>-- <br>Bo", "a|--|Bo" },
		{ "a<br>--&nbsp;<br>Bo", "a|--|Bo" },
		{ "a<br>--<br>b", "a|D:--|b" },
		{ "a<br>&mdash;<br>b", "a|D:\xe2\x80\x94|b" },
	};

	check_pages(cases, G_N_ELEMENTS(cases));
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

/* Each of these took another converter seconds. What is looked at beyond the
 * one pass is counted, so that no clock is needed to see that it is linear. */
static void
test_hostile(void)
{
	static const char *const units[] = { "<div>", "<a b=\"", "<!--",
		"<style>", "<table><tr><td>", "&#1", "<blockquote>", "<ol><li>",
		"<x y=z ", "</div>", "<a b=\"><", "<style><script><title>",
		"</", "<!", "<p style='border-left:solid", "<blockquote>a",
		"</blockquote>b<blockquote>", "<b>a:", "<hr>a: b@c<br>",
		"<span style=font-size:0>x", "&", "&amp", "x", "<i a=1 a=2>",
		"<a b=\"> c=\"", "<a b='><a b=\"> d=" };

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		POOL_AUTO pool = pool_new();
		GString *html = g_string_new("start ");
		size_t work = 0;

		while (html->len < 1u << 20)
			g_string_append(html, units[i]);
		g_string_append(html, "> end");
		struct body_line_list lines =
			html_lines_counted(pool, html->str, &work);
		g_assert_cmpuint(lines.n, <=, BODY_LINES_MOST + 1);
		g_test_message("%s: %zu ahead", units[i], work);
		g_assert_cmpuint(work, <=, 4 * html->len);
		g_string_free(html, TRUE);
	}
}

/* More elements open than are remembered: what is behind them is new again. */
static void
test_deep(void)
{
	POOL_AUTO pool = pool_new();
	GString *html = g_string_new(NULL);

	for (int i = 0; i < 1000; i++)
		g_string_append(html, "<blockquote type=cite>");
	g_string_append(html, "old");
	for (int i = 0; i < 1000; i++)
		g_string_append(html, "</blockquote>");
	g_string_append(html, "new");
	struct body_line_list lines = html_lines(pool, html->str);
	g_assert_cmpuint(lines.n, ==, 3);
	g_assert_cmpint(lines.at[0].depth, >, 0);
	g_assert_cmpint(lines.at[2].depth, ==, 0);
	g_string_free(html, TRUE);
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
	lines = body_plain(pool,
		"\xe4\xbd\xa0 \n\xe5\xa5\xbd\n\n- \nx\n> a \n"
		">> b\nc \n",
		true, true);
	g_assert_cmpuint(lines.n, ==, 6);
	g_assert_cmpstr(lines.at[0].text, ==, "\xe4\xbd\xa0\xe5\xa5\xbd");
	g_assert_cmpstr(lines.at[1].text, ==, "");
	g_assert_cmpstr(lines.at[2].text, ==, "-x");
	g_assert_cmpint(lines.at[4].depth, ==, 2);
	g_assert_cmpstr(lines.at[5].text, ==, "c");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/html/lines", test_lines);
	g_test_add_func("/html/structure", test_structure);
	g_test_add_func("/html/hidden", test_hidden);
	g_test_add_func("/html/clients", test_clients);
	g_test_add_func("/html/originals", test_originals);
	g_test_add_func("/html/indented", test_indented);
	g_test_add_func("/html/dashes", test_dashes);
	g_test_add_func("/html/marks", test_marks);
	g_test_add_func("/html/hostile", test_hostile);
	g_test_add_func("/html/deep", test_deep);
	g_test_add_func("/html/flowed", test_flowed);
	return g_test_run();
}
