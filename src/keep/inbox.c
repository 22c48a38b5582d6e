/* The inbox: stored raw, looked at twice by the reader (the head says who and
 * what it answers, then the whole with our originals at hand), applied in one
 * event, and only then filed away on the server. */
#include <glib.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "keep/about.h"
#include "keep/event.h"
#include "keep/hold.h"
#include "keep/reading.h"
#include "keep/state.h"

#define DEATHS_MOST 2   /* of the reader on one mail */
#define FILING_MOST 500 /* letters asked to be filed at once */

/* Raw letters of people who never agreed to anything: long enough for a
 * coordinator to look at one that was taken for a stranger's. */
#define STRANGERS_KEPT (30 * DAY)

bool
inbox_fetched(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err)
{
	char sha256[65];
	struct inbox letter = { .mailbox = event->mailbox,
		.uidvalidity = event->uidvalidity,
		.uid = event->uid,
		.raw = event->raw,
		.len = event->len,
		.received_at = now };
	bool known;

	FAULT("inbox.fetched");
	sha256_hex(event->raw, event->len, sha256);
	letter.sha256 = sha256;
	if (!keep_writing(keeper, err) ||
		!store_add_letter(
			keeper->store, &letter, &letter.id, &known, err))
		return false;
	if (known) { /* filing it was lost with the last connection */
		g_hash_table_remove(keeper->filing, &letter.id);
		keeper->file_after = 0;
	}
	keeper->look = true;
	return true;
}

bool
inbox_filed(struct keeper *keeper, int64_t letter, int64_t now, struct err *err)
{
	FAULT("inbox.filed");
	g_hash_table_remove(keeper->filing, &letter);
	/* one may have been applied later than its neighbours */
	if (!g_hash_table_size(keeper->filing) && keeper->file_after) {
		keeper->file_after = 0;
		keeper->look = true;
	}
	return keep_writing(keeper, err) &&
		store_filed(keeper->store, letter, now, err);
}

/* The one disposition of the letter, within the event that it caused. */
static bool
apply(struct keeper *keeper, struct event *event, struct reading *reading,
	enum letter_kind kind, const struct letter_effect *effect,
	struct err *err)
{
	struct inbox *letter = reading->letter;
	bool quarantine = effect->disposition == DISPOSITION_QUARANTINE;
	struct outcome *outcome = facts_new_outcome(event->facts,
		quarantine ? OUTCOME_QUARANTINED : OUTCOME_LETTER, "%s: %s",
		disposition_name(effect->disposition), effect->reason);

	outcome->letter = letter->id;
	outcome->participant = reading->about.participant;
	outcome->match = reading->about.match;
	outcome->session = reading->about.session;
	outcome->ask = reading->ask ? reading->ask : reading->about.ask;
	letter->state = INBOX_APPLIED;
	letter->kind = kind;
	letter->disposition = effect->disposition;
	letter->reason = effect->reason;
	letter->participant = reading->about.participant;
	letter->applied_at = event->facts->now;
	if (!store_applied(keeper->store, letter, err)) {
		event_drop(event);
		return false;
	}
	keeper->look = true;
	return event_end(event, err);
}

/* An effect that needs no facts of anybody. */
static bool
apply_alone(struct keeper *keeper, struct reading *reading, int64_t now,
	enum letter_kind kind, struct letter_effect effect, struct err *err)
{
	struct event event;

	return keep_writing(keeper, err) &&
		event_begin(&event, keeper->program, keeper->store, now, err) &&
		apply(keeper, &event, reading, kind, &effect, err);
}

/* The same bytes once more (delivered twice, or moved back by hand). */
static bool
is_repeat(struct keeper *keeper, struct reading *reading, bool *repeat,
	struct err *err)
{
	int64_t other = 0;

	if (!store_same_letter(keeper->store, reading->letter->sha256,
		    reading->letter->id, &other, err))
		return false;
	*repeat = other != 0;
	return true;
}

static bool
apply_repeat(struct keeper *keeper, struct reading *reading, int64_t now,
	struct err *err)
{
	struct letter_effect effect = { DISPOSITION_DUPLICATE,
		"the same mail was read before" };

	return apply_alone(keeper, reading, now, LETTER_REPLY, effect, err);
}

/* The whole of it goes to the reader, with our mails beside it. */
static bool
look_closer(struct keeper *keeper, struct reading *reading, int64_t now,
	struct err *err)
{
	if (!reading_originals(reading, keeper->store, err))
		return false;
	reading->context.now = now;
	reader_letter(keeper->reader, reading->letter->id, reading->letter->raw,
		reading->letter->len, &reading->context);
	reading->deciding = true;
	return true;
}

static bool
take_head(struct keeper *keeper, struct reading *reading,
	const struct letter_head *head, int64_t now, struct err *err)
{
	struct letter_effect effect;
	struct event event;
	bool repeat;

	if (!is_repeat(keeper, reading, &repeat, err))
		return false;
	if (repeat)
		return apply_repeat(keeper, reading, now, err);
	if (!keep_writing(keeper, err) ||
		!about_find(keeper->program, keeper->store, reading->pool, head,
			now, &reading->about, &reading->stop, err) ||
		!event_begin(&event, keeper->program, keeper->store, now, err))
		return false;
	if (!about_load(keeper->store, event.facts, &reading->about, err)) {
		event_drop(&event);
		return false;
	}
	if (decide_head(keeper->program, event.facts, head, &reading->about,
		    &effect))
		return apply(
			keeper, &event, reading, LETTER_REPLY, &effect, err);
	reading_context(reading, keeper->program, event.facts);
	event_drop(&event);
	return look_closer(keeper, reading, now, err);
}

/* The body names another mail of ours than the one it was held against: it is
 * read once more. */
static bool
look_again(struct keeper *keeper, struct reading *reading, int64_t now,
	struct err *err)
{
	struct event event;

	if (!event_begin(&event, keeper->program, keeper->store, now, err))
		return false;
	bool loaded =
		about_load(keeper->store, event.facts, &reading->about, err);

	if (loaded)
		reading_context(reading, keeper->program, event.facts);
	event_drop(&event);
	return loaded && look_closer(keeper, reading, now, err);
}

/* Only what they wrote themselves says how they end their letters. */
static bool
is_theirs(const struct letter_about *about, const struct letter *letter,
	enum disposition disposition)
{
	if (letter->kind != LETTER_REPLY || !about->participant ||
		!about->address || about->coordinator)
		return false;
	switch (disposition) {
	case DISPOSITION_ANSWER:
	case DISPOSITION_COMMAND:
	case DISPOSITION_RSVP:
	case DISPOSITION_CLARIFY:
	case DISPOSITION_COORDINATOR:
	case DISPOSITION_IGNORED:
		return true;
	case DISPOSITION_BOUNCE:
	case DISPOSITION_AUTO_REPLY:
	case DISPOSITION_COMPLAINT:
	case DISPOSITION_DUPLICATE:
	case DISPOSITION_STRANGER:
	case DISPOSITION_FORGED:
	case DISPOSITION_QUARANTINE:
	case DISPOSITION_COUNT:
		break;
	}
	return false;
}

/* What becomes of a letter that was read, within its event. */
static bool
apply_letter(struct keeper *keeper, struct event *event,
	struct reading *reading, struct letter *letter, struct err *err)
{
	const struct letter_about *about = &reading->about;

	if (reading->stop && letter->kind == LETTER_REPLY)
		letter->command = COMMAND_STOP;
	struct letter_effect effect =
		decide_letter(keeper->program, event->facts, letter, about);
	if (is_theirs(about, letter, effect.disposition) &&
		!store_add_tails(keeper->store, about->participant,
			&letter->closing, event->facts->now, err)) {
		event_drop(event);
		return false;
	}
	return apply(keeper, event, reading, letter->kind, &effect, err);
}

static bool
take_letter(struct keeper *keeper, struct reading *reading,
	struct letter *letter, int64_t now, struct err *err)
{
	struct event event;
	bool repeat, again;

	FAULT("inbox.read");
	if (!is_repeat(keeper, reading, &repeat, err))
		return false;
	if (repeat) /* it was read at the same time as its twin */
		return apply_repeat(keeper, reading, now, err);
	if (!reading_trace(reading, keeper->program, keeper->store, letter, now,
		    &again, err))
		return false;
	if (again)
		return look_again(keeper, reading, now, err);
	if (!keep_writing(keeper, err) ||
		!event_begin(&event, keeper->program, keeper->store, now, err))
		return false;
	if (!about_load(keeper->store, event.facts, &reading->about, err)) {
		event_drop(&event);
		return false;
	}
	return apply_letter(keeper, &event, reading, letter, err);
}

/* The reader died on this mail. Once may be chance. */
static bool
take_death(struct keeper *keeper, struct reading *reading, int64_t now,
	struct err *err)
{
	struct letter_effect effect = { DISPOSITION_QUARANTINE,
		"reading it failed twice" };
	int64_t deaths;

	if (!keep_writing(keeper, err) ||
		!store_count_attempt(
			keeper->store, reading->letter->id, &deaths, err))
		return false;
	log_warn("letter=%d the reader died on it (%d)",
		(int)reading->letter->id, (int)deaths);
	keeper->look = true;
	keeper->read_after = 0; /* it is stored as before */
	return deaths < DEATHS_MOST ||
		apply_alone(
			keeper, reading, now, LETTER_UNREADABLE, effect, err);
}

/* What fails without the store failing is a fault of ours in one letter: it
 * is put aside, and the rest goes on. */
static bool
put_aside(struct keeper *keeper, struct reading *reading, int64_t now,
	struct err *err)
{
	struct letter_effect effect = { DISPOSITION_QUARANTINE,
		"applying it failed; see the log" };

	if (store_failed(keeper->store))
		return false;
	log_error("letter=%d: %s", (int)reading->letter->id, err->text);
	*err = (struct err){ 0 };
	return apply_alone(
		keeper, reading, now, LETTER_UNREADABLE, effect, err);
}

static void
let_go(struct keeper *keeper, struct reading *reading)
{
	int64_t id = reading->letter->id;

	keeper->reading -= reading->letter->len;
	g_hash_table_remove(keeper->letters, &id);
}

bool
inbox_answer(struct keeper *keeper, const struct reader_answer *answer,
	int64_t now, struct err *err)
{
	struct reading *reading =
		g_hash_table_lookup(keeper->letters, &answer->id);
	bool taken = true;

	if (!reading)
		return true;
	reading->deciding = false;
	switch (answer->what) {
	case READER_HEAD:
		taken = take_head(keeper, reading, answer->head, now, err);
		break;
	case READER_LETTER:
		taken = take_letter(keeper, reading, answer->letter, now, err);
		break;
	case READER_BUSY: /* calendars.c's */
		break;
	case READER_DIED:
		taken = take_death(keeper, reading, now, err);
		break;
	}
	if (!taken)
		taken = put_aside(keeper, reading, now, err);
	if (!reading->deciding)
		let_go(keeper, reading);
	return taken;
}

static void
read_letter(struct keeper *keeper, struct pool *pool, struct inbox *letter,
	int64_t now)
{
	struct reading *reading = reading_new(pool, letter);

	FAULT("inbox.stored");
	g_hash_table_insert(keeper->letters, &letter->id, reading);
	keeper->reading += letter->len;
	reader_head(keeper->reader, letter->id, letter->raw, letter->len, now);
}

/* The next letter that is stored and not with the reader yet; *found is false
 * when there is none. */
static bool
read_next(struct keeper *keeper, int64_t now, bool *found, struct err *err)
{
	struct inbox_list letters = { 0 };
	struct pool *pool = pool_new();
	bool taken = store_unread(
		keeper->store, pool, keeper->read_after, 1, &letters, err);

	*found = taken && letters.n;
	if (!*found) {
		pool_free(pool);
		return taken;
	}
	keeper->read_after = letters.at[0]->id;
	if (g_hash_table_contains(keeper->letters, &keeper->read_after))
		pool_free(pool);
	else
		read_letter(keeper, pool, letters.at[0], now);
	return true;
}

/* Give the reader what is stored and not yet with it. */
static bool
read_more(struct keeper *keeper, int64_t now, struct err *err)
{
	bool found = true;

	if (!g_hash_table_size(keeper->letters))
		keeper->read_after = keeper->reading = 0;
	while (found && g_hash_table_size(keeper->letters) < READING_AT_ONCE &&
		keeper->reading < READING_BYTES)
		if (!read_next(keeper, now, &found, err))
			return false;
	keeper->look = found;
	return true;
}

/* Ask for the filing of what is applied. */
static bool
file_more(struct keeper *keeper, struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct inbox_list letters = { 0 };

	if (g_hash_table_size(keeper->filing) >= FILING_MOST)
		return true;
	if (!store_unfiled(keeper->store, pool, keeper->file_after, FILING_MOST,
		    &letters, err))
		return false;
	for (size_t i = 0; i < letters.n; i++) {
		const struct inbox *letter = letters.at[i];

		keeper->file_after = letter->id;
		if (g_hash_table_contains(keeper->filing, &letter->id))
			continue;
		FAULT("inbox.applied");
		g_hash_table_add(keeper->filing,
			g_memdup2(&letter->id, sizeof letter->id));
		courier_file(keeper->courier, letter->id, letter->mailbox,
			letter->uidvalidity, letter->uid,
			letter->disposition == DISPOSITION_QUARANTINE);
	}
	return true;
}

bool
inbox_go_on(struct keeper *keeper, int64_t now, struct err *err)
{
	if (!keeper->look)
		return true;
	keeper->look = false;
	return file_more(keeper, err) && read_more(keeper, now, err);
}

/* On hold it may be the clock that is wrong. */
bool
inbox_forget(struct keeper *keeper, int64_t now, struct err *err)
{
	POOL_AUTO pool = pool_new();
	int64_t n;

	if (keeper->forgot_at && now >= keeper->forgot_at &&
		now - keeper->forgot_at < DAY)
		return true;
	if (hold_is_on(keeper->store, pool, NULL))
		return true;
	if (!keep_writing(keeper, err) ||
		!store_forget_strangers(
			keeper->store, now - STRANGERS_KEPT, &n, err))
		return false;
	keeper->forgot_at = now;
	if (n)
		log_info("%d letters of strangers are forgotten: they were "
			 "read %d days ago",
			(int)n, (int)(STRANGERS_KEPT / DAY));
	return true;
}
