/* The words for who could not be placed, and for what would help.
 */
#include "match/compat.h"

#include <glib.h>
#include <string.h>

#include "match/rows.h"
#include "program/words.h"

static bool
german(const struct sheet *sheet)
{
	return language_is_german(sheet->input->program->language);
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

/* Who may be either needs a mentor: so that is what is asked about. */
static enum rows_part
part_of(const struct sheet *sheet, size_t i)
{
	if (sheet->input->matching->form != MATCHING_MENTORS)
		return ROWS_EITHER;
	return role_learns(sheet->who[i]->role) ? ROWS_MENTEE : ROWS_MENTOR;
}

static size_t
count(const struct rows *rows, const uint64_t *bits)
{
	size_t sum = 0;

	for (size_t w = 0; w < rows_words(rows); w++)
		sum += (size_t)__builtin_popcountll(bits[w]);
	return sum;
}

static size_t
count_possible(const struct sheet *sheet, size_t i)
{
	POOL_AUTO scratch = pool_new();
	struct rows *rows = sheet_rows(sheet);
	uint64_t *bits = pool_alloc(scratch, rows_words(rows) * sizeof *bits);

	rows_allow(rows, i, part_of(sheet, i), 0, bits);
	return count(rows, bits);
}

/* How often each thing is the first to stop person i, who has nobody: rules,
 * then roles, then the coordinator's word. */
static size_t *
count_stops(struct pool *pool, const struct sheet *sheet, size_t i)
{
	struct rows *rows = sheet_rows(sheet);
	const struct pair_set *forbidden = &sheet->forbidden;
	size_t rules = sheet->input->matching->rules.n;
	size_t *stops = pool_alloc(pool, (rules + 2) * sizeof *stops);
	uint64_t *bits = pool_alloc(pool, rows_words(rows) * sizeof *bits);

	rows_start(rows, i, part_of(sheet, i), 0, bits);
	size_t left = count(rows, bits);
	stops[rules + 1] = forbidden->n
		? forbidden->start[i + 1] - forbidden->start[i]
		: 0;
	stops[rules] = sheet->n - 1 - stops[rules + 1] - left;
	for (size_t r = 0; r < rules; r++) {
		rows_cut(rows, r, i, part_of(sheet, i), 0, bits);
		stops[r] = left - count(rows, bits);
		left -= stops[r];
	}
	return stops;
}

static const char *
why_ruled_out(struct pool *pool, const struct sheet *sheet, size_t i)
{
	POOL_AUTO scratch = pool_new();
	const size_t *stops = count_stops(scratch, sheet, i);
	size_t rules = sheet->input->matching->rules.n, most = 0;

	for (size_t r = 1; r < rules + 2; r++)
		if (stops[r] > stops[most])
			most = r;
	return pool_printf(pool,
		german(sheet)
			? "niemand mehr möglich: „%s“ schließt %zu von %zu aus"
			: "no one left: '%s' rules out %zu of %zu",
		compat_name(sheet,
			most < rules            ? (int)most
				: most == rules ? COMPAT_ROLES
						: COMPAT_FORBIDDEN),
		stops[most], sheet->n - 1);
}

const char *
compat_why(struct pool *pool, const struct sheet *sheet, size_t i)
{
	bool de = german(sheet);

	if (sheet->n < 2)
		return de ? "sonst ist niemand zuzuordnen"
			  : "there is nobody else to be matched";
	size_t possible = count_possible(sheet, i);
	if (possible == 0)
		return why_ruled_out(pool, sheet, i);
	return pool_printf(pool,
		de ? "alle %zu möglichen Partner (von %zu) sind vergeben"
		   : "all %zu possible partners (of %zu) are taken",
		possible, sheet->n - 1);
}

/* ---- what would help -------------------------------------------------- */

/* Whom each rule stands before, and before whom one, two, and three rules or
 * more do. */
struct obstacles {
	const struct rows *rows;
	size_t rules, words;
	uint64_t *of; /* rules * words */
	uint64_t *once, *twice, *thrice;
};

static void
add_obstacle(struct obstacles *all, const uint64_t *of)
{
	for (size_t w = 0; w < all->words; w++) {
		all->thrice[w] |= all->twice[w] & of[w];
		all->twice[w] |= all->once[w] & of[w];
		all->once[w] |= of[w];
	}
}

static struct obstacles
find_obstacles(struct pool *pool, const struct sheet *sheet, size_t i)
{
	struct rows *rows = sheet_rows(sheet);
	struct obstacles all = { .rows = rows,
		.rules = sheet->input->matching->rules.n,
		.words = rows_words(rows) };
	size_t size = all.words * sizeof *all.of;
	uint64_t *start = pool_alloc(pool, size);

	all.of = pool_alloc(pool, all.rules * size);
	all.once = pool_alloc(pool, size);
	all.twice = pool_alloc(pool, size);
	all.thrice = pool_alloc(pool, size);
	rows_start(rows, i, part_of(sheet, i), 0, start);
	for (size_t r = 0; r < all.rules; r++) {
		uint64_t *of = all.of + r * all.words;

		memcpy(of, start, size);
		rows_cut(rows, r, i, part_of(sheet, i), 0, of);
		for (size_t w = 0; w < all.words; w++)
			of[w] ^= start[w];
		add_obstacle(&all, of);
	}
	return all;
}

/* Who would be free without these two rules (or the one, when they are the
 * same): those before whom nothing else stands. */
static size_t
freed(const struct obstacles *all, size_t r, size_t s)
{
	const uint64_t *more = r == s ? all->twice : all->thrice;
	size_t sum = 0;

	for (size_t w = 0; w < all->words; w++)
		sum += (size_t)__builtin_popcountll(
			all->of[r * all->words + w] &
			all->of[s * all->words + w] & ~more[w]);
	return sum;
}

static const char *
without(struct pool *pool, const struct sheet *sheet, size_t possible,
	const char *first, const char *second)
{
	bool de = german(sheet);
	const char *partners = de
		? possible == 1 ? "möglichen Partner" : "mögliche Partner"
		: possible == 1 ? "possible partner"
				: "possible partners";

	if (!second)
		return pool_printf(pool,
			de ? "hätte %zu %s ohne „%s“"
			   : "would have %zu %s without '%s'",
			possible, partners, first);
	return pool_printf(pool,
		de ? "hätte %zu %s ohne „%s“ und „%s“"
		   : "would have %zu %s without '%s' and '%s'",
		possible, partners, first, second);
}

/* The best of single rules, or of pairs of rules; NULL: none helps. */
static const char *
best_of(struct pool *pool, const struct sheet *sheet,
	const struct obstacles *all, bool two)
{
	const struct match_rule_list *rules = &sheet->input->matching->rules;
	size_t most = 0, first = 0, second = 0;

	for (size_t r = 0; r < all->rules; r++)
		for (size_t s = two ? r + 1 : r; s < (two ? all->rules : r + 1);
			s++) {
			size_t possible = freed(all, r, s);

			if (possible <= most)
				continue;
			most = possible;
			first = r;
			second = s;
		}
	return most ? without(pool, sheet, most, rules->at[first].name,
			      two ? rules->at[second].name : NULL)
		    : NULL;
}

const char *
compat_remedy(struct pool *pool, const struct sheet *sheet, size_t i)
{
	POOL_AUTO scratch = pool_new();

	if (sheet->n < 2 || count_possible(sheet, i) > 0)
		return NULL;
	struct obstacles all = find_obstacles(scratch, sheet, i);
	const char *one = best_of(pool, sheet, &all, false);
	return one ? one : best_of(pool, sheet, &all, true);
}
