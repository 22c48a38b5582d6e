/* mentord match: who would be put with whom now, what stands, and why.
 *
 * Nothing is written. What is solved is what the keeper would solve: the same
 * people, history, words of the coordinators and standing draft, by the same
 * function. Before the program has begun, the roster itself is matched.
 */
#include "cmd/match.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/table.h"
#include "decide/decide.h"
#include "write/reason.h"

static void
progress(double part, void *arg)
{
	(void)arg;
	progress_show("matching", part);
}

/* In ascending order, as the solver gives them. */
static void
add_unmatched(struct match_look *look, const struct unmatched_list *more)
{
	for (size_t i = 0; i < more->n; i++)
		*LIST_ADD(look->pool, &look->unmatched) = more->at[i];
}

/* seed 0: that of the next run. */
static void
solve(struct match_look *look, int64_t seed)
{
	struct unmatched_list barred = { 0 };
	struct solve_input input =
		decide_solve_input(look->program, look->facts, &barred);

	if (seed)
		input.seed = seed;
	input.progress = progress;
	look->seed = input.seed;
	look->result = match_solve(look->pool, &input);
	progress_end();
	add_unmatched(look, &look->result->unmatched);
	add_unmatched(look, &barred);
}

/* ---- what there is to show ---------------------------------------------- */

static void
collect_standing(struct match_look *look)
{
	for (size_t i = 0; i < look->facts->matches.n; i++) {
		const struct match *m = look->facts->matches.at[i];

		if (m->state == MATCH_ACTIVE || m->state == MATCH_DRAFT)
			*LIST_ADD(look->pool, &look->lines) =
				(struct match_line){
					.state = match_state_name(m->state),
					.score = m->score,
					.lead = m->lead,
					.round = m->round,
					.joins = m->joins,
					.members = &m->members,
					.reasons = &m->reasons,
				};
	}
}

static void
collect_solved(struct match_look *look)
{
	for (size_t i = 0; look->result && i < look->result->matches.n; i++) {
		const struct solved_match *m = &look->result->matches.at[i];

		*LIST_ADD(look->pool, &look->lines) = (struct match_line){
			.state = "proposed",
			.score = m->score,
			.lead = m->lead,
			.round = m->round,
			.joins = m->joins,
			.members = &m->members,
			.reasons = &m->reasons,
		};
	}
}

static void
collect(struct match_look *look)
{
	collect_standing(look);
	collect_solved(look);
	for (size_t i = 0; i < look->lines.n; i++) {
		struct match_line *line = &look->lines.at[i];

		line->percent = matching_percent(&look->program->matching,
			line->score, line->members->n);
	}
}

char *
match_people(const struct match_look *look, const struct match_line *line)
{
	struct member_list others = { 0 };
	const char *lead = line->lead
		? people_name(look->pool, look->facts, line->lead)
		: NULL;

	for (size_t i = 0; i < line->members->n; i++)
		if (!lead || line->members->at[i] != line->lead)
			others.at[others.n++] = line->members->at[i];
	char *names = people_names(look->pool, look->facts, &others);
	if (!lead)
		return names;
	return pool_printf(look->pool,
		look->program->matching.form == MATCHING_MENTORS ? "%s → %s"
								 : "%s* + %s",
		lead, names);
}

static const struct language *
english_of(const struct match_look *look)
{
	return words_language(look->program->words, "en", "en");
}

const char *
match_reason_said(
	const struct match_look *look, const struct match_line *line, size_t i)
{
	return reason_sentence(look->pool, look->program, english_of(look),
		look->facts, line->members, &line->reasons->at[i], 0);
}

char *
match_reasons_said(const struct match_look *look, const struct match_line *line)
{
	g_autoptr(GString) words = g_string_new(NULL);
	struct gathered_list all = reason_gather(
		look->pool, look->program, line->members, line->reasons, 0);

	for (size_t i = 0; i < all.n; i++)
		g_string_append_printf(words, "%s%s (%" PRId64 ")",
			i ? "; " : "",
			reason_said(look->pool, look->program, english_of(look),
				look->facts, line->members, &all.at[i], 0),
			all.at[i].reason.points);
	return pool_strdup(look->pool, words->str);
}

/* ---- the command ------------------------------------------------------ */

struct wish {
	gboolean json, csv, standing;
	gint64 seed;
};

static int
print(struct match_look *look, const struct wish *wish)
{
	if (!wish->standing)
		solve(look, wish->seed);
	collect(look);
	if (wish->json)
		match_print_json(look);
	else if (wish->csv)
		match_print_csv(look);
	else
		match_print_table(look);
	return look->unmatched.n ? EXIT_FINDING : EXIT_OK;
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
	struct match_look look = { .program = program, .pool = pool };
	look.facts = people_now(program, pool, clock_now(), &err);
	status = look.facts ? print(&look, &wish) : cmd_fail(&err);
	program_free(program);
	return status;
}
