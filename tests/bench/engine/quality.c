/* quality PROGRAM.CONF: what the people of its roster get, a line each by our
 * matching, by greedy (the best pair that is left) and by chance (any pair that
 * is left): how many are unmatched, and mean, median and worst of the scores. */
#include "match/grid.h"
#include "match/lot.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>

struct offer {
	int64_t key; /* highest first */
	int32_t a, b, score;
};
LIST_OF(offer_list, struct offer);
LIST_OF(score_list, int64_t);

static struct participant_list
enrol(struct pool *pool, const struct program *program)
{
	struct participant_list people = { 0 };

	for (size_t i = 0; i < program->roster.n; i++) {
		struct participant *who =
			pool_memdup(pool, program->roster.at[i], sizeof *who);

		who->id = (int64_t)i + 1;
		who->state = PARTICIPANT_ENROLLED;
		*LIST_ADD(pool, &people) = who;
	}
	return people;
}

static int
by_key(const void *a, const void *b)
{
	const struct offer *x = a, *y = b;

	return (x->key < y->key) - (x->key > y->key);
}

static int
by_score(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Every pair that is allowed, in the order in which it may be taken. */
static struct offer_list
all_offers(struct pool *pool, const struct grid *grid, bool greedy)
{
	struct offer_list offers = { 0 };

	for (size_t j = 1; j < grid->n; j++)
		for (size_t i = 0; i < j; i++) {
			int32_t score = grid_weight(grid, i, j);
			int64_t lot = (int64_t)(lot_mix(j * grid->n + i) >> 32);

			if (grid_allows(grid, i, j))
				*LIST_ADD(pool, &offers) = (struct offer){
					greedy ? ((int64_t)score << 32) + lot
					       : lot,
					(int32_t)i, (int32_t)j, score
				};
		}
	qsort(offers.at, offers.n, sizeof *offers.at, by_key);
	return offers;
}

static void
by_turns(struct pool *pool, const struct grid *grid, bool greedy)
{
	struct offer_list offers = all_offers(pool, grid, greedy);
	bool *taken = pool_alloc(pool, grid->n);
	struct score_list scores = { 0 };
	int64_t sum = 0;

	for (size_t i = 0; i < offers.n; i++) {
		const struct offer *offer = &offers.at[i];

		if (taken[offer->a] || taken[offer->b])
			continue;
		taken[offer->a] = taken[offer->b] = true;
		*LIST_ADD(pool, &scores) = offer->score;
		sum += offer->score;
	}
	qsort(scores.at, scores.n, sizeof *scores.at, by_score);
	size_t n = scores.n;
	printf("%s\t%zu\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
		greedy ? "greedy" : "chance", grid->n - 2 * n,
		n ? sum / (int64_t)n : 0, n ? scores.at[n / 2] : 0,
		n ? scores.at[0] : 0);
}

int
main(int argc, char **argv)
{
	struct mistake_list *mistakes = mistakes_new();
	struct program *program =
		argc == 2 ? program_load(argv[1], mistakes) : NULL;

	if (!program)
		g_error("quality PROGRAM.CONF");
	POOL_AUTO pool = pool_new();
	struct solve_input input = {
		.matching = &program->matching,
		.attributes = &program->attributes,
		.program = program,
		.people = enrol(pool, program),
		.seed = 1,
		.now = program_start_time(program),
	};
	struct solve_result *result = match_solve(pool, &input);
	const struct solve_quality *q = &result->quality;
	printf("%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
		q->proof == RUN_OPTIMAL ? "mentord, proven" : "mentord",
		q->people - q->placed, q->mean, q->median, q->worst);

	struct sheet *sheet = sheet_new(pool, &input, &input.people);
	struct grid *grid = grid_new(pool, sheet);
	by_turns(pool, grid, true);
	by_turns(pool, grid, false);
	program_free(program);
	mistakes_free(mistakes);
	return 0;
}
