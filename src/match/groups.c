/* Groups: the first cut, the annealing, and what is made of it. */
#include "match/groups.h"

#include <glib.h>
#include <stdlib.h>

#include "match/cut.h"

#define STEPS_A_PERSON 100000
#define STEPS_LEAST    400000
#define STEPS_MOST     100000000

static int64_t
count_steps(const struct groups_input *input)
{
	int64_t n = (int64_t)input->grid->n;

	if (input->steps > 0)
		return input->steps;
	return CLAMP(n * STEPS_A_PERSON, STEPS_LEAST, STEPS_MOST);
}

/* So much that rules matter more than points, and not so much that nobody
 * would ever pass each other by way of a broken one. */
static struct cut_prices
soft_prices(const struct cut *cut)
{
	int64_t high = MIN(cut->high, 1 << 26);

	return (struct cut_prices){ .apart = 4 * high,
		.again = 3 * high,
		.bench = 6 * high,
		.uneven = high };
}

static int
by_place(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

static void
add_group(struct groups *groups, const struct cut *cut, const struct team *team)
{
	struct member_places *places = &groups->at[groups->n++];
	const struct grid *grid = cut->input->grid;

	for (int32_t m = 0; m < team->n; m++) {
		size_t a = (size_t)team->at[m];

		places->at[places->n++] = a;
		for (int32_t o = 0; o < m; o++) {
			size_t b = (size_t)team->at[o];

			if (grid_allows(grid, a, b))
				groups->score += grid_score(
					grid, cut->input->sheet, a, b);
		}
	}
	groups->score -= cut_imbalance(cut, team->at, team->n);
	qsort(places->at, places->n, sizeof *places->at, by_place);
}

struct groups *
groups_make(struct pool *pool, const struct groups_input *input)
{
	POOL_AUTO scratch = pool_new();
	struct groups *groups = POOL_NEW(pool, struct groups);
	struct cut *cut = cut_new(scratch, input);

	cut_set_prices(cut, soft_prices(cut));
	cut_grow(cut);
	cut_anneal(cut, count_steps(input), input->seed);
	cut_polish(cut);
	groups->at =
		pool_alloc(pool, (size_t)(cut->teams + 1) * sizeof *groups->at);
	for (int32_t t = 0; t < cut->teams; t++)
		if (cut->team[t].n || cut->team[t].stands)
			add_group(groups, cut, &cut->team[t]);
	groups->bound = cut_bound(cut);
	return groups;
}
