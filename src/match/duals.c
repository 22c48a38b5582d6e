/* What the values of a matching say about one pair. */
#include "match/duals.h"

static int32_t
parent_of(const struct duals *duals, int32_t blossom)
{
	return duals->blossom[blossom].parent;
}

/* The blossoms that hold both: a parent stands before what it holds, so that
 * whichever stands later cannot hold the other. */
static int32_t
innermost_of_both(const struct duals *duals, int32_t u, int32_t v)
{
	int32_t a = duals->home[u], b = duals->home[v];

	while (a != b) {
		if (a > b)
			a = parent_of(duals, a);
		else
			b = parent_of(duals, b);
	}
	return a;
}

int64_t
duals_slack(const struct duals *duals, int32_t u, int32_t v, int32_t weight)
{
	int64_t slack = duals->of[u] + duals->of[v] - 2 * (int64_t)weight;

	for (int32_t both = innermost_of_both(duals, u, v); both >= 0;
		both = parent_of(duals, both))
		slack += duals->blossom[both].dual;
	return slack;
}

/* Down from the outermost: a blossom that holds u adds its own value to what
 * is held outside of it, any other just hands that on. */
void
duals_held(const struct duals *duals, int32_t u, int64_t *held)
{
	for (int32_t b = 0; b < duals->blossoms; b++)
		held[b] = 0;
	for (int32_t b = duals->home[u]; b >= 0; b = parent_of(duals, b))
		held[b] = duals->blossom[b].dual;
	for (int32_t b = 0; b < duals->blossoms; b++)
		if (parent_of(duals, b) >= 0)
			held[b] += held[parent_of(duals, b)];
}
