/* Random programs of every form: people with all kinds of cells, odd hours and
 * zones, names that lead nowhere, and rules and criteria of every kind. */
#ifndef TESTS_UNIT_MATCH_DICE_H
#define TESTS_UNIT_MATCH_DICE_H

#include "match_bench.h"

struct dice {
	GRand *rand;
	struct bench bench;
	size_t n;
	int words; /* of the vocabulary */
};

static inline int
roll(struct dice *dice, int sides)
{
	return g_rand_int_range(dice->rand, 0, sides);
}

/* "w3, w17, w3": up to so many words, also none. */
static inline const char *
some_words(struct dice *dice, int most)
{
	const char *text = "";

	for (int left = roll(dice, most + 1); left > 0; left--)
		text = pool_printf(dice->bench.pool, "%s%s%c%d", text,
			*text ? ", " : "", "wW"[roll(dice, 2)],
			roll(dice, dice->words));
	return text;
}

static inline const char *
some_people(struct dice *dice, int most)
{
	const char *text = "";

	for (int left = roll(dice, most + 1); left > 0; left--)
		text = pool_printf(dice->bench.pool,
			roll(dice, 2) ? "%s%sP%d@example.org"
				      : "%s%sperson  %d",
			text, *text ? "; " : "",
			roll(dice, (int)dice->n + 3) + 1);
	return text;
}

static inline const char *
some_number(struct dice *dice)
{
	switch (roll(dice, 8)) {
	case 0:
		return "";
	case 1:
		return pool_printf(dice->bench.pool, "%d.%d", roll(dice, 9),
			roll(dice, 9));
	default:
		return pool_printf(dice->bench.pool, "%d", roll(dice, 12));
	}
}

static inline void
some_hours(struct dice *dice, struct participant *person)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin",
		"Asia/Kathmandu", "America/New_York", "Pacific/Auckland" };
	int step = roll(dice, 2) ? 60 : 1;

	person->timezone = zones[roll(dice, (int)G_N_ELEMENTS(zones))];
	if (roll(dice, 12) == 0) { /* always */
		for (int day = 0; day < 7; day++)
			*LIST_ADD(dice->bench.pool, &person->free) =
				(struct free_window){ day, 0, 1440 };
		return;
	}
	for (int left = roll(dice, 5); left > 0; left--) {
		int from = roll(dice, 1380 / step) * step;
		int most = (1440 - from) / step;
		int till = from + (1 + roll(dice, most)) * step;

		if (roll(dice, 4) == 0)
			till = 1440;
		*LIST_ADD(dice->bench.pool, &person->free) =
			(struct free_window){ roll(dice, 7), from, till };
	}
}

static inline void
some_person(struct dice *dice, int64_t id)
{
	struct pool *pool = dice->bench.pool;
	struct participant *p = person(&dice->bench, id,
		pool_printf(pool, "Person %d", (int)id),
		pool_printf(pool, "team=%s",
			roll(dice, 9) ? some_words(dice, 1) : ""),
		pool_printf(pool, "speaks=%s", some_words(dice, 3)),
		pool_printf(pool, "likes=%s", some_words(dice, 6)),
		pool_printf(pool, "offers=%s", some_words(dice, 5)),
		pool_printf(pool, "wants=%s", some_words(dice, 7)),
		pool_printf(pool, "level=%s", some_number(dice)),
		pool_printf(pool, "boss=%s", some_people(dice, 1)),
		pool_printf(pool, "fans=%s", some_people(dice, 4)), NULL);

	p->role = (enum role)roll(dice, 4);
	some_hours(dice, p);
}

static inline struct former_pair_list
some_pairs(struct dice *dice, int most)
{
	struct former_pair_list pairs = { 0 };

	for (int left = roll(dice, most + 1); left > 0; left--) {
		int a = roll(dice, (int)dice->n) + 1;
		int b = roll(dice, (int)dice->n + 2) + 1;

		if (a != b)
			*LIST_ADD(dice->bench.pool, &pairs) =
				(struct former_pair){ MIN(a, b), MAX(a, b) };
	}
	return pairs;
}

static inline void
some_rules(struct dice *dice)
{
	static const struct {
		enum rule_kind kind;
		const char *on;
	} kinds[] = {
		{ RULE_DIFFERENT, "team" },
		{ RULE_SAME, "team" },
		{ RULE_SAME, "speaks" },
		{ RULE_SHARE, "speaks" },
		{ RULE_OVERLAP, "times" },
		{ RULE_NOT_BEFORE, NULL },
		{ RULE_NOT_NAMED, "boss" },
		{ RULE_NOT_ABOVE, "boss" },
		{ RULE_AT_LEAST, "level" },
		{ RULE_AT_MOST, "level" },
		{ RULE_SENIOR, "level" },
		{ RULE_JUNIOR, "level" },
		{ RULE_DIFFERENT, "speaks" },
	};

	for (int left = roll(dice, 4); left > 0; left--) {
		int k = roll(dice, (int)G_N_ELEMENTS(kinds));

		*LIST_ADD(dice->bench.pool, &dice->bench.matching.rules) =
			(struct match_rule){ pool_printf(dice->bench.pool,
						     "rule %d", left),
				kinds[k].kind, kinds[k].on, 1 + roll(dice, 300),
				roll(dice, 6) };
	}
}

static inline void
some_criteria(struct dice *dice)
{
	static const struct {
		enum prefer prefer;
		const char *on, *with;
	} kinds[] = {
		{ PREFER_SAME, "team", NULL },
		{ PREFER_SAME, "speaks", NULL },
		{ PREFER_DIFFERENT, "team", NULL },
		{ PREFER_DIFFERENT, "likes", NULL },
		{ PREFER_SHARED, "likes", NULL },
		{ PREFER_COMPLEMENT, "offers", "wants" },
		{ PREFER_NEAR, "level", NULL },
		{ PREFER_FAR, "level", NULL },
		{ PREFER_OVERLAP, "times", NULL },
		{ PREFER_RANKED, "offers", "wants" },
		{ PREFER_NAMED, "fans", NULL },
		{ PREFER_RELIABLE, NULL, NULL },
	};

	for (int left = roll(dice, 6); left > 0; left--) {
		int k = roll(dice, (int)G_N_ELEMENTS(kinds));

		criterion(&dice->bench, kinds[k].prefer, kinds[k].on,
			kinds[k].with, 1 + roll(dice, 100));
	}
}

static inline void
open_dice(struct dice *dice, guint32 seed)
{
	struct bench *bench = &dice->bench;

	dice->rand = g_rand_new_with_seed(seed);
	bench_open(bench);
	dice->n = (size_t)roll(dice, 150);
	dice->words = roll(dice, 2) ? 12 : 200;
	attribute(bench, "speaks", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "likes", ATTRIBUTE_LIST, VISIBLE_PARTNER);
	attribute(bench, "times", ATTRIBUTE_TIMES, VISIBLE_PARTNER);
	bench->matching.form = (enum matching_form)roll(dice, 4);
	bench->matching.leaders = roll(dice, 2);
	bench->matching.capacity = 1 + roll(dice, 2);
	bench->matching.mentors = 1 + roll(dice, 2);
	for (size_t i = 0; i < dice->n; i++)
		some_person(dice, (int64_t)i + 1);
	some_rules(dice);
	some_criteria(dice);
	bench->input.seed = seed;
	bench->input.keep_price = roll(dice, 500);
	if (dice->n > 1) {
		bench->input.history = some_pairs(dice, 20);
		bench->input.pinned = some_pairs(dice, 3);
		bench->input.forbidden = some_pairs(dice, 9);
		bench->input.kept = some_pairs(dice, 9);
	}
	for (size_t i = 0; i < dice->n; i += 3)
		*LIST_ADD(bench->pool, &bench->input.follow_through) =
			(struct follow_through){ (int64_t)i + 1,
				roll(dice, 1001) };
	for (size_t i = 0; i < dice->n; i += 5)
		*LIST_ADD(bench->pool, &bench->input.credits) =
			(struct waiting_credit){ (int64_t)i + 1,
				roll(dice, 2000000) };
}

static inline void
close_dice(struct dice *dice)
{
	g_rand_free(dice->rand);
	bench_close(&dice->bench);
}

#endif
