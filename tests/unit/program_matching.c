/* The section matching: every key, its default, its bounds, and what is said
 * of each mistake. */
#include "program_place.h"

#include "base/clock.h"

#define COLUMNS                                                  \
 "attributes = ( { name = \"team\"; type = \"text\"; },\n"       \
 "{ name = \"age\"; type = \"number\"; }, { name = \"offers\"; " \
 "type = \"list\"; }, { name = \"wants\"; type = \"list\"; } );\n"
#define ROWS                                    \
 "email,name,team,age,offers,wants,role\n"      \
 "ana@example.org,Ana,red,30,chess,go,mentor\n" \
 "ben@example.org,Ben,blue,31,go,chess,mentee\n"
#define PEERS                            \
 "email,name,team,age,offers,wants\n"    \
 "ana@example.org,Ana,red,30,chess,go\n" \
 "ben@example.org,Ben,blue,31,go,chess\n"

/* The only thing that is wrong with it, in line 6. */
static void
wrong(const char *matching, const char *roster, const char *why)
{
	g_autofree char *conf =
		g_strconcat(HEAD COLUMNS "matching = { ", matching,
			" criteria = ( { prefer = \"same\"; on = "
			"\"team\"; } ); };\n",
			NULL);
	g_autofree char *bare = g_strconcat(
		HEAD COLUMNS "matching = { ", matching, " };\n", NULL);
	PLACE p = { 0 };

	place_write(&p, strstr(matching, "criteria") ? bare : conf, roster);
	place_load(&p);
	g_assert_null(p.program);
	g_assert_cmpuint(mistakes_count(p.mistakes), ==, 1);
	for (size_t i = 0; i < p.mistakes->n; i++)
		if (!strstr(p.mistakes->at[i].why, why))
			g_test_message("want %s, have line %d: %s", why,
				(int)p.mistakes->at[i].line,
				p.mistakes->at[i].why);
	g_assert_nonnull(strstr(p.mistakes->at[0].why, why));
	g_assert_cmpint(p.mistakes->at[0].line, ==, 6);
}

static const struct matching *
right(struct place *p, const char *matching, const char *roster)
{
	g_autofree char *conf = g_strconcat(
		HEAD COLUMNS "matching = { ", matching, " };\n", NULL);

	place_write(p, conf, roster);
	place_load(p);
	for (size_t i = 0; i < p->mistakes->n; i++)
		g_test_message("%s", p->mistakes->at[i].why);
	g_assert_nonnull(p->program);
	return p->program ? &p->program->matching : NULL;
}

static void
test_defaults(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	place_load(&p);
	const struct matching *m = &p.program->matching;
	g_assert_cmpint(m->form, ==, MATCHING_PEERS);
	g_assert_cmpint(m->objective, ==, OBJECTIVE_COVERAGE);
	g_assert_cmpint(m->odd, ==, ODD_TRIO);
	g_assert_cmpint(m->when, ==, MATCHING_AT_START);
	g_assert_cmpint(m->publish, ==, PUBLISH_REVIEW);
	g_assert_cmpint(m->size, ==, 4);
	g_assert_false(m->leaders);
	g_assert_cmpuint(m->balance.n, ==, 0);
	g_assert_cmpint(m->capacity, ==, 1);
	g_assert_cmpint(m->mentors, ==, 1);
	g_assert_cmpint(m->spread, ==, 10);
	g_assert_cmpint(m->keep, ==, 10);
	g_assert_cmpint(m->rounds, ==, 0);
	g_assert_cmpint(m->every, ==, 14 * DAY);
	g_assert_cmpint(m->event_day, ==, 0);
	g_assert_cmpint(m->lead, ==, 3 * DAY);
	g_assert_cmpuint(m->rules.n, ==, 1);
	g_assert_cmpint(m->rules.at[0].kind, ==, RULE_NOT_BEFORE);
	g_assert_cmpuint(m->criteria.n, ==, 0);
	g_assert_cmpuint(mistakes_count(p.mistakes), ==, 0);
	g_assert_cmpuint(p.mistakes->n, ==, 1); /* chance decides */
}

static void
test_mentors(void)
{
	PLACE p = { 0 };
	const struct matching *m = right(&p,
		"form = \"mentors\"; objective = \"fair\"; capacity = 3; "
		"mentors = 2; spread = 0; keep = 100; rules = ( "
		"{ rule = \"senior\"; on = \"age\"; apart = 2; }, "
		"{ rule = \"junior\"; on = \"age\"; }, "
		"{ rule = \"at most\"; on = \"age\"; apart = 0; } ); "
		"criteria = ( { prefer = \"ranked\"; on = \"offers\"; with = "
		"\"wants\"; weight = 100; }, { prefer = \"reliable\"; } );",
		ROWS);

	g_assert_cmpint(m->form, ==, MATCHING_MENTORS);
	g_assert_cmpint(m->objective, ==, OBJECTIVE_FAIR);
	g_assert_cmpint(m->capacity, ==, 3);
	g_assert_cmpint(m->mentors, ==, 2);
	g_assert_cmpint(m->spread, ==, 0);
	g_assert_cmpint(m->keep, ==, 100);
	g_assert_cmpuint(m->rules.n, ==, 3);
	g_assert_cmpint(m->rules.at[0].apart, ==, 2);
	g_assert_cmpstr(
		m->rules.at[0].name, ==, "the mentor 2 or more above in age");
	g_assert_cmpint(m->rules.at[1].apart, ==, 1);
	g_assert_cmpint(m->rules.at[2].apart, ==, 0);
	g_assert_cmpstr(m->criteria.at[0].name, ==, "offers and wants");
	g_assert_cmpint(m->criteria.at[0].weight, ==, 100);
	g_assert_cmpstr(m->criteria.at[1].name, ==, "reliable");
	g_assert_cmpint(m->criteria.at[1].weight, ==, 10);
}

static void
test_groups(void)
{
	PLACE p = { 0 };
	const struct matching *m = right(&p,
		"form = \"groups\"; size = 12; leaders = true; "
		"balance = [ \"team\", \"age\" ]; rules = ();",
		"email,name,team,age,offers,wants,role\n"
		"ana@example.org,Ana,red,30,chess,go,mentor\n"
		"ben@example.org,Ben,blue,31,go,chess,peer\n");

	g_assert_cmpint(m->form, ==, MATCHING_GROUPS);
	g_assert_cmpint(m->size, ==, 12);
	g_assert_true(m->leaders);
	g_assert_cmpuint(m->balance.n, ==, 2);
	g_assert_cmpstr(m->balance.at[1], ==, "age");
}

static void
test_rounds(void)
{
	PLACE p = { 0 };
	const struct matching *m = right(&p,
		"form = \"rounds\"; event = \"2027-03-10 14:00\"; rounds = 6; "
		"every = \"15 minutes\"; odd = \"rest\";",
		PEERS);

	g_assert_cmpint(m->form, ==, MATCHING_ROUNDS);
	g_assert_cmpint(m->odd, ==, ODD_REST);
	g_assert_cmpint(m->rounds, ==, 6);
	g_assert_cmpint(m->every, ==, 15 * MINUTE);
	g_assert_cmpint(m->event_day, ==, 20887); /* 2027-03-10 */
	g_assert_cmpint(m->event_at, ==, 14 * 60);
	m = right(&p, "form = \"rounds\"; every = \"1 week\";", PEERS);
	g_assert_cmpint(m->rounds, ==, 0);
	g_assert_cmpint(m->every, ==, 7 * DAY);
}

/* Each key stands only where it means something. */
static void
test_belongs(void)
{
	static const char *const only[][2] = {
		{ "size = 4;", "form = \"groups\"" },
		{ "leaders = true;", "form = \"groups\"" },
		{ "balance = \"team\";", "form = \"groups\"" },
		{ "capacity = 2;", "form = \"mentors\"" },
		{ "mentors = 2;", "form = \"mentors\"" },
		{ "spread = 2;", "form = \"mentors\"" },
		{ "rounds = 2;", "form = \"rounds\"" },
		{ "every = \"2 weeks\";", "form = \"rounds\"" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(only); i++)
		wrong(only[i][0], PEERS, only[i][1]);
	wrong("form = \"mentors\"; odd = \"rest\";", ROWS,
		"form = \"peers\" or \"rounds\"");
	wrong("form = \"rounds\"; objective = \"fair\";", PEERS,
		"must be \"coverage\" with groups and rounds");
	wrong("form = \"groups\"; objective = \"stable\";", PEERS,
		"must be \"coverage\" with groups and rounds");
}

static void
test_bounds(void)
{
	wrong("form = \"groups\"; size = 2;", PEERS, "from 3 to 12");
	wrong("form = \"groups\"; size = 13;", PEERS, "from 3 to 12");
	wrong("form = \"groups\"; balance = \"teem\";", PEERS,
		"did you mean \"team\"?");
	wrong("form = \"groups\"; balance = \"offers\";", PEERS,
		"must be an attribute of type text number");
	wrong("form = \"mentors\"; capacity = 0;", ROWS, "from 1 to 12");
	wrong("form = \"mentors\"; capacity = 13;", ROWS, "from 1 to 12");
	wrong("form = \"mentors\"; mentors = 6;", ROWS, "from 1 to 5");
	wrong("form = \"mentors\"; spread = 101;", ROWS, "from 0 to 100");
	wrong("keep = -1;", PEERS, "from 0 to 100");
	wrong("form = \"rounds\"; rounds = 101;", PEERS, "from 0 to 100");
	wrong("lead = \"61 days\";", PEERS, "60 days");
	wrong("objective = \"fare\";", PEERS, "did you mean \"fair\"?");
	wrong("odd = \"trios\";", PEERS, "did you mean \"trio\"?");
}

static void
test_event(void)
{
	wrong("form = \"rounds\"; every = \"181 days\";", PEERS, "180 days");
	wrong("form = \"rounds\"; every = \"1 hour\";", PEERS,
		"rounds shorter than a day need an event");
	wrong("form = \"rounds\"; every = \"1 hour\"; event = \"2027-03-10 "
	      "14:00\";",
		PEERS, "needs rounds");
	wrong("form = \"rounds\"; rounds = 3; event = \"2027-03-10 14:00\";",
		PEERS, "lasts longer than a day");
	wrong("form = \"rounds\"; rounds = 30; every = \"1 hour\"; "
	      "event = \"2027-03-10 14:00\";",
		PEERS, "lasts longer than a day");
	wrong("form = \"rounds\"; rounds = 3; every = \"1 hour\"; "
	      "event = \"2026-03-10 14:00\";",
		PEERS, "not within the program");
	wrong("form = \"rounds\"; event = \"2027-03-10\";", PEERS,
		"write a day and a time");
	wrong("form = \"rounds\"; event = \"start\";", PEERS,
		"write a day and a time");
	wrong("form = \"rounds\"; event = \"2027-02-30 14:00\";", PEERS,
		"write a day and a time");
	wrong("form = \"rounds\"; event = 3;", PEERS, "write a day and a time");
}

static void
test_rules(void)
{
	wrong("rules = ( { rule = \"senior\"; on = \"age\"; } );", PEERS,
		"use it with form = \"mentors\"");
	wrong("rules = ( { rule = \"at least\"; on = \"team\"; } );", PEERS,
		"must be an attribute of type number");
	wrong("rules = ( { rule = \"at least\"; } );", PEERS,
		"on is missing: which attribute?");
	wrong("rules = ( { rule = \"at least\"; on = \"age\"; apart = -1; } );",
		PEERS, "from 0 to 1000000");
	wrong("rules = ( { rule = \"same\"; on = \"team\"; apart = 2; } );",
		PEERS, "apart belongs to rules about numbers");
	wrong("rules = ( { rule = \"same\"; on = \"team\"; amount = \"1 "
	      "hour\"; } );",
		PEERS, "amount belongs to \"overlap\"");
	wrong("rules = ( { rule = \"not before\"; on = \"team\"; } );", PEERS,
		"remove on");
	wrong("rules = ( { rule = \"reporting line\"; on = \"age\"; } );",
		PEERS, "must be an attribute of type text list");
	wrong("rules = ( { rule = \"reporting lime\"; on = \"age\"; } );",
		PEERS, "did you mean \"reporting line\"?");
}

static void
test_criteria(void)
{
	wrong("criteria = ( { prefer = \"ranked\"; on = \"offers\"; } );",
		PEERS, "with is missing");
	wrong("criteria = ( { prefer = \"ranked\"; on = \"offers\"; with = "
	      "\"age\"; } );",
		PEERS, "must be an attribute of type list");
	wrong("criteria = ( { prefer = \"named\"; on = \"team\"; } );", PEERS,
		"must be an attribute of type list");
	wrong("criteria = ( { prefer = \"named\"; on = \"offers\"; with = "
	      "\"wants\"; } );",
		PEERS, "with belongs to \"complement\" and \"ranked\"");
	wrong("criteria = ( { prefer = \"reliable\"; on = \"age\"; } );", PEERS,
		"remove on and with");
	wrong("criteria = ( { prefer = \"same\"; } );", PEERS,
		"on is missing: which attribute?");
}

/* Beside German sentences in a draft. */
static void
test_german_rules(void)
{
	PLACE p = { 0 };
	g_autofree char *conf = g_strconcat(HEAD COLUMNS
		"matching = { rules = ( { rule = \"different\"; on = "
		"\"team\"; }, { rule = \"not before\"; } ); };\n",
		NULL);
	char *at = strstr(conf, "name = \"T\";");
	g_autofree char *german = g_strdup_printf(
		"%.*slanguage = \"de\"; %s", (int)(at - conf), conf, at);

	place_write(&p, german, PEERS);
	place_load(&p);
	g_assert_nonnull(p.program);
	const struct match_rule_list *rules = &p.program->matching.rules;
	g_assert_cmpuint(rules->n, ==, 2);
	g_assert_cmpstr(rules->at[0].name, ==, "verschieden in team");
	g_assert_cmpstr(rules->at[1].name, ==, "noch nicht zusammen gewesen");
}

/* Who is left over by the numbers alone is told of, and nothing refused. */
static void
test_enough(void)
{
	static const struct {
		const char *matching;
		int people, mentors; /* the first ones */
		const char *warns;   /* NULL: nothing */
	} cases[] = {
		{ "", 1, 0, "only one person" },
		{ "", 3, 0, NULL },
		{ "form = \"mentors\";", 4, 4, "nobody is a mentee" },
		{ "form = \"mentors\";", 4, 0, "nobody is a mentor" },
		{ "form = \"mentors\";", 4, 1,
			"3 mentees, and places with mentors for 1" },
		{ "form = \"mentors\"; capacity = 3;", 4, 1, NULL },
		{ "form = \"groups\"; size = 12;", 3, 0,
			"fewer than a group of 11 to 12" },
		{ "form = \"groups\"; size = 5;", 7, 0,
			"7 people cannot be divided into groups of 4 to 6" },
		{ "form = \"groups\"; size = 5;", 8, 0, NULL },
		{ "form = \"groups\"; leaders = true;", 13, 1,
			"enough for 5 people" },
		{ "form = \"groups\"; leaders = true;", 12, 9,
			"9 leaders who are nothing else" },
		{ "form = \"groups\"; leaders = true;", 12, 3, NULL },
		{ "form = \"rounds\"; rounds = 6;", 6, 0, "after 5 of 6" },
		{ "form = \"rounds\"; rounds = 7;", 7, 0, NULL },
	};

	for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
		bool roles = strstr(cases[c].matching, "mentors") ||
			strstr(cases[c].matching, "leaders");
		g_autoptr(GString) roster = g_string_new(roles
				? "email,name,team,age,offers,wants,role\n"
				: "email,name,team,age,offers,wants\n");
		g_autofree char *matching = g_strconcat(cases[c].matching,
			" criteria = ( { prefer = \"same\"; on = \"team\"; } "
			");",
			NULL);
		PLACE p = { 0 };

		for (int i = 0; i < cases[c].people; i++)
			g_string_append_printf(roster,
				"p%d@example.org,P,,,,%s\n", i,
				!roles                         ? ""
					: i < cases[c].mentors ? ",mentor"
							       : ",mentee");
		right(&p, matching, roster->str);
		g_assert_cmpuint(p.mistakes->n, ==, cases[c].warns ? 1 : 0);
		if (cases[c].warns && p.mistakes->n)
			g_assert_nonnull(
				strstr(p.mistakes->at[0].why, cases[c].warns));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_to_sources();
	g_test_add_func("/program/matching/defaults", test_defaults);
	g_test_add_func("/program/matching/mentors", test_mentors);
	g_test_add_func("/program/matching/groups", test_groups);
	g_test_add_func("/program/matching/rounds", test_rounds);
	g_test_add_func("/program/matching/belongs", test_belongs);
	g_test_add_func("/program/matching/bounds", test_bounds);
	g_test_add_func("/program/matching/event", test_event);
	g_test_add_func("/program/matching/rules", test_rules);
	g_test_add_func("/program/matching/criteria", test_criteria);
	g_test_add_func("/program/matching/german-rules", test_german_rules);
	g_test_add_func("/program/matching/enough", test_enough);
	return g_test_run();
}
