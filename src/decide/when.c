/* Local time. Whole days are days on the wall of the reader's zone, so that
 * "three days later, 09:00" is 09:00 whatever the clocks did in between; base
 * zone knows what to do with hours that do not exist or exist twice. */
#include "decide/concern.h"

int64_t
when_at(const struct zone *zone, int64_t instant, int64_t days, int minutes)
{
	struct civil c = civil_of(zone, instant);

	c.day += (int)days;
	c.hour = 0;
	c.minute = minutes;
	c.second = 0;
	return civil_to_utc(zone, c);
}

int64_t
when_after(const struct zone *zone, int64_t instant, int64_t seconds)
{
	int64_t days = seconds / DAY - (seconds % DAY < 0);
	struct civil c = civil_of(zone, instant);

	if (!days)
		return instant + seconds;
	c.day += (int)days;
	return civil_to_utc(zone, c) + (seconds - days * DAY);
}

int64_t
when_weekday(const struct zone *zone, int64_t after, int weekday, int minutes)
{
	int ahead = (weekday - civil_of(zone, after).weekday + 7) % 7;
	int64_t at = when_at(zone, after, ahead, minutes);

	return at > after ? at : when_at(zone, after, ahead + 7, minutes);
}

int64_t
when_date(const struct zone *zone, int64_t date)
{
	return civil_to_utc(zone, civil_from_days(date));
}

int64_t
when_morning(const struct zone *zone, int64_t instant)
{
	int64_t at = when_at(zone, instant, 0, 8 * 60);

	return at >= instant ? at : when_at(zone, instant, 1, 8 * 60);
}

/* The program's dates are dates in everybody's own calendar: its start is the
 * morning of that day in Auckland as in Berlin. "end 18:00" is on the last
 * day, "end" alone when that day is over. */
int64_t
when_anchor(const struct program *program, const struct step *step,
	const struct zone *zone, int64_t fact)
{
	switch (step->anchor) {
	case ANCHOR_START:
		return when_date(zone, program->starts);
	case ANCHOR_END:
		return when_date(zone, program->ends + (step->at < 0));
	case ANCHOR_DATE:
		return when_date(zone, step->date);
	case ANCHOR_JOIN:
	case ANCHOR_MATCH:
	case ANCHOR_SESSION:
		break;
	}
	return fact;
}

int64_t
decide_step_time(
	const struct step *step, int64_t anchor, const struct zone *zone)
{
	int64_t at = when_after(zone, anchor, step->offset);

	if (step->at < 0)
		return at;
	int64_t clock = when_at(zone, at, 0, step->at);
	if (step->offset >= 0 && clock < anchor)
		return when_at(zone, at, 1, step->at);
	return clock;
}
