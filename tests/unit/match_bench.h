/* The bench on which matching is tested: a program in memory, people made of
 * words, and a check that a result keeps every rule. */
#ifndef TESTS_UNIT_MATCH_BENCH_H
#define TESTS_UNIT_MATCH_BENCH_H

#include <glib.h>
#include <string.h>

#include "match/solve.h"

/* A program in memory; people get their attributes as "name=value" words. */
struct bench {
	struct pool *pool;
	struct program program;
	struct matching matching;
	struct attribute_rule_list attributes;
	struct solve_input input;
};

static inline void
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

static inline void
bench_close(struct bench *bench)
{
	pool_free(bench->pool);
}

static inline struct participant *
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

static inline void
attribute(struct bench *bench, const char *name, enum attribute_type type,
	enum visible visible)
{
	*LIST_ADD(bench->pool, &bench->attributes) =
		(struct attribute_rule){ name, type, visible, name };
}

static inline void
rule(struct bench *bench, enum rule_kind kind, const char *name, const char *on,
	int64_t amount)
{
	*LIST_ADD(bench->pool, &bench->matching.rules) =
		(struct match_rule){ name, kind, on, amount, 0 };
}

static inline void
criterion(struct bench *bench, enum prefer prefer, const char *on,
	const char *with, int64_t weight)
{
	*LIST_ADD(bench->pool, &bench->matching.criteria) =
		(struct criterion){ prefer_name(prefer), on, with, prefer,
			weight };
}

/* Score of two, -1 when forbidden; the first reason's text in *text. */
static inline int64_t
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

static inline char *
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
static inline void
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

#endif
