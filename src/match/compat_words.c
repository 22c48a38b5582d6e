/* The words for who could not be placed, and for what would help.
 */
#include "match/compat.h"

#include <glib.h>
#include <string.h>

static bool
german(const struct sheet *sheet)
{
	const char *language = sheet->input->program->language;

	return language && !strncmp(language, "de", 2);
}

static const char *
roles_name(const struct sheet *sheet)
{
	bool de = german(sheet);

	if (sheet->input->matching->form == MATCHING_GROUPS)
		return de ? "nur eine Leitung je Gruppe"
			  : "one leader to a group";
	return de ? "Mentor mit Mentee" : "mentor with mentee";
}

const char *
compat_name(const struct sheet *sheet, int stops)
{
	if (stops == COMPAT_FINE)
		return NULL;
	if (stops == COMPAT_ROLES)
		return roles_name(sheet);
	if (stops == COMPAT_FORBIDDEN)
		return german(sheet) ? "nicht miteinander" : "kept apart";
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

/* ---- what would help -------------------------------------------------- */

#define MOST_RULES 64 /* that a mask can hold; more are not looked at */

/* Which rules stand between the two. */
static uint64_t
between(const struct sheet *sheet, size_t i, size_t j, bool directed)
{
	size_t rules = sheet->input->matching->rules.n;
	uint64_t mask = 0;

	for (size_t r = 0; r < MIN(rules, MOST_RULES); r++)
		if (compat_breaks(sheet, r, i, j, directed))
			mask |= UINT64_C(1) << r;
	return mask;
}

struct tally {
	size_t *one; /* r: freed by giving up rule r */
	size_t *two; /* r * rules + s, r < s: by giving up these two */
	size_t possible, rules;
};

static void
count_mask(struct tally *tally, uint64_t mask)
{
	if (mask == 0) {
		tally->possible++;
		return;
	}
	size_t first = (size_t)__builtin_ctzll(mask);
	uint64_t rest = mask & (mask - 1);
	if (rest == 0)
		tally->one[first]++;
	else if ((rest & (rest - 1)) == 0)
		tally->two[first * tally->rules +
			(size_t)__builtin_ctzll(rest)]++;
}

static uint64_t
fewer(uint64_t one, uint64_t other)
{
	return __builtin_popcountll(other) < __builtin_popcountll(one) ? other
								       : one;
}

static void
count_person(const struct sheet *sheet, size_t i, size_t j, struct tally *tally)
{
	if (compat_stops(sheet, i, j) == COMPAT_FINE) {
		tally->possible++;
		return;
	}
	if (compat_stops(sheet, i, j) < COMPAT_FINE)
		return; /* no rule that could be given up */
	bool directed = sheet->input->matching->form == MATCHING_MENTORS;
	bool back = directed && compat_may_mentor(sheet, j, i);
	uint64_t mask = between(sheet, i, j, directed);
	if (back && !compat_may_mentor(sheet, i, j))
		mask = between(sheet, j, i, true);
	else if (back)
		mask = fewer(mask, between(sheet, j, i, true));
	count_mask(tally, mask);
}

static size_t
most_of(const size_t *count, size_t n)
{
	size_t most = 0;

	for (size_t i = 1; i < n; i++)
		if (count[i] > count[most])
			most = i;
	return most;
}

static const char *
without(struct pool *pool, const struct sheet *sheet, size_t freed,
	const char *first, const char *second)
{
	bool de = german(sheet);
	const char *partners = de
		? freed == 1 ? "möglichen Partner" : "mögliche Partner"
		: freed == 1 ? "possible partner"
			     : "possible partners";

	if (!second)
		return pool_printf(pool,
			de ? "hätte %zu %s ohne „%s“"
			   : "would have %zu %s without '%s'",
			freed, partners, first);
	return pool_printf(pool,
		de ? "hätte %zu %s ohne „%s“ und „%s“"
		   : "would have %zu %s without '%s' and '%s'",
		freed, partners, first, second);
}

const char *
compat_remedy(struct pool *pool, const struct sheet *sheet, size_t i)
{
	POOL_AUTO scratch = pool_new();
	const struct match_rule_list *rules = &sheet->input->matching->rules;
	struct tally tally = { .rules = MIN(rules->n, MOST_RULES) };

	if (tally.rules == 0)
		return NULL;
	tally.one = pool_alloc(scratch, tally.rules * sizeof *tally.one);
	tally.two = pool_alloc(
		scratch, tally.rules * tally.rules * sizeof *tally.two);
	for (size_t j = 0; j < sheet->n; j++)
		if (j != i)
			count_person(sheet, i, j, &tally);
	if (tally.possible)
		return NULL;
	size_t best = most_of(tally.one, tally.rules);
	if (tally.one[best])
		return without(pool, sheet, tally.one[best],
			rules->at[best].name, NULL);
	best = most_of(tally.two, tally.rules * tally.rules);
	if (!tally.two[best])
		return NULL;
	return without(pool, sheet, tally.two[best],
		rules->at[best / tally.rules].name,
		rules->at[best % tally.rules].name);
}
