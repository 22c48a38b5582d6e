/* What two people have in common: rules, criteria, scores, and their reasons. */
#include "match/compat.h"
#include "match/groups.h"
#include "match/score.h"
#include "match/sheet.h"
#include "match_bench.h"

static void
test_rules(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	attribute(&bench, "team", ATTRIBUTE_TEXT, VISIBLE_PARTNER);
	attribute(&bench, "speaks", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(&bench, RULE_DIFFERENT, "different team", "team", 0);
	rule(&bench, RULE_SHARE, "a common language", "speaks", 0);
	rule(&bench, RULE_NOT_NAMED, "not the manager", "boss", 0);
	rule(&bench, RULE_NOT_BEFORE, "somebody new", NULL, 0);
	struct participant *ana = person(&bench, 1, "Ana Silva", "team=Sales",
		"speaks=German; English", NULL);
	struct participant *ben = person(
		&bench, 2, "Ben Okoye", "team= sales ", "speaks=english", NULL);
	struct participant *cem = person(&bench, 3, "Cem Aydin", "team=Law",
		"speaks=Turkish, ENGLISH", "boss=Ana Silva <P1@example.org>",
		NULL);
	struct participant *dea =
		person(&bench, 4, "Dea", "team=Law", "speaks=Italian", NULL);
	struct participant *eva = person(
		&bench, 5, "Eva", "speaks=german", "boss=BEN  okoye", NULL);
	*LIST_ADD(bench.pool, &bench.input.history) =
		(struct former_pair){ 2, 3 };

	g_assert_cmpint(score(&bench, ana, ben, &text), ==, -1);
	g_assert_cmpstr(text, ==, "different team");
	g_assert_cmpint(score(&bench, ana, dea, &text), ==, -1);
	g_assert_cmpstr(text, ==, "a common language");
	g_assert_cmpint(score(&bench, ana, cem, &text), ==, -1);
	g_assert_cmpstr(text, ==, "not the manager");
	g_assert_cmpint(score(&bench, cem, ben, &text), ==, -1);
	g_assert_cmpstr(text, ==, "somebody new");
	g_assert_cmpint(score(&bench, eva, ana, &text), ==, 0);

	*LIST_ADD(bench.pool, &bench.input.pinned) =
		(struct former_pair){ 1, 2 };
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 5 };
	g_assert_cmpint(score(&bench, ana, ben, &text), ==, 0);
	g_assert_cmpint(score(&bench, ana, eva, &text), ==, -1);
	g_assert_cmpstr(text, ==, "kept apart");
	bench_close(&bench);
}

static void
test_same_needs_a_value(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	rule(&bench, RULE_SAME, "same site", "site", 0);
	struct participant *a = person(&bench, 1, "A", "site=Ulm", NULL);
	struct participant *b = person(&bench, 2, "B", "site=ULM", NULL);
	struct participant *c = person(&bench, 3, "C", "site=", NULL);
	struct participant *d = person(&bench, 4, "D", NULL);

	g_assert_cmpint(score(&bench, a, b, &text), ==, 0);
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1);
	g_assert_cmpint(score(&bench, c, d, &text), ==, -1);
	bench_close(&bench);
}

static void
window(struct bench *bench, struct participant *who, int weekday, int from,
	int till)
{
	*LIST_ADD(bench->pool, &who->free) =
		(struct free_window){ weekday, from * 60, till * 60 };
}

static void
test_overlap(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	attribute(&bench, "times", ATTRIBUTE_TIMES, VISIBLE_PARTNER);
	rule(&bench, RULE_OVERLAP, "two hours in common", "times", 120);
	criterion(&bench, PREFER_OVERLAP, "times", NULL, 10);
	struct participant *a = person(&bench, 1, "A", NULL);
	struct participant *b = person(&bench, 2, "B", NULL);
	struct participant *c = person(&bench, 3, "C", NULL);
	struct participant *d = person(&bench, 4, "D", NULL);

	a->timezone = "Europe/Berlin"; /* UTC+1 on that day */
	window(&bench, a, 0, 9, 12);   /* 08-11 UTC */
	b->timezone = "America/New_York";
	window(&bench, b, 0, 4, 6); /* 09-11 UTC */
	window(&bench, c, 0, 9, 10);
	window(&bench, c, 0, 11, 24);     /* till the end of Monday, UTC */
	d->timezone = "Pacific/Auckland"; /* UTC+13 */
	window(&bench, d, 0, 0, 24);      /* Sunday 11:00 to Monday 11:00 */
	g_assert_cmpint(score(&bench, a, b, &text), ==, 1000);
	g_assert_cmpstr(text, ==, "120 min");
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 1000);
	g_assert_cmpstr(text, ==, "180 min");

	/* one piece over the end of the week */
	struct participant *e = person(&bench, 5, "E", NULL);
	struct participant *f = person(&bench, 6, "F", NULL);
	window(&bench, e, 6, 23, 24);
	window(&bench, e, 0, 0, 1);
	window(&bench, f, 6, 22, 24);
	window(&bench, f, 0, 0, 2);
	g_assert_cmpint(score(&bench, e, f, &text), ==, 1000);
	bench_close(&bench);
}

static void
test_criteria(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	attribute(&bench, "likes", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	criterion(&bench, PREFER_SHARED, "likes", NULL, 9);
	struct participant *a = person(&bench, 1, "A",
		"likes=Hiking, chess; Go, Tea", "years=3", NULL);
	struct participant *b = person(&bench, 2, "B",
		"likes=CHESS, hiking , cooking", "years=7,5", NULL);
	struct participant *c =
		person(&bench, 3, "C", "likes=go", "years=13", NULL);
	struct participant *d = person(&bench, 4, "D", "years=many", NULL);

	g_assert_cmpint(score(&bench, a, b, &text), ==, 600);
	g_assert_cmpstr(text, ==, "Hiking, chess");
	g_assert_cmpint(score(&bench, b, a, &text), ==, 600);
	g_assert_cmpint(score(&bench, a, c, &text), ==, 900);
	g_assert_cmpint(score(&bench, b, c, &text), ==, 0);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 0);

	bench.matching.criteria.n = 0;
	criterion(&bench, PREFER_NEAR, "years", NULL, 10);
	g_assert_cmpint(score(&bench, a, b, &text), ==, 550);
	g_assert_cmpstr(text, ==, "3 / 7,5");
	g_assert_cmpint(score(&bench, a, c, &text), ==, 0);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 0);
	bench.matching.criteria.at[0].prefer = PREFER_FAR;
	g_assert_cmpint(score(&bench, a, b, &text), ==, 450);
	g_assert_cmpint(score(&bench, a, c, &text), ==, 1000);
	bench.matching.criteria.at[0].prefer = PREFER_DIFFERENT;
	g_assert_cmpint(score(&bench, a, c, &text), ==, 1000);
	bench.matching.criteria.at[0].prefer = PREFER_SAME;
	g_assert_cmpint(score(&bench, a, c, &text), ==, 0);
	bench_close(&bench);
}

static void
test_complement(void)
{
	struct bench bench;
	struct match_reason_list reasons = { 0 };
	int64_t points = 0;
	const char *why = NULL;

	bench_open(&bench);
	attribute(&bench, "offers", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(&bench, "wants", ATTRIBUTE_LIST, VISIBLE_COORDINATOR);
	criterion(&bench, PREFER_COMPLEMENT, "offers", "wants", 10);
	struct participant *a = person(&bench, 1, "Ana Silva",
		"offers=SQL, Python", "wants=law", NULL);
	struct participant *b = person(&bench, 2, "Ben", "offers=Law",
		"wants=python; sql; Go; C", NULL);

	g_assert_true(match_score(
		bench.pool, &bench.input, b, a, &points, &reasons, &why));
	g_assert_cmpint(points, ==, 500 + 333);
	g_assert_cmpuint(reasons.n, ==, 2);
	g_assert_cmpstr(reasons.at[0].text, ==, "Law");
	g_assert_cmpint(reasons.at[0].one, ==, b->id);
	g_assert_cmpint(reasons.at[0].other, ==, a->id);
	g_assert_cmpstr(reasons.at[1].text, ==, "SQL, Python");
	g_assert_cmpint(reasons.at[1].one, ==, a->id);
	/* what one wants is not for the partner's eyes here */
	g_assert_false(reasons.at[0].partner_may_see);
	bench.attributes.at[1].visible = VISIBLE_PARTNER;
	g_assert_true(match_score(
		bench.pool, &bench.input, a, b, &points, &reasons, &why));
	g_assert_true(reasons.at[1].partner_may_see);

	a->role = ROLE_MENTOR; /* what the mentee wants is all that counts */
	b->role = ROLE_MENTEE;
	g_assert_true(match_score(
		bench.pool, &bench.input, a, b, &points, &reasons, &why));
	g_assert_cmpint(points, ==, 666);
	bench_close(&bench);
}

static void
test_many_words(void)
{
	struct bench bench;
	const char *text;
	GString *all = g_string_new("likes=");

	bench_open(&bench);
	criterion(&bench, PREFER_SHARED, "likes", NULL, 9);
	for (int i = 0; i < 200; i++)
		g_string_append_printf(all, "w%d;", i);
	struct participant *a = person(&bench, 1, "A", all->str, NULL);
	struct participant *b =
		person(&bench, 2, "B", "likes=w199, w64, other, stuff", NULL);
	struct participant *c =
		person(&bench, 3, "C", "likes=x0, x64, x128, stuff", NULL);

	g_assert_cmpint(score(&bench, a, b, &text), ==, 600);
	g_assert_cmpstr(text, ==, "w64, w199");
	g_assert_cmpint(score(&bench, a, c, &text), ==, 0);
	g_assert_cmpint(score(&bench, b, c, &text), ==, 300);
	g_string_free(all, TRUE);
	bench_close(&bench);
}

/* ---- numbers, lines of managers, wishes -------------------------------- */

static void
numbers_rule(struct bench *bench, enum rule_kind kind, int64_t apart)
{
	bench->matching.rules.n = 0;
	rule(bench, kind, "levels", "level", 0);
	bench->matching.rules.at[0].apart = apart;
}

static void
test_numbers(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	struct participant *a = person(&bench, 1, "A", "level=3", NULL);
	struct participant *b = person(&bench, 2, "B", "level=5", NULL);
	struct participant *c = person(&bench, 3, "C", "level=5,5", NULL);
	struct participant *d = person(&bench, 4, "D", "level=", NULL);

	numbers_rule(&bench, RULE_AT_LEAST, 2);
	g_assert_cmpint(score(&bench, a, b, &text), ==, 0);
	g_assert_cmpint(score(&bench, b, c, &text), ==, -1);
	g_assert_cmpstr(text, ==, "levels");
	g_assert_cmpint(score(&bench, a, d, &text), ==, -1); /* not known */
	numbers_rule(&bench, RULE_AT_MOST, 2);
	g_assert_cmpint(score(&bench, a, b, &text), ==, 0);
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1);
	g_assert_cmpint(score(&bench, d, d, &text), ==, -1);

	/* who is the mentor decides */
	bench.matching.form = MATCHING_MENTORS;
	numbers_rule(&bench, RULE_SENIOR, 2);
	a->role = ROLE_MENTEE;
	b->role = ROLE_MENTOR;
	c->role = ROLE_MENTEE;
	g_assert_cmpint(score(&bench, a, b, &text), ==, 0);
	g_assert_cmpint(score(&bench, c, b, &text), ==, -1);
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1);
	g_assert_cmpstr(text, ==, "mentor with mentee");
	numbers_rule(&bench, RULE_JUNIOR, 0);
	g_assert_cmpint(score(&bench, a, b, &text), ==, -1);
	g_assert_cmpint(score(&bench, c, b, &text), ==, 0);
	a->role = ROLE_BOTH; /* so that a can be the mentor */
	b->role = ROLE_BOTH;
	g_assert_cmpint(score(&bench, a, b, &text), ==, 0);
	bench_close(&bench);
}

static void
test_reporting_line(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	rule(&bench, RULE_NOT_ABOVE, "line", "boss", 0);
	struct participant *a = person(&bench, 1, "Ana", "boss=Ben", NULL);
	struct participant *b =
		person(&bench, 2, "Ben", "boss=Ruth <ruth@example.org>", NULL);
	struct participant *c = person(&bench, 3, "Cem", NULL);
	struct participant *d = person(&bench, 4, "Dea", "boss=ben", NULL);
	struct participant *e = person(&bench, 5, "Eva", "boss=Fay", NULL);
	struct participant *f = person(&bench, 6, "Fay", "boss=Eva", NULL);
	struct participant *g =
		person(&bench, 7, "Gil", "boss=P6@EXAMPLE.org", NULL);

	/* not in the run, but in the roster, and above Ben */
	struct participant *ruth = person(&bench, 8, "R.", "boss=cem", NULL);
	bench.input.people.n--;
	ruth->email = "ruth@example.org";
	*LIST_ADD(bench.pool, &bench.program.roster) = ruth;

	g_assert_cmpint(score(&bench, a, b, &text), ==, -1);
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1); /* over Ruth */
	g_assert_cmpstr(text, ==, "line");
	g_assert_cmpint(score(&bench, c, d, &text), ==, -1);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 0); /* side by side */
	g_assert_cmpint(score(&bench, e, f, &text), ==, -1);
	g_assert_cmpint(score(&bench, g, e, &text), ==, -1); /* the circle */
	g_assert_cmpint(score(&bench, g, a, &text), ==, 0);
	bench.program.roster.n = 0;
	g_assert_cmpint(score(&bench, a, c, &text), ==, 0);
	bench_close(&bench);
}

static void
test_ranked(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	attribute(&bench, "offers", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(&bench, "wants", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	criterion(&bench, PREFER_RANKED, "offers", "wants", 10);
	struct participant *a =
		person(&bench, 1, "A", "wants=SQL, law; sql, Go, tax", NULL);
	struct participant *b = person(&bench, 2, "B", "offers=sql", NULL);
	struct participant *c = person(&bench, 3, "C", "offers=law", NULL);
	struct participant *d =
		person(&bench, 4, "D", "offers=tax, go, law", NULL);
	struct participant *e = person(
		&bench, 5, "E", "offers=go", "wants=nothing, a, b, c", NULL);

	/* half the points are for what B, C, ... want of A */
	g_assert_cmpint(score(&bench, a, b, &text), ==, 500);
	g_assert_cmpstr(text, ==, "SQL");
	g_assert_cmpint(score(&bench, a, c, &text), ==, 350);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 400); /* 70 + 2 * 5 % */
	g_assert_cmpstr(text, ==, "law, Go, tax");
	g_assert_cmpint(score(&bench, a, e, &text), ==, 175); /* the fourth */
	bench.matching.form = MATCHING_MENTORS;
	a->role = ROLE_MENTEE;
	b->role = ROLE_MENTOR;
	g_assert_cmpint(score(&bench, a, b, &text), ==, 1000);

	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	size_t at[5];
	for (size_t i = 0; i < 5; i++)
		at[i] = (size_t)sheet_place(sheet, (int64_t)i + 1);
	g_assert_true(score_ranks(sheet, at[0]));
	g_assert_false(score_ranks(sheet, at[1]));
	g_assert_true(score_first_wish(sheet, at[0], at[1]));
	g_assert_false(score_first_wish(sheet, at[0], at[2]));
	g_assert_cmpint(score_seen(sheet, at[0], at[1]), ==, 1000);
	g_assert_cmpint(score_seen(sheet, at[1], at[0]), ==, 1000);
	bench.matching.form = MATCHING_PEERS;
	a->role = b->role = ROLE_PEER;
	g_assert_cmpint(score_seen(sheet, at[0], at[1]), ==, 1000);
	g_assert_cmpint(score_seen(sheet, at[1], at[0]), ==, 0);
	bench_close(&bench);
}

static void
test_named(void)
{
	struct bench bench;
	struct match_reason_list reasons = { 0 };
	const char *text, *why;
	int64_t points;

	bench_open(&bench);
	attribute(&bench, "fans", ATTRIBUTE_LIST, VISIBLE_COORDINATOR);
	criterion(&bench, PREFER_NAMED, "fans", NULL, 10);
	struct participant *a = person(&bench, 1, "Ana",
		"fans=Ben, dea, Cem <p3@example.org>, Somebody Else", NULL);
	struct participant *b = person(&bench, 2, "Ben", "fans=Cem; Ana", NULL);
	struct participant *c = person(&bench, 3, "Cem", NULL);
	struct participant *d =
		person(&bench, 4, "Dea", "fans=Nobody Here", NULL);

	g_assert_cmpint(score(&bench, a, b, &text), ==, 500 + 350);
	g_assert_cmpint(score(&bench, a, c, &text), ==, 500); /* 50 % of all */
	g_assert_cmpint(score(&bench, a, d, &text), ==, 350); /* she has hers */
	g_assert_cmpint(score(&bench, c, d, &text), ==, 0);
	g_assert_true(match_score(
		bench.pool, &bench.input, a, b, &points, &reasons, &why));
	g_assert_cmpuint(reasons.n, ==, 2);
	g_assert_cmpint(reasons.at[0].one, ==, a->id);
	g_assert_cmpint(reasons.at[0].other, ==, b->id);
	g_assert_cmpint(reasons.at[1].amount, ==, 2);
	g_assert_false(reasons.at[0].partner_may_see);

	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	size_t ana = (size_t)sheet_place(sheet, 1);
	size_t ben = (size_t)sheet_place(sheet, 2);
	size_t dea = (size_t)sheet_place(sheet, 4);
	g_assert_true(score_first_wish(sheet, ana, ben));
	g_assert_false(score_first_wish(sheet, ben, ana));
	g_assert_true(score_ranks(sheet, dea));
	g_assert_cmpint(score_seen(sheet, ben, ana), ==, 700);
	bench_close(&bench);
}

static void
test_reliable(void)
{
	struct bench bench;
	const char *text;

	bench_open(&bench);
	criterion(&bench, PREFER_RELIABLE, NULL, NULL, 10);
	struct participant *a = person(&bench, 1, "Ana", NULL);
	struct participant *b = person(&bench, 2, "Ben", NULL);
	struct participant *c = person(&bench, 3, "Cem", NULL);
	*LIST_ADD(bench.pool, &bench.input.follow_through) =
		(struct follow_through){ 1, 900 };
	*LIST_ADD(bench.pool, &bench.input.follow_through) =
		(struct follow_through){ 2, 500 };

	g_assert_cmpint(score(&bench, a, b, &text), ==, 450);
	g_assert_cmpstr(text, ==, "90 % / 50 %");
	g_assert_cmpint(score(&bench, a, c, &text), ==, 0);
	bench_close(&bench);
}

/* Every criterion is there, what gave something first. */
static void
test_parts(void)
{
	struct bench bench;

	bench_open(&bench);
	criterion(&bench, PREFER_SAME, "team", NULL, 3);
	criterion(&bench, PREFER_DIFFERENT, "team", NULL, 4);
	criterion(&bench, PREFER_RELIABLE, NULL, NULL, 5);
	person(&bench, 1, "Ana", "team=Law", NULL);
	person(&bench, 2, "Ben", "team=Tax", NULL);
	struct sheet *sheet =
		sheet_new(bench.pool, &bench.input, &bench.input.people);
	struct match_reason_list parts = score_parts(bench.pool, sheet, 0, 1);

	g_assert_cmpuint(parts.n, ==, 3);
	g_assert_cmpstr(parts.at[0].criterion, ==, "different");
	g_assert_cmpint(parts.at[0].points, ==, 400);
	g_assert_cmpstr(parts.at[1].criterion, ==, "same");
	g_assert_cmpstr(parts.at[1].text, ==, "Law / Tax");
	g_assert_cmpint(parts.at[1].points, ==, 0);
	g_assert_cmpint(score_full(sheet), ==, 1200);
	bench_close(&bench);
}

static const char *
remedy(struct bench *bench, int64_t id)
{
	struct sheet *sheet =
		sheet_new(bench->pool, &bench->input, &bench->input.people);

	return compat_remedy(
		bench->pool, sheet, (size_t)sheet_place(sheet, id));
}

static void
test_remedy(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_DIFFERENT, "different team", "team", 0);
	rule(&bench, RULE_SHARE, "a common language", "speaks", 0);
	person(&bench, 1, "Ana", "team=Law", "speaks=Italian", NULL);
	person(&bench, 2, "Ben", "team=Law", "speaks=Italian", NULL);
	person(&bench, 3, "Cem", "team=Tax", "speaks=Turkish", NULL);
	person(&bench, 4, "Dea", "team=Tax", "speaks=Greek", NULL);
	g_assert_cmpstr(remedy(&bench, 1), ==,
		"would have 2 possible partners without 'a common language'");
	bench.input.people.n = 2;
	g_assert_cmpstr(remedy(&bench, 1), ==,
		"would have 1 possible partner without 'different team'");
	bench.program.language = "de-CH";
	g_assert_cmpstr(remedy(&bench, 1), ==,
		"hätte 1 möglichen Partner ohne „different team“");
	bench.input.people.at[1]->attributes.at[1].value = "French";
	g_assert_cmpstr(remedy(&bench, 1), ==,
		"hätte 1 möglichen Partner ohne „different team“ und „a "
		"common language“");
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 2 };
	g_assert_null(remedy(&bench, 1)); /* no rule is to blame */
	bench.input.forbidden.n = 0;
	bench.input.people.n = 4;
	bench.input.people.at[3]->attributes.at[1].value = "Italian, x";
	g_assert_null(remedy(&bench, 1)); /* not for want of people */
	bench_close(&bench);
}

/* What the three break, while each two of them break `pairs`. */
static int
together(struct bench *bench, int pairs)
{
	struct sheet *sheet =
		sheet_new(bench->pool, &bench->input, &bench->input.people);
	const size_t at[] = { 0, 1, 2 };

	for (size_t i = 0; i < 3; i++)
		g_assert_cmpint(
			compat_stops(sheet, at[i], at[(i + 1) % 3]), ==, pairs);
	return groups_stops(sheet, at, 3);
}

static void
test_together(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common language", "speaks", 0);
	rule(&bench, RULE_OVERLAP, "two hours", "times", 120);
	struct participant *a =
		person(&bench, 1, "Ana", "speaks=Dutch, Greek", NULL);
	struct participant *b =
		person(&bench, 2, "Ben", "speaks=Greek, Urdu", NULL);
	struct participant *c =
		person(&bench, 3, "Cem", "speaks=Urdu, Dutch", NULL);

	/* each two have a language, and three have none */
	g_assert_cmpint(together(&bench, COMPAT_FINE), ==, 0);
	c->attributes.at[0].value = "Urdu, Dutch, greek";
	g_assert_cmpint(together(&bench, COMPAT_FINE), ==, COMPAT_FINE);

	/* the same of hours */
	window(&bench, a, 0, 8, 12);
	window(&bench, b, 0, 10, 14);
	window(&bench, c, 0, 8, 10);
	window(&bench, c, 0, 12, 14);
	window(&bench, a, 2, 8, 12);
	window(&bench, b, 2, 8, 12);
	window(&bench, c, 2, 8, 9);
	window(&bench, c, 2, 11, 12);
	g_assert_cmpint(together(&bench, COMPAT_FINE), ==, 1);

	/* an hour at the end of the week, and one at its begin */
	window(&bench, a, 6, 23, 24);
	window(&bench, a, 0, 0, 2);
	window(&bench, b, 6, 22, 24);
	window(&bench, b, 0, 0, 1);
	window(&bench, c, 6, 20, 24);
	window(&bench, c, 0, 0, 3);
	g_assert_cmpint(together(&bench, COMPAT_FINE), ==, COMPAT_FINE);
	bench_close(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/rules", test_rules);
	g_test_add_func("/match/same-needs-a-value", test_same_needs_a_value);
	g_test_add_func("/match/overlap", test_overlap);
	g_test_add_func("/match/criteria", test_criteria);
	g_test_add_func("/match/complement", test_complement);
	g_test_add_func("/match/many-words", test_many_words);
	g_test_add_func("/match/numbers", test_numbers);
	g_test_add_func("/match/reporting-line", test_reporting_line);
	g_test_add_func("/match/ranked", test_ranked);
	g_test_add_func("/match/named", test_named);
	g_test_add_func("/match/reliable", test_reliable);
	g_test_add_func("/match/parts", test_parts);
	g_test_add_func("/match/remedy", test_remedy);
	g_test_add_func("/match/together", test_together);
	return g_test_run();
}
