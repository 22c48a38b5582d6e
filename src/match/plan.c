/* A result in the making: whom it is about, and what has been found. */
#include "match/plan.h"

#include <glib.h>
#include <string.h>

#include "match/compat.h"
#include "match/score.h"
#include "program/words.h"

/* ---- pins ------------------------------------------------------------- */

/* A person of a pair can be pinned to one other only: the first word on each
 * counts. Mentors and groups have room for more. */
static struct former_pair_list
pins_kept(struct pool *pool, const struct solve_input *input)
{
	g_autoptr(GHashTable) taken =
		g_hash_table_new(g_int64_hash, g_int64_equal);
	struct former_pair_list kept = { 0 };

	for (size_t p = 0; p < input->pinned.n; p++) {
		struct former_pair *pin = &input->pinned.at[p];

		if (pin->a == pin->b || g_hash_table_contains(taken, &pin->a) ||
			g_hash_table_contains(taken, &pin->b))
			continue;
		g_hash_table_add(taken, &pin->a);
		g_hash_table_add(taken, &pin->b);
		*LIST_ADD(pool, &kept) = *pin;
	}
	return kept;
}

/* May one of them be the mentor of the other? No word makes two mentees a
 * pair. */
static bool
roles_fit(const struct matching *matching, const struct participant *a,
	const struct participant *b)
{
	return matching->form != MATCHING_MENTORS ||
		(role_mentors(a->role) && role_learns(b->role)) ||
		(role_mentors(b->role) && role_learns(a->role));
}

/* Those who are not here pin nobody. */
static struct former_pair_list
pins_present(struct pool *pool, const struct solve_input *input,
	const struct participant_list *people)
{
	g_autoptr(GHashTable) here =
		g_hash_table_new(g_int64_hash, g_int64_equal);
	struct former_pair_list present = { 0 };

	for (size_t i = 0; i < people->n; i++)
		g_hash_table_insert(here, &people->at[i]->id, people->at[i]);
	for (size_t p = 0; p < input->pinned.n; p++) {
		struct former_pair *pin = &input->pinned.at[p];
		struct participant *a = g_hash_table_lookup(here, &pin->a);
		struct participant *b = g_hash_table_lookup(here, &pin->b);

		if (a && b && roles_fit(input->matching, a, b))
			*LIST_ADD(pool, &present) = *pin;
	}
	return present;
}

/* ---- progress ---------------------------------------------------------- */

static void
show_stage(double part, void *arg)
{
	const struct plan_progress *progress = arg;
	const struct solve_input *input = progress->input;

	if (input->progress)
		input->progress(progress->from + progress->span * part,
			input->progress_arg);
}

void
plan_stage(struct plan *plan, double from, double span)
{
	plan->progress.from = from;
	plan->progress.span = span;
}

/* ---- the plan ----------------------------------------------------------- */

/* Those of groups that stand are compared with, too. */
static struct participant_list
people_of(struct pool *pool, const struct solve_input *input)
{
	struct participant_list people = { 0 };

	for (size_t i = 0; i < input->people.n; i++)
		*LIST_ADD(pool, &people) = input->people.at[i];
	if (input->matching->form == MATCHING_GROUPS)
		for (size_t i = 0; i < input->standing_people.n; i++)
			*LIST_ADD(pool, &people) = input->standing_people.at[i];
	return people;
}

static struct plan *
plan_new(struct pool *pool, const struct solve_input *input)
{
	struct plan *plan = POOL_NEW(pool, struct plan);
	struct participant_list people = people_of(pool, input);

	plan->pool = pool;
	plan->progress = (struct plan_progress){ input, 0, 1 };
	plan->input = *input;
	plan->input.progress = show_stage;
	plan->input.progress_arg = &plan->progress;
	plan->input.pinned = pins_present(pool, input, &people);
	if (input->matching->form == MATCHING_PEERS ||
		input->matching->form == MATCHING_ROUNDS)
		plan->input.pinned = pins_kept(pool, &plan->input);
	plan->sheet = sheet_new(pool, &plan->input, &people);
	plan->asked = pool_alloc(pool, plan->sheet->n * sizeof *plan->asked);
	plan->placed = pool_alloc(pool, plan->sheet->n * sizeof *plan->placed);
	plan->waits = pool_alloc(pool, plan->sheet->n * sizeof *plan->waits);
	plan->why = pool_alloc(pool, plan->sheet->n * sizeof *plan->why);
	for (size_t i = 0; i < input->people.n; i++)
		plan->asked[sheet_place(plan->sheet, input->people.at[i]->id)] =
			true;
	return plan;
}

struct plan *
plan_solve(struct pool *pool, const struct solve_input *input)
{
	struct plan *plan = plan_new(pool, input);

	switch (input->matching->form) {
	case MATCHING_PEERS:
		solve_peers(plan);
		break;
	case MATCHING_MENTORS:
		solve_mentors(plan);
		break;
	case MATCHING_GROUPS:
		solve_groups(plan);
		break;
	case MATCHING_ROUNDS:
		solve_rounds(plan);
		break;
	}
	return plan;
}

struct planned *
plan_add(struct plan *plan, const size_t *at, size_t n)
{
	struct planned *match = LIST_ADD(plan->pool, &plan->matches);

	g_assert(n <= G_N_ELEMENTS(match->at));
	memcpy(match->at, at, n * sizeof *at);
	match->n = n;
	match->lead = -1;
	for (size_t i = 0; i < n; i++)
		plan->placed[at[i]] = true;
	return match;
}

void
plan_doubt(struct plan *plan, const char *why)
{
	if (!plan->unproven)
		plan->unproven = pool_strdup(plan->pool, why);
}

void
plan_wait(struct plan *plan, size_t i, const char *why)
{
	plan->waits[i] = true;
	plan->why[i] = why;
}

const char *
plan_words(const struct plan *plan, const char *english, const char *german)
{
	return language_is_german(plan->input.program->language) ? german
								 : english;
}

const char *
plan_why_worthless(const struct plan *plan)
{
	return plan_words(plan,
		"free partners are there, but none whom a criterion speaks "
		"for: objective = \"quality\" leaves such pairs out",
		"Partner wären frei, aber keiner, für den ein Kriterium "
		"spricht: objective = \"quality\" lässt solche Paare weg");
}

/* ---- points ------------------------------------------------------------- */

int64_t
plan_score(const struct plan *plan, const struct planned *match, size_t i,
	size_t j)
{
	if (plan->input.matching->form != MATCHING_MENTORS || match->lead < 0)
		return score_pair(plan->sheet, i, j);
	return match->lead == (int64_t)i ? score_directed(plan->sheet, i, j)
					 : score_directed(plan->sheet, j, i);
}

int64_t
plan_match_score(const struct plan *plan, const struct planned *match)
{
	int64_t sum = 0;

	for (size_t i = 0; i < match->n; i++) {
		for (size_t j = i + 1; j < match->n; j++)
			sum += plan_score(
				plan, match, match->at[i], match->at[j]);
		for (size_t s = 0; s < match->stays; s++)
			sum += plan_score(
				plan, match, match->at[i], match->stay[s]);
	}
	return sum;
}

int64_t
plan_edge_score(const struct plan *plan, const struct edge *edge)
{
	const struct sheet *sheet = plan->sheet;
	size_t u = (size_t)edge->u, v = (size_t)edge->v;

	if (pair_set_has(&sheet->history, u, v) ||
		pair_set_has(&sheet->kept, u, v) ||
		pair_set_has(&sheet->pinned, u, v))
		return score_pair(sheet, u, v);
	return edge->weight - sheet->credit[u] - sheet->credit[v];
}
