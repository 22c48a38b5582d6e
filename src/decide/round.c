/* Rounds: everybody meets somebody else each time.
 *
 * A round begins at its hour, and with it the pairs of the one before end,
 * without a word: both knew. Its draft is made some days ahead, so that a
 * coordinator can look at it; approved late, the round begins late. In an
 * event all rounds are matched at once, one after the other on one day. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

#define MORNING (8 * 60)
#define ROUND   "round/" /* occurrences: "round/3", "round/3/draft" */
#define EVENT   ROUND "event"
#define OVER    ROUND "over"

bool
round_in_event(const struct program *program)
{
	return program->matching.form == MATCHING_ROUNDS &&
		program->matching.event_day;
}

int64_t
round_begins(const struct program *program, int64_t round)
{
	const struct matching *m = &program->matching;
	int64_t before = (round - 1) * m->every;

	if (round_in_event(program))
		return when_at(program->zone,
			       when_date(program->zone, m->event_day), 0,
			       m->event_at) +
			before;
	return when_at(program->zone,
		when_after(program->zone, program_start_time(program), before),
		0, MORNING);
}

/* The last round there is. */
static int64_t
last_round(const struct program *program)
{
	int64_t most = program->matching.rounds, round = 1;

	if (round_in_event(program))
		return most;
	while ((!most || round < most) &&
		round_begins(program, round + 1) < program_end_time(program))
		round++;
	return round;
}

int64_t
round_ends(const struct program *program, int64_t round)
{
	return MIN(round_begins(program, round + 1), program_end_time(program));
}

/* When its run is made. */
static int64_t
run_of(const struct program *program, int64_t round)
{
	int64_t begins = round_begins(program, round);

	if (program->matching.publish == PUBLISH_AUTO &&
		!round_in_event(program))
		return begins;
	return when_at(
		program->zone, begins - program->matching.lead, 0, MORNING);
}

/* Rounds that ended may be of a time before there was an event. */
static bool
event_is_published(const struct facts *facts)
{
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->round == 1 &&
			facts->matches.at[i]->state == MATCH_ACTIVE)
			return true;
	return false;
}

static bool
is_published(const struct facts *facts, int64_t round)
{
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->round == round &&
			(facts->matches.at[i]->state == MATCH_ACTIVE ||
				facts->matches.at[i]->state == MATCH_ENDED))
			return true;
	return false;
}

int64_t
round_now(const struct program *program, const struct facts *facts)
{
	int64_t round = 1, last = last_round(program);

	if (round_in_event(program))
		return round_begins(program, 1) > facts->now &&
				!event_is_published(facts)
			? 1
			: 0;
	while (round < last && run_of(program, round + 1) <= facts->now)
		round++;
	return is_published(facts, round) ? 0 : round;
}

/* ---- planning -------------------------------------------------------------- */

static void
plan(struct facts *facts, int64_t at, const char *occurrence)
{
	facts_new_due(facts, DUE_MATCHING, MAX(at, facts->now), SUBJECT_PROGRAM,
		0, "%s", occurrence);
}

static void
plan_event(const struct program *program, struct facts *facts)
{
	int64_t over = round_begins(program, program->matching.rounds + 1);

	if (round_begins(program, 1) > facts->now)
		plan(facts, run_of(program, 1), EVENT);
	plan(facts, over, OVER);
}

/* The one after the last only ends what is left. */
static void
plan_round(const struct program *program, struct facts *facts, int64_t round)
{
	int64_t last = last_round(program);
	int64_t begins = round_begins(program, round);

	if (round > last + 1 || begins >= program_end_time(program))
		return;
	if (round <= last && run_of(program, round) < begins)
		plan(facts, run_of(program, round),
			pool_printf(facts->pool,
				ROUND "%" G_GINT64_FORMAT "/draft", round));
	plan(facts, begins,
		pool_printf(facts->pool, ROUND "%" G_GINT64_FORMAT, round));
}

/* The round that runs; 0 before the first. */
static int64_t
running(const struct program *program, const struct facts *facts)
{
	int64_t round = 0, last = last_round(program);

	while (round <= last && round_begins(program, round + 1) <= facts->now)
		round++;
	return round;
}

void
round_plan(const struct program *program, struct facts *facts, bool first_start)
{
	int64_t round = running(program, facts);

	if (round_in_event(program)) {
		plan_event(program, facts);
		return;
	}
	if (first_start && round)
		plan_round(program, facts, round);
	plan_round(program, facts, round + 1);
}

/* ---- when they are due ------------------------------------------------------- */

void
round_end(struct facts *facts, int64_t before)
{
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state == MATCH_ACTIVE && match->round &&
			match->round < before)
			ending_match(facts, match, ENDED_ROUND);
	}
}

static bool
has_draft(const struct facts *facts)
{
	for (size_t i = 0; i < facts->runs.n; i++)
		if (facts->runs.at[i]->state == RUN_DRAFT)
			return true;
	return false;
}

/* Its hour has come. A draft that waits for a word keeps the former pairs
 * together a little longer. */
static void
begin(const struct program *program, struct facts *facts, int64_t round)
{
	plan_round(program, facts, round + 1);
	if (round > last_round(program) || is_published(facts, round))
		round_end(facts, round);
	else if (program->matching.publish == PUBLISH_AUTO || !has_draft(facts))
		decide_matching(program, facts);
}

void
round_due(const struct program *program, struct facts *facts, struct due *due)
{
	char *end;

	if (program->matching.form != MATCHING_ROUNDS &&
		strcmp(due->occurrence, OVER) != 0) {
		due_moot(due, "the program has no rounds any more");
		return;
	}
	int64_t round =
		g_ascii_strtoll(due->occurrence + strlen(ROUND), &end, 10);
	bool over = !strcmp(due->occurrence, OVER);
	int64_t begins = over
		? round_begins(program, program->matching.rounds + 1)
		: round_begins(program, round);

	if (program->matching.form == MATCHING_ROUNDS &&
		(over || (round && !*end)) && begins > facts->now) {
		due->at = begins; /* the config has changed */
		fact_touch(due);
		return;
	}
	if (over)
		round_end(facts, INT64_MAX);
	else if (round && !*end)
		begin(program, facts, round);
	else
		decide_matching(program, facts);
	due_done(due);
}

bool
round_is_due(const struct due *due)
{
	return g_str_has_prefix(due->occurrence, ROUND);
}

/* ---- an event ------------------------------------------------------------------ */

bool
round_is_last_of(const struct program *program, const struct facts *facts,
	const struct match *match, int64_t participant)
{
	if (!round_in_event(program))
		return true;
	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *other = facts->matches.at[i];

		if (other->run == match->run && other->round > match->round &&
			other->state != MATCH_DISCARDED &&
			match_has(other, participant))
			return false;
	}
	return true;
}

void
round_tell_schedule(struct facts *facts, const struct program *program,
	const struct run *run)
{
	g_autoptr(GHashTable) told =
		g_hash_table_new(g_int64_hash, g_int64_equal);

	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->run != run->id || match->state != MATCH_ACTIVE)
			continue;
		for (size_t m = 0; m < match->members.n; m++) {
			int64_t id = match->members.at[m];

			if (!g_hash_table_add(told, &match->members.at[m]))
				continue;
			struct mail_request *mail =
				tell(facts, MOMENT_SCHEDULE, id,
					"schedule/%" G_GINT64_FORMAT
					"/%" G_GINT64_FORMAT,
					run->id, id);
			mail->run = run->id;
			mail->expires_at = round_begins(program, 1);
		}
	}
}
