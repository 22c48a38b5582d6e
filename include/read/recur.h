/* read/recur -- room read: rules by which something happens again (RFC 5545
 * 3.3.10), as far as people's calendars use them.
 *
 * Every so many days, weeks on some weekdays, months or years on a day or on
 * the nth weekday; COUNT and UNTIL. Anything else is not understood, and said
 * to be so. Days are found by arithmetic, from the stretch that is asked for
 * and not from the beginning, so that no rule takes long.
 */
#ifndef MENTORD_READ_RECUR_H
#define MENTORD_READ_RECUR_H

#include "read/ical.h"

enum recur_step {
	RECUR_DAYS,
	RECUR_WEEKS,
	RECUR_MONTHS, /* a year is twelve */
};

struct recur {
	enum recur_step step;
	int interval; /* from 1 */
	int count;    /* 0: without end */
	bool has_until;
	struct ical_time until;
	unsigned weekdays;    /* weeks: bit 0 is Monday; 0: of the start */
	int week_start;       /* 0 is Monday */
	uint32_t month_days;  /* months: bit 1 is the first; 0: of the start */
	bool last_day;        /* months: the last one */
	int nth, nth_weekday; /* months: 1 to 5, -1 the last; 0: by the day */
	int month;            /* years: 1 to 12; 0: of the start */
};

/* False when it is not understood. */
bool recur_read(const char *text, struct recur *rule);

/* The last instant at which it may happen: a date is that whole day. */
int64_t recur_until(const struct recur *rule, const struct zone *zone);

LIST_OF(day_list, int64_t);

/* The days (since 1970) behind `first` within [from, till] on which it happens
 * again, in order; UNTIL is the caller's to apply. False when *budget, which
 * falls by one for each day or month that is looked at, is used up. */
bool recur_days(struct pool *pool, const struct recur *rule, int64_t first,
	int64_t from, int64_t till, size_t *budget, struct day_list *days);

#endif
