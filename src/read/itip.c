/* The object: one VCALENDAR, its METHOD, and the lines of its VEVENTs. Limits
 * come first; what breaks one says nothing at all, rather than half. */
#include "read/itip.h"

#include <glib.h>
#include <string.h>

#define BYTES_MOST     (256u * 1024)
#define EVENTS_MOST    64
#define ATTENDEES_MOST 200
#define LEFT_OUT_MOST  200
#define DEPTH_MOST     8

LIST_OF(itip_event_list, struct itip_event);

enum component {
	COMPONENT_CALENDAR,
	COMPONENT_EVENT,
	COMPONENT_OTHER, /* passed over, with all that is in it */
};

struct walk {
	struct pool *pool;
	enum component open[DEPTH_MOST];
	size_t depth, calendars, attendees, left_out;
	char *method;
	struct itip_event_list events;
	const char *fault;
};

static bool
in_event(const struct walk *w)
{
	return w->depth == 2 && w->open[1] == COMPONENT_EVENT;
}

static enum component
component_of(const struct walk *w, const char *name)
{
	if (w->depth == 0 && !g_ascii_strcasecmp(name, "VCALENDAR"))
		return COMPONENT_CALENDAR;
	if (w->depth == 1 && w->open[0] == COMPONENT_CALENDAR &&
		!g_ascii_strcasecmp(name, "VEVENT"))
		return COMPONENT_EVENT;
	return COMPONENT_OTHER;
}

static void
begin(struct walk *w, const char *name)
{
	enum component what = component_of(w, name);

	if (w->depth == DEPTH_MOST) {
		w->fault = "its calendar is nested too deeply";
		return;
	}
	/* Two could contradict each other; nobody sends two in good faith. */
	w->calendars += !g_ascii_strcasecmp(name, "VCALENDAR");
	if (w->calendars > 1)
		w->fault = "it holds more than one calendar";
	if (what == COMPONENT_EVENT) {
		if (w->events.n == EVENTS_MOST)
			w->fault = "its calendar holds too many events";
		LIST_ADD(w->pool, &w->events);
	}
	w->open[w->depth++] = what;
}

static void
first(const char **text, const struct ical_line *line)
{
	if (!*text && *line->value)
		*text = line->value;
}

static void
first_line(struct ical_line *kept, const struct ical_line *line)
{
	if (!kept->value)
		*kept = *line;
}

static void
take_attendee(
	struct walk *w, struct itip_event *e, const struct ical_line *line)
{
	if (w->attendees++ == ATTENDEES_MOST)
		w->fault = "its calendar names too many people";
	else if (*line->value)
		*LIST_ADD(w->pool, &e->attendees) = *line;
}

static void
take_rule(struct walk *w, struct itip_event *e, const struct ical_line *line)
{
	if (ical_is(line, "EXDATE")) {
		if (w->left_out++ < LEFT_OUT_MOST)
			*LIST_ADD(w->pool, &e->left_out) = *line;
		else
			e->odd = true;
	} else if (ical_is(line, "RRULE") && !e->rule) {
		e->rule = line->value;
	} else {
		e->odd = true;
	}
}

static void
take_event_line(
	struct walk *w, struct itip_event *e, const struct ical_line *line)
{
	const struct {
		const char *name;
		const char **text;
	} texts[] = { { "UID", &e->uid }, { "SEQUENCE", &e->sequence },
		{ "X-MICROSOFT-CDO-APPT-SEQUENCE", &e->ms_sequence },
		{ "ORGANIZER", &e->organizer }, { "LOCATION", &e->place },
		{ "STATUS", &e->status }, { "COMMENT", &e->comment },
		{ "X-COMMENT", &e->x_comment }, { "DURATION", &e->duration } };
	const struct {
		const char *name;
		struct ical_line *line;
	} times[] = { { "DTSTAMP", &e->stamp }, { "DTSTART", &e->start },
		{ "DTEND", &e->end }, { "RECURRENCE-ID", &e->recurrence } };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (ical_is(line, texts[i].name))
			first(texts[i].text, line);
	for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
		if (ical_is(line, times[i].name))
			first_line(times[i].line, line);
	if (ical_is(line, "ATTENDEE"))
		take_attendee(w, e, line);
	else if (ical_is(line, "RRULE") || ical_is(line, "EXRULE") ||
		ical_is(line, "RDATE") || ical_is(line, "EXDATE"))
		take_rule(w, e, line);
}

static void
take_line(struct walk *w, const struct ical_line *line)
{
	if (ical_is(line, "BEGIN"))
		begin(w, line->value);
	else if (ical_is(line, "END"))
		w->depth -= w->depth > 0;
	else if (in_event(w))
		take_event_line(w, &w->events.at[w->events.n - 1], line);
	else if (w->depth == 1 && w->open[0] == COMPONENT_CALENDAR &&
		ical_is(line, "METHOD") && !w->method && *line->value)
		w->method = line->value;
}

/* What a method says of itself, or NULL when there is nothing to read. */
static const char *
method_fault(const char *method, bool others)
{
	static const char *const answers[] = { "REPLY", "COUNTER", "REFRESH" };
	static const char *const meetings[] = { "REQUEST", "CANCEL" };

	if (!method || !*method)
		return "its calendar has no METHOD: it is no answer";
	for (size_t i = 0; i < G_N_ELEMENTS(answers); i++)
		if (!strcmp(method, answers[i]))
			return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(meetings); i++)
		if (!strcmp(method, meetings[i]))
			return others ? NULL
				      : "a meeting is attached to it, and only "
					"that";
	if (!strcmp(method, "PUBLISH"))
		return "its calendar is for information (PUBLISH): it is no "
		       "answer";
	if (!strcmp(method, "ADD") || !strcmp(method, "DECLINECOUNTER"))
		return "its calendar is an organizer's word (ADD, "
		       "DECLINECOUNTER) on a meeting that is ours: it is no "
		       "answer";
	return "its calendar has a METHOD that nobody knows";
}

static void
walk_text(struct walk *w, const char *text)
{
	struct ical_line line;
	struct ical ical;

	if (strlen(text) > BYTES_MOST) {
		w->fault = "its calendar is too large";
		return;
	}
	ical_open(&ical, w->pool, text);
	while (!w->fault && ical_next(&ical, &line))
		take_line(w, &line);
	if (!w->fault && !w->calendars)
		w->fault = "what should be a calendar is none";
	if (!w->fault && !w->events.n)
		w->fault = "its calendar holds no event";
}

bool
itip_read(struct pool *pool, const char *text, const char *method, bool others,
	const struct zone *writer, struct letter_calendar_list *list,
	const char **why)
{
	struct walk w = { .pool = pool };
	size_t before = list->n;

	walk_text(&w, text);
	g_autofree char *upper = g_ascii_strup(w.method ? w.method
			: method                        ? method
							: "",
		-1);
	if (!w.fault)
		w.fault = method_fault(g_strstrip(upper), others);
	if (w.fault) {
		*why = w.fault;
		return false;
	}
	struct itip_reading reading = { pool, pool_strdup(pool, upper), writer,
		list, why };
	for (size_t i = 0; i < w.events.n; i++)
		itip_event_add(&reading, &w.events.at[i]);
	if (list->n == before && !*why)
		*why = "its calendar names nobody, or nothing new";
	return list->n > before;
}
