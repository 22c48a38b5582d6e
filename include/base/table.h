/* base/table -- room base: tables, progress and JSON strings. */
#ifndef MENTORD_BASE_TABLE_H
#define MENTORD_BASE_TABLE_H

#include <stdio.h>

#include "base/pool.h"

/* A table that fits the width: columns take what they need, the widest are
 * cut with "…" until it fits; widths count terminal cells (wide and zero-width
 * characters), and a width of 0 or less never cuts. right marks columns of
 * numbers. */
struct table;
struct table *table_new(struct pool *pool, size_t columns);
void table_head(
	struct table *table, size_t column, const char *title, bool right);
/* Cells of the next row, in order; NULL is empty. Controls are replaced. */
void table_row(struct table *table, const char *const *cells);
char *table_print(struct table *table, int width, bool colour);

/* Columns of the terminal on stdout ($COLUMNS, else its size, else 80); and
 * whether colour is wanted (a terminal, no NO_COLOR, TERM not dumb). */
int terminal_width(void);
bool terminal_colour(void);

/* A progress bar on stderr, when that is a terminal; silent in a pipe. */
void progress_show(const char *what, double part); /* 0 to 1 */
void progress_end(void);                           /* removes it */

/* "text" as a JSON string with its quotes; null for NULL. Invalid UTF-8 is
 * replaced; what could steer a terminal is written as its number. */
char *json_string(struct pool *pool, const char *text);

#endif
