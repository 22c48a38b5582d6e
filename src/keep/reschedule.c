/* Found, decided, and stored with the new invitations, in one transaction. */
#include "keep/reschedule.h"

#include "keep/event.h"

static const char *
names_of(struct pool *pool, const struct facts *facts,
	const struct session *session)
{
	char *names = pool_strdup(pool, "");

	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct participant *p = facts_participant(
			facts, session->attendees.at[i].participant);

		names = pool_printf(pool, "%s%s%s", names, i ? " + " : "",
			p && p->name ? p->name : "?");
	}
	return names;
}

static bool
decide(struct event *event, struct pool *pool, int64_t id, int64_t starts_at,
	struct rescheduled *done, struct err *err)
{
	if (!store_load(event->store, event->facts, SUBJECT_SESSION, id, err))
		return false;
	const struct session *session = facts_session(event->facts, id);
	if (session)
		*done = (struct rescheduled){ session->starts_at,
			names_of(pool, event->facts, session) };
	return decide_reschedule(
		event->program, event->facts, id, starts_at, err);
}

static bool
reschedule(const struct program *program, struct store *store,
	struct pool *pool, int64_t id, int64_t starts_at, int64_t now,
	struct rescheduled *done, struct err *err)
{
	struct event event;

	if (!event_begin(&event, program, store, now, err))
		return false;
	if (decide(&event, pool, id, starts_at, done, err))
		return event_end(&event, err);
	event_drop(&event);
	return false;
}

bool
keep_reschedule(const struct program *program, struct store *store,
	struct pool *pool, int64_t session, int64_t starts_at, int64_t now,
	struct rescheduled *done, struct err *err)
{
	struct rescheduled result = { 0, NULL };

	if (!store_begin(store, err))
		return false;
	if (!reschedule(program, store, pool, session, starts_at, now, &result,
		    err)) {
		store_rollback(store);
		return false;
	}
	if (!store_commit(store, err))
		return false;
	*done = result;
	return true;
}
