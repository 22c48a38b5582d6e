/* Who wrote a letter and what it answers, from the head alone. A token says
 * which mail of ours; From says who; decide judges whether they agree. */
#include "keep/about.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define REPLY_LIFE 400 /* days that a reply token counts */

struct found {
	struct token reply, bounce, organizer, stop; /* id 0: none */
};

static void
keep_token(struct found *found, struct token token)
{
	struct token *slot = NULL;

	switch (token.purpose) {
	case TOKEN_REPLY:
		slot = &found->reply;
		break;
	case TOKEN_BOUNCE:
		slot = &found->bounce;
		break;
	case TOKEN_ORGANIZER:
		slot = &found->organizer;
		break;
	case TOKEN_STOP:
		slot = &found->stop;
		break;
	}
	if (slot && !slot->id)
		*slot = token;
}

static bool
is_current(const struct token *token, int64_t now)
{
	return !token->day || now / DAY - token->day <= REPLY_LIFE;
}

/* Tokens in the plus part of recipients that are ours, then in Message-IDs of
 * ours that are referred to. */
static void
find_tokens(const struct program *program, const struct token_key *key,
	const struct letter_head *head, int64_t now, struct found *found)
{
	struct token token;

	for (size_t i = 0; i < head->recipients.n; i++) {
		const char *address = head->recipients.at[i];
		const char *plus = strchr(address, '+');

		if (plus && program_is_own_address(program, address) &&
			token_parse(key, plus + 1, &token) &&
			is_current(&token, now))
			keep_token(found, token);
	}
	for (size_t i = 0; i < head->references.n; i++)
		if (token_parse(key, head->references.at[i], &token) &&
			token.purpose == TOKEN_REPLY && is_current(&token, now))
			keep_token(found, token);
}

/* What the answered mail of ours was about. */
static bool
take_mail(struct store *store, struct pool *pool, int64_t id,
	struct letter_about *about, struct err *err)
{
	struct mail *mail;

	if (!store_mail(store, pool, id, &mail, err))
		return false;
	if (!mail)
		return true;
	about->mail = mail->id;
	about->participant = mail->participant;
	about->match = mail->match;
	about->session = mail->session;
	about->ask = mail->ask;
	about->run = mail->run;
	about->moment = mail->moment;
	if (!mail->participant)
		about->coordinator = mail->recipient;
	about->token = true;
	return true;
}

static bool
by_tokens(struct store *store, struct pool *pool, const struct found *found,
	struct letter_about *about, bool *stop, struct err *err)
{
	struct mail *mail;

	if (found->reply.id &&
		!take_mail(store, pool, found->reply.id, about, err))
		return false;
	if (!about->token && (found->organizer.id || found->stop.id)) {
		about->participant = found->organizer.id ? found->organizer.id
							 : found->stop.id;
		about->token = true;
	}
	*stop = found->stop.id && found->stop.id == about->participant;
	if (!found->bounce.id)
		return true;
	if (!store_mail(store, pool, found->bounce.id, &mail, err))
		return false;
	if (mail) {
		about->bounced = mail->id;
		if (!about->participant)
			about->participant = mail->participant;
	}
	return true;
}

/* Does From belong to whom the token names; and who is it without one. */
static bool
by_sender(const struct program *program, struct store *store,
	const struct letter_head *head, struct letter_about *about,
	struct err *err)
{
	const struct coordinator *coordinator =
		head->from ? program_coordinator(program, head->from) : NULL;

	if (head->from && !store_who(store, head->from, &about->sender, err))
		return false;
	if (about->coordinator && about->token) {
		/* one of them now: not who was one when it was sent */
		about->address = coordinator != NULL;
		return true;
	}
	if (!about->participant)
		about->participant = about->sender;
	about->address = about->sender && about->sender == about->participant;
	if (coordinator) {
		about->coordinator = coordinator->email;
		about->address |= !about->participant;
	}
	return true;
}

bool
about_find(const struct program *program, struct store *store,
	struct pool *pool, const struct letter_head *head, int64_t now,
	struct letter_about *about, bool *stop, struct err *err)
{
	struct found found = { .reply = { .id = 0 } };

	find_tokens(program, store_key(store), head, now, &found);
	return by_tokens(store, pool, &found, about, stop, err) &&
		by_sender(program, store, head, about, err);
}

/* A quoted mail of somebody else is no reason to take this one for theirs. */
static bool
went_to(const struct mail *mail, const struct letter_about *about,
	const char *from)
{
	return mail->participant ? mail->participant == about->sender
				 : from && mail->recipient &&
			address_equal(mail->recipient, from);
}

bool
about_mentioned(const struct program *program, struct store *store,
	struct pool *pool, const struct letter *letter, int64_t now,
	struct letter_about *about, struct err *err)
{
	struct letter_head said = { .from = letter->head.from,
		.recipients = letter->mentions,
		.references = letter->mentions };
	struct found found = { .reply = { .id = 0 } };
	struct mail *mail = NULL;

	find_tokens(program, store_key(store), &said, now, &found);
	if (about->mail || !found.reply.id)
		return true;
	if (!store_mail(store, pool, found.reply.id, &mail, err))
		return false;
	if (!mail || !went_to(mail, about, said.from))
		return true;
	return take_mail(store, pool, mail->id, about, err) &&
		by_sender(program, store, &said, about, err);
}

bool
about_load(struct store *store, struct facts *facts,
	const struct letter_about *about, struct err *err)
{
	const struct {
		enum subject_kind kind;
		int64_t id;
	} parts[] = {
		{ SUBJECT_PARTICIPANT, about->participant },
		{ SUBJECT_ASK, about->ask },
		{ SUBJECT_SESSION, about->session },
		{ SUBJECT_MATCH, about->match },
	};

	if (about->run) /* a draft may be published: all take part */
		return store_load(store, facts, SUBJECT_PROGRAM, 0, err) &&
			store_load_history(store, facts, err) &&
			store_load_run(store, facts, about->run, err) &&
			(!about->ask ||
				store_load(store, facts, SUBJECT_ASK,
					about->ask, err));
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i].id &&
			!store_load(
				store, facts, parts[i].kind, parts[i].id, err))
			return false;
	return true;
}
