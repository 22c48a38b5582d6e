/* The wall clock, or the one a rehearsal and the tests set. */
#include "base/clock.h"

#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"

static bool virtual_time, looked;
static int64_t virtual_now;

void
clock_set(int64_t now)
{
	looked = virtual_time = true;
	virtual_now = now;
}

int64_t
clock_now(void)
{
	if (!looked) {
		const char *now = getenv("MENTORD_NOW");
		char *end = NULL;
		long long seconds = now ? strtoll(now, &end, 10) : 0;

		looked = true;
		if (now && *now && !*end)
			clock_set(seconds);
		else if (now && *now)
			log_warn("MENTORD_NOW is not a number of seconds "
				 "since 1970; it is not heeded");
	}
	return virtual_time ? virtual_now : (int64_t)time(NULL);
}

int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
