/* match/blossom -- room match: as many pairs as there can be.
 *
 * Edmonds' algorithm (Paths, trees, and flowers, 1965) in its simple form:
 * breadth-first search for an augmenting path from one lonely person, odd
 * cycles contracted by renaming their base. O(n^3) at worst.
 */
#ifndef MENTORD_MATCH_BLOSSOM_H
#define MENTORD_MATCH_BLOSSOM_H

#include "match/grid.h"

/* Lengthen the pairing until it holds as many pairs as the grid allows
 * among those that are not out. Who is paired stays paired. */
void blossom_cover(struct pairing *pairing);

/* Find a partner for root alone, if need be by re-pairing others; false, and
 * nothing changed, when there is no way. */
bool blossom_place(struct pairing *pairing, size_t root);

#endif
