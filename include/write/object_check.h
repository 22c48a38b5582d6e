/* write/object_check -- room write: a second opinion on our own calendars; the
 * door to libical.
 *
 * What leaves is written line by line (write/object), so that every byte is
 * ours; before it leaves, another reader takes it apart and must find in it
 * what was meant. Mail of others never comes here: libical 3.0 takes for ever
 * over some rules and zones.
 */
#ifndef MENTORD_WRITE_OBJECT_CHECK_H
#define MENTORD_WRITE_OBJECT_CHECK_H

#include <stdbool.h>

#include "base/err.h"

/* Reads text, a whole object of ours, and holds it against the table of what
 * each METHOD demands (RFC 5546 3.2). ERR_NEVER, with libical's words: a
 * mistake of ours that must not reach anybody's calendar. A DECLINECOUNTER may
 * hold more than the table says, because clients look for it. */
bool object_check(const char *text, const char *method, struct err *err);

#endif
