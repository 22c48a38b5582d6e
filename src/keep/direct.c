/* A coordinator's word on two people, by command: found, decided, stored with
 * the mails of the new draft, in one transaction. */
#include "keep/direct.h"

#include "keep/event.h"

static const char *
name_of(struct pool *pool, const struct facts *facts, int64_t id)
{
	const struct participant *p = facts_participant(facts, id);

	return pool_strdup(pool, p ? p->name : "?");
}

static bool
decide(struct event *event, struct pool *pool, const struct direct_wish *wish,
	struct direct_done *done, struct err *err)
{
	struct facts *facts = event->facts;
	int64_t one, other;

	if (!store_load(event->store, facts, SUBJECT_PROGRAM, 0, err) ||
		!store_load_history(event->store, facts, err) ||
		!decide_named(facts, wish->one, &one, err) ||
		!decide_named(facts, wish->other, &other, err))
		return false;
	done->one = name_of(pool, facts, one);
	done->other = name_of(pool, facts, other);
	done->what = decide_direct(
		event->program, facts, wish->kind, wish->undo, one, other, err);
	return done->what != DIRECTED_NOT;
}

static bool
direct(const struct program *program, struct store *store, struct pool *pool,
	const struct direct_wish *wish, int64_t now, struct direct_done *done,
	struct err *err)
{
	struct event event;

	if (!event_begin(&event, program, store, now, err))
		return false;
	if (decide(&event, pool, wish, done, err))
		return event_end(&event, err);
	event_drop(&event);
	return false;
}

bool
keep_direct(const struct program *program, struct store *store,
	struct pool *pool, const struct direct_wish *wish, int64_t now,
	struct direct_done *done, struct err *err)
{
	struct direct_done result = { DIRECTED_NOT, NULL, NULL };

	if (!store_begin(store, err))
		return false;
	if (!direct(program, store, pool, wish, now, &result, err)) {
		store_rollback(store);
		return false;
	}
	if (!store_commit(store, err))
		return false;
	*done = result;
	return true;
}
