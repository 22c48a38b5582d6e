/* Markdown as plain text, the master of every mail. Inline text is gathered
 * until its block ends and then wrapped behind the marks of the quotes and
 * lists it stands in; a table is gathered whole, so that columns can be
 * aligned. Emphasis leaves no mark. */
#include "write/markdown.h"

#include <limits.h>
#include <string.h>

#include "write/md.h"

#define DEEPEST 16 /* containers within each other that still get marks */
#define RULE    "- - - - - - - - - - - -"

struct container {
	char first[16], rest[16]; /* the marks of its first and other lines */
	unsigned number;          /* a list's next number; 0: bullets */
	bool list, used;
};

struct text {
	struct pool *pool;
	int width;
	GString *out, *line; /* line: what the present block has so far */
	struct container in[DEEPEST];
	int depth; /* may exceed DEEPEST: the rest has no marks */
	bool tight, item_over;
	GPtrArray *cells; /* of the present table, row by row; owned */
	unsigned columns;
	MD_ALIGN aligns[16];
	gsize link_at; /* where the link's text starts in line */
};

static struct container *
push(struct text *t, const char *first, const char *rest)
{
	static struct container lost;
	struct container *c = t->depth < DEEPEST ? &t->in[t->depth] : &lost;

	t->depth++;
	*c = (struct container){ 0 };
	g_strlcpy(c->first, first, sizeof c->first);
	g_strlcpy(c->rest, rest, sizeof c->rest);
	return c;
}

static struct container *
top(struct text *t)
{
	return t->depth && t->depth <= DEEPEST ? &t->in[t->depth - 1] : NULL;
}

/* The marks before a line: of its first line when fresh is allowed. */
static char *
marks(struct text *t, bool take_first)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (int i = 0; i < t->depth && i < DEEPEST; i++) {
		struct container *c = &t->in[i];

		g_string_append(
			all, take_first && !c->used ? c->first : c->rest);
		c->used = c->used || take_first;
	}
	return pool_strdup(t->pool, all->str);
}

/* An empty line before the next block, but not between tight items. */
static void
separate(struct text *t)
{
	if (!t->out->len || (t->tight && t->item_over)) {
		t->item_over = false;
		return;
	}
	g_autoptr(GString) quote = g_string_new(NULL);

	for (int i = 0; i < t->depth && i < DEEPEST; i++)
		if (t->in[i].used)
			g_string_append(quote, t->in[i].rest);
	g_strchomp(quote->str);
	g_string_append_printf(t->out, "%s\n", quote->str);
}

static void
flush(struct text *t)
{
	if (!t->line->len)
		return;
	separate(t);
	char *first = marks(t, true), *rest = marks(t, false);

	g_string_append(t->out,
		text_wrap(t->pool, t->line->str, first, rest, t->width));
	g_string_truncate(t->line, 0);
}

static void
enter_item(struct text *t)
{
	struct container *list = top(t);
	char mark[16] = "- ", blank[16];

	if (list && list->number)
		g_snprintf(mark, sizeof mark, "%u. ", list->number++);
	g_snprintf(blank, sizeof blank, "%*s", (int)strlen(mark), "");
	push(t, mark, blank);
}

static void
enter_list(struct text *t, unsigned start, bool tight)
{
	struct container *list;

	t->tight = tight;
	t->item_over = t->depth > 1; /* a list in an item */
	list = push(t, "", "");
	list->list = true;
	list->number = start;
}

static int
width_of(const char *text)
{
	return text_cells(text, strlen(text));
}

static int
measure(const struct text *t, int *widths)
{
	int total = 2 * ((int)t->columns - 1);

	for (unsigned i = 0; i < t->columns; i++)
		widths[i] = 0;
	for (guint i = 0; i < t->cells->len; i++) {
		int width = width_of(t->cells->pdata[i]);
		int *column = &widths[i % t->columns];

		*column = MAX(*column, width);
	}
	for (unsigned i = 0; i < t->columns; i++)
		total += widths[i];
	return total;
}

static void
append_row(struct text *t, const int *widths, char *const *cells)
{
	g_autoptr(GString) row = g_string_new(NULL);

	for (unsigned i = 0; i < t->columns; i++) {
		int pad = widths[i] - width_of(cells[i]);
		bool right = t->aligns[i] == MD_ALIGN_RIGHT;

		g_string_append_printf(row, "%s%*s%s%*s", i ? "  " : "",
			right ? pad : 0, "", cells[i], right ? 0 : pad, "");
	}
	g_strchomp(row->str);
	g_string_append_printf(t->out, "%s%s\n", marks(t, true), row->str);
}

/* Too wide for columns: each row as a sentence of its own. */
static void
append_wide_row(struct text *t, char *const *cells)
{
	g_autoptr(GString) row = g_string_new(NULL);

	for (unsigned i = 0; i < t->columns; i++)
		if (*cells[i])
			g_string_append_printf(
				row, "%s%s", row->len ? ", " : "", cells[i]);
	char *first = marks(t, true), *rest = marks(t, false);
	g_string_append(t->out,
		text_wrap(t->pool, row->str, first,
			pool_printf(t->pool, "%s  ", rest), t->width));
}

static bool
row_is_empty(const struct text *t, char *const *cells)
{
	for (unsigned i = 0; i < t->columns; i++)
		if (*cells[i])
			return false;
	return true;
}

static void
leave_table(struct text *t)
{
	int widths[16];
	bool wide = measure(t, widths) > t->width;

	separate(t);
	for (guint i = 0; i + t->columns <= t->cells->len; i += t->columns) {
		char *const *cells = (char *const *)&t->cells->pdata[i];

		if (row_is_empty(t, cells))
			continue;
		if (wide)
			append_wide_row(t, cells);
		else
			append_row(t, widths, cells);
	}
	g_ptr_array_set_size(t->cells, 0);
}

static void
leave_cell(struct text *t, const MD_BLOCK_TD_DETAIL *cell)
{
	unsigned column = t->cells->len % t->columns;

	t->aligns[column] = cell->align;
	for (char *p = t->line->str; *p; p++)
		if (*p == '\n')
			*p = ' ';
	g_ptr_array_add(t->cells, g_strdup(t->line->str));
	g_string_truncate(t->line, 0);
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *closure)
{
	struct text *t = closure;

	if (type != MD_BLOCK_DOC)
		flush(t);
	switch (type) {
	case MD_BLOCK_QUOTE:
		push(t, "> ", "> ");
		break;
	case MD_BLOCK_UL:
		enter_list(t, 0, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight);
		break;
	case MD_BLOCK_OL: {
		const MD_BLOCK_OL_DETAIL *list = detail;

		enter_list(t, MAX(list->start, 1), list->is_tight);
		break;
	}
	case MD_BLOCK_LI:
		enter_item(t);
		break;
	case MD_BLOCK_TABLE:
		/* More columns than we lay out: no cell is aligned. */
		t->columns =
			MIN(((MD_BLOCK_TABLE_DETAIL *)detail)->col_count, 16);
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_H:
	case MD_BLOCK_CODE:
	case MD_BLOCK_HTML:
	case MD_BLOCK_P:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
	case MD_BLOCK_TR:
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		break;
	}
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *closure)
{
	struct text *t = closure;

	switch (type) {
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		leave_cell(t, detail);
		break;
	case MD_BLOCK_TABLE:
		leave_table(t);
		break;
	case MD_BLOCK_HR:
		g_string_append(t->line, RULE);
		flush(t);
		break;
	case MD_BLOCK_LI:
		flush(t);
		t->depth--;
		t->item_over = true;
		break;
	case MD_BLOCK_QUOTE:
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		flush(t);
		t->depth--;
		t->item_over = false;
		break;
	case MD_BLOCK_CODE:
		g_strchomp(t->line->str);
		t->line->len = strlen(t->line->str);
		flush(t);
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_H:
	case MD_BLOCK_P:
	case MD_BLOCK_HTML:
		flush(t);
		break;
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
	case MD_BLOCK_TR:
		break;
	}
	return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *closure)
{
	struct text *t = closure;

	(void)detail;
	if (type == MD_SPAN_A)
		t->link_at = t->line->len;
	return 0;
}

/* "text <url>", unless the text is the url already. */
static int
leave_span(MD_SPANTYPE type, void *detail, void *closure)
{
	struct text *t = closure;

	if (type != MD_SPAN_A || t->link_at > t->line->len)
		return 0;
	const MD_ATTRIBUTE *href = &((MD_SPAN_A_DETAIL *)detail)->href;
	g_autofree char *url = g_strndup(href->text, href->size);
	const char *shown = t->line->str + t->link_at;
	const char *plain = g_str_has_prefix(url, "mailto:") ? url + 7 : url;

	if (md_link_allowed(href) && strcmp(shown, plain) && strcmp(shown, url))
		g_string_append_printf(t->line, " <%s>", url);
	return 0;
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *closure)
{
	struct text *t = closure;

	switch (type) {
	case MD_TEXT_NULLCHAR:
		g_string_append(t->line, "\xef\xbf\xbd");
		break;
	case MD_TEXT_BR:
		g_string_append_c(t->line, '\n');
		break;
	case MD_TEXT_SOFTBR:
		g_string_append_c(t->line, ' ');
		break;
	case MD_TEXT_ENTITY:
		md_append_entity(t->line, text, size);
		break;
	case MD_TEXT_NORMAL:
	case MD_TEXT_CODE:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH:
		g_string_append_len(t->line, text, size);
		break;
	}
	return 0;
}

static void
append_markdown(
	struct pool *pool, GString *out, const char *markdown, int width)
{
	static const MD_PARSER parser = { .flags = MD_FLAGS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = on_text };
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	struct text t = { .pool = pool,
		.width = width,
		.out = out,
		.line = line,
		.cells = cells,
		.columns = 1 };

	if (md_parse(markdown, (MD_SIZE)strlen(markdown), &parser, &t))
		g_error("out of memory while printing a mail");
}

char *
markdown_text(struct pool *pool, const char *markdown, const char *footer)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_markdown(pool, out, markdown, MARKDOWN_COLUMNS);
	if (footer) {
		g_string_append(out, "\n" RULE "\n");
		append_markdown(pool, out, footer, MARKDOWN_COLUMNS);
	}
	return pool_strdup(pool, out->str);
}

char *
markdown_lines(struct pool *pool, const char *markdown)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_markdown(pool, out, markdown, INT_MAX);
	return pool_strdup(pool, out->str);
}
