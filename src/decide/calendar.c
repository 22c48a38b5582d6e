/* What calendars are told: a session's object goes out, changes, and is
 * withdrawn; one comes to it, one goes. One counter for all that goes out under
 * a UID: SEQUENCE never falls, DTSTAMP always rises (RFC 5546 2.1.4). */
#include "decide/series.h"

#include <glib.h>

/* The newest that went out under its UID: a series has one counter for all. */
static void
newest(const struct facts *facts, const struct session *session,
	int64_t *sequence, int64_t *dtstamp)
{
	const struct series *series = facts_series(facts, session->series);

	*sequence = MAX(session->sequence, series ? series->sequence : 0);
	*dtstamp = MAX(session->dtstamp, series ? series->dtstamp : 0);
	for (size_t i = 0; series && i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->series != series->id)
			continue;
		*sequence = MAX(*sequence, s->sequence);
		*dtstamp = MAX(*dtstamp, s->dtstamp);
	}
}

void
session_stamp(struct facts *facts, struct session *session)
{
	int64_t sequence, dtstamp;

	newest(facts, session, &sequence, &dtstamp);
	session->dtstamp = MAX(facts->now, dtstamp + 1);
	fact_touch(session);
}

void
session_next_sequence(struct facts *facts, struct session *session)
{
	int64_t sequence, dtstamp;

	newest(facts, session, &sequence, &dtstamp);
	session->sequence = sequence + 1;
	session_stamp(facts, session);
}

bool
session_is_apart(const struct facts *facts, const struct session *session)
{
	const struct series *series = facts_series(facts, session->series);

	return series && !session->organizer &&
		(session->state == SESSION_CANCELLED ||
			session->starts_at != session->original_at ||
			session->minutes != series->minutes ||
			g_strcmp0(session->place, series->place));
}

/* ---- its mails ------------------------------------------------------------- */

static const char *
word_of(enum telling telling)
{
	switch (telling) {
	case TELLING_ASK:
		return "invite";
	case TELLING_CHANGE:
		return "change";
	case TELLING_CANCEL:
		break;
	}
	return "cancel";
}

static struct mail_request *
object_mail(struct facts *facts, const struct session *session,
	enum telling telling, int64_t participant)
{
	bool cancel = telling == TELLING_CANCEL;
	const struct match *match = facts_match(facts, session->match);
	/* what keeps its SEQUENCE is told from the one before by DTSTAMP */
	int64_t version =
		telling == TELLING_ASK ? session->sequence : session->dtstamp;
	struct mail_request *mail = tell(facts,
		cancel ? MOMENT_CANCELLATION : MOMENT_INVITATION, participant,
		"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		word_of(telling), session->id, version, participant);

	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = cancel ? session_end(session) : session->starts_at;
	/* not before they are introduced */
	if (match && !cancel && match->published_at > facts->now)
		mail->at = match->published_at;
	return mail;
}

void
session_tell_one(struct facts *facts, const struct session *session,
	enum telling telling, int64_t participant, const struct fields *fields)
{
	object_mail(facts, session, telling, participant)->fields = fields;
}

static bool
still_invited(const struct facts *facts, const struct attendee *attendee)
{
	const struct participant *p =
		facts_participant(facts, attendee->participant);

	return p && p->state != PARTICIPANT_LEFT;
}

void
session_tell(struct facts *facts, const struct session *session,
	enum telling telling, const struct fields *fields)
{
	for (size_t i = 0; i < session->attendees.n; i++)
		if (still_invited(facts, &session->attendees.at[i]))
			object_mail(facts, session, telling,
				session->attendees.at[i].participant)
				->fields = fields;
}

void
session_invite(struct facts *facts, struct session *session)
{
	session_stamp(facts, session);
	session_tell(facts, session, TELLING_ASK, NULL);
}

bool
session_was_told(const struct session *session)
{
	return session->dtstamp > 0 && !session->organizer;
}

/* Of a session that is one of a series the mails about all of it may be unsent,
 * too: those stay, until it has been told apart. */
void
session_forget_unsent(struct facts *facts, const struct session *session)
{
	if (!session->series || session_is_apart(facts, session))
		tell_cancel(facts, SUBJECT_SESSION, session->id);
}

/* ---- withdrawing ------------------------------------------------------------ */

/* Who left before this turn got theirs then. */
static bool
knows_already(const struct facts *facts, const struct attendee *attendee)
{
	const struct participant *p =
		facts_participant(facts, attendee->participant);

	return p && p->state == PARTICIPANT_LEFT && p->left_at < facts->now;
}

static void
note(struct facts *facts, const struct session *session, enum outcome_kind kind,
	const char *why)
{
	struct outcome *outcome = facts_new_outcome(facts, kind, "%s", why);

	outcome->match = session->match;
	outcome->session = session->id;
}

/* A cancelled object is worth sending until the hour has passed. */
void
session_withdraw(struct facts *facts, struct session *session, const char *why,
	const struct fields *fields)
{
	if (!session_to_come(session, facts->now))
		return;
	bool told = session_was_told(session);

	session_forget_unsent(facts, session);
	session->state = SESSION_CANCELLED;
	proposal_moot(facts, session);
	fact_touch(session);
	if (!session->organizer)
		session_next_sequence(facts, session);
	for (size_t i = 0; told && i < session->attendees.n; i++)
		if (!knows_already(facts, &session->attendees.at[i]))
			object_mail(facts, session, TELLING_CANCEL,
				session->attendees.at[i].participant)
				->fields = fields;
	note(facts, session, OUTCOME_SESSION_CANCELLED, why);
}

void
session_cancel(struct facts *facts, struct session *session, const char *why)
{
	session_withdraw(facts, session, why, NULL);
}

static bool
is_before(const struct session *session, int64_t until)
{
	return !until || session->starts_at < until;
}

/* Everything of the series that is to come, and of those with that person
 * (0: anybody), is before `until`. */
static bool
is_all(const struct facts *facts, const struct series *series, int64_t until,
	int64_t participant)
{
	bool any = false;

	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *s = facts->sessions.at[i];

		if (s->series != series->id || s->organizer ||
			!session_to_come(s, facts->now) ||
			(participant && !session_attendee(s, participant)))
			continue;
		any = true;
		if (!is_before(s, until))
			return false;
	}
	return any;
}

void
session_cancel_all(struct facts *facts, const struct match *match,
	int64_t until, const char *why)
{
	for (size_t i = 0; i < facts->series.n; i++) {
		struct series *series = facts->series.at[i];

		if (series->match == match->id &&
			is_all(facts, series, until, 0))
			series_end(facts, series, why);
	}
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if (session->match == match->id && is_before(session, until))
			session_cancel(facts, session, why);
	}
}

/* ---- one goes, one comes ------------------------------------------------------ */

bool
session_remove_person(struct session *session, int64_t participant)
{
	size_t n = 0;

	if (!session_attendee(session, participant))
		return false;
	for (size_t i = 0; i < session->attendees.n; i++)
		if (session->attendees.at[i].participant != participant)
			session->attendees.at[n++] = session->attendees.at[i];
	session->attendees.n = n;
	fact_touch(session);
	return true;
}

/* The newer object for all who are in it; the time stays, and whoever has
 * answered need not do so again. */
static void
invite_anew(struct facts *facts, struct session *session)
{
	struct fields *asked = fields_new(facts->pool, NULL);
	struct fields *told = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, asked, "updated", false);
	fields_truth(facts->pool, told, "updated", false);
	fields_truth(facts->pool, told, "changed", true);
	session_next_sequence(facts, session);
	session_forget_unsent(facts, session);
	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];

		if (still_invited(facts, a))
			object_mail(facts, session, TELLING_ASK, a->participant)
				->fields = a->partstat == PARTSTAT_NEEDS_ACTION
				? asked
				: told;
	}
}

/* RFC 5546 3.2.2.4 and 3.2.5, and our one counter per UID: a CANCEL that
 * names only the one who goes to them, the object without them to the rest,
 * both with the next SEQUENCE. */
void
session_drop_attendee(
	struct facts *facts, struct session *session, int64_t participant)
{
	if (!session_to_come(session, facts->now) ||
		!session_remove_person(session, participant) ||
		!session_was_told(session))
		return;
	invite_anew(facts, session);
	struct fields *fields = fields_new(facts->pool, NULL);
	fields_truth(facts->pool, fields, "removed", true);
	object_mail(facts, session, TELLING_CANCEL, participant)->fields =
		fields;
}

void
session_add_person(
	struct facts *facts, struct session *session, int64_t participant)
{
	*LIST_ADD(facts->pool, &session->attendees) =
		(struct attendee){ .participant = participant,
			.partstat = PARTSTAT_NEEDS_ACTION,
			.reply_sequence = -1 };
	fact_touch(session);
}

/* RFC 5546 3.2.2.3: who comes in gets the object like everybody else. */
void
session_add_attendee(
	struct facts *facts, struct session *session, int64_t participant)
{
	if (session_attendee(session, participant) ||
		!session_to_come(session, facts->now))
		return;
	session_add_person(facts, session, participant);
	if (session_was_told(session))
		invite_anew(facts, session);
}

void
session_drop_all(struct facts *facts, const struct match *match, int64_t until,
	int64_t participant)
{
	for (size_t i = 0; i < facts->series.n; i++) {
		struct series *series = facts->series.at[i];

		if (series->match == match->id &&
			is_all(facts, series, until, participant))
			series_drop(facts, series, participant);
	}
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if (session->match == match->id && is_before(session, until))
			session_drop_attendee(facts, session, participant);
	}
}

void
session_add_all(
	struct facts *facts, const struct match *match, int64_t participant)
{
	for (size_t i = 0; i < facts->series.n; i++)
		if (facts->series.at[i]->match == match->id)
			series_add(facts, facts->series.at[i], participant);
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id)
			session_add_attendee(
				facts, facts->sessions.at[i], participant);
}
