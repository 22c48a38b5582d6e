/* base/fault -- room base: named places where a test may end us.
 *
 * FAULT("outbox.claimed") does nothing, unless the environment says
 * MENTORD_FAULT=outbox.claimed[:N]: then the process kills itself with
 * SIGKILL at the N-th passage. The names stand in one table, so that
 * `mentord faults` can list them and the crash test iterates over the list.
 */
#ifndef MENTORD_BASE_FAULT_H
#define MENTORD_BASE_FAULT_H

#define FAULT(name) fault_point(name)

/* name must be in the table of fault.c; asserted. */
void fault_point(const char *name);

/* All names, ended by NULL. */
const char *const *fault_names(void);

#endif
