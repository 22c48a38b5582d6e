/* read/messages -- room read: what keeper and reader say to each other.
 *
 * Both ends share the table of types (base/ipc). The reader is the end that
 * may be hostile: what it says is checked for range on the way back.
 */
#ifndef MENTORD_READ_MESSAGES_H
#define MENTORD_READ_MESSAGES_H

#include <glib.h>

#include "read/read.h"
#include "read/reader.h"

enum reader_message {
	READER_ASK_HEAD,    /* id, now, mail */
	READER_ASK_LETTER,  /* id, context, mail */
	READER_SAYS_HEAD,   /* id, head */
	READER_SAYS_LETTER, /* id, letter */
	READER_ASK_BUSY,    /* id, zone, from, till, calendar */
	READER_SAYS_BUSY,   /* id, it is a calendar, stretches */
};

extern const char *const reader_types[];

/* A question to the reader; bytes are copied. */
GVariant *ask_head_value(
	int64_t id, int64_t now, const void *bytes, size_t len);
GVariant *ask_letter_value(int64_t id, const struct read_context *context,
	const void *bytes, size_t len);

GVariant *ask_busy_value(int64_t id, const struct busy_wish *wish,
	const void *bytes, size_t len);

/* And back. context points into the value and pool; its words are NULL. */
void ask_head_of(struct pool *pool, GVariant *value, int64_t *id, int64_t *now,
	struct read_bytes *mail);
void ask_letter_of(struct pool *pool, GVariant *value, int64_t *id,
	struct read_context *context, struct read_bytes *mail);
void ask_busy_of(struct pool *pool, GVariant *value, int64_t *id,
	struct busy_wish *wish, struct read_bytes *calendar);

GVariant *head_value(int64_t id, const struct letter_head *head);
GVariant *letter_value(int64_t id, const struct letter *letter);
GVariant *busy_value(
	int64_t id, bool is_calendar, const struct busy_list *busy);

/* All strings are copied into pool; false when a number is out of range. */
bool head_of(struct pool *pool, GVariant *value, int64_t *id,
	struct letter_head *head);
bool letter_of(
	struct pool *pool, GVariant *value, int64_t *id, struct letter *letter);
/* Stretches that are not in order or overlap are out of range as well; at most
 * BUSY_MOST. */
#define BUSY_MOST 2000
bool busy_of(struct pool *pool, GVariant *value, int64_t *id, bool *is_calendar,
	struct busy_list *busy);

/* The body of the reader process; returns when fd closes. */
void reader_main(int fd, const struct words *words, const char *authserv_id,
	int trusted_hops, const char *program_address);

#endif
