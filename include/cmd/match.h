/* cmd/match -- room cmd: what `mentord match` found, and how it is shown. */
#ifndef MENTORD_CMD_MATCH_H
#define MENTORD_CMD_MATCH_H

#include "cmd/people.h"
#include "match/solve.h"

/* A match that stands, waits for approval, or would be made now. */
struct match_line {
	const char *state;
	int64_t score, lead, round, joins;
	int percent; /* of what all criteria can give its pairs */
	const struct member_list *members;
	const struct match_reason_list *reasons;
};
LIST_OF(match_line_list, struct match_line);

struct match_look {
	const struct program *program;
	struct pool *pool;
	struct facts *facts;
	int64_t seed;
	struct solve_result *result; /* NULL: only what stands */
	struct unmatched_list unmatched;
	struct match_line_list lines;
};

/* For a terminal: a table, the spread of the scores, and how good it is. */
void match_print_table(const struct match_look *look);
/* For scripts and for spreadsheets. */
void match_print_json(const struct match_look *look);
void match_print_csv(const struct match_look *look);

/* "Ana → Ben" between a mentor and a mentee, else "Ana + Ben"; a leader of a
 * group stands first, with a star. */
char *match_people(
	const struct match_look *look, const struct match_line *line);
/* The i-th reason as an English sentence. */
const char *match_reason_said(
	const struct match_look *look, const struct match_line *line, size_t i);
/* All of them, with their points; of four or more people gathered. */
char *match_reasons_said(
	const struct match_look *look, const struct match_line *line);

#endif
