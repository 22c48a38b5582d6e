/* carry/stem -- room carry: the process that couriers grow from.
 *
 * A courier may die and must come back, yet by then the keeper holds the
 * database and a sandbox without sockets. So the keeper forks a stem first,
 * which holds nothing, waits, and forks one courier for each socket that the
 * keeper passes to it. It ends with the keeper.
 */
#ifndef MENTORD_CARRY_STEM_H
#define MENTORD_CARRY_STEM_H

#include <sys/types.h>

#include "base/err.h"

struct program;

/* Fork the stem. control is the descriptor to stem_courier (owned by the
 * caller; closing it ends the stem), pid is for waitpid. LATER on failure. */
bool stem_start(const struct program *program, int *control, pid_t *pid,
	struct err *err);

/* A fresh courier; fd is our end of its socket. LATER on failure. */
bool stem_courier(int control, int *fd, struct err *err);

#endif
