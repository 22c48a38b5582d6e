/* The weighted criteria, pair by pair: what all points are measured by.
 */
#include "match/score.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"

static int64_t
full_points(const struct sheet *sheet, size_t c)
{
	return sheet->input->matching->criteria.at[c].weight * SCORE_SCALE;
}

static enum prefer
preference(const struct sheet *sheet, size_t c)
{
	return sheet->input->matching->criteria.at[c].prefer;
}

static bool
is_directed(const struct sheet *sheet)
{
	return sheet->input->matching->form == MATCHING_MENTORS;
}

/* ---- what two have in common ------------------------------------------ */

static int64_t
shared_points(const struct column *column, size_t i, size_t j, int64_t full)
{
	const struct item_set *a = &column->on[i], *b = &column->on[j];
	int64_t enough = MIN(SCORE_ENOUGH_ITEMS, MIN(a->n, b->n));

	if (enough == 0)
		return 0;
	int64_t common = items_common(column->exact, a, b);
	return full * MIN(common, enough) / enough;
}

static int64_t
number_points(const struct column *column, size_t i, size_t j, int64_t full,
	enum prefer prefer)
{
	int64_t a = column->number[i], b = column->number[j];

	if (a == NUMBER_MISSING || b == NUMBER_MISSING)
		return 0;
	int64_t apart = a > b ? a - b : b - a;
	if (column->range == 0)
		return prefer == PREFER_NEAR ? full : 0;
	if (prefer == PREFER_NEAR)
		apart = column->range - apart;
	return full * apart / column->range;
}

static int64_t
overlap_points(const struct sheet *sheet, size_t i, size_t j, int64_t full)
{
	int enough = MIN(SCORE_ENOUGH_MINUTES,
		MIN(sheet->week_minutes[i], sheet->week_minutes[j]));

	if (enough <= 0)
		return 0;
	int total = week_common(&sheet->week[i], &sheet->week[j]).total;
	return full * MIN(total, enough) / enough;
}

static int64_t
reliable_points(const struct column *column, size_t i, size_t j, int64_t full)
{
	int64_t a = column->number[i], b = column->number[j];

	if (a == NUMBER_MISSING || b == NUMBER_MISSING)
		return 0;
	return full * a * b / 1000000;
}

static bool
same(const struct column *column, size_t i, size_t j)
{
	const struct item_set *a = &column->on[i], *b = &column->on[j];

	return a->n == b->n && items_common(column->exact, a, b) == a->n;
}

/* ---- wishes ----------------------------------------------------------- */

#define FURTHER_MOST 2 /* met wishes besides the best that count */
#define FURTHER      5 /* per cent each */

int64_t
score_rank(uint32_t rank, uint32_t met)
{
	static const int64_t per_cent[] = { 100, 70, 50, 35, 25, 18, 13, 9, 6,
		5 };
	uint32_t last = G_N_ELEMENTS(per_cent) - 1;

	if (met == 0)
		return 0;
	return MIN(100,
		per_cent[MIN(rank, last)] +
			FURTHER * (int64_t)MIN(met - 1, FURTHER_MOST));
}

int64_t
score_most(int64_t full, enum role giver, enum role taker, bool directed)
{
	if (directed || (giver == ROLE_MENTOR && taker == ROLE_MENTEE))
		return full;
	return giver == ROLE_MENTEE && taker == ROLE_MENTOR ? 0 : full / 2;
}

static int64_t
wanted_points(const struct column *column, size_t from, size_t to, int64_t most)
{
	const struct item_set *wants = &column->with[to];
	int64_t enough = MIN(SCORE_ENOUGH_ITEMS, wants->n);

	if (enough == 0)
		return 0;
	int64_t common = items_common(column->exact, &column->on[from], wants);
	return most * MIN(common, enough) / enough;
}

/* How many wishes of `to` `from` meets, and how many stand before the best. */
static uint32_t
met_wishes(const struct column *column, size_t from, size_t to, uint32_t *best)
{
	const struct item_set *offer = &column->on[from];
	const struct wish_list *wishes = &column->wishes[to];
	uint32_t met = 0;

	*best = UINT32_MAX;
	if (!(offer->mask & column->with[to].mask))
		return 0;
	for (uint32_t i = 0, w = 0; i < offer->n && w < wishes->n;) {
		if (offer->at[i] == wishes->at[w].what) {
			met++;
			*best = MIN(*best, wishes->at[w].rank);
			i++;
			w++;
		} else if (offer->at[i] < wishes->at[w].what) {
			i++;
		} else {
			w++;
		}
	}
	return met;
}

static int64_t
offer_points(const struct sheet *sheet, size_t c, size_t from, size_t to,
	int64_t most)
{
	const struct column *column = &sheet->criteria[c];
	uint32_t best;

	if (preference(sheet, c) != PREFER_RANKED)
		return wanted_points(column, from, to, most);
	uint32_t met = met_wishes(column, from, to, &best);
	return most * score_rank(best, met) / 100;
}

int64_t
score_offer(const struct sheet *sheet, size_t c, size_t from, size_t to,
	bool directed)
{
	return offer_points(sheet, c, from, to,
		score_most(full_points(sheet, c), sheet->who[from]->role,
			sheet->who[to]->role, directed));
}

/* How many wishes of i stand before j; UINT32_MAX: j was not named. */
static uint32_t
rank_of(const struct column *column, size_t i, size_t j)
{
	const struct wish_list *wishes = &column->wishes[i];

	for (uint32_t w = 0; w < wishes->n && wishes->at[w].what <= j; w++)
		if (wishes->at[w].what == j)
			return wishes->at[w].rank;
	return UINT32_MAX;
}

static int64_t
named_share(const struct column *column, size_t i, size_t j, int64_t most)
{
	uint32_t rank = rank_of(column, i, j);

	return rank == UINT32_MAX ? 0 : most * score_rank(rank, 1) / 100;
}

int64_t
score_named(const struct sheet *sheet, size_t c, size_t i, size_t j)
{
	const struct column *column = &sheet->criteria[c];
	int64_t full = full_points(sheet, c);

	return named_share(
		column, i, j, column->wishes[j].any ? full / 2 : full);
}

/* ---- sums ------------------------------------------------------------- */

int64_t
score_points(
	const struct sheet *sheet, size_t c, size_t i, size_t j, bool directed)
{
	const struct column *column = &sheet->criteria[c];
	int64_t full = full_points(sheet, c);
	enum prefer prefer = preference(sheet, c);

	switch (prefer) {
	case PREFER_SAME:
		return column->on[i].n && same(column, i, j) ? full : 0;
	case PREFER_DIFFERENT:
		return column->on[i].n && column->on[j].n && !same(column, i, j)
			? full
			: 0;
	case PREFER_SHARED:
		return shared_points(column, i, j, full);
	case PREFER_COMPLEMENT:
	case PREFER_RANKED:
		return score_offer(sheet, c, i, j, directed) +
			(directed ? 0 : score_offer(sheet, c, j, i, false));
	case PREFER_NEAR:
	case PREFER_FAR:
		return number_points(column, i, j, full, prefer);
	case PREFER_OVERLAP:
		return overlap_points(sheet, i, j, full);
	case PREFER_NAMED:
		return score_named(sheet, c, i, j) +
			score_named(sheet, c, j, i);
	case PREFER_RELIABLE:
		return reliable_points(column, i, j, full);
	}
	g_assert_not_reached();
}

static int64_t
sum(const struct sheet *sheet, size_t i, size_t j, bool directed)
{
	int64_t points = 0;

	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		points += score_points(sheet, c, i, j, directed);
	return points;
}

int64_t
score_directed(const struct sheet *sheet, size_t mentor, size_t mentee)
{
	return sum(sheet, mentor, mentee, true);
}

size_t
score_mentor(const struct sheet *sheet, size_t i, size_t j)
{
	bool there = compat_may_mentor(sheet, i, j);
	bool back = compat_may_mentor(sheet, j, i);

	if (there != back)
		return there ? i : j;
	if (!there || !is_directed(sheet))
		return MIN(i, j);
	there = compat_stops_directed(sheet, i, j) == COMPAT_FINE;
	back = compat_stops_directed(sheet, j, i) == COMPAT_FINE;
	if (there != back)
		return there ? i : j;
	int64_t one = score_directed(sheet, i, j);
	int64_t other = score_directed(sheet, j, i);
	if (one != other)
		return one > other ? i : j;
	return MIN(i, j);
}

int64_t
score_pair(const struct sheet *sheet, size_t i, size_t j)
{
	if (!is_directed(sheet))
		return sum(sheet, i, j, false);
	size_t mentor = score_mentor(sheet, i, j);
	return sum(sheet, mentor, mentor == i ? j : i, true);
}

int64_t
score_full(const struct sheet *sheet)
{
	int64_t points = 0;

	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		points += full_points(sheet, c);
	return points;
}

/* ---- one person's view ------------------------------------------------ */

/* Where nobody is the mentor: what the other brings, or, where roles let it go
 * one way only, what there is to be given. */
static int64_t
offer_seen(const struct sheet *sheet, size_t c, size_t i, size_t j)
{
	int64_t full = full_points(sheet, c);

	if (score_most(full, sheet->who[i]->role, sheet->who[j]->role, false) ==
		full)
		return offer_points(sheet, c, i, j, full);
	return offer_points(sheet, c, j, i, full);
}

static int64_t
named_seen(const struct sheet *sheet, size_t c, size_t i, size_t j)
{
	return named_share(&sheet->criteria[c], i, j, full_points(sheet, c));
}

int64_t
score_seen(const struct sheet *sheet, size_t i, size_t j)
{
	int64_t points = 0;

	if (is_directed(sheet)) {
		bool mentors = score_mentor(sheet, i, j) == i;

		return score_seen_directed(
			sheet, mentors ? i : j, mentors ? j : i, mentors);
	}
	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++) {
		enum prefer prefer = preference(sheet, c);

		if (prefer == PREFER_COMPLEMENT || prefer == PREFER_RANKED)
			points += offer_seen(sheet, c, i, j);
		else if (prefer == PREFER_NAMED)
			points += named_seen(sheet, c, i, j);
		else
			points += score_points(sheet, c, i, j, false);
	}
	return points;
}

int64_t
score_seen_directed(
	const struct sheet *sheet, size_t mentor, size_t mentee, bool by_mentor)
{
	int64_t points = 0;

	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++) {
		if (preference(sheet, c) != PREFER_NAMED)
			points += score_points(sheet, c, mentor, mentee, true);
		else if (by_mentor)
			points += named_seen(sheet, c, mentor, mentee);
		else
			points += named_seen(sheet, c, mentee, mentor);
	}
	return points;
}

/* Do i's wishes in that criterion count at all? */
static bool
ranks_in(const struct sheet *sheet, size_t c, size_t i)
{
	enum prefer prefer = preference(sheet, c);
	bool teaches = sheet->who[i]->role == ROLE_MENTOR;

	if (prefer == PREFER_RANKED)
		return sheet->criteria[c].wishes[i].any &&
			!(is_directed(sheet) && teaches);
	return prefer == PREFER_NAMED && sheet->criteria[c].wishes[i].any;
}

bool
score_ranks(const struct sheet *sheet, size_t i)
{
	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		if (ranks_in(sheet, c, i))
			return true;
	return false;
}

uint32_t
score_wish(const struct sheet *sheet, size_t c, size_t i, size_t j)
{
	const struct column *column = &sheet->criteria[c];
	uint32_t best;

	if (preference(sheet, c) != PREFER_RANKED)
		return rank_of(column, i, j);
	met_wishes(column, j, i, &best);
	return best;
}

bool
score_first_wish(const struct sheet *sheet, size_t i, size_t j)
{
	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		if (ranks_in(sheet, c, i) && score_wish(sheet, c, i, j) == 0)
			return true;
	return false;
}
