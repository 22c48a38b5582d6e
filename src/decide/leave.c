/* Leaving: the round trip before it, and what follows. The partner gets a
 * neutral note, the calendars forget what was to come, and from then on
 * nothing more is sent to who left. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#define CONFIRM (14 * DAY)

static void
close_asks(struct facts *facts, int64_t participant)
{
	for (size_t i = 0; i < facts->asks.n; i++)
		if (facts->asks.at[i]->participant == participant)
			ask_close(facts, facts->asks.at[i], "they left");
}

static void
tell_partners(struct facts *facts, const struct match *match,
	const struct participant *gone)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_text(facts->pool, fields, "who", gone->name);
	for (size_t i = 0; i < match->members.n; i++) {
		int64_t id = match->members.at[i];

		if (id == gone->id)
			continue;
		struct mail_request *mail = tell(facts, MOMENT_PARTNER_LEFT, id,
			"partner-left/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			match->id, gone->id, id);
		mail->match = match->id;
		mail->fields = fields;
	}
}

static void
remove_member(struct match *match, int64_t participant)
{
	struct member_list rest = { 0 };

	for (size_t i = 0; i < match->members.n; i++)
		if (match->members.at[i] != participant)
			rest.at[rest.n++] = match->members.at[i];
	match->members = rest;
	fact_touch(match);
}

/* A group of three or more keeps the others together. */
static void
leave_group(struct facts *facts, struct match *match, int64_t participant)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id)
			session_drop_attendee(
				facts, facts->sessions.at[i], participant);
	remove_member(match, participant);
}

void
leave_now(const struct program *program, struct facts *facts,
	struct participant *participant, const char *why)
{
	struct match *match = facts_active_match(facts, participant->id);

	participant->state = PARTICIPANT_LEFT;
	participant->left_at = facts->now;
	fact_touch(participant);
	facts_new_outcome(facts, OUTCOME_LEFT, "%s", why)->participant =
		participant->id;
	tell_cancel(facts, SUBJECT_PARTICIPANT, participant->id);
	close_asks(facts, participant->id);
	if (!match)
		return;
	if (match->members.n > 2)
		leave_group(facts, match, participant->id);
	else
		ending_match(facts, match, "a participant left");
	tell_partners(facts, match, participant);
	matching_freed(program, facts);
}

/* At most one such question a day, whatever they write. */
struct letter_effect
leave_letter(const struct inquiry *in)
{
	struct facts *facts = in->facts;
	int64_t id = in->who->id;
	struct ask *ask = ask_waiting(facts, id, FORM_LEAVE);

	if (!ask) {
		ask = ask_new(facts, FORM_LEAVE, id, NULL,
			pool_printf(facts->pool, "letter-%" G_GINT64_FORMAT,
				in->about->letter));
		if (!ask)
			return letter_ends(DISPOSITION_DUPLICATE,
				"the same wish to leave again");
		facts_new_due(facts, DUE_EXPIRE, facts->now + CONFIRM,
			SUBJECT_ASK, ask->id, "expire/%" G_GINT64_FORMAT,
			ask->id);
		facts_new_outcome(facts, OUTCOME_LEAVE_ASKED, "%s", "")
			->participant = id;
	}
	struct mail_request *mail = tell(facts, MOMENT_CONFIRM_LEAVE, id,
		"confirm-leave/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, id,
		facts->now / DAY);

	mail->ask = ask->id;
	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	return letter_ends(DISPOSITION_COMMAND,
		"wants to leave; asked whether that is so");
}
