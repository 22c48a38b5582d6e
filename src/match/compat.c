/* The hard rules, pair by pair.
 *
 * A list counts as the same as another when they share an item for
 * "different", when they hold the same items for "same".
 */
#include "match/compat.h"

#include <glib.h>
#include <string.h>

static bool
sets_equal(const struct column *column, size_t i, size_t j)
{
	const struct item_set *a = &column->on[i], *b = &column->on[j];

	return a->n > 0 && a->n == b->n &&
		items_common(column->exact, a, b) == a->n;
}

static bool
shares(const struct column *column, size_t i, size_t j)
{
	return items_common(column->exact, &column->on[i], &column->on[j]) > 0;
}

/* ---- numbers ---------------------------------------------------------- */

/* Is the mentor's number by that much above (below) the mentee's? */
static bool
above(const struct match_rule *rule, int64_t mentor, int64_t mentee)
{
	int64_t apart = rule->apart * 1000;

	return rule->kind == RULE_SENIOR ? mentor >= mentee + apart
					 : mentor <= mentee - apart;
}

/* Where no form says who mentors whom, roles do as far as they differ, and
 * otherwise one way round is enough. */
static bool
above_either_way(const struct sheet *sheet, const struct match_rule *rule,
	const struct column *column, size_t i, size_t j)
{
	int64_t a = column->number[i], b = column->number[j];
	enum role first = sheet->who[i]->role, second = sheet->who[j]->role;

	return (!(first == ROLE_MENTEE && second == ROLE_MENTOR) &&
		       above(rule, a, b)) ||
		(!(first == ROLE_MENTOR && second == ROLE_MENTEE) &&
			above(rule, b, a));
}

static bool
numbers_break(
	const struct sheet *sheet, size_t r, size_t i, size_t j, bool directed)
{
	const struct match_rule *rule = &sheet->input->matching->rules.at[r];
	const struct column *column = &sheet->rules[r];
	int64_t a = column->number[i], b = column->number[j];

	if (a == NUMBER_MISSING || b == NUMBER_MISSING)
		return true;
	if (rule->kind == RULE_AT_LEAST)
		return ABS(a - b) < rule->apart * 1000;
	if (rule->kind == RULE_AT_MOST)
		return ABS(a - b) > rule->apart * 1000;
	return directed ? !above(rule, a, b)
			: !above_either_way(sheet, rule, column, i, j);
}

/* ---- one pair --------------------------------------------------------- */

bool
compat_breaks(
	const struct sheet *sheet, size_t r, size_t i, size_t j, bool directed)
{
	const struct match_rule *rule = &sheet->input->matching->rules.at[r];
	const struct column *column = &sheet->rules[r];

	switch (rule->kind) {
	case RULE_DIFFERENT:
		return shares(column, i, j);
	case RULE_SAME:
		return !sets_equal(column, i, j);
	case RULE_SHARE:
		return !shares(column, i, j);
	case RULE_OVERLAP:
		return week_common(&sheet->week[i], &sheet->week[j]).longest <
			MAX(rule->amount, 1);
	case RULE_NOT_BEFORE:
		return pair_set_has(&sheet->history, i, j);
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		return pair_set_has(&column->pairs, i, j);
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		return numbers_break(sheet, r, i, j, directed);
	}
	g_assert_not_reached();
}

bool
compat_may_mentor(const struct sheet *sheet, size_t i, size_t j)
{
	return role_mentors(sheet->who[i]->role) &&
		role_learns(sheet->who[j]->role);
}

static int
first_broken(const struct sheet *sheet, size_t i, size_t j, bool directed)
{
	for (size_t r = 0; r < sheet->input->matching->rules.n; r++)
		if (compat_breaks(sheet, r, i, j, directed))
			return (int)r;
	return COMPAT_FINE;
}

int
compat_stops_directed(const struct sheet *sheet, size_t mentor, size_t mentee)
{
	if (!compat_may_mentor(sheet, mentor, mentee))
		return COMPAT_ROLES;
	if (pair_set_has(&sheet->pinned, mentor, mentee))
		return COMPAT_FINE;
	if (pair_set_has(&sheet->forbidden, mentor, mentee))
		return COMPAT_FORBIDDEN;
	return first_broken(sheet, mentor, mentee, true);
}

/* Two mentors cannot lead one group. */
static bool
two_leaders(const struct sheet *sheet, size_t i, size_t j)
{
	const struct matching *matching = sheet->input->matching;

	return matching->form == MATCHING_GROUPS && matching->leaders &&
		sheet->who[i]->role == ROLE_MENTOR &&
		sheet->who[j]->role == ROLE_MENTOR;
}

int
compat_stops(const struct sheet *sheet, size_t i, size_t j)
{
	if (sheet->input->matching->form == MATCHING_MENTORS) {
		int stops = compat_stops_directed(sheet, i, j);
		int back = stops == COMPAT_FINE
			? COMPAT_FINE
			: compat_stops_directed(sheet, j, i);

		return back == COMPAT_FINE || stops == COMPAT_ROLES ? back
								    : stops;
	}
	if (pair_set_has(&sheet->pinned, i, j))
		return COMPAT_FINE;
	if (pair_set_has(&sheet->forbidden, i, j))
		return COMPAT_FORBIDDEN;
	if (two_leaders(sheet, i, j))
		return COMPAT_ROLES;
	return first_broken(sheet, i, j, false);
}
