/* base/log -- room base: one line per fact, to stderr.
 *
 * Lines carry a <n> priority for journald when stderr is not a terminal.
 * Foreign bytes are escaped; bodies and addresses are never logged: say
 * participant=12 mail=34, not who or what. Pure rooms do not log.
 */
#ifndef MENTORD_BASE_LOG_H
#define MENTORD_BASE_LOG_H

#include "base/err.h"

enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARN = 4,
	LOG_LEVEL_INFO = 6,
	LOG_LEVEL_DEBUG = 7
};

/* Name of this process in each line ("keeper", "courier", "reader"), and the
 * least urgent level that is written. */
void log_open(const char *process, enum log_level level);

void log_error(const char *fmt, ...) PRINTF(1, 2);
void log_warn(const char *fmt, ...) PRINTF(1, 2);
void log_info(const char *fmt, ...) PRINTF(1, 2);
void log_debug(const char *fmt, ...) PRINTF(1, 2);

#endif
