/* The end of it: whoever breaks a rule leaves, groups too small to be are
 * given up, and then every swap and move is tried until none gains, at prices
 * that keep the order in which things count.
 */
#include "match/cut.h"

#include <glib.h>

#define SWEEPS 64

/* Pairs within the team that are apart from i; and points. */
struct harm {
	int32_t who, apart;
	int64_t worth;
};

static bool
sound(const struct cut *cut, const struct team *team)
{
	for (int32_t m = 1; m < team->n; m++)
		for (int32_t o = 0; o < m; o++)
			if (cut_worth(cut, team->at[m], team->at[o]) ==
				-cut->prices.apart)
				return false;
	return cut_wrongs(cut, team, team->at, team->n) == 0;
}

static struct harm
harm_of(const struct cut *cut, const struct team *team, int32_t m)
{
	struct harm harm = { team->at[m], 0, 0 };

	for (int32_t o = 0; o < team->n; o++) {
		if (o == m)
			continue;
		int32_t worth = cut_worth(cut, team->at[m], team->at[o]);

		if (worth == -cut->prices.apart)
			harm.apart++;
		else
			harm.worth += worth;
	}
	return harm;
}

/* Take out who is apart from most, of those the one who brings least. */
static void
put_right(struct cut *cut, int32_t t)
{
	struct team *team = &cut->team[t];

	int32_t least = team->stands ? 0 : cut->input->least;

	while (team->n > team->fixed && team->n >= least && !sound(cut, team)) {
		struct harm worst = harm_of(cut, team, team->fixed);

		for (int32_t m = team->fixed + 1; m < team->n; m++) {
			struct harm harm = harm_of(cut, team, m);

			if (harm.apart > worst.apart ||
				(harm.apart == worst.apart &&
					harm.worth < worst.worth))
				worst = harm;
		}
		cut_move(cut, worst.who, cut->teams);
	}
	while (team->n > 0 && team->n < least)
		cut_move(cut, team->at[team->n - 1], cut->teams);
}

/* A team that was given up is empty, and nobody moves to it. */
static bool
improve(struct cut *cut, int32_t a)
{
	bool gained = false;

	for (int32_t t = 0; t <= cut->teams; t++)
		if (cut->of[a] != t && (t == cut->teams || cut->team[t].n) &&
			cut_move_gain(cut, a, t) > 0) {
			cut_move(cut, a, t);
			gained = true;
		}
	for (int32_t b = 0; b < cut->n; b++)
		if (cut->of[a] != cut->of[b] && !cut_stays(cut, b) &&
			cut_swap_gain(cut, a, b, 1) > 0) {
			cut_swap(cut, a, b);
			gained = true;
		}
	return gained;
}

static void
climb(struct cut *cut)
{
	bool gained = true;

	for (int sweep = 0; gained && sweep < SWEEPS; sweep++) {
		gained = false;
		for (int32_t a = 0; a < cut->n; a++)
			gained |= !cut_stays(cut, a) && improve(cut, a);
	}
}

void
cut_polish(struct cut *cut)
{
	int64_t apart = MIN(cut->high * 4096, 1 << 30);

	cut_set_prices(cut,
		(struct cut_prices){ .apart = apart,
			.again = apart / 64,
			.bench = apart / 2,
			.uneven = apart / 16 });
	climb(cut);
	for (int32_t t = 0; t < cut->teams; t++)
		put_right(cut, t);
	climb(cut);
}
