/* base/nursery -- room base: who forks for the keeper.
 *
 * Forked first of all, when nothing is loaded and nothing is confined. It
 * holds no database, no password and no mail, and does one thing: asked over
 * a socket, it forks one of the entries it was born with. So a courier that
 * is started anew has the network although the keeper gave that up, and
 * neither courier nor reader ever holds a copy of the keeper's memory.
 *
 *	static const struct nursery_entry entries[] = {
 *		{ "courier", courier_nursed },
 *		{ "reader", reader_nursed },
 *	};
 *	struct nursery *nursery = nursery_start(entries, 2, &err);
 *	... load, open the store, sandbox_keeper ...
 *	nursery_spawn(nursery, 0, "/etc/mentord/program.conf", &child, &err);
 */
#ifndef MENTORD_BASE_NURSERY_H
#define MENTORD_BASE_NURSERY_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

#define NURSERY_WORD 4096 /* octets of a word, with its NUL */

struct nursery_entry {
	const char *name; /* of the process, as ps shows it */
	/* The child's life: fd is its end of the socket, word what spawn was
	 * given (a path to load from). Returning ends it with status 0. No
	 * signal is blocked, none ignored but SIGPIPE. */
	void (*run)(int fd, const char *word);
};

struct nursery;

/* Fork the nursery; entries is borrowed for ever. ERR_LATER: no process. */
struct nursery *nursery_start(
	const struct nursery_entry *entries, size_t n, struct err *err);

/* Lets it go; it and its children see their sockets close. NULL is allowed. */
void nursery_stop(struct nursery *nursery);

struct nursling {
	pid_t pid; /* to show; it is not ours to wait for */
	int fd;    /* our end of a stream socket; the caller's */
	int pidfd; /* readable when it has ended; the caller's */
};

/* Fork entries[entry]. ERR_LATER: it could not be forked, or the nursery is
 * gone. word must be shorter than NURSERY_WORD. */
bool nursery_spawn(struct nursery *nursery, size_t entry, const char *word,
	struct nursling *child, struct err *err);

/* End it now, or know that it has ended; closes both descriptors. */
void nursling_end(struct nursling *child);

#endif
