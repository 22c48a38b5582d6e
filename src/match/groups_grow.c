/* A first cut. The best pairs of all are the beginnings of groups; then each
 * group takes one more, by the best matching of groups and people, until all
 * have a place or there is none. What is apart may well come together: the
 * annealing parts it again.
 */
#include "match/cut.h"

#include <glib.h>
#include <stdlib.h>

#include "match/pairs.h"

/* A pair of people, or a team and a person who may join it. */
struct nucleus {
	int32_t worth, a, b;
};

static int
best_first(const void *a, const void *b)
{
	const struct nucleus *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return (x->a > y->a) - (x->a < y->a);
}

/* The best matching among the people on the bench. */
static struct pairs *
pair_up(struct pool *pool, const struct cut *cut)
{
	struct graph graph = { .n = cut->n };
	struct pairs *pairs = NULL;

	for (int32_t x = 0; x < cut->benched; x++)
		for (int32_t y = 0; y < x; y++) {
			int32_t a = cut->bench[x], b = cut->bench[y];

			if (cut_worth(cut, a, b) >= 0 && !cut->tied[a] &&
				!cut->tied[b])
				*LIST_ADD(pool, &graph.edges) =
					(struct edge){ a, b,
						cut_worth(cut, a, b) };
		}
	if (!pairs_solve(pool, &graph, PAIRS_COVER, NULL, NULL, &pairs, NULL))
		return NULL;
	return pairs;
}

/* Each new team that is empty begins with a pair, while there are any. */
static void
begin(struct cut *cut)
{
	POOL_AUTO scratch = pool_new();
	int32_t found = 0, taken = 0;
	struct nucleus *nuclei =
		pool_alloc(scratch, (size_t)cut->n * sizeof *nuclei);
	const struct pairs *pairs = pair_up(scratch, cut);

	for (int32_t i = 0; pairs && i < cut->n; i++)
		if (pairs->mate[i] > i)
			nuclei[found++] = (struct nucleus){
				cut_worth(cut, i, pairs->mate[i]), i,
				pairs->mate[i]
			};
	qsort(nuclei, (size_t)found, sizeof *nuclei, best_first);
	for (int32_t t = (int32_t)cut->input->standings;
		t < cut->teams && taken < found; t++) {
		if (cut->team[t].n)
			continue;
		cut_move(cut, nuclei[taken].a, t);
		cut_move(cut, nuclei[taken++].b, t);
	}
}

static int32_t
clamp_weight(int64_t weight)
{
	return (int32_t)CLAMP(weight, -WEIGHT_LIMIT, WEIGHT_LIMIT);
}

/* One more for each team that has room for it; how many came. */
static int32_t
take_in(struct cut *cut, int32_t room)
{
	POOL_AUTO scratch = pool_new();
	struct graph graph = { .n = cut->n + cut->teams };
	struct pairs *pairs = NULL;
	int32_t came = 0;

	for (int32_t t = 0; t < cut->teams; t++)
		for (int32_t b = 0; cut->team[t].n < room && b < cut->benched;
			b++) {
			int64_t gain = cut_move_gain(cut, cut->bench[b], t);

			if (gain != INT64_MIN && !cut->tied[cut->bench[b]])
				*LIST_ADD(scratch, &graph.edges) =
					(struct edge){ cut->n + t,
						cut->bench[b],
						clamp_weight(gain) };
		}
	if (!pairs_solve(
		    scratch, &graph, PAIRS_COVER, NULL, NULL, &pairs, NULL))
		return 0;
	for (int32_t t = 0; t < cut->teams; t++) {
		int32_t mate = pairs->mate[cut->n + t];

		if (mate >= 0) {
			cut_move(cut, mate, t);
			came++;
		}
	}
	return came;
}

void
cut_grow(struct cut *cut)
{
	begin(cut);
	for (int32_t room = 1; room <= GROUP_MOST && cut->benched; room++)
		while (cut->benched && take_in(cut, room) > 0)
			continue;
}
