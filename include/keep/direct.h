/* keep/direct -- room keep: a coordinator's word on two people, by command.
 *
 * The daemon need not run. When it does, it notices what was committed, and
 * sends the new draft.
 */
#ifndef MENTORD_KEEP_DIRECT_H
#define MENTORD_KEEP_DIRECT_H

#include "decide/decide.h"
#include "store/store.h"

struct direct_wish {
	enum directive_kind kind;
	bool undo;               /* whatever was said counts no longer */
	const char *one, *other; /* as typed: see decide_named */
};
struct direct_done {
	enum directed what;
	const char *one, *other; /* their names, in pool */
};

/* All at once or not at all. ERR_NEVER: somebody is not found, or the two can
 * never be together. */
bool keep_direct(const struct program *program, struct store *store,
	struct pool *pool, const struct direct_wish *wish, int64_t now,
	struct direct_done *done, struct err *err);

#endif
