/* All sessions of a match at once, in as few calendar objects as can say it.
 *
 * A series keeps its hour on the program's clock. It goes as far as that hour
 * suits everybody: where a zone changes its clocks, and somebody is not free at
 * what is another hour for them, or where the rule of the zone itself is another
 * one, the next series begins, at a time that suits again. What makes none is
 * a single session. */
#include "decide/series.h"

#include <glib.h>

#include "write/invite.h"

#define WEEK (7 * DAY)
#define MOST 60 /* sessions that are planned at once */

/* ---- how far one object goes ------------------------------------------------- */

static struct series
sketch(const struct slot_search *s, int count, int64_t starts_at)
{
	return (struct series){ .match = s->match->id,
		.starts_at = starts_at,
		.minutes = s->minutes,
		.weeks = (int)(s->program->sessions.every / WEEK),
		.count = count,
		.zone = zone_name(s->program->zone),
		.place = s->program->sessions.place,
		.created_at = s->facts->now };
}

/* The first time is a good one; so many of them are. */
static int
reach(const struct slot_search *s, int left, int64_t starts_at)
{
	struct series series = sketch(s, left, starts_at);
	int fits = series.weeks > 0 ? invite_series_fits(&series) : 1;

	for (int i = 1; i < fits; i++) {
		int64_t at = invite_series_at(&series, i);

		if (at + s->minutes * MINUTE > s->latest ||
			slot_is_barred(s, at, 0))
			return i;
	}
	return MAX(fits, 1);
}

/* ---- a mail about all of it --------------------------------------------------- */

static bool
is_of(const struct session *session, const struct series *series)
{
	return session->series == series->id && !session->organizer;
}

/* What stands for all of it in a mail: the first to come that is like the
 * master, else the first to come. */
struct session *
series_next(const struct facts *facts, const struct series *series)
{
	struct session *next = NULL;
	bool next_apart = false;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];
		bool apart = session_is_apart(facts, s);

		if (!is_of(s, series) || !session_to_come(s, facts->now) ||
			(next && apart > next_apart) ||
			(next && apart == next_apart &&
				s->starts_at >= next->starts_at))
			continue;
		next = s;
		next_apart = apart;
	}
	return next;
}

bool
series_goes_on(const struct facts *facts, const struct series *series)
{
	return series_next(facts, series) != NULL;
}

static int64_t
last_of(const struct facts *facts, const struct series *series)
{
	int64_t last = facts->now;

	for (size_t i = 0; i < facts->sessions.n; i++)
		if (is_of(facts->sessions.at[i], series))
			last = MAX(last, session_end(facts->sessions.at[i]));
	return last;
}

/* A mail about all of it to one person; the occurrence as printf. */
static struct mail_request *series_mail(struct facts *facts,
	const struct series *series, enum moment moment, int64_t participant,
	const char *fmt, ...) PRINTF(5, 6);

static struct mail_request *
series_mail(struct facts *facts, const struct series *series,
	enum moment moment, int64_t participant, const char *fmt, ...)
{
	const struct session *next = series_next(facts, series);
	va_list ap;

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	struct mail_request *mail = tell(facts, moment, participant,
		"%s/%" G_GINT64_FORMAT, occurrence, participant);

	mail->object = OBJECT_SERIES;
	mail->match = series->match;
	mail->session = next ? next->id : 0;
	mail->expires_at = last_of(facts, series);
	return mail;
}

/* ---- planning ------------------------------------------------------------------ */

static struct session *
single(const struct slot_search *s, int number, int64_t starts_at)
{
	struct session *session = session_create(s, number, starts_at);

	session_invite(s->facts, session);
	timeline_session(s->program, s->facts, session, s->facts->now);
	return session;
}

static void
invite_all(struct facts *facts, const struct series *series,
	const struct session *first, const struct session *last)
{
	const struct match *match = facts_match(facts, series->match);

	for (size_t i = 0; i < first->attendees.n; i++) {
		struct mail_request *mail = series_mail(facts, series,
			MOMENT_INVITATION, first->attendees.at[i].participant,
			"series/%" G_GINT64_FORMAT "/0", series->id);

		mail->session = first->id;
		mail->expires_at = last->starts_at;
		if (match && match->published_at > facts->now)
			mail->at = match->published_at;
	}
}

static struct session *
repeated(const struct slot_search *s, int number, int count, int64_t starts_at,
	struct session **last)
{
	struct facts *facts = s->facts;
	struct series *series = facts_new_series(facts);
	struct series like = sketch(s, count, starts_at);
	struct session *first = NULL;

	like.id = series->id;
	like.change = series->change;
	*series = like;
	series->uid = session_uid(
		facts->pool, s->program, 'r', series->id, series->match);
	series->dtstamp = facts->now;
	for (int i = 0; i < count; i++) {
		int64_t at = invite_series_at(series, i);
		struct session *session = session_create(s, number + i, at);

		session->series = series->id;
		session->original_at = at;
		session->uid = series->uid;
		session->dtstamp = series->dtstamp;
		timeline_session(s->program, facts, session, facts->now);
		first = first ? first : session;
		*last = session;
	}
	if (first)
		invite_all(facts, series, first, *last);
	return first;
}

struct session *
series_begin(
	const struct slot_search *s, int number, int left, int64_t starts_at)
{
	struct session *first = NULL, *last = NULL;

	left = MIN(left, MOST);
	for (int64_t at = starts_at; at && left > 0;) {
		int n = reach(s, left, at);
		struct session *begun = n > 1
			? repeated(s, number, n, at, &last)
			: (last = single(s, number, at));

		first = first ? first : begun;
		number += n;
		left -= n;
		at = left > 0 && !slot_is_beyond(s, last)
			? slot_find(s, last, s->facts->now)
			: 0;
	}
	if (last)
		session_plan_next(s->facts, last);
	return first;
}

/* ---- one counter for all of it --------------------------------------------------- */

/* The master has the next SEQUENCE, with all that is not told apart. */
static void
next_master(struct facts *facts, struct series *series, bool ask)
{
	int64_t sequence = series->sequence, dtstamp = series->dtstamp;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (!is_of(s, series))
			continue;
		sequence = MAX(sequence, s->sequence);
		dtstamp = MAX(dtstamp, s->dtstamp);
	}
	if (ask)
		series->sequence = sequence + 1;
	series->dtstamp = MAX(facts->now, dtstamp + 1);
	fact_touch(series);
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || session_is_apart(facts, s) ||
			!session_to_come(s, facts->now))
			continue;
		s->sequence = MAX(s->sequence, series->sequence);
		s->dtstamp = series->dtstamp;
		fact_touch(s);
	}
}

static bool
is_ahead(const struct facts *facts, const struct session *session)
{
	return session->starts_at > facts->now &&
		(session->state == SESSION_PLANNED ||
			session->state == SESSION_CANCELLED);
}

/* Calendars forget what differs when the master is another one, so that is told
 * once more (MS-OXOCAL 3.1.4.7.3.5 has Outlook do so). */
static void
tell_apart_again(struct facts *facts, const struct series *series)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];
		bool planned = s->state == SESSION_PLANNED;

		if (!is_of(s, series) || !is_ahead(facts, s) ||
			!session_is_apart(facts, s))
			continue;
		struct fields *fields = fields_new(facts->pool, NULL);
		fields_truth(facts->pool, fields, "updated", false);
		fields_truth(facts->pool, fields, "changed", true);
		session_next_sequence(facts, s);
		session_tell(facts, s, planned ? TELLING_ASK : TELLING_CANCEL,
			planned ? fields : NULL);
	}
}

static void
cancel_unsent(struct facts *facts, const struct series *series)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (is_of(s, series) && session_to_come(s, facts->now))
			tell_cancel(facts, SUBJECT_SESSION, s->id);
	}
}

/* Who is in any of what is to come. */
static struct member_list
people_of(const struct facts *facts, const struct series *series)
{
	struct match people = { 0 };

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || !session_to_come(s, facts->now))
			continue;
		for (size_t k = 0; k < s->attendees.n; k++)
			match_add(&people, s->attendees.at[k].participant);
	}
	return people.members;
}

/* The newer master to all who are in it. Nothing is asked of them. */
static void
tell_master(struct facts *facts, struct series *series, bool ask)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	struct member_list people = people_of(facts, series);

	fields_truth(facts->pool, fields, "updated", false);
	fields_truth(facts->pool, fields, "changed", true);
	cancel_unsent(facts, series);
	next_master(facts, series, ask);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p =
			facts_participant(facts, people.at[i]);

		if (p && p->state != PARTICIPANT_LEFT)
			series_mail(facts, series, MOMENT_INVITATION,
				people.at[i],
				"series/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
				series->id, series->dtstamp)
				->fields = fields;
	}
	tell_apart_again(facts, series);
}

/* Then what stands apart of it, in the same order as it came about. */
void
series_send_again(struct facts *facts, struct series *series,
	int64_t participant, const char *occurrence)
{
	next_master(facts, series, false);
	series_mail(
		facts, series, MOMENT_INVITATION, participant, "%s", occurrence)
		->reply = true;
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || !is_ahead(facts, s) ||
			!session_is_apart(facts, s) ||
			!session_attendee(s, participant))
			continue;
		session_stamp(facts, s);
		session_tell_one(facts, s,
			s->state == SESSION_PLANNED ? TELLING_CHANGE
						    : TELLING_CANCEL,
			participant, NULL);
	}
}

void
series_place(struct facts *facts, struct series *series, const char *place)
{
	const char *before = series->place;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || !session_to_come(s, facts->now) ||
			g_strcmp0(s->place, before) != 0)
			continue;
		s->place = place;
		fact_touch(s);
	}
	series->place = place;
	fact_touch(series);
	if (series_goes_on(facts, series))
		tell_master(facts, series, false);
}

/* ---- withdrawing ------------------------------------------------------------------- */

/* How much of it stays in calendars: all up to the last that has begun, and was
 * not left out. */
static int
past_of(const struct facts *facts, const struct series *series)
{
	int64_t last = 0;
	int n = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (is_of(s, series) && s->state != SESSION_CANCELLED &&
			s->starts_at <= facts->now)
			last = MAX(last, s->original_at);
	}
	for (size_t i = 0; i < facts->sessions.n; i++)
		n += is_of(facts->sessions.at[i], series) &&
			facts->sessions.at[i]->original_at <= last;
	return n;
}

/* To one person: it ends here. Nothing has been yet: it is cancelled. Else it
 * becomes shorter, since a CANCEL takes what was out of calendars as well: a
 * master with a smaller COUNT is what Google and Outlook send themselves when a
 * series ends early, and calendars keep what is left of it. */
static void
end_for(struct facts *facts, const struct series *series, int64_t participant,
	const char *key, bool removed)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	int past = past_of(facts, series);
	struct mail_request *mail =
		series_mail(facts, series, MOMENT_CANCELLATION, participant,
			"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, key,
			series->id, series->dtstamp);

	fields_truth(facts->pool, fields, "removed", removed);
	mail->fields = fields;
	if (past) {
		mail->object = OBJECT_REST;
		mail->keep = past;
	}
}

/* Those that were moved out of what stays, or into it, are told one by one. */
static void
end_apart(struct facts *facts, const struct series *series, const char *why)
{
	int64_t stays = 0;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (is_of(s, series) && s->starts_at <= facts->now &&
			s->state != SESSION_CANCELLED)
			stays = MAX(stays, s->original_at);
	}
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (is_of(s, series) && s->original_at <= stays)
			session_cancel(facts, s, why);
	}
}

static void
end_rest(struct facts *facts, const struct series *series, const char *why)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || !session_to_come(s, facts->now))
			continue;
		s->state = SESSION_CANCELLED;
		fact_touch(s);
		struct outcome *outcome = facts_new_outcome(
			facts, OUTCOME_SESSION_CANCELLED, "%s", why);
		outcome->match = s->match;
		outcome->session = s->id;
	}
}

static bool
left_before(const struct facts *facts, int64_t participant)
{
	const struct participant *p = facts_participant(facts, participant);

	return p && p->state == PARTICIPANT_LEFT && p->left_at < facts->now;
}

void
series_end(struct facts *facts, struct series *series, const char *why)
{
	struct member_list people = people_of(facts, series);

	if (!series_goes_on(facts, series))
		return;
	cancel_unsent(facts, series);
	next_master(facts, series, true);
	for (size_t i = 0; i < people.n; i++)
		if (!left_before(facts, people.at[i]))
			end_for(facts, series, people.at[i], "series-end",
				false);
	end_apart(facts, series, why);
	end_rest(facts, series, why);
	series->ended_at = facts->now;
	fact_touch(series);
}

/* ---- one goes, one comes -------------------------------------------------------------- */

/* RFC 5546 3.2.5: only they are told that it is over. */
void
series_drop(struct facts *facts, struct series *series, int64_t participant)
{
	struct session *next = NULL;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (is_of(s, series) && session_to_come(s, facts->now) &&
			session_remove_person(s, participant))
			next = s;
	}
	if (!next)
		return;
	tell_master(facts, series, true);
	end_for(facts, series, participant, "series-drop", true);
}

void
series_add(struct facts *facts, struct series *series, int64_t participant)
{
	bool added = false;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (!is_of(s, series) || !session_to_come(s, facts->now) ||
			session_attendee(s, participant))
			continue;
		session_add_person(facts, s, participant);
		added = true;
	}
	if (added)
		tell_master(facts, series, true);
}
