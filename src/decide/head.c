/* The head of a letter: what can be settled without reading further.
 *
 * The world is closed: only people of the program are read, only when nothing
 * says the sender is somebody else, and what machines send to each other is
 * never answered. A bounce is known by the secret in the address it came to,
 * and its From is nobody's. */
#include "decide/concern.h"

#define HOPS 30

static const char *
loop_reason(const struct letter_head *head)
{
	if (head->own_loop)
		return "our own mail came back";
	if (head->received > HOPS)
		return "too many hops: it goes in circles";
	return NULL;
}

/* Why the sender is not believed; NULL when they may be. */
static const char *
forged_reason(const struct program *program, const struct letter_head *head,
	const struct letter_about *about)
{
	if (!head->from)
		return "there is no single sender address";
	if (head->auth == AUTH_FAIL)
		return "the sender's address failed verification";
	if (program->mail.require_auth && head->auth != AUTH_PASS)
		return "the sender's address was not verified, and that is "
		       "required";
	if (about->sender && about->participant &&
		about->sender != about->participant)
		return "it answers a mail that went to somebody else";
	return NULL;
}

static bool
settle(struct letter_effect *effect, enum disposition disposition,
	const char *reason)
{
	*effect = letter_ends(disposition, reason);
	return true;
}

bool
decide_head(const struct program *program, const struct facts *facts,
	const struct letter_head *head, const struct letter_about *about,
	struct letter_effect *effect)
{
	const char *why = loop_reason(head);

	(void)facts;
	if (why)
		return settle(effect, DISPOSITION_IGNORED, why);
	if (head->fault)
		return settle(effect,
			head->from ? DISPOSITION_QUARANTINE
				   : DISPOSITION_FORGED,
			head->fault);
	if (about->bounced)
		return false;
	if (head->list)
		return settle(effect, DISPOSITION_IGNORED,
			"it came through a mailing list");
	why = forged_reason(program, head, about);
	if (why)
		return settle(effect, DISPOSITION_FORGED, why);
	if (!about->participant && !about->coordinator)
		return settle(effect, DISPOSITION_STRANGER,
			"the sender is nobody of this program");
	return false;
}
