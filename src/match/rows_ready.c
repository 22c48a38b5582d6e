/* The indexes of the criteria, made once for all rows.
 */
#include <glib.h>
#include <stdlib.h>

#include "match/rows_parts.h"
#include "match/score.h"

static uint8_t *
held(struct pool *pool, const struct rows *rows, const struct item_set *sets)
{
	uint8_t *held = pool_alloc(pool, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		held[i] = (uint8_t)(rows->sheet->who[i]->role * KINDS +
			MIN(sets[i].n, SCORE_ENOUGH_ITEMS));
	return held;
}

static gint
by_value(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Numbers in the order of their size; class 0 is for the missing ones. */
static void
class_numbers(struct pool *pool, const struct rows *rows, size_t c,
	struct row_criterion *row)
{
	const int64_t *number = rows->sheet->criteria[c].number;
	uint32_t found = 0, kept = 1;

	row->value = pool_alloc(pool, (rows->n + 1) * sizeof *row->value);
	row->class = pool_alloc(pool, rows->n * sizeof *row->class);
	for (size_t i = 0; i < rows->n; i++)
		if (number[i] != NUMBER_MISSING)
			row->value[++found] = number[i];
	qsort(row->value + 1, found, sizeof *row->value, by_value);
	for (uint32_t k = 1; k <= found; k++)
		if (kept == 1 || row->value[kept - 1] != row->value[k])
			row->value[kept++] = row->value[k];
	row->class_count = kept;
	row->worth = pool_alloc(pool, kept * sizeof *row->worth);
	for (size_t i = 0; i < rows->n; i++) {
		const int64_t *at = number[i] == NUMBER_MISSING
			? NULL
			: bsearch(&number[i], row->value + 1, kept - 1,
				  sizeof *at, by_value);

		row->class[i] = at ? (uint32_t)(at - row->value) : 0;
	}
}

static void
prepare_minutes(struct pool *pool, struct rows *rows)
{
	const struct sheet *sheet = rows->sheet;

	if (rows->busy)
		return;
	rows->hours = hours_of_minutes(pool, sheet);
	rows->busy = pool_alloc(pool, rows->n * sizeof *rows->busy);
	for (size_t i = 0; i < rows->n; i++)
		rows->busy[i] = (uint16_t)MIN(
			sheet->week_minutes[i], SCORE_ENOUGH_MINUTES);
}

static void
prepare_reliable(struct pool *pool, const struct rows *rows, size_t c,
	struct row_criterion *row)
{
	const int64_t *number = rows->sheet->criteria[c].number;

	row->thousandths = pool_alloc(pool, rows->n * sizeof *row->thousandths);
	for (size_t i = 0; i < rows->n; i++)
		if (number[i] != NUMBER_MISSING)
			row->thousandths[i] = (int32_t)number[i];
}

static void
prepare(struct pool *pool, struct rows *rows, size_t c)
{
	const struct column *column = &rows->sheet->criteria[c];
	struct row_criterion *row = &rows->criteria[c];
	size_t n = rows->n;

	switch (rows->sheet->input->matching->criteria.at[c].prefer) {
	case PREFER_SAME:
	case PREFER_DIFFERENT:
		row->class = postings_classes(
			pool, column->on, n, &row->class_count);
		row->classes = postings_of_classes(
			pool, row->class, n, row->class_count);
		break;
	case PREFER_COMPLEMENT:
		row->with =
			postings_of_sets(pool, column->with, n, column->words);
		row->held = held(pool, rows, column->with);
		row->on = postings_of_sets(pool, column->on, n, column->words);
		break;
	case PREFER_RANKED:
		row->with = postings_of_wishes(
			pool, column->wishes, n, column->words);
		row->on = postings_of_sets(pool, column->on, n, column->words);
		break;
	case PREFER_SHARED:
		row->on = postings_of_sets(pool, column->on, n, column->words);
		row->held = held(pool, rows, column->on);
		break;
	case PREFER_NEAR:
	case PREFER_FAR:
		class_numbers(pool, rows, c, row);
		break;
	case PREFER_OVERLAP:
		prepare_minutes(pool, rows);
		break;
	case PREFER_RELIABLE:
		prepare_reliable(pool, rows, c, row);
		break;
	case PREFER_NAMED:
		break;
	}
}

void
rows_prepare_criteria(struct rows *rows)
{
	struct pool *pool = rows->pool;
	size_t criteria = rows->sheet->input->matching->criteria.n;

	rows->criteria = pool_alloc(pool, criteria * sizeof *rows->criteria);
	for (size_t c = 0; c < criteria; c++)
		prepare(pool, rows, c);
}
