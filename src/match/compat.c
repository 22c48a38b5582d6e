/* The hard rules, and the words for who could not be placed.
 *
 * What is not given cannot be compared: it breaks "same" and "share", and
 * does not break "different". A list counts as the same as another when they
 * share an item for "different", when they hold the same items for "same".
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
names_other(const struct column *column, size_t i, size_t j)
{
	return items_common(column->exact, &column->on[i], &column->with[j]) >
		0;
}

static bool
breaks(const struct sheet *sheet, size_t r, size_t i, size_t j)
{
	const struct match_rule *rule = &sheet->input->matching->rules.at[r];
	const struct column *column = &sheet->rules[r];

	switch (rule->kind) {
	case RULE_DIFFERENT:
		return items_common(column->exact, &column->on[i],
			       &column->on[j]) > 0;
	case RULE_SAME:
		return !sets_equal(column, i, j);
	case RULE_SHARE:
		return items_common(column->exact, &column->on[i],
			       &column->on[j]) == 0;
	case RULE_OVERLAP:
		return week_common(&sheet->week[i], &sheet->week[j]).longest <
			MAX(rule->amount, 1);
	case RULE_NOT_BEFORE:
		return pair_set_has(&sheet->history, i, j);
	case RULE_NOT_NAMED:
	case RULE_NOT_ABOVE:
		return names_other(column, i, j) || names_other(column, j, i);
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		return false;
	}
	g_assert_not_reached();
}

static bool
roles_fit(const struct sheet *sheet, size_t i, size_t j)
{
	enum role a = sheet->who[i]->role, b = sheet->who[j]->role;

	return sheet->input->matching->form != MATCHING_MENTORS ||
		(a == ROLE_MENTOR && b == ROLE_MENTEE) ||
		(a == ROLE_MENTEE && b == ROLE_MENTOR);
}

int
compat_stops(const struct sheet *sheet, size_t i, size_t j)
{
	if (pair_set_has(&sheet->pinned, i, j))
		return COMPAT_FINE;
	if (pair_set_has(&sheet->forbidden, i, j))
		return COMPAT_FORBIDDEN;
	if (!roles_fit(sheet, i, j))
		return COMPAT_ROLES;
	for (size_t r = 0; r < sheet->input->matching->rules.n; r++)
		if (breaks(sheet, r, i, j))
			return (int)r;
	return COMPAT_FINE;
}

/* ---- words ------------------------------------------------------------ */

static bool
german(const struct sheet *sheet)
{
	const char *language = sheet->input->program->language;

	return language && !strncmp(language, "de", 2);
}

const char *
compat_name(const struct sheet *sheet, int stops)
{
	bool de = german(sheet);

	if (stops == COMPAT_FINE)
		return NULL;
	if (stops == COMPAT_ROLES)
		return de ? "Mentor mit Mentee" : "mentor with mentee";
	if (stops == COMPAT_FORBIDDEN)
		return de ? "nicht miteinander" : "kept apart";
	return sheet->input->matching->rules.at[stops].name;
}

/* How often each thing stops person i: rules first, then our own two, then
 * how many nothing stops. */
static size_t *
count_stops(struct pool *pool, const struct sheet *sheet, size_t i)
{
	size_t rules = sheet->input->matching->rules.n;
	size_t *count = pool_alloc(pool, (rules + 3) * sizeof *count);

	for (size_t j = 0; j < sheet->n; j++) {
		if (j == i)
			continue;
		int stops = compat_stops(sheet, i, j);
		if (stops >= 0)
			count[stops]++;
		else
			count[rules + (size_t)(COMPAT_FINE - stops)]++;
	}
	return count;
}

static const char *
why_ruled_out(struct pool *pool, const struct sheet *sheet, const size_t *count)
{
	size_t rules = sheet->input->matching->rules.n, most = 0;
	int stops = COMPAT_FORBIDDEN;

	for (size_t r = 0; r < rules + 3; r++) {
		if (r == rules || count[r] <= most)
			continue;
		most = count[r];
		stops = r < rules ? (int)r : COMPAT_FINE - (int)(r - rules);
	}
	return pool_printf(pool,
		german(sheet)
			? "niemand mehr möglich: „%s“ schließt %zu von %zu aus"
			: "no one left: '%s' rules out %zu of %zu",
		compat_name(sheet, stops), most, sheet->n - 1);
}

const char *
compat_why(struct pool *pool, const struct sheet *sheet, size_t i)
{
	POOL_AUTO scratch = pool_new();
	bool de = german(sheet);

	if (sheet->n < 2)
		return de ? "sonst ist niemand zuzuordnen"
			  : "there is nobody else to be matched";
	const size_t *count = count_stops(scratch, sheet, i);
	size_t possible = count[sheet->input->matching->rules.n];
	if (possible == 0)
		return why_ruled_out(pool, sheet, count);
	return pool_printf(pool,
		de ? "alle %zu möglichen Partner (von %zu) sind vergeben"
		   : "all %zu possible partners (of %zu) are taken",
		possible, sheet->n - 1);
}
