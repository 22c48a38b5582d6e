/* cmd/read -- room cmd: how a letter and its JSON look in `mentord read`. */
#ifndef MENTORD_CMD_READ_H
#define MENTORD_CMD_READ_H

#include "noun/letter.h"

/* The letter as one line of JSON, without the line feed; mail is the path. */
char *read_json(
	struct pool *pool, const char *mail, const struct letter *letter);

/* The letter for a person: head, kind, each line with its reason. */
char *read_show(struct pool *pool, const char *mail,
	const struct letter *letter, bool colour);

#endif
