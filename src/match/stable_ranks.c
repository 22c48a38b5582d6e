/* Ranks of lists, by counting instead of searching. */
#include "stable_ranks.h"

#include <glib.h>

/* One side's lists turned round: who of it names a person, and where. */
struct turned {
	size_t *from;
	int32_t *by, *place;
};

static bool
lay_out(struct ranks *ranks)
{
	size_t sum = 0;

	ranks->from = g_try_new(size_t, (gsize)ranks->n + 1);
	if (!ranks->from)
		return false;
	for (int32_t i = 0; i < ranks->n; i++) {
		ranks->from[i] = sum;
		sum += (size_t)length_of(ranks, i);
	}
	ranks->from[ranks->n] = sum;
	ranks->back = g_try_new(int32_t, sum + 1);
	if (!ranks->back)
		return false;
	for (size_t i = 0; i < sum; i++)
		ranks->back[i] = -1;
	return true;
}

/* The lists of b by whom of a they name. */
static bool
turn_round(struct turned *turned, const struct ranks *a, const struct ranks *b)
{
	size_t sum = b->from[b->n];

	turned->from = g_try_new0(size_t, (gsize)a->n + 2);
	turned->by = g_try_new(int32_t, sum + 1);
	turned->place = g_try_new(int32_t, sum + 1);
	if (!turned->from || !turned->by || !turned->place)
		return false;
	for (int32_t i = 0; i < b->n; i++)
		for (int32_t k = 0; k < length_of(b, i); k++) {
			int32_t named = b->lists[i].at[k];

			if (named >= 0 && named < a->n)
				turned->from[named + 2]++;
		}
	for (int32_t i = 0; i < a->n; i++)
		turned->from[i + 2] += turned->from[i + 1];
	for (int32_t i = 0; i < b->n; i++)
		for (int32_t k = 0; k < length_of(b, i); k++) {
			int32_t named = b->lists[i].at[k];

			if (named < 0 || named >= a->n)
				continue;
			turned->by[turned->from[named + 1]] = i;
			turned->place[turned->from[named + 1]++] = k;
		}
	return true;
}

/* place[j] is where j names this person when named_by[j] says so. */
static void
match_list(struct ranks *a, struct ranks *b, const struct turned *turned,
	int32_t person, int32_t *named_by, int32_t *place)
{
	for (size_t i = turned->from[person]; i < turned->from[person + 1];
		i++) {
		int32_t by = turned->by[i];

		if (named_by[by] == person || (a == b && by == person))
			continue;
		named_by[by] = person;
		place[by] = turned->place[i];
	}
	for (int32_t k = 0; k < length_of(a, person); k++) {
		int32_t other = a->lists[person].at[k];

		if (other < 0 || other >= b->n || named_by[other] != person)
			continue;
		named_by[other] = -1;
		a->back[a->from[person] + (size_t)k] = place[other];
		b->back[b->from[other] + (size_t)place[other]] = k;
	}
}

bool
ranks_make(struct ranks *a, struct ranks *b)
{
	struct turned turned = { NULL, NULL, NULL };
	bool laid = lay_out(a) && (a == b || lay_out(b));
	bool done = laid && turn_round(&turned, a, b);
	g_autofree int32_t *named_by = g_try_new(int32_t, (gsize)b->n + 1);
	g_autofree int32_t *place = g_try_new(int32_t, (gsize)b->n + 1);

	done = done && named_by && place;
	for (int32_t i = 0; done && i < b->n; i++)
		named_by[i] = -1;
	for (int32_t i = 0; done && i < a->n; i++)
		match_list(a, b, &turned, i, named_by, place);
	g_free(turned.from);
	g_free(turned.by);
	g_free(turned.place);
	return done;
}

void
ranks_release(struct ranks *ranks)
{
	g_free(ranks->from);
	g_free(ranks->back);
}
