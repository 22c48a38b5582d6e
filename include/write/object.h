/* write/object -- room write: the lines that calendar objects are made of.
 *
 * A content line is folded at 75 octets between characters and ends in CRLF
 * (RFC 5545 3.1); TEXT is escaped; a name in a parameter is made harmless; a
 * property without a value is never written, as readers choke on it.
 */
#ifndef MENTORD_WRITE_OBJECT_H
#define MENTORD_WRITE_OBJECT_H

#include <glib.h>

#include "base/pool.h"
#include "base/zone.h"

struct object {
	struct pool *pool;
	GString *out;
	const struct zone *zone; /* NULL: times in UTC */
};

/* One content line, as printf. */
void object_line(struct object *object, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

/* name:value with value as TEXT (3.3.11): line feeds are kept as \n, other
 * controls are blanks. Nothing when value is NULL or empty. */
void object_text(struct object *object, const char *name, const char *value);

/* name;TZID=zone:local or, without zone, name:UTC. */
void object_time(struct object *object, const char *name, int64_t at);
void object_utc(struct object *object, const char *name, int64_t at);

/* A name for a quoted parameter: nothing that could end it, and no "^", which
 * RFC 6868 would turn into something else. */
char *object_parameter(struct pool *pool, const char *name);

#endif
