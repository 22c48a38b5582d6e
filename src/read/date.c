/* Dates as people write them. A text becomes a few tokens; each token is tried
 * as the start of a date in the known forms.
 *
 * A date without a year is the next one; two numbers with a slash are only
 * sure where one of them cannot be a month or the language says which comes
 * first. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "date.h"

static const struct language *
own_language(const struct reading *r)
{
	return r->context->language || r->context->second
		? context_language(r->context, 0)
		: NULL;
}

/* ---- days -------------------------------------------------------------------- */

/* The date of that year, or without one the next that has not passed. */
static bool
resolve(const struct reading *r, int year, int month, int day, int64_t *days)
{
	int64_t today = r->context->today;

	if (!year && !today)
		return false;
	int first = year ? year : civil_from_days(today).year;
	for (int y = first; y <= first + (year ? 0 : 1); y++)
		if (date_day(y, month, day, days) && (year || *days >= today))
			return true;
	return false;
}

/* Is there as much between tokens i - 1 and i as before them? "3.3.27" and
 * "3. 3. 27" hold a year, "3.3. 10" holds an hour. */
static bool
is_even(const struct reading *r, size_t i)
{
	return i < 2 || i >= r->n ||
		r->at[i].begin - r->at[i - 1].end ==
		r->at[i - 1].begin - r->at[i - 2].end;
}

/* A year at token i: four digits, or two where the form says so. */
static int
year_at(const struct reading *r, size_t i, bool two)
{
	if (date_is_number(r, i, 1990, 2200))
		return r->at[i].n;
	if (two && date_is_number(r, i, 0, 99) && r->at[i].digits == 2 &&
		r->at[i].sign != ':' && is_even(r, i))
		return 2000 + r->at[i].n;
	return 0;
}

/* ---- forms of numbers -------------------------------------------------------- */

/* "2027-03-03", "2027/3/3", "2027.03.03". */
static bool
year_first(const struct reading *r, size_t i, struct found *found)
{
	const struct token *t = &r->at[i];

	if (i + 2 >= r->n || t->digits != 4 || !strchr("-/.", t->sign) ||
		t[1].sign != t->sign || !date_is_number(r, i + 1, 1, 12) ||
		!date_is_number(r, i + 2, 1, 31))
		return false;
	found->till = i + 3;
	return resolve(r, t->n, t[1].n, t[2].n, &found->days);
}

/* "3.3." is a date and "3.5" is a number, unless nothing else is said and
 * the language writes its numbers with a comma. */
static bool
is_dotted(const struct reading *r, size_t i)
{
	const struct language *own = own_language(r);

	return r->at[i + 1].sign == '.' ||
		(own && own->decimal && *own->decimal == ',' && r->n <= 3 &&
			i + 2 >= r->n);
}

static bool
numeric_date(const struct reading *r, size_t i, struct found *found)
{
	const struct token *t = &r->at[i];
	const struct language *own = own_language(r);

	if (year_first(r, i, found))
		return true;
	if (!date_is_number(r, i, 1, 31) || !date_is_number(r, i + 1, 1, 31) ||
		!strchr("./-", t->sign))
		return false;
	bool more = t[1].sign == t->sign;
	int year = more ? year_at(r, i + 2, true) : 0;
	if (t->sign == '.' ? !is_dotted(r, i) : t->sign == '-' && !year)
		return false; /* "3-5" is from 3 to 5 */
	int day = t->n, month = t[1].n;
	if (t->sign != '.' && month > 12) {
		day = t[1].n;
		month = t->n;
	}
	found->sure = t->sign == '.' || day > 12 || day == month ||
		(own && own->day_first);
	found->till = i + 2 + (year != 0);
	return month <= 12 && resolve(r, year, month, day, &found->days);
}

/* "3月3日", with or without the year. */
static bool
signed_date(const struct reading *r, size_t i, struct found *found)
{
	int year = 0;

	if (date_is_number(r, i, 1990, 2200) &&
		date_is_word(r, i + 1, " 年 ")) {
		year = r->at[i].n;
		i += 2;
	}
	if (!date_is_number(r, i, 1, 12) || !date_is_word(r, i + 1, " 月 ") ||
		!date_is_number(r, i + 2, 1, 31))
		return false;
	found->till = i + 3 + date_is_word(r, i + 3, " 日 号 號 ");
	return resolve(r, year, r->at[i].n, r->at[i + 2].n, &found->days);
}

/* ---- forms with names -------------------------------------------------------- */

static const char ordinals[] =
	" st nd rd th er o a e de of the den der del di do d ";

static bool
month_first(const struct reading *r, size_t i, struct found *found)
{
	size_t next = i + 1;

	if (!date_is_sense(r, i, SENSE_MONTH))
		return false;
	next += date_is_word(r, next, " the ");
	if (!date_is_number(r, next, 1, 31))
		return false;
	int day = r->at[next++].n;
	if (date_is_word(r, next, ordinals))
		next++;
	int year = year_at(r, next, false);
	found->till = next + (year != 0);
	return resolve(r, year, r->at[i].n, day, &found->days);
}

static bool
day_first(const struct reading *r, size_t i, struct found *found)
{
	size_t next = i + 1;

	if (!date_is_number(r, i, 1, 31))
		return false;
	while (date_is_word(r, next, ordinals))
		next++;
	if (!date_is_sense(r, next, SENSE_MONTH))
		return false;
	int month = r->at[next++].n;
	if (date_is_word(r, next, " de del of "))
		next++;
	int year = year_at(r, next, false);
	found->till = next + (year != 0);
	return resolve(r, year, month, r->at[i].n, &found->days);
}

/* "end of March": its last day. */
static bool
month_end(const struct reading *r, size_t i, struct found *found)
{
	static const int longest[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int64_t days;

	if (!date_is_sense(r, i, SENSE_END))
		return false;
	i += 1 + date_is_word(r, i + 1, ordinals);
	if (!date_is_sense(r, i, SENSE_MONTH) || r->at[i].n > 12 || !r->at[i].n)
		return false;
	int month = r->at[i].n, year = year_at(r, i + 1, false);
	int last = longest[month - 1];
	found->till = i + 1 + (year != 0);
	if (!resolve(r, year, month, last, &days) &&
		!resolve(r, year, month, --last, &days))
		return false;
	/* 29 February is found in a leap year alone */
	int64_t other;
	if (month == 2 && resolve(r, year, 2, 28, &other) && other < days)
		days = other;
	found->days = days;
	return true;
}

/* "the 15th": the next such day. */
static bool
day_alone(const struct reading *r, size_t i, struct found *found)
{
	int64_t today = r->context->today;

	if (!today || !date_is_number(r, i, 1, 31) || r->at[i].sign != ' ' ||
		!date_is_word(r, i + 1, " st nd rd th ") ||
		r->at[i + 1].begin != r->at[i].end)
		return false;
	struct civil c = civil_from_days(today);
	for (int k = 0; k < 3; k++) {
		int month = c.month - 1 + k;

		if (date_day(c.year + month / 12, month % 12 + 1, r->at[i].n,
			    &found->days) &&
			found->days >= today) {
			found->till = i + 2;
			return true;
		}
	}
	return false;
}

/* ---- all of them ------------------------------------------------------------- */

/* "3-5 March" names two days, and a weekday beside a date must be its own. */
static void
doubt(const struct reading *r, struct found *found)
{
	size_t i = found->from;

	if (i && r->at[i - 1].kind == TOKEN_DIGITS &&
		strchr("-/", r->at[i - 1].sign))
		found->sure = false;
	if (i && date_is_sense(r, i - 1, SENSE_WEEKDAY) &&
		r->at[i - 1].n - 1 != civil_from_days(found->days).weekday)
		found->sure = false;
}

bool
date_at(const struct reading *r, size_t i, struct found *found)
{
	*found = (struct found){ .from = i, .sure = true };
	if (i >= r->n)
		return false;
	if (numeric_date(r, i, found) || signed_date(r, i, found) ||
		month_first(r, i, found) || day_first(r, i, found) ||
		month_end(r, i, found) || day_alone(r, i, found)) {
		doubt(r, found);
		return true;
	}
	*found = (struct found){ .from = i, .sure = true };
	return date_tomorrow(r, i, found) || date_span(r, i, found);
}

static bool
find(const struct reading *r, struct found *found)
{
	for (size_t i = 0; i < r->n; i++)
		if (date_at(r, i, found))
			return true;
	for (size_t i = 0; i < r->n; i++) {
		*found = (struct found){ .from = i, .sure = true };
		if (date_weekday(r, i, found))
			return true;
	}
	return false;
}

static struct reading *
reading_new(const char *folded, const struct value_context *context)
{
	struct reading *r = g_new0(struct reading, 1);

	r->context = context;
	r->text = folded;
	date_tokens(r);
	return r;
}

/* "not 3 March", "before 3 March": a word in front turns the date, with no more
 * than an article between. */
static bool
is_turned(const struct reading *r, const struct found *found)
{
	static const char articles[] = " the dem den der le el la o dia ";
	size_t i = found->from;
	bool own;

	while (i &&
		(date_is_word(r, i - 1, articles) ||
			date_is_word(r, i - 1, " on am an ")))
		i--;
	for (size_t k = 0; k < i; k++) {
		const char *at = r->text + r->at[k].begin;

		if (context_sense(r->context, at, SENSE_NOT, &own) && own)
			return true;
	}
	if (!i)
		return false;
	const struct sense *sense = context_sense(
		r->context, r->text + r->at[i - 1].begin, SENSE_TIME, &own);
	return sense && own && (sense->roles & (TIME_AFTER | TIME_EARLIER));
}

/* "2 weeks ago" is no span from now on. By the text, as "ago" is August, too. */
static bool
is_gone(const struct reading *r, const struct found *found)
{
	static const char *const behind[] = { "ago", "geleden", "temu", "fa",
		"sedan", "тому", "atras" };

	if (found->from && date_is_word(r, found->from - 1, " hace ha vor "))
		return true;
	if (found->till >= r->n)
		return false;
	size_t begin = r->at[found->till].begin;
	for (size_t i = 0; i < G_N_ELEMENTS(behind); i++)
		if (date_around(r->text, begin, begin, "", behind[i]))
			return true;
	return false;
}

/* "3 March or 5 March": a second day makes both unsure. So does a weekday that
 * is not the date's own: "Monday or Tuesday". */
static bool
alone(const struct reading *r, struct found *first)
{
	struct found other;
	int weekday = civil_from_days(first->days).weekday;

	if (is_turned(r, first) || is_gone(r, first))
		first->sure = false;
	for (size_t i = first->till; i < r->n; i++)
		if (date_is_sense(r, i, SENSE_WEEKDAY) &&
			r->at[i].end - r->at[i].begin > 2 &&
			r->at[i].n - 1 != weekday)
			first->sure = false;

	for (size_t i = first->till; i < r->n; i++)
		if (date_at(r, i, &other) && other.days != first->days)
			first->sure = false;
	return true;
}

/* Nothing but a date: words that go with one may stand around it. */
static bool
whole(const struct reading *r, struct found *found)
{
	static const char around[] =
		" on the den dem der le el il lo al la o op de am den dnia w "
		"we u e of am zum kadar a ";

	for (size_t i = 0; i < r->n; i++)
		if ((i < found->from || i >= found->till) &&
			!date_is_word(r, i, around) &&
			!date_is_sense(r, i, SENSE_WEEKDAY))
			return false;
	return true;
}

/* The date of a text, if it is one that suits: what stands beside it may make
 * it unsure, or none. */
static bool
read_date(const char *text, const struct value_context *context,
	bool (*suits)(const struct reading *r, struct found *found),
	int64_t *days, bool *sure)
{
	g_autofree char *folded = words_fold(text);
	g_autofree struct reading *r = reading_new(folded, context);
	struct found found;

	if (!find(r, &found) || (suits && !suits(r, &found)))
		return false;
	*days = found.days;
	*sure = found.sure;
	return true;
}

bool
date_find(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	return read_date(text, context, NULL, days, sure);
}

bool
date_only(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	return read_date(text, context, alone, days, sure);
}

bool
date_whole(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	return read_date(text, context, whole, days, sure);
}
