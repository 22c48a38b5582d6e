/* The mailbox: an IMAP session over one connection at a time, or a Maildir.
 *
 * A mailbox has a name of its own beside its UIDVALIDITY, so that a program
 * that moves to another server does not take new mails for known ones:
 * "user@host/folder", and "maildir".
 */
#include "carry/incoming.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "carry/backoff.h"
#include "carry/imap_session.h"
#include "carry/maildir.h"
#include "carry/messages.h"
#include "program/program.h"

#define LASTED_MS    (MINUTE * 1000) /* up so long: the next failure is a first */
#define RESCAN_MS    (MINUTE * 1000) /* of a Maildir, whatever inotify says */
#define READ_AT_ONCE 65536

struct incoming {
	struct wires *wires;
	const struct program *program;
	const struct incoming_reports *reports;
	void *to;
	struct place place;
	char *mailbox, *done, *quarantine;

	struct wire *wire;
	struct imap_session *session;
	bool connected; /* the session has begun */

	struct maildir_in *maildir;
	GArray *polls; /* int64_t serials (Maildir) */
	bool scan_again;
	int64_t scan_at;

	struct backoff backoff;
	int64_t ready_at;
	bool up, told, paused, stopping;
	enum err_kind down_kind;
	int64_t now; /* of this turn */
};

/* --- up and down -------------------------------------------------------- */

static void
channel_up(struct incoming *incoming)
{
	if (!incoming->up)
		incoming->reports->channel(incoming->to, true, ERR_NONE, "");
	incoming->up = incoming->told = true;
	incoming->ready_at = incoming->now;
}

static void
channel_down(struct incoming *incoming, const struct err *why)
{
	g_autofree char *text = message_line(why->text, strlen(why->text));

	if (incoming->up || !incoming->told || incoming->down_kind != why->kind)
		incoming->reports->channel(
			incoming->to, false, why->kind, text);
	if (incoming->up && incoming->now - incoming->ready_at > LASTED_MS)
		backoff_clear(&incoming->backoff);
	incoming->up = false;
	incoming->told = true;
	incoming->down_kind = why->kind;
	backoff_fail(&incoming->backoff, why->kind, incoming->now);
}

/* --- what the session and the Maildir report ---------------------------- */

static void
on_fetched(void *to, int64_t uidvalidity, int64_t uid, const void *raw,
	size_t len, bool cut)
{
	struct incoming *incoming = to;

	incoming->reports->fetched(incoming->to, incoming->mailbox, uidvalidity,
		uid, raw, len, cut);
}

static void
on_filed(void *to, int64_t letter)
{
	struct incoming *incoming = to;

	incoming->reports->filed(incoming->to, letter);
}

static void
on_polled(void *to, int64_t serial)
{
	struct incoming *incoming = to;

	incoming->reports->polled(incoming->to, serial);
}

static void
on_ready(void *to)
{
	channel_up(to);
}

static const struct imap_reports session_reports = {
	.fetched = on_fetched,
	.filed = on_filed,
	.polled = on_polled,
	.ready = on_ready,
};

/* False when the keeper has enough for now (it paused us meanwhile). */
static bool
on_mail(void *to, int64_t uidvalidity, int64_t uid, const void *raw, size_t len,
	bool cut)
{
	struct incoming *incoming = to;

	on_fetched(to, uidvalidity, uid, raw, len, cut);
	return !incoming->paused;
}

/* --- beginning ---------------------------------------------------------- */

static void
name_mailbox(struct incoming *incoming)
{
	const struct mail_config *mail = &incoming->program->mail;
	const char *folder = mail->folder ? mail->folder : "INBOX";

	incoming->mailbox = incoming->place.kind == PLACE_MAILDIR
		? g_strdup("maildir")
		: g_strdup_printf("%s@%s/%s", mail->user ? mail->user : "",
			  incoming->place.host, folder);
}

static void
make_session(struct incoming *incoming)
{
	const struct mail_config *mail = &incoming->program->mail;
	struct imap_folders folders = {
		.inbox = mail->folder ? mail->folder : "INBOX",
		.done = mail->done_folder ? mail->done_folder : "Processed",
		.quarantine = mail->quarantine_folder ? mail->quarantine_folder
						      : "Quarantine",
	};

	incoming->session =
		imap_session_new(&folders, &session_reports, incoming);
}

struct incoming *
incoming_new(struct wires *wires, const struct program *program,
	const struct incoming_reports *reports, void *to)
{
	struct incoming *incoming = g_new0(struct incoming, 1);
	g_autofree char *home = g_strdup_printf("maildir:%s/mail",
		program->state_dir ? program->state_dir : ".");
	const char *url =
		program->mail.incoming ? program->mail.incoming : home;
	struct err why = { 0 };

	incoming->wires = wires;
	incoming->program = program;
	incoming->reports = reports;
	incoming->to = to;
	incoming->polls = g_array_new(FALSE, FALSE, sizeof(int64_t));
	incoming->scan_again = true;
	bool good = place_parse(url, &incoming->place, &why);
	if (good && incoming->place.kind == PLACE_SMTP)
		good = err_set(&why, ERR_ASK,
			"mail.incoming cannot be an SMTP server");
	name_mailbox(incoming);
	if (good && incoming->place.kind == PLACE_IMAP)
		make_session(incoming);
	if (!good) {
		channel_down(incoming, &why);
		incoming->backoff.until = INT64_MAX; /* until the reload */
	}
	return incoming;
}

void
incoming_free(struct incoming *incoming)
{
	if (!incoming)
		return;
	imap_session_free(incoming->session);
	wire_close(incoming->wire);
	maildir_in_close(incoming->maildir);
	g_array_unref(incoming->polls);
	g_free(incoming->mailbox);
	g_free(incoming);
}

void
incoming_poll(struct incoming *incoming, int64_t serial)
{
	if (incoming->session)
		imap_session_poll(incoming->session, serial);
	else
		g_array_append_val(incoming->polls, serial);
	incoming->scan_again = true;
}

void
incoming_pause(struct incoming *incoming, bool pause)
{
	incoming->paused = pause;
	if (incoming->session)
		imap_session_pause(incoming->session, pause);
}

/* --- IMAP --------------------------------------------------------------- */

static void
lose(struct incoming *incoming, const struct err *why)
{
	struct err told = *why; /* it may be the wire's own */

	imap_session_lost(incoming->session);
	wire_close(incoming->wire);
	incoming->wire = NULL;
	incoming->connected = false;
	if (!incoming->stopping)
		channel_down(incoming, &told);
}

static void
lose_because(struct incoming *incoming, const char *text)
{
	struct err why = { 0 };

	/* the server's goodbye explains more than a closed connection */
	if (!imap_session_failed(incoming->session, &why))
		err_set(&why, ERR_LATER, "%s", text);
	lose(incoming, &why);
}

/* Everything there is to read; false when the connection is gone. */
static bool
read_imap(struct incoming *incoming)
{
	char *bytes = g_malloc(READ_AT_ONCE);
	enum wire_io io;
	size_t n;

	while ((io = wire_recv(incoming->wire, bytes, READ_AT_ONCE, &n)) ==
		WIRE_MOVED)
		imap_session_in(incoming->session, bytes, n, incoming->now);
	g_free(bytes);
	return io != WIRE_GONE;
}

static bool
write_imap(struct incoming *incoming)
{
	size_t len, n;
	const void *out;
	enum wire_io io = WIRE_MOVED;

	while (imap_session_has_out(incoming->session) && io == WIRE_MOVED) {
		out = imap_session_out(incoming->session, &len);
		io = wire_send(incoming->wire, out, len, &n);
		if (io == WIRE_MOVED)
			imap_session_wrote(incoming->session, n);
	}
	return io != WIRE_GONE;
}

static void
talk(struct incoming *incoming)
{
	struct err why;

	if (!read_imap(incoming)) {
		lose_because(incoming, "the server closed the connection");
		return;
	}
	imap_session_turn(incoming->session, incoming->now);
	if (!write_imap(incoming)) {
		read_imap(incoming);
		lose_because(incoming, "the connection broke");
	} else if (imap_session_failed(incoming->session, &why)) {
		lose(incoming, &why);
	}
}

static void
turn_imap(struct incoming *incoming)
{
	if (!incoming->wire && !incoming->stopping &&
		incoming->now >= incoming->backoff.until)
		incoming->wire =
			wire_open(incoming->wires, &incoming->program->mail,
				&incoming->place, "", incoming->now);
	if (!incoming->wire)
		return;
	if (!incoming->connected) {
		switch (wire_turn(incoming->wire, incoming->now)) {
		case WIRE_OPENING:
			return;
		case WIRE_FAILED:
			lose(incoming, wire_fault(incoming->wire));
			return;
		case WIRE_OPEN:
			incoming->connected = true;
			imap_session_begin(incoming->session, incoming->now);
			break;
		}
	}
	talk(incoming);
}

/* --- Maildir ------------------------------------------------------------ */

static void
answer_polls(struct incoming *incoming)
{
	for (guint i = 0; i < incoming->polls->len; i++)
		on_polled(incoming, g_array_index(incoming->polls, gint64, i));
	g_array_set_size(incoming->polls, 0);
}

static void
scan(struct incoming *incoming, struct err *why)
{
	bool all;

	incoming->scan_at = incoming->now + RESCAN_MS;
	incoming->scan_again = false;
	if (!maildir_in_scan(incoming->maildir, on_mail, incoming, &all, why)) {
		channel_down(incoming, why);
		incoming->scan_again = true;
		return;
	}
	channel_up(incoming);
	if (all)
		answer_polls(incoming);
	incoming->scan_again = !all;
}

static bool
notified(const struct incoming *incoming)
{
	struct pollfd p = { .fd = maildir_in_fd(incoming->maildir),
		.events = POLLIN };

	return p.fd >= 0 && poll(&p, 1, 0) > 0;
}

static void
turn_maildir(struct incoming *incoming)
{
	struct err why = { 0 };

	if (incoming->now < incoming->backoff.until || incoming->stopping)
		return;
	if (!incoming->maildir)
		incoming->maildir = maildir_in_open(
			incoming->place.path, clock_now(), &why);
	if (!incoming->maildir)
		channel_down(incoming, &why);
	else if (!incoming->paused &&
		(incoming->scan_again || incoming->now >= incoming->scan_at ||
			notified(incoming)))
		scan(incoming, &why);
}

/* --- both --------------------------------------------------------------- */

void
incoming_file(struct incoming *incoming, int64_t letter, const char *mailbox,
	int64_t uidvalidity, int64_t uid, bool quarantine)
{
	struct err why = { 0 };

	if (strcmp(mailbox, incoming->mailbox)) {
		on_filed(incoming, letter);
		return;
	}
	if (incoming->session) {
		imap_session_file(incoming->session, letter, uidvalidity, uid,
			quarantine);
		return;
	}
	if (!incoming->maildir)
		turn_maildir(incoming);
	if (incoming->maildir &&
		!maildir_in_file(
			incoming->maildir, uidvalidity, uid, quarantine, &why))
		channel_down(incoming, &why);
	on_filed(incoming, letter);
}

void
incoming_turn(struct incoming *incoming, int64_t now)
{
	incoming->now = now;
	if (incoming->session)
		turn_imap(incoming);
	else if (incoming->place.kind == PLACE_MAILDIR)
		turn_maildir(incoming);
}

size_t
incoming_fds(const struct incoming *incoming, struct pollfd *fds)
{
	fds->events = POLLIN;
	if (incoming->maildir)
		fds->fd = incoming->paused ? -1
					   : maildir_in_fd(incoming->maildir);
	else
		fds->fd = incoming->wire ? wire_fd(incoming->wire) : -1;
	if (incoming->connected && imap_session_has_out(incoming->session))
		fds->events |= POLLOUT;
	return fds->fd >= 0;
}

int64_t
incoming_deadline(const struct incoming *incoming)
{
	if (incoming->stopping && !incoming->wire)
		return INT64_MAX;
	if (incoming->connected)
		return imap_session_deadline(incoming->session);
	if (incoming->wire)
		return wire_deadline(incoming->wire);
	if (!incoming->maildir)
		return incoming->backoff.until;
	if (incoming->paused)
		return INT64_MAX;
	return incoming->scan_again
		? MAX(incoming->now, incoming->backoff.until)
		: incoming->scan_at;
}

void
incoming_stop(struct incoming *incoming)
{
	incoming->stopping = true;
	if (incoming->session)
		imap_session_stop(incoming->session);
}

bool
incoming_busy(const struct incoming *incoming)
{
	return incoming->connected && imap_session_busy(incoming->session);
}
