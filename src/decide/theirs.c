/* A participant invites the program to a meeting of their own.
 *
 * The sender must be who organizes it, and be known; no token of ours is in
 * such a mail. It counts as the next session where the program plans none
 * itself; where it does, a person hears of it. A newer object moves it, a
 * CANCEL takes it away, and each time they get an answer, as from any guest. A
 * UID of ours never counts here. */
#include "decide/theirs.h"

#include <glib.h>
#include <string.h>

#include "decide/series.h"

#define LONGEST    (8 * HOUR)
#define UID_MOST   255
#define COUNT_MOST 1000
#define WEEKS_MOST 520

/* One VEVENT, and whose. */
struct invited {
	const struct inquiry *in;
	const struct letter_calendar *event;
	const struct zone *zone;
	struct match *match;
	struct session *session; /* that stands for it; NULL: none yet */
	struct series *series;   /* of theirs; NULL */
};

/* ---- may it count --------------------------------------------------------- */

/* Without a check of senders an address must do, as everywhere. */
static bool
is_believed(const struct inquiry *in)
{
	return in->about->address &&
		(in->trusted || !in->program->mail.authserv_id);
}

/* Like those that we give: "s12.m3@domain". */
static bool
looks_ours(const struct program *program, const char *uid)
{
	const char *domain = strrchr(program->address, '@');
	const char *p = uid;

	if (*p != 's' && *p != 'r')
		return false;
	p += 1 + strspn(p + 1, "0123456789");
	if (p[0] != '.' || p[1] != 'm')
		return false;
	p += 2 + strspn(p + 2, "0123456789");
	return domain && !g_ascii_strcasecmp(p, domain);
}

static bool
same_object(const struct letter_calendar *a, const struct letter_calendar *b)
{
	return !g_strcmp0(a->uid, b->uid) && !g_strcmp0(a->method, b->method) &&
		!g_strcmp0(a->recurrence_id, b->recurrence_id);
}

static bool
is_invited(const struct invited *i, const struct participant *p)
{
	const struct letter_calendar_list *all = &i->in->letter->calendar;

	for (size_t k = 0; p && k < all->n; k++)
		if (same_object(&all->at[k], i->event) &&
			(rsvp_is_address_of(p, all->at[k].attendee) ||
				rsvp_is_address_of(p, all->at[k].email)))
			return true;
	return false;
}

/* That of the partner who is invited, too; with one match there is no doubt
 * whom they meet. */
static struct match *
match_of(const struct invited *i)
{
	const struct facts *facts = i->in->facts;
	struct match_list matches = facts_active_matches(facts, i->in->who->id);
	struct match *found = NULL;

	if (matches.n == 1)
		return matches.at[0];
	for (size_t k = 0; k < matches.n; k++) {
		struct match *match = matches.at[k];
		bool partner = false;

		for (size_t m = 0; m < match->members.n; m++)
			partner |= match->members.at[m] != i->in->who->id &&
				is_invited(i,
					facts_participant(
						facts, match->members.at[m]));
		if (partner && found)
			return NULL;
		if (partner)
			found = match;
	}
	return found;
}

/* One that repeats, and not one of it. */
static bool
is_weekly(const struct letter_calendar *event)
{
	return event->weeks > 0 && event->weeks <= WEEKS_MOST &&
		!event->recurrence_id;
}

static int
minutes_of(const struct invited *i)
{
	const struct letter_calendar *e = i->event;

	return e->end > e->start ? (int)((e->end - e->start) / MINUTE)
				 : i->in->program->sessions.minutes;
}

/* Why that time cannot count; NULL when it can. Of what repeats, a first time
 * in the past is none. What the reader says is not believed to be sane. */
static const char *
unfit(const struct invited *i)
{
	const struct letter_calendar *e = i->event;
	int64_t end = program_end_time(i->in->program);

	if (e->start <= 0)
		return "a meeting of theirs without an hour";
	if (e->start >= end)
		return "a meeting of theirs after the end of the program";
	if (e->end - e->start > LONGEST)
		return "a meeting of theirs that is too long for one";
	if (e->start + minutes_of(i) * MINUTE > end)
		return "a meeting of theirs after the end of the program";
	if (e->start <= i->in->facts->now && !is_weekly(e))
		return "a meeting of theirs in the past";
	return NULL;
}

static bool
is_old(const struct invited *i)
{
	const struct session *s = i->session;
	const struct letter_calendar *e = i->event;

	return s &&
		(e->sequence < s->sequence ||
			(e->sequence == s->sequence && e->dtstamp &&
				e->dtstamp < s->dtstamp));
}

/* ---- what is kept ------------------------------------------------------------ */

static struct meeting
meeting_of(const struct invited *i, int64_t starts_at, int64_t original_at)
{
	const struct letter_calendar *e = i->event;

	return (struct meeting){ .program = i->in->program,
		.facts = i->in->facts,
		.match = i->match,
		.organizer = i->in->who->id,
		.uid = e->uid,
		.place = e->place,
		.sequence = e->sequence,
		.dtstamp = e->dtstamp ? e->dtstamp : i->in->facts->now,
		.starts_at = starts_at,
		.minutes = minutes_of(i),
		.series = i->series,
		.original_at = original_at };
}

/* It stands there now, whether it stood elsewhere or nowhere. */
static struct session *
keep(const struct invited *i, int64_t starts_at, int64_t original_at)
{
	struct meeting meeting = meeting_of(i, starts_at, original_at);

	if (!i->session || i->session->state == SESSION_CANCELLED)
		return meeting_add(&meeting);
	meeting_change(&meeting, i->session);
	return i->session;
}

static int
count_of(const struct invited *i)
{
	const struct letter_calendar *e = i->event;
	int64_t last = program_end_time(i->in->program);
	int64_t step = e->weeks * 7 * DAY, count;

	if (e->until && e->until < last)
		last = e->until;
	count = last > e->start ? (last - e->start) / step + 1 : 1;
	if (e->count > 0)
		count = MIN(count, e->count);
	return (int)CLAMP(count, 1, COUNT_MOST);
}

/* The rule as it is now. Its UID is no calendar's. */
static void
keep_rule(struct invited *i)
{
	const struct letter_calendar *e = i->event;
	struct facts *facts = i->in->facts;
	struct series *series = i->series;

	if (!series) {
		series = facts_new_series(facts);
		series->match = i->match->id;
		series->created_at = facts->now;
		series->uid = session_uid(facts->pool, i->in->program, 't',
			series->id, series->match);
	}
	series->starts_at = e->start;
	series->minutes = minutes_of(i);
	series->weeks = e->weeks;
	series->count = count_of(i);
	series->zone = zone_name(i->zone);
	series->place = e->place;
	series->sequence = e->sequence;
	series->dtstamp = e->dtstamp ? e->dtstamp : facts->now;
	series->ended_at = 0;
	fact_touch(series);
	i->series = series;
}

/* The one to come that stands where the series put it: it goes with the rule. */
static struct session *
next_plain(const struct invited *i)
{
	const struct facts *facts = i->in->facts;

	for (size_t k = 0; k < facts->sessions.n; k++) {
		struct session *s = facts->sessions.at[k];

		if (i->series && s->series == i->series->id &&
			session_to_come(s, facts->now) &&
			s->starts_at == s->original_at)
			return s;
	}
	return NULL;
}

static struct session *
keep_weekly(struct invited *i)
{
	struct facts *facts = i->in->facts;
	struct session *next = next_plain(i), *kept;
	int64_t place = next ? next->original_at : 0;
	bool fresh = !i->series;

	keep_rule(i);
	/* the place of the one that goes along is free */
	if (next)
		next->original_at = 0;
	int64_t at = meeting_next(facts, i->series, facts->now);
	i->session = next;
	if (!at && next) {
		next->original_at = place;
		session_cancel(facts, next, "their series is over");
	}
	kept = at ? keep(i, at, at) : NULL;
	if (!kept && fresh)
		facts->series.n--; /* the newest of all */
	return kept;
}

/* One of their series is elsewhere, or nothing but one of it is known. */
static struct session *
keep_instance(struct invited *i)
{
	const struct letter_calendar *e = i->event;
	int64_t at = i->session ? i->session->original_at : 0;

	if (!at && i->series)
		at = meeting_instance(i->series, e->recurrence_id);
	return keep(i, e->start, at ? at : e->start);
}

/* ---- their mails ---------------------------------------------------------------- */

static void
answer(const struct invited *i, const struct session *session)
{
	const struct letter_calendar_list *all = &i->in->letter->calendar;
	const struct letter_calendar *us = NULL;

	for (size_t k = 0; k < all->n; k++)
		if (same_object(&all->at[k], i->event) && all->at[k].attendee &&
			program_is_own_address(
				i->in->program, all->at[k].attendee))
			us = &all->at[k];
	struct mail_request *mail =
		tell(i->in->facts, MOMENT_GUEST, i->in->who->id,
			"guest/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			session->id, i->event->sequence, i->event->dtstamp);
	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = session->starts_at;
	mail->reply = true;
	mail->in_reply_to = i->in->letter->head.message_id;
	mail->theirs = us ? us : i->event;
	/* who is no guest of it does not answer it */
	mail->object = us ? OBJECT_SESSION : OBJECT_NONE;
}

/* Where the program finds the times, two would come of it. */
static struct letter_effect
tell_coordinator(const struct invited *i, const char *why)
{
	struct alert alert = { .participant = i->in->who->id,
		.match = i->match ? i->match->id : 0,
		.why = why,
		.letter = i->in->about->letter };

	tell_alert(i->in->program, i->in->facts, &alert,
		"theirs/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, i->in->who->id,
		i->in->facts->now / DAY);
	return letter_ends(DISPOSITION_COORDINATOR, why);
}

static bool
counts(const struct program *program)
{
	return program->sessions.find == FIND_THEMSELVES ||
		program->sessions.find == FIND_NONE;
}

/* It was moved to where it cannot count: then it counts no longer. */
static struct letter_effect
does_not_fit(const struct invited *i, const char *why)
{
	if (i->session && !i->event->recurrence_id &&
		session_to_come(i->session, i->in->facts->now))
		session_cancel(i->in->facts, i->session, why);
	return letter_ends(DISPOSITION_IGNORED, why);
}

static struct letter_effect
request(struct invited *i)
{
	const char *why = unfit(i);
	struct session *session;

	if (!i->session && !counts(i->in->program))
		return tell_coordinator(i,
			"invites the program to a meeting of their own; it was "
			"not noted");
	if (!i->match)
		return tell_coordinator(i,
			"invites the program to a meeting, and it is not clear "
			"with whom");
	if (is_old(i))
		return letter_ends(DISPOSITION_IGNORED,
			"an older version of their meeting");
	if (why)
		return does_not_fit(i, why);
	if (i->event->recurrence_id)
		session = keep_instance(i);
	else if (is_weekly(i->event))
		session = keep_weekly(i);
	else
		session = keep(i, i->event->start, 0);
	if (!session)
		return letter_ends(DISPOSITION_IGNORED,
			"no meeting of theirs is to come, or there are too "
			"many");
	answer(i, session);
	return letter_ends(DISPOSITION_RSVP, "noted a meeting of their own");
}

/* An instance for which no session stands is remembered as one left out. */
static struct letter_effect
cancel_instance(const struct invited *i)
{
	struct facts *facts = i->in->facts;

	if (i->session) {
		session_cancel(facts, i->session, "they left it out");
	} else if (i->series) {
		int64_t at =
			meeting_instance(i->series, i->event->recurrence_id);
		struct meeting meeting = meeting_of(i, at, at);

		if (at > facts->now)
			meeting_leave_out(&meeting);
	}
	if (i->match)
		meeting_plan(i->in->program, facts, i->match);
	return letter_ends(DISPOSITION_RSVP, "left out one of their meetings");
}

static struct letter_effect
cancel(const struct invited *i)
{
	struct facts *facts = i->in->facts;

	if (!i->session && !i->series)
		return letter_ends(DISPOSITION_IGNORED,
			"the end of a meeting that was never noted");
	if (is_old(i))
		return letter_ends(DISPOSITION_IGNORED,
			"an older version of their meeting");
	if (i->event->recurrence_id)
		return cancel_instance(i);
	if (i->series) {
		i->series->ended_at = facts->now;
		fact_touch(i->series);
	}
	for (size_t k = 0; k < facts->sessions.n; k++) {
		struct session *s = facts->sessions.at[k];

		if (s->organizer == i->in->who->id &&
			!strcmp(s->uid, i->event->uid))
			session_cancel(facts, s, "they cancelled it");
	}
	return letter_ends(DISPOSITION_RSVP, "cancelled a meeting of theirs");
}

/* ---- one by one ------------------------------------------------------------------ */

static struct letter_effect
read_event(const struct inquiry *in, const struct letter_calendar *event)
{
	const struct zone *zone = event->zone ? zone_find(event->zone) : NULL;
	struct invited i = { .in = in,
		.event = event,
		.zone = zone ? zone : program_zone_of(in->program, in->who) };

	if (!event->uid || strlen(event->uid) > UID_MOST)
		return letter_ends(
			DISPOSITION_IGNORED, "a meeting without a usable UID");
	if (session_of_uid(in->facts, event->uid) ||
		looks_ours(in->program, event->uid))
		return letter_ends(DISPOSITION_IGNORED,
			"nobody but us changes a session of ours");
	if (!rsvp_is_address_of(in->who, event->organizer))
		return letter_ends(DISPOSITION_IGNORED,
			"a meeting that somebody else organizes");
	struct session *any =
		meeting_find(in->facts, in->who->id, event->uid, NULL, NULL);
	i.series = any ? facts_series(in->facts, any->series) : NULL;
	i.session = event->recurrence_id
		? meeting_find(in->facts, in->who->id, event->uid,
			  event->recurrence_id,
			  i.series ? zone_find(i.series->zone) : i.zone)
		: any;
	i.match = any ? facts_match(in->facts, any->match) : match_of(&i);
	if (i.match && i.match->state != MATCH_ACTIVE)
		return letter_ends(DISPOSITION_IGNORED,
			"a meeting of a match that has ended");
	if (!g_strcmp0(event->method, "CANCEL"))
		return cancel(&i);
	return request(&i);
}

static bool
is_first(const struct letter_calendar_list *all, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_object(&all->at[i], &all->at[at]))
			return false;
	return true;
}

struct letter_effect
theirs_letter(const struct inquiry *in)
{
	const struct letter_calendar_list *all = &in->letter->calendar;
	struct letter_effect best = letter_ends(
		DISPOSITION_IGNORED, "a calendar part without an event");

	if (!is_believed(in))
		return letter_ends(DISPOSITION_IGNORED,
			"a meeting of somebody whose address was not verified");
	for (size_t i = 0; i < all->n; i++) {
		if (!is_first(all, i))
			continue;
		struct letter_effect effect = read_event(in, &all->at[i]);

		if (!i || best.disposition == DISPOSITION_IGNORED)
			best = effect;
	}
	if (best.disposition != DISPOSITION_IGNORED)
		silence_heard(in->program, in->facts, in->who, 0);
	return best;
}
