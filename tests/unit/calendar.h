/* For the tests of calendar objects: printing one, looking at its lines, and
 * what holds for each of them whatever it says. */
#ifndef MENTORD_TESTS_CALENDAR_H
#define MENTORD_TESTS_CALENDAR_H

#include <libical/ical.h>

#include "season.h"
#include "write/invite.h"

#define ORGANIZER "mentoring+oabc@circle.example"

static inline struct invite
calendar_invite(struct season *s, enum invite_method method)
{
	struct invite invite = { .method = method,
		.session = s->session,
		.series = facts_series(&s->facts, s->session->series),
		.organizer = ORGANIZER,
		.organizer_name = "Peer \"Circle\" ^n Zürich\r\nX:1",
		.summary = "Ana & Björn; talk, \\ more",
		.description = "Agenda: one\nand two" };

	return invite;
}

static inline char *
calendar_unfold(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "\r\n ", -1);

	return g_strjoinv("", parts);
}

/* How often that line stands there. */
static inline int
calendar_count(const char *text, const char *line)
{
	g_autofree char *flat = calendar_unfold(text);
	g_auto(GStrv) lines = g_strsplit(flat, "\r\n", -1);
	int n = 0;

	for (char **l = lines; *l; l++)
		n += !strcmp(*l, line);
	return n;
}

static inline bool
calendar_has(const char *text, const char *line)
{
	if (calendar_count(text, line) == 1)
		return true;
	g_test_message("not once: %s in\n%s", line, text);
	return false;
}

/* How many properties (not components) of that name. */
static inline int
calendar_properties(const char *text, const char *name)
{
	g_autofree char *flat = calendar_unfold(text);
	g_auto(GStrv) lines = g_strsplit(flat, "\r\n", -1);
	int n = 0;

	for (char **l = lines; *l; l++) {
		size_t len = strcspn(*l, ":;");

		n += len == strlen(name) && !strncmp(*l, name, len);
	}
	return n;
}

/* Does the event? The zone does anyway. */
static inline bool
calendar_repeats(const char *text)
{
	g_auto(GStrv) halves = g_strsplit(text, "BEGIN:VEVENT", 2);

	return calendar_properties(halves[1], "RRULE") > 0;
}

/* CRLF, 75 octets, whole characters in each line, no empty property. */
static inline void
calendar_bytes(const char *text)
{
	const char *at = text;

	g_assert_true(g_utf8_validate(text, -1, NULL));
	while (*at) {
		const char *feed = strchr(at, '\n');

		g_assert_nonnull(feed);
		g_assert_cmpint(feed[-1], ==, '\r');
		g_assert_cmpint(feed - 1 - at, <=, 75);
		g_assert_true(g_utf8_validate(at, feed - at, NULL));
		g_assert_null(memchr(at, '\r', (size_t)(feed - 1 - at)));
		g_assert_cmpint(feed[-2], !=, ':');
		at = feed + 1;
	}
}

/* Every TZID has the one VTIMEZONE it needs, in front of the event; there is
 * no other. */
static inline void
calendar_zones(const char *text)
{
	g_autofree char *flat = calendar_unfold(text);
	const char *event = strstr(flat, "BEGIN:VEVENT");
	const char *zone = strstr(flat, "BEGIN:VTIMEZONE");
	bool used = strstr(event, ";TZID=") != NULL;

	g_assert_true(used == (zone != NULL));
	g_assert_cmpint(calendar_count(text, "BEGIN:VTIMEZONE"), ==, used);
	if (!zone)
		return;
	g_assert_true(zone < event);
	const char *id = strstr(zone, "TZID:") + 5;
	g_autofree char *name = g_strndup(id, strcspn(id, "\r"));
	g_autofree char *use = g_strdup_printf(";TZID=%s:", name);
	for (const char *t = event; (t = strstr(t, ";TZID=")); t++)
		g_assert_true(g_str_has_prefix(t, use));
	g_assert_null(strstr(zone, "RDATE"));
}

static inline void
calendar_event(const char *text)
{
	static const char *const once[] = { "UID", "DTSTAMP", "SEQUENCE",
		"DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "METHOD", "PRODID",
		"VERSION", "CALSCALE" };
	g_autofree char *flat = calendar_unfold(text);
	g_auto(GStrv) lines = g_strsplit(flat, "\r\n", -1);

	for (size_t i = 0; i < G_N_ELEMENTS(once); i++) {
		g_test_message("%s", once[i]);
		const char *in = strstr(
			text, i < 7 ? "BEGIN:VEVENT" : "BEGIN:VCALENDAR");
		g_assert_cmpint(calendar_properties(in, once[i]), ==, 1);
	}
	g_assert_cmpint(calendar_count(text, "BEGIN:VEVENT"), ==, 1);
	g_assert_cmpint(calendar_properties(text, "DURATION"), ==, 0);
	for (char **l = lines; *l; l++)
		if (g_str_has_prefix(*l, "ATTENDEE")) {
			const char *stat = strstr(*l, ";PARTSTAT=");

			g_assert_nonnull(stat);
			g_assert_nonnull(strstr(stat + 1, ";CN=\""));
			g_assert_null(strstr(*l, ORGANIZER));
		}
}

/* libical wants neither ATTENDEE, DTSTART, SEQUENCE nor SUMMARY in a
 * DECLINECOUNTER; calendars that understand one at all send and need them, so
 * ours has these four, and nothing else that libical minds. */
static inline int
calendar_tolerated(icalcomponent *object)
{
	return icalcomponent_get_method(object) == ICAL_METHOD_DECLINECOUNTER
		? 4
		: 0;
}

/* What holds for every object of ours; libical's opinion of it, which the
 * caller frees. */
static inline icalcomponent *
calendar_checked(const char *text)
{
	calendar_bytes(text);
	calendar_zones(text);
	calendar_event(text);
	icalcomponent *object = icalcomponent_new_from_string(text);

	g_assert_nonnull(object);
	g_assert_cmpint(icalcomponent_count_errors(object), ==, 0);
	int tolerated = calendar_tolerated(object);
	g_assert_true(icalrestriction_check(object) == !tolerated);
	g_test_message("%s", icalcomponent_as_ical_string(object));
	g_assert_cmpint(icalcomponent_count_errors(object), ==, tolerated);
	return object;
}

static inline char *
calendar_print(struct season *s, const struct invite *invite)
{
	struct err err = { 0 };
	char *text = NULL;

	g_assert_true(invite_print(
		s->pool, &s->program, &s->facts, invite, &text, &err));
	g_assert_cmpstr(err.text, ==, "");
	icalcomponent_free(calendar_checked(text));
	return text;
}

static inline void
calendar_refused(struct season *s, const struct invite *invite)
{
	struct err err = { 0 };
	char untouched, *text = &untouched;

	g_assert_false(invite_print(
		s->pool, &s->program, &s->facts, invite, &text, &err));
	g_assert_cmpint(err.kind, ==, ERR_NEVER);
	g_assert_true(text == &untouched);
}

#endif
