/* A cut, and what changes of it gain. */
#include "match/cut.h"

#include <glib.h>
#include <string.h>

#define LIKES       16        /* friends that are remembered */
#define WORTH_LIMIT (1 << 30) /* either way */

/* ---- what it is made of ------------------------------------------------ */

static bool
have_met(const struct cut *cut, int32_t i, int32_t j)
{
	const struct sheet *sheet = cut->input->sheet;

	return sheet && pair_set_has(&sheet->history, (size_t)i, (size_t)j);
}

void
cut_set_prices(struct cut *cut, struct cut_prices prices)
{
	const struct grid *grid = cut->input->grid;

	cut->prices = prices;
	for (int32_t j = 0; j < cut->n; j++)
		for (int32_t i = 0; i < j; i++) {
			size_t ij = (size_t)i * (size_t)cut->n + (size_t)j;
			size_t ji = (size_t)j * (size_t)cut->n + (size_t)i;
			int64_t worth = -prices.apart;

			if (grid_allows(grid, (size_t)i, (size_t)j))
				worth = grid_score(grid, cut->input->sheet,
						(size_t)i, (size_t)j) -
					(have_met(cut, i, j) ? prices.again
							     : 0);
			worth = CLAMP(worth, -WORTH_LIMIT, WORTH_LIMIT);
			cut->worth[ij] = cut->worth[ji] = (int32_t)worth;
		}
	for (int32_t t = 0; t < cut->teams; t++)
		cut->team[t].fine = cut_fine(
			cut, &cut->team[t], cut->team[t].at, cut->team[t].n);
}

static void
find_high(struct cut *cut)
{
	const struct grid *grid = cut->input->grid;

	cut->high = 1;
	for (size_t j = 1; j < grid->n; j++)
		for (size_t i = 0; i < j; i++)
			if (grid_allows(grid, i, j))
				cut->high = MAX(cut->high,
					grid_score(
						grid, cut->input->sheet, i, j));
}

static void
find_kinds(struct cut *cut)
{
	cut->kind = pool_alloc(cut->pool, (size_t)cut->n * sizeof *cut->kind);
	for (int32_t i = 0; cut->input->sheet && i < cut->n; i++) {
		enum role role = cut->input->sheet->who[i]->role;

		if (role == ROLE_MENTOR)
			cut->kind[i] = CUT_MENTOR;
		else if (role == ROLE_BOTH)
			cut->kind[i] = CUT_BOTH;
	}
}

/* As many of a value as fall to a group of that size, rounded up. */
static int32_t *
find_limits(struct cut *cut, const int32_t *value)
{
	int32_t most = 0;

	for (int32_t i = 0; i < cut->n; i++)
		most = MAX(most, value[i]);
	size_t sizes = GROUP_MOST + 1;
	int64_t *count =
		pool_alloc(cut->pool, ((size_t)most + 1) * sizeof *count);
	int32_t *limit = pool_alloc(
		cut->pool, ((size_t)most + 1) * sizes * sizeof *limit);

	for (int32_t i = 0; i < cut->n; i++)
		if (value[i] >= 0)
			count[value[i]]++;
	for (int32_t v = 0; v <= most; v++)
		for (size_t s = 1; s < sizes; s++)
			limit[(size_t)v * sizes + s] =
				(int32_t)((count[v] * (int64_t)s + cut->n - 1) /
					cut->n);
	return limit;
}

/* Each one's best partners, best first, for proposals. */
static void
find_friends(struct cut *cut)
{
	cut->likes = MIN(LIKES, cut->n - 1);
	cut->friends = pool_alloc(cut->pool,
		(size_t)cut->n * (size_t)cut->likes * sizeof *cut->friends);
	for (int32_t i = 0; i < cut->n; i++) {
		int32_t *best = &cut->friends[(size_t)i * (size_t)cut->likes];
		int32_t known = 0;

		for (int32_t j = 0; j < cut->n; j++) {
			int32_t worth = cut_worth(cut, i, j), to = known;

			if (j == i ||
				!grid_allows(
					cut->input->grid, (size_t)i, (size_t)j))
				continue;
			for (; to > 0 &&
				cut_worth(cut, i, best[to - 1]) < worth;
				to--)
				if (to < cut->likes)
					best[to] = best[to - 1];
			if (to < cut->likes)
				best[to] = j;
			known = MIN(known + 1, cut->likes);
		}
		for (; known < cut->likes; known++)
			best[known] = -1;
	}
}

/* ---- teams ------------------------------------------------------------- */

static void
take_seat(struct cut *cut, int32_t t, int32_t i)
{
	cut->of[i] = t;
	if (t == cut->teams) {
		cut->slot[i] = cut->benched;
		cut->bench[cut->benched++] = i;
		return;
	}
	cut->slot[i] = cut->team[t].n;
	cut->team[t].at[cut->team[t].n++] = i;
}

static void
leave_seat(struct cut *cut, int32_t i)
{
	int32_t t = cut->of[i], slot = cut->slot[i], last;

	if (t == cut->teams) {
		last = cut->bench[--cut->benched];
		cut->bench[slot] = last;
	} else {
		last = cut->team[t].at[--cut->team[t].n];
		cut->team[t].at[slot] = last;
	}
	cut->slot[last] = slot;
}

static void
place_standing(struct cut *cut)
{
	const struct groups_input *input = cut->input;

	cut->teams = (int32_t)input->standings;
	for (int32_t i = 0; i < cut->n; i++)
		cut->of[i] = cut->teams;
	for (int32_t t = 0; t < cut->teams; t++) {
		const struct member_places *standing = &input->standing[t];
		struct team *team = &cut->team[t];
		int32_t mentors = 0;

		for (size_t m = 0; m < standing->n; m++) {
			int32_t i = (int32_t)standing->at[m];

			if (cut->of[i] < cut->teams)
				continue; /* in another one already */
			take_seat(cut, t, i);
			mentors += cut->kind[i] == CUT_MENTOR;
		}
		team->stands = true;
		team->fixed = team->n;
		team->least = team->n;
		team->most = MAX(team->n, input->most);
		team->mentors_most = MAX(mentors, 1);
	}
}

/* New teams, empty so far; everybody else is on the bench. */
static void
place_new(struct cut *cut)
{
	int32_t standing = cut->teams;

	cut->teams += cut_count_teams(cut);
	for (int32_t t = standing; t < cut->teams; t++)
		cut->team[t] = (struct team){ .most = cut->input->most,
			.mentors_most = 1 };
	for (int32_t i = 0; i < cut->n; i++)
		if (cut->of[i] == standing)
			take_seat(cut, cut->teams, i);
}

/* ---- fines ------------------------------------------------------------- */

/* Leaders too many or too few; a group that stands may go on without. */
static int32_t
leaders_wrong(const struct cut *cut, const struct team *team, const int32_t *at,
	int32_t n)
{
	int32_t mentors = 0, both = 0;

	for (int32_t m = 0; m < n; m++) {
		mentors += cut->kind[at[m]] == CUT_MENTOR;
		both += cut->kind[at[m]] == CUT_BOTH;
	}
	if (mentors > team->mentors_most)
		return mentors - team->mentors_most;
	return !mentors && !both && !team->stands;
}

int32_t
cut_wrongs(const struct cut *cut, const struct team *team, const int32_t *at,
	int32_t n)
{
	int32_t wrongs = 0;

	if (!team->stands && n < cut->input->least)
		wrongs += cut->input->least - n;
	if (cut->plain)
		return wrongs;
	if (cut->input->leaders)
		wrongs += leaders_wrong(cut, team, at, n);
	if (cut->segments && !cut_all_common(cut, at, n))
		wrongs++;
	return wrongs;
}

int64_t
cut_imbalance(const struct cut *cut, const int32_t *at, int32_t n)
{
	int64_t over = 0;

	for (size_t c = 0; c < cut->input->balances; c++) {
		const int32_t *value = cut->input->balance[c];

		for (int32_t m = 1; m < n; m++) {
			int32_t v = value[at[m]], same = 1;

			if (v < 0)
				continue;
			for (int32_t o = 0; o < m; o++)
				same += value[at[o]] == v;
			over += same > cut->limit[c][v * (GROUP_MOST + 1) + n];
		}
	}
	return over * cut->input->balance_price;
}

int64_t
cut_fine(const struct cut *cut, const struct team *team, const int32_t *at,
	int32_t n)
{
	int64_t off = n - cut->input->size;

	if (!n)
		return 0;
	return cut->prices.uneven * off * off +
		cut->prices.apart * cut_wrongs(cut, team, at, n) +
		cut_imbalance(cut, at, n);
}

static int64_t
bench_fine(const struct cut *cut, int32_t i)
{
	const struct sheet *sheet = cut->input->sheet;

	return cut->prices.bench + (sheet ? sheet->credit[i] : 0);
}

/* ---- gains ------------------------------------------------------------- */

/* Of b in the place of a, pairs alone. */
static int64_t
replace_gain(const struct cut *cut, int32_t a, int32_t b)
{
	const int32_t *out = &cut->worth[(size_t)a * (size_t)cut->n];
	const int32_t *in = &cut->worth[(size_t)b * (size_t)cut->n];
	const struct team *team = &cut->team[cut->of[a]];
	int64_t gain = 0;

	if (cut->of[a] == cut->teams)
		return 0;
	for (int32_t m = 0; m < team->n; m++)
		gain += in[team->at[m]] - out[team->at[m]];
	return gain - in[a];
}

static int64_t
replace_fine(const struct cut *cut, int32_t a, int32_t b)
{
	const struct team *team = &cut->team[cut->of[a]];
	int32_t at[GROUP_MOST];

	if (cut->of[a] == cut->teams)
		return bench_fine(cut, b) - bench_fine(cut, a);
	memcpy(at, team->at, sizeof at);
	at[cut->slot[a]] = b;
	return cut_fine(cut, team, at, team->n) - team->fine;
}

int64_t
cut_swap_gain(const struct cut *cut, int32_t a, int32_t b, int64_t least)
{
	int64_t gain = replace_gain(cut, a, b) + replace_gain(cut, b, a);
	bool bench = cut->of[a] == cut->teams || cut->of[b] == cut->teams;

	if (cut->plain && !bench)
		return gain;
	if (!bench) {
		int64_t at_most = gain + cut->team[cut->of[a]].fine +
			cut->team[cut->of[b]].fine;

		if (at_most < least)
			return at_most;
	}
	return gain - replace_fine(cut, a, b) - replace_fine(cut, b, a);
}

void
cut_swap(struct cut *cut, int32_t a, int32_t b)
{
	int32_t of_a = cut->of[a], of_b = cut->of[b];
	int32_t slot_a = cut->slot[a], slot_b = cut->slot[b];

	*(of_a < cut->teams ? &cut->team[of_a].at[slot_a]
			    : &cut->bench[slot_a]) = b;
	*(of_b < cut->teams ? &cut->team[of_b].at[slot_b]
			    : &cut->bench[slot_b]) = a;
	cut->of[a] = of_b;
	cut->of[b] = of_a;
	cut->slot[a] = slot_b;
	cut->slot[b] = slot_a;
	for (int side = 0; side < 2; side++) {
		int32_t t = side ? of_a : of_b;

		if (t < cut->teams)
			cut->team[t].fine = cut_fine(cut, &cut->team[t],
				cut->team[t].at, cut->team[t].n);
	}
}

static int64_t
leave_gain(const struct cut *cut, int32_t a)
{
	const struct team *team = &cut->team[cut->of[a]];
	int64_t gain = team->fine;
	int32_t at[GROUP_MOST];

	for (int32_t m = 0; m < team->n; m++)
		if (team->at[m] != a)
			gain -= cut_worth(cut, a, team->at[m]);
	memcpy(at, team->at, sizeof at);
	at[cut->slot[a]] = at[team->n - 1];
	return gain - cut_fine(cut, team, at, team->n - 1);
}

static int64_t
join_gain(const struct cut *cut, int32_t a, int32_t t)
{
	const struct team *team = &cut->team[t];
	int64_t gain = team->fine;
	int32_t at[GROUP_MOST];

	memcpy(at, team->at, sizeof at);
	at[team->n] = a;
	for (int32_t m = 0; m < team->n; m++)
		gain += cut_worth(cut, a, team->at[m]);
	return gain - cut_fine(cut, team, at, team->n + 1);
}

int64_t
cut_move_gain(const struct cut *cut, int32_t a, int32_t to)
{
	int32_t from = cut->of[a];

	if (from == to ||
		(from < cut->teams &&
			cut->team[from].n <= cut->team[from].least) ||
		(to < cut->teams && cut->team[to].n >= cut->team[to].most))
		return INT64_MIN;
	return (from < cut->teams ? leave_gain(cut, a) : bench_fine(cut, a)) +
		(to < cut->teams ? join_gain(cut, a, to) : -bench_fine(cut, a));
}

void
cut_move(struct cut *cut, int32_t a, int32_t to)
{
	int32_t from = cut->of[a];

	leave_seat(cut, a);
	take_seat(cut, to, a);
	for (int side = 0; side < 2; side++) {
		int32_t t = side ? from : to;

		if (t < cut->teams)
			cut->team[t].fine = cut_fine(cut, &cut->team[t],
				cut->team[t].at, cut->team[t].n);
	}
}

int64_t
cut_total(const struct cut *cut)
{
	int64_t sum = 0;

	for (int32_t t = 0; t < cut->teams; t++) {
		const struct team *team = &cut->team[t];

		sum -= team->fine;
		for (int32_t m = 1; m < team->n; m++)
			for (int32_t o = 0; o < m; o++)
				sum += cut_worth(cut, team->at[m], team->at[o]);
	}
	for (int32_t b = 0; b < cut->benched; b++)
		sum -= bench_fine(cut, cut->bench[b]);
	return sum;
}

/* ---- the cut ----------------------------------------------------------- */

struct cut *
cut_new(struct pool *pool, const struct groups_input *input)
{
	struct cut *cut = POOL_NEW(pool, struct cut);
	size_t n = input->grid->n;

	g_assert(n < INT32_MAX / 2);
	cut->input = input;
	cut->pool = pool;
	cut->n = (int32_t)n;
	cut->worth = pool_alloc(pool, n * n * sizeof *cut->worth);
	cut->of = pool_alloc(pool, n * sizeof *cut->of);
	cut->slot = pool_alloc(pool, n * sizeof *cut->slot);
	cut->bench = pool_alloc(pool, n * sizeof *cut->bench);
	cut->team = pool_alloc(pool,
		(input->standings + n / (size_t)input->least + 1) *
			sizeof *cut->team);
	cut->limit = pool_alloc(pool, input->balances * sizeof *cut->limit);
	for (size_t c = 0; c < input->balances && n; c++)
		cut->limit[c] = find_limits(cut, input->balance[c]);
	find_high(cut);
	find_kinds(cut);
	cut_find_common(cut);
	cut->plain = !input->leaders && !input->balances && !cut->segments;
	place_standing(cut);
	place_new(cut);
	cut_set_prices(cut, (struct cut_prices){ .apart = 1 });
	cut_pin(cut);
	find_friends(cut);
	return cut;
}
