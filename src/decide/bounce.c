/* Mail that came back, automatic replies, complaints, refusals: none of them
 * is ever answered, none counts as an answer.
 *
 * A bounce counts only by the secret in the address it came to. Two permanent
 * ones at least a day apart suspend mail to that person; any sign of life
 * from them lifts it. */
#include "decide/concern.h"

#include <glib.h>

#define AWAY_MAX (90 * DAY)
#define SUSPEND  2

/* One word to the coordinators about each who is shut off is enough. */
#define CHALLENGE_EVERY (30 * DAY)

/* A pair waits; a group goes on, but a person should know who leads it. */
static void
look_for_leader(const struct program *program, struct facts *facts,
	const struct participant *p)
{
	struct match_list matches = facts_active_matches(facts, p->id);

	for (size_t i = 0; i < matches.n; i++)
		if (matches.at[i]->lead == p->id &&
			matches.at[i]->members.n > 2)
			member_lead_alert(program, facts, matches.at[i],
				"mail to the one who leads this group comes "
				"back");
}

void
bounce_count(const struct program *program, struct facts *facts,
	struct participant *p, int64_t mail, const char *why)
{
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_BOUNCED, "%s", why);

	outcome->participant = p->id;
	outcome->mail = mail;
	if (p->state == PARTICIPANT_LEFT ||
		(p->bounces && facts->now - p->bounced_at < DAY))
		return;
	p->bounces++;
	p->bounced_at = facts->now;
	fact_touch(p);
	if (p->bounces < SUSPEND || p->state == PARTICIPANT_SUSPENDED)
		return;
	p->state = PARTICIPANT_SUSPENDED;
	tell_cancel(facts, SUBJECT_PARTICIPANT, p->id);
	facts_new_outcome(facts, OUTCOME_SUSPENDED, "%s",
		"mail came back for good, twice")
		->participant = p->id;
	look_for_leader(program, facts, p);
}

static const char *
status_text(const struct inquiry *in, const char *what)
{
	const char *status = in->letter->bounce.status;

	return pool_printf(in->facts->pool, "%s%s%s", what,
		status ? ", status " : "", status ? status : "");
}

static void
note_bounce(const struct inquiry *in, const char *what)
{
	struct outcome *outcome = facts_new_outcome(
		in->facts, OUTCOME_BOUNCED, "%s", status_text(in, what));

	outcome->participant = in->who ? in->who->id : 0;
	outcome->mail = in->about->bounced;
	outcome->letter = in->about->letter;
}

/* Our channel is at fault: the operator hears of it once a day. */
static struct letter_effect
channel_fault(const struct inquiry *in)
{
	struct alert alert = { .participant = in->who ? in->who->id : 0,
		.why = status_text(in,
			"a mail of ours was refused because of our own "
			"sending (policy, spam or login)"),
		.letter = in->about->letter };

	note_bounce(in, "our channel");
	tell_alert(in->program, in->facts, &alert, "channel/%" G_GINT64_FORMAT,
		in->facts->now / DAY);
	return letter_ends(DISPOSITION_BOUNCE,
		"refused because of our own sending; put before a person");
}

static struct letter_effect
hard_bounce(const struct inquiry *in)
{
	if (!in->who) {
		note_bounce(in, "for good, a coordinator's");
		return letter_ends(
			DISPOSITION_BOUNCE, "mail to a coordinator came back");
	}
	bounce_count(in->program, in->facts, in->who, in->about->bounced,
		status_text(in, "for good"));
	return letter_ends(DISPOSITION_BOUNCE, "mail to them came back");
}

struct letter_effect
bounce_letter(const struct inquiry *in)
{
	if (!in->about->bounced)
		return letter_ends(DISPOSITION_IGNORED,
			"a bounce without the secret of our mail");
	switch (in->letter->bounce.action) {
	case BOUNCE_NONE:
		return letter_ends(
			DISPOSITION_BOUNCE, "a report that nothing failed");
	case BOUNCE_RETRY:
		note_bounce(in, "for now");
		return letter_ends(DISPOSITION_BOUNCE,
			"mail to them could not be delivered for now");
	case BOUNCE_STOP:
		return hard_bounce(in);
	case BOUNCE_OPERATOR:
		return channel_fault(in);
	}
	return letter_ends(DISPOSITION_BOUNCE, "a report that says nothing");
}

/* Away without a date: no silence, the clock starts anew; but once a nudge is
 * out, a machine's word no longer keeps a person from being asked after. */
static void
away_sometime(const struct inquiry *in)
{
	struct match_list matches =
		facts_active_matches(in->facts, in->who->id);

	for (size_t i = 0; i < matches.n; i++)
		if (matches.at[i]->nudged_at)
			return;
	in->who->away_until = MAX(in->who->away_until, in->facts->now);
	fact_touch(in->who);
}

/* Somebody's mail program holds our mails back. Answering would prove nothing
 * but that a machine can click; a person asks them to let us in. */
static struct letter_effect
challenge(const struct inquiry *in)
{
	struct alert alert = { .participant = in->who->id,
		.why = "their mail system holds our mails back until somebody "
		       "proves to be a person; mentord never does",
		.letter = in->about->letter };

	tell_alert(in->program, in->facts, &alert,
		"challenge/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, in->who->id,
		in->facts->now / CHALLENGE_EVERY);
	return letter_ends(DISPOSITION_AUTO_REPLY,
		"their mail system asks for a proof; a person was told");
}

/* Programs that answer for somebody write to the envelope sender (RFC 3834 4),
 * whose secret is as good as that of a Reply-To. */
static bool
is_proven(const struct inquiry *in)
{
	return in->about->token || in->trusted ||
		(in->about->bounced && in->about->address);
}

/* Anybody can claim to be away for ever; we believe three months. */
static struct letter_effect
away(const struct inquiry *in)
{
	struct facts *facts = in->facts;
	int64_t until = 0;

	if (in->letter->until && is_proven(in))
		until = MIN(when_date(program_zone_of(in->program, in->who),
				    in->letter->until),
			facts->now + AWAY_MAX);
	struct outcome *outcome = facts_new_outcome(facts, OUTCOME_AWAY, "%s",
		until > facts->now ? "until a date" : "");

	outcome->participant = in->who->id;
	outcome->letter = in->about->letter;
	if (until <= facts->now) {
		if (is_proven(in))
			away_sometime(in);
		return letter_ends(
			DISPOSITION_AUTO_REPLY, "an automatic reply");
	}
	in->who->away_until = until;
	fact_touch(in->who);
	return letter_ends(DISPOSITION_AUTO_REPLY, "away until a date");
}

struct letter_effect
auto_reply_letter(const struct inquiry *in)
{
	switch (in->letter->auto_reply) {
	case AUTO_REPLY_RECEIPT:
		return letter_ends(DISPOSITION_IGNORED,
			"a receipt: displayed or deleted is no answer");
	case AUTO_REPLY_CHALLENGE:
	case AUTO_REPLY_AWAY:
		break;
	}
	if (!in->who)
		return letter_ends(DISPOSITION_AUTO_REPLY,
			"an automatic reply, not of a participant");
	return in->letter->auto_reply == AUTO_REPLY_CHALLENGE ? challenge(in)
							      : away(in);
}

/* RFC 5965: somebody pressed "spam". We stop at once, without a word to them,
 * and a person takes over. */
struct letter_effect
complaint_letter(const struct inquiry *in)
{
	struct facts *facts = in->facts;
	struct alert alert = { .participant = in->who ? in->who->id : 0,
		.why = "our mail was reported as spam; mail to them is paused",
		.letter = in->about->letter };

	if (!in->who)
		return letter_ends(DISPOSITION_COMPLAINT,
			"a complaint that names nobody of this program");
	if (!in->about->token && !in->about->bounced)
		return letter_ends(DISPOSITION_COMPLAINT,
			"a complaint without the secret of our mail");
	facts_new_outcome(facts, OUTCOME_COMPLAINT, "%s", "")->participant =
		in->who->id;
	if (in->who->state == PARTICIPANT_ENROLLED ||
		in->who->state == PARTICIPANT_SUSPENDED)
		pause_now(in->program, facts, in->who, 0, in->about->letter,
			false);
	tell_alert(in->program, facts, &alert,
		"complaint/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, in->who->id,
		facts->now / DAY);
	return letter_ends(
		DISPOSITION_COMPLAINT, "they pause; a person was told");
}

void
decide_refused(const struct program *program, struct facts *facts,
	const struct mail *mail)
{
	struct participant *p = facts_participant(facts, mail->participant);

	if (p)
		bounce_count(
			program, facts, p, mail->id, "refused by the server");
}
