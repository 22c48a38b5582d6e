/* Rosters as people send them, and every horror in them with its line. */
#include <glib.h>
#include <string.h>

#include "base/pool.h"
#include "home.h"
#include "program/availability.h"
#include "program/config.h"
#include "program/csv.h"
#include "program/words.h"

/* A program with three attributes, and what reading a roster did to it. */
struct trial {
	struct pool *pool;
	struct mistake_list *mistakes;
	struct program program;
};

static void
trial_begin(struct trial *t)
{
	static const struct coordinator petra = { "Petra", "petra@example.org",
		true, true, false };

	memset(t, 0, sizeof *t);
	t->pool = pool_new();
	t->mistakes = mistakes_new();
	t->program.address = "mentoring@example.org";
	t->program.language = "en";
	t->program.zone = zone_find("Europe/Berlin");
	*LIST_ADD(t->pool, &t->program.coordinators) = petra;
	*LIST_ADD(t->pool, &t->program.attributes) =
		(struct attribute_rule){ "department", ATTRIBUTE_TEXT,
			VISIBLE_PARTNER, "department" };
	*LIST_ADD(t->pool, &t->program.attributes) =
		(struct attribute_rule){ "years", ATTRIBUTE_NUMBER,
			VISIBLE_PARTNER, "years" };
	struct text_list dirs = { 0 };
	*LIST_ADD(t->pool, &dirs) = "templates";
	t->program.words = words_load(t->pool, dirs, t->mistakes);
	g_assert_cmpuint(t->mistakes->n, ==, 0);
}

static void
trial_end(struct trial *t)
{
	pool_free(t->pool);
	mistakes_free(t->mistakes);
}

static void
read_bytes(struct trial *t, const char *bytes, size_t len)
{
	struct reading reading = { t->pool, t->mistakes, "program.conf",
		&t->program };

	roster_read(&reading, "r.csv", bytes, len);
}

#define READ(t, text) read_bytes(t, text, sizeof(text) - 1)
#define TRIAL                                        \
 __attribute__((cleanup(trial_end))) struct trial t; \
 trial_begin(&t)
#define H "email,name,department,years\n"

/* The i-th mistake begins so. */
static void
mistake_is(const struct trial *t, size_t i, const char *want)
{
	POOL_AUTO pool = pool_new();
	const char *have = i < t->mistakes->n
		? mistake_print(pool, &t->mistakes->at[i])
		: "(nothing)";

	if (!g_str_has_prefix(have, want))
		g_test_message("want %s, have %s", want, have);
	g_assert_true(g_str_has_prefix(have, want));
}

static void
one_row(const char *row, const char *want)
{
	TRIAL;
	g_autofree char *text = g_strconcat(H, row, NULL);

	read_bytes(&t, text, strlen(text));
	mistake_is(&t, 0, want);
	g_assert_cmpuint(t.mistakes->n, ==, 1);
}

static const struct participant *
person(const struct trial *t, size_t i)
{
	g_assert_cmpuint(t->program.roster.n, >, i);
	return t->program.roster.at[i];
}

static void
test_plain(void)
{
	TRIAL;

	READ(&t,
		" Email , NAME,Department,years,id,language,timezone,"
		"availability,aliases\n"
		"Ana@Example.ORG,\"Lima, Ana\",IT,-3,7,de-CH,Asia/Kolkata,"
		"\"Mon 9-12, 14:00-15:00\",a@b.example c@d.example\n"
		"\n"
		",,,,,,,,\n"
		"ben@example.org, Ben  Ode ,HR,4,8,,,,\n");
	g_assert_cmpuint(t.mistakes->n, ==, 0);
	g_assert_cmpuint(t.program.roster.n, ==, 2);
	const struct participant *ana = person(&t, 0), *ben = person(&t, 1);
	g_assert_cmpstr(ana->email, ==, "Ana@example.org");
	g_assert_cmpstr(ana->name, ==, "Lima, Ana");
	g_assert_cmpstr(ana->key, ==, "7");
	g_assert_cmpstr(ana->language, ==, "de-CH");
	g_assert_cmpstr(ana->timezone, ==, "Asia/Kolkata");
	g_assert_cmpstr(participant_attribute(ana, "years"), ==, "-3");
	g_assert_cmpuint(ana->free.n, ==, 2);
	g_assert_cmpuint(ana->aliases.n, ==, 2);
	g_assert_cmpstr(ben->name, ==, "Ben Ode");
	g_assert_cmpstr(ben->timezone, ==, "Europe/Berlin");
	g_assert_cmpstr(ben->language, ==, "en");
	g_assert_cmpint(ben->id, ==, 0);
}

/* Where somebody publishes their calendar is a secret: it is no attribute that
 * might be shown, and in no mistake. */
static void
test_freebusy(void)
{
	TRIAL;

	READ(&t,
		"email,name,department,years,Freebusy\n"
		"ana@x.org,Ana,IT,1,https://cal.example/ana?key=s3cret\n"
		"ben@x.org,Ben,HR,2,\n"
		"cem@x.org,Cem,HR,3,webcal://cal.example/cem\n"
		"dan@x.org,Dan,HR,4,https://dan:s3cret@cal.example/\n");
	g_assert_cmpstr(person(&t, 0)->freebusy, ==,
		"https://cal.example/ana?key=s3cret");
	g_assert_null(participant_attribute(person(&t, 0), "freebusy"));
	g_assert_null(person(&t, 1)->freebusy);
	g_assert_cmpstr(person(&t, 2)->freebusy, ==, "https://cal.example/cem");
	g_assert_null(person(&t, 3)->freebusy);
	g_assert_cmpuint(mistakes_count(t.mistakes), ==, 1);
	mistake_is(&t, 0, "r.csv:5: freebusy: holds a user");
	g_assert_null(
		strstr(mistake_print(t.pool, &t.mistakes->at[0]), "s3cret"));
}

static void
test_horrors(void)
{
	static const struct {
		const char *row, *want;
	} rows[] = {
		{ "ana,Ana,IT,1\n", "r.csv:2: email: ana: there is no" },
		{ ",Ana,IT,1\n", "r.csv:2: email: \"\": is empty" },
		{ "a@b@c.org,Ana,IT,1\n", "r.csv:2: email: a@b@c.org: there" },
		{ "\"\"\"a b\"\"@x.org\",Ana,IT,1\n", "r.csv:2: email: " },
		{ "an\xc3\xa4@x.org,Ana,IT,1\n", "r.csv:2: email: an" },
		{ "a@[127.0.0.1],Ana,IT,1\n", "r.csv:2: email: a@[" },
		{ "a@x.org;b@x.org,Ana,IT,1\n", "r.csv:2: email: a@x" },
		{ "\"a@x.org\nBcc: b@x.org\",Ana,IT,1\n",
			"r.csv:2: email: a@x.org\\nBcc" },
		{ "mentoring@example.org,Ana,IT,1\n",
			"r.csv:2: email: mentoring@example.org: is the "
			"program's own" },
		{ "Mentoring+x@example.org,Ana,IT,1\n", "r.csv:2: email: " },
		{ "petra@example.org,Ana,IT,1\n",
			"r.csv:2: email: petra@example.org: is a coord" },
		{ "a@x.org,,IT,1\n", "r.csv:2: name: \"\": is empty" },
		{ "a@x.org,\"Ana\nBcc: v@x.org\",IT,1\n",
			"r.csv:2: name: Ana\\nBcc: v@x.org: holds a line" },
		{ "a@x.org,Ana\x01,IT,1\n", "r.csv:2: name: Ana\\u0001: " },
		{ "a@x.org,\xe2\x80\xaemoc.live,IT,1\n",
			"r.csv:2: name: \\u202emoc.live: holds" },
		{ "a@x.org,Ana,\xe2\x80\xaeIT,1\n", "r.csv:2: department: " },
		{ "a@x.org,Ana,IT,many\n",
			"r.csv:2: years: many: must be a whole number" },
		{ "a@x.org,Ana,IT,1,2\n", "r.csv:2: has 5 cells for 4" },
		{ "a@x.org,A \"quoted\" name,IT,1\n", "r.csv:2: a quote" },
		{ "a@x.org,\"Ana,IT,1\n", "r.csv:2: a quote is opened" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		one_row(rows[i].row, rows[i].want);
}

static void
test_long(void)
{
	TRIAL;
	g_autofree char *name = g_strnfill(10000, 'x');
	g_autofree char *row = g_strconcat(H "a@x.org,", name, ",IT,1\n", NULL);

	read_bytes(&t, row, strlen(row));
	g_assert_cmpuint(t.mistakes->n, ==, 1);
	g_assert_nonnull(strstr(t.mistakes->at[0].why, "longer than 200"));
}

static void
test_lines(void)
{
	TRIAL;

	READ(&t,
		H "a@x.org,Ana,\"many\nlines\r\nin one\",1\r\n"
		  "\r\n"
		  "b@x.org,Ben,\"\",2\r\n"
		  "bad,Cem,IT,3\r\n");
	mistake_is(&t, 0, "r.csv:7: email: bad");
	g_assert_cmpuint(t.mistakes->n, ==, 1);
	g_assert_cmpstr(participant_attribute(person(&t, 0), "department"), ==,
		"many lines in one");
	g_assert_null(participant_attribute(person(&t, 1), "department"));
}

static void
test_duplicates(void)
{
	TRIAL;

	READ(&t,
		"email,name,id,department,years\n"
		"a@x.org,Ana,1,IT,1\n"
		"b@x.org,Ben,1,IT,1\n"
		"A@X.ORG,Ana again,3,IT,1\n"
		"c@x.org,Cem,,IT,1\n");
	mistake_is(&t, 0, "r.csv:3: id: 1: stands in line 2 already");
	mistake_is(&t, 1, "r.csv:4: email: A@X.ORG: stands in line 2 already");
	mistake_is(&t, 2, "r.csv:5: id: \"\": is empty");
	g_assert_cmpuint(t.mistakes->n, ==, 3);
}

static void
test_columns(void)
{
	{
		TRIAL;
		READ(&t, "mail,name,departement,years\na@x.org,A,IT,1\n");
		mistake_is(&t, 0, "r.csv:1: warning: mail: this column");
		mistake_is(&t, 1, "r.csv:1: warning: departement: this");
		g_assert_nonnull(strstr(
			t.mistakes->at[1].why, "did you mean \"department\"?"));
		mistake_is(&t, 2, "r.csv:1: department: the column is missing");
		mistake_is(&t, 3, "r.csv:1: email: the column is missing");
		g_assert_cmpuint(t.mistakes->n, ==, 4);
	}
	{
		TRIAL;
		READ(&t, H "a@x.org,A,IT,1\n");
		g_assert_cmpuint(t.mistakes->n, ==, 0);
	}
	{
		TRIAL;
		READ(&t,
			"email,name,email,department,years\n"
			"a@x.org,A,b@x.org,IT,1\n");
		mistake_is(&t, 0, "r.csv:1: email: there are two columns");
	}
	{
		TRIAL;
		READ(&t,
			"email,name,department,years,salary\n"
			"a@x.org,A,IT,1,90000\n");
		g_assert_cmpuint(mistakes_count(t.mistakes), ==, 0);
		g_assert_cmpuint(t.mistakes->n, ==, 1);
		g_assert_null(participant_attribute(person(&t, 0), "salary"));
	}
}

static void
test_nobody(void)
{
	{
		TRIAL;
		READ(&t, "");
		mistake_is(&t, 0, "r.csv: there is nobody in it");
	}
	{
		TRIAL;
		READ(&t, H);
		mistake_is(&t, 0, "r.csv: there is nobody in it");
	}
}

static void
test_words(void)
{
	TRIAL;

	READ(&t,
		"email,name,department,years,language,timezone,role,"
		"availability\n"
		"a@x.org,A,IT,1,xx,,,\n"
		"b@x.org,B,IT,1,,Europe/Berlim,,\n"
		"c@x.org,C,IT,1,,../etc/passwd,,\n"
		"d@x.org,D,IT,1,,,mentor,\n"
		"e@x.org,E,IT,1,,,boss,\n"
		"f@x.org,F,IT,1,,,Peer,sometimes\n");
	mistake_is(&t, 0, "r.csv:2: language: xx: there are no templates");
	mistake_is(&t, 1, "r.csv:3: timezone: Europe/Berlim: is not");
	mistake_is(&t, 2, "r.csv:4: timezone: ../etc/passwd: is not");
	mistake_is(&t, 3, "r.csv:5: role: mentor: this program matches peers");
	mistake_is(&t, 4, "r.csv:6: role: boss: must be");
	mistake_is(&t, 5, "r.csv:7: availability: sometimes: \"sometimes\" is");
	g_assert_cmpuint(t.mistakes->n, ==, 6);
}

/* The same two people in every encoding and with every separator. */
static void
check_two(const struct trial *t)
{
	g_assert_cmpuint(mistakes_count(t->mistakes), ==, 0);
	g_assert_cmpuint(t->program.roster.n, ==, 2);
	g_assert_cmpstr(person(t, 0)->name, ==, "J\xc3\xbcrgen Gro\xc3\x9f");
	g_assert_cmpstr(person(t, 1)->email, ==, "b@x.org");
}

#define TWO                                 \
 "email,name,department,years\n"            \
 "a@x.org,J\xc3\xbcrgen Gro\xc3\x9f,IT,1\n" \
 "b@x.org,Ben,\"x, y\",2\n"

static void
test_encodings(void)
{
	static const char *const charsets[] = { "UTF-16LE", "UTF-16BE" };

	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		for (int mark = 0; mark < 2; mark++) {
			TRIAL;
			gsize len;
			g_autofree char *text = g_strconcat(
				mark ? "\xef\xbb\xbf" : "", TWO, NULL);
			g_autofree char *wide = g_convert(text, -1, charsets[i],
				"UTF-8", NULL, &len, NULL);

			read_bytes(&t, wide, len);
			check_two(&t);
		}
	TRIAL;
	READ(&t, "\xef\xbb\xbf" TWO);
	check_two(&t);
}

static void
test_windows(void)
{
	TRIAL;

	READ(&t,
		"email;name;department;years\r\n"
		"a@x.org;J\xfcrgen Gro\xdf;IT;1\r\n"
		"b@x.org;Ben;\"\x80 1,5; or so\";2\r\n");
	check_two(&t);
	g_assert_cmpuint(t.mistakes->n, ==, 1);
	mistake_is(&t, 0, "r.csv: warning: is not UTF-8");
	g_assert_cmpstr(participant_attribute(person(&t, 1), "department"), ==,
		"\xe2\x82\xac 1,5; or so");
}

static void
test_separators(void)
{
	static const char *const texts[] = {
		"sep=;\nemail;name;department;years\n"
		"a@x.org;J\xc3\xbcrgen Gro\xc3\x9f;IT;1\nb@x.org;Ben;HR;2\n",
		"email\tname\tdepartment\tyears\n"
		"a@x.org\tJ\xc3\xbcrgen Gro\xc3\x9f\tIT\t1\n"
		"b@x.org\tBen\tHR\t2\n",
		"SEP=|\r\nemail|name|department|years\r\n"
		"a@x.org|J\xc3\xbcrgen Gro\xc3\x9f|IT|1\r\n"
		"b@x.org|Ben|HR|2\r\n",
		"email,name,department,years\ra@x.org,J\xc3\xbcrgen "
		"Gro\xc3\x9f,IT,1\rb@x.org,Ben,HR,2",
		"\"email\";\"name, first and all\";\"name\";\"department\";"
		"\"years\"\na@x.org;x;J\xc3\xbcrgen Gro\xc3\x9f;IT;1\n"
		"b@x.org;x;Ben;HR;2\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		TRIAL;
		read_bytes(&t, texts[i], strlen(texts[i]));
		check_two(&t);
	}
	TRIAL;
	READ(&t, "sep=;\nemail;name;department;years\nbad;Ben;IT;1\n");
	mistake_is(&t, 0, "r.csv:3: email: bad");
}

static void
test_no_text(void)
{
	TRIAL;
	static const char bytes[] = "PK\x03\x04\0\0zip\0";

	read_bytes(&t, bytes, sizeof bytes);
	mistake_is(&t, 0, "r.csv:1: is no text");
}

static void
test_limits(void)
{
	g_autoptr(GString) text = g_string_new(H);

	for (int i = 0; i < 1000; i++)
		g_string_append(text, "nobody,,,\n");
	{
		TRIAL;
		read_bytes(&t, text->str, text->len);
		g_assert_cmpuint(t.mistakes->n, <, 210);
		g_assert_nonnull(strstr(
			t.mistakes->at[t.mistakes->n - 1].why, "ends here"));
	}
	g_string_assign(text, "a\n");
	for (int i = 0; i < CSV_ROWS_MAX + 1; i++)
		g_string_append(text, "b\n");
	POOL_AUTO pool = pool_new();
	struct csv_table *table = csv_read(pool, text->str, text->len);
	g_assert_cmpint(table->fault_line, ==, CSV_ROWS_MAX + 2);
	g_assert_nonnull(strstr(table->fault, "200000"));
}

static void
test_wide(void)
{
	POOL_AUTO pool = pool_new();
	g_autofree char *commas = g_strnfill(100000, ',');
	g_autofree char *cell = g_strnfill(CSV_CELL_MAX + 1, 'x');

	g_assert_nonnull(csv_read(pool, commas, 100000)->fault);
	g_assert_nonnull(csv_read(pool, cell, CSV_CELL_MAX + 1)->fault);
	g_assert_null(csv_read(pool, cell, CSV_CELL_MAX)->fault);
}

static void
window_is(const struct free_window_list *all, size_t i, int weekday, int from,
	int till)
{
	g_assert_cmpuint(all->n, >, i);
	g_assert_cmpint(all->at[i].weekday, ==, weekday);
	g_assert_cmpint(all->at[i].from, ==, from);
	g_assert_cmpint(all->at[i].till, ==, till);
}

static void
test_availability(void)
{
	TRIAL;
	struct free_window_list all = { 0 };
	const char *why = NULL;

	g_assert_true(availability_parse(t.pool, t.program.words,
		"Mon 09:00-12:00, Tue-Thu 14:00-17:30", &all, &why));
	g_assert_cmpuint(all.n, ==, 4);
	window_is(&all, 0, 0, 540, 720);
	window_is(&all, 3, 3, 840, 1050);
	g_assert_true(availability_parse(t.pool, t.program.words,
		"Mo. 9\xe2\x80\x93"
		"12; 11.30 - 13; Donnerstag: 20-24",
		&all, &why));
	g_assert_cmpuint(all.n, ==, 2);
	window_is(&all, 0, 0, 540, 780);
	window_is(&all, 1, 3, 1200, 1440);
	g_assert_true(availability_parse(
		t.pool, t.program.words, "Fr-Mo 8-9", &all, &why));
	g_assert_cmpuint(all.n, ==, 4);
	window_is(&all, 0, 0, 480, 540);
	window_is(&all, 1, 4, 480, 540);
	g_assert_true(
		availability_parse(t.pool, t.program.words, " , ", &all, &why));
	g_assert_cmpuint(all.n, ==, 0);
	/* Without any language file there is still English. */
	g_assert_true(
		availability_parse(t.pool, NULL, "monday 8-9", &all, &why));
	g_assert_cmpuint(all.n, ==, 1);
}

static void
test_availability_bad(void)
{
	TRIAL;
	static const char *const bad[] = { "09:00-12:00", "Mon", "Mon 9",
		"Mon 12-9", "Mon 9-9", "Mon 9-25", "Xyz 9-12", "Mon-Xyz 9-12",
		"Mon-Tue-Wed 9-12", "Mon 9-12-15", "Mon 9-12, Tue", "-",
		"\xc2\xa0", "Mon 9:60-12", "Mon 99999999999-12", "Mon -9-12" };
	struct free_window_list all = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		const char *why = NULL;
		bool ok = availability_parse(
			t.pool, t.program.words, bad[i], &all, &why);

		g_test_message("%s", bad[i]);
		if (!strcmp(bad[i], "\xc2\xa0")) {
			g_assert_true(ok); /* blank: no free hours */
			continue;
		}
		g_assert_false(ok);
		g_assert_nonnull(why);
		g_assert_cmpuint(all.n, ==, 0);
	}
}

static void
test_built_in(void)
{
	TRIAL;

	*LIST_ADD(t.pool, &t.program.attributes) =
		(struct attribute_rule){ "timezone", ATTRIBUTE_TEXT,
			VISIBLE_COORDINATOR, "time zone" };
	READ(&t, H "a@x.org,Ana,IT,1\n");
	g_assert_cmpuint(t.mistakes->n, ==, 0);
	g_assert_cmpstr(participant_attribute(person(&t, 0), "timezone"), ==,
		"Europe/Berlin");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_home();
	g_test_add_func("/roster/plain", test_plain);
	g_test_add_func("/roster/freebusy", test_freebusy);
	g_test_add_func("/roster/horrors", test_horrors);
	g_test_add_func("/roster/long", test_long);
	g_test_add_func("/roster/lines", test_lines);
	g_test_add_func("/roster/duplicates", test_duplicates);
	g_test_add_func("/roster/columns", test_columns);
	g_test_add_func("/roster/nobody", test_nobody);
	g_test_add_func("/roster/words", test_words);
	g_test_add_func("/roster/encodings", test_encodings);
	g_test_add_func("/roster/windows-1252", test_windows);
	g_test_add_func("/roster/separators", test_separators);
	g_test_add_func("/roster/no text", test_no_text);
	g_test_add_func("/roster/limits", test_limits);
	g_test_add_func("/roster/wide", test_wide);
	g_test_add_func("/roster/availability", test_availability);
	g_test_add_func("/roster/availability bad", test_availability_bad);
	g_test_add_func("/roster/built in", test_built_in);
	return g_test_run();
}
