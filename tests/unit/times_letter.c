/* Times, slots and the commands about a meeting, in a whole letter. */
#include "read/read.h"
#include "times.h"

static struct read_context
about_meeting(const struct words *words, const char *language)
{
	const struct zone *zone = zone_find("Europe/Berlin");

	return (struct read_context){ .mode = READ_BODY,
		.words = words,
		.language = language,
		.program_language = "en",
		.zone = zone,
		.now = instant(zone, 3, 1, 9, 0),
		.no_questions = true,
		.meeting = instant(zone, 3, 3, 17, 0),
		.minutes = 60 };
}

static struct letter *
read_body(
	struct pool *pool, const char *text, const struct read_context *context)
{
	return letter_read(pool, text, strlen(text), context);
}

/* Every phrase of every language is its command, politely, too. */
static void
test_commands(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);

	for (size_t i = 0; i < words->languages.n; i++) {
		const struct language *l = &words->languages.at[i];
		struct read_context context = about_meeting(words, l->code);

		for (size_t c = 0; c < l->commands.n; c++) {
			const struct command_words *said = &l->commands.at[c];

			if (said->command != COMMAND_SKIP &&
				said->command != COMMAND_RESCHEDULE)
				continue;
			g_assert_cmpuint(said->words.n, >=, 3);
			for (size_t k = 0; k < said->words.n; k++) {
				struct letter *letter = read_body(
					pool, said->words.at[k], &context);

				if (letter->command != said->command)
					g_test_message("%s: %s", l->code,
						said->words.at[k]);
				g_assert_cmpint(
					letter->command, ==, said->command);
				g_assert_cmpuint(letter->times.n, ==, 0);
			}
		}
	}
}

/* "Not this week" to the question whether they met. */
static void
test_checkin(void)
{
	static const struct {
		const char *language, *text;
	} rows[] = { { "en", "not this week" }, { "de", "diese Woche nicht" },
		{ "fr", "pas cette semaine" }, { "es", "esta semana no" },
		{ "it", "non questa settimana" }, { "pt", "esta semana não" },
		{ "nl", "deze week niet" }, { "pl", "nie w tym tygodniu" },
		{ "sv", "inte den här veckan" }, { "tr", "bu hafta olmaz" },
		{ "uk", "не цього тижня" }, { "zh", "这周不行" } };
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct question met = { .id = "met",
		.ask = "Did you meet?",
		.type = QUESTION_YESNO,
		.required = true };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct read_context context =
			about_meeting(words, rows[i].language);

		context.no_questions = false;
		context.questions = (struct question_list){ &met, 1, 1 };
		struct letter *letter = read_body(pool, rows[i].text, &context);
		g_test_message("%s", rows[i].text);
		g_assert_cmpint(letter->command, ==, COMMAND_NONE);
		g_assert_cmpuint(letter->answers.n, ==, 1);
		if (letter->answers.n)
			g_assert_cmpstr(letter->answers.at[0].value, ==, "no");
	}
	/* and what they say of times there are only words */
	struct read_context context = about_meeting(words, "en");
	context.no_questions = false;
	context.questions = (struct question_list){ &met, 1, 1 };
	g_assert_cmpuint(
		read_body(pool, "yes, Thursday at 5 again", &context)->times.n,
		==, 0);
}

/* Without a meeting nobody proposes anything. */
static void
test_no_meeting(void)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = about_meeting(shipped_words(pool), "en");
	const char text[] = "Could we do Thursday at 5 instead?";

	g_assert_cmpuint(read_body(pool, text, &context)->times.n, ==, 1);
	context.meeting = 0;
	g_assert_cmpuint(read_body(pool, text, &context)->times.n, ==, 0);
}

/* A yes to the time that stands says so, for it may answer about another. */
static void
test_own_time(void)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = about_meeting(shipped_words(pool), "en");
	struct letter *letter =
		read_body(pool, "Yes, Wednesday at 5 works", &context);

	g_assert_cmpint(letter->command, ==, COMMAND_YES);
	g_assert_cmpuint(letter->times.n, ==, 1);
	if (letter->times.n)
		g_assert_cmpint(letter->times.at[0].from, ==, context.meeting);
	letter = read_body(pool, "yes, but at 6pm please", &context);
	g_assert_cmpint(letter->command, ==, COMMAND_NONE);
	g_assert_cmpuint(letter->times.n, ==, 1);
}

/* Where nothing of ours was found, and a rule of shape cut something off. */
static void
test_unsure(void)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = about_meeting(shipped_words(pool), "en");
	const char text[] =
		"Friday at 10?\n\nOn Mon, 1 Mar 2027 at 08:00, Ana "
		"<ana@example.org> wrote:\n> Hello you\n> how are you?\n";
	struct letter *letter = read_body(pool, text, &context);

	g_assert_cmpint(letter->confidence, ==, CONFIDENCE_UNSURE);
	g_assert_cmpuint(letter->times.n, ==, 1);
	if (letter->times.n)
		g_assert_cmpint(
			letter->times.at[0].confidence, ==, CONFIDENCE_UNSURE);
}

/* A list of times: picks, and another one. */
static void
test_poll(void)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = about_meeting(shipped_words(pool), "en");
	struct question question = { .id = POLL_QUESTION,
		.ask = "",
		.type = QUESTION_TIMES,
		.minutes = 60 };

	for (int day = 9; day < 13; day++)
		*LIST_ADD(pool, &question.slots) =
			instant(context.zone, 3, day, 10, 0);
	context.meeting = 0;
	context.no_questions = false;
	context.questions = (struct question_list){ &question, 1, 1 };
	struct letter *letter = read_body(pool, "1, 3", &context);
	g_assert_cmpuint(letter->answers.n, ==, 1);
	if (letter->answers.n)
		g_assert_cmpstr(letter->answers.at[0].value, ==, "1 3");
	g_assert_cmpuint(letter->times.n, ==, 0);
	letter = read_body(pool,
		"None of these, but Monday 15 March at 9 works", &context);
	g_assert_cmpuint(letter->times.n, ==, 1);
	g_assert_cmpuint(letter->answers.n, ==, 1);
	if (letter->answers.n)
		g_assert_cmpstr(letter->answers.at[0].value, ==, "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/times/commands", test_commands);
	g_test_add_func("/times/checkin", test_checkin);
	g_test_add_func("/times/no-meeting", test_no_meeting);
	g_test_add_func("/times/own-time", test_own_time);
	g_test_add_func("/times/unsure", test_unsure);
	g_test_add_func("/times/poll", test_poll);
	return g_test_run();
}
