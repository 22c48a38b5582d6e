/* What people answer to a list of times, and what it comes to: the earliest
 * time that suits all of them, once more a list, or a person. How somebody
 * answered is shown to nobody, only how many did. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

#define WEEK   (7 * DAY)
#define ROUNDS 2       /* lists, before a person hears of it */
#define OTHER  "other" /* times that they named themselves */

static bool
is_of(const struct ask *ask, const struct poll *poll)
{
	return ask->about == poll->id && !strcmp(ask->form, FORM_TIMES);
}

static void
over(struct facts *facts, struct poll *poll, enum poll_state state,
	const char *detail)
{
	poll->state = state;
	poll->over_at = facts->now;
	fact_touch(poll);
	finding_close(
		facts, FORM_TIMES, poll->id, "the list of times is closed");
	finding_note(facts, OUTCOME_POLL, facts_session(facts, poll->session),
		poll->match, 0, detail);
}

/* ---- answers as they are kept ------------------------------------------------------- */

void
poll_put(const struct inquiry *in, struct ask *ask, const char *question,
	int number, const char *value)
{
	struct answer *answer = ask_answer(ask, question);

	if (!answer) {
		answer = LIST_ADD(in->facts->pool, &ask->answers);
		answer->question = question;
		answer->change = FACT_NEW;
	}
	answer->number = number;
	answer->value = answer->raw = value;
	answer->confidence = CONFIDENCE_SURE;
	answer->letter = in->about->letter;
	answer->at = in->facts->now;
	fact_touch(answer);
	fact_touch(ask);
}

/* "1 3"; false when it holds anything but numbers of the list. */
static bool
numbers_of(const char *value, size_t n, unsigned *suits)
{
	unsigned found = 0;

	for (const char *p = value; *p; p++) {
		if (*p == ' ')
			continue;
		if (*p < '1' || *p > '0' + (int)n || g_ascii_isdigit(p[1]))
			return false;
		found |= 1u << (*p - '1');
	}
	*suits = found;
	return true;
}

static bool
suits_of(struct ask *ask, const struct poll *poll, unsigned *suits)
{
	const struct answer *answer = ask_answer(ask, POLL_QUESTION);

	return answer && answer->value &&
		numbers_of(answer->value, poll->slots.n, suits);
}

/* Times that people named instead, the poll's own left out. */
static struct slot_list
wishes_of(const struct facts *facts, const struct poll *poll)
{
	struct slot_list wishes = { 0 };

	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];
		const struct answer *other =
			is_of(ask, poll) ? ask_answer(ask, OTHER) : NULL;
		const char *p = other && other->value ? other->value : "";

		while (*p && wishes.n < POLL_SLOTS) {
			char *end;
			int64_t at = g_ascii_strtoll(p, &end, 10);

			if (end == p)
				break;
			if (!slot_is_among(&poll->slots, at))
				slot_add_once(facts->pool, &wishes, at);
			p = end;
		}
	}
	return wishes;
}

/* ---- closed ---------------------------------------------------------------------------- */

struct count {
	size_t answered, waiting;
	unsigned suits; /* all who answered */
};

static struct count
count_of(const struct facts *facts, const struct poll *poll)
{
	struct count count = { .suits = ~0u };

	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];
		unsigned suits;

		if (!is_of(ask, poll))
			continue;
		count.waiting += ask_waits(ask);
		if (ask->state != ASK_ANSWERED || !suits_of(ask, poll, &suits))
			continue;
		count.answered++;
		count.suits &= suits;
	}
	return count;
}

/* The earliest that suits all who answered and still can be; 0: none. */
static int64_t
best_slot(const struct program *program, struct facts *facts,
	const struct poll *poll, unsigned suits)
{
	struct slot_search search =
		finding_search(program, facts, facts_match(facts, poll->match),
			facts_session(facts, poll->session));

	search.minutes = poll->minutes;
	if (search.people.n < 2) /* no mail would tell one of them */
		return 0;
	for (size_t i = 0; i < poll->slots.n; i++)
		if (suits >> i & 1 && poll->slots.at[i] > facts->now + HOUR &&
			!slot_is_taken(&search, poll->slots.at[i]))
			return poll->slots.at[i];
	return 0;
}

/* False when a first session cannot be planned any more. What all agreed to
 * holds even if the program finds its times in another way since. */
static bool
agree(const struct program *program, struct facts *facts, struct poll *poll,
	int64_t at)
{
	struct session *session = facts_session(facts, poll->session);

	if (!session &&
		!session_plan_at(
			program, facts, facts_match(facts, poll->match), at))
		return false;
	over(facts, poll, POLL_AGREED, "agreed");
	if (session)
		session_move(program, facts, session, at, poll->minutes, 0);
	return true;
}

/* A person must help; a new session is looked for again in a week. */
static void
fail(const struct program *program, struct facts *facts, struct poll *poll,
	const struct count *count)
{
	struct session *session = facts_session(facts, poll->session);
	int64_t again = facts->now + WEEK;
	struct alert alert = { .match = poll->match,
		.session = poll->session,
		.why = pool_printf(facts->pool,
			"no time was found for a meeting: %zu of %zu answered "
			"the list of times%s",
			count->answered, count->answered + count->waiting,
			count->answered < 2 ? ""
				: count->suits
				? ", and what suits everybody cannot be any more"
				: ", and none suits everybody") };

	over(facts, poll, POLL_FAILED,
		pool_printf(facts->pool, "failed: %zu of %zu answered",
			count->answered, count->answered + count->waiting));
	tell_alert(program, facts, &alert, "poll/%" G_GINT64_FORMAT, poll->id);
	if (session)
		proposal_unmoved(facts, session, NULL, "searched");
	else if (again < slot_latest(program, facts_match(facts, poll->match)))
		facts_new_due(facts, DUE_PLAN, again, SUBJECT_MATCH,
			poll->match,
			"plan/%" G_GINT64_FORMAT "/again/%" G_GINT64_FORMAT,
			poll->match, again / DAY);
}

static bool
ask_again(const struct program *program, struct facts *facts, struct poll *poll,
	const struct count *count)
{
	struct poll_start start = { .program = program,
		.facts = facts,
		.match = facts_match(facts, poll->match),
		.moves = facts_session(facts, poll->session),
		.round = poll->round + 1,
		.wishes = wishes_of(facts, poll),
		.minutes = poll->minutes };
	const char *why;

	if (poll->round >= ROUNDS || count->answered < 2)
		return false;
	over(facts, poll, POLL_FAILED, "failed: none suits everybody");
	return poll_start(&start, &why);
}

/* Enough has come in, or the time is up. */
static void
settle(const struct program *program, struct facts *facts, struct poll *poll)
{
	struct count count = count_of(facts, poll);
	const struct match *match = facts_match(facts, poll->match);
	bool enough =
		count.answered >= 2 && (!count.waiting || match->members.n > 2);
	int64_t at = enough ? best_slot(program, facts, poll, count.suits) : 0;

	if (at && agree(program, facts, poll, at))
		return;
	if (at || !enough || !ask_again(program, facts, poll, &count))
		fail(program, facts, poll, &count);
}

void
poll_expired(
	const struct program *program, struct facts *facts, struct ask *ask)
{
	struct poll *poll = facts_poll(facts, ask->about);

	if (!poll || poll->state != POLL_OPEN ||
		!facts_match(facts, poll->match))
		return;
	settle(program, facts, poll);
}

void
poll_without(const struct program *program, struct facts *facts,
	struct poll *poll, int64_t participant)
{
	bool asked = false;

	for (size_t i = 0; i < facts->asks.n; i++) {
		struct ask *ask = facts->asks.at[i];

		if (ask->participant != participant || !is_of(ask, poll))
			continue;
		asked = true;
		ask_close(facts, ask, "they do not take part now");
	}
	if (asked && !finding_waiting(facts, FORM_TIMES, poll->id))
		settle(program, facts, poll);
}

/* ---- answers ----------------------------------------------------------------------------- */

/* The numbers of a reply; NULL when it names none. */
static const char *
picked(const struct inquiry *in, const struct poll *poll)
{
	const struct letter_answer_list *list = &in->letter->answers;
	int verdict = finding_verdict(in);
	unsigned suits;

	for (size_t i = 0; i < list->n; i++) {
		const struct letter_answer *a = &list->at[i];

		if (a->number == 1 && a->value &&
			a->confidence != CONFIDENCE_UNSURE &&
			numbers_of(a->value, poll->slots.n, &suits))
			return a->value;
	}
	if (in->letter->command == COMMAND_RESCHEDULE &&
		in->letter->confidence != CONFIDENCE_UNSURE)
		return "";
	if (list->n) /* words about the list that could not be read */
		return NULL;
	if (verdict < 0)
		return "";
	return verdict > 0 && poll->slots.n == 1 ? "1" : NULL;
}

static const char *
joined(struct pool *pool, const struct slot_list *starts)
{
	const char *text = "";

	for (size_t i = 0; i < starts->n; i++)
		text = pool_printf(pool, "%s%s%" G_GINT64_FORMAT, text,
			i ? " " : "", starts->at[i]);
	return text;
}

static struct slot_list
other_times(
	const struct inquiry *in, const struct poll *poll, const char **picks)
{
	struct slot_list others = { 0 };
	const struct letter_time_list *list = &in->letter->times;

	for (size_t i = 0; i < list->n && others.n < POLL_SLOTS; i++) {
		const struct letter_time *time = &list->at[i];

		if (time->from <= in->facts->now || time->whole_day ||
			time->confidence == CONFIDENCE_UNSURE)
			continue;
		for (size_t k = 0; !*picks && k < poll->slots.n; k++)
			if (poll->slots.at[k] == time->from)
				*picks = pool_printf(
					in->facts->pool, "%zu", k + 1);
		if (!slot_is_among(&poll->slots, time->from))
			slot_add_once(in->facts->pool, &others, time->from);
	}
	return others;
}

static struct letter_effect
answered(const struct inquiry *in, struct ask *ask, struct poll *poll)
{
	if (ask->state != ASK_ANSWERED)
		ask_answered(in->facts, ask);
	if (finding_waiting(in->facts, FORM_TIMES, poll->id))
		return letter_ends(DISPOSITION_ANSWER,
			"says which times suit; others are still asked");
	settle(in->program, in->facts, poll);
	return letter_ends(
		DISPOSITION_ANSWER, "says which times suit; it is settled");
}

struct letter_effect
poll_letter(const struct inquiry *in, struct ask *ask)
{
	struct poll *poll = facts_poll(in->facts, ask->about);
	const char *picks;

	if (!poll || poll->state != POLL_OPEN ||
		(!ask_waits(ask) && ask->state != ASK_ANSWERED))
		return letter_ends(poll && picked(in, poll)
				? DISPOSITION_ANSWER
				: DISPOSITION_COORDINATOR,
			"the list of times that it answers is settled");
	picks = picked(in, poll);
	struct slot_list others = other_times(in, poll, &picks);
	/* nothing of the list, but another time: that says none suits */
	if (!picks && others.n && finding_verdict(in) <= 0)
		picks = "";
	if (!picks && ask->state == ASK_ANSWERED)
		return letter_ends(DISPOSITION_COORDINATOR,
			"it replies to a list of times that was answered");
	if (!picks)
		return finding_unclear(in, ask, NULL);
	poll_put(in, ask, POLL_QUESTION, 1, picks);
	if (others.n)
		poll_put(in, ask, OTHER, 2, joined(in->facts->pool, &others));
	return answered(in, ask, poll);
}

struct letter_effect
poll_wish(const struct inquiry *in, const struct poll *poll,
	const struct slot_list *starts)
{
	for (size_t i = 0; i < in->facts->asks.n; i++) {
		struct ask *ask = in->facts->asks.at[i];

		if (ask->participant != in->who->id || !is_of(ask, poll))
			continue;
		poll_put(in, ask, OTHER, 2, joined(in->facts->pool, starts));
		return letter_ends(DISPOSITION_RSVP,
			"another time, while a list of times is out; kept for "
			"the next");
	}
	return letter_ends(
		DISPOSITION_RSVP, "another time, while a list of times is out");
}
