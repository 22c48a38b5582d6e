/* One VEVENT as entries: an entry for each line about a person, with all that
 * the event says of when. Times are brought to UTC by zones of the system;
 * where nobody knows the zone, a clock on a wall stays one. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "read/itip.h"
#include "read/recur.h"
#include "read/zones.h"

#define TEXT_MOST     2048
#define PLACE_MOST    500
#define SEQUENCE_MOST 1000000

/* --- addresses --- */

/* A byte of a URI that stands as "%41" (RFC 3986 2.1). */
static char *
percent_decoded(struct pool *pool, const char *text)
{
	char *out = pool_strdup(pool, text), *to = out;

	for (const char *p = text; *p; p++) {
		int byte = *p;

		if (*p == '%' && g_ascii_isxdigit(p[1]) &&
			g_ascii_isxdigit(p[2])) {
			byte = g_ascii_xdigit_value(p[1]) * 16 +
				g_ascii_xdigit_value(p[2]);
			p += 2;
		}
		if (!byte) /* would hide what follows */
			return NULL;
		*to++ = (char)byte;
	}
	*to = '\0';
	return g_strstrip(out);
}

/* One address and nothing else: no second one, no name around it. */
static bool
is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && at[1] && !strchr(at + 1, '@') &&
		strlen(text) <= 254 && !strpbrk(text, " \t,;<>()[]\"\\") &&
		!text_has_controls(text) && g_utf8_validate(text, -1, NULL);
}

const char *
itip_address(struct pool *pool, const char *value)
{
	char *text;

	if (!value || strlen(value) > TEXT_MOST)
		return NULL;
	value += strspn(value, " ");
	if (!g_ascii_strncasecmp(value, "mailto:", 7)) {
		if (strchr(value, '?')) /* more than an address (RFC 6068 2) */
			return NULL;
		text = percent_decoded(pool, value + 7);
	} else {
		text = g_strstrip(pool_strdup(pool, value));
	}
	return text && is_address(text) ? text : NULL;
}

/* --- texts --- */

/* Valid, and not longer than that many bytes. */
static char *
capped(struct pool *pool, const char *text, size_t most)
{
	if (!text)
		return NULL;
	char *copy = pool_strndup(pool, text, MIN(strlen(text), most));
	const char *end;
	if (!g_utf8_validate(copy, -1, &end))
		copy[end - copy] = '\0'; /* in the middle of a character */
	return copy;
}

static char *
upper(struct pool *pool, const char *text)
{
	g_autofree char *up = text ? g_ascii_strup(text, -1) : NULL;

	return capped(pool, up ? g_strstrip(up) : NULL, 64);
}

/* By digits alone; what is none, or absurd, is 0. Others read it with atoi,
 * which makes 1 of 4294967297. */
static int64_t
sequence_of(const struct itip_event *e)
{
	const char *text = e->sequence ? e->sequence : e->ms_sequence;
	size_t n = text ? strspn(text, "0123456789") : 0;

	if (!n || n > 9 || text[n])
		return 0;
	int64_t sequence = g_ascii_strtoll(text, NULL, 10);
	return sequence <= SEQUENCE_MOST ? sequence : 0;
}

/* COMMENT, else Google's parameter, else Yahoo's, which may be a property as
 * well. Outlook's empty comment is a line feed. */
static const char *
comment_of(struct pool *pool, const struct itip_event *e,
	const struct ical_line *attendee)
{
	char *texts[] = { pool_strdup(pool, e->comment),
		ical_parameter(pool, attendee, "X-RESPONSE-COMMENT"),
		ical_parameter(pool, attendee, "X-COMMENT"),
		pool_strdup(pool, e->x_comment) };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (texts[i] && *ical_unescape(texts[i]))
			return capped(pool, texts[i], TEXT_MOST);
	return NULL;
}

/* --- times --- */

/* The zone in which a line's time stands; NULL: nobody knows, or there is no
 * such line. */
static const struct zone *
zone_of_line(struct pool *pool, const struct ical_line *line)
{
	if (!line->value)
		return NULL;
	return zone_of_calendar(ical_parameter(pool, line, "TZID"));
}

/* 0 when it is no time, or only a day; *floating when its zone is unknown. */
static int64_t
instant_of(const struct itip_reading *r, const struct ical_line *line,
	bool *floating)
{
	struct ical_time t;

	if (!line->value || !ical_time_read(line->value, &t) || t.date)
		return 0;
	const struct zone *zone = zone_of_line(r->pool, line);
	*floating |= !t.utc && !zone;
	return ical_instant(&t, zone ? zone : r->writer);
}

static int64_t
stamp_of(struct pool *pool, const struct ical_line *line)
{
	struct ical_time t;

	if (!line->value || !ical_time_read(line->value, &t) || t.date)
		return 0;
	const struct zone *zone = zone_of_line(pool, line);
	return t.utc || zone ? ical_instant(&t, zone) : 0;
}

static char *
utc_text(struct pool *pool, int64_t utc)
{
	int64_t days = utc / DAY - (utc % DAY < 0);
	struct civil c = civil_from_days(days);
	int rest = (int)(utc - days * DAY);

	return pool_printf(pool, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month,
		c.day, rest / 3600, rest / 60 % 60, rest % 60);
}

/* The instance. What cannot be read stays as it is written, so that it is
 * never taken for the whole series. */
static const char *
instance_of(struct pool *pool, const struct ical_line *line)
{
	struct ical_time t;

	if (!line->value)
		return NULL;
	if (!ical_time_read(line->value, &t))
		return capped(pool, line->value, 64);
	if (t.date)
		return pool_strndup(pool, line->value, 8);
	const struct zone *zone = zone_of_line(pool, line);
	if (t.utc || zone)
		return utc_text(pool, ical_instant(&t, zone));
	g_autofree char *local = g_ascii_strup(line->value, -1);
	return pool_strdup(pool, local);
}

static void
read_when(const struct itip_reading *r, const struct itip_event *e,
	struct letter_calendar *entry)
{
	const struct zone *zone = zone_of_line(r->pool, &e->start);
	int64_t seconds;

	entry->start = instant_of(r, &e->start, &entry->floating);
	entry->end = instant_of(r, &e->end, &entry->floating);
	if (!entry->end && entry->start && e->duration &&
		ical_duration(e->duration, &seconds) && seconds > 0)
		entry->end = entry->start + seconds;
	if (entry->end < entry->start)
		entry->end = 0;
	entry->zone =
		zone && !strpbrk(e->start.value, "Zz") ? zone_name(zone) : NULL;
}

/* --- what repeats --- */

/* Every so many weeks on the weekday of its start, or -1. */
static void
read_rule(const struct itip_reading *r, const struct itip_event *e,
	struct letter_calendar *entry)
{
	const struct zone *zone = zone_of_line(r->pool, &e->start);
	struct ical_time start;
	struct recur rule;

	if (!e->rule && !e->odd)
		return;
	entry->weeks = -1;
	if (e->odd || !entry->start || !recur_read(e->rule, &rule) ||
		!ical_time_read(e->start.value, &start) ||
		rule.step != RECUR_WEEKS)
		return;
	int64_t day = civil_days(
		start.civil.year, start.civil.month, start.civil.day);
	if (rule.weekdays &&
		rule.weekdays != 1u << civil_from_days(day).weekday)
		return;
	entry->weeks = (int)MIN(rule.interval, 520);
	entry->count = (int)MIN(rule.count, 10000);
	if (rule.has_until)
		entry->until = recur_until(&rule, zone ? zone : r->writer);
}

/* --- entries --- */

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Programs send the object twice: in the body and as an attachment; and one
 * that has two lines for a person means them alike. */
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
add(const struct itip_reading *r, const struct letter_calendar *entry)
{
	if (!is_known(r->list, entry))
		*LIST_ADD(r->pool, r->list) = *entry;
}

/* Who it is about may stand in EMAIL alone, beside a name of their server's
 * ("urn:uuid:...", "/principals/..."). A query is an attempt at something. */
static void
add_attendee(const struct itip_reading *r, const struct itip_event *e,
	const struct ical_line *line, struct letter_calendar entry)
{
	struct pool *pool = r->pool;

	entry.email = itip_address(pool, ical_parameter(pool, line, "EMAIL"));
	entry.attendee = itip_address(pool, line->value);
	if (!entry.attendee &&
		!g_ascii_strncasecmp(line->value, "mailto:", 7)) {
		*r->why = "its calendar names somebody by what is no address";
		return;
	}
	if (!entry.attendee)
		entry.attendee = entry.email ? entry.email
					     : capped(pool, line->value, 254);
	entry.sent_by =
		itip_address(pool, ical_parameter(pool, line, "SENT-BY"));
	entry.partstat = upper(pool, ical_parameter(pool, line, "PARTSTAT"));
	entry.comment = comment_of(pool, e, line);
	add(r, &entry);
}

/* Each instance that the rule leaves out. */
static void
add_left_out(const struct itip_reading *r, const struct itip_event *e,
	struct letter_calendar entry)
{
	entry.method = "CANCEL";
	entry.attendee = NULL;
	entry.weeks = entry.count = 0;
	entry.until = entry.start = entry.end = 0;
	for (size_t i = 0; i < e->left_out.n; i++) {
		g_auto(GStrv) times =
			g_strsplit(e->left_out.at[i].value, ",", 100);

		for (char **t = times; *t; t++) {
			struct ical_line line = e->left_out.at[i];

			line.value = g_strstrip(*t);
			entry.recurrence_id = instance_of(r->pool, &line);
			if (r->list->n < 400)
				add(r, &entry);
		}
	}
}

static struct letter_calendar
common(const struct itip_reading *r, const struct itip_event *e)
{
	struct pool *pool = r->pool;
	struct letter_calendar entry = { .method = r->method,
		.uid = capped(pool, e->uid, TEXT_MOST),
		.recurrence_id = instance_of(pool, &e->recurrence),
		.sequence = sequence_of(e),
		.dtstamp = stamp_of(pool, &e->stamp),
		.organizer = itip_address(pool, e->organizer) };
	char *range = e->recurrence.value
		? ical_parameter(pool, &e->recurrence, "RANGE")
		: NULL;

	if (range)
		*r->why = "it means one meeting and all behind it "
			  "(THISANDFUTURE): it is read as that one";
	return entry;
}

void
itip_event_add(const struct itip_reading *r, const struct itip_event *e)
{
	bool request = !strcmp(r->method, "REQUEST");
	bool theirs = request || !strcmp(r->method, "CANCEL");
	struct letter_calendar entry = common(r, e);

	if (!entry.uid)
		return;
	if (request && e->status && !g_ascii_strcasecmp(e->status, "CANCELLED"))
		entry.method = "CANCEL";
	if (request || !strcmp(r->method, "COUNTER"))
		read_when(r, e, &entry);
	if (request) {
		char *place = pool_strdup(r->pool, e->place);

		if (place)
			entry.place = capped(r->pool,
				text_one_line(r->pool, ical_unescape(place)),
				PLACE_MOST);
		read_rule(r, e, &entry);
	}
	for (size_t i = 0; i < e->attendees.n; i++)
		add_attendee(r, e, &e->attendees.at[i], entry);
	if (theirs && !e->attendees.n)
		add(r, &entry);
	if (entry.weeks > 0)
		add_left_out(r, e, entry);
}
