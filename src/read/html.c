/* HTML to lines in one pass. There is no tree and no stack of elements: only
 * the few elements that matter (quotations, signatures, hidden ones) are
 * remembered, each counting the tags of its own name until it closes, so that
 * neither depth nor broken nesting can hurt us. */
#include <string.h>

#include "read/page.h"

#define DEPTH_MOST 40

/* --- lines --- */

/* Behind the signature mark stands a blank (RFC 3676 4.3). In plain text it
 * is often lost on the way, in HTML it never is. */
static bool
is_bare_dash(const struct page *page)
{
	const char *text = page->line->str;

	return !page->space &&
		(!strcmp(text, "--") || !strcmp(text, "\xe2\x80\x94"));
}

static enum body_mark
page_mark(const struct page *page)
{
	if (page->cut || page->cut_next)
		return page->depth ? MARK_NONE : MARK_CUT;
	if (page->header || page->attribution)
		return MARK_HEADER;
	if (page->signature)
		return MARK_SIGNATURE;
	return is_bare_dash(page) ? MARK_DASH : MARK_NONE;
}

static void
add_line(struct page *page, const char *text, enum body_mark mark)
{
	if (page->lines->n >= BODY_LINES_MOST)
		return;
	struct body_line *line = LIST_ADD(page->pool, page->lines);
	line->text = pool_strdup(page->pool, text);
	line->depth = CLAMP(page->depth, 0, DEPTH_MOST);
	line->mark = mark;
	*LIST_ADD(page->pool, &page->hints) = page->hint;
}

/* A blank line between two depths belongs to the lower one. */
static void
add_blank(struct page *page)
{
	int before = page->lines->at[page->lines->n - 1].depth;
	struct hint hint = page->hint;

	page->hint = (struct hint){ 0 };
	if (page->lines->n < BODY_LINES_MOST) {
		add_line(page, "", MARK_NONE);
		struct body_line *line = &page->lines->at[page->lines->n - 1];
		line->depth = MIN(line->depth, before);
	}
	page->hint = hint;
}

/* Text goes on behind a quotation of which nothing said that it is one: it was
 * only indented. What begins or ends as attributions do stays a quotation. */
static void
undo_loose(struct page *page)
{
	size_t till = MIN(page->loose.till, page->lines->n);
	size_t i = page->loose.from;

	page->loose.open = false;
	while (i < till && !*page->lines->at[i].text)
		i++;
	if (i == till || *page->lines->at[i].text == '>' ||
		g_str_has_suffix(page->lines->at[i].text, ":"))
		return;
	for (; i < till; i++)
		page->lines->at[i].depth -= page->lines->at[i].depth > 0;
}

/* End the line if it holds anything. */
void
page_line_end(struct page *page)
{
	if (page->line->len) {
		if (page->blank && page->lines->n)
			add_blank(page);
		page->blank = false;
		add_line(page, page->line->str, page_mark(page));
		g_string_truncate(page->line, 0);
		page->hint = (struct hint){ 0 };
		page->cut_next = page->attribution = false;
	}
	page->space = false;
	page->maybe_label = true;
}

static void
paragraph(struct page *page)
{
	page_line_end(page);
	if (!*page->marker)
		page->blank = true;
}

/* <br> always ends a line, even an empty one. */
static void
line_break(struct page *page)
{
	if (page->line->len)
		page_line_end(page);
	else if (!*page->marker)
		page->blank = true;
}

/* --- characters --- */

static bool
is_shown(const struct page *page)
{
	return page->show_all || (!page->hidden && !page->tiny);
}

/* What is owed before the next character that is seen. */
static void
begin(struct page *page, const char *text, size_t n)
{
	if (page->loose.open)
		undo_loose(page);
	if (page->maybe_label) {
		page->hint.label = page->bold && memchr(text, ':', n);
		page->maybe_label = page->bold && !page->hint.label;
	}
	if (*page->marker)
		g_string_append(page->line, page->marker);
	else if (page->space)
		g_string_append_c(page->line, ' ');
	*page->marker = '\0';
	page->space = false;
}

/* n bytes without blanks and controls. */
static void
put_word(struct page *page, const char *text, size_t n)
{
	page->dropped |= !is_shown(page);
	if (!is_shown(page) || page->size > BODY_BYTES_MOST)
		return;
	begin(page, text, n);
	g_string_append_len(page->line, text, (gssize)n);
	page->size += n;
}

static bool
is_blank(gunichar c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0;
}

/* Soft hyphens and marks that have no width, which newsletters are full of. */
static bool
is_invisible(gunichar c)
{
	return c == 0xad || c == 0x200b || c == 0xfeff || c == 0x34f ||
		c == '\r';
}

static void
put(struct page *page, gunichar c)
{
	char bytes[6];

	if (page->pre && c == '\n' && is_shown(page))
		line_break(page);
	else if (is_blank(c) && (!page->pre || c == '\n'))
		page->space |= page->line->len > 0 && is_shown(page);
	else if (!is_invisible(c))
		put_word(page, bytes, (size_t)g_unichar_to_utf8(c, bytes));
}

/* --- lists --- */

static void
list_item(struct page *page, const struct tag *tag)
{
	const char *start = tag->at[A_START];
	size_t at = page->n_lists - 1;

	page_line_end(page);
	if (!is_shown(page))
		return;
	if (!page->n_lists || page->lists[at] < 0) {
		g_strlcpy(page->marker, "- ", sizeof page->marker);
		return;
	}
	if (start && g_ascii_isdigit(*start))
		page->lists[at] =
			(int)(g_ascii_strtoull(start, NULL, 10) % 10000);
	int n = page->lists[at]++;
	if (page->letters[at] && n >= 1 && n <= 26)
		g_snprintf(
			page->marker, sizeof page->marker, "%c. ", 'a' + n - 1);
	else
		g_snprintf(page->marker, sizeof page->marker, "%d. ", n);
}

static void
list_open(struct page *page, const struct tag *tag)
{
	const char *start = tag->at[A_START], *type = tag->at[A_TYPE];
	int first = start && g_ascii_isdigit(*start)
		? (int)(g_ascii_strtoull(start, NULL, 10) % 10000)
		: 1;

	paragraph(page);
	if (page->n_lists == LISTS_MOST)
		return;
	page->lists[page->n_lists] = strcmp(tag->name, "ol") ? -1 : first;
	page->letters[page->n_lists++] = type && !strcmp(type, "a");
}

/* --- tags --- */

/* Blocks opened and closed behind a loose quotation: when more are closed, its
 * own surroundings have ended with it, as they do behind what a client adds. */
static void
count_block(struct page *page, int by)
{
	page->loose.level += by;
	if (page->loose.level < 0)
		page->loose.open = false;
}

static void
void_tag(struct page *page, const struct tag *tag)
{
	const char *type = tag->at[A_TYPE], *alt = tag->at[A_ALT];

	if (!strcmp(tag->name, "br")) {
		page->attribution |= type && !strcmp(type, "attribution");
		if (is_shown(page))
			line_break(page);
	} else if (!strcmp(tag->name, "hr")) {
		page_line_end(page);
	} else if (!strcmp(tag->name, "img") && is_shown(page) &&
		!element_is_pixel(tag)) {
		if (page->loose.open)
			undo_loose(page);
		if (alt && strlen(alt) <= 32 && !g_str_is_ascii(alt) &&
			g_utf8_validate(alt, -1, NULL))
			for (; *alt; alt = g_utf8_next_char(alt))
				put(page, g_utf8_get_char(alt)); /* an emoji */
	}
}

/* A paragraph without space around it is a line; empty, it is a blank one. */
static void
tight_open(struct page *page)
{
	page_line_end(page);
	page->tight = true;
	page->tight_from = page->lines->n;
}

static void
tight_close(struct page *page)
{
	bool empty = !page->line->len && page->lines->n == page->tight_from;

	page_line_end(page);
	page->blank |= empty && !*page->marker;
	page->tight = false;
}

static void
block_tag(struct page *page, const struct tag *tag)
{
	const char *name = tag->name;

	/* A block ends the paragraph that nobody closed. */
	if (page->n_scopes &&
		!strcmp(page->scopes[page->n_scopes - 1].name, "p"))
		scope_leave(page);
	count_block(page, 1);
	if (!strcmp(name, "li"))
		list_item(page, tag);
	else if (!strcmp(name, "ul") || !strcmp(name, "ol"))
		list_open(page, tag);
	else if (!(tag->kind & KIND_PARAGRAPH))
		page_line_end(page);
	else if (!strcmp(name, "p") && element_is_tight(tag))
		tight_open(page);
	else
		paragraph(page);
}

static void
tag_open(struct page *page, const struct tag *tag)
{
	bool is_void = tag->kind & KIND_VOID;

	if (is_void)
		void_tag(page, tag);
	else if (tag->kind & (KIND_BLOCK | KIND_PARAGRAPH))
		block_tag(page, tag);
	else if (!strcmp(tag->name, "td") || !strcmp(tag->name, "th"))
		page->space = page->line->len > 0;
	page->cells += !strcmp(tag->name, "td");
	page->hint.ruled |= element_has_rule(tag) && !page->line->len;
	if (element_announces(tag) && is_shown(page)) {
		page_line_end(page);
		page->cut_next = true;
	}
	page->pre += !strcmp(tag->name, "pre");
	if (!is_void)
		scope_start(page, tag);
}

static void
tag_close(struct page *page, const struct tag *tag)
{
	const char *name = tag->name;

	if (page->tight && !strcmp(name, "p"))
		tight_close(page);
	else if (tag->kind & KIND_PARAGRAPH)
		paragraph(page);
	else if (tag->kind & KIND_BLOCK)
		page_line_end(page);
	if (!strcmp(name, "ul") || !strcmp(name, "ol"))
		page->n_lists -= page->n_lists > 0;
	if (!strcmp(name, "pre"))
		page->pre -= page->pre > 0;
	if (!strcmp(name, "td"))
		page->cells -= page->cells > 0;
	scope_close(page, name);
	if ((tag->kind & (KIND_BLOCK | KIND_PARAGRAPH)) &&
		strcmp(name, "blockquote"))
		count_block(page, -1);
}

/* --- the text between --- */

/* A comment or a declaration at p ("<!", "<?"); returns what follows it. */
static const char *
skip_comment(struct page *page, const char *p)
{
	const char *end = NULL;

	if (g_str_has_prefix(p, "<!-->"))
		return p + 5;
	if (g_str_has_prefix(p, "<!--") && !page->no_comment_end) {
		end = strstr(p + 4, "-->");
		page->work += (size_t)((end ? end : page->end) - p);
		page->no_comment_end = !end;
		if (end)
			return end + 3;
	}
	end = tag_end(page, p + 2);
	return end ? end + 1 : NULL;
}

/* The elements whose content is no mark-up. */
static const char *const raws[RAWS] = { "script", "style", "title" };

/* The end tag of raws[which]; without one the content is shown. */
static const char *
skip_raw(struct page *page, size_t which, const char *p)
{
	size_t n = strlen(raws[which]);
	const char *at = p;

	if (page->no_raw_end[which])
		return p;
	while ((at = strstr(at, "</"))) {
		if (!g_ascii_strncasecmp(at + 2, raws[which], n))
			break;
		at += 2;
	}
	page->work += (size_t)((at ? at : page->end) - p);
	page->no_raw_end[which] = !at;
	return at ? at : p;
}

/* A tag at p ("<"); returns what follows it, NULL when it is only a sign. */
static const char *
read_tag(struct page *page, const char *p)
{
	struct tag tag;

	if (p[1] == '!' || p[1] == '?' ||
		(p[1] == '/' && !g_ascii_isalpha(p[2])))
		return skip_comment(page, p); /* WHATWG HTML 13.2.5.7 */
	const char *next = tag_read(page, p, &tag);
	if (!next)
		return NULL;
	if (tag.close) {
		tag_close(page, &tag);
		return next;
	}
	for (size_t i = 0; i < RAWS && tag.kind & KIND_RAW; i++)
		if (!strcmp(tag.name, raws[i]))
			return skip_raw(page, i, next);
	tag_open(page, &tag);
	return next;
}

static bool
starts_entity(const char *p)
{
	return *p == '&' && (p[1] == '#' || g_ascii_isalnum(p[1]));
}

/* ASCII that stands for itself. */
static size_t
word_length(const char *p)
{
	size_t n = 0;

	while (p[n] > ' ' && p[n] < 0x7f && p[n] != '<' &&
		!starts_entity(p + n))
		n++;
	return n;
}

static const char *
read_text(struct page *page, const char *p)
{
	const char *next = NULL;
	size_t n = word_length(p);

	if (n) {
		put_word(page, p, n);
		return p + n;
	}
	gunichar c = *p == '&' ? html_entity(p + 1, &next) : 0;
	put(page, c ? c : g_utf8_get_char(p));
	return next ? next : g_utf8_next_char(p);
}

static void
read_page(struct page *page, const char *html)
{
	page->end = html + strlen(html);
	page->last_gt = strrchr(html, '>');
	if (!page->last_gt)
		page->last_gt = html;
	page->unquoted_till = html;
	page->maybe_label = true;
	for (const char *p = html; p < page->end;) {
		const char *next = *p == '<' ? read_tag(page, p) : NULL;

		if (!next && *p == '<') {
			put(page, '<');
			next = p + 1;
		}
		p = next ? next : read_text(page, p);
	}
	page_line_end(page);
	original_mark(page);
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

static struct body_line_list
page_lines(struct pool *pool, const char *html, bool show_all, bool *dropped,
	size_t *work)
{
	struct body_line_list lines = { 0 };
	g_autoptr(GString) line = g_string_new(NULL);
	struct page page = { .pool = pool,
		.lines = &lines,
		.line = line,
		.show_all = show_all };

	read_page(&page, html);
	*dropped = page.dropped;
	*work += page.work;
	return lines;
}

struct body_line_list
html_lines_counted(struct pool *pool, const char *html, size_t *work)
{
	bool dropped;
	struct body_line_list lines =
		page_lines(pool, html, false, &dropped, work);

	if (body_has_letters(&lines))
		return lines;
	struct body_line_list all = lines;
	if (dropped)
		all = page_lines(pool, html, true, &dropped, work);
	if (!body_has_letters(&all))
		all = strip_tags(pool, html);
	return body_has_letters(&all) ? all : lines;
}

struct body_line_list
html_lines(struct pool *pool, const char *html)
{
	size_t work = 0;

	return html_lines_counted(pool, html, &work);
}
