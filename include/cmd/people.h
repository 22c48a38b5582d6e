/* cmd/people -- room cmd: names and times, as the looking commands show them.
 */
#ifndef MENTORD_CMD_PEOPLE_H
#define MENTORD_CMD_PEOPLE_H

#include "cmd/cmd.h"

/* Everything of the program, former matches too; NULL: err. */
struct facts *people_facts(const struct cmd_context *context, struct pool *pool,
	int64_t now, struct err *err);

/* The facts of the program's store as of now, or, while there are none, the
 * roster as if all had just enrolled, with ids from 1. NULL: err. */
struct facts *people_now(const struct program *program, struct pool *pool,
	int64_t now, struct err *err);

/* "Ana Silva + Ben Okoye"; who is not loaded is "participant 7". */
char *people_names(struct pool *pool, const struct facts *facts,
	const struct member_list *members);
const char *people_name(
	struct pool *pool, const struct facts *facts, int64_t participant);

/* "2027-01-14 17:00" in the program's zone; "-" for 0. */
char *people_when(
	struct pool *pool, const struct program *program, int64_t utc);

/* "3 minutes", "2 days": the largest unit that is not zero. */
char *people_span(struct pool *pool, int64_t seconds);

/* Foreign text made safe for a terminal: lines and tabs stay, other controls
 * and direction overrides are replaced. */
char *people_safe(struct pool *pool, const char *text, size_t len);

#endif
