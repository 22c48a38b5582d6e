/* report/labels -- room report: our own words in the coordinator's language.
 *
 * A handful of words for figures; a language that is not here reads English.
 */
#ifndef MENTORD_REPORT_LABELS_H
#define MENTORD_REPORT_LABELS_H

#include "program/program.h"

enum label {
	LABEL_ENROLLED,
	LABEL_REACHED,
	LABEL_HEARD,
	LABEL_MATCHED,
	LABEL_MET,
	LABEL_MATCHES_MET,
	LABEL_HELD,
	LABEL_HOURS,
	LABEL_ACCEPTED,
	LABEL_ANSWERED,
	LABEL_OF,
	LABEL_FEWER,
	LABEL_WEEK,
	LABEL_SINCE,
	LABEL_PEOPLE,
	LABEL_YES,
	LABEL_MEAN,
	LABEL_ANSWERS,
	LABEL_ALL_ANSWERS,
	LABEL_NEED_YOU,
	LABEL_TOOK_PLACE,
	LABEL_NEEDS,
	LABEL_NO_NEEDS,
	LABEL_FUNNEL,
	LABEL_SESSIONS,
	LABEL_PLANNED,
	LABEL_ASKED,
	LABEL_MAIL,
	LABEL_SENT,
	LABEL_IN_DOUBT,
	LABEL_PRESENT,
	LABEL_PAUSED,
	LABEL_SUSPENDED,
	LABEL_LEFT,
	LABEL_ACTIVE_MATCHES,
	LABEL_DAY,
	LABEL_DAYS,
	LABEL_AS_OF,
	LABEL_COUNT
};

const char *label(const struct program *program, enum label which);

/* A need's `what` ("silent") as shown; itself when it is none of ours. */
const char *label_need(const struct program *program, const char *what);

/* "4.2", in German "4,2". */
char *label_decimal(
	struct pool *pool, const struct program *program, double number);

/* The day of an instant in the program's zone and words. */
char *label_date(struct pool *pool, const struct program *program, int64_t utc);

/* "W47": the ISO 8601 week of an instant in the program's zone. */
char *label_week(struct pool *pool, const struct program *program, int64_t utc);

#endif
