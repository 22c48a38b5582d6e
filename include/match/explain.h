/* match/explain -- room match: why these two, and why not those.
 *
 * Asked by a coordinator about any two people: what they would score, part by
 * part; which rule stands in between; whom each of them got instead and why;
 * and what everybody together would lose if the two were put together.
 */
#ifndef MENTORD_MATCH_EXPLAIN_H
#define MENTORD_MATCH_EXPLAIN_H

#include "match/solve.h"

/* One of those who would be good for a person, and where they are instead. */
struct alternative {
	int64_t participant, score;
	struct member_list with; /* who they are with in the result */
	int64_t score_there;
	int64_t costs; /* points that all together lose if this pair is forced;
			  of more than 600 people at least so many; -1 unknown */
};
LIST_OF(alternative_list, struct alternative);

struct explanation {
	bool together;       /* in the result */
	const char *rule;    /* that forbids them; NULL: none */
	int64_t score, full; /* full: full agreement in every criterion */
	struct match_reason_list parts; /* as of match_score; every
					     criterion, with 0 points too */
	struct member_list a_with,
		b_with; /* themselves included; n 0: nobody */
	int64_t a_score, b_score;
	/* Forcing them together (or, when they are together, apart): how many
	 * fewer people are placed, and how many points less the sum of scores
	 * is; at least, by the duals, and exactly, by solving again (peers and
	 * mentors, up to 4,000 people). -1 unknown. When the sum would even
	 * rise, at the price of something that counts before it (people
	 * placed, former partners, the worst pair), costs is 0 and gains says
	 * by how much. */
	int64_t fewer, costs_at_least, costs, gains;
	struct alternative_list a_others, b_others; /* best first, up to 5 */
	int64_t a_possible, b_possible; /* partners that break no rule */
};

/* In pool. False when a or b is not among input->people (ERR_NEVER). */
bool match_explain(struct pool *pool, const struct solve_input *input,
	int64_t a, int64_t b, struct explanation *out, struct err *err);

#endif
