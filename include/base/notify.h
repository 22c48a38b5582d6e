/* base/notify -- room base: a word to the service manager.
 *
 * The sd_notify protocol, without its library: one datagram of VARIABLE=value
 * lines to the socket named in NOTIFY_SOCKET. Nobody listening is no mistake.
 */
#ifndef MENTORD_BASE_NOTIFY_H
#define MENTORD_BASE_NOTIFY_H

#include <stdbool.h>

/* Up and at work; status is a short sentence for `systemctl status`. */
bool notify_ready(const char *status);

/* Still alive: at the end of each turn, which is at most 60 s after the last
 * one. The unit expects it every WatchdogSec. */
bool notify_watchdog(void);

bool notify_stopping(void);

/* All: false when nobody could be told. */

#endif
