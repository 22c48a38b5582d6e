/* One pool: Irving's algorithm.
 *
 * First everybody proposes down their list and holds the best proposal, which
 * strikes all worse ones, both ways, off the lists. Then each still has a first
 * choice who holds their proposal. A rotation is a ring in which everybody's
 * second choice holds the proposal of the next one; all move on to their second
 * choice together, which strikes more. When nobody has a choice left, what is
 * left is stable; when somebody's list runs empty, nothing is.
 *
 * Nothing is struck one by one: whoever holds a proposal has its list cut off
 * behind it, and an entry is alive while it is before the cut on both sides.
 * Pointers only go forward, and the way on which a rotation was found is kept
 * but for the ring itself, so all is linear in the lists together.
 */
#include "stable_ranks.h"

#include <glib.h>

struct person {
	int32_t first;  /* of the list: who holds the own proposal */
	int32_t second; /* the next one alive, or behind the last */
	int32_t last;   /* whose proposal is held, or the list's end */
	int32_t holds;  /* the proposer, -1 nobody */
	int32_t on_way; /* where on the way; -1 not */
};

struct rooms {
	struct ranks ranks;
	struct person *people;
	int32_t *way;
	int32_t n_way;
};

static int32_t
named_at(const struct rooms *rooms, int32_t person, int32_t place)
{
	return rooms->ranks.lists[person].at[place];
}

static int32_t
back_at(const struct rooms *rooms, int32_t person, int32_t place)
{
	return rooms->ranks.back[rooms->ranks.from[person] + (size_t)place];
}

/* The first place alive from there on; behind the last when there is none. */
static int32_t
alive_from(const struct rooms *rooms, int32_t person, int32_t place)
{
	int32_t last = rooms->people[person].last;

	for (; place <= last; place++) {
		int32_t back = back_at(rooms, person, place);

		if (back >= 0 &&
			back <= rooms->people[named_at(rooms, person, place)]
					.last)
			break;
	}
	return place;
}

/* The proposal goes to the one at that place; who held one before lets go of
 * it. Returns whose proposal that was, -1 nobody's. */
static int32_t
propose_to(struct rooms *rooms, int32_t person, int32_t place)
{
	struct person *other = &rooms->people[named_at(rooms, person, place)];
	int32_t before = other->holds;

	rooms->people[person].first = place;
	other->holds = person;
	other->last = back_at(rooms, person, place);
	return before;
}

static void
propose_all(struct rooms *rooms)
{
	for (int32_t i = 0; i < rooms->ranks.n; i++)
		for (int32_t person = i; person >= 0;) {
			struct person *p = &rooms->people[person];

			p->first = alive_from(rooms, person, p->first);
			person = p->first > p->last
				? -1
				: propose_to(rooms, person, p->first);
		}
}

/* Somebody whose list is not empty and has a second choice. */
static bool
has_choice(struct rooms *rooms, int32_t person)
{
	struct person *p = &rooms->people[person];

	if (p->first > p->last)
		return false;
	p->second = alive_from(rooms, person, MAX(p->second, p->first + 1));
	return p->second <= p->last;
}

/* The ring is the way from there on. False when a list runs empty. */
static bool
turn(struct rooms *rooms, int32_t from)
{
	for (int32_t i = from; i < rooms->n_way; i++) {
		int32_t person = rooms->way[i];

		rooms->people[person].on_way = -1;
		propose_to(rooms, person, rooms->people[person].second);
	}
	for (int32_t i = from; i < rooms->n_way; i++) {
		int32_t person = rooms->way[i];
		struct person *p = &rooms->people[person];

		if (p->first > p->last)
			return false;
		p = &rooms->people[named_at(rooms, person, p->first)];
		if (p->first > p->last)
			return false;
	}
	rooms->n_way = from;
	return true;
}

static bool
turn_all(struct rooms *rooms)
{
	int32_t start = 0;

	for (;;) {
		while (!rooms->n_way && start < rooms->ranks.n &&
			!has_choice(rooms, start))
			start++;
		if (!rooms->n_way && start == rooms->ranks.n)
			return true;
		int32_t person =
			rooms->n_way ? rooms->way[--rooms->n_way] : start;
		rooms->people[person].on_way = -1;
		while (has_choice(rooms, person)) {
			struct person *p = &rooms->people[person];

			p->on_way = rooms->n_way;
			rooms->way[rooms->n_way++] = person;
			person = rooms->people[named_at(rooms, person,
						       p->second)]
					 .holds;
			if (rooms->people[person].on_way < 0)
				continue;
			if (!turn(rooms, rooms->people[person].on_way))
				return false;
			break;
		}
	}
}

static bool
make_rooms(struct rooms *rooms)
{
	int32_t n = rooms->ranks.n;

	if (!ranks_make(&rooms->ranks, &rooms->ranks))
		return false;
	rooms->people = g_try_new(struct person, (gsize)n + 1);
	rooms->way = g_try_new(int32_t, (gsize)n + 1);
	if (!rooms->people || !rooms->way)
		return false;
	for (int32_t i = 0; i < n; i++)
		rooms->people[i] = (struct person){ 0, 0,
			length_of(&rooms->ranks, i) - 1, -1, -1 };
	return true;
}

static void
release_rooms(struct rooms *rooms)
{
	ranks_release(&rooms->ranks);
	g_free(rooms->people);
	g_free(rooms->way);
}

static int32_t *
mates_of(struct pool *pool, const struct rooms *rooms)
{
	int32_t n = rooms->ranks.n,
		*mate = pool_alloc(pool, (size_t)n * sizeof *mate);

	for (int32_t i = 0; i < n; i++) {
		const struct person *p = &rooms->people[i];

		mate[i] =
			p->first > p->last ? -1 : named_at(rooms, i, p->first);
	}
	return mate;
}

bool
stable_roommates(struct pool *pool, int32_t n, const struct preference *wish,
	int32_t **mate, struct err *err)
{
	struct rooms rooms = { .ranks = { wish, n, NULL, NULL } };
	bool done = make_rooms(&rooms);

	if (done) {
		propose_all(&rooms);
		*mate = turn_all(&rooms) ? mates_of(pool, &rooms) : NULL;
	}
	release_rooms(&rooms);
	return done ||
		err_set(err, ERR_LATER, "no memory to pair %d people", n);
}
