/* Calendar answers (RFC 5546): REPLY sets the attendee's state, COUNTER is
 * put before a person, REFRESH gets the current invitation. A line counts
 * only for the participant who sent it and only for a session of ours, a no
 * from an unknown address only once they said that it is theirs, and
 * older answers never overwrite newer ones. */
#include "decide/finding.h"

#include <glib.h>
#include <string.h>

#include "base/text.h"

#define COMMENT_MAX 2000

/* One line of the letter, found to be theirs and about that session. */
struct line {
	const struct inquiry *in;
	const struct letter_calendar *event;
	struct session *session;
	struct attendee *attendee;
};

static bool
is_theirs(const struct participant *p, const char *address)
{
	if (!address)
		return false;
	for (size_t i = 0; i < p->aliases.n; i++)
		if (!g_ascii_strcasecmp(p->aliases.at[i], address))
			return true;
	return !g_ascii_strcasecmp(p->email, address);
}

static bool
is_another_attendee(const struct line *line)
{
	const struct facts *facts = line->in->facts;

	for (size_t i = 0; i < line->session->attendees.n; i++) {
		const struct participant *p = facts_participant(
			facts, line->session->attendees.at[i].participant);

		if (p && p != line->in->who &&
			is_theirs(p, line->event->attendee))
			return true;
	}
	return false;
}

/* Calendars answer under aliases and through delegates; one lone line in a
 * mail that is theirs by token and address is theirs as well. */
static bool
is_their_line(const struct line *line)
{
	const struct inquiry *in = line->in;

	if (is_another_attendee(line))
		return false;
	if (is_theirs(in->who, line->event->attendee) ||
		is_theirs(in->who, line->event->sent_by))
		return in->trusted || in->about->token;
	return in->about->token && in->about->address &&
		in->letter->calendar.n == 1;
}

static struct session *
find_session(const struct facts *facts, const char *uid)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (uid && !strcmp(facts->sessions.at[i]->uid, uid))
			return facts->sessions.at[i];
	return NULL;
}

/* When it was written: its DTSTAMP, else the mail's date, never later than
 * now. */
static int64_t
stamp_of(const struct line *line)
{
	int64_t now = line->in->facts->now;
	int64_t date = line->in->letter->head.date;

	if (line->event->dtstamp > 0)
		return line->event->dtstamp;
	return date > 0 && date < now ? date : now;
}

static bool
is_stale(const struct line *line)
{
	const struct attendee *a = line->attendee;

	return line->event->sequence < a->reply_sequence ||
		(line->event->sequence == a->reply_sequence &&
			stamp_of(line) < a->reply_dtstamp);
}

static void
remember(const struct line *line, enum partstat partstat)
{
	struct pool *pool = line->in->facts->pool;
	const char *comment = line->event->comment;

	line->attendee->partstat = partstat;
	line->attendee->answered_at = line->in->facts->now;
	line->attendee->reply_sequence = line->event->sequence;
	line->attendee->reply_dtstamp = stamp_of(line);
	if (comment && *comment)
		line->attendee->comment =
			pool_strndup(pool, comment, COMMENT_MAX);
	fact_touch(line->session);
}

static struct outcome *
note(const struct line *line, enum outcome_kind kind, const char *detail)
{
	struct outcome *outcome =
		facts_new_outcome(line->in->facts, kind, "%s", detail);

	outcome->participant = line->in->who->id;
	outcome->session = line->session->id;
	outcome->match = line->session->match;
	outcome->letter = line->in->about->letter;
	return outcome;
}

/* A delegate cannot be mentored in somebody's place: that is a no. */
static bool
read_partstat(const char *text, enum partstat *partstat)
{
	if (text && !g_ascii_strcasecmp(text, "DELEGATED")) {
		*partstat = PARTSTAT_DECLINED;
		return true;
	}
	return text && partstat_parse(text, partstat) &&
		*partstat != PARTSTAT_NEEDS_ACTION;
}

static struct letter_effect
apply_reply(const struct line *line)
{
	enum partstat partstat;

	if (!read_partstat(line->event->partstat, &partstat))
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar answer that says neither yes nor no");
	if (is_stale(line))
		return letter_ends(DISPOSITION_IGNORED,
			"an older calendar answer than the one we have");
	if (line->event->sequence == line->attendee->reply_sequence &&
		stamp_of(line) == line->attendee->reply_dtstamp &&
		partstat == line->attendee->partstat)
		return letter_ends(DISPOSITION_RSVP, "the same answer again");
	remember(line, partstat);
	note(line, OUTCOME_RSVP, partstat_name(partstat));
	return letter_ends(DISPOSITION_RSVP, partstat_name(partstat));
}

/* A whole day, or nothing that can be read: a person sees to it. */
static struct letter_effect
counter_without_time(const struct line *line)
{
	struct alert alert = { .participant = line->in->who->id,
		.match = line->session->match,
		.session = line->session->id,
		.why = "proposes another day for a session, but no hour",
		.letter = line->in->about->letter };

	tell_alert(line->in->program, line->in->facts, &alert,
		"proposal/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
		line->session->id, line->in->about->letter);
	return letter_ends(
		DISPOSITION_COORDINATOR, "proposes another day, but no hour");
}

static struct letter_effect
apply_counter(const struct line *line)
{
	const struct letter_calendar *event = line->event;
	int64_t length = event->end - event->start;
	enum partstat partstat;

	if (is_stale(line))
		return letter_ends(DISPOSITION_IGNORED,
			"an older calendar answer than the one we have");
	if (!event->start)
		return counter_without_time(line);
	if (event->sequence >= line->session->sequence) {
		if (!read_partstat(event->partstat, &partstat))
			partstat = PARTSTAT_TENTATIVE;
		remember(line, partstat);
	}
	return proposal_made(line->in, line->session, event->start,
		event->end && length < DAY ? (int)(length / MINUTE) : 0, true,
		event->sequence);
}

/* At most once an hour, and to them alone. */
static struct letter_effect
apply_refresh(const struct line *line)
{
	struct facts *facts = line->in->facts;

	session_stamp(facts, line->session);
	struct mail_request *mail = tell(facts, MOMENT_INVITATION,
		line->in->who->id,
		"refresh/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		line->session->id, line->in->who->id, facts->now / HOUR);

	mail->match = line->session->match;
	mail->session = line->session->id;
	mail->expires_at = line->session->starts_at;
	mail->reply = true;
	return letter_ends(
		DISPOSITION_RSVP, "asked for the current invitation");
}

/* Who holds a forwarded invitation answers under its token, and some clients in
 * the name that stands in it. A yes from an address that we do not know is
 * taken as theirs when it names them: calendars answer from aliases and through
 * SENT-BY, and the partner loses nothing. A no would take the meeting away, so
 * the participant is asked first whether it was them; the same with what names
 * an address as unknown as its sender's. */
static bool
must_ask(const struct line *line)
{
	const struct inquiry *in = line->in;
	enum partstat partstat;

	if (in->about->address || !in->about->token ||
		is_another_attendee(line))
		return false;
	if (!is_their_line(line))
		return in->letter->calendar.n == 1;
	return read_partstat(line->event->partstat, &partstat) &&
		partstat == PARTSTAT_DECLINED;
}

static struct letter_effect
apply(const struct line *line)
{
	const char *method = line->event->method;

	if (!g_strcmp0(method, "REPLY"))
		return apply_reply(line);
	if (!g_strcmp0(method, "COUNTER"))
		return apply_counter(line);
	if (!g_strcmp0(method, "REFRESH"))
		return apply_refresh(line);
	return letter_ends(
		DISPOSITION_IGNORED, "a calendar object that answers nothing");
}

/* The match of the first session of ours in it; 0: none. */
static int64_t
match_meant(const struct inquiry *in)
{
	for (size_t i = 0; i < in->letter->calendar.n; i++) {
		const struct session *session =
			find_session(in->facts, in->letter->calendar.at[i].uid);

		if (session)
			return session->match;
	}
	return 0;
}

static struct letter_effect
read_line(const struct inquiry *in, const struct letter_calendar *event)
{
	struct line line = { .in = in,
		.event = event,
		.session = find_session(in->facts, event->uid) };

	if (!line.session)
		return letter_ends(
			DISPOSITION_IGNORED, "not about a session of ours");
	line.attendee = session_attendee(line.session, in->who->id);
	if (event->recurrence_id)
		return letter_ends(DISPOSITION_IGNORED,
			"about one of a series; the session is single");
	if (line.attendee && must_ask(&line))
		return address_letter(in);
	if (!line.attendee || !is_their_line(&line))
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar answer in somebody else's name");
	if (line.session->state == SESSION_CANCELLED)
		return letter_ends(
			DISPOSITION_IGNORED, "the session was cancelled");
	return apply(&line);
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

struct letter_effect
rsvp_letter(const struct inquiry *in)
{
	if (!in->who)
		return letter_ends(DISPOSITION_IGNORED,
			"a calendar object from a coordinator");
	if (in->who->state == PARTICIPANT_LEFT)
		return letter_ends(DISPOSITION_IGNORED,
			"from somebody who left the program");
	struct letter_effect effect = read_lines(in);
	/* an invitation may have been forwarded: that is no sign of theirs */
	if (effect.disposition != DISPOSITION_IGNORED && in->trusted)
		silence_heard(in->program, in->facts, in->who, match_meant(in));
	return effect;
}

/* The invitation asks for "yes", "no" or another time, and time presses: a
 * person sees the words today, not in the next digest. */
static struct letter_effect
own_words(const struct line *line)
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

/* Not everybody's mail program has a button. It counts like a calendar's
 * answer to the newest version. */
struct letter_effect
rsvp_plain(const struct inquiry *in)
{
	enum command command = in->letter->command;
	struct line line = { .in = in,
		.session = facts_session(in->facts, in->about->session) };
	struct letter_calendar event = {
		.partstat = command == COMMAND_YES ? "ACCEPTED" : "DECLINED"
	};

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
	event.sequence = line.session->sequence;
	line.event = &event;
	return apply_reply(&line);
}
