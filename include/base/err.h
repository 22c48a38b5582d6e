/* base/err -- room base: what went wrong, in one sentence, and who can mend it.
 *
 * Every function that can fail returns bool and takes a `struct err *` last.
 * On true the err is untouched; on false it holds one sentence without a
 * final dot, and the kind says what the caller can do about it:
 *
 *   ERR_LATER  the world was not ready: try again by the clock
 *   ERR_NEVER  this item cannot succeed: give it up, tell somebody
 *   ERR_ASK    only the coordinator can mend it: config, password, disk
 *
 * A mistake of our own is none of these: assert. Outputs are untouched on
 * failure.
 */
#ifndef MENTORD_BASE_ERR_H
#define MENTORD_BASE_ERR_H

#include <stdbool.h>

#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define NODISCARD         __attribute__((warn_unused_result))

enum err_kind {
	ERR_NONE,
	ERR_LATER,
	ERR_NEVER,
	ERR_ASK
};

struct err {
	enum err_kind kind;
	char text[480];
};

/* Fill err (NULL is allowed) and return false, so that a failing function
 * ends with `return err_set(err, ERR_ASK, "...", ...)`. */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
	PRINTF(3, 4);

/* Put "prefix: " before the sentence; returns false. */
bool err_prefix(struct err *err, const char *fmt, ...) PRINTF(2, 3);

#endif
