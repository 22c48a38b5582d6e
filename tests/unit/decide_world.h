/* A small program in memory, and the wheel that turns it: people, a timeline
 * and a config as a coordinator would write it, facts that live on from event
 * to event, and every wanted mail kept once per occurrence, as the outbox
 * does. No store, no clock. */
#ifndef TESTS_DECIDE_WORLD_H
#define TESTS_DECIDE_WORLD_H

#include <glib.h>
#include <string.h>

#include "base/clock.h"
#include "decide/decide.h"

#define UNUSED __attribute__((unused))

struct world {
	struct pool *pool;
	struct program program;
	struct facts *facts;
	GHashTable *seen;               /* occurrences of mails */
	struct mail_request_list mails; /* all, once each */
	struct outcome_list outcomes;   /* all */
	struct mail_request_list fresh; /* of the last event */
	size_t mark;                    /* outcomes before the last event */
	int64_t letters;
};

/* "2027-01-04 09:00" in that zone. */
UNUSED static int64_t
at(const char *zone, const char *text)
{
	int64_t days;
	g_autofree char *date = g_strndup(text, 10);
	int hour = atoi(text + 11), minute = atoi(text + 14);

	g_assert_true(civil_parse_date(date, &days));
	struct civil c = civil_from_days(days);
	c.hour = hour;
	c.minute = minute;
	return civil_to_utc(zone_find(zone), c);
}

UNUSED static int64_t
berlin(const char *text)
{
	return at("Europe/Berlin", text);
}

UNUSED static const char *
clock_of(struct world *w, const char *zone, int64_t utc)
{
	struct civil c = civil_of(zone_find(zone), utc);

	return pool_printf(w->pool, "%04d-%02d-%02d %02d:%02d", c.year, c.month,
		c.day, c.hour, c.minute);
}

UNUSED static struct participant *
add_person(struct world *w, const char *name, const char *zone)
{
	struct participant *p = POOL_NEW(w->pool, struct participant);
	g_autofree char *low = g_ascii_strdown(name, -1);

	p->key = p->email = pool_printf(w->pool, "%s@example.org", low);
	p->name = pool_printf(w->pool, "%s Example", name);
	p->language = "en";
	p->timezone = zone;
	for (int day = 0; day < 5; day++)
		*LIST_ADD(w->pool, &p->free) =
			(struct free_window){ day, 8 * 60, 20 * 60 };
	*LIST_ADD(w->pool, &w->program.roster) = p;
	return p;
}

UNUSED static struct question *
add_question(struct world *w, struct form *form, const char *id,
	enum question_type type, bool required)
{
	struct question *q = LIST_ADD(w->pool, &form->questions);

	q->id = id;
	q->ask = id;
	q->type = type;
	q->required = required;
	if (type == QUESTION_SCALE) {
		q->from = 1;
		q->till = 5;
	}
	return q;
}

UNUSED static struct step *
add_step(struct world *w, const char *name, enum anchor anchor, int64_t offset,
	int minutes, enum step_action action, const char *what)
{
	struct step *step = LIST_ADD(w->pool, &w->program.timeline);

	step->name = name;
	step->anchor = anchor;
	step->offset = offset;
	step->at = minutes;
	step->action = action;
	step->what = what;
	step->to = TO_MATCHED;
	return step;
}

UNUSED static int64_t
date_of(const char *text)
{
	int64_t days;

	g_assert_true(civil_parse_date(text, &days));
	return days;
}

/* The first check-in comes the day after each session; a note after the
 * match, a survey before the end. Coordinator 1 gets digests, 2 concerns. */
UNUSED static struct world *
world_new(int people)
{
	static const char *const names[] = { "Ana", "Bob", "Cleo", "Dan", "Eva",
		"Finn", "Gus", "Hana", "Ivo", "Jo", "Kim", "Leo" };
	struct world *w = g_new0(struct world, 1);
	struct program *p = &w->program;

	w->pool = pool_new();
	w->seen = g_hash_table_new(g_str_hash, g_str_equal);
	p->pool = w->pool;
	p->id = "test";
	p->name = "Test Program";
	p->language = "en";
	p->address = "mentoring@example.org";
	p->zone = zone_find("Europe/Berlin");
	p->starts = date_of("2027-01-04");
	p->ends = date_of("2027-04-11");
	*LIST_ADD(w->pool, &p->coordinators) = (struct coordinator){ "Cora",
		"cora@example.org", true, false, false };
	*LIST_ADD(w->pool, &p->coordinators) = (struct coordinator){ "Carl",
		"carl@example.org", false, true, false };
	p->matching.size = 2;
	p->matching.capacity = 1;
	p->matching.lead = 3 * DAY;
	p->sessions = (struct sessions){ .proposals = true,
		.slots = 5,
		.answer = 3 * DAY,
		.rounds = 3,
		.every = 14 * DAY,
		.first = 2 * DAY,
		.minutes = 60,
		.day_from = 540,
		.day_till = 1080 };
	p->silence = (struct silence){ 7 * DAY, 14 * DAY, 28 * DAY };
	p->digest = (struct digest_config){ 0, 8 * 60 };
	struct form *form = LIST_ADD(w->pool, &p->forms);
	form->name = "checkin";
	add_question(w, form, "met", QUESTION_YESNO, true);
	add_question(w, form, "rating", QUESTION_SCALE, true);
	add_question(w, form, "words", QUESTION_TEXT, false)->private = true;
	form = LIST_ADD(w->pool, &p->forms);
	form->name = "survey";
	add_question(w, form, "again", QUESTION_YESNO, true);

	add_step(w, "note", ANCHOR_MATCH, 3 * DAY, 9 * 60, STEP_SEND, "tips");
	struct step *step = add_step(
		w, "checkin", ANCHOR_SESSION, DAY, 9 * 60, STEP_ASK, "checkin");
	*LIST_ADD(w->pool, &step->remind) = 3 * DAY;
	*LIST_ADD(w->pool, &step->remind) = 6 * DAY;
	step->expires = 10 * DAY;
	add_step(w, "survey", ANCHOR_END, -7 * DAY, 10 * 60, STEP_ASK, "survey")
		->to = TO_ALL;
	for (int i = 0; i < people; i++)
		add_person(w, names[i],
			i % 3 == 2 ? "America/Sao_Paulo" : "Europe/Berlin");

	w->facts = POOL_NEW(w->pool, struct facts);
	w->facts->pool = w->pool;
	w->facts->now = berlin("2026-12-28 10:00");
	w->facts->next.participant = w->facts->next.match = 1;
	w->facts->next.run = w->facts->next.session = 1;
	w->facts->next.ask = w->facts->next.due = w->facts->next.mail = 1;
	w->facts->next.proposal = w->facts->next.poll = 1;
	w->facts->next.series = 1;
	return w;
}

UNUSED static void
world_free(struct world *w)
{
	g_hash_table_destroy(w->seen);
	pool_free(w->pool);
	g_free(w);
}

/* What the keeper does after a decision: mails once each, outcomes kept. */
UNUSED static void
settle(struct world *w)
{
	struct facts *f = w->facts;

	w->fresh = (struct mail_request_list){ 0 };
	w->mark = w->outcomes.n;
	for (size_t i = 0; i < f->mails.n; i++) {
		struct mail_request *mail = &f->mails.at[i];
		char *occurrence = pool_strdup(w->pool, mail->occurrence);

		if (!g_hash_table_add(w->seen, occurrence))
			continue;
		*LIST_ADD(w->pool, &w->mails) = *mail;
		*LIST_ADD(w->pool, &w->fresh) = *mail;
	}
	for (size_t i = 0; i < f->outcomes.n; i++)
		*LIST_ADD(w->pool, &w->outcomes) = f->outcomes.at[i];
	f->mails = (struct mail_request_list){ 0 };
	f->outcomes = (struct outcome_list){ 0 };
	f->cancels = (struct cancel_list){ 0 };
}

UNUSED static int
count_mails(const struct mail_request_list *mails, enum moment moment,
	int64_t participant)
{
	int n = 0;

	for (size_t i = 0; i < mails->n; i++)
		n += mails->at[i].moment == moment &&
			(participant < 0 ||
				mails->at[i].participant == participant);
	return n;
}

/* Fresh mails of that moment, to that person (-1: to anybody). */
UNUSED static int
fresh(const struct world *w, enum moment moment, int64_t participant)
{
	return count_mails(&w->fresh, moment, participant);
}

UNUSED static int
outcomes(const struct world *w, enum outcome_kind kind, bool all)
{
	int n = 0;

	for (size_t i = all ? 0 : w->mark; i < w->outcomes.n; i++)
		n += w->outcomes.at[i].kind == kind;
	return n;
}

UNUSED static struct due *
next_due(const struct world *w)
{
	struct due *next = NULL;

	for (size_t i = 0; i < w->facts->dues.n; i++) {
		struct due *due = w->facts->dues.at[i];

		if (due->state == DUE_WAITING && (!next || due->at < next->at))
			next = due;
	}
	return next;
}

UNUSED static struct due *
find_due(const struct world *w, enum due_kind kind, int64_t subject)
{
	for (size_t i = 0; i < w->facts->dues.n; i++) {
		struct due *due = w->facts->dues.at[i];

		if (due->kind == kind && due->subject == subject &&
			due->state == DUE_WAITING)
			return due;
	}
	return NULL;
}

UNUSED static const struct fields *
some_fields(struct world *w)
{
	return fields_new(w->pool, NULL);
}

/* Fire one item at its time. */
UNUSED static void
fire(struct world *w, struct due *due)
{
	w->facts->now = MAX(w->facts->now, due->at);
	decide_due(&w->program, w->facts, due,
		decide_wants_digest(&w->program, due) ? some_fields(w) : NULL);
	settle(w);
}

/* Everything that is due until then. */
UNUSED static void
run_until(struct world *w, int64_t until)
{
	struct due *due;

	while ((due = next_due(w)) && due->at <= until)
		fire(w, due);
	w->facts->now = MAX(w->facts->now, until);
}

UNUSED static void
enrol_all(struct world *w)
{
	decide_roster(&w->program, w->facts);
	settle(w);
}

/* Enrolled, matched, published: the first match is of 1 and 2 as a rule. */
UNUSED static struct match *
start_all(struct world *w)
{
	w->program.matching.publish = PUBLISH_AUTO;
	enrol_all(w);
	run_until(w, berlin("2027-01-01 08:00"));
	for (size_t i = 0; i < w->facts->matches.n; i++)
		if (w->facts->matches.at[i]->state == MATCH_ACTIVE)
			return w->facts->matches.at[i];
	return NULL;
}

/* ---- matches by hand -------------------------------------------------------- */

/* A draft run in which those whose ids stand in `members` (ends with 0) are to
 * be matched; the first of them leads if `led`. */
UNUSED static struct match *
propose(struct world *w, struct run *run, bool led, const int64_t *members)
{
	struct match *match = facts_new_match(w->facts);

	match->run = run->id;
	match->state = MATCH_DRAFT;
	match->lead = led ? members[0] : 0;
	for (; *members; members++)
		match_add(match, *members);
	return match;
}

UNUSED static struct run *
draft_run(struct world *w)
{
	struct run *run = facts_new_run(w->facts);

	run->proof = RUN_OPTIMAL;
	run->made_at = w->facts->now;
	return run;
}

UNUSED static void
publish_run(struct world *w, struct run *run)
{
	g_assert_true(decide_publish(
		&w->program, w->facts, run->id, "command", NULL));
	settle(w);
}

/* One match, proposed and published. */
UNUSED static struct match *
match_them(struct world *w, bool led, const int64_t *members)
{
	struct run *run = draft_run(w);
	struct match *match = propose(w, run, led, members);

	publish_run(w, run);
	return match;
}
#define IDS(...) ((const int64_t[]){ __VA_ARGS__, 0 })

/* The first mail of that moment to that person, of the last event or of all. */
UNUSED static const struct mail_request *
mail_to(const struct mail_request_list *mails, enum moment moment,
	int64_t participant)
{
	for (size_t i = 0; i < mails->n; i++)
		if (mails->at[i].moment == moment &&
			mails->at[i].participant == participant)
			return &mails->at[i];
	return NULL;
}

/* A field that a decision put into that mail; NULL: none. */
UNUSED static const struct field *
field_to(const struct mail_request_list *mails, enum moment moment,
	int64_t participant, const char *name)
{
	const struct mail_request *mail = mail_to(mails, moment, participant);

	return mail && mail->fields ? fields_find(mail->fields, name) : NULL;
}

UNUSED static struct participant *
person(const struct world *w, int64_t id)
{
	return facts_participant(w->facts, id);
}

/* ---- letters -------------------------------------------------------------- */

/* A trusted reply of that person to a mail about that ask (NULL: none). */
struct post {
	struct letter letter;
	struct letter_about about;
};

UNUSED static struct post
post_from(struct world *w, int64_t who, const struct ask *ask)
{
	struct post post = { 0 };

	post.letter.kind = LETTER_REPLY;
	post.letter.text = "";
	post.letter.head.from = person(w, who)->email;
	post.letter.head.message_id = "letter@example.org";
	post.about.letter = ++w->letters;
	post.about.participant = post.about.sender = who;
	post.about.token = post.about.address = true;
	if (ask) {
		post.about.mail = 1000 + ask->id;
		post.about.ask = ask->id;
		post.about.match = ask->match;
		post.about.session = ask->session;
	}
	return post;
}

UNUSED static void
say(struct world *w, struct post *post, int number, const char *value,
	enum confidence confidence)
{
	*LIST_ADD(w->pool, &post->letter.answers) =
		(struct letter_answer){ .number = number,
			.raw = value ? value : "hm",
			.value = value,
			.confidence = confidence };
}

UNUSED static struct letter_effect
receive(struct world *w, const struct post *post)
{
	struct letter_effect effect = decide_letter(
		&w->program, w->facts, &post->letter, &post->about);

	settle(w);
	return effect;
}

UNUSED static enum disposition
ends_as(struct world *w, const struct post *post)
{
	return receive(w, post).disposition;
}

UNUSED static struct letter_effect
command(struct world *w, int64_t who, const struct ask *ask, enum command what)
{
	struct post post = post_from(w, who, ask);

	post.letter.command = what;
	return receive(w, &post);
}

UNUSED static struct ask *
waiting(const struct world *w, int64_t who, const char *form)
{
	for (size_t i = w->facts->asks.n; i--;) {
		struct ask *ask = w->facts->asks.at[i];

		if (ask->participant == who && ask_waits(ask) &&
			!strcmp(ask->form, form))
			return ask;
	}
	return NULL;
}

/* A world in which person 1 has the check-in about session 1 open. */
UNUSED static struct ask *
open_checkin(struct world *w)
{
	start_all(w);
	run_until(w, w->facts->sessions.at[0]->starts_at + 2 * DAY);
	struct ask *ask = waiting(w, 1, "checkin");

	g_assert_nonnull(ask);
	return ask;
}

#endif
