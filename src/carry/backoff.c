/* Growing pauses, one pair of numbers for each channel. */
#include "carry/backoff.h"

#include <glib.h>

#include "base/clock.h"

#define PAUSE_FIRST 1000
#define PAUSE_MOST  (5 * MINUTE * 1000)
#define PAUSE_ASK   (15 * MINUTE * 1000)

void
backoff_fail(struct backoff *backoff, enum err_kind kind, int64_t now)
{
	backoff->pause = backoff->pause ? MIN(2 * backoff->pause, PAUSE_MOST)
					: PAUSE_FIRST;
	backoff->until = now + (kind == ERR_ASK ? PAUSE_ASK : backoff->pause);
}

void
backoff_clear(struct backoff *backoff)
{
	*backoff = (struct backoff){ 0 };
}
