/* Times that people propose for a meeting, in English and German. */
#include "times.h"

static void
test_english(void)
{
	static const struct phrase_row rows[] = {
		{ "Could we do Thursday at 5 instead?", "03-04 17:00" },
		{ "Thursday 5pm", "03-04 17:00" },
		{ "Hi Ana,\n\nThursday 5pm would be better for me.\n\nBest, Jo",
			"03-04 17:00" },
		{ "How about Friday at 10?", "03-05 10:00" },
		{ "half past four", "03-03 16:30~" },
		{ "Could we meet at half past four?", "03-03 16:30~" },
		{ "quarter to nine on Friday", "03-05 08:45" },
		{ "ten past four on Friday please", "03-05 16:10" },
		{ "noon", "03-03 12:00~" },
		{ "Friday at noon?", "03-05 12:00" },
		{ "in the afternoon", "03-03 17:00-18:00?" },
		{ "Friday afternoon would suit me better",
			"03-05 17:00-18:00?" },
		{ "an hour later", "03-03 18:00" },
		{ "Could we do it an hour later?", "03-03 18:00" },
		{ "30 minutes earlier please", "03-03 16:30" },
		{ "yes, but 15 minutes later please", "03-03 17:15" },
		{ "same time on Friday", "03-05 17:00" },
		{ "next week same time", "03-10 17:00~" },
		{ "Same time next week?", "03-10 17:00~" },
		{ "tomorrow morning at 9", "03-02 09:00" },
		{ "tomorrow at 9", "03-02 09:00" },
		{ "the 9th at 10", "03-09 10:00" },
		{ "March 9th at 10am", "03-09 10:00" },
		{ "9 March, 10:00", "03-09 10:00" },
		{ "2027-03-04 15:00", "03-04 15:00" },
		{ "from 3 to 5", "03-03 15:00-17:00~" },
		{ "Friday from 3 to 5", "03-05 15:00-17:00" },
		{ "Thursday between 2 and 4pm", "03-04 14:00-16:00" },
		{ "Friday 3-5pm", "03-05 15:00-17:00" },
		{ "after 4pm", "03-03 16:00-24:00~" },
		{ "Friday after 4pm works", "03-05 16:00-24:00~" },
		{ "Tue 10 or Wed 14:00", "03-02 10:00, 03-03 14:00" },
		{ "Thursday or Friday at 5", "03-04 17:00, 03-05 17:00" },
		{ "Thursday at 5 or 6", "03-04 17:00, 03-04 18:00" },
		{ "Thursday at 10 o'clock", "03-04 10:00" },
		{ "no, but Friday at 3 works", "03-05 15:00" },
		{ "Thursday doesn't work, but Friday at 3 does",
			"03-05 15:00" },
		{ "I can't do Wednesday. Friday at 11 would work.",
			"03-05 11:00" },
		{ "Instead of Wednesday, could we meet on Friday at 5pm?",
			"03-05 17:00" },
		{ "Friday instead?", "03-05 17:00~" },
		{ "any time on Friday", "03-05 00:00*~" },
		{ "could we make it 6?", "03-03 18:00~" },
		{ "5pm on Friday", "03-05 17:00" },
		{ "6pm", "03-03 18:00~" },
		{ "Could we move it to Monday at 16.30", "03-08 16:30~" },
		{ "Monday next week at 9:30 am", "03-08 09:30" },
		{ "Next Monday at 9:30", "03-08 09:30" },
		{ "next Friday at 10", "03-05 10:00?" },
		{ "4/3 at 10", "03-04 10:00?" },
		{ "Friday 3pm CET", "03-05 15:00" },
		{ "Friday 15:00 UTC", "03-05 16:00" },
		{ "Friday 3pm XYZ", "03-05 15:00?" },
		{ "Friday 3pm EST", "03-05 21:00" },
		{ "Friday 3pm BST", "03-05 15:00?" },
		{ "Friday at 3pm your time", "03-05 15:00?" },
		{ "Would Thursday, 4 March, 10:00 work for you?",
			"03-04 10:00" },
		{ "Friday 5?", "03-05 17:00?" },
		{ "a week later", "03-10 17:00" },
		{ "Fri, 5 March 2027, 10:00 - 11:00", "03-05 10:00-11:00" },
		{ "before 10am", "03-03 07:00-10:00?" },
		{ "What about tomorrow?", "03-02 17:00~" },
		{ "I'd prefer Friday, say 11:30", "03-05 11:30" },
		{ "Would it be possible to meet on Monday 8 March at 2pm?",
			"03-08 14:00" },
		{ "Monday or Tuesday at 3pm, but not Thursday",
			"03-08 15:00~, 03-02 15:00" },
		{ "Sorry, something came up. Could we move it to Friday "
		  "5 March at\n10:30 instead? That would be great.",
			"03-05 10:30" },
	};
	POOL_AUTO pool = pool_new();

	TIMES_CHECK(shipped_words(pool), "en", rows);
}

static void
test_german(void)
{
	static const struct phrase_row rows[] = {
		{ "Do 17 Uhr", "03-04 17:00" },
		{ "Können wir Donnerstag um 17 Uhr machen?", "03-04 17:00" },
		{ "halb fünf", "03-03 16:30~" },
		{ "Freitag halb 5", "03-05 16:30" },
		{ "Viertel nach 9 am Freitag", "03-05 09:15" },
		{ "Freitag um Viertel vor 10", "03-05 09:45" },
		{ "Lieber Freitag um 10.", "03-05 10:00" },
		{ "Passt es auch am Freitag um 15:30?", "03-05 15:30" },
		{ "30 min früher", "03-03 16:30" },
		{ "eine Stunde später bitte", "03-03 18:00" },
		{ "ja, aber 15 Minuten später bitte", "03-03 17:15" },
		{ "3.3. 10:00", "03-03 10:00" },
		{ "5.3. um 10 Uhr", "03-05 10:00" },
		{ "am 5. März um 14 Uhr", "03-05 14:00" },
		{ "morgen um 9", "03-02 09:00" },
		{ "morgen Vormittag um 10", "03-02 10:00" },
		{ "übermorgen 18 Uhr wäre mir lieber", "03-03 18:00" },
		{ "Freitagnachmittag", "" },
		{ "Freitag Nachmittag", "03-05 17:00-18:00?" },
		{ "Freitag von 14 bis 16 Uhr", "03-05 14:00-16:00" },
		{ "Freitag 14-16 Uhr", "03-05 14:00-16:00" },
		{ "Freitag ab 16 Uhr", "03-05 16:00-24:00~" },
		{ "gleiche Zeit am Freitag", "03-05 17:00" },
		{ "nächste Woche zur gleichen Zeit", "03-10 17:00~" },
		{ "nächste Woche Dienstag 10 Uhr", "03-09 10:00" },
		{ "Dienstag nächster Woche um 10", "03-09 10:00" },
		{ "Nein, aber Freitag um 15 Uhr geht", "03-05 15:00" },
		{ "Mittwoch passt leider nicht. Donnerstag um 9 Uhr ginge.",
			"03-04 09:00" },
		{ "statt Mittwoch lieber Donnerstag um 11", "03-04 11:00" },
		{ "Di 10 Uhr oder Do 14:30 Uhr", "03-02 10:00, 03-04 14:30" },
		{ "Wie wäre es mit Freitag?", "03-05 17:00~" },
		{ "am 10. um 8 Uhr", "03-10 08:00" },
		{ "20 nach 9 am Freitag", "03-05 09:20" },
		{ "Können wir auf 18 Uhr verschieben?", "03-03 18:00~" },
		{ "Ginge auch 16.30 Uhr?", "03-03 16:30~" },
		{ "abends um 8", "03-03 20:00~" },
		{ "um 17h30", "03-03 17:30~" },
	};
	POOL_AUTO pool = pool_new();

	TIMES_CHECK(shipped_words(pool), "de", rows);
}

/* On whose clock? Theirs. */
static void
test_zones(void)
{
	static const struct phrase_row rows[] = {
		{ "Friday at 10", "03-05 10:00" },
		{ "same time on Friday", "03-05 17:00" },
		{ "an hour later", "03-03 18:00" },
		{ "tomorrow at noon", "03-02 12:00" },
	};
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	const char *zones[] = { "Pacific/Auckland", "America/Sao_Paulo",
		"Asia/Kathmandu", "UTC" };

	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
		times_check(words, "en", zones[i], rows, G_N_ELEMENTS(rows));
	struct value_context context =
		times_context(words, "en", "Pacific/Auckland");
	struct letter_time_list times = { 0 };
	times_read(pool, "Friday at 10:00 UTC", &context, NULL, &times, NULL);
	g_assert_cmpuint(times.n, ==, 1);
	if (times.n)
		g_assert_cmpint(times.at[0].from, ==,
			civil_days(2027, 3, 5) * 86400 + 36000);
}

/* Spring in Berlin on 28 March, autumn in Auckland on 4 April. */
static void
test_summer_time(void)
{
	static const struct phrase_row spring[] = {
		{ "28 March at 02:30", "03-28 03:00" },
		{ "28 March at 14:00", "03-28 14:00" },
		{ "same time on 30 March", "03-30 17:00" },
	};
	static const struct phrase_row autumn[] = {
		{ "4 April at 02:30", "04-04 02:30" },
		{ "4 April at 15:00", "04-04 15:00" },
	};
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct value_context context =
		times_context(words, "en", "Pacific/Auckland");
	struct letter_time_list times = { 0 };

	times_check(words, "en", "Europe/Berlin", spring, G_N_ELEMENTS(spring));
	times_check(
		words, "en", "Pacific/Auckland", autumn, G_N_ELEMENTS(autumn));
	/* of the hour that comes twice, the first */
	times_read(pool, "4 April at 02:30", &context, NULL, &times, NULL);
	g_assert_cmpuint(times.n, ==, 1);
	if (times.n)
		g_assert_cmpint(zone_offset(context.zone, times.at[0].from), ==,
			13 * 3600);
	/* whole days keep the hour, whatever the clock did in between */
	context = times_context(words, "en", "Europe/Berlin");
	context.now = instant(context.zone, 3, 26, 9, 0);
	context.today = civil_days(2027, 3, 26);
	context.meeting = instant(context.zone, 3, 27, 17, 0);
	g_assert_cmpstr(
		times_text(pool, "a day later", &context), ==, "03-28 17:00");
	g_assert_cmpstr(
		times_text(pool, "9 hours later", &context), ==, "03-28 03:00");
}

/* A meeting of another week, of the evening, of the weekend. */
static void
test_meetings(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct value_context context =
		times_context(words, "en", "Europe/Berlin");

	context.meeting = instant(context.zone, 3, 17, 19, 0);
	/* two weeks on: that week's, most likely */
	g_assert_cmpstr(times_text(pool, "Thursday at 6pm", &context), ==,
		"03-18 18:00~");
	g_assert_cmpstr(times_text(pool, "could we do 8?", &context), ==,
		"03-17 08:00?");
	/* the meeting is in four days, and this Friday comes before it */
	context.meeting = instant(context.zone, 3, 8, 10, 0);
	g_assert_cmpstr(
		times_text(pool, "Friday at 10", &context), ==, "03-12 10:00?");
	g_assert_cmpstr(times_text(pool, "this Friday at 10", &context), ==,
		"03-05 10:00");
	/* nothing but a list of times was sent: no hour to keep */
	context.meeting = 0;
	g_assert_cmpstr(times_text(pool, "Friday", &context), ==, "");
	g_assert_cmpstr(
		times_text(pool, "Friday at 10", &context), ==, "03-05 10:00");
	g_assert_cmpstr(times_text(pool, "an hour later", &context), ==, "");
}

/* At most so many, however many are named. */
static void
test_most(void)
{
	POOL_AUTO pool = pool_new();
	struct value_context context =
		times_context(shipped_words(pool), "en", "Europe/Berlin");
	struct letter_time_list times = { 0 };
	g_autoptr(GString) text = g_string_new(NULL);

	for (int k = 0; k < 300; k++)
		g_string_append_printf(
			text, "Friday at %d:%02d\n\n", 8 + k % 10, k % 60);
	times_read(pool, text->str, &context, NULL, &times, NULL);
	g_assert_cmpuint(times.n, ==, TIMES_MOST);
}

/* What the letter says with it. */
static void
test_settle(void)
{
	static const struct {
		const char *text;
		enum command command, want;
		size_t times;
	} rows[] = {
		{ "yes, but 15 minutes later please", COMMAND_NONE,
			COMMAND_NONE, 1 },
		{ "Yes\n\nBut could we do it at 6pm?", COMMAND_YES,
			COMMAND_NONE, 1 },
		{ "no, but Friday at 3 works", COMMAND_NONE, COMMAND_NO, 1 },
		{ "No.\nFriday at 3?", COMMAND_NO, COMMAND_NO, 1 },
		{ "yes", COMMAND_YES, COMMAND_YES, 0 },
		{ "no", COMMAND_NO, COMMAND_NO, 0 },
		{ "Yes, Wednesday at 5 works", COMMAND_NONE, COMMAND_YES, 0 },
		{ "Wednesday at 5 works", COMMAND_NONE, COMMAND_NONE, 0 },
		{ "another time\n\nFriday at 10?", COMMAND_RESCHEDULE,
			COMMAND_NONE, 1 },
		{ "skip\n\nFriday at 10?", COMMAND_SKIP, COMMAND_NONE, 1 },
		{ "skip", COMMAND_SKIP, COMMAND_SKIP, 0 },
		{ "No problem, Friday at 10 works", COMMAND_NONE, COMMAND_NONE,
			1 },
		{ "pause until Friday", COMMAND_PAUSE, COMMAND_PAUSE, 0 },
		{ "stop\n\nFriday at 10", COMMAND_STOP, COMMAND_STOP, 0 },
	};
	POOL_AUTO pool = pool_new();
	struct value_context context =
		times_context(shipped_words(pool), "en", "Europe/Berlin");

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct letter_time_list times = { 0 };
		bool agrees;

		times_read(pool, rows[i].text, &context, NULL, &times, &agrees);
		g_test_message("%s", rows[i].text);
		g_assert_cmpint(times_settle(rows[i].text, rows[i].command,
					&context, &times, agrees),
			==, rows[i].want);
		g_assert_cmpuint(times.n, ==, rows[i].times);
	}
}

/* What names a time and proposes none, or may not. */
static void
test_doubtful(void)
{
	static const struct phrase_row rows[] = {
		{ "No problem, Thursday at 5 was great", "" },
		{ "I work Thursday at 5", "" },
		{ "anything but Thursday at 5", "" },
		{ "Could we avoid Thursday at 5?", "" },
		{ "I wish I could do Friday at 3", "" },
		{ "Friday at 3 is out", "" },
		{ "Bo can do Friday at 3, I can't", "03-05 15:00?" },
		{ "Friday at 3? No!", "03-05 15:00?" },
		{ "Friday 3pm - no", "03-05 15:00?" },
		{ "Could we meet Friday at 3? No, wait, I can't.",
			"03-05 15:00?" },
		{ "Would Friday at 3 work? No problem if not.", "03-05 15:00" },
		{ "Friday at 3 please. I can't make it earlier.",
			"03-05 15:00" },
		{ "No. Friday at 3?", "03-05 15:00" },
		{ "Wednesday: no. Friday at 3: yes", "03-05 15:00" },
		{ "31 June at 6pm", "03-03 18:00?" },
		{ "Friday at 25:00", "03-05 17:00?" },
		{ "yesterday at 6", "" },
		{ "last Wednesday at 6", "" },
	};
	g_autoptr(GString) full = g_string_new(NULL);
	static const char *const no_agreement[] = { "Wednesday at 5? No.",
		"yesterday at 5", "last Wednesday at 5", "31 June at 5pm" };
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct value_context context =
		times_context(words, "en", "Europe/Berlin");

	TIMES_CHECK(words, "en", rows);
	for (size_t i = 0; i < G_N_ELEMENTS(no_agreement); i++) {
		struct letter_time_list times = { 0 };
		bool agrees;

		times_read(
			pool, no_agreement[i], &context, NULL, &times, &agrees);
		g_test_message("%s", no_agreement[i]);
		g_assert_false(agrees);
	}
	/* as many tokens as are kept, the last of them a weekday */
	for (int i = 0; i < 60; i++)
		g_string_append(full, i % 4 ? "on on " : "Friday on ");
	for (int i = 0; i < 12; i++) {
		g_string_prepend(full, "on ");
		times_text(pool, full->str, &context);
	}
	for (int i = 0; i < 12; i++) {
		g_string_prepend(full, "Friday ");
		times_text(pool, full->str, &context);
	}
	/* a German reader of English: "was" is no filler */
	context.language = "de";
	g_assert_cmpstr(
		times_text(pool, "Thursday at 5 was great", &context), ==, "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/times/english", test_english);
	g_test_add_func("/times/german", test_german);
	g_test_add_func("/times/zones", test_zones);
	g_test_add_func("/times/summer-time", test_summer_time);
	g_test_add_func("/times/meetings", test_meetings);
	g_test_add_func("/times/most", test_most);
	g_test_add_func("/times/settle", test_settle);
	g_test_add_func("/times/doubtful", test_doubtful);
	return g_test_run();
}
