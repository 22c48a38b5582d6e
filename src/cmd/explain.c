/* mentord explain: why these two are together, or why they are not.
 *
 * The same people, history and words of the coordinators as in `mentord match`;
 * nothing is written. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/table.h"
#include "cmd/people.h"
#include "decide/decide.h"
#include "match/explain.h"
#include "write/reason.h"

struct asking {
	const struct program *program;
	struct pool *pool;
	struct facts *facts;
	int64_t a, b;
	struct explanation said;
};

static const char *
name_of(const struct asking *q, int64_t id)
{
	return people_name(q->pool, q->facts, id);
}

static const char *
number(const struct asking *q, int64_t value)
{
	return pool_printf(q->pool, "%" PRId64, value);
}

static const char *
sentence(const struct asking *q, const struct match_reason *part)
{
	struct member_list both = { { MIN(q->a, q->b), MAX(q->a, q->b) }, 2 };
	const struct language *english =
		words_language(q->program->words, "en", "en");

	if (!part->points)
		return "nothing";
	return reason_sentence(
		q->pool, q->program, english, q->facts, &both, part, 0);
}

/* ---- for a person --------------------------------------------------------- */

static void
print_parts(const struct asking *q)
{
	const struct explanation *e = &q->said;
	struct table *table = table_new(q->pool, 3);

	table_head(table, 0, "criterion", false);
	table_head(table, 1, "points", true);
	table_head(table, 2, "why", false);
	for (size_t i = 0; i < e->parts.n; i++)
		table_row(table,
			(const char *[]){ e->parts.at[i].criterion,
				number(q, e->parts.at[i].points),
				sentence(q, &e->parts.at[i]) });
	table_row(table,
		(const char *[]){ "together", number(q, e->score),
			pool_printf(q->pool, "of %" PRId64, e->full) });
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
}

static const char *
others_than(
	const struct asking *q, const struct member_list *with, int64_t self)
{
	struct member_list others = { 0 };

	for (size_t i = 0; i < with->n; i++)
		if (with->at[i] != self)
			others.at[others.n++] = with->at[i];
	return others.n ? people_names(q->pool, q->facts, &others) : NULL;
}

static void
print_where(const struct asking *q, int64_t id, const struct member_list *with,
	int64_t score, int64_t possible)
{
	const char *others = others_than(q, with, id);

	if (others)
		printf("%s is with %s (score %" PRId64 "); ", name_of(q, id),
			others, score);
	else
		printf("%s is with nobody; ", name_of(q, id));
	printf("%" PRId64 " partners are possible\n", possible);
}

static const char *
points(const struct asking *q, int64_t n)
{
	return pool_printf(
		q->pool, "%" PRId64 " point%s", n, n == 1 ? "" : "s");
}

/* What everybody together loses when the two are put together, or parted. */
static void
print_cost(const struct asking *q)
{
	const struct explanation *e = &q->said;
	const char *what =
		e->together ? "parting them" : "putting them together";

	if (e->costs < 0 && e->costs_at_least < 0) {
		printf("what %s would cost is not known\n", what);
		return;
	}
	printf("%s costs all together ", what);
	if (e->costs >= 0)
		fputs(points(q, e->costs), stdout);
	else
		printf("at least %s", points(q, e->costs_at_least));
	if (e->fewer > 0)
		printf(", and leaves %" PRId64 " more without a match",
			e->fewer);
	if (e->gains > 0)
		printf(" (it gains %s, at the price of what counts before the "
		       "scores)",
			points(q, e->gains));
	putchar('\n');
}

static void
print_others(const struct asking *q, int64_t id,
	const struct alternative_list *others)
{
	struct table *table = table_new(q->pool, 4);

	if (!others->n)
		return;
	printf("\nwho else would be good for %s:\n", name_of(q, id));
	table_head(table, 0, "who", false);
	table_head(table, 1, "score", true);
	table_head(table, 2, "is with", false);
	table_head(table, 3, "forcing it costs", true);
	for (size_t i = 0; i < others->n; i++) {
		const struct alternative *other = &others->at[i];
		const char *with =
			others_than(q, &other->with, other->participant);

		table_row(table,
			(const char *[]){ name_of(q, other->participant),
				number(q, other->score),
				with ? pool_printf(q->pool, "%s (%" PRId64 ")",
					       with, other->score_there)
				     : "nobody",
				other->costs < 0 ? "?"
						 : number(q, other->costs) });
	}
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
}

static void
print_text(const struct asking *q)
{
	const struct explanation *e = &q->said;

	printf("%s and %s %s\n\n", name_of(q, q->a), name_of(q, q->b),
		e->together       ? "would be together"
			: e->rule ? "cannot be together"
				  : "would not be together");
	if (e->rule)
		printf("the rule that stands between them: %s\n\n", e->rule);
	print_parts(q);
	putchar('\n');
	print_where(q, q->a, &e->a_with, e->a_score, e->a_possible);
	print_where(q, q->b, &e->b_with, e->b_score, e->b_possible);
	if (!e->rule || e->together)
		print_cost(q);
	print_others(q, q->a, &e->a_others);
	print_others(q, q->b, &e->b_others);
}

/* ---- for scripts ------------------------------------------------------------ */

/* null for what is not known. */
static const char *
json_number(const struct asking *q, int64_t value)
{
	return value < 0 ? "null" : number(q, value);
}

static void
json_members(const struct asking *q, const struct member_list *members)
{
	putchar('[');
	for (size_t i = 0; i < members->n; i++)
		printf("%s%s", i ? "," : "", number(q, members->at[i]));
	putchar(']');
}

static void
json_person(const struct asking *q, const char *key, int64_t id,
	const struct member_list *with, int64_t score, int64_t possible)
{
	printf("\"%s\":{\"id\":%" PRId64 ",\"name\":%s,\"with\":", key, id,
		json_string(q->pool, name_of(q, id)));
	json_members(q, with);
	printf(",\"score\":%" PRId64 ",\"possible\":%" PRId64 "},", score,
		possible);
}

static void
json_parts(const struct asking *q)
{
	const struct match_reason_list *parts = &q->said.parts;

	fputs("\"parts\":[", stdout);
	for (size_t i = 0; i < parts->n; i++)
		printf("%s{\"criterion\":%s,\"points\":%" PRId64
		       ",\"text\":%s}",
			i ? "," : "",
			json_string(q->pool, parts->at[i].criterion),
			parts->at[i].points,
			json_string(q->pool, parts->at[i].text));
	fputs("],", stdout);
}

static void
json_others(const struct asking *q, const char *key,
	const struct alternative_list *others)
{
	printf("\"%s\":[", key);
	for (size_t i = 0; i < others->n; i++) {
		const struct alternative *other = &others->at[i];

		printf("%s{\"id\":%" PRId64 ",\"name\":%s,\"score\":%" PRId64
		       ",\"score_there\":%" PRId64 ",\"costs\":%s,\"with\":",
			i ? "," : "", other->participant,
			json_string(q->pool, name_of(q, other->participant)),
			other->score, other->score_there,
			json_number(q, other->costs));
		json_members(q, &other->with);
		putchar('}');
	}
	putchar(']');
}

static void
print_json(const struct asking *q)
{
	const struct explanation *e = &q->said;

	putchar('{');
	json_person(q, "a", q->a, &e->a_with, e->a_score, e->a_possible);
	json_person(q, "b", q->b, &e->b_with, e->b_score, e->b_possible);
	printf("\"together\":%s,\"rule\":%s,\"score\":%" PRId64
	       ",\"full\":%" PRId64 ",",
		e->together ? "true" : "false", json_string(q->pool, e->rule),
		e->score, e->full);
	json_parts(q);
	printf("\"fewer\":%s,\"costs_at_least\":%s,\"costs\":%s,"
	       "\"gains\":%s,",
		json_number(q, e->fewer), json_number(q, e->costs_at_least),
		json_number(q, e->costs), json_number(q, e->gains));
	json_others(q, "a_others", &e->a_others);
	putchar(',');
	json_others(q, "b_others", &e->b_others);
	puts("}");
}

/* ---- the command -------------------------------------------------------------- */

/* Who is matched already takes no part in the next run: say so. */
static bool
takes_part(const struct asking *q, const struct solve_input *input, int64_t id,
	struct err *err)
{
	const struct match *match = facts_active_match(q->facts, id);

	for (size_t i = 0; i < input->people.n; i++)
		if (input->people.at[i]->id == id)
			return true;
	return match
		? err_set(err, ERR_NEVER,
			  "%s is in match %" PRId64 " and takes no part in "
			  "the next matching: `mentord show match %" PRId64
			  "` tells why",
			  name_of(q, id), match->id, match->id)
		: err_set(err, ERR_NEVER,
			  "%s takes no part in the next matching",
			  name_of(q, id));
}

static bool
explain(struct asking *q, char **names, struct err *err)
{
	if (!decide_named(q->facts, names[0], &q->a, err) ||
		!decide_named(q->facts, names[1], &q->b, err))
		return false;
	if (q->a == q->b)
		return err_set(
			err, ERR_NEVER, "both names are the same person");
	struct solve_input input =
		decide_solve_input(q->program, q->facts, NULL);
	return takes_part(q, &input, q->a, err) &&
		takes_part(q, &input, q->b, err) &&
		match_explain(q->pool, &input, q->a, q->b, &q->said, err);
}

static int
run(struct asking *q, char **names, bool json)
{
	struct err err = { 0 };

	q->facts = people_now(q->program, q->pool, clock_now(), &err);
	if (!q->facts || !explain(q, names, &err))
		return cmd_fail(&err);
	if (json)
		print_json(q);
	else
		print_text(q);
	return EXIT_OK;
}

int
cmd_explain(int argc, char **argv)
{
	gboolean json = FALSE;
	const GOptionEntry options[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "for scripts", NULL },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF] ONE OTHER",
		"Why two people would be together in the next matching, or why "
		"not: what they score, which rule stands between them, whom "
		"they get instead, and what all together would lose. People "
		"are named as with `mentord pin`. Writes nothing.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	if (argc < 3 || argc > 4) {
		fputs("mentord: name the two people, and nothing else; "
		      "`mentord explain --help` tells more\n",
			stderr);
		return EXIT_USAGE;
	}
	struct program *program = cmd_program(argc == 4 ? argv[1] : NULL, NULL);
	if (!program)
		return EXIT_CONFIG;
	POOL_AUTO pool = pool_new();
	struct asking asking = { .program = program, .pool = pool };
	status = run(&asking, argv + argc - 2, json);
	program_free(program);
	return status;
}
