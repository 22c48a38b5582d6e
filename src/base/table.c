/* Tables, the progress bar and JSON strings: what people and scripts see on
 * a terminal. Widths are counted in cells, as a terminal does; whatever came
 * from outside goes through text_one_line, so that no name can move the
 * cursor. */
#include "base/table.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

#define GAP       2 /* cells between columns */
#define NARROWEST 4 /* no column is cut below this */

struct column {
	const char *title;
	bool right;
	int width; /* filled while printing */
};

LIST_OF(row_list, const char **);

struct table {
	struct pool *pool;
	size_t n_columns;
	struct column *columns;
	struct row_list rows;
};

struct table *
table_new(struct pool *pool, size_t columns)
{
	struct table *table = POOL_NEW(pool, struct table);

	table->pool = pool;
	table->n_columns = columns;
	table->columns = pool_alloc(pool, columns * sizeof *table->columns);
	for (size_t i = 0; i < columns; i++)
		table->columns[i].title = "";
	return table;
}

void
table_head(struct table *table, size_t column, const char *title, bool right)
{
	g_assert(column < table->n_columns);
	table->columns[column].title = text_one_line(table->pool, title);
	table->columns[column].right = right;
}

void
table_row(struct table *table, const char *const *cells)
{
	const char **row =
		pool_alloc(table->pool, table->n_columns * sizeof *row);

	for (size_t i = 0; i < table->n_columns; i++)
		row[i] = text_one_line(table->pool, cells[i]);
	*LIST_ADD(table->pool, &table->rows) = row;
}

static int
char_cells(gunichar c)
{
	return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* Cells of text; counting stops above limit. */
static int
text_cells(const char *text, int limit)
{
	int cells = 0;

	for (; *text && cells <= limit; text = g_utf8_next_char(text))
		cells += char_cells(g_utf8_get_char(text));
	return cells;
}

static void
add_cut(GString *out, const char *text, int width)
{
	int cells = 0;

	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (cells + char_cells(c) > width - 1)
			break;
		cells += char_cells(c);
		g_string_append_unichar(out, c);
	}
	g_string_append(out, "…");
	for (; cells < width - 1; cells++)
		g_string_append_c(out, ' ');
}

static void
add_cell(GString *out, const char *text, const struct column *column)
{
	int spare = column->width - text_cells(text, column->width);

	if (spare < 0) {
		add_cut(out, text, column->width);
		return;
	}
	if (column->right)
		g_string_append_printf(out, "%*s", spare, "");
	g_string_append(out, text);
	if (!column->right)
		g_string_append_printf(out, "%*s", spare, "");
}

static void
add_line(GString *out, const struct table *table, const char **cells)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (i)
			g_string_append_printf(out, "%*s", GAP, "");
		add_cell(out, cells ? cells[i] : table->columns[i].title,
			&table->columns[i]);
	}
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

/* What each column would like, at most limit. */
static int
measure(struct table *table, int limit)
{
	int total = GAP * ((int)table->n_columns - 1);

	for (size_t i = 0; i < table->n_columns; i++) {
		struct column *column = &table->columns[i];
		int width = text_cells(column->title, limit);

		for (size_t r = 0; r < table->rows.n; r++)
			width = MAX(
				width, text_cells(table->rows.at[r][i], limit));
		column->width = MIN(width, limit);
		total += column->width;
	}
	return total;
}

/* The widest column loses a cell until all fit, or all are narrow. */
static void
shrink(struct table *table, int total, int width)
{
	for (; total > width; total--) {
		struct column *widest = &table->columns[0];

		for (size_t i = 1; i < table->n_columns; i++)
			if (table->columns[i].width > widest->width)
				widest = &table->columns[i];
		if (widest->width <= NARROWEST)
			return;
		widest->width--;
	}
}

char *
table_print(struct table *table, int width, bool colour)
{
	int limit = width > 0 ? width : 10000;
	g_autoptr(GString) out = g_string_new(colour ? "\033[1m" : NULL);

	shrink(table, measure(table, limit), limit);
	add_line(out, table, NULL);
	g_string_append(out, colour ? "\033[0m\n" : "\n");
	for (size_t r = 0; r < table->rows.n; r++) {
		add_line(out, table, table->rows.at[r]);
		g_string_append_c(out, '\n');
	}
	return pool_strdup(table->pool, out->str);
}

static int
columns_of(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long n = columns ? strtol(columns, NULL, 10) : 0;

	if (n >= 20 && n <= 1000)
		return (int)n;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		return size.ws_col;
	return 80;
}

int
terminal_width(void)
{
	return columns_of(STDOUT_FILENO);
}

bool
terminal_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && *no) && term &&
		strcmp(term, "dumb") != 0;
}

static int progress_shown = -1; /* per cent: redrawn when that changes */

void
progress_show(const char *what, double part)
{
	int percent = (int)lrint(CLAMP(part, 0, 1) * 100);

	if (!isatty(STDERR_FILENO) || percent == progress_shown)
		return;
	progress_shown = percent;
	int room = columns_of(STDERR_FILENO) - text_cells(what, 200) - 12;
	int bar = CLAMP(room, 10, 50), full = bar * percent / 100;
	fprintf(stderr, "\r%s [", what);
	for (int i = 0; i < bar; i++)
		fputc(i < full ? '=' : i == full ? '>' : ' ', stderr);
	fprintf(stderr, "] %3d%%\033[K", percent);
	fflush(stderr);
}

void
progress_end(void)
{
	progress_shown = -1;
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

char *
json_string(struct pool *pool, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
	g_autoptr(GString) out = g_string_new("\"");

	if (!text)
		return pool_strdup(pool, "null");
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", *p);
		else if (c == '\n')
			g_string_append(out, "\\n");
		else if (text_is_control(c))
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_unichar(out, c);
	}
	g_string_append_c(out, '"');
	return pool_strdup(pool, out->str);
}
