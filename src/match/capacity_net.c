/* The net of the capacity solver: built from edges, turned into a result.
 *
 * The arcs of a mentee are sorted and of several to the same mentor only the
 * best stays, so nothing later depends on the order of edges. An arc does not
 * know its edge, which saves memory: in the end the arcs that were not chosen
 * are thrown away, and each edge looks for itself among the few that are left.
 */
#include "capacity_net.h"

#include <glib.h>
#include <string.h>

#define TRY_NEW(type, n) g_try_malloc0_n((gsize)(n) + 1, sizeof(type))

static bool
usable(const struct capacity_input *input, const bool *without, size_t edge)
{
	const struct edge *e = &input->edges.at[edge];

	if (without && without[edge])
		return false;
	if (input->aim == PAIRS_WEIGHT && e->weight < 0)
		return false;
	return input->left_most[e->u] > 0 && input->right_most[e->v] > 0;
}

/* By mentor, the best first. */
static bool
arc_before(struct arc a, struct arc b)
{
	return a.left != b.left ? a.left < b.left : a.weight > b.weight;
}

static void
sift_down(struct arc *arcs, size_t at, size_t n)
{
	struct arc arc = arcs[at];

	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && arc_before(arcs[child], arcs[child + 1]))
			child++;
		if (!arc_before(arc, arcs[child]))
			break;
		arcs[at] = arcs[child];
	}
	arcs[at] = arc;
}

/* Heapsort, in place; a list that is in order, as most are, costs one look. */
static void
sort_arcs(struct arc *arcs, size_t n)
{
	size_t ordered = 1;

	while (ordered < n && !arc_before(arcs[ordered], arcs[ordered - 1]))
		ordered++;
	if (ordered >= n)
		return;
	for (size_t i = n / 2; i-- > 0;)
		sift_down(arcs, i, n);
	for (size_t last = n - 1; last > 0; last--) {
		struct arc arc = arcs[0];

		arcs[0] = arcs[last];
		arcs[last] = arc;
		sift_down(arcs, 0, last);
	}
}

static void
fill_arcs(struct net *net, const bool *without)
{
	const struct capacity_input *input = net->input;
	int32_t sum = 0;

	for (int32_t r = 0; r <= net->right; r++) {
		int32_t n = net->mentees[r].from;

		net->mentees[r].from = sum;
		sum += n;
	}
	for (size_t i = 0; i < input->edges.n; i++) {
		const struct edge *e = &input->edges.at[i];

		if (usable(input, without, i))
			net->arcs[net->mentees[e->v].from++] =
				(struct arc){ (uint32_t)e->u, e->weight };
	}
}

/* Sort, drop the lesser twins of a pair, close the gaps. The from of each
 * mentee stands at its end as the filling has left it. */
static void
order_arcs(struct net *net)
{
	int32_t from = 0, kept = 0;

	for (int32_t r = 0; r < net->right; r++) {
		int32_t end = net->mentees[r].from;

		sort_arcs(net->arcs + from, (size_t)(end - from));
		net->mentees[r].from = kept;
		for (int32_t i = from; i < end; i++) {
			struct arc arc = net->arcs[i];

			if (kept > net->mentees[r].from &&
				net->arcs[kept - 1].left == arc.left)
				continue;
			net->arcs[kept++] = arc;
			net->mentors[arc.left].most++;
		}
		from = end;
	}
	net->mentees[net->right].from = kept;
}

/* A mentor has no more places than arcs lead to it. */
static bool
make_places(struct net *net)
{
	int32_t sum = 0;

	for (int32_t l = 0; l < net->left; l++) {
		struct mentor *mentor = &net->mentors[l];

		mentor->most = MIN(mentor->most, net->input->left_most[l]);
		mentor->from = sum;
		sum += mentor->most;
	}
	net->places = TRY_NEW(struct place, sum);
	return net->places != NULL;
}

static bool
make_people(struct net *net, const bool *without)
{
	const struct capacity_input *input = net->input;
	size_t usables = 0;

	net->offers = TRY_NEW(struct offer, net->left);
	net->mentors = TRY_NEW(struct mentor, net->left);
	net->mentees = TRY_NEW(struct mentee, net->right);
	if (!net->offers || !net->mentors || !net->mentees)
		return false;
	for (size_t i = 0; i < input->edges.n; i++)
		if (usable(input, without, i)) {
			net->mentees[input->edges.at[i].v].from++;
			usables++;
		}
	net->arcs = TRY_NEW(struct arc, usables);
	return net->arcs != NULL;
}

static void
set_out(struct net *net)
{
	for (int32_t l = 0; l < net->left; l++) {
		struct mentor *mentor = &net->mentors[l];

		if (net->input->left_load)
			mentor->load = net->input->left_load[l];
		net->offers[l] = (struct offer){ next_price(net, mentor), FAR };
	}
	for (int32_t r = 0; r < net->right; r++) {
		struct mentee *mentee = &net->mentees[r];
		struct arc *end;

		mentee->lack = net->input->right_most[r];
		mentee->reach = FAR;
		mentee->value = net->floor;
		for (struct arc *a = arcs_of(net, r, &end); a < end; a++)
			mentee->value = MAX(mentee->value,
				a->weight - net->offers[a->left].price);
	}
}

bool
net_make(struct net *net, const struct capacity_input *input,
	const bool *without, int64_t floor)
{
	*net = (struct net){ input, input->left, input->right, floor, NULL,
		NULL, NULL, NULL, NULL };
	if (!make_people(net, without))
		return false;
	fill_arcs(net, without);
	order_arcs(net);
	if (!make_places(net))
		return false;
	set_out(net);
	return true;
}

void
net_release(struct net *net)
{
	g_free(net->arcs);
	g_free(net->offers);
	g_free(net->mentors);
	g_free(net->mentees);
	g_free(net->places);
}

/* Whoever has got all there is and could have more is not full, and its value
 * has to say so; there is no arc left that could mind. */
static void
relax(struct net *net)
{
	for (int32_t l = 0; l < net->left; l++) {
		const struct mentor *mentor = &net->mentors[l];
		struct offer *offer = &net->offers[l];

		if (mentor->taken < net->input->left_most[l])
			offer->price =
				MIN(offer->price, next_price(net, mentor));
	}
	for (int32_t r = 0; r < net->right; r++)
		if (net->mentees[r].lack > 0)
			net->mentees[r].value = net->floor;
}

/* People without any capacity are full: their values rise to where no edge of
 * theirs is worth more. */
static void
lift_the_full(const struct net *net, struct capacity *capacity)
{
	const struct capacity_input *input = net->input;

	for (size_t i = 0; i < input->edges.n; i++) {
		const struct edge *e = &input->edges.at[i];

		if (input->left_most[e->u] > 0 && input->right_most[e->v] == 0)
			capacity->right[e->v] = MAX(capacity->right[e->v],
				e->weight - capacity->left[e->u]);
	}
	for (size_t i = 0; i < input->edges.n; i++) {
		const struct edge *e = &input->edges.at[i];

		if (input->left_most[e->u] == 0)
			capacity->left[e->u] = MAX(capacity->left[e->u],
				e->weight - capacity->right[e->v]);
	}
}

/* Only the chosen arcs stay, and their mark goes. */
static void
keep_taken(struct net *net)
{
	int32_t from = 0, kept = 0;

	for (int32_t r = 0; r < net->right; r++) {
		int32_t end = net->mentees[r + 1].from;

		net->mentees[r].from = kept;
		for (int32_t i = from; i < end; i++)
			if (net->arcs[i].left & ARC_TAKEN) {
				net->arcs[kept] = net->arcs[i];
				net->arcs[kept++].left &= ~ARC_TAKEN;
			}
		from = end;
	}
	net->mentees[net->right].from = kept;
}

/* The edge's arc among those chosen; of several edges the first has it, which
 * leaves the mark that it is used. */
static bool
claim(struct net *net, const struct edge *e)
{
	int32_t low = net->mentees[e->v].from,
		high = net->mentees[e->v + 1].from;

	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		struct arc *arc = &net->arcs[middle];
		uint32_t left = arc->left & ~ARC_TAKEN;

		if (left == (uint32_t)e->u) {
			if (arc->left & ARC_TAKEN || arc->weight != e->weight)
				return false;
			arc->left |= ARC_TAKEN;
			return true;
		}
		if (left < (uint32_t)e->u)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static int64_t
load_cost(const struct net *net)
{
	int64_t sum = 0;

	for (int32_t l = 0; l < net->left; l++) {
		int64_t taken = net->mentors[l].taken,
			load = net->mentors[l].load;

		sum += (taken * load + taken * (taken - 1) / 2) *
			net->input->load_price;
	}
	return sum;
}

struct capacity *
net_result(struct pool *pool, struct net *net, const bool *without)
{
	const struct edge_list *edges = &net->input->edges;
	struct capacity *capacity = POOL_NEW(pool, struct capacity);

	capacity->chosen = pool_alloc(pool, edges->n * sizeof(bool));
	capacity->left = pool_alloc(pool, (size_t)net->left * sizeof(int64_t));
	capacity->right =
		pool_alloc(pool, (size_t)net->right * sizeof(int64_t));
	capacity->floor = net->floor;
	relax(net);
	for (int32_t l = 0; l < net->left; l++)
		capacity->left[l] = net->offers[l].price;
	for (int32_t r = 0; r < net->right; r++)
		capacity->right[r] = net->mentees[r].value;
	lift_the_full(net, capacity);
	keep_taken(net);
	for (size_t i = 0; i < edges->n; i++) {
		if ((without && without[i]) || !claim(net, &edges->at[i]))
			continue;
		capacity->chosen[i] = true;
		capacity->count++;
		capacity->weight += edges->at[i].weight;
	}
	capacity->weight -= load_cost(net);
	return capacity;
}
