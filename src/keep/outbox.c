/* The outbox: claimed and committed as sending, then handed over; every fate
 * that comes back is recorded and may be an event of its own. */
#include <glib.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/text.h"
#include "keep/event.h"
#include "keep/hold.h"
#include "keep/state.h"

#define DOUBT_WAIT   (10 * MINUTE) /* before a mail in doubt goes again */
#define CROWDED_WAIT HOUR          /* before one over the daily limit does */
#define COOL_FIRST   (5 * MINUTE)  /* a channel fault pauses everything */
#define COOL_MOST    HOUR

static enum outcome_kind
settled_outcome(enum mail_state state)
{
	switch (state) {
	case MAIL_SENT:
		return OUTCOME_MAIL_SENT;
	case MAIL_REFUSED:
		return OUTCOME_MAIL_REFUSED;
	case MAIL_CHANNEL:
		return OUTCOME_MAIL_CHANNEL;
	case MAIL_IN_DOUBT:
		return OUTCOME_MAIL_IN_DOUBT;
	case MAIL_EXPIRED:
		return OUTCOME_MAIL_EXPIRED;
	case MAIL_QUEUED:
	case MAIL_SENDING:
	case MAIL_DEFERRED:
	case MAIL_HELD:
	case MAIL_CANCELLED:
		break;
	}
	return OUTCOME_MAIL_DEFERRED;
}

/* Try again by the curve, or give up when it says so. */
static void
defer(struct mail *mail, int64_t now)
{
	int64_t next = decide_retry(mail, now);

	mail->state =
		next && next < mail->expires_at ? MAIL_DEFERRED : MAIL_EXPIRED;
	mail->next_at = next;
}

/* Our account or our network is at fault: nothing is sent for a while, and
 * no participant is touched by it. */
static void
cool_down(struct keeper *keeper, int64_t now)
{
	keeper->channel_pause =
		CLAMP(2 * keeper->channel_pause, COOL_FIRST, COOL_MOST);
	keeper->channel_until = now + keeper->channel_pause;
	log_warn("outgoing mail: refused because of our own account; "
		 "next try in %d minutes",
		(int)(keeper->channel_pause / MINUTE));
}

static void
apply_verdict(struct keeper *keeper, struct mail *mail, enum verdict verdict,
	int64_t now)
{
	switch (verdict) {
	case VERDICT_ACCEPTED:
		mail->state = MAIL_SENT;
		keeper->channel_pause = 0;
		break;
	case VERDICT_PERMANENT:
		mail->state = MAIL_REFUSED;
		break;
	case VERDICT_CHANNEL:
		cool_down(keeper, now);
		defer(mail, now);
		break;
	case VERDICT_TEMPORARY:
	case VERDICT_UNSENT:
		defer(mail, now);
		break;
	case VERDICT_IN_DOUBT:
		mail->state = MAIL_IN_DOUBT;
		mail->next_at = now + DOUBT_WAIT;
		break;
	}
	mail->settled_at = now;
}

/* For `status`, until a mail gets through. A connection that is up says
 * nothing of the account. */
static bool
note_account(struct keeper *keeper, struct pool *pool, enum verdict verdict,
	const char *reply, struct err *err)
{
	if (verdict == VERDICT_CHANNEL)
		return store_set_meta(keeper->store, "channel.refused",
			text_one_line(pool, reply), err);
	return verdict != VERDICT_ACCEPTED ||
		!store_meta(keeper->store, pool, "channel.refused") ||
		store_set_meta(keeper->store, "channel.refused", NULL, err);
}

static void
note_settled(struct facts *facts, const struct mail *mail, enum verdict verdict)
{
	struct outcome *outcome =
		facts_new_outcome(facts, settled_outcome(mail->state), "%s: %s",
			moment_name(mail->moment), verdict_name(verdict));

	outcome->mail = mail->id;
	outcome->participant = mail->participant;
	outcome->match = mail->match;
	outcome->session = mail->session;
	outcome->ask = mail->ask;
}

bool
outbox_settle(struct keeper *keeper, const struct courier_event *event,
	int64_t now, struct err *err)
{
	struct event e;
	struct mail *mail;

	FAULT("outbox.verdict");
	keeper->handed--;
	if (!keep_writing(keeper, err) ||
		!event_begin(&e, keeper->program, keeper->store, now, err))
		return false;
	if (!store_mail(keeper->store, e.pool, event->id, &mail, err))
		goto fail;
	if (!mail || mail->state != MAIL_SENDING) {
		event_drop(&e);
		return true; /* settled before: the courier died and we knew */
	}
	apply_verdict(keeper, mail, event->verdict, now);
	mail->reply = text_one_line(e.pool, event->reply);
	note_settled(e.facts, mail, event->verdict);
	keeper->verdicts = true;
	if (mail->state == MAIL_REFUSED && mail->participant) {
		if (!store_load(keeper->store, e.facts, SUBJECT_PARTICIPANT,
			    mail->participant, err))
			goto fail;
		decide_refused(keeper->program, e.facts, mail);
	}
	if (!note_account(keeper, e.pool, event->verdict, event->reply, err) ||
		!store_settle(keeper->store, mail, err))
		goto fail;
	return event_end(&e, err);
fail:
	event_drop(&e);
	return false;
}

/* How many the rate of the account lets through now. */
static int
rate_allows(struct keeper *keeper, int64_t now)
{
	const struct mail_config *mail = &keeper->program->mail;
	int rate = mail->rate;

	if (!rate || g_str_has_prefix(mail->outgoing, "maildir:"))
		return G_MAXINT;
	double gained = (double)MAX(now - keeper->allowance_at, 0) * rate / 60;
	keeper->allowance = MIN(keeper->allowance + gained, rate);
	keeper->allowance_at = now;
	return (int)keeper->allowance;
}

/* A coordinator who changes a draft again and again wants each answer at once;
 * only a loop would want more than this. */
#define DRAFTS 5

/* A calendar that is not told in time sends people to an empty room, so that
 * objects get through when all else has to wait for tomorrow. */
#define OBJECTS 2

static int64_t
most_a_day(const struct program *program, const struct mail *mail)
{
	int64_t most = program->mail.daily_limit;

	if (mail->moment == MOMENT_DRAFT)
		return DRAFTS * most;
	return mail->moment == MOMENT_INVITATION ||
			mail->moment == MOMENT_CANCELLATION
		? OBJECTS * most
		: most;
}

/* The last gate before a byte leaves: an address of somebody enrolled, or of
 * a coordinator, and not more mails than anybody should get in a day. */
static bool
may_go(struct keeper *keeper, const struct mail *mail, int64_t now,
	bool *crowded, struct err *err)
{
	int64_t who, n;

	*crowded = false;
	if (!program_coordinator(keeper->program, mail->recipient)) {
		if (!store_who(keeper->store, mail->recipient, &who, err))
			return false;
		if (!who || who != mail->participant)
			return err_set(err, ERR_NEVER,
				"mail %d is for an address of nobody enrolled",
				(int)mail->id);
	}
	if (!store_mails_since(
		    keeper->store, mail->recipient, now - DAY, &n, err))
		return false;
	*crowded = n > most_a_day(keeper->program, mail);
	return true;
}

/* Put back what may not go (now): never for a stranger, later for a person
 * who got enough for today. */
static bool
put_back(struct keeper *keeper, struct mail *mail, bool crowded, int64_t now,
	struct err *err)
{
	mail->state = crowded ? MAIL_DEFERRED : MAIL_CANCELLED;
	mail->next_at = now + CROWDED_WAIT;
	mail->attempts--;
	return store_settle(keeper->store, mail, err);
}

/* Claim within a transaction; what may go is left in mails, in order. */
static bool
claim(struct keeper *keeper, struct pool *pool, int64_t now, int limit,
	struct mail_list *mails, struct err *err)
{
	struct mail_list claimed = { 0 };

	if (!store_claim(keeper->store, pool, now, limit, &claimed, err))
		return false;
	for (size_t i = 0; i < claimed.n; i++) {
		struct mail *mail = claimed.at[i];
		struct err why = { 0 };
		bool crowded;

		if (may_go(keeper, mail, now, &crowded, &why) && !crowded) {
			*LIST_ADD(pool, mails) = mail;
			continue;
		}
		if (why.kind == ERR_NEVER)
			log_error("%s: it was not sent", why.text);
		else if (why.kind != ERR_NONE)
			return err_set(err, why.kind, "%s", why.text);
		if (!put_back(keeper, mail, crowded, now, err))
			return false;
	}
	keeper->work_left |= claimed.n == (size_t)limit;
	return true;
}

bool
outbox_waits(struct keeper *keeper, int64_t now)
{
	POOL_AUTO pool = pool_new();

	return now < keeper->channel_until ||
		hold_is_on(keeper->store, pool, NULL);
}

/* An idle turn does not write. */
static bool
may_have_work(struct keeper *keeper, int64_t now)
{
	struct err err = { 0 };
	int64_t next;

	return keeper->writing ||
		(store_next_due(keeper->store, &next, &err) && next <= now);
}

bool
outbox_claim(struct keeper *keeper, struct pool *pool, int64_t now,
	struct mail_list *mails, struct err *err)
{
	int room = courier_room(keeper->courier) - (int)keeper->handed;
	int limit = MIN(room, rate_allows(keeper, now));

	if (limit <= 0 || outbox_waits(keeper, now) ||
		!may_have_work(keeper, now))
		return true;
	return keep_writing(keeper, err) &&
		claim(keeper, pool, now, limit, mails, err);
}

void
outbox_hand_over(struct keeper *keeper, const struct mail_list *mails)
{
	for (size_t i = 0; i < mails->n; i++) {
		FAULT("outbox.claimed");
		courier_deliver(keeper->courier, mails->at[i]);
		keeper->handed++;
		keeper->allowance--;
		FAULT("outbox.handed");
	}
}
