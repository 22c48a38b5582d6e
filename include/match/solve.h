/* match/solve -- room match: who is put with whom, and why.
 *
 * Pure: people, rules, criteria and history in; matches with their scores
 * and reasons, and whoever could not be placed with the rule that stopped
 * them, out. Deterministic in (people, seed), whatever the order of people.
 */
#ifndef MENTORD_MATCH_SOLVE_H
#define MENTORD_MATCH_SOLVE_H

#include "noun/match.h"
#include "noun/participant.h"
#include "program/program.h"

/* Two people who were together before. */
struct former_pair {
	int64_t a, b; /* participant ids, a < b */
};
LIST_OF(former_pair_list, struct former_pair);

struct solve_input {
	const struct matching *matching; /* form, rules, criteria */
	const struct attribute_rule_list *attributes;
	const struct program *program;  /* zones */
	struct participant_list people; /* to be placed, any order */
	struct former_pair_list history;
	int64_t seed; /* breaks ties */
	int64_t now;  /* for zone offsets of free hours */
};

struct solved_match {
	struct member_list members;       /* ascending ids */
	int64_t score;                    /* sum over its pairs */
	struct match_reason_list reasons; /* strongest first */
};
LIST_OF(solved_match_list, struct solved_match);

struct solve_result {
	struct solved_match_list matches; /* best first */
	struct unmatched_list unmatched;
	int64_t score; /* sum */
};

/* Never fails; who cannot be placed is in unmatched. All in pool. */
struct solve_result *match_solve(
	struct pool *pool, const struct solve_input *input);

/* The score of one pair with its parts; false when a hard rule forbids it,
 * then *why names the rule ("different department"). */
bool match_score(struct pool *pool, const struct solve_input *input,
	const struct participant *a, const struct participant *b,
	int64_t *score, struct match_reason_list *reasons, const char **why);

/* Times both are free in the week that holds `from`, as instants, sorted;
 * only windows of at least `minutes`. Also used to plan sessions. */
struct free_time {
	int64_t from, till;
};
LIST_OF(free_time_list, struct free_time);
struct free_time_list match_free_times(struct pool *pool,
	const struct program *program, const struct participant_list *people,
	int64_t from, int64_t till, int minutes);

#endif
