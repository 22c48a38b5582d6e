/* Every form and objective beside all there is: tiny pools of which each way
 * to place people is tried. */
#include "match_people.h"

#define PLACES 12

static void
random_person(struct bench *bench, int64_t id, uint64_t rooms, enum role role,
	int capacity)
{
	struct pool *pool = bench->pool;
	struct participant *who = person(bench, id, "P",
		pool_printf(pool, "room=r%d, r%d", (int)roll(rooms),
			(int)roll(rooms)),
		pool_printf(pool, "likes=l%d, l%d, l%d", (int)roll(9),
			(int)roll(9), (int)roll(9)),
		pool_printf(pool, "years=%d", (int)roll(12)),
		pool_printf(
			pool, "offers=s%d, s%d", (int)roll(5), (int)roll(5)),
		pool_printf(pool, "wants=s%d, s%d", (int)roll(5), (int)roll(5)),
		pool_printf(pool, "capacity=%d", capacity), NULL);

	who->role = role;
}

static void
random_rules(struct bench *bench)
{
	attribute(bench, "room", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "offers", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "wants", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	rule(bench, RULE_SHARE, "a common room", "room", 0);
	criterion(bench, PREFER_SHARED, "likes", NULL, 7);
	criterion(bench, PREFER_NEAR, "years", NULL, 5);
	criterion(bench, PREFER_COMPLEMENT, "offers", "wants", 6);
}

/* ---- mentors ------------------------------------------------------------- */

/* One way of a mentor with a mentee. */
struct way {
	int64_t mentor, mentee, score;
};

struct ways {
	struct way at[64];
	size_t n;
	int64_t price; /* of load */
	int capacity[64], mentors;
	unsigned tied; /* ways that are closed */
};

/* As in a run with nobody else who may be both. */
static int64_t
directed_score(struct bench *bench, const struct participant *mentor,
	const struct participant *mentee)
{
	struct participant a = *mentor, b = *mentee;
	const char *text;

	a.role = ROLE_MENTOR;
	b.role = ROLE_MENTEE;
	return score(bench, &a, &b, &text);
}

static void
find_ways(struct bench *bench, struct ways *ways)
{
	const struct participant_list *people = &bench->input.people;

	memset(ways, 0, sizeof *ways);
	ways->price = bench->matching.spread * SCORE_SCALE;
	ways->mentors = MAX(bench->matching.mentors, 1);
	for (size_t i = 0; i < people->n; i++) {
		const struct participant *a = people->at[i];

		ways->capacity[a->id] = participant_capacity(
			a, MAX(bench->matching.capacity, 1));
		for (size_t j = 0; j < people->n; j++) {
			const struct participant *b = people->at[j];
			int64_t points = -1;

			if (i != j && role_mentors(a->role) &&
				role_learns(b->role))
				points = directed_score(bench, a, b);
			if (points >= 0)
				ways->at[ways->n++] =
					(struct way){ a->id, b->id, points };
		}
	}
}

struct choice {
	bool valid;
	int pairs, served;
	int64_t score, weight, worst;
};

/* All the ways of a set of them, if that keeps every limit. */
static struct choice
judge(const struct ways *ways, unsigned set)
{
	struct choice choice = { true, 0, 0, 0, 0, INT64_MAX };
	int mentees[64] = { 0 }, mentors[64] = { 0 };

	for (size_t w = 0; w < ways->n; w++) {
		const struct way *way = &ways->at[w];

		if (!(set >> w & 1))
			continue;
		choice.pairs++;
		choice.served += mentors[way->mentee] == 0;
		choice.score += way->score;
		choice.weight +=
			way->score - ways->price * mentees[way->mentor];
		choice.worst = MIN(choice.worst, way->score);
		if (++mentees[way->mentor] > ways->capacity[way->mentor] ||
			++mentors[way->mentee] > ways->mentors)
			choice.valid = false;
		for (size_t o = 0; o < w; o++)
			if (set >> o & 1 && ways->at[o].mentor == way->mentee &&
				ways->at[o].mentee == way->mentor)
				choice.valid = false;
	}
	return choice;
}

static bool
better(enum objective objective, const struct choice *a, const struct choice *b)
{
	if (objective != OBJECTIVE_QUALITY && a->served != b->served)
		return a->served > b->served;
	if (objective != OBJECTIVE_QUALITY && a->pairs != b->pairs)
		return a->pairs > b->pairs;
	if (objective == OBJECTIVE_FAIR && a->worst != b->worst)
		return a->worst > b->worst;
	return a->weight > b->weight;
}

static struct choice
best_choice(const struct ways *ways, enum objective objective)
{
	struct choice best = { true, 0, 0, 0, 0, INT64_MAX };

	for (unsigned set = 1; set < 1u << ways->n; set++) {
		struct choice choice = judge(ways, set);

		if (choice.valid && better(objective, &choice, &best))
			best = choice;
	}
	return best;
}

/* What a result comes to, by the same measure. */
static struct choice
made(const struct ways *ways, const struct solve_result *result)
{
	unsigned set = 0;

	for (size_t m = 0; m < result->matches.n; m++) {
		const struct solved_match *match = &result->matches.at[m];
		size_t w = 0;

		g_assert_cmpuint(match->members.n, ==, 2);
		int64_t other = match->members.at[0] == match->lead
			? match->members.at[1]
			: match->members.at[0];
		while (w < ways->n &&
			(ways->at[w].mentor != match->lead ||
				ways->at[w].mentee != other))
			w++;
		g_assert_cmpuint(w, <, ways->n);
		g_assert_cmpint(ways->at[w].score, ==, match->score);
		set |= 1u << w;
	}
	struct choice choice = judge(ways, set);
	g_assert_true(choice.valid);
	g_assert_cmpint(choice.pairs, ==, (int)result->matches.n);
	g_assert_cmpint(choice.score, ==, result->score);
	return choice;
}

static void
random_mentors(struct bench *bench, bool both)
{
	int n = 3 + (int)roll(4);

	bench->matching.form = MATCHING_MENTORS;
	bench->matching.spread = (int)roll(3) * 4;
	bench->matching.mentors = 1 + (int)(roll(4) == 0);
	random_rules(bench);
	for (int i = 1; i <= n; i++) {
		enum role role = i <= n / 2 ? ROLE_MENTOR : ROLE_MENTEE;

		if (both && roll(2))
			role = ROLE_BOTH;
		random_person(bench, i, 2 + roll(3), role, (int)roll(4));
	}
}

static void
test_mentors(void)
{
	int proven = 0, rounds = 600, several = 0;

	dice = 5000;
	for (int round = 0; round < rounds; round++) {
		struct bench bench;
		struct ways ways;

		bench_open(&bench);
		random_mentors(&bench, round % 2);
		bench.matching.objective = (enum objective)(round / 2 % 3);
		find_ways(&bench, &ways);
		if (ways.n <= PLACES) {
			struct solve_result *result =
				match_solve(bench.pool, &bench.input);
			struct choice best =
				best_choice(&ways, bench.matching.objective);
			struct choice got = made(&ways, result);

			g_assert_cmpint(
				result->quality.proof, !=, RUN_UNPROVEN);
			g_assert_cmpint(best.score, <=, result->quality.bound);
			g_assert_false(
				better(bench.matching.objective, &got, &best));
			several += bench.matching.mentors > 1;
			if (result->quality.proof == RUN_OPTIMAL) {
				proven++;
				g_assert_false(better(
					bench.matching.objective, &best, &got));
			}
		}
		bench_close(&bench);
	}
	g_test_message("%d of %d proven, %d with several mentors", proven,
		rounds, several);
	g_assert_cmpint(proven, >, rounds / 2);
}

/* ---- peers by other objectives ------------------------------------------- */

#define FREE  -1
#define ALONE -2

/* All ways to pair up a subset, one after the other. */
struct pairings {
	size_t n;
	int64_t points[9][9]; /* -1 forbidden */
	int mate[9];
	struct choice best;
	enum objective objective;
};

static void
judge_pairing(struct pairings *all)
{
	struct choice choice = { true, 0, 0, 0, 0, INT64_MAX };

	for (size_t i = 0; i < all->n; i++) {
		if (all->mate[i] < (int)i)
			continue;
		int64_t points = all->points[i][all->mate[i]];

		choice.pairs++;
		choice.served += 2;
		choice.score += points;
		choice.weight += points;
		choice.worst = MIN(choice.worst, points);
	}
	if (better(all->objective, &choice, &all->best))
		all->best = choice;
}

static void
try_pairings(struct pairings *all, size_t i)
{
	while (i < all->n && all->mate[i] != FREE)
		i++;
	if (i == all->n) {
		judge_pairing(all);
		return;
	}
	for (size_t j = i + 1; j < all->n; j++) {
		if (all->mate[j] != FREE || all->points[i][j] < 0)
			continue;
		all->mate[i] = (int)j;
		all->mate[j] = (int)i;
		try_pairings(all, i + 1);
		all->mate[j] = FREE;
	}
	all->mate[i] = ALONE;
	try_pairings(all, i + 1);
	all->mate[i] = FREE;
}

static struct choice
best_pairing(struct bench *bench)
{
	struct pairings all = { .n = bench->input.people.n,
		.best = { true, 0, 0, 0, 0, INT64_MAX },
		.objective = bench->matching.objective };
	const char *text;

	for (size_t i = 0; i < all.n; i++) {
		all.mate[i] = FREE;
		for (size_t j = i + 1; j < all.n; j++)
			all.points[i][j] =
				score(bench, bench->input.people.at[i],
					bench->input.people.at[j], &text);
	}
	try_pairings(&all, 0);
	return all.best;
}

static struct choice
made_pairs(const struct solve_result *result)
{
	struct choice choice = { true, 0, 0, 0, 0, INT64_MAX };

	for (size_t m = 0; m < result->matches.n; m++) {
		const struct solved_match *match = &result->matches.at[m];

		g_assert_cmpuint(match->members.n, ==, 2);
		choice.pairs++;
		choice.served += 2;
		choice.score += match->score;
		choice.weight += match->score;
		choice.worst = MIN(choice.worst, match->score);
	}
	return choice;
}

static void
random_peers(struct bench *bench, int n)
{
	random_rules(bench);
	for (int i = 1; i <= n; i++)
		random_person(bench, i * 5, 2 + roll(4), ROLE_PEER, 1);
}

static void
test_peers(void)
{
	dice = 9000;
	for (int round = 0; round < 400; round++) {
		struct bench bench;

		bench_open(&bench);
		bench.matching.odd = ODD_REST;
		bench.matching.objective = (enum objective)(round % 3);
		random_peers(&bench, 2 + (int)roll(8));
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);
		struct choice got = made_pairs(result);
		struct choice best = best_pairing(&bench);

		check_result(&bench, result);
		g_assert_cmpint(result->quality.proof, ==, RUN_OPTIMAL);
		g_assert_false(better(bench.matching.objective, &best, &got));
		g_assert_false(better(bench.matching.objective, &got, &best));
		if (got.pairs)
			g_assert_cmpint(result->quality.worst, ==, got.worst);
		bench_close(&bench);
	}
}

/* With a third for the odd one the worst pair is no worse than it must be. */
static void
test_fair_trio(void)
{
	struct bench bench;

	bench_open(&bench);
	bench.matching.objective = OBJECTIVE_FAIR;
	criterion(&bench, PREFER_NEAR, "years", NULL, 10);
	for (int i = 1; i <= 5; i++)
		person(&bench, i, "P",
			pool_printf(bench.pool, "years=%d", i <= 3 ? i : i * 4),
			NULL);
	struct solve_result *result = match_solve(bench.pool, &bench.input);

	check_result(&bench, result);
	g_assert_cmpuint(result->unmatched.n, ==, 0);
	g_assert_cmpint(result->quality.worst, ==, 789); /* 4 of 19 apart */
	bench_close(&bench);
}

/* ---- stable ---------------------------------------------------------------- */

static void
test_stable(void)
{
	int stable = 0, none = 0;

	dice = 12000;
	for (int round = 0; round < 200; round++) {
		struct bench bench;

		bench_open(&bench);
		bench.matching.odd = ODD_REST;
		bench.matching.objective = OBJECTIVE_STABLE;
		random_peers(&bench, 2 + (int)roll(9));
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);

		check_result(&bench, result);
		if (result->quality.proof == RUN_OPTIMAL) {
			stable++;
			g_assert_cmpint(result->quality.blocking, ==, 0);
			g_assert_null(result->quality.unproven);
		} else {
			none++;
			g_assert_cmpint(result->quality.proof, ==, RUN_BOUNDED);
			g_assert_nonnull(result->quality.unproven);
		}
		bench_close(&bench);
	}
	g_test_message("%d stable, %d without a stable way", stable, none);
	g_assert_cmpint(stable, >, 100);
	g_assert_cmpint(none, >, 0);
}

static void
test_stable_mentors(void)
{
	int proven = 0;

	dice = 15000;
	for (int round = 0; round < 200; round++) {
		struct bench bench;
		struct ways ways;

		bench_open(&bench);
		random_mentors(&bench, round % 2);
		bench.matching.objective = OBJECTIVE_STABLE;
		find_ways(&bench, &ways);
		struct solve_result *result =
			match_solve(bench.pool, &bench.input);

		if (ways.n < 32)
			made(&ways, result);
		proven += result->quality.proof == RUN_OPTIMAL;
		if (result->quality.proof == RUN_OPTIMAL)
			g_assert_cmpint(result->quality.blocking, ==, 0);
		else
			g_assert_cmpint(round % 2, ==, 1); /* by circles only */
		bench_close(&bench);
	}
	g_assert_cmpint(proven, >, 150);
}

/* ---- the same people, the same result ------------------------------------------ */

static void
test_order(void)
{
	dice = 20000;
	for (int round = 0; round < 64; round++) {
		struct bench bench;

		bench_open(&bench);
		random_mentors(&bench, true);
		random_mentors(&bench, false);
		for (size_t i = 0; i < bench.input.people.n; i++)
			bench.input.people.at[i]->id = (int64_t)i + 1;
		bench.matching.form = (enum matching_form)(round % 4);
		bench.matching.objective = bench.matching.form < MATCHING_GROUPS
			? (enum objective)(round / 4 % 4)
			: OBJECTIVE_COVERAGE;
		bench.matching.size = 3;
		bench.input.rounds = 1 + round % 3;
		const char *first = print_result(
			bench.pool, match_solve(bench.pool, &bench.input));

		for (int again = 0; again < 3; again++) {
			shuffle(&bench.input.people);
			g_assert_cmpstr(
				print_result(bench.pool,
					match_solve(bench.pool, &bench.input)),
				==, first);
		}
		bench_close(&bench);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/forms/mentors", test_mentors);
	g_test_add_func("/match/forms/peers", test_peers);
	g_test_add_func("/match/forms/fair-trio", test_fair_trio);
	g_test_add_func("/match/forms/stable", test_stable);
	g_test_add_func("/match/forms/stable-mentors", test_stable_mentors);
	g_test_add_func("/match/forms/order", test_order);
	return g_test_run();
}
