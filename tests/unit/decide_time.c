/* Time: when steps fire for a reader, and when a mail is tried again. */
#include "decide_world.h"

#define DAYS *DAY

/* From an anchor (as the reader's clock shows it) to the moment the step
 * fires (likewise). */
static const struct {
	const char *zone, *anchor;
	int64_t offset;
	int at;
	const char *want;
} step_cases[] = {
	{ "Europe/Berlin", "2027-01-04 15:00", 3 DAYS, 540,
		"2027-01-07 09:00" },
	{ "Pacific/Auckland", "2027-01-04 15:00", 3 DAYS, 540,
		"2027-01-07 09:00" },
	{ "Europe/Berlin", "2027-01-04 15:00", 3 DAYS, -1, "2027-01-07 15:00" },
	{ "Europe/Berlin", "2027-01-04 15:00", -1 DAYS, 1080,
		"2027-01-03 18:00" },
	{ "Europe/Berlin", "2027-01-04 15:00", 2 * HOUR, -1,
		"2027-01-04 17:00" },
	{ "Europe/Berlin", "2027-01-04 23:30", 2 * HOUR, 540,
		"2027-01-05 09:00" },
	/* never before what it counts from */
	{ "Europe/Berlin", "2027-01-04 15:00", 0, 540, "2027-01-05 09:00" },
	{ "Europe/Berlin", "2027-01-04 08:00", 0, 540, "2027-01-04 09:00" },
	/* a night in between has 23 or 25 hours: the wall counts */
	{ "Europe/Berlin", "2027-03-27 09:00", 1 DAYS, -1, "2027-03-28 09:00" },
	{ "Europe/Berlin", "2027-10-30 09:00", 1 DAYS, -1, "2027-10-31 09:00" },
	/* 02:30 does not exist: the next minute that does */
	{ "Europe/Berlin", "2027-03-25 12:00", 3 DAYS, 150,
		"2027-03-28 03:00" },
	{ "America/New_York", "2027-03-11 12:00", 3 DAYS, 150,
		"2027-03-14 03:00" },
	/* 28 February and the day after */
	{ "Europe/Berlin", "2027-02-28 12:00", 1 DAYS, 540,
		"2027-03-01 09:00" },
};

static void
test_steps(void)
{
	struct world *w = world_new(0);

	for (size_t i = 0; i < G_N_ELEMENTS(step_cases); i++) {
		struct step step = { .offset = step_cases[i].offset,
			.at = step_cases[i].at };
		const char *zone = step_cases[i].zone;
		int64_t got = decide_step_time(
			&step, at(zone, step_cases[i].anchor), zone_find(zone));

		g_assert_cmpstr(clock_of(w, zone, got), ==, step_cases[i].want);
	}
	world_free(w);
}

/* 02:30 comes twice in Berlin on 31 October 2027; the first counts. */
static void
test_fold(void)
{
	struct step step = { .offset = DAY, .at = 150 };
	int64_t got = decide_step_time(
		&step, berlin("2027-10-30 12:00"), zone_find("Europe/Berlin"));

	g_assert_cmpint(got, ==, at("UTC", "2027-10-31 00:30"));
}

static void
test_retry_curve(void)
{
	static const struct {
		int64_t age, low, high;
	} cases[] = {
		{ 0, 240, 360 },
		{ 600, 480, 720 },
		{ 3000, 2400, 3600 },
		{ DAY, 3200, 4800 },
	};
	int64_t now = berlin("2027-01-10 10:00");

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		for (int64_t id = 1; id < 200; id++) {
			struct mail mail = { .id = id,
				.attempts = 1,
				.created_at = now - cases[i].age,
				.first_attempt_at = now - cases[i].age };
			int64_t next = decide_retry(&mail, now);

			g_assert_cmpint(next - now, >=, cases[i].low);
			g_assert_cmpint(next - now, <=, cases[i].high);
			g_assert_cmpint(next, ==, decide_retry(&mail, now));
		}
}

static void
test_retry_spreads_and_ends(void)
{
	int64_t now = berlin("2027-01-10 10:00"), seen[2];

	for (int64_t id = 1; id <= 2; id++) {
		struct mail mail = { .id = id,
			.attempts = 3,
			.created_at = now - DAY,
			.first_attempt_at = now - DAY,
			.expires_at = now + DAY };

		seen[id - 1] = decide_retry(&mail, now);
		mail.expires_at = now + 60;
		g_assert_cmpint(decide_retry(&mail, now), ==, 0);
		mail.expires_at = 0; /* five days after it was made */
		mail.created_at = now - 5 * DAY;
		g_assert_cmpint(decide_retry(&mail, now), ==, 0);
	}
	g_assert_cmpint(seen[0], !=, seen[1]);
}

/* A step on the program's start comes on that day in everybody's zone. */
static void
test_program_dates_are_local(void)
{
	struct world *w = world_new(0);

	add_step(w, "hello", ANCHOR_START, 0, 9 * 60, STEP_SEND, "tips")->to =
		TO_ALL;
	add_step(w, "bye", ANCHOR_END, 0, 18 * 60, STEP_SEND, "tips")->to =
		TO_ALL;
	add_person(w, "Ana", "Europe/Berlin");
	add_person(w, "Bob", "Pacific/Auckland");
	add_person(w, "Cleo", "America/Sao_Paulo");
	enrol_all(w);
	for (size_t i = 0; i < w->facts->dues.n; i++) {
		const struct due *due = w->facts->dues.at[i];
		const struct participant *p = person(w, due->subject);

		if (due->kind != DUE_STEP || !p)
			continue;
		const char *shown = clock_of(w, p->timezone, due->at);
		if (!strcmp(due->what, "hello"))
			g_assert_cmpstr(shown, ==, "2027-01-04 09:00");
		if (!strcmp(due->what, "bye"))
			g_assert_cmpstr(shown, ==, "2027-04-11 18:00");
	}
	world_free(w);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/time/steps", test_steps);
	g_test_add_func("/decide/time/fold", test_fold);
	g_test_add_func("/decide/time/retry-curve", test_retry_curve);
	g_test_add_func("/decide/time/retry-spreads-and-ends",
		test_retry_spreads_and_ends);
	g_test_add_func("/decide/time/program-dates-are-local",
		test_program_dates_are_local);
	return g_test_run();
}
