/* Published calendars: asked for every few hours and before somebody is
 * planned for, read by the reader, and kept. One that fails keeps what it said
 * last for a week; after that nobody knows when they are busy. */
#include <glib.h>

#include "base/clock.h"
#include "base/log.h"
#include "keep/event.h"
#include "keep/hold.h"
#include "keep/state.h"
#include "program/calendar_url.h"

#define FRESH_FOR    (6 * HOUR)
#define LOOK_EVERY   (10 * MINUTE)
#define WAIT_MOST    (10 * MINUTE) /* that planning waits for them */
#define KEEP_FAILING (7 * DAY)
#define LOOK_BACK    DAY
#define LOOK_AHEAD   (56 * DAY)
#define AT_ONCE      20 /* asked for, and not yet kept */

/* One that is asked for, in a pool of its own. */
struct asked {
	struct pool *pool;
	struct calendar calendar;
};

void
calendars_forget(void *p)
{
	struct asked *asked = p;

	pool_free(asked->pool);
}

/* Until the program is over, and only where we choose the time. */
static bool
are_wanted(const struct program *program, int64_t now)
{
	if (now >= program_end_time(program))
		return false;
	switch (program->sessions.find) {
	case FIND_AVAILABILITY:
	case FIND_ASK:
		return true;
	case FIND_THEMSELVES:
	case FIND_NONE:
		break;
	}
	return false;
}

static void
ask(struct keeper *keeper, const struct calendar *calendar)
{
	struct pool *pool = pool_new();
	struct asked *asked = POOL_NEW(pool, struct asked);

	asked->pool = pool;
	asked->calendar =
		(struct calendar){ .participant = calendar->participant,
			.url = pool_strdup(pool, calendar->url),
			.timezone = pool_strdup(pool, calendar->timezone) };
	g_hash_table_insert(
		keeper->calendars, &asked->calendar.participant, asked);
	courier_calendar(keeper->courier, calendar->participant, calendar->url);
}

bool
calendars_go_on(struct keeper *keeper, int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct calendar_list list = { 0 };
	const char *why;
	bool all = true;

	if (!are_wanted(keeper->program, now) ||
		(now < keeper->calendars_at &&
			keeper->calendars_at - now <= LOOK_EVERY) ||
		hold_is_on(keeper->store, pool, &why))
		return true;
	if (!store_calendars(
		    keeper->store, pool, 0, now - FRESH_FOR, &list, err))
		return false;
	for (size_t i = 0; all && i < list.n; i++) {
		const struct calendar *calendar = &list.at[i];

		if (g_hash_table_contains(
			    keeper->calendars, &calendar->participant) ||
			!calendar_url_goes(
				&keeper->program->mail, calendar->url))
			continue;
		all = g_hash_table_size(keeper->calendars) < AT_ONCE;
		if (all)
			ask(keeper, calendar);
	}
	/* the others when one of these is back */
	keeper->calendars_at = now + LOOK_EVERY;
	keeper->calendars_left = !all;
	return true;
}

bool
calendars_stale(struct keeper *keeper, int64_t match, int64_t now, bool *stale,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct calendar_list list = { 0 };
	const char *why;

	*stale = false;
	if (!are_wanted(keeper->program, now) ||
		hold_is_on(keeper->store, pool, &why))
		return true;
	if (!store_calendars(
		    keeper->store, pool, match, now - FRESH_FOR, &list, err))
		return false;
	for (size_t i = 0; i < list.n; i++)
		*stale |= calendar_url_goes(
			&keeper->program->mail, list.at[i].url);
	if (!*stale)
		return true;
	if (!g_hash_table_size(keeper->calendars))
		keeper->calendars_at = now;
	if (!keeper->calendars_wait)
		keeper->calendars_wait = now;
	/* slow servers do not keep anybody from meeting */
	*stale = now - keeper->calendars_wait <= WAIT_MOST;
	return true;
}

/* ---- what came of it ---------------------------------------------------- */

static bool
load_owner(struct event *event, const struct calendar *calendar,
	struct participant **owner, struct err *err)
{
	if (!store_load(event->store, event->facts, SUBJECT_PARTICIPANT,
		    calendar->participant, err))
		return false;
	*owner = facts_participant(event->facts, calendar->participant);
	/* it may be another one by now */
	if (*owner && g_strcmp0((*owner)->freebusy, calendar->url))
		*owner = NULL;
	return true;
}

static bool
note(struct keeper *keeper, struct event *event,
	const struct calendar *calendar, const char *why,
	const struct busy_list *busy, struct err *err)
{
	int64_t now = event->facts->now, since = 0;
	struct participant *owner;

	if (!store_calendar_tried(
		    keeper->store, calendar, now, why, &since, err) ||
		!load_owner(event, calendar, &owner, err))
		return false;
	if (!owner)
		return true;
	if (!why) {
		owner->busy = *busy;
		owner->busy_at = now;
		fact_touch(owner);
	} else if (owner->busy_at && since && now - since >= KEEP_FAILING) {
		owner->busy = (struct busy_list){ 0 };
		owner->busy_at = 0;
		fact_touch(owner);
	}
	return true;
}

/* why NULL: it was read. */
static bool
finish(struct keeper *keeper, struct asked *asked, const char *why,
	const struct busy_list *busy, int64_t now, struct err *err)
{
	int64_t id = asked->calendar.participant;
	struct event event;
	bool ok = keep_writing(keeper, err) &&
		event_begin(&event, keeper->program, keeper->store, now, err);

	if (why)
		log_warn("participant=%d their published calendar cannot be "
			 "used; `mentord status` tells why",
			(int)id);
	if (ok && !note(keeper, &event, &asked->calendar, why, busy, err)) {
		event_drop(&event);
		ok = false;
	} else if (ok) {
		ok = event_end(&event, err);
	}
	g_hash_table_remove(keeper->calendars, &id);
	if (!g_hash_table_size(keeper->calendars))
		keeper->calendars_wait = 0;
	if (keeper->calendars_left)
		keeper->calendars_at = now;
	return ok;
}

bool
calendars_came(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err)
{
	struct asked *asked =
		g_hash_table_lookup(keeper->calendars, &event->id);
	struct busy_wish wish = { .from = now - LOOK_BACK,
		.till = now + LOOK_AHEAD };

	if (!asked)
		return true;
	if (event->text)
		return finish(keeper, asked, event->text, NULL, now, err);
	wish.zone = zone_find(asked->calendar.timezone);
	if (!wish.zone)
		wish.zone = keeper->program->zone;
	reader_busy(keeper->reader, event->id, event->raw, event->len, &wish);
	return true;
}

bool
calendars_read(struct keeper *keeper, const struct reader_answer *answer,
	int64_t now, struct err *err)
{
	struct asked *asked =
		g_hash_table_lookup(keeper->calendars, &answer->id);
	const char *why = answer->is_calendar
		? NULL
		: "what came is not a calendar, or too much of one";

	return !asked || finish(keeper, asked, why, &answer->busy, now, err);
}
