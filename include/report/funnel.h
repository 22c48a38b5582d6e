/* report/funnel -- room report: figures as parts of a whole.
 *
 * Every rate is shown with what it is a part of. What people answered is shown
 * only when at least privacy.k of them did.
 */
#ifndef MENTORD_REPORT_FUNNEL_H
#define MENTORD_REPORT_FUNNEL_H

#include "noun/figures.h"
#include "report/labels.h"

struct funnel_row {
	const char *label;
	int64_t part, whole;
};
LIST_OF(funnel_row_list, struct funnel_row);

/* People first, from enrolled to met, each a part of all enrolled; then what
 * happened to matches, sessions, invitations and questions. */
struct funnel_row_list funnel_rows(struct pool *pool,
	const struct program *program, const struct figures *figures);

/* 0 to 100, rounded; 0 of nothing. */
int funnel_percent(int64_t part, int64_t whole);

/* "17 of 24 (71 %)" in the program's language. */
char *funnel_ratio(struct pool *pool, const struct program *program,
	int64_t part, int64_t whole);

/* A bar of that many cells: "███████░░░". */
char *funnel_bar(struct pool *pool, int64_t part, int64_t whole, int cells);

/* The question of a tally as it was asked, and what came out, in words:
 * "mean 4.2 of 1-5 (17 people)", "14 of 17 (82 %) yes", "fewer than 5". */
const char *funnel_question(
	const struct program *program, const struct tally *tally);
char *funnel_summary(struct pool *pool, const struct program *program,
	const struct tally *tally);

/* True when enough people answered for figures to be shown. */
bool funnel_may_show(const struct program *program, const struct tally *tally);

/* The tally's question in the config, NULL when it is gone. */
const struct question *funnel_config(
	const struct program *program, const struct tally *tally);

#endif
