/* What is due is decided, one item at a time, each in a savepoint. */
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "keep/event.h"
#include "keep/state.h"
#include "report/report.h"
#include "store/figures.h"

#define DIGEST_PERIOD (7 * DAY)
#define FAILED_WAIT   (5 * MINUTE) /* an item that failed is tried again */

/* The digest's fields, or NULL for an item that needs none. */
static bool
digest_of(struct keeper *keeper, struct event *event, const struct due *due,
	const struct fields **digest, struct err *err)
{
	struct figures figures = { 0 };

	*digest = NULL;
	if (!decide_wants_digest(keeper->program, due))
		return true;
	if (!store_figures(keeper->store, event->pool, keeper->program,
		    event->facts->now, event->facts->now - DIGEST_PERIOD,
		    &figures, err))
		return false;
	*digest = digest_fields(event->pool, keeper->program, &figures);
	return true;
}

/* A matching run takes everybody, whatever its step counts from. */
static bool
load_for(struct keeper *keeper, struct event *event, const struct due *due,
	struct err *err)
{
	struct store *store = keeper->store;
	bool all = due->subject_kind == SUBJECT_PROGRAM ||
		decide_wants_all(keeper->program, due);

	return store_load(store, event->facts, due->subject_kind, due->subject,
		       err) &&
		(!all ||
			(store_load(store, event->facts, SUBJECT_PROGRAM, 0,
				 err) &&
				store_load_history(store, event->facts, err)));
}

static bool
due_decide(struct keeper *keeper, struct due *due, int64_t now, struct err *err)
{
	const struct fields *digest;
	struct event event;

	if (!event_begin(&event, keeper->program, keeper->store, now, err))
		return false;
	if (!load_for(keeper, &event, due, err) ||
		!digest_of(keeper, &event, due, &digest, err)) {
		event_drop(&event);
		return false;
	}
	*LIST_ADD(event.pool, &event.facts->dues) = due;
	decide_due(keeper->program, event.facts, due, digest);
	return event_end(&event, err);
}

/* Of what came late because we were down, the newest counts. */
static bool
catch_up(struct keeper *keeper, const struct due_list *dues, int64_t now,
	struct err *err)
{
	struct event event;

	if (!event_begin(&event, keeper->program, keeper->store, now, err))
		return false;
	decide_catch_up(keeper->program, event.facts, dues);
	return event_end(&event, err);
}

/* The next meeting is planned once it is known when its people are busy. */
static bool
waits_for_calendars(struct keeper *keeper, const struct due *due, int64_t now)
{
	struct err err = { 0 };
	bool stale = false;

	return due->kind == DUE_PLAN && due->subject_kind == SUBJECT_MATCH &&
		calendars_stale(keeper, due->subject, now, &stale, &err) &&
		stale;
}

static bool
due_one(struct keeper *keeper, struct due *due, int64_t now, struct err *err)
{
	struct err why = { 0 };

	if (due->state != DUE_WAITING || due_decide(keeper, due, now, &why))
		return true;
	if (store_failed(keeper->store))
		return err_set(err, why.kind, "%s", why.text);
	log_error("%s of %s %d: %s", due_kind_name(due->kind),
		subject_kind_name(due->subject_kind), (int)due->subject,
		why.text);
	keeper->retry_at = now + FAILED_WAIT;
	return true;
}

bool
due_work(struct keeper *keeper, int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct due_list dues = { 0 };

	if (now < keeper->retry_at)
		return true;
	if (!store_due(keeper->store, pool, now, DUE_AT_ONCE, &dues, err))
		return false;
	if (!dues.n)
		return true;
	if (!keep_writing(keeper, err) || !catch_up(keeper, &dues, now, err))
		return false;
	/* many are looked at, for what replaces what; but mails go out
	 * between one turn and the next, and should not wait for all of them */
	size_t decided = 0, i = 0;
	for (; i < dues.n && decided < DECIDE_AT_ONCE; i++) {
		if (waits_for_calendars(keeper, dues.at[i], now))
			continue;
		if (!due_one(keeper, dues.at[i], now, err))
			return false;
		decided++;
	}
	keeper->work_left |= decided && (i < dues.n || dues.n == DUE_AT_ONCE);
	return true;
}
