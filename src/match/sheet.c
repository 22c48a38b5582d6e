/* People as numbers, column by column.
 */
#include "match/sheet.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/lot.h"

#define NUMBER_LIMIT 1e12 /* thousandths: points cannot overflow */
#define CREDIT_LIMIT 1000000
#define ITEMS_EXACT  64

bool
sheet_is_list(const struct solve_input *input, const char *attribute)
{
	for (size_t i = 0; i < input->attributes->n; i++)
		if (!strcmp(input->attributes->at[i].name, attribute))
			return input->attributes->at[i].type == ATTRIBUTE_LIST;
	return false;
}

/* ---- words ------------------------------------------------------------ */

/* A cell as a set: a list's words, or the one word that it is. */
static struct item_set
cell(struct sheet *sheet, GHashTable *numbers, size_t i, const char *attribute,
	bool list)
{
	POOL_AUTO scratch = pool_new();
	const char *value = participant_attribute(sheet->who[i], attribute);
	struct text_list words = { 0 };

	if (list)
		words = items_words(scratch, value);
	else if (value && *items_fold(scratch, value))
		*LIST_ADD(scratch, &words) = value;
	return items_set(sheet->pool, numbers, &words);
}

static struct item_set *
cells(struct sheet *sheet, GHashTable *numbers, const char *attribute,
	bool list)
{
	struct item_set *sets =
		pool_alloc(sheet->pool, sheet->n * sizeof *sets);

	for (size_t i = 0; i < sheet->n; i++)
		sets[i] = cell(sheet, numbers, i, attribute, list);
	return sets;
}

/* on, and with (NULL: none), in one numbering. */
static struct column
column_of_words(
	struct sheet *sheet, const char *on, const char *with, bool list)
{
	g_autoptr(GHashTable) numbers = items_numbers();
	struct column column = { 0 };

	column.on = cells(sheet, numbers, on, list);
	if (with)
		column.with = cells(sheet, numbers, with, list);
	column.exact = g_hash_table_size(numbers) <= ITEMS_EXACT;
	return column;
}

/* ---- who is named ----------------------------------------------------- */

/* "Ana Silva <ana@example.org>" names by its address. */
static const char *
named(struct pool *pool, const char *word)
{
	const char *open = strchr(word, '<');
	const char *shut = open ? strchr(open, '>') : NULL;

	return shut ? pool_strndup(pool, open + 1, (size_t)(shut - open - 1))
		    : word;
}

static void
add_name(struct pool *pool, struct text_list *names, const char *name)
{
	if (name && *name)
		*LIST_ADD(pool, names) = name;
}

/* All that a person may be named by. */
static struct item_set
names_of(struct sheet *sheet, GHashTable *numbers,
	const struct participant *person)
{
	POOL_AUTO scratch = pool_new();
	struct text_list names = { 0 };

	add_name(scratch, &names, person->email);
	add_name(scratch, &names, person->name);
	add_name(scratch, &names, person->key);
	for (size_t i = 0; i < person->aliases.n; i++)
		add_name(scratch, &names, person->aliases.at[i]);
	return items_set(sheet->pool, numbers, &names);
}

static struct column
column_of_names(struct sheet *sheet, const char *on)
{
	g_autoptr(GHashTable) numbers = items_numbers();
	struct column column = { 0 };
	size_t size = sheet->n * sizeof *column.on;

	column.on = pool_alloc(sheet->pool, size);
	column.with = pool_alloc(sheet->pool, size);
	for (size_t i = 0; i < sheet->n; i++) {
		const struct participant *person = sheet->who[i];
		POOL_AUTO scratch = pool_new();
		struct text_list words =
			items_words(scratch, participant_attribute(person, on));

		for (size_t w = 0; w < words.n; w++)
			words.at[w] = named(scratch, words.at[w]);
		column.on[i] = items_set(sheet->pool, numbers, &words);
		column.with[i] = names_of(sheet, numbers, person);
	}
	column.exact = g_hash_table_size(numbers) <= ITEMS_EXACT;
	return column;
}

/* ---- numbers ---------------------------------------------------------- */

/* "3", "2.5" or "2,5" in thousandths. */
static int64_t
thousandths(const char *value)
{
	g_autofree char *text = g_strdup(value ? value : "");
	char *end;

	g_strstrip(text);
	g_strdelimit(text, ",", '.');
	double number = g_ascii_strtod(text, &end) * 1000;
	if (end == text || *end || !(fabs(number) <= NUMBER_LIMIT))
		return NUMBER_MISSING;
	return llround(number);
}

static struct column
column_of_numbers(struct sheet *sheet, const char *on)
{
	struct column column = { 0 };
	int64_t least = INT64_MAX, most = INT64_MIN;

	column.number =
		pool_alloc(sheet->pool, sheet->n * sizeof *column.number);
	for (size_t i = 0; i < sheet->n; i++) {
		int64_t number =
			thousandths(participant_attribute(sheet->who[i], on));

		column.number[i] = number;
		if (number == NUMBER_MISSING)
			continue;
		least = MIN(least, number);
		most = MAX(most, number);
	}
	column.range = least <= most ? most - least : 0;
	return column;
}

/* ---- weeks ------------------------------------------------------------ */

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

static uint64_t
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

int64_t
sheet_place(const struct sheet *sheet, int64_t participant)
{
	struct lot lot = lot_draw((uint64_t)sheet->input->seed, participant);
	size_t low = 0, high = sheet->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct lot other = lot_draw(
			(uint64_t)sheet->input->seed, sheet->who[middle]->id);

		if (lot_compare(&other, &lot) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sheet->n && sheet->who[low]->id == participant
		? (int64_t)low
		: -1;
}

static void
fill_pairs(struct sheet *sheet, struct pair_set *set,
	const struct former_pair_list *pairs)
{
	set->at = pool_alloc(sheet->pool, pairs->n * sizeof *set->at);
	set->concerns =
		pool_alloc(sheet->pool, sheet->n * sizeof *set->concerns);
	for (size_t p = 0; p < pairs->n; p++) {
		int64_t i = sheet_place(sheet, pairs->at[p].a);
		int64_t j = sheet_place(sheet, pairs->at[p].b);

		if (i < 0 || j < 0 || i == j)
			continue;
		set->at[set->n++] = pair_key((size_t)i, (size_t)j);
		set->concerns[i] = set->concerns[j] = true;
	}
	if (set->n)
		qsort(set->at, set->n, sizeof *set->at, by_key);
}

bool
pair_set_has(const struct pair_set *set, size_t i, size_t j)
{
	if (!set->n || !set->concerns[i] || !set->concerns[j])
		return false;
	uint64_t key = pair_key(i, j);
	return bsearch(&key, set->at, set->n, sizeof key, by_key) != NULL;
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
			sheet_is_list(sheet->input, rule->on));
		break;
	case RULE_SHARE:
		sheet->rules[r] = column_of_words(sheet, rule->on, NULL, true);
		break;
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		sheet->rules[r] = column_of_names(sheet, rule->on);
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

static void
fill_criterion(struct sheet *sheet, size_t c)
{
	const struct criterion *criterion =
		&sheet->input->matching->criteria.at[c];
	const char *on = criterion->on;

	switch (criterion->prefer) {
	case PREFER_SAME:
	case PREFER_DIFFERENT:
		sheet->criteria[c] = column_of_words(
			sheet, on, NULL, sheet_is_list(sheet->input, on));
		break;
	case PREFER_SHARED:
		sheet->criteria[c] = column_of_words(sheet, on, NULL, true);
		break;
	case PREFER_COMPLEMENT:
	case PREFER_RANKED:
		sheet->criteria[c] = column_of_words(sheet, on,
			criterion->with ? criterion->with : on, true);
		break;
	case PREFER_NEAR:
	case PREFER_FAR:
		sheet->criteria[c] = column_of_numbers(sheet, on);
		break;
	case PREFER_OVERLAP:
		need_weeks(sheet);
		break;
	case PREFER_NAMED:
		sheet->criteria[c] = column_of_names(sheet, on);
		break;
	case PREFER_RELIABLE:
		break;
	}
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

/* Everybody once, in the order of their lots. */
static void
fill_people(struct sheet *sheet, const struct participant_list *people)
{
	POOL_AUTO scratch = pool_new();
	struct lot *lots = pool_alloc(scratch, people->n * sizeof *lots);

	sheet->who = pool_alloc(sheet->pool, people->n * sizeof *sheet->who);
	for (size_t i = 0; i < people->n; i++) {
		lots[i] = lot_draw(
			(uint64_t)sheet->input->seed, people->at[i]->id);
		lots[i].who = people->at[i];
	}
	if (people->n)
		qsort(lots, people->n, sizeof *lots, lot_compare);
	for (size_t i = 0; i < people->n; i++)
		if (!sheet->n || sheet->who[sheet->n - 1]->id != lots[i].id)
			sheet->who[sheet->n++] = lots[i].who;
}

struct sheet *
sheet_new(struct pool *pool, const struct solve_input *input,
	const struct participant_list *people)
{
	struct sheet *sheet = POOL_NEW(pool, struct sheet);
	const struct matching *matching = input->matching;

	sheet->pool = pool;
	sheet->input = input;
	fill_people(sheet, people);
	sheet->rules =
		pool_alloc(pool, matching->rules.n * sizeof *sheet->rules);
	for (size_t r = 0; r < matching->rules.n; r++)
		fill_rule(sheet, r);
	sheet->criteria = pool_alloc(
		pool, matching->criteria.n * sizeof *sheet->criteria);
	for (size_t c = 0; c < matching->criteria.n; c++)
		fill_criterion(sheet, c);
	fill_credits(sheet);
	fill_pairs(sheet, &sheet->history, &input->history);
	fill_pairs(sheet, &sheet->pinned, &input->pinned);
	fill_pairs(sheet, &sheet->forbidden, &input->forbidden);
	return sheet;
}
