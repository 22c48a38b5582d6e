/* keep/about -- room keep: who wrote a letter, and what it answers.
 *
 * From the head alone: the token in the recipient, the token in the
 * Message-IDs it refers to, the sender's address; in this order, and every
 * MAC is verified (design 8).
 */
#ifndef MENTORD_KEEP_ABOUT_H
#define MENTORD_KEEP_ABOUT_H

#include "decide/decide.h"
#include "store/store.h"

/* Fills *about (letter is set by the caller). *stop: it came to the
 * unsubscribe address of the participant. */
bool about_find(const struct program *program, struct store *store,
	struct pool *pool, const struct letter_head *head, int64_t now,
	struct letter_about *about, bool *stop, struct err *err);

/* The same by what the body mentions, for a letter whose head names no mail of
 * ours: only mails that went to whoever wrote it count. */
bool about_mentioned(const struct program *program, struct store *store,
	struct pool *pool, const struct letter *letter, int64_t now,
	struct letter_about *about, struct err *err);

/* Load what the letter can touch. */
bool about_load(struct store *store, struct facts *facts,
	const struct letter_about *about, struct err *err);

#endif
