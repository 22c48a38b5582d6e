/* The weekly digest to coordinators: on the configured weekday in the
 * program's zone, and once more after the end. */
#include "decide/concern.h"

#include <glib.h>

#define USEFUL (6 * DAY)

void
digest_plan(const struct program *program, struct facts *facts)
{
	int64_t at = when_weekday(program->zone, facts->now,
		program->digest.weekday, program->digest.at);

	if (at < program_end_time(program) + 7 * DAY)
		facts_new_due(facts, DUE_DIGEST, at, SUBJECT_PROGRAM, 0,
			"digest/%" G_GINT64_FORMAT, at / DAY);
}

void
digest_send(const struct program *program, struct facts *facts,
	const struct fields *digest)
{
	struct mail_request model = { .moment = MOMENT_DIGEST,
		.fields = digest,
		.expires_at = facts->now + USEFUL };

	if (!digest)
		return;
	tell_coordinators(program, facts, TELL_DIGEST, &model,
		"digest/%" G_GINT64_FORMAT, facts->now / DAY);
	facts_new_outcome(facts, OUTCOME_DIGEST, "%s", "");
}

void
digest_due(const struct program *program, struct facts *facts, struct due *due,
	const struct fields *digest)
{
	digest_send(program, facts, digest);
	due_done(due);
	digest_plan(program, facts);
}

bool
decide_wants_digest(const struct program *program, const struct due *due)
{
	const struct step *step;

	if (due->kind != DUE_STEP)
		return due->kind == DUE_DIGEST;
	step = program_step(program, due->what);
	return step && step->action == STEP_DIGEST;
}
