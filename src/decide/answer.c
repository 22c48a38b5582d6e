/* Answers to a form: recorded typed and raw, complete or in parts.
 *
 * What could be typed counts; what could not is kept as it was written and
 * asked about once. A second unclear reply goes to a person. Nothing typed is
 * ever replaced by something unclear. The values come from the reader
 * process, which parses foreign bytes, so they are checked once more. */
#include "decide/concern.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* ---- does the value fit the question ------------------------------------- */

static bool
fits_number(const struct question *q, const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);

	if (end == value || *end || !isfinite(number))
		return false;
	return q->from >= q->till ||
		(number >= (double)q->from && number <= (double)q->till);
}

static bool
is_option(const struct question *q, const char *value)
{
	for (size_t i = 0; i < q->options.n; i++)
		if (!strcmp(q->options.at[i], value))
			return true;
	return !q->options.n;
}

/* Options with ", " between them, each of them once. */
static bool
are_options(const struct question *q, const char *value)
{
	g_auto(GStrv) items = g_strsplit(value, ", ", 64);

	for (char **item = items; *item; item++) {
		if (!is_option(q, *item))
			return false;
		for (char **before = items; before < item; before++)
			if (!strcmp(*before, *item))
				return false;
	}
	return *items != NULL;
}

static bool
fits(const struct question *q, const char *value)
{
	int64_t days;

	switch (q->type) {
	case QUESTION_YESNO:
		return !strcmp(value, "yes") || !strcmp(value, "no");
	case QUESTION_SCALE:
	case QUESTION_NUMBER:
		return fits_number(q, value);
	case QUESTION_CHOICE:
		return is_option(q, value);
	case QUESTION_DATE:
		return civil_parse_date(value, &days);
	case QUESTION_CHOICES:
		return are_options(q, value);
	case QUESTION_TEXT:
		return *value;
	case QUESTION_TIMES:
		break; /* of no form that a coordinator writes */
	}
	return false;
}

static bool
is_typed(const struct question *q, const struct letter_answer *a)
{
	return a->value && a->confidence != CONFIDENCE_UNSURE &&
		fits(q, a->value);
}

/* ---- recording ------------------------------------------------------------- */

/* What one letter did to an ask. */
struct reading {
	const struct inquiry *in;
	struct ask *ask;
	const struct form *form;
	int typed, unclear; /* answers of this letter */
};

static struct answer *
place_for(struct reading *r, const struct question *q)
{
	struct answer *answer = ask_answer(r->ask, q->id);

	if (answer)
		return answer;
	answer = LIST_ADD(r->in->facts->pool, &r->ask->answers);
	answer->question = q->id;
	answer->change = FACT_NEW;
	return answer;
}

static void
record(struct reading *r, const struct question *q,
	const struct letter_answer *a)
{
	struct answer *answer = place_for(r, q);
	bool typed = is_typed(q, a);

	if (!typed)
		r->unclear++;
	if (!typed && answer->value)
		return;
	r->typed += typed;
	answer->private |= q->private || ask_has_promised(r->ask, q->id);
	answer->number = a->number;
	answer->value = typed ? a->value : NULL;
	answer->raw = a->raw ? a->raw : "";
	answer->confidence = a->confidence;
	answer->letter = r->in->about->letter;
	answer->at = r->in->facts->now;
	fact_touch(answer);
}

static void
record_all(struct reading *r)
{
	const struct letter_answer_list *list = &r->in->letter->answers;

	for (size_t i = 0; i < list->n; i++) {
		size_t number = (size_t)list->at[i].number;

		if (list->at[i].number >= 1 && number <= r->form->questions.n)
			record(r, &r->form->questions.at[number - 1],
				&list->at[i]);
	}
	fact_touch(r->ask);
}

/* How many of the required ones are typed, of how many; a form that requires
 * nothing is complete with any answer. */
static bool
is_complete(const struct reading *r, int *done, int *of)
{
	bool any = false;

	*done = *of = 0;
	for (size_t i = 0; i < r->form->questions.n; i++) {
		const struct question *q = &r->form->questions.at[i];
		const struct answer *answer = ask_answer(r->ask, q->id);
		bool typed = answer && answer->value;

		any |= typed;
		*of += q->required;
		*done += q->required && typed;
	}
	return any && *done == *of;
}

/* ---- what follows ------------------------------------------------------------ */

static void
note_session(struct reading *r, struct session *session, bool held)
{
	if (session->state == SESSION_CANCELLED ||
		session->state == SESSION_HELD ||
		(!held && session->state == SESSION_MISSED))
		return;
	session->state = held ? SESSION_HELD : SESSION_MISSED;
	fact_touch(session);
	struct outcome *outcome = facts_new_outcome(r->in->facts,
		held ? OUTCOME_SESSION_HELD : OUTCOME_SESSION_MISSED, "%s", "");

	outcome->session = session->id;
	outcome->match = session->match;
	outcome->participant = r->ask->participant;
}

/* Of an event there is one question for all rounds. */
static bool
is_asked_too(const struct reading *r, const struct session *asked,
	struct session *session)
{
	return round_in_event(r->in->program) &&
		session->starts_at <= asked->starts_at &&
		session->state == SESSION_PLANNED &&
		session_attendee(session, r->ask->participant);
}

/* The question of that name says whether the session took place. One yes is
 * enough, whoever says it. */
static void
note_meeting(struct reading *r, const struct answer *answer)
{
	struct facts *facts = r->in->facts;
	struct session *session = facts_session(facts, r->ask->session);
	bool yes = !strcmp(answer->value, "yes");

	if (!session)
		return;
	note_session(r, session, yes);
	for (size_t i = 0; yes && i < facts->sessions.n; i++)
		if (is_asked_too(r, session, facts->sessions.at[i]))
			note_session(r, facts->sessions.at[i], true);
}

/* Each answer that this letter gave, once more, for what it starts. */
static void
follow_up(struct reading *r)
{
	for (size_t i = 0; i < r->ask->answers.n; i++) {
		const struct answer *answer = &r->ask->answers.at[i];
		const struct question *q =
			form_question(r->form, answer->question);

		if (!q || !answer->value ||
			answer->letter != r->in->about->letter)
			continue;
		if (q->type == QUESTION_YESNO && !strcmp(q->id, "met"))
			note_meeting(r, answer);
		reaction_run(r->in, r->ask, answer);
	}
}

static void
answer_back(const struct reading *r, enum moment moment, const char *what)
{
	struct mail_request *mail = ask_mail(r->in->facts, r->ask, moment,
		"%s/%" G_GINT64_FORMAT, what, r->ask->id);

	mail->reply = true;
	mail->in_reply_to = r->in->letter->head.message_id;
}

static struct letter_effect
complete(struct reading *r)
{
	ask_answered(r->in->facts, r->ask);
	answer_back(r, MOMENT_THANKS, "thanks");
	return letter_ends(DISPOSITION_ANSWER, "the form is complete");
}

static void
tell_unclear(const struct reading *r)
{
	bool private = ask_is_private(r->in->program, r->ask);
	struct alert alert = { .participant = r->ask->participant,
		.match = r->ask->match,
		.session = r->ask->session,
		.ask = r->ask->id,
		.why = "their answer could not be understood, twice",
		.subject = private ? NULL : r->in->letter->head.subject,
		.words = private ? NULL : r->in->letter->text,
		.dropped = private
			? NULL
			: letter_dropped(r->in->facts->pool, r->in->letter),
		.letter = r->in->about->letter };

	tell_alert(r->in->program, r->in->facts, &alert,
		"unclear/%" G_GINT64_FORMAT, r->ask->id);
}

static struct letter_effect
give_up(struct reading *r)
{
	struct facts *facts = r->in->facts;

	if (r->ask->state == ASK_UNCLEAR)
		return letter_ends(DISPOSITION_COORDINATOR,
			"unclear again; a person has the matter");
	r->ask->state = ASK_UNCLEAR;
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_UNCLEAR, "%s", r->ask->form);

	outcome->ask = r->ask->id;
	outcome->participant = r->ask->participant;
	tell_unclear(r);
	return letter_ends(DISPOSITION_COORDINATOR,
		"unclear a second time; put before a person");
}

/* ---- afterwards ------------------------------------------------------------ */

/* Words are added to those that were said before; all else counts as it was
 * said last. True when that makes a difference. */
static bool
record_again(struct reading *r, const struct question *q,
	struct letter_answer answer)
{
	const struct answer *before = ask_answer(r->ask, q->id);

	if (!is_typed(q, &answer))
		return false;
	if (before && before->value) {
		if (!strcmp(before->value, answer.value) ||
			(q->type == QUESTION_TEXT &&
				strstr(before->value, answer.value)))
			return false;
		if (q->type == QUESTION_TEXT) {
			answer.value = pool_printf(r->in->facts->pool,
				"%s\n\n%s", before->value, answer.value);
			answer.raw = answer.value;
		}
	}
	record(r, q, &answer);
	return true;
}

static bool
is_asked(const struct reading *r, const struct letter_answer *a)
{
	return a->number >= 1 && (size_t)a->number <= r->form->questions.n;
}

/* Somebody answers the first mail and the reminder, or wants to correct what
 * they said, or comes after the ask was given up: that counts, and needs
 * nobody. */
struct letter_effect
answer_again(const struct inquiry *in, struct ask *ask)
{
	const struct letter_answer_list *list = &in->letter->answers;
	struct reading r = { .in = in,
		.ask = ask,
		.form = program_form(in->program, ask->form) };
	bool late = ask->state == ASK_CLOSED;
	int typed = 0, changed = 0, done, of;

	for (size_t i = 0; r.form && i < list->n; i++) {
		if (!is_asked(&r, &list->at[i]))
			continue;
		const struct question *q =
			&r.form->questions.at[list->at[i].number - 1];
		typed += is_typed(q, &list->at[i]);
		changed += record_again(&r, q, list->at[i]);
	}
	if (!typed)
		return letter_ends(DISPOSITION_COORDINATOR,
			late ? "it replies to a form that was closed"
			     : "it replies to a form that was answered");
	if (!changed)
		return letter_ends(
			DISPOSITION_ANSWER, "the same answers once more");
	fact_touch(ask);
	if (late && is_complete(&r, &done, &of))
		ask_answered(in->facts, ask);
	follow_up(&r);
	return letter_ends(DISPOSITION_ANSWER,
		late ? "answers to a form that was closed"
		     : "more or other answers to a form that was answered");
}

struct letter_effect
answer_letter(const struct inquiry *in, struct ask *ask)
{
	struct reading r = { .in = in,
		.ask = ask,
		.form = program_form(in->program, ask->form) };
	int done, of;
	struct letter_effect effect;

	if (!r.form)
		return letter_ends(DISPOSITION_COORDINATOR,
			"it answers a form that is no longer in the config");
	record_all(&r);
	if (is_complete(&r, &done, &of))
		effect = complete(&r);
	else if (r.typed && !r.unclear)
		effect = letter_ends(DISPOSITION_ANSWER,
			pool_printf(in->facts->pool,
				"%d of %d required answers", done, of));
	else if (ask->state == ASK_OPEN)
		effect = ask_clarify(in, ask);
	else
		effect = give_up(&r);
	follow_up(&r);
	return effect;
}
