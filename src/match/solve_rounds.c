/* Rounds: who meets whom in each, and who takes a rest. */
#include <glib.h>
#include <stdlib.h>

#include "match/plan.h"
#include "match/rounds.h"

#define MOST_RESTED   20 /* steps between those who waited longest and the rest */
#define SHARE_OF_GRID 0.7 /* of the time */

/* ---- who waited longest ------------------------------------------------- */

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The credits as small numbers: who has more has rested more. */
static int32_t *
rested(struct pool *pool, const struct sheet *sheet)
{
	POOL_AUTO scratch = pool_new();
	size_t n = sheet->n, steps = 0;
	int32_t *of = pool_alloc(pool, n * sizeof *of);
	int64_t *known = pool_memdup(scratch, sheet->credit, n * sizeof *known);

	if (n)
		qsort(known, n, sizeof *known, ascending);
	for (size_t i = 0; i < n; i++)
		if (known[i] > 0 && (!steps || known[i] != known[steps - 1]))
			known[steps++] = known[i];
	for (size_t i = 0; i < n; i++) {
		const int64_t *found = bsearch(&sheet->credit[i], known, steps,
			sizeof *known, ascending);

		if (found)
			of[i] = (int32_t)MIN(found - known + 1, MOST_RESTED);
	}
	return of;
}

/* ---- matches ---------------------------------------------------------------- */

static void
take_round(struct plan *plan, const struct round *round, int64_t number,
	int32_t *rests)
{
	size_t n = plan->sheet->n;

	for (size_t i = 0; i < n; i++) {
		int32_t mate = round->mate[i];
		size_t at[16] = { i, (size_t)mate }, members = 2;

		if (mate < 0 && round->host[i] < 0)
			rests[i]++;
		if (mate < (int32_t)i)
			continue;
		for (size_t t = 0; t < n && members < 16; t++)
			if (round->host[t] == (int32_t)i ||
				round->host[t] == mate)
				at[members++] = t;
		plan_add(plan, at, members)->round = number;
	}
}

static bool
has_somebody(const struct grid *grid, size_t i)
{
	for (size_t w = 0; w < grid->words; w++)
		if (grid->allowed[i * grid->words + w])
			return true;
	return false;
}

static const char *
why_rests(const struct plan *plan, size_t i, int rounds, int32_t rests)
{
	if (!has_somebody(plan->grid, i))
		return NULL;
	if (rounds == 1)
		return plan_words(plan,
			"takes a rest this round and is first the next time",
			"setzt diese Runde aus und ist in der nächsten zuerst "
			"dran");
	return pool_printf(plan->pool, "%s %d/%d",
		plan_words(plan, "takes a rest in some of the rounds:",
			"setzt in einigen Runden aus:"),
		(int)rests, rounds);
}

/* Nothing is proven: the best that is free, one after the other. */
static struct round
plain_round(struct plan *plan)
{
	const struct grid *grid = plan->grid;
	struct round round = { pool_alloc(plan->pool, grid->n * 4),
		pool_alloc(plan->pool, grid->n * 4) };

	for (size_t i = 0; i < grid->n; i++)
		round.mate[i] = round.host[i] = -1;
	for (size_t i = 0; i < grid->n; i++) {
		int64_t best = INT64_MIN;

		for (size_t j = 0; j < grid->n && round.mate[i] < 0; j++) {
			if (j == i || round.mate[j] >= 0 ||
				!grid_allows(grid, i, j) ||
				grid_weight(grid, i, j) <= best)
				continue;
			best = grid_weight(grid, i, j);
			round.host[i] = (int32_t)j; /* for the moment */
		}
		if (round.host[i] < 0)
			continue;
		round.mate[i] = round.host[i];
		round.mate[round.host[i]] = (int32_t)i;
		round.host[i] = -1;
	}
	return round;
}

static struct rounds *
make_rounds(struct plan *plan, int rounds)
{
	struct rounds_input input = {
		.sheet = plan->sheet,
		.grid = plan->grid,
		.rounds = rounds,
		.rested = rested(plan->pool, plan->sheet),
		.trio = plan->input.matching->odd == ODD_TRIO,
		.fresh = true,
		.again = rounds == 1,
		.seed = (uint64_t)plan->input.seed,
	};
	struct rounds *made;
	struct err err = { 0 };

	if (rounds_plan(plan->pool, &input, &made, &err)) {
		plan->proof = RUN_BOUNDED;
		if (!made->proven)
			plan_doubt(plan,
				"more pairs, or fewer repeats, might "
				"be possible in a round");
		return made;
	}
	plan_doubt(plan, err.text);
	plan->proof = RUN_UNPROVEN;
	made = POOL_NEW(plan->pool, struct rounds);
	made->at = POOL_NEW(plan->pool, struct round);
	made->at[0] = plain_round(plan);
	made->n = 1;
	return made;
}

static bool
all_in_pairs(const struct rounds *rounds, size_t n)
{
	for (int r = 0; r < rounds->n; r++)
		for (size_t i = 0; i < n; i++)
			if (rounds->at[r].mate[i] < 0)
				return false;
	return true;
}

void
solve_rounds(struct plan *plan)
{
	size_t n = plan->sheet->n;
	int wanted = CLAMP(plan->input.rounds, 1, ROUNDS_MOST);
	int32_t *rests = pool_alloc(plan->pool, n * sizeof *rests);

	plan_stage(plan, 0, SHARE_OF_GRID);
	plan->grid = grid_new(plan->pool, plan->sheet);
	plan_stage(plan, SHARE_OF_GRID, 1 - SHARE_OF_GRID);
	plan->possible = plan->grid->possible;
	struct rounds *rounds = make_rounds(plan, wanted);
	for (int r = 0; r < rounds->n; r++)
		take_round(plan, &rounds->at[r], wanted > 1 ? r + 1 : 0, rests);
	for (size_t i = 0; i < n; i++)
		if (rests[i])
			plan_wait(plan, i,
				why_rests(plan, i, rounds->n, rests[i]));
	plan->bound = plan->grid->bound * rounds->n;
	if (!all_in_pairs(rounds, n))
		plan->bound *= 2; /* in a trio everybody meets two */
}
