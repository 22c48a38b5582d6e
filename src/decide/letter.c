/* A letter was read: who may say what, and where it goes. Each kind of letter
 * is a concern of its own; here stands the order of the questions. Every
 * letter ends in exactly one disposition with a reason in our words. */
#include "decide/concern.h"

#include <string.h>

struct letter_effect
letter_ends(enum disposition disposition, const char *reason)
{
	return (struct letter_effect){ .disposition = disposition,
		.reason = reason };
}

/* A question of our own proves that they read at their known address: its
 * answer names it, or the sender is verified. Other tokens travel on. */
static bool
may_be_unnamed(const struct inquiry *in, const struct ask *ask)
{
	return !ask_is_own(ask) || in->letter->head.auth == AUTH_PASS;
}

/* May a mail that names neither be for this one as well as for that? Two
 * forms about two partners: nobody can tell. */
static bool
is_rival(const struct ask *ask, const struct ask *other)
{
	return !ask_is_own(ask) && !ask_is_own(other) &&
		ask->match != other->match && ask->match && other->match &&
		!strcmp(ask->form, other->form);
}

/* The ask it answers: the one whose mail was replied to, else, for a mail
 * that names none, the newest that waits. */
static struct ask *
ask_meant(const struct inquiry *in)
{
	struct ask *newest = NULL;
	bool rivals = false;

	if (in->about->ask) {
		struct ask *ask = facts_ask(in->facts, in->about->ask);

		return ask && ask->participant == in->who->id ? ask : NULL;
	}
	if (in->about->mail)
		return NULL;
	for (size_t i = 0; i < in->facts->asks.n; i++) {
		struct ask *ask = in->facts->asks.at[i];

		if (ask->participant != in->who->id || !ask_waits(ask) ||
			!may_be_unnamed(in, ask))
			continue;
		rivals = rivals || (newest && is_rival(newest, ask));
		if (!newest || ask->opened_at >= newest->opened_at)
			newest = ask;
	}
	return rivals ? NULL : newest;
}

/* Commands that may stand in any reply. */
static bool
is_request(enum command command)
{
	switch (command) {
	case COMMAND_HELP:
	case COMMAND_STOP:
	case COMMAND_PAUSE:
	case COMMAND_RESUME:
	case COMMAND_LEAVE:
	case COMMAND_REMATCH:
	case COMMAND_EXPORT:
	case COMMAND_FORGET:
	case COMMAND_SKIP:
	case COMMAND_RESCHEDULE:
		return true;
	case COMMAND_NONE:
	case COMMAND_YES:
	case COMMAND_NO:
	case COMMAND_APPROVE:
		break;
	}
	return false;
}

/* Harmless without proof of who wrote: they only lead to a mail to the known
 * address. */
static bool
is_harmless(enum command command)
{
	return command == COMMAND_HELP || command == COMMAND_LEAVE;
}

static bool
has_typed(const struct letter *letter)
{
	for (size_t i = 0; i < letter->answers.n; i++)
		if (letter->answers.at[i].value)
			return true;
	return false;
}

static struct letter_effect
request(const struct inquiry *in, struct ask *ask)
{
	/* a wish to be left alone is not argued with: it can be undone; and
	 * some commands lead to a question anyway */
	if (unsure_is_asked(in->letter))
		return unsure_letter(in);
	unsure_said_again(in);
	if (ask && ask_waits(ask) && !ask_is_own(ask) && has_typed(in->letter))
		answer_letter(in, ask);
	return command_letter(in);
}

static struct letter_effect
reply_to_ask(const struct inquiry *in, struct ask *ask)
{
	bool named = in->about->ask == ask->id;

	if (!strcmp(ask->form, FORM_PROPOSAL))
		return proposal_letter(in, ask);
	if (!strcmp(ask->form, FORM_TIMES))
		return poll_letter(in, ask);
	if (!ask_waits(ask))
		return ask_is_own(ask)
			? letter_ends(DISPOSITION_COORDINATOR,
				  "it replies to a question that "
				  "was settled")
			: answer_again(in, ask);
	if (ask_is_own(ask))
		return confirm_letter(in, ask);
	if (named || in->letter->answers.n)
		return answer_letter(in, ask);
	return letter_ends(
		DISPOSITION_COORDINATOR, "neither an answer nor a command");
}

static struct letter_effect
participant_letter(const struct inquiry *in)
{
	struct ask *ask = ask_meant(in);
	struct letter_effect effect;

	if (!in->trusted && !is_harmless(in->letter->command))
		return letter_ends(DISPOSITION_COORDINATOR,
			"neither a token nor a verified sender");
	if (is_request(in->letter->command))
		return request(in, ask);
	if (ask)
		return reply_to_ask(in, ask);
	if (in->about->session && !in->about->ask)
		return rsvp_plain(in);
	if (!in->about->session && !in->about->ask &&
		finding_letter(in, &effect))
		return effect;
	return letter_ends(
		DISPOSITION_COORDINATOR, "neither an answer nor a command");
}

/* A coordinator who takes part as well is one or the other by what they
 * answer. */
static bool
from_coordinator(const struct inquiry *in)
{
	const struct ask *ask = facts_ask(in->facts, in->about->ask);

	if (!in->about->coordinator)
		return false;
	return !in->who || in->about->run || (ask && !ask->participant);
}

/* The match it speaks of, by the mail it answers; 0: none. */
static int64_t
match_meant(const struct inquiry *in)
{
	const struct ask *ask = facts_ask(in->facts, in->about->ask);
	const struct session *session =
		facts_session(in->facts, in->about->session);

	if (in->about->match)
		return in->about->match;
	if (ask && ask->match)
		return ask->match;
	return session ? session->match : 0;
}

static struct letter_effect
reply_letter(const struct inquiry *in)
{
	if (in->letter->head.automatic)
		return letter_ends(DISPOSITION_COORDINATOR,
			"an automatic mail that looks like a reply");
	if (from_coordinator(in))
		return coordinator_letter(in);
	if (!in->who)
		return letter_ends(DISPOSITION_STRANGER,
			"the sender is nobody of this program");
	if (!in->about->address)
		return address_letter(in);
	if (in->trusted && in->who->state != PARTICIPANT_LEFT)
		silence_heard(in->program, in->facts, in->who, match_meant(in));
	struct letter_effect effect = in->who->state == PARTICIPANT_LEFT
		? letter_ends(DISPOSITION_COORDINATOR,
			  "from somebody who left the program")
		: participant_letter(in);
	if (effect.disposition == DISPOSITION_COORDINATOR)
		person_must_read(in, effect.reason);
	return effect;
}

static struct letter_effect
unreadable_letter(const struct inquiry *in)
{
	const char *fault = in->letter->fault;

	return letter_ends(
		DISPOSITION_QUARANTINE, fault ? fault : "it could not be read");
}

/* The secret of a mail that came back excuses the sender of a bounce alone:
 * who has one and writes a reply is asked for everything else. */
static bool
is_excused(const struct letter *letter)
{
	return letter->kind != LETTER_REPLY && letter->kind != LETTER_CALENDAR;
}

struct letter_effect
decide_letter(const struct program *program, struct facts *facts,
	const struct letter *letter, const struct letter_about *about)
{
	struct letter_effect effect;
	struct letter_about judged = *about;
	struct inquiry in = { .program = program,
		.facts = facts,
		.letter = letter,
		.about = about,
		.who = facts_participant(facts, about->participant),
		.trusted = about->address &&
			(about->token || letter->head.auth == AUTH_PASS) };

	if (!is_excused(letter))
		judged.bounced = 0;
	if (decide_head(program, facts, &letter->head, &judged, &effect))
		return effect;
	switch (letter->kind) {
	case LETTER_REPLY:
		return reply_letter(&in);
	case LETTER_CALENDAR:
		return rsvp_letter(&in);
	case LETTER_BOUNCE:
		return bounce_letter(&in);
	case LETTER_AUTO_REPLY:
		return auto_reply_letter(&in);
	case LETTER_COMPLAINT:
		return complaint_letter(&in);
	case LETTER_UNREADABLE:
		return unreadable_letter(&in);
	}
	return unreadable_letter(&in);
}
