/* Matching runs: who takes part in one, when it is made, and the draft.
 *
 * A run takes everybody who takes part and is unmatched; a holiday is no
 * reason to be left out of a season, sessions wait for its end. A newer draft replaces
 * an older one nobody has approved: its people are placed anew together with
 * whoever came since. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "match/solve.h"

#define WEEK (7 * DAY)

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

/* A program that starts late makes up for its first run at once. */
void
matching_plan(
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
matching_joined(const struct program *program, struct facts *facts)
{
	if (program->matching.when == MATCHING_ON_JOIN)
		plan_run(program, facts, MAX(facts->now, first_run(program)));
}

/* One run a day takes all who became free. */
void
matching_freed(const struct program *program, struct facts *facts)
{
	if (program->matching.when == MATCHING_ON_JOIN)
		plan_run(program, facts,
			when_morning(program->zone,
				MAX(facts->now, first_run(program))));
}

void
matching_due(
	const struct program *program, struct facts *facts, struct due *due)
{
	if (ending_over(program, facts)) {
		due_drop(facts, due, "the program is over");
		return;
	}
	if (program->matching.when == MATCHING_WEEKLY)
		plan_run(program, facts, next_weekly(program, facts->now));
	decide_matching(program, facts);
	due_done(due);
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

/* Ids of everybody in an active match. */
static GHashTable *
matched_people(const struct facts *facts)
{
	GHashTable *matched = g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state != MATCH_ACTIVE)
			continue;
		for (size_t m = 0; m < match->members.n; m++)
			g_hash_table_add(matched, &match->members.at[m]);
	}
	return matched;
}

static struct participant_list
free_people(struct facts *facts)
{
	g_autoptr(GHashTable) matched = matched_people(facts);
	struct participant_list people = { 0 };

	for (size_t i = 0; i < facts->participants.n; i++) {
		struct participant *p = facts->participants.at[i];

		if (p->state == PARTICIPANT_ENROLLED &&
			!g_hash_table_contains(matched, &p->id))
			*LIST_ADD(facts->pool, &people) = p;
	}
	return people;
}

static void
add_pairs(struct pool *pool, struct former_pair_list *pairs,
	const struct member_list *members)
{
	for (size_t a = 0; a < members->n; a++)
		for (size_t b = a + 1; b < members->n; b++)
			*LIST_ADD(pool, pairs) = (struct former_pair){
				.a = MIN(members->at[a], members->at[b]),
				.b = MAX(members->at[a], members->at[b])
			};
}

/* Everybody who was ever introduced to each other. */
static struct former_pair_list
history_of(const struct facts *facts)
{
	struct former_pair_list pairs = { 0 };

	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->published_at)
			add_pairs(facts->pool, &pairs,
				&facts->matches.at[i]->members);
	return pairs;
}

static void
add_drafts(struct facts *facts, const struct run *run,
	const struct solve_result *result)
{
	for (size_t i = 0; i < result->matches.n; i++) {
		const struct solved_match *solved = &result->matches.at[i];
		struct match *match = facts_new_match(facts);

		match->run = run->id;
		match->state = MATCH_DRAFT;
		match->members = solved->members;
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
	const struct run *run)
{
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
	}
}

static struct run *
make_run(struct facts *facts, const struct program *program,
	struct participant_list people)
{
	struct run *run = facts_new_run(facts);
	struct solve_input input = { .matching = &program->matching,
		.attributes = &program->attributes,
		.program = program,
		.people = people,
		.history = history_of(facts),
		.seed = run->id,
		.now = facts->now };
	const struct solve_result *result = match_solve(facts->pool, &input);

	run->made_at = facts->now;
	run->seed = input.seed;
	run->score = result->score;
	run->unmatched = result->unmatched;
	add_drafts(facts, run, result);
	facts_new_outcome(facts, OUTCOME_RUN_DRAFTED,
		"run %" G_GINT64_FORMAT ": %zu matches, %zu without", run->id,
		result->matches.n, result->unmatched.n);
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

void
decide_matching(const struct program *program, struct facts *facts)
{
	struct participant_list people = free_people(facts);

	if (!people.n)
		return;
	for (size_t i = 0; i < facts->runs.n; i++)
		matching_discard(
			facts, facts->runs.at[i], "a newer draft replaces it");
	struct run *run = make_run(facts, program, people);
	if (program->matching.publish == PUBLISH_AUTO || is_empty(facts, run))
		decide_publish(program, facts, run->id, "auto", NULL);
	else
		ask_coordinators(program, facts, run);
}
