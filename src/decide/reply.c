/* What an answer changes: the state of one person in one session, when it is
 * newer than what they said before.
 *
 * SEQUENCE says which version they answered, DTSTAMP when (RFC 5546 2.1.5).
 * Who answers a version that is no more is sent the one that is, once; an
 * answer to a later version than any of ours counts, as some calendars raise
 * the number on their own. */
#include "decide/rsvp.h"
#include "decide/series.h"

#include <glib.h>
#include <stdarg.h>

#define COMMENT_MAX 2000
#define AHEAD       (15 * MINUTE) /* that a clock may be */

/* When it was written: its DTSTAMP, else the mail's date. What is said to be
 * of next year must not silence all that comes until then. */
static int64_t
stamp_of(const struct rsvp *rsvp)
{
	int64_t now = rsvp->in->facts->now;
	int64_t date = rsvp->in->letter->head.date;

	if (rsvp->event->dtstamp > 0)
		return MIN(rsvp->event->dtstamp, now + AHEAD);
	return date > 0 && date < now ? date : now;
}

bool
rsvp_is_stale(const struct rsvp *rsvp)
{
	const struct attendee *a = rsvp->attendee;

	return rsvp->event->sequence < a->reply_sequence ||
		(rsvp->event->sequence == a->reply_sequence &&
			stamp_of(rsvp) < a->reply_dtstamp);
}

bool
rsvp_is_outdated(const struct rsvp *rsvp)
{
	return rsvp->event->sequence < rsvp->attendee->reply_sequence &&
		!rsvp->attendee->reply_dtstamp;
}

static bool
is_again(const struct rsvp *rsvp, enum partstat partstat)
{
	return rsvp->event->sequence >= rsvp->attendee->reply_sequence &&
		stamp_of(rsvp) == rsvp->attendee->reply_dtstamp &&
		partstat == rsvp->attendee->partstat;
}

void
rsvp_remember(const struct rsvp *rsvp, enum partstat partstat)
{
	struct pool *pool = rsvp->in->facts->pool;
	const char *comment = rsvp->event->comment;

	rsvp->attendee->partstat = partstat;
	rsvp->attendee->answered_at = rsvp->in->facts->now;
	/* of a version that is not there yet they cannot have heard */
	rsvp->attendee->reply_sequence =
		MIN(rsvp->event->sequence, rsvp->session->sequence);
	rsvp->attendee->reply_dtstamp = stamp_of(rsvp);
	if (comment && *comment)
		rsvp->attendee->comment =
			pool_strndup(pool, comment, COMMENT_MAX);
	fact_touch(rsvp->session);
}

static void
note(const struct rsvp *rsvp, const char *detail)
{
	struct outcome *outcome =
		facts_new_outcome(rsvp->in->facts, OUTCOME_RSVP, "%s", detail);

	outcome->participant = rsvp->in->who->id;
	outcome->session = rsvp->session->id;
	outcome->match = rsvp->session->match;
	outcome->letter = rsvp->in->about->letter;
}

bool
rsvp_partstat(const char *text, enum partstat *partstat)
{
	if (text && !g_ascii_strcasecmp(text, "DELEGATED")) {
		*partstat = PARTSTAT_DECLINED;
		return true;
	}
	return text && partstat_parse(text, partstat) &&
		*partstat != PARTSTAT_NEEDS_ACTION;
}

/* What repeats is sent again with all that differs from it. */
static struct series *
series_asked_for(const struct rsvp *rsvp)
{
	struct facts *facts = rsvp->in->facts;

	return rsvp->event->recurrence_id ||
			session_is_apart(facts, rsvp->session)
		? NULL
		: facts_series(facts, rsvp->session->series);
}

void
rsvp_send_again(const struct rsvp *rsvp, const char *fmt, ...)
{
	struct facts *facts = rsvp->in->facts;
	struct series *series = series_asked_for(rsvp);
	int64_t who = rsvp->in->who->id;
	va_list ap;

	va_start(ap, fmt);
	const char *occurrence = pool_vprintf(facts->pool, fmt, ap);
	va_end(ap);
	if (series) {
		series_send_again(facts, series, who, occurrence);
		return;
	}
	session_stamp(facts, rsvp->session);
	struct mail_request *mail =
		tell(facts, MOMENT_INVITATION, who, "%s", occurrence);
	mail->match = rsvp->session->match;
	mail->session = rsvp->session->id;
	mail->expires_at = rsvp->session->starts_at;
	mail->reply = true;
}

/* Once for each version. */
static struct letter_effect
to_older_version(const struct rsvp *rsvp, enum partstat partstat)
{
	struct facts *facts = rsvp->in->facts;

	note(rsvp,
		pool_printf(facts->pool, "%s, to an older version",
			partstat_name(partstat)));
	if (session_to_come(rsvp->session, facts->now))
		rsvp_send_again(rsvp,
			"again/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
			"/%" G_GINT64_FORMAT,
			rsvp->session->id, rsvp->session->sequence,
			rsvp->in->who->id);
	return letter_ends(DISPOSITION_IGNORED,
		"an answer to an older version of the session");
}

struct letter_effect
rsvp_apply(const struct rsvp *rsvp)
{
	struct pool *pool = rsvp->in->facts->pool;
	enum partstat partstat;

	if (!rsvp_partstat(rsvp->event->partstat, &partstat))
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar answer that says neither yes nor no");
	if (rsvp_is_outdated(rsvp))
		return to_older_version(rsvp, partstat);
	if (rsvp_is_stale(rsvp))
		return letter_ends(DISPOSITION_IGNORED,
			"an older calendar answer than the one we have");
	if (is_again(rsvp, partstat))
		return letter_ends(DISPOSITION_RSVP, "the same answer again");
	bool ahead = rsvp->event->sequence > rsvp->session->sequence;
	const char *name = partstat_name(partstat);
	rsvp_remember(rsvp, partstat);
	note(rsvp,
		ahead ? pool_printf(
				pool, "%s, to a later version than ours", name)
		      : name);
	return letter_ends(DISPOSITION_RSVP, name);
}
