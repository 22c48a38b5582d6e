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

	for (int32_t k = 0; k < n && other >= 0; k++)
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

/* The place of the worst one that a person has. */
static int32_t
worst_place(const struct ranks *ranks, int32_t person,
	const struct partners *has, int32_t *mark, int32_t marks)
{
	int32_t n = length_of(ranks, person), left = has->n, worst = 0;

	for (int32_t k = 0; k < has->n; k++)
		mark[has->at[k]] = person;
	for (int32_t k = 0; k < n && left > 0; k++) {
		int32_t other = ranks->lists[person].at[k];

		if (other < 0 || other >= marks || mark[other] != person)
			continue;
		mark[other] = -1;
		worst = k;
		left--;
	}
	return left > 0 ? n : worst;
}

/* Somebody with room would take anybody named; who is full, anybody better
 * than the worst one it has. */
static void
find_bars(const struct ranks *ranks, const int32_t *most,
	const struct partners *chosen, int32_t *bar, int32_t *mark,
	int32_t marks)
{
	for (int32_t i = 0; i < marks; i++)
		mark[i] = -1;
	for (int32_t i = 0; i < ranks->n; i++)
		bar[i] = chosen[i].n < most[i]
			? length_of(ranks, i)
			: worst_place(ranks, i, &chosen[i], mark, marks);
}

static int64_t
count_blocking_sides(const struct ranks *wish, const struct partners *chosen,
	const int32_t *wish_bar, const int32_t *favour_bar, int32_t *mark)
{
	int64_t count = 0;

	for (int32_t i = 0; i < wish->n; i++) {
		for (int32_t k = 0; k < chosen[i].n; k++)
			mark[chosen[i].at[k]] = i;
		for (int32_t k = 0; k < wish_bar[i]; k++) {
			int32_t back = wish->back[wish->from[i] + (size_t)k],
				taker = wish->lists[i].at[k];

			if (back >= 0 && mark[taker] != i &&
				back < favour_bar[taker])
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
	struct ranks wishes = { wish, proposers, NULL, NULL },
		     favours = { favour, takers, NULL, NULL };
	size_t people = (size_t)proposers + (size_t)takers;
	int32_t *bar = pool_alloc(pool, people * sizeof *bar),
		*mark = pool_alloc(pool, people * sizeof *mark);
	int64_t count = -1;

	if (ranks_make(&wishes, &favours)) {
		find_bars(&favours, favour_most, chosen + proposers,
			bar + proposers, mark, proposers);
		find_bars(&wishes, wish_most, chosen, bar, mark, takers);
		for (int32_t i = 0; i < takers; i++)
			mark[i] = -1;
		count = count_blocking_sides(
			&wishes, chosen, bar, bar + proposers, mark);
	}
	ranks_release(&wishes);
	ranks_release(&favours);
	return count;
}
