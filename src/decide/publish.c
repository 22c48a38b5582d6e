/* Publishing a run: from here on people know of each other. Introductions go
 * out, the first session is looked for, the timeline and the watch over
 * silence begin. */
#include "decide/concern.h"

#include <glib.h>

#define USEFUL (30 * DAY) /* an introduction keeps its sense this long */

/* Members who can still be introduced. */
static struct member_list
present_members(const struct facts *facts, const struct match *match)
{
	struct member_list present = { 0 };

	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		if (p && p->state == PARTICIPANT_ENROLLED)
			present.at[present.n++] = p->id;
	}
	return present;
}

static void
introduce(struct facts *facts, const struct match *match)
{
	for (size_t i = 0; i < match->members.n; i++) {
		int64_t id = match->members.at[i];
		struct mail_request *mail = tell(facts, MOMENT_INTRODUCTION, id,
			"introduction/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			match->id, id);

		mail->match = match->id;
		mail->expires_at = match->published_at + USEFUL;
		if (match->published_at > facts->now)
			mail->at = match->published_at;
	}
}

/* The second round and the later ones begin at their hour, however early
 * somebody approved them. */
static int64_t
begins_at(const struct program *program, const struct facts *facts,
	const struct match *match)
{
	if (match->round < 2 || round_in_event(program))
		return facts->now;
	return MAX(facts->now, round_begins(program, match->round));
}

static void
publish_match(
	const struct program *program, struct facts *facts, struct match *match)
{
	const char *why;

	match->state = MATCH_ACTIVE;
	match->published_at = begins_at(program, facts, match);
	fact_touch(match);
	facts_new_outcome(
		facts, OUTCOME_MATCHED, "%zu people", match->members.n)
		->match = match->id;
	directive_spend(facts, match);
	if (match->round && round_in_event(program))
		return; /* what follows depends on the other rounds */
	introduce(facts, match);
	session_plan(program, facts, match, &why);
	timeline_matched(program, facts, match, facts->now);
	silence_plan(program, facts, match);
}

/* Somebody left or pauses since the draft was made: the rest of a bigger
 * group goes on, half a pair waits for the next run. */
static void
discard_match(struct facts *facts, struct match *match)
{
	struct member_list present = present_members(facts, match);

	match->state = MATCH_DISCARDED;
	fact_touch(match);
	for (size_t i = 0; i < present.n; i++)
		facts_new_outcome(facts, OUTCOME_UNMATCHED,
			"the proposed partner is no longer there")
			->participant = present.at[i];
}

/* What one person's matches come to. */
struct matched {
	int times; /* introduced to somebody */
	size_t active, leads;
};

/* By the person's id; one pass over the matches, as there may be many people
 * to be told. */
static GHashTable *
count_matched(const struct facts *facts)
{
	GHashTable *all = g_hash_table_new_full(
		g_int64_hash, g_int64_equal, NULL, g_free);

	for (size_t i = 0; i < facts->matches.n; i++) {
		const struct match *match = facts->matches.at[i];

		for (size_t k = 0; k < match->members.n; k++) {
			const int64_t *id = &match->members.at[k];
			struct matched *m = g_hash_table_lookup(all, id);

			if (!m) {
				m = g_new0(struct matched, 1);
				g_hash_table_insert(
					all, (void *)(guintptr)id, m);
			}
			m->times += match->published_at != 0;
			m->active += match->state == MATCH_ACTIVE;
			m->leads += match->state == MATCH_ACTIVE &&
				match->lead == *id;
		}
	}
	return all;
}

/* A mentor who has somebody to look after is not told that one more could not
 * be found; who still looks for a mentor is. */
static bool
is_served(const struct program *program, const struct participant *p,
	const struct matched *m)
{
	if (program->matching.form == MATCHING_ROUNDS)
		return false; /* of another round, if any */
	return m->active &&
		(m->leads < m->active || !p || !role_learns(p->role));
}

/* With how often they were introduced to somebody: one mail for each wait. */
static void
tell_unmatched(const struct program *program, struct facts *facts,
	const struct run *run)
{
	g_autoptr(GHashTable) all = count_matched(facts);

	for (size_t i = 0; i < run->unmatched.n; i++) {
		int64_t id = run->unmatched.at[i].participant;
		const struct matched *found = g_hash_table_lookup(all, &id);
		struct matched m = found ? *found : (struct matched){ 0 };

		if (!is_served(program, facts_participant(facts, id), &m))
			tell(facts, MOMENT_UNMATCHED, id,
				"unmatched/%" G_GINT64_FORMAT "/%d", id,
				m.times)
				->run = run->id;
	}
}

/* True when it is in force now, as it is or as part of another one. */
static bool
publish_draft(
	const struct program *program, struct facts *facts, struct match *match)
{
	if (match->joins)
		return member_joins(program, facts, match);
	struct member_list present = present_members(facts, match);

	if (present.n < 2)
		return false;
	match->members = present;
	if (!match_has(match, match->lead))
		match->lead = 0;
	publish_match(program, facts, match);
	return true;
}

static void
publish_matches(const struct program *program, struct facts *facts,
	const struct run *run)
{
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->run == run->id && match->state == MATCH_DRAFT &&
			!publish_draft(program, facts, match))
			discard_match(facts, match);
	}
}

/* One mail for each with all their rounds, which stand by now. */
static void
publish_event(const struct program *program, struct facts *facts,
	const struct run *run)
{
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->run != run->id || match->state != MATCH_ACTIVE)
			continue;
		session_of_event(program, facts, match);
		timeline_matched(program, facts, match, facts->now);
	}
	round_tell_schedule(facts, program, run);
}

/* Of rounds: those before it are over when it has begun. */
static void
publish_rounds(const struct program *program, struct facts *facts,
	const struct run *run)
{
	int64_t round = 0;

	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->run == run->id)
			round = MAX(round, facts->matches.at[i]->round);
	if (!round)
		return;
	if (round_in_event(program))
		publish_event(program, facts, run);
	else if (round_begins(program, round) <= facts->now)
		round_end(facts, round);
}

bool
decide_publish(const struct program *program, struct facts *facts, int64_t id,
	const char *by, struct err *err)
{
	struct run *run = facts_run(facts, id);

	if (!run)
		return err_set(err, ERR_NEVER,
			"there is no run %" G_GINT64_FORMAT, id);
	if (run->state != RUN_DRAFT)
		return err_set(err, ERR_NEVER,
			"run %" G_GINT64_FORMAT
			" is not a draft but %s; nothing was changed",
			id, run_state_name(run->state));
	if (ending_over(program, facts))
		return err_set(err, ERR_NEVER, "the program is over");
	run->state = RUN_PUBLISHED;
	run->published_at = facts->now;
	fact_touch(run);
	facts_new_outcome(facts, OUTCOME_RUN_PUBLISHED,
		"run %" G_GINT64_FORMAT ", %s", id, by);
	for (size_t i = 0; i < facts->asks.n; i++)
		if (facts->asks.at[i]->run == id)
			ask_close(facts, facts->asks.at[i], "it is published");
	publish_matches(program, facts, run);
	publish_rounds(program, facts, run);
	tell_unmatched(program, facts, run);
	return true;
}
