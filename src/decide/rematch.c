/* "rematch": somebody wants another partner. They are asked once whether that
 * is so, naming the partner; then the match ends as neutrally as any other,
 * and both wait for the next run, before others and never with each other
 * again. Out of a group only the asker goes. The coordinators hear that it
 * happened, not who wanted it. */
#include "decide/concern.h"

#include <glib.h>

#define CONFIRM (14 * DAY)

/* The match the letter is about, or the only one; NULL when that is none, or
 * might be several. */
static struct match *
match_meant(const struct inquiry *in, const struct match_list *matches)
{
	struct match *match = facts_match(in->facts, in->about->match);

	if (match && match->state == MATCH_ACTIVE &&
		match_has(match, in->who->id))
		return match;
	return matches->n == 1 ? matches->at[0] : NULL;
}

static struct ask *
new_ask(const struct inquiry *in, const struct match *match)
{
	struct facts *facts = in->facts;
	struct ask *ask = ask_new(facts, FORM_REMATCH, in->who->id, NULL,
		pool_printf(facts->pool, "letter-%" G_GINT64_FORMAT,
			in->about->letter));

	if (!ask)
		return NULL;
	ask->match = match->id;
	facts_new_due(facts, DUE_EXPIRE, facts->now + CONFIRM, SUBJECT_ASK,
		ask->id, "expire/%" G_GINT64_FORMAT, ask->id);
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_REMATCH_ASKED, "%s", "");
	outcome->participant = in->who->id;
	outcome->match = match->id;
	return ask;
}

/* At most one such question a day about each match, whatever they write. */
bool
rematch_ask(const struct inquiry *in, const struct match *match)
{
	struct facts *facts = in->facts;
	int64_t id = in->who->id;
	struct ask *ask = ask_waiting_about(facts, id, FORM_REMATCH, match->id);

	if (!ask)
		ask = new_ask(in, match);
	if (!ask)
		return false;
	struct mail_request *mail = tell(facts, MOMENT_CONFIRM_REMATCH, id,
		"confirm-rematch/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		id, match->id, facts->now / DAY);

	mail->ask = ask->id;
	mail->match = match->id;
	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	return true;
}

struct letter_effect
rematch_letter(const struct inquiry *in)
{
	struct match_list matches =
		facts_active_matches(in->facts, in->who->id);
	struct match *match = match_meant(in, &matches);

	if (!match)
		return command_wish(in,
			matches.n ? "asks for another partner, and has several"
				  : "asks for a partner, and has none now");
	if (!rematch_ask(in, match))
		return letter_ends(DISPOSITION_DUPLICATE,
			"the same wish for another partner again");
	return letter_ends(DISPOSITION_COMMAND,
		"wants another partner; asked whether that is so");
}

/* ---- yes -------------------------------------------------------------------- */

static void
leave_group(const struct program *program, struct facts *facts,
	struct match *match, const struct participant *who)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	member_goes(program, facts, match, who, GONE_FROM_GROUP, ENDED_ASKED);
	/* a pair that ended by wish is known by its match; here nothing else
	 * would tell */
	for (size_t i = 0; i < match->members.n; i++)
		directive_forbid(facts, who->id, match->members.at[i]);
	fields_truth(facts->pool, fields, "program_over", false);
	struct mail_request *mail = tell(facts, MOMENT_MATCH_ENDED, who->id,
		"ended/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, match->id,
		who->id);
	mail->match = match->id;
	mail->fields = fields;
}

void
rematch_part(const struct program *program, struct facts *facts,
	struct match *match, const struct participant *who)
{
	if (match->members.n > 2) {
		leave_group(program, facts, match, who);
	} else {
		ending_match(facts, match, ENDED_ASKED);
		ending_farewell(facts, match, false);
	}
	matching_freed(program, facts);
}

static void
tell_coordinator(const struct inquiry *in, const struct match *match)
{
	struct alert alert = { .match = match->id,
		.why = match->state == MATCH_ACTIVE
			? "a rematch was asked for; one of the group left it, "
			  "the others go on"
			: "a rematch was asked for; the match has ended, and "
			  "both wait for the next one" };

	tell_alert(in->program, in->facts, &alert,
		"rematch/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, match->id,
		in->about->letter);
}

struct letter_effect
rematch_confirmed(const struct inquiry *in, struct ask *ask)
{
	struct facts *facts = in->facts;
	struct match *match = facts_match(facts, ask->match);

	ask_answered(facts, ask);
	if (!match || match->state != MATCH_ACTIVE ||
		!match_has(match, in->who->id))
		return letter_ends(
			DISPOSITION_COMMAND, "that match has ended before");
	rematch_part(in->program, facts, match, in->who);
	tell_coordinator(in, match);
	return letter_ends(DISPOSITION_COMMAND, "gets another partner");
}
