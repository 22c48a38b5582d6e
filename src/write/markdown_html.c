/* Markdown as HTML for mail programs. Every style is inline, because many
 * drop style sheets; text and ground keep the reader's own colours, light or
 * dark; the width gives way on a phone and stops at 600 pixels. Numbered
 * lists are written as paragraphs with the number in them: a list's own
 * number is lost as soon as somebody quotes it. */
#include "write/markdown.h"

#include <string.h>

#include "write/md.h"

#define GREY   "#767676" /* readable on white and on black */
#define ACCENT "#3d7ab8"
#define FONT                                                           \
 "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial," \
 "sans-serif"

struct html {
	GString *out;
	bool footer;
	bool table;
	int images;      /* inside a picture: only its words are kept */
	GArray *numbers; /* unsigned: next number of each ordered list; 0 in
			    a bulleted one */
};

static void
append_escaped(GString *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		switch (text[i]) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		case '\'':
			g_string_append(out, "&#39;");
			break;
		default:
			g_string_append_c(out, text[i]);
		}
}

static void
enter_item(struct html *h)
{
	unsigned *number =
		&g_array_index(h->numbers, unsigned, h->numbers->len - 1);

	if (*number)
		g_string_append_printf(h->out,
			"<div style=\"margin:0 0 8px 0\">%u. ", (*number)++);
	else
		g_string_append(h->out, "<li style=\"margin:0 0 6px 0\">");
}

static void
leave_item(struct html *h)
{
	bool numbered =
		g_array_index(h->numbers, unsigned, h->numbers->len - 1) > 0;

	g_string_append(h->out, numbered ? "</div>\n" : "</li>\n");
}

static void
enter_list(struct html *h, unsigned start)
{
	g_array_append_val(h->numbers, start);
	g_string_append(h->out,
		start ? "<div style=\"margin:0 0 14px 0\">\n"
		      : "<ul style=\"margin:0 0 14px 0;padding:0 0 0 "
			"20px\">\n");
}

static void
leave_list(struct html *h)
{
	bool numbered =
		g_array_index(h->numbers, unsigned, h->numbers->len - 1) > 0;

	g_array_set_size(h->numbers, h->numbers->len - 1);
	g_string_append(h->out, numbered ? "</div>\n" : "</ul>\n");
}

static const char *
alignment(MD_ALIGN align)
{
	return align == MD_ALIGN_RIGHT     ? "right"
		: align == MD_ALIGN_CENTER ? "center"
					   : "left";
}

static void
enter_cell(struct html *h, const char *tag, const MD_BLOCK_TD_DETAIL *cell)
{
	g_string_append_printf(h->out,
		"<%s align=\"%s\" style=\"padding:4px 12px 4px 0;"
		"border-bottom:1px solid #bbbbbb;vertical-align:top%s\">",
		tag, alignment(cell->align),
		/* a figure is one word, also on a phone */
		cell->align == MD_ALIGN_RIGHT ? ";white-space:nowrap" : "");
}

static void
enter_heading(struct html *h, unsigned level)
{
	g_string_append_printf(h->out,
		"<h%u style=\"margin:%s 0 10px 0;font-size:%s;"
		"line-height:1.3\">",
		level, level == 1 ? "0" : "24px",
		level == 1           ? "22px"
			: level == 2 ? "18px"
				     : "16px");
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *closure)
{
	struct html *h = closure;

	switch (type) {
	case MD_BLOCK_QUOTE:
		g_string_append(h->out,
			"<blockquote style=\"margin:0 0 14px 0;padding:0 0 0 "
			"12px;border-left:3px solid #bbbbbb\">\n");
		break;
	case MD_BLOCK_UL:
		enter_list(h, 0);
		break;
	case MD_BLOCK_OL: {
		unsigned start = ((MD_BLOCK_OL_DETAIL *)detail)->start;

		enter_list(h, start ? start : 1);
		break;
	}
	case MD_BLOCK_LI:
		enter_item(h);
		break;
	case MD_BLOCK_HR:
		g_string_append(h->out,
			"<hr style=\"border:0;border-top:1px solid #bbbbbb;"
			"margin:20px 0\">\n");
		break;
	case MD_BLOCK_H:
		enter_heading(h, ((MD_BLOCK_H_DETAIL *)detail)->level);
		break;
	case MD_BLOCK_CODE:
		g_string_append(h->out,
			"<pre style=\"margin:0 0 14px 0;font-size:14px;"
			"white-space:pre-wrap\">");
		break;
	case MD_BLOCK_P:
		g_string_append(h->out,
			h->footer ? "<p style=\"margin:0 0 6px 0\">"
				  : "<p style=\"margin:0 0 14px 0\">");
		break;
	case MD_BLOCK_TABLE:
		h->table = true;
		g_string_append(h->out,
			"<table cellpadding=\"0\" cellspacing=\"0\" "
			"border=\"0\" style=\"border-collapse:collapse;"
			"margin:0 0 14px 0;font-size:15px\">\n");
		break;
	case MD_BLOCK_TR:
		g_string_append(h->out, "<tr>");
		break;
	case MD_BLOCK_TH:
		enter_cell(h, "th", detail);
		break;
	case MD_BLOCK_TD:
		enter_cell(h, "td", detail);
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HTML:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		break;
	}
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *closure)
{
	struct html *h = closure;

	switch (type) {
	case MD_BLOCK_QUOTE:
		g_string_append(h->out, "</blockquote>\n");
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		leave_list(h);
		break;
	case MD_BLOCK_LI:
		leave_item(h);
		break;
	case MD_BLOCK_H:
		g_string_append_printf(h->out, "</h%u>\n",
			((MD_BLOCK_H_DETAIL *)detail)->level);
		break;
	case MD_BLOCK_CODE:
		g_string_append(h->out, "</pre>\n");
		break;
	case MD_BLOCK_P:
		g_string_append(h->out, "</p>\n");
		break;
	case MD_BLOCK_TABLE:
		h->table = false;
		g_string_append(h->out, "</table>\n");
		break;
	case MD_BLOCK_TR:
		g_string_append(h->out, "</tr>\n");
		break;
	case MD_BLOCK_TH:
		g_string_append(h->out, "</th>");
		break;
	case MD_BLOCK_TD:
		g_string_append(h->out, "</td>");
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_HTML:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		break;
	}
	return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *closure)
{
	struct html *h = closure;

	h->images += type == MD_SPAN_IMG;
	if (h->images)
		return 0;
	if (type == MD_SPAN_EM)
		g_string_append(h->out, "<em>");
	else if (type == MD_SPAN_STRONG)
		g_string_append(h->out, "<strong>");
	else if (type == MD_SPAN_CODE)
		/* In a table it is a bar: twenty cells must fit a phone. */
		g_string_append_printf(h->out,
			"<span style=\"font-family:Menlo,Consolas,monospace;"
			"font-size:%s;color:" ACCENT "\">",
			h->table ? "10px;white-space:nowrap" : "14px");
	else if (type == MD_SPAN_A) {
		const MD_ATTRIBUTE *href = &((MD_SPAN_A_DETAIL *)detail)->href;

		g_string_append(h->out, "<a");
		if (md_link_allowed(href)) {
			g_string_append(h->out, " href=\"");
			append_escaped(h->out, href->text, href->size);
			g_string_append_c(h->out, '"');
		}
		g_string_append_c(h->out, '>');
	}
	return 0;
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *closure)
{
	struct html *h = closure;

	(void)detail;
	if (type == MD_SPAN_IMG)
		h->images--;
	else if (h->images)
		return 0;
	else if (type == MD_SPAN_EM)
		g_string_append(h->out, "</em>");
	else if (type == MD_SPAN_STRONG)
		g_string_append(h->out, "</strong>");
	else if (type == MD_SPAN_CODE)
		g_string_append(h->out, "</span>");
	else if (type == MD_SPAN_A)
		g_string_append(h->out, "</a>");
	return 0;
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *closure)
{
	struct html *h = closure;
	g_autoptr(GString) decoded = NULL;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		g_string_append(h->out, "\xef\xbf\xbd");
		break;
	case MD_TEXT_BR:
		g_string_append(h->out, "<br>\n");
		break;
	case MD_TEXT_SOFTBR:
		g_string_append_c(h->out, '\n');
		break;
	case MD_TEXT_ENTITY:
		decoded = g_string_new(NULL);
		md_append_entity(decoded, text, size);
		append_escaped(h->out, decoded->str, decoded->len);
		break;
	case MD_TEXT_NORMAL:
	case MD_TEXT_CODE:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH:
		append_escaped(h->out, text, size);
		break;
	}
	return 0;
}

static void
append_markdown(GString *out, const char *markdown, bool footer)
{
	static const MD_PARSER parser = { .flags = MD_FLAGS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = on_text };
	g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(unsigned));
	struct html h = { .out = out, .footer = footer, .numbers = numbers };

	if (md_parse(markdown, (MD_SIZE)strlen(markdown), &parser, &h))
		g_error("out of memory while printing a mail");
}

static void
append_head(GString *out, const char *language, const char *title,
	const char *preheader)
{
	g_string_append(out, "<!DOCTYPE html>\n<html lang=\"");
	append_escaped(out, language, strlen(language));
	g_string_append(out,
		"\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<meta name=\"supported-color-schemes\" content=\"light "
		"dark\">\n<title>");
	append_escaped(out, title, strlen(title));
	g_string_append(out,
		"</title>\n</head>\n<body style=\"margin:0;padding:0\">\n");
	if (!*preheader)
		return;
	g_string_append(out,
		"<div style=\"display:none;max-height:0;overflow:hidden\">");
	append_escaped(out, preheader, strlen(preheader));
	g_string_append(out, "</div>\n");
}

char *
markdown_html(struct pool *pool, const char *language, const char *title,
	const char *preheader, const char *markdown, const char *footer)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_head(out, language, title, preheader);
	g_string_append(out,
		"<!--[if mso]><table role=\"presentation\" width=\"600\">"
		"<tr><td><![endif]-->\n"
		"<table role=\"presentation\" width=\"100%\" "
		"cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
		"style=\"max-width:600px\">\n"
		"<tr><td style=\"padding:16px;font-family:" FONT
		";font-size:16px;line-height:1.5\">\n");
	append_markdown(out, markdown, false);
	if (footer) {
		g_string_append(out,
			"<div style=\"margin:28px 0 0 0;padding:12px 0 0 0;"
			"border-top:1px solid #bbbbbb;font-size:13px;"
			"color:" GREY "\">\n");
		append_markdown(out, footer, true);
		g_string_append(out, "</div>\n");
	}
	g_string_append(out,
		"</td></tr>\n</table>\n"
		"<!--[if mso]></td></tr></table><![endif]-->\n"
		"</body>\n</html>\n");
	return pool_strdup(pool, out->str);
}
