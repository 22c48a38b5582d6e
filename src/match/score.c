/* The weighted criteria. One function gives the points, for millions of
 * pairs; the words are made only for the pairs that were chosen.
 */
#include "match/score.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"

#define ENOUGH_ITEMS   3   /* in common: full agreement */
#define ENOUGH_MINUTES 600 /* in common a week: full agreement */

static int64_t
full_points(const struct criterion *criterion)
{
	return criterion->weight * SCORE_SCALE;
}

static const struct criterion *
criterion_at(const struct sheet *sheet, size_t c)
{
	return &sheet->input->matching->criteria.at[c];
}

static int64_t
shared_points(const struct column *column, size_t i, size_t j, int64_t full)
{
	const struct item_set *a = &column->on[i], *b = &column->on[j];
	int64_t enough = MIN(ENOUGH_ITEMS, MIN(a->n, b->n));

	if (enough == 0)
		return 0;
	int64_t common = items_common(column->exact, a, b);
	return full * MIN(common, enough) / enough;
}

/* What `from` offers and `to` wants. Half of the points are for each way,
 * unless only one way makes sense. */
static int64_t
offer_points(const struct sheet *sheet, size_t c, size_t from, size_t to)
{
	const struct column *column = &sheet->criteria[c];
	const struct item_set *wants = &column->with[to];
	enum role giver = sheet->who[from]->role, taker = sheet->who[to]->role;
	int64_t full = full_points(criterion_at(sheet, c)) / 2;
	int64_t enough = MIN(ENOUGH_ITEMS, wants->n);

	if (giver == ROLE_MENTEE && taker == ROLE_MENTOR)
		return 0;
	if (giver == ROLE_MENTOR && taker == ROLE_MENTEE)
		full *= 2;
	if (enough == 0)
		return 0;
	int64_t common = items_common(column->exact, &column->on[from], wants);
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
	int enough = MIN(ENOUGH_MINUTES,
		MIN(sheet->week_minutes[i], sheet->week_minutes[j]));

	if (enough <= 0)
		return 0;
	int total = week_common(&sheet->week[i], &sheet->week[j]).total;
	return full * MIN(total, enough) / enough;
}

static bool
same(const struct column *column, size_t i, size_t j)
{
	const struct item_set *a = &column->on[i], *b = &column->on[j];

	return a->n == b->n && items_common(column->exact, a, b) == a->n;
}

static int64_t
points(const struct sheet *sheet, size_t c, size_t i, size_t j)
{
	const struct criterion *criterion = criterion_at(sheet, c);
	const struct column *column = &sheet->criteria[c];
	int64_t full = full_points(criterion);
	enum prefer prefer = criterion->prefer;

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
		return offer_points(sheet, c, i, j) +
			offer_points(sheet, c, j, i);
	case PREFER_NEAR:
	case PREFER_FAR:
		return number_points(column, i, j, full, prefer);
	case PREFER_OVERLAP:
		return overlap_points(sheet, i, j, full);
	case PREFER_RANKED:
	case PREFER_NAMED:
	case PREFER_RELIABLE:
		return 0;
	}
	g_assert_not_reached();
}

int64_t
score_pair(const struct sheet *sheet, size_t i, size_t j)
{
	int64_t sum = 0;

	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++)
		sum += points(sheet, c, i, j);
	return sum;
}

/* ---- reasons ---------------------------------------------------------- */

static const char *
value_of(const struct sheet *sheet, size_t i, const char *attribute)
{
	const char *value = participant_attribute(sheet->who[i], attribute);

	return value ? value : "";
}

static bool
holds(struct pool *pool, const struct text_list *words, const char *folded)
{
	for (size_t i = 0; i < words->n; i++)
		if (!strcmp(items_fold(pool, words->at[i]), folded))
			return true;
	return false;
}

/* The words of the one that the other has too, as the one spells them. */
static const char *
words_in_common(struct pool *pool, const char *one, const char *other)
{
	POOL_AUTO scratch = pool_new();
	struct text_list words = items_words(scratch, one);
	struct text_list others = items_words(scratch, other);
	const char *text = "";

	for (size_t i = 0; i < words.n; i++)
		if (holds(scratch, &others, items_fold(scratch, words.at[i])))
			text = pool_printf(scratch, "%s%s%s", text,
				*text ? ", " : "", words.at[i]);
	return pool_strdup(pool, text);
}

static const char *
both_values(struct pool *pool, const struct sheet *sheet, size_t i, size_t j,
	const char *on)
{
	POOL_AUTO scratch = pool_new();
	const char *a = value_of(sheet, i, on), *b = value_of(sheet, j, on);

	if (!strcmp(items_fold(scratch, a), items_fold(scratch, b)))
		return pool_strdup(pool, g_strstrip(pool_strdup(scratch, a)));
	return pool_printf(pool, "%s / %s", g_strstrip(pool_strdup(scratch, a)),
		g_strstrip(pool_strdup(scratch, b)));
}

static bool
partner_may_see(const struct sheet *sheet, const char *attribute)
{
	const struct attribute_rule_list *all = sheet->input->attributes;

	for (size_t i = 0; attribute && i < all->n; i++)
		if (!strcmp(all->at[i].name, attribute))
			return all->at[i].visible == VISIBLE_PARTNER;
	return false;
}

static struct match_reason *
add_reason(struct pool *pool, const struct sheet *sheet, size_t c,
	struct match_reason_list *reasons, int64_t worth, const char *text)
{
	const struct criterion *criterion = criterion_at(sheet, c);
	struct match_reason *reason = LIST_ADD(pool, reasons);

	*reason = (struct match_reason){
		.criterion = pool_strdup(pool, criterion->name),
		.attribute = pool_strdup(pool, criterion->on),
		.text = text,
		.points = worth,
		.partner_may_see = partner_may_see(sheet, criterion->on) &&
			(!criterion->with ||
				partner_may_see(sheet, criterion->with)),
		.prefer = prefer_name(criterion->prefer),
	};
	return reason;
}

/* One reason each way: who brings what to whom. */
static void
add_offer(struct pool *pool, const struct sheet *sheet, size_t c, size_t from,
	size_t to, struct match_reason_list *reasons)
{
	const struct criterion *criterion = criterion_at(sheet, c);
	const char *with = criterion->with ? criterion->with : criterion->on;
	int64_t worth = offer_points(sheet, c, from, to);

	if (worth == 0)
		return;
	struct match_reason *reason = add_reason(pool, sheet, c, reasons, worth,
		words_in_common(pool, value_of(sheet, from, criterion->on),
			value_of(sheet, to, with)));
	reason->one = sheet->who[from]->id;
	reason->other = sheet->who[to]->id;
}

static int
minutes_in_common(const struct sheet *sheet, size_t i, size_t j)
{
	return week_common(&sheet->week[i], &sheet->week[j]).total;
}

static const char *
reason_text(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j)
{
	const char *on = criterion_at(sheet, c)->on;

	switch (criterion_at(sheet, c)->prefer) {
	case PREFER_SHARED:
		return words_in_common(
			pool, value_of(sheet, i, on), value_of(sheet, j, on));
	case PREFER_OVERLAP:
		return pool_printf(
			pool, "%d min", minutes_in_common(sheet, i, j));
	case PREFER_SAME:
	case PREFER_DIFFERENT:
	case PREFER_NEAR:
	case PREFER_FAR:
	case PREFER_COMPLEMENT:
	case PREFER_RANKED:
	case PREFER_NAMED:
	case PREFER_RELIABLE:
		return both_values(pool, sheet, i, j, on);
	}
	g_assert_not_reached();
}

/* Any part but an offer, which has a direction. */
static void
add_mutual(struct pool *pool, const struct sheet *sheet, size_t c, size_t i,
	size_t j, struct match_reason_list *reasons)
{
	struct match_reason *reason = add_reason(pool, sheet, c, reasons,
		points(sheet, c, i, j), reason_text(pool, sheet, c, i, j));

	if (criterion_at(sheet, c)->prefer == PREFER_OVERLAP)
		reason->amount = minutes_in_common(sheet, i, j);
}

/* Stable and short: a match has a handful of reasons. */
void
score_sort(struct match_reason_list *reasons)
{
	for (size_t i = 1; i < reasons->n; i++) {
		struct match_reason reason = reasons->at[i];
		size_t to = i;

		for (; to > 0 && reasons->at[to - 1].points < reason.points;
			to--)
			reasons->at[to] = reasons->at[to - 1];
		reasons->at[to] = reason;
	}
}

struct match_reason_list
score_reasons(struct pool *pool, const struct sheet *sheet, size_t i, size_t j)
{
	struct match_reason_list reasons = { 0 };

	if (sheet->who[i]->id > sheet->who[j]->id) {
		size_t other = i;

		i = j;
		j = other;
	}
	for (size_t c = 0; c < sheet->input->matching->criteria.n; c++) {
		if (points(sheet, c, i, j) == 0)
			continue;
		if (criterion_at(sheet, c)->prefer == PREFER_COMPLEMENT) {
			add_offer(pool, sheet, c, i, j, &reasons);
			add_offer(pool, sheet, c, j, i, &reasons);
		} else {
			add_mutual(pool, sheet, c, i, j, &reasons);
		}
	}
	score_sort(&reasons);
	return reasons;
}

bool
match_score(struct pool *pool, const struct solve_input *input,
	const struct participant *a, const struct participant *b,
	int64_t *score, struct match_reason_list *reasons, const char **why)
{
	POOL_AUTO scratch = pool_new();
	struct participant_list people = { 0 };

	for (size_t i = 0; i < input->people.n; i++)
		if (input->people.at[i]->id != a->id &&
			input->people.at[i]->id != b->id)
			*LIST_ADD(scratch, &people) = input->people.at[i];
	*LIST_ADD(scratch, &people) = (struct participant *)(uintptr_t)a;
	*LIST_ADD(scratch, &people) = (struct participant *)(uintptr_t)b;
	struct sheet *sheet = sheet_new(scratch, input, &people);
	size_t i = (size_t)sheet_place(sheet, a->id);
	size_t j = (size_t)sheet_place(sheet, b->id);
	int stops = compat_stops(sheet, i, j);
	if (stops != COMPAT_FINE) {
		*why = compat_name(sheet, stops);
		return false;
	}
	*score = score_pair(sheet, i, j);
	*reasons = score_reasons(pool, sheet, i, j);
	return true;
}
