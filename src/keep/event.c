/* One event: a savepoint, facts, a decision of the caller's, and then all
 * that follows from it stored at once or not at all. */
#include "keep/event.h"

#include "base/log.h"
#include "write/compose.h"

bool
event_begin(struct event *event, const struct program *program,
	struct store *store, int64_t now, struct err *err)
{
	if (!store_savepoint(store, err))
		return false;
	struct pool *pool = pool_new();
	struct facts *facts = store_facts(store, pool, now);
	if (!facts) {
		pool_free(pool);
		store_rollback_to(store);
		return err_set(err, ERR_LATER, "the store cannot be read");
	}
	*event = (struct event){ program, store, pool, facts };
	return true;
}

/* The mail cannot be written to that person: no failure of the event, but a
 * fact of its own. */
static void
note_unwritten(struct facts *facts, const struct mail_request *request,
	const struct err *why)
{
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_MAIL_CANCELLED, "%s: %s",
			moment_name(request->moment), why->text);

	outcome->participant = request->participant;
	outcome->match = request->match;
	outcome->session = request->session;
	outcome->ask = request->ask;
}

static void
note_queued(struct facts *facts, const struct mail *mail)
{
	struct outcome *outcome = facts_new_outcome(
		facts, OUTCOME_MAIL_QUEUED, "%s", moment_name(mail->moment));

	outcome->mail = mail->id;
	outcome->participant = mail->participant;
	outcome->match = mail->match;
	outcome->session = mail->session;
	outcome->ask = mail->ask;
}

/* Composing takes much more memory than the mail itself, and a start may write
 * to everybody: each mail has a pool of its own. */
static bool
queue_mail(struct event *event, const struct mail_request *request,
	struct err *err)
{
	POOL_AUTO pool = pool_new();
	struct facts *facts = event->facts;
	struct err why = { 0 };
	struct mail *mail;
	bool added;

	if (!compose(pool, event->program, store_key(event->store), facts,
		    request, facts->next.mail, &mail, &why)) {
		if (why.kind != ERR_NEVER)
			return err_set(err, why.kind, "%s", why.text);
		note_unwritten(facts, request, &why);
		return true;
	}
	if (!store_add_mail(event->store, mail, &added, err))
		return false;
	if (added) {
		facts->next.mail++;
		note_queued(facts, mail);
	}
	return true;
}

/* Facts before mails: a mail's row refers to them. Outcomes of the queueing
 * come last, so facts are saved a second time for those. */
static bool
event_store(struct event *event, struct err *err)
{
	struct facts *facts = event->facts;

	if (!store_save(event->store, facts, err))
		return false;
	for (size_t i = 0; i < facts->cancels.n; i++)
		if (!store_cancel_mails(event->store,
			    facts->cancels.at[i].subject_kind,
			    facts->cancels.at[i].subject, facts->now, err))
			return false;
	for (size_t i = 0; i < facts->mails.n; i++)
		if (!queue_mail(event, &facts->mails.at[i], err))
			return false;
	return store_save(event->store, facts, err);
}

bool
event_end(struct event *event, struct err *err)
{
	bool stored =
		event_store(event, err) && store_release(event->store, err);

	if (!stored)
		store_rollback_to(event->store);
	pool_free(event->pool);
	return stored;
}

void
event_drop(struct event *event)
{
	store_rollback_to(event->store);
	pool_free(event->pool);
}
