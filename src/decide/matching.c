/* Matching runs: when one is made, and the draft. Who is placed stands in
 * waiting.c.
 *
 * A newer draft replaces an older one nobody has approved: its people are
 * placed anew together with whoever came since. A draft over the same people
 * is left as it is. Besides the runs that the config asks for, each Monday
 * whoever joined late, became free or is back from a pause gets another
 * chance. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "match/solve.h"

#define WEEK  (7 * DAY)
#define AGAIN "matching/again/" /* occurrences of the Mondays' runs */

/* The morning of the day on which the first run is made. */
static int64_t
first_run(const struct program *program)
{
	int64_t start = program_start_time(program);

	return when_at(
		program->zone, start - program->matching.lead, 0, 8 * 60);
}

/* The first of the weekly mornings after that moment. */
static int64_t
next_weekly(const struct program *program, int64_t after)
{
	int64_t first = first_run(program), weeks = 0;

	if (after >= first)
		weeks = (after - first) / WEEK;
	int64_t at = when_at(program->zone, first, weeks * 7, 8 * 60);
	return at > after
		? at
		: when_at(program->zone, first, weeks * 7 + 7, 8 * 60);
}

static void
plan_run(const struct program *program, struct facts *facts, int64_t at)
{
	if (at < program_end_time(program))
		facts_new_due(facts, DUE_MATCHING, at, SUBJECT_PROGRAM, 0,
			"matching/%" G_GINT64_FORMAT, at);
}

/* The next Monday's run over whoever is left; weekly programs have theirs. */
static void
plan_again(const struct program *program, struct facts *facts)
{
	int64_t at = when_weekday(
		program->zone, MAX(facts->now, first_run(program)), 0, 8 * 60);

	if (program->matching.when == MATCHING_WEEKLY ||
		at >= program_end_time(program))
		return;
	facts_new_due(facts, DUE_MATCHING, at, SUBJECT_PROGRAM, 0,
		AGAIN "%" G_GINT64_FORMAT, at);
}

/* A program that starts late makes up for its first run at once. */
static void
plan_config(
	const struct program *program, struct facts *facts, bool first_start)
{
	int64_t first = first_run(program);

	switch (program->matching.when) {
	case MATCHING_AT_START:
		facts_new_due(facts, DUE_MATCHING, MAX(first, facts->now),
			SUBJECT_PROGRAM, 0, "matching/start");
		return;
	case MATCHING_WEEKLY:
		if (first_start && first < facts->now)
			facts_new_due(facts, DUE_MATCHING, facts->now,
				SUBJECT_PROGRAM, 0, "matching/first");
		plan_run(program, facts, next_weekly(program, facts->now - 1));
		return;
	case MATCHING_ON_JOIN:
		return;
	}
}

void
matching_plan(
	const struct program *program, struct facts *facts, bool first_start)
{
	if (program->matching.form == MATCHING_ROUNDS) {
		round_plan(program, facts, first_start);
		return;
	}
	plan_config(program, facts, first_start);
	plan_again(program, facts);
}

/* The next round takes in whoever is there by then. */
static bool
runs_on_join(const struct program *program)
{
	return program->matching.when == MATCHING_ON_JOIN &&
		program->matching.form != MATCHING_ROUNDS;
}

void
matching_joined(const struct program *program, struct facts *facts)
{
	if (runs_on_join(program))
		plan_run(program, facts, MAX(facts->now, first_run(program)));
}

/* One run a day takes all who became free. */
void
matching_freed(const struct program *program, struct facts *facts)
{
	if (runs_on_join(program))
		plan_run(program, facts,
			when_morning(program->zone,
				MAX(facts->now, first_run(program))));
}

static bool
is_again(const struct due *due)
{
	return g_str_has_prefix(due->occurrence, AGAIN);
}

void
matching_again(const struct program *program, struct facts *facts)
{
	plan_run(program, facts,
		when_morning(program->zone, facts->now + 12 * HOUR));
}

static void
plan_next(const struct program *program, struct facts *facts)
{
	if (program->matching.form == MATCHING_ROUNDS)
		return; /* each round plans the next */
	if (program->matching.when == MATCHING_WEEKLY)
		plan_run(program, facts, next_weekly(program, facts->now));
	plan_again(program, facts);
}

void
matching_due(
	const struct program *program, struct facts *facts, struct due *due)
{
	if (ending_over(program, facts)) {
		due_drop(facts, due, "the program is over");
		return;
	}
	if (round_is_due(due)) {
		round_due(program, facts, due);
		return;
	}
	plan_next(program, facts);
	struct waiting waiting = waiting_people(program, facts);
	if (is_again(due) && !waiting_can_match(program, &waiting)) {
		due_moot(due, "there are no two people to be matched");
		return;
	}
	decide_matching(program, facts);
	due_done(due);
}

bool
decide_wants_all(const struct program *program, const struct due *due)
{
	const struct step *step;

	if (due->kind != DUE_STEP)
		return due->kind == DUE_MATCHING;
	step = program_step(program, due->what);
	return step && step->action == STEP_MATCH;
}

/* ---- the run ------------------------------------------------------------ */

static void
close_draft_asks(struct facts *facts, int64_t run, const char *why)
{
	for (size_t i = 0; i < facts->asks.n; i++)
		if (facts->asks.at[i]->run == run)
			ask_close(facts, facts->asks.at[i], why);
}

void
matching_discard(struct facts *facts, struct run *run, const char *why)
{
	if (run->state != RUN_DRAFT)
		return;
	run->state = RUN_DISCARDED;
	fact_touch(run);
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->run != run->id || match->state != MATCH_DRAFT)
			continue;
		match->state = MATCH_DISCARDED;
		fact_touch(match);
	}
	close_draft_asks(facts, run->id, why);
	facts_new_outcome(facts, OUTCOME_RUN_DISCARDED,
		"run %" G_GINT64_FORMAT ": %s", run->id, why);
}

/* Who joins a match that stands; its own people need no draft. */
static struct member_list
newcomers_of(const struct facts *facts, const struct solved_match *solved)
{
	const struct match *match = facts_match(facts, solved->joins);
	struct member_list newcomers = { 0 };

	for (size_t i = 0; i < solved->members.n; i++)
		if (!match || !match_has(match, solved->members.at[i]))
			newcomers.at[newcomers.n++] = solved->members.at[i];
	return newcomers;
}

static void
add_drafts(struct facts *facts, const struct run *run,
	const struct solve_result *result, int64_t round)
{
	for (size_t i = 0; i < result->matches.n; i++) {
		const struct solved_match *solved = &result->matches.at[i];
		struct match *match = facts_new_match(facts);

		match->run = run->id;
		match->state = MATCH_DRAFT;
		match->members = newcomers_of(facts, solved);
		match->lead = solved->lead;
		match->round = solved->round ? solved->round : round;
		match->joins = solved->joins;
		match->reasons = solved->reasons;
		match->score = solved->score;
		match->made_at = facts->now;
	}
}

static void
note_unmatched(struct facts *facts, const struct run *run)
{
	for (size_t i = 0; i < run->unmatched.n; i++) {
		const struct unmatched *u = &run->unmatched.at[i];

		facts_new_outcome(facts, OUTCOME_UNMATCHED, "%s", u->why)
			->participant = u->participant;
	}
}

static void
ask_coordinators(const struct program *program, struct facts *facts,
	const struct draft *draft)
{
	const struct run *run = draft->run;
	const char *slot =
		pool_printf(facts->pool, "run-%" G_GINT64_FORMAT, run->id);

	for (size_t i = 0; i < program->coordinators.n; i++) {
		const char *email = program->coordinators.at[i].email;
		struct ask *ask = ask_new(facts, FORM_DRAFT, 0, email, slot);

		if (!ask)
			continue;
		ask->run = run->id;
		struct mail_request *mail = facts_new_mail(facts, MOMENT_DRAFT,
			0, "draft/%" G_GINT64_FORMAT "/%s", run->id,
			tell_mark(facts->pool, email));
		mail->coordinator = email;
		mail->run = run->id;
		mail->ask = ask->id;
		mail->fields = draft_fields(facts, draft, email);
	}
}

/* In ascending order, as the solver gives them. */
static void
add_unmatched(struct pool *pool, struct unmatched_list *list,
	const struct unmatched *more)
{
	size_t to = list->n;

	LIST_ADD(pool, list);
	for (; to > 0 && list->at[to - 1].participant > more->participant; to--)
		list->at[to] = list->at[to - 1];
	list->at[to] = *more;
}

static struct run *
make_run(struct facts *facts, const struct waiting *waiting,
	const struct solve_input *input, int64_t round,
	struct solve_quality *quality)
{
	struct run *run = facts_new_run(facts);
	const struct solve_result *result = match_solve(facts->pool, input);

	*quality = result->quality;
	run->made_at = facts->now;
	run->seed = input->seed;
	run->score = result->score;
	run->proof = result->quality.proof;
	run->bound = result->quality.bound;
	run->unmatched = result->unmatched;
	for (size_t i = 0; i < waiting->barred.n; i++)
		add_unmatched(
			facts->pool, &run->unmatched, &waiting->barred.at[i]);
	add_drafts(facts, run, result, round);
	facts_new_outcome(facts, OUTCOME_RUN_DRAFTED,
		"run %" G_GINT64_FORMAT ": %zu matches, %zu without, %s",
		run->id, result->matches.n, run->unmatched.n,
		run_proof_name(run->proof));
	note_unmatched(facts, run);
	return run;
}

/* A run that matched nobody needs no approval. */
static bool
is_empty(const struct facts *facts, const struct run *run)
{
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->run == run->id)
			return false;
	return true;
}

static void
add_ids(GHashTable *ids, const struct member_list *members)
{
	for (size_t i = 0; i < members->n; i++)
		g_hash_table_add(ids, GSIZE_TO_POINTER((gsize)members->at[i]));
}

/* Everybody in the run's drafts, or said to be unmatched; NULL when one is
 * for another round. */
static GHashTable *
drafted_people(const struct facts *facts, const struct run *run, int64_t round)
{
	g_autoptr(GHashTable) ids = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *match = facts->matches.at[i];

		if (match->run != run->id || match->state != MATCH_DRAFT)
			continue;
		if (round && match->round < round)
			return NULL;
		add_ids(ids, &match->members);
	}
	for (size_t i = 0; i < run->unmatched.n; i++)
		g_hash_table_add(ids,
			GSIZE_TO_POINTER(
				(gsize)run->unmatched.at[i].participant));
	return g_steal_pointer(&ids);
}

/* A mentor with room left need not be in a draft. */
static bool
must_be_in(const struct program *program, const struct facts *facts,
	const struct participant *p)
{
	return program->matching.form != MATCHING_MENTORS ||
		!facts_active_match(facts, p->id);
}

/* True when an open draft is about just these people: it still waits for an
 * answer, and a second mail of the kind would only confuse. */
static bool
is_drafted(const struct program *program, const struct facts *facts,
	const struct run *run, const struct waiting *waiting, int64_t round)
{
	g_autoptr(GHashTable) ids = run->state == RUN_DRAFT
		? drafted_people(facts, run, round)
		: NULL;
	bool all = ids != NULL;

	for (size_t i = 0; all && i < waiting->free.n; i++) {
		const struct participant *p = waiting->free.at[i];

		all = g_hash_table_remove(
			      ids, GSIZE_TO_POINTER((gsize)p->id)) ||
			!must_be_in(program, facts, p);
	}
	for (size_t i = 0; all && i < waiting->barred.n; i++)
		all = g_hash_table_remove(ids,
			GSIZE_TO_POINTER(
				(gsize)waiting->barred.at[i].participant));
	return all && !g_hash_table_size(ids);
}

/* A new draft in the place of those that stand. */
static struct draft
draw(const struct program *program, struct facts *facts,
	const struct waiting *waiting, int64_t round)
{
	struct solve_input input = input_of(program, facts, waiting);
	struct draft draft = { 0 };

	for (size_t i = 0; i < facts->runs.n; i++)
		matching_discard(
			facts, facts->runs.at[i], "a newer draft replaces it");
	draft.run = make_run(facts, waiting, &input, round, &draft.quality);
	return draft;
}

/* The round that is to be matched; 0: no rounds; -1: it has been. */
static int64_t
round_of_run(const struct program *program, const struct facts *facts)
{
	if (program->matching.form != MATCHING_ROUNDS)
		return 0;
	int64_t round = round_now(program, facts);
	return round ? round : -1;
}

void
decide_matching(const struct program *program, struct facts *facts)
{
	struct waiting waiting = waiting_people(program, facts);
	int64_t round = round_of_run(program, facts);

	if (round < 0 || !waiting_need(program, &waiting))
		return;
	for (size_t i = 0; i < facts->runs.n; i++)
		if (is_drafted(
			    program, facts, facts->runs.at[i], &waiting, round))
			return;
	struct draft draft = draw(program, facts, &waiting, round);
	if (draft.quality.proof != RUN_UNPROVEN &&
		(program->matching.publish == PUBLISH_AUTO ||
			is_empty(facts, draft.run)))
		decide_publish(program, facts, draft.run->id, "auto", NULL);
	else
		ask_coordinators(program, facts, &draft);
}

bool
matching_redraw(const struct program *program, struct facts *facts,
	const struct draft_notes *notes)
{
	struct waiting waiting = waiting_people(program, facts);
	int64_t round = round_of_run(program, facts);
	bool stands = false;

	for (size_t i = 0; i < facts->runs.n; i++)
		stands |= facts->runs.at[i]->state == RUN_DRAFT;
	if (!stands || round < 0 || !waiting_need(program, &waiting))
		return false;
	struct draft draft = draw(program, facts, &waiting, round);
	draft.notes = notes;
	ask_coordinators(program, facts, &draft);
	return true;
}
