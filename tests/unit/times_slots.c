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
		{ "en", "no problem", NULL },
		{ "en", "not all", NULL },
		{ "en", "all but one", NULL },
		{ "en", "2 works but not for Bo", NULL },
		{ "en", "1/3", NULL },
		{ "en", "Thursday at 5 was great", NULL },
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
		{ "en", "the first two", "1 2" },
		{ "en", "the last two", "4 5" },
		{ "en", "all mornings", "1 3 5" },
		{ "en", "any of the Fridays", "3 4" },
		{ "en", "Friday is impossible", "1 2 5" },
		{ "en", "I have 2 kids, so none of these work", NULL },
		{ "en", "I have not looked at my calendar yet", NULL },
		{ "en", "No, sorry", "" },
		{ "en", "I can't do any of these", "" },
		{ "en", "1 or 2, preferably 2", "1 2" },
		{ "en", "Good morning, 1 and 3 please", "1 3" },
		{ "en", "Option 2", "2" },
		{ "en", "maybe 3", "3" },
		{ "en", "none of them is bad", NULL },
		{ "en", "10am works on both", "1 3" },
		{ "en", "no 1 yes 2", NULL },
		{ "en", "yes 1 no 2", NULL },
		{ "en", "1 yes 2 no", "1" },
		{ "en", "none of these works, sorry", "" },
		{ "en", "no, I can't", "" },
	};

	check("Europe/Berlin", rows, G_N_ELEMENTS(rows));
	check("Pacific/Auckland", rows, G_N_ELEMENTS(rows));
}

static void
test_languages(void)
{
	static const struct slot_row rows[] = {
		{ "de", "1 und 3", "1 3" },
		{ "de", "1, 3 bitte", "1 3" },
		{ "de", "1 bis 3", "1 2 3" },
		{ "de", "alle", "1 2 3 4 5" },
		{ "de", "Alle passen.", "1 2 3 4 5" },
		{ "de", "keine", "" },
		{ "de", "keiner davon, leider", "" },
		{ "de", "alle außer Freitag", "1 2 5" },
		{ "de", "alle außer 2", "1 3 4 5" },
		{ "de", "Donnerstag und Freitag", "2 3 4" },
		{ "de", "2 (3 zur Not)", "2 3" },
		{ "de", "der erste", "1" },
		{ "de", "den ersten und den dritten", "1 3" },
		{ "de", "1 passt, 2 nicht", "1" },
		{ "de", "vormittags", "1 3 5" },
		{ "de", "Freitag um 16 Uhr", "4" },
		{ "de", "Di 10 Uhr", "1" },
		{ "de", "1 ja, 2 nein, 4 ja", "1 4" },
		{ "de", "Mir passen 2 und 4", "2 4" },
		{ "de", "Freitag geht nicht", "1 2 5" },
		{ "de", "ja", NULL },
		{ "fr", "1 et 3", "1 3" },
		{ "fr", "tous", "1 2 3 4 5" },
		{ "fr", "aucun", "" },
		{ "fr", "tous sauf vendredi", "1 2 5" },
		{ "fr", "le premier", "1" },
		{ "fr", "vendredi à 16h", "4" },
		{ "es", "1 y 3", "1 3" },
		{ "es", "todos", "1 2 3 4 5" },
		{ "es", "ninguno", "" },
		{ "es", "todos menos el viernes", "1 2 5" },
		{ "es", "el jueves", "2" },
		{ "it", "1 e 3", "1 3" },
		{ "it", "tutti", "1 2 3 4 5" },
		{ "it", "nessuno", "" },
		{ "it", "tutti tranne venerdì", "1 2 5" },
		{ "it", "giovedì", "2" },
		{ "pt", "1 e 3", "1 3" },
		{ "pt", "todos", "1 2 3 4 5" },
		{ "pt", "nenhum", "" },
		{ "pt", "todos menos sexta", "1 2 5" },
		{ "nl", "1 en 3", "1 3" },
		{ "nl", "alle", "1 2 3 4 5" },
		{ "nl", "geen", "" },
		{ "nl", "alle behalve vrijdag", "1 2 5" },
		{ "pl", "1 i 3", "1 3" },
		{ "pl", "wszystkie", "1 2 3 4 5" },
		{ "pl", "żaden", "" },
		{ "pl", "wszystkie oprócz piątku", "1 2 5" },
		{ "sv", "1 och 3", "1 3" },
		{ "sv", "alla", "1 2 3 4 5" },
		{ "sv", "ingen", "" },
		{ "sv", "alla utom fredag", "1 2 5" },
		{ "tr", "1 ve 3", "1 3" },
		{ "tr", "hepsi", "1 2 3 4 5" },
		{ "tr", "hiçbiri", "" },
		{ "tr", "cuma hariç hepsi", "1 2 5" },
		{ "uk", "1 і 3", "1 3" },
		{ "uk", "усі", "1 2 3 4 5" },
		{ "uk", "жоден", "" },
		{ "uk", "усі крім п'ятниці", "1 2 5" },
		{ "zh", "1和3", "1 3" },
		{ "zh", "1、3", "1 3" },
		{ "zh", "都可以", "1 2 3 4 5" },
		{ "zh", "都不行", "" },
		{ "zh", "周四", "2" },
	};

	check("Europe/Berlin", rows, G_N_ELEMENTS(rows));
}

/* Answers between the lines of the mail. */
struct line_row {
	enum line_reason reason;
	int question;
	const char *text;
};

static void
check_lines(const struct line_row *rows, size_t n, const char *want)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct value_context context =
		times_context(words, "en", "Europe/Berlin");
	struct question question = offered(pool, context.zone);
	struct question_list list = { &question, 1, 1 };
	struct letter_answer_list answers = { 0 };
	struct cut cut = { .aligned = true };

	for (size_t i = 0; i < n; i++)
		*LIST_ADD(pool, &cut.lines) = (struct cut_line){ rows[i].text,
			rows[i].reason, rows[i].question };
	g_assert_true(
		answers_read(pool, &cut, &list, 1, 0, &context, &answers));
	g_assert_cmpuint(answers.n, ==, 1);
	if (answers.n)
		g_assert_cmpstr(answers.at[0].value, ==, want);
}

#define CHECK_LINES(want, ...)                            \
 do {                                                     \
  static const struct line_row rows_[] = { __VA_ARGS__ }; \
                                                          \
  check_lines(rows_, G_N_ELEMENTS(rows_), want);          \
 } while (0)

static void
test_lines(void)
{
	CHECK_LINES("1 3", { LINE_QUOTE, -1, "> Which of these suit you?" },
		{ LINE_QUOTE, 1, "> 1. Tuesday" }, { LINE_KEPT, 0, "yes" },
		{ LINE_QUOTE, 2, "> 2. Thursday" }, { LINE_KEPT, 0, "no" },
		{ LINE_QUOTE, 3, "> 3. Friday" }, { LINE_KEPT, 0, "ok for me" },
		{ LINE_QUOTE, 4, "> 4. Friday" },
		{ LINE_QUOTE, 5, "> 5. Monday" },
		{ LINE_QUOTE, -1, "> Reply" });
	CHECK_LINES("2", { LINE_KEPT, 0, "See below" },
		{ LINE_QUOTE, 1, "> 1. Tuesday" }, { LINE_KEPT, 0, "no" },
		{ LINE_QUOTE, 2, "> 2. Thursday" }, { LINE_KEPT, 0, "works" },
		{ LINE_QUOTE, 3, "> 3. Friday" }, { LINE_KEPT, 0, "no" });
	/* top and bottom posts */
	CHECK_LINES("1 3", { LINE_KEPT, 0, "1, 3" }, { LINE_BLANK, 0, "" },
		{ LINE_QUOTE, 1, "> 1. Tuesday" },
		{ LINE_QUOTE, 2, "> 2. Thursday" });
	CHECK_LINES("", { LINE_QUOTE, 4, "> 4. Friday" },
		{ LINE_QUOTE, 5, "> 5. Monday" }, { LINE_KEPT, 0, "none" });
	/* all of them refused, one by one */
	CHECK_LINES("", { LINE_QUOTE, 1, "> 1. Tuesday" },
		{ LINE_KEPT, 0, "no" }, { LINE_QUOTE, 2, "> 2. Thursday" },
		{ LINE_KEPT, 0, "no" });
}

/* What of such an answer is another time. */
static void
test_others(void)
{
	static const struct phrase_row rows[] = {
		{ "1, 3", "" },
		{ "Tue 10:00", "" },
		{ "Tuesday at 10", "" },
		{ "Thursday and Friday", "" },
		{ "mornings", "" },
		{ "10:00", "" },
		{ "none, but Monday at 3pm works", "03-08 15:00" },
		{ "another time: Monday 15:00", "03-08 15:00" },
		{ "any but Friday at 10", "" },
	};
	POOL_AUTO pool = pool_new();
	struct value_context context =
		times_context(shipped_words(pool), "en", "Europe/Berlin");
	struct question question = offered(pool, context.zone);

	context.meeting = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct letter_time_list times = { 0 };
		g_autoptr(GString) out = g_string_new(NULL);

		times_read(pool, rows[i].text, &context, &question.slots,
			&times, NULL);
		for (size_t k = 0; k < times.n; k++)
			put_time(out, context.zone, &times.at[k]);
		if (strcmp(out->str, rows[i].want) != 0)
			g_test_message("%s\n   got %s\n  want %s", rows[i].text,
				out->str, rows[i].want);
		g_assert_cmpstr(out->str, ==, rows[i].want);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/slots/english", test_english);
	g_test_add_func("/slots/languages", test_languages);
	g_test_add_func("/slots/lines", test_lines);
	g_test_add_func("/slots/others", test_others);
	return g_test_run();
}
