/* The odd one out joins a pair. Whoever is lonely may swap that lot with
 * somebody whose place in a pair they can take, or, when even that leaves no
 * trio, with anybody whose leaving makes room for them along a longer path.
 */
#include "match/trio.h"

#include <glib.h>
#include <string.h>

#include "match/blossom.h"

#define MOST_LONG_WAYS 400 /* each a search of its own */
#define LONG_WAY_FOR   4   /* lonely ones; where more are, rules are why */
#define SWAP_WORK      400000000

/* A way to place the lonely one: `odd` leaves their pair to them (odd is the
 * lonely one itself when nobody has to), and joins the pair of `host`. */
struct plan {
	bool found;
	size_t odd, host;
	int64_t weight; /* gained over leaving the lonely one alone */
};

static bool
paired(const struct pairing *pairing, size_t i)
{
	return pairing->mate[i] >= 0 && !pairing->out[i];
}

/* The best pair that may take in `odd`; pairs of `spared` are not asked. */
static struct plan
best_host(const struct pairing *pairing, size_t odd, int32_t spared)
{
	const struct grid *grid = pairing->grid;
	struct plan plan = { .odd = odd };

	for (size_t a = 0; a < grid->n; a++) {
		size_t b = (size_t)pairing->mate[a];

		if (!paired(pairing, a) || b < a ||
			!grid_allows(grid, odd, a) ||
			!grid_allows(grid, odd, b) || (int32_t)a == spared ||
			(int32_t)b == spared)
			continue;
		int64_t weight = (int64_t)grid_weight(grid, odd, a) +
			grid_weight(grid, odd, b);
		if (!plan.found || weight > plan.weight)
			plan = (struct plan){ true, odd, a, weight };
	}
	return plan;
}

/* Somebody hands their place in a pair to the lonely one. */
static struct plan
best_swap(const struct pairing *pairing, size_t lonely)
{
	const struct grid *grid = pairing->grid;
	struct plan best = best_host(pairing, lonely, -1);

	for (size_t odd = 0; odd < grid->n; odd++) {
		if (!paired(pairing, odd))
			continue;
		size_t left = (size_t)pairing->mate[odd];
		if (!grid_allows(grid, lonely, left))
			continue;
		struct plan plan = best_host(pairing, odd, (int32_t)left);
		plan.weight += (int64_t)grid_weight(grid, lonely, left) -
			grid_weight(grid, odd, left);
		if (plan.found && (!best.found || plan.weight > best.weight))
			best = plan;
	}
	return best;
}

/* Take `odd` out of their pair and find places for the lonely one and for
 * who was left; then odd joins a pair. Undone when it comes to nothing. */
static struct plan
try_long_way(struct pairing *pairing, size_t lonely, size_t odd)
{
	POOL_AUTO scratch = pool_new();
	size_t size = pairing->grid->n * sizeof *pairing->mate;
	int32_t *kept = pool_memdup(scratch, pairing->mate, size);
	size_t left = (size_t)pairing->mate[odd];
	struct plan plan = { 0 };

	pairing->mate[odd] = pairing->mate[left] = -1;
	pairing->out[odd] = true;
	if (blossom_place(pairing, lonely) && pairing->mate[left] >= 0)
		plan = best_host(pairing, odd, -1);
	pairing->out[odd] = false;
	if (!plan.found)
		memcpy(pairing->mate, kept, size);
	return plan;
}

static struct plan
long_way(struct pairing *pairing, size_t lonely)
{
	struct plan plan = { 0 };
	int tries = 0;

	for (size_t odd = 0; odd < pairing->grid->n; odd++) {
		if (!paired(pairing, odd))
			continue;
		if (++tries > MOST_LONG_WAYS)
			break;
		plan = try_long_way(pairing, lonely, odd);
		if (plan.found)
			break;
	}
	return plan;
}

static struct trio
carry_out(struct pairing *pairing, const struct plan *plan, size_t lonely)
{
	size_t b = (size_t)pairing->mate[plan->host];
	struct trio trio = { { plan->odd, plan->host, b } };

	if (plan->odd != lonely && pairing->mate[lonely] < 0)
		pairing_join(pairing, lonely, (size_t)pairing->mate[plan->odd]);
	for (size_t i = 0; i < 3; i++) {
		pairing->out[trio.at[i]] = true;
		pairing->mate[trio.at[i]] = -1;
	}
	return trio;
}

static struct plan
make_plan(struct pairing *pairing, size_t lonely, size_t nth)
{
	size_t n = pairing->grid->n;

	if (nth > SWAP_WORK / (n * n))
		return best_host(pairing, lonely, -1);
	struct plan plan = best_swap(pairing, lonely);
	if (!plan.found && nth < LONG_WAY_FOR)
		plan = long_way(pairing, lonely);
	return plan;
}

struct trio_list
trio_make(struct pool *pool, struct pairing *pairing)
{
	struct trio_list trios = { 0 };
	size_t nth = 0;

	for (size_t i = 0; i < pairing->grid->n; i++) {
		if (pairing->out[i] || pairing->mate[i] >= 0)
			continue;
		struct plan plan = make_plan(pairing, i, nth++);
		if (plan.found)
			*LIST_ADD(pool, &trios) = carry_out(pairing, &plan, i);
	}
	return trios;
}
