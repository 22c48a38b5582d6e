/* Two passes over what the lines said: first all events and all instances that
 * stand for themselves or are left out, then the times of each. What is busy is
 * gathered as it comes, and sorted and merged at the end. */
#include "read/busy.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "read/ical.h"
#include "read/recur.h"
#include "read/zones.h"

#define BYTES_MOST      (1u << 20)
#define COMPONENTS_MOST 20000
#define DEPTH_MOST      8
#define LOOKS_MOST      100000     /* at days and months of all rules */
#define LENGTH_MOST     (31 * DAY) /* of what happens again */

/* What stands in a component until its END. */
struct draft {
	char *uid;
	const char *duration, *rule;
	struct ical_line start, end, recurrence;
	struct ical_line_list left_out;
	bool free;
};

struct event {
	int uid; /* -1: none, or an instance on its own */
	struct ical_time start;
	const struct zone *zone;
	int64_t length; /* seconds; of a date: days * DAY */
	const char *rule;
};
LIST_OF(event_list, struct event);

/* An instance that its series does not speak for. */
struct instance {
	int uid;
	bool day; /* at: the day, else the instant */
	int64_t at;
};

enum component {
	COMPONENT_OTHER,
	COMPONENT_CALENDAR,
	COMPONENT_EVENT,
	COMPONENT_FREEBUSY,
};

struct published {
	struct pool *pool;
	const struct zone *fallback;
	int64_t from, till;
	size_t budget;
	enum component open[DEPTH_MOST];
	size_t depth, calendars, components;
	bool broken;
	struct draft draft;
	struct event_list events;
	struct busy_list found;
	GHashTable *zones;     /* by TZID */
	GHashTable *uids;      /* numbers from 1 */
	GHashTable *instances; /* a set */
};

/* --- what is busy --- */

static void
add(struct published *p, int64_t from, int64_t till)
{
	from = MAX(from, p->from);
	till = MIN(till, p->till);
	if (from < till)
		*LIST_ADD(p->pool, &p->found) = (struct busy){ from, till };
}

static int
by_start(const void *a, const void *b)
{
	const struct busy *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static void
merge(struct published *p, struct busy_list *busy)
{
	struct busy_list *all = &p->found;

	if (all->n)
		qsort(all->at, all->n, sizeof *all->at, by_start);
	for (size_t i = 0; i < all->n; i++) {
		struct busy *last = busy->n ? &busy->at[busy->n - 1] : NULL;

		if (last && all->at[i].from <= last->till)
			last->till = MAX(last->till, all->at[i].till);
		else
			*LIST_ADD(p->pool, busy) = all->at[i];
	}
}

/* --- zones and instances --- */

/* The next of several, cut out of the value; NULL at the end. */
static char *
next_item(char **rest)
{
	char *item = *rest;
	size_t n = item ? strcspn(item, ",") : 0;

	if (!item)
		return NULL;
	*rest = item[n] ? item + n + 1 : NULL;
	item[n] = '\0';
	return g_strstrip(item);
}

/* Looked up once a name: an unknown one is sought among the files. */
struct known_zone {
	const struct zone *zone;
};

static const struct zone *
zone_of(struct published *p, const struct ical_line *line)
{
	char *tzid = ical_parameter(p->pool, line, "TZID");
	struct known_zone *known =
		tzid ? g_hash_table_lookup(p->zones, tzid) : NULL;

	if (tzid && !known) {
		known = POOL_NEW(p->pool, struct known_zone);
		known->zone = zone_of_calendar(tzid);
		g_hash_table_insert(p->zones, tzid, known);
	}
	return known && known->zone ? known->zone : p->fallback;
}

static guint
instance_hash(gconstpointer key)
{
	const struct instance *i = key;

	return g_int64_hash(&i->at) * 31 + (guint)i->uid * 2 + i->day;
}

static gboolean
instance_equal(gconstpointer a, gconstpointer b)
{
	const struct instance *x = a, *y = b;

	return x->uid == y->uid && x->day == y->day && x->at == y->at;
}

static int
uid_of(struct published *p, char *uid)
{
	int n = uid ? GPOINTER_TO_INT(g_hash_table_lookup(p->uids, uid)) : -1;

	if (n)
		return n;
	n = (int)g_hash_table_size(p->uids) + 1;
	g_hash_table_insert(p->uids, uid, GINT_TO_POINTER(n));
	return n;
}

static void
leave_out(
	struct published *p, int uid, const struct zone *zone, const char *text)
{
	struct instance *i = POOL_NEW(p->pool, struct instance);
	struct ical_time t;

	if (uid < 0 || !ical_time_read(text, &t))
		return;
	*i = (struct instance){ uid, t.date,
		t.date ? civil_days(t.civil.year, t.civil.month, t.civil.day)
		       : ical_instant(&t, zone) };
	g_hash_table_add(p->instances, i);
}

static bool
is_left_out(const struct published *p, int uid, int64_t day, int64_t at)
{
	const struct instance by_day = { uid, true, day };
	const struct instance by_time = { uid, false, at };

	return uid >= 0 &&
		(g_hash_table_contains(p->instances, &by_day) ||
			g_hash_table_contains(p->instances, &by_time));
}

/* --- events --- */

/* Without an end: a whole day, or no time at all (RFC 5545 3.6.1). */
static int64_t
length_of(struct published *p, const struct draft *d, const struct event *e)
{
	struct ical_time end;
	int64_t seconds;

	if (d->end.value && ical_time_read(d->end.value, &end)) {
		if (e->start.date && end.date)
			seconds = ical_instant(&end, NULL) -
				ical_instant(&e->start, NULL);
		else
			seconds = ical_instant(&end, zone_of(p, &d->end)) -
				ical_instant(&e->start, e->zone);
	} else if (!d->duration || !ical_duration(d->duration, &seconds)) {
		seconds = e->start.date ? DAY : 0;
	}
	if (e->start.date)
		seconds = MAX(DAY, (seconds + DAY - 1) / DAY * DAY);
	return seconds;
}

static void
take_event(struct published *p)
{
	const struct draft *d = &p->draft;
	int uid = uid_of(p, d->uid);
	struct event e = { .uid = uid, .rule = d->rule };

	for (size_t i = 0; i < d->left_out.n; i++) {
		const struct ical_line *line = &d->left_out.at[i];
		const struct zone *zone = zone_of(p, line);
		char *rest = line->value, *time;

		while ((time = next_item(&rest)))
			leave_out(p, uid, zone, time);
	}
	if (d->recurrence.value) {
		leave_out(p, uid, zone_of(p, &d->recurrence),
			d->recurrence.value);
		e.uid = -1;
		e.rule = NULL;
	}
	if (d->free || !d->start.value ||
		!ical_time_read(d->start.value, &e.start))
		return;
	e.zone = zone_of(p, &d->start);
	e.length = length_of(p, d, &e);
	if (e.length > 0)
		*LIST_ADD(p->pool, &p->events) = e;
}

/* The event as if it began on that day. */
static void
add_day(struct published *p, const struct event *e, int64_t day, int64_t length,
	int64_t until)
{
	struct civil c = civil_from_days(day);

	c.hour = e->start.civil.hour;
	c.minute = e->start.civil.minute;
	c.second = e->start.civil.second;
	struct ical_time t = { c, e->start.date, e->start.utc };
	int64_t from = ical_instant(&t, e->zone), till = from + length;

	if (from > until || is_left_out(p, e->uid, day, from))
		return;
	if (e->start.date && e->zone)
		till = civil_to_utc(
			e->zone, civil_from_days(day + length / DAY));
	add(p, from, till);
}

static void
expand(struct published *p, const struct event *e)
{
	const struct civil *c = &e->start.civil;
	int64_t first = civil_days(c->year, c->month, c->day);
	int64_t length = MIN(e->length, LENGTH_MOST);
	struct day_list days = { 0 };
	struct recur rule;

	if (!e->rule || !recur_read(e->rule, &rule)) {
		add_day(p, e, first, e->length, INT64_MAX);
		return;
	}
	int64_t until =
		rule.has_until ? recur_until(&rule, e->zone) : INT64_MAX;
	add_day(p, e, first, length, INT64_MAX);
	/* a day more at each end: dates and instants are not the same */
	if (!recur_days(p->pool, &rule, first, (p->from - length) / DAY - 2,
		    p->till / DAY + 2, &p->budget, &days))
		p->broken = true;
	for (size_t i = 0; i < days.n; i++)
		add_day(p, e, days.at[i], length, until);
}

/* --- VFREEBUSY --- */

/* "start/end" or "start/duration" (RFC 5545 3.3.9). */
static void
take_period(struct published *p, const struct zone *zone, char *text)
{
	char *slash = strchr(text, '/');
	struct ical_time start, end;
	int64_t seconds;

	if (!slash)
		return;
	*slash++ = '\0';
	if (!ical_time_read(text, &start) || start.date)
		return;
	int64_t from = ical_instant(&start, zone);
	if (ical_time_read(slash, &end))
		add(p, from, ical_instant(&end, zone));
	else if (ical_duration(slash, &seconds))
		add(p, from, from + seconds);
}

static void
take_freebusy(struct published *p, const struct ical_line *line)
{
	char *type = ical_parameter(p->pool, line, "FBTYPE");

	if (type && !g_ascii_strcasecmp(type, "FREE"))
		return;
	const struct zone *zone = zone_of(p, line); /* once: it may be long */
	char *rest = line->value, *period;
	while ((period = next_item(&rest)))
		take_period(p, zone, period);
}

/* --- lines --- */

static void
begin(struct published *p, const char *name)
{
	enum component what = COMPONENT_OTHER;

	p->broken |=
		p->depth == DEPTH_MOST || ++p->components > COMPONENTS_MOST;
	if (p->broken)
		return;
	if (!p->depth && !g_ascii_strcasecmp(name, "VCALENDAR")) {
		what = COMPONENT_CALENDAR;
		p->calendars++;
	} else if (p->depth == 1 && p->open[0] == COMPONENT_CALENDAR) {
		if (!g_ascii_strcasecmp(name, "VEVENT"))
			what = COMPONENT_EVENT;
		else if (!g_ascii_strcasecmp(name, "VFREEBUSY"))
			what = COMPONENT_FREEBUSY;
	}
	p->open[p->depth++] = what;
	if (what == COMPONENT_EVENT)
		p->draft = (struct draft){ 0 };
}

static void
end(struct published *p)
{
	if (!p->depth)
		return;
	if (p->open[--p->depth] == COMPONENT_EVENT)
		take_event(p);
}

static bool
says(const struct ical_line *line, const char *name, const char *value)
{
	return ical_is(line, name) && !g_ascii_strcasecmp(line->value, value);
}

static void
take_event_line(struct published *p, const struct ical_line *line)
{
	struct draft *d = &p->draft;

	if (ical_is(line, "DTSTART") && !d->start.value)
		d->start = *line;
	else if (ical_is(line, "DTEND") && !d->end.value)
		d->end = *line;
	else if (ical_is(line, "RECURRENCE-ID") && !d->recurrence.value)
		d->recurrence = *line;
	else if (ical_is(line, "UID") && !d->uid)
		d->uid = line->value;
	else if (ical_is(line, "DURATION") && !d->duration)
		d->duration = line->value;
	else if (ical_is(line, "RRULE") && !d->rule)
		d->rule = line->value;
	else if (ical_is(line, "EXDATE"))
		*LIST_ADD(p->pool, &d->left_out) = *line;
	d->free |= says(line, "TRANSP", "TRANSPARENT") ||
		says(line, "STATUS", "CANCELLED") ||
		says(line, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
}

static void
take_line(struct published *p, const struct ical_line *line)
{
	enum component at = p->depth ? p->open[p->depth - 1] : COMPONENT_OTHER;

	if (ical_is(line, "BEGIN"))
		begin(p, line->value);
	else if (ical_is(line, "END"))
		end(p);
	else if (at == COMPONENT_EVENT)
		take_event_line(p, line);
	else if (at == COMPONENT_FREEBUSY && ical_is(line, "FREEBUSY"))
		take_freebusy(p, line);
}

static void
read_all(struct published *p, const char *text)
{
	struct ical_line line;
	struct ical ical;

	ical_open(&ical, p->pool, text);
	while (!p->broken && ical_next(&ical, &line))
		take_line(p, &line);
	p->broken |= !p->calendars;
	for (size_t i = 0; i < p->events.n && !p->broken; i++)
		expand(p, &p->events.at[i]);
}

bool
busy_read(struct pool *pool, const char *text, const struct zone *fallback,
	int64_t from, int64_t till, struct busy_list *busy)
{
	struct published p = { .pool = pool,
		.fallback = fallback,
		.from = from,
		.till = till,
		.budget = LOOKS_MOST };
	struct busy_list merged = { 0 };

	if (strlen(text) > BYTES_MOST)
		return false;
	p.zones = g_hash_table_new(g_str_hash, g_str_equal);
	p.uids = g_hash_table_new(g_str_hash, g_str_equal);
	p.instances = g_hash_table_new(instance_hash, instance_equal);
	read_all(&p, text);
	g_hash_table_unref(p.zones);
	g_hash_table_unref(p.uids);
	g_hash_table_unref(p.instances);
	if (p.broken)
		return false;
	merge(&p, &merged);
	*busy = merged;
	return true;
}
