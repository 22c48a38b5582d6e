/* People who propose other times for a session, and who are asked. */
#ifndef TESTS_DECIDE_PROPOSE_H
#define TESTS_DECIDE_PROPOSE_H

#include "decide_world.h"

#include "decide/concern.h"

#define NEW_TIME(s) ((s)->starts_at + DAY)

/* ---- letters ---------------------------------------------------------------- */

UNUSED static struct letter_effect
counter_as(struct world *w, int64_t who, const struct session *s, int64_t start,
	int64_t sequence)
{
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = "COUNTER",
			.uid = s->uid,
			.attendee = person(w, who)->email,
			.partstat = "TENTATIVE",
			.sequence = sequence,
			.dtstamp = w->facts->now,
			.start = start,
			.end = start ? start + s->minutes * MINUTE : 0 };
	return receive(w, &post);
}

UNUSED static struct letter_effect
counter(struct world *w, int64_t who, const struct session *s, int64_t start)
{
	return counter_as(w, who, s, start, s->sequence);
}

UNUSED static void
name_time(struct world *w, struct post *post, int64_t start,
	enum confidence confidence)
{
	*LIST_ADD(w->pool, &post->letter.times) =
		(struct letter_time){ .from = start, .confidence = confidence };
}

/* A reply to the invitation. */
UNUSED static struct post
to_invitation(struct world *w, int64_t who, const struct session *s)
{
	struct post post = post_from(w, who, NULL);

	post.about.mail = 500;
	post.about.session = s->id;
	post.about.match = s->match;
	return post;
}

UNUSED static struct letter_effect
plain(struct world *w, int64_t who, const struct session *s, int64_t start)
{
	struct post post = to_invitation(w, who, s);

	name_time(w, &post, start, CONFIDENCE_SURE);
	return receive(w, &post);
}

/* yes, no, and perhaps a time (0: none), to the open question. */
UNUSED static struct letter_effect
answer(struct world *w, int64_t who, enum command word, int64_t start)
{
	struct ask *ask = waiting(w, who, FORM_PROPOSAL);

	g_assert_nonnull(ask);
	struct post post = post_from(w, who, ask);
	post.letter.command = word;
	if (start)
		name_time(w, &post, start, CONFIDENCE_SURE);
	return receive(w, &post);
}

/* ---- worlds ------------------------------------------------------------------ */

UNUSED static struct world *
pair(void)
{
	struct world *w = world_new(2);

	start_all(w);
	w->facts->now += HOUR;
	return w;
}

UNUSED static struct session *
first(const struct world *w)
{
	return w->facts->sessions.at[0];
}

UNUSED static struct world *
circle(void)
{
	struct world *w = world_new(4);

	w->program.matching.size = 4;
	enrol_all(w);
	w->facts->now = berlin("2027-01-05 10:00");
	match_them(w, false, IDS(1, 2, 3, 4));
	w->facts->now += HOUR;
	return w;
}

UNUSED static int
open_proposals(const struct world *w)
{
	int n = 0;

	for (size_t i = 0; i < w->facts->proposals.n; i++)
		n += w->facts->proposals.at[i]->state == PROPOSAL_OPEN;
	return n;
}

UNUSED static struct proposal *
newest(const struct world *w)
{
	return w->facts->proposals.at[w->facts->proposals.n - 1];
}

UNUSED static bool
told(struct world *w, int64_t who, const char *why)
{
	const struct field *field =
		field_to(&w->fresh, MOMENT_UNMOVED, who, why);

	return field && field->truth;
}

#endif
