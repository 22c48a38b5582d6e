/* The circle method: one sits in the middle, or, when the number is odd,
 * nobody does; the others sit around. In round r place r meets the middle, and
 * the places at the same distance to its left and right meet each other. */
#include "match/rounds.h"

static void
meet(int32_t n, const int32_t *place, int32_t a, int32_t b, int32_t *mate)
{
	if (a >= n || b >= n)
		return; /* an empty middle: rests */
	mate[place[a]] = place[b];
	mate[place[b]] = place[a];
}

void
rounds_circle(int32_t n, const int32_t *place, int r, int32_t *mate)
{
	int32_t around = n % 2 ? n : n - 1, middle = around;

	for (int32_t i = 0; i < n; i++)
		mate[i] = -1;
	if (n < 2)
		return;
	r %= around;
	meet(n, place, r, middle, mate);
	for (int32_t i = 1; i <= around / 2; i++)
		meet(n, place, (r + i) % around, (r + around - i) % around,
			mate);
}
