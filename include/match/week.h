/* match/week -- room match: the free hours of a week, to be compared.
 *
 * A week is a circle of 10,080 minutes from Monday 00:00 UTC; free time is a
 * sorted list of spans on it that do not touch. Comparing people this way
 * takes the zones as they are at one instant: good enough for a score; the
 * exact times of sessions come from match_free_times.
 */
#ifndef MENTORD_MATCH_WEEK_H
#define MENTORD_MATCH_WEEK_H

#include "noun/participant.h"
#include "program/program.h"

#define WEEK_MINUTES 10080

struct week_span {
	int from, till; /* 0 <= from < till <= WEEK_MINUTES */
};
LIST_OF(week_span_list, struct week_span);

/* What a person who gave no availability is taken to mean; `from` and `till`
 * as in program->sessions. */
struct free_window_list week_windows(struct pool *pool,
	const struct program *program, const struct participant *participant);

/* The person's free time as UTC, with their zone's offset at `now`. */
struct week_span_list week_of(struct pool *pool, const struct program *program,
	const struct participant *participant, int64_t now);

int week_total(const struct week_span_list *week);

/* Minutes that both are free: altogether, and the longest stretch in one
 * piece (over the end of the week, too). */
struct week_common {
	int total, longest;
};
struct week_common week_common(
	const struct week_span_list *a, const struct week_span_list *b);

#endif
