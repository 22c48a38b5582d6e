/* What the solver of capacities works on: people, arcs, places.
 *
 * People are numbered through: a left one (a mentor) by its index, a right one
 * (a mentee) by `left` more. An arc stands with its mentee, by ascending
 * mentor; a place is one that a mentor has given away. A mentor never gives
 * back a place while the solver runs, the mentee in it only changes.
 */
#ifndef MENTORD_MATCH_CAPACITY_NET_H
#define MENTORD_MATCH_CAPACITY_NET_H

#include "match/capacity.h"

#define FAR       INT64_MAX

#define ARC_TAKEN (UINT32_C(1) << 31)

struct arc {
	uint32_t left; /* ARC_TAKEN on top: the pair is chosen */
	int32_t weight;
};

/* Of a mentor, what every look at an arc needs. */
struct offer {
	int64_t price;
	int64_t reach; /* how far in this search; FAR: not met */
};

struct mentor {
	int32_t from; /* its places */
	int32_t most, taken;
	int32_t load;
	int32_t via, via_arc; /* the mentee it was reached from */
};

struct mentee {
	int64_t value;
	int64_t reach;
	int32_t from; /* its arcs, to the from of the next one */
	int32_t lack; /* how many mentors it could still have */
	int32_t via;  /* the place it was reached from */
};

struct place {
	int32_t right, arc;
};

struct net {
	const struct capacity_input *input;
	int32_t left, right;
	int64_t floor;
	struct arc *arcs;
	struct offer *offers;
	struct mentor *mentors;
	struct mentee *mentees; /* one more than there are */
	struct place *places;
};

/* The net of all edges but those `without` marks (NULL: none), nobody chosen,
 * each mentor at the price of the first place. False without memory; to be
 * released either way. */
bool net_make(struct net *net, const struct capacity_input *input,
	const bool *without, int64_t floor);
void net_release(struct net *net);

/* What the next place of a mentor costs. */
static inline int64_t
next_price(const struct net *net, const struct mentor *mentor)
{
	return ((int64_t)mentor->load + mentor->taken) * net->input->load_price;
}

static inline struct arc *
arcs_of(const struct net *net, int32_t right, struct arc **end)
{
	*end = net->arcs + net->mentees[right + 1].from;
	return net->arcs + net->mentees[right].from;
}

/* The result: mends the values of people who could not be full anyway, and
 * finds the edges again. The arcs are used up. */
struct capacity *net_result(
	struct pool *pool, struct net *net, const bool *without);

/* The floor of that aim, also when weights were up to `play` lower. False when
 * the figures are too large to be added up. */
bool net_floor(
	const struct capacity_input *input, int64_t play, int64_t *floor);

/* May it be solved? ERR_NEVER when it is too large. */
bool net_fits(
	const struct capacity_input *input, int64_t *floor, struct err *err);

/* capacity_solve without the edges that are marked (NULL: none). */
bool net_solve(struct pool *pool, const struct capacity_input *input,
	const bool *without, int64_t floor, struct capacity **result,
	struct err *err);

#endif
