/* Calendar answers (RFC 5546): REPLY sets the attendee's state, COUNTER is
 * put to the others, REFRESH gets the current invitation. A line counts
 * only for the participant who sent it and only for a session of ours, a no
 * from an unknown address only once they said that it is theirs, and
 * older answers never overwrite newer ones. */
#include "decide/rsvp.h"
#include "decide/finding.h"
#include "decide/series.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

bool
rsvp_is_address_of(const struct participant *p, const char *address)
{
	if (!address)
		return false;
	for (size_t i = 0; i < p->aliases.n; i++)
		if (!g_ascii_strcasecmp(p->aliases.at[i], address))
			return true;
	return !g_ascii_strcasecmp(p->email, address);
}

static bool
is_another_attendee(const struct rsvp *line)
{
	const struct facts *facts = line->in->facts;

	for (size_t i = 0; i < line->session->attendees.n; i++) {
		const struct participant *p = facts_participant(
			facts, line->session->attendees.at[i].participant);

		if (p && p != line->in->who &&
			rsvp_is_address_of(p, line->event->attendee))
			return true;
	}
	return false;
}

/* Calendars answer under aliases and through delegates; one lone line in a
 * mail that is theirs by token and address is theirs as well. */
static bool
is_their_line(const struct rsvp *line)
{
	const struct inquiry *in = line->in;

	if (is_another_attendee(line))
		return false;
	if (rsvp_is_address_of(in->who, line->event->attendee) ||
		rsvp_is_address_of(in->who, line->event->sent_by) ||
		rsvp_is_address_of(in->who, line->event->email))
		return in->trusted || in->about->token;
	return in->about->token && in->about->address &&
		in->letter->calendar.n == 1;
}

/* A whole day, or a whole series, or nothing that can be read: a person sees to
 * it, and hears of it once a day. */
static struct letter_effect
counter_for_person(const struct rsvp *line, const char *why)
{
	struct alert alert = { .participant = line->in->who->id,
		.match = line->session->match,
		.session = line->session->id,
		.why = why,
		.letter = line->in->about->letter };

	tell_alert(line->in->program, line->in->facts, &alert,
		"proposal/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		line->session->id, line->in->who->id,
		line->in->facts->now / DAY);
	return letter_ends(DISPOSITION_COORDINATOR, why);
}

/* The hour is a guess: they say whether it is the right one. */
static struct letter_effect
counter_in_unknown_zone(const struct rsvp *line)
{
	struct times times = { .said = TIMES_UNSURE,
		.minutes = line->session->minutes };

	*LIST_ADD(line->in->facts->pool, &times.starts) = line->event->start;
	return proposal_words(line->in, line->session, &times);
}

static struct letter_effect
apply_counter(const struct rsvp *line)
{
	const struct letter_calendar *event = line->event;
	int64_t length = event->end - event->start;
	enum partstat partstat;

	if (rsvp_is_stale(line) && !rsvp_is_outdated(line))
		return letter_ends(DISPOSITION_IGNORED,
			"an older calendar answer than the one we have");
	if (!event->start)
		return counter_for_person(line,
			"proposes another day for a session, but no hour");
	if (line->session->series && !event->recurrence_id)
		return counter_for_person(
			line, "proposes other times for all their sessions");
	if (event->sequence >= line->session->sequence) {
		if (!rsvp_partstat(event->partstat, &partstat))
			partstat = PARTSTAT_TENTATIVE;
		rsvp_remember(line, partstat);
		if (event->floating)
			return counter_in_unknown_zone(line);
	}
	return proposal_made(line->in, line->session, event->start,
		event->end && length < DAY ? (int)(length / MINUTE) : 0, true,
		event->sequence);
}

/* At most once an hour, and to them alone. */
static struct letter_effect
apply_refresh(const struct rsvp *line)
{
	rsvp_send_again(line,
		"refresh/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		line->session->id, line->in->who->id,
		line->in->facts->now / HOUR);
	return letter_ends(
		DISPOSITION_RSVP, "asked for the current invitation");
}

/* A guest takes the meeting out of their own calendar: that is a no, and
 * nothing else (RFC 5546 3.2.5: it is the organizer who cancels). */
static bool
is_cancel(const struct letter_calendar *event)
{
	return !g_strcmp0(event->method, "CANCEL");
}

static struct letter_effect
apply_cancel(const struct rsvp *line)
{
	struct letter_calendar no = *line->event;
	struct rsvp declined = *line;

	no.partstat = "DECLINED";
	declined.event = &no;
	return rsvp_apply(&declined);
}

/* Who holds a forwarded invitation answers under its token, and some clients in
 * the name that stands in it. A yes from an address that we do not know is
 * taken as theirs when it names them: calendars answer from aliases and through
 * SENT-BY, and the partner loses nothing. A no would take the meeting away, and
 * another time, once the partner agrees to it, would move it to an hour of which
 * the participant knows nothing: so they are asked first whether it was them;
 * the same with what names an address as unknown as its sender's. */
static bool
must_ask(const struct rsvp *line)
{
	const struct inquiry *in = line->in;
	enum partstat partstat;

	if (in->about->address || !in->about->token ||
		is_another_attendee(line))
		return false;
	if (!is_their_line(line))
		return in->letter->calendar.n == 1;
	return is_cancel(line->event) ||
		!g_strcmp0(line->event->method, "COUNTER") ||
		(rsvp_partstat(line->event->partstat, &partstat) &&
			partstat == PARTSTAT_DECLINED);
}

static struct letter_effect
apply(const struct rsvp *line)
{
	const char *method = line->event->method;

	if (!g_strcmp0(method, "REPLY"))
		return rsvp_apply(line);
	if (!g_strcmp0(method, "COUNTER"))
		return apply_counter(line);
	if (!g_strcmp0(method, "REFRESH"))
		return apply_refresh(line);
	if (is_cancel(line->event))
		return apply_cancel(line);
	return letter_ends(
		DISPOSITION_IGNORED, "a calendar object that answers nothing");
}

/* The match of the first session of ours in it; 0: none. */
static int64_t
match_meant(const struct inquiry *in)
{
	for (size_t i = 0; i < in->letter->calendar.n; i++) {
		const struct session *session = session_of_uid(
			in->facts, in->letter->calendar.at[i].uid);

		if (session)
			return session->match;
	}
	return 0;
}

static struct letter_effect
read_session(const struct inquiry *in, const struct letter_calendar *event,
	struct session *session)
{
	struct rsvp line = { .in = in,
		.event = event,
		.session = session,
		.attendee = session_attendee(session, in->who->id) };

	if (line.attendee && must_ask(&line))
		return address_letter(in);
	if (!line.attendee || !is_their_line(&line))
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar answer in somebody else's name");
	return apply(&line);
}

/* What the line comes to in each of the sessions that it is about. */
static struct letter_effect
read_each(const struct inquiry *in, const struct letter_calendar *event,
	const struct session_list *about)
{
	struct letter_effect best = { .disposition = DISPOSITION_IGNORED };

	for (size_t i = 0; i < about->n; i++) {
		struct letter_effect effect =
			read_session(in, event, about->at[i]);

		if (!i || best.disposition == DISPOSITION_IGNORED)
			best = effect;
		/* one question, one copy of the object are enough */
		if (effect.disposition == DISPOSITION_COORDINATOR ||
			!g_strcmp0(event->method, "REFRESH"))
			break;
	}
	return best;
}

static enum partstat *
answers_of(const struct inquiry *in, const struct session_list *about)
{
	enum partstat *partstat = pool_alloc(
		in->facts->pool, MAX(about->n, 1) * sizeof *partstat);

	for (size_t i = 0; i < about->n; i++) {
		const struct attendee *a =
			session_attendee(about->at[i], in->who->id);

		partstat[i] = a ? a->partstat : PARTSTAT_NEEDS_ACTION;
	}
	return partstat;
}

/* Exchange leaves the organizer out, and what it is when it is no address says
 * nothing; but who answers somebody else does not answer us. */
static bool
is_to_another(const struct inquiry *in, const struct letter_calendar *event)
{
	return event->organizer &&
		!program_is_own_address(in->program, event->organizer);
}

static struct letter_effect
read_line(const struct inquiry *in, const struct letter_calendar *event)
{
	const char *why;
	struct session_list about = sessions_meant(in, event, &why);
	const enum partstat *before = answers_of(in, &about);

	if (!about.n)
		return letter_ends(DISPOSITION_IGNORED, why);
	if (is_to_another(in, event))
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar answer to another organizer");
	struct letter_effect effect = read_each(in, event, &about);
	/* who proposes another time is heard of by that */
	if (g_strcmp0(event->method, "COUNTER"))
		declined_tell(in, &about, before);
	return effect;
}

/* The best that any line came to: one that had an effect, else the first. */
static struct letter_effect
read_lines(const struct inquiry *in)
{
	struct letter_effect first = letter_ends(
		DISPOSITION_IGNORED, "a calendar part without an event");

	for (size_t i = 0; i < in->letter->calendar.n; i++) {
		struct letter_effect effect =
			read_line(in, &in->letter->calendar.at[i]);

		if (!i || first.disposition == DISPOSITION_IGNORED)
			first = effect;
	}
	return first;
}

/* An invitation to a meeting that is not ours, or its end. */
static bool
is_of_theirs(const struct inquiry *in)
{
	for (size_t i = 0; i < in->letter->calendar.n; i++) {
		const struct letter_calendar *event =
			&in->letter->calendar.at[i];

		if ((is_cancel(event) ||
			    !g_strcmp0(event->method, "REQUEST")) &&
			!session_of_uid(in->facts, event->uid))
			return true;
	}
	return false;
}

struct letter_effect
rsvp_letter(const struct inquiry *in)
{
	if (!in->who)
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar object from a coordinator");
	if (in->who->state == PARTICIPANT_LEFT)
		return letter_ends(DISPOSITION_IGNORED,
			"from somebody who left the program");
	if (is_of_theirs(in))
		return theirs_letter(in);
	struct letter_effect effect = read_lines(in);
	/* an invitation may have been forwarded: that is no sign of theirs */
	if (effect.disposition != DISPOSITION_IGNORED && in->trusted)
		silence_heard(in->program, in->facts, in->who, match_meant(in));
	return effect;
}

/* The invitation asks for "yes", "no" or another time, and time presses: a
 * person sees the words today, not in the next digest. */
static struct letter_effect
own_words(const struct rsvp *line)
{
	const struct inquiry *in = line->in;
	struct alert alert = { .participant = in->who->id,
		.match = line->session->match,
		.session = line->session->id,
		.why = "answers an invitation in their own words",
		.subject = in->letter->head.subject,
		.words = in->letter->text,
		.letter = in->about->letter };

	tell_alert(in->program, in->facts, &alert,
		"words/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		line->session->id, in->who->id, in->facts->now / DAY);
	return letter_ends(DISPOSITION_COORDINATOR,
		"answers an invitation in their own words");
}

/* The mail that asked for all of a series is answered for all of it. */
static struct session_list
plain_about(const struct inquiry *in, struct session *session)
{
	struct session_list about = { 0 };
	bool all = session->series && in->about->moment == MOMENT_INVITATION &&
		!session_is_apart(in->facts, session);

	for (size_t i = 0; i < in->facts->sessions.n; i++) {
		struct session *s = in->facts->sessions.at[i];

		if (s == session ||
			(all && s->series == session->series &&
				session_to_come(s, in->facts->now) &&
				!session_is_apart(in->facts, s)))
			*LIST_ADD(in->facts->pool, &about) = s;
	}
	return about;
}

/* Like a calendar's answer to the newest version. */
static struct letter_effect
plain_answer(const struct inquiry *in, struct session *session)
{
	bool yes = in->letter->command == COMMAND_YES;
	struct letter_calendar event = { .partstat = yes ? "ACCEPTED"
							 : "DECLINED" };
	struct session_list about = plain_about(in, session);
	const enum partstat *before = answers_of(in, &about);
	struct letter_effect effect = { .disposition = DISPOSITION_IGNORED };

	for (size_t i = 0; i < about.n; i++) {
		struct rsvp line = { .in = in,
			.event = &event,
			.session = about.at[i],
			.attendee =
				session_attendee(about.at[i], in->who->id) };

		if (!line.attendee)
			continue;
		event.sequence = MAX(
			line.session->sequence, line.attendee->reply_sequence);
		effect = rsvp_apply(&line);
	}
	declined_tell(in, &about, before);
	return effect;
}

/* What the mail was about; of a series that goes on the next one. */
static struct session *
plain_session(const struct inquiry *in)
{
	struct session *session = facts_session(in->facts, in->about->session);
	const struct series *series =
		session ? facts_series(in->facts, session->series) : NULL;
	struct session *next = series && !session->organizer &&
			in->about->moment == MOMENT_INVITATION &&
			!session_to_come(session, in->facts->now)
		? series_next(in->facts, series)
		: NULL;

	return next ? next : session;
}

/* Not everybody's mail program has a button. */
struct letter_effect
rsvp_plain(const struct inquiry *in)
{
	enum command command = in->letter->command;
	struct rsvp line = { .in = in, .session = plain_session(in) };

	if (line.session)
		line.attendee = session_attendee(line.session, in->who->id);
	if (!line.attendee || !session_to_come(line.session, in->facts->now))
		return letter_ends(DISPOSITION_COORDINATOR,
			"it replies to an invitation that is over");
	struct times times = times_of(in, line.session);
	/* "yes, Thursday at 5": is it a yes, or another time? */
	if (times.said != TIMES_NONE && command == COMMAND_YES)
		times.said = TIMES_UNSURE;
	if (times.said != TIMES_NONE)
		return proposal_words(in, line.session, &times);
	if ((command != COMMAND_YES && command != COMMAND_NO) ||
		in->letter->confidence == CONFIDENCE_UNSURE)
		return own_words(&line);
	return plain_answer(in, line.session);
}
