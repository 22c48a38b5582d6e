/* program/roster -- room program: the roster while it is read.
 *
 * Internal to this room: roster.c reads rows, roster_cell.c their cells.
 */
#ifndef MENTORD_PROGRAM_ROSTER_H
#define MENTORD_PROGRAM_ROSTER_H

#include <glib.h>

#include "program/config.h"

enum column_kind {
	COLUMN_EMAIL,
	COLUMN_NAME,
	COLUMN_ID,
	COLUMN_ROLE,
	COLUMN_LANGUAGE,
	COLUMN_TIMEZONE,
	COLUMN_AVAILABILITY,
	COLUMN_ALIASES,
	COLUMN_CAPACITY,
	COLUMN_FREEBUSY,
	COLUMN_ATTRIBUTE, /* declared under attributes */
	COLUMN_IGNORED,
};

struct column {
	enum column_kind kind;
	const char *name;                  /* as we call it */
	const struct attribute_rule *rule; /* NULL: not declared */
};
LIST_OF(column_list, struct column);

struct roster_reading {
	struct reading *reading;
	const char *file;
	struct column_list columns;
	GHashTable *seen; /* address in small letters, "id:..." -> line */
	int line;         /* of the row */
	size_t mistakes;  /* when the roster was begun */
};

/* A mistake in the row that is being read. */
void roster_wrong(struct roster_reading *r, const char *column,
	const char *value, const char *fmt, ...) PRINTF(4, 5);

/* Put the trimmed value, which lives as long as the program, where its column
 * says; everything that is wrong with it is told. */
void roster_cell(struct roster_reading *r, struct participant *person,
	const struct column *column, const char *value);

#endif
