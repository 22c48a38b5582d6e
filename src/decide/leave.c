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

void
leave_now(const struct program *program, struct facts *facts,
	struct participant *participant, const char *why)
{
	struct match_list matches =
		facts_active_matches(facts, participant->id);

	participant->state = PARTICIPANT_LEFT;
	participant->left_at = facts->now;
	/* when they are busy is nobody's business any more */
	participant->busy = (struct busy_list){ 0 };
	participant->busy_at = 0;
	fact_touch(participant);
	facts_new_outcome(facts, OUTCOME_LEFT, "%s", why)->participant =
		participant->id;
	tell_cancel(facts, SUBJECT_PARTICIPANT, participant->id);
	close_asks(facts, participant->id);
	for (size_t i = 0; i < matches.n; i++)
		member_goes(program, facts, matches.at[i], participant,
			GONE_FROM_PROGRAM, "a participant left");
	if (matches.n)
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
