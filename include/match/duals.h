/* match/duals -- room match: the proof that comes with a matching.
 *
 * The dual values of Edmonds' linear program (Maximum matching and a
 * polyhedron with 0,1-vertices, 1965): one a vertex, and one for each odd set
 * of vertices that matters, a blossom. Blossoms lie apart or within each
 * other. All values are doubled, so that halves are whole numbers. They prove
 * that no matching is better (match/proof.h), and tell what a pair that was
 * not chosen would cost at least: half of its slack, as values are doubled.
 */
#ifndef MENTORD_MATCH_DUALS_H
#define MENTORD_MATCH_DUALS_H

#include <stdint.h>

struct blossom {
	int32_t parent; /* index of the blossom around it; -1 outermost */
	int32_t size;   /* vertices within: odd, 3 or more */
	int64_t dual;   /* doubled; 0 or more */
};

struct duals {
	int32_t n;
	int64_t floor; /* doubled; no vertex is below, the unmatched are at it:
			  0, or for coverage so low that another pair is worth
			  more than any weight */
	int64_t *of;   /* doubled, one a vertex */
	int32_t blossoms;
	struct blossom *blossom; /* a parent stands before what it holds */
	int32_t *home;           /* the innermost blossom of a vertex; -1 */
};

/* Doubled: 0 for a pair of a matching, never negative when the values prove
 * it; how much the sum falls at least, doubled, when that pair is forced (with
 * another number of pairs, see floor). O(depth of nesting). */
int64_t duals_slack(
	const struct duals *duals, int32_t u, int32_t v, int32_t weight);

/* For many pairs of the same u: held[b], one a blossom, gets the sum of those
 * that hold both u and a vertex whose home is b, which duals_slack of the two
 * adds to their own values. O(blossoms). */
void duals_held(const struct duals *duals, int32_t u, int64_t *held);

#endif
