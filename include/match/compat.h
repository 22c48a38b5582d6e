/* match/compat -- room match: the hard rules. */
#ifndef MENTORD_MATCH_COMPAT_H
#define MENTORD_MATCH_COMPAT_H

#include "match/sheet.h"

/* What forbids a pair: the index of the first such rule of the config, or: */
enum {
	COMPAT_FINE = -1,
	COMPAT_ROLES = -2,     /* mentors and mentees: the roles must differ */
	COMPAT_FORBIDDEN = -3, /* the coordinator said so */
};

int compat_stops(const struct sheet *sheet, size_t i, size_t j);

/* Its name as shown ("different department"), in the program's language for
 * our own ones. NULL for COMPAT_FINE. */
const char *compat_name(const struct sheet *sheet, int stops);

/* Why nobody could be put with person i, of the program's language: which
 * rule stops how many, or that the possible partners are all taken. */
const char *compat_why(struct pool *pool, const struct sheet *sheet, size_t i);

#endif
