/* base/clock -- room base: the only reader of the clock.
 *
 * `now` is read once per turn of a process and handed down as an argument, so
 * that nothing below depends on when it runs. Times are seconds since 1970
 * UTC, as int64_t, everywhere.
 */
#ifndef MENTORD_BASE_CLOCK_H
#define MENTORD_BASE_CLOCK_H

#include <stdint.h>

#define MINUTE ((int64_t)60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Wall time in seconds; the virtual time once clock_set was called. */
int64_t clock_now(void);

/* Stop following the wall: from here on clock_now says `now` (rehearsal and
 * tests). The environment variable MENTORD_NOW (seconds) does the same from
 * the start. */
void clock_set(int64_t now);

/* Milliseconds that never go back, for timeouts on the wire; never virtual. */
int64_t clock_ms(void);

#endif
