/* The days and hours that a sentence names, and the clauses they stand in:
 * what is denied there, told of what was, or to be replaced, proposes nothing.
 *
 * A sentence is cut into clauses at its signs and at "but". */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "time_words.h"

/* ---- clauses -------------------------------------------------------------------- */

static bool
is_verdict(const struct token *t)
{
	return t->kind == TOKEN_SENSE &&
		(t->sense == SENSE_NO || t->sense == SENSE_YES);
}

/* Does a clause begin with token i? A full stop behind a word that is known may
 * only be that of its short form ("Do."). */
static bool
starts_clause(const struct reading *r, size_t i)
{
	const struct token *before = &r->at[i - 1];
	bool known = before->kind != TOKEN_WORD && !is_verdict(before);

	if (time_is(r, i, TIME_BUT) || time_gap_has(r, i, "!?;()\n,"))
		return true;
	if (time_gap_has(r, i, ".") && before->sign == '.')
		return !known;
	/* " - " parts clauses, "10 - 11" is a stretch */
	return time_gap_has(r, i, "-") && time_gap_has(r, i, " ") &&
		before->kind != TOKEN_DIGITS && r->at[i].kind != TOKEN_DIGITS;
}

/* "any day but Friday": the exception belongs to what it is taken from. */
static bool
is_exception(const struct sentence *s, size_t i)
{
	for (size_t k = i; k-- > 0 && k + 4 > i;)
		if (date_is_sense(&s->r, k, SENSE_ALL) ||
			time_is(&s->r, k, TIME_ANY))
			return true;
	return false;
}

/* "Friday at 3 - no", "Bo can do Friday at 3, I can't": who says nothing but
 * that may well speak of what was said before. */
static void
doubt_before_denials(struct sentence *s)
{
	int before = -1;

	for (size_t i = 0; i < s->r.n; i++) {
		struct clause *clause = &s->clauses[s->clause_of[i]];
		const struct token *t = &s->r.at[i];

		if (s->clause_of[i] != before)
			clause->bare = true;
		before = s->clause_of[i];
		clause->bare &= time_is(&s->r, i, TIME_CANNOT) ||
			(t->kind == TOKEN_SENSE && t->sense == SENSE_NO);
	}
	for (int k = 1; k < s->n_clauses; k++)
		s->clauses[k - 1].doubt = s->clauses[k].bare;
}

static void
cut_clauses(struct sentence *s)
{
	int clause = 0;

	for (size_t i = 0; i < s->r.n; i++) {
		const struct token *t = &s->r.at[i];
		bool except = time_is(&s->r, i, TIME_EXCEPT) ||
			(time_is(&s->r, i, TIME_BUT) && is_exception(s, i));

		if (i && (except || starts_clause(&s->r, i)))
			clause++;
		s->clause_of[i] = clause;
		s->clauses[clause].denied |= except ||
			time_is(&s->r, i, TIME_CANNOT) ||
			(t->kind == TOKEN_SENSE &&
				(t->sense == SENSE_NOT ||
					t->sense == SENSE_NO));
		s->clauses[clause].past |= time_is(&s->r, i, TIME_PAST);
		s->proposes |= time_is(&s->r, i, TIME_PROPOSE | TIME_FITS);
	}
	s->n_clauses = clause + 1;
}

/* ---- days and hours along a sentence ------------------------------------------------ */

/* May a number alone be an hour here? Behind a day, behind another hour and
 * "or", and where the words before it propose. */
static bool
may_be_bare(const struct sentence *s, size_t i)
{
	const struct item *last = s->n ? &s->items[s->n - 1] : NULL;

	if (last && last->next == i && last->kind == ITEM_DAY)
		return !last->day.vague;
	if (last && last->next + 1 == i && last->kind == ITEM_CLOCK &&
		last->clock.hour)
		return time_is(&s->r, i - 1, TIME_OR);
	return i && time_is(&s->r, i - 1, TIME_PROPOSE);
}

/* "Tuesday 10": the hour, or the tenth, where that is a Tuesday? */
static bool
may_be_date(const struct sentence *s, size_t i, const struct clock *clock)
{
	const struct item *last = s->n ? &s->items[s->n - 1] : NULL;
	const struct token *t = &s->r.at[i];

	if (!last || last->kind != ITEM_DAY || last->next != i ||
		t->kind != TOKEN_DIGITS || clock->next != i + 1)
		return false;
	return civil_from_days(last->day.day).day == t->n;
}

static struct item *
item_add(struct sentence *s, enum item_kind kind, size_t from, size_t next)
{
	if (s->n == ITEMS_MOST)
		return NULL;
	struct item *item = &s->items[s->n++];

	*item = (struct item){ .kind = kind,
		.from = from,
		.next = next,
		.clause = s->clause_of[from] };
	for (size_t k = from; k < next && k < s->r.n; k++)
		s->used[k] = true;
	return item;
}

/* "5pm XYZ" in capitals, where not all is: a zone that nobody knows. */
static bool
is_capitals(const struct sentence *s, size_t i)
{
	const struct token *t = &s->r.at[i];
	size_t len = i < s->r.n ? t->end - t->begin : 0;

	if (len < 2 || len > 5 || t->kind != TOKEN_WORD ||
		time_gap_has(&s->r, i, ",.;!?\n"))
		return false;
	g_autofree char *low = g_strndup(s->r.text + t->begin, len);
	g_autofree char *high = g_ascii_strup(low, -1);
	g_autofree char *none = g_ascii_strup(s->raw, -1);
	return g_str_is_ascii(low) && strstr(s->raw, high) &&
		strcmp(none, s->raw) != 0;
}

static bool
follows_day(const struct sentence *s, size_t i)
{
	const struct item *last = s->n ? &s->items[s->n - 1] : NULL;

	return last && last->kind == ITEM_DAY && last->next == i;
}

/* The item at token i, behind which the next may begin; 0: there is none. */
static size_t
take_item(struct sentence *s, size_t i)
{
	struct clock clock;
	struct day day;
	struct item *item;
	size_t from, next;
	int shift;

	if (shift_at(&s->r, i, &shift, &from, &next) ||
		(shift_at(&s->r, i + 1, &shift, &from, &next) && from <= i)) {
		item = item_add(s, ITEM_SHIFT, from, next);
		if (item)
			item->shift = shift;
		return next;
	}
	if (clock_at(&s->r, i, s->frame, may_be_bare(s, i), &clock)) {
		clock.doubt |= may_be_date(s, i, &clock) ||
			(clock.length && !follows_day(s, i));
		if (!clock.zoned && clock.hour && is_capitals(s, clock.next)) {
			clock.zoned = true;
			clock.next++;
		}
		item = item_add(s, ITEM_CLOCK, i, clock.next);
		if (item)
			item->clock = clock;
		return clock.next;
	}
	if (day_at(&s->r, i, s->frame, &day)) {
		item = item_add(s, ITEM_DAY, i, day.next);
		if (item)
			item->day = day;
		return day.next;
	}
	if (time_is(&s->r, i, TIME_ANY)) {
		item_add(s, ITEM_ANY, i, i + 1);
		return i + 1;
	}
	return 0;
}

/* "instead of Thursday", "better than at 5". */
static bool
is_replaced(const struct sentence *s, const struct item *item)
{
	size_t i = item->from;

	while (i && time_is(&s->r, i - 1, TIME_ON | TIME_AT | TIME_THIS) &&
		!time_is(&s->r, i - 1, TIME_RATHER))
		i--;
	return i && time_is(&s->r, i - 1, TIME_RATHER);
}

/* A day to another day is a stretch of days: office hours, a holiday. Hours
 * beside it are none of one day. */
static void
drop_day_stretches(struct sentence *s)
{
	for (size_t k = 1; k < s->n; k++) {
		struct item *a = &s->items[k - 1], *b = &s->items[k];
		bool dash =
			b->from == a->next && time_gap_has(&s->r, b->from, "-");
		bool to = b->from == a->next + 1 &&
			time_is(&s->r, a->next, TIME_TO) &&
			!time_is(&s->r, a->next, TIME_OR);

		if (a->kind == ITEM_DAY && b->kind == ITEM_DAY && (dash || to))
			for (size_t i = k - 1; i < s->n; i++)
				s->items[i].out |=
					s->items[i].clause == a->clause ||
					i <= k;
	}
}

/* "25:00", "5:99". */
static bool
is_no_hour(const struct sentence *s, size_t i)
{
	const struct token *t = &s->r.at[i];

	return t->kind == TOKEN_DIGITS && t->sign == ':' && i + 1 < s->r.n &&
		s->r.at[i + 1].kind == TOKEN_DIGITS &&
		s->r.at[i + 1].begin == t->end + 1;
}

/* What would be a date or an hour, but is none that exists: "31 June", "25:00".
 * Nobody knows what was meant by the rest of it. */
static bool
is_broken(const struct sentence *s, size_t i)
{
	for (size_t k = 0; k < s->n; k++)
		if (s->items[k].kind == ITEM_DAY &&
			s->items[k].clause == s->clause_of[i])
			return is_no_hour(s, i);
	return date_is_sense(&s->r, i, SENSE_MONTH) || is_no_hour(s, i);
}

void
sentence_items(struct sentence *s)
{
	cut_clauses(s);
	doubt_before_denials(s);
	for (size_t i = 0; i < s->r.n;) {
		size_t next = take_item(s, i);

		i = next > i ? next : i + 1;
	}
	for (size_t i = 0; i < s->r.n; i++) {
		struct clause *clause = &s->clauses[s->clause_of[i]];

		clause->strange += !s->used[i] && s->r.at[i].kind == TOKEN_WORD;
		clause->doubt |= !s->used[i] && is_broken(s, i);
	}
	for (size_t k = 0; k < s->n; k++)
		s->clauses[s->items[k].clause].past |=
			s->items[k].kind == ITEM_DAY && s->items[k].day.gone;
	for (size_t k = 0; k < s->n; k++) {
		const struct clause *clause = &s->clauses[s->items[k].clause];

		s->items[k].out = clause->denied || clause->past ||
			is_replaced(s, &s->items[k]);
	}
	drop_day_stretches(s);
}
