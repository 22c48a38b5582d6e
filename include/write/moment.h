/* write/moment -- room write: which fields each moment's template may use. */
#ifndef MENTORD_WRITE_MOMENT_H
#define MENTORD_WRITE_MOMENT_H

#include "noun/mail.h"

/* A declared field. Items of a list are declared as "partners.name". */
struct moment_field {
	const char *name;
	enum field_kind kind;
};

/* The fields of a moment (those common to all moments included), *n of
 * them. */
const struct moment_field *moment_fields(enum moment moment, size_t *n);

#endif
