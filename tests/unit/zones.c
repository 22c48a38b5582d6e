/* Names of zones in calendars, lines, times, durations and rules. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "read/recur.h"
#include "read/zones.h"

static void
test_windows(void)
{
	static const struct {
		const char *windows, *iana;
	} cases[] = { { "W. Europe Standard Time", "Europe/Berlin" },
		{ "w. europe standard time", "Europe/Berlin" },
		{ "GMT Standard Time", "Europe/London" },
		{ "Greenwich Standard Time", "Atlantic/Reykjavik" },
		{ "Eastern Standard Time", "America/New_York" },
		{ "Eastern Standard Time (Mexico)", "America/Cancun" },
		{ "India Standard Time", "Asia/Kolkata" },
		{ "New Zealand Standard Time", "Pacific/Auckland" },
		{ "E. South America Standard Time", "America/Sao_Paulo" },
		{ "AUS Central Standard Time", "Australia/Darwin" },
		{ "Aus Central W. Standard Time", "Australia/Eucla" },
		{ "Yukon Standard Time", "America/Whitehorse" },
		{ "UTC", "Etc/UTC" }, { "UTC-11", "Etc/GMT+11" },
		{ "UTC+13", "Etc/GMT-13" },
		{ "(UTC-05:00) Eastern Time (US & Canada)",
			"America/New_York" },
		{ "Eastern Time (US & Canada)", "America/New_York" },
		{ "(GMT+01:00) amsterdam, berlin, bern, rome, stockholm, "
		  "vienna",
			"Europe/Berlin" },
		{ "(UTC) Coordinated Universal Time", "Etc/UTC" },
		{ "(UTC+12:00) Auckland, Wellington", "Pacific/Auckland" },
		{ "Abu Dhabi, Muscat", "Asia/Dubai" },
		{ "Yerevan", "Asia/Yerevan" }, { "(UTC+01:00)", NULL },
		{ "(UTC", NULL }, { "(x) Perth", NULL }, { "Berlin", NULL },
		{ "", NULL } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_test_message("%s", cases[i].windows);
		g_assert_cmpstr(
			windows_zone(cases[i].windows), ==, cases[i].iana);
		if (cases[i].iana)
			g_assert_nonnull(zone_find(cases[i].iana));
	}
}

static void
test_names(void)
{
	static const struct {
		const char *tzid, *zone;
	} cases[] = { { "Europe/Berlin", "Europe/Berlin" },
		{ "\"Europe/Berlin\"", "Europe/Berlin" },
		{ " 'Europe/Berlin' ", "Europe/Berlin" },
		{ "/Europe/Berlin", "Europe/Berlin" },
		{ "/example.org/2020_1/America/Argentina/Ushuaia",
			"America/Argentina/Ushuaia" },
		{ "tzone://Microsoft/Utc", "Etc/UTC" },
		{ "Romance Standard Time", "Europe/Paris" },
		{ "UTC", "Etc/UTC" }, { "EST5EDT", "EST5EDT" },
		{ "NZ-CHAT", "NZ-CHAT" }, { "Etc/GMT+5", "Etc/GMT+5" },
		{ "\"(UTC-08:00) Pacific Time (US & Canada)\"",
			"America/Los_Angeles" },
		/* which way is not known */
		{ "UTC+2", NULL }, { "GMT-5", NULL }, { "UTC+01CET", NULL },
		{ "x/UTC+2", NULL }, { "GMT -0800 (Standard)", NULL },
		/* no zones, though the system has such files */
		{ "localtime", NULL }, { "leapseconds", NULL },
		{ "posixrules", NULL }, { "Factory", NULL },
		{ "right/Europe/Berlin", "Europe/Berlin" },
		{ "../../etc/passwd", NULL },
		{ "/a/b/c/d/e/f/Asia/Tokyo", NULL }, { "Europe", NULL },
		{ "Customized Time Zone", NULL }, { "", NULL } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct zone *zone = zone_of_calendar(cases[i].tzid);

		g_test_message("%s", cases[i].tzid);
		g_assert_cmpstr(
			zone ? zone_name(zone) : NULL, ==, cases[i].zone);
	}
	g_assert_null(zone_of_calendar(NULL));
	g_autofree char *path = g_strnfill(200000, '/');
	g_assert_null(zone_of_calendar(path));
}

static void
test_times(void)
{
	static const char *const wrong[] = { "", "2027", "20270229", "20271301",
		"20270100", "20270114T", "20270114T1700", "20270114T240000",
		"20270114T176000", "20270114T170061", "20270114T170000+0100",
		"2027-01-14", "20270114T170000ZZ", "20270114 170000",
		"0270114T170000" };
	struct ical_time t = { .utc = true };

	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_test_message("%s", wrong[i]);
		g_assert_false(ical_time_read(wrong[i], &t));
	}
	g_assert_true(t.utc); /* untouched */
	g_assert_true(ical_time_read("20280229T235960Z", &t));
	g_assert_true(t.utc && !t.date);
	g_assert_cmpint(t.civil.second, ==, 60);
	g_assert_true(ical_time_read("20270114", &t));
	g_assert_true(t.date);
	g_assert_cmpint(
		ical_instant(&t, zone_find("Europe/Berlin")), ==, 1799881200);
	g_assert_cmpint(ical_instant(&t, NULL), ==, 1799884800);
}

static void
test_durations(void)
{
	static const struct {
		const char *text;
		int64_t want; /* -1: none */
	} cases[] = { { "PT1H30M", 5400 }, { "P1D", DAY }, { "+P2W", 14 * DAY },
		{ "-PT10M", -600 }, { "P1DT1S", DAY + 1 }, { "PT0S", 0 },
		{ "P", -1 }, { "PT", -1 }, { "", -1 }, { "1H", -1 },
		{ "P1H", -1 }, { "PT1D", -1 }, { "PT1", -1 }, { "PT1HT1M", -1 },
		{ "P99999999W", -1 }, { "P999999999999999999999D", -1 },
		{ "P3650DT3650D", -1 }, { "P4000D", -1 } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		int64_t seconds = -1;

		g_test_message("%s", cases[i].text);
		g_assert_cmpint(ical_duration(cases[i].text, &seconds), ==,
			cases[i].want != -1);
		g_assert_cmpint(seconds, ==, cases[i].want);
	}
}

/* The name, what follows it, and the value, whatever quotes do. */
static void
test_lines(void)
{
	static const struct {
		const char *line, *name, *x, *value;
	} cases[] = { { "A:b", "A", NULL, "b" },
		{ "A;X=1:b:c", "A", "1", "b:c" },
		{ "A;X=\"1:2;3\":b", "A", "1:2;3", "b" },
		{ "A;Y=\"X=1\";X=2:b", "A", "2", "b" },
		{ "A;x=1;X=2:b", "A", "1", "b" },
		{ "A;X=^n^'^^^x:b", "A", "\n\"^^x", "b" },
		{ "A;X=\"1:b", "A", "1", "b" }, { "A;X:b", "A", NULL, "b" },
		{ "A;:b", "A", NULL, "b" }, { "A;X=:b", "A", "", "b" },
		{ "nothing\r\n;X=1:c\r\n:d\r\nA: b ", "A", NULL, "b" } };

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		struct ical_line line;
		struct ical ical;

		g_test_message("%s", cases[i].line);
		ical_open(&ical, pool, cases[i].line);
		g_assert_true(ical_next(&ical, &line));
		g_assert_true(ical_is(&line, cases[i].name));
		g_assert_false(ical_is(&line, "AB"));
		g_assert_cmpstr(
			ical_parameter(pool, &line, "X"), ==, cases[i].x);
		g_assert_cmpstr(line.value, ==, cases[i].value);
		g_assert_false(ical_next(&ical, &line));
	}
}

static void
test_rules(void)
{
	static const char *const wrong[] = { "", "FREQ", "FREQ=", "FREQ=HOURLY",
		"INTERVAL=2", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1",
		"FREQ=DAILY;COUNT=1e9",
		"FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=MO,",
		"FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYDAY=0MO",
		"FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=1MO,2MO",
		"FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
		"FREQ=MONTHLY;BYMONTH=2", "FREQ=YEARLY;BYMONTH=13",
		"FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
		"FREQ=WEEKLY;WKST=", "FREQ=WEEKLY;UNTIL=2027",
		"FREQ=DAILY;RSCALE=HEBREW" };
	struct recur rule;

	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_test_message("%s", wrong[i]);
		g_assert_false(recur_read(wrong[i], &rule));
	}
	g_assert_false(recur_read(NULL, &rule));
	g_assert_true(recur_read("freq=yearly; interval = 2 ;", &rule));
	g_assert_cmpint(rule.step, ==, RECUR_MONTHS);
	g_assert_cmpint(rule.interval, ==, 24);
}

/* Against days that are gone through one by one. */
static void
test_days(void)
{
	static const char *const rules[] = { "FREQ=DAILY;INTERVAL=3",
		"FREQ=WEEKLY;BYDAY=MO,TH,SU;INTERVAL=3;WKST=SU",
		"FREQ=WEEKLY;BYDAY=TU;WKST=WE;COUNT=9",
		"FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=5WE;COUNT=7",
		"FREQ=MONTHLY;BYMONTHDAY=31,-1", "FREQ=YEARLY;INTERVAL=3" };
	int64_t first = civil_days(2025, 3, 12);

	/* from any day on, the same days as from the first */
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		POOL_AUTO pool = pool_new();
		struct day_list all = { 0 };
		struct recur rule;
		size_t budget = 100000;

		g_test_message("%s", rules[i]);
		g_assert_true(recur_read(rules[i], &rule));
		g_assert_true(recur_days(pool, &rule, first, first - 9,
			first + 1500, &budget, &all));
		g_assert_cmpuint(all.n, >, 0);
		for (int64_t from = first - 9; from < first + 1500; from += 7) {
			struct day_list some = { 0 };
			size_t skip = 0;

			g_assert_true(recur_days(pool, &rule, first, from,
				first + 1500, &budget, &some));
			while (skip < all.n && all.at[skip] < from)
				skip++;
			g_assert_cmpuint(some.n, ==, all.n - skip);
			g_assert_true(!some.n ||
				!memcmp(some.at, all.at + skip,
					some.n * sizeof *some.at));
		}
		budget = 0;
		g_assert_false(recur_days(pool, &rule, first, first,
			first + 1500, &budget, &all));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/zones/windows", test_windows);
	g_test_add_func("/zones/names", test_names);
	g_test_add_func("/zones/times", test_times);
	g_test_add_func("/zones/durations", test_durations);
	g_test_add_func("/zones/lines", test_lines);
	g_test_add_func("/zones/rules", test_rules);
	g_test_add_func("/zones/days", test_days);
	return g_test_run();
}
