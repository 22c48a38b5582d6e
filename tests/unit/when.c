/* When a step is due, as the coordinator writes it. */
#include "program/when.h"

#include <glib.h>

#include "base/clock.h"

static void
test_when(void)
{
	/* 2027-01-11 is a Monday, 2027-04-04 a Sunday. */
	const int64_t starts = civil_days(2027, 1, 11);
	const int64_t ends = civil_days(2027, 4, 4);
	static const struct {
		const char *text;
		enum anchor anchor;
		int64_t offset;
		int at;
		int year, month, day; /* ANCHOR_DATE */
	} good[] = {
		{ "match + 3 days 09:00", ANCHOR_MATCH, 3 * DAY, 540, 0, 0, 0 },
		{ "match +3 days", ANCHOR_MATCH, 3 * DAY, -1, 0, 0, 0 },
		{ "session - 2 hours", ANCHOR_SESSION, -2 * HOUR, -1, 0, 0, 0 },
		{ "join", ANCHOR_JOIN, 0, -1, 0, 0, 0 },
		{ "start", ANCHOR_START, 0, 540, 0, 0, 0 },
		{ "end - 1 week 17:30", ANCHOR_END, -7 * DAY, 1050, 0, 0, 0 },
		{ "week 1", ANCHOR_START, 0, 540, 0, 0, 0 },
		{ "week 3 10:00", ANCHOR_START, 14 * DAY, 600, 0, 0, 0 },
		{ "week 3 Thursday 10:00", ANCHOR_DATE, 0, 600, 2027, 1, 28 },
		{ "week 2 mon", ANCHOR_DATE, 0, 540, 2027, 1, 18 },
		{ "start + 1 day Mon", ANCHOR_DATE, 0, 540, 2027, 1, 18 },
		{ "end - 1 week Friday", ANCHOR_DATE, 0, 540, 2027, 4, 2 },
		{ "end", ANCHOR_END, 0, 540, 0, 0, 0 },
		{ "end Sunday", ANCHOR_DATE, 0, 540, 2027, 4, 4 },
		{ "end - 3 hours", ANCHOR_END, -3 * HOUR, -1, 0, 0, 0 },
		{ "2027-04-04", ANCHOR_DATE, 0, 540, 2027, 4, 4 },
		{ "2027-03-01 08:15", ANCHOR_DATE, 0, 495, 2027, 3, 1 },
	};
	static const char *const bad[] = { "", "monday", "match 3 days",
		"match + 3", "match +", "match + three days", "match - 3 days",
		"join - 1 day", "match Monday", "2027-02-30", "2027-03-01 Mon",
		"week", "week 0", "week x", "start 24:00", "start 9 o'clock",
		"start 09:00 09:00", "start + 3 hours 09:00", "answer + 1 day",
		"silence", "match + 99999 days", "START", "week 13 Mon",
		"week 14", "end + 1 day", "end + 1 hour", "2027-04-05" };
	const char *why;
	struct step step = { .offset = 77 };

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_test_message("%s", good[i].text);
		g_assert_true(
			when_parse(good[i].text, starts, ends, &step, &why));
		g_assert_cmpint(step.anchor, ==, good[i].anchor);
		g_assert_cmpint(step.offset, ==, good[i].offset);
		g_assert_cmpint(step.at, ==, good[i].at);
		if (good[i].anchor == ANCHOR_DATE)
			g_assert_cmpint(step.date, ==,
				civil_days(good[i].year, good[i].month,
					good[i].day));
	}
	step.offset = 77;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_test_message("%s", bad[i]);
		g_assert_false(when_parse(bad[i], starts, ends, &step, &why));
		g_assert_nonnull(why);
		g_assert_cmpint(step.offset, ==, 77);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/when/parse", test_when);
	return g_test_run();
}
