/* carry/smtp -- room carry: one SMTP conversation, as a machine.
 *
 * Pure: bytes in, bytes out, no socket and no clock. It begins after login
 * (libcurl says EHLO, STARTTLS and AUTH) and carries one mail after the
 * other, each with one recipient. Of each mail it knows at every moment
 * whether its last byte is out, and so what a lost connection means for it:
 * unsent before, in doubt after (RFC 5321 4.5.4.1, RFC 1047).
 *
 * Times are milliseconds of clock_ms.
 */
#ifndef MENTORD_CARRY_SMTP_H
#define MENTORD_CARRY_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carry/courier.h"

struct smtp;

/* What the server announced in its last EHLO. */
struct smtp_server {
	bool pipelining; /* RFC 2920 */
	bool size;       /* RFC 1870: SIZE may be said at MAIL */
	int64_t limit;   /* largest mail it takes; 0 unknown */
};

/* Where in a mail's life a reply came. */
enum smtp_phase {
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_DOT
};

struct smtp *smtp_new(struct smtp_server server);
void smtp_free(struct smtp *smtp);

/* Whether a mail may be carried now: none is under way, and the conversation
 * goes on. */
bool smtp_ready(const struct smtp *smtp);

/* Begin a mail: from ("" is the null sender) to one recipient. bytes are
 * copied. What cannot be sent safely is settled without a byte written. Only
 * when smtp_ready. */
void smtp_carry(struct smtp *smtp, const char *from, const char *to,
	const void *bytes, size_t len, int64_t now);

/* Its verdict, once; reply is the server's last line or our reason (borrowed
 * until the next call that takes now). */
bool smtp_settled(struct smtp *smtp, enum verdict *verdict, const char **reply);

/* Bytes to write: offer them to the connection and say how many it took. */
const void *smtp_out(const struct smtp *smtp, size_t *len);
bool smtp_has_out(const struct smtp *smtp);
void smtp_wrote(struct smtp *smtp, size_t n, int64_t now);

/* Bytes that came; and the end of the connection, with our reason why. */
void smtp_in(struct smtp *smtp, const void *bytes, size_t len, int64_t now);
void smtp_closed(struct smtp *smtp, const char *why, int64_t now);

/* The body is wholly written and its verdict is awaited. */
bool smtp_in_doubt(const struct smtp *smtp);

/* When to give up waiting (INT64_MAX: nothing is awaited): call smtp_expire
 * with a now at or after it. RFC 5321 4.5.3.2: 5 min for MAIL and RCPT, 2 for
 * DATA, 3 for each part of the body, 10 for the final dot. */
int64_t smtp_deadline(const struct smtp *smtp);
void smtp_expire(struct smtp *smtp, int64_t now);

/* Say QUIT once the mail under way is settled; smtp_over follows. */
void smtp_quit(struct smtp *smtp, int64_t now);

/* The conversation has ended: close the connection. busy says that the server
 * itself ended it by 421 (RFC 5321 3.8), reply with which words. */
bool smtp_over(const struct smtp *smtp);
bool smtp_busy(const struct smtp *smtp, const char **reply);

/* What a reply of that phase means for a mail; code is 200 to 599, text what
 * follows it. Never UNSENT or IN_DOUBT. */
enum verdict smtp_judge(enum smtp_phase phase, int code, const char *text);

/* Why that may not stand between the angle brackets of MAIL or RCPT, or
 * NULL: an octet below 0x21, above 0x7e, "<" or ">" (RFC 5321 4.1.2,
 * narrowed); longer than 254 octets. */
const char *smtp_address_fault(const char *address);

#endif
