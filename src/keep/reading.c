/* A letter while the reader has it: what the second look must know about the
 * writer, the ask and the mails of ours that it may answer. */
#include "keep/reading.h"

#include <glib.h>

#include "keep/about.h"
#include "read/tail.h"

#define CANDIDATES 6  /* asks that may be meant */
#define ORIGINALS  12 /* mails that are compared */
#define COVER      8  /* words of ours that prove that one is quoted */

struct reading *
reading_new(struct pool *pool, struct inbox *letter)
{
	struct reading *reading = POOL_NEW(pool, struct reading);

	letter->reason = NULL;
	reading->pool = pool;
	reading->letter = letter;
	reading->about.letter = letter->id;
	return reading;
}

void
reading_free(void *reading)
{
	pool_free(((struct reading *)reading)->pool);
}

/* The ask that was opened last and still waits for an answer of theirs. */
static const struct ask *
newest_ask(const struct facts *facts, int64_t participant)
{
	const struct ask *newest = NULL;

	for (size_t i = 0; i < facts->asks.n; i++) {
		const struct ask *ask = facts->asks.at[i];

		if (ask->participant == participant && ask_waits(ask) &&
			(!newest || ask->opened_at > newest->opened_at ||
				(ask->opened_at == newest->opened_at &&
					ask->id > newest->id)))
			newest = ask;
	}
	return newest;
}

static const struct answer *
answer_to(const struct ask *ask, const struct question *question)
{
	for (size_t i = 0; i < ask->answers.n; i++)
		if (g_str_equal(ask->answers.at[i].question, question->id))
			return &ask->answers.at[i];
	return NULL;
}

/* The questions that the last mail asked: in a clarifying one those that must
 * be answered or were not understood, else what has no typed answer. */
static uint64_t
open_questions(const struct form *form, const struct ask *ask)
{
	bool clarified = ask->clarified_at != 0;
	uint64_t open = 0;

	for (size_t i = 0; i < form->questions.n && i < 64; i++) {
		const struct question *q = &form->questions.at[i];
		const struct answer *a = answer_to(ask, q);

		if ((!a || !a->value) && (!clarified || q->required || a))
			open |= UINT64_C(1) << i;
	}
	return open;
}

/* What a letter without a token may answer: not what must be confirmed. */
static bool
is_candidate(const struct ask *ask)
{
	return ask->form[0] != '@' || g_str_equal(ask->form, FORM_TIMES) ||
		g_str_equal(ask->form, FORM_PROPOSAL);
}

static void
find_candidates(struct reading *reading, const struct facts *facts)
{
	for (size_t i = facts->asks.n; i--;) {
		const struct ask *ask = facts->asks.at[i];

		if (ask->participant == reading->about.participant &&
			ask_waits(ask) && is_candidate(ask) &&
			ask->id != reading->ask &&
			reading->candidates.n < CANDIDATES)
			*LIST_ADD(reading->pool, &reading->candidates) =
				ask->id;
	}
}

/* The one question of a poll: which of its times suit. */
static bool
take_poll(struct reading *reading, const struct facts *facts,
	const struct ask *ask)
{
	const struct poll *poll = g_str_equal(ask->form, FORM_TIMES)
		? facts_poll(facts, ask->about)
		: NULL;

	if (!poll)
		return false;
	struct question *times =
		LIST_ADD(reading->pool, &reading->context.questions);
	*times = (struct question){ .id = POLL_QUESTION,
		.ask = "",
		.type = QUESTION_TIMES,
		.minutes = poll->minutes,
		.required = true };
	for (size_t i = 0; i < poll->slots.n; i++)
		*LIST_ADD(reading->pool, &times->slots) = poll->slots.at[i];
	reading->context.open = 1;
	return true;
}

static bool
take_form(struct reading *reading, const struct program *program,
	const struct ask *ask)
{
	const struct form *form = program_form(program, ask->form);

	if (!form)
		return false;
	reading->context.questions = form->questions;
	reading->context.open = open_questions(form, ask);
	return true;
}

/* ---- the meeting it is about -------------------------------------------- */

static int64_t
session_of_ask(const struct facts *facts, const struct ask *ask)
{
	const struct proposal *proposal = g_str_equal(ask->form, FORM_PROPOSAL)
		? facts_proposal(facts, ask->about)
		: NULL;
	const struct poll *poll = g_str_equal(ask->form, FORM_TIMES)
		? facts_poll(facts, ask->about)
		: NULL;

	if (ask->session)
		return ask->session;
	return proposal ? proposal->session : poll ? poll->session : 0;
}

/* A letter that names no meeting to come can only mean the next one. "Same time
 * on Friday" can also be said of one that is over. */
static void
take_meeting(struct reading *reading, const struct facts *facts,
	const struct ask *ask)
{
	const struct letter_about *about = &reading->about;
	int64_t id = about->session;

	if (!id && ask)
		id = session_of_ask(facts, ask);
	const struct session *named = facts_session(facts, id), *next = NULL;
	if (!named || !session_to_come(named, facts->now))
		next = facts_next_session(facts,
			about->match                ? about->match
				: ask && ask->match ? ask->match
				: named             ? named->match
						    : 0,
			about->participant);
	if (!next)
		next = named;
	if (!next)
		return;
	reading->context.meeting = next->starts_at;
	reading->context.minutes = next->minutes;
}

/* The lines that ended two letters of theirs. */
static void
take_tails(struct reading *reading, const struct participant *writer)
{
	struct tail_list tails = { 0 };

	for (size_t i = 0; i < writer->tails.n; i++) {
		uint64_t tail = tail_of_name(writer->tails.at[i]);

		if (tail)
			*LIST_ADD(reading->pool, &tails) = tail;
	}
	reading->context.tails = tails.at;
	reading->context.n_tails = tails.n;
}

void
reading_context(struct reading *reading, const struct program *program,
	const struct facts *facts)
{
	const struct letter_about *about = &reading->about;
	const struct participant *writer =
		facts_participant(facts, about->participant);
	struct read_context *context = &reading->context;
	const struct ask *ask = facts_ask(facts, about->ask);

	if (!ask && writer && !about->mail)
		ask = newest_ask(facts, writer->id);
	reading->ask = ask ? ask->id : 0;
	if (!reading->about.ask && !reading->about.mail && writer)
		find_candidates(reading, facts);
	context->no_questions = !ask ||
		(!take_poll(reading, facts, ask) &&
			!take_form(reading, program, ask));
	take_meeting(reading, facts, ask);
	if (writer)
		take_tails(reading, writer);
	context->writer =
		pool_strdup(reading->pool, writer ? writer->name : NULL);
	context->mode = READ_MAIL;
	context->words = program->words;
	context->language = pool_strdup(reading->pool,
		writer && writer->language ? writer->language
					   : program->language);
	context->program_language = program->language;
	context->program_address = program->address;
	context->program_name = program->name;
	context->authserv_id = program->mail.authserv_id;
	context->trusted_hops = program->mail.trusted_hops;
	context->zone =
		writer ? program_zone_of(program, writer) : program->zone;
}

static bool
add_originals(struct reading *reading, struct store *store, int64_t ask,
	struct err *err)
{
	struct read_bytes_list *originals = &reading->context.originals;
	struct mail_list mails = { 0 };

	if (!store_mails_of_ask(store, reading->pool, ask, &mails, err))
		return false;
	for (size_t i = 0; i < mails.n && originals->n < ORIGINALS; i++) {
		*LIST_ADD(reading->pool, originals) =
			(struct read_bytes){ mails.at[i]->bytes,
				mails.at[i]->len };
		*LIST_ADD(reading->pool, &reading->asks) = ask;
	}
	return true;
}

bool
reading_originals(struct reading *reading, struct store *store, struct err *err)
{
	struct read_bytes_list *originals = &reading->context.originals;
	struct mail *mail = NULL;

	if (reading->ask && !add_originals(reading, store, reading->ask, err))
		return false;
	for (size_t i = 0; i < reading->candidates.n; i++)
		if (!add_originals(
			    reading, store, reading->candidates.at[i], err))
			return false;
	if (originals->n || !reading->about.mail)
		return true;
	if (!store_mail(store, reading->pool, reading->about.mail, &mail, err))
		return false;
	if (mail)
		*LIST_ADD(reading->pool, originals) =
			(struct read_bytes){ mail->bytes, mail->len };
	return true;
}

/* The ask whose mail is repeated most; 0 when two are alike, or none is. */
static int64_t
best_covered(const struct reading *reading, const struct cover_list *cover)
{
	uint32_t most = COVER - 1;
	int64_t best = 0;

	for (size_t i = 0; i < cover->n && i < reading->asks.n; i++) {
		if (cover->at[i] > most)
			best = reading->asks.at[i];
		else if (cover->at[i] == most && reading->asks.at[i] != best)
			best = 0;
		most = MAX(most, cover->at[i]);
	}
	return best;
}

bool
reading_trace(struct reading *reading, const struct program *program,
	struct store *store, const struct letter *letter, int64_t now,
	bool *again, struct err *err)
{
	struct letter_about *about = &reading->about;
	int64_t held = reading->ask;

	*again = false;
	if (reading->traced || about->mail || about->ask)
		return true;
	reading->traced = true;
	if (!about_mentioned(
		    program, store, reading->pool, letter, now, about, err))
		return false;
	if (!about->mail && reading->candidates.n)
		about->ask = best_covered(reading, &letter->cover);
	*again = about->mail || (about->ask && about->ask != held);
	if (!*again)
		return true;
	reading->context = (struct read_context){ 0 };
	reading->candidates = (struct id_list){ 0 };
	reading->asks = (struct id_list){ 0 };
	return true;
}
