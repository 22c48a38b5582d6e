/* What two people have in common: rules, criteria, scores, and their reasons. */
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
	return g_test_run();
}
