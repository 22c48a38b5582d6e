/* The keeper's turn: take in what happened, decide what is due, commit once,
 * and only then act on it. */
#include "keep/keeper.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "keep/event.h"
#include "keep/hold.h"
#include "keep/reading.h"
#include "keep/state.h"

#define ALIVE_EVERY MINUTE /* how often being alive reaches the disk */
#define WAIT_MOST   MINUTE /* wall time is compared, never slept towards */

bool
keep_writing(struct keeper *keeper, struct err *err)
{
	if (!keeper->writing)
		keeper->writing = store_begin(keeper->store, err);
	return keeper->writing;
}

static bool
commit(struct keeper *keeper, int64_t now, struct err *err)
{
	if (now - keeper->alive_at >= ALIVE_EVERY || now < keeper->alive_at) {
		if (!keep_writing(keeper, err) ||
			!hold_alive(keeper->store, now, err))
			return false;
		keeper->alive_at = now;
	}
	if (!keeper->writing)
		return true;
	keeper->writing = false;
	FAULT("due.before-commit");
	if (!store_commit(keeper->store, err))
		return false;
	FAULT("due.committed");
	if (keeper->verdicts)
		FAULT("outbox.settled");
	keeper->verdicts = false;
	return true;
}

static bool
give_up(struct keeper *keeper)
{
	if (keeper->writing)
		store_rollback(keeper->store);
	keeper->writing = false;
	return false;
}

/* What the last keeper left behind: mails in doubt, a state to be judged. */
static bool
recover(struct keeper *keeper, int64_t now, struct err *err)
{
	int64_t doubts;

	if (!keep_writing(keeper, err) ||
		!store_doubt(keeper->store, now, &doubts, err) ||
		!hold_judge(keeper->program, keeper->store, now, err) ||
		!commit(keeper, now, err))
		return give_up(keeper);
	if (doubts)
		log_warn("%d mails were being sent when the last keeper ended; "
			 "they are in doubt and go again",
			(int)doubts);
	return true;
}

struct keeper *
keeper_new(const struct program *program, struct store *store,
	struct courier *courier, struct reader *reader, int64_t now,
	struct err *err)
{
	struct keeper *keeper = g_new0(struct keeper, 1);

	keeper->program = program;
	keeper->store = store;
	keeper->courier = courier;
	keeper->reader = reader;
	keeper->letters = g_hash_table_new_full(
		g_int64_hash, g_int64_equal, NULL, reading_free);
	keeper->filing = g_hash_table_new_full(
		g_int64_hash, g_int64_equal, g_free, NULL);
	keeper->calendars = g_hash_table_new_full(
		g_int64_hash, g_int64_equal, NULL, calendars_forget);
	keeper->allowance = program->mail.rate;
	keeper->allowance_at = now;
	keeper->look = true;
	if (recover(keeper, now, err))
		return keeper;
	keeper_free(keeper);
	return NULL;
}

void
keeper_free(struct keeper *keeper)
{
	if (!keeper)
		return;
	g_hash_table_destroy(keeper->letters);
	g_hash_table_destroy(keeper->filing);
	g_hash_table_destroy(keeper->calendars);
	g_free(keeper);
}

bool
keeper_enrol(struct keeper *keeper, int64_t now, struct err *err)
{
	struct event event;

	if (!keep_writing(keeper, err) ||
		!store_forget_steps(keeper->store, now, err) ||
		!event_begin(&event, keeper->program, keeper->store, now, err))
		return give_up(keeper);
	if (!store_load(keeper->store, event.facts, SUBJECT_PROGRAM, 0, err)) {
		event_drop(&event);
		return give_up(keeper);
	}
	decide_roster(keeper->program, event.facts);
	return (event_end(&event, err) && commit(keeper, now, err)) ||
		give_up(keeper);
}

bool
keep_roster_fits(const struct program *program, struct store *store,
	int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct facts *facts = store_facts(store, pool, now);
	int64_t gone, of;

	if (!store_load(store, facts, SUBJECT_PROGRAM, 0, err))
		return false;
	if (!decide_roster_lost(program, facts, &gone, &of))
		return true;
	return err_set(err, ERR_ASK,
		"the roster lacks %d of the %d people who take part, and they "
		"would all leave: put them back into %s, or, if it is meant, "
		"start once with `mentord run --accept-roster`",
		(int)gone, (int)of, program->roster_path);
}

/* Up or down, for the log and for `status`. */
static bool
note_channel(struct keeper *keeper, const struct courier_event *event,
	struct err *err)
{
	const char *way = event->incoming ? "incoming" : "outgoing";

	if (event->incoming)
		keeper->incoming_down = !event->up;
	if (event->up)
		log_info("%s mail: connected", way);
	else
		log_warn("%s mail: %s", way, event->text);
	return keep_writing(keeper, err) &&
		store_set_meta(keeper->store,
			event->incoming ? "channel.incoming"
					: "channel.outgoing",
			event->up ? "up" : event->text, err);
}

static bool
take_event(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err)
{
	switch (event->what) {
	case COURIER_SETTLED:
		return outbox_settle(keeper, event, now, err);
	case COURIER_FETCHED:
		return inbox_fetched(keeper, event, now, err);
	case COURIER_FILED:
		return inbox_filed(keeper, event->id, now, err);
	case COURIER_POLLED:
		keeper->polled_serial = event->id;
		return true;
	case COURIER_CHANNEL:
		return note_channel(keeper, event, err);
	case COURIER_CALENDAR:
		return calendars_came(keeper, event, now, err);
	}
	g_assert_not_reached();
}

static bool
take_courier(struct keeper *keeper, int64_t now, struct err *err)
{
	struct courier_event event;
	bool more = true;

	if (!courier_turn(keeper->courier, err))
		return false;
	for (int n = 0; more && n < EVENTS_AT_ONCE; n++) {
		POOL_AUTO pool = pool_new();

		more = courier_next(keeper->courier, pool, &event);
		if (more && !take_event(keeper, &event, now, err))
			return false;
	}
	keeper->work_left |= more;
	return true;
}

static bool
take_reader(struct keeper *keeper, int64_t now, struct err *err)
{
	struct reader_answer answer;
	bool more = true;

	if (!reader_turn(keeper->reader, err))
		return false;
	while (more) {
		POOL_AUTO pool = pool_new();

		more = reader_next(keeper->reader, pool, &answer);
		if (more &&
			!(answer.what == READER_BUSY ? calendars_read
						     : inbox_answer)(
				keeper, &answer, now, err))
			return false;
	}
	return true;
}

/* A command of the coordinator's committed something meanwhile. */
static void
notice_others(struct keeper *keeper)
{
	int64_t version = store_version(keeper->store);

	if (version != keeper->version)
		keeper->look = keeper->work_left = true;
	keeper->version = version;
}

bool
keeper_turn(struct keeper *keeper, int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct mail_list mails = { 0 };

	keeper->work_left = false;
	notice_others(keeper);
	if (!take_courier(keeper, now, err) || !take_reader(keeper, now, err) ||
		!due_work(keeper, now, err) ||
		!inbox_forget(keeper, now, err) ||
		!outbox_claim(keeper, pool, now, &mails, err) ||
		!commit(keeper, now, err))
		return give_up(keeper);
	outbox_hand_over(keeper, &mails);
	return inbox_go_on(keeper, now, err) &&
		calendars_go_on(keeper, now, err);
}

bool
keeper_settle(struct keeper *keeper, int64_t now, struct err *err)
{
	do {
		keeper->work_left = false;
		if (!take_courier(keeper, now, err) ||
			!commit(keeper, now, err))
			return give_up(keeper);
	} while (keeper->work_left);
	return true;
}

bool
keeper_settled(const struct keeper *keeper)
{
	return !keeper->handed;
}

/* Nothing to decide now, and nothing to send that may be sent now: mails that
 * are held back can wait for days, and an item that failed is not tried again
 * at once. */
static bool
nothing_due(struct keeper *keeper, int64_t now)
{
	POOL_AUTO pool = pool_new();
	struct due_list dues = { 0 };
	struct err err = { 0 };
	int64_t next;

	if (!store_next_due(keeper->store, &next, &err))
		return false;
	return next > now || now < keeper->retry_at ||
		(outbox_waits(keeper, now) &&
			store_due(keeper->store, pool, now, 1, &dues, &err) &&
			!dues.n);
}

static bool
quiet_but_filing(struct keeper *keeper, int64_t now)
{
	return !keeper->handed && !keeper->work_left && !keeper->look &&
		!g_hash_table_size(keeper->letters) &&
		!g_hash_table_size(keeper->calendars) &&
		nothing_due(keeper, now);
}

bool
keeper_quiet(struct keeper *keeper, int64_t now)
{
	return !g_hash_table_size(keeper->filing) &&
		quiet_but_filing(keeper, now);
}

int
keeper_files_only(struct keeper *keeper, int64_t now)
{
	return quiet_but_filing(keeper, now)
		? (int)g_hash_table_size(keeper->filing)
		: 0;
}

int64_t
keeper_next(struct keeper *keeper, int64_t now)
{
	struct err err = { 0 };
	int64_t next = INT64_MAX;

	if (keeper->work_left)
		return now;
	if (!store_next_due(keeper->store, &next, &err))
		return now + 1;
	/* what is due and did not go is held, cooling down or over the rate */
	return CLAMP(next, now + 1, now + WAIT_MOST);
}

void
keeper_wait(struct keeper *keeper, int fd, int64_t milliseconds)
{
	struct pollfd fds[] = {
		{ .fd = courier_fd(keeper->courier),
			.events = courier_events(keeper->courier) },
		{ .fd = reader_fd(keeper->reader),
			.events = reader_events(keeper->reader) },
		{ .fd = fd, .events = POLLIN },
	};
	int64_t deadline = reader_deadline(keeper->reader);

	if (deadline != INT64_MAX)
		milliseconds = MIN(milliseconds, deadline - clock_ms());
	while (poll(fds, fd < 0 ? 2 : 3,
		       (int)CLAMP(milliseconds, 0, WAIT_MOST * 1000)) < 0 &&
		errno == EINTR)
		;
}

void
keeper_poll(struct keeper *keeper)
{
	courier_poll(keeper->courier, ++keeper->poll_serial);
}

bool
keeper_polled(const struct keeper *keeper)
{
	return keeper->polled_serial == keeper->poll_serial ||
		keeper->incoming_down;
}

/* *run 0: the only draft there is. */
static bool
find_draft(const struct facts *facts, int64_t *run, struct err *err)
{
	int64_t found = 0;

	if (*run)
		return true;
	for (size_t i = 0; i < facts->runs.n; i++) {
		if (facts->runs.at[i]->state != RUN_DRAFT)
			continue;
		if (found)
			return err_set(err, ERR_NEVER,
				"several drafts wait: say which one by --run");
		found = facts->runs.at[i]->id;
	}
	if (!found)
		return err_set(err, ERR_NEVER, "no draft waits for approval");
	*run = found;
	return true;
}

static bool
approve(const struct program *program, struct store *store, int64_t run,
	int64_t now, struct err *err)
{
	struct event event;

	if (!event_begin(&event, program, store, now, err))
		return false;
	if (store_load(store, event.facts, SUBJECT_PROGRAM, 0, err) &&
		store_load_history(store, event.facts, err) &&
		find_draft(event.facts, &run, err) &&
		decide_publish(program, event.facts, run, "command", err))
		return event_end(&event, err);
	event_drop(&event);
	return false;
}

bool
keep_approve(const struct program *program, struct store *store, int64_t run,
	int64_t now, struct err *err)
{
	if (!store_begin(store, err))
		return false;
	if (approve(program, store, run, now, err))
		return store_commit(store, err);
	store_rollback(store);
	return false;
}
