/* Who stands where in whose list.
 *
 * For each entry of a list, the place at which its owner stands in the list of
 * the one it names; so "would she rather have me" is one comparison. Found in
 * time linear in all lists together, by turning one side's lists round.
 */
#ifndef MENTORD_MATCH_STABLE_RANKS_H
#define MENTORD_MATCH_STABLE_RANKS_H

#include "match/stable.h"

struct ranks {
	const struct preference *lists;
	int32_t n;
	size_t *from;  /* where the places of a list begin */
	int32_t *back; /* the owner's place with the other; -1: not in there, or
			  named before, or nobody */
};

/* Both sides, or one pool when b is a. False without memory; to be released
 * either way. */
bool ranks_make(struct ranks *a, struct ranks *b);
void ranks_release(struct ranks *ranks);

static inline int32_t
length_of(const struct ranks *ranks, int32_t person)
{
	return ranks->lists[person].n > 0 ? ranks->lists[person].n : 0;
}

#endif
