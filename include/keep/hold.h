/* keep/hold -- room keep: when nothing may be sent until somebody has looked.
 */
#ifndef MENTORD_KEEP_HOLD_H
#define MENTORD_KEEP_HOLD_H

#include "program/program.h"
#include "store/store.h"

/* True when the store is on hold; *reason (in pool) says why. */
bool hold_is_on(struct store *store, struct pool *pool, const char **reason);

/* Hold, or go on; with the outcome. In a transaction of its own. */
bool hold_set(
	struct store *store, const char *reason, int64_t now, struct err *err);
bool hold_clear(struct store *store, int64_t now, struct err *err);
/* Go on, but without what waits to be sent: *n mails are given up, each with
 * its outcome. */
bool hold_skip(struct store *store, int64_t now, int64_t *n, struct err *err);

/* At the start of a keeper, within a transaction: a state that was copied
 * from another machine or stopped for too long goes on hold. */
bool hold_judge(const struct program *program, struct store *store, int64_t now,
	struct err *err);

/* Note that we are alive (at most once a minute reaches the disk). */
bool hold_alive(struct store *store, int64_t now, struct err *err);

#endif
