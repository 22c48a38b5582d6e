/* People by the roll of dice, and in another order. */
#ifndef TESTS_UNIT_MATCH_PEOPLE_H
#define TESTS_UNIT_MATCH_PEOPLE_H

#include "match_bench.h"
#include "match_roll.h"

/* n people, each with two of so many rooms: only who shares one may meet. Every
 * third is a mentor; with `both`, every fourth may be either. */
static inline void
random_people(struct bench *bench, int n, enum matching_form form,
	uint64_t rooms, bool both)
{
	attribute(bench, "room", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common room", "room", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 7);
	criterion(bench, PREFER_NEAR, "years", NULL, 5);
	bench->matching.form = form;
	bench->matching.capacity = 2;
	for (int i = 1; i <= n; i++) {
		struct pool *pool = bench->pool;

		person(bench, i, "P",
			pool_printf(pool, "room=r%d, r%d", (int)roll(rooms),
				(int)roll(rooms)),
			pool_printf(pool, "likes=l%d, l%d, l%d", (int)roll(9),
				(int)roll(9), (int)roll(9)),
			pool_printf(pool, "years=%d", (int)roll(12)), NULL)
			->role = both && i % 4 == 0 ? ROLE_BOTH
			: i % 3                     ? ROLE_MENTEE
						    : ROLE_MENTOR;
	}
}

static inline void
shuffle(struct participant_list *people)
{
	for (size_t i = people->n; i > 1; i--) {
		size_t j = roll(i);
		struct participant *moved = people->at[i - 1];

		people->at[i - 1] = people->at[j];
		people->at[j] = moved;
	}
}

#endif
