/* The courier's loop: take what the keeper says, let mail in and out go as far
 * as it can, tell the keeper, and wait. No decision is made here.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "carry/calendar.h"
#include "carry/incoming.h"
#include "carry/messages.h"
#include "carry/outgoing.h"
#include "carry/process.h"

#define KEEPER_FULL (8u << 20) /* octets queued to the keeper: fetch no more */
#define STOP_MS     5000
#define LAST_MS     500 /* for our last words */
#define WAIT_MOST   60000

struct courier_loop {
	struct ipc *keeper;
	struct wires *wires;
	struct outgoing *outgoing;
	struct incoming *incoming;
	struct calendars *calendars;
	int signals;
	int64_t stop_at; /* 0: not stopping */
};

/* --- to the keeper ------------------------------------------------------ */

static void
tell_settled(void *to, int64_t id, enum verdict verdict, const char *reply)
{
	struct courier_loop *loop = to;

	ipc_send(loop->keeper, MESSAGE_SETTLED,
		g_variant_new("(xis)", id, (gint32)verdict, reply));
	/* at once: should we die now, the verdict is not in doubt */
	ipc_flush(loop->keeper);
}

static void
tell_channel(struct courier_loop *loop, bool incoming, bool up,
	enum err_kind kind, const char *text)
{
	ipc_send(loop->keeper, MESSAGE_CHANNEL,
		g_variant_new("(bbis)", (gboolean)incoming, (gboolean)up,
			(gint32)kind, text));
}

static void
tell_outgoing(void *to, bool up, enum err_kind kind, const char *text)
{
	tell_channel(to, false, up, kind, text);
}

static void
tell_incoming(void *to, bool up, enum err_kind kind, const char *text)
{
	tell_channel(to, true, up, kind, text);
}

/* Too much is queued to the keeper: no more mail until it took some. */
static void
mind_keeper(struct courier_loop *loop)
{
	incoming_pause(loop->incoming, ipc_pending(loop->keeper) > KEEPER_FULL);
}

static void
tell_fetched(void *to, const char *mailbox, int64_t uidvalidity, int64_t uid,
	const void *raw, size_t len, bool cut)
{
	struct courier_loop *loop = to;

	ipc_send(loop->keeper, MESSAGE_FETCHED,
		g_variant_new("(sxxb@ay)", mailbox, uidvalidity, uid,
			(gboolean)cut, ipc_bytes(raw, len)));
	mind_keeper(loop);
}

static void
tell_filed(void *to, int64_t letter)
{
	struct courier_loop *loop = to;

	ipc_send(loop->keeper, MESSAGE_FILED, g_variant_new_int64(letter));
}

static void
tell_polled(void *to, int64_t serial)
{
	struct courier_loop *loop = to;

	ipc_send(loop->keeper, MESSAGE_POLLED, g_variant_new_int64(serial));
}

static void
tell_calendar(
	void *to, int64_t id, const char *why, const void *bytes, size_t len)
{
	struct courier_loop *loop = to;

	ipc_send(loop->keeper, MESSAGE_CALENDAR_CAME,
		g_variant_new("(xbs@ay)", id, (gboolean)!why, why ? why : "",
			ipc_bytes(bytes, len)));
}

static const struct outgoing_reports outgoing_reports = {
	.settled = tell_settled,
	.channel = tell_outgoing,
};

static const struct incoming_reports incoming_reports = {
	.fetched = tell_fetched,
	.filed = tell_filed,
	.polled = tell_polled,
	.channel = tell_incoming,
};

/* --- from the keeper ---------------------------------------------------- */

static void
stop(struct courier_loop *loop)
{
	if (!loop->stop_at)
		loop->stop_at = clock_ms() + STOP_MS;
	outgoing_stop(loop->outgoing);
	incoming_stop(loop->incoming);
}

static void
take_message(struct courier_loop *loop, const struct ipc_message *message)
{
	gint64 letter, uidvalidity, uid;
	gboolean quarantine;
	const char *mailbox, *url;

	switch ((enum message)message->type) {
	case MESSAGE_DELIVER:
		outgoing_deliver(loop->outgoing, message->value);
		return;
	case MESSAGE_FILE:
		g_variant_get(message->value, "(x&sxxb)", &letter, &mailbox,
			&uidvalidity, &uid, &quarantine);
		incoming_file(loop->incoming, letter, mailbox, uidvalidity, uid,
			quarantine);
		return;
	case MESSAGE_POLL:
		incoming_poll(
			loop->incoming, g_variant_get_int64(message->value));
		return;
	case MESSAGE_CALENDAR:
		g_variant_get(message->value, "(x&s)", &letter, &url);
		calendars_fetch(loop->calendars, letter, url);
		return;
	case MESSAGE_STOP:
		stop(loop);
		return;
	case MESSAGE_HELLO:
	case MESSAGE_SETTLED:
	case MESSAGE_FETCHED:
	case MESSAGE_FILED:
	case MESSAGE_POLLED:
	case MESSAGE_CHANNEL:
	case MESSAGE_CALENDAR_CAME:
	case MESSAGE_COUNT:
		break;
	}
	log_error("the keeper sent a message that is not for a courier");
}

/* False when the keeper is gone: nobody is left to carry for. */
static bool
hear_keeper(struct courier_loop *loop)
{
	bool there = ipc_fill(loop->keeper);
	struct ipc_message message;

	while (ipc_next(loop->keeper, &message)) {
		take_message(loop, &message);
		ipc_message_clear(&message);
	}
	return there && !ipc_broken(loop->keeper);
}

/* --- the loop ----------------------------------------------------------- */

static void
take_signals(struct courier_loop *loop)
{
	struct signalfd_siginfo signal;

	while (read(loop->signals, &signal, sizeof signal) == sizeof signal)
		stop(loop);
}

static void
wait_for_work(struct courier_loop *loop)
{
	struct pollfd fds[2 + OUTGOING_FDS + INCOMING_FDS];
	int64_t now = clock_ms(), until = now + WAIT_MOST;
	size_t n = 2;

	fds[0].fd = ipc_fd(loop->keeper);
	fds[0].events = ipc_pending(loop->keeper) ? POLLIN | POLLOUT : POLLIN;
	fds[1].fd = loop->signals;
	fds[1].events = POLLIN;
	n += outgoing_fds(loop->outgoing, fds + n);
	n += incoming_fds(loop->incoming, fds + n);
	until = MIN(until, outgoing_deadline(loop->outgoing));
	until = MIN(until, incoming_deadline(loop->incoming));
	if (loop->stop_at)
		until = MIN(until, loop->stop_at);
	wires_wait(loop->wires, fds, n, MAX(until - now, 0));
}

static bool
is_finished(const struct courier_loop *loop)
{
	if (!loop->stop_at)
		return false;
	return clock_ms() >= loop->stop_at ||
		(!outgoing_busy(loop->outgoing) &&
			!incoming_busy(loop->incoming));
}

static void
run(struct courier_loop *loop)
{
	for (;;) {
		int64_t now = clock_ms();

		mind_keeper(loop);
		outgoing_turn(loop->outgoing, now);
		incoming_turn(loop->incoming, now);
		if (loop->stop_at)
			stop(loop); /* what was busy may have ended */
		if (!ipc_flush(loop->keeper) || is_finished(loop))
			return;
		wait_for_work(loop);
		take_signals(loop);
		if (!hear_keeper(loop))
			_exit(0);
	}
}

/* Settle what is left, and give the keeper a moment to hear it. */
static void
say_last_words(struct courier_loop *loop)
{
	int64_t until = clock_ms() + LAST_MS;

	outgoing_free(loop->outgoing);
	calendars_free(loop->calendars);
	incoming_turn(loop->incoming, clock_ms()); /* LOGOUT */
	incoming_free(loop->incoming);
	while (ipc_flush(loop->keeper) && ipc_pending(loop->keeper) &&
		clock_ms() < until) {
		struct pollfd p = { .fd = ipc_fd(loop->keeper),
			.events = POLLOUT };

		poll(&p, 1, LAST_MS);
	}
}

/* Signals come by a descriptor; a broken pipe is an error code. */
static int
take_over_signals(void)
{
	static const int defaults[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
	sigset_t set;

	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
		signal(defaults[i], SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_SETMASK, &set, NULL);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

_Noreturn void
courier_process(const struct program *program, int fd)
{
	struct courier_loop loop = { 0 };
	int keep[] = { fd, -1 };

	prctl(PR_SET_NAME, "mentord-courier");
	sandbox_close_all_but(keep);
	log_open("courier", LOG_LEVEL_INFO);
	loop.keeper = ipc_new(fd, message_types);
	ipc_trust(loop.keeper);
	loop.signals = take_over_signals();
	loop.wires = wires_new();
	ipc_send(loop.keeper, MESSAGE_HELLO, g_variant_new_int64(getpid()));
	loop.outgoing =
		outgoing_new(loop.wires, program, &outgoing_reports, &loop);
	loop.incoming =
		incoming_new(loop.wires, program, &incoming_reports, &loop);
	loop.calendars =
		calendars_new(loop.wires, &program->mail, tell_calendar, &loop);
	run(&loop);
	say_last_words(&loop);
	_exit(0);
}
