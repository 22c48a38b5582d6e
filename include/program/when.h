/* program/when -- room program: "match + 3 days 09:00", understood.
 *
 *	ANCHOR [(+|-) DURATION] [WEEKDAY] [HH:MM]     start end join match session
 *	week N [WEEKDAY] [HH:MM]                      week 1 begins at the start
 *	YYYY-MM-DD [HH:MM]
 *
 * A weekday needs a date that is known beforehand (start, end, week): it is
 * the first such day from there on, and the result is a date.
 */
#ifndef MENTORD_PROGRAM_WHEN_H
#define MENTORD_PROGRAM_WHEN_H

#include "program/program.h"

/* Sets anchor, date, offset and at of step; starts and ends are the program's
 * days. False, with *why pointing to a constant sentence, and step untouched
 * otherwise. */
bool when_parse(const char *text, int64_t starts, int64_t ends,
	struct step *step, const char **why);

/* Whether the day is known as soon as the program is. */
bool anchor_is_dated(enum anchor anchor);

#endif
