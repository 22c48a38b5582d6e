/* match/proof -- room match: is a matching the best there is?
 *
 * Complementary slackness, checked in whole numbers and apart from the engine
 * that found the matching: no vertex is below the floor and every lonely one
 * is at it; no edge is undercut by the values of its ends and of the blossoms
 * that hold both; chosen pairs are tight; a blossom with a value is filled but
 * for one vertex; and both sides of the linear program come to the same sum
 * (Schrijver, Combinatorial Optimization, 2003, chapters 25 and 26).
 */
#ifndef MENTORD_MATCH_PROOF_H
#define MENTORD_MATCH_PROOF_H

#include "match/pairs.h"

/* True when pairs->duals prove that no matching of that aim is better. False
 * with a sentence in *why (of pool) otherwise, or when anything in there is
 * malformed: nothing is believed of it, not even that indexes are in range.
 * O(m * log(n)) at worst, no recursion. */
bool pairs_proven(struct pool *pool, const struct graph *graph,
	enum pairs_aim aim, const struct pairs *pairs, const char **why);

#endif
