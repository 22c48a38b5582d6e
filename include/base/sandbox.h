/* base/sandbox -- room base: what each process gives up before it works.
 *
 * seccomp filters through libseccomp; where the kernel has none, a warning is
 * logged and the rlimits stand alone. Nothing here can be undone.
 */
#ifndef MENTORD_BASE_SANDBOX_H
#define MENTORD_BASE_SANDBOX_H

#include "base/err.h"

/* Reader: no new files, no sockets, no processes; reading and writing open
 * descriptors, memory and exit are left. RLIMIT_AS 256 MB (not under the
 * sanitizers), no core, no files. Open conversions before. */
bool sandbox_reader(struct err *err);

/* Two more seconds of CPU from now on; SIGXCPU's default ends us. */
void sandbox_more_cpu(void);

/* Keeper: no sockets but AF_UNIX, no exec. */
bool sandbox_keeper(struct err *err);

/* Close every descriptor above stderr but those (ended by -1). */
void sandbox_close_all_but(const int *fds);

#endif
