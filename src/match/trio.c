/* The best trio for the odd one, by bounds.
 *
 * With the values of the duals taken from their floor up (u' = u - floor, and
 * each pair worth -2 * floor more), what the people outside a trio are worth
 * falls by at least the sum of u' over the three, and by the z of every blossom
 * that holds two of them: it then has one pair less inside. The three pairs
 * within the trio come back. So the loss of a trio is bounded from below; trios
 * are searched in the order of that bound, the best few at a time.
 */
#include "match/trio.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "match/proof.h"

#define FEW        64 /* trios looked for at first: mostly the first will do */
#define MANY       4096 /* and at a time after that */
#define SOLVES     1000

#define EDGES_MOST (1 << 29) /* each is an arc either way */

/* A trio and the least that it costs, doubled. */
struct offer {
	int64_t loss;
	int32_t at[3];
};

struct search {
	const struct trio_input *input;
	int32_t n;
	int32_t *start, *to, *weight; /* rows of neighbours, ascending */
	int32_t least;                /* weight of an edge */
	bool *out;                    /* in a trio already */

	/* of the pairs that stand at present */
	const struct pairs *pairs;
	struct pool *keeps; /* that they live in; NULL: the caller's */
	int64_t *value;     /* u', one a person */
	int64_t *reach;     /* the least that two edges' half can add */
	int32_t *mark;      /* neighbours of a: 1 + place in a's row */
	int64_t *held;      /* by blossoms that hold a, one a blossom */

	struct offer *offers; /* room for twice `most` */
	size_t n_offers, most;
	bool full;         /* there are more than these */
	struct offer last; /* solved already: up to this one */
	int32_t solved, solves;
};

static int
by_loss(const void *a, const void *b)
{
	const struct offer *x = a, *y = b;

	if (x->loss != y->loss)
		return x->loss < y->loss ? -1 : 1;
	for (int i = 0; i < 3; i++)
		if (x->at[i] != y->at[i])
			return x->at[i] < y->at[i] ? -1 : 1;
	return 0;
}

/* ---- the graph as rows ------------------------------------------------- */

struct arc {
	int32_t from, to, weight;
};

static int
by_ends(const void *a, const void *b)
{
	const struct arc *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

static struct arc *
both_ways(struct pool *pool, const struct graph *graph)
{
	struct arc *arcs = pool_alloc(pool, 2 * graph->edges.n * sizeof *arcs);

	for (size_t e = 0; e < graph->edges.n; e++) {
		const struct edge *edge = &graph->edges.at[e];

		arcs[2 * e] = (struct arc){ edge->u, edge->v, edge->weight };
		arcs[2 * e + 1] =
			(struct arc){ edge->v, edge->u, edge->weight };
	}
	if (graph->edges.n)
		qsort(arcs, 2 * graph->edges.n, sizeof *arcs, by_ends);
	return arcs;
}

/* Of several edges between the same two the best stands first. */
static void
fill_rows(struct search *search, struct pool *pool)
{
	POOL_AUTO scratch = pool_new();
	const struct graph *graph = search->input->graph;
	const struct arc *arcs = both_ways(scratch, graph);
	size_t kept = 0, size = 2 * graph->edges.n * sizeof *search->to;

	search->start = pool_alloc(
		pool, ((size_t)search->n + 1) * sizeof *search->start);
	search->to = pool_alloc(pool, size);
	search->weight = pool_alloc(pool, size);
	for (size_t e = 0; e < 2 * graph->edges.n; e++) {
		if (e && arcs[e].from == arcs[e - 1].from &&
			arcs[e].to == arcs[e - 1].to)
			continue;
		search->to[kept] = arcs[e].to;
		search->weight[kept++] = arcs[e].weight;
		search->start[arcs[e].from + 1] = (int32_t)kept;
		search->least = MIN(search->least, arcs[e].weight);
	}
	for (int32_t i = 0; i < search->n; i++)
		search->start[i + 1] =
			MAX(search->start[i + 1], search->start[i]);
}

/* ---- bounds ------------------------------------------------------------ */

/* Of no further use to a plan: it costs too much, or it was solved. */
static bool
passes(const struct search *search, const struct offer *offer, int64_t limit)
{
	return offer->loss < limit && by_loss(&search->last, offer) < 0;
}

/* The blossoms lie within each other, so the pair that is held by the most
 * value is held by all blossoms that hold any two of the three. */
static int64_t
held_both(const struct duals *duals, int32_t a, int32_t b)
{
	return duals->blossoms
		? duals_slack(duals, a, b, 0) - duals->of[a] - duals->of[b]
		: 0;
}

static int64_t
held(const struct duals *duals, const int32_t *at)
{
	int64_t most = 0;

	for (int i = 0; i < 3; i++)
		most = MAX(most, held_both(duals, at[i], at[(i + 1) % 3]));
	return most;
}

static void
cut_offers(struct search *search)
{
	qsort(search->offers, search->n_offers, sizeof *search->offers,
		by_loss);
	if (search->n_offers > search->most) {
		search->n_offers = search->most;
		search->full = true;
	}
}

static void
add_offer(struct search *search, struct offer offer, int64_t limit)
{
	if (!passes(search, &offer, limit))
		return;
	if (search->pairs->duals.blossoms) {
		offer.loss += held(&search->pairs->duals, offer.at);
		if (!passes(search, &offer, limit))
			return;
	}
	search->offers[search->n_offers++] = offer;
	if (search->n_offers == 2 * search->most)
		cut_offers(search);
}

/* What is known to be too much by now. */
static int64_t
limit_now(const struct search *search, int64_t limit)
{
	if (!search->full || search->n_offers < search->most)
		return limit;
	int64_t worst = search->offers[search->most - 1].loss + 1;
	return MIN(limit, worst);
}

/* All trios of a, b and a third after b. */
static void
offer_thirds(struct search *search, int32_t a, int32_t arc, int64_t limit)
{
	int32_t b = search->to[arc];
	int64_t two = search->value[a] + search->value[b] -
		2 * (int64_t)search->weight[arc];

	/* what holds a and b holds two of the three, whoever the third is:
	 * known early, it spares the most of them where one blossom holds all */
	int32_t home = search->pairs->duals.home[b];
	int64_t least = home < 0 ? 0 : search->held[home];

	limit = limit_now(search, limit);
	if (two + least + search->reach[a] + search->reach[b] >= limit)
		return;
	for (int32_t e = search->start[b]; e < search->start[b + 1]; e++) {
		int32_t c = search->to[e];

		if (c <= b || !search->mark[c] || search->out[c])
			continue;
		int64_t loss = two + search->value[c] -
			2 * (int64_t)search->weight[e] -
			2 * (int64_t)search->weight[search->mark[c] - 1];
		if (loss + least < limit)
			add_offer(search, (struct offer){ loss, { a, b, c } },
				limit);
	}
}

/* Who joins two at the least cost joins each of them so: half a value and one
 * edge for either. */
static void
fill_values(struct search *search)
{
	const struct duals *duals = &search->pairs->duals;

	for (int32_t i = 0; i < search->n; i++)
		search->value[i] = duals->of[i] - duals->floor;
	for (int32_t i = 0; i < search->n; i++) {
		int64_t least = INT64_MAX / 4;

		for (int32_t e = search->start[i]; e < search->start[i + 1];
			e++)
			least = MIN(least,
				search->value[search->to[e]] / 2 -
					2 * (int64_t)search->weight[e]);
		search->reach[i] = least;
	}
}

/* The next trios whose loss may be below the limit, the best first. */
static void
find_offers(struct search *search, int64_t limit, size_t most)
{
	search->n_offers = 0;
	search->most = most;
	search->full = false;
	for (int32_t a = 0; a < search->n; a++) {
		if (search->out[a])
			continue;
		int32_t from = search->start[a], till = search->start[a + 1];

		duals_held(&search->pairs->duals, a, search->held);
		for (int32_t e = from; e < till; e++)
			search->mark[search->to[e]] = e + 1;
		for (int32_t e = from; e < till; e++)
			if (search->to[e] > a && !search->out[search->to[e]])
				offer_thirds(search, a, e, limit);
		for (int32_t e = from; e < till; e++)
			search->mark[search->to[e]] = 0;
	}
	cut_offers(search);
}

/* ---- solving the rest -------------------------------------------------- */

static bool
within(const struct offer *offer, int32_t i)
{
	return offer->at[0] == i || offer->at[1] == i || offer->at[2] == i;
}

static struct graph
rest_of(const struct search *search, struct pool *pool,
	const struct offer *offer)
{
	const struct edge_list *all = &search->input->graph->edges;
	struct graph rest = { .n = search->n };

	rest.edges.at = pool_alloc(pool, all->n * sizeof *rest.edges.at);
	rest.edges.cap = all->n;
	for (size_t e = 0; e < all->n; e++) {
		const struct edge *edge = &all->at[e];

		if (!search->out[edge->u] && !search->out[edge->v] &&
			!within(offer, edge->u) && !within(offer, edge->v))
			rest.edges.at[rest.edges.n++] = *edge;
	}
	return rest;
}

static bool
solve_rest(struct search *search, struct pool *pool, const struct offer *offer,
	struct pairs **rest, struct err *err)
{
	POOL_AUTO scratch = pool_new();
	struct graph graph = rest_of(search, scratch, offer);
	enum pairs_aim aim = search->input->aim;
	struct pairs *solved;
	const char *why;

	search->solved++;
	if (!pairs_solve(pool, &graph, aim, NULL, NULL, &solved, err))
		return false;
	if (!pairs_proven(scratch, &graph, aim, solved, &why))
		return err_set(err, ERR_NEVER,
			"pairs beside a trio are not proven: %s", why);
	*rest = solved;
	return true;
}

/* The weight of the pairs within, doubled. */
static int64_t
inside(const struct search *search, const struct offer *offer)
{
	const struct duals *duals = &search->pairs->duals;
	int64_t loss = offer->loss;

	for (int i = 0; i < 3; i++)
		loss -= search->value[offer->at[i]];
	return (duals->blossoms ? held(duals, offer->at) : 0) - loss;
}

/* ---- one trio ---------------------------------------------------------- */

struct plan {
	bool found;
	struct offer offer; /* with its true loss */
	int64_t inside;     /* weight of its pairs, doubled */
	struct pairs *pairs;
	struct pool *keeps;
};

/* Take the trio into account; true when it is the best so far. */
static bool
weigh(struct search *search, const struct offer *offer, struct plan *plan,
	struct err *err, bool *fine)
{
	const struct pairs *before = search->pairs;
	struct pool *pool = pool_new();
	struct pairs *rest = NULL;

	*fine = solve_rest(search, pool, offer, &rest, err);
	if (!*fine || !rest || rest->count < before->count - 1) {
		pool_free(pool);
		return false;
	}
	int64_t fewer = (int64_t)before->count - rest->count;
	int64_t regained = inside(search, offer);
	int64_t loss = 2 * (before->weight - rest->weight) -
		2 * fewer * before->duals.floor - regained;
	bool worse = search->input->aim == PAIRS_WEIGHT && loss >= 0;
	if (worse || (plan->found && loss >= plan->offer.loss)) {
		pool_free(pool);
		return false;
	}
	pool_free(plan->keeps);
	*plan = (struct plan){ true, *offer, regained, rest, pool };
	plan->offer.loss = loss;
	return true;
}

/* Without a plan yet: what a trio may lose and still leave all others as many
 * pairs as that takes (then at least of the least weight). Trios differ by
 * what is inside, so this is only the outermost of it. */
static int64_t
first_limit(const struct search *search)
{
	const struct pairs *pairs = search->pairs;
	int64_t rest = pairs->count - 1;

	if (search->input->aim == PAIRS_WEIGHT)
		return 0;
	return 2 * (pairs->weight - rest * search->least) -
		2 * pairs->duals.floor - 6 * (int64_t)search->least + 1;
}

/* The best trio of all; *whole: all were looked at that could be. */
static bool
best_trio(
	struct search *search, struct plan *plan, bool *whole, struct err *err)
{
	int64_t limit = first_limit(search);
	bool fine = true;

	*whole = true;
	search->last = (struct offer){ INT64_MIN, { 0, 0, 0 } };
	fill_values(search);
	for (size_t most = FEW;; most = MANY) {
		find_offers(search, limit, most);
		for (size_t i = 0; i < search->n_offers; i++) {
			const struct offer *offer = &search->offers[i];

			if (offer->loss >= limit)
				return true;
			if (search->solved >= search->solves) {
				*whole = false;
				return true;
			}
			if (weigh(search, offer, plan, err, &fine))
				limit = plan->offer.loss;
			if (!fine)
				return false;
			search->last = *offer;
		}
		if (!search->full)
			return true;
	}
}

/* ---- all of them ------------------------------------------------------- */

static int32_t
count_lonely(const struct search *search)
{
	int32_t lonely = 0;

	for (int32_t i = 0; i < search->n; i++)
		lonely += search->pairs->mate[i] < 0 && !search->out[i];
	return lonely;
}

static void
show(const struct search *search, int32_t lonely, int32_t at_first)
{
	const struct trio_input *input = search->input;

	if (input->progress)
		input->progress(1 - (double)lonely / MAX(at_first, 1),
			input->progress_arg);
}

static void
take_plan(struct search *search, struct pool *pool, struct trios *trios,
	const struct plan *plan)
{
	struct trio *trio = LIST_ADD(pool, &trios->at);

	trios->weight += plan->inside / 2;
	for (int i = 0; i < 3; i++) {
		trio->at[i] = (size_t)plan->offer.at[i];
		search->out[plan->offer.at[i]] = true;
	}
	pool_free(search->keeps);
	search->keeps = plan->keeps;
	search->pairs = plan->pairs;
}

static bool
join_all(struct search *search, struct pool *pool, struct trios *trios,
	struct err *err)
{
	int32_t at_first = count_lonely(search), lonely = at_first;
	int32_t most = search->input->most ? search->input->most : at_first;
	bool whole = true;

	while (lonely > 0 && (int32_t)trios->at.n < most) {
		struct plan plan = { 0 };

		if (!best_trio(search, &plan, &whole, err)) {
			pool_free(plan.keeps);
			return false;
		}
		if (!plan.found)
			break;
		take_plan(search, pool, trios, &plan);
		lonely = count_lonely(search);
		show(search, lonely, at_first);
	}
	trios->lonely = lonely;
	trios->exact = whole &&
		(!trios->at.n ||
			(trios->at.n == 1 && (lonely == 0 || most == 1)));
	return true;
}

static struct search *
open_search(struct pool *pool, const struct trio_input *input)
{
	struct search *search = POOL_NEW(pool, struct search);
	size_t n = (size_t)input->graph->n;

	search->input = input;
	search->n = input->graph->n;
	search->pairs = input->pairs;
	search->solves = input->solves ? input->solves : SOLVES;
	search->out = pool_alloc(pool, n * sizeof *search->out);
	search->value = pool_alloc(pool, n * sizeof *search->value);
	search->reach = pool_alloc(pool, n * sizeof *search->reach);
	search->mark = pool_alloc(pool, n * sizeof *search->mark);
	search->held = pool_alloc(pool, n * sizeof *search->held);
	search->offers =
		pool_alloc(pool, 2 * (size_t)MANY * sizeof *search->offers);
	fill_rows(search, pool);
	return search;
}

bool
trios_join(struct pool *pool, const struct trio_input *input,
	struct trios **result, struct err *err)
{
	POOL_AUTO scratch = pool_new();

	if (input->graph->edges.n > EDGES_MOST)
		return err_set(err, ERR_LATER,
			"%zu pairs are too many to look for trios",
			input->graph->edges.n);
	struct trios *trios = POOL_NEW(pool, struct trios);
	struct search *search = open_search(scratch, input);
	bool fine = join_all(search, pool, trios, err);

	if (fine) {
		trios->mate = pool_memdup(pool, search->pairs->mate,
			(size_t)search->n * sizeof *trios->mate);
		trios->weight += search->pairs->weight;
		trios->solved = search->solved;
		*result = trios;
	}
	pool_free(search->keeps);
	return fine;
}
