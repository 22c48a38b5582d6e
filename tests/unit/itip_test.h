/* Calendar objects for the tests of their reader, and what it says of them. */
#ifndef ITIP_TEST_H
#define ITIP_TEST_H

#include <glib.h>
#include <string.h>

#include "read/itip.h"

#define HEAD  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\n"
#define TAIL  "END:VCALENDAR\r\n"
#define STAMP "DTSTAMP:20270101T090000Z\r\n"
#define ANA   "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\n"

static const char *last_why;

static inline struct letter_calendar_list
read_text(struct pool *pool, const char *text)
{
	struct letter_calendar_list list = { 0 };
	const char *why = NULL;

	bool some = itip_read(pool, text, NULL, true,
		zone_find("Europe/Berlin"), &list, &why);
	g_assert_cmpint(some, ==, list.n > 0);
	g_assert_true(some || why);
	last_why = why;
	return list;
}

static inline struct letter_calendar_list
read_method(struct pool *pool, const char *method, const char *lines)
{
	return read_text(pool,
		pool_printf(pool,
			"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:%s\r\n"
			"BEGIN:VEVENT\r\nUID:u1\r\n%sEND:VEVENT\r\n" TAIL,
			method, lines));
}

static inline struct letter_calendar
first(const struct letter_calendar_list *list)
{
	g_assert_cmpuint(list->n, >, 0);
	return list->n ? list->at[0] : (struct letter_calendar){ 0 };
}

/* The one entry of an answer. */
static inline struct letter_calendar
one(struct pool *pool, const char *lines)
{
	struct letter_calendar_list list = read_method(pool, "REPLY", lines);

	g_assert_cmpuint(list.n, ==, 1);
	return first(&list);
}

static inline struct letter_calendar
meeting(struct pool *pool, const char *lines)
{
	struct letter_calendar_list list = read_method(pool, "REQUEST", lines);

	return first(&list);
}

#endif
