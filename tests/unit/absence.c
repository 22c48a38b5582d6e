/* When somebody is back, out of absence notes as people write them. */
#include <glib.h>

#include "base/zone.h"
#include "home.h"
#include "read/kind.h"
#include "read_words.h"
#include "shipped.h"

#define TODAY 20831 /* 2027-01-13, a Wednesday */

static char *
day_of(struct pool *pool, int64_t days)
{
	struct civil c = civil_from_days(days);

	return days
		? pool_printf(pool, "%04d-%02d-%02d", c.year, c.month, c.day)
		: NULL;
}

static const struct {
	const char *text, *want;
} cases[] = {
	/* English */
	{ "I am out of the office and will be back on 3 March.", "2027-03-03" },
	{ "I'm away. Back Monday, March 8th, 2027!", "2027-03-08" },
	{ "I will return to the office on Tuesday 2 February.", "2027-02-02" },
	{ "I am on leave until 15 February 2027.", "2027-02-15" },
	{ "I am on leave until 12 Feb, returning on 15 Feb.", "2027-02-15" },
	{ "I am away from 1 to 12 February and will have no mail.",
		"2027-02-12" },
	{ "I'm on holiday February 1-12.", "2027-02-12" },
	{ "I am away through February 12.", "2027-02-13" },
	{ "Out until 12 February inclusive.", "2027-02-13" },
	{ "Thank you for your mail. I am back\nin the office on\n"
	  "2027-02-01.",
		"2027-02-01" },
	{ "I am out of office. I'll be back on Monday.", "2027-01-18" },
	/* nobody can be sure of these, or they say nothing */
	{ "I will be back on 3/4.", NULL },
	{ "I am away. On 3 March we have a party.", NULL },
	{ "I am back soon. Call 555 3 4 if it is urgent.", NULL },
	{ "I was back on 3 January.", NULL },
	{ "I have been away since 11 January.", NULL },
	{ "Feedback 3 March", NULL },
	{ "", NULL },
	/* German */
	{ "Ich bin ab dem 3. März wieder da.", "2027-03-03" },
	{ "Ich bin am 3. März wieder im Büro.", "2027-03-03" },
	{ "Ich bin bis 12. Februar im Urlaub.", "2027-02-12" },
	{ "Ich bin bis einschließlich 12.02.2027 nicht im Büro.",
		"2027-02-13" },
	{ "Vom 1. bis 12. Februar bin ich nicht da. Ab 15.2. bin ich wieder "
	  "erreichbar.",
		"2027-02-15" },
	{ "Ich bin vom 01.02. bis zum 12.02. im Urlaub.", "2027-02-12" },
	{ "Urlaub 1.-12. Februar, vom 1.-12. Februar.", "2027-02-12" },
	{ "Bisher habe ich am 3. März nichts vor.", NULL },
	/* others */
	{ "Je suis absente jusqu'au 12 février.", "2027-02-12" },
	{ "Je serai de retour le 1er mars 2027.", "2027-03-01" },
	{ "Absent du 1 au 12 février inclus.", "2027-02-12" },
	{ "Retour le lundi 15/02.", "2027-02-15" },
	{ "Estaré fuera hasta el 12 de febrero.", "2027-02-12" },
	{ "Vuelvo el lunes 15 de febrero de 2027.", "2027-02-15" },
	{ "Sono in ferie fino al 12 febbraio.", "2027-02-12" },
	{ "Tornerò in ufficio il 15 febbraio.", "2027-02-15" },
	{ "Dal 1 al 12 febbraio sarò assente.", "2027-02-12" },
	{ "Estou de férias até 12 de fevereiro.", "2027-02-12" },
	{ "Estarei de volta no dia 15 de fevereiro.", "2027-02-15" },
	{ "Ik ben afwezig tot en met 12 februari.", "2027-02-13" },
	{ "Ik ben op 15 februari weer op kantoor.", "2027-02-15" },
	{ "Vanaf 3 maart ben ik terug.", "2027-03-03" },
	{ "Jestem na urlopie do 12 lutego.", "2027-02-12" },
	{ "Wracam do pracy 15 lutego.", "2027-02-15" },
	{ "Od 1 do 12 lutego jestem nieobecna.", "2027-02-12" },
	{ "Jag är ledig till och med 12 februari.", "2027-02-13" },
	{ "Jag är tillbaka den 15 februari.", "2027-02-15" },
	{ "Jeg er tilbage den 3. marts.", "2027-03-03" },
	{ "15 Şubat 2027'de döneceğim.", "2027-02-15" },
	{ "12 Şubat'a kadar izindeyim.", "2027-02-12" },
	{ "Я у відпустці до 12 лютого.", "2027-02-12" },
	{ "Повернуся 15 лютого.", "2027-02-15" },
	{ "我休假至2月12日。", "2027-02-12" },
	{ "我2月15日回来。", "2027-02-15" },
};

static void
check_dates(const struct words *words)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		POOL_AUTO pool = pool_new();
		struct value_context context = {
			.words = words, .language = "en", .today = TODAY
		};

		g_test_message("%s", cases[i].text);
		g_assert_cmpstr(
			day_of(pool,
				automatic_until(pool, cases[i].text, &context)),
			==, cases[i].want);
	}
}

/* With two languages, so that the others must come out of our own table. */
static void
test_dates(void)
{
	POOL_AUTO pool = pool_new();

	check_dates(test_words(pool));
}

/* With all that is shipped, whose words must not get in the way. */
static void
test_shipped(void)
{
	POOL_AUTO pool = pool_new();

	check_dates(shipped_words(pool));
}

/* A long text full of promising words costs no more than a long text. */
static void
test_hostile(void)
{
	static const char *const units[] = { "back on 3 ", "until ", "1-2 ",
		"bis 99.99. ", "from 1 to 2 ", "3. ", "\n\nback 3/4", "回来3" };

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		POOL_AUTO pool = pool_new();
		struct value_context context = { .words = test_words(pool),
			.today = TODAY };
		g_autoptr(GString) text = g_string_new(NULL);
		gint64 before = g_get_monotonic_time();

		while (text->len < 1000000)
			g_string_append(text, units[i]);
		automatic_until(pool, text->str, &context);
		g_assert_cmpint(
			g_get_monotonic_time() - before, <, G_USEC_PER_SEC / 2);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/absence/dates", test_dates);
	g_test_add_func("/absence/shipped", test_shipped);
	g_test_add_func("/absence/hostile", test_hostile);
	return g_test_run();
}
