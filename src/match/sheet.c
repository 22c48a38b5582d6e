/* People as numbers. Words are compared by what they mean to a reader: case,
 * width and compatibility forms and runs of blanks do not count.
 */
#include "match/sheet.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/lot.h"

#define MOST_WORDS   256  /* of one cell */
#define NUMBER_LIMIT 1e12 /* thousandths: points cannot overflow */
#define CREDIT_LIMIT 1000000
#define MASK_WORDS   64

char *
sheet_fold(struct pool *pool, const char *word)
{
	g_autofree char *valid = g_utf8_make_valid(word, -1);
	g_autofree char *plain = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
	g_autofree char *folded = g_utf8_casefold(plain, -1);
	GString *line = g_string_sized_new(strlen(folded));

	for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
		if (!g_unichar_isspace(g_utf8_get_char(p)))
			g_string_append_len(line, p, g_utf8_next_char(p) - p);
		else if (line->len && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	g_strchomp(line->str);
	char *copy = pool_strdup(pool, line->str);
	g_string_free(line, TRUE);
	return copy;
}

struct text_list
sheet_words(struct pool *pool, const char *value)
{
	struct text_list words = { 0 };
	g_auto(GStrv) parts = g_strsplit_set(value ? value : "", ",;\n", -1);

	for (size_t i = 0; parts[i] && words.n < MOST_WORDS; i++) {
		g_strstrip(parts[i]);
		if (*parts[i])
			*LIST_ADD(pool, &words) = pool_strdup(pool, parts[i]);
	}
	return words;
}

bool
sheet_is_list(const struct solve_input *input, const char *attribute)
{
	for (size_t i = 0; i < input->attributes->n; i++)
		if (!strcmp(input->attributes->at[i].name, attribute))
			return input->attributes->at[i].type == ATTRIBUTE_LIST;
	return false;
}

/* ---- sets of words ---------------------------------------------------- */

/* The number of a folded word, a new one when it is new. */
static uint32_t
number_of(GHashTable *numbers, const char *folded)
{
	gpointer found;

	if (g_hash_table_lookup_extended(numbers, folded, NULL, &found))
		return GPOINTER_TO_UINT(found);
	uint32_t next = g_hash_table_size(numbers);
	g_hash_table_insert(numbers, g_strdup(folded), GUINT_TO_POINTER(next));
	return next;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static struct item_set
set_of(struct pool *pool, GHashTable *numbers, const struct text_list *words)
{
	uint32_t *at = pool_alloc(pool, words->n * sizeof *at);
	struct item_set set = { at, 0, 0 };
	POOL_AUTO scratch = pool_new();

	for (size_t i = 0; i < words->n; i++)
		at[i] = number_of(numbers, sheet_fold(scratch, words->at[i]));
	if (words->n)
		qsort(at, words->n, sizeof *at, by_number);
	for (size_t i = 0; i < words->n; i++) {
		if (set.n && at[set.n - 1] == at[i])
			continue;
		at[set.n++] = at[i];
		set.mask |= UINT64_C(1) << (at[set.n - 1] % MASK_WORDS);
	}
	return set;
}

/* A cell as a set: a list's words, or the one word that it is. */
static struct item_set
cell(struct sheet *sheet, GHashTable *numbers, size_t i, const char *attribute,
	bool list)
{
	POOL_AUTO scratch = pool_new();
	const char *value = participant_attribute(sheet->who[i], attribute);
	struct text_list words = { 0 };

	if (list)
		words = sheet_words(scratch, value);
	else if (value && *sheet_fold(scratch, value))
		*LIST_ADD(scratch, &words) = value;
	return set_of(sheet->pool, numbers, &words);
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

static GHashTable *
numbers_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* on, and with (NULL: none), in one numbering. */
static struct column
column_of_words(
	struct sheet *sheet, const char *on, const char *with, bool list)
{
	g_autoptr(GHashTable) numbers = numbers_new();
	struct column column = { 0 };

	column.on = cells(sheet, numbers, on, list);
	if (with)
		column.with = cells(sheet, numbers, with, list);
	column.exact = g_hash_table_size(numbers) <= MASK_WORDS;
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
	return set_of(sheet->pool, numbers, &names);
}

static struct column
column_of_names(struct sheet *sheet, const char *on)
{
	g_autoptr(GHashTable) numbers = numbers_new();
	struct column column = { 0 };
	size_t size = sheet->n * sizeof *column.on;

	column.on = pool_alloc(sheet->pool, size);
	column.with = pool_alloc(sheet->pool, size);
	for (size_t i = 0; i < sheet->n; i++) {
		const struct participant *person = sheet->who[i];
		POOL_AUTO scratch = pool_new();
		struct text_list words =
			sheet_words(scratch, participant_attribute(person, on));

		for (size_t w = 0; w < words.n; w++)
			words.at[w] = named(scratch, words.at[w]);
		column.on[i] = set_of(sheet->pool, numbers, &words);
		column.with[i] = names_of(sheet, numbers, person);
	}
	column.exact = g_hash_table_size(numbers) <= MASK_WORDS;
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

uint32_t
items_common(bool exact, const struct item_set *a, const struct item_set *b)
{
	uint64_t mask = a->mask & b->mask;
	uint32_t common = 0;

	if (exact || !mask)
		return (uint32_t)__builtin_popcountll(mask);
	for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
		if (a->at[i] == b->at[j]) {
			common++;
			i++;
			j++;
		} else if (a->at[i] < b->at[j]) {
			i++;
		} else {
			j++;
		}
	}
	return common;
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
		sheet->rules[r] = column_of_names(sheet, rule->on);
		break;
	case RULE_OVERLAP:
		need_weeks(sheet);
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
