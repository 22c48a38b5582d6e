/* Rows of weights: the score's, and what history, credits and pins do to them.
 */
#include "match/pass.h"

#include <glib.h>
#include <string.h>

#include "match/compat.h"

#define SHOW_EVERY 256 /* rows between two signs of progress */
#define STEP       16

/* ---- pins ------------------------------------------------------------- */

static void
set(uint64_t *bits, size_t j)
{
	bits[j / 64] |= UINT64_C(1) << (j % 64);
}

static bool
has(const uint64_t *bits, size_t j)
{
	return bits[j / 64] >> (j % 64) & 1;
}

/* As a mentor (of mentees, when learns) i has so many pinned partners. Which
 * way a pair goes that may go both is not known here: it takes no room. */
static int
pins_of(const struct sheet *sheet, size_t i, bool directed, bool learns)
{
	const struct pair_set *pins = &sheet->pinned;
	int count = 0;

	for (uint32_t p = pins->start[i]; p < pins->start[i + 1]; p++) {
		size_t mentor = learns ? pins->with[p] : i;
		size_t mentee = learns ? i : pins->with[p];

		count += !directed ||
			(compat_may_mentor(sheet, mentor, mentee) &&
				!compat_may_mentor(sheet, mentee, mentor));
	}
	return count;
}

/* Who has no room but for those they are pinned to. */
static uint64_t *
pinned_away(struct pool *pool, const struct pass *pass, bool learns)
{
	const struct sheet *sheet = pass->sheet;
	const struct matching *matching = sheet->input->matching;
	uint64_t *bits = pool_alloc(pool, pass->words * sizeof *bits);

	for (size_t i = 0; i < sheet->n && sheet->pinned.n; i++) {
		int pins = pins_of(sheet, i, pass->directed, learns);
		int room = 1;

		if (pass->directed)
			room = learns ? MAX(matching->mentors, 1)
				      : participant_capacity(sheet->who[i],
						MAX(matching->capacity, 1));
		if (pins && pins >= room)
			set(bits, i);
	}
	return bits;
}

static void
set_pins(struct pass *pass)
{
	const struct pair_set *pins = &pass->sheet->pinned;

	for (uint32_t p = pins->start[pass->i]; p < pins->start[pass->i + 1];
		p++) {
		size_t j = pins->with[p];

		if (j >= pass->from &&
			(!pass->directed ||
				compat_may_mentor(pass->sheet, pass->i, j)))
			set(pass->bits, j);
	}
}

static void
heed_pins(struct pass *pass)
{
	const uint64_t *others = pass->directed ? pass->learned : pass->taken;

	if (!pass->sheet->pinned.n)
		return;
	if (has(pass->taken, pass->i))
		memset(pass->bits, 0, pass->words * sizeof *pass->bits);
	for (size_t w = 0; w < pass->words; w++)
		pass->bits[w] &= ~others[w];
	set_pins(pass);
}

/* ---- weights ---------------------------------------------------------- */

static void
add_to_pairs(struct pass *pass, const struct pair_set *pairs, int32_t points)
{
	if (!pairs->n)
		return;
	for (uint32_t p = pairs->start[pass->i]; p < pairs->start[pass->i + 1];
		p++)
		if (pairs->with[p] >= pass->from)
			pass->weight[pairs->with[p]] += points;
}

/* What was pinned is not held against its people, and is worth taking. */
static void
lift_pins(struct pass *pass)
{
	const struct pair_set *pins = &pass->sheet->pinned;

	if (!pins->n)
		return;
	for (uint32_t p = pins->start[pass->i]; p < pins->start[pass->i + 1];
		p++) {
		size_t j = pins->with[p];

		if (j < pass->from)
			continue;
		if (pair_set_has(&pass->sheet->history, pass->i, j))
			pass->weight[j] += WEIGHT_AGAIN;
		pass->weight[j] = MAX(pass->weight[j], 1);
	}
}

/* A fixed number of people: vector instructions. */
static void
add_credits(
	int32_t *restrict weight, const int32_t *restrict credit, int32_t also)
{
	for (size_t k = 0; k < STEP; k++)
		weight[k] = MIN(weight[k], WEIGHT_SCORE) + also + credit[k];
}

static void
weigh(struct pass *pass)
{
	const struct solve_input *input = pass->sheet->input;
	int32_t credit = pass->credit[pass->i];

	rows_score(pass->rows, pass->i,
		pass->directed ? ROWS_MENTOR : ROWS_EITHER, pass->from,
		pass->weight);
	size_t j = pass->from, n = pass->sheet->n;
	for (; j + STEP <= n; j += STEP)
		add_credits(pass->weight + j, pass->credit + j, credit);
	for (; j < n; j++)
		pass->weight[j] = MIN(pass->weight[j], WEIGHT_SCORE) + credit +
			pass->credit[j];
	add_to_pairs(pass, &pass->sheet->history, -WEIGHT_AGAIN);
	add_to_pairs(pass, &pass->sheet->kept,
		(int32_t)CLAMP(input->keep_price, 0, WEIGHT_SCORE));
	lift_pins(pass);
}

/* ---- the pass --------------------------------------------------------- */

void
pass_start(struct pass *pass, struct pool *pool, const struct sheet *sheet,
	bool weigh_too)
{
	size_t n = sheet->n;

	*pass = (struct pass){ .sheet = sheet, .weigh = weigh_too };
	pass->directed = sheet->input->matching->form == MATCHING_MENTORS;
	pass->rows = sheet_rows(sheet);
	pass->words = rows_words(pass->rows);
	pass->bits = pool_alloc(pool, pass->words * sizeof *pass->bits);
	pass->weight = pool_alloc(pool, n * sizeof *pass->weight);
	pass->taken = pinned_away(pool, pass, false);
	if (pass->directed)
		pass->learned = pinned_away(pool, pass, true);
	pass->credit = pool_alloc(pool, n * sizeof *pass->credit);
	for (size_t i = 0; i < n; i++)
		pass->credit[i] = (int32_t)sheet->credit[i];
}

static void
show(struct pass *pass)
{
	const struct solve_input *input = pass->sheet->input;
	double n = (double)pass->sheet->n, left = n - (double)pass->i;

	if (input->progress && pass->share > 0 && pass->i % SHOW_EVERY == 0)
		input->progress(pass->shown +
				pass->share *
					(pass->directed ? 1 - left / n
							: 1 -
								left * left /
									(n * n)),
			input->progress_arg);
}

static int64_t
count(const uint64_t *bits, size_t words)
{
	int64_t sum = 0;

	for (size_t w = 0; w < words; w++)
		sum += __builtin_popcountll(bits[w]);
	return sum;
}

/* In both directions: those who can be each other's mentor are counted by the
 * one who stands first. */
static int64_t
count_once(struct pass *pass)
{
	POOL_AUTO scratch = pool_new();
	size_t i = pass->i;
	int64_t all = count(pass->bits, pass->words);

	if (!role_learns(pass->sheet->who[i]->role))
		return all;
	uint64_t *back = pool_alloc(scratch, pass->words * sizeof *back);
	rows_allow(pass->rows, i, ROWS_MENTEE, 0, back);
	for (size_t w = 0; w < pass->words; w++)
		back[w] &= pass->bits[w];
	back[i / 64] &= ~(~UINT64_C(0) << (i % 64));
	return all - count(back, i / 64 + 1);
}

bool
pass_next(struct pass *pass)
{
	size_t n = pass->sheet->n;

	if (pass->next >= n)
		return false;
	pass->i = pass->next++;
	pass->from = pass->directed ? 0 : pass->i + 1;
	rows_allow(pass->rows, pass->i,
		pass->directed ? ROWS_MENTOR : ROWS_EITHER, pass->from,
		pass->bits);
	/* nobody of the row's first word who stands before its begin */
	memset(pass->bits, 0, pass->from / 64 * sizeof *pass->bits);
	if (pass->from < n)
		pass->bits[pass->from / 64] &= ~UINT64_C(0)
			<< (pass->from % 64);
	else
		memset(pass->bits, 0, pass->words * sizeof *pass->bits);
	pass->possible = pass->directed ? count_once(pass)
					: count(pass->bits, pass->words);
	heed_pins(pass);
	if (pass->weigh && count(pass->bits, pass->words))
		weigh(pass);
	show(pass);
	return true;
}
