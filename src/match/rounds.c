/* The plan of the rounds. Where all may meet all and many rounds are wanted,
 * the circle knows them; else one after the other is laid as well as can be.
 * When rounds come out short of pairs because earlier ones took the wrong
 * edges, rounds are taken out and laid anew, by chance when nothing is to be
 * won: never fewer pairs, and the short ones get their turn at what was set
 * free. Who still rests then joins a pair, where that is wanted.
 */
#include "match/rounds.h"

#include <glib.h>
#include <string.h>

#include "match/lot.h"
#include "match/schedule.h"

#define TRIES        100      /* at mending, a round */
#define MENDING_MOST 20000000 /* edges looked at while mending */

/* ---- who met whom ------------------------------------------------------ */

void
schedule_meet(struct schedule *schedule, size_t i, size_t j, int by)
{
	int32_t *met = &schedule->met[schedule_corner(i, j)];
	int known = *met > 0;

	*met += by;
	int change = known - (*met > 0);
	if (grid_allows(schedule->grid, i, j)) {
		schedule->open[i] += change;
		schedule->open[j] += change;
	}
}

void
schedule_count(struct schedule *schedule, const struct round *round, int by)
{
	for (size_t i = 0; i < schedule->n; i++) {
		int32_t mate = round->mate[i], host = round->host[i];

		if (mate > (int32_t)i)
			schedule_meet(schedule, i, (size_t)mate, by);
		if (mate >= 0)
			continue;
		schedule->rested[i] += by;
		if (host >= 0) {
			schedule_meet(schedule, i, (size_t)host, by);
			schedule_meet(
				schedule, i, (size_t)round->mate[host], by);
		}
	}
}

static void
count_history(struct schedule *schedule)
{
	const struct rounds_input *input = schedule->input;
	size_t n = schedule->n;

	for (size_t j = 1; input->met && j < n; j++)
		for (size_t i = 0; i < j; i++) {
			int32_t met = input->met[schedule_corner(i, j)];

			if (met > 0)
				schedule_meet(schedule, i, j, met);
		}
	if (input->met || !input->sheet)
		return;
	const struct pair_set *history = &input->sheet->history;
	for (size_t h = 0; h < history->n; h++)
		schedule_meet(schedule, (size_t)(history->at[h] >> 32),
			(size_t)(history->at[h] & UINT32_MAX), 1);
}

static struct schedule *
open_schedule(struct pool *scratch, const struct rounds_input *input,
	struct rounds *plan)
{
	struct schedule *schedule = POOL_NEW(scratch, struct schedule);
	size_t n = input->grid->n;

	schedule->input = input;
	schedule->grid = input->grid;
	schedule->pool = scratch;
	schedule->n = n;
	schedule->fresh = input->fresh || input->rounds > 1;
	schedule->plan = plan;
	schedule->met = pool_alloc(
		scratch, (n > 1 ? n * (n - 1) / 2 : 0) * sizeof *schedule->met);
	schedule->rested = pool_alloc(scratch, n * sizeof *schedule->rested);
	schedule->open = pool_alloc(scratch, n * sizeof *schedule->open);
	for (size_t i = 0; i < n; i++) {
		if (input->rested)
			schedule->rested[i] = input->rested[i];
		for (size_t j = 0; j < n; j++)
			schedule->open[i] +=
				i != j && grid_allows(input->grid, i, j);
	}
	count_history(schedule);
	return schedule;
}

/* ---- pins -------------------------------------------------------------- */

/* The first pin of a person counts; how many are paired so. */
static size_t
pin(const struct schedule *schedule, int32_t *mate)
{
	const struct sheet *sheet = schedule->input->sheet;
	size_t pinned = 0;

	for (size_t p = 0; sheet && p < sheet->pinned.n; p++) {
		size_t i = (size_t)(sheet->pinned.at[p] >> 32);
		size_t j = (size_t)(sheet->pinned.at[p] & UINT32_MAX);

		if (mate[i] >= 0 || mate[j] >= 0)
			continue;
		mate[i] = (int32_t)j;
		mate[j] = (int32_t)i;
		pinned += 2;
	}
	return pinned;
}

/* ---- the circle -------------------------------------------------------- */

/* Half of the rounds always exist, whatever was taken (Dirac 1952), and may go
 * by the scores; more of them only the circle is sure of. */
static bool
suits_circle(const struct schedule *schedule)
{
	size_t n = schedule->n;
	size_t corners = n > 1 ? n * (n - 1) / 2 : 0;

	if (schedule->input->trio && n % 2)
		return false; /* a third meets two, which the circle ignores */
	for (size_t i = 0; i < n; i++)
		if (schedule->open[i] != (int32_t)n - 1)
			return false;
	return corners && schedule->plan->n > (int)n / 2;
}

/* People, those who rested least first. */
static int32_t *
sort_by_rest(struct pool *pool, const struct schedule *schedule)
{
	int32_t *order = pool_alloc(pool, schedule->n * sizeof *order);
	const int32_t *rested = schedule->rested;

	for (int32_t i = 0; i < (int32_t)schedule->n; i++) {
		int32_t to = i;

		for (; to > 0 && rested[order[to - 1]] > rested[i]; to--)
			order[to] = order[to - 1];
		order[to] = i;
	}
	return order;
}

/* Who rested least sits where one rests first; pinned pairs face each other
 * in the first round, where one rests last. */
static int32_t *
take_places(struct pool *pool, const struct schedule *schedule)
{
	int32_t n = (int32_t)schedule->n, at = 0;
	int32_t left = (n - 1) / 2, right = left + 1;
	int32_t *place = pool_alloc(pool, schedule->n * sizeof *place);
	int32_t *mate = pool_alloc(pool, schedule->n * sizeof *mate);
	const int32_t *order = sort_by_rest(pool, schedule);

	for (int32_t i = 0; i < n; i++)
		mate[i] = -1;
	pin(schedule, mate);
	for (int32_t i = 0; i < n; i++)
		if (mate[i] > i) {
			place[left--] = i;
			place[right++] = mate[i];
		}
	for (int32_t i = 0; i < n; i++) {
		if (mate[order[i]] >= 0)
			continue;
		if (at == left + 1)
			at = right;
		place[at++] = order[i];
	}
	return place;
}

static void
go_round(struct schedule *schedule)
{
	const int32_t *place = take_places(schedule->pool, schedule);

	for (int r = 0; r < schedule->plan->n; r++) {
		rounds_circle((int32_t)schedule->n, place, r,
			schedule->plan->at[r].mate);
		schedule_count(schedule, &schedule->plan->at[r], 1);
	}
}

/* ---- one after the other ----------------------------------------------- */

static struct round
new_round(struct pool *pool, size_t n)
{
	struct round round = { pool_alloc(pool, n * sizeof *round.mate),
		pool_alloc(pool, n * sizeof *round.host) };

	for (size_t i = 0; i < n; i++)
		round.mate[i] = round.host[i] = -1;
	return round;
}

static void seat_thirds(
	struct schedule *schedule, struct round *round, bool strangers);

/* Who is left over joins a pair that is new to them; the others meet somebody
 * again after all, among themselves: nobody's new partner is taken away. */
static bool
lay_rest(struct schedule *schedule, struct round *round, bool *paired,
	int64_t *looked, struct err *err)
{
	size_t left = 0;

	if (schedule->input->trio) {
		schedule_count(schedule, round, 1);
		seat_thirds(schedule, round, true);
		schedule_count(schedule, round, -1);
	}
	for (size_t i = 0; i < schedule->n; i++)
		paired[i] = round->mate[i] >= 0 || round->host[i] >= 0;
	for (size_t i = 0; i < schedule->n; i++)
		left += !paired[i];
	if (left < 2)
		return true; /* nobody to meet */
	schedule->again = true;
	bool fine = schedule_lay(schedule, round, paired, 0, looked, err);
	schedule->again = false;
	return fine;
}

static bool
lay_rounds(struct schedule *schedule, struct err *err)
{
	int64_t looked = 0;
	bool *paired = pool_alloc(schedule->pool, schedule->n * sizeof *paired);

	for (int r = 0; r < schedule->plan->n; r++) {
		struct round *round = &schedule->plan->at[r];
		bool pins = r == 0 && pin(schedule, round->mate) > 0;

		for (size_t i = 0; pins && i < schedule->n; i++)
			paired[i] = round->mate[i] >= 0;
		if (!schedule_lay(schedule, round, pins ? paired : NULL, 0,
			    &looked, err))
			return false;
		if (schedule->fresh && schedule->plan->n == 1 &&
			schedule->input->again &&
			!lay_rest(schedule, round, paired, &looked, err))
			return false;
		schedule_count(schedule, round, 1);
	}
	return true;
}

/* ---- mending ----------------------------------------------------------- */

static int64_t
placed(const struct schedule *schedule, const struct round *round)
{
	int64_t sum = 0;

	for (size_t i = 0; i < schedule->n; i++)
		sum += round->mate[i] >= 0 || round->host[i] >= 0;
	return sum;
}

/* Lay round r anew; kept when it places no fewer. */
static bool
lay_anew(struct schedule *schedule, int r, uint64_t shuffle, int64_t *looked,
	struct err *err)
{
	POOL_AUTO scratch = pool_new();
	struct round *round = &schedule->plan->at[r];
	struct round other = new_round(scratch, schedule->n);
	size_t size = schedule->n * sizeof *other.mate;

	schedule_count(schedule, round, -1);
	bool fine = schedule_lay(schedule, &other, NULL, shuffle, looked, err);
	if (fine && placed(schedule, &other) >= placed(schedule, round)) {
		memcpy(round->mate, other.mate, size);
		memcpy(round->host, other.host, size);
	}
	schedule_count(schedule, round, 1);
	return fine;
}

/* How many places there can be in all rounds: nobody meets more than they may,
 * and the first round, which had all edges, could not have more. */
static int64_t
count_places(const struct schedule *schedule, const int32_t *open)
{
	int64_t rounds = schedule->plan->n, sum = 0;

	for (size_t i = 0; i < schedule->n; i++)
		sum += MIN(open[i], rounds);
	return MIN(sum - sum % 2,
		rounds * placed(schedule, &schedule->plan->at[0]));
}

static int64_t
all_placed(const struct schedule *schedule)
{
	int64_t sum = 0;

	for (int r = 0; r < schedule->plan->n; r++)
		sum += placed(schedule, &schedule->plan->at[r]);
	return sum;
}

static bool
has_pins(const struct schedule *schedule)
{
	const struct sheet *sheet = schedule->input->sheet;

	return sheet && sheet->pinned.n;
}

/* A round by chance, then those that are short. Pins keep the first as it is. */
static bool
shake(struct schedule *schedule, int first, int64_t places, struct err *err)
{
	struct rounds *plan = schedule->plan;
	int64_t full = placed(schedule, &plan->at[0]), looked = 0;
	uint64_t seed = lot_mix(schedule->input->seed);

	for (int t = 1; t <= TRIES * plan->n && looked < MENDING_MOST; t++) {
		uint64_t shuffle = lot_mix(seed + (uint64_t)t) | 1;
		uint64_t others = (uint64_t)(plan->n - first);
		int other = first + (int)((shuffle >> 8) % others);

		if (all_placed(schedule) >= places)
			break;
		if (!lay_anew(schedule, other, shuffle, &looked, err))
			return false;
		for (int r = first; r < plan->n; r++)
			if (placed(schedule, &plan->at[r]) < full &&
				!lay_anew(schedule, r, shuffle, &looked, err))
				return false;
	}
	return true;
}

/* And at last by the scores again, until each round has as many pairs as can
 * be beside the others. */
static bool
mend(struct schedule *schedule, int64_t places, struct err *err)
{
	int first = has_pins(schedule) ? 1 : 0;
	int64_t looked = 0, before;

	if (!shake(schedule, first, places, err))
		return false;
	do {
		before = all_placed(schedule);
		for (int r = first; r < schedule->plan->n; r++)
			if (!lay_anew(schedule, r, 0, &looked, err))
				return false;
	} while (all_placed(schedule) > before);
	return true;
}

/* ---- thirds ------------------------------------------------------------ */

/* How well the pair of a takes in i: the fewest repeats, then the scores. */
struct welcome {
	int32_t host, repeats;
	int64_t score;
};

static bool
better(const struct welcome *a, const struct welcome *b)
{
	if (b->host < 0 || a->repeats != b->repeats)
		return b->host < 0 || a->repeats < b->repeats;
	return a->score > b->score;
}

static struct welcome
find_host(const struct schedule *schedule, const struct round *round,
	const bool *taken, size_t i)
{
	const struct grid *grid = schedule->grid;
	const struct sheet *sheet = schedule->input->sheet;
	struct welcome best = { -1, 0, 0 };

	for (size_t a = 0; a < schedule->n; a++) {
		size_t b = (size_t)round->mate[a];

		if (round->mate[a] <= (int32_t)a || taken[a] ||
			!grid_allows(grid, i, a) || !grid_allows(grid, i, b))
			continue;
		struct welcome welcome = { (int32_t)a,
			(schedule->met[schedule_corner(i, a)] > 0) +
				(schedule->met[schedule_corner(i, b)] > 0),
			grid_score(grid, sheet, i, a) +
				grid_score(grid, sheet, i, b) };
		if (better(&welcome, &best))
			best = welcome;
	}
	return best;
}

/* Who rested most is asked first. strangers: only where they know nobody. */
static void
seat_thirds(struct schedule *schedule, struct round *round, bool strangers)
{
	POOL_AUTO scratch = pool_new();
	bool *taken = pool_alloc(scratch, schedule->n * sizeof *taken);
	const int32_t *order = sort_by_rest(scratch, schedule);

	for (size_t i = 0; i < schedule->n; i++)
		if (round->host[i] >= 0)
			taken[round->host[i]] =
				taken[round->mate[round->host[i]]] = true;
	for (size_t o = schedule->n; o-- > 0;) {
		size_t i = (size_t)order[o];

		if (round->mate[i] >= 0 || round->host[i] >= 0)
			continue;
		struct welcome welcome = find_host(schedule, round, taken, i);
		if (welcome.host < 0 || (strangers && welcome.repeats))
			continue;
		size_t a = (size_t)welcome.host, b = (size_t)round->mate[a];
		round->host[i] = welcome.host;
		taken[a] = taken[b] = true;
		schedule_meet(schedule, i, a, 1);
		schedule_meet(schedule, i, b, 1);
	}
}

/* ---- the plan ---------------------------------------------------------- */

static bool
repeated(struct schedule *schedule, size_t i, int32_t j)
{
	return j >= 0 && schedule->met[schedule_corner(i, (size_t)j)] > 0;
}

/* Repeats and rests, round by round. */
static void
count_all(struct schedule *schedule)
{
	struct rounds *plan = schedule->plan;

	for (int r = 0; r < plan->n; r++)
		schedule_count(schedule, &plan->at[r], -1);
	for (int r = 0; r < plan->n; r++) {
		const struct round *round = &plan->at[r];

		for (size_t i = 0; i < schedule->n; i++) {
			int32_t mate = round->mate[i], host = round->host[i];

			plan->rests += mate < 0 && host < 0;
			if (mate > (int32_t)i)
				plan->repeats += repeated(schedule, i, mate);
			if (host >= 0)
				plan->repeats += repeated(schedule, i, host) +
					repeated(
						schedule, i, round->mate[host]);
		}
		schedule_count(schedule, round, 1);
	}
}

static bool
plan_all(struct schedule *schedule, struct err *err)
{
	struct rounds *plan = schedule->plan;
	const int32_t *open = pool_memdup(schedule->pool, schedule->open,
		schedule->n * sizeof *schedule->open);

	if (suits_circle(schedule)) {
		go_round(schedule);
		return true;
	}
	if (!lay_rounds(schedule, err))
		return false;
	int64_t places = count_places(schedule, open);
	if (plan->n > 1 && all_placed(schedule) < places) {
		if (!mend(schedule, places, err))
			return false;
		plan->full = all_placed(schedule) >= places;
	}
	return true;
}

bool
rounds_plan(struct pool *pool, const struct rounds_input *input,
	struct rounds **result, struct err *err)
{
	POOL_AUTO scratch = pool_new();
	struct rounds *plan = POOL_NEW(pool, struct rounds);
	size_t n = input->grid->n;

	plan->n = CLAMP(input->rounds, 1, ROUNDS_MOST);
	plan->proven = plan->full = true;
	plan->at = pool_alloc(pool, (size_t)plan->n * sizeof *plan->at);
	for (int r = 0; r < plan->n; r++)
		plan->at[r] = new_round(pool, n);
	struct schedule *schedule = open_schedule(scratch, input, plan);
	if (n && !plan_all(schedule, err))
		return false;
	for (int r = 0; r < plan->n && input->trio; r++)
		seat_thirds(schedule, &plan->at[r], false);
	count_all(schedule);
	*result = plan;
	return true;
}
