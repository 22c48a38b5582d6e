/* Any bytes as two sides with room for several: what the engine finds keeps to
 * the capacities and is proven. */
#include "match/capacity.h"
#include "../unit/match_graphs.h"
#include "octets.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int32_t *
next_people(struct pool *pool, struct reader *reader, int32_t n)
{
	int32_t *most = pool_alloc(pool, sizeof *most * (size_t)n);

	for (int32_t i = 0; i < n; i++)
		most[i] = (int32_t)next(reader, 1) % 9;
	return most;
}

/* Of the head: how wide a weight is, what it is for, what load costs. */
static struct capacity_input
read_sides(struct pool *pool, struct reader *reader)
{
	uint32_t kind = next(reader, 1);
	int32_t left = (int32_t)next(reader, 1) % 40;
	int32_t right = (int32_t)next(reader, 1) % 80;
	struct capacity_input input = {
		.left = left,
		.right = right,
		.left_most = next_people(pool, reader, left),
		.right_most = next_people(pool, reader, right),
		.aim = kind & 1 ? PAIRS_COVER : PAIRS_WEIGHT,
	};

	if (kind & 2)
		input.left_load = next_people(pool, reader, left);
	if (kind & 4)
		input.load_price =
			next(reader, kind & 8 ? 4 : 1) % (WEIGHT_LIMIT + 1u);
	while (left && right && reader->at < reader->end) {
		int32_t u = (int32_t)next(reader, 1) % left;
		int32_t v = (int32_t)next(reader, 1) % right;
		int32_t weight = kind & 16 ? (int32_t)next(reader, 4)
					   : (int8_t)next(reader, 1);

		*LIST_ADD(pool, &input.edges) = (struct edge){ u, v,
			CLAMP(weight, -WEIGHT_LIMIT, WEIGHT_LIMIT) };
	}
	return input;
}

static void
keeps_to_it(const struct capacity_input *input, const struct capacity *found)
{
	int32_t left[40] = { 0 }, right[80] = { 0 }, count = 0;

	for (size_t i = 0; i < input->edges.n; i++)
		if (found->chosen[i]) {
			left[input->edges.at[i].u]++;
			right[input->edges.at[i].v]++;
			count++;
		}
	for (int32_t u = 0; u < input->left; u++)
		g_assert_cmpint(left[u], <=, input->left_most[u]);
	for (int32_t v = 0; v < input->right; v++)
		g_assert_cmpint(right[v], <=, input->right_most[v]);
	g_assert_cmpint(count, ==, found->count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	POOL_AUTO pool = pool_new();
	struct reader reader = { bytes, bytes + size };
	struct capacity_input input = read_sides(pool, &reader);
	struct capacity *found;
	struct err err;
	const char *why = "";

	g_assert(capacity_solve(pool, &input, &found, &err));
	if (!capacity_proven(pool, &input, found, &why))
		g_error("%s", why);
	keeps_to_it(&input, found);
	return 0;
}
