/* The calendar object of a session, written line by line: what goes out is
 * exactly what stands here, with none of a library's history in it. Values
 * are escaped and folded in one place; a property without a value is never
 * written. */
#include "write/invite.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define FOLD_AT 75 /* octets of a line without its end, RFC 5545 3.1 */

struct object {
	struct pool *pool;
	GString *out;
	const struct invite *invite;
	const struct zone *zone; /* NULL: times in UTC */
};

/* One content line, folded between characters. */
static void
append_line(GString *out, const char *line)
{
	size_t room = FOLD_AT;

	for (const char *p = line; *p;) {
		size_t len = (size_t)(g_utf8_next_char(p) - p);

		if (len > room) {
			g_string_append(out, "\r\n ");
			room = FOLD_AT - 1;
		}
		g_string_append_len(out, p, (gssize)len);
		room -= len;
		p += len;
	}
	g_string_append(out, "\r\n");
}

static void G_GNUC_PRINTF(2, 3)
	line(struct object *object, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	append_line(object->out, pool_vprintf(object->pool, fmt, ap));
	va_end(ap);
}

/* TEXT of RFC 5545 3.3.11. Line feeds are kept as \n, other controls are
 * blanks. */
static void
text_line(struct object *object, const char *name, const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(value ? value : "", "\n", -1);

	for (char **l = lines; *l; l++) {
		if (l != lines)
			g_string_append(out, "\\n");
		for (const char *p = text_one_line(object->pool, *l); *p; p++) {
			if (strchr("\\;,", *p))
				g_string_append_c(out, '\\');
			g_string_append_c(out, *p);
		}
	}
	if (out->len)
		line(object, "%s:%s", name, out->str);
}

/* A name for a quoted parameter: nothing that could end it, and no "^",
 * which RFC 6868 would turn into something else. */
static char *
parameter(struct pool *pool, const char *name)
{
	char *clean = text_one_line(pool, name);

	return g_strdelimit(clean, "\"^", '\'');
}

static char *
utc_stamp(struct pool *pool, int64_t at)
{
	struct civil c = civil_of(zone_find("UTC"), at);

	return pool_printf(pool, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month,
		c.day, c.hour, c.minute, c.second);
}

static void
time_line(struct object *object, const char *name, int64_t at)
{
	if (!object->zone) {
		line(object, "%s:%s", name, utc_stamp(object->pool, at));
		return;
	}
	struct civil c = civil_of(object->zone, at);
	line(object, "%s;TZID=%s:%04d%02d%02dT%02d%02d%02d", name,
		zone_name(object->zone), c.year, c.month, c.day, c.hour,
		c.minute, c.second);
}

/* PARTSTAT never last: a well-known client's reply loses the address then. */
static bool
attendee_line(struct object *object, const struct facts *facts,
	const struct attendee *attendee, struct err *err)
{
	const struct participant *p =
		facts_participant(facts, attendee->participant);

	if (!p)
		return err_set(err, ERR_NEVER,
			"an attendee of the session is not loaded");
	if (address_fault(p->email))
		return err_set(err, ERR_NEVER,
			"an attendee's address cannot stand in a calendar");
	if (address_equal(p->email, object->invite->organizer))
		return err_set(
			err, ERR_NEVER, "the organizer cannot be invited");
	line(object,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=%s;"
		"RSVP=TRUE;CN=\"%s\":mailto:%s",
		partstat_name(attendee->partstat),
		parameter(object->pool, p->name), p->email);
	return true;
}

/* Who was taken out is named alone (RFC 5546 3.2.5). */
static bool
attendee_lines(
	struct object *object, const struct facts *facts, struct err *err)
{
	const struct attendee_list *all = &object->invite->session->attendees;
	struct attendee gone = { .participant = object->invite->only,
		.partstat = PARTSTAT_DECLINED };

	if (object->invite->only)
		return attendee_line(object, facts, &gone, err);
	for (size_t i = 0; i < all->n; i++)
		if (!attendee_line(object, facts, &all->at[i], err))
			return false;
	return true;
}

/* RFC 5546 2.1.4 and what Outlook looks at. */
static void
state_lines(struct object *object)
{
	const struct session *s = object->invite->session;
	bool cancel = object->invite->method == INVITE_CANCEL;
	const char *busy = cancel ? "FREE" : "BUSY";

	line(object, "STATUS:%s", cancel ? "CANCELLED" : "CONFIRMED");
	line(object, "TRANSP:%s", cancel ? "TRANSPARENT" : "OPAQUE");
	line(object, "CLASS:PUBLIC");
	line(object, "CREATED:%s", utc_stamp(object->pool, s->created_at));
	line(object, "LAST-MODIFIED:%s",
		utc_stamp(object->pool, object->invite->dtstamp));
	line(object, "X-MICROSOFT-CDO-BUSYSTATUS:%s", busy);
	line(object, "X-MICROSOFT-CDO-INTENDEDSTATUS:%s", busy);
	line(object, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE");
	line(object, "X-MICROSOFT-CDO-IMPORTANCE:1");
	line(object, "X-MICROSOFT-CDO-APPT-SEQUENCE:%" PRId64, s->sequence);
	line(object, "X-MICROSOFT-DISALLOW-COUNTER:FALSE");
}

static bool
event_lines(struct object *object, const struct facts *facts, struct err *err)
{
	const struct invite *invite = object->invite;
	const struct session *s = invite->session;

	line(object, "BEGIN:VEVENT");
	line(object, "UID:%s", s->uid);
	line(object, "DTSTAMP:%s", utc_stamp(object->pool, invite->dtstamp));
	line(object, "SEQUENCE:%" PRId64, s->sequence);
	time_line(object, "DTSTART", s->starts_at);
	time_line(object, "DTEND", s->starts_at + s->minutes * MINUTE);
	line(object, "ORGANIZER;CN=\"%s\":mailto:%s",
		parameter(object->pool, invite->organizer_name),
		invite->organizer);
	if (!attendee_lines(object, facts, err))
		return false;
	text_line(object, "SUMMARY", invite->summary);
	text_line(object, "DESCRIPTION", invite->description);
	text_line(object, "LOCATION", s->place);
	state_lines(object);
	line(object, "END:VEVENT");
	return true;
}

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
invite_is_whole(const struct invite *invite, struct err *err)
{
	const struct session *s = invite->session;

	if (!uid_is_good(s->uid))
		return err_set(err, ERR_NEVER,
			"a session needs a UID of 1 to 64 ASCII characters");
	if (!s->attendees.n || s->minutes <= 0 || s->sequence < 0)
		return err_set(err, ERR_NEVER,
			"a session needs attendees, a length and a sequence");
	if (!invite->organizer || address_fault(invite->organizer))
		return err_set(err, ERR_NEVER,
			"the organizer's address cannot stand in a calendar");
	return true;
}

/* The hour that the clock shows twice in autumn: readers disagree about which
 * one a local time means, so a time in either is said in UTC. */
static bool
is_unambiguous(const struct zone *zone, int64_t at)
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

bool
invite_print(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct invite *invite, char **text,
	struct err *err)
{
	if (!invite_is_whole(invite, err))
		return false;
	g_autoptr(GString) out = g_string_new(NULL);
	struct object object = { pool, out, invite, NULL };
	int64_t from = invite->session->starts_at;
	int64_t till = from + invite->session->minutes * MINUTE;
	char *zone = vtimezone_print(pool, program->zone, from, till);

	line(&object, "BEGIN:VCALENDAR");
	line(&object, "PRODID:-//mentord//mentord 1.0//EN");
	line(&object, "VERSION:2.0");
	line(&object, "CALSCALE:GREGORIAN");
	line(&object, "METHOD:%s",
		invite->method == INVITE_REQUEST ? "REQUEST" : "CANCEL");
	if (zone && is_unambiguous(program->zone, from) &&
		is_unambiguous(program->zone, till)) {
		g_string_append(out, zone);
		object.zone = program->zone;
	}
	if (!event_lines(&object, facts, err))
		return false;
	line(&object, "END:VCALENDAR");
	*text = pool_strdup(pool, out->str);
	return true;
}
