/* Round trips: a question of our own to a known address, and its yes or no.
 * Leaving, another partner, another address, and the draft that a coordinator approves. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

#define VALID   (14 * DAY)
#define ALIASES 8 /* learned addresses of a person */

/* Yes 1, no -1, neither 0; unsure words decide nothing. */
static int
verdict(const struct inquiry *in)
{
	if (in->letter->confidence == CONFIDENCE_UNSURE)
		return 0;
	if (in->letter->command == COMMAND_YES ||
		in->letter->command == COMMAND_APPROVE)
		return 1;
	return in->letter->command == COMMAND_NO ? -1 : 0;
}

static struct letter_effect
neither(const struct inquiry *in, struct ask *ask)
{
	/* asked again only where it answers the very mail that asked */
	if (ask && ask->state == ASK_OPEN && in->about->ask == ask->id &&
		in->facts->now - ask->opened_at <= VALID)
		return ask_clarify(in, ask);
	return letter_ends(DISPOSITION_COORDINATOR,
		"neither yes nor no to the question that was asked");
}

/* ---- leaving, and another partner -------------------------------------------------------------- */

static struct letter_effect
confirm_leave(const struct inquiry *in, struct ask *ask)
{
	struct facts *facts = in->facts;

	if (verdict(in) < 0) {
		ask_close(facts, ask, "they stay");
		return letter_ends(DISPOSITION_COMMAND, "stays after all");
	}
	ask_answered(facts, ask);
	leave_now(in->program, facts, in->who, "at their own wish");
	struct mail_request *mail = tell(facts, MOMENT_LEFT, in->who->id,
		"left/%" G_GINT64_FORMAT, in->who->id);

	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	return letter_ends(DISPOSITION_COMMAND, "left the program");
}

static struct letter_effect
confirm_rematch(const struct inquiry *in, struct ask *ask)
{
	if (verdict(in) < 0) {
		ask_close(in->facts, ask, "they stay together");
		return letter_ends(
			DISPOSITION_COMMAND, "stays with the partner");
	}
	return rematch_confirmed(in, ask);
}

/* ---- another address --------------------------------------------------------- */

static bool
belongs_to_somebody(const struct inquiry *in, const char *address)
{
	for (size_t i = 0; i < in->facts->participants.n; i++) {
		const struct participant *p = in->facts->participants.at[i];

		if (address_equal(p->email, address))
			return true;
		for (size_t a = 0; a < p->aliases.n; a++)
			if (address_equal(p->aliases.at[a], address))
				return true;
	}
	return program_is_own_address(in->program, address) ||
		program_coordinator(in->program, address);
}

static struct letter_effect
confirm_address(const struct inquiry *in, struct ask *ask)
{
	struct facts *facts = in->facts;

	if (verdict(in) < 0) {
		ask_close(facts, ask, "that was somebody else");
		return letter_ends(
			DISPOSITION_COMMAND, "the other address is not theirs");
	}
	ask_answered(facts, ask);
	if (!ask->note || belongs_to_somebody(in, ask->note))
		return letter_ends(DISPOSITION_COORDINATOR,
			"the other address belongs to somebody already");
	*LIST_ADD(facts->pool, &in->who->aliases) = ask->note;
	fact_touch(in->who);
	facts_new_outcome(facts, OUTCOME_ROSTER_CHANGED, "a further address")
		->participant = in->who->id;
	return letter_ends(
		DISPOSITION_COMMAND, "a further address of theirs is known");
}

/* One open question at a time, so that whoever holds a forwarded mail cannot
 * make us write again and again. */
static struct letter_effect
ask_about_address(const struct inquiry *in, const char *address)
{
	struct facts *facts = in->facts;
	int64_t id = in->who->id;
	const char *mark = tell_mark(facts->pool, address);
	struct ask *ask = ask_waiting(facts, id, FORM_ADDRESS)
		? NULL
		: ask_new(facts, FORM_ADDRESS, id, NULL, mark);

	if (!ask)
		return letter_ends(DISPOSITION_COORDINATOR,
			"held: right token, unknown address; they were asked "
			"before");
	ask->note = address;
	facts_new_due(facts, DUE_EXPIRE, facts->now + VALID, SUBJECT_ASK,
		ask->id, "expire/%" G_GINT64_FORMAT, ask->id);
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_text(facts->pool, fields, "other_address", address);
	struct mail_request *mail = ask_mail(facts, ask, MOMENT_CONFIRM_ADDRESS,
		"address/%" G_GINT64_FORMAT "/%s", id, mark);
	mail->fields = fields;
	return letter_ends(DISPOSITION_COORDINATOR,
		"held: right token, unknown address; they are asked whether "
		"it is theirs");
}

struct letter_effect
address_letter(const struct inquiry *in)
{
	const char *from = in->letter->head.from;

	if (!in->about->token)
		return letter_ends(DISPOSITION_STRANGER,
			"the sender is nobody of this program");
	if (!participant_reachable(in->who))
		return letter_ends(DISPOSITION_FORGED,
			"a token of somebody we do not write to, from an "
			"unknown address");
	if (address_fault(from) || belongs_to_somebody(in, from) ||
		in->who->aliases.n >= ALIASES)
		return letter_ends(
			DISPOSITION_FORGED, "a token of somebody else");
	return ask_about_address(in, address_canonical(in->facts->pool, from));
}

struct letter_effect
confirm_letter(const struct inquiry *in, struct ask *ask)
{
	if (!verdict(in))
		return neither(in, ask);
	if (in->facts->now - ask->opened_at > VALID)
		return letter_ends(DISPOSITION_COORDINATOR,
			"the answer to our question came too late");
	if (!strcmp(ask->form, FORM_LEAVE))
		return confirm_leave(in, ask);
	if (!strcmp(ask->form, FORM_REMATCH))
		return confirm_rematch(in, ask);
	if (!strcmp(ask->form, FORM_ADDRESS))
		return confirm_address(in, ask);
	if (!strcmp(ask->form, FORM_COMMAND))
		return unsure_confirmed(in, ask);
	return neither(in, ask);
}

/* ---- coordinators -------------------------------------------------------------- */

static struct ask *
draft_ask(const struct inquiry *in)
{
	const struct letter_about *about = in->about;

	for (size_t i = 0; i < in->facts->asks.n; i++) {
		struct ask *ask = in->facts->asks.at[i];

		if (ask->coordinator &&
			address_equal(ask->coordinator, about->coordinator) &&
			(ask->id == about->ask ||
				(!about->ask && about->run &&
					ask->run == about->run)))
			return ask;
	}
	return NULL;
}

static struct letter_effect
settle_draft(const struct inquiry *in, struct ask *ask, int64_t id)
{
	struct run *run = facts_run(in->facts, id);
	struct letter_effect effect;

	if (revise_letter(in, run, verdict(in) < 0, &effect))
		return effect;
	if (!verdict(in))
		return neither(in, run && run->state == RUN_DRAFT ? ask : NULL);
	if (!run || run->state != RUN_DRAFT)
		return letter_ends(
			DISPOSITION_IGNORED, "that draft was settled before");
	if (ask && ask_waits(ask))
		ask_answered(in->facts, ask);
	if (verdict(in) < 0) {
		matching_discard(
			in->facts, run, "a coordinator did not approve");
		matching_again(in->program, in->facts);
		return letter_ends(DISPOSITION_COMMAND, "discarded the draft");
	}
	if (!decide_publish(in->program, in->facts, id, "reply", NULL))
		return letter_ends(
			DISPOSITION_IGNORED, "that draft cannot be published");
	return letter_ends(DISPOSITION_COMMAND, "approved the draft");
}

struct letter_effect
coordinator_letter(const struct inquiry *in)
{
	struct ask *ask = draft_ask(in);
	int64_t run = ask && ask->run ? ask->run : in->about->run;

	/* a draft that was passed on carries its token along */
	if (!in->about->address)
		return letter_ends(DISPOSITION_FORGED,
			"a coordinator's token, from an address of none");
	if (!in->about->token && in->letter->head.auth != AUTH_PASS)
		return letter_ends(DISPOSITION_COORDINATOR,
			"neither a token nor a verified sender");
	if (run)
		return settle_draft(in, ask, run);
	if (ask && ask_waits(ask))
		return answer_letter(in, ask);
	return letter_ends(DISPOSITION_COORDINATOR,
		"a coordinator wrote, with nothing to answer");
}
