/* Who may be with one person, as bits. The cheap rules come first, whatever
 * their order in the config: what is left is the same.
 */
#include "match/rows.h"

#include <glib.h>
#include <string.h>

#include "match/compat.h"
#include "match/rows_parts.h"

static const struct match_rule *
rule_at(const struct rows *rows, size_t r)
{
	return &rows->sheet->input->matching->rules.at[r];
}

static void
prepare_rule(struct pool *pool, struct rows *rows, size_t r)
{
	const struct sheet *sheet = rows->sheet;
	const struct column *column = &sheet->rules[r];
	struct row_rule *row = &rows->rules[r];
	uint32_t classes;

	switch (rule_at(rows, r)->kind) {
	case RULE_DIFFERENT:
	case RULE_SHARE:
		row->items = postings_of_sets(
			pool, column->on, sheet->n, column->words);
		break;
	case RULE_SAME:
		row->class =
			postings_classes(pool, column->on, sheet->n, &classes);
		row->classes = postings_of_classes(
			pool, row->class, sheet->n, classes);
		break;
	case RULE_OVERLAP:
		row->hours = hours_of_stretches(pool, sheet,
			(int)MIN(rule_at(rows, r)->amount, INT16_MAX));
		break;
	case RULE_NOT_BEFORE:
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		break;
	}
}

static struct rows *
rows_new(struct pool *pool, const struct sheet *sheet)
{
	struct rows *rows = POOL_NEW(pool, struct rows);
	size_t n = sheet->n;

	rows->sheet = sheet;
	rows->pool = pool;
	rows->n = n;
	rows->words = (n + 63) / 64;
	rows->role = pool_alloc(pool, n * sizeof *rows->role);
	for (size_t i = 0; i < n; i++)
		rows->role[i] = (uint32_t)sheet->who[i]->role + 1;
	rows->roles = postings_of_classes(
		pool, rows->role, n, (uint32_t)ROLE_BOTH + 2);
	rows->rules = pool_alloc(
		pool, sheet->input->matching->rules.n * sizeof *rows->rules);
	for (size_t r = 0; r < sheet->input->matching->rules.n; r++)
		prepare_rule(pool, rows, r);
	rows->share = pool_alloc(pool, rows->words * sizeof *rows->share);
	rows->minutes =
		pool_alloc(pool, HOURS_PADDED(n) * sizeof *rows->minutes);
	rows->state = pool_alloc(pool, n * sizeof *rows->state);
	return rows;
}

struct rows *
sheet_rows(const struct sheet *sheet)
{
	if (!*sheet->rows)
		*sheet->rows = rows_new(sheet->pool, sheet);
	return *sheet->rows;
}

size_t
rows_words(const struct rows *rows)
{
	return rows->words;
}

/* ---- bits ------------------------------------------------------------- */

static void
clear(uint64_t *bits, size_t j)
{
	bits[j / 64] &= ~(UINT64_C(1) << (j % 64));
}

static void
set(uint64_t *bits, size_t j)
{
	bits[j / 64] |= UINT64_C(1) << (j % 64);
}

static void
keep_shared(const struct rows *rows, size_t word, uint64_t *bits)
{
	for (size_t w = word; w < rows->words; w++)
		bits[w] &= rows->share[w];
}

static void
empty(uint64_t *bits, size_t word, size_t words)
{
	if (word < words)
		memset(bits + word, 0, (words - word) * sizeof *bits);
}

static void
clear_pairs(const struct pair_set *pairs, size_t i, uint64_t *bits)
{
	for (uint32_t p = pairs->n ? pairs->start[i] : 0;
		pairs->n && p < pairs->start[i + 1]; p++)
		clear(bits, pairs->with[p]);
}

/* ---- rules ------------------------------------------------------------ */

static void
cut_items(struct rows *rows, size_t r, size_t i, size_t word, uint64_t *bits)
{
	const struct postings *items = rows->rules[r].items;
	const struct item_set *set = &rows->sheet->rules[r].on[i];
	bool must = rule_at(rows, r)->kind == RULE_SHARE;

	if (must)
		empty(rows->share, word, rows->words);
	for (uint32_t k = 0; k < set->n; k++) {
		if (must)
			postings_set(items, set->at[k], word, rows->share);
		else
			postings_clear(items, set->at[k], word, bits);
	}
	if (must)
		keep_shared(rows, word, bits);
}

static void
cut_same(struct rows *rows, size_t r, size_t i, size_t word, uint64_t *bits)
{
	const struct row_rule *rule = &rows->rules[r];

	empty(rows->share, word, rows->words);
	if (rule->class[i])
		postings_set(
			rule->classes, rule->class[i], word, rows -> share);
	keep_shared(rows, word, bits);
}

/* Ask for each one who is left. */
static void
cut_one_by_one(struct rows *rows, size_t r, size_t i, enum rows_part part,
	size_t word, uint64_t *bits)
{
	for (size_t w = word; w < rows->words; w++)
		for (uint64_t left = bits[w]; left; left &= left - 1) {
			size_t j = w * 64 + (size_t)__builtin_ctzll(left);
			bool mentee = part == ROWS_MENTEE;

			if (compat_breaks(rows->sheet, r, mentee ? j : i,
				    mentee ? i : j, part != ROWS_EITHER))
				clear(bits, j);
		}
}

static void
cut_hours(struct rows *rows, size_t r, size_t i, size_t word, uint64_t *bits)
{
	if (!rows->rules[r].hours) {
		cut_one_by_one(rows, r, i, ROWS_EITHER, word, bits);
		return;
	}
	empty(rows->share, word, rows->words);
	hours_meet(rows->rules[r].hours, i, word, rows->share);
	keep_shared(rows, word, bits);
}

void
rows_cut(struct rows *rows, size_t r, size_t i, enum rows_part part,
	size_t from, uint64_t *bits)
{
	size_t word = from / 64;

	switch (rule_at(rows, r)->kind) {
	case RULE_DIFFERENT:
	case RULE_SHARE:
		cut_items(rows, r, i, word, bits);
		break;
	case RULE_SAME:
		cut_same(rows, r, i, word, bits);
		break;
	case RULE_OVERLAP:
		cut_hours(rows, r, i, word, bits);
		break;
	case RULE_NOT_BEFORE:
		clear_pairs(&rows->sheet->history, i, bits);
		break;
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		clear_pairs(&rows->sheet->rules[r].pairs, i, bits);
		break;
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		cut_one_by_one(rows, r, i, part, word, bits);
		break;
	}
}

static bool
is_slow(enum rule_kind kind)
{
	switch (kind) {
	case RULE_DIFFERENT:
	case RULE_SAME:
	case RULE_SHARE:
	case RULE_NOT_BEFORE:
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		return false;
	case RULE_OVERLAP:
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		return true;
	}
	g_assert_not_reached();
}

/* ---- roles, pins ------------------------------------------------------ */

static void
set_role(const struct rows *rows, enum role role, size_t word, uint64_t *bits)
{
	postings_set(rows->roles, (uint32_t)role + 1, word, bits);
}

static void
start_with_roles(const struct rows *rows, size_t i, enum rows_part part,
	size_t word, uint64_t *bits)
{
	const struct matching *matching = rows->sheet->input->matching;
	enum role role = rows->sheet->who[i]->role;
	bool leads = matching->form == MATCHING_GROUPS && matching->leaders &&
		role == ROLE_MENTOR;

	empty(bits, word, rows->words);
	if ((part == ROWS_MENTOR && !role_mentors(role)) ||
		(part == ROWS_MENTEE && !role_learns(role)))
		return;
	set_role(rows, ROLE_BOTH, word, bits);
	if (part == ROWS_EITHER)
		set_role(rows, ROLE_PEER, word, bits);
	if (part != ROWS_MENTEE)
		set_role(rows, ROLE_MENTEE, word, bits);
	if (part == ROWS_MENTEE || (part == ROWS_EITHER && !leads))
		set_role(rows, ROLE_MENTOR, word, bits);
}

static void
add_pins(const struct rows *rows, size_t i, enum rows_part part, uint64_t *bits)
{
	const struct pair_set *pins = &rows->sheet->pinned;

	for (uint32_t p = pins->n ? pins->start[i] : 0;
		pins->n && p < pins->start[i + 1]; p++) {
		size_t j = pins->with[p];

		if (part == ROWS_EITHER ||
			(part == ROWS_MENTOR
					? compat_may_mentor(rows->sheet, i, j)
					: compat_may_mentor(rows->sheet, j, i)))
			set(bits, j);
	}
}

void
rows_start(struct rows *rows, size_t i, enum rows_part part, size_t from,
	uint64_t *bits)
{
	start_with_roles(rows, i, part, from / 64, bits);
	clear_pairs(&rows->sheet->forbidden, i, bits);
	clear(bits, i);
}

void
rows_allow(struct rows *rows, size_t i, enum rows_part part, size_t from,
	uint64_t *bits)
{
	size_t rules = rows->sheet->input->matching->rules.n;

	rows_start(rows, i, part, from, bits);
	for (int slow = 0; slow <= 1; slow++)
		for (size_t r = 0; r < rules; r++)
			if (is_slow(rule_at(rows, r)->kind) == slow)
				rows_cut(rows, r, i, part, from, bits);
	add_pins(rows, i, part, bits);
}
