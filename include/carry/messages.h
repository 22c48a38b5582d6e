/* carry/messages -- room carry: what the keeper and the courier say.
 *
 * One enum and one table of GVariant type strings for both directions over
 * base/ipc. Strings are UTF-8 and of one line: whoever sends the words of a
 * server cleans them first (message_line).
 */
#ifndef MENTORD_CARRY_MESSAGES_H
#define MENTORD_CARRY_MESSAGES_H

#include <glib.h>
#include <stddef.h>

enum message {
	/* from the keeper */
	MESSAGE_DELIVER, /* (xxssay) id, time, envelope from, recipient, mail */
	MESSAGE_FILE,    /* (xsxxb) letter, mailbox, uidvalidity, uid, odd */
	MESSAGE_POLL,    /* x serial */
	MESSAGE_CALENDAR, /* (xs) id, URL */
	MESSAGE_STOP,     /* () finish what is on the wire, then end */
	/* from the courier */
	MESSAGE_HELLO,   /* x its process id; the first message */
	MESSAGE_SETTLED, /* (xis) id, enum verdict, reply */
	MESSAGE_FETCHED, /* (sxxbay) mailbox, uidvalidity, uid, cut, raw */
	MESSAGE_FILED,   /* x letter */
	MESSAGE_POLLED,  /* x serial */
	MESSAGE_CHANNEL, /* (bbis) incoming, up, enum err_kind, text */
	MESSAGE_CALENDAR_CAME, /* (xbsay) id, it did, why not, bytes */
	MESSAGE_COUNT
};

/* Type string of each message, in order, ended by NULL. */
extern const char *const message_types[];

/* A server's words as one line of valid UTF-8 without controls, at most 400
 * characters; the caller frees it. */
char *message_line(const char *words, size_t len);

#endif
