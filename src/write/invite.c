/* The calendar object of a session or a series, written line by line: what
 * goes out is exactly what stands here, with none of a library's history in
 * it. One VEVENT each, since readers disagree about objects that hold several.
 *
 * Times stand on the wall clock of one zone, with our VTIMEZONE beside them,
 * wherever that can be said without a doubt; else in UTC. */
#include "write/invite.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "write/object.h"

#define THEIR_UID 1000 /* octets of a foreign UID that we repeat */

struct event {
	struct object object;
	const struct program *program;
	const struct facts *facts;
	const struct invite *invite;
	int64_t sequence, dtstamp, from, till;
	const struct zone *zone;       /* of DTSTART and DTEND; NULL: UTC */
	const struct zone *place_zone; /* of RECURRENCE-ID, likewise */
};

const char *
invite_method_name(enum invite_method method)
{
	switch (method) {
	case INVITE_REQUEST:
		return "REQUEST";
	case INVITE_CANCEL:
		return "CANCEL";
	case INVITE_DECLINE_COUNTER:
		return "DECLINECOUNTER";
	case INVITE_REPLY:
		return "REPLY";
	}
	return "";
}

bool
invite_is_plain(const struct zone *zone, int64_t at)
{
	int64_t local = at + zone_offset(zone, at);
	const int around[] = { zone_offset(zone, at - DAY),
		zone_offset(zone, at + DAY) };

	for (size_t i = 0; i < G_N_ELEMENTS(around); i++) {
		int64_t other = local - around[i];

		if (other != at && zone_offset(zone, other) == around[i])
			return false;
	}
	return true;
}

/* ---- people -------------------------------------------------------------- */

/* What several sessions of a series have in common: the answer that most of
 * those to come have; the session's own when none is ahead. */
static enum partstat
answer_to_all(const struct event *e, const struct attendee *attendee)
{
	int count[PARTSTAT_DECLINED + 1] = { 0 };
	enum partstat most = attendee->partstat;

	for (size_t i = 0; i < e->facts->sessions.n; i++) {
		struct session *s = e->facts->sessions.at[i];
		const struct attendee *a =
			session_attendee(s, attendee->participant);

		if (a && s->series == e->invite->series->id &&
			s->state == SESSION_PLANNED &&
			s->starts_at > e->facts->now)
			count[a->partstat]++;
	}
	for (int p = 0; p <= PARTSTAT_DECLINED; p++)
		if (count[p] > count[most])
			most = (enum partstat)p;
	return most;
}

/* PARTSTAT never last: a well-known client's reply loses the address then. */
static bool
attendee_line(struct event *e, const struct attendee *attendee, struct err *err)
{
	const struct participant *p =
		facts_participant(e->facts, attendee->participant);

	if (!p)
		return err_set(err, ERR_NEVER,
			"an attendee of the session is not loaded");
	if (address_fault(p->email))
		return err_set(err, ERR_NEVER,
			"an attendee's address cannot stand in a calendar");
	if (address_equal(p->email, e->invite->organizer))
		return err_set(
			err, ERR_NEVER, "the organizer cannot be invited");
	object_line(&e->object,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=%s;"
		"RSVP=TRUE;CN=\"%s\":mailto:%s",
		partstat_name(e->invite->master && !e->invite->only
				? answer_to_all(e, attendee)
				: attendee->partstat),
		object_parameter(e->object.pool, p->name), p->email);
	return true;
}

/* Of somebody who is named alone. */
static enum partstat
answer_of_one(enum invite_method method)
{
	switch (method) {
	case INVITE_REQUEST: /* what was, and stays in their calendar */
		return PARTSTAT_ACCEPTED;
	case INVITE_CANCEL:
		return PARTSTAT_DECLINED;
	case INVITE_DECLINE_COUNTER:
	case INVITE_REPLY:
		break;
	}
	return PARTSTAT_TENTATIVE;
}

/* Who was taken out is named alone (RFC 5546 3.2.5), as is whose proposal is
 * refused: they had said yes to it only. */
static bool
attendee_lines(struct event *e, struct err *err)
{
	const struct attendee_list *all = &e->invite->session->attendees;
	struct attendee one = { .participant = e->invite->only,
		.partstat = answer_of_one(e->invite->method) };

	if (one.participant)
		return attendee_line(e, &one, err);
	for (size_t i = 0; i < all->n; i++)
		if (!attendee_line(e, &all->at[i], err))
			return false;
	return true;
}

static void
organizer_line(struct event *e)
{
	object_line(&e->object, "ORGANIZER;CN=\"%s\":mailto:%s",
		object_parameter(e->object.pool, e->invite->organizer_name),
		e->invite->organizer);
}

/* ---- times --------------------------------------------------------------- */

static void
time_lines(struct event *e)
{
	e->object.zone = e->zone;
	object_time(&e->object, "DTSTART", e->from);
	object_time(&e->object, "DTEND", e->till);
}

/* RFC 5545 3.8.4.4: where the series put it, spelled as there. */
static void
recurrence_lines(struct event *e)
{
	static const char days[][3] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU" };
	const struct series *series = e->invite->series;

	if (!series)
		return;
	if (!e->invite->master) {
		e->object.zone = e->place_zone;
		object_time(&e->object, "RECURRENCE-ID",
			e->invite->session->original_at);
		return;
	}
	struct civil c = civil_of(
		e->zone ? e->zone : zone_find("UTC"), series->starts_at);
	object_line(&e->object,
		"RRULE:FREQ=WEEKLY;INTERVAL=%d;BYDAY=%s;COUNT=%d",
		series->weeks, days[c.weekday], series->count);
}

/* How far the times of the object reach that a VTIMEZONE must explain. */
static int64_t
last_till(const struct event *e)
{
	const struct series *series = e->invite->series;

	return e->invite->master ? invite_series_at(series, series->count - 1) +
			series->minutes * MINUTE
				 : e->till;
}

/* Chooses the zone of the times, and writes it down. A session that was moved
 * to where the zone has another rule stands in UTC; where the series put it
 * is then still said as the series says it. */
static void
zone_lines(struct event *e)
{
	const struct invite *invite = e->invite;
	const struct zone *zone = invite->series
		? zone_find(invite->series->zone)
		: e->program->zone;
	bool instance = invite->series && !invite->master;
	int64_t origin = instance ? invite->session->original_at : e->from;
	int64_t first = MIN(origin, e->from);
	int64_t last = MAX(origin, last_till(e));
	struct pool *pool = e->object.pool;
	char *text = vtimezone_print(pool, zone, first, last);

	if (text && invite_is_plain(zone, e->from) &&
		invite_is_plain(zone, e->till))
		e->zone = zone;
	if (!text && instance)
		text = vtimezone_print(pool, zone, origin, origin);
	if (text && instance)
		e->place_zone = zone;
	if (e->zone || e->place_zone)
		g_string_append(e->object.out, text);
}

/* ---- the event ------------------------------------------------------------- */

/* RFC 5546 2.1.4 and what Outlook looks at. */
static void
state_lines(struct event *e)
{
	const struct invite *invite = e->invite;
	bool cancel = invite->method == INVITE_CANCEL;
	const char *busy = cancel ? "FREE" : "BUSY";
	struct object *object = &e->object;

	object_line(object, "STATUS:%s", cancel ? "CANCELLED" : "CONFIRMED");
	object_line(object, "TRANSP:%s", cancel ? "TRANSPARENT" : "OPAQUE");
	object_line(object, "CLASS:PUBLIC");
	object_utc(object, "CREATED",
		invite->master ? invite->series->created_at
			       : invite->session->created_at);
	object_utc(object, "LAST-MODIFIED", e->dtstamp);
	object_line(object, "X-MICROSOFT-CDO-BUSYSTATUS:%s", busy);
	object_line(object, "X-MICROSOFT-CDO-INTENDEDSTATUS:%s", busy);
	object_line(object, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE");
	object_line(object, "X-MICROSOFT-CDO-IMPORTANCE:1");
	object_line(
		object, "X-MICROSOFT-CDO-APPT-SEQUENCE:%" PRId64, e->sequence);
	object_line(object, "X-MICROSOFT-DISALLOW-COUNTER:%s",
		e->program->sessions.proposals ? "FALSE" : "TRUE");
}

static bool
event_lines(struct event *e, struct err *err)
{
	const struct invite *invite = e->invite;
	bool refusal = invite->method == INVITE_DECLINE_COUNTER;
	struct object *object = &e->object;

	object_line(object, "BEGIN:VEVENT");
	object_line(object, "UID:%s", invite->session->uid);
	object_utc(object, "DTSTAMP", e->dtstamp);
	object_line(object, "SEQUENCE:%" PRId64, e->sequence);
	time_lines(e);
	recurrence_lines(e);
	organizer_line(e);
	if (!attendee_lines(e, err))
		return false;
	object_text(object, "SUMMARY", invite->summary);
	if (!refusal) {
		object_text(object, "DESCRIPTION", invite->description);
		object_text(object, "LOCATION",
			invite->master ? invite->series->place
				       : invite->session->place);
		state_lines(e);
	}
	object_line(object, "END:VEVENT");
	return true;
}

/* ---- REPLY ----------------------------------------------------------------- */

/* Our reader has made it UTC where it could; else it is said as they did. */
static bool
their_recurrence(struct event *e, const char *id, struct err *err)
{
	size_t len = strlen(id);

	if (strspn(id, "0123456789TZ") != len || len < 8 || len > 16)
		return err_set(err, ERR_NEVER,
			"the meeting's RECURRENCE-ID cannot be repeated");
	object_line(&e->object, "RECURRENCE-ID%s:%s",
		len == 8 ? ";VALUE=DATE" : "", id);
	return true;
}

/* RFC 5546 3.2.3: UID, SEQUENCE and RECURRENCE-ID are theirs, the one ATTENDEE
 * is us. Time and title are in it because Outlook wants them. */
static bool
reply_lines(struct event *e, struct err *err)
{
	const struct invite *invite = e->invite;
	const struct letter_calendar *theirs = invite->theirs;
	struct object *object = &e->object;

	object_line(object, "BEGIN:VEVENT");
	object_text(object, "UID", theirs ? theirs->uid : invite->session->uid);
	object_utc(object, "DTSTAMP", e->dtstamp);
	object_line(object, "SEQUENCE:%" PRId64, e->sequence);
	if (theirs && theirs->recurrence_id &&
		!their_recurrence(e, theirs->recurrence_id, err))
		return false;
	time_lines(e);
	organizer_line(e);
	object_line(object,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
		"PARTSTAT=ACCEPTED;CN=\"%s\":mailto:%s",
		object_parameter(object->pool, e->program->name),
		invite->guest);
	object_text(object, "SUMMARY", invite->summary);
	object_line(object, "END:VEVENT");
	return true;
}

/* ---- whole ----------------------------------------------------------------- */

static bool
uid_is_good(const char *uid)
{
	size_t len = uid ? strlen(uid) : 0;

	for (size_t i = 0; i < len; i++)
		if (uid[i] <= ' ' || uid[i] > '~')
			return false;
	return len && len <= 64;
}

static bool
series_is_whole(const struct invite *invite, struct err *err)
{
	const struct series *series = invite->series;

	if (!series)
		return !invite->master ||
			err_set(err, ERR_NEVER,
				"a master needs the series of the session");
	if (!zone_find(series->zone) || series->weeks < 1 ||
		series->count < 1 || series->minutes < 1 ||
		g_strcmp0(series->uid, invite->session->uid) ||
		!invite->session->original_at)
		return err_set(err, ERR_NEVER,
			"a series needs a zone, weeks, a count and the UID of "
			"its sessions");
	/* a calendar would repeat it in UTC: at another hour in summer; to
	 * take it away, that does no harm */
	if (invite->master && invite->method == INVITE_REQUEST &&
		invite_series_fits(series) < series->count)
		return err_set(err, ERR_NEVER,
			"the clocks of the series' zone change as no calendar "
			"object can say");
	return true;
}

static bool
reply_is_whole(const struct invite *invite, struct err *err)
{
	const char *uid =
		invite->theirs ? invite->theirs->uid : invite->session->uid;
	size_t len = uid ? strlen(uid) : 0;

	if (!len || len > THEIR_UID || strpbrk(uid, "\r\n"))
		return err_set(
			err, ERR_NEVER, "the meeting's UID cannot be repeated");
	if (!invite->guest || address_fault(invite->guest))
		return err_set(err, ERR_NEVER,
			"the program's address cannot stand in a calendar");
	return true;
}

static bool
invite_is_whole(const struct invite *invite, struct err *err)
{
	const struct session *s = invite->session;

	if (!invite->organizer || address_fault(invite->organizer))
		return err_set(err, ERR_NEVER,
			"the organizer's address cannot stand in a calendar");
	if (invite->method == INVITE_REPLY)
		return reply_is_whole(invite, err);
	if (!uid_is_good(s->uid))
		return err_set(err, ERR_NEVER,
			"a session needs a UID of 1 to 64 ASCII characters");
	if (!s->attendees.n || s->minutes <= 0 || s->sequence < 0)
		return err_set(err, ERR_NEVER,
			"a session needs attendees, a length and a sequence");
	if (invite->method == INVITE_DECLINE_COUNTER &&
		(!invite->proposal || !invite->only || invite->master))
		return err_set(err, ERR_NEVER,
			"only somebody's proposal for a session is refused");
	return series_is_whole(invite, err);
}

/* What the object says, taken from where it is kept. */
static void
choose(struct event *e)
{
	const struct invite *invite = e->invite;
	const struct session *s = invite->session;
	const struct series *series = invite->master ? invite->series : NULL;

	e->sequence = series ? series->sequence : s->sequence;
	e->dtstamp = series ? series->dtstamp : s->dtstamp;
	e->from = series ? series->starts_at : s->starts_at;
	e->till = e->from + (series ? series->minutes : s->minutes) * MINUTE;
	if (invite->method == INVITE_DECLINE_COUNTER)
		e->sequence = invite->proposal->sequence;
	if (invite->method == INVITE_REPLY) {
		e->dtstamp = e->facts->now;
		if (invite->theirs)
			e->sequence = invite->theirs->sequence;
	}
}

bool
invite_print(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct invite *invite, char **text,
	struct err *err)
{
	bool reply = invite->method == INVITE_REPLY;

	if (!invite_is_whole(invite, err))
		return false;
	g_autoptr(GString) out = g_string_new(NULL);
	struct event e = { .object = { pool, out, NULL },
		.program = program,
		.facts = facts,
		.invite = invite };

	choose(&e);
	object_line(&e.object, "BEGIN:VCALENDAR");
	object_line(&e.object, "PRODID:-//mentord//mentord 1.0//EN");
	object_line(&e.object, "VERSION:2.0");
	object_line(&e.object, "CALSCALE:GREGORIAN");
	object_line(&e.object, "METHOD:%s", invite_method_name(invite->method));
	if (!reply)
		zone_lines(&e);
	if (!(reply ? reply_lines(&e, err) : event_lines(&e, err)))
		return false;
	object_line(&e.object, "END:VCALENDAR");
	*text = pool_strdup(pool, out->str);
	return true;
}
