/* carry/wire -- room carry: connections that are secured and logged in.
 *
 * libcurl resolves, connects, does TLS or STARTTLS, reads the greeting and
 * logs in; then it steps back and we exchange bytes (CURLOPT_CONNECT_ONLY).
 * All connections of the courier live in one set with one wait. Nothing
 * blocks but the wait.
 *
 * Rules of use: a wire that is open is read until WIRE_AGAIN before the next
 * wait, since TLS may hold bytes that no descriptor shows. The first command
 * is ours; a cut line of the login may come before its answer.
 */
#ifndef MENTORD_CARRY_WIRE_H
#define MENTORD_CARRY_WIRE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "carry/place.h"

struct mail_config;
struct wires;
struct wire;

struct wires *wires_new(void);

/* Wait until one of extra (descriptors of others, and of open wires), a
 * connection in the making, or the time calls; then let the latter go on.
 * extra's revents are not told: look at each. */
void wires_wait(struct wires *wires, const struct pollfd *extra, size_t n,
	int64_t milliseconds);

enum wire_state {
	WIRE_OPENING,
	WIRE_OPEN,
	WIRE_FAILED
};

/* Begin to connect. mail and place are borrowed; greeting is the name to say
 * in EHLO. Without mail->user nobody logs in. */
struct wire *wire_open(struct wires *wires, const struct mail_config *mail,
	const struct place *place, const char *greeting, int64_t now);
void wire_close(struct wire *wire); /* NULL is allowed; never blocks */

/* How far it is; lets a token command go on. */
enum wire_state wire_turn(struct wire *wire, int64_t now);

/* Why it failed: ASK for a password, a certificate or a server without TLS,
 * LATER for the rest, with the server's words where there are some. */
const struct err *wire_fault(const struct wire *wire);

/* What to wait for, -1 while libcurl waits itself; and until when. */
int wire_fd(const struct wire *wire);
int64_t wire_deadline(const struct wire *wire);

/* SMTP: whether EHLO announced keyword; its first argument as a number. */
bool wire_announced(
	const struct wire *wire, const char *keyword, int64_t *number);

enum wire_io {
	WIRE_MOVED, /* *n bytes */
	WIRE_AGAIN, /* not now */
	WIRE_GONE   /* closed or broken */
};
enum wire_io wire_recv(struct wire *wire, void *into, size_t size, size_t *n);

/* May take less than len; what it did not take is to be offered again, the
 * same bytes first. */
enum wire_io wire_send(
	struct wire *wire, const void *bytes, size_t len, size_t *n);

#endif
