/* Cells as sets of words and as numbers.
 */
#include "match/columns.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define NUMBER_LIMIT 1e12 /* thousandths: points cannot overflow */

/* ---- words ------------------------------------------------------------ */

/* A cell's words: a list's, or the one word that it is. */
static struct text_list
words_of(struct pool *pool, const struct participant *person,
	const char *attribute, bool list)
{
	const char *value = participant_attribute(person, attribute);
	struct text_list words = { 0 };

	if (list)
		return items_words(pool, value);
	if (value)
		*LIST_ADD(pool, &words) = value;
	return words;
}

static struct item_set *
cells(struct sheet *sheet, struct item_numbers *numbers, const char *attribute,
	bool list)
{
	POOL_AUTO scratch = pool_new();
	struct item_set *sets =
		pool_alloc(sheet->pool, sheet->n * sizeof *sets);

	for (size_t i = 0; i < sheet->n; i++) {
		struct text_list words =
			words_of(scratch, sheet->who[i], attribute, list);

		sets[i] = items_set(sheet->pool, numbers, &words);
	}
	return sets;
}

static int
by_what(const void *a, const void *b)
{
	const struct wish *x = a, *y = b;

	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	return (x->rank > y->rank) - (x->rank < y->rank);
}

struct wish_list
wishes_sorted(struct pool *pool, struct wish *wishes, size_t n)
{
	struct wish *at = pool_alloc(pool, n * sizeof *at);
	struct wish_list list = { at, 0, n > 0 };

	if (n > 1)
		qsort(wishes, n, sizeof *wishes, by_what);
	for (size_t i = 0; i < n; i++)
		if (!list.n || at[list.n - 1].what != wishes[i].what)
			at[list.n++] = wishes[i];
	return list;
}

static void
rank_wishes(struct sheet *sheet, struct item_numbers *numbers,
	const char *attribute, struct column *column)
{
	POOL_AUTO scratch = pool_new();

	column->wishes =
		pool_alloc(sheet->pool, sheet->n * sizeof *column->wishes);
	for (size_t i = 0; i < sheet->n; i++) {
		struct text_list words =
			words_of(scratch, sheet->who[i], attribute, true);
		struct wish *wishes =
			pool_alloc(scratch, words.n * sizeof *wishes);
		size_t n = 0;

		for (size_t w = 0; w < words.n; w++) {
			int64_t item = items_number(numbers, words.at[w]);

			if (item < 0)
				continue;
			wishes[n] =
				(struct wish){ (uint32_t)item, (uint32_t)n };
			n++;
		}
		column->wishes[i] = wishes_sorted(sheet->pool, wishes, n);
	}
}

struct column
column_of_words(struct sheet *sheet, const char *on, const char *with,
	bool list, bool ranked)
{
	NUMBERS_AUTO numbers = items_numbers();
	struct column column = { 0 };

	column.on = cells(sheet, numbers, on, list);
	if (with)
		column.with = cells(sheet, numbers, with, list);
	if (ranked)
		rank_wishes(sheet, numbers, with, &column);
	column.words = items_count(numbers);
	column.exact = column.words <= ITEMS_EXACT;
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

struct column
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

struct column
column_of_reliability(struct sheet *sheet)
{
	const struct follow_through_list *all = &sheet->input->follow_through;
	struct column column = { 0 };

	column.number =
		pool_alloc(sheet->pool, sheet->n * sizeof *column.number);
	for (size_t i = 0; i < sheet->n; i++)
		column.number[i] = NUMBER_MISSING;
	for (size_t f = 0; f < all->n; f++) {
		int64_t i = sheet_place(sheet, all->at[f].participant);

		if (i >= 0)
			column.number[i] =
				CLAMP(all->at[f].thousandths, 0, 1000);
	}
	return column;
}
