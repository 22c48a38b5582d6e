/* base/notify -- room base: a word to the service manager.
 *
 * The sd_notify protocol, without its library: one datagram of VARIABLE=value
 * lines to the socket named in NOTIFY_SOCKET. Nobody listening is no mistake.
 */
#ifndef MENTORD_BASE_NOTIFY_H
#define MENTORD_BASE_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

/* Send lines as they are ("READY=1", "WATCHDOG=1", "STOPPING=1",
 * "STATUS=holding, 12 mails wait"). False when nobody could be told. */
bool notify(const char *lines);

/* Milliseconds within which the manager wants to hear "WATCHDOG=1" from this
 * process; 0 when it does not. Ping at half of it. */
int64_t notify_watchdog_ms(void);

#endif
