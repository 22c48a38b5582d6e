/* What names one of the offered times: its number, its place in the list, its
 * day, its hour. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "slots.h"

/* ---- what names a slot ---------------------------------------------------------- */

static struct civil
slot_civil(const struct choice *c, size_t k)
{
	int64_t at = c->question->slots.at[k];

	if (c->context->zone)
		return civil_of(c->context->zone, at);
	struct civil civil = civil_from_days(at / 86400);
	civil.hour = (int)(at % 86400 / 3600);
	civil.minute = (int)(at % 3600 / 60);
	return civil;
}

size_t
slots_count(const struct choice *c)
{
	return MIN(c->question->slots.n, (size_t)POLL_SLOTS);
}

static slot_set
slot_bit(const struct choice *c, int number)
{
	return number >= 1 && (size_t)number <= slots_count(c)
		? 1u << (number - 1)
		: 0;
}

/* Those on that day, or of that weekday where only that was said. */
static slot_set
slots_on(const struct choice *c, const struct day *day, size_t i)
{
	slot_set set = 0;
	int weekday = -1;

	for (size_t k = i; k < day->next; k++)
		if (date_is_sense(&c->r, k, SENSE_WEEKDAY))
			weekday = c->r.at[k].n - 1;
		else if (c->r.at[k].kind == TOKEN_DIGITS ||
			date_is_sense(&c->r, k, SENSE_MONTH))
			weekday = -2 - weekday; /* a date beside it */
	for (size_t k = 0; k < slots_count(c); k++) {
		struct civil civil = slot_civil(c, k);
		int64_t at = civil_days(civil.year, civil.month, civil.day);

		if (weekday >= 0 ? civil.weekday == weekday : at == day->day)
			set |= 1u << k;
	}
	return set;
}

static slot_set
slots_at(const struct choice *c, const struct clock *clock)
{
	slot_set set = 0, half = 0;

	for (size_t k = 0; k < slots_count(c); k++) {
		struct civil civil = slot_civil(c, k);
		int at = civil.hour * 60 + civil.minute;
		bool fits = clock->till < 0 ? at == clock->from
					    : at >= clock->from &&
				(at < clock->till || at == clock->from);

		/* "10:00 to 11:00" names the slot itself */
		if (fits)
			set |= 1u << k;
		else if (clock->till < 0 && clock->hour &&
			ABS(at - clock->from) == DAY_MINUTES / 2)
			half |= 1u << k;
	}
	return set ? set : half;
}

static bool
is_digits(const struct choice *c, size_t i)
{
	return i < c->r.n && c->r.at[i].kind == TOKEN_DIGITS;
}

/* A number that is no hour and no date. */
static bool
is_place(const struct choice *c, size_t i)
{
	const struct token *t = &c->r.at[i];

	return t->kind == TOKEN_DIGITS && t->digits == 1 && t->n >= 1 &&
		!(t->sign != ' ' && i + 1 < c->r.n && strchr(".:/", t->sign) &&
			c->r.at[i + 1].kind == TOKEN_DIGITS &&
			c->r.at[i + 1].begin == t->end + 1) &&
		!time_is(&c->r, i + 1, TIME_HOUR | TIME_HALF) &&
		!date_is_sense(&c->r, i + 1, SENSE_MONTH);
}

/* "the first two", "the last two". */
static bool
several_at(const struct choice *c, size_t i, int place, slot_set *set,
	size_t *next)
{
	int n, count = (int)slots_count(c);
	size_t behind;

	if ((place != 1 && place != -1) || is_digits(c, i + 1) ||
		!time_number(&c->r, i + 1, &n, &behind) || n < 1 || n > count)
		return false;
	*set = (1u << n) - 1;
	if (place < 0)
		*set <<= count - n;
	*next = behind;
	return true;
}

/* "1", "1-3", "the first", "one". */
bool
slots_by_place(struct choice *c, size_t i, slot_set *set, size_t *next)
{
	int n = c->r.at[i].n, till;

	*next = i + 1;
	if (time_is(&c->r, i, TIME_PLACE)) {
		n = n < 0 ? (int)slots_count(c) + 1 + n : n;
		c->evident = true;
	} else if (is_place(c, i)) {
		*next += date_is_word(&c->r, i + 1, " st nd rd th ");
	} else if (c->r.at[i].kind == TOKEN_DIGITS ||
		!time_number(&c->r, i, &n, next) || n < 1 ||
		(size_t)n > slots_count(c)) {
		return false;
	}
	*set = slot_bit(c, n);
	if (time_is(&c->r, i, TIME_PLACE) &&
		several_at(c, i, c->r.at[i].n, set, next))
		return true;
	bool to = time_is(&c->r, *next, TIME_TO);
	if ((to || time_gap_has(&c->r, *next, "-")) && *next + to < c->r.n &&
		is_place(c, *next + to) && c->r.at[*next + to].n > n) {
		till = c->r.at[*next + to].n;
		for (; n <= till; n++)
			*set |= slot_bit(c, n);
		*next += 1 + to;
	}
	c->doubt |= !*set; /* there is no such slot */
	return true;
}

/* A day, an hour, or both; *found false where no slot is then. */
bool
slots_by_moment(struct choice *c, size_t i, slot_set *set, size_t *next)
{
	struct clock clock;
	struct day day;
	bool dated = false, timed = false;

	*set = c->all;
	*next = i;
	if (clock_at(&c->r, i, &c->frame, false, &clock)) {
		timed = true;
		*set &= slots_at(c, &clock);
		*next = clock.next;
	}
	if (*next < c->r.n && !time_gap_has(&c->r, *next, ";\n") &&
		day_at(&c->r, *next, &c->frame, &day) && !day.vague) {
		dated = true;
		*set &= slots_on(c, &day, *next);
		c->doubt |= day.doubt && !*set; /* "1/3" */
		*next = day.next;
	}
	if (dated && !timed && *next < c->r.n &&
		clock_at(
			&c->r, *next, &c->frame, !is_place(c, *next), &clock)) {
		*set &= slots_at(c, &clock);
		*next = clock.next;
	}
	return dated || timed;
}
