/* tests/season -- a small program with two people in it, built by hand, for
 * the tests of what is written to people. */
#ifndef MENTORD_TESTS_SEASON_H
#define MENTORD_TESTS_SEASON_H

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/token.h"
#include "noun/facts.h"
#include "program/program.h"
#include "program/words.h"

#define NOW 1799830800 /* 2027-01-13 09:00 UTC */

struct season {
	struct pool *pool;
	struct program program;
	struct facts facts;
	struct token_key key;
	struct participant *ana, *bjoern;
	struct match *match;
	struct session *session;
	struct ask *ask;
	struct proposal *proposal;
	struct poll *poll;
	struct run *run;
};

static inline struct text_list
season_list(struct pool *pool, const char *items)
{
	return text_split(pool, items, '|');
}

static inline const struct words *
season_words(struct pool *pool)
{
	struct words *words = POOL_NEW(pool, struct words);
	struct language *en = LIST_ADD(pool, &words->languages);

	en->code = "en";
	en->date_format = "{weekday}, {day} {month} {year}";
	en->time_format = "{hour}:{minute}";
	en->months = season_list(pool,
		"January|February|March|April|May|June|July|August|September|"
		"October|November|December");
	en->weekdays = season_list(pool,
		"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday");
	en->months_short = en->months;
	en->weekdays_short = en->weekdays;
	en->yes = season_list(pool, "yes");
	en->no = season_list(pool, "no");
	struct language *de = LIST_ADD(pool, &words->languages);
	de->code = "de";
	de->date_format = "{weekday}, {day}. {month} {year}";
	de->time_format = "{hour}:{minute}";
	de->months = season_list(pool,
		"Januar|Februar|März|April|Mai|Juni|Juli|August|September|"
		"Oktober|November|Dezember");
	de->weekdays = season_list(pool,
		"Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag");
	de->months_short = de->months;
	de->weekdays_short = de->weekdays;
	de->yes = season_list(pool, "ja");
	de->no = season_list(pool, "nein");
	return words;
}

static inline void
season_question(struct season *s, struct form *form, const char *id,
	enum question_type type, const char *ask, const char *options,
	bool private)
{
	struct question *q = LIST_ADD(s->pool, &form->questions);

	q->id = id;
	q->ask = ask;
	q->type = type;
	q->from = 1;
	q->till = 5;
	q->options = season_list(s->pool, options);
	q->private = private;
	q->required = type != QUESTION_TEXT;
}

static inline void
season_program(struct season *s)
{
	struct program *p = &s->program;

	p->pool = s->pool;
	p->path = "program.conf";
	p->id = "spring";
	p->name = "Peer Circle Zürich";
	p->purpose = "Two colleagues, twelve weeks, one talk a fortnight.";
	p->language = "en";
	p->address = "mentoring@circle.example";
	p->zone = zone_find("Europe/Berlin");
	p->starts = civil_days(2027, 1, 11);
	p->ends = civil_days(2027, 4, 4);
	*LIST_ADD(s->pool, &p->coordinators) =
		(struct coordinator){ "Cora Ordner", "cora@circle.example",
			true, true, false };
	*LIST_ADD(s->pool, &p->template_dirs) = "templates";
	p->sessions.agendas = season_list(
		s->pool, "Get to know each other, and agree on a goal");
	p->sessions.minutes = 60;
	p->sessions.proposals = true;
	p->matching.rounds = 3;
	p->matching.every = 10 * MINUTE;
	struct form *form = LIST_ADD(s->pool, &p->forms);
	form->name = "checkin";
	season_question(
		s, form, "met", QUESTION_YESNO, "Did you meet?", "", false);
	season_question(s, form, "useful", QUESTION_SCALE,
		"How useful was it for you?", "", true);
	season_question(s, form, "topics", QUESTION_CHOICES,
		"What did you talk about?", "career|code & craft|life", false);
	season_question(s, form, "words", QUESTION_TEXT,
		"Is there anything we should know?", "", true);
	p->words = season_words(s->pool);
}

static inline struct participant *
season_person(struct season *s, const char *name, const char *email,
	const char *language, const char *zone_name)
{
	struct participant *p = facts_new_participant(&s->facts);

	p->name = name;
	p->email = email;
	p->key = email;
	p->language = language;
	p->timezone = zone_name;
	p->change = FACT_SAME;
	return p;
}

static inline void
season_reason(struct season *s, const char *text, int64_t points, bool see)
{
	struct match_reason *reason = LIST_ADD(s->pool, &s->match->reasons);

	*reason = (struct match_reason){ .criterion = "interests",
		.attribute = "interests",
		.text = text,
		.points = points,
		.partner_may_see = see };
}

/* Another time that Björn proposes, and times to choose from. */
static inline void
season_times(struct season *s)
{
	int64_t at = s->session->starts_at + DAY;

	s->proposal = facts_new_proposal(&s->facts);
	s->proposal->session = s->session->id;
	s->proposal->participant = s->bjoern->id;
	s->proposal->starts_at = at;
	s->proposal->minutes = 60;
	s->proposal->round = 1;
	s->proposal->calendar = true;
	s->poll = facts_new_poll(&s->facts);
	s->poll->match = s->match->id;
	s->poll->session = s->session->id;
	s->poll->minutes = 60;
	s->poll->round = 1;
	s->poll->closes_at = NOW + 3 * DAY;
	for (int i = 1; i <= 3; i++)
		*LIST_ADD(s->pool, &s->poll->slots) = at + i * DAY;
}

/* The session becomes the first of a series: every two weeks, six times. */
static inline struct series *
season_series(struct season *s)
{
	struct series *series = facts_new_series(&s->facts);

	series->match = s->match->id;
	series->uid = s->session->uid;
	series->dtstamp = NOW;
	series->starts_at = s->session->starts_at;
	series->minutes = s->session->minutes;
	series->weeks = 2;
	series->count = 6;
	series->zone = "Europe/Berlin";
	series->created_at = NOW;
	s->session->series = series->id;
	s->session->original_at = s->session->starts_at;
	return series;
}

static inline void
season_facts(struct season *s)
{
	struct facts *f = &s->facts;

	f->pool = s->pool;
	f->now = NOW;
	f->next.participant = f->next.match = f->next.run = 1;
	f->next.session = f->next.ask = f->next.due = f->next.mail = 1;
	f->next.series = f->next.proposal = f->next.poll = 1;
	s->ana = season_person(
		s, "Ana Lima", "ana@example.org", "en", "Europe/Berlin");
	s->bjoern = season_person(
		s, "Björn Øre", "bjoern@example.net", "de", "America/New_York");
	s->run = facts_new_run(f);
	s->match = facts_new_match(f);
	s->match->run = s->run->id;
	s->match->state = MATCH_ACTIVE;
	s->match->members =
		(struct member_list){ { s->ana->id, s->bjoern->id }, 2 };
	s->match->score = 87;
	s->match->round = 1;
	s->match->published_at = NOW - 2 * DAY;
	season_reason(s, "both like sailing and Rust", 60, true);
	season_reason(s, "both were ill last year", 27, false);
	s->session = facts_new_session(f);
	s->session->match = s->match->id;
	s->session->number = 1;
	s->session->starts_at = NOW + DAY + 7 * HOUR; /* 17:00 in Berlin */
	s->session->minutes = 60;
	s->session->uid = "session-1-7f1c2d54@circle.example";
	s->session->dtstamp = NOW;
	s->session->created_at = NOW;
	*LIST_ADD(s->pool, &s->session->attendees) =
		(struct attendee){ .participant = s->ana->id };
	*LIST_ADD(s->pool, &s->session->attendees) =
		(struct attendee){ .participant = s->bjoern->id };
	s->ask = facts_new_ask(f);
	s->ask->participant = s->ana->id;
	s->ask->form = "checkin";
	s->ask->match = s->match->id;
	s->ask->session = s->session->id;
	season_times(s);
}

static inline struct season *
season_new(void)
{
	struct pool *pool = pool_new();
	struct season *s = POOL_NEW(pool, struct season);

	s->pool = pool;
	memset(&s->key, 7, sizeof s->key);
	season_program(s);
	season_facts(s);
	return s;
}

static inline void
season_free(struct season *s)
{
	pool_free(s->pool);
}

/* A request about everything there is. */
static inline struct mail_request
season_request(struct season *s, enum moment moment, int64_t participant)
{
	struct mail_request request = { .moment = moment,
		.participant = participant,
		.coordinator = participant ? NULL : "cora@circle.example",
		.match = s->match->id,
		.session = s->session->id,
		.ask = s->ask->id,
		.run = s->run->id,
		.proposal = s->proposal->id,
		.poll = s->poll->id,
		.occurrence = "test" };

	return request;
}

#endif
