/* keep/event -- room keep: one event, from facts to stored consequences.
 *
 * Opens a savepoint, hands out empty facts; the caller loads what the event
 * touches and lets a decision change it; event_end composes the mails,
 * queues them, saves the rest. What fails takes itself back and nothing else.
 */
#ifndef MENTORD_KEEP_EVENT_H
#define MENTORD_KEEP_EVENT_H

#include "noun/facts.h"
#include "program/program.h"
#include "store/store.h"

struct event {
	const struct program *program;
	struct store *store;
	struct pool *pool;
	struct facts *facts;
};

/* Within a transaction. */
bool event_begin(struct event *event, const struct program *program,
	struct store *store, int64_t now, struct err *err);

/* Compose, queue, save, release. On false everything since event_begin is
 * taken back. The pool is gone either way. */
bool event_end(struct event *event, struct err *err);

/* Take it back instead. */
void event_drop(struct event *event);

#endif
