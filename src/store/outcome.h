/* store/outcome -- private to the room store: how outcomes are sealed. */
#ifndef MENTORD_STORE_OUTCOME_H
#define MENTORD_STORE_OUTCOME_H

#include "sql.h"

#define OUTCOME_HASH 65 /* hex and a NUL */
#define OUTCOME_FIRST               \
 "00000000000000000000000000000000" \
 "00000000000000000000000000000000"

/* The columns of SQL_OUTCOME_SINCE, before id and hash. */
extern const struct column outcome_columns[];

/* The hash of a line after the one whose hash is before; they may be the
 * same array. */
void outcome_seal(const char *before, int64_t id, const struct outcome *outcome,
	char hash[OUTCOME_HASH]);

#endif
