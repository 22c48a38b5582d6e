/* What people type, in the languages that are shipped: values and commands. */
#include <glib.h>
#include <string.h>

#include "home.h"
#include "shipped.h"

struct said {
	const char *language, *raw, *want;
};

static void
check(enum question_type type, int64_t till, const struct said *rows, size_t n)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	const char *options[] = { "In person", "By video", "By phone",
		"Phone and video" };
	struct question question = { .type = type,
		.from = type == QUESTION_SCALE ? 1 : 0,
		.till = till,
		.options = { options, 4, 4 } };

	for (size_t i = 0; i < n; i++) {
		struct value_context context =
			context_for(words, rows[i].language);
		enum confidence confidence;
		const char *value = value_read(
			pool, &question, rows[i].raw, &context, &confidence);

		if (g_strcmp0(value, rows[i].want))
			g_test_message("%s: %s", rows[i].language, rows[i].raw);
		g_assert_cmpstr(value, ==, rows[i].want);
		g_assert_true((confidence == CONFIDENCE_UNSURE) == !value);
	}
}

static void
test_yesno(void)
{
	static const struct said rows[] = {
		{ "en", "Yes", "yes" },
		{ "en", "yes, twice", "yes" },
		{ "en", "Yes - we met at the library", "yes" },
		{ "en", "Yep!", "yes" },
		{ "en", "not yet", "no" },
		{ "en", "Not yet, sorry", "no" },
		{ "en", "no, sick", "no" },
		{ "en", "No we didn’t", "no" },
		{ "en", "Hi, unfortunately not", "no" },
		{ "en", "We did, yes.", "yes" },
		{ "en", "Well, no", "no" },
		{ "en", "👍🏽", "yes" },
		{ "en", "✅ done", "yes" },
		{ "en", "❌", "no" },
		{ "en", "[x]", "yes" },
		{ "en", "[ ]", NULL },
		{ "en", "[x] yes  [ ] no", "yes" },
		{ "en", "[ ] yes  [X] no", "no" },
		{ "en", "☐ Yes ☒ No", "no" },
		{ "en", "yes [ ]  no [x]", "no" },
		{ "en", "( ) yes (x) no", "no" },
		{ "en", "[ ] yes [ ] no", NULL },
		{ "en", "[x] yes [x] no", NULL },
		{ "en", "yes and no", NULL },
		{ "en", "Yes. No.", NULL },
		{ "en", "yes/no", NULL },
		{ "en", "maybe", NULL },
		{ "en", "I don't know", NULL },
		{ "en", "not sure", NULL },
		{ "en", "right now I can't", NULL },
		{ "en", "noticed nothing", NULL },
		{ "en", "that is not correct", NULL },
		{ "en", "knowledge", NULL },
		{ "de", "Ja, zweimal", "yes" },
		{ "de", "leider nicht", "no" },
		{ "de", "Leider noch nicht, er war krank.", "no" },
		{ "de", "nö", "no" },
		{ "de", "jein", NULL },
		{ "de", "weiß nicht", NULL },
		{ "de", "doch", "yes" },
		{ "fr", "Oui, deux fois", "yes" },
		{ "fr", "pas encore", "no" },
		{ "fr", "Malheureusement non", "no" },
		{ "fr", "peut-être", NULL },
		{ "es", "Sí", "yes" },
		{ "es", "si, claro", "yes" },
		{ "es", "todavia no", "no" },
		{ "it", "Sì, certo", "yes" },
		{ "it", "purtroppo no", "no" },
		{ "it", "forse", NULL },
		{ "pt", "Sim!", "yes" },
		{ "pt", "ainda nao", "no" },
		{ "nl", "Ja hoor", "yes" },
		{ "nl", "nog niet", "no" },
		{ "pl", "Tak, dwa razy", "yes" },
		{ "pl", "jeszcze nie", "no" },
		{ "pl", "no", NULL },
		{ "sv", "Ja, absolut", "yes" },
		{ "sv", "tyvärr inte", "no" },
		{ "tr", "Evet", "yes" },
		{ "tr", "HAYIR", "no" },
		{ "tr", "henüz değil", "no" },
		{ "uk", "Так, двічі", "yes" },
		{ "uk", "ще ні", "no" },
		{ "uk", "Авжеж!", "yes" },
		{ "zh", "是的，两次", "yes" },
		{ "zh", "还没有", "no" },
		{ "zh", "没有", "no" },
		{ "zh", "不知道", NULL },
		/* another language than that of our mails */
		{ "en", "Tak", "yes" },
		{ "en", "nie", "no" },
		{ "en", "oui", "yes" },
		{ "de", "还没有", "no" },
		{ "de", "No", "no" },
		{ NULL, "Hayır", "no" },
		{ "it", "e poi ci siamo sentiti", NULL },
	};

	check(QUESTION_YESNO, 0, rows, G_N_ELEMENTS(rows));
}

static void
test_scales(void)
{
	static const struct said rows[] = {
		{ "en", "4", "4" },
		{ "en", "４", "4" },
		{ "en", "④", "4" },
		{ "en", "4️⃣", "4" },
		{ "en", "٤", "4" },
		{ "en", "4.0", "4" },
		{ "en", "4/5", "4" },
		{ "en", "4 / 5", "4" },
		{ "en", "4 out of 5", "4" },
		{ "en", "four of five", "4" },
		{ "en", "four", "4" },
		{ "en", "five stars", "5" },
		{ "en", "★★★★", "4" },
		{ "en", "★★★★☆", "4" },
		{ "en", "⭐⭐⭐", "3" },
		{ "en", "****", "4" },
		{ "en", "I'd say 4", "4" },
		{ "en", "4 (5 would be too much)", "4" },
		{ "en", "4. We had 2 good talks", "4" },
		{ "en", "a solid 4!", "4" },
		{ "en", "4 or 5", NULL },
		{ "en", "4-5", NULL },
		{ "en", "4 – 5", NULL },
		{ "en", "4 to 5", NULL },
		{ "en", "4, maybe 5", NULL },
		{ "en", "4,5", NULL },
		{ "en", "4.5", NULL },
		{ "en", "3½", NULL },
		{ "en", "4+", NULL },
		{ "en", "8/10", NULL },
		{ "en", "80%", NULL },
		{ "en", "6", NULL },
		{ "en", "0", NULL },
		{ "en", "due to sickness", NULL },
		{ "en", "on Monday", NULL },
		{ "de", "vier", "4" },
		{ "de", "eine Vier: 4", "4" },
		{ "de", "5 von 5", "5" },
		{ "de", "4 oder 5", NULL },
		{ "de", "4,5", NULL },
		{ "fr", "4 sur 5", "4" },
		{ "fr", "quatre", "4" },
		{ "es", "cuatro", "4" },
		{ "es", "4 de 5", "4" },
		{ "it", "5 su 5", "5" },
		{ "it", "tre", "3" },
		{ "pt", "três", "3" },
		{ "nl", "4 van de 5", "4" },
		{ "pl", "4 na 5", "4" },
		{ "pl", "piec", "5" },
		{ "sv", "fyra av fem", "4" },
		{ "tr", "dört", "4" },
		{ "uk", "п’ять", "5" },
		{ "uk", "4 з 5", "4" },
		{ "zh", "四", "4" },
		{ "zh", "4分", "4" },
		{ "en", "vier", "4" },
		{ "en", "пять", "5" },
	};

	check(QUESTION_SCALE, 5, rows, G_N_ELEMENTS(rows));
}

static void
test_numbers(void)
{
	static const struct said rows[] = {
		{ "en", "3", "3" },
		{ "en", "about 3", "3" },
		{ "en", "~3", "3" },
		{ "en", "twice", "2" },
		{ "en", "3 times", "3" },
		{ "en", "not once", "0" },
		{ "en", "none", "0" },
		{ "en", "twelve", "12" },
		{ "en", "2.5", "2.5" },
		{ "en", "1,500", "1500" },
		{ "en", "1,234,567", NULL }, /* more than the question allows */
		{ "en", "12,345.5", "12345.5" },
		{ "en", "2-3", NULL },
		{ "en", "2 or 3", NULL },
		{ "en", "3+", NULL },
		{ "en", "several", NULL },
		{ "de", "2,5", "2.5" },
		{ "de", "1.500", "1500" },
		{ "de", "1 500", "1500" },
		{ "de", "zweimal", "2" },
		{ "de", "ca. 3", "3" },
		{ "fr", "deux fois", "2" },
		{ "es", "dos veces", "2" },
		{ "es", "once", "11" },
		{ "pl", "dwa razy", "2" },
		{ "sv", "tre gånger", "3" },
		{ "tr", "iki kez", "2" },
		{ "uk", "двічі", "2" },
		{ "uk", "жодного разу", "0" },
		{ "zh", "两次", "2" },
		{ "zh", "十二次", "12" },
		{ NULL, "1.500", NULL },
		{ NULL, "2,5", "2.5" },
	};

	check(QUESTION_NUMBER, 1000000, rows, G_N_ELEMENTS(rows));
}

static void
test_dates(void)
{
	static const struct said rows[] = {
		{ "en", "2027-03-03", "2027-03-03" },
		{ "en", "2027/3/3", "2027-03-03" },
		{ "en", "March 3rd", "2027-03-03" },
		{ "en", "on the 3rd of March 2027", "2027-03-03" },
		{ "en", "Mar 3, 2027", "2027-03-03" },
		{ "en", "3-Mar-2027", "2027-03-03" },
		{ "en", "Wednesday 3 March", "2027-03-03" },
		{ "en", "Tuesday 3 March", NULL }, /* a Wednesday */
		{ "en", "next Tuesday", "2027-01-19" },
		{ "en", "next Friday", NULL }, /* in two days or in nine */
		{ "en", "Friday", "2027-01-15" },
		{ "en", "last Friday", "2027-01-08" },
		{ "en", "tomorrow", "2027-01-14" },
		{ "en", "the day after tomorrow", "2027-01-15" },
		{ "en", "in two weeks", "2027-01-27" },
		{ "en", "2 weeks from now", "2027-01-27" },
		{ "en", "in 10 days", "2027-01-23" },
		{ "en", "in a week", "2027-01-20" },
		{ "en", "in 2 months", "2027-03-13" },
		{ "en", "the 15th", "2027-01-15" },
		{ "en", "end of February", "2027-02-28" },
		{ "en", "5 January", "2028-01-05" },
		{ "en", "3/4", NULL },
		{ "en", "3/13/2027", "2027-03-13" },
		{ "en", "3-5 March", NULL },
		{ "en", "3 March or 5 March", NULL },
		{ "en", "30 February", NULL },
		{ "en", "soon", NULL },
		{ "en", "3.5", NULL },
		{ "de", "3.3.", "2027-03-03" },
		{ "de", "3.3.27", "2027-03-03" },
		{ "de", "am 3. März", "2027-03-03" },
		{ "de", "3. Maerz", "2027-03-03" },
		{ "de", "übermorgen", "2027-01-15" },
		{ "de", "Uebermorgen", "2027-01-15" },
		{ "de", "in zwei Wochen", "2027-01-27" },
		{ "de", "nächsten Dienstag", "2027-01-19" },
		{ "de", "3/4", "2027-04-03" },
		{ "de", "Ende Februar", "2027-02-28" },
		{ "fr", "le 3 mars", "2027-03-03" },
		{ "fr", "1er février", "2027-02-01" },
		{ "fr", "demain", "2027-01-14" },
		{ "fr", "dans deux semaines", "2027-01-27" },
		{ "fr", "mardi prochain", "2027-01-19" },
		{ "es", "3 de marzo de 2027", "2027-03-03" },
		{ "es", "pasado mañana", "2027-01-15" },
		{ "es", "dentro de 2 semanas", "2027-01-27" },
		{ "it", "3 marzo", "2027-03-03" },
		{ "it", "fra tre giorni", "2027-01-16" },
		{ "pt", "3 de março", "2027-03-03" },
		{ "pt", "depois de amanhã", "2027-01-15" },
		{ "nl", "3 maart", "2027-03-03" },
		{ "nl", "over twee weken", "2027-01-27" },
		{ "pl", "3 marca", "2027-03-03" },
		{ "pl", "w przyszły wtorek", "2027-01-19" },
		{ "pl", "za dwa tygodnie", "2027-01-27" },
		{ "sv", "den 3 mars", "2027-03-03" },
		{ "sv", "i övermorgon", "2027-01-15" },
		{ "tr", "3 Mart 2027", "2027-03-03" },
		{ "tr", "iki hafta sonra", "2027-01-27" },
		{ "tr", "yarın", "2027-01-14" },
		{ "uk", "3 березня", "2027-03-03" },
		{ "uk", "через два тижні", "2027-01-27" },
		{ "uk", "післязавтра", "2027-01-15" },
		{ "zh", "3月3日", "2027-03-03" },
		{ "zh", "2027年3月3日", "2027-03-03" },
		{ "zh", "下周二", "2027-01-19" },
		{ "zh", "后天", "2027-01-15" },
		{ "zh", "两周后", "2027-01-27" },
		{ "en", "3 marca", "2027-03-03" },
	};

	check(QUESTION_DATE, 0, rows, G_N_ELEMENTS(rows));
}

static void
test_choice(void)
{
	static const struct said rows[] = {
		{ "en", "2", "By video" },
		{ "en", "2.", "By video" },
		{ "en", "(b)", "By video" },
		{ "en", "two", "By video" },
		{ "en", "option 2", "By video" },
		{ "en", "2 = By video", "By video" },
		{ "en", "b) by video", "By video" },
		{ "en", "by video!", "By video" },
		{ "en", "person", "In person" },
		{ "en", "I think by phone", "By phone" },
		{ "en", "phone and video", "Phone and video" },
		{ "en", "[ ] in person [x] by video", "By video" },
		{ "en", "☑ by phone", "By phone" },
		{ "en", "phone", NULL }, /* two begin with it */
		{ "en", "1 or 2", NULL },
		{ "en", "not by phone", NULL },
		{ "en", "by pigeon", NULL },
		{ "en", "2 weeks ago", NULL },
		{ "en", "9", NULL },
		{ "en", "by phone, by video", NULL },
		{ "de", "Zwei", "By video" },
	};

	check(QUESTION_CHOICE, 0, rows, G_N_ELEMENTS(rows));
}

static void
test_choices(void)
{
	static const struct said rows[] = {
		{ "en", "1, 3", "In person, By phone" },
		{ "en", "1 and 3", "In person, By phone" },
		{ "en", "1 3", "In person, By phone" },
		{ "en", "a, c", "In person, By phone" },
		{ "en", "by phone and in person", "By phone, In person" },
		{ "en", "- by phone\n- by video", "By phone, By video" },
		{ "en", "phone and video", "Phone and video" },
		{ "en", "by phone, by phone", "By phone" },
		{ "en", "2", "By video" },
		{ "en", "all",
			"In person, By video, By phone, Phone and video" },
		{ "en", "[x] in person\n[ ] by video\n[x] by phone",
			"In person, By phone" },
		{ "de", "1 und 3", "In person, By phone" },
		{ "fr", "1 et 3", "In person, By phone" },
		{ "zh", "1、3", "In person, By phone" },
		{ "en", "1-3", NULL },
		{ "en", "not by phone", NULL },
		{ "en", "1 and a pigeon", NULL },
		{ "en", "2 weeks", NULL },
		{ "en", "none", NULL },
		{ "en", "7", NULL },
	};

	check(QUESTION_CHOICES, 0, rows, G_N_ELEMENTS(rows));
}

static void
test_commands(void)
{
	static const struct {
		const char *language, *text;
		enum command want;
		const char *until;
	} rows[] = {
		{ "en", "STOP", COMMAND_STOP, NULL },
		{ "en", "Please stop, thanks!", COMMAND_STOP, NULL },
		{ "en", "Hello Ana,\n\nunsubscribe\n", COMMAND_STOP, NULL },
		{ "en", "**leave**", COMMAND_LEAVE, NULL },
		{ "en", "I'd like to leave.", COMMAND_LEAVE, NULL },
		{ "en", "I’d like to leave", COMMAND_LEAVE, NULL },
		{ "en", "rematch please", COMMAND_REMATCH, NULL },
		{ "en", "Export my data", COMMAND_EXPORT, NULL },
		{ "en", "forget me", COMMAND_FORGET, NULL },
		{ "en", "help", COMMAND_HELP, NULL },
		{ "en", "I am back", COMMAND_RESUME, NULL },
		{ "en", "Pause until 3 March", COMMAND_PAUSE, "2027-03-03" },
		{ "en", "please pause me until March 3rd, thanks",
			COMMAND_PAUSE, "2027-03-03" },
		{ "en", "pause for two weeks", COMMAND_PAUSE, "2027-01-27" },
		{ "en", "away until next Tuesday", COMMAND_PAUSE,
			"2027-01-19" },
		{ "en", "I'm away until 2027-03-03", COMMAND_PAUSE,
			"2027-03-03" },
		{ "en", "pause until 3/4", COMMAND_PAUSE, NULL },
		{ "en", "yes please", COMMAND_YES, NULL },
		{ "en", "no, thanks", COMMAND_NO, NULL },
		{ "en", "No we stay in touch", COMMAND_NONE, NULL },
		{ "en", "I will not leave before we stop this topic",
			COMMAND_NONE, NULL },
		{ "en", "We had to stop early.", COMMAND_NONE, NULL },
		{ "en", "Leave it as it is", COMMAND_NONE, NULL },
		{ "en", "How do I leave?", COMMAND_NONE, NULL },
		{ "en", "leave?", COMMAND_NONE, NULL },
		{ "en", "pause was good on 3 March", COMMAND_NONE, NULL },
		{ "en", "away games on 3 March are fun", COMMAND_NONE, NULL },
		{ "en", "Thanks for your help", COMMAND_NONE, NULL },
		{ "en", "We met.\nSTOP", COMMAND_NONE, NULL },
		{ "en", "don't stop", COMMAND_NONE, NULL },
		{ "en", "thanks", COMMAND_NONE, NULL },
		{ "en", "stop-motion films", COMMAND_NONE, NULL },
		{ "de", "Abmelden", COMMAND_STOP, NULL },
		{ "de", "Hallo,\nbitte Pause bis 3.3., danke", COMMAND_PAUSE,
			"2027-03-03" },
		{ "de", "Ich möchte aussteigen", COMMAND_LEAVE, NULL },
		{ "de", "Meine Daten löschen", COMMAND_FORGET, NULL },
		{ "de", "hilfe", COMMAND_HELP, NULL },
		{ "de", "Ich bin im Urlaub bis übermorgen", COMMAND_PAUSE,
			"2027-01-15" },
		{ "de", "Wir wollten die Gruppe nicht verlassen", COMMAND_NONE,
			NULL },
		{ "de", "Hilfe brauchte ich keine", COMMAND_NONE, NULL },
		{ "fr", "Arrêter", COMMAND_STOP, NULL },
		{ "fr", "pause jusqu'au 3 mars", COMMAND_PAUSE, "2027-03-03" },
		{ "fr", "Je veux quitter le programme", COMMAND_LEAVE, NULL },
		{ "fr", "aide", COMMAND_HELP, NULL },
		{ "es", "Pausa hasta el 3 de marzo", COMMAND_PAUSE,
			"2027-03-03" },
		{ "es", "quiero salir", COMMAND_LEAVE, NULL },
		{ "es", "ayuda", COMMAND_HELP, NULL },
		{ "it", "pausa fino al 3 marzo", COMMAND_PAUSE, "2027-03-03" },
		{ "it", "aiuto", COMMAND_HELP, NULL },
		{ "pt", "pausa até 3 de março", COMMAND_PAUSE, "2027-03-03" },
		{ "pt", "quero sair", COMMAND_LEAVE, NULL },
		{ "nl", "pauze tot 3 maart", COMMAND_PAUSE, "2027-03-03" },
		{ "nl", "afmelden", COMMAND_STOP, NULL },
		{ "pl", "Przerwa do 3 marca", COMMAND_PAUSE, "2027-03-03" },
		{ "pl", "rezygnuję", COMMAND_LEAVE, NULL },
		{ "pl", "pomoc", COMMAND_HELP, NULL },
		{ "sv", "paus till 3 mars", COMMAND_PAUSE, "2027-03-03" },
		{ "sv", "jag vill hoppa av", COMMAND_LEAVE, NULL },
		{ "tr", "ayrılmak istiyorum", COMMAND_LEAVE, NULL },
		{ "tr", "yardım", COMMAND_HELP, NULL },
		{ "tr", "ara 3 Mart", COMMAND_PAUSE, "2027-03-03" },
		{ "uk", "перерва до 3 березня", COMMAND_PAUSE, "2027-03-03" },
		{ "uk", "хочу вийти", COMMAND_LEAVE, NULL },
		{ "zh", "暂停到3月3日", COMMAND_PAUSE, "2027-03-03" },
		{ "zh", "退出", COMMAND_LEAVE, NULL },
		{ "zh", "我不想退出这个话题", COMMAND_NONE, NULL },
		/* our mails are in English, the answer is not */
		{ "en", "Rezygnuję z programu", COMMAND_LEAVE, NULL },
		{ "en", "aide", COMMAND_HELP, NULL },
		{ "en", "退订", COMMAND_STOP, NULL },
	};
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct value_context context =
			context_for(words, rows[i].language);
		int64_t until, want = 0;

		if (rows[i].until)
			civil_parse_date(rows[i].until, &want);
		enum command command =
			command_read(rows[i].text, &context, &until);
		if (command != rows[i].want || until != want)
			g_test_message(
				"%s: %s", rows[i].language, rows[i].text);
		g_assert_cmpint(command, ==, rows[i].want);
		g_assert_cmpint(until, ==, want);
	}
}

/* A word that two languages understand differently is only read in the
 * person's own. */
static void
test_own_language(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);
	struct value_context context = context_for(words, "pl");
	enum confidence confidence;

	context.second = "en";
	g_assert_cmpstr(value_yesno("tak", &context, &confidence), ==, "yes");
	g_assert_cmpstr(value_yesno("yes", &context, &confidence), ==, "yes");
	g_assert_null(value_yesno("no", &context, &confidence));
	context.language = NULL;
	g_assert_cmpstr(value_yesno("no", &context, &confidence), ==, "no");
	context.second = NULL;
	g_assert_null(value_yesno("no", &context, &confidence));
	g_assert_cmpstr(context_language(&context, 0)->code, ==, "de");
	context.language = "uk";
	context.second = "fr";
	g_assert_cmpstr(context_language(&context, 0)->code, ==, "uk");
	g_assert_cmpstr(context_language(&context, 1)->code, ==, "fr");
	size_t n = 0;
	while (context_language(&context, n))
		n++;
	g_assert_cmpuint(n, ==, words->languages.n);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/languages/yesno", test_yesno);
	g_test_add_func("/languages/scales", test_scales);
	g_test_add_func("/languages/numbers", test_numbers);
	g_test_add_func("/languages/dates", test_dates);
	g_test_add_func("/languages/choice", test_choice);
	g_test_add_func("/languages/choices", test_choices);
	g_test_add_func("/languages/commands", test_commands);
	g_test_add_func("/languages/own", test_own_language);
	return g_test_run();
}
