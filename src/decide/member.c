/* Members of a match: one goes, one comes, and what the others hear of it.
 *
 * A group of three or more keeps the rest together; the match of a pair is
 * over when one of them goes. A newcomer is introduced to a group that stands,
 * and the group to the newcomer; what is planned takes them in. */
#include "decide/concern.h"

#include <glib.h>

#define USEFUL (30 * DAY)

size_t
member_others(const struct facts *facts, const struct match *match,
	int64_t participant)
{
	size_t others = 0;

	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, match->members.at[i]);

		others += p && p->id != participant &&
			p->state == PARTICIPANT_ENROLLED;
	}
	return others;
}

void
member_lead_alert(const struct program *program, struct facts *facts,
	const struct match *match, const char *why)
{
	struct alert alert = { .match = match->id, .why = why };

	tell_alert(program, facts, &alert,
		"lead/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, match->id,
		facts->now / DAY);
}

/* ---- one goes --------------------------------------------------------------- */

static const struct session *
session_of(const struct facts *facts, const struct match *match)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id)
			return facts->sessions.at[i];
	return NULL;
}

static struct mail_request *
tell_partner(struct facts *facts, const struct match *match,
	const struct participant *gone, int64_t partner)
{
	/* their introduction was to come, and does not come any more */
	if (match->published_at > facts->now && match->state != MATCH_ACTIVE)
		return tell(facts, MOMENT_UNMATCHED, partner,
			"unmatched/match-%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			match->id, partner);
	return tell(facts, MOMENT_PARTNER_LEFT, partner,
		"partner-left/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		match->id, gone->id, partner);
}

static void
tell_partners(const struct program *program, struct facts *facts,
	const struct match *match, const struct participant *gone,
	enum member_gone how)
{
	bool event = match->round && round_in_event(program);
	const struct session *session = event ? session_of(facts, match) : NULL;
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_text(facts->pool, fields, "who", gone->name);
	fields_truth(facts->pool, fields, "stays", how == GONE_FROM_GROUP);
	fields_truth(facts->pool, fields, "event", event);
	for (size_t i = 0; i < match->members.n; i++) {
		if (match->members.at[i] == gone->id)
			continue;
		struct mail_request *mail =
			tell_partner(facts, match, gone, match->members.at[i]);

		mail->match = match->id;
		if (mail->moment == MOMENT_PARTNER_LEFT)
			mail->fields = fields;
		if (session)
			mail->session = session->id;
	}
}

static void
leave_group(const struct program *program, struct facts *facts,
	struct match *match, int64_t participant)
{
	session_drop_all(facts, match, 0, participant);
	match_remove(match, participant);
	fact_touch(match);
	finding_without(program, facts, match, participant);
	if (match->lead != participant)
		return;
	match->lead = 0;
	member_lead_alert(program, facts, match,
		"the one who leads this group has left it");
}

void
member_goes(const struct program *program, struct facts *facts,
	struct match *match, const struct participant *who,
	enum member_gone gone, const char *reason)
{
	if (match->members.n > 2)
		leave_group(program, facts, match, who->id);
	else
		ending_match(facts, match, reason);
	tell_partners(program, facts, match, who, gone);
}

/* ---- one comes --------------------------------------------------------------- */

static void
introduce(struct facts *facts, const struct match *match,
	const struct member_list *newcomers, int64_t run)
{
	struct fields *fields = fields_new(facts->pool, NULL);
	struct match joined = { .members = *newcomers };

	for (size_t i = 0; i < newcomers->n; i++) {
		const struct participant *p =
			facts_participant(facts, newcomers->at[i]);
		struct fields *item =
			fields_item(facts->pool, fields, "newcomers");

		fields_text(facts->pool, item, "name", p->name);
		fields_text(facts->pool, item, "email", p->email);
	}
	for (size_t i = 0; i < match->members.n; i++) {
		int64_t id = match->members.at[i];
		bool is_new = match_has(&joined, id);
		struct mail_request *mail = tell(facts, MOMENT_INTRODUCTION, id,
			is_new ? "introduction/%" G_GINT64_FORMAT
				 "/%" G_GINT64_FORMAT
			       : "introduction/%" G_GINT64_FORMAT
				 "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			match->id, id, run);

		mail->match = match->id;
		mail->expires_at = facts->now + USEFUL;
		if (!is_new)
			mail->fields = fields;
	}
}

static void
take_in(const struct program *program, struct facts *facts, struct match *match,
	int64_t newcomer)
{
	*match_heard(match, newcomer) = facts->now;
	session_add_all(facts, match, newcomer);
	timeline_joined_match(
		program, facts, match, facts_participant(facts, newcomer));
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_MATCHED, "joined");

	outcome->match = match->id;
	outcome->participant = newcomer;
}

/* What was true of all of them need not be of the newcomers. */
static void
drop_common_reasons(struct match_reason_list *reasons)
{
	size_t n = 0;

	for (size_t i = 0; i < reasons->n; i++)
		if (reasons->at[i].one || reasons->at[i].other)
			reasons->at[n++] = reasons->at[i];
	reasons->n = n;
}

/* What speaks for the newcomers as well, the strongest still first. */
static void
add_reasons(struct facts *facts, struct match *match,
	const struct match_reason_list *more)
{
	drop_common_reasons(&match->reasons);
	for (size_t i = 0; i < more->n; i++) {
		struct match_reason_list *all = &match->reasons;
		size_t at = all->n;

		LIST_ADD(facts->pool, all);
		for (; at > 0 && all->at[at - 1].points < more->at[i].points;
			at--)
			all->at[at] = all->at[at - 1];
		all->at[at] = more->at[i];
	}
}

static struct member_list
newcomers_of(const struct facts *facts, const struct match *draft,
	struct match *match)
{
	struct member_list newcomers = { 0 };

	for (size_t i = 0; i < draft->members.n; i++) {
		const struct participant *p =
			facts_participant(facts, draft->members.at[i]);

		if (p && p->state == PARTICIPANT_ENROLLED &&
			match_add(match, p->id))
			newcomers.at[newcomers.n++] = p->id;
	}
	return newcomers;
}

bool
member_joins(
	const struct program *program, struct facts *facts, struct match *draft)
{
	struct match *match = facts_match(facts, draft->joins);
	const char *why;

	if (!match || match->state != MATCH_ACTIVE)
		return false;
	struct member_list newcomers = newcomers_of(facts, draft, match);

	if (!newcomers.n)
		return false;
	add_reasons(facts, match, &draft->reasons);
	fact_touch(match);
	draft->state = MATCH_DISCARDED;
	draft->end_reason = "its people joined another match";
	fact_touch(draft);
	for (size_t i = 0; i < newcomers.n; i++)
		take_in(program, facts, match, newcomers.at[i]);
	introduce(facts, match, &newcomers, draft->run);
	directive_spend(facts, match);
	session_plan(program, facts, match, &why);
	return true;
}
