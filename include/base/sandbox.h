/* base/sandbox -- room base: what each process gives up before it works.
 *
 * seccomp filters through libseccomp; where the kernel has none, a warning is
 * logged and the rlimits stand alone. Nothing here can be undone, and a
 * filter passes to every process forked later: who needs more must be forked
 * before, or by somebody who never gave it up (base/stem.h).
 *
 * What is enforced: the reader can do nothing but compute and use the
 * descriptors it holds. The keeper cannot make a socket other than AF_UNIX,
 * run a program, trace a process or set up io_uring (which would go round
 * the filter). The courier is not filtered: it holds no database.
 */
#ifndef MENTORD_BASE_SANDBOX_H
#define MENTORD_BASE_SANDBOX_H

#include "base/err.h"

/* Reader: no new files, no sockets, no processes; reading and writing open
 * descriptors, memory and exit are left. Anything else fails with an errno;
 * what no parser ever asks for (exec, sockets, ptrace) kills. RLIMIT_AS 256
 * MB, no core, no files. Open conversions and zones before. A build with
 * sanitizers keeps all but exec, sockets and writing files, and no
 * RLIMIT_AS. ERR_ASK when the kernel has seccomp and refuses the filter. */
bool sandbox_reader(struct err *err);

/* Two more seconds of CPU from now on (ten under the sanitizers); SIGXCPU's
 * default ends us. */
void sandbox_more_cpu(void);

/* Keeper: no sockets but AF_UNIX, no exec; they fail with EPERM. ERR_ASK as
 * above. */
bool sandbox_keeper(struct err *err);

/* Close every descriptor above stderr but those (ended by -1). */
void sandbox_close_all_but(const int *fds);

#endif
