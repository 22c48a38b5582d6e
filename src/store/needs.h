/* store/needs -- private to the room store: the lists among the figures. */
#ifndef MENTORD_STORE_NEEDS_H
#define MENTORD_STORE_NEEDS_H

#include "store/figures.h"

#include "sql.h"

/* A statement of the figures, with :now and :since where it has them; to be
 * finalised. NULL on failure. */
sqlite3_stmt *figure_start(struct store *store, const struct figures *figures,
	const char *sql, struct err *err);

bool figure_needs(struct store *store, struct pool *pool,
	struct figures *figures, struct err *err);
bool figure_tallies(struct store *store, struct pool *pool,
	const struct program *program, struct figures *figures,
	struct err *err);
/* False when the value is neither yes (1), no (0) nor a plain number. */
bool tally_number(const char *value, double *number);

#endif
