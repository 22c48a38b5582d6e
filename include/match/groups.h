/* match/groups -- room match: groups of three to twelve.
 *
 * Finding the best groups is NP-hard. A first cut is grown from the best
 * pairs (after Feo, Goldschmidt and Khellaf 1992); then people are exchanged
 * and moved by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) with
 * a seed and a fixed number of steps: the same people, the same groups. The
 * bound tells how much better any other cut could be at most.
 */
#ifndef MENTORD_MATCH_GROUPS_H
#define MENTORD_MATCH_GROUPS_H

#include "match/grid.h"

#define GROUP_MOST 12

struct member_places {
	size_t at[GROUP_MOST]; /* ascending */
	size_t n;
};

struct groups_input {
	const struct sheet *sheet; /* NULL: no rules but the grid's, no roles,
				      pins, history or credits */
	const struct grid *grid;   /* pair weights and what is allowed */
	int least, size, most;     /* of a group; size is wanted; 3 to 12 */
	bool leaders;              /* exactly one of role mentor in each */
	int64_t balance_price; /* a point too many of one value in a group */
	/* One column an attribute to be balanced: a small number per person,
	 * -1 none given. A value should be spread over the groups as evenly
	 * as it can be. */
	const int32_t *const *balance;
	size_t balances;
	/* Groups that stand and may take in more, as members' places: their
	 * people stay, and count in everything. */
	const struct member_places *standing;
	size_t standings;
	uint64_t seed;
	int64_t steps; /* of the annealing; 0: as many as fit the size */
	void (*progress)(double part, void *arg);
	void *progress_arg;
};

struct groups {
	struct member_places *at; /* standing ones first, in their order */
	size_t n;
	int64_t score; /* of the pairs inside, less what imbalance costs */
	int64_t bound; /* no cut into groups of these sizes scores more */
};

/* Everybody is in at most one group; whoever is in none could not be placed. A
 * group breaks no rule: pairwise for most; for "share" and "overlap" all of
 * its members have one item or one stretch of hours in common. What counts, in
 * this order: as many people as possible, sizes as near to the wanted one as
 * can be (the sum of squares), nobody with a former partner, the score (and
 * the credits of those who are placed). With leaders, one of role "both" may
 * lead a group that has no mentor. Pinned pairs stay together, unless a group
 * of them were larger than most, or would need two who are kept apart. 240
 * people take about a second, 1,000 four. All in pool. */
struct groups *groups_make(struct pool *pool, const struct groups_input *input);

/* The rule that these people together break, COMPAT_FINE if none. A pinned
 * pair that has nothing in common itself frees its group of that one rule,
 * except pair by pair. */
int groups_stops(const struct sheet *sheet, const size_t *members, size_t n);

#endif
