/* Rules: first what they say, then the days they mean. The weeks and days of a
 * rule are counted by division; months are gone through one by one only where
 * COUNT asks how many there were, as some have no 31st. */
#include "read/recur.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"

#define INTERVAL_MOST 1000
#define COUNT_MOST    1000000

/* --- what it says --- */

static const char day_names[7][3] = { "MO", "TU", "WE", "TH", "FR", "SA",
	"SU" };

static int
weekday_of(const char *name)
{
	for (int i = 0; i < 7; i++)
		if (!g_ascii_strcasecmp(name, day_names[i]))
			return i;
	return -1;
}

static bool
number_of(const char *text, int from, int till, int *number)
{
	char *end;
	gint64 n = g_ascii_strtoll(text, &end, 10);

	if (end == text || *end || n < from || n > till)
		return false;
	*number = (int)n;
	return true;
}

/* "MO,WE", or one with a number before it: "2TU", "-1FR". */
static bool
read_weekdays(const char *value, struct recur *rule)
{
	g_auto(GStrv) items = g_strsplit(value, ",", 8);

	for (char **item = items; *item; item++) {
		size_t n = strlen(*item);
		int day = n >= 2 ? weekday_of(*item + n - 2) : -1;

		if (day < 0)
			return false;
		rule->weekdays |= 1u << day;
		if (n == 2)
			continue;
		(*item)[n - 2] = '\0';
		if (items[1] || !number_of(*item, -1, 5, &rule->nth) ||
			!rule->nth)
			return false;
		rule->nth_weekday = day;
	}
	return rule->weekdays != 0;
}

static bool
read_month_days(const char *value, struct recur *rule)
{
	g_auto(GStrv) items = g_strsplit(value, ",", 32);

	for (char **item = items; *item; item++) {
		int day;

		if (!number_of(*item, -1, 31, &day) || !day)
			return false;
		if (day < 0)
			rule->last_day = true;
		else
			rule->month_days |= UINT32_C(1) << day;
	}
	return true;
}

enum frequency {
	FREQUENCY_NONE,
	FREQUENCY_DAILY,
	FREQUENCY_WEEKLY,
	FREQUENCY_MONTHLY,
	FREQUENCY_YEARLY,
};

static enum frequency
frequency_of(const char *value)
{
	static const char *const names[] = { "", "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY" };

	for (size_t i = 1; i < G_N_ELEMENTS(names); i++)
		if (!g_ascii_strcasecmp(value, names[i]))
			return (enum frequency)i;
	return FREQUENCY_NONE;
}

/* What the parts say before they are put together. */
struct parts {
	enum frequency frequency;
	int position; /* BYSETPOS */
	bool month_days;
};

static bool
take_part(const char *name, const char *value, struct recur *rule,
	struct parts *parts)
{
	if (!g_ascii_strcasecmp(name, "FREQ"))
		parts->frequency = frequency_of(value);
	else if (!g_ascii_strcasecmp(name, "INTERVAL"))
		return number_of(value, 1, INTERVAL_MOST, &rule->interval);
	else if (!g_ascii_strcasecmp(name, "COUNT"))
		return number_of(value, 1, COUNT_MOST, &rule->count);
	else if (!g_ascii_strcasecmp(name, "UNTIL"))
		return rule->has_until = ical_time_read(value, &rule->until);
	else if (!g_ascii_strcasecmp(name, "WKST"))
		return (rule->week_start = weekday_of(value)) >= 0;
	else if (!g_ascii_strcasecmp(name, "BYDAY"))
		return read_weekdays(value, rule);
	else if (!g_ascii_strcasecmp(name, "BYMONTHDAY"))
		return parts->month_days = read_month_days(value, rule);
	else if (!g_ascii_strcasecmp(name, "BYMONTH"))
		return number_of(value, 1, 12, &rule->month);
	else if (!g_ascii_strcasecmp(name, "BYSETPOS"))
		return number_of(value, -1, 5, &parts->position) &&
			parts->position;
	else
		return false;
	return true;
}

static bool
is_one(unsigned bits)
{
	return bits && !(bits & (bits - 1));
}

/* "BYDAY=TU;BYSETPOS=2" is Exchange's way to say "2TU". */
static bool
settle_months(struct recur *rule, const struct parts *parts)
{
	rule->step = RECUR_MONTHS;
	if (parts->position) {
		if (rule->nth || !is_one(rule->weekdays))
			return false;
		rule->nth = parts->position;
		rule->nth_weekday = g_bit_nth_lsf(rule->weekdays, -1);
	}
	if (rule->weekdays && (!rule->nth || parts->month_days))
		return false;
	if (parts->frequency == FREQUENCY_MONTHLY)
		return !rule->month;
	rule->interval *= 12;
	/* the nth weekday or the days of a whole year are beyond us */
	return rule->month || (!rule->nth && !parts->month_days);
}

static bool
settle(struct recur *rule, const struct parts *parts)
{
	bool plain = !rule->nth && !parts->month_days && !rule->month &&
		!parts->position;

	switch (parts->frequency) {
	case FREQUENCY_DAILY:
		/* every working day, in other words */
		rule->step = rule->weekdays ? RECUR_WEEKS : RECUR_DAYS;
		return plain && (!rule->weekdays || rule->interval == 1);
	case FREQUENCY_WEEKLY:
		rule->step = RECUR_WEEKS;
		return plain;
	case FREQUENCY_MONTHLY:
	case FREQUENCY_YEARLY:
		return settle_months(rule, parts);
	case FREQUENCY_NONE:
		return false;
	}
	return false;
}

bool
recur_read(const char *text, struct recur *rule)
{
	struct recur r = { .interval = 1 };
	struct parts parts = { FREQUENCY_NONE, 0, false };

	if (!text || strlen(text) > 500)
		return false;
	g_auto(GStrv) items = g_strsplit(text, ";", 16);
	for (char **item = items; *item; item++) {
		char *value = strchr(*item, '=');

		if (!**item)
			continue; /* a semicolon too many */
		if (!value)
			return false;
		*value++ = '\0';
		if (!take_part(
			    g_strstrip(*item), g_strstrip(value), &r, &parts))
			return false;
	}
	if (!settle(&r, &parts))
		return false;
	*rule = r;
	return true;
}

int64_t
recur_until(const struct recur *rule, const struct zone *zone)
{
	struct ical_time until = rule->until;

	if (until.date) {
		until.civil.hour = 23;
		until.civil.minute = until.civil.second = 59;
	}
	return ical_instant(&until, zone);
}

/* --- the days it means --- */

struct course {
	struct pool *pool;
	const struct recur *rule;
	int64_t first, from, till;
	int64_t number; /* of what was found last; the first is 1 */
	size_t *budget;
	struct day_list *days;
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* One more; false when nothing behind it can be asked for. */
static bool
found(struct course *c, int64_t day)
{
	c->number++;
	if (day > c->till || (c->rule->count && c->number > c->rule->count))
		return false;
	if (day >= c->from)
		*LIST_ADD(c->pool, c->days) = day;
	return true;
}

static bool
spend(struct course *c)
{
	if (!*c->budget)
		return false;
	--*c->budget;
	return true;
}

static bool
go_days(struct course *c)
{
	int64_t interval = c->rule->interval;
	int64_t k = MAX(1, floor_div(c->from - c->first, interval));

	for (c->number = k;; k++) {
		if (!spend(c))
			return false;
		if (!found(c, c->first + k * interval))
			return true;
	}
}

static int
count_bits(unsigned bits)
{
	int n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* Weeks begin on WKST; those of the first week before the first day are no
 * part of it. */
static bool
go_weeks(struct course *c)
{
	int start = c->rule->week_start;
	int day0 = (civil_from_days(c->first).weekday - start + 7) % 7;
	int64_t week0 = c->first - day0, length = 7 * c->rule->interval;
	int64_t k = MAX(0, floor_div(c->from - week0, length));
	unsigned days = 0;

	for (int i = 0; i < 7; i++) /* counted from the week's start */
		if (c->rule->weekdays
				? c->rule->weekdays >> ((i + start) % 7) & 1
				: i == day0)
			days |= 1u << i;
	c->number = 1;
	if (k > 0)
		c->number += count_bits(days >> (day0 + 1)) +
			(k - 1) * count_bits(days);
	for (;; k++) {
		if (!spend(c))
			return false;
		for (int i = 0; i < 7; i++) {
			int64_t day = week0 + k * length + i;

			if ((days >> i & 1) && day > c->first && !found(c, day))
				return true;
		}
	}
}

/* The days of a month as bits, bit 1 being the first. */
static uint32_t
days_of_month(const struct recur *rule, int64_t day1, int length, int own)
{
	uint32_t all = (uint32_t)((UINT64_C(2) << length) - 2);
	int weekday = civil_from_days(day1).weekday;

	if (rule->nth) {
		int d = 1 + (rule->nth_weekday - weekday + 7) % 7;

		if (rule->nth > 0)
			d += 7 * (rule->nth - 1);
		else
			d += 7 * ((length - d) / 7);
		return all & (d <= length ? UINT32_C(1) << d : 0);
	}
	if (!rule->month_days && !rule->last_day)
		return all & UINT32_C(1) << own;
	return all &
		(rule->month_days |
			(rule->last_day ? UINT32_C(1) << length : 0));
}

/* A month by its number since the year 0; false: behind what is asked for. */
static bool
go_month(struct course *c, int64_t month, int own)
{
	int year = (int)floor_div(month, 12);
	int m = (int)(month - (int64_t)year * 12) + 1;
	int64_t day1 = civil_days(year, m, 1);
	int length = (int)(civil_days(year, m + 1, 1) - day1);
	uint32_t days = days_of_month(c->rule, day1, length, own);

	for (int d = 1; d <= length; d++)
		if ((days >> d & 1) && day1 + d - 1 > c->first &&
			!found(c, day1 + d - 1))
			return false;
	return day1 <= c->till;
}

static bool
go_months(struct course *c)
{
	struct civil first = civil_from_days(c->first);
	struct civil from = civil_from_days(MAX(c->from, c->first));
	int64_t interval = c->rule->interval;
	int64_t month = (int64_t)first.year * 12 + first.month - 1;

	if (c->rule->month) /* this year's, or the next one's */
		month += (c->rule->month - first.month + 12) % 12;
	c->number = 1;
	if (!c->rule->count) {
		int64_t there = (int64_t)from.year * 12 + from.month - 1;

		month += MAX(0, floor_div(there - month, interval)) * interval;
	}
	for (;; month += interval) {
		if (!spend(c))
			return false;
		if (!go_month(c, month, first.day))
			return true;
	}
}

bool
recur_days(struct pool *pool, const struct recur *rule, int64_t first,
	int64_t from, int64_t till, size_t *budget, struct day_list *days)
{
	struct course c = { pool, rule, first, from, till, 1, budget, days };

	switch (rule->step) {
	case RECUR_DAYS:
		return go_days(&c);
	case RECUR_WEEKS:
		return go_weeks(&c);
	case RECUR_MONTHS:
		return go_months(&c);
	}
	return true;
}
