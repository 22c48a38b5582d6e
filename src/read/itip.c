/* Reading the thinned object with libical 3.0, whose errors are turned off:
 * real replies break its rules (no ORGANIZER from Exchange, STATUS twice from
 * Yahoo), so icalrestriction_check is no gate here. */
#include "read/itip.h"

#include <glib.h>
#include <libical/ical.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"

#define TEXT_MOST     2048
#define SEQUENCE_MOST 1000000

typedef icalcomponent ical_root;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ical_root, icalcomponent_free)

static char *
owned(struct pool *pool, char *text)
{
	g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
	char *copy = pool_strdup(pool, valid);

	icalmemory_free_buffer(text);
	if (copy && strlen(copy) > TEXT_MOST)
		*g_utf8_find_prev_char(copy, copy + TEXT_MOST) = '\0';
	return copy;
}

/* The value of the first property of that kind, as it is written. */
static char *
value_of(struct pool *pool, icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);

	return property
		? owned(pool, icalproperty_get_value_as_string_r(property))
		: NULL;
}

static char *
parameter_of(struct pool *pool, icalproperty *property, const char *name)
{
	return owned(
		pool, icalproperty_get_parameter_as_string_r(property, name));
}

static const char *
without_mailto(const char *value)
{
	if (value && !g_ascii_strncasecmp(value, "mailto:", 7))
		return value + 7;
	return value;
}

static char *
upper(struct pool *pool, const char *text)
{
	g_autofree char *up = text ? g_ascii_strup(text, -1) : NULL;

	return pool_strdup(pool, up);
}

/* libical reads it with atoi, which wraps; so the text is read here. */
static int64_t
sequence_of(struct pool *pool, const char *lines, size_t event)
{
	const char *p = lines;

	for (size_t i = 0; p && i <= event; i++) {
		p = strstr(p, "BEGIN:VEVENT");
		p = p ? p + 1 : NULL;
	}
	const char *end = p ? strstr(p, "END:VEVENT") : NULL;
	p = p ? strstr(p, "\nSEQUENCE") : NULL;
	if (!p || !end || p > end)
		return 0;
	p += strcspn(p, ":\r");
	p += *p == ':';
	p += strspn(p, " ");
	size_t n = strspn(p, "0123456789");
	if (!n || n > 9 || (p[n] != '\r' && p[n] != ' '))
		return 0;
	int64_t sequence = g_ascii_strtoll(pool_strndup(pool, p, n), NULL, 10);
	return sequence <= SEQUENCE_MOST ? sequence : 0;
}

/* "20270101T090000Z" to seconds; a zone's name for the local form. */
static int64_t
time_of(const char *text, const struct zone *zone)
{
	struct civil c = { 0 };
	bool utc;

	if (!text || strlen(text) < 15 || text[8] != 'T')
		return 0;
	for (size_t i = 0; i < 15; i++)
		if (i != 8 && !g_ascii_isdigit(text[i]))
			return 0;
	int64_t date = g_ascii_strtoll(text, NULL, 10);
	int64_t clock = g_ascii_strtoll(text + 9, NULL, 10);
	c.year = (int)(date / 10000);
	c.month = (int)(date / 100 % 100);
	c.day = (int)(date % 100);
	c.hour = (int)(clock / 10000);
	c.minute = (int)(clock / 100 % 100);
	c.second = (int)(clock % 100);
	utc = text[15] == 'Z';
	if (!utc && !zone)
		return 0;
	if (!utc)
		return civil_to_utc(zone, c);
	return civil_days(c.year, c.month, c.day) * 86400 + c.hour * 3600 +
		c.minute * 60 + c.second;
}

/* Some clients put the name behind a path of their own. */
static const struct zone *
zone_of(const char *tzid)
{
	const struct zone *zone = tzid && *tzid ? zone_find(tzid) : NULL;

	for (const char *p = tzid; p && !zone; p = strchr(p, '/'))
		if (*++p)
			zone = zone_find(p);
	return zone;
}

static int64_t
event_time(struct pool *pool, icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);

	if (!property)
		return 0;
	return time_of(value_of(pool, event, kind),
		zone_of(parameter_of(pool, property, "TZID")));
}

/* The instance in UTC when its zone is known by its IANA name (the mail's own
 * VTIMEZONE is never used), else as it is written; a date stays one. */
static const char *
recurrence_of(struct pool *pool, icalcomponent *event)
{
	const char *text = value_of(pool, event, ICAL_RECURRENCEID_PROPERTY);
	int64_t utc = event_time(pool, event, ICAL_RECURRENCEID_PROPERTY);

	if (!utc)
		return text;
	struct civil c = civil_from_days(utc / 86400);
	int rest = (int)(utc % 86400);
	return pool_printf(pool, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month,
		c.day, rest / 3600, rest / 60 % 60, rest % 60);
}

/* A property of libical's X- kind by its name. */
static char *
x_value(struct pool *pool, icalcomponent *event, const char *name)
{
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_X_PROPERTY);

	for (; p; p = icalcomponent_get_next_property(event, ICAL_X_PROPERTY)) {
		const char *x = icalproperty_get_x_name(p);

		if (x && !g_ascii_strcasecmp(x, name))
			return owned(
				pool, icalproperty_get_value_as_string_r(p));
	}
	return NULL;
}

/* Undo the escapes of RFC 5545 3.3.11. */
static char *
unescaped(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
			*to++ = *p == 'n' || *p == 'N' ? '\n' : *p;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return g_strstrip(text);
}

/* COMMENT, else Google's parameter, else Yahoo's property. */
static const char *
comment_of(struct pool *pool, icalcomponent *event, icalproperty *attendee)
{
	char *texts[3] = { value_of(pool, event, ICAL_COMMENT_PROPERTY),
		attendee ? parameter_of(pool, attendee, "X-RESPONSE-COMMENT")
			 : NULL,
		x_value(pool, event, "X-COMMENT") };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (texts[i] && *unescaped(texts[i]))
			return texts[i];
	return NULL;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Clients send the object twice: in the body and as an attachment. */
static bool
is_known(const struct letter_calendar_list *list,
	const struct letter_calendar *entry)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct letter_calendar *old = &list->at[i];

		if (same_text(old->method, entry->method) &&
			same_text(old->uid, entry->uid) &&
			same_text(old->recurrence_id, entry->recurrence_id) &&
			same_text(old->attendee, entry->attendee) &&
			old->dtstamp == entry->dtstamp)
			return true;
	}
	return false;
}

static void
read_attendee(struct pool *pool, icalcomponent *event, icalproperty *attendee,
	struct letter_calendar entry, struct letter_calendar_list *list)
{
	entry.attendee = without_mailto(
		owned(pool, icalproperty_get_value_as_string_r(attendee)));
	entry.sent_by = without_mailto(parameter_of(pool, attendee, "SENT-BY"));
	entry.partstat = upper(pool, parameter_of(pool, attendee, "PARTSTAT"));
	entry.comment = comment_of(pool, event, attendee);
	if (entry.attendee && !is_known(list, &entry))
		*LIST_ADD(pool, list) = entry;
}

LIST_OF(property_list, icalproperty *);

/* A component has one iterator, which every look-up moves: the attendees are
 * gathered before anything else is asked. */
static void
read_event(struct pool *pool, icalcomponent *event, struct letter_calendar base,
	struct letter_calendar_list *list)
{
	struct property_list attendees = { 0 };
	icalproperty *p =
		icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);

	for (; p; p = icalcomponent_get_next_property(
			  event, ICAL_ATTENDEE_PROPERTY))
		*LIST_ADD(pool, &attendees) = p;
	base.uid = value_of(pool, event, ICAL_UID_PROPERTY);
	base.recurrence_id = recurrence_of(pool, event);
	base.dtstamp = event_time(pool, event, ICAL_DTSTAMP_PROPERTY);
	if (!strcmp(base.method, "COUNTER")) {
		base.start = event_time(pool, event, ICAL_DTSTART_PROPERTY);
		base.end = event_time(pool, event, ICAL_DTEND_PROPERTY);
	}
	for (size_t i = 0; base.uid && i < attendees.n; i++)
		read_attendee(pool, event, attendees.at[i], base, list);
}

static bool
is_answer(const char *method)
{
	return method &&
		(!strcmp(method, "REPLY") || !strcmp(method, "COUNTER") ||
			!strcmp(method, "REFRESH"));
}

bool
itip_read(struct pool *pool, const char *text, const char *method,
	struct letter_calendar_list *list)
{
	struct letter_calendar base = { 0 };
	char *lines = itip_thin(pool, text);
	size_t n = 0;

	if (!lines)
		return false;
	icalerror_set_errors_are_fatal(0);
	g_autoptr(ical_root) root = icalparser_parse_string(lines);
	if (!root || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT)
		return false;
	char *own = value_of(pool, root, ICAL_METHOD_PROPERTY);
	base.method = upper(pool, own && *own ? own : method);
	if (!is_answer(base.method))
		return false;
	icalcomponent *event =
		icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
	for (; event; event = icalcomponent_get_next_component(
			      root, ICAL_VEVENT_COMPONENT)) {
		base.sequence = sequence_of(pool, lines, n++);
		read_event(pool, event, base, list);
	}
	return list->n > 0;
}
