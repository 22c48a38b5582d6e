/* What a coordinator wrote about pairs, as it is read: names, phrases, and what
 * is only talk. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "shipped.h"

static struct facts *
some_people(struct pool *pool)
{
	static const char *const names[] = { "Ana Lima", "Ben Okoye",
		"Cem Öztürk", "Jürgen Groß", "Ben Adler", "Zoë d’Arc",
		"Christopher Vane", "Jordan With", "Mark Held",
		"Işıl Łuksza Sørensen" };
	struct facts *facts = POOL_NEW(pool, struct facts);

	facts->pool = pool;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		struct participant *p = facts_new_participant(facts);

		p->id = (int64_t)i + 1;
		p->name = names[i];
		p->key = pool_printf(pool, "K%d", (int)p->id);
		p->email = pool_printf(pool, "p%d@example.org", (int)p->id);
	}
	struct participant *gone = facts_new_participant(facts);
	gone->id = 99;
	gone->name = "Gone Away";
	gone->email = "gone@example.org";
	gone->state = PARTICIPANT_LEFT;
	return facts;
}

static void
test_names(void)
{
	static const struct {
		const char *typed;
		int64_t who; /* 0: nobody, -1: several */
		const char *perhaps;
	} cases[] = {
		{ "Ana Lima", 1, "" },
		{ "ana  LIMA", 1, "" },
		{ "Ana", 1, "" },
		{ "Lima", 1, "" },
		{ "An", 1, "" },
		{ "A", 0, "" },
		{ "Ana L", 1, "" },
		{ "p1@Example.ORG", 1, "" },
		{ "k2", 2, "" },
		{ "Ben", -1, "Ben Okoye, Ben Adler" },
		{ "Ben O", 2, "" },
		{ "Okoye", 2, "" },
		{ "ozturk", 3, "" },
		{ "Oeztuerk", 3, "" },
		{ "JUERGEN", 4, "" },
		{ "Jurgen", 4, "" },
		{ "jürgen gross", 4, "" },
		{ "zoe", 6, "" },
		{ "Zoe d'Arc", 6, "" },
		{ "isil", 10, "" },
		{ "Luksza", 10, "" },
		{ "sorensen", 10, "" },
		{ "Christoper", 0, "Christopher Vane" },
		{ "Anna", 0, "Ana Lima" },
		{ "Anna Lima", 0, "Ana Lima" },
		{ "Gone", 0, "" },
		{ "gone@example.org", 0, "" },
		{ "", 0, "" },
		{ "everybody", 0, "" },
	};
	POOL_AUTO pool = pool_new();
	struct naming *naming = naming_new(pool, some_people(pool));

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct meant meant = naming_find(naming, cases[i].typed);
		int64_t want = cases[i].who;

		if (meant.found == NAMED_NOBODY)
			meant.perhaps = naming_near(naming, cases[i].typed);
		g_test_message("%s: %s", cases[i].typed, meant.perhaps);
		g_assert_cmpint(meant.found, ==,
			want > 0           ? NAMED_ONE
				: want < 0 ? NAMED_SEVERAL
					   : NAMED_NOBODY);
		if (want > 0)
			g_assert_cmpint(meant.participant, ==, want);
		else if (*cases[i].perhaps)
			g_assert_cmpstr(meant.perhaps, ==, cases[i].perhaps);
	}
}

/* "-1+2": apart; "+1+2": together; "~1+2": either; "?": unclear. */
static const char *
heard(struct pool *pool, const struct words *all, const char *text)
{
	static const char *const unclear[] = { [UNCLEAR_NOBODY] = "?nobody",
		[UNCLEAR_SEVERAL] = "?several",
		[UNCLEAR_SAME] = "?same",
		[UNCLEAR_WORDS] = "?words",
		[UNCLEAR_ROLES] = "?roles",
		[UNCLEAR_LATER] = "?later",
		[UNCLEAR_MANY] = "?many" };
	struct sayings said = { 0 };
	const char *out = "";

	sayings_hear(pool, all, some_people(pool), text, &said);
	for (size_t i = 0; i < said.followed.n; i++)
		out = pool_printf(pool, "%s%s%c%d+%d", out, *out ? " " : "",
			"-+~"[said.followed.at[i].kind],
			(int)said.followed.at[i].one,
			(int)said.followed.at[i].other);
	for (size_t i = 0; i < said.unclear.n; i++)
		out = pool_printf(pool, "%s%s%s", out, *out ? " " : "",
			unclear[said.unclear.at[i].why]);
	return out;
}

static const struct {
	const char *text, *want;
} heard_cases[] = {
	{ "not Ana with Cem", "-1+3" },
	{ "Not Ana with Cem.", "-1+3" },
	{ "Ana not with Cem", "-1+3" },
	{ "ana NOT WITH cem öztürk", "-1+3" },
	{ "Please keep Ana and Cem apart!", "-1+3" },
	{ "- don't match Cem with Ana", "-1+3" },
	{ "Don’t put Cem with Ana, please.", "-1+3" },
	{ "Ana with Cem", "+1+3" },
	{ "Ana and Cem together", "+1+3" },
	{ "Cem → Ana", "+1+3" },
	{ "p3@example.org with k1", "+1+3" },
	{ "undo Ana and Cem", "~1+3" },
	{ "Ana nicht mit Cem", "-1+3" },
	{ "Bitte Ana nicht mit Cem!", "-1+3" },
	{ "Ana mit Cem", "+1+3" },
	{ "Ana mit Jürgen", "+1+4" },
	{ "Ana und Jürgen trennen", "-1+4" },
	{ "Ana bitte nicht mit Juergen", "-1+4" },
	{ "Ana und Cem egal", "~1+3" },
	{ "not Ana with Cem, Ana with Jürgen", "-1+3 +1+4" },
	{ "not Ana with Cem and Ana with Jürgen", "-1+3 +1+4" },
	{ "not Ana with Cem; Zoe with Jürgen\n\nThanks,\nCora", "-1+3 +4+6" },
	{ "approve, but not Ana with Cem", "-1+3" },
	{ "approve but not Ana with Cem", "-1+3" },
	{ "Freigeben, aber Ana nicht mit Cem", "-1+3" },
	{ "not Ana with Cem, otherwise approve", "-1+3" },
	{ "yes\n\nnot Ana with Cem", "-1+3" },
	{ "not “Ana” with “Cem”", "-1+3" },
	{ "not „Ana“ with «Cem Öztürk»", "-1+3" },
	{ "not 'Ana Lima' with \"Cem\"", "-1+3" },
	{ "not <p1@example.org> with (Cem)", "-1+3" },
	{ "\u202enot Ana\u200b with Cem", "-1+3" },
	/* a name that holds the words between two names */
	{ "Jordan With with Ana", "+1+8" },
	{ "not Jordan With with Ana", "-1+8" },
	/* the others are followed when one is not */
	{ "not Ana with Ben\nCem with Zoe", "+3+6 ?several" },
	{ "not Ana with Ben", "?several" },
	{ "not Ana with Xaver", "?nobody" },
	{ "approve, but not Xaver with Yolanda", "?nobody" },
	{ "Ana with Ana", "?same" },
	{ "Ana with Ben is a bad idea", "?nobody" },
	{ "Please swap Ana and Cem", "?words" },
	/* a letter in one long line, as some programs write them */
	{ "approve. "
	  "I have read all of this with a cup of tea at my side, twice in "
	  "fact, since it matters to me who is put together, and I think "
	  "that it is good as it stands, more or less. "
	  "But not Ana with Cem. Everything else may stay as it is, and I "
	  "am glad of it",
		"-1+3" },
	{ "approve but I would be glad if you could look once more at what "
	  "we said about Ana last week in the meeting where you had to "
	  "leave early because it seemed to everybody who was still there "
	  "that she and Cem would not get on",
		"?words" },
	/* talk */
	{ "approve", "" },
	{ "Approve!\n\nThank you, I am happy with this.\nCora", "" },
	{ "yes", "" },
	{ "no", "" },
	{ "", "" },
	{ "I will ask Ana about it.", "" },
	{ "freigeben\n\nDanke und viele Grüße\nCora Held", "" },
};

static void
test_heard(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *all = shipped_words(pool);

	for (size_t i = 0; i < G_N_ELEMENTS(heard_cases); i++) {
		const char *got = heard(pool, all, heard_cases[i].text);

		if (strcmp(got, heard_cases[i].want) != 0)
			g_test_message("%s", heard_cases[i].text);
		g_assert_cmpstr(got, ==, heard_cases[i].want);
	}
}

/* Whatever is written, it ends, and says little. */
static void
test_heard_hostile(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *all = shipped_words(pool);
	g_autoptr(GString) many = g_string_new(NULL);
	struct sayings said = { 0 };

	for (int i = 0; i < 5000; i++)
		g_string_append(many, "not Ana with Cem\n");
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.followed.n, <=, 40);
	g_string_truncate(many, 0);
	for (int i = 0; i < 20000; i++)
		g_string_append(many, "with and not ");
	said = (struct sayings){ 0 };
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.followed.n, ==, 0);
	g_string_truncate(many, 0);
	for (int i = 0; i < 12; i++)
		g_string_append(many, "Ana with ");
	said = (struct sayings){ 0 };
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.followed.n, ==, 0);
}

/* What is too much to be read is never passed over in silence: the letter may
 * begin with "approve". */
static void
test_heard_too_much(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *all = shipped_words(pool);
	g_autoptr(GString) many = g_string_new("approve\n");
	struct sayings said = { 0 };

	for (int i = 0; i < 41; i++)
		g_string_append(many, "not Ana with Cem\n");
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.followed.n, ==, 40);
	g_assert_cmpuint(said.unclear.n, ==, 1);
	g_assert_cmpint(said.unclear.at[0].why, ==, UNCLEAR_MANY);

	g_string_truncate(many, 0);
	for (int i = 0; i < 200; i++)
		g_string_append(many, "a word of thanks\n\n");
	said = (struct sayings){ 0 };
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.unclear.n, ==, 0);
	g_string_append(many, "not Ana with Cem\n");
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.followed.n, ==, 0);
	g_assert_cmpuint(said.unclear.n, ==, 1);
	g_assert_cmpstr(said.unclear.at[0].line, ==, "not Ana with Cem");

	g_string_truncate(many, 0);
	for (int i = 0; i < 100; i++)
		g_string_append(many, "not Xaver with Ana\n");
	said = (struct sayings){ 0 };
	sayings_hear(pool, all, some_people(pool), many->str, &said);
	g_assert_cmpuint(said.unclear.n, ==, 40);
	g_assert_cmpint(said.unclear.at[39].why, ==, UNCLEAR_MANY);
}

/* Among many people names cost something to look up, and not without end. */
static void
test_heard_among_many(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *all = shipped_words(pool);
	struct facts *facts = some_people(pool);
	g_autoptr(GString) many = g_string_new(NULL);
	struct sayings said = { 0 };

	for (int i = 0; i < 3000; i++) {
		struct participant *p = facts_new_participant(facts);

		p->id = 1000 + i;
		p->name = pool_printf(pool, "Given%d Family%d", i, i);
		p->email = pool_printf(pool, "x%d@example.org", i);
	}
	for (int i = 0; i < 100; i++)
		g_string_append(many,
			"you with and with or with a with and b with me and "
			"with it and with all and with me with\n");
	gint64 start = g_get_monotonic_time();
	sayings_hear(pool, all, facts, many->str, &said);
	g_test_message(
		"%.2f s", (double)(g_get_monotonic_time() - start) / 1e6);
	g_assert_cmpuint(said.followed.n, ==, 0);
	g_assert_cmpuint(said.unclear.n, >=, 1);
	g_assert_cmpuint(said.unclear.n, <, 40);
	g_assert_cmpint(
		said.unclear.at[said.unclear.n - 1].why, ==, UNCLEAR_MANY);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/decide/saying/names", test_names);
	g_test_add_func("/decide/saying/heard", test_heard);
	g_test_add_func("/decide/saying/hostile", test_heard_hostile);
	g_test_add_func("/decide/saying/too much", test_heard_too_much);
	g_test_add_func("/decide/saying/among many", test_heard_among_many);
	return g_test_run();
}
