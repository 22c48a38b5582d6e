/* program/csv -- room program: rows of a table as spreadsheets save it.
 *
 * Takes UTF-8 with or without a mark, UTF-16, and windows-1252 when it is
 * neither; commas, semicolons or tabs, by a "sep=" line or by the look of the
 * first row; LF, CR LF or CR. Rows know the line they begin on, quoted line
 * breaks counted.
 */
#ifndef MENTORD_PROGRAM_CSV_H
#define MENTORD_PROGRAM_CSV_H

#include "base/pool.h"

struct csv_row {
	int line; /* where it begins */
	struct text_list cells;
};
LIST_OF(csv_row_list, struct csv_row);

struct csv_table {
	struct csv_row_list rows; /* empty ones left out */
	bool guessed;             /* was read as windows-1252 */
	int fault_line;           /* 0: all is well */
	const char *fault;        /* why reading ended there */
};

#define CSV_ROWS_MAX 200000
#define CSV_CELL_MAX 65536

/* All in pool. Rows before a fault are there. */
struct csv_table *csv_read(struct pool *pool, const char *bytes, size_t len);

#endif
