/* mentord match: who would be put with whom now, what stands, and why.
 *
 * Nothing is written. Before the program has begun, the roster itself is
 * matched.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/table.h"
#include "cmd/people.h"
#include "match/solve.h"
#include "write/reason.h"

struct line {
	const char *state;
	int64_t score;
	const struct member_list *members;
	const struct match_reason_list *reasons;
};
LIST_OF(line_list, struct line);

struct look {
	const struct program *program;
	struct pool *pool;
	struct facts *facts;
	struct solve_result *result; /* NULL: only what stands */
	struct line_list lines;
};

/* ---- who is to be placed --------------------------------------------- */

static void
progress(double part, void *arg)
{
	(void)arg;
	progress_show("matching", part);
}

/* Everybody of these matches was with everybody of theirs. */
static void
add_history(struct look *look, struct solve_input *input)
{
	for (size_t m = 0; m < look->facts->matches.n; m++) {
		const struct match *match = look->facts->matches.at[m];
		const struct member_list *members = &match->members;

		if (match->state != MATCH_ACTIVE && match->state != MATCH_ENDED)
			continue;
		for (size_t i = 0; i < members->n; i++)
			for (size_t j = i + 1; j < members->n; j++)
				*LIST_ADD(look->pool, &input->history) =
					(struct former_pair){ members->at[i],
						members->at[j] };
	}
}

static void
solve(struct look *look, int64_t seed)
{
	const struct program *program = look->program;
	struct facts *facts = look->facts;
	struct solve_input input = {
		.matching = &program->matching,
		.attributes = &program->attributes,
		.program = program,
		.seed = seed,
		.now = facts->now,
		.progress = progress,
	};

	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *who = facts->participants.at[i];

		if (participant_present(who, facts->now) &&
			!facts_active_match(facts, who->id))
			*LIST_ADD(look->pool, &input.people) = who;
	}
	add_history(look, &input);
	look->result = match_solve(look->pool, &input);
	progress_end();
}

/* The roster as if all had just enrolled. */
static struct facts *
facts_of_roster(struct pool *pool, const struct program *program, int64_t now)
{
	struct facts *facts = POOL_NEW(pool, struct facts);

	facts->pool = pool;
	facts->now = now;
	facts->next.run = 1;
	for (size_t i = 0; i < program->roster.n; i++) {
		struct participant *who = pool_memdup(pool,
			program->roster.at[i], sizeof(struct participant));

		who->id = (int64_t)i + 1;
		who->state = PARTICIPANT_ENROLLED;
		*LIST_ADD(pool, &facts->participants) = who;
	}
	return facts;
}

/* ---- printing --------------------------------------------------------- */

/* What there is to show, whether it stands or would be made now. */
static void
collect(struct look *look)
{
	const struct match_list *standing = &look->facts->matches;
	size_t solved = look->result ? look->result->matches.n : 0;

	for (size_t i = 0; i < standing->n; i++) {
		const struct match *m = standing->at[i];

		if (m->state == MATCH_ACTIVE || m->state == MATCH_DRAFT)
			*LIST_ADD(look->pool, &look->lines) =
				(struct line){ match_state_name(m->state),
					m->score, &m->members, &m->reasons };
	}
	for (size_t i = 0; i < solved; i++) {
		const struct solved_match *m = &look->result->matches.at[i];

		*LIST_ADD(look->pool, &look->lines) = (struct line){ "proposed",
			m->score, &m->members, &m->reasons };
	}
}

static const char *
reason_said(const struct look *look, const struct line *line, size_t i)
{
	const struct language *english =
		words_language(look->program->words, "en", "en");

	return reason_sentence(look->pool, look->program, english, look->facts,
		line->members, &line->reasons->at[i], 0);
}

static char *
reason_words(const struct look *look, const struct line *line)
{
	char *words = pool_strdup(look->pool, "");

	for (size_t i = 0; i < line->reasons->n; i++)
		words = pool_printf(look->pool, "%s%s%s (%" PRId64 ")", words,
			i ? "; " : "", reason_said(look, line, i),
			line->reasons->at[i].points);
	return words;
}

static size_t
unmatched(const struct look *look)
{
	return look->result ? look->result->unmatched.n : 0;
}

static const char *
unmatched_name(const struct look *look, size_t i)
{
	return people_name(look->pool, look->facts,
		look->result->unmatched.at[i].participant);
}

static void
print_quality(const struct solve_result *result)
{
	const struct solve_quality *q = &result->quality;

	printf("%" PRId64 " of %" PRId64 " people placed; score %" PRId64
	       ", a pair's mean %" PRId64 ", worst %" PRId64 "; %" PRId64
	       " pairs were possible%s\n",
		q->placed, q->people, result->score, q->mean, q->worst,
		q->possible,
		q->proof == RUN_OPTIMAL ? "; nothing scores more" : "");
}

static void
print_table(const struct look *look)
{
	struct table *table = table_new(look->pool, 4);

	table_head(table, 0, "state", false);
	table_head(table, 1, "score", true);
	table_head(table, 2, "who", false);
	table_head(table, 3, "why", false);
	for (size_t i = 0; i < look->lines.n; i++) {
		const struct line *line = &look->lines.at[i];

		table_row(table,
			(const char *[]){ line->state,
				pool_printf(
					look->pool, "%" PRId64, line->score),
				people_names(
					look->pool, look->facts, line->members),
				reason_words(look, line) });
	}
	for (size_t i = 0; i < unmatched(look); i++)
		table_row(table,
			(const char *[]){ "unmatched", "",
				unmatched_name(look, i),
				look->result->unmatched.at[i].why });
	fputs(table_print(table, terminal_width(), terminal_colour()), stdout);
	if (look->result)
		print_quality(look->result);
}

/* ---- for scripts ------------------------------------------------------ */

static void
json_reasons(const struct look *look, const struct line *line)
{
	struct pool *pool = look->pool;

	fputs("\"reasons\":[", stdout);
	for (size_t i = 0; i < line->reasons->n; i++) {
		const struct match_reason *r = &line->reasons->at[i];

		printf("%s{\"criterion\":%s,\"attribute\":%s,\"text\":%s,"
		       "\"sentence\":%s,\"points\":%" PRId64
		       ",\"partner_may_see\":%s}",
			i ? "," : "", json_string(pool, r->criterion),
			json_string(pool, r->attribute),
			json_string(pool, r->text),
			json_string(pool, reason_said(look, line, i)),
			r->points, r->partner_may_see ? "true" : "false");
	}
	fputs("]", stdout);
}

static void
json_line(const struct look *look, const struct line *line)
{
	printf("{\"state\":\"%s\",\"score\":%" PRId64 ",\"members\":[",
		line->state, line->score);
	for (size_t i = 0; i < line->members->n; i++)
		printf("%s{\"id\":%" PRId64 ",\"name\":%s}", i ? "," : "",
			line->members->at[i],
			json_string(look->pool,
				people_name(look->pool, look->facts,
					line->members->at[i])));
	fputs("],", stdout);
	json_reasons(look, line);
	fputs("}", stdout);
}

static void
json_quality(const struct solve_result *result)
{
	const struct solve_quality *q = &result->quality;

	printf(",\"quality\":{\"people\":%" PRId64 ",\"placed\":%" PRId64
	       ",\"possible_pairs\":%" PRId64 ",\"score\":%" PRId64
	       ",\"mean\":%" PRId64 ",\"worst\":%" PRId64 ",\"proven\":%s}",
		q->people, q->placed, q->possible, result->score, q->mean,
		q->worst, q->proof == RUN_OPTIMAL ? "true" : "false");
}

static void
print_json(const struct look *look)
{
	fputs("{\"matches\":[", stdout);
	for (size_t i = 0; i < look->lines.n; i++) {
		fputs(i ? "," : "", stdout);
		json_line(look, &look->lines.at[i]);
	}
	fputs("],\"unmatched\":[", stdout);
	for (size_t i = 0; i < unmatched(look); i++)
		printf("%s{\"id\":%" PRId64 ",\"name\":%s,\"why\":%s}",
			i ? "," : "", look->result->unmatched.at[i].participant,
			json_string(look->pool, unmatched_name(look, i)),
			json_string(
				look->pool, look->result->unmatched.at[i].why));
	fputs("]", stdout);
	if (look->result)
		json_quality(look->result);
	puts("}");
}

/* RFC 4180: quoted, quotes doubled. A cell that a spreadsheet would take for a
 * formula gets an apostrophe. */
static char *
quoted(struct pool *pool, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, "\"", -1);
	g_autofree char *inner = g_strjoinv("\"\"", parts);

	return pool_printf(pool, "\"%s%s\"",
		*inner && strchr("=+-@\t", *inner) ? "'" : "", inner);
}

static void
print_csv(const struct look *look)
{
	struct pool *pool = look->pool;

	fputs("state,score,who,why\r\n", stdout);
	for (size_t i = 0; i < look->lines.n; i++) {
		const struct line *line = &look->lines.at[i];

		printf("%s,%" PRId64 ",%s,%s\r\n", line->state, line->score,
			quoted(pool,
				people_names(pool, look->facts, line->members)),
			quoted(pool, reason_words(look, line)));
	}
	for (size_t i = 0; i < unmatched(look); i++)
		printf("unmatched,0,%s,%s\r\n",
			quoted(pool, unmatched_name(look, i)),
			quoted(pool, look->result->unmatched.at[i].why));
}

/* ---- the command ------------------------------------------------------ */

struct wish {
	gboolean json, csv, standing;
	gint64 seed;
};

static int
print(struct look *look, const struct wish *wish)
{
	if (!wish->standing)
		solve(look, wish->seed ? wish->seed : look->facts->next.run);
	collect(look);
	if (wish->json)
		print_json(look);
	else if (wish->csv)
		print_csv(look);
	else
		print_table(look);
	return look->result && look->result->unmatched.n ? EXIT_FINDING
							 : EXIT_OK;
}

/* The facts of the store, or of the roster while there are none. */
static struct facts *
find_facts(const struct program *program, struct pool *pool, struct err *err)
{
	struct cmd_context context = { NULL, NULL };
	struct facts *facts = NULL;
	int64_t now = clock_now();

	if (!g_file_test(program->state_dir, G_FILE_TEST_EXISTS))
		return facts_of_roster(pool, program, now);
	context.store =
		store_open(program->state_dir, program->id, STORE_READ, err);
	if (context.store)
		facts = people_facts(&context, pool, now, err);
	store_close(context.store);
	if (facts && facts->participants.n == 0)
		facts = facts_of_roster(pool, program, now);
	return facts;
}

int
cmd_match(int argc, char **argv)
{
	struct wish wish = { 0 };
	const GOptionEntry options[] = {
		{ "json", 0, 0, G_OPTION_ARG_NONE, &wish.json,
			"for scripts, with every reason", NULL },
		{ "csv", 0, 0, G_OPTION_ARG_NONE, &wish.csv,
			"for a spreadsheet", NULL },
		{ "standing", 0, 0, G_OPTION_ARG_NONE, &wish.standing,
			"only the matches that stand or wait for approval",
			NULL },
		{ "seed", 0, 0, G_OPTION_ARG_INT64, &wish.seed,
			"another way to break ties (default: that of the "
			"next run)",
			"N" },
		{ 0 },
	};
	int status = cmd_options(&argc, &argv, "[PROGRAM.CONF]",
		"Who stands with whom, and who would be matched now, with "
		"reasons. Writes nothing;\nbefore the program has begun it "
		"matches the roster. Ends with 1 when somebody\nwould be left "
		"without a match.",
		options);

	if (status)
		return status < 0 ? EXIT_OK : status;
	struct program *program = cmd_program(argc > 1 ? argv[1] : NULL, NULL);
	if (!program)
		return EXIT_CONFIG;
	POOL_AUTO pool = pool_new();
	struct err err = { 0 };
	struct look look = { .program = program, .pool = pool };
	look.facts = find_facts(program, pool, &err);
	status = look.facts ? print(&look, &wish) : cmd_fail(&err);
	program_free(program);
	return status;
}
