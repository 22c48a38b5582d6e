/* Asks: a form is opened for one person, sent, reminded of, and given up.
 *
 * Reminders and the end are planned when the ask is opened; when they come,
 * they look whether the ask still waits. */
#include "decide/finding.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

#define REMIND_GRACE DAY
#define OPEN_FOR     (14 * DAY) /* when the step does not say */

bool
ask_is_own(const struct ask *ask)
{
	return ask->form[0] == '@';
}

struct ask *
ask_waiting_about(const struct facts *facts, int64_t participant,
	const char *form, int64_t match)
{
	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (ask->participant == participant && ask_waits(ask) &&
			ask->match == match && !strcmp(ask->form, form))
			return ask;
	}
	return NULL;
}

struct ask *
ask_waiting(const struct facts *facts, int64_t participant, const char *form)
{
	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (ask->participant == participant && ask_waits(ask) &&
			!strcmp(ask->form, form))
			return ask;
	}
	return NULL;
}

static bool
is_for(const struct ask *ask, int64_t participant, const char *coordinator)
{
	return ask->participant == participant &&
		!g_strcmp0(ask->coordinator, coordinator);
}

struct ask *
ask_new(struct facts *facts, const char *form, int64_t participant,
	const char *coordinator, const char *slot)
{
	for (size_t i = 0; i < facts->asks.n; i++) {
		const struct ask *ask = facts->asks.at[i];

		if (is_for(ask, participant, coordinator) &&
			!strcmp(ask->form, form) && !strcmp(ask->slot, slot))
			return NULL;
	}
	struct ask *ask = facts_new_ask(facts);

	ask->form = form;
	ask->participant = participant;
	ask->coordinator = coordinator;
	ask->slot = slot;
	ask->opened_at = facts->now;
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_ASKED, "%s", form);
	outcome->participant = participant;
	outcome->ask = ask->id;
	return ask;
}

struct mail_request *
ask_mail(struct facts *facts, const struct ask *ask, enum moment moment,
	const char *fmt, ...)
{
	struct mail_request *mail;
	va_list ap;

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	if (ask->participant) {
		mail = tell(facts, moment, ask->participant, "%s", occurrence);
	} else {
		mail = facts_new_mail(facts, moment, 0, "%s", occurrence);
		mail->coordinator = ask->coordinator;
	}
	mail->match = ask->match;
	mail->session = ask->session;
	mail->ask = ask->id;
	return mail;
}

static const struct zone *
zone_of(const struct program *program, const struct facts *facts,
	const struct ask *ask)
{
	const struct participant *p =
		facts_participant(facts, ask->participant);

	return p ? program_zone_of(program, p) : program->zone;
}

/* What the mail says is private stays so, whatever the config says when the
 * answer comes, or later. */
static const char *
promise(const struct program *program, struct facts *facts, const char *name)
{
	const struct form *form = program_form(program, name);
	const char *promised = NULL;

	for (size_t i = 0; form && i < form->questions.n; i++)
		if (form->questions.at[i].private)
			promised = pool_printf(facts->pool, "%s%s%s",
				promised ? promised : "", promised ? " " : "",
				form->questions.at[i].id);
	return promised;
}

void
ask_send(const struct program *program, struct facts *facts, struct ask *ask,
	const struct step *step)
{
	const struct zone *zone = zone_of(program, facts, ask);
	int64_t open = step->expires ? step->expires : OPEN_FOR;
	int64_t end = when_after(zone, facts->now, open);

	ask->promised = promise(program, facts, ask->form);
	fact_touch(ask);
	ask_mail(facts, ask, MOMENT_CHECKIN, "ask/%" G_GINT64_FORMAT, ask->id)
		->expires_at = end;
	for (size_t i = 0; i < step->remind.n; i++) {
		int64_t at = when_after(zone, facts->now, step->remind.at[i]);

		if (at < end)
			facts_new_due(facts, DUE_REMIND, at, SUBJECT_ASK,
				ask->id, "remind/%" G_GINT64_FORMAT "/%zu",
				ask->id, i + 1);
	}
	facts_new_due(facts, DUE_EXPIRE, end, SUBJECT_ASK, ask->id,
		"expire/%" G_GINT64_FORMAT, ask->id);
}

void
ask_close(struct facts *facts, struct ask *ask, const char *why)
{
	if (!ask_waits(ask))
		return;
	ask->state = ASK_CLOSED;
	ask->closed_at = facts->now;
	fact_touch(ask);
	tell_cancel(facts, SUBJECT_ASK, ask->id);
	struct outcome *outcome = facts_new_outcome(
		facts, OUTCOME_ASK_CLOSED, "%s: %s", ask->form, why);

	outcome->participant = ask->participant;
	outcome->ask = ask->id;
}

struct letter_effect
ask_clarify(const struct inquiry *in, struct ask *ask)
{
	struct facts *facts = in->facts;
	struct mail_request *mail = ask_mail(facts, ask, MOMENT_CLARIFY,
		"clarify/%" G_GINT64_FORMAT, ask->id);
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_CLARIFY, "%s", ask->form);

	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	ask->state = ASK_CLARIFY;
	ask->clarified_at = facts->now;
	fact_touch(ask);
	outcome->ask = ask->id;
	outcome->participant = ask->participant;
	return letter_ends(
		DISPOSITION_CLARIFY, "unclear; one question went back");
}

void
ask_answered(struct facts *facts, struct ask *ask)
{
	ask->state = ASK_ANSWERED;
	ask->answered_at = facts->now;
	fact_touch(ask);
	tell_cancel(facts, SUBJECT_ASK, ask->id);
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_ANSWERED, "%s", ask->form);

	outcome->participant = ask->participant;
	outcome->match = ask->match;
	outcome->session = ask->session;
	outcome->ask = ask->id;
}

/* Asked about a time: the answers have questions of their own. */
static bool
is_about_time(const struct ask *ask)
{
	return !strcmp(ask->form, FORM_PROPOSAL) ||
		!strcmp(ask->form, FORM_TIMES);
}

static void
remind(struct facts *facts, struct ask *ask, const struct due *due)
{
	ask->reminders++;
	fact_touch(ask);
	struct mail_request *mail = is_about_time(ask)
		? finding_remind(facts, ask, due->occurrence)
		: ask_mail(facts, ask, MOMENT_REMINDER, "%s", due->occurrence);
	mail->expires_at = facts->now + REMIND_GRACE;
	struct outcome *outcome = facts_new_outcome(facts, OUTCOME_REMINDED,
		"%s, number %" G_GINT64_FORMAT, ask->form, ask->reminders);

	outcome->participant = ask->participant;
	outcome->ask = ask->id;
}

void
ask_remind(const struct program *program, struct facts *facts, struct due *due)
{
	struct ask *ask = facts_ask(facts, due->subject);
	const char *absent = NULL;

	(void)program;
	if (!ask || !ask_waits(ask)) {
		due_moot(due, "the ask no longer waits");
		return;
	}
	const struct match *match = facts_match(facts, ask->match);
	if (ask->session && match && match->state != MATCH_ACTIVE &&
		g_strcmp0(match->end_reason, ENDED_ROUND)) {
		due_moot(due, "the match has ended");
		return;
	}
	if (ask->state == ASK_UNCLEAR) {
		due_moot(due, "the answer is with the coordinator");
		return;
	}
	if (ask->participant)
		absent = due_absence(
			facts, facts_participant(facts, ask->participant));
	if (!absent && facts->now - due->at > REMIND_GRACE)
		absent = "it is more than a day late";
	if (absent) {
		due_drop(facts, due, absent);
		return;
	}
	remind(facts, ask, due);
	due_done(due);
}

void
ask_expire(const struct program *program, struct facts *facts, struct due *due)
{
	struct ask *ask = facts_ask(facts, due->subject);

	if (!ask || !ask_waits(ask)) {
		due_moot(due, "the ask no longer waits");
		return;
	}
	if (!strcmp(ask->form, FORM_PROPOSAL))
		proposal_expired(program, facts, ask);
	if (!strcmp(ask->form, FORM_TIMES))
		poll_expired(program, facts, ask);
	ask_close(facts, ask, "no answer in time");
	due_done(due);
}
