/* rehearse/season -- room rehearse: a whole season on a virtual clock.
 *
 * The real keeper, courier and reader; Maildirs instead of a mail account;
 * simulated people instead of the roster's. Time jumps from one thing that
 * happens to the next. The same program and seed give the same outcomes.
 */
#ifndef MENTORD_REHEARSE_SEASON_H
#define MENTORD_REHEARSE_SEASON_H

#include "noun/figures.h"
#include "program/program.h"

/* Something that coordinators were told. */
struct told {
	const char *first, *subject; /* the day it came first */
	int64_t times;               /* mails, of all coordinators */
};
LIST_OF(told_list, struct told);

struct season {
	const char *folder; /* everything is below: state/, mail/ */
	int64_t seed;
	int64_t until; /* UTC; 0: two weeks after the program's end */
	/* results, in the caller's pool */
	int64_t began, ended;       /* virtual */
	int64_t delivered, written; /* mails to people, mails of people */
	const char *cast;           /* who played what */
	struct figures figures;
	int64_t silent; /* matches whose silence was told */
	struct told_list told;
	int64_t findings; /* of the store's check at the end */
};

/* Play it. program's state folder and mail are set to lie below
 * season->folder, which must be empty or not there. */
bool season_play(struct pool *pool, struct program *program,
	struct season *season, struct err *err);

/* What happened, for a person: each figure with its denominator. */
char *season_summary(struct pool *pool, const struct program *program,
	const struct season *season);

#endif
