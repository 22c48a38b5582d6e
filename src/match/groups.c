/* Groups: the first cut, the annealing, and what is made of it. */
#include "match/groups.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/cut.h"
#include "match/lot.h"

#define STEPS_A_PERSON 150000
#define STEPS_LEAST    400000
#define STEPS_MOST     60000000

static int64_t
count_steps(const struct groups_input *input)
{
	int64_t n = (int64_t)input->grid->n;

	if (input->steps > 0)
		return input->steps;
	/* a step takes as long as a group is large */
	return CLAMP(n * STEPS_A_PERSON, STEPS_LEAST, STEPS_MOST) * 4 /
		MAX(input->size, 4);
}

/* Few people are cut several times over, as chance may take a wrong turn. */
static int
count_tries(const struct groups_input *input)
{
	size_t n = input->grid->n;

	return n <= 40 ? 8 : n <= 400 ? 3 : 1;
}

/* Who sits where. */
struct seating {
	struct team *team;
	int32_t *of, *slot, *bench, benched;
};

static struct seating
note_seating(struct pool *pool, const struct cut *cut)
{
	size_t people = (size_t)cut->n * sizeof *cut->of;

	return (struct seating){ pool_memdup(pool, cut->team,
					 (size_t)cut->teams *
						 sizeof *cut->team),
		pool_memdup(pool, cut->of, people),
		pool_memdup(pool, cut->slot, people),
		pool_memdup(pool, cut->bench, people), cut->benched };
}

static void
take_seating(struct cut *cut, const struct seating *seating)
{
	size_t people = (size_t)cut->n * sizeof *cut->of;

	memcpy(cut->team, seating->team,
		(size_t)cut->teams * sizeof *cut->team);
	memcpy(cut->of, seating->of, people);
	memcpy(cut->slot, seating->slot, people);
	memcpy(cut->bench, seating->bench, people);
	cut->benched = seating->benched;
}

/* The best of several tries from the same beginning. */
static void
improve(struct pool *pool, struct cut *cut)
{
	int tries = count_tries(cut->input);
	int64_t steps = count_steps(cut->input) / tries, best = INT64_MIN;
	struct seating first = note_seating(pool, cut), found = first;

	for (int t = 0; t < tries; t++) {
		take_seating(cut, &first);
		cut->done = (double)t / tries;
		cut->share = 1.0 / tries;
		cut_anneal(cut, steps, lot_mix(cut->input->seed) + (uint64_t)t);
		cut_polish(cut);
		int64_t total = cut_total(cut);
		if (total > best)
			found = note_seating(pool, cut);
		best = MAX(best, total);
	}
	take_seating(cut, &found);
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
	struct groups_input within = *input; /* what a group has room for */

	within.most = CLAMP(input->most, 1, GROUP_MOST);
	within.size = CLAMP(input->size, 1, within.most);
	within.least = CLAMP(input->least, 1, within.size);
	struct cut *cut = cut_new(scratch, &within);

	cut_grow(cut);
	improve(scratch, cut);
	groups->at =
		pool_alloc(pool, (size_t)(cut->teams + 1) * sizeof *groups->at);
	for (int32_t t = 0; t < cut->teams; t++)
		if (cut->team[t].n || cut->team[t].stands)
			add_group(groups, cut, &cut->team[t]);
	groups->bound = cut_bound(cut);
	return groups;
}
