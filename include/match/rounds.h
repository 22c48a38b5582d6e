/* match/rounds -- room match: everybody meets somebody else each time.
 *
 * Speed mentoring and random coffee. Nobody meets the same person twice while
 * the rules allow it, then as few times as possible; who rests, or is the
 * third, changes. When all may meet all, the circle method (Kirkman 1847)
 * gives n - 1 rounds without a repeat; otherwise each round is a matching of
 * its own whose weights remember who met whom and who rested, and where later
 * rounds come out short, earlier ones are laid anew around them.
 */
#ifndef MENTORD_MATCH_ROUNDS_H
#define MENTORD_MATCH_ROUNDS_H

#include "match/grid.h"

#define ROUNDS_MOST 100

struct rounds_input {
	const struct sheet *sheet; /* NULL: no pins, no history, no credits */
	const struct grid *grid;
	int rounds;            /* to be planned at once, 1 to ROUNDS_MOST */
	const int32_t *met;    /* how often, a triangle like grid->weight; NULL:
			       as the sheet's history says */
	const int32_t *rested; /* how often each rested so far, or was the
				  third; NULL: nobody ever */
	bool trio;             /* who would rest is a third, if rules allow */
	/* Two who have met rest rather than meet again, unless both have met
	 * everybody whom they may meet. So it is always when several rounds
	 * are planned at once; else as many meet as can, be it again. */
	bool fresh;
	/* With fresh, of a single round: who finds nobody new joins a pair
	 * that is new to them (trio), or else meets somebody again who found
	 * nobody either, unless just one of the two has others to meet: they
	 * do not become the only partner somebody has. And one who came late
	 * does not leave all those resting who have met each other. */
	bool again;
	uint64_t seed;
};

struct round {
	int32_t *mate; /* one a person; -1: rests, or is the third */
	int32_t *host; /* the third: one of the pair joined; else -1 */
};

struct rounds {
	struct round *at;
	int n;
	int64_t repeats; /* meetings of two who had met before */
	int64_t rests;
	bool proven; /* each round has as many pairs as can be beside the
			others, and each round's repeats are the fewest given
			those before; what thirds repeat is not counted */
	bool full;   /* no plan without repeats has more pairs altogether */
};

/* Pinned pairs meet in the first round. What counts in a round: the number of
 * pairs, the fewest repeats, those who rested most so far, the scores; the
 * scores in as many steps as fit beside the rest in the weight of an edge. All
 * in pool. False for memory, or when a proof failed (ERR_NEVER). */
bool rounds_plan(struct pool *pool, const struct rounds_input *input,
	struct rounds **result, struct err *err);

/* The circle method alone: who meets whom in round r of n people, in mate
 * (one a person), when place[p] (n of them) is who sits at place p. An odd n
 * has place r rest in round r. After n - 1 rounds (n when odd) all have met,
 * and it begins anew. */
void rounds_circle(int32_t n, const int32_t *place, int r, int32_t *mate);

#endif
