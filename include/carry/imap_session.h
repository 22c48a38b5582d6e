/* carry/imap_session -- room carry: one mailbox, watched over IMAP.
 *
 * Pure: bytes in, bytes out, no socket and no clock. It selects the folder,
 * finds and fetches what is there, puts letters away, and waits in IDLE or
 * with NOOP. It outlives its connections: what was reported and what is to be
 * filed is remembered from one to the next. \Seen is never set.
 *
 * Times are milliseconds of clock_ms.
 */
#ifndef MENTORD_CARRY_IMAP_SESSION_H
#define MENTORD_CARRY_IMAP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct imap_session;

struct imap_folders {
	const char *inbox, *done, *quarantine; /* "a/b": a folder within a */
};

struct imap_reports {
	/* A mail that was not reported under this uidvalidity before. */
	void (*fetched)(void *to, int64_t uidvalidity, int64_t uid,
		const void *raw, size_t len, bool cut);
	void (*filed)(void *to, int64_t letter);
	void (*polled)(void *to, int64_t serial);
	void (*ready)(void *to); /* the folder is open */
};

struct imap_session *imap_session_new(const struct imap_folders *folders,
	const struct imap_reports *reports, void *to);
void imap_session_free(struct imap_session *session);

/* A connection is logged in; and it is gone. */
void imap_session_begin(struct imap_session *session, int64_t now);
void imap_session_lost(struct imap_session *session);

void imap_session_in(struct imap_session *session, const void *bytes,
	size_t len, int64_t now);
const void *imap_session_out(const struct imap_session *session, size_t *len);
bool imap_session_has_out(const struct imap_session *session);
void imap_session_wrote(struct imap_session *session, size_t n);

/* Look now; polled(serial) when all that was found is reported. */
void imap_session_poll(struct imap_session *session, int64_t serial);

/* Put a letter away; filed(letter) when that is done or pointless. */
void imap_session_file(struct imap_session *session, int64_t letter,
	int64_t uidvalidity, int64_t uid, bool quarantine);

/* Fetch nothing more for now: the receiver is full. */
void imap_session_pause(struct imap_session *session, bool pause);

/* When to call imap_session_turn at the latest; it says what is to be said,
 * after anything of the above as well. */
int64_t imap_session_deadline(const struct imap_session *session);
void imap_session_turn(struct imap_session *session, int64_t now);

/* Begin nothing new, and say goodbye when nothing is under way. */
void imap_session_stop(struct imap_session *session);
bool imap_session_busy(const struct imap_session *session);

/* The conversation cannot go on: close it, wait, begin again. */
bool imap_session_failed(const struct imap_session *session, struct err *why);

#endif
