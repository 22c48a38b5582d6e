/* Days as people write them about a meeting: "Thursday", "Friday next week",
 * "the 3rd", "tomorrow".
 *
 * A weekday alone is the one of the meeting's week where that is still to
 * come and the next one is not as near to the meeting; where both may be
 * meant, it is doubtful. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "time_words.h"

#define CLOSE 3 /* days before the meeting */

static int
weekday_of(int64_t day)
{
	return civil_from_days(day).weekday;
}

static int64_t
monday_of(int64_t day)
{
	return day - weekday_of(day);
}

/* ---- weekdays ------------------------------------------------------------------ */

/* What stands before or behind a weekday. */
struct around {
	bool this, next, last, week;
	int weeks;
	size_t from, till;
};

static bool
take_around(const struct reading *r, size_t i, struct around *a)
{
	if (date_is_sense(r, i, SENSE_NEXT))
		a->next = true;
	else if (date_is_sense(r, i, SENSE_LAST))
		a->last = true;
	else if (time_is(r, i, TIME_WEEK)) {
		a->week = true;
		a->weeks = r->at[i].n;
	} else if (time_is(r, i, TIME_THIS))
		a->this = true;
	else
		return false;
	return true;
}

static void
plain_weekday(const struct frame *frame, int weekday, struct day *day)
{
	int64_t next =
		frame->today + (weekday - weekday_of(frame->today) + 6) % 7 + 1;
	int64_t near = frame->meeting_day
		? monday_of(frame->meeting_day) + weekday
		: next;

	day->day = next;
	if (near == frame->today) /* who means that one says "today" */
		day->guessed = true;
	if (near <= next)
		return;
	day->day = near;
	day->guessed = true;
	day->doubt = frame->meeting_day - next <= CLOSE;
}

static void
named_weekday(const struct frame *frame, int weekday, const struct around *a,
	struct day *day)
{
	int now = weekday_of(frame->today);
	int64_t next = frame->today + (weekday - now + 6) % 7 + 1;

	if (a->last) {
		day->gone = true;
		day->day = next - 7;
	} else if (a->week) {
		day->day = monday_of(frame->today) + 7 * a->weeks + weekday;
	} else if (a->next) {
		day->day = next;
		day->doubt = weekday > now;
	} else if (a->this) {
		day->day = next;
	} else {
		plain_weekday(frame, weekday, day);
	}
}

/* In scripts without blanks "next week" and a number are a weekday: 下周四. */
static bool
glued_weekday(const struct reading *r, size_t i, int *weekday, size_t *next)
{
	if (!i || i >= r->n || !time_is(r, i - 1, TIME_WEEK) ||
		r->at[i].begin != r->at[i - 1].end ||
		g_utf8_get_char(r->text + r->at[i].begin) < 0x2e80 ||
		!time_number(r, i, weekday, next) || *weekday < 1 ||
		*weekday > 6)
		return false;
	--*weekday;
	return true;
}

static bool
weekday_at(const struct reading *r, size_t i, const struct frame *frame,
	struct day *day)
{
	struct around a = { 0 };
	struct found date;
	int weekday;
	size_t at = i, next;

	while (at < i + 3 &&
		(take_around(r, at, &a) || time_is(r, at, TIME_ON)))
		at++;
	if (date_is_sense(r, at, SENSE_WEEKDAY)) {
		weekday = r->at[at].n - 1;
		next = at + 1;
	} else if (!glued_weekday(r, at, &weekday, &next)) {
		return false;
	}
	for (size_t k = next; k < next + 3; k++) /* "on", "the", "le" */
		if (date_at(r, k, &date) && date.from == k) {
			day->day = date.days;
			day->doubt =
				!date.sure || weekday_of(date.days) != weekday;
			day->next = date.till;
			return true;
		} else if (!time_is(r, k, TIME_ON) &&
			!date_is_word(r, k, " the de den dem der le el il ")) {
			break;
		}
	while (next < at + 4 &&
		(take_around(r, next, &a) ||
			(time_is(r, next, TIME_ON) &&
				time_is(r, next + 1, TIME_WEEK))))
		next++;
	named_weekday(frame, weekday, &a, day);
	day->next = next;
	return true;
}

/* ---- dates ---------------------------------------------------------------------- */

/* "le 3 à 10h", "am 3. um 10": the next such day. */
static bool
day_of_month(const struct reading *r, size_t i, const struct frame *frame,
	struct day *day)
{
	struct civil c = civil_from_days(frame->today);
	size_t at = i + 1;

	if (!time_is(r, i, TIME_ON) || !date_is_number(r, at, 1, 31) ||
		r->at[at].digits > 2)
		return false;
	bool dot = r->at[at].sign == '.';
	bool mark = date_is_word(r, at + 1, " st nd rd th er o a e ");
	size_t next = at + 1 + mark;
	if (!dot && !mark && !time_is(r, next, TIME_AT))
		return false;
	if (dot && next < r->n && r->at[next].kind == TOKEN_DIGITS &&
		r->at[next].begin == r->at[at].end + 1)
		return false;
	for (int k = 0; k < 3; k++) {
		int month = c.month - 1 + k;

		if (date_day(c.year + month / 12, month % 12 + 1, r->at[at].n,
			    &day->day) &&
			day->day >= frame->today) {
			day->next = next;
			day->guessed = !dot && !mark;
			return true;
		}
	}
	return false;
}

/* "for two weeks" says how long, not when. */
static bool
is_stretch(const struct reading *r, size_t i, const struct found *date)
{
	struct found span;

	span = *date;
	return date_span(r, i, &span) && span.days == date->days &&
		(date->from == i || time_is(r, i, TIME_FILL));
}

static bool
named_date(const struct reading *r, size_t i, struct day *day)
{
	struct found date;

	if (!date_at(r, i, &date) || is_stretch(r, i, &date))
		return false;
	day->day = date.days;
	day->doubt = !date.sure;
	day->gone = date_is_sense(r, i, SENSE_DAY) && r->at[i].n < 0;
	day->next = date.till;
	return true;
}

/* "next week" alone: that day of the next week, or any. */
static bool
week_at(const struct reading *r, size_t i, const struct frame *frame,
	struct day *day)
{
	int64_t week;

	if (!time_is(r, i, TIME_WEEK) || !frame->meeting_day)
		return false;
	week = monday_of(frame->today) + 7 * r->at[i].n;
	day->day = week + weekday_of(frame->meeting_day);
	day->vague = true;
	day->doubt = day->day == frame->meeting_day;
	day->next = i + 1;
	return true;
}

bool
day_at(const struct reading *r, size_t i, const struct frame *frame,
	struct day *day)
{
	*day = (struct day){ 0 };
	if (!frame->today)
		return false;
	return weekday_at(r, i, frame, day) || day_of_month(r, i, frame, day) ||
		named_date(r, i, day) || week_at(r, i, frame, day);
}

/* ---- shifts ------------------------------------------------------------------------ */

static bool
counted_shift(const struct reading *r, size_t i, int *minutes, size_t *from,
	size_t *next)
{
	const struct language *language;
	size_t behind;
	int n;

	if (!time_number(r, i, &n, &behind) || n < 1 || n > 600)
		return false;
	size_t end = r->at[behind - 1].end;
	for (size_t l = 0; (language = context_language(r->context, l)); l++)
		for (size_t k = 0; k < language->shifts.n; k++) {
			const struct shift_words *s = &language->shifts.at[k];
			size_t stop = date_around(r->text, r->at[i].begin, end,
				s->before, s->behind);

			if (!stop)
				continue;
			size_t start = r->at[i].begin -
				MIN(r->at[i].begin, strlen(s->before) + 1);
			*minutes = n * s->minutes;
			*from = i;
			*next = behind;
			while (*s->before && *from &&
				r->at[*from - 1].begin >= start)
				--*from;
			while (*next < r->n && r->at[*next].begin < stop)
				++*next;
			return ABS(*minutes) <= 60 * DAY_MINUTES;
		}
	return false;
}

bool
shift_at(const struct reading *r, size_t i, int *minutes, size_t *from,
	size_t *next)
{
	if (time_is(r, i, TIME_SHIFT)) {
		*minutes = r->at[i].n;
		*from = i;
		*next = i + 1;
		return true;
	}
	return counted_shift(r, i, minutes, from, next);
}
