/* Sessions: when the next one is, its invitation, and withdrawing it.
 *
 * The first session is the earliest that suits, but each match looks at a
 * different place of the week, so that not everybody meets at the same hour;
 * the later ones stay near the hour of the one before. The same facts choose
 * the same time. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "base/token.h"
#include "match/solve.h"

#define WEEK        (7 * DAY)
#define NOTICE      DAY           /* nobody is invited to something sooner */
#define GRID        (30 * MINUTE) /* sessions begin at :00 or :30 */
#define UID_MAX     64
#define WEEKS_AHEAD 4

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

/* ---- finding a time ---------------------------------------------------- */

struct search {
	const struct program *program;
	struct facts *facts;
	const struct match *match;
	struct participant_list people;
	int minutes;
	int64_t latest; /* the end of the program */
};

static struct free_time_list
free_times(const struct search *s, int64_t from, int64_t till)
{
	return match_free_times(
		s->facts->pool, s->program, &s->people, from, till, s->minutes);
}

/* Every start on the grid within the windows, in order. */
LIST_OF(start_list, int64_t);
static struct start_list
starts_in(const struct search *s, int64_t from, int64_t till)
{
	struct start_list starts = { 0 };
	struct free_time_list free = free_times(s, from, till);

	for (size_t i = 0; i < free.n; i++) {
		int64_t first = MAX(free.at[i].from, from);
		int64_t at = (first + GRID - 1) / GRID * GRID;
		int64_t end = MIN(free.at[i].till, s->latest);

		for (; at + s->minutes * MINUTE <= end; at += GRID)
			*LIST_ADD(s->facts->pool, &starts) = at;
	}
	return starts;
}

/* The first week that has a time at all; within it a place that depends on
 * the match alone (Knuth's multiplicative hash). 0: none in four weeks. */
static int64_t
spread(const struct search *s, int64_t from)
{
	for (int week = 0; week < WEEKS_AHEAD; week++, from += WEEK) {
		struct start_list starts = starts_in(s, from, from + WEEK);
		uint32_t mixed = (uint32_t)s->match->id * 2654435761u;

		if (starts.n)
			return starts.at[(mixed >> 8) % starts.n];
	}
	return 0;
}

/* The free start nearest to the target, the earlier of two; 0: none. */
static int64_t
nearest(const struct search *s, int64_t from, int64_t target)
{
	struct start_list starts =
		starts_in(s, MAX(from, target - WEEK / 2), target + 2 * WEEK);
	int64_t best = 0;

	for (size_t i = 0; i < starts.n; i++)
		if (!best || ABS(starts.at[i] - target) < ABS(best - target))
			best = starts.at[i];
	return best;
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

/* Everybody of the match, or why it cannot meet now. */
static const char *
gather(struct search *s, int64_t *from)
{
	for (size_t i = 0; i < s->match->members.n; i++) {
		struct participant *p =
			facts_participant(s->facts, s->match->members.at[i]);

		if (!p || p->state == PARTICIPANT_LEFT)
			return "a participant is missing";
		if (p->state == PARTICIPANT_PAUSED)
			return "a participant is pausing";
		if (p->state == PARTICIPANT_SUSPENDED)
			return "mail to a participant comes back";
		*from = MAX(*from, p->away_until);
		*LIST_ADD(s->facts->pool, &s->people) = p;
	}
	return NULL;
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

/* In the hour of the first member: it is as good as anybody's. */
static int64_t
choose(const struct search *s, const struct session *last, int64_t from)
{
	const struct sessions *config = &s->program->sessions;
	int64_t start = program_start_time(s->program);

	if (!last)
		return spread(s,
			MAX(from, MAX(s->facts->now, start) + config->first));
	int64_t target =
		when_after(program_zone_of(s->program, s->people.at[0]),
			last->starts_at, config->every);
	int64_t earliest = MAX(from, s->facts->now + NOTICE);
	return nearest(s, earliest, MAX(target, earliest));
}

static void
add_attendees(
	struct facts *facts, struct session *session, const struct match *match)
{
	for (size_t i = 0; i < match->members.n; i++)
		*LIST_ADD(facts->pool, &session->attendees) =
			(struct attendee){ .participant = match->members.at[i],
				.partstat = PARTSTAT_NEEDS_ACTION,
				.reply_sequence = -1 };
}

static struct session *
create(const struct search *s, int number, int64_t starts_at)
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
	add_attendees(facts, session, s->match);
	struct outcome *outcome = facts_new_outcome(
		facts, OUTCOME_SESSION_PLANNED, "number %d", number);
	outcome->match = s->match->id;
	outcome->session = session->id;
	session_invite(facts, session);
	timeline_session(s->program, facts, session, facts->now);
	facts_new_due(facts, DUE_PLAN, session_end(session), SUBJECT_MATCH,
		s->match->id, "plan/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
		s->match->id, session->id);
	return session;
}

/* No time in common: a person must help, and we look again in a week. */
static void
no_time(const struct search *s, int number)
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

struct session *
session_plan(const struct program *program, struct facts *facts,
	struct match *match, const char **why)
{
	struct search s = { .program = program,
		.facts = facts,
		.match = match,
		.minutes = program->sessions.minutes,
		.latest = program_end_time(program) };
	int count;
	int64_t from = facts->now;
	const struct session *last = last_of(facts, match, &count);

	*why = no_session(program, facts, match, last, count);
	if (!*why)
		*why = gather(&s, &from);
	if (*why)
		return NULL;
	if (last && program->sessions.every <= 0) {
		*why = "only one session is foreseen";
		return NULL;
	}
	int64_t at = choose(&s, last, from);
	if (at)
		return create(&s, count + 1, at);
	*why = "there is no time left when everybody is free";
	if (from + s.minutes * MINUTE < s.latest)
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
	struct mail_request *mail = tell(facts, moment, participant,
		"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		cancel ? "cancel" : "invite", session->id, session->sequence,
		participant);

	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = cancel ? session_end(session) : session->starts_at;
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
	session->state = SESSION_CANCELLED;
	session->sequence++;
	session_stamp(facts, session);
	tell_cancel(facts, SUBJECT_SESSION, session->id);
	for (size_t i = 0; i < session->attendees.n; i++)
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

/* RFC 5546 3.2.2.4 and 3.2.5, and our one counter per UID: a CANCEL that
 * names only the one who goes to them, the object without them to the rest,
 * both with the next SEQUENCE. */
void
session_drop_attendee(
	struct facts *facts, struct session *session, int64_t participant)
{
	struct fields *fields = fields_new(facts->pool, NULL);

	if (!session_attendee(session, participant) ||
		!session_to_come(session, facts->now))
		return;
	fields_truth(facts->pool, fields, "updated", false); /* same time */
	remove_attendee(session, participant);
	session->sequence++;
	tell_cancel(facts, SUBJECT_SESSION, session->id);
	invite(facts, session, fields);
	object_mail(facts, session, MOMENT_CANCELLATION, participant);
}
