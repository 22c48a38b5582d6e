/* Languages: the files that are shipped, faulty ones, dates as people read
 * them. */
#include "program/words.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/zone.h"
#include "home.h"

static const struct words *
load(struct pool *pool, const char *first, const char *second,
	struct mistake_list *mistakes)
{
	struct text_list dirs = { 0 };

	*LIST_ADD(pool, &dirs) = first;
	if (second)
		*LIST_ADD(pool, &dirs) = second;
	return words_load(pool, dirs, mistakes);
}

static bool
holds(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->at[i], word))
			return true;
	return false;
}

static const struct text_list *
command(const struct language *language, enum command wanted)
{
	for (size_t i = 0; i < language->commands.n; i++)
		if (language->commands.at[i].command == wanted)
			return &language->commands.at[i].words;
	g_assert_not_reached();
}

static void
test_shipped(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);

	g_assert_cmpuint(mistakes->n, ==, 0);
	g_assert_cmpuint(words->languages.n, >=, 12);
	for (size_t i = 0; i < words->languages.n; i++) {
		const struct language *l = &words->languages.at[i];

		g_assert_cmpuint(l->numbers.n, ==, 11);
		g_assert_cmpuint(l->commands.n, ==, COMMAND_RESCHEDULE);
		for (size_t j = 0; j < l->commands.n; j++)
			g_assert_cmpuint(l->commands.at[j].words.n, >, 0);
		g_assert_cmpuint(l->pairs.apart.n, >, 0);
		g_assert_cmpuint(l->pairs.together.n, >, 0);
		g_assert_cmpuint(l->pairs.either.n, >, 0);
		g_assert_cmpuint(l->pairs.besides.n, >, 0);
		g_assert_nonnull(l->name);
		g_assert_nonnull(l->decimal);
		for (int k = 0; k < PHRASE_COUNT; k++)
			g_assert_nonnull(l->phrases[k]);
		g_assert_true(l->writes ==
			(!strcmp(l->code, "en") || !strcmp(l->code, "de")));
	}
	const struct language *en = words_known(words, "en");
	const struct language *de = words_known(words, "de");
	g_assert_true(holds(&en->yes, "yes") && holds(&en->no, "not yet"));
	g_assert_true(holds(&de->yes, "ja") && holds(&de->no, "noch nicht"));
	g_assert_true(holds(command(en, COMMAND_LEAVE), "leave"));
	g_assert_true(holds(command(de, COMMAND_STOP), "abmelden"));
	g_assert_true(holds(&en->auto_subjects, "automatic reply"));
	g_assert_true(holds(&de->auto_subjects, "automatische antwort"));
	g_assert_true(holds(&de->until, "wieder erreichbar ab"));
	mistakes_free(mistakes);
}

/* No word says two things: a reply could not be understood. */
static void
test_unambiguous(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);

	for (size_t i = 0; i < words->languages.n; i++) {
		const struct language *l = &words->languages.at[i];
		g_autoptr(GHashTable) seen =
			g_hash_table_new(g_str_hash, g_str_equal);

		for (size_t c = 0; c < l->commands.n; c++)
			for (size_t w = 0; w < l->commands.at[c].words.n; w++) {
				const char *word =
					l->commands.at[c].words.at[w];

				g_test_message("%s: %s", l->code, word);
				g_assert_true(g_hash_table_add(
					seen, (void *)(uintptr_t)word));
			}
		for (size_t w = 0; w < l->yes.n; w++)
			g_assert_false(holds(&l->no, l->yes.at[w]));
	}
	mistakes_free(mistakes);
}

static void
test_find(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);

	g_assert_cmpstr(words_language(words, "de-CH", "en")->code, ==, "de");
	g_assert_cmpstr(words_language(words, "DE", "en")->code, ==, "de");
	g_assert_cmpstr(words_language(words, "xx", "de")->code, ==, "de");
	g_assert_cmpstr(words_language(words, "xx", "yy")->code, ==, "en");
	g_assert_cmpstr(words_language(words, NULL, NULL)->code, ==, "en");
	g_assert_cmpstr(words_language(NULL, "de", "de")->code, ==, "en");
	g_assert_null(words_known(words, "d"));
	g_assert_null(words_known(words, ""));
	g_assert_null(words_known(words, NULL));
	mistakes_free(mistakes);
}

static void
test_dates(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);
	const struct language *en = words_known(words, "en");
	const struct language *de = words_known(words, "de");
	const int64_t t = civil_to_utc(
		zone_find("UTC"), (struct civil){ 2027, 1, 14, 16, 5, 0, 0 });
	static const struct {
		const char *zone, *en, *de, *time;
	} rows[] = {
		{ "UTC", "Thursday, 14 January 2027",
			"Donnerstag, 14. Januar 2027", "16:05" },
		{ "Europe/Berlin", "Thursday, 14 January 2027",
			"Donnerstag, 14. Januar 2027", "17:05" },
		{ "America/New_York", "Thursday, 14 January 2027",
			"Donnerstag, 14. Januar 2027", "11:05" },
		{ "Asia/Kolkata", "Thursday, 14 January 2027",
			"Donnerstag, 14. Januar 2027", "21:35" },
		{ "Pacific/Auckland", "Friday, 15 January 2027",
			"Freitag, 15. Januar 2027", "05:05" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct zone *zone = zone_find(rows[i].zone);

		g_assert_cmpstr(words_date(pool, en, zone, t), ==, rows[i].en);
		g_assert_cmpstr(words_date(pool, de, zone, t), ==, rows[i].de);
		g_assert_cmpstr(
			words_time(pool, de, zone, t), ==, rows[i].time);
	}
	/* The hour that summer time skips and the one winter time repeats. */
	const struct zone *berlin = zone_find("Europe/Berlin");
	const int64_t spring = 1806195600, autumn = 1824944400;
	g_assert_cmpstr(words_time(pool, en, berlin, spring - 60), ==, "01:59");
	g_assert_cmpstr(words_time(pool, en, berlin, spring), ==, "03:00");
	g_assert_cmpstr(words_time(pool, en, berlin, autumn - 60), ==, "02:59");
	g_assert_cmpstr(words_time(pool, en, berlin, autumn), ==, "02:00");
	mistakes_free(mistakes);
}

/* What can be read need not be written: such people get the program's. */
static void
test_writing(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);

	g_assert_cmpstr(words_known(words, "pl")->code, ==, "pl");
	g_assert_cmpstr(words_writing(words, "pl", "de")->code, ==, "de");
	g_assert_cmpstr(words_writing(words, "de-CH", "en")->code, ==, "de");
	g_assert_cmpstr(words_writing(words, "xx", "yy")->code, ==, "en");
	g_assert_cmpstr(words_writing(NULL, "pl", "de")->code, ==, "en");
	mistakes_free(mistakes);
}

static void
test_fold(void)
{
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{ "Märčenko Ł", "marcenko l" },
		{ "HAYIR İstanbul", "hayir istanbul" },
		{ "n’t „so“ – x", "n't \"so\" - x" },
		{ "４／５ ①", "4/5 1" },
		{ "٤", "4" },
		{ "a\u00a0b\u200fc\u00ad", "a bc" },
		{ "one\ntwo", "one\ntwo" },
		{ "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *folded = words_fold(rows[i].text);

		g_assert_cmpstr(folded, ==, rows[i].folded);
	}
}

/* The longest phrase, in whole words, of the kinds asked for. */
static void
test_senses(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	const struct words *words = load(pool, "templates", NULL, mistakes);
	const struct language *en = words_known(words, "en");
	const struct language *pl = words_known(words, "pl");
	const struct language *zh = words_known(words, "zh");

	g_assert_cmpstr(language_sense(en, "not yet, sorry", SENSE_NO)->word,
		==, "not yet");
	g_assert_null(language_sense(en, "noticed", SENSE_NO | SENSE_NOT));
	g_assert_null(language_sense(en, "tomorrow", SENSE_MONTH));
	g_assert_cmpint(language_sense(en, "tomorrow", SENSE_DAY)->n, ==, 1);
	g_assert_cmpint(language_sense(pl, "marcu", SENSE_MONTH)->n, ==, 3);
	g_assert_cmpint(language_sense(pl, "marca 5", SENSE_MONTH)->n, ==, 3);
	g_assert_cmpstr(pl->months.at[2], ==, "marca");
	g_assert_cmpint(language_sense(zh, "两次", SENSE_NUMBER)->n, ==, 2);
	g_assert_null(language_sense(en, "", ~0u));
	mistakes_free(mistakes);
}

/* ---- faulty files -------------------------------------------------------- */

#define LIST7 "[ \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\" ];\n"
#define LIST11 \
 "[ \"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"10\" ];\n"
#define LIST12                                                     \
 "[ \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\"" \
 ", \"10\", \"11\", \"12\" ];\n"
#define GOOD                                                        \
 "months = " LIST12 "months_short = " LIST12 "weekdays = " LIST7    \
 "weekdays_short = " LIST7 "numbers = " LIST11                      \
 "yes = \"YES\";\nno = \"no\";\nuntil = \"until\";\n"               \
 "auto_subjects = \"Auto:\";\ntime_format = \"{hour}h{minute}\";\n" \
 "commands = { help = \"h\"; stop = \"s\"; pause = \"p\";\n"        \
 "resume = \"r\"; leave = \"l\"; rematch = \"m\";\n"                \
 "export = \"e\"; forget = \"f\"; yes = \"y\"; no = \"n\";\n"       \
 "approve = \"a\"; };\n"

#define PAIRS(clause)                                                          \
 GOOD "date_format = \"{day}\"; pairs = { apart = \"" clause "\";\n"           \
      "together = \"{a} and {b}\"; either = \"{a} or {b}\"; besides = \"x\"; " \
      "};\n"

struct folder {
	char *dir, *language, *file;
};

static void
folder_write(struct folder *f, const char *text)
{
	if (!f->dir) {
		f->dir = g_dir_make_tmp("words-XXXXXX", NULL);
		f->language = g_build_filename(f->dir, "en", NULL);
		f->file = g_build_filename(f->language, "words.conf", NULL);
		g_assert_cmpint(g_mkdir(f->language, 0700), ==, 0);
	}
	g_assert_true(g_file_set_contents(f->file, text, -1, NULL));
}

static void
folder_clear(struct folder *f)
{
	unlink(f->file);
	rmdir(f->language);
	rmdir(f->dir);
	g_free(f->file);
	g_free(f->language);
	g_free(f->dir);
}

static void
test_override(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	__attribute__((cleanup(folder_clear))) struct folder f = { 0 };

	folder_write(&f,
		GOOD "date_format = \"{day}/{month_number}/{year} "
		     "{weekday_short} {month_short}\";\n");
	const struct words *words = load(pool, f.dir, "templates", mistakes);
	g_assert_cmpuint(mistakes->n, ==, 0);
	const struct language *en = words_known(words, "en");
	g_assert_true(holds(&en->yes, "yes"));
	g_assert_true(holds(&en->auto_subjects, "auto:"));
	g_assert_cmpstr(
		words_date(pool, en, zone_find("UTC"), 0), ==, "1/1/1970 d 1");
	g_assert_cmpstr(words_time(pool, en, zone_find("UTC"), 0), ==, "00h00");
	g_assert_cmpstr(words_known(words, "de")->code, ==, "de");
	mistakes_free(mistakes);
}

static void
test_faulty(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ GOOD, "is missing" },
		{ GOOD "date_format = \"{dya}\";\n", "{dya} is not known" },
		{ GOOD "date_format = \"{day\";\n", "is not closed" },
		{ GOOD "date_format = \"{day}\"; datum = 1;\n", "no such key" },
		{ GOOD "date_format = \n", "syntax error" },
		{ GOOD "date_format = \"{day}\"; weekdays = [ \"a\" ];\n",
			"twice" },
		{ GOOD "date_format = \"{day}\"; heard = { days = \"soon\"; };\n",
			"must end in = and a number" },
		{ GOOD "date_format = \"{day}\"; heard = { numbers = \"b=c\"; };\n",
			"must end in = and a number" },
		{ GOOD "date_format = \"{day}\"; heard = { spans = \"in weeks=7\"; };\n",
			"must hold {n} once" },
		{ GOOD "date_format = \"{day}\"; heard = { spans = \"in {n}=x\"; };\n",
			"must hold {n} once" },
		{ PAIRS("{a} with"), "must name {a} and then {b}" },
		{ PAIRS("{b} with {a}"), "must name {a} and then {b}" },
		{ PAIRS("{a} {b}"), "with words between them" },
		{ PAIRS("{a}{b}"), "with words between them" },
		{ PAIRS("{a} with {b} or {b}"), "must name {a} and then {b}" },
	};
	__attribute__((cleanup(folder_clear))) struct folder f = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		POOL_AUTO pool = pool_new();
		struct mistake_list *mistakes = mistakes_new();

		folder_write(&f, rows[i].text);
		const struct words *words = load(pool, f.dir, NULL, mistakes);
		g_assert_cmpuint(words->languages.n, ==, 0);
		g_assert_cmpuint(mistakes->n, ==, 1);
		char *line = mistake_print(pool, &mistakes->at[0]);
		if (!strstr(line, rows[i].why))
			g_test_message("want %s, have %s", rows[i].why, line);
		g_assert_nonnull(strstr(line, rows[i].why));
		g_assert_nonnull(strstr(line, "en/words.conf"));
		mistakes_free(mistakes);
	}
}

static void
test_counts(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *mistakes = mistakes_new();
	__attribute__((cleanup(folder_clear))) struct folder f = { 0 };
	g_autoptr(GString) text =
		g_string_new(GOOD "date_format = \"{day}\";\n");

	g_string_replace(text, "weekdays = [ \"a\",", "weekdays = [", 1);
	g_string_replace(text, "[ \"0\",", "[", 1);
	folder_write(&f, text->str);
	load(pool, f.dir, NULL, mistakes);
	g_assert_cmpuint(mistakes->n, ==, 2);
	g_assert_nonnull(
		strstr(mistakes->at[0].why, "must hold 7 texts and holds 6"));
	g_assert_nonnull(
		strstr(mistakes->at[1].why, "must hold 11 texts and holds 10"));
	mistakes_free(mistakes);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/words/shipped", test_shipped);
	g_test_add_func("/words/unambiguous", test_unambiguous);
	g_test_add_func("/words/find", test_find);
	g_test_add_func("/words/dates", test_dates);
	g_test_add_func("/words/writing", test_writing);
	g_test_add_func("/words/fold", test_fold);
	g_test_add_func("/words/senses", test_senses);
	g_test_add_func("/words/override", test_override);
	g_test_add_func("/words/faulty", test_faulty);
	g_test_add_func("/words/counts", test_counts);
	return g_test_run();
}
