/* The keeper's end of the courier.
 *
 * What was handed over is remembered with the place its last byte has in the
 * stream to the courier. When the courier dies, that place tells whether the
 * mail can have left at all: bytes that never left our buffer are unsent, all
 * others are in doubt. The courier speaks with strangers, so what it says is
 * checked: only mails that were handed over can be settled, once each.
 */
#include "carry/courier.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/stem.h"
#include "carry/messages.h"
#include "carry/process.h"

#define DRAINING      5500  /* ms: its 5 s and a little */
#define RESTART_MAX   60000 /* ms between two starts, at most */
#define LIVED_LONG    60000 /* ms after which a death is a first one */
#define HAND_OVER_MAX (IPC_LIMIT - 65536)
#define EVENTS_MOST   500 /* not yet taken: hear no more */

struct handed {
	int64_t id;
	guint64 end; /* place of its last byte in the stream to the courier */
};

struct courier {
	const struct program *program;
	struct stem *stem;
	struct ipc *ipc; /* NULL while there is no courier */
	int64_t pid;
	GArray *handed;    /* struct handed, unsettled, in order */
	GArray *polls;     /* int64_t serials without an answer */
	GArray *calendars; /* int64_t ids, likewise */
	GHashTable
		*filing;  /* letter (int64_t) to its MESSAGE_FILE, unanswered */
	GQueue *events;   /* struct ipc_message *, not yet taken */
	guint64 streamed; /* bytes queued to this courier */
	int64_t started_ms; /* this courier */
	int64_t again_ms;   /* not started before */
	int64_t pause_ms;
};

static const char *const verdict_names[] = {
	[VERDICT_ACCEPTED] = "accepted",
	[VERDICT_TEMPORARY] = "temporary",
	[VERDICT_PERMANENT] = "permanent",
	[VERDICT_CHANNEL] = "channel",
	[VERDICT_UNSENT] = "unsent",
	[VERDICT_IN_DOUBT] = "in doubt",
};
_Static_assert(G_N_ELEMENTS(verdict_names) == VERDICT_IN_DOUBT + 1,
	"every verdict has a name");

const char *
verdict_name(enum verdict verdict)
{
	return verdict_names[verdict];
}

static void
event_push(struct courier *courier, unsigned type, GVariant *value)
{
	struct ipc_message *event = g_new(struct ipc_message, 1);

	event->type = type;
	event->value = g_variant_take_ref(value);
	g_queue_push_tail(courier->events, event);
}

static void
event_free(void *event)
{
	ipc_message_clear(event);
	g_free(event);
}

static void
say(struct courier *courier, enum message type, GVariant *value)
{
	size_t before = ipc_pending(courier->ipc);

	ipc_send(courier->ipc, type, value);
	courier->streamed += ipc_pending(courier->ipc) - before;
}

/* What the courier before this one left unanswered. */
static void
say_again(struct courier *courier)
{
	GHashTableIter iter;
	void *request;

	g_hash_table_iter_init(&iter, courier->filing);
	while (g_hash_table_iter_next(&iter, NULL, &request))
		say(courier, MESSAGE_FILE, request);
	for (guint i = 0; i < courier->polls->len; i++)
		say(courier, MESSAGE_POLL,
			g_variant_new_int64(
				g_array_index(courier->polls, gint64, i)));
}

static bool
begin(struct courier *courier, struct err *err)
{
	pid_t pid;
	int fd;

	if (!stem_fork(courier->stem, &fd, &pid, err))
		return false;
	courier->pid = pid;
	courier->ipc = ipc_new(fd, message_types);
	courier->streamed = 0;
	courier->started_ms = clock_ms();
	say_again(courier);
	return true;
}

static void
grow(int fd, const void *program)
{
	courier_process(program, fd);
}

struct courier *
courier_start(const struct program *program, struct err *err)
{
	struct courier *courier = g_new0(struct courier, 1);

	courier->program = program;
	courier->handed = g_array_new(FALSE, FALSE, sizeof(struct handed));
	courier->polls = g_array_new(FALSE, FALSE, sizeof(int64_t));
	courier->calendars = g_array_new(FALSE, FALSE, sizeof(int64_t));
	courier->filing = g_hash_table_new_full(g_int64_hash, g_int64_equal,
		g_free, (GDestroyNotify)g_variant_unref);
	courier->events = g_queue_new();
	courier->stem = stem_start("courier", grow, program, err);
	if (courier->stem && begin(courier, err))
		return courier;
	courier_stop(courier);
	return NULL;
}

static void
settle(struct courier *courier, int64_t id, enum verdict verdict,
	const char *reply)
{
	event_push(courier, MESSAGE_SETTLED,
		g_variant_new("(xis)", id, (gint32)verdict, reply));
}

static void
no_calendar(struct courier *courier, int64_t id, const char *why)
{
	event_push(courier, MESSAGE_CALENDAR_CAME,
		g_variant_new("(xbs@ay)", id, FALSE, why, ipc_bytes(NULL, 0)));
}

/* The courier is gone: everything it held gets the worst it can be. */
static void
bury(struct courier *courier)
{
	guint64 gone = courier->streamed - ipc_pending(courier->ipc);

	for (guint i = 0; i < courier->handed->len; i++) {
		struct handed *h =
			&g_array_index(courier->handed, struct handed, i);

		if (h->end <= gone)
			settle(courier, h->id, VERDICT_IN_DOUBT,
				"the courier ended before it had a verdict");
		else
			settle(courier, h->id, VERDICT_UNSENT,
				"the courier ended before it had the mail");
	}
	g_array_set_size(courier->handed, 0);
	for (guint i = 0; i < courier->calendars->len; i++)
		no_calendar(courier,
			g_array_index(courier->calendars, gint64, i),
			"the courier ended before it came");
	g_array_set_size(courier->calendars, 0);
	ipc_free(courier->ipc);
	courier->ipc = NULL;
	courier->pid = 0;
}

/* Start anew: at once after a long life, else after a growing pause. */
static void
plan_restart(struct courier *courier)
{
	int64_t now = clock_ms();

	if (now - courier->started_ms > LIVED_LONG || !courier->started_ms)
		courier->pause_ms = 0;
	courier->again_ms = now + courier->pause_ms;
	courier->pause_ms = courier->pause_ms
		? MIN(2 * courier->pause_ms, RESTART_MAX)
		: 1000;
}

/* True when id was handed over and not settled: it is now. */
static bool
was_handed(struct courier *courier, int64_t id)
{
	for (guint i = 0; i < courier->handed->len; i++)
		if (g_array_index(courier->handed, struct handed, i).id == id) {
			g_array_remove_index(courier->handed, i);
			return true;
		}
	return false;
}

/* Likewise of polls and calendars. */
static bool
was_asked(GArray *numbers, int64_t number)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, gint64, i) == number) {
			g_array_remove_index(numbers, i);
			return true;
		}
	return false;
}

/* Whether a message of the courier is an event that can be believed. */
static bool
believe(struct courier *courier, const struct ipc_message *message)
{
	gint64 id;
	gint32 number;

	switch ((enum message)message->type) {
	case MESSAGE_SETTLED:
		g_variant_get(message->value, "(xi&s)", &id, &number, NULL);
		return number >= 0 && number <= VERDICT_IN_DOUBT &&
			was_handed(courier, id);
	case MESSAGE_CHANNEL:
		g_variant_get(
			message->value, "(bbi&s)", NULL, NULL, &number, NULL);
		return number >= 0 && number <= ERR_ASK;
	case MESSAGE_POLLED:
		return was_asked(
			courier->polls, g_variant_get_int64(message->value));
	case MESSAGE_CALENDAR_CAME:
		g_variant_get_child(message->value, 0, "x", &id);
		return was_asked(courier->calendars, id);
	case MESSAGE_FILED:
		id = g_variant_get_int64(message->value);
		return g_hash_table_remove(courier->filing, &id);
	case MESSAGE_FETCHED:
		return true;
	case MESSAGE_HELLO:
		courier->pid = g_variant_get_int64(message->value);
		return false;
	case MESSAGE_DELIVER:
	case MESSAGE_FILE:
	case MESSAGE_POLL:
	case MESSAGE_CALENDAR:
	case MESSAGE_STOP:
	case MESSAGE_COUNT:
		break;
	}
	return false;
}

/* Exchange what the socket holds and takes; false when the courier is gone.
 * Only reading tells that: its last words may wait behind a failed write. */
static bool
exchange(struct courier *courier)
{
	struct ipc_message message;

	ipc_flush(courier->ipc);
	bool there = ipc_fill(courier->ipc);
	while (ipc_next(courier->ipc, &message)) {
		if (believe(courier, &message))
			event_push(courier, message.type,
				g_variant_ref(message.value));
		ipc_message_clear(&message);
	}
	return there && !ipc_broken(courier->ipc);
}

/* A courier that is faster than its keeper waits, as soon as its socket and
 * what it may queue are full. */
static bool
is_full(struct courier *courier)
{
	if (g_queue_get_length(courier->events) < EVENTS_MOST)
		return false;
	ipc_flush(courier->ipc);
	return true;
}

bool
courier_turn(struct courier *courier, struct err *err)
{
	if (courier->ipc && !is_full(courier) && !exchange(courier)) {
		log_warn("the courier (process %d) ended", (int)courier->pid);
		bury(courier);
		plan_restart(courier);
	}
	if (!courier->ipc && clock_ms() >= courier->again_ms)
		return begin(courier, err);
	return true;
}

int
courier_fd(const struct courier *courier)
{
	return courier->ipc ? ipc_fd(courier->ipc) : -1;
}

short
courier_events(const struct courier *courier)
{
	if (!courier->ipc)
		return 0;
	return ipc_pending(courier->ipc) ? POLLIN | POLLOUT : POLLIN;
}

int64_t
courier_pid(const struct courier *courier)
{
	return courier->pid;
}

int
courier_room(const struct courier *courier)
{
	return courier->ipc ? courier->program->mail.in_flight : 0;
}

void
courier_deliver(struct courier *courier, const struct mail *mail)
{
	int64_t at = mail->not_before ? mail->not_before : mail->created_at;

	if (!courier->ipc) {
		settle(courier, mail->id, VERDICT_UNSENT,
			"no courier is running");
		return;
	}
	if (mail->len > HAND_OVER_MAX) {
		settle(courier, mail->id, VERDICT_CHANNEL,
			"the mail is too large to be carried");
		return;
	}
	say(courier, MESSAGE_DELIVER,
		g_variant_new("(xxss@ay)", mail->id, at, mail->envelope_from,
			mail->recipient, ipc_bytes(mail->bytes, mail->len)));
	struct handed handed = { mail->id, courier->streamed };
	g_array_append_val(courier->handed, handed);
}

void
courier_file(struct courier *courier, int64_t letter, const char *mailbox,
	int64_t uidvalidity, int64_t uid, bool quarantine)
{
	GVariant *request = g_variant_ref_sink(g_variant_new("(xsxxb)", letter,
		mailbox, uidvalidity, uid, (gboolean)quarantine));

	g_hash_table_insert(
		courier->filing, g_memdup2(&letter, sizeof letter), request);
	if (courier->ipc)
		say(courier, MESSAGE_FILE, request);
}

void
courier_poll(struct courier *courier, int64_t serial)
{
	g_array_append_val(courier->polls, serial);
	if (courier->ipc)
		say(courier, MESSAGE_POLL, g_variant_new_int64(serial));
}

void
courier_calendar(struct courier *courier, int64_t id, const char *url)
{
	if (!courier->ipc) {
		no_calendar(courier, id, "no courier is running");
		return;
	}
	g_array_append_val(courier->calendars, id);
	say(courier, MESSAGE_CALENDAR, g_variant_new("(xs)", id, url));
}

static void
take_calendar(struct courier_event *event, struct pool *pool, GVariant *value)
{
	g_autoptr(GVariant) raw = NULL;
	gboolean came;
	const char *why;
	gint64 id;

	g_variant_get(value, "(xb&s@ay)", &id, &came, &why, &raw);
	event->what = COURIER_CALENDAR;
	event->id = id;
	event->text = came ? NULL : pool_strdup(pool, why);
	const void *bytes = ipc_bytes_of(raw, &event->len);
	event->raw = event->len ? pool_memdup(pool, bytes, event->len) : "";
}

static void
take_fetched(struct courier_event *event, struct pool *pool, GVariant *value)
{
	g_autoptr(GVariant) raw = NULL;
	const char *mailbox;
	gboolean cut;
	gint64 uidvalidity, uid;

	g_variant_get(
		value, "(&sxxb@ay)", &mailbox, &uidvalidity, &uid, &cut, &raw);
	event->what = COURIER_FETCHED;
	event->mailbox = pool_strdup(pool, mailbox);
	event->uidvalidity = uidvalidity;
	event->uid = uid;
	event->too_long = cut;
	const void *bytes = ipc_bytes_of(raw, &event->len);
	event->raw = pool_memdup(pool, bytes, event->len);
}

static void
take_settled(struct courier_event *event, struct pool *pool, GVariant *value)
{
	const char *reply;
	gint32 verdict;
	gint64 id;

	g_variant_get(value, "(xi&s)", &id, &verdict, &reply);
	event->what = COURIER_SETTLED;
	event->id = id;
	event->verdict = (enum verdict)verdict;
	event->reply = pool_strdup(pool, reply);
}

static void
take_channel(struct courier_event *event, struct pool *pool, GVariant *value)
{
	gboolean incoming, up;
	const char *text;
	gint32 kind;

	g_variant_get(value, "(bbi&s)", &incoming, &up, &kind, &text);
	event->what = COURIER_CHANNEL;
	event->incoming = incoming;
	event->up = up;
	event->kind = (enum err_kind)kind;
	event->text = pool_strdup(pool, text);
}

bool
courier_next(
	struct courier *courier, struct pool *pool, struct courier_event *event)
{
	struct ipc_message *message = g_queue_pop_head(courier->events);

	if (!message)
		return false;
	*event = (struct courier_event){ 0 };
	if (message->type == MESSAGE_FETCHED) {
		take_fetched(event, pool, message->value);
	} else if (message->type == MESSAGE_SETTLED) {
		take_settled(event, pool, message->value);
	} else if (message->type == MESSAGE_CHANNEL) {
		take_channel(event, pool, message->value);
	} else if (message->type == MESSAGE_CALENDAR_CAME) {
		take_calendar(event, pool, message->value);
	} else {
		event->what = message->type == MESSAGE_FILED ? COURIER_FILED
							     : COURIER_POLLED;
		event->id = g_variant_get_int64(message->value);
	}
	event_free(message);
	return true;
}

void
courier_drain(struct courier *courier)
{
	int64_t until = clock_ms() + DRAINING;

	if (!courier->ipc)
		return;
	say(courier, MESSAGE_STOP, g_variant_new("()"));
	while (exchange(courier)) {
		struct pollfd p = { .fd = courier_fd(courier),
			.events = courier_events(courier) };
		int64_t left = until - clock_ms();

		if (left <= 0) {
			if (courier->pid > 0)
				kill((pid_t)courier->pid, SIGKILL);
			break;
		}
		poll(&p, 1, (int)left);
	}
	g_array_set_size(courier->calendars, 0); /* they are no failures */
	bury(courier);
	courier->again_ms = INT64_MAX; /* not again */
}

void
courier_stop(struct courier *courier)
{
	if (!courier)
		return;
	courier_drain(courier);
	stem_stop(courier->stem);
	g_array_unref(courier->handed);
	g_array_unref(courier->polls);
	g_array_unref(courier->calendars);
	g_hash_table_unref(courier->filing);
	g_queue_free_full(courier->events, event_free);
	g_free(courier);
}
