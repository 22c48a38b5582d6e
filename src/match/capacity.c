/* Shortest augmenting paths, from the mentees.
 *
 * Each mentor has a price, each mentee a value: what the best offer is worth
 * to it after the price. A search grows from a mentee who lacks a mentor, over
 * offers to mentors and over their places to the mentees in them, by how far
 * the root's value must fall until they are as good as the best; it ends at a
 * mentor with a place left, or at a mentee whose value falls to the floor and
 * who may then be left alone as well (Jonker and Volgenant 1987; Ahuja,
 * Magnanti and Orlin, Network Flows, 1993, section 9.7).
 *
 * One search could swallow the whole net where many compete. So a round lets
 * each root fall only so far, keeps the prices that this has brought, and
 * leaves the root for the next round; the radius grows while that brings
 * nothing.
 */
#include "capacity_net.h"

#include <glib.h>

struct entry {
	int64_t key;
	int32_t person;
};

struct search {
	struct net *net;
	int64_t now;    /* how far the search has come */
	int64_t end_at; /* the nearest end known so far */
	int32_t end;    /* who that is */
	int64_t radius;
	int64_t beyond; /* the nearest thing that was left out */
	int32_t *met;   /* people in the order in which their turn comes */
	int32_t head, tail;
	struct entry *heap; /* those farther off */
	int32_t *slot;      /* where in the heap a person is */
	int32_t waiting;
};

static void
sift_up(struct search *search, int32_t at, struct entry entry)
{
	while (at > 0) {
		int32_t above = (at - 1) / 4;

		if (search->heap[above].key <= entry.key)
			break;
		search->heap[at] = search->heap[above];
		search->slot[search->heap[at].person] = at;
		at = above;
	}
	search->heap[at] = entry;
	search->slot[entry.person] = at;
}

static struct entry
take_nearest(struct search *search)
{
	struct entry first = search->heap[0],
		     entry = search->heap[--search->waiting];
	int32_t at = 0;

	for (int64_t child; (child = 4 * (int64_t)at + 1) < search->waiting;) {
		int32_t least = (int32_t)child;

		for (int64_t c = child + 1; c < MIN(child + 4, search->waiting);
			c++)
			if (search->heap[c].key < search->heap[least].key)
				least = (int32_t)c;
		if (search->heap[least].key >= entry.key)
			break;
		search->heap[at] = search->heap[least];
		search->slot[search->heap[at].person] = at;
		at = least;
	}
	search->heap[at] = entry;
	search->slot[entry.person] = at;
	return first;
}

static int64_t *
reach_of(const struct net *net, int32_t person)
{
	return person < net->left ? &net->offers[person].reach
				  : &net->mentees[person - net->left].reach;
}

/* A way to that person, nearer than what was known. */
static void
approach(struct search *search, int32_t person, int64_t *reach, int64_t key)
{
	bool waits = *reach != FAR;

	*reach = key;
	if (key == search->now)
		search->met[search->tail++] = person;
	else
		sift_up(search,
			waits ? search->slot[person] : search->waiting++,
			(struct entry){ key, person });
}

static void
propose_end(struct search *search, int32_t person, int64_t key)
{
	if (key < search->end_at) {
		search->end_at = key;
		search->end = person;
	}
}

/* A mentor is met by that arc, nearer than before. */
static void
meet(struct search *search, int32_t right, const struct arc *arc, int64_t key)
{
	const struct net *net = search->net;
	struct mentor *mentor = &net->mentors[arc->left];
	struct offer *offer = &net->offers[arc->left];

	mentor->via = right;
	mentor->via_arc = (int32_t)(arc - net->arcs);
	if (mentor->taken < mentor->most)
		propose_end(search, (int32_t)arc->left,
			key + next_price(net, mentor) - offer->price);
	approach(search, (int32_t)arc->left, &offer->reach, key);
}

/* Nearly all of the time goes here, and nearly no arc leads on: so what is
 * left out is found without a branch. */
static void
look_at_offers(struct search *search, int32_t right)
{
	const struct net *net = search->net;
	const struct offer *offers = net->offers;
	int64_t base = search->now + net->mentees[right].value,
		beyond = search->beyond,
		limit = MIN(search->end_at - 1, search->radius);
	struct arc *end;

	for (struct arc *a = arcs_of(net, right, &end); a < end; a++) {
		const struct offer *offer = &offers[a->left & ~ARC_TAKEN];
		int64_t key = base + offer->price - a->weight;
		bool nearer = (key < offer->reach) & !(a->left & ARC_TAKEN);

		if (nearer & (key <= limit)) {
			meet(search, right, a, key);
			if (search->end_at == search->now)
				break;
			limit = MIN(search->end_at - 1, search->radius);
			continue;
		}
		key = nearer ? key : FAR;
		beyond = key < beyond ? key : beyond;
	}
	search->beyond = beyond;
}

/* A mentee with several mentors may like one of them better than it must: it
 * lets go of that one only after its value has fallen to that. */
static void
look_at_places(struct search *search, int32_t left)
{
	const struct net *net = search->net;
	const struct mentor *mentor = &net->mentors[left];
	int64_t base = search->now - net->offers[left].price;

	for (int32_t i = 0; i < mentor->taken; i++) {
		const struct place *place = &net->places[mentor->from + i];
		struct mentee *mentee = &net->mentees[place->right];
		int64_t key =
			base - mentee->value + net->arcs[place->arc].weight;

		if (key >= mentee->reach)
			continue;
		if (key >= search->end_at || key > search->radius) {
			search->beyond = MIN(search->beyond, key);
			continue;
		}
		mentee->via = mentor->from + i;
		propose_end(search, net->left + place->right,
			key + mentee->value - net->floor);
		approach(search, net->left + place->right, &mentee->reach, key);
		if (search->end_at == search->now)
			return;
	}
}

/* True when the search has come to its end, false when it has to stop before
 * it; `now` is how far the root falls. */
static bool
grow(struct search *search)
{
	const struct net *net = search->net;

	for (;;) {
		while (search->head < search->tail) {
			if (search->end_at == search->now)
				return true;
			int32_t person = search->met[search->head++];
			if (person < net->left)
				look_at_places(search, person);
			else
				look_at_offers(search, person - net->left);
		}
		if (!search->waiting || search->heap[0].key >= search->end_at)
			break;
		struct entry entry = take_nearest(search);
		if (*reach_of(net, entry.person) < entry.key)
			continue;
		search->now = entry.key;
		search->met[search->tail++] = entry.person;
	}
	/* What is between here and there was left out, if anything. */
	search->now = MIN(search->end_at, search->beyond);
	return search->now == search->end_at;
}

/* All who were reached before the end move with the root, and are forgotten. */
static void
settle(struct search *search)
{
	struct net *net = search->net;

	for (int32_t i = 0; i < search->tail; i++) {
		int32_t person = search->met[i];

		if (person < net->left) {
			struct offer *offer = &net->offers[person];
			offer->price += MAX(0, search->now - offer->reach);
			offer->reach = FAR;
		} else {
			struct mentee *mentee =
				&net->mentees[person - net->left];
			mentee->value -= MAX(0, search->now - mentee->reach);
			mentee->reach = FAR;
		}
	}
	for (int32_t i = 0; i < search->waiting; i++)
		*reach_of(net, search->heap[i].person) = FAR;
}

/* Everybody on the way takes over the place before, from the end to the root;
 * at the end a mentor gives a new place, or a mentee leaves one. */
static void
augment(struct search *search, int32_t root)
{
	struct net *net = search->net;
	int32_t place, left, right = search->end - net->left;

	if (right == root)
		return;
	if (right < 0) {
		struct mentor *mentor = &net->mentors[search->end];

		place = mentor->from + mentor->taken++;
		left = search->end;
	} else {
		net->mentees[right].lack++;
		place = net->mentees[right].via;
		struct arc *left_arc = &net->arcs[net->places[place].arc];
		left_arc->left &= ~ARC_TAKEN;
		left = (int32_t)left_arc->left;
	}
	net->mentees[root].lack--;
	for (;;) {
		const struct mentor *mentor = &net->mentors[left];

		right = mentor->via;
		net->places[place] = (struct place){ right, mentor->via_arc };
		net->arcs[mentor->via_arc].left |= ARC_TAKEN;
		if (right == root)
			return;
		place = net->mentees[right].via;
		struct arc *left_arc = &net->arcs[net->places[place].arc];
		left_arc->left &= ~ARC_TAKEN;
		left = (int32_t)left_arc->left;
	}
}

/* True when the root has found its place, or has come to the floor. */
static bool
search_from(struct search *search, int32_t root, int64_t radius)
{
	struct mentee *mentee = &search->net->mentees[root];

	search->now = 0;
	search->head = search->tail = search->waiting = 0;
	search->radius = radius;
	search->beyond = FAR;
	search->end = search->net->left + root;
	search->end_at = mentee->value - search->net->floor;
	approach(search, search->end, &mentee->reach, 0);
	bool ended = grow(search);
	settle(search);
	if (ended)
		augment(search, root);
	return ended;
}

static bool
is_open(const struct net *net, int32_t right)
{
	const struct mentee *mentee = &net->mentees[right];

	return mentee->lack > 0 && mentee->value > net->floor;
}

/* Where rounds begin: the usual spread of a mentee's offers. */
static int64_t
first_radius(const struct net *net)
{
	int64_t sum = 0;

	for (int32_t r = 0; r < net->right; r++) {
		struct arc *end, *a = arcs_of(net, r, &end);
		int64_t low = FAR, high = -FAR;

		for (; a < end; a++) {
			low = MIN(low, a->weight);
			high = MAX(high, a->weight);
		}
		if (high > low)
			sum += (high - low) / 64;
	}
	return 1 + sum / MAX(1, net->right);
}

/* The radius doubles when of so many searches none has ended, or none in a
 * whole round of fewer, and comes back when more than half of them do: many
 * that look for the same few places must not all look everywhere before the
 * radius is large enough to find that there are none. */
#define SEARCHES_TO_JUDGE 16

struct pace {
	int64_t radius, least;
	int searches, ended;
};

static void
judge(struct pace *pace)
{
	if (!pace->ended && pace->radius < FAR / 4)
		pace->radius *= 2;
	else if (pace->ended > SEARCHES_TO_JUDGE / 2)
		pace->radius = MAX(pace->least, pace->radius / 2);
	pace->searches = pace->ended = 0;
}

/* One round; false when nobody is left. */
static bool
solve_round(struct search *search, struct pace *pace)
{
	struct net *net = search->net;
	int64_t open = 0;

	for (int32_t r = 0; r < net->right; r++)
		while (is_open(net, r)) {
			bool ended = search_from(search, r, pace->radius);

			pace->ended += ended;
			if (++pace->searches == SEARCHES_TO_JUDGE)
				judge(pace);
			if (ended)
				continue;
			open++;
			break;
		}
	if (!pace->ended && pace->searches >= open)
		judge(pace);
	return open > 0;
}

static void
solve_rounds(struct search *search)
{
	int64_t least = first_radius(search->net);
	struct pace pace = { least, least, 0, 0 };

	while (solve_round(search, &pace))
		;
}

static bool
run(struct net *net)
{
	size_t people = (size_t)net->left + (size_t)net->right;
	g_autofree int32_t *met = g_try_new(int32_t, people + 1);
	g_autofree int32_t *slot = g_try_new(int32_t, people + 1);
	g_autofree struct entry *heap = g_try_new(struct entry, people + 1);
	struct search search = {
		.net = net, .met = met, .slot = slot, .heap = heap
	};

	if (!met || !slot || !heap)
		return false;
	solve_rounds(&search);
	return true;
}

/* As low that one more pair outweighs whatever has to change for it: a way
 * that visits nobody twice, and the dearest place at its end. */
bool
net_floor(const struct capacity_input *input, int64_t play, int64_t *floor)
{
	int64_t low = 0, high = 0, top = 0, way, all;

	for (size_t i = 0; i < input->edges.n; i++) {
		low = MIN(low, input->edges.at[i].weight);
		high = MAX(high, input->edges.at[i].weight);
	}
	for (int32_t l = 0; l < input->left; l++) {
		int64_t load = input->left_load ? input->left_load[l] : 0;
		int64_t places = MIN(input->left_most[l], input->right);

		if (places)
			top = MAX(top, load + places - 1);
	}
	*floor = 0;
	int64_t span = high - low + play;
	if (__builtin_mul_overflow(top, input->load_price, &top) ||
		__builtin_add_overflow(top, span + 1, &way) ||
		__builtin_mul_overflow(
			way, (int64_t)input->edges.n + 4, &all) ||
		__builtin_mul_overflow(
			span, MIN(input->left, input->right), &way) ||
		__builtin_add_overflow(way, top, &all) || all >= FAR / 4)
		return false;
	if (input->aim == PAIRS_COVER)
		*floor = -(all + 1);
	return true;
}

bool
net_solve(struct pool *pool, const struct capacity_input *input,
	const bool *without, int64_t floor, struct capacity **result,
	struct err *err)
{
	struct net net;
	bool done = net_make(&net, input, without, floor) && run(&net);

	if (done)
		*result = net_result(pool, &net, without);
	net_release(&net);
	return done ||
		err_set(err, ERR_LATER, "no memory to match %d and %d people",
			input->left, input->right);
}

bool
net_fits(const struct capacity_input *input, int64_t *floor, struct err *err)
{
	if (net_floor(input, 0, floor) &&
		input->left <= INT32_MAX - 1 - input->right &&
		input->edges.n <= (size_t)1 << 30)
		return true;
	return err_set(err, ERR_NEVER,
		"too many people or too high a load price to count with: take "
		"smaller ones");
}

bool
capacity_solve(struct pool *pool, const struct capacity_input *input,
	struct capacity **result, struct err *err)
{
	int64_t floor;

	return net_fits(input, &floor, err) &&
		net_solve(pool, input, NULL, floor, result, err);
}
