/* Is a choice of pairs with capacities the best there is?
 *
 * Nothing of the solver is used and nothing of its result believed. For any
 * choice the sum is at most what each pair is worth over the values of its two
 * people, plus what each mentor earns at its price with its dearest places
 * left out, plus what each mentee has over the floor for each of its places.
 * Here each of the three terms is at its largest for the choice at hand, so no
 * other can have more (weak duality; Schrijver, Combinatorial Optimization,
 * 2003, chapter 21).
 */
#include "match/capacity.h"

#include <glib.h>

struct proof {
	const struct capacity_input *input;
	const struct capacity *capacity;
	const char *why;
	int32_t *left_has, *right_has;
	/* The chosen edges, by left and right person. */
	int32_t *first; /* of a left person, one more than there are */
	int32_t *edge;
};

static bool
deny(struct proof *proof, const char *why)
{
	proof->why = why;
	return false;
}

static int64_t
load_of(const struct proof *proof, int32_t left)
{
	return proof->input->left_load ? proof->input->left_load[left] : 0;
}

static bool
input_is_sound(struct proof *proof)
{
	const struct capacity_input *input = proof->input;

	if (input->left < 0 || input->right < 0 || input->load_price < 0 ||
		input->load_price > WEIGHT_LIMIT ||
		input->edges.n > (size_t)1 << 30)
		return deny(proof, "the figures are out of range");
	for (int32_t l = 0; l < input->left; l++)
		if (input->left_most[l] < 0 || load_of(proof, l) < 0)
			return deny(proof, "a mentor has a negative figure");
	for (int32_t r = 0; r < input->right; r++)
		if (input->right_most[r] < 0)
			return deny(proof, "a mentee has a negative figure");
	for (size_t i = 0; i < input->edges.n; i++) {
		const struct edge *e = &input->edges.at[i];

		if (e->u < 0 || e->u >= input->left || e->v < 0 ||
			e->v >= input->right || e->weight > WEIGHT_LIMIT ||
			e->weight < -WEIGHT_LIMIT)
			return deny(proof, "an edge is out of range");
	}
	return true;
}

static bool
is_complete(struct proof *proof)
{
	const struct capacity *capacity = proof->capacity;
	const struct capacity_input *input = proof->input;

	if ((input->edges.n && !capacity->chosen) ||
		(input->left && !capacity->left) ||
		(input->right && !capacity->right))
		return deny(proof, "the result is not complete");
	return true;
}

/* Add times * price to the sum. False when it does not fit. */
static bool
add_product(int64_t *sum, int64_t times, int64_t price)
{
	int64_t product;

	return !__builtin_mul_overflow(times, price, &product) &&
		!__builtin_add_overflow(*sum, product, sum);
}

static bool
sum_is_right(struct proof *proof)
{
	const struct capacity_input *input = proof->input;
	const struct capacity *capacity = proof->capacity;
	int64_t weight = 0, count = 0;

	for (size_t i = 0; i < input->edges.n; i++)
		if (capacity->chosen[i]) {
			count++;
			weight += input->edges.at[i].weight;
			proof->left_has[input->edges.at[i].u]++;
			proof->right_has[input->edges.at[i].v]++;
		}
	for (int32_t l = 0; l < input->left; l++) {
		int64_t has = proof->left_has[l];

		if (!add_product(&weight,
			    -(has * load_of(proof, l) + has * (has - 1) / 2),
			    input->load_price))
			return deny(proof, "the sum does not fit");
	}
	if (count != capacity->count)
		return deny(proof, "the pairs are not as many as it says");
	if (weight != capacity->weight)
		return deny(proof, "the sum is not what it says");
	return true;
}

/* The floor says which aim was reached: 0, or so low that nothing an exchange
 * along one way can win, the dearest place included, outweighs a pair. */
static bool
floor_is_right(struct proof *proof)
{
	const struct capacity_input *input = proof->input;
	int64_t best = 0, worst = 0, need = -1, dearest = 0;

	if (input->aim == PAIRS_WEIGHT)
		return proof->capacity->floor == 0 ||
			deny(proof, "the floor is not 0");
	for (size_t i = 0; i < input->edges.n; i++) {
		best = MAX(best, input->edges.at[i].weight);
		worst = MIN(worst, input->edges.at[i].weight);
	}
	for (int32_t l = 0; l < input->left; l++) {
		int64_t places = MIN(input->left_most[l], input->right);

		if (places)
			dearest = MAX(dearest, load_of(proof, l) + places - 1);
	}
	if (!add_product(&need, worst - best, MIN(input->left, input->right)) ||
		!add_product(&need, -dearest, input->load_price))
		return deny(proof, "the floor does not fit");
	return proof->capacity->floor <= need ||
		deny(proof, "the floor is too high for the most pairs");
}

static bool
people_are_right(struct proof *proof)
{
	const struct capacity_input *input = proof->input;
	const struct capacity *capacity = proof->capacity;

	for (int32_t l = 0; l < input->left; l++) {
		int64_t has = proof->left_has[l], last = 0, next = 0;

		if (has > input->left_most[l])
			return deny(proof, "a mentor has too many");
		if (!add_product(
			    &next, load_of(proof, l) + has, input->load_price))
			return deny(proof, "a load does not fit");
		last = next - input->load_price;
		if (has > 0 && capacity->left[l] < last)
			return deny(proof, "a mentor is below its last place");
		if (has < input->left_most[l] && capacity->left[l] > next)
			return deny(proof, "a mentor is above its next place");
	}
	for (int32_t r = 0; r < input->right; r++) {
		if (proof->right_has[r] > input->right_most[r])
			return deny(proof, "a mentee has too many");
		if (capacity->right[r] < capacity->floor)
			return deny(proof, "a mentee is below the floor");
		if (capacity->right[r] > capacity->floor &&
			proof->right_has[r] < input->right_most[r])
			return deny(
				proof, "a mentee with room is above the floor");
	}
	return true;
}

/* Sort the chosen edges by right, then by left person, keeping the order. */
static bool
sort_chosen(struct proof *proof)
{
	const struct capacity_input *input = proof->input;
	int32_t count = proof->capacity->count, at = 0;
	g_autofree int32_t *from = g_try_new0(int32_t, (gsize)input->right + 1);
	g_autofree int32_t *by_right = g_try_new(int32_t, (gsize)count + 1);

	if (!from || !by_right)
		return deny(proof, "no memory to prove it");
	for (int32_t r = 0; r < input->right; r++)
		from[r + 1] = from[r] + proof->right_has[r];
	for (size_t i = 0; i < input->edges.n; i++)
		if (proof->capacity->chosen[i])
			by_right[from[input->edges.at[i].v]++] = (int32_t)i;
	for (int32_t l = 0; l < input->left; l++) {
		proof->first[l] = at;
		at += proof->left_has[l];
	}
	for (int32_t i = 0; i < count; i++) {
		int32_t left = input->edges.at[by_right[i]].u;

		proof->edge[proof->first[left]++] = by_right[i];
	}
	for (int32_t l = input->left; l > 0; l--)
		proof->first[l] = proof->first[l - 1];
	proof->first[0] = 0;
	return true;
}

static bool
pairs_are_single(struct proof *proof)
{
	const struct edge *edges = proof->input->edges.at;

	for (int32_t i = 1; i < proof->capacity->count; i++) {
		const struct edge *a = &edges[proof->edge[i - 1]],
				  *b = &edges[proof->edge[i]];

		if (a->u == b->u && a->v == b->v)
			return deny(proof, "a pair is chosen twice");
	}
	return true;
}

/* The chosen edge of the same two people; NULL when there is none. */
static const struct edge *
chosen_between(const struct proof *proof, int32_t left, int32_t right)
{
	int32_t low = proof->first[left], high = proof->first[left + 1];

	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		const struct edge *e =
			&proof->input->edges.at[proof->edge[middle]];

		if (e->v == right)
			return e;
		if (e->v < right)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Of several edges between two people the best counts, so one that was left
 * out may be worth more than their values where a better one is chosen. */
static bool
edges_are_right(struct proof *proof)
{
	const struct capacity *capacity = proof->capacity;

	for (size_t i = 0; i < proof->input->edges.n; i++) {
		const struct edge *e = &proof->input->edges.at[i], *twin;
		int64_t values;

		if (__builtin_add_overflow(capacity->left[e->u],
			    capacity->right[e->v], &values))
			return deny(proof, "the values do not fit");
		if (capacity->chosen[i]) {
			if (e->weight < values)
				return deny(proof,
					"a chosen pair is below its values");
			continue;
		}
		if (e->weight <= values)
			continue;
		twin = chosen_between(proof, e->u, e->v);
		if (!twin || twin->weight < e->weight)
			return deny(proof, "a pair is worth more than it says");
	}
	return true;
}

static bool
prove(struct proof *proof)
{
	return input_is_sound(proof) && is_complete(proof) &&
		sum_is_right(proof) && floor_is_right(proof) &&
		people_are_right(proof) && sort_chosen(proof) &&
		pairs_are_single(proof) && edges_are_right(proof);
}

bool
capacity_proven(struct pool *pool, const struct capacity_input *input,
	const struct capacity *capacity, const char **why)
{
	gsize left = (gsize)MAX(0, input->left) + 1,
	      right = (gsize)MAX(0, input->right) + 1,
	      count = (gsize)MAX(0, capacity->count) + 1;
	g_autofree int32_t *left_has = g_try_new0(int32_t, left);
	g_autofree int32_t *right_has = g_try_new0(int32_t, right);
	g_autofree int32_t *first = g_try_new0(int32_t, left);
	g_autofree int32_t *edge = g_try_new0(int32_t, count);
	struct proof proof = { input, capacity, "no memory to prove it",
		left_has, right_has, first, edge };

	if (left_has && right_has && first && edge && prove(&proof))
		return true;
	*why = pool_strdup(pool, proof.why);
	return false;
}
