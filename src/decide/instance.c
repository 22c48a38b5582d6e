/* Which of our sessions a line of a calendar answer is about.
 *
 * One object stands for one session, a series for many. A RECURRENCE-ID names
 * one of those by where the series put it: as an instant; on a wall clock that
 * nobody knows, which then is compared with ours; or as a day. What names none
 * is about the whole series, unless it answers the very mail about one, under
 * that one's SEQUENCE: some calendars leave the RECURRENCE-ID out. */
#include "decide/rsvp.h"

#include <glib.h>
#include <string.h>

/* RECURRENCE-ID as the reader writes it. */
struct place {
	struct civil clock;
	bool day; /* no time of day */
	bool utc;
};

static bool
two_digits(const char *p, int *number)
{
	if (!g_ascii_isdigit(p[0]) || !g_ascii_isdigit(p[1]))
		return false;
	*number = (p[0] - '0') * 10 + p[1] - '0';
	return true;
}

/* "20270114", "20270114T170000", "20270114T170000Z" */
static bool
read_place(const char *text, struct place *place)
{
	size_t len = strlen(text);
	struct civil *c = &place->clock;
	int century, year;

	*place = (struct place){ .day = len == 8, .utc = len == 16 };
	if ((len != 8 && len != 15 && len != 16) ||
		!two_digits(text, &century) || !two_digits(text + 2, &year) ||
		!two_digits(text + 4, &c->month) ||
		!two_digits(text + 6, &c->day))
		return false;
	c->year = century * 100 + year;
	if (place->day)
		return true;
	return text[8] == 'T' && two_digits(text + 9, &c->hour) &&
		two_digits(text + 11, &c->minute) &&
		two_digits(text + 13, &c->second) &&
		(!place->utc || text[15] == 'Z');
}

static bool
same_clock(const struct civil *a, const struct civil *b, bool day)
{
	return a->year == b->year && a->month == b->month && a->day == b->day &&
		(day ||
			(a->hour == b->hour && a->minute == b->minute &&
				a->second == b->second));
}

bool
instance_is(const char *instance, int64_t at, const struct zone *zone)
{
	struct place place;

	if (!read_place(instance, &place))
		return false;
	struct civil clock = civil_of(place.utc ? zone_find("UTC") : zone, at);
	return same_clock(&clock, &place.clock, place.day);
}

static bool
is_ours(const struct session *session, const char *uid)
{
	return uid && !session->organizer && !strcmp(session->uid, uid);
}

static struct session *
by_place(const struct inquiry *in, const struct letter_calendar *event,
	const struct series *series)
{
	const struct zone *zone = zone_find(series->zone);

	for (size_t i = 0; i < in->facts->sessions.n; i++) {
		struct session *s = in->facts->sessions.at[i];

		if (s->series == series->id &&
			instance_is(event->recurrence_id, s->original_at,
				zone ? zone : in->program->zone))
			return s;
	}
	return NULL;
}

/* The one that was told apart under that SEQUENCE: the one that the mail they
 * answer was about, or the only one there is. */
static struct session *
by_sequence(const struct inquiry *in, const struct letter_calendar *event,
	const struct series *series)
{
	struct session *found = NULL;
	int n = 0;

	for (size_t i = 0; i < in->facts->sessions.n; i++) {
		struct session *s = in->facts->sessions.at[i];

		if (s->series != series->id || s->sequence != event->sequence)
			continue;
		if (!session_is_apart(in->facts, s))
			return NULL; /* the series was told so, too */
		if (s->id == in->about->session)
			return s;
		found = s;
		n++;
	}
	return n == 1 && !in->about->session ? found : NULL;
}

static void
whole_series(const struct inquiry *in, const struct series *series,
	struct session_list *meant)
{
	for (size_t i = 0; i < in->facts->sessions.n; i++) {
		struct session *s = in->facts->sessions.at[i];

		if (s->series == series->id &&
			session_to_come(s, in->facts->now))
			*LIST_ADD(in->facts->pool, meant) = s;
	}
}

/* Among several. */
static const char *
in_series(const struct inquiry *in, const struct letter_calendar *event,
	const struct series *series, struct session_list *meant)
{
	struct session *one = event->recurrence_id
		? by_place(in, event, series)
		: by_sequence(in, event, series);

	if (!one && event->recurrence_id)
		return "about none of the series";
	if (!one) {
		whole_series(in, series, meant);
		return meant->n ? NULL : "nothing of the series is to come";
	}
	if (one->state == SESSION_CANCELLED)
		return "the session was cancelled";
	*LIST_ADD(in->facts->pool, meant) = one;
	return NULL;
}

struct session_list
sessions_meant(const struct inquiry *in, const struct letter_calendar *event,
	const char **why)
{
	struct session_list meant = { 0 };
	struct session *session = session_of_uid(in->facts, event->uid);
	const struct series *series =
		session ? facts_series(in->facts, session->series) : NULL;

	*why = NULL;
	if (!session)
		*why = "not about a session of ours";
	else if (series)
		*why = in_series(in, event, series, &meant);
	else if (event->recurrence_id)
		*why = "about one of a series; the session is single";
	else if (session->state == SESSION_CANCELLED)
		*why = "the session was cancelled";
	else
		*LIST_ADD(in->facts->pool, &meant) = session;
	return meant;
}

struct session *
session_of_uid(const struct facts *facts, const char *uid)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (is_ours(facts->sessions.at[i], uid))
			return facts->sessions.at[i];
	return NULL;
}
