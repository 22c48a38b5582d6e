/* keep/lock -- room keep: one keeper per state folder.
 */
#ifndef MENTORD_KEEP_LOCK_H
#define MENTORD_KEEP_LOCK_H

#include "base/err.h"

/* Take the lock of that state folder (made 0700 when missing); the descriptor
 * that holds it until the process ends, or -1 and ERR_LATER: another keeper
 * runs there. */
int lock_state(const char *state_dir, struct err *err);

#endif
