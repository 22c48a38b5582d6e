/* Sessions: when the next one is, its invitation, who comes and goes, and
 * withdrawing it. When a match can meet at all stands in slot.c. A session of
 * an event is nobody's calendar's business: it stands in the schedule. */
#include "decide/slot.h"

#include <glib.h>
#include <string.h>

#include "base/token.h"

#define WEEK    (7 * DAY)
#define UID_MAX 64

int64_t
session_end(const struct session *session)
{
	return session->starts_at + session->minutes * MINUTE;
}

bool
session_to_come(const struct session *session, int64_t now)
{
	return session->state == SESSION_PLANNED && session->starts_at > now;
}

void
session_stamp(struct facts *facts, struct session *session)
{
	session->dtstamp = MAX(facts->now, session->dtstamp + 1);
	fact_touch(session);
}

/* ---- planning ------------------------------------------------------------ */

/* The newest session that was not cancelled, and how many there are. */
static const struct session *
last_of(const struct facts *facts, const struct match *match, int *count)
{
	const struct session *last = NULL;

	*count = 0;
	for (size_t i = 0; i < facts->sessions.n; i++) {
		const struct session *s = facts->sessions.at[i];

		if (s->match != match->id || s->state == SESSION_CANCELLED)
			continue;
		(*count)++;
		if (!last || s->starts_at > last->starts_at)
			last = s;
	}
	return last;
}

/* Why that person cannot be invited now; NULL when they can. */
static const char *
missing(const struct participant *p)
{
	if (!p)
		return "a participant is missing";
	switch (p->state) {
	case PARTICIPANT_ENROLLED:
		return NULL;
	case PARTICIPANT_PAUSED:
		return "a participant is pausing";
	case PARTICIPANT_SUSPENDED:
		return "mail to a participant comes back";
	case PARTICIPANT_LEFT:
		break;
	}
	return "a participant is missing";
}

/* Everybody of the match who can come; why it cannot meet now when that is
 * not two, or not both of a pair. */
static const char *
gather(struct slot_search *s, int64_t *from)
{
	const char *why = NULL;

	for (size_t i = 0; i < s->match->members.n; i++) {
		struct participant *p =
			facts_participant(s->facts, s->match->members.at[i]);
		const char *absent = missing(p);

		if (absent) {
			why = absent;
			continue;
		}
		*from = MAX(*from, p->away_until);
		*LIST_ADD(s->facts->pool, &s->people) = p;
	}
	return s->people.n < 2 ? why ? why : "a participant is missing" : NULL;
}

/* Why no session is planned for the match at all; NULL when one may be. */
static const char *
no_session(const struct program *program, const struct facts *facts,
	const struct match *match, const struct session *last, int count)
{
	if (program->sessions.find == FIND_NONE)
		return "participants find their own times";
	if (match->state != MATCH_ACTIVE)
		return "the match is not active";
	if (match->round && round_in_event(program))
		return "the event has its own times";
	if (last && session_to_come(last, facts->now))
		return "there is a session to come";
	if (program->sessions.count && count >= program->sessions.count)
		return "all sessions took place";
	if (ending_over(program, facts))
		return "the program is over";
	return NULL;
}

static const char *
uid_of(struct pool *pool, const struct program *program,
	const struct session *session)
{
	const char *domain = strrchr(program->address, '@');
	char hex[65];
	const char *uid = pool_printf(pool,
		"s%" G_GINT64_FORMAT ".m%" G_GINT64_FORMAT "%s", session->id,
		session->match, domain ? domain : "@localhost");

	if (strlen(uid) <= UID_MAX)
		return uid;
	sha256_hex(uid, strlen(uid), hex);
	return pool_strndup(pool, hex, 40);
}

static void
add_attendee(struct facts *facts, struct session *session, int64_t participant)
{
	*LIST_ADD(facts->pool, &session->attendees) =
		(struct attendee){ .participant = participant,
			.partstat = PARTSTAT_NEEDS_ACTION,
			.reply_sequence = -1 };
}

static struct session *
create(const struct slot_search *s, int number, int64_t starts_at)
{
	struct facts *facts = s->facts;
	struct session *session = facts_new_session(facts);

	session->match = s->match->id;
	session->number = number;
	session->starts_at = starts_at;
	session->minutes = s->minutes;
	session->uid = uid_of(facts->pool, s->program, session);
	session->created_at = facts->now;
	session->place = s->program->sessions.place;
	for (size_t i = 0; i < s->people.n; i++)
		add_attendee(facts, session, s->people.at[i]->id);
	struct outcome *outcome = facts_new_outcome(
		facts, OUTCOME_SESSION_PLANNED, "number %d", number);
	outcome->match = s->match->id;
	outcome->session = session->id;
	return session;
}

static struct session *
create_and_invite(const struct slot_search *s, int number, int64_t starts_at)
{
	struct facts *facts = s->facts;
	struct session *session = create(s, number, starts_at);

	session_invite(facts, session);
	timeline_session(s->program, facts, session, facts->now);
	facts_new_due(facts, DUE_PLAN, session_end(session), SUBJECT_MATCH,
		s->match->id, "plan/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
		s->match->id, session->id);
	return session;
}

struct session *
session_of_event(const struct program *program, struct facts *facts,
	const struct match *match)
{
	struct slot_search s = { .program = program,
		.facts = facts,
		.match = match,
		.minutes = (int)(program->matching.every / MINUTE) };
	int64_t from = 0;

	if (gather(&s, &from))
		return NULL;
	struct session *session =
		create(&s, 1, round_begins(program, match->round));
	timeline_session(program, facts, session, facts->now);
	return session;
}

/* No time in common: a person must help, and we look again in a week. */
static void
no_time(const struct slot_search *s, int number)
{
	struct facts *facts = s->facts;
	int64_t id = s->match->id, again = facts->now + WEEK;
	struct alert alert = {
		.match = id,
		.why = "no time was found when everybody of the match is free"
	};

	tell_alert(s->program, facts, &alert, "no-time/%" G_GINT64_FORMAT "/%d",
		id, number);
	if (again < s->latest)
		facts_new_due(facts, DUE_PLAN, again, SUBJECT_MATCH, id,
			"plan/%" G_GINT64_FORMAT "/again/%" G_GINT64_FORMAT, id,
			again / DAY);
}

static int64_t
latest_end(const struct program *program, const struct match *match)
{
	return match->round ? round_ends(program, match->round)
			    : program_end_time(program);
}

struct session *
session_plan(const struct program *program, struct facts *facts,
	struct match *match, const char **why)
{
	struct slot_search s = { .program = program,
		.facts = facts,
		.match = match,
		.minutes = program->sessions.minutes,
		.latest = latest_end(program, match) };
	int count;
	int64_t from = facts->now;
	const struct session *last = last_of(facts, match, &count);

	*why = no_session(program, facts, match, last, count);
	if (!*why)
		*why = gather(&s, &from);
	if (!*why && last && program->sessions.every <= 0)
		*why = "only one session is foreseen";
	if (*why)
		return NULL;
	int64_t at = slot_find(&s, last, from);
	if (at)
		return create_and_invite(&s, count + 1, at);
	*why = "there is no time left when everybody is free";
	if (!slot_is_beyond(&s, last) && from + s.minutes * MINUTE < s.latest)
		no_time(&s, count + 1);
	return NULL;
}

void
session_due(const struct program *program, struct facts *facts, struct due *due)
{
	struct match *match = facts_match(facts, due->subject);
	const char *why;

	if (!match || match->state != MATCH_ACTIVE)
		due_moot(due, "the match is not active");
	else if (session_plan(program, facts, match, &why))
		due_done(due);
	else
		due_moot(due, why);
}

/* ---- telling the calendars ------------------------------------------------ */

static struct mail_request *
object_mail(struct facts *facts, const struct session *session,
	enum moment moment, int64_t participant)
{
	bool cancel = moment == MOMENT_CANCELLATION;
	const struct match *match = facts_match(facts, session->match);
	struct mail_request *mail = tell(facts, moment, participant,
		"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		cancel ? "cancel" : "invite", session->id, session->sequence,
		participant);

	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = cancel ? session_end(session) : session->starts_at;
	/* not before they are introduced */
	if (match && !cancel && match->published_at > facts->now)
		mail->at = match->published_at;
	return mail;
}

static bool
still_invited(const struct facts *facts, const struct attendee *attendee)
{
	const struct participant *p =
		facts_participant(facts, attendee->participant);

	return p && p->state != PARTICIPANT_LEFT;
}

static void
invite(struct facts *facts, struct session *session,
	const struct fields *fields)
{
	session_stamp(facts, session);
	for (size_t i = 0; i < session->attendees.n; i++)
		if (still_invited(facts, &session->attendees.at[i]))
			object_mail(facts, session, MOMENT_INVITATION,
				session->attendees.at[i].participant)
				->fields = fields;
}

void
session_invite(struct facts *facts, struct session *session)
{
	invite(facts, session, NULL);
}

/* No calendar ever heard of a session of an event. */
static bool
was_invited(const struct session *session)
{
	return session->dtstamp > 0;
}

/* Who left before this turn got theirs then. */
static bool
knows_already(const struct facts *facts, const struct attendee *attendee)
{
	const struct participant *p =
		facts_participant(facts, attendee->participant);

	return p && p->state == PARTICIPANT_LEFT && p->left_at < facts->now;
}

/* A cancelled object is worth sending until the hour has passed. */
void
session_cancel(struct facts *facts, struct session *session, const char *why)
{
	if (!session_to_come(session, facts->now))
		return;
	bool invited = was_invited(session);

	session->state = SESSION_CANCELLED;
	session->sequence++;
	session_stamp(facts, session);
	tell_cancel(facts, SUBJECT_SESSION, session->id);
	for (size_t i = 0; invited && i < session->attendees.n; i++)
		if (!knows_already(facts, &session->attendees.at[i]))
			object_mail(facts, session, MOMENT_CANCELLATION,
				session->attendees.at[i].participant);
	struct outcome *outcome =
		facts_new_outcome(facts, OUTCOME_SESSION_CANCELLED, "%s", why);

	outcome->match = session->match;
	outcome->session = session->id;
}

void
session_cancel_all(struct facts *facts, const struct match *match,
	int64_t until, const char *why)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *session = facts->sessions.at[i];

		if (session->match == match->id &&
			(!until || session->starts_at < until))
			session_cancel(facts, session, why);
	}
}

static void
remove_attendee(struct session *session, int64_t participant)
{
	size_t n = 0;

	for (size_t i = 0; i < session->attendees.n; i++)
		if (session->attendees.at[i].participant != participant)
			session->attendees.at[n++] = session->attendees.at[i];
	session->attendees.n = n;
}

/* The newer object for all who are in it; the time stays. */
static void
invite_anew(struct facts *facts, struct session *session)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_truth(facts->pool, fields, "updated", false);
	session->sequence++;
	tell_cancel(facts, SUBJECT_SESSION, session->id);
	invite(facts, session, fields);
}

/* RFC 5546 3.2.2.4 and 3.2.5, and our one counter per UID: a CANCEL that
 * names only the one who goes to them, the object without them to the rest,
 * both with the next SEQUENCE. */
void
session_drop_attendee(
	struct facts *facts, struct session *session, int64_t participant)
{
	if (!session_attendee(session, participant) ||
		!session_to_come(session, facts->now))
		return;
	remove_attendee(session, participant);
	fact_touch(session);
	if (!was_invited(session))
		return;
	invite_anew(facts, session);
	object_mail(facts, session, MOMENT_CANCELLATION, participant);
}

/* RFC 5546 3.2.2.3: who comes in gets the object like everybody else. */
void
session_add_attendee(
	struct facts *facts, struct session *session, int64_t participant)
{
	if (session_attendee(session, participant) ||
		!session_to_come(session, facts->now))
		return;
	add_attendee(facts, session, participant);
	fact_touch(session);
	if (was_invited(session))
		invite_anew(facts, session);
}
