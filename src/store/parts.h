/* store/parts -- private to the room store: parts of a participant that have a
 * file of their own.
 */
#ifndef MENTORD_STORE_PARTS_H
#define MENTORD_STORE_PARTS_H

#include "sql.h"

/* busy.c; saved when it is not what is stored */
bool busy_read_of(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err);
bool busy_save_of(struct store *store, const struct participant *participant,
	const struct busy_list *stored, struct err *err);

/* tail.c; never saved from the facts: see store_add_tails */
bool tails_read_of(struct store *store, struct pool *pool,
	struct participant *participant, struct err *err);

#endif
