/* Loading a program: what is right, and every mistake on its own line. */
#include <sys/stat.h>

#include "base/clock.h"
#include "program/words.h"
#include "program_place.h"

/* conf has exactly one mistake, on that line, whose text holds why. */
static void
one_mistake(const char *conf, int line, const char *why)
{
	POOL_AUTO pool = pool_new();
	PLACE p = { 0 };

	place_write(&p, conf, ROSTER);
	place_load(&p);
	g_assert_null(p.program);
	g_assert_cmpuint(mistakes_count(p.mistakes), ==, 1);
	for (size_t i = 0; i < p.mistakes->n; i++) {
		char *text = mistake_print(pool, &p.mistakes->at[i]);

		if (p.mistakes->at[i].warning)
			continue;
		if (!strstr(text, why))
			g_test_message("want %s, have %s", why, text);
		g_assert_nonnull(strstr(text, why));
		g_assert_cmpint(p.mistakes->at[i].line, ==, line);
	}
}

static void
test_minimal(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD CRITERIA, ROSTER "");
	place_load(&p);
	/* overlap without the column would be a criterion without effect */
	g_assert_null(p.program);
	place_write(&p, HEAD, ROSTER);
	place_load(&p);
	g_assert_nonnull(p.program);
	g_assert_cmpuint(p.mistakes->n, ==, 1);
	g_assert_true(p.mistakes->at[0].warning);
	g_assert_cmpuint(p.program->roster.n, ==, 2);
	g_assert_cmpstr(p.program->roster.at[0]->timezone, ==, "Europe/Berlin");
	g_assert_cmpstr(p.program->roster.at[0]->language, ==, "en");
}

static void
test_defaults(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	place_load(&p);
	const struct program *program = p.program;
	g_assert_nonnull(program);
	g_assert_cmpuint(program->timeline.n, ==, 1);
	const struct step *step = program_step(program, "checkin");
	g_assert_nonnull(step);
	g_assert_cmpint(step->anchor, ==, ANCHOR_SESSION);
	g_assert_cmpint(step->offset, ==, DAY);
	g_assert_cmpint(step->at, ==, 9 * 60);
	g_assert_cmpint(step->action, ==, STEP_ASK);
	g_assert_cmpint(step->to, ==, TO_MATCHED);
	g_assert_cmpuint(step->remind.n, ==, 2);
	g_assert_cmpint(step->remind.at[0], ==, 3 * DAY);
	g_assert_cmpint(step->remind.at[1], ==, 7 * DAY);
	const struct form *form = program_form(program, "checkin");
	g_assert_nonnull(form);
	g_assert_cmpint(form_question(form, "met")->type, ==, QUESTION_YESNO);
	g_assert_cmpint(form_question(form, "rating")->till, ==, 5);
	g_assert_true(form_question(form, "note")->private);
	g_assert_null(form_question(form, "nothing"));
	g_assert_cmpint(program->mail.daily_limit, ==, 6);
	g_assert_cmpint(program->hold_after, ==, 3 * DAY);
	g_assert_cmpint(program->privacy_k, ==, 5);
	g_assert_cmpint(program->keep, ==, 365 * DAY);
	g_assert_cmpint(program->sessions.minutes, ==, 60);
	g_assert_cmpint(
		program->matching.rules.at[0].kind, ==, RULE_NOT_BEFORE);
	g_autofree char *out =
		g_strdup_printf("maildir:%s/state-t/mail/out", p.dir);
	g_assert_cmpstr(program->mail.outgoing, ==, out);
}

static void
test_closing(void)
{
	PLACE p = { 0 };

	place_write(&p,
		HEAD "forms = { closing = ( { id = \"a\"; ask = \"A?\"; type = "
		     "\"text\"; } ); };\n",
		ROSTER);
	place_load(&p);
	g_assert_nonnull(p.program);
	g_assert_cmpuint(p.program->timeline.n, ==, 2);
	g_assert_nonnull(program_form(p.program, "checkin"));
	g_assert_cmpint(
		program_step(p.program, "closing")->anchor, ==, ANCHOR_END);
	g_assert_cmpint(program_step(p.program, "closing")->to, ==, TO_ALL);
}

static void
test_state(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	g_setenv("STATE_DIRECTORY", "/var/lib/a:/var/lib/b", TRUE);
	place_load(&p);
	g_unsetenv("STATE_DIRECTORY");
	g_assert_cmpstr(p.program->state_dir, ==, "/var/lib/a");
	place_write(&p, HEAD "state = \"there\";\n", ROSTER);
	place_load(&p);
	g_assert_true(g_str_has_suffix(p.program->state_dir, "/there"));
	g_assert_true(g_str_has_prefix(p.program->state_dir, p.dir));
}

static void
test_days(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	place_load(&p);
	/* 2027-01-10T23:00Z, and 2027-04-04T22:00Z: summer time by then. */
	g_assert_cmpint(program_start_time(p.program), ==, 1799622000);
	g_assert_cmpint(program_end_time(p.program), ==, 1806876000);
	g_assert_true(
		zone_find("Europe/Berlin") == program_zone_of(p.program, NULL));
	struct participant far = { .timezone = "Asia/Kolkata" };
	g_assert_true(
		zone_find("Asia/Kolkata") == program_zone_of(p.program, &far));
	far.timezone = "Mars/Olympus";
	g_assert_true(p.program->zone == program_zone_of(p.program, &far));
}

static void
test_addresses(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	place_load(&p);
	const struct program *program = p.program;
	g_assert_true(program_is_own_address(program, "mentoring@example.org"));
	g_assert_true(program_is_own_address(program, "Mentoring@EXAMPLE.org"));
	g_assert_true(
		program_is_own_address(program, "mentoring+x@example.org"));
	g_assert_false(
		program_is_own_address(program, "mentoringx@example.org"));
	g_assert_false(
		program_is_own_address(program, "mentoring@example.net"));
	g_assert_false(program_is_own_address(program, "mentor"));
	g_assert_nonnull(program_coordinator(program, "p@EXAMPLE.org"));
	g_assert_null(program_coordinator(program, "q@example.org"));
}

/* One file with a mistake in nearly every line; all are told at once. */
static void
test_many_mistakes(void)
{
	static const char conf[] =
		"program = { id = \"Big Id\";\n"
		"  name = \"\";\n"
		"  timezone = \"Europe/Berlim\";\n"
		"  starts = \"2027-04-11\";\n"
		"  ends = \"2027-01-04\";\n"
		"  adress = \"x@example.org\";\n"
		"  address = \"a+b@example.org\";\n"
		"  coordinators = ( { name = \"P\"; email = \"nobody\"; } ); };\n"
		"rooster = \"roster.csv\";\n"
		"mail = { rate = \"fast\";\n"
		"  connections = 9; };\n"
		"attributes = (\n"
		"  { name = \"department\"; type = \"txt\"; },\n"
		"  { name = \"offers\"; type = \"list\"; },\n"
		"  { name = \"offers\"; type = \"list\"; } );\n"
		"forms = { checkin = (\n"
		"  { id = \"met\"; ask = \"Met?\"; type = \"scale\"; },\n"
		"  { id = \"c\"; ask = \"C?\"; type = \"choice\"; },\n"
		"  { id = \"t\"; ask = \"T?\"; type = \"times\"; } ); };\n"
		"matching = { form = \"mentros\";\n"
		"  rules = ( { rule = \"different\"; on = \"offers\"; } );\n"
		"  criteria = (\n"
		"    { prefer = \"shared\"; on = \"ofers\"; },\n"
		"    { prefer = \"shared\"; on = \"offers\"; weight = 1000; } ); };\n"
		"timeline = (\n"
		"  { name = \"a\"; at = \"mach + 3 days\"; ask = \"checkin\"; },\n"
		"  { name = \"b\"; at = \"match + 3 days\"; ask = \"chekin\"; },\n"
		"  { name = \"c\"; at = \"match\"; ask = \"checkin\";\n"
		"    remind = [ \"7 days\", \"3 days\" ]; } );\n"
		"silence = { nudge = \"soon\"; };\n"
		"reactions = ( { form = \"checkin\"; question = \"mett\";\n"
		"  is = \"no\"; do = \"alert\"; },\n"
		"  { form = \"checkin\"; question = \"met\"; is = \"no\";\n"
		"    do = \"celebrate\"; } );\n";
	static const char *const want[] = {
		"1: program.id: Big Id: must be a text of small letters",
		"2: program.name: \"\": must not be empty",
		"3: program.timezone: Europe/Berlim: is not a time zone",
		"5: program.ends: 2027-01-04: is before the start",
		"6: program.adress: x@example.org: there is no such key, did "
		"you mean \"address\"?",
		"7: program.address: a+b@example.org: has a \"+\"",
		"8: program.coordinators[1].email: nobody: there is no",
		"9: rooster: roster.csv: there is no such key, did you mean "
		"\"roster\"?",
		"10: mail.rate: fast: must be a whole number, without quotes",
		"11: mail.connections: 9: must be from 1 to 4",
		"13: attributes[1].type: txt: must be one of \"text\", "
		"\"list\", \"number\", \"times\", did you mean \"text\"?",
		"15: attributes[3]: offers: stands there twice",
		"17: forms.checkin[1]: scale: the question \"met\"",
		"18: forms.checkin[2]: a choice needs 2 to 20 options",
		"19: forms.checkin[3].type: times: is not available in this "
		"version",
		"20: matching.form: mentros: must be one of \"peers\", "
		"\"mentors\", \"groups\", \"rounds\", did you mean "
		"\"mentors\"?",
		"21: rules[1]: offers: does not fit: it must be an attribute "
		"of type text number",
		"23: criteria[1]: ofers: there is no such attribute under "
		"attributes, did you mean \"offers\"?",
		"24: criteria[2].weight: 1000: must be from 1 to 100",
		"26: timeline[1]: mach + 3 days: must begin with start",
		"27: timeline[2]: chekin: there is no such form under forms, "
		"did you mean \"checkin\"?",
		"29: timeline[3].remind: 3 days: must be longer than the one "
		"before it",
		"30: silence.nudge: soon: is not a length of time",
		"31: reactions[1]: mett: the form checkin has no such "
		"question, did you mean \"met\"?",
		"34: reactions[2].do: celebrate: is not available in this "
		"version",
		NULL,
	};
	PLACE p = { 0 };

	place_write(&p, conf,
		"email,name,department,offers\n"
		"ana@example.org,Ana,IT,chess\n");
	place_load(&p);
	g_assert_null(p.program);
	expect(&p, want);
}

static void
test_no_file(void)
{
	PLACE p = { 0 };

	place_write(&p, HEAD, ROSTER);
	unlink(p.conf);
	place_load(&p);
	g_assert_null(p.program);
	g_assert_nonnull(strstr(p.mistakes->at[0].why, "cannot open"));

	g_assert_cmpint(mkfifo(p.conf, 0600), ==, 0);
	place_load(&p); /* would wait for ever if it were opened plainly */
	g_assert_nonnull(strstr(p.mistakes->at[0].why, "regular file"));
	unlink(p.conf);

	g_assert_cmpint(symlink("/dev/zero", p.conf), ==, 0);
	place_load(&p);
	g_assert_nonnull(strstr(p.mistakes->at[0].why, "regular file"));
	unlink(p.conf);

	place_write(&p, HEAD, ROSTER);
	g_assert_cmpint(truncate(p.conf, (1 << 20) + 1), ==, 0);
	place_load(&p);
	g_assert_nonnull(strstr(p.mistakes->at[0].why, "larger than 1024 kB"));
	unlink(p.roster);
	place_write(&p, HEAD, ROSTER);
	unlink(p.roster);
	place_load(&p);
	g_assert_null(p.program);
	g_assert_nonnull(
		strstr(p.mistakes->at[p.mistakes->n - 1].file, "roster.csv"));
}

static void
test_syntax(void)
{
	g_autofree char *deep = g_strnfill(200000, '(');
	g_autofree char *nested = g_strconcat("a = ", deep, NULL);
	g_autofree char *lines = g_strnfill(70000, '\n');
	g_autofree char *many = g_strconcat(HEAD, lines, NULL);

	one_mistake(HEAD "silence = { nudge \"7 days\"; };\n", 4,
		"look for a missing");
	one_mistake(HEAD "# it's \"open\n/* \" \n */ // \"\n"
			 "state = \"a\\\"b;\nhold_after = \"3 days\";\n",
		7, "opened and not closed");
	one_mistake(HEAD "state = \"a\";\nstate = \"b\";\n", 5, "twice");
	one_mistake(nested, 1, "too deep");
	one_mistake(many, 0, "more than 65000 lines");
	one_mistake(HEAD "\n  @include \"/etc/passwd\"\n", 5, "@include");
	one_mistake(HEAD "# Gr\xfc\xdf Gott\n", 4, "not UTF-8");
	one_mistake("", 0, "program: is missing");
	one_mistake(HEAD "mail = 3;\n", 4, "must be a group");
	one_mistake(HEAD "timeline = { };\n", 4, "must be a list");
	one_mistake(HEAD "timeline = ( 3 );\n", 4, "must be a group");
}

static void
test_nul(void)
{
	PLACE p = { 0 };
	static const char bytes[] = HEAD "a\0b";

	place_write(&p, HEAD, ROSTER);
	g_assert_true(
		g_file_set_contents(p.conf, bytes, sizeof bytes - 1, NULL));
	place_load(&p);
	g_assert_null(p.program);
	g_assert_nonnull(strstr(p.mistakes->at[0].why, "NUL"));
}

static void
test_single(void)
{
	one_mistake(HEAD "privacy = { k = 1; };\n", 4, "from 2 to 100");
	one_mistake(HEAD "privacy = { keep = \"for ever\"; };\n", 4,
		"1 year after end");
	one_mistake(HEAD "silence = { nudge = \"9 days\";\n"
			 "tell_coordinator = \"8 days\"; };\n",
		5, "longer than silence.nudge");
	one_mistake(HEAD "sessions = { hours = \"18:00-09:00\"; };\n", 4,
		"two times of day");
	one_mistake(HEAD "sessions = { find = \"asking\"; };\n", 4, "\"ask\"");
	one_mistake(HEAD
		"sessions = { series = true; every = \"10 days\"; };\n",
		4, "whole weeks");
	one_mistake(HEAD
		"sessions = { series = true; find = \"themselves\"; };\n",
		4, "has it plan none");
	one_mistake(HEAD "matching = { size = 3; };\n", 4,
		"belongs to form = \"groups\"");
	one_mistake(HEAD "digest = { weekday = \"Moonday\"; };\n", 4,
		"did you mean \"Monday\"?");
	one_mistake(HEAD "forms = { x = ( { id = \"a\"; ask = \"A\\nB\"; "
			 "type = \"text\"; } ); };\n",
		4, "one line");
	one_mistake(HEAD "forms = { x = ( { id = \"a\"; ask = \"A\"; type = "
			 "\"times\"; } ); };\n",
		4, "not available");
	one_mistake(HEAD
		"forms = { x = ( { id = \"a\"; ask = \"A\"; type = "
		"\"choices\"; options = [ \"b, c\", \"d\" ]; } ); };\n",
		4, "has a comma");
	one_mistake(HEAD "forms = { x = ( { id = \"a\"; ask = \"A\"; type = "
			 "\"choices\"; } ); };\n",
		4, "needs 2 to 20 options");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"start\"; send = "
			 "\"../../etc/x\"; } );\n",
		4, "name of small letters");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"start\"; send = "
			 "\"welcome\"; } );\n",
		4, "by itself");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"start\"; send = "
			 "\"no-such-note\"; } );\n",
		4, "no template en/no-such-note.md");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"start\"; unless "
			 "= \"x\"; do = \"digest\"; } );\n",
		4, "not available");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"start\"; } );\n",
		4, "one of send, ask and do");
	one_mistake(HEAD "timeline = ( { name = \"a\"; at = \"match\"; do = "
			 "\"digest\"; } );\n",
		4, "whole program");
	one_mistake(HEAD "attributes = ( { name = \"email\"; } );\n", 4,
		"column of its own");
	one_mistake(HEAD
		"forms = { f = ( { id = \"bad\"; ask = \"Bad?\"; type = "
		"\"yesno\"; private = true; } ); };\n"
		"reactions = ( { form = \"f\"; question = \"bad\"; is = "
		"\"yes\"; do = \"alert\"; } );\n",
		5, "the question is private");
	one_mistake(HEAD "reactions = ( { form = \"checkin\"; question = "
			 "\"met\"; below = 3; do = \"alert\"; } );\n",
		4, "scale or a number");
	one_mistake(HEAD "reactions = ( { form = \"checkin\"; question = "
			 "\"met\"; is = \"maybe\"; do = \"alert\"; } );\n",
		4, "\"yes\" or \"no\"");
	one_mistake(HEAD "templates = \"nowhere\";\n", 4, "no folder");
}

static void
test_coordinators(void)
{
	one_mistake("program = { id = \"t\"; name = \"T\"; timezone = "
		    "\"UTC\"; starts = \"2027-01-11\"; ends = "
		    "\"2027-04-04\"; address = \"m@example.org\";\n"
		    "coordinators = (); };\n",
		2, "is empty");
	one_mistake("program = { id = \"t\"; name = \"T\"; timezone = "
		    "\"UTC\"; starts = \"2027-01-11\"; ends = "
		    "\"2027-04-04\"; address = \"m@example.org\";\n"
		    "coordinators = ( { name = \"A\"; email = "
		    "\"m+x@example.org\"; } ); };\n",
		2, "own address");
	one_mistake("program = { id = \"t\"; name = \"T\"; timezone = "
		    "\"UTC\"; starts = \"2027-01-11\"; ends = "
		    "\"2027-04-04\"; coordinators = ( { name = \"A\"; email = "
		    "\"a@example.org\"; } );\n"
		    "address = \"a-name-of-26-octets-in-all@example.org\"; "
		    "};\n",
		2, "more than 25");
}

static void
test_mail(void)
{
	static const char *const bad[][2] = {
		{ "outgoing = \"smtps://h\";", "mail.incoming" },
		{ "outgoing = \"http://h\"; incoming = \"maildir:x\";",
			"must begin with" },
		{ "outgoing = \"imaps://h\"; incoming = \"maildir:x\";",
			"must begin with" },
		{ "outgoing = \"smtps://\"; incoming = \"maildir:x\";",
			"no host" },
		{ "outgoing = \"smtps://u:p@h\"; incoming = \"maildir:x\";",
			"mail.user" },
		{ "outgoing = \"smtps://h:0\"; incoming = \"maildir:x\";",
			"port" },
		{ "outgoing = \"smtps://h:65536\"; incoming = \"maildir:x\";",
			"port" },
		{ "outgoing = \"smtps://h/x\"; incoming = \"maildir:x\";",
			"after host and port" },
		{ "outgoing = \"smtp+plain://h\"; incoming = \"maildir:x\";",
			"without TLS" },
		{ "outgoing = \"smtp+plain://127.0.0.1.x.org\"; incoming = "
		  "\"maildir:x\";",
			"without TLS" },
		{ "outgoing = \"maildir:\"; incoming = \"maildir:x\";",
			"folder must follow" },
		{ "outgoing = \"maildir:o\"; incoming = \"imaps://h\";",
			"mail.user" },
		{ "user = \"u\";", "has no secret" },
		{ "credential = \"c\";", "mail.user" },
		{ "user = \"u\"; credential = \"c\"; token_command = \"t\";",
			"more than one" },
		{ "user = \"u\"; secret_file = \"/nowhere/at/all\";",
			"cannot look at" },
		{ "require_auth = true;", "authserv_id" },
		{ "trusted_hops = 2;", "authserv_id" },
		{ "authserv_id = \"mx\"; trusted_hops = 0;", "from 1 to 10" },
		{ "authserv_id = \"mx\"; trusted_hops = 11;", "from 1 to 10" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *conf = g_strconcat(
			HEAD, "mail = { ", bad[i][0], " };\n", NULL);

		one_mistake(conf, 4, bad[i][1]);
	}
}

static void
test_mail_good(void)
{
	PLACE p = { 0 };

	place_write(&p,
		HEAD "mail = { outgoing = \"smtp+plain://[::1]:2525\"; "
		     "incoming = \"maildir:letters\"; rate = 30; "
		     "authserv_id = \"mx\"; trusted_hops = 2; };\n",
		ROSTER);
	place_load(&p);
	g_assert_nonnull(p.program);
	g_assert_true(g_str_has_prefix(p.program->mail.incoming, "maildir:/"));
	g_assert_true(g_str_has_suffix(p.program->mail.incoming, "/letters"));
	g_assert_cmpint(p.program->mail.rate, ==, 30);
	g_assert_cmpint(p.program->mail.trusted_hops, ==, 2);

	g_autofree char *secret = g_strdup_printf(
		"mail = { outgoing = \"smtps://h\"; incoming = "
		"\"imaps://h:993\"; user = \"u\"; secret_file = "
		"\"%s\"; };\n",
		p.roster);
	g_autofree char *conf = g_strconcat(HEAD, secret, NULL);
	place_write(&p, conf, ROSTER);
	g_assert_cmpint(chmod(p.roster, 0640), ==, 0);
	place_load(&p);
	g_assert_nonnull(p.program);
	bool warned = false;
	for (size_t i = 0; i < p.mistakes->n; i++)
		warned |= strstr(p.mistakes->at[i].why, "chmod 600") != NULL;
	g_assert_true(warned);
}

static void
test_print(void)
{
	POOL_AUTO pool = pool_new();
	struct mistake_list *m = mistakes_new();

	mistake_warn(m, "b", 1, NULL, NULL, "last");
	mistake_add(
		m, "a", 2, "k", "x\ny\x1b[31m\xe2\x80\xae\xff", "wrong %d", 7);
	mistake_add(m, "a", 1, NULL, NULL, "first");
	mistakes_sort(m);
	g_assert_cmpuint(mistakes_count(m), ==, 2);
	g_assert_cmpstr(
		mistake_print(pool, &m->at[0]), ==, "b:1: warning: last");
	g_assert_cmpstr(mistake_print(pool, &m->at[1]), ==, "a:1: first");
	g_assert_cmpstr(mistake_print(pool, &m->at[2]), ==,
		"a:2: k: x\\ny\\u001b[31m\\u202e\xef\xbf\xbd: wrong 7");
	mistakes_free(m);
	mistakes_free(NULL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	go_to_sources();
	g_test_add_func("/program/minimal", test_minimal);
	g_test_add_func("/program/defaults", test_defaults);
	g_test_add_func("/program/closing", test_closing);
	g_test_add_func("/program/state", test_state);
	g_test_add_func("/program/days", test_days);
	g_test_add_func("/program/addresses", test_addresses);
	g_test_add_func("/program/many mistakes", test_many_mistakes);
	g_test_add_func("/program/no file", test_no_file);
	g_test_add_func("/program/syntax", test_syntax);
	g_test_add_func("/program/nul", test_nul);
	g_test_add_func("/program/single", test_single);
	g_test_add_func("/program/coordinators", test_coordinators);
	g_test_add_func("/program/mail", test_mail);
	g_test_add_func("/program/mail good", test_mail_good);
	g_test_add_func("/program/print", test_print);
	return g_test_run();
}
