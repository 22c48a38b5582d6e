/* carry/incoming -- room carry: the mailbox that answers come to.
 *
 * Keeps one IMAP connection, or watches a Maildir; connects again with growing
 * pauses when it is lost.
 */
#ifndef MENTORD_CARRY_INCOMING_H
#define MENTORD_CARRY_INCOMING_H

#include <poll.h>

#include "carry/courier.h"
#include "carry/wire.h"

#define INCOMING_FDS 1

struct incoming;

struct incoming_reports {
	void (*fetched)(void *to, const char *mailbox, int64_t uidvalidity,
		int64_t uid, const void *raw, size_t len, bool cut);
	void (*filed)(void *to, int64_t letter);
	void (*polled)(void *to, int64_t serial);
	void (*channel)(
		void *to, bool up, enum err_kind kind, const char *text);
};

/* Never fails: a wrong place is a channel that is down. All borrowed. */
struct incoming *incoming_new(struct wires *wires,
	const struct program *program, const struct incoming_reports *reports,
	void *to);
void incoming_free(struct incoming *incoming);

void incoming_poll(struct incoming *incoming, int64_t serial);
void incoming_file(struct incoming *incoming, int64_t letter,
	const char *mailbox, int64_t uidvalidity, int64_t uid, bool quarantine);

/* Fetch nothing more while true. */
void incoming_pause(struct incoming *incoming, bool pause);

void incoming_turn(struct incoming *incoming, int64_t now);
size_t incoming_fds(const struct incoming *incoming, struct pollfd *fds);
int64_t incoming_deadline(const struct incoming *incoming);

/* Begin nothing new; busy while a command is under way. */
void incoming_stop(struct incoming *incoming);
bool incoming_busy(const struct incoming *incoming);

#endif
