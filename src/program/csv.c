/* A table as spreadsheets save it, made plain for libcsv.
 *
 * The bytes become UTF-8 with LF first; then libcsv gets them line by line,
 * so that we know on which line a row began even when its cells hold breaks.
 */
#include "program/csv.h"

#include <csv.h>
#include <glib.h>
#include <string.h>

struct feed {
	struct pool *pool;
	struct csv_table *table;
	struct text_list cells; /* of the row being read */
	bool ended;             /* a row ended in the line just fed */
	int line, row_line;
};

/* ---- to plain UTF-8 -------------------------------------------------------- */

/* NULL when it cannot be, or when a NUL would hide the rest. */
static char *
converted(const char *bytes, size_t len, const char *from)
{
	gsize written = 0;
	g_autofree char *text = g_convert(
		bytes, (gssize)len, "UTF-8", from, NULL, &written, NULL);

	return text && !memchr(text, '\0', written) ? g_steal_pointer(&text)
						    : NULL;
}

/* UTF-16 by its mark, or by the zero that every second byte of plain letters
 * is. NULL: it is not UTF-16. */
static const char *
utf16_order(const char *bytes, size_t len)
{
	if (len < 2)
		return NULL;
	if (!memcmp(bytes, "\xff\xfe", 2) || (bytes[0] && !bytes[1]))
		return "UTF-16LE";
	if (!memcmp(bytes, "\xfe\xff", 2) || (!bytes[0] && bytes[1]))
		return "UTF-16BE";
	return NULL;
}

static char *
to_utf8(struct csv_table *table, const char *bytes, size_t len)
{
	const char *order = utf16_order(bytes, len);

	if (order)
		return converted(bytes, len, order);
	if (g_utf8_validate_len(bytes, len, NULL))
		return g_strndup(bytes, len);
	if (memchr(bytes, '\0', len))
		return NULL;
	table->guessed = true;
	return converted(bytes, len, "WINDOWS-1252");
}

/* CR LF and CR to LF, in place; the text gets no longer. */
static void
plain_breaks(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from[1] != '\n')
			*to++ = '\n';
	}
	*to = '\0';
}

/* ---- the separator --------------------------------------------------------- */

/* A first line "sep=;", as Excel writes and obeys; *text moves behind it. */
static char
said_separator(const char **text)
{
	const char *line = *text;
	char separator;

	if (g_ascii_strncasecmp(line, "sep=", 4) != 0 || !line[4] ||
		line[4] == '"' || (line[5] && line[5] != '\n'))
		return '\0';
	separator = line[4];
	*text = line[5] ? line + 6 : line + 5;
	return separator;
}

/* The one that stands most often in the first line, outside quotes. */
static char
seen_separator(const char *text)
{
	static const char candidates[] = ",;\t";
	size_t count[3] = { 0 }, best = 0;
	bool quoted = false;

	text += strspn(text, "\n ");
	for (; *text && (quoted || *text != '\n'); text++) {
		const char *hit = strchr(candidates, *text);

		if (*text == '"')
			quoted = !quoted;
		else if (hit && !quoted)
			count[hit - candidates]++;
	}
	for (size_t i = 1; i < G_N_ELEMENTS(count); i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

/* ---- rows -------------------------------------------------------------------- */

static void
fault(struct feed *feed, int line, const char *why)
{
	if (feed->table->fault)
		return;
	feed->table->fault = why;
	feed->table->fault_line = line;
}

static void
on_cell(void *text, size_t len, void *arg)
{
	struct feed *feed = arg;

	if (len > CSV_CELL_MAX)
		fault(feed, feed->row_line, "a cell is longer than 64 kB");
	else if (feed->cells.n >= 200)
		fault(feed, feed->row_line, "there are more than 200 columns");
	else
		*LIST_ADD(feed->pool, &feed->cells) =
			pool_strndup(feed->pool, text ? text : "", len);
}

static bool
is_empty(const struct text_list *cells)
{
	for (size_t i = 0; i < cells->n; i++)
		if (*cells->at[i])
			return false;
	return true;
}

static void
on_row(int end, void *arg)
{
	struct feed *feed = arg;

	(void)end;
	feed->ended = true;
	if (feed->table->rows.n > CSV_ROWS_MAX)
		fault(feed, feed->row_line, "there are more than 200000 rows");
	else if (!is_empty(&feed->cells))
		*LIST_ADD(feed->pool, &feed->table->rows) =
			(struct csv_row){ feed->row_line, feed->cells };
	feed->cells = (struct text_list){ 0 };
}

static void
feed_lines(struct feed *feed, struct csv_parser *parser, const char *text)
{
	bool inside = false; /* a row has begun and not ended */

	for (; *text && !feed->table->fault; feed->line++) {
		const char *end = strchr(text, '\n');
		size_t len = end ? (size_t)(end - text) + 1 : strlen(text);

		if (!inside)
			feed->row_line = feed->line;
		feed->ended = false;
		if (csv_parse(parser, text, len, on_cell, on_row, feed) != len)
			fault(feed, feed->line,
				"a quote stands where none may: quotes inside "
				"a quoted cell are doubled");
		inside =
			!feed->ended && (inside || strspn(text, " \t\n") < len);
		text += len;
	}
}

struct csv_table *
csv_read(struct pool *pool, const char *bytes, size_t len)
{
	struct csv_table *table = POOL_NEW(pool, struct csv_table);
	g_autofree char *utf8 = to_utf8(table, bytes, len);
	struct feed feed = { .pool = pool, .table = table, .line = 1 };
	const char *text = utf8;
	struct csv_parser parser;

	if (!utf8 ||
		csv_init(&parser,
			CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL)) {
		fault(&feed, 1, "is no text: save it as CSV UTF-8");
		return table;
	}
	plain_breaks(utf8);
	if (g_str_has_prefix(text, "\xef\xbb\xbf"))
		text += 3;
	char separator = said_separator(&text);
	if (separator)
		feed.line++;
	else
		separator = seen_separator(text);
	csv_set_delim(&parser, (unsigned char)separator);
	feed_lines(&feed, &parser, text);
	if (!table->fault && csv_fini(&parser, on_cell, on_row, &feed))
		fault(&feed, feed.row_line, "a quote is opened and not closed");
	csv_free(&parser);
	return table;
}
