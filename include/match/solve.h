/* match/solve -- room match: who is put with whom, and why.
 *
 * Pure: people, rules, criteria and history in; matches with their scores
 * and reasons, and whoever could not be placed with the rule that stopped
 * them, out. Deterministic in (people, seed), whatever the order of people.
 *
 * What counts is the program's objective (program/program.h). By default, in
 * this order: that as many people as possible are placed, that nobody meets a
 * former partner again while that can be avoided, and then the sum of the
 * scores (with the credits). Hard rules are never broken.
 */
#ifndef MENTORD_MATCH_SOLVE_H
#define MENTORD_MATCH_SOLVE_H

#include "noun/match.h"
#include "noun/participant.h"
#include "program/program.h"

/* Two people who were together before, once an entry; also a pair that the
 * coordinator pinned or forbade. */
struct former_pair {
	int64_t a, b; /* participant ids, a < b */
};
LIST_OF(former_pair_list, struct former_pair);

/* Points on top of whatever match a person gets, for having waited. They
 * decide who is placed when not all can be, and are no part of a score. */
struct waiting_credit {
	int64_t participant, points; /* 0 to 1,000,000 */
};
LIST_OF(waiting_credit_list, struct waiting_credit);

/* How much of what was asked of them a person did: meetings held, forms
 * answered. Without a history there is no entry. */
struct follow_through {
	int64_t participant, thousandths; /* 0 to 1000 */
};
LIST_OF(follow_through_list, struct follow_through);

/* A match that stays whatever the run finds. Its people take part only as the
 * form allows: a mentor's standing mentees use up capacity, a group that is not
 * full may take in a late joiner. */
struct standing_match {
	int64_t match;
	struct member_list members;
	int64_t lead; /* its mentor or leader; 0 none */
};
LIST_OF(standing_match_list, struct standing_match);

struct solve_input {
	const struct matching *matching; /* form, rules, criteria */
	const struct attribute_rule_list *attributes;
	const struct program *program;  /* zones, language, session hours */
	struct participant_list people; /* to be placed, any order */
	struct former_pair_list history;
	int64_t seed; /* breaks ties */
	int64_t now;  /* for zone offsets of free hours */

	/* What the coordinator said to a draft. A pinned pair is kept
	 * together even against a rule; a pair of both lists is pinned.
	 * People who are not in `people` are passed over. */
	struct former_pair_list pinned, forbidden;
	struct waiting_credit_list credits;
	struct follow_through_list follow_through;

	/* Groups and mentors: matches that stand. Their people need not be in
	 * `people`; those who are (a mentor with room left) can get more. */
	struct standing_match_list standing;
	struct participant_list standing_people;

	/* Pairs of the last draft: kept together unless parting them gains
	 * more than keep_price (score points), so that a revision touches only
	 * what it must. */
	struct former_pair_list kept;
	int64_t keep_price;

	int rounds; /* to be planned at once; 0 is 1 */

	/* Called now and then with 0 to 1 on long runs; NULL: not. */
	void (*progress)(double part, void *arg);
	void *progress_arg;
};

struct solved_match {
	struct member_list members;       /* ascending ids; of those who join
					     a match that stands, only they */
	int64_t score;                    /* sum over its pairs */
	struct match_reason_list reasons; /* strongest first */
	int64_t lead;  /* who is the mentor, or leads the group; 0 none */
	int64_t round; /* from 1, of several planned at once; else 0 */
	int64_t joins; /* the standing match that these people join; 0 none */
};
LIST_OF(solved_match_list, struct solved_match);

/* How good the result is. */
struct solve_quality {
	int64_t people, placed;
	int64_t possible;           /* pairs that break no rule */
	int64_t pairs;              /* among them those that were chosen */
	int64_t worst, mean;        /* score of a chosen pair */
	int64_t median, low, lower; /* lower: 5 % are below, low: 10 % */
	int64_t perfect;            /* full agreement in every criterion */
	/* People whose (best) partner scores most of all who are possible with
	 * them, or is among the first three or ten; and, of those who ranked
	 * wishes, how many got the first one. */
	int64_t first, first_three, first_ten;
	int64_t ranked, ranked_first;
	int64_t repeats;  /* chosen pairs that were together before */
	int64_t blocking; /* pairs that would both rather have each other, by
			     what each gets out of the other; -1 not counted
			     (groups, rounds, more than 4,000 people) */
	int64_t bound;    /* no way to place as many scores more; when proven
			     the score itself */
	enum run_proof proof;
	const char *unproven; /* why not optimal, or not proven; NULL */
};

struct solve_result {
	struct solved_match_list matches; /* best first, by a pair's mean */
	/* Ascending ids. Peers: in no match. Mentors: who wants a mentor and
	 * has none, and mentors with room who have no mentee (who is both is
	 * here for want of a mentor only). Rounds: who rests in any of them. */
	struct unmatched_list unmatched;
	int64_t score; /* sum */
	struct solve_quality quality;
};

/* Never fails; who cannot be placed is in unmatched. All in pool. When a
 * proof fails, or memory for it, the matches are those of a greedy plan, proof
 * is RUN_UNPROVEN, and they may only be published by a person's word. 1,000
 * people take some 40 ms, 10,000 about a second and 30 MB. */
struct solve_result *match_solve(
	struct pool *pool, const struct solve_input *input);

/* The score of one pair with its parts, strongest first; false when a hard
 * rule forbids it, then *why names the rule ("different department") and the
 * rest is untouched. A pinned pair is never forbidden. The scores of numbers
 * depend on how far apart input->people are.
 *
 * A reason's text is free of any language: the values in common ("German,
 * hiking"), the two values ("3 / 7"), hours in common a week ("6 h"), or for
 * offered and wanted things who brings what to whom ("Ana → Ben: Python"). In
 * a match of three, what holds for two of them only starts with their names
 * ("Ana, Ben: German"). The sentence around it is the template's. */
bool match_score(struct pool *pool, const struct solve_input *input,
	const struct participant *a, const struct participant *b,
	int64_t *score, struct match_reason_list *reasons, const char **why);

/* Times all of them are free in [from, till), as instants, sorted; only
 * windows of at least `minutes`. Windows are weekly, each in its person's own
 * zone, and follow that zone's clock changes; who gave none is free on
 * Monday to Friday in the hours of program->sessions. Nobody: no times. At
 * most 3 years are looked through. */
struct free_time {
	int64_t from, till;
};
LIST_OF(free_time_list, struct free_time);
struct free_time_list match_free_times(struct pool *pool,
	const struct program *program, const struct participant_list *people,
	int64_t from, int64_t till, int minutes);

#endif
