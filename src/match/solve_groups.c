/* Groups: cut anew, or those who come late into groups that stand. */
#include <glib.h>
#include <string.h>

#include "match/groups.h"
#include "match/items.h"
#include "match/plan.h"

#define SMALLEST      3
#define SHARE_OF_GRID 0.4 /* of the time */

/* ---- what is to be balanced ---------------------------------------------- */

/* A small number for each value that there is; -1 for none given. */
static int32_t *
balance_column(struct plan *plan, const char *attribute)
{
	g_autoptr(GHashTable) numbers =
		g_hash_table_new(g_str_hash, g_str_equal);
	POOL_AUTO scratch = pool_new();
	size_t n = plan->sheet->n;
	int32_t *column = pool_alloc(plan->pool, n * sizeof *column);

	for (size_t i = 0; i < n; i++) {
		const char *value =
			participant_attribute(plan->sheet->who[i], attribute);
		char *word = items_fold(scratch, value ? value : "");
		gpointer known;

		column[i] = -1;
		if (!*word)
			continue;
		if (!g_hash_table_lookup_extended(numbers, word, NULL, &known))
			g_hash_table_insert(numbers, word,
				known = GINT_TO_POINTER(
					(int)g_hash_table_size(numbers)));
		column[i] = GPOINTER_TO_INT(known);
	}
	return column;
}

static const int32_t **
balance_columns(struct plan *plan)
{
	const struct text_list *names = &plan->input.matching->balance;
	const int32_t **columns =
		pool_alloc(plan->pool, names->n * sizeof *columns);

	for (size_t b = 0; b < names->n; b++)
		columns[b] = balance_column(plan, names->at[b]);
	return columns;
}

/* One too many of a value costs as much as one criterion in full between
 * two people. */
static int64_t
balance_price(const struct matching *matching)
{
	int64_t most = 1;

	for (size_t c = 0; c < matching->criteria.n; c++)
		most = MAX(most, matching->criteria.at[c].weight);
	return most * SCORE_SCALE;
}

/* ---- what stands ----------------------------------------------------------- */

/* Groups of which everybody is known; those that are full stay out. */
struct open_groups {
	struct member_places *at;
	const struct standing_match **match;
	size_t n;
};

static bool
find_members(const struct plan *plan, const struct standing_match *match,
	struct member_places *places)
{
	places->n = 0;
	for (size_t m = 0; m < match->members.n; m++) {
		int64_t place = sheet_place(plan->sheet, match->members.at[m]);

		if (place < 0 || places->n == G_N_ELEMENTS(places->at))
			return false;
		places->at[places->n++] = (size_t)place;
	}
	return true;
}

static struct open_groups
find_open(struct plan *plan, int most)
{
	const struct standing_match_list *all = &plan->input.standing;
	struct open_groups open = { pool_alloc(plan->pool,
					    all->n * sizeof *open.at),
		pool_alloc(plan->pool, all->n * sizeof(void *)), 0 };

	for (size_t s = 0; s < all->n; s++) {
		struct member_places *places = &open.at[open.n];

		if (!find_members(plan, &all->at[s], places) ||
			places->n >= (size_t)most)
			continue;
		open.match[open.n++] = &all->at[s];
	}
	return open;
}

/* What those who stand already have among them, which is no part of a run. */
static int64_t
standing_score(const struct plan *plan, const struct open_groups *open)
{
	int64_t sum = 0;

	for (size_t g = 0; g < open->n; g++) {
		const struct member_places *group = &open->at[g];

		for (size_t i = 0; i < group->n; i++)
			for (size_t j = i + 1; j < group->n; j++)
				if (grid_allows(plan->grid, group->at[i],
					    group->at[j]))
					sum += grid_score(plan->grid,
						plan->sheet, group->at[i],
						group->at[j]);
	}
	return sum;
}

/* ---- the result -------------------------------------------------------------- */

/* The one mentor; where there is none, somebody who may be both. */
static int64_t
leader(const struct plan *plan, const size_t *at, size_t n)
{
	int64_t found = -1;

	for (size_t i = 0; i < n; i++) {
		enum role role = plan->sheet->who[at[i]]->role;

		if (role == ROLE_MENTOR)
			return (int64_t)at[i];
		if (role == ROLE_BOTH && found < 0)
			found = (int64_t)at[i];
	}
	return found;
}

static void
add_joiners(struct plan *plan, const struct member_places *group,
	const struct member_places *before, const struct standing_match *match)
{
	size_t joins[GROUP_MOST], n = 0;

	for (size_t i = 0; i < group->n; i++) {
		bool stays = false;

		for (size_t b = 0; b < before->n; b++)
			stays |= before->at[b] == group->at[i];
		if (!stays)
			joins[n++] = group->at[i];
	}
	if (!n)
		return;
	struct planned *planned = plan_add(plan, joins, n);
	planned->stays = before->n;
	memcpy(planned->stay, before->at, before->n * sizeof *before->at);
	planned->joins = match->match;
	if (plan->input.matching->leaders && !match->lead)
		planned->lead = leader(plan, joins, n);
}

static void
add_group(struct plan *plan, const struct member_places *group)
{
	if (group->n < SMALLEST)
		return;
	struct planned *planned = plan_add(plan, group->at, group->n);

	if (plan->input.matching->leaders)
		planned->lead = leader(plan, group->at, group->n);
}

/* ---- who waits ---------------------------------------------------------------- */

/* Those of the run, and those of them who are in no group. */
struct crowd {
	size_t asked, left;
	size_t leaders_left; /* who could lead one */
	size_t mentors_left; /* who could do nothing else */
	size_t least, most;  /* of a group */
	bool standing;
};

static struct crowd
count_crowd(const struct plan *plan, const struct groups_input *input)
{
	struct crowd crowd = { .least = (size_t)input->least,
		.most = (size_t)input->most,
		.standing = input->standings > 0 };

	for (size_t i = 0; i < plan->sheet->n; i++) {
		enum role role = plan->sheet->who[i]->role;

		crowd.asked += plan->asked[i];
		if (!plan->asked[i] || plan->placed[i])
			continue;
		crowd.left++;
		crowd.leaders_left += role_mentors(role);
		crowd.mentors_left += role == ROLE_MENTOR;
	}
	return crowd;
}

/* How many are left over however they are divided. */
static size_t
must_be_left(const struct crowd *crowd)
{
	size_t groups = crowd->asked / crowd->least;

	return crowd->asked - MIN(crowd->asked, groups * crowd->most);
}

static const char *
why_sizes(const struct plan *plan, const struct crowd *crowd)
{
	if (crowd->asked < SMALLEST)
		return plan_words(plan, "a group needs at least three people",
			"eine Gruppe braucht mindestens drei Menschen");
	return pool_printf(plan->pool, "%zu %s %zu %s %zu", crowd->asked,
		plan_words(plan, "people cannot be divided into groups of",
			"Menschen lassen sich nicht verteilen auf Gruppen von"),
		crowd->least, plan_words(plan, "to", "bis"), crowd->most);
}

static const char *
why_leaders(const struct plan *plan, const struct crowd *crowd, size_t i)
{
	if (!plan->input.matching->leaders)
		return NULL;
	if (!crowd->leaders_left)
		return plan_words(plan, "nobody is left to lead another group",
			"für eine weitere Gruppe ist keine Leitung da");
	if (plan->sheet->who[i]->role == ROLE_MENTOR &&
		crowd->left - crowd->mentors_left + 1 < crowd->least)
		return plan_words(plan, "more leaders than groups",
			"mehr Leitungen als Gruppen");
	return NULL;
}

static bool
has_partner(const struct plan *plan, size_t i)
{
	for (size_t w = 0; w < plan->grid->words; w++)
		if (plan->grid->allowed[i * plan->grid->words + w])
			return true;
	return false;
}

/* What stops everybody's group comes first, then what stops one person's:
 * nobody at all, which the rules tell; or somebody, but not two or more of
 * them at once. */
static const char *
why_left(const struct plan *plan, const struct crowd *crowd, size_t i)
{
	const char *why;

	if (!crowd->standing && crowd->asked < SMALLEST)
		return why_sizes(plan, crowd);
	if (!has_partner(plan, i))
		return NULL;
	why = why_leaders(plan, crowd, i);
	if (why)
		return why;
	if (!crowd->standing && crowd->left <= must_be_left(crowd))
		return why_sizes(plan, crowd);
	return plan_words(plan, "no group that keeps every rule had room",
		"keine Gruppe, die alle Regeln einhält, hatte Platz");
}

static void
find_waiting(struct plan *plan, const struct groups_input *input)
{
	struct crowd crowd = count_crowd(plan, input);

	for (size_t i = 0; i < plan->sheet->n; i++)
		if (plan->asked[i] && !plan->placed[i])
			plan_wait(plan, i, why_left(plan, &crowd, i));
}

void
solve_groups(struct plan *plan)
{
	const struct matching *matching = plan->input.matching;
	int size = CLAMP(matching->size, SMALLEST, GROUP_MOST);
	int most = MIN(size + 1, GROUP_MOST);

	plan_stage(plan, 0, SHARE_OF_GRID);
	plan->grid = grid_new(plan->pool, plan->sheet);
	plan_stage(plan, SHARE_OF_GRID, 1 - SHARE_OF_GRID);
	plan->possible = plan->grid->possible;
	struct open_groups open = find_open(plan, most);
	struct groups_input input = {
		.sheet = plan->sheet,
		.grid = plan->grid,
		.least = MAX(size - 1, SMALLEST),
		.size = size,
		.most = most,
		.leaders = matching->leaders,
		.balance_price = balance_price(matching),
		.balance = balance_columns(plan),
		.balances = matching->balance.n,
		.standing = open.at,
		.standings = open.n,
		.seed = (uint64_t)plan->input.seed,
		.progress = plan->input.progress,
		.progress_arg = plan->input.progress_arg,
	};
	struct groups *groups = groups_make(plan->pool, &input);
	for (size_t g = 0; g < groups->n; g++)
		if (g < open.n)
			add_joiners(plan, &groups->at[g], &open.at[g],
				open.match[g]);
		else
			add_group(plan, &groups->at[g]);
	find_waiting(plan, &input);
	plan->bound = groups->bound - standing_score(plan, &open);
	plan->proof =
		groups->score == groups->bound ? RUN_OPTIMAL : RUN_BOUNDED;
}
