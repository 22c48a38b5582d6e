/* match/trio -- room match: the odd one joins a pair, where it costs least.
 *
 * What a trio leaves to all others is a matching of the people outside it, and
 * the duals of the pairs tell for any three, without solving again, what that
 * is worth at most: their sum, less the values of the three, less those of the
 * blossoms that hold two of them. So the trios are taken best bound first, the
 * rest is solved again without them, and that ends as soon as no bound is
 * better than what was found.
 */
#ifndef MENTORD_MATCH_TRIO_H
#define MENTORD_MATCH_TRIO_H

#include "match/pairs.h"

struct trio {
	size_t at[3]; /* places, ascending */
};
LIST_OF(trio_list, struct trio);

struct trio_input {
	/* All pairs that may be: any two in a trio are one of them. Where the
	 * graph holds candidates only, so do the trios. */
	const struct graph *graph;
	enum pairs_aim aim;        /* with which it was solved */
	const struct pairs *pairs; /* the solution, proven */
	int32_t most;              /* trios; 0: one a lonely person */
	int32_t solves;            /* at most so many times; 0: 1,000 */
	/* Called now and then with 0 to 1; NULL: not. */
	void (*progress)(double part, void *arg);
	void *progress_arg;
};

struct trios {
	struct trio_list at;
	int32_t *mate;  /* of the rest; -1: in a trio, or lonely */
	int32_t lonely; /* how many are left over */
	int64_t weight; /* of the pairs, and of the three pairs of a trio */
	/* No plan with so many trios places as many and weighs more. True for
	 * the single odd one; each of several is placed as well as can be
	 * after those before, which need not be the best for all of them. */
	bool exact;
	int32_t solved; /* how often the rest was solved again */
};

/* By the aim PAIRS_COVER each trio places one more person, and a trio that
 * cannot is not made; by PAIRS_WEIGHT it raises the sum, and leaves fewer
 * lonely. As few trios as that takes. In pool. False for memory, or when the
 * rest could not be proven (ERR_NEVER, as pairs_proven says why). */
bool trios_join(struct pool *pool, const struct trio_input *input,
	struct trios **result, struct err *err);

#endif
