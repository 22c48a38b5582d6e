/* A no is heard by whoever would sit there alone.
 *
 * No calendar shows a guest what another one answered, so the partner of a pair,
 * or the last one of a group, gets a short mail: not why, only that, and what
 * they can do. They hear it, too, when the other one can come again. When nobody
 * is left they are asked for another time, or the meeting is left out. */
#include "decide/rsvp.h"

#include <glib.h>

/* The only one besides them who has not said no; 0: several, or nobody. */
static int64_t
left_alone(const struct inquiry *in, const struct session *session, int *others)
{
	int64_t last = 0;

	*others = 0;
	for (size_t i = 0; i < session->attendees.n; i++) {
		const struct attendee *a = &session->attendees.at[i];

		if (a->participant == in->who->id ||
			a->partstat == PARTSTAT_DECLINED)
			continue;
		++*others;
		last = a->participant;
	}
	return *others == 1 ? last : 0;
}

static void
write_to(const struct inquiry *in, const struct session *session,
	int64_t reader, bool back, bool all)
{
	struct facts *facts = in->facts;
	struct fields *fields = fields_new(facts->pool, NULL);

	fields_text(facts->pool, fields, "who", in->who->name);
	fields_truth(facts->pool, fields, "back", back);
	fields_truth(facts->pool, fields, "series", all);
	struct mail_request *mail = tell(facts, MOMENT_DECLINED, reader,
		"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
		"/%" G_GINT64_FORMAT,
		back ? "back" : "declined", session->id, session->sequence,
		in->who->id, facts->now / DAY);
	mail->match = session->match;
	mail->session = session->id;
	mail->expires_at = session->starts_at;
	mail->fields = fields;
}

/* All have said no to this one: then it is another time that they need. */
static void
nobody_comes(const struct inquiry *in, struct session *session, bool all)
{
	struct match *match = facts_match(in->facts, session->match);
	struct alert alert = { .match = session->match,
		.session = session->id,
		.why = "nobody of the match can come to any of its meetings" };
	const char *why;

	if (all)
		tell_alert(in->program, in->facts, &alert,
			"nobody/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			session->id, session->sequence);
	else if (!match || !in->program->sessions.proposals ||
		!poll_open(in->program, in->facts, match, session, &why))
		session_skip(
			in->program, in->facts, session, "nobody can come");
}

/* The first of these whose answer turned from or into a no; NULL. */
static struct session *
first_turned(const struct inquiry *in, const struct session_list *about,
	const enum partstat *before, bool *back)
{
	struct session *first = NULL;

	for (size_t i = 0; i < about->n; i++) {
		struct session *s = about->at[i];
		const struct attendee *a = session_attendee(s, in->who->id);
		bool no = a && a->partstat == PARTSTAT_DECLINED;

		if (!a || no == (before[i] == PARTSTAT_DECLINED) ||
			!session_to_come(s, in->facts->now) ||
			(first && first->starts_at <= s->starts_at))
			continue;
		*back = !no;
		first = s;
	}
	return first;
}

void
declined_tell(const struct inquiry *in, const struct session_list *about,
	const enum partstat *before)
{
	bool back = false;
	int others;
	struct session *session = first_turned(in, about, before, &back);

	if (!session || session->organizer)
		return;
	int64_t reader = left_alone(in, session, &others);
	if (reader)
		write_to(in, session, reader, back, about->n > 1);
	else if (!others && !back)
		nobody_comes(in, session, about->n > 1);
}
