/* Times and durations (RFC 5545 3.3.4, 3.3.5, 3.3.6). What is out of range is
 * no time: a clock that shows 25:61 would else be carried over silently. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "read/ical.h"

#define WEEK          (7 * DAY)
#define DURATION_MOST (INT64_C(3660) * DAY)

static bool
digits(const char *text, size_t n, int *number)
{
	*number = 0;
	for (size_t i = 0; i < n; i++) {
		if (!g_ascii_isdigit(text[i]))
			return false;
		*number = *number * 10 + (text[i] - '0');
	}
	return true;
}

static bool
is_day(const struct civil *c)
{
	struct civil back =
		civil_from_days(civil_days(c->year, c->month, c->day));

	return back.year == c->year && back.month == c->month &&
		back.day == c->day;
}

bool
ical_time_read(const char *text, struct ical_time *time)
{
	struct ical_time t = { .date = true };
	struct civil *c = &t.civil;

	if (!text || !digits(text, 4, &c->year) ||
		!digits(text + 4, 2, &c->month) ||
		!digits(text + 6, 2, &c->day) || !is_day(c))
		return false;
	text += 8;
	if (*text == 'T' || *text == 't') {
		t.date = false;
		if (!digits(text + 1, 2, &c->hour) ||
			!digits(text + 3, 2, &c->minute) ||
			!digits(text + 5, 2, &c->second) || c->hour > 23 ||
			c->minute > 59 || c->second > 60)
			return false;
		text += 7;
		t.utc = *text == 'Z' || *text == 'z';
		text += t.utc;
	}
	if (*text)
		return false;
	*time = t;
	return true;
}

int64_t
ical_instant(const struct ical_time *time, const struct zone *zone)
{
	const struct civil *c = &time->civil;

	if (!time->utc && zone)
		return civil_to_utc(zone, *c);
	return civil_days(c->year, c->month, c->day) * DAY + c->hour * HOUR +
		c->minute * MINUTE + c->second;
}

static int64_t
unit(char c, bool clock)
{
	switch (c) {
	case 'W':
		return clock ? 0 : WEEK;
	case 'D':
		return clock ? 0 : DAY;
	case 'H':
		return clock ? HOUR : 0;
	case 'M':
		return clock ? MINUTE : 0;
	case 'S':
		return clock ? 1 : 0;
	default:
		return 0;
	}
}

bool
ical_duration(const char *text, int64_t *seconds)
{
	bool minus = *text == '-', clock = false, some = false;
	int64_t sum = 0;

	text += *text == '-' || *text == '+';
	if (*text++ != 'P')
		return false;
	while (*text) {
		size_t n = strspn(text, "0123456789");
		int number;

		if (!n && *text == 'T' && !clock) {
			clock = true;
			text++;
			continue;
		}
		if (!n || n > 8 || !digits(text, n, &number) ||
			!unit(text[n], clock))
			return false;
		sum += number * unit(text[n], clock);
		if (sum > DURATION_MOST)
			return false;
		some = true;
		text += n + 1;
	}
	if (some)
		*seconds = minus ? -sum : sum;
	return some;
}
