/* carry/backoff -- room carry: when to knock again at a door that was shut. */
#ifndef MENTORD_CARRY_BACKOFF_H
#define MENTORD_CARRY_BACKOFF_H

#include <stdint.h>

#include "base/err.h"

struct backoff {
	int64_t until; /* ms; 0: now */
	int64_t pause; /* ms, the last one */
};

/* The channel failed at now. LATER: 1 s, doubling to 5 min. ASK (a password
 * that was refused, a certificate): 15 min, since servers lock accounts that
 * knock too often. */
void backoff_fail(struct backoff *backoff, enum err_kind kind, int64_t now);

/* It works: the next failure begins at 1 s again. */
void backoff_clear(struct backoff *backoff);

#endif
