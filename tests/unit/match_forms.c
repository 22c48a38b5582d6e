/* Every form and objective beside all there is: tiny pools of which each way
 * to place people is tried. */
#include "match/lot.h"
#include "match_bench.h"

#define PLACES 12

static uint64_t dice;

static uint64_t
roll(uint64_t sides)
{
	return lot_mix(dice++) % sides;
}

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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/match/forms/mentors", test_mentors);
	return g_test_run();
}
