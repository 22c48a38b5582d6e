/* What mail clients mean by their elements. The names are those that the
 * clients write into replies: Gmail, Outlook (desktop, web, phone, Mac), Apple
 * Mail, Thunderbird, Yahoo, Proton, GMX and web.de, Zimbra, Roundcube, Spark,
 * Samsung, Airmail, Open-Xchange. Outlook puts "x_" before the names of what
 * it quotes and Yahoo a number, so names are looked for inside the value.
 *
 * Hidden is what no client shows. White on white is not: dark modes show it,
 * and a reply must never be lost for its colour. */
#include <stdlib.h>
#include <string.h>

#include "read/page.h"

#define ATTRIBUTION 1000 /* bytes of a line that introduces a quotation */

/* In the order of strcmp. */
static const struct element {
	const char *name;
	int kind;
} elements[] = {
	{ "address", KIND_BLOCK },
	{ "area", KIND_VOID },
	{ "article", KIND_BLOCK },
	{ "base", KIND_VOID },
	{ "blockquote", KIND_PARAGRAPH },
	{ "body", KIND_BLOCK },
	{ "br", KIND_VOID },
	{ "center", KIND_BLOCK },
	{ "col", KIND_VOID },
	{ "dd", KIND_BLOCK },
	{ "div", KIND_BLOCK | KIND_FRAME },
	{ "dl", KIND_BLOCK },
	{ "dt", KIND_BLOCK },
	{ "embed", KIND_VOID },
	{ "fieldset", KIND_BLOCK },
	{ "footer", KIND_BLOCK },
	{ "form", KIND_BLOCK },
	{ "h1", KIND_PARAGRAPH },
	{ "h2", KIND_PARAGRAPH },
	{ "h3", KIND_PARAGRAPH },
	{ "h4", KIND_PARAGRAPH },
	{ "h5", KIND_PARAGRAPH },
	{ "h6", KIND_PARAGRAPH },
	{ "header", KIND_BLOCK },
	{ "hr", KIND_VOID },
	{ "html", KIND_BLOCK },
	{ "img", KIND_VOID },
	{ "input", KIND_VOID },
	{ "li", KIND_BLOCK },
	{ "link", KIND_VOID },
	{ "main", KIND_BLOCK },
	{ "meta", KIND_VOID },
	{ "nav", KIND_BLOCK },
	{ "ol", KIND_PARAGRAPH },
	{ "p", KIND_PARAGRAPH },
	{ "pre", KIND_PARAGRAPH },
	{ "script", KIND_RAW },
	{ "section", KIND_BLOCK | KIND_FRAME },
	{ "source", KIND_VOID },
	{ "style", KIND_RAW },
	{ "table", KIND_BLOCK | KIND_FRAME },
	{ "tbody", KIND_BLOCK },
	{ "thead", KIND_BLOCK },
	{ "title", KIND_RAW },
	{ "tr", KIND_BLOCK },
	{ "track", KIND_VOID },
	{ "ul", KIND_PARAGRAPH },
	{ "wbr", KIND_VOID },
};

static int
compare_element(const void *name, const void *element)
{
	return strcmp(name, ((const struct element *)element)->name);
}

int
element_kind(const char *name)
{
	const struct element *found = bsearch(name, elements,
		G_N_ELEMENTS(elements), sizeof *elements, compare_element);

	return found ? found->kind : 0;
}

static bool
is(const char *value, const char *word)
{
	return value && !strcmp(value, word);
}

static bool
has(const char *value, const char *word)
{
	return value && strstr(value, word);
}

static bool
ends(const char *value, const char *word)
{
	return value && g_str_has_suffix(value, word);
}

/* --- styles --- */

/* What the style says last about a property, up to the next ";" or the end;
 * NULL when nothing. */
static const char *
style_value(const char *style, const char *property)
{
	const char *found = NULL;
	size_t n = strlen(property);

	for (const char *p = style; p && (p = strstr(p, property)); p += n)
		if ((p == style || p[-1] == ';') && p[n] == ':')
			found = p + n + 1;
	return found;
}

static size_t
value_length(const char *value)
{
	return strcspn(value, ";");
}

static bool
value_has(const char *value, const char *word)
{
	const char *at = value ? strstr(value, word) : NULL;

	return at && (size_t)(at - value) < value_length(value);
}

/* A length of nothing: "0", "0px", "0.0pt". */
static bool
is_nothing(const char *value)
{
	char *end;

	if (!value || !g_ascii_isdigit(*value))
		return false;
	double length = g_ascii_strtod(value, &end);
	return length <= 0 && end <= value + value_length(value);
}

/* Too small to be read: nothing, or one pixel. */
static bool
is_tiny(const char *size)
{
	char *end;

	if (!size || !g_ascii_isdigit(*size))
		return false;
	double length = g_ascii_strtod(size, &end);
	return length <= 0 ||
		(length <= 1 &&
			(g_str_has_prefix(end, "px") ||
				g_str_has_prefix(end, "pt")));
}

static bool
is_drawn(const char *border)
{
	return border && !is_nothing(border) &&
		(value_has(border, "solid") || value_has(border, "dotted") ||
			value_has(border, "dashed") ||
			value_has(border, "double") ||
			value_has(border, "inset"));
}

/* side is the name of the property, line that of its style alone. */
static bool
has_side(const char *style, const char *side, const char *line)
{
	return has(style, side) &&
		(is_drawn(style_value(style, side)) ||
			is_drawn(style_value(style, line)));
}

/* A line down the left side alone; with one on the right it is a box. */
static bool
has_bar(const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];

	return has(style, "border") &&
		(has_side(style, "border-left", "border-left-style") ||
			has(style, "border-style:nonenonenonesolid")) &&
		!has_side(style, "border-right", "border-right-style");
}

bool
element_has_rule(const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];

	if (!strcmp(tag->name, "hr"))
		return true;
	return has(style, "border") &&
		(has_side(style, "border-top", "border-top-style") ||
			has(style, "border-style:solidnonenone")) &&
		!has_side(style, "border-left", "border-left-style");
}

static bool
is_hidden(const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];

	if (tag->hidden || !strcmp(tag->name, "template"))
		return true;
	return style &&
		(has(style, "display:none") ||
			has(style, "visibility:hidden") ||
			is_nothing(style_value(style, "opacity")) ||
			(has(style, "overflow:hidden") &&
				(is_nothing(style_value(style, "height")) ||
					is_nothing(style_value(
						style, "max-height")))));
}

/* Outlook makes each line a paragraph. */
bool
element_is_tight(const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];
	const char *all = style_value(style, "margin");

	return has(tag->at[A_CLASS], "mso") ||
		(all && *all == '0' &&
			strcspn(all, ";123456789") == value_length(all)) ||
		(is_nothing(style_value(style, "margin-top")) &&
			is_nothing(style_value(style, "margin-bottom")));
}

/* A picture that only reports that it was loaded. */
bool
element_is_pixel(const struct tag *tag)
{
	const char *width = tag->at[A_WIDTH], *height = tag->at[A_HEIGHT];

	return (width && atoi(width) <= 1) || (height && atoi(height) <= 1) ||
		is_hidden(tag);
}

/* --- names --- */

static bool
is_signature(const struct tag *tag)
{
	const char *class = tag->at[A_CLASS], *id = tag->at[A_ID];

	if (has(class, "gmail_signature_prefix"))
		return false; /* the mark; it speaks for itself */
	return has(class, "gmail_signature") || has(class, "moz-signature") ||
		has(class, "signature_block") || is(class, "signature") ||
		has(class, "io-ox-signature") || has(class, "bloop_sign") ||
		(has(class, "ydp") && ends(class, "signature")) ||
		has(id, "mobile-signature") || has(id, "applemailsignature") ||
		is(id, "signature") || ends(id, "x_signature") ||
		is(id, "composer_signature") ||
		is(tag->at[A_NAME], "messagesignaturesection");
}

static bool
is_header(const struct tag *tag)
{
	return has(tag->at[A_CLASS], "gmail_attr") ||
		has(tag->at[A_CLASS], "moz-cite-prefix") ||
		has(tag->at[A_CLASS], "moz-email-headers") ||
		is(tag->at[A_ID], "reply-intro") ||
		has(tag->at[A_MARKER], "__headers__");
}

/* Outlook draws a line above the header of a bare original, three points from
 * it; nobody else uses just that distance. */
static bool
is_cut(const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];

	return has(tag->at[A_ID], "divrplyfwdmsg") ||
		has(tag->at[A_CLASS], "outlookmessageheader") ||
		(!strcmp(tag->name, "div") && element_has_rule(tag) &&
			(has(style, "padding:3pt") ||
				has(style, "padding:3.0pt") ||
				has(style, "padding-top:3pt") ||
				has(style, "padding-top:3.0pt")));
}

/* Containers of a whole original that hold no blockquote of their own. */
static bool
is_original(const struct tag *tag)
{
	return has(tag->at[A_CLASS], "yahoo_quoted") ||
		has(tag->at[A_ID], "yahoo_quoted") ||
		(!strcmp(tag->name, "div") && is(tag->at[A_NAME], "quote"));
}

bool
element_announces(const struct tag *tag)
{
	const char *id = tag->at[A_ID];

	return has(id, "appendonsend") || is(id, "stopspelling") ||
		is(id, "zwchr") || has(id, "olk_src_body_section") ||
		has(id, "mail-editor-reference-message-container");
}

/* A colon at the end, and a date, a time or an address before it: "see my notes
 * below:" introduces something else. */
static bool
is_attribution(const char *text)
{
	return (g_str_has_suffix(text, ":") || g_str_has_suffix(text, "：")) &&
		strpbrk(text, "0123456789@");
}

/* The line above is an attribution, or a separator of dashes. */
static bool
stands_below_attribution(const struct page *page)
{
	for (size_t i = page->lines->n; i-- > 0;) {
		const struct body_line *line = &page->lines->at[i];

		if (!*line->text)
			continue;
		if (line->mark == MARK_HEADER || line->mark == MARK_CUT)
			return true;
		return strnlen(line->text, ATTRIBUTION + 1) <= ATTRIBUTION &&
			(is_attribution(line->text) ||
				g_str_has_suffix(line->text, "--"));
	}
	return false;
}

/* A blockquote may be what the button for indenting makes. Gmail and Apple
 * then write that there is no border; in a cell of a table it is layout. */
static enum meaning
blockquote_meaning(const struct page *page, const struct tag *tag)
{
	const char *style = tag->at[A_STYLE];

	if (is(tag->at[A_TYPE], "cite") || tag->at[A_CITE] || has_bar(tag) ||
		has(tag->at[A_CLASS], "quote") ||
		has(tag->at[A_CLASS], "cite") || tag->at[A_ID] ||
		stands_below_attribution(page))
		return MEANS_QUOTE;
	if (has(style, "border:none") || has(style, "border:0") || page->cells)
		return MEANS_NOTHING;
	return MEANS_LOOSE;
}

static bool
is_bold(const struct tag *tag)
{
	const char *weight = style_value(tag->at[A_STYLE], "font-weight");

	if (!weight)
		return !strcmp(tag->name, "b") || !strcmp(tag->name, "strong");
	return g_str_has_prefix(weight, "bold") || *weight >= '6';
}

enum meaning
element_meaning(const struct page *page, const struct tag *tag)
{
	const char *size = style_value(tag->at[A_STYLE], "font-size");
	bool block = tag->kind & KIND_FRAME;

	if (is_hidden(tag))
		return MEANS_HIDDEN;
	if (!strcmp(tag->name, "blockquote"))
		return blockquote_meaning(page, tag);
	if (is_original(tag) || (block && has_bar(tag)))
		return MEANS_QUOTE;
	if (is_cut(tag))
		return MEANS_CUT;
	if (is_header(tag))
		return MEANS_HEADER;
	if (is_signature(tag))
		return MEANS_SIGNATURE;
	if (size && is_tiny(size))
		return MEANS_TINY;
	if (size && page->tiny)
		return MEANS_SIZED;
	if (block && has(tag->at[A_STYLE], "white-space:pre"))
		return MEANS_PRE;
	return is_bold(tag) ? MEANS_BOLD : MEANS_NOTHING;
}
