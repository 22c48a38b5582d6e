/* base/stem -- room base: the process that couriers and readers grow from.
 *
 * A courier or a reader may die and must come back, yet by then the keeper
 * holds the database and has given up the network and the right to run
 * anything. So the keeper forks a stem for each of them first, which holds
 * nothing but the program as it was loaded; it waits, and forks a child for
 * each socket that is passed to it. No child ever has a copy of the keeper's
 * memory, and what is loaded stays as it was, whatever happens to the files.
 * A stem ends with its keeper.
 */
#ifndef MENTORD_BASE_STEM_H
#define MENTORD_BASE_STEM_H

#include <sys/types.h>

#include "base/err.h"

struct stem;

/* A child's life: fd is its end of a stream socket; arg as in stem_start.
 * Returning ends it with status 0. It is killed when the stem ends. */
typedef void stem_child(int fd, const void *arg);

/* Fork the stem; arg is borrowed, and the stem has its copy of the memory at
 * this moment. ERR_LATER: no process to be had. */
struct stem *stem_start(
	const char *what, stem_child *child, const void *arg, struct err *err);

/* Close it, wait for it; NULL is allowed. Its children see their sockets
 * close, or are killed. */
void stem_stop(struct stem *stem);

/* A fresh child: our end of its socket (the caller's), and its process id, to
 * end it with while its socket is open. ERR_LATER on failure. */
bool stem_fork(struct stem *stem, int *fd, pid_t *pid, struct err *err);

#endif
