/* carry/outgoing -- room carry: mails on their way out.
 *
 * A queue, a few SMTP connections that are opened when needed, reused for up
 * to 100 mails and closed when idle; or a Maildir. While the channel is down
 * mails are settled as unsent at once, so that the keeper's clock, not ours,
 * decides when they are tried again.
 */
#ifndef MENTORD_CARRY_OUTGOING_H
#define MENTORD_CARRY_OUTGOING_H

#include <glib.h>
#include <poll.h>

#include "carry/courier.h"
#include "carry/wire.h"

#define OUTGOING_FDS 4

struct outgoing;

struct outgoing_reports {
	void (*settled)(
		void *to, int64_t id, enum verdict verdict, const char *reply);
	void (*channel)(
		void *to, bool up, enum err_kind kind, const char *text);
};

/* Never fails: a wrong place is a channel that is down. All borrowed. */
struct outgoing *outgoing_new(struct wires *wires,
	const struct program *program, const struct outgoing_reports *reports,
	void *to);

/* Settles what is left: in doubt what may have arrived, else unsent. */
void outgoing_free(struct outgoing *outgoing);

/* Queue a MESSAGE_DELIVER. */
void outgoing_deliver(struct outgoing *outgoing, GVariant *delivery);

/* Read, write, connect, settle: whatever is possible now. */
void outgoing_turn(struct outgoing *outgoing, int64_t now);

/* What to wait for (at most OUTGOING_FDS), and until when. */
size_t outgoing_fds(const struct outgoing *outgoing, struct pollfd *fds);
int64_t outgoing_deadline(const struct outgoing *outgoing);

/* Begin nothing new; busy while a mail is on the wire. */
void outgoing_stop(struct outgoing *outgoing);
bool outgoing_busy(const struct outgoing *outgoing);

#endif
