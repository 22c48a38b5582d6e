/* match/plan -- room match: a result in the making, in places of a sheet.
 *
 * What the ways of solving (solve_*.c) share: the people as a sheet, who is
 * asked for, the matches found so far, and how sure they are. solve.c turns a
 * plan into a result; explain.c looks into the one that made it.
 */
#ifndef MENTORD_MATCH_PLAN_H
#define MENTORD_MATCH_PLAN_H

#include "match/capacity.h"
#include "match/grid.h"
#include "match/pairs.h"
#include "match/sheet.h"
#include "match/sides.h"
#include "match/solve.h"
#include "match/trio.h"

/* Up to so many people all pairs are held at once; above, each one's best
 * ones, and the rest is priced. */
#define PLAN_ALL_PAIRS 4000
#define PLAN_BEST      20

/* One match: places. */
struct planned {
	size_t at[16], n;       /* its people, or those who join */
	size_t stay[16], stays; /* whom they join */
	int64_t lead;           /* a place; -1 none */
	int64_t round, joins;   /* as in struct solved_match */
};
LIST_OF(planned_list, struct planned);

struct plan {
	struct pool *pool;
	struct solve_input input; /* a copy, with the pins that can be kept */
	struct sheet *sheet;
	bool *asked;  /* one a place: to be placed in this run */
	bool *placed; /* by a match of the plan */
	struct planned_list matches;
	const char **why; /* one a place: why they wait; NULL */
	bool *waits;      /* one a place */
	int64_t possible, bound;
	enum run_proof proof;
	const char *unproven;

	/* What explains it. Peers: the graph of pairs solved over, whether it
	 * holds all of them, and the proof (NULL: none). Mentors: the sides. */
	struct graph *graph;
	bool whole;
	enum pairs_aim aim;
	struct graph *within; /* the part of it, or the ranks, that the pairs
				 were found in; NULL: all of it */
	struct pairs *pairs;
	int32_t *mate;
	struct trio_list trios;
	bool *in_trio;
	struct grid *grid; /* groups and rounds */
	struct sides *sides;
	const bool *chosen;    /* one an edge of the sides */
	struct capacity *best; /* what chose them; NULL: no single proof */

	struct plan_progress {
		const struct solve_input *input;
		double from, span;
	} progress;
};

/* Solves, by the form of the program; the plan and all in it is of pool. */
struct plan *plan_solve(struct pool *pool, const struct solve_input *input);

/* The ways to solve, one a form. */
void solve_peers(struct plan *plan);
void solve_mentors(struct plan *plan);
void solve_groups(struct plan *plan);
void solve_rounds(struct plan *plan);

/* Peers, over the plan's graph: plan->pairs or plan->mate, and plan->proof.
 * False without a proof; then plan->unproven is set. */
bool solve_best_pairs(struct plan *plan);
bool solve_fair_pairs(struct plan *plan);
bool solve_stable_pairs(struct plan *plan);

/* Mentors, over the plan's sides: plan->chosen. False without a proof. */
bool solve_priced_sides(struct plan *plan); /* plan->best, too */
bool solve_fair_sides(struct plan *plan);
bool solve_stable_sides(struct plan *plan);
/* A best choice of these edges, in pool; of two twins (NULL: none) one at
 * most. No choice weighs more than *bound. */
struct capacity *solve_sides(struct plan *plan, struct pool *pool,
	const struct capacity_input *input, const int32_t *twin,
	int64_t *bound);

/* A best matching of that graph, in pool; NULL without a proof. */
struct pairs *solve_proven(struct plan *plan, struct pool *pool,
	const struct graph *graph, enum pairs_aim aim);

/* The odd ones of those pairs in trios, in pool; NULL without a proof. */
struct trios *solve_trios(struct plan *plan, struct pool *pool,
	const struct graph *graph, enum pairs_aim aim,
	const struct pairs *pairs);

/* Adds a match of these places, which are placed by it. */
struct planned *plan_add(struct plan *plan, const size_t *at, size_t n);

/* Two who meet in a match: the points of that pair, as the match has it. */
int64_t plan_score(const struct plan *plan, const struct planned *match,
	size_t i, size_t j);

/* All of its pairs; of those who join, with whom they join and each other. */
int64_t plan_match_score(const struct plan *plan, const struct planned *match);

/* The score that an edge of the plan's graph stands for. */
int64_t plan_edge_score(const struct plan *plan, const struct edge *edge);

/* No proof, and the sentence why: the first one counts. */
void plan_doubt(struct plan *plan, const char *why);

/* The why of those whom the objective "quality" leaves, though a rule would let
 * them be with somebody who is free as well. */
const char *plan_why_worthless(const struct plan *plan);

/* That person waits; why is of the plan's pool, NULL: as the rules tell. */
void plan_wait(struct plan *plan, size_t i, const char *why);

/* The sentence in the program's language. */
const char *plan_words(
	const struct plan *plan, const char *english, const char *german);

/* How far the run is: what follows takes `span` of it from `from` on. */
void plan_stage(struct plan *plan, double from, double span);

/* match/quality.c: the figures; result->matches stand already. */
void quality_fill(struct pool *pool, const struct plan *plan,
	struct solve_result *result);

/* match/reasons.c: the parts that made a match, strongest first. */
struct match_reason_list reasons_of(struct pool *pool, const struct plan *plan,
	const struct planned *match);

#endif
