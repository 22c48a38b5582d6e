/* Pauses: the person is left alone until they are back; partners are told,
 * sessions that fall into the pause are withdrawn, or held without them when
 * two others can meet. `paused_until` stays as
 * the moment the last pause ended, for the watch over silence. */
#include "decide/concern.h"

#include <glib.h>

#include "program/words.h"

/* The day they are back as that reader writes it; "" without an end. */
static const char *
day_for(const struct program *program, struct facts *facts,
	const struct participant *reader, int64_t until)
{
	if (!until || !program->words)
		return "";
	return words_date(facts->pool,
		words_writing(
			program->words, reader->language, program->language),
		program_zone_of(program, reader), until);
}

static void
tell_partners(const struct program *program, struct facts *facts,
	const struct match *match, const struct participant *who, int64_t slot)
{
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *partner =
			facts_participant(facts, match->members.at[i]);

		if (!partner || partner == who)
			continue;
		struct fields *fields = fields_new(facts->pool, NULL);

		fields_text(facts->pool, fields, "who", who->name);
		fields_text(facts->pool, fields, "until",
			day_for(program, facts, partner, who->paused_until));
		fields_truth(facts->pool, fields, "others_meet",
			member_others(facts, match, who->id) >= 2);
		struct mail_request *mail =
			tell(facts, MOMENT_PARTNER_PAUSED, partner->id,
				"partner-paused/%" G_GINT64_FORMAT
				"/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
				who->id, slot, partner->id);
		mail->match = match->id;
		mail->fields = fields;
	}
}

static void
confirm(const struct program *program, struct facts *facts,
	const struct participant *who, int64_t slot)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	struct mail_request *mail = tell(facts, MOMENT_PAUSED, who->id,
		"paused/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, who->id, slot);

	fields_text(facts->pool, fields, "until",
		day_for(program, facts, who, who->paused_until));
	mail->fields = fields;
	mail->reply = true;
}

/* What falls into the pause: the others of a group meet all the same. */
static void
clear_sessions(struct facts *facts, const struct match *match,
	const struct participant *who, int64_t until)
{
	if (member_others(facts, match, who->id) < 2) {
		session_cancel_all(facts, match, until, "a participant pauses");
		return;
	}
	session_drop_all(facts, match, until, who->id);
}

static void
leave_match_alone(const struct program *program, struct facts *facts,
	const struct match *match, const struct participant *who, int64_t slot)
{
	if (member_others(facts, match, who->id) < 2)
		finding_ends(facts, match, "a participant pauses");
	else
		finding_without(program, facts, match, who->id);
	clear_sessions(facts, match, who, who->paused_until);
	tell_partners(program, facts, match, who, slot);
	if (match->lead == who->id && match->members.n > 2 &&
		!who->paused_until)
		member_lead_alert(program, facts, match,
			"the one who leads this group pauses without an end");
}

void
pause_now(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t until, int64_t slot,
	bool tell_them)
{
	struct match_list matches =
		facts_active_matches(facts, participant->id);

	participant->state = PARTICIPANT_PAUSED;
	participant->paused_until = until;
	fact_touch(participant);
	facts_new_outcome(facts, OUTCOME_PAUSED, "%s",
		until ? "until a date" : "without an end")
		->participant = participant->id;
	tell_cancel(facts, SUBJECT_PARTICIPANT, participant->id);
	if (tell_them)
		confirm(program, facts, participant, slot);
	if (until)
		facts_new_due(facts, DUE_RESUME, until, SUBJECT_PARTICIPANT,
			participant->id,
			"resume/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			participant->id, until);
	for (size_t i = 0; i < matches.n; i++)
		leave_match_alone(
			program, facts, matches.at[i], participant, slot);
}

void
pause_back(const struct program *program, struct facts *facts,
	const struct participant *participant)
{
	struct match_list matches =
		facts_active_matches(facts, participant->id);
	const char *why;

	for (size_t i = 0; i < matches.n; i++)
		session_add_all(facts, matches.at[i], participant->id);
	for (size_t i = 0; i < matches.n; i++)
		session_plan(program, facts, matches.at[i], &why);
	if (!matches.n || program->matching.form == MATCHING_MENTORS)
		matching_freed(program, facts);
}

void
pause_resume(const struct program *program, struct facts *facts,
	struct participant *participant, int64_t slot)
{
	struct match_list matches =
		facts_active_matches(facts, participant->id);

	participant->state = PARTICIPANT_ENROLLED;
	participant->paused_until = facts->now;
	fact_touch(participant);
	facts_new_outcome(facts, OUTCOME_RESUMED, "%s", "")->participant =
		participant->id;
	tell(facts, MOMENT_RESUMED, participant->id,
		"resumed/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
		participant->id, slot)
		->match = matches.n == 1 ? matches.at[0]->id : 0;
	pause_back(program, facts, participant);
}

void
pause_due(const struct program *program, struct facts *facts, struct due *due)
{
	struct participant *p = facts_participant(facts, due->subject);

	if (!p || p->state != PARTICIPANT_PAUSED || !p->paused_until ||
		p->paused_until > facts->now) {
		due_moot(due, "the pause is over or was changed");
		return;
	}
	pause_resume(program, facts, p, due->at);
	due_done(due);
}
