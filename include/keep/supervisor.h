/* keep/supervisor -- room keep: who starts keepers, one after the other.
 *
 * The process that the service manager knows. It loads the config and forks a
 * keeper that works by it; on SIGHUP it loads the config again, and if it is
 * fine ends the keeper in order and forks the next. So a keeper never loads
 * anything: it begins with what was checked, forks what needs the network,
 * opens the database, and then gives up the right to sockets and programs
 * for good. A faulty config leaves the keeper that runs in force.
 */
#ifndef MENTORD_KEEP_SUPERVISOR_H
#define MENTORD_KEEP_SUPERVISOR_H

#include "program/program.h"

struct supervised {
	/* Load and check; NULL: mistakes were printed. */
	struct program *(*load)(void *arg);
	/* The life of a keeper, in a process of its own; its exit status.
	 * `again`: not the first, the config was loaded anew. */
	int (*keep)(const struct program *program, bool again, void *arg);
	void *arg;
	int refused; /* exit status of a keeper that does not take the config */
};

/* Until a keeper ends by itself, or SIGTERM or SIGINT ended it: its exit
 * status, or 75 when it died of a signal. A keeper that refuses a config that
 * was loaded anew is followed by one with the old config, which is told by
 * SIGUSR1 that the reload failed; likewise one that runs while a reload
 * fails. */
int supervise(const struct supervised *supervised, int broken);

#endif
