/* What libical may see of a calendar object. Lines are unfolded here (RFC 5545
 * 3.1; some clients fold wrongly or not at all), foreign rules and zones are
 * left out, limits are counted. */
#include <glib.h>
#include <string.h>

#include "read/itip.h"

#define BYTES_MOST     (256u * 1024)
#define EVENTS_MOST    64
#define ATTENDEES_MOST 200
#define DEPTH_MOST     8

struct thin {
	GString *out;
	int depth, skip; /* skip: depth at which a left-out component began */
	size_t calendars, events, attendees;
	bool broken;
};

static bool
starts(const char *line, const char *name)
{
	size_t n = strlen(name);

	return !g_ascii_strncasecmp(line, name, n) &&
		(line[n] == ':' || line[n] == ';');
}

static bool
is_left_out(const char *line)
{
	static const char *const names[] = { "RRULE", "EXRULE", "RDATE",
		"EXDATE", "X-LIC-ERROR", "ATTACH", "DESCRIPTION", "X-ALT-DESC",
		"CATEGORIES", "DURATION", "GEO", "TRIGGER" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (starts(line, names[i]))
			return true;
	return false;
}

/* A property with nothing behind its colon makes libical complain. */
static bool
is_empty(const char *line)
{
	size_t n = strlen(line);

	return !n || line[n - 1] == ':' || !strchr(line, ':');
}

static void
component_begin(struct thin *t, const char *name)
{
	t->depth++;
	t->calendars += !g_ascii_strcasecmp(name, "VCALENDAR");
	t->events += !g_ascii_strcasecmp(name, "VEVENT");
	t->broken |= t->depth > DEPTH_MOST || t->calendars > 1 ||
		t->events > EVENTS_MOST;
	if (!t->skip && g_ascii_strcasecmp(name, "VCALENDAR") &&
		g_ascii_strcasecmp(name, "VEVENT"))
		t->skip = t->depth;
	if (!t->skip)
		g_string_append_printf(t->out, "BEGIN:%s\r\n", name);
}

static void
component_end(struct thin *t, const char *name)
{
	if (!t->depth)
		return;
	if (!t->skip)
		g_string_append_printf(t->out, "END:%s\r\n", name);
	if (t->skip == t->depth)
		t->skip = 0;
	t->depth--;
}

static void
take_line(struct thin *t, char *line)
{
	g_strchomp(line);
	if (starts(line, "BEGIN")) {
		component_begin(t, line + 6);
	} else if (starts(line, "END")) {
		component_end(t, line + 4);
	} else if (!t->skip && t->depth && !is_left_out(line) &&
		!is_empty(line)) {
		t->attendees += starts(line, "ATTENDEE");
		t->broken |= t->attendees > ATTENDEES_MOST;
		g_string_append(t->out, line);
		g_string_append(t->out, "\r\n");
	}
}

/* Ends of lines may be CRLF, LF or CR alone. */
static const char *
next_line(const char *p, GString *line)
{
	for (;;) {
		size_t n = strcspn(p, "\r\n");

		g_string_append_len(line, p, (gssize)n);
		p += n;
		if (*p == '\r')
			p++;
		if (*p == '\n')
			p++;
		if (*p != ' ' && *p != '\t')
			return p;
		p++;
	}
}

char *
itip_thin(struct pool *pool, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GString) line = g_string_new(NULL);
	struct thin t = { .out = out };

	if (strlen(text) > BYTES_MOST)
		return NULL;
	if (g_str_has_prefix(text, "\xef\xbb\xbf"))
		text += 3;
	while (*text && !t.broken) {
		g_string_truncate(line, 0);
		text = next_line(text, line);
		for (char *p = line->str; *p; p++)
			if ((unsigned char)*p < ' ' && *p != '\t')
				*p = ' ';
		take_line(&t, line->str);
	}
	if (t.broken || t.calendars != 1 || !t.events)
		return NULL;
	while (t.depth > 0) /* cut off: close what is open */
		component_end(&t, t.depth == 1 ? "VCALENDAR" : "VEVENT");
	return pool_strdup(pool, out->str);
}
