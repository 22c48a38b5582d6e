/* Published calendars: when somebody is not free. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "read/busy.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define TAIL "END:VCALENDAR\r\n"

/* What is busy from the beginning of January to the end of March 2027, in
 * UTC: "0104T0900-1000 0105T..." */
static char *
busy_in(struct pool *pool, const char *text, const char *zone)
{
	struct busy_list busy = { 0 };
	g_autoptr(GString) out = g_string_new(NULL);
	int64_t from = civil_days(2027, 1, 1) * DAY;
	int64_t till = civil_days(2027, 4, 1) * DAY;

	if (!busy_read(pool, text, zone_find(zone), from, till, &busy))
		return pool_strdup(pool, "refused");
	for (size_t i = 0; i < busy.n; i++) {
		struct civil a = civil_of(zone_find("UTC"), busy.at[i].from);
		struct civil b = civil_of(zone_find("UTC"), busy.at[i].till);

		g_string_append_printf(out, "%s%02d%02dT%02d%02d-",
			i ? " " : "", a.month, a.day, a.hour, a.minute);
		if (a.day != b.day || a.month != b.month)
			g_string_append_printf(
				out, "%02d%02dT", b.month, b.day);
		g_string_append_printf(out, "%02d%02d", b.hour, b.minute);
	}
	return pool_strdup(pool, out->str);
}

static char *
busy(struct pool *pool, const char *text)
{
	return busy_in(pool, text, "Europe/Berlin");
}

/* One event of an hour from nine in Berlin, on that day, and more lines. */
static char *
event(struct pool *pool, const char *day, const char *lines)
{
	return pool_printf(pool,
		"BEGIN:VEVENT\r\nUID:e\r\nDTSTART;TZID=Europe/Berlin:%sT090000"
		"\r\nDTEND;TZID=Europe/Berlin:%sT100000\r\n%sEND:VEVENT\r\n",
		day, day, lines);
}

static char *
calendar(struct pool *pool, const char *events)
{
	return pool_printf(pool, HEAD "%s" TAIL, events);
}

static void
test_freebusy(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(
		busy(pool,
			HEAD
			"BEGIN:VFREEBUSY\r\n"
			"FREEBUSY:20270104T090000Z/20270104T100000Z\r\n"
			"FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270105T090000Z/PT1H30M,"
			"20270106T090000Z/PT15M\r\n"
			"FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270107T090000Z/P1D\r\n"
			"FREEBUSY;FBTYPE=X-NEW:20270110T090000Z/PT1H\r\n"
			"FREEBUSY;FBTYPE=FREE:20270111T090000Z/PT1H\r\n"
			"FREEBUSY:20270112T090000Z,20270113/PT1H,soon/PT1H,"
			"20270114T100000Z/20270114T090000Z\r\n"
			"END:VFREEBUSY\r\n" TAIL),
		==,
		"0104T0900-1000 0105T0900-1030 0106T0900-0915 "
		"0107T0900-0108T0900 0110T0900-1000");
}

/* In order, one stretch where they meet, and no more than was asked for. */
static void
test_merged(void)
{
	POOL_AUTO pool = pool_new();

	g_assert_cmpstr(
		busy(pool,
			HEAD
			"BEGIN:VFREEBUSY\r\n"
			"FREEBUSY:20270105T090000Z/PT1H,20270104T090000Z/PT8H,"
			"20270104T100000Z/PT1H,20270104T170000Z/PT1H,"
			"20261231T230000Z/PT2H,20270331T230000Z/PT9H,"
			"20250101T000000Z/PT1H,20290101T000000Z/PT1H\r\n"
			"END:VFREEBUSY\r\n" TAIL),
		==,
		"0101T0000-0100 0104T0900-1800 0105T0900-1000 "
		"0331T2300-0401T0000");
}

static void
test_events(void)
{
	static const struct {
		const char *lines, *want;
	} cases[] = { { "", "0104T0800-0900" },
		{ "TRANSP:OPAQUE\r\n", "0104T0800-0900" },
		{ "TRANSP:TRANSPARENT\r\n", "" },
		{ "STATUS:CANCELLED\r\n", "" },
		{ "STATUS:TENTATIVE\r\n", "0104T0800-0900" },
		{ "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n", "" },
		{ "BEGIN:VALARM\r\nTRANSP:TRANSPARENT\r\nEND:VALARM\r\n",
			"0104T0800-0900" },
		{ "RRULE:FREQ=SECONDLY\r\n", "0104T0800-0900" },
		{ "RRULE:rubbish\r\n", "0104T0800-0900" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();

		g_assert_cmpstr(busy(pool,
					calendar(pool,
						event(pool, "20270104",
							cases[i].lines))),
			==, cases[i].want);
	}
}

/* In UTC, in a zone, in none, in one that nobody knows, in Windows' words. */
static void
test_zones(void)
{
	static const struct {
		const char *start, *want;
	} cases[] = { { "DTSTART:20270104T090000Z", "0104T0900-1000" },
		{ "DTSTART;TZID=Asia/Tokyo:20270104T090000", "0104T0000-0100" },
		{ "DTSTART;TZID=Tokyo Standard Time:20270104T090000",
			"0104T0000-0100" },
		{ "DTSTART:20270104T090000", "0104T1400-1500" },
		{ "DTSTART;TZID=Mine:20270104T090000", "0104T1400-1500" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		char *text = pool_printf(pool,
			HEAD "BEGIN:VEVENT\r\n%s\r\nDURATION:PT1H\r\n"
			     "END:VEVENT\r\n" TAIL,
			cases[i].start);

		g_assert_cmpstr(busy_in(pool, text, "America/New_York"), ==,
			cases[i].want);
	}
}

/* Whole days of the reader's own zone; without an end it is one day, and a
 * moment takes no time. */
static void
test_days(void)
{
	static const struct {
		const char *lines, *want;
	} cases[] = { { "DTSTART;VALUE=DATE:20270104\r\n",
			      "0103T2300-0104T2300" },
		{ "DTSTART;VALUE=DATE:20270104\r\n"
		  "DTEND;VALUE=DATE:20270107\r\n",
			"0103T2300-0106T2300" },
		{ "DTSTART;VALUE=DATE:20270327\r\nDURATION:P2D\r\n",
			"0326T2300-0328T2200" },
		{ "DTSTART;VALUE=DATE:20270104\r\nTRANSP:TRANSPARENT\r\n", "" },
		{ "DTSTART;VALUE=DATE:20270104\r\n"
		  "RRULE:FREQ=WEEKLY;COUNT=2\r\n"
		  "EXDATE;VALUE=DATE:20270111\r\n",
			"0103T2300-0104T2300" },
		{ "DTSTART:20270104T090000Z\r\n", "" },
		{ "DTSTART:20270104T090000Z\r\nDTEND:20270104T080000Z\r\n",
			"" },
		{ "DTSTART:20270104T090000Z\r\nDURATION:-PT1H\r\n", "" },
		{ "DTEND:20270104T090000Z\r\n", "" },
		{ "DTSTART:20270132T090000Z\r\nDURATION:PT1H\r\n", "" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		char *text = pool_printf(pool,
			HEAD "BEGIN:VEVENT\r\nUID:d\r\n%sEND:VEVENT\r\n" TAIL,
			cases[i].lines);

		g_test_message("%s", cases[i].lines);
		g_assert_cmpstr(busy(pool, text), ==, cases[i].want);
	}
}

/* Each with the day on which it began. */
static void
test_rules(void)
{
	static const struct {
		const char *day, *rule, *want;
	} cases[] = {
		/* the clock stays where it is when summer comes on 28 March */
		{ "20270325", "FREQ=DAILY;INTERVAL=2;COUNT=3",
			"0325T0800-0900 0327T0800-0900 0329T0700-0800" },
		{ "20270104", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4",
			"0104T0800-0900 0106T0800-0900 0111T0800-0900 "
			"0113T0800-0900" },
		/* where weeks begin matters to every other week */
		{ "20261227",
			"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;COUNT=4;"
			"WKST=MO",
			"0105T0800-0900 0110T0800-0900 0119T0800-0900" },
		{ "20261227",
			"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;COUNT=4;"
			"WKST=SU",
			"0110T0800-0900 0112T0800-0900" },
		{ "20270104", "FREQ=WEEKLY;UNTIL=20270111T080000Z",
			"0104T0800-0900 0111T0800-0900" },
		{ "20270104", "FREQ=WEEKLY;UNTIL=20270111T075959Z",
			"0104T0800-0900" },
		{ "20270104", "FREQ=WEEKLY;UNTIL=20270111",
			"0104T0800-0900 0111T0800-0900" },
		{ "20270108", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=3",
			"0108T0800-0900 0111T0800-0900 0112T0800-0900" },
		{ "20261231", "FREQ=MONTHLY", "0131T0800-0900 0331T0700-0800" },
		{ "20261231", "FREQ=MONTHLY;COUNT=2", "0131T0800-0900" },
		{ "20261130", "FREQ=MONTHLY;BYMONTHDAY=-1",
			"0131T0800-0900 0228T0800-0900 0331T0700-0800" },
		{ "20261215", "FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4",
			"0101T0800-0900 0115T0800-0900 0201T0800-0900" },
		{ "20260908", "FREQ=MONTHLY;BYDAY=2TU",
			"0112T0800-0900 0209T0800-0900 0309T0800-0900" },
		{ "20260908", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
			"0112T0800-0900 0209T0800-0900 0309T0800-0900" },
		{ "20261030", "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3",
			"0129T0800-0900" },
		{ "20200114", "FREQ=YEARLY", "0114T0800-0900" },
		{ "20200229", "FREQ=YEARLY", "" },
		{ "20200114", "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU",
			"0309T0800-0900" },
		{ "20200114", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=7",
			"0207T0800-0900" },
		/* from long ago, counted by division */
		{ "19710105", "FREQ=DAILY;COUNT=20454",
			"0101T0800-0900 "
			"0102T0800-0900 "
			"0103T0800-0900 "
			"0104T0800-0900" },
		{ "19710105", "FREQ=WEEKLY;COUNT=2923", "0105T0800-0900" },
		/* not understood: only the first */
		{ "20270104", "FREQ=DAILY;BYHOUR=1,2", "0104T0800-0900" },
		{ "20270104", "FREQ=MONTHLY;BYDAY=MO", "0104T0800-0900" },
		{ "20270104", "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=4",
			"0104T0800-0900" },
		{ "20270104", "FREQ=YEARLY;BYDAY=1MO", "0104T0800-0900" },
		{ "20270104", "FREQ=YEARLY;BYYEARDAY=200", "0104T0800-0900" },
		{ "20270104", "FREQ=WEEKLY;BYDAY=2MO", "0104T0800-0900" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		char *rule = pool_printf(pool, "RRULE:%s\r\n", cases[i].rule);

		g_test_message("%s %s", cases[i].day, cases[i].rule);
		g_assert_cmpstr(
			busy(pool,
				calendar(
					pool, event(pool, cases[i].day, rule))),
			==, cases[i].want);
	}
}

/* Instances that were moved, cancelled, made transparent or left out. */
static void
test_exceptions(void)
{
	POOL_AUTO pool = pool_new();
	char *series = event(pool, "20270104",
		"RRULE:FREQ=WEEKLY;COUNT=6\r\n"
		"EXDATE;TZID=Europe/Berlin:20270118T090000,20270125T090000\r\n");
	char *moved = event(pool, "20270112",
		"RECURRENCE-ID:20270111T080000Z\r\n"
		"RRULE:FREQ=DAILY\r\n");
	char *gone = event(pool, "20270201",
		"RECURRENCE-ID;TZID=Europe/Berlin:20270201T090000\r\n"
		"STATUS:CANCELLED\r\n");

	g_assert_cmpstr(busy(pool,
				calendar(pool,
					pool_printf(pool, "%s%s%s", moved,
						series, gone))),
		==, "0104T0800-0900 0112T0800-0900 0208T0800-0900");
	/* of another series */
	char *other = pool_printf(pool,
		"BEGIN:VEVENT\r\nUID:other\r\n"
		"RECURRENCE-ID:20270111T080000Z\r\nSTATUS:CANCELLED\r\n"
		"END:VEVENT\r\n%s",
		event(pool, "20270104", "RRULE:FREQ=WEEKLY;COUNT=2\r\n"));
	g_assert_cmpstr(busy(pool, calendar(pool, other)), ==,
		"0104T0800-0900 0111T0800-0900");
	/* the first itself */
	g_assert_cmpstr(
		busy(pool,
			calendar(pool,
				event(pool, "20270104",
					"RRULE:FREQ=WEEKLY;COUNT=2\r\n"
					"EXDATE:20270104T080000Z\r\n"))),
		==, "0111T0800-0900");
}

static void
test_refused(void)
{
	POOL_AUTO pool = pool_new();
	struct busy_list kept = { 0 };
	g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\r\n");

	*LIST_ADD(pool, &kept) = (struct busy){ 1, 2 };
	g_assert_false(
		busy_read(pool, "<html>404</html>", NULL, 0, DAY, &kept));
	g_assert_false(busy_read(pool, "", NULL, 0, DAY, &kept));
	while (text->len <= 1u << 20)
		g_string_append(text, "X-FILL:1\r\n");
	g_assert_false(busy_read(pool, text->str, NULL, 0, DAY, &kept));
	g_assert_cmpuint(kept.n, ==, 1);
	/* none is an answer */
	g_assert_true(busy_read(pool, HEAD TAIL, NULL, 0, DAY, &kept));
	g_assert_cmpuint(kept.n, ==, 0);
}

/* --- made to hurt --- */

static void
timed(struct pool *pool, const char *name, const char *text, int64_t till)
{
	struct busy_list busy_times = { 0 };
	gint64 start = g_get_monotonic_time();

	busy_read(pool, text, zone_find("Europe/Berlin"), 1798761600, till,
		&busy_times);
	gint64 took = g_get_monotonic_time() - start;
	g_test_message("%s: %" G_GINT64_FORMAT " us", name, took);
	g_assert_cmpint(took, <, 3 * G_USEC_PER_SEC);
}

/* n times, the sign # being a number. */
static char *
repeated(struct pool *pool, const char *text, int n)
{
	g_autoptr(GString) out = g_string_new(HEAD);

	for (int i = 0; i < n; i++)
		for (const char *p = text; *p; p++)
			if (*p == '#')
				g_string_append_printf(out, "%04d", i);
			else
				g_string_append_c(out, *p);
	return pool_strndup(pool, out->str, 1u << 20);
}

static void
test_hostile(void)
{
	static const struct {
		const char *name, *text;
		int n;
	} cases[] = {
		{ "nested", "BEGIN:VEVENT\r\n", 200000 },
		{ "endless",
			"BEGIN:VEVENT\r\nDTSTART:00010101T000000Z\r\n"
			"DURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT"
			"\r\n",
			9000 },
		{ "counted",
			"BEGIN:VEVENT\r\nDTSTART:00010131T000000Z\r\n"
			"DURATION:PT1H\r\nRRULE:FREQ=MONTHLY;COUNT=999999"
			"\r\nEND:VEVENT\r\n",
			9000 },
		{ "zones",
			"BEGIN:VEVENT\r\nDTSTART;TZID=#/a/b/c/d/e/f/g/h/i:"
			"20270101T000000\r\nEND:VEVENT\r\n",
			10000 },
		{ "overrides",
			"BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID:"
			"20270101T00#Z\r\nRRULE:FREQ=DAILY\r\n"
			"END:VEVENT\r\n",
			9999 },
		{ "left out", "EXDATE:20270101T000000Z,20270102T000000Z\r\n",
			20000 },
		{ "periods",
			"BEGIN:VFREEBUSY\r\nFREEBUSY:19000101T000000Z/"
			"29990101T000000Z\r\nEND:VFREEBUSY\r\n",
			12000 },
		{ "parameters", ";X=#", 100000 },
		{ "quotes", "A;B=\"#\r\n", 80000 },
		{ "folds", "\r\n #", 100000 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		char *text = repeated(pool, cases[i].text, cases[i].n);

		timed(pool, cases[i].name, text, 1798761600 + 365 * DAY);
	}
}

/* One zone as long as the rest, which is all times in it. */
static void
test_long_zone(void)
{
	static const char *const heads[] = { "BEGIN:VFREEBUSY\r\nFREEBUSY",
		"BEGIN:VEVENT\r\nUID:u\r\nEXDATE" };
	g_autofree char *name = g_strnfill(500000, 'z');

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		POOL_AUTO pool = pool_new();
		g_autoptr(GString) text = g_string_new(HEAD);

		g_string_append_printf(text, "%s;TZID=%s:", heads[i], name);
		while (text->len < (1u << 20) - 100)
			g_string_append(text, "20270101T000000/PT1H,");
		g_string_append(text,
			"20270101T000000\r\n"
			"END:VEVENT\r\nEND:VCALENDAR\r\n");
		timed(pool, heads[i], text->str, 1798761600 + 365 * DAY);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/busy/freebusy", test_freebusy);
	g_test_add_func("/busy/merged", test_merged);
	g_test_add_func("/busy/events", test_events);
	g_test_add_func("/busy/zones", test_zones);
	g_test_add_func("/busy/days", test_days);
	g_test_add_func("/busy/rules", test_rules);
	g_test_add_func("/busy/exceptions", test_exceptions);
	g_test_add_func("/busy/refused", test_refused);
	g_test_add_func("/busy/hostile", test_hostile);
	g_test_add_func("/busy/long-zone", test_long_zone);
	return g_test_run();
}
