/* Endings: a match is over, the program is over. Sessions to come disappear
 * from the calendars; what was is kept. */
#include "decide/concern.h"

#include <glib.h>

#define USEFUL (30 * DAY)

bool
ending_over(const struct program *program, const struct facts *facts)
{
	return facts->now >= program_end_time(program);
}

static void
end_match(struct facts *facts, struct match *match, const char *reason)
{
	match->state = MATCH_ENDED;
	match->ended_at = facts->now;
	match->end_reason = reason;
	fact_touch(match);
	tell_cancel(facts, SUBJECT_MATCH, match->id);
	finding_ends(facts, match, reason);
	session_cancel_all(facts, match, 0, reason);
	facts_new_outcome(facts, OUTCOME_MATCH_ENDED, "%s", reason)->match =
		match->id;
}

/* Was it about a meeting that had its time? Then the answer still says
 * something, and whoever is asked may be writing it just now. */
static bool
is_about_the_past(const struct facts *facts, const struct ask *ask)
{
	const struct session *session = facts_session(facts, ask->session);

	return session && session->state != SESSION_CANCELLED &&
		session->starts_at <= facts->now;
}

void
ending_match(struct facts *facts, struct match *match, const char *reason)
{
	end_match(facts, match, reason);
	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (ask->match == match->id && !is_about_the_past(facts, ask))
			ask_close(facts, ask, reason);
	}
}

void
ending_farewell(struct facts *facts, const struct match *match, bool over)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, fields, "program_over", over);
	for (size_t i = 0; i < match->members.n; i++) {
		int64_t id = match->members.at[i];
		struct mail_request *mail = tell(facts, MOMENT_MATCH_ENDED, id,
			"ended/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			match->id, id);

		mail->match = match->id;
		mail->fields = fields;
		mail->expires_at = facts->now + USEFUL;
	}
}

/* Asks stay open: a last survey is answered after the end. */
void
ending_program(
	const struct program *program, struct facts *facts, struct due *due)
{
	if (!ending_over(program, facts)) { /* the end was moved */
		due->at = program_end_time(program);
		fact_touch(due);
		return;
	}
	for (size_t i = 0; i < facts->runs.n; i++)
		matching_discard(
			facts, facts->runs.at[i], "the program is over");
	for (size_t i = 0; i < facts->matches.n; i++) {
		struct match *match = facts->matches.at[i];

		if (match->state != MATCH_ACTIVE)
			continue;
		end_match(facts, match, "the program is over");
		ending_farewell(facts, match, true);
	}
	facts_new_outcome(facts, OUTCOME_PROGRAM_ENDED, "%s", "");
	due_done(due);
}
