/* People as numbers, column by column.
 */
#include "match/sheet.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/columns.h"
#include "match/lot.h"

#define CREDIT_LIMIT 1000000

/* True when the cells are lists by the config. */
static bool
is_list(const struct solve_input *input, const char *attribute)
{
	for (size_t i = 0; i < input->attributes->n; i++)
		if (!strcmp(input->attributes->at[i].name, attribute))
			return input->attributes->at[i].type == ATTRIBUTE_LIST;
	return false;
}

static void
need_weeks(struct sheet *sheet)
{
	if (sheet->week)
		return;
	sheet->week = pool_alloc(sheet->pool, sheet->n * sizeof *sheet->week);
	sheet->week_minutes =
		pool_alloc(sheet->pool, sheet->n * sizeof *sheet->week_minutes);
	for (size_t i = 0; i < sheet->n; i++) {
		sheet->week[i] = week_of(sheet->pool, sheet->input->program,
			sheet->who[i], sheet->input->now);
		sheet->week_minutes[i] = week_total(&sheet->week[i]);
	}
}

/* ---- pairs ------------------------------------------------------------ */

uint64_t
pair_key(size_t i, size_t j)
{
	return (uint64_t)MIN(i, j) << 32 | MAX(i, j);
}

static int
by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Who is with whom, from the sorted keys: as the keys ascend, each one's
 * others do, too, when the smaller ones are entered first. */
static void
spread(struct pool *pool, struct pair_set *set, size_t people)
{
	POOL_AUTO scratch = pool_new();
	uint32_t *next = pool_alloc(scratch, (people + 1) * sizeof *next);

	set->start = pool_alloc(pool, (people + 1) * sizeof *set->start);
	set->with = pool_alloc(pool, 2 * set->n * sizeof *set->with);
	for (size_t p = 0; p < set->n; p++) {
		set->start[(set->at[p] >> 32) + 1]++;
		set->start[(set->at[p] & UINT32_MAX) + 1]++;
	}
	for (size_t i = 0; i < people; i++) {
		set->start[i + 1] += set->start[i];
		next[i] = set->start[i];
	}
	for (size_t p = 0; p < set->n; p++)
		set->with[next[set->at[p] & UINT32_MAX]++] =
			(uint32_t)(set->at[p] >> 32);
	for (size_t p = 0; p < set->n; p++)
		set->with[next[set->at[p] >> 32]++] =
			(uint32_t)(set->at[p] & UINT32_MAX);
}

struct pair_set
pair_set_new(struct pool *pool, size_t people, uint64_t *keys, size_t n)
{
	struct pair_set set = { 0 };

	if (n == 0)
		return set;
	qsort(keys, n, sizeof *keys, by_key);
	set.at = pool_alloc(pool, n * sizeof *set.at);
	for (size_t p = 0; p < n; p++)
		if (!set.n || set.at[set.n - 1] != keys[p])
			set.at[set.n++] = keys[p];
	spread(pool, &set, people);
	return set;
}

bool
pair_set_concerns(const struct pair_set *set, size_t i)
{
	return set->n && set->start[i] < set->start[i + 1];
}

bool
pair_set_has(const struct pair_set *set, size_t i, size_t j)
{
	if (!set->n)
		return false;
	if (set->start[i + 1] - set->start[i] >
		set->start[j + 1] - set->start[j]) {
		size_t other = i;

		i = j;
		j = other;
	}
	for (uint32_t p = set->start[i]; p < set->start[i + 1]; p++)
		if (set->with[p] >= j)
			return set->with[p] == j;
	return false;
}

static struct pair_set
pairs_of(struct sheet *sheet, const struct former_pair_list *pairs)
{
	POOL_AUTO scratch = pool_new();
	uint64_t *keys = pool_alloc(scratch, pairs->n * sizeof *keys);
	size_t n = 0;

	for (size_t p = 0; p < pairs->n; p++) {
		int64_t i = sheet_place(sheet, pairs->at[p].a);
		int64_t j = sheet_place(sheet, pairs->at[p].b);

		if (i >= 0 && j >= 0 && i != j)
			keys[n++] = pair_key((size_t)i, (size_t)j);
	}
	return pair_set_new(sheet->pool, sheet->n, keys, n);
}

/* ---- the sheet -------------------------------------------------------- */

static void
fill_rule(struct sheet *sheet, size_t r)
{
	const struct match_rule *rule = &sheet->input->matching->rules.at[r];

	switch (rule->kind) {
	case RULE_DIFFERENT:
	case RULE_SAME:
		sheet->rules[r] = column_of_words(sheet, rule->on, NULL,
			is_list(sheet->input, rule->on), false);
		break;
	case RULE_SHARE:
		sheet->rules[r] =
			column_of_words(sheet, rule->on, NULL, true, false);
		break;
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		sheet->rules[r] = column_of_named(
			sheet, rule->on, rule->kind == RULE_NOT_ABOVE);
		break;
	case RULE_OVERLAP:
		need_weeks(sheet);
		break;
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		sheet->rules[r] = column_of_numbers(sheet, rule->on);
		break;
	case RULE_NOT_BEFORE:
		break;
	}
}

static struct column
column_of_criterion(struct sheet *sheet, const struct criterion *criterion)
{
	const char *on = criterion->on;
	const char *with = criterion->with ? criterion->with : on;

	switch (criterion->prefer) {
	case PREFER_SAME:
	case PREFER_DIFFERENT:
		return column_of_words(
			sheet, on, NULL, is_list(sheet->input, on), false);
	case PREFER_SHARED:
		return column_of_words(sheet, on, NULL, true, false);
	case PREFER_COMPLEMENT:
	case PREFER_RANKED:
		return column_of_words(sheet, on, with, true,
			criterion->prefer == PREFER_RANKED);
	case PREFER_NEAR:
	case PREFER_FAR:
		return column_of_numbers(sheet, on);
	case PREFER_OVERLAP:
		need_weeks(sheet);
		return (struct column){ 0 };
	case PREFER_NAMED:
		return column_of_wishes(sheet, on);
	case PREFER_RELIABLE:
		return column_of_reliability(sheet);
	}
	g_assert_not_reached();
}

static void
fill_credits(struct sheet *sheet)
{
	const struct waiting_credit_list *credits = &sheet->input->credits;

	sheet->credit =
		pool_alloc(sheet->pool, sheet->n * sizeof *sheet->credit);
	for (size_t c = 0; c < credits->n; c++) {
		int64_t i = sheet_place(sheet, credits->at[c].participant);

		if (i >= 0)
			sheet->credit[i] =
				CLAMP(credits->at[c].points, 0, CREDIT_LIMIT);
	}
}

static int
by_id(const void *a, const void *b)
{
	const struct sheet_place *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

int64_t
sheet_place(const struct sheet *sheet, int64_t participant)
{
	const struct sheet_place key = { participant, 0 };
	const struct sheet_place *found = sheet->n
		? bsearch(&key, sheet->places, sheet->n, sizeof key, by_id)
		: NULL;

	return found ? (int64_t)found->at : -1;
}

/* Everybody once, in the order of their lots. */
static void
fill_people(struct sheet *sheet, const struct participant_list *people)
{
	POOL_AUTO scratch = pool_new();
	struct lot *lots = pool_alloc(scratch, people->n * sizeof *lots);

	sheet->who = pool_alloc(sheet->pool, people->n * sizeof *sheet->who);
	for (size_t i = 0; i < people->n; i++)
		lots[i] = lot_draw((uint64_t)sheet->input->seed, people->at[i]);
	if (people->n)
		qsort(lots, people->n, sizeof *lots, lot_compare);
	for (size_t i = 0; i < people->n; i++)
		if (!sheet->n ||
			sheet->who[sheet->n - 1]->id != lots[i].who->id)
			sheet->who[sheet->n++] = lots[i].who;
	sheet->places =
		pool_alloc(sheet->pool, sheet->n * sizeof *sheet->places);
	for (size_t i = 0; i < sheet->n; i++)
		sheet->places[i] = (struct sheet_place){ sheet->who[i]->id, i };
	if (sheet->n)
		qsort(sheet->places, sheet->n, sizeof *sheet->places, by_id);
}

struct sheet *
sheet_new(struct pool *pool, const struct solve_input *input,
	const struct participant_list *people)
{
	struct sheet *sheet = POOL_NEW(pool, struct sheet);
	const struct matching *matching = input->matching;

	sheet->pool = pool;
	sheet->input = input;
	sheet->rows = POOL_NEW(pool, struct rows *);
	fill_people(sheet, people);
	sheet->rules =
		pool_alloc(pool, matching->rules.n * sizeof *sheet->rules);
	for (size_t r = 0; r < matching->rules.n; r++)
		fill_rule(sheet, r);
	sheet->criteria = pool_alloc(
		pool, matching->criteria.n * sizeof *sheet->criteria);
	for (size_t c = 0; c < matching->criteria.n; c++)
		sheet->criteria[c] =
			column_of_criterion(sheet, &matching->criteria.at[c]);
	fill_credits(sheet);
	sheet->history = pairs_of(sheet, &input->history);
	sheet->pinned = pairs_of(sheet, &input->pinned);
	sheet->forbidden = pairs_of(sheet, &input->forbidden);
	sheet->kept = pairs_of(sheet, &input->kept);
	return sheet;
}
