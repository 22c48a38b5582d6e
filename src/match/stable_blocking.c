/* How far a matching is from stable: the pairs that would both rather have
 * each other. Somebody a person has but did not name is worse than anybody
 * named, and better than nobody is what everybody named is.
 */
#include "stable_ranks.h"

#include <glib.h>

/* The place up to which a person would change, its list's end if anybody
 * named would be better. */
static int32_t
place_of(const struct ranks *ranks, int32_t person, int32_t other)
{
	int32_t n = length_of(ranks, person);

	for (int32_t k = 0; k < n; k++)
		if (ranks->lists[person].at[k] == other)
			return k;
	return n;
}

static int64_t
count_blocking(const struct ranks *ranks, const int32_t *bar)
{
	int64_t count = 0;

	for (int32_t i = 0; i < ranks->n; i++)
		for (int32_t k = 0; k < bar[i]; k++) {
			int32_t back = ranks->back[ranks->from[i] + (size_t)k],
				other = ranks->lists[i].at[k];

			if (back >= 0 && i < other && back < bar[other])
				count++;
		}
	return count;
}

int64_t
stable_blocking(struct pool *pool, int32_t n, const struct preference *wish,
	const int32_t *mate)
{
	struct ranks ranks = { wish, n, NULL, NULL };
	int32_t *bar = pool_alloc(pool, (size_t)n * sizeof *bar);
	int64_t count = -1;

	if (ranks_make(&ranks, &ranks)) {
		for (int32_t i = 0; i < n; i++)
			bar[i] = place_of(&ranks, i, mate[i]);
		count = count_blocking(&ranks, bar);
	}
	ranks_release(&ranks);
	return count;
}

struct sides {
	struct ranks wish, favour;
	int32_t *bar, *mark; /* one a person, proposers first; mark: whose
				partner somebody was last found to be */
};

/* Somebody with room would take anybody named; who is full, anybody better
 * than the worst one it has. */
static void
find_bars(struct sides *sides, const struct ranks *ranks, const int32_t *most,
	const struct partners *chosen, int32_t first, int32_t marks)
{
	for (int32_t i = 0; i < ranks->n; i++) {
		int32_t *bar = &sides->bar[first + i], n = length_of(ranks, i),
			left = chosen[first + i].n;

		if (left < most[i]) {
			*bar = n;
			continue;
		}
		*bar = 0;
		for (int32_t k = 0; k < left; k++)
			sides->mark[marks + chosen[first + i].at[k]] =
				first + i;
		for (int32_t k = 0; k < n && left > 0; k++) {
			int32_t other = marks + ranks->lists[i].at[k];

			if (ranks->back[ranks->from[i] + (size_t)k] < 0 ||
				sides->mark[other] != first + i)
				continue;
			*bar = k;
			left--;
		}
		if (left > 0)
			*bar = n;
	}
}

static int64_t
count_blocking_sides(struct sides *sides, const struct partners *chosen)
{
	const struct ranks *wish = &sides->wish;
	int64_t count = 0;

	for (int32_t i = 0; i < wish->n; i++) {
		for (int32_t k = 0; k < chosen[i].n; k++)
			sides->mark[wish->n + chosen[i].at[k]] = i;
		for (int32_t k = 0; k < sides->bar[i]; k++) {
			int32_t back = wish->back[wish->from[i] + (size_t)k];

			if (back < 0)
				continue;
			int32_t taker = wish->n + wish->lists[i].at[k];
			if (sides->mark[taker] != i && back < sides->bar[taker])
				count++;
		}
	}
	return count;
}

int64_t
stable_blocking_sides(struct pool *pool, int32_t proposers, int32_t takers,
	const struct preference *wish, const struct preference *favour,
	const int32_t *wish_most, const int32_t *favour_most,
	const struct partners *chosen)
{
	size_t people = (size_t)proposers + (size_t)takers;
	struct sides sides = { .wish = { wish, proposers, NULL, NULL },
		.favour = { favour, takers, NULL, NULL },
		.bar = pool_alloc(pool, people * sizeof(int32_t)),
		.mark = pool_alloc(pool, people * sizeof(int32_t)) };
	int64_t count = -1;

	for (size_t i = 0; i < people; i++)
		sides.mark[i] = -1;
	if (ranks_make(&sides.wish, &sides.favour)) {
		find_bars(&sides, &sides.wish, wish_most, chosen, 0, proposers);
		find_bars(&sides, &sides.favour, favour_most, chosen, proposers,
			0);
		for (size_t i = 0; i < people; i++)
			sides.mark[i] = -1;
		count = count_blocking_sides(&sides, chosen);
	}
	ranks_release(&sides.wish);
	ranks_release(&sides.favour);
	return count;
}
