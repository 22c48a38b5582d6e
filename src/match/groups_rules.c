/* What all members of a group need in common. An item is a bit. So is a minute
 * at which somebody's free hours begin: whoever is free from then on for as
 * long as it takes has the bit, and a group has a common stretch exactly when
 * it has a common bit, as every common stretch begins where somebody's does.
 */
#include "match/cut.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"

/* ---- bits -------------------------------------------------------------- */

/* Who has which thing, before it is known which things count. */
struct having {
	uint32_t thing;
	int32_t who;
};
LIST_OF(having_list, struct having);

static int
by_thing(const void *a, const void *b)
{
	const struct having *x = a, *y = b;

	if (x->thing != y->thing)
		return x->thing < y->thing ? -1 : 1;
	return (x->who > y->who) - (x->who < y->who);
}

static struct having_list
items_had(struct pool *pool, const struct sheet *sheet, size_t rule)
{
	struct having_list had = { 0 };
	const struct column *column = &sheet->rules[rule];

	for (size_t i = 0; i < sheet->n; i++)
		for (uint32_t k = 0; k < column->on[i].n; k++)
			*LIST_ADD(pool, &had) =
				(struct having){ column->on[i].at[k],
					(int32_t)i };
	return had;
}

/* How long one is free from that minute on; the week is a circle. */
static int
free_from(const struct week_span_list *week, int minute)
{
	for (size_t s = 0; s < week->n; s++) {
		const struct week_span *span = &week->at[s];

		if (minute < span->from || minute >= span->till)
			continue;
		int free = span->till - minute;
		if (span->till == WEEK_MINUTES && week->at[0].from == 0)
			free += week->at[0].till;
		return MIN(free, WEEK_MINUTES);
	}
	return 0;
}

static struct having_list
starts_had(struct pool *pool, const struct sheet *sheet, size_t rule)
{
	struct having_list had = { 0 };
	int64_t wanted = MAX(sheet->input->matching->rules.at[rule].amount, 1);
	bool *begins = pool_alloc(pool, WEEK_MINUTES * sizeof *begins);

	for (size_t i = 0; i < sheet->n; i++)
		for (size_t s = 0; s < sheet->week[i].n; s++)
			begins[sheet->week[i].at[s].from] = true;
	for (int minute = 0; minute < WEEK_MINUTES; minute++)
		for (size_t i = 0; begins[minute] && i < sheet->n; i++)
			if (free_from(&sheet->week[i], minute) >= wanted)
				*LIST_ADD(pool, &had) =
					(struct having){ (uint32_t)minute,
						(int32_t)i };
	return had;
}

/* Things by which nobody can be held together get no bit: what one has alone.
 * Who has them no more of it is told by `bit`; how many there are. */
static size_t
number_things(struct having_list *had)
{
	size_t kept = 0, bits = 0;

	if (had->n)
		qsort(had->at, had->n, sizeof *had->at, by_thing);
	for (size_t from = 0, till; from < had->n; from = till) {
		for (till = from; till < had->n &&
			had->at[till].thing == had->at[from].thing;)
			till++;
		if (till - from < 2)
			continue;
		for (size_t h = from; h < till; h++)
			had->at[kept++] = (struct having){ (uint32_t)bits,
				had->at[h].who };
		bits++;
	}
	had->n = kept;
	return bits;
}

void
cut_find_common(struct cut *cut)
{
	POOL_AUTO scratch = pool_new();
	const struct sheet *sheet = cut->input->sheet;
	size_t rules = sheet ? sheet->input->matching->rules.n : 0;
	struct having_list *had = pool_alloc(scratch, rules * sizeof *had);

	cut->segment =
		pool_alloc(cut->pool, (rules + 1) * sizeof *cut->segment);
	for (size_t r = 0; r < rules; r++) {
		enum rule_kind kind = sheet->input->matching->rules.at[r].kind;

		if (kind != RULE_SHARE && kind != RULE_OVERLAP)
			continue;
		struct having_list *these = &had[cut->segments++];
		*these = kind == RULE_SHARE ? items_had(scratch, sheet, r)
					    : starts_had(scratch, sheet, r);
		cut->words += number_things(these) / 64 + 1;
		cut->segment[cut->segments] = cut->words;
	}
	cut->bits = pool_alloc(
		cut->pool, (size_t)cut->n * cut->words * sizeof *cut->bits);
	for (size_t s = 0; s < cut->segments; s++)
		for (size_t h = 0; h < had[s].n; h++) {
			const struct having *one = &had[s].at[h];
			uint64_t *bits =
				&cut->bits[(size_t)one->who * cut->words +
					cut->segment[s]];

			bits[one->thing / 64] |= UINT64_C(1)
				<< (one->thing % 64);
		}
}

/* ---- groups ------------------------------------------------------------ */

static bool
segment_common(
	const struct cut *cut, size_t segment, const int32_t *at, int32_t n)
{
	for (size_t w = cut->segment[segment]; w < cut->segment[segment + 1];
		w++) {
		uint64_t all = ~UINT64_C(0);

		for (int32_t i = 0; i < n && all; i++)
			all &= cut->bits[(size_t)at[i] * cut->words + w];
		if (all)
			return true;
	}
	return false;
}

/* A pinned pair without anything in common cannot be held to it. */
static bool
excused(const struct cut *cut, size_t segment, const int32_t *at, int32_t n)
{
	const struct sheet *sheet = cut->input->sheet;

	if (!sheet->pinned.n)
		return false;
	for (int32_t i = 0; i < n; i++)
		for (int32_t j = i + 1; j < n; j++)
			if (pair_set_has(&sheet->pinned, (size_t)at[i],
				    (size_t)at[j]) &&
				!segment_common(cut, segment,
					(int32_t[]){ at[i], at[j] }, 2))
				return true;
	return false;
}

bool
cut_all_common(const struct cut *cut, const int32_t *at, int32_t n)
{
	for (size_t s = 0; n > 1 && s < cut->segments; s++)
		if (!segment_common(cut, s, at, n) && !excused(cut, s, at, n))
			return false;
	return true;
}

/* ---- the same without a cut -------------------------------------------- */

static bool
share_all(const struct column *column, const size_t *members, size_t n)
{
	const struct item_set *first = &column->on[members[0]];

	for (uint32_t k = 0; k < first->n; k++) {
		bool all = true;

		for (size_t m = 1; m < n && all; m++) {
			const struct item_set *set = &column->on[members[m]];

			all = false;
			for (uint32_t l = 0; l < set->n && !all; l++)
				all = set->at[l] == first->at[k];
		}
		if (all)
			return true;
	}
	return false;
}

static bool
overlap_all(const struct week_span_list *week, int64_t wanted,
	const size_t *members, size_t n)
{
	for (size_t m = 0; m < n; m++)
		for (size_t s = 0; s < week[members[m]].n; s++) {
			int from = week[members[m]].at[s].from;
			bool all = true;

			for (size_t o = 0; o < n && all; o++)
				all = free_from(&week[members[o]], from) >=
					MAX(wanted, 1);
			if (all)
				return true;
		}
	return false;
}

static bool
rule_holds(const struct sheet *sheet, size_t r, const size_t *members, size_t n)
{
	const struct match_rule *rule = &sheet->input->matching->rules.at[r];

	if (rule->kind == RULE_SHARE)
		return share_all(&sheet->rules[r], members, n);
	return rule->kind != RULE_OVERLAP ||
		overlap_all(sheet->week, rule->amount, members, n);
}

static bool
pin_breaks(const struct sheet *sheet, size_t r, const size_t *members, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (pair_set_has(
				    &sheet->pinned, members[i], members[j]) &&
				!rule_holds(sheet, r,
					(size_t[]){ members[i], members[j] },
					2))
				return true;
	return false;
}

int
groups_stops(const struct sheet *sheet, const size_t *members, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			int stops = compat_stops(sheet, members[i], members[j]);

			if (stops != COMPAT_FINE)
				return stops;
		}
	for (size_t r = 0; n > 1 && r < sheet->input->matching->rules.n; r++)
		if (!rule_holds(sheet, r, members, n) &&
			!pin_breaks(sheet, r, members, n))
			return (int)r;
	return COMPAT_FINE;
}
