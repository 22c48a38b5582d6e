/* keep/reading -- room keep: a letter that the reader has in hand.
 */
#ifndef MENTORD_KEEP_READING_H
#define MENTORD_KEEP_READING_H

#include "decide/decide.h"
#include "read/read.h"
#include "store/store.h"

LIST_OF(id_list, int64_t);

struct reading {
	struct pool *pool;
	struct inbox *letter;
	struct letter_about about;
	int64_t ask;   /* held against that one, named (about.ask) or not */
	bool stop;     /* it came to the unsubscribe address */
	bool deciding; /* the second look is under way */
	bool traced;   /* ... or it was, and what it told was followed */
	struct id_list candidates; /* asks that a letter which names none may
				      mean, the newest first */
	struct id_list asks;       /* of each original */
	struct read_context context;
};

/* The letter lies in that pool; reading_free ends both. */
struct reading *reading_new(struct pool *pool, struct inbox *letter);
void reading_free(void *reading);

/* What the second look needs to know, from the facts about the letter: the
 * writer's language and zone, the open ask and its questions. A letter that
 * names no mail of ours is held against the newest waiting ask. */
void reading_context(struct reading *reading, const struct program *program,
	const struct facts *facts);

/* The letter was read, and its body may tell which mail of ours it answers.
 * True in *again when that is another one than it was held against. */
bool reading_trace(struct reading *reading, const struct program *program,
	struct store *store, const struct letter *letter, int64_t now,
	bool *again, struct err *err);

/* Our mails that it may answer, with their bytes. */
bool reading_originals(
	struct reading *reading, struct store *store, struct err *err);

#endif
