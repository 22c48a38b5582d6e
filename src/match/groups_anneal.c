/* Simulated annealing. A step proposes that two people change places, mostly
 * such that somebody comes to a friend, or now and then that one moves; it is
 * taken when it gains, or with a chance that falls with what it loses and with
 * the temperature. All in whole numbers, logarithms included, so that every
 * machine takes the same steps.
 */
#include "match/cut.h"

#include <glib.h>

#include "match/lot.h"

#define CHANCES     1024 /* steps of chance */
#define EPOCHS      512  /* of falling temperature */
#define STAGES      4    /* of rising prices for what is wrong */
#define COLD        512 /* the first temperature, the best pair, over the last */
#define FRACTION    10  /* bits of a temperature after the point */
#define SHOW_EPOCHS 8

struct anneal {
	struct cut *cut;
	uint64_t state;
	int64_t heat;          /* temperature, in points << FRACTION */
	int64_t logs[CHANCES]; /* ln of a chance, << FRACTION */
};

static uint64_t
draw(struct anneal *anneal)
{
	uint64_t x = anneal->state; /* xorshift64* (Vigna 2016) */

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	anneal->state = x;
	return x * UINT64_C(2685821657736338717);
}

static int32_t
draw_below(struct anneal *anneal, int32_t n)
{
	return (int32_t)((draw(anneal) >> 33) * (uint64_t)n >> 31);
}

/* ln(part / whole) << FRACTION, by squaring (Knuth, 1.2.2). */
static int64_t
ln_of(uint64_t part, uint64_t whole)
{
	const int bits = 30;
	int64_t log2 = 0; /* << 16 */
	uint64_t x = (part << bits) / whole;

	while (x < UINT64_C(1) << bits) {
		x <<= 1;
		log2 -= 1 << 16;
	}
	for (int b = 15; b >= 0; b--) {
		x = x * x >> bits;
		if (x >= UINT64_C(2) << bits) {
			x >>= 1;
			log2 += INT64_C(1) << b;
		}
	}
	return log2 * 45426 >> (32 - FRACTION); /* ln 2 << 16 */
}

static int64_t
least_gain(struct anneal *anneal)
{
	uint64_t chance = draw(anneal) >> 54;

	return anneal->heat * anneal->logs[chance] / (1 << 2 * FRACTION);
}

/* ---- proposals --------------------------------------------------------- */

/* Anybody of that team or of the bench. */
static int32_t
somebody_of(struct anneal *anneal, int32_t t)
{
	const struct cut *cut = anneal->cut;
	const int32_t *at = t < cut->teams ? cut->team[t].at : cut->bench;
	int32_t n = t < cut->teams ? cut->team[t].n : cut->benched;

	return n ? at[draw_below(anneal, n)] : -1;
}

/* Who may change places with a: somebody who is with a friend of a's. */
static int32_t
beside_friend(struct anneal *anneal, int32_t a)
{
	const struct cut *cut = anneal->cut;
	int32_t friend =
		cut->friends[a * cut->likes + draw_below(anneal, cut->likes)];

	if (friend < 0 || cut->of[friend] == cut->of[a] ||
		cut->of[friend] == cut->teams)
		return -1;
	int32_t other = somebody_of(anneal, cut->of[friend]);
	return other == friend ? -1 : other;
}

static void
propose_swap(struct anneal *anneal, bool friendly)
{
	struct cut *cut = anneal->cut;
	int32_t a = draw_below(anneal, cut->n);
	int32_t b = friendly ? beside_friend(anneal, a)
			     : draw_below(anneal, cut->n);

	if (b < 0 || cut->of[a] == cut->of[b] || cut_stays(cut, a) ||
		cut_stays(cut, b))
		return;
	int64_t least = least_gain(anneal);
	if (cut_swap_gain(cut, a, b, least) >= least)
		cut_swap(cut, a, b);
}

static void
propose_move(struct anneal *anneal)
{
	struct cut *cut = anneal->cut;
	int32_t a = draw_below(anneal, cut->n);
	int32_t to = draw_below(anneal, cut->teams + 1);

	if (cut->of[a] == to || cut_stays(cut, a))
		return;
	int64_t gain = cut_move_gain(cut, a, to);
	if (gain != INT64_MIN && gain >= least_gain(anneal))
		cut_move(cut, a, to);
}

/* ---- cooling ----------------------------------------------------------- */

static void
run_epoch(struct anneal *anneal, int64_t steps)
{
	for (int64_t s = 0; s < steps; s++) {
		uint64_t kind = draw(anneal) >> 60;

		if (kind == 0)
			propose_move(anneal);
		else
			propose_swap(anneal, kind > 4);
	}
}

static void
show(const struct cut *cut, int epoch)
{
	if (cut->input->progress && epoch % SHOW_EPOCHS == 0)
		cut->input->progress(cut->done + cut->share * epoch / EPOCHS,
			cut->input->progress_arg);
}

/* What is wrong costs little at first, so that good groups may pass each other
 * by way of bad ones, and at last more than any points. */
static struct cut_prices
price(const struct cut *cut, int stage)
{
	static const int64_t quarters[STAGES] = { 12, 16, 24, 32 };
	int64_t apart = MIN(cut->high, 1 << 26) * quarters[stage] / 4 + 1;

	return (struct cut_prices){ .apart = apart,
		.again = apart - apart / 4,
		.bench = apart + apart / 2,
		.uneven = apart - apart / 4 };
}

void
cut_anneal(struct cut *cut, int64_t steps, uint64_t seed)
{
	struct anneal anneal = { .cut = cut, .state = lot_mix(seed) | 1 };
	int64_t cooling = ln_of(1, COLD);

	if (cut->n < 2 || cut->teams < 1)
		return;
	for (uint64_t c = 0; c < CHANCES; c++)
		anneal.logs[c] = ln_of(2 * c + 1, (uint64_t)2 * CHANCES);
	/* a geometric fall: each epoch by 1 + ln(1 / cold) / epochs */
	anneal.heat = cut->high << FRACTION;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		if (epoch % (EPOCHS / STAGES) == 0)
			cut_set_prices(
				cut, price(cut, epoch / (EPOCHS / STAGES)));
		run_epoch(&anneal, steps / EPOCHS);
		anneal.heat += anneal.heat * cooling / EPOCHS / (1 << FRACTION);
		show(cut, epoch);
	}
}
