/* A coordinator moves a session by command. Whatever speaks against it is said
 * before anything changes. */
#include "decide/concern.h"

#include <glib.h>
#include <inttypes.h>

static const char *
name_of(const struct facts *facts, int64_t participant)
{
	const struct participant *p = facts_participant(facts, participant);

	return p && p->name ? p->name : "somebody who is not loaded";
}

/* Is it one that can be moved at all? */
static bool
can_move(const struct facts *facts, const struct session *session,
	struct err *err)
{
	const struct match *match = facts_match(facts, session->match);

	if (session->organizer)
		return err_set(err, ERR_NEVER,
			"session %" PRId64 " stands in the calendar of %s, and "
			"only they can move it: write to them",
			session->id, name_of(facts, session->organizer));
	if (session->state != SESSION_PLANNED)
		return err_set(err, ERR_NEVER,
			"session %" PRId64 " is %s and cannot be moved",
			session->id, session_state_name(session->state));
	if (!match || match->state != MATCH_ACTIVE)
		return err_set(err, ERR_NEVER,
			"the match of session %" PRId64 " is over",
			session->id);
	if (!session_to_come(session, facts->now))
		return err_set(err, ERR_NEVER,
			"session %" PRId64 " has begun: only one to come can "
			"be moved",
			session->id);
	return true;
}

/* Somebody's other meeting at that time; NULL: none. */
static const struct session *
clash(const struct facts *facts, const struct session *session, int64_t from,
	int64_t till, int64_t *who)
{
	for (size_t i = 0; i < facts->sessions.n; i++) {
		struct session *other = facts->sessions.at[i];

		if (other == session || other->state != SESSION_PLANNED ||
			from >= session_end(other) || till <= other->starts_at)
			continue;
		for (size_t a = 0; a < session->attendees.n; a++) {
			*who = session->attendees.at[a].participant;
			const struct attendee *there =
				session_attendee(other, *who);

			if (there && there->partstat != PARTSTAT_DECLINED)
				return other;
		}
	}
	return NULL;
}

static bool
fits_there(const struct program *program, const struct facts *facts,
	const struct session *session, int64_t from, struct err *err)
{
	int64_t till = from + session->minutes * MINUTE, who;

	if (from == session->starts_at)
		return err_set(err, ERR_NEVER,
			"session %" PRId64 " is at that time already",
			session->id);
	if (from <= facts->now)
		return err_set(
			err, ERR_NEVER, "that time is past: name one to come");
	if (till > program_end_time(program))
		return err_set(err, ERR_NEVER,
			"the program is over by then: name an earlier time");
	const struct session *other = clash(facts, session, from, till, &who);
	if (other)
		return err_set(err, ERR_NEVER,
			"%s is in session %" PRId64 " then: name another time, "
			"or move that one first",
			name_of(facts, who), other->id);
	return true;
}

bool
decide_reschedule(const struct program *program, struct facts *facts,
	int64_t id, int64_t starts_at, struct err *err)
{
	struct session *session = facts_session(facts, id);

	if (!session)
		return err_set(err, ERR_NEVER,
			"there is no session %" PRId64 ": `mentord sessions` "
			"lists them with their numbers",
			id);
	if (!can_move(facts, session, err) ||
		!fits_there(program, facts, session, starts_at, err))
		return false;
	session_move(program, facts, session, starts_at, session->minutes, 0);
	return true;
}
