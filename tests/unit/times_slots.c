/* Which of the offered times suit: numbers, days, hours, all but some. */
#include "times.h"

/* Tue 9 March 10:00, Thu 11 March 14:00, Fri 12 March 10:00, Fri 12 March
 * 16:00, Mon 15 March 9:00, in the writer's zone. */
static struct question
offered(struct pool *pool, const struct zone *zone)
{
	struct question question = { .type = QUESTION_TIMES, .minutes = 60 };
	static const int at[][3] = { { 9, 10, 0 }, { 11, 14, 0 }, { 12, 10, 0 },
		{ 12, 16, 0 }, { 15, 9, 0 } };

	for (size_t i = 0; i < G_N_ELEMENTS(at); i++)
		*LIST_ADD(pool, &question.slots) =
			instant(zone, 3, at[i][0], at[i][1], at[i][2]);
	return question;
}

struct slot_row {
	const char *language, *raw, *want; /* want NULL: not understood */
};

static void
check(const char *zone, const struct slot_row *rows, size_t n)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);

	for (size_t i = 0; i < n; i++) {
		struct value_context context =
			times_context(words, rows[i].language, zone);
		struct question question = offered(pool, context.zone);
		enum confidence confidence;

		context.meeting = 0;
		const char *got = slots_read(
			pool, &question, rows[i].raw, &context, &confidence);
		if (g_strcmp0(got, rows[i].want) != 0)
			g_test_message("%s: %s\n   got %s\n  want %s",
				rows[i].language, rows[i].raw, got,
				rows[i].want);
		g_assert_cmpstr(got, ==, rows[i].want);
		g_assert_true((confidence == CONFIDENCE_UNSURE) == !got);
	}
}

static void
test_english(void)
{
	static const struct slot_row rows[] = {
		{ "en", "1, 3", "1 3" },
		{ "en", "1 and 3", "1 3" },
		{ "en", "1-3", "1 2 3" },
		{ "en", "2 to 4", "2 3 4" },
		{ "en", "1 3 5", "1 3 5" },
		{ "en", "all", "1 2 3 4 5" },
		{ "en", "All of them work.", "1 2 3 4 5" },
		{ "en", "any", "1 2 3 4 5" },
		{ "en", "none", "" },
		{ "en", "None of them, sorry", "" },
		{ "en", "none except 2", "2" },
		{ "en", "any but Friday", "1 2 5" },
		{ "en", "any day but Friday", "1 2 5" },
		{ "en", "all except 2", "1 3 4 5" },
		{ "en", "All except 2 and 3", "1 4 5" },
		{ "en", "all but 2, 3", "1 4 5" },
		{ "en", "Thursday and Friday", "2 3 4" },
		{ "en", "2 (3 if necessary)", "2 3" },
		{ "en", "the first", "1" },
		{ "en", "the last one", "5" },
		{ "en", "1 works, 2 doesn't", "1" },
		{ "en", "1 works, 2 doesn't, 3 is fine", "1 3" },
		{ "en", "mornings", "1 3 5" },
		{ "en", "Friday morning", "3" },
		{ "en", "Tue 10:00", "1" },
		{ "en", "Tue 10", "1" },
		{ "en", "Fri 4pm", "4" },
		{ "en", "Friday at 4", "4" },
		{ "en", "[x] 1\n[ ] 2\n[x] 3\n[ ] 4\n[ ] 5", "1 3" },
		{ "en", "1, 3\n\nThanks!\nAna", "1 3" },
		{ "en", "Hi, 2 and 4 work for me", "2 4" },
		{ "en", "I can do 2 and 4", "2 4" },
		{ "en", "I can't do 2", "1 3 4 5" },
		{ "en", "not Friday", "1 2 5" },
		{ "en", "1 yes, 2 no, 3 yes", "1 3" },
		{ "en", "1. yes\n2. no\n3. yes\n4. no\n5. no", "1 3" },
		{ "en", "1 and 3, not 2", "1 3" },
		{ "en", "only 2", "2" },
		{ "en", "#2", "2" },
		{ "en", "numbers 1 and 4 please", "1 4" },
		{ "en", "12 March 10:00", "3" },
		{ "en", "March 11th", "2" },
		{ "en", "7", NULL },
		{ "en", "yes", NULL },
		{ "en", "hello there", NULL },
		{ "en", "Monday 3pm", "" },
	};

	check("Europe/Berlin", rows, G_N_ELEMENTS(rows));
	check("Pacific/Auckland", rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/slots/english", test_english);
	return g_test_run();
}
