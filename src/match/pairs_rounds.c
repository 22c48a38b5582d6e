/* Searches in rounds, each going but a step further.
 *
 * A search that may go on for as long as it likes ends up with a tree that
 * holds most of the graph, in blossoms nested thousands deep. So in a round
 * every lonely vertex may lower its own value by one step only, which is enough
 * for most to meet a neighbour. What they did to the values stays, and the next
 * round goes on from there.
 *
 * How long a step is to be the rounds tell. While next to nobody is done with,
 * it doubles, and it halves again after; faster and faster when not even the
 * trees change, as the floor may be far away. Each search also says how far
 * away the next event is that it had to leave. When most are out of reach the
 * next round jumps to where the nearest eighth of them may be, and as both ends
 * of an edge may come down, goes half the way only. Jumping too far would undo
 * what the rounds are for; so after a jump steps are small again.
 */
#include <glib.h>

#include "match/pairs_inner.h"

#define WORTHWHILE 50 /* a round that is done with one root in so many */
#define NEAREST    8  /* jump to one event in so many */
#define PATIENCE   20 /* idle rounds until small steps end */
#define QUIET      8  /* jumps until they do */
#define LIVELY     3  /* trees change: a blossom for so many */

struct pace {
	int64_t least, first, step, jump;
	int poor;  /* steps in a row that were not worthwhile */
	int idle;  /* the same with jumps */
	int quiet; /* jumps in a row after which nothing was near yet */
};

/* How many events are how far away: 0 to 3, and four parts of each power of 2
 * from there. */
struct distances {
	int32_t of[248];
	int64_t least;
};

/* Alone and above the floor; only then there is something to do. */
static bool
is_open(const struct engine *engine, int32_t v)
{
	const struct node *node = &engine->nodes[node_of(engine, v)];

	return node->mate < 0 && node->own == v &&
		value_of(engine, v) > engine->floor;
}

static int32_t
find_roots(struct engine *engine)
{
	int32_t n = 0;

	for (int32_t v = 0; v < engine->n; v++)
		if (is_open(engine, v))
			engine->roots[n++] = v;
	return n;
}

static void
note(struct distances *distances, int64_t distance)
{
	int power = 63 - __builtin_clzll((uint64_t)distance | 4);

	distances->least = MIN(distances->least, distance);
	distances->of[distance < 4
			? distance
			: 4 * (power - 1) + (distance >> (power - 2) & 3)]++;
}

static int64_t
distance_at(int place)
{
	return place < 4 ? place
			 : (4 + INT64_C(0) + place % 4) << (place / 4 - 1);
}

/* Half of the distance that the nearest of n roots have to go; all of it for
 * one, as nobody will come towards it. */
static int64_t
jump_over(const struct distances *distances, int32_t n)
{
	int32_t sum = 0;
	int i = 0;

	if (n == 1)
		return distances->least;
	for (; i < (int)G_N_ELEMENTS(distances->of) - 1; i++) {
		sum += distances->of[i];
		if (sum > n / NEAREST)
			break;
	}
	return n ? distance_at(i) / 2 : 0;
}

/* One round; how many roots are left. */
static int32_t
run_round(
	struct engine *engine, search_fn *search, int32_t n, struct pace *pace)
{
	struct distances distances = { .least = FAR };
	int64_t limit =
		n == 1 ? pace->step + pace->jump : MAX(pace->step, pace->jump);
	int32_t left = 0;

	for (int32_t i = 0; i < n && !engine->no_memory; i++) {
		int32_t root = engine->roots[i];

		if (!is_open(engine, root) || search(engine, root, limit))
			continue;
		note(&distances, engine->beyond - limit);
		engine->roots[left++] = root;
	}
	engine->events.rounds++;
	pace->jump = jump_over(&distances, left);
	return left;
}

static void
lengthen(struct pace *pace, int times)
{
	int64_t most = FAR / 2;

	pace->step = pace->step > most >> times ? most : pace->step << times;
}

/* Before the next round, after one that left some roots of those before. A
 * jump may have to be followed by another and another: that it will end some
 * time is not enough. */
static void
adjust(struct pace *pace, int32_t left, int32_t before, bool lively)
{
	bool careful =
		left > 1 && ++pace->idle < PATIENCE && pace->quiet < QUIET;

	if ((int64_t)(before - left) * WORTHWHILE >= before) {
		pace->poor = pace->idle = pace->quiet = 0;
		pace->step = MAX(pace->step / 2, pace->first);
	} else if (careful && pace->jump > pace->first) {
		pace->poor = 0;
		pace->step = pace->first = MAX(pace->least, pace->first / 2);
		if (++pace->quiet > 2)
			pace->jump *= 2;
	} else if (left == 1) {
		lengthen(pace, 2);
	} else if (++pace->poor < 2) {
		return;
	} else if (careful && lively) {
		pace->poor = 0;
		lengthen(pace, 1);
	} else {
		lengthen(pace, MIN(pace->poor - 1, 16));
	}
}

static int64_t
changes_of(const struct pairs_events *events)
{
	return events->shrinks + events->expansions_even +
		events->expansions_odd;
}

void
pairs_rounds(
	struct engine *engine, search_fn *search, const struct watch *watch)
{
	int32_t all = find_roots(engine), n = all;
	struct pace pace = { .least = MAX(engine->step / 4, 1),
		.first = engine->step,
		.step = engine->step };
	const struct pairs_events *events = &engine->events;

	while (n && !engine->no_memory) {
		int64_t changes = changes_of(events);
		int32_t before = n;

		n = run_round(engine, search, n, &pace);
		changes = changes_of(events) - changes;
		adjust(&pace, n, before, changes > n / LIVELY);
		if (watch->show)
			watch->show(watch->from +
					watch->part * (1 - (double)n / all),
				watch->arg);
	}
}
