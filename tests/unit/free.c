/* When everybody is free, over changes of clocks in three zones. */
#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "match/solve.h"

struct bench {
	struct pool *pool;
	struct program program;
	struct participant_list people;
};

static void
bench_open(struct bench *bench)
{
	memset(bench, 0, sizeof *bench);
	bench->pool = pool_new();
	bench->program.zone = zone_find("UTC");
	bench->program.sessions.day_from = 9 * 60;
	bench->program.sessions.day_till = 17 * 60;
}

static struct participant *
person(struct bench *bench, const char *zone)
{
	struct participant *person = POOL_NEW(bench->pool, struct participant);

	person->timezone = zone;
	person->id = (int64_t)bench->people.n + 1;
	*LIST_ADD(bench->pool, &bench->people) = person;
	return person;
}

static void
window(struct bench *bench, struct participant *who, int weekday, int from,
	int till)
{
	*LIST_ADD(bench->pool, &who->free) =
		(struct free_window){ weekday, from, till };
}

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	return civil_days(year, month, day) * DAY + hour * HOUR +
		minute * MINUTE;
}

/* "MM-DD HH:MM-HH:MM", one after the other, in UTC. */
static char *
times(struct bench *bench, int64_t from, int64_t till, int minutes)
{
	struct free_time_list list = match_free_times(bench->pool,
		&bench->program, &bench->people, from, till, minutes);
	const struct zone *zone = zone_find("UTC");
	char *text = pool_strdup(bench->pool, "");

	for (size_t i = 0; i < list.n; i++) {
		struct civil a = civil_of(zone, list.at[i].from);
		struct civil b = civil_of(zone, list.at[i].till);

		text = pool_printf(bench->pool,
			"%s%s%02d-%02d %02d:%02d-%02d:%02d", text,
			i ? ", " : "", a.month, a.day, a.hour, a.minute, b.hour,
			b.minute);
	}
	return text;
}

static void
test_nobody(void)
{
	struct bench bench;

	bench_open(&bench);
	g_assert_cmpstr(
		times(&bench, utc(2027, 1, 1, 0, 0), utc(2027, 2, 1, 0, 0), 30),
		==, "");
	person(&bench, NULL);
	g_assert_cmpstr(
		times(&bench, utc(2027, 2, 1, 0, 0), utc(2027, 1, 1, 0, 0), 30),
		==, "");
	pool_free(bench.pool);
}

/* Office hours where nothing is known: no weekend, own zone. */
static void
test_default_hours(void)
{
	struct bench bench;

	bench_open(&bench);
	person(&bench, NULL);
	person(&bench, "Europe/Berlin");
	/* Friday 8 to Monday 11 January 2027 */
	g_assert_cmpstr(times(&bench, utc(2027, 1, 8, 0, 0),
				utc(2027, 1, 12, 0, 0), 60),
		==, "01-08 09:00-16:00, 01-11 09:00-16:00");
	/* cut at both ends, and what is too short is left out */
	g_assert_cmpstr(times(&bench, utc(2027, 1, 8, 15, 30),
				utc(2027, 1, 11, 10, 0), 60),
		==, "01-11 09:00-10:00");
	pool_free(bench.pool);
}

/* Berlin's clocks change on 28 March 2027, New York's on 14 March: a common
 * hour moves with each. */
static void
test_spring(void)
{
	struct bench bench;

	bench_open(&bench);
	struct participant *a = person(&bench, "Europe/Berlin");
	struct participant *b = person(&bench, "America/New_York");

	window(&bench, a, 0, 15 * 60, 18 * 60);
	window(&bench, b, 0, 9 * 60, 11 * 60);
	g_assert_cmpstr(
		times(&bench, utc(2027, 3, 8, 0, 0), utc(2027, 4, 6, 0, 0), 60),
		==,
		"03-08 14:00-16:00, 03-15 14:00-15:00, 03-22 14:00-15:00, "
		"03-29 13:00-15:00, 04-05 13:00-15:00");
	pool_free(bench.pool);
}

/* Auckland's summer ends on 4 April 2027, and begins on 26 September. */
static void
test_auckland(void)
{
	struct bench bench;

	bench_open(&bench);
	struct participant *a = person(&bench, "Pacific/Auckland");
	struct participant *b = person(&bench, "Europe/Berlin");

	window(&bench, a, 3, 19 * 60, 22 * 60); /* Thursday evening */
	window(&bench, b, 3, 7 * 60, 12 * 60);  /* Thursday morning */
	/* 1 April: UTC+13 and UTC+2; 8 April: UTC+12 and UTC+2 */
	g_assert_cmpstr(
		times(&bench, utc(2027, 4, 1, 0, 0), utc(2027, 4, 9, 0, 0), 60),
		==, "04-01 06:00-09:00, 04-08 07:00-10:00");
	/* 30 September: UTC+13 and UTC+2 again */
	g_assert_cmpstr(times(&bench, utc(2027, 9, 23, 0, 0),
				utc(2027, 10, 1, 0, 0), 60),
		==, "09-23 07:00-10:00, 09-30 06:00-09:00");
	pool_free(bench.pool);
}

/* The hour that does not exist, and the one that comes twice. */
static void
test_gap_and_fold(void)
{
	struct bench bench;

	bench_open(&bench);
	struct participant *a = person(&bench, "Europe/Berlin");

	window(&bench, a, 6, 2 * 60, 3 * 60); /* missing: nothing */
	window(&bench, a, 6, 4 * 60, 5 * 60); /* as ever */
	g_assert_cmpstr(times(&bench, utc(2027, 3, 27, 0, 0),
				utc(2027, 3, 29, 0, 0), 1),
		==, "03-28 02:00-03:00");
	a->free.n = 0;
	window(&bench, a, 6, 2 * 60 + 30, 3 * 60 + 30); /* half missing */
	g_assert_cmpstr(times(&bench, utc(2027, 3, 27, 0, 0),
				utc(2027, 3, 29, 0, 0), 1),
		==, "03-28 01:00-01:30");
	a->free.n = 0;
	window(&bench, a, 6, 60, 4 * 60); /* three hours that last four */
	g_assert_cmpstr(times(&bench, utc(2027, 10, 30, 0, 0),
				utc(2027, 11, 1, 0, 0), 1),
		==, "10-30 23:00-03:00");
	pool_free(bench.pool);
}

/* A window till midnight and one from it are one, over the week's end too;
 * overlapping windows count once. */
static void
test_midnight(void)
{
	struct bench bench;

	bench_open(&bench);
	struct participant *a = person(&bench, "Europe/Berlin");

	window(&bench, a, 0, 0, 60);
	window(&bench, a, 6, 23 * 60, 24 * 60);
	window(&bench, a, 6, 22 * 60 + 30, 23 * 60 + 30);
	g_assert_cmpstr(times(&bench, utc(2027, 1, 9, 0, 0),
				utc(2027, 1, 12, 0, 0), 150),
		==, "01-10 21:30-00:00");
	g_assert_cmpstr(times(&bench, utc(2027, 1, 9, 0, 0),
				utc(2027, 1, 12, 0, 0), 151),
		==, "");
	/* a span that begins the evening before, seen from UTC */
	g_assert_cmpstr(times(&bench, utc(2027, 1, 10, 23, 30),
				utc(2027, 1, 12, 0, 0), 30),
		==, "01-10 23:30-00:00");
	pool_free(bench.pool);
}

/* Every local day has its hour, all through a year, in each zone. */
static void
test_whole_year(void)
{
	static const char *const zones[] = { "Europe/Berlin",
		"America/New_York", "Pacific/Auckland" };

	for (size_t z = 0; z < G_N_ELEMENTS(zones); z++) {
		struct bench bench;
		const struct zone *zone = zone_find(zones[z]);

		bench_open(&bench);
		struct participant *a = person(&bench, zones[z]);
		for (int day = 0; day < 7; day++)
			window(&bench, a, day, 9 * 60, 10 * 60);
		int64_t from = civil_to_utc(zone,
			(struct civil){ .year = 2027, .month = 1, .day = 1 });
		int64_t till = civil_to_utc(zone,
			(struct civil){ .year = 2028, .month = 1, .day = 1 });
		struct free_time_list list = match_free_times(bench.pool,
			&bench.program, &bench.people, from, till, 60);
		g_assert_cmpuint(list.n, ==, 365);
		for (size_t i = 0; i < list.n; i++) {
			g_assert_cmpint(
				civil_of(zone, list.at[i].from).hour, ==, 9);
			g_assert_cmpint(
				list.at[i].till - list.at[i].from, ==, HOUR);
		}
		pool_free(bench.pool);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/free/nobody", test_nobody);
	g_test_add_func("/free/default-hours", test_default_hours);
	g_test_add_func("/free/spring", test_spring);
	g_test_add_func("/free/auckland", test_auckland);
	g_test_add_func("/free/gap-and-fold", test_gap_and_fold);
	g_test_add_func("/free/midnight", test_midnight);
	g_test_add_func("/free/whole-year", test_whole_year);
	return g_test_run();
}
