/* keep/reschedule -- room keep: a session is moved, by command.
 *
 * The daemon need not run. When it does, it notices what was committed, and
 * sends the new invitations.
 */
#ifndef MENTORD_KEEP_RESCHEDULE_H
#define MENTORD_KEEP_RESCHEDULE_H

#include "decide/decide.h"
#include "store/store.h"

struct rescheduled {
	int64_t before;  /* when it was */
	const char *who; /* "Ana Silva + Ben Okoye", in pool */
};

/* ERR_NEVER: there is no such session, or it cannot be moved there. */
bool keep_reschedule(const struct program *program, struct store *store,
	struct pool *pool, int64_t session, int64_t starts_at, int64_t now,
	struct rescheduled *done, struct err *err);

#endif
