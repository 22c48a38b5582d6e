/* base/ipc -- room base: typed messages between our three processes.
 *
 * A message is a type number and a GVariant whose type string stands in a
 * table that both sides share. On the wire: 4 bytes length of the payload, 4
 * bytes type, both little-endian, then the serialised value. What arrives is
 * checked: known type, length below the limit, value in normal form; the
 * first violation closes the channel (the peer is broken or hostile).
 * Channels are non-blocking with buffers of their own, for use in a poll loop;
 * ipc_call_* serve the simple blocking loop of the reader.
 */
#ifndef MENTORD_BASE_IPC_H
#define MENTORD_BASE_IPC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define IPC_LIMIT (64u << 20) /* payload bytes */

struct ipc;

struct ipc_message {
	unsigned type;
	GVariant *value; /* owned; ipc_message_clear */
};

/* A channel over the connected socket fd, which it owns from here on; types
 * maps a message type to its GVariant type string and ends in NULL. */
struct ipc *ipc_new(int fd, const char *const *types);
void ipc_free(struct ipc *ipc);
/* The peer is the keeper: its values are believed to be in normal form, which
 * is slow to check for bytes. */
void ipc_trust(struct ipc *ipc);
int ipc_fd(const struct ipc *ipc);

/* Queue a message; value may be floating and is consumed. Its type is
 * asserted. Bytes go out by ipc_flush. */
void ipc_send(struct ipc *ipc, unsigned type, GVariant *value);

/* Bytes queued and not yet written: poll for POLLOUT while above zero. */
size_t ipc_pending(const struct ipc *ipc);

/* Write what the socket takes now. False when the peer is gone. */
bool ipc_flush(struct ipc *ipc);

/* Read what the socket holds now (at most 1 MB a call). False when the peer
 * is gone; complete messages before that still come out of ipc_next. */
bool ipc_fill(struct ipc *ipc);

/* The next complete message, false when there is none; sets ipc_broken on a
 * malformed one. */
bool ipc_next(struct ipc *ipc, struct ipc_message *message);
bool ipc_broken(const struct ipc *ipc);
void ipc_message_clear(struct ipc_message *message);

/* Blocking forms: write all of it; wait for one whole message. False when
 * the peer is gone or broke the rules. */
bool ipc_write(struct ipc *ipc, unsigned type, GVariant *value);
bool ipc_wait(struct ipc *ipc, struct ipc_message *message);

/* A GVariant of type "ay" around a copy of bytes, and back (borrowed). */
GVariant *ipc_bytes(const void *bytes, size_t len);
const void *ipc_bytes_of(GVariant *value, size_t *len);

#endif
