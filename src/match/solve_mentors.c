/* Mentors and mentees: two sides, each with room for some.
 *
 * The best choice is found with its proof. Where people may be both, no two
 * become each other's mentor, which may leave a gap to the proven bound. With
 * several mentors for a mentee nobody gets a second one as long as somebody
 * who could have one has none. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/compat.h"
#include "match/plan.h"
#include "match/score.h"

#define TWIN_WORK      UINT64_C(3000000) /* edges solved again for circles of two */
#define MOST_PRICINGS  100
#define SHARE_OF_SIDES 0.7 /* of the time */

/* ---- proven, or not ------------------------------------------------------- */

static struct capacity *
solve_relaxed(struct plan *plan, struct pool *pool,
	const struct capacity_input *input)
{
	struct capacity *best;
	struct err err = { 0 };
	const char *why = NULL;

	if (!capacity_solve(pool, input, &best, &err)) {
		plan_doubt(plan, err.text);
		return NULL;
	}
	if (!capacity_proven(pool, input, best, &why)) {
		plan_doubt(plan, why);
		return NULL;
	}
	return best;
}

struct capacity *
solve_sides(struct plan *plan, struct pool *pool,
	const struct capacity_input *input, const int32_t *twin, int64_t *bound)
{
	struct capacity *best = solve_relaxed(plan, pool, input);
	struct err err = { 0 };

	if (!best)
		return NULL;
	*bound = best->weight;
	if (!twin)
		return best;
	if (!capacity_solve_twins(pool, input, twin,
		    (int)CLAMP(TWIN_WORK / MAX(input->edges.n, 1), 4, 200),
		    &best, bound, &err)) {
		plan_doubt(plan, err.text);
		return NULL;
	}
	return best;
}

/* Over the edges that there are, until the duals show no other to be missing;
 * then no two at once. */
bool
solve_priced_sides(struct plan *plan)
{
	struct sides *sides = plan->sides;
	int64_t relaxed, bound;
	int rounds = 0;

	do {
		plan->best = solve_relaxed(plan, plan->pool, &sides->input);
		if (!plan->best)
			return false;
		if (rounds++ == MOST_PRICINGS) {
			plan_doubt(plan, "the prices of pairs did not settle");
			return false;
		}
	} while (sides_price(sides, plan->best) > 0);
	relaxed = plan->best->weight;
	sides->twin = sides_twins(sides, plan->pool, &sides->input.edges);
	plan->proof = RUN_OPTIMAL;
	if (sides->twin) {
		plan->best = solve_sides(
			plan, plan->pool, &sides->input, sides->twin, &bound);
		if (!plan->best)
			return false;
		/* of pairs that are no candidates only the relaxation knows */
		if (plan->best->weight != (sides->whole ? bound : relaxed)) {
			plan->proof = RUN_BOUNDED;
			plan_doubt(plan, "some may be mentor and mentee");
		}
	}
	plan->chosen = plan->best->chosen;
	return true;
}

/* ---- several mentors for one ----------------------------------------------- */

static bool
wants_several(const struct sides *sides)
{
	for (int32_t r = 0; r < sides->input.right; r++)
		if (sides->right_most[r] > 1)
			return true;
	return false;
}

static int32_t
count_served(const struct sides *sides, const bool *chosen)
{
	POOL_AUTO scratch = pool_new();
	size_t n = sides->sheet->n;
	int32_t *has = pool_memdup(scratch, sides->mentors, n * sizeof *has);
	int32_t served = 0;

	for (size_t e = 0; e < sides->input.edges.n; e++)
		if (chosen[e])
			has[sides->right[sides->input.edges.at[e].v]] = 1;
	for (size_t i = 0; i < n; i++)
		served += has[i] > 0;
	return served;
}

static void
add_pair(struct plan *plan, size_t mentor, size_t mentee)
{
	plan_add(plan, (size_t[]){ mentor, mentee }, 2)->lead = (int64_t)mentor;
}

static void
take_edge(struct plan *plan, const struct edge *edge)
{
	struct sides *sides = plan->sides;
	size_t mentor = sides->left[edge->u], mentee = sides->right[edge->v];

	add_pair(plan, mentor, mentee);
	sides->mentees[mentor]++;
	sides->mentors[mentee]++;
}

static void
take(struct plan *plan, const bool *chosen)
{
	const struct edge_list *edges = &plan->sides->input.edges;

	for (size_t e = 0; e < edges->n; e++)
		if (chosen[e])
			take_edge(plan, &edges->at[e]);
}

static bool
would_collide(const struct sides *sides, const bool *chosen, size_t e)
{
	return chosen[e] ||
		(sides->twin && sides->twin[e] >= 0 && chosen[sides->twin[e]]);
}

/* One stage is taken; what is left of edges and of room is the next one's. */
static void
use_up(struct sides *sides, const bool *chosen)
{
	struct edge_list *edges = &sides->input.edges;
	size_t kept = 0;

	for (size_t e = 0; e < edges->n; e++) {
		const struct edge edge = edges->at[e];

		if (chosen[e]) {
			sides->left_most[edge.u]--;
			sides->left_load[edge.u]++;
		}
		if (!would_collide(sides, chosen, e))
			edges->at[kept++] = edge;
	}
	edges->n = kept;
}

/* Room for the k-th mentor of each, and for no other. */
static void
open_stage(struct sides *sides, int32_t k)
{
	for (int32_t r = 0; r < sides->input.right; r++)
		sides->right_most[r] = sides->mentors[sides->right[r]] < k;
}

/* All that each still wants, up to so many mentors in all. */
static void
open_all(struct sides *sides, int32_t most)
{
	for (int32_t r = 0; r < sides->input.right; r++)
		sides->right_most[r] =
			MAX(most - sides->mentors[sides->right[r]], 0);
}

static bool
solve_in_stages(
	struct plan *plan, int32_t most, bool (*solve)(struct plan *plan))
{
	struct sides *sides = plan->sides;

	for (int32_t k = 1; k <= most; k++) {
		open_stage(sides, k);
		if (!solve(plan))
			return false;
		take(plan, plan->chosen);
		use_up(sides, plan->chosen);
	}
	plan->best = NULL;
	plan->proof = RUN_BOUNDED;
	plan_doubt(plan,
		"everybody had to get a first mentor before anybody "
		"a second one");
	return true;
}

static bool
solve_several(struct plan *plan, int32_t most, bool (*solve)(struct plan *plan))
{
	struct sides *sides = plan->sides;

	open_stage(sides, 1);
	if (!solve(plan))
		return false;
	int32_t served = count_served(sides, plan->chosen);
	open_all(sides, most);
	if (!solve(plan))
		return false;
	if (count_served(sides, plan->chosen) < served)
		return solve_in_stages(plan, most, solve);
	take(plan, plan->chosen);
	return true;
}

/* ---- by objective ---------------------------------------------------------- */

static bool
solve_all(struct plan *plan, bool (*solve)(struct plan *plan))
{
	int mentors = plan->input.matching->mentors;

	if (plan->input.matching->objective != OBJECTIVE_QUALITY &&
		plan->input.matching->objective != OBJECTIVE_STABLE &&
		wants_several(plan->sides))
		return solve_several(plan, mentors, solve);
	if (!solve(plan))
		return false;
	take(plan, plan->chosen);
	return true;
}

static bool
find_choice(struct plan *plan)
{
	plan->sides->input.aim = PAIRS_COVER;
	switch (plan->input.matching->objective) {
	case OBJECTIVE_COVERAGE:
		return solve_all(plan, solve_priced_sides);
	case OBJECTIVE_QUALITY:
		plan->sides->input.aim = PAIRS_WEIGHT;
		return solve_all(plan, solve_priced_sides);
	case OBJECTIVE_FAIR:
		return solve_all(plan, solve_fair_sides);
	case OBJECTIVE_STABLE:
		return solve_all(plan, solve_stable_sides);
	}
	g_assert_not_reached();
}

/* ---- best first ------------------------------------------------------------ */

static int
heaviest_first(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	return (x->u > y->u) - (x->u < y->u);
}

/* What is left when nothing is proven, after whatever was taken already. */
static void
take_greedily(struct plan *plan)
{
	g_autoptr(GHashTable) met =
		g_hash_table_new(g_int64_hash, g_int64_equal);
	POOL_AUTO scratch = pool_new();
	struct sides *sides = plan->sides;
	struct edge_list *edges = &sides->input.edges;
	uint64_t *keys = pool_alloc(scratch, edges->n * sizeof *keys);

	if (edges->n)
		qsort(edges->at, edges->n, sizeof *edges->at, heaviest_first);
	for (size_t e = 0; e < edges->n; e++) {
		const struct edge *edge = &edges->at[e];

		keys[e] = pair_key(sides->left[edge->u], sides->right[edge->v]);
		if (sides->left_most[edge->u] <= 0 ||
			sides->right_most[edge->v] <= 0 ||
			!g_hash_table_add(met, &keys[e]))
			continue;
		sides->left_most[edge->u]--;
		sides->right_most[edge->v]--;
		take_edge(plan, edge);
	}
	plan->best = NULL;
	plan->proof = RUN_UNPROVEN;
}

/* What no choice can exceed: each mentee with the best mentors. */
static int64_t
plain_bound(const struct plan *plan)
{
	POOL_AUTO scratch = pool_new();
	const struct sides *sides = plan->sides;
	int64_t *best =
		pool_alloc(scratch, (size_t)sides->input.right * sizeof *best);
	int64_t bound = 0;

	for (size_t e = 0; e < sides->input.edges.n; e++) {
		const struct edge *edge = &sides->input.edges.at[e];

		best[edge->v] =
			MAX(best[edge->v], sides_edge_score(sides, edge));
	}
	for (int32_t r = 0; r < sides->input.right; r++)
		bound += best[r] * sides->right_most[r];
	for (size_t p = 0; p < sides->pin_count; p++)
		bound += score_directed(plan->sheet, sides->pins[p].mentor,
			sides->pins[p].mentee);
	return bound;
}

/* ---- who waits ---------------------------------------------------------------- */

/* They might, and both have room for it. */
static bool
is_free_for(const struct plan *plan, size_t mentor, size_t mentee)
{
	const struct sides *sides = plan->sides;

	return mentor != mentee &&
		sides->mentees[mentor] < sides_capacity(plan->sheet, mentor) &&
		sides->mentors[mentee] < sides_wanted(plan->sheet, mentee) &&
		compat_stops_directed(plan->sheet, mentor, mentee) ==
		COMPAT_FINE;
}

/* What is free on both sides is left so by one objective only. */
static bool
is_worthless(const struct plan *plan, size_t i, bool as_mentor)
{
	if (plan->input.matching->objective != OBJECTIVE_QUALITY)
		return false;
	for (size_t j = 0; j < plan->sheet->n; j++)
		if (as_mentor ? is_free_for(plan, i, j)
			      : is_free_for(plan, j, i))
			return true;
	return false;
}

/* A mentor with room, whom nobody needed: that is no failing of theirs. */
static const char *
why_mentor_waits(const struct plan *plan, size_t i)
{
	bool wanted = false;

	if (is_worthless(plan, i, true))
		return plan_why_worthless(plan);
	for (size_t j = 0; j < plan->sheet->n && !wanted; j++)
		wanted = i != j &&
			compat_stops_directed(plan->sheet, i, j) == COMPAT_FINE;
	return wanted ? plan_words(plan, "more mentors than mentees this time",
				"diesmal mehr Mentoren als Mentees")
		      : NULL;
}

static void
find_waiting(struct plan *plan)
{
	const struct sides *sides = plan->sides;

	for (size_t i = 0; i < plan->sheet->n; i++) {
		enum role role = plan->sheet->who[i]->role;

		if (role_learns(role) && !sides->mentors[i])
			plan_wait(plan, i,
				is_worthless(plan, i, false)
					? plan_why_worthless(plan)
					: NULL);
		else if (role == ROLE_MENTOR && !sides->mentees[i] &&
			sides_capacity(plan->sheet, i) > 0)
			plan_wait(plan, i, why_mentor_waits(plan, i));
	}
}

void
solve_mentors(struct plan *plan)
{
	struct sides *sides;

	plan_stage(plan, 0, SHARE_OF_SIDES);
	plan->sides = sides = sides_new(plan->pool, plan->sheet);
	plan_stage(plan, SHARE_OF_SIDES, 1 - SHARE_OF_SIDES);
	plan->possible = sides->possible;
	sides->input.load_price =
		CLAMP(plan->input.matching->spread, 0, 100) * SCORE_SCALE;
	for (size_t p = 0; p < sides->pin_count; p++)
		add_pair(plan, sides->pins[p].mentor, sides->pins[p].mentee);
	plan->bound = plain_bound(plan);
	if (!find_choice(plan))
		take_greedily(plan);
	find_waiting(plan);
}
