/* The second opinion on our calendars: what is sound passes, and each kind of
 * mistake is named. */
#include "write/object_check.h"

#include <glib.h>
#include <string.h>

#define EVENT                                                            \
 "BEGIN:VEVENT\r\nUID:s1.m1@example.org\r\nDTSTAMP:20270101T090000Z\r\n" \
 "SEQUENCE:0\r\nDTSTART:20270114T160000Z\r\nDTEND:20270114T170000Z\r\n"  \
 "ORGANIZER;CN=\"P\":mailto:p@example.org\r\n"                           \
 "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=\"Ana\":mailto:ana@example.org\r\n"  \
 "SUMMARY:Ana & Ben\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
#define HEAD(method)                                        \
 "BEGIN:VCALENDAR\r\nPRODID:-//x//y//EN\r\nVERSION:2.0\r\n" \
 "METHOD:" method "\r\n"
#define END "END:VCALENDAR\r\n"

static void
test_sound(void)
{
	struct err err = { 0 };

	g_assert_true(object_check(HEAD("REQUEST") EVENT END, "REQUEST", &err));
	g_assert_cmpint(err.kind, ==, ERR_NONE);
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "no calendar", "cannot read it" },
		{ HEAD("CANCEL") EVENT END, "another method" },
		{ HEAD("REQUEST") END, "one event" },
		{ HEAD("REQUEST") EVENT EVENT END, "one event" },
		{ HEAD("REQUEST") "LOCATION:\r\n" EVENT END, "LOCATION" },
		{ HEAD("REQUEST") "BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n" END,
			"ATTENDEE" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct err err = { 0 };

		g_assert_false(object_check(rows[i].text, "REQUEST", &err));
		g_assert_cmpint(err.kind, ==, ERR_NEVER);
		g_test_message("%s", err.text);
		g_assert_nonnull(strstr(err.text, rows[i].why));
	}
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/object_check/sound", test_sound);
	g_test_add_func("/object_check/refused", test_refused);
	return g_test_run();
}
