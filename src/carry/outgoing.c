/* The queue and its connections.
 *
 * A connection that was refused, lost or turned away by 421 before it carried
 * anything means that the channel is down: everything in the queue is settled
 * as unsent, and mails that come during the pause are, too. One that carried
 * mails and then ends is ordinary (servers count): its mail, if no byte of the
 * end was out, goes over a fresh connection once.
 */
#include "carry/outgoing.h"

#include <string.h>

#include "base/fault.h"
#include "base/ipc.h"
#include "base/log.h"
#include "carry/backoff.h"
#include "carry/maildir.h"
#include "carry/messages.h"
#include "carry/smtp.h"
#include "program/program.h"

#define CONNECTION_MAILS 100  /* then QUIT and anew: providers count */
#define IDLE_MS          5000 /* then QUIT */
#define MAILS_A_LINE     16   /* waiting, to be worth one more connection */
#define CHANNEL_ENOUGH   3    /* refusals of us in a row */
#define READ_AT_ONCE     16384

struct parcel {
	int64_t id, at;
	const char *from, *to; /* in delivery */
	GVariant *delivery, *bytes;
	bool again; /* came back once from a lost connection */
};

/* One connection. */
struct line {
	struct wire *wire;
	struct smtp *smtp; /* NULL while opening */
	struct parcel *parcel;
	int begun, taken; /* mails; of these accepted or refused */
	int64_t idle_since;
	bool quitting; /* by us */
	bool dot_out;  /* the fault point was passed for this mail */
};

struct outgoing {
	struct wires *wires;
	const struct program *program;
	const struct outgoing_reports *reports;
	void *to;
	struct place place;
	struct maildir_out *maildir;
	char *greeting;
	GQueue *queue; /* struct parcel * */
	struct line *lines[OUTGOING_FDS];
	struct backoff backoff, more; /* the channel; further connections */
	bool up, told, stopping;
	int refused_us;  /* VERDICT_CHANNEL in a row */
	struct err down; /* why */
};

static void
parcel_free(struct parcel *parcel)
{
	g_variant_unref(parcel->delivery);
	g_variant_unref(parcel->bytes);
	g_free(parcel);
}

static void
settle(struct outgoing *outgoing, struct parcel *parcel, enum verdict verdict,
	const char *reply)
{
	g_autofree char *line = message_line(reply, strlen(reply));

	outgoing->reports->settled(outgoing->to, parcel->id, verdict, line);
	parcel_free(parcel);
}

static void
settle_queue(struct outgoing *outgoing, const char *why)
{
	struct parcel *parcel;

	while ((parcel = g_queue_pop_head(outgoing->queue)))
		settle(outgoing, parcel, VERDICT_UNSENT, why);
}

/* --- up and down -------------------------------------------------------- */

static void
channel_up(struct outgoing *outgoing)
{
	if (!outgoing->up)
		outgoing->reports->channel(outgoing->to, true, ERR_NONE, "");
	outgoing->up = outgoing->told = true;
}

static void
channel_down(struct outgoing *outgoing, enum err_kind kind, const char *why,
	int64_t now)
{
	g_autofree char *text = message_line(why, strlen(why));

	if (outgoing->up || !outgoing->told || outgoing->down.kind != kind)
		outgoing->reports->channel(outgoing->to, false, kind, text);
	outgoing->up = false;
	outgoing->told = true;
	err_set(&outgoing->down, kind, "%s", text);
	backoff_fail(&outgoing->backoff, kind, now);
	settle_queue(outgoing, text);
}

static bool
has_lines(const struct outgoing *outgoing)
{
	for (int i = 0; i < OUTGOING_FDS; i++)
		if (outgoing->lines[i] && outgoing->lines[i]->smtp)
			return true;
	return false;
}

/* --- opening ------------------------------------------------------------ */

static char *
greeting_of(const struct program *program)
{
	const char *at =
		program->address ? strrchr(program->address, '@') : NULL;

	return g_strdup(at && at[1] ? at + 1 : "localhost");
}

static void
open_place(struct outgoing *outgoing)
{
	const struct mail_config *mail = &outgoing->program->mail;
	g_autofree char *home = g_strdup_printf("maildir:%s/mail",
		outgoing->program->state_dir ? outgoing->program->state_dir
					     : ".");
	struct err why = { 0 };

	if (!place_parse(mail->outgoing ? mail->outgoing : home,
		    &outgoing->place, &why)) {
		channel_down(outgoing, ERR_ASK, why.text, 0);
		outgoing->backoff.until = INT64_MAX; /* until the reload */
	} else if (outgoing->place.kind == PLACE_IMAP) {
		channel_down(outgoing, ERR_ASK,
			"mail.outgoing cannot be an IMAP server", 0);
		outgoing->backoff.until = INT64_MAX;
	}
}

struct outgoing *
outgoing_new(struct wires *wires, const struct program *program,
	const struct outgoing_reports *reports, void *to)
{
	struct outgoing *outgoing = g_new0(struct outgoing, 1);

	outgoing->wires = wires;
	outgoing->program = program;
	outgoing->reports = reports;
	outgoing->to = to;
	outgoing->greeting = greeting_of(program);
	outgoing->queue = g_queue_new();
	open_place(outgoing);
	return outgoing;
}

void
outgoing_deliver(struct outgoing *outgoing, GVariant *delivery)
{
	struct parcel *parcel = g_new0(struct parcel, 1);

	g_variant_get(delivery, "(xx&s&s@ay)", &parcel->id, &parcel->at,
		&parcel->from, &parcel->to, &parcel->bytes);
	parcel->delivery = g_variant_ref(delivery);
	g_queue_push_tail(outgoing->queue, parcel);
}

/* --- Maildir ------------------------------------------------------------ */

static bool
address_is_bad(struct outgoing *outgoing, struct parcel *parcel)
{
	const char *from = smtp_address_fault(parcel->from);
	const char *to = smtp_address_fault(parcel->to);

	if (!from && !to)
		return false;
	settle(outgoing, parcel, from ? VERDICT_CHANNEL : VERDICT_PERMANENT,
		from ? from : to);
	return true;
}

static bool
write_all(struct outgoing *outgoing, GQueue *written, struct err *why)
{
	const char *path = outgoing->place.path;
	struct parcel *parcel;

	if (!outgoing->maildir)
		outgoing->maildir = maildir_out_open(path, why);
	if (!outgoing->maildir)
		return false;
	while ((parcel = g_queue_pop_head(outgoing->queue))) {
		size_t len;
		const void *bytes = ipc_bytes_of(parcel->bytes, &len);

		if (address_is_bad(outgoing, parcel))
			continue;
		g_queue_push_tail(written, parcel);
		if (!maildir_out_write(outgoing->maildir, parcel->id,
			    parcel->at, parcel->from, parcel->to, bytes, len,
			    why))
			return false;
	}
	return maildir_out_sync(outgoing->maildir, why);
}

/* A file that is written again replaces itself: nothing is ever in doubt. */
static void
turn_maildir(struct outgoing *outgoing, int64_t now)
{
	g_autoptr(GQueue) written = g_queue_new();
	struct err why = { 0 };
	struct parcel *parcel;

	if (g_queue_is_empty(outgoing->queue) || now < outgoing->backoff.until)
		return;
	bool good = write_all(outgoing, written, &why);
	while ((parcel = g_queue_pop_head(written)))
		settle(outgoing, parcel,
			good ? VERDICT_ACCEPTED : VERDICT_UNSENT,
			good ? "written" : why.text);
	if (good) {
		backoff_clear(&outgoing->backoff);
		channel_up(outgoing);
	} else {
		channel_down(outgoing, why.kind, why.text, now);
	}
}

/* --- one connection ----------------------------------------------------- */

static void
line_close(struct outgoing *outgoing, int i)
{
	struct line *line = outgoing->lines[i];

	outgoing->lines[i] = NULL;
	g_assert(!line->parcel);
	smtp_free(line->smtp);
	wire_close(line->wire);
	g_free(line);
}

static void
line_open(struct outgoing *outgoing, int i, int64_t now)
{
	struct line *line = g_new0(struct line, 1);

	line->wire = wire_open(outgoing->wires, &outgoing->program->mail,
		&outgoing->place, outgoing->greeting, now);
	line->idle_since = now;
	outgoing->lines[i] = line;
}

static void
line_opened(struct outgoing *outgoing, struct line *line, int64_t now)
{
	struct smtp_server server = { 0 };

	server.pipelining = wire_announced(line->wire, "PIPELINING", NULL);
	server.size = wire_announced(line->wire, "SIZE", &server.limit);
	line->smtp = smtp_new(server);
	line->idle_since = now;
	channel_up(outgoing);
}

/* A connection could not be had. With others at work that is no trouble. */
static void
line_refused(struct outgoing *outgoing, int i, int64_t now)
{
	struct err why = *wire_fault(outgoing->lines[i]->wire);

	line_close(outgoing, i);
	if (has_lines(outgoing))
		backoff_fail(&outgoing->more, why.kind, now);
	else
		channel_down(outgoing, why.kind, why.text, now);
}

static void
take_verdict(struct outgoing *outgoing, struct line *line, enum verdict verdict,
	const char *reply, int64_t now)
{
	struct parcel *parcel = line->parcel;

	line->parcel = NULL;
	line->idle_since = now;
	if (verdict == VERDICT_UNSENT && line->taken && !parcel->again &&
		!outgoing->stopping) {
		parcel->again = true;
		g_queue_push_head(outgoing->queue, parcel);
		return;
	}
	if (verdict != VERDICT_UNSENT && verdict != VERDICT_IN_DOUBT) {
		line->taken++;
		backoff_clear(&outgoing->backoff);
	}
	outgoing->refused_us =
		verdict == VERDICT_CHANNEL ? outgoing->refused_us + 1 : 0;
	g_autofree char *words = g_strdup(reply);
	settle(outgoing, parcel, verdict, reply);
	if (outgoing->refused_us >= CHANNEL_ENOUGH) {
		outgoing->refused_us = 0;
		channel_down(outgoing, ERR_LATER, words, now);
	}
}

/* All that can be read now. */
static bool
line_read(struct line *line, int64_t now)
{
	char bytes[READ_AT_ONCE];
	size_t n;
	bool some = false;

	for (;;) {
		switch (wire_recv(line->wire, bytes, sizeof bytes, &n)) {
		case WIRE_MOVED:
			smtp_in(line->smtp, bytes, n, now);
			some = true;
			break;
		case WIRE_AGAIN:
			return some;
		case WIRE_GONE:
			smtp_closed(line->smtp,
				"the server closed the connection", now);
			return false;
		}
	}
}

static bool
line_write(struct line *line, int64_t now)
{
	size_t len, n;
	const void *out = smtp_out(line->smtp, &len);

	if (!len)
		return false;
	switch (wire_send(line->wire, out, len, &n)) {
	case WIRE_MOVED:
		smtp_wrote(line->smtp, n, now);
		if (smtp_in_doubt(line->smtp) && !line->dot_out) {
			line->dot_out = true;
			FAULT("courier.sent-dot");
		}
		return true;
	case WIRE_AGAIN:
		break;
	case WIRE_GONE:
		/* its last words may say why */
		line_read(line, now);
		smtp_closed(line->smtp, "the connection broke", now);
		break;
	}
	return false;
}

/* The next mail, or QUIT, for a connection that has nothing to do. */
static void
line_feed(struct outgoing *outgoing, struct line *line, int64_t now)
{
	size_t len;

	if (!smtp_ready(line->smtp))
		return;
	if (line->begun >= CONNECTION_MAILS ||
		now - line->idle_since >= IDLE_MS || outgoing->stopping) {
		line->quitting = true;
		smtp_quit(line->smtp, now);
		return;
	}
	line->parcel = g_queue_pop_head(outgoing->queue);
	if (!line->parcel)
		return;
	const void *bytes = ipc_bytes_of(line->parcel->bytes, &len);
	line->begun++;
	line->dot_out = false;
	smtp_carry(line->smtp, line->parcel->from, line->parcel->to, bytes, len,
		now);
}

/* The conversation is over: was it a fair end? */
static void
line_ended(struct outgoing *outgoing, int i, int64_t now)
{
	struct line *line = outgoing->lines[i];
	const char *reply = "the server closed the connection at once";
	bool fair = line->taken > 0 || line->quitting;

	smtp_busy(line->smtp, &reply);
	g_autofree char *why = g_strdup(reply);
	line_close(outgoing, i);
	if (!fair && !has_lines(outgoing))
		channel_down(outgoing, ERR_LATER, why, now);
}

static void
line_work(struct outgoing *outgoing, int i, int64_t now)
{
	struct line *line = outgoing->lines[i];
	enum verdict verdict;
	const char *reply;
	bool moving;

	do {
		moving = line_read(line, now);
		if (now >= smtp_deadline(line->smtp))
			smtp_expire(line->smtp, now);
		if (smtp_settled(line->smtp, &verdict, &reply))
			take_verdict(outgoing, line, verdict, reply, now);
		line_feed(outgoing, line, now);
		moving |= line_write(line, now);
	} while (moving && !smtp_over(line->smtp));
	if (smtp_settled(line->smtp, &verdict, &reply))
		take_verdict(outgoing, line, verdict, reply, now);
	if (smtp_over(line->smtp))
		line_ended(outgoing, i, now);
}

static void
line_turn(struct outgoing *outgoing, int i, int64_t now)
{
	struct line *line = outgoing->lines[i];

	if (!line->smtp) {
		switch (wire_turn(line->wire, now)) {
		case WIRE_OPENING:
			return;
		case WIRE_FAILED:
			line_refused(outgoing, i, now);
			return;
		case WIRE_OPEN:
			line_opened(outgoing, line, now);
			break;
		}
	}
	line_work(outgoing, i, now);
}

/* --- all of them -------------------------------------------------------- */

/* How many connections the queue is worth. */
static int
lines_wanted(const struct outgoing *outgoing, int64_t now)
{
	int most = CLAMP(outgoing->program->mail.connections, 1, OUTGOING_FDS);
	int waiting = (int)g_queue_get_length(outgoing->queue);
	int wanted = MIN((waiting + MAILS_A_LINE - 1) / MAILS_A_LINE, most);

	if (outgoing->stopping || now < outgoing->backoff.until)
		return 0;
	return now < outgoing->more.until ? MIN(wanted, 1) : wanted;
}

static void
open_lines(struct outgoing *outgoing, int64_t now)
{
	int wanted = lines_wanted(outgoing, now);

	for (int i = 0; i < OUTGOING_FDS; i++)
		if (outgoing->lines[i])
			wanted--;
	for (int i = 0; i < OUTGOING_FDS && wanted > 0; i++)
		if (!outgoing->lines[i]) {
			line_open(outgoing, i, now);
			line_turn(outgoing, i, now);
			wanted--;
		}
}

void
outgoing_turn(struct outgoing *outgoing, int64_t now)
{
	if (outgoing->place.kind == PLACE_MAILDIR)
		turn_maildir(outgoing, now);
	for (int i = 0; i < OUTGOING_FDS; i++)
		if (outgoing->lines[i])
			line_turn(outgoing, i, now);
	if (outgoing->place.kind == PLACE_SMTP)
		open_lines(outgoing, now);
	if (outgoing->stopping)
		settle_queue(outgoing, "mentord is ending");
	else if (now < outgoing->backoff.until && !has_lines(outgoing))
		settle_queue(outgoing, outgoing->down.text);
}

size_t
outgoing_fds(const struct outgoing *outgoing, struct pollfd *fds)
{
	size_t n = 0;

	for (int i = 0; i < OUTGOING_FDS; i++) {
		struct line *line = outgoing->lines[i];

		if (!line || wire_fd(line->wire) < 0)
			continue;
		fds[n].fd = wire_fd(line->wire);
		fds[n].events = POLLIN;
		if (line->smtp && smtp_has_out(line->smtp))
			fds[n].events |= POLLOUT;
		n++;
	}
	return n;
}

int64_t
outgoing_deadline(const struct outgoing *outgoing)
{
	int64_t next = INT64_MAX;

	for (int i = 0; i < OUTGOING_FDS; i++) {
		struct line *line = outgoing->lines[i];

		if (!line)
			continue;
		next = MIN(next, wire_deadline(line->wire));
		if (line->smtp && smtp_ready(line->smtp))
			next = MIN(next, line->idle_since + IDLE_MS);
		else if (line->smtp)
			next = MIN(next, smtp_deadline(line->smtp));
	}
	return next;
}

void
outgoing_stop(struct outgoing *outgoing)
{
	outgoing->stopping = true;
}

bool
outgoing_busy(const struct outgoing *outgoing)
{
	for (int i = 0; i < OUTGOING_FDS; i++)
		if (outgoing->lines[i] && outgoing->lines[i]->smtp)
			return true;
	return false;
}

void
outgoing_free(struct outgoing *outgoing)
{
	enum verdict verdict;
	const char *reply;

	if (!outgoing)
		return;
	outgoing->stopping = true;
	settle_queue(outgoing, "mentord is ending");
	for (int i = 0; i < OUTGOING_FDS; i++) {
		struct line *line = outgoing->lines[i];

		if (line && line->smtp)
			smtp_closed(line->smtp, "mentord ended it", 0);
		if (line && line->smtp &&
			smtp_settled(line->smtp, &verdict, &reply))
			take_verdict(outgoing, line, verdict, reply, 0);
		if (line)
			line_close(outgoing, i);
	}
	g_queue_free(outgoing->queue);
	maildir_out_close(outgoing->maildir);
	g_free(outgoing->greeting);
	g_free(outgoing);
}
