/* ours GRAPH weight|cover: the pairs of a graph file, or of two sides the
 * places taken, by our engine; and how long the proof took. */
#include "match/capacity.h"
#include "match/proof.h"

#include <assert.h>

#include "measure.h"

static_assert(sizeof(struct line) == sizeof(struct edge), "the same numbers");

struct outcome {
	int64_t weight;
	int32_t count;
	bool proven;
	double solved, proved; /* when */
	long kb;               /* most in memory when solved */
};

static void
solve_pool(struct pool *pool, const struct instance *graph, enum pairs_aim aim,
	struct outcome *out)
{
	struct graph people = { graph->left,
		{ (struct edge *)graph->line, (size_t)graph->edges,
			(size_t)graph->edges } };
	struct pairs *pairs;
	struct err err;
	const char *why = "";

	if (!pairs_solve(pool, &people, aim, NULL, NULL, &pairs, &err))
		give_up(err.text);
	out->solved = seconds();
	out->kb = resident("VmHWM:");
	out->weight = pairs->weight;
	out->count = pairs->count;
	out->proven = pairs_proven(pool, &people, aim, pairs, &why);
	if (!out->proven)
		give_up(why);
}

static void
solve_sides(struct pool *pool, const struct instance *graph, enum pairs_aim aim,
	struct outcome *out)
{
	struct capacity_input input = {
		.left = graph->left,
		.right = graph->right,
		.left_most = graph->most,
		.right_most = graph->most + graph->left,
		.edges = { (struct edge *)graph->line, (size_t)graph->edges,
			(size_t)graph->edges },
		.aim = aim,
	};
	struct capacity *capacity;
	struct err err;
	const char *why = "";

	if (!capacity_solve(pool, &input, &capacity, &err))
		give_up(err.text);
	out->solved = seconds();
	out->kb = resident("VmHWM:");
	out->weight = capacity->weight;
	out->count = capacity->count;
	out->proven = capacity_proven(pool, &input, capacity, &why);
	if (!out->proven)
		give_up(why);
}

int
main(int argc, char **argv)
{
	POOL_AUTO pool = pool_new();
	struct outcome out = { 0 };

	if (argc != 3)
		give_up("ours GRAPH weight|cover");
	struct instance graph = read_instance(argv[1]);
	enum pairs_aim aim =
		strcmp(argv[2], "cover") ? PAIRS_WEIGHT : PAIRS_COVER;

	forget_peak();
	long before = resident("VmRSS:");
	double began = seconds();
	if (graph.right < 0)
		solve_pool(pool, &graph, aim, &out);
	else
		solve_sides(pool, &graph, aim, &out);
	out.proved = seconds();
	printf("weight=%lld count=%d seconds=%.6f kb=%ld proof=%.6f\n",
		(long long)out.weight, (int)out.count, out.solved - began,
		out.kb - before, out.proved - out.solved);
	return 0;
}
