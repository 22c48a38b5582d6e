/* Who is put with whom: rules, scores, pairs, trios, and beside brute force.
 */
#include <glib.h>
#include <string.h>

#include "match/lot.h"
#include "match/solve.h"

/* A program in memory; people get their attributes as "name=value" words. */
struct bench {
	struct pool *pool;
	struct program program;
	struct matching matching;
	struct attribute_rule_list attributes;
	struct solve_input input;
};

static void
bench_open(struct bench *bench)
{
	memset(bench, 0, sizeof *bench);
	bench->pool = pool_new();
	bench->program.language = "en";
	bench->program.zone = zone_find("UTC");
	bench->program.sessions.day_from = 9 * 60;
	bench->program.sessions.day_till = 17 * 60;
	bench->input = (struct solve_input){
		.matching = &bench->matching,
		.attributes = &bench->attributes,
		.program = &bench->program,
		.seed = 7,
		.now = 1800000000,
	};
}

static void
bench_close(struct bench *bench)
{
	pool_free(bench->pool);
}

static struct participant *
person(struct bench *bench, int64_t id, const char *name, ...)
{
	struct participant *person = POOL_NEW(bench->pool, struct participant);
	const char *word;
	va_list ap;

	person->id = id;
	person->name = name;
	person->email = pool_printf(bench->pool, "p%d@example.org", (int)id);
	va_start(ap, name);
	while ((word = va_arg(ap, const char *))) {
		const char *value = strchr(word, '=');

		*LIST_ADD(bench->pool, &person->attributes) =
			(struct attribute){ pool_strndup(bench->pool, word,
						    (size_t)(value - word)),
				value + 1 };
	}
	va_end(ap);
	*LIST_ADD(bench->pool, &bench->input.people) = person;
	return person;
}

static void
attribute(struct bench *bench, const char *name, enum attribute_type type,
	enum visible visible)
{
	*LIST_ADD(bench->pool, &bench->attributes) =
		(struct attribute_rule){ name, type, visible, name };
}

static void
rule(struct bench *bench, enum rule_kind kind, const char *name, const char *on,
	int64_t amount)
{
	*LIST_ADD(bench->pool, &bench->matching.rules) =
		(struct match_rule){ name, kind, on, amount };
}

static void
criterion(struct bench *bench, enum prefer prefer, const char *on,
	const char *with, int64_t weight)
{
	*LIST_ADD(bench->pool, &bench->matching.criteria) =
		(struct criterion){ prefer_name(prefer), on, with, prefer,
			weight };
}

/* Score of two, -1 when forbidden; the first reason's text in *text. */
static int64_t
score(struct bench *bench, const struct participant *a,
	const struct participant *b, const char **text)
{
	struct match_reason_list reasons = { 0 };
	int64_t points = -1, sum = 0;
	const char *why = NULL;

	*text = NULL;
	if (!match_score(bench->pool, &bench->input, a, b, &points, &reasons,
		    &why)) {
		*text = why;
		return -1;
	}
	for (size_t i = 0; i < reasons.n; i++) {
		sum += reasons.at[i].points;
		if (i)
			g_assert_cmpint(reasons.at[i].points, <=,
				reasons.at[i - 1].points);
	}
	g_assert_cmpint(sum, ==, points);
	if (reasons.n)
		*text = reasons.at[0].text;
	return points;
}

/* ---- rules and criteria ---------------------------------------------- */

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
	g_assert_cmpstr(text, ==, "2 h");
	g_assert_cmpint(score(&bench, a, c, &text), ==, -1);
	g_assert_cmpint(score(&bench, a, d, &text), ==, 1000);
	g_assert_cmpstr(text, ==, "3 h");

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
	g_assert_cmpstr(reasons.at[0].text, ==, "Ben → Ana: Law");
	g_assert_cmpstr(reasons.at[1].text, ==, "Ana → Ben: SQL, Python");
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

/* ---- solving ---------------------------------------------------------- */

static char *
print_result(struct pool *pool, const struct solve_result *result)
{
	char *text = pool_printf(pool, "%d:", (int)result->score);

	for (size_t m = 0; m < result->matches.n; m++) {
		const struct solved_match *match = &result->matches.at[m];

		for (size_t i = 0; i < match->members.n; i++)
			text = pool_printf(pool, "%s%c%d", text, i ? '+' : ' ',
				(int)match->members.at[i]);
	}
	for (size_t u = 0; u < result->unmatched.n; u++)
		text = pool_printf(pool, "%s (%d: %s)", text,
			(int)result->unmatched.at[u].participant,
			result->unmatched.at[u].why);
	return text;
}

/* Everybody once; no pair against a rule. */
static void
check_result(struct bench *bench, const struct solve_result *result)
{
	size_t seen = result->unmatched.n;
	int64_t sum = 0;
	const char *text;

	for (size_t m = 0; m < result->matches.n; m++) {
		const struct member_list *members =
			&result->matches.at[m].members;
		int64_t points = 0;

		seen += members->n;
		for (size_t i = 0; i < members->n; i++) {
			const struct participant *a = NULL, *b = NULL;

			for (size_t p = 0; p < bench->input.people.n; p++)
				if (bench->input.people.at[p]->id ==
					members->at[i])
					a = bench->input.people.at[p];
			for (size_t j = i + 1; j < members->n; j++) {
				g_assert_cmpint(
					members->at[i], <, members->at[j]);
				for (size_t p = 0; p < bench->input.people.n;
					p++)
					if (bench->input.people.at[p]->id ==
						members->at[j])
						b = bench->input.people.at[p];
				g_assert_nonnull(a);
				g_assert_nonnull(b);
				int64_t pair = score(bench, a, b, &text);
				g_assert_cmpint(pair, >=, 0);
				points += pair;
			}
		}
		g_assert_cmpint(points, ==, result->matches.at[m].score);
		sum += points;
	}
	g_assert_cmpint(sum, ==, result->score);
	g_assert_cmpuint(seen, ==, bench->input.people.n);
}

static void
test_odd_one(void)
{
	struct bench bench;

	bench_open(&bench);
	attribute(&bench, "likes", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	criterion(&bench, PREFER_SHARED, "likes", NULL, 10);
	person(&bench, 1, "Ana", "likes=tea, chess", NULL);
	person(&bench, 2, "Ben", "likes=tea, chess", NULL);
	person(&bench, 3, "Cem", "likes=sea", NULL);
	person(&bench, 4, "Dea", "likes=sea", NULL);
	person(&bench, 5, "Eva", "likes=tea", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpstr(
		print_result(bench.pool, result), ==, "4000: 1+2+5 3+4");
	const struct match_reason_list *reasons =
		&result->matches.at[0].reasons;
	g_assert_cmpuint(reasons->n, ==, 3);
	g_assert_cmpstr(reasons->at[0].text, ==, "Ana, Ben: tea, chess");
	g_assert_cmpstr(result->matches.at[1].reasons.at[0].text, ==, "sea");
	g_assert_cmpint(result->quality.placed, ==, 5);
	bench_close(&bench);
}

/* Lonely Eva may be with Ana alone, Ana's pair with Ben takes no third: the
 * odd one has to become somebody else. */
static void
test_odd_one_changes(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	person(&bench, 1, "Ana", "room=a, e", NULL);
	person(&bench, 2, "Ben", "room=a, b", NULL);
	person(&bench, 3, "Cem", "room=b, x", NULL);
	person(&bench, 4, "Dea", "room=b, x", NULL);
	person(&bench, 5, "Eva", "room=e", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 1+5 2+3+4");
	bench_close(&bench);
}

/* As before, but along a path: only 1-2, 2-3, 3-4, 4-5, 5-6, 6-7, 5-7. */
static void
test_odd_one_far_away(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	person(&bench, 1, "A", "room=r12", NULL);
	person(&bench, 2, "B", "room=r12, r23", NULL);
	person(&bench, 3, "C", "room=r23, r34", NULL);
	person(&bench, 4, "D", "room=r34, r45", NULL);
	person(&bench, 5, "E", "room=r45, r567", NULL);
	person(&bench, 6, "F", "room=r567", NULL);
	person(&bench, 7, "G", "room=r567", NULL);
	for (bench.input.seed = 0; bench.input.seed < 50; bench.input.seed++)
		g_assert_cmpstr(print_result(bench.pool,
					match_solve(bench.pool, &bench.input)),
			==, "0: 1+2 3+4 5+6+7");
	bench_close(&bench);
}

static void
test_unmatched_why(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_DIFFERENT, "different department", "team", 0);
	for (int i = 1; i <= 6; i++)
		person(&bench, i, "P", i < 6 ? "team=A" : "team=B", NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpuint(result->matches.n, ==, 1);
	g_assert_cmpuint(result->unmatched.n, ==, 4);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"all 1 possible partners (of 5) are taken");
	bench.input.people.at[5]->attributes.at[0].value = "a";
	result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 6);
	g_assert_cmpstr(result->unmatched.at[5].why, ==,
		"no one left: 'different department' rules out 5 of 5");
	bench.program.language = "de";
	result = match_solve(bench.pool, &bench.input);
	g_assert_nonnull(
		strstr(result->unmatched.at[5].why, "schließt 5 von 5 aus"));
	bench_close(&bench);
}

static void
test_few(void)
{
	struct bench bench;

	bench_open(&bench);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0:");
	person(&bench, 1, "A", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: (1: there is nobody else to be matched)");
	person(&bench, 2, "B", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+2");
	person(&bench, 3, "C", NULL);
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+2+3");
	bench_close(&bench);
}

/* Former partners again only when there is no other way, and not at all with
 * the rule; pins and vetoes are kept; who waited goes first. */
static void
test_wishes(void)
{
	struct bench bench;

	bench_open(&bench);
	criterion(&bench, PREFER_SAME, "team", NULL, 10);
	person(&bench, 1, "A", "team=x", NULL);
	person(&bench, 2, "B", "team=x", NULL);
	person(&bench, 3, "C", "team=y", NULL);
	person(&bench, 4, "D", "team=y", NULL);
	*LIST_ADD(bench.pool, &bench.input.history) =
		(struct former_pair){ 1, 2 };
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	g_assert_cmpint(result->score, ==, 0);
	bench.input.people.n = 2;
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "1000: 1+2");
	rule(&bench, RULE_NOT_BEFORE, "new", NULL, 0);
	result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->unmatched.n, ==, 2);
	bench.matching.rules.n = 0;
	bench.input.people.n = 4;
	bench.input.history.n = 0;
	*LIST_ADD(bench.pool, &bench.input.pinned) =
		(struct former_pair){ 2, 3 };
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+4 2+3");
	bench.input.pinned.n = 0;
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 2 };
	*LIST_ADD(bench.pool, &bench.input.forbidden) =
		(struct former_pair){ 1, 3 };
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		==, "0: 1+4 2+3");
	bench_close(&bench);
}

static void
test_waiting(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_DIFFERENT, "other side", "side", 0);
	for (int i = 1; i <= 9; i++)
		person(&bench, i, "P", i > 8 ? "side=r" : "side=l", NULL);
	*LIST_ADD(bench.pool, &bench.input.credits) =
		(struct waiting_credit){ 5, 100 };
	for (bench.input.seed = 0; bench.input.seed < 20; bench.input.seed++) {
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);

		g_assert_cmpuint(result->matches.n, ==, 1);
		g_assert_cmpint(result->matches.at[0].members.at[0], ==, 5);
		g_assert_cmpint(result->score, ==, 0);
	}
	bench_close(&bench);
}

static void
test_mentors(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	for (int i = 1; i <= 8; i++)
		person(&bench, i, "P", NULL)->role =
			i % 2 ? ROLE_MENTOR : ROLE_MENTEE;
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	g_assert_cmpuint(result->matches.n, ==, 4);
	for (size_t m = 0; m < result->matches.n; m++)
		g_assert_cmpint((result->matches.at[m].members.at[0] +
					result->matches.at[m].members.at[1]) %
				2,
			==, 1);
	bench_close(&bench);
}

/* ---- beside brute force ---------------------------------------------- */

static uint64_t dice;

static uint64_t
roll(uint64_t sides)
{
	return lot_mix(dice++) % sides;
}

/* A random pool in which a share of the pairs is allowed. */
static void
random_people(struct bench *bench, int n, uint64_t rooms)
{
	attribute(bench, "room", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common room", "room", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 7);
	criterion(bench, PREFER_NEAR, "years", NULL, 5);
	criterion(bench, PREFER_DIFFERENT, "room", NULL, 1);
	for (int i = 1; i <= n; i++) {
		struct pool *pool = bench->pool;

		person(bench, i * 3, "P",
			pool_printf(pool, "room=r%d, r%d", (int)roll(rooms),
				(int)roll(rooms)),
			pool_printf(pool, "likes=l%d, l%d, l%d", (int)roll(9),
				(int)roll(9), (int)roll(9)),
			pool_printf(pool, "years=%d", (int)roll(12)), NULL);
	}
}

/* Most pairs, then most points, over all ways to pair up a subset. */
struct best {
	int pairs;
	int64_t points;
};

static struct best
brute(struct bench *bench, int64_t *points, struct best *known, unsigned left)
{
	size_t n = bench->input.people.n, i = 0;

	if (!left)
		return (struct best){ 0, 0 };
	if (known[left].pairs >= 0)
		return known[left];
	while (!(left >> i & 1))
		i++;
	struct best best = brute(bench, points, known, left & ~(1u << i));
	for (size_t j = i + 1; j < n; j++) {
		if (!(left >> j & 1) || points[i * n + j] < 0)
			continue;
		struct best with = brute(
			bench, points, known, left & ~(1u << i) & ~(1u << j));
		with.pairs++;
		with.points += points[i * n + j];
		if (with.pairs > best.pairs ||
			(with.pairs == best.pairs && with.points > best.points))
			best = with;
	}
	known[left] = best;
	return best;
}

static struct best
brute_best(struct bench *bench)
{
	size_t n = bench->input.people.n;
	int64_t *points = pool_alloc(bench->pool, n * n * sizeof *points);
	struct best *known = pool_alloc(bench->pool, (1u << n) * sizeof *known);
	const char *text;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			points[i * n + j] =
				score(bench, bench->input.people.at[i],
					bench->input.people.at[j], &text);
	for (size_t i = 0; i < 1u << n; i++)
		known[i].pairs = -1;
	return brute(bench, points, known, (1u << n) - 1);
}

static void
test_brute_force(void)
{
	int exact = 0, of = 0;

	dice = 1;
	for (int round = 0; round < 400; round++) {
		struct bench bench;
		int pairs = 0, trios = 0;

		bench_open(&bench);
		random_people(&bench, 2 + (int)roll(9), 2 + roll(6));
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		check_result(&bench, result);
		struct best best = brute_best(&bench);
		for (size_t m = 0; m < result->matches.n; m++) {
			pairs++;
			trios += result->matches.at[m].members.n == 3;
		}
		/* a trio never costs a pair */
		g_assert_cmpint(pairs, ==, best.pairs);
		if (trios == 0) {
			of++;
			exact += result->score == best.points;
			g_assert_cmpint(result->score, <=, best.points);
			g_assert_cmpint(best.points, <=, result->quality.bound);
		}
		if (result->quality.proven)
			g_assert_cmpint(result->score, ==, best.points);
		bench_close(&bench);
	}
	g_test_message("%d of %d are the optimum", exact, of);
	g_assert_cmpint(of, >, 100);
	g_assert_cmpint(exact * 100, >=, of * 99);
}

/* Who comes first in the roster does not matter; the seed does, for ties. */
static void
test_order(void)
{
	struct bench bench;

	bench_open(&bench);
	dice = 99;
	random_people(&bench, 61, 6);
	const char *first =
		print_result(bench.pool, match_solve(bench.pool, &bench.input));
	for (int round = 0; round < 5; round++) {
		for (size_t i = bench.input.people.n - 1; i > 0; i--) {
			size_t j = roll(i + 1);
			struct participant *moved = bench.input.people.at[i];

			bench.input.people.at[i] = bench.input.people.at[j];
			bench.input.people.at[j] = moved;
		}
		g_assert_cmpstr(print_result(bench.pool,
					match_solve(bench.pool, &bench.input)),
			==, first);
	}
	bench_close(&bench);

	bench_open(&bench);
	for (int i = 1; i <= 20; i++)
		person(&bench, i, "P", NULL);
	first = print_result(bench.pool, match_solve(bench.pool, &bench.input));
	bench.input.seed++;
	g_assert_cmpstr(
		print_result(bench.pool, match_solve(bench.pool, &bench.input)),
		!=, first);
	bench_close(&bench);
}

/* Hubs, triangles, long paths: the number of pairs is the most there is. */
static void
test_cover_shapes(void)
{
	struct bench bench;

	bench_open(&bench);
	rule(&bench, RULE_SHARE, "a common room", "room", 0);
	/* 30 triangles in a chain, tied by one edge each: 45 pairs */
	for (int t = 0; t < 30; t++)
		for (int i = 0; i < 3; i++)
			person(&bench, t * 3 + i + 1, "P",
				pool_printf(bench.pool, "room=t%d, %s%d", t,
					i == 0           ? "c"
						: i == 1 ? "c"
							 : "own",
					i == 0           ? t
						: i == 1 ? t + 1
							 : t),
				NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);
	check_result(&bench, result);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	g_assert_cmpuint(result->matches.n, ==, 45);
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
	g_test_add_func("/match/odd-one", test_odd_one);
	g_test_add_func("/match/odd-one-changes", test_odd_one_changes);
	g_test_add_func("/match/odd-one-far-away", test_odd_one_far_away);
	g_test_add_func("/match/unmatched-why", test_unmatched_why);
	g_test_add_func("/match/few", test_few);
	g_test_add_func("/match/wishes", test_wishes);
	g_test_add_func("/match/waiting", test_waiting);
	g_test_add_func("/match/mentors", test_mentors);
	g_test_add_func("/match/brute-force", test_brute_force);
	g_test_add_func("/match/order", test_order);
	g_test_add_func("/match/cover-shapes", test_cover_shapes);
	return g_test_run();
}
