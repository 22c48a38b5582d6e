/* Who is put with whom: pairs, trios, who waits, and whose wish counts. */
#include "match_bench.h"

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
	g_assert_cmpstr(reasons->at[0].text, ==, "tea, chess");
	g_assert_cmpint(reasons->at[0].one, ==, 1);
	g_assert_cmpint(reasons->at[0].other, ==, 2);
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

static struct solve_result *
solve(struct bench *bench)
{
	return match_solve(bench->pool, &bench->input);
}

static struct participant *
of_role(struct bench *bench, int64_t id, enum role role, const char *capacity)
{
	struct participant *who = person(bench, id, "P", "years=0", NULL);

	who->role = role;
	if (capacity)
		*LIST_ADD(bench->pool, &who->attributes) =
			(struct attribute){ "capacity", capacity };
	return who;
}

/* Capacities by person; a mentor nobody needs hears it kindly, one who has no
 * room is not spoken of. */
static void
test_capacities(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	bench.matching.capacity = 2;
	of_role(&bench, 1, ROLE_MENTOR, "3");
	of_role(&bench, 2, ROLE_MENTOR, "0");
	for (int i = 3; i <= 5; i++)
		of_role(&bench, i, ROLE_MENTEE, NULL);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 3);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	g_assert_cmpint(result->quality.people, ==, 4);
	for (size_t m = 0; m < 3; m++)
		g_assert_cmpint(result->matches.at[m].lead, ==, 1);

	of_role(&bench, 6, ROLE_MENTOR, NULL);
	of_role(&bench, 7, ROLE_MENTOR, NULL);
	bench.matching.spread = 10;
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 3);
	g_assert_cmpuint(result->unmatched.n, ==, 0); /* one each */
	bench.input.people.n = 6;
	bench.input.people.at[2]->role = ROLE_MENTOR;
	bench.input.people.at[3]->role = ROLE_MENTOR;
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 1);
	g_assert_cmpuint(result->unmatched.n, ==, 3);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"more mentors than mentees this time");
	bench.program.language = "de";
	result = solve(&bench);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"diesmal mehr Mentoren als Mentees");
	bench_close(&bench);
}

static void
stands(struct bench *bench, int64_t match, int64_t lead, int64_t other)
{
	struct standing_match standing = { match, { { 0 }, 2 }, lead };

	standing.members.at[0] = MIN(lead, other);
	standing.members.at[1] = MAX(lead, other);
	*LIST_ADD(bench->pool, &bench->input.standing) = standing;
}

/* What stands uses up room, is not made twice, and weighs on the load. */
static void
test_standing_mentors(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	bench.matching.spread = 10;
	of_role(&bench, 1, ROLE_MENTOR, "2");
	of_role(&bench, 2, ROLE_MENTOR, "2");
	of_role(&bench, 3, ROLE_MENTEE, NULL);
	stands(&bench, 70, 1, 9); /* 9 is not here */
	struct solve_result *result = solve(&bench);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 2+3");
	stands(&bench, 71, 2, 8);
	stands(&bench, 72, 2, 7);
	result = solve(&bench);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 1+3");
	/* two mentors for a mentee, but not the one they have already */
	bench.matching.mentors = 2;
	bench.input.standing.n = 0;
	stands(&bench, 73, 1, 3);
	result = solve(&bench);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 2+3");
	bench.input.people.at[1]->role = ROLE_MENTEE;
	result = solve(&bench);
	/* 3 has one, and so does 1 */
	g_assert_cmpstr(print_result(bench.pool, result), ==, "0: 1+2");
	bench_close(&bench);
}

/* Nobody is the mentor of their own mentor. */
static void
test_no_circle(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	of_role(&bench, 1, ROLE_BOTH, NULL);
	of_role(&bench, 2, ROLE_BOTH, NULL);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 1);
	g_assert_cmpint(result->quality.proof, ==, RUN_OPTIMAL);
	g_assert_cmpuint(result->unmatched.n, ==, 1);
	g_assert_cmpint(result->unmatched.at[0].participant, ==,
		result->matches.at[0].lead);
	stands(&bench, 5, 1, 2);
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 0);
	/* three make a ring */
	of_role(&bench, 3, ROLE_BOTH, NULL);
	bench.input.standing.n = 0;
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 3);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	bench_close(&bench);
}

static void
add_pair(struct bench *bench, struct former_pair_list *list, int64_t a,
	int64_t b)
{
	*LIST_ADD(bench->pool, list) = (struct former_pair){ a, b };
}

/* Two who may be both are pinned: whoever became the mentor can still get one,
 * from somebody else. */
static void
test_pin_of_both(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	of_role(&bench, 1, ROLE_BOTH, NULL);
	of_role(&bench, 2, ROLE_BOTH, NULL);
	of_role(&bench, 3, ROLE_MENTOR, NULL);
	of_role(&bench, 4, ROLE_MENTEE, NULL);
	add_pair(&bench, &bench.input.pinned, 1, 2);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 3);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	bench_close(&bench);
}

/* A mentor's pin takes one place and leaves the others; peers' pins leave
 * nothing, and the first word on a person counts. */
static void
test_pins(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_MENTORS;
	rule(&bench, RULE_SAME, "same site", "site", 0);
	criterion(&bench, PREFER_NEAR, "years", NULL, 5);
	of_role(&bench, 1, ROLE_MENTOR, "2");
	of_role(&bench, 2, ROLE_MENTOR, "2");
	of_role(&bench, 3, ROLE_MENTEE, NULL);
	of_role(&bench, 4, ROLE_MENTEE, NULL);
	for (size_t i = 0; i < 4; i++)
		*LIST_ADD(bench.pool, &bench.input.people.at[i]->attributes) =
			(struct attribute){ "site", i == 1 ? "b" : "a" };
	add_pair(&bench, &bench.input.pinned, 2, 3);
	add_pair(&bench, &bench.input.pinned, 3, 4); /* neither mentors */
	struct solve_result *result = solve(&bench);
	g_assert_cmpstr(print_result(bench.pool, result), ==, "1000: 1+4 2+3");
	g_assert_cmpint(result->matches.at[1].lead, ==, 2);
	bench.matching.form = MATCHING_PEERS;
	bench.input.pinned.n = 0;
	add_pair(&bench, &bench.input.pinned, 2, 4);
	add_pair(&bench, &bench.input.pinned, 1, 4);
	add_pair(&bench, &bench.input.pinned, 4, 99);
	g_assert_cmpstr(
		print_result(bench.pool, solve(&bench)), ==, "1000: 1+3 2+4");
	bench_close(&bench);
}

/* The last draft's pairs stay together unless parting them gains more. */
static void
test_kept(void)
{
	struct bench bench;

	bench_open(&bench);
	criterion(&bench, PREFER_NEAR, "years", NULL, 10);
	person(&bench, 1, "A", "years=0", NULL);
	person(&bench, 2, "B", "years=1", NULL);
	person(&bench, 3, "C", "years=2", NULL);
	person(&bench, 4, "D", "years=10", NULL);
	/* 1100 for 1+2 and 3+4; each other way is 900 */
	add_pair(&bench, &bench.input.kept, 2, 3);
	bench.input.keep_price = 199;
	g_assert_cmpstr(
		print_result(bench.pool, solve(&bench)), ==, "1100: 1+2 3+4");
	bench.input.keep_price = 201;
	g_assert_cmpstr(
		print_result(bench.pool, solve(&bench)), ==, "900: 2+3 1+4");
	bench.input.kept.n = 0;
	add_pair(&bench, &bench.input.kept, 1, 3);
	add_pair(&bench, &bench.input.kept, 2, 4);
	bench.input.keep_price = 99;
	g_assert_cmpint(solve(&bench)->score, ==, 1100);
	bench.input.keep_price = 101;
	g_assert_cmpstr(
		print_result(bench.pool, solve(&bench)), ==, "900: 1+3 2+4");
	bench.matching.form = MATCHING_MENTORS;
	bench.input.people.at[0]->role = ROLE_MENTOR;
	bench.input.people.at[1]->role = ROLE_MENTOR;
	bench.input.people.at[2]->role = ROLE_MENTEE;
	bench.input.people.at[3]->role = ROLE_MENTEE;
	/* either way 900: what was said stays said */
	for (bench.input.seed = 0; bench.input.seed < 20; bench.input.seed++)
		g_assert_cmpstr(print_result(bench.pool, solve(&bench)), ==,
			"900: 1+3 2+4");
	bench_close(&bench);
}
/* Who comes late joins a group that stands; its people are not moved, and a
 * full one takes nobody. */
static void
test_late_joiners(void)
{
	struct bench bench;
	struct standing_match group = { 40, { { 1, 2, 3 }, 3 }, 1 };

	bench_open(&bench);
	bench.matching.form = MATCHING_GROUPS;
	bench.matching.size = 3;
	criterion(&bench, PREFER_SAME, "team", NULL, 10);
	for (int i = 1; i <= 3; i++)
		person(&bench, i, "P", "team=a", NULL);
	bench.input.standing_people = bench.input.people;
	bench.input.people = (struct participant_list){ 0 };
	*LIST_ADD(bench.pool, &bench.input.standing) = group;
	person(&bench, 9, "Late", "team=a", NULL);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 1);
	g_assert_cmpint(result->matches.at[0].joins, ==, 40);
	g_assert_cmpuint(result->matches.at[0].members.n, ==, 1);
	g_assert_cmpint(result->matches.at[0].members.at[0], ==, 9);
	g_assert_cmpint(result->matches.at[0].score, ==, 3000);
	g_assert_cmpuint(result->matches.at[0].reasons.n, ==, 1);
	g_assert_cmpint(result->quality.placed, ==, 1);
	g_assert_cmpint(result->score, <=, result->quality.bound);
	/* four are the most; the next one waits */
	person(&bench, 10, "Later", "team=a", NULL);
	result = solve(&bench);
	g_assert_cmpint(result->quality.placed, ==, 1);
	g_assert_cmpuint(result->unmatched.n, ==, 1);
	bench_close(&bench);
}

static void
test_few_for_a_group(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_GROUPS;
	bench.matching.size = 4;
	person(&bench, 1, "A", NULL);
	person(&bench, 2, "B", NULL);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 0);
	g_assert_cmpuint(result->unmatched.n, ==, 2);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"a group needs at least three people");
	for (int i = 3; i <= 9; i++)
		person(&bench, i, "P", NULL)->role =
			i < 5 ? ROLE_MENTOR : ROLE_PEER;
	bench.matching.leaders = true;
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 2);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	for (size_t m = 0; m < 2; m++)
		g_assert_true(result->matches.at[m].lead == 3 ||
			result->matches.at[m].lead == 4);
	bench_close(&bench);
}

/* Each round's matches say which; who rests hears it, and is first the next
 * time by the credit that waiting gives. */
static void
test_rounds(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.form = MATCHING_ROUNDS;
	bench.matching.odd = ODD_REST;
	for (int i = 1; i <= 5; i++)
		person(&bench, i, "P", NULL);
	struct solve_result *result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 2);
	g_assert_cmpint(result->matches.at[0].round, ==, 0);
	g_assert_cmpuint(result->unmatched.n, ==, 1);
	g_assert_cmpstr(result->unmatched.at[0].why, ==,
		"takes a rest this round and is first the next time");
	int64_t rested = result->unmatched.at[0].participant;
	*LIST_ADD(bench.pool, &bench.input.credits) =
		(struct waiting_credit){ rested, 200000 };
	for (bench.input.seed = 0; bench.input.seed < 20; bench.input.seed++) {
		result = solve(&bench);
		g_assert_cmpint(
			result->unmatched.at[0].participant, !=, rested);
	}
	bench.input.credits.n = 0;
	bench.input.rounds = 5;
	result = solve(&bench);
	g_assert_cmpuint(result->matches.n, ==, 10);
	g_assert_cmpint(result->matches.at[0].round, ==, 1);
	g_assert_cmpint(result->matches.at[9].round, ==, 5);
	g_assert_cmpuint(result->unmatched.n, ==, 5); /* each once */
	g_assert_cmpint(result->quality.repeats, ==, 0);
	g_assert_cmpint(result->quality.placed, ==, 5);
	bench_close(&bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/odd-one", test_odd_one);
	g_test_add_func("/match/odd-one-changes", test_odd_one_changes);
	g_test_add_func("/match/odd-one-far-away", test_odd_one_far_away);
	g_test_add_func("/match/unmatched-why", test_unmatched_why);
	g_test_add_func("/match/few", test_few);
	g_test_add_func("/match/wishes", test_wishes);
	g_test_add_func("/match/waiting", test_waiting);
	g_test_add_func("/match/mentors", test_mentors);
	g_test_add_func("/match/capacities", test_capacities);
	g_test_add_func("/match/standing-mentors", test_standing_mentors);
	g_test_add_func("/match/no-circle", test_no_circle);
	g_test_add_func("/match/pins", test_pins);
	g_test_add_func("/match/pin-of-both", test_pin_of_both);
	g_test_add_func("/match/kept", test_kept);
	g_test_add_func("/match/late-joiners", test_late_joiners);
	g_test_add_func("/match/few-for-a-group", test_few_for_a_group);
	g_test_add_func("/match/rounds", test_rounds);
	return g_test_run();
}
