/* A world in which meetings are planned as series, and who says what to them. */
#ifndef TESTS_SERIES_WORLD_H
#define TESTS_SERIES_WORLD_H

#include "decide/concern.h"
#include "decide_world.h"

UNUSED static struct session *
session_at(const struct world *w, size_t i)
{
	return w->facts->sessions.at[i];
}

UNUSED static struct series *
series_at(const struct world *w, size_t i)
{
	return w->facts->series.at[i];
}

/* Two people in Berlin, every two weeks, so many times. */
UNUSED static struct world *
series_world(int people, int count)
{
	struct world *w = world_new(people);

	w->program.sessions.series = true;
	w->program.sessions.count = count;
	w->program.silence = (struct silence){ 0 };
	return w;
}

/* Mails of that moment with that object to that person, fresh. */
UNUSED static int
objects(const struct world *w, enum moment moment, int64_t participant,
	enum calendar_object object)
{
	int n = 0;

	for (size_t i = 0; i < w->fresh.n; i++)
		n += w->fresh.at[i].moment == moment &&
			w->fresh.at[i].participant == participant &&
			w->fresh.at[i].object == object;
	return n;
}

/* The first mail of that moment to that person. */
UNUSED static struct mail_request
first_mail(const struct mail_request_list *mails, enum moment moment,
	int64_t participant)
{
	const struct mail_request *mail = mail_to(mails, moment, participant);

	g_assert_nonnull(mail);
	return mail ? *mail : (struct mail_request){ 0 };
}

UNUSED static struct letter_effect
reply(struct world *w, int64_t who, const char *method, const char *instance,
	int64_t sequence, const char *partstat, int64_t session)
{
	struct post post = post_from(w, who, NULL);

	post.letter.kind = LETTER_CALENDAR;
	post.about.session = session;
	*LIST_ADD(w->pool, &post.letter.calendar) =
		(struct letter_calendar){ .method = method,
			.uid = series_at(w, 0)->uid,
			.recurrence_id = instance,
			.attendee = person(w, who)->email,
			.partstat = partstat,
			.sequence = sequence,
			.start = session_at(w, 0)->starts_at + DAY,
			.dtstamp = ++w->facts->now };
	return receive(w, &post);
}

/* "A", "-", "D", "T" of all sessions, in order. */
UNUSED static const char *
answers(const struct world *w, int64_t who)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < w->facts->sessions.n; i++) {
		struct attendee *a = session_attendee(session_at(w, i), who);

		g_string_append_c(out, !a ? '?' : "-ATD"[a->partstat]);
	}
	const char *copy = pool_strdup(w->pool, out->str);
	g_string_free(out, TRUE);
	return copy;
}

UNUSED static const char *
utc_id(struct world *w, int64_t at)
{
	struct civil c = civil_of(zone_find("UTC"), at);

	return pool_printf(w->pool, "%04d%02d%02dT%02d%02d%02dZ", c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

UNUSED static const char *
local_id(struct world *w, int64_t at, bool day)
{
	struct civil c = civil_of(zone_find("Europe/Berlin"), at);

	return pool_printf(w->pool,
		day ? "%04d%02d%02d" : "%04d%02d%02dT%02d%02d%02d", c.year,
		c.month, c.day, c.hour, c.minute, c.second);
}

#endif
