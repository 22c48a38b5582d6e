/* Commands of participants, in any reply. Whatever changes that they take
 * part at all goes through a question to their known address; a pause is at
 * once, because it can be undone by one word. */
#include "decide/concern.h"

#include <glib.h>

static struct letter_effect
help(const struct inquiry *in)
{
	struct mail_request *mail = tell(in->facts, MOMENT_HELP, in->who->id,
		"help/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, in->who->id,
		in->facts->now / DAY);

	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	return letter_ends(DISPOSITION_COMMAND, "asked for help");
}

/* Midnight of the day they are back; 0 without a date that is to come. */
static int64_t
pause_end(const struct inquiry *in)
{
	const struct zone *zone = program_zone_of(in->program, in->who);

	if (!in->letter->until)
		return 0;
	int64_t until = when_date(zone, in->letter->until);
	return until > in->facts->now ? until : 0;
}

static struct letter_effect
pause_until(const struct inquiry *in, int64_t until)
{
	if (in->who->state == PARTICIPANT_PAUSED &&
		in->who->paused_until == until)
		return letter_ends(
			DISPOSITION_COMMAND, "pausing until then already");
	pause_now(in->program, in->facts, in->who, until, in->about->letter,
		true);
	return letter_ends(DISPOSITION_COMMAND,
		until ? "pauses until a date" : "pauses without an end");
}

static struct letter_effect
resume(const struct inquiry *in)
{
	if (in->who->state != PARTICIPANT_PAUSED)
		return letter_ends(DISPOSITION_COMMAND, "was not pausing");
	pause_resume(in->program, in->facts, in->who, in->about->letter);
	return letter_ends(DISPOSITION_COMMAND, "is back from the pause");
}

struct letter_effect
command_wish(const struct inquiry *in, const char *why)
{
	struct alert alert = { .participant = in->who->id,
		.why = why,
		.letter = in->about->letter };

	tell_alert(in->program, in->facts, &alert,
		"wish/%" G_GINT64_FORMAT "/%d/%" G_GINT64_FORMAT, in->who->id,
		(int)in->letter->command, in->facts->now / DAY);
	return letter_ends(DISPOSITION_COORDINATOR, why);
}

struct letter_effect
command_letter(const struct inquiry *in)
{
	switch (in->letter->command) {
	case COMMAND_HELP:
		return help(in);
	case COMMAND_STOP:
		return pause_until(in, 0);
	case COMMAND_PAUSE:
		return pause_until(in, pause_end(in));
	case COMMAND_RESUME:
		return resume(in);
	case COMMAND_LEAVE:
		return leave_letter(in);
	case COMMAND_REMATCH:
		return rematch_letter(in);
	case COMMAND_EXPORT:
		return command_wish(in, "asks for a copy of what is stored");
	case COMMAND_FORGET:
		return command_wish(in, "asks to be erased");
	case COMMAND_SKIP:
		return skip_letter(in);
	case COMMAND_RESCHEDULE:
		return reschedule_letter(in);
	case COMMAND_NONE:
	case COMMAND_YES:
	case COMMAND_NO:
	case COMMAND_APPROVE:
		break;
	}
	return letter_ends(
		DISPOSITION_COORDINATOR, "neither an answer nor a command");
}
