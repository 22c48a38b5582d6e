/* How many groups. Sizes need no plan of their own: given the number of groups,
 * the sum of squares is least when they are as even as can be. */
#include "match/cut.h"

#include <glib.h>

/* A number of new groups, and what it comes to at best. */
struct count_plan {
	int64_t placed, uneven, teams, off; /* off: people, of all new ones */
};

static int64_t
square(int64_t x)
{
	return x * x;
}

/* So many people evenly on so many groups. */
static int64_t
spread(int64_t people, int64_t teams, int64_t size)
{
	if (!teams)
		return 0;
	int64_t low = people / teams, more = people % teams;

	return (teams - more) * square(low - size) +
		more * square(low + 1 - size);
}

/* What taking in one more after another adds, in the cheapest order, to the
 * groups that stand: taken[e] for e people; how many fit. */
static int64_t
fill_standing(struct pool *pool, const struct cut *cut, int64_t **taken)
{
	const struct groups_input *input = cut->input;
	int64_t room = 0;
	int32_t *now = pool_alloc(pool, input->standings * sizeof *now);

	for (size_t s = 0; s < input->standings; s++) {
		now[s] = (int32_t)input->standing[s].n;
		room += MAX(input->most - now[s], 0);
	}
	room = MIN(room, cut->n);
	*taken = pool_alloc(pool, (size_t)(room + 1) * sizeof **taken);
	for (int64_t e = 1; e <= room; e++) {
		size_t best = 0;

		for (size_t s = 1; s < input->standings; s++)
			if (now[s] < now[best])
				best = s;
		(*taken)[e] = (*taken)[e - 1] +
			square(now[best] + 1 - input->size) -
			square(now[best] - input->size);
		now[best]++;
	}
	return room;
}

static bool
better(const struct count_plan *a, const struct count_plan *b)
{
	if (a->placed != b->placed)
		return a->placed > b->placed;
	if (a->uneven != b->uneven)
		return a->uneven < b->uneven;
	return a->off * b->teams < b->off * a->teams;
}

/* People who may be in that many new groups and in the standing ones: each
 * new one takes one mentor, no more, and needs one, or one of both roles. */
static int64_t
placeable(const struct cut *cut, int64_t teams)
{
	int64_t mentors = 0, both = 0, people = 0;

	for (int32_t i = 0; i < cut->n; i++) {
		if (cut->of[i] < cut->teams)
			continue;
		people++;
		mentors += cut->kind[i] == CUT_MENTOR;
		both += cut->kind[i] == CUT_BOTH;
	}
	if (!cut->input->leaders)
		return people;
	if (teams > mentors + both)
		return -1;
	return people - MAX(mentors - teams, 0);
}

int32_t
cut_count_teams(const struct cut *cut)
{
	POOL_AUTO scratch = pool_new();
	const struct groups_input *input = cut->input;
	int64_t *taken, room = fill_standing(scratch, cut, &taken);
	struct count_plan best = { -1, 0, 0, 0 };

	for (int64_t teams = 0; teams <= cut->n / input->least; teams++) {
		int64_t people = placeable(cut, teams);

		for (int64_t e = 0; e <= MIN(room, people); e++) {
			int64_t in = MIN(people - e, teams * input->most);
			struct count_plan plan = { in + e,
				spread(in, teams, input->size) + taken[e],
				teams, ABS(in - teams * input->size) };

			if (in >= teams * input->least && better(&plan, &best))
				best = plan;
		}
	}
	return (int32_t)MAX(best.teams, 0);
}
