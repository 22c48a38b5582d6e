/* HTML to lines in one pass. There is no tree and no stack of elements: only
 * the few elements that matter (quotations, signatures, hidden ones) are
 * remembered, each counting the tags of its own name until it closes, so that
 * neither depth nor broken nesting can hurt us. */
#include <glib.h>
#include <string.h>

#include "read/body.h"

#define SCOPES_MOST 64
#define LISTS_MOST  32
#define TAG_QUOTED  2048 /* a ">" inside quotes is looked for that far */
#define ATTRIBUTES  200  /* looked at per tag */
#define DEPTH_MOST  40

enum scope_kind {
	SCOPE_QUOTE,
	SCOPE_HIDDEN,
	SCOPE_HEADER,
	SCOPE_CUT,
	SCOPE_SIGNATURE
};

struct scope {
	char name[16];
	enum scope_kind kind;
	size_t inner; /* tags of that name open inside it */
};

struct tag {
	char name[16];
	bool close;
	const char *class, *id, *style, *alt, *start; /* lower case or NULL */
	bool hidden;
};

struct page {
	struct pool *pool;
	struct body_line_list *lines;
	GString *line;
	bool space, blank; /* owed before the next character, next line */
	int depth, hidden, header, cut, signature, pre;
	struct scope scopes[SCOPES_MOST];
	size_t n_scopes;
	int lists[LISTS_MOST]; /* next number, -1 for bullets */
	size_t n_lists;
	size_t size;
	const char *end, *last_gt;
	bool no_comment_end, no_raw_end;
};

static enum body_mark
page_mark(const struct page *page)
{
	if (page->cut)
		return MARK_CUT;
	if (page->header)
		return MARK_HEADER;
	return page->signature ? MARK_SIGNATURE : MARK_NONE;
}

static void
add_line(struct page *page, const char *text)
{
	if (page->lines->n >= BODY_LINES_MOST)
		return;
	struct body_line *line = LIST_ADD(page->pool, page->lines);
	line->text = pool_strdup(page->pool, text);
	line->depth = CLAMP(page->depth, 0, DEPTH_MOST);
	line->mark = page_mark(page);
}

/* A blank line between two depths belongs to the lower one. */
static void
add_blank(struct page *page)
{
	int before = page->lines->at[page->lines->n - 1].depth;

	add_line(page, "");
	struct body_line *line = &page->lines->at[page->lines->n - 1];
	if (!*line->text)
		line->depth = MIN(line->depth, before);
}

/* End the line if it holds anything. */
static void
line_end(struct page *page)
{
	page->space = false;
	if (!page->line->len)
		return;
	if (page->blank && page->lines->n)
		add_blank(page);
	page->blank = false;
	add_line(page, page->line->str);
	g_string_truncate(page->line, 0);
}

static void
paragraph(struct page *page)
{
	line_end(page);
	page->blank = true;
}

/* <br> always ends a line, even an empty one. */
static void
line_break(struct page *page)
{
	if (page->hidden)
		return;
	if (page->line->len)
		line_end(page);
	else
		page->blank = true;
}

static void
put(struct page *page, gunichar c)
{
	bool blank =
		c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0;

	if (page->hidden || page->size > BODY_BYTES_MOST)
		return;
	if (page->pre && c == '\n') {
		line_break(page);
	} else if (blank && !page->pre) {
		page->space = page->line->len > 0;
	} else if (c != 0xad && c != 0x200b && c != 0xfeff && c != '\r') {
		if (page->space)
			g_string_append_c(page->line, ' ');
		page->space = false;
		gsize before = page->line->len;
		g_string_append_unichar(page->line, c);
		page->size += page->line->len - before;
	}
}

static void
put_text(struct page *page, const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		put(page, g_utf8_get_char(text));
}

static bool
is_one_of(const char *name, const char *list)
{
	char padded[20];

	g_snprintf(padded, sizeof padded, " %s ", name);
	return strstr(list, padded) != NULL;
}

/* --- elements worth remembering --- */

static void
scope_count(struct page *page, enum scope_kind kind, int by)
{
	switch (kind) {
	case SCOPE_QUOTE:
		page->depth += by;
		break;
	case SCOPE_HIDDEN:
		page->hidden += by;
		break;
	case SCOPE_HEADER:
		page->header += by;
		break;
	case SCOPE_CUT:
		page->cut += by;
		break;
	case SCOPE_SIGNATURE:
		page->signature += by;
		break;
	}
}

static void
scope_open(struct page *page, const char *name, enum scope_kind kind)
{
	if (page->n_scopes == SCOPES_MOST)
		return;
	struct scope *scope = &page->scopes[page->n_scopes++];
	g_strlcpy(scope->name, name, sizeof scope->name);
	scope->kind = kind;
	scope->inner = 0;
	scope_count(page, kind, 1);
}

/* The innermost remembered element of that name, as its number from 1. */
static size_t
scope_find(const struct page *page, const char *name)
{
	size_t i = page->n_scopes;

	while (i && strcmp(page->scopes[i - 1].name, name))
		i--;
	return i;
}

static void
scope_close(struct page *page, const char *name)
{
	size_t at = scope_find(page, name);

	if (!at)
		return;
	if (page->scopes[at - 1].inner) {
		page->scopes[at - 1].inner--;
		return;
	}
	line_end(page);
	while (page->n_scopes >= at)
		scope_count(page, page->scopes[--page->n_scopes].kind, -1);
}

static bool
has(const char *haystack, const char *needle)
{
	return haystack && strstr(haystack, needle);
}

static bool
is_hidden(const struct tag *tag)
{
	return tag->hidden || has(tag->style, "display:none") ||
		has(tag->style, "visibility:hidden") ||
		has(tag->style, "mso-hide:all") ||
		has(tag->style, "font-size:0;") ||
		has(tag->style, "font-size:0px") ||
		is_one_of(tag->name, " script style title template ");
}

static bool
is_signature(const struct tag *tag)
{
	return has(tag->class, "gmail_signature") ||
		has(tag->class, "moz-signature") ||
		has(tag->class, "signature_block") ||
		has(tag->id, "mobile-signature") ||
		has(tag->id, "applemailsignature");
}

/* Outlook draws a line above the header of a bare original. */
static bool
is_cut(const struct tag *tag)
{
	return has(tag->id, "divrplyfwdmsg") ||
		has(tag->class, "outlookmessageheader") ||
		(has(tag->style, "border-top:solid") &&
			has(tag->style, "padding:3.0pt"));
}

static void
scope_start(struct page *page, const struct tag *tag)
{
	size_t at = scope_find(page, tag->name);

	if (is_hidden(tag)) {
		scope_open(page, tag->name, SCOPE_HIDDEN);
	} else if (!strcmp(tag->name, "blockquote") ||
		has(tag->style, "border-left:solid") ||
		has(tag->class, "yahoo_quoted")) {
		line_end(page);
		scope_open(page, tag->name, SCOPE_QUOTE);
	} else if (is_cut(tag)) {
		line_end(page);
		scope_open(page, tag->name, SCOPE_CUT);
	} else if (has(tag->class, "gmail_attr") ||
		has(tag->class, "moz-cite-prefix")) {
		line_end(page);
		scope_open(page, tag->name, SCOPE_HEADER);
	} else if (is_signature(tag)) {
		line_end(page);
		scope_open(page, tag->name, SCOPE_SIGNATURE);
	} else if (at) {
		page->scopes[at - 1].inner++;
	}
}

/* --- tags --- */

/* A copy in lower case without blanks, so that styles compare. */
static char *
squeezed(struct pool *pool, const char *at, size_t len)
{
	char *copy = pool_strndup(pool, at, MIN(len, 2000)), *to = copy;

	for (const char *from = copy; *from; from++)
		if (*from != ' ' && *from != '\n' && *from != '\r')
			*to++ = g_ascii_tolower(*from);
	*to = '\0';
	return copy;
}

static void
tag_attribute(struct page *page, struct tag *tag, const char *name, size_t n,
	const char *value, size_t len)
{
	static const char *const names[] = { "class", "id", "style", "start",
		"value" };
	const char **const to[] = { &tag->class, &tag->id, &tag->style,
		&tag->start, &tag->start };

	if (n == 6 && !g_ascii_strncasecmp(name, "hidden", 6))
		tag->hidden = true;
	if (n == 3 && !g_ascii_strncasecmp(name, "alt", 3) && len <= 32)
		tag->alt = pool_strndup(page->pool, value, len);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == n &&
			!g_ascii_strncasecmp(name, names[i], n))
			*to[i] = squeezed(page->pool, value, len);
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (g_ascii_isspace(*p) || *p == '/'))
		p++;
	return p;
}

static void
tag_attributes(
	struct page *page, struct tag *tag, const char *p, const char *end)
{
	for (int i = 0; p < end && i < ATTRIBUTES; i++) {
		const char *name = p = skip_blanks(p, end);
		const char *value = "";
		size_t len = 0;

		while (p < end && !g_ascii_isspace(*p) && *p != '=')
			p++;
		size_t n = (size_t)(p - name);
		while (p < end && g_ascii_isspace(*p))
			p++;
		if (p < end && *p == '=') {
			p++;
			while (p < end && g_ascii_isspace(*p))
				p++;
			char quote =
				p < end && (*p == '"' || *p == '\'') ? *p : 0;
			value = p += quote != 0;
			while (p < end &&
				(quote ? *p != quote : !g_ascii_isspace(*p)))
				p++;
			len = (size_t)(p - value);
			p += quote && p < end;
		}
		if (n)
			tag_attribute(page, tag, name, n, value, len);
		else if (p < end)
			p++;
	}
}

/* The ">" that ends the tag at p; a quoted ">" does not, if the quotes end
 * soon. NULL: there is none. */
static const char *
tag_end(const struct page *page, const char *p)
{
	const char *limit = MIN(page->end, p + TAG_QUOTED);
	char quote = 0;

	if (p > page->last_gt)
		return NULL;
	for (const char *q = p; q < limit; q++) {
		if (quote)
			quote = *q == quote ? 0 : quote;
		else if ((*q == '"' || *q == '\'') && q[-1] == '=')
			quote = *q;
		else if (*q == '>')
			return q;
	}
	return memchr(p, '>', (size_t)(page->end - p));
}

static void
list_item(struct page *page, const struct tag *tag)
{
	char number[24] = "- ";
	int *next = page->n_lists ? &page->lists[page->n_lists - 1] : NULL;

	line_end(page);
	if (next && *next >= 0) {
		if (tag->start && g_ascii_isdigit(*tag->start))
			*next = (int)(g_ascii_strtoull(tag->start, NULL, 10) %
				10000);
		g_snprintf(number, sizeof number, "%d. ", (*next)++);
	}
	put_text(page, number);
	page->space = page->line->len > 0;
}

static void
list_open(struct page *page, const struct tag *tag)
{
	int first = tag->start && g_ascii_isdigit(*tag->start)
		? (int)(g_ascii_strtoull(tag->start, NULL, 10) % 10000)
		: 1;

	paragraph(page);
	if (page->n_lists < LISTS_MOST)
		page->lists[page->n_lists++] =
			strcmp(tag->name, "ol") ? -1 : first;
}

static const char blocks[] =
	" div table tr section article header footer address dl dt dd form "
	"center body html main nav tbody thead hr fieldset ";
static const char paragraphs[] = " p h1 h2 h3 h4 h5 h6 blockquote ul ol pre ";
static const char voids[] =
	" br hr img input meta link wbr col area base embed source track ";

static void
tag_open(struct page *page, const struct tag *tag)
{
	const char *name = tag->name;

	if (!strcmp(name, "br"))
		line_break(page);
	else if (!strcmp(name, "li"))
		list_item(page, tag);
	else if (!strcmp(name, "ul") || !strcmp(name, "ol"))
		list_open(page, tag);
	else if (!strcmp(name, "p") && has(tag->class, "mso"))
		line_end(page);
	else if (is_one_of(name, paragraphs))
		paragraph(page);
	else if (is_one_of(name, blocks))
		line_end(page);
	else if (!strcmp(name, "td") || !strcmp(name, "th"))
		page->space = page->line->len > 0;
	else if (!strcmp(name, "img") && tag->alt &&
		!g_str_is_ascii(tag->alt)) /* a picture of an emoji */
		put_text(page, tag->alt);
	page->pre += !strcmp(name, "pre");
	if (!is_one_of(name, voids))
		scope_start(page, tag);
}

static void
tag_close(struct page *page, const struct tag *tag)
{
	if (is_one_of(tag->name, paragraphs))
		paragraph(page);
	else if (is_one_of(tag->name, blocks) || !strcmp(tag->name, "li"))
		line_end(page);
	if (!strcmp(tag->name, "ul") || !strcmp(tag->name, "ol"))
		page->n_lists -= page->n_lists > 0;
	if (!strcmp(tag->name, "pre"))
		page->pre -= page->pre > 0;
	scope_close(page, tag->name);
}

/* A comment or a declaration at p ("<!"); returns what follows it. */
static const char *
skip_comment(struct page *page, const char *p)
{
	const char *end = NULL;

	if (!strncmp(p, "<!--", 4) && !page->no_comment_end) {
		end = strstr(p + 4, "-->");
		page->no_comment_end = !end;
		if (end)
			return end + 3;
	}
	end = tag_end(page, p + 2);
	return end ? end + 1 : NULL;
}

/* Behind the end of <script> or <style>, whose content is no mark-up. */
static const char *
skip_raw(struct page *page, const struct tag *tag, const char *p)
{
	size_t n = strlen(tag->name);

	if (page->no_raw_end)
		return p;
	for (const char *at = p; (at = strstr(at, "</")); at += 2)
		if (!g_ascii_strncasecmp(at + 2, tag->name, n))
			return at;
	page->no_raw_end = true;
	return p;
}

/* A tag at p ("<"); returns what follows it, NULL when it is only a sign. */
static const char *
read_tag(struct page *page, const char *p)
{
	struct tag tag = { .close = p[1] == '/' };
	const char *name = p + 1 + tag.close;
	size_t n = 0;

	if (p[1] == '!' || p[1] == '?')
		return skip_comment(page, p);
	while (g_ascii_isalnum(name[n]))
		n++;
	const char *end = n ? tag_end(page, name + n) : NULL;
	if (!end || !g_ascii_isalpha(*name))
		return NULL;
	for (size_t i = 0; i < MIN(n, sizeof tag.name - 1); i++)
		tag.name[i] = g_ascii_tolower(name[i]);
	if (tag.close) {
		tag_close(page, &tag);
		return end + 1;
	}
	tag_attributes(page, &tag, name + n, end);
	tag_open(page, &tag);
	if (!strcmp(tag.name, "script") || !strcmp(tag.name, "style"))
		return skip_raw(page, &tag, end + 1);
	return end + 1;
}

static void
read_page(struct page *page, const char *html)
{
	page->end = html + strlen(html);
	page->last_gt = strrchr(html, '>');
	if (!page->last_gt)
		page->last_gt = html;
	for (const char *p = html; p < page->end;) {
		const char *next = *p == '<' ? read_tag(page, p) : NULL;
		gunichar c = 0;

		if (!next && *p == '&') {
			c = html_entity(p + 1, &next);
			if (c)
				put(page, c);
		}
		if (!next) {
			put(page, g_utf8_get_char(p));
			next = g_utf8_next_char(p);
		}
		p = next;
	}
	line_end(page);
}

static bool
has_letters(const struct body_line_list *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		for (const char *p = lines->at[i].text; *p;
			p = g_utf8_next_char(p))
			if (g_unichar_isalnum(g_utf8_get_char(p)))
				return true;
	return false;
}

/* The last resort: everything outside < and >. */
static struct body_line_list
strip_tags(struct pool *pool, const char *html)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*html && out->len < BODY_BYTES_MOST) {
		size_t n = strcspn(html, "<");

		g_string_append_len(out, html, (gssize)n);
		html += n + strcspn(html + n, ">");
		if (*html)
			html++;
		g_string_append_c(out, ' ');
	}
	return body_plain(pool, g_strstrip(out->str), false, false);
}

struct body_line_list
html_lines(struct pool *pool, const char *html)
{
	struct body_line_list lines = { 0 };
	g_autoptr(GString) line = g_string_new(NULL);
	struct page page = { .pool = pool, .lines = &lines, .line = line };

	read_page(&page, html);
	if (!has_letters(&lines)) {
		struct body_line_list all = strip_tags(pool, html);

		if (has_letters(&all))
			return all;
	}
	return lines;
}
