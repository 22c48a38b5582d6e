/* When the people of a match meet, and what is asked about it: sessions, times
 * that were proposed, polls; and what is known of somebody's own calendar. */
#include <inttypes.h>

#include "cmd/people.h"
#include "cmd/show.h"

static const char *
session_number(const struct show *show, int64_t id)
{
	const struct session *session = facts_session(show->facts, id);

	return session
		? pool_printf(show->pool, "session %" PRId64, session->number)
		: "the next session";
}

static void
print_proposals(const struct show *show, const struct session *session)
{
	for (size_t i = 0; i < show->facts->proposals.n; i++) {
		const struct proposal *p = show->facts->proposals.at[i];

		if (p->session == session->id)
			show_line(show, "proposed",
				"%s for session %" PRId64 ", by %s%s: %s",
				show_when(show, p->starts_at), session->number,
				p->participant
					? people_name(show->pool, show->facts,
						  p->participant)
					: "a coordinator",
				p->calendar ? " (calendar)" : "",
				proposal_state_name(p->state));
	}
}

static const char *
kind_of(const struct show *show, const struct session *session)
{
	if (session->organizer)
		return pool_printf(show->pool, ", organized by %s",
			people_name(
				show->pool, show->facts, session->organizer));
	return session->series ? ", repeats" : "";
}

static void
print_session(const struct show *show, const struct session *session)
{
	const struct attendee_list *all = &session->attendees;
	char *rsvp = pool_strdup(show->pool, "");

	for (size_t i = 0; i < all->n; i++)
		rsvp = pool_printf(show->pool, "%s, %s %s", rsvp,
			people_name(show->pool, show->facts,
				all->at[i].participant),
			partstat_name(all->at[i].partstat));
	show_line(show, "session", "%" PRId64 ", %s, %d min: %s%s%s",
		session->number, show_when(show, session->starts_at),
		session->minutes, session_state_name(session->state),
		kind_of(show, session), rsvp);
}

static void
print_poll(const struct show *show, const struct poll *poll)
{
	char *times = pool_strdup(show->pool, "");

	for (size_t i = 0; i < poll->slots.n; i++)
		times = pool_printf(show->pool, "%s%s%s", times, i ? ", " : "",
			show_when(show, poll->slots.at[i]));
	show_line(show, "poll", "for %s, since %s: %s (%s)",
		session_number(show, poll->session),
		show_when(show, poll->opened_at), poll_state_name(poll->state),
		times);
}

void
show_sessions(const struct show *show, const struct match *match)
{
	for (size_t i = 0; i < show->facts->sessions.n; i++) {
		const struct session *session = show->facts->sessions.at[i];

		if (session->match != match->id)
			continue;
		print_session(show, session);
		print_proposals(show, session);
	}
	for (size_t i = 0; i < show->facts->polls.n; i++)
		if (show->facts->polls.at[i]->match == match->id)
			print_poll(show, show->facts->polls.at[i]);
}

/* Not where it is, and not when they are busy: only that it is known. */
void
show_calendar(const struct show *show, const struct participant *who)
{
	if (!who->freebusy)
		return;
	if (who->busy_at)
		show_line(show, "calendar", "published, last read %s",
			show_when(show, who->busy_at));
	else
		show_line(show, "calendar", "published, not read so far");
}
