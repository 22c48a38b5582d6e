/* Possible pairs, weighed: all of them, or everybody's best.
 */
#include "match/candidates.h"

#include <glib.h>

#include "match/compat.h"
#include "match/score.h"

#define SCORE_LIMIT (1 << 24) /* of one pair */
#define AGAIN_COSTS (1 << 29) /* more than pairs can gain elsewhere */

int32_t
candidates_weight(const struct sheet *sheet, size_t i, size_t j)
{
	int64_t weight = MIN(score_pair(sheet, i, j), SCORE_LIMIT) +
		sheet->credit[i] + sheet->credit[j];

	if (pair_set_has(&sheet->history, i, j) &&
		!pair_set_has(&sheet->pinned, i, j))
		weight -= AGAIN_COSTS;
	return (int32_t)weight;
}

static bool
allowed(const struct sheet *sheet, size_t i, size_t j)
{
	if (pair_set_has(&sheet->pinned, i, j))
		return true;
	return !pair_set_concerns(&sheet->pinned, i) &&
		!pair_set_concerns(&sheet->pinned, j) &&
		compat_stops(sheet, i, j) == COMPAT_FINE;
}

struct graph *
candidates_graph(struct pool *pool, const struct sheet *sheet, int most,
	int64_t *possible)
{
	struct graph *graph = POOL_NEW(pool, struct graph);
	int64_t found = 0;

	(void)most;
	graph->n = (int32_t)sheet->n;
	for (size_t i = 0; i < sheet->n; i++) {
		for (size_t j = i + 1; j < sheet->n; j++) {
			found += compat_stops(sheet, i, j) == COMPAT_FINE;
			if (allowed(sheet, i, j))
				*LIST_ADD(pool, &graph->edges) = (struct edge){
					(int32_t)i, (int32_t)j,
					candidates_weight(sheet, i, j)
				};
		}
	}
	if (possible)
		*possible = found;
	return graph;
}

int64_t
candidates_price(struct pool *pool, const struct sheet *sheet,
	const struct duals *duals, struct graph *graph)
{
	int64_t added = 0;

	for (size_t i = 0; i < sheet->n; i++) {
		for (size_t j = i + 1; j < sheet->n; j++) {
			if (!allowed(sheet, i, j))
				continue;
			int32_t weight = candidates_weight(sheet, i, j);
			if (duals_slack(
				    duals, (int32_t)i, (int32_t)j, weight) >= 0)
				continue;
			*LIST_ADD(pool, &graph->edges) =
				(struct edge){ (int32_t)i, (int32_t)j, weight };
			added++;
		}
	}
	return added;
}
