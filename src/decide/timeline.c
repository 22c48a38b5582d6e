/* Steps of the timeline: planning their due items, and firing them.
 *
 * An item is planned for one reader, because it fires in the reader's local
 * time; the reader's id is the last part of its occurrence, after the step,
 * the kind of subject and the subject: "step/note/match/12/7". A session may
 * be moved, and then its steps come anew: their items name its time as well,
 * "step/checkin/session/12/7/1800000000", and are moot once it is another. Steps
 * that count from joining or from the program's dates have the reader as
 * their subject: "step/survey/participant/7". Coordinators' steps run in the
 * program's zone and name no reader. */
#include "decide/concern.h"
#include "program/when.h"

#include <glib.h>
#include <string.h>

/* Mails of a step that come later than this are not sent any more. */
#define GRACE (7 * DAY)

/* What an item is, or would be, planned for. */
struct occasion {
	const struct step *step;
	enum subject_kind kind;
	int64_t subject;
	const struct participant *reader; /* NULL: coordinators */
	int64_t fact; /* when the match, session or joining was */
};

static int64_t
time_of(const struct program *program, const struct occasion *o)
{
	const struct zone *zone =
		o->reader ? program_zone_of(program, o->reader) : program->zone;
	int64_t anchor = when_anchor(program, o->step, zone, o->fact);

	return decide_step_time(o->step, anchor, zone);
}

/* "step/NAME/session/12", and "/" before a reader. */
static char *
stem_of(struct pool *pool, const char *step, enum subject_kind kind,
	int64_t subject)
{
	return pool_printf(pool, "step/%s/%s/%" G_GINT64_FORMAT, step,
		subject_kind_name(kind), subject);
}

static void
plan(const struct program *program, struct facts *facts,
	const struct occasion *o, int64_t oldest)
{
	int64_t at = time_of(program, o);
	const char *stem =
		stem_of(facts->pool, o->step->name, o->kind, o->subject);
	struct due *due;

	if (at < oldest)
		return;
	if (o->kind == SUBJECT_SESSION)
		due = facts_new_due(facts, DUE_STEP, at, o->kind, o->subject,
			"%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, stem,
			o->reader ? o->reader->id : 0, o->fact);
	else if (o->reader && o->kind != SUBJECT_PARTICIPANT)
		due = facts_new_due(facts, DUE_STEP, at, o->kind, o->subject,
			"%s/%" G_GINT64_FORMAT, stem, o->reader->id);
	else
		due = facts_new_due(
			facts, DUE_STEP, at, o->kind, o->subject, "%s", stem);
	if (due->state == DUE_WAITING && due->at != at) {
		due->at = at;
		fact_touch(due);
	}
	due->what = o->step->name;
}

/* True for steps the program runs once, for the coordinators or itself. */
static bool
is_programs(const struct step *step)
{
	switch (step->action) {
	case STEP_MATCH:
	case STEP_DIGEST:
		return true;
	case STEP_SEND:
	case STEP_ASK:
		break;
	}
	return step->to == TO_COORDINATORS;
}

void
timeline_program(
	const struct program *program, struct facts *facts, int64_t oldest)
{
	for (size_t i = 0; i < program->timeline.n; i++) {
		const struct step *step = &program->timeline.at[i];
		struct occasion o = { .step = step, .kind = SUBJECT_PROGRAM };

		if (anchor_is_dated(step->anchor) && is_programs(step))
			plan(program, facts, &o, oldest);
	}
}

/* Who joins later is spared what everybody else had before that day. */
void
timeline_joined(const struct program *program, struct facts *facts,
	const struct participant *participant, int64_t oldest)
{
	int64_t joined = participant->joined_at;

	for (size_t i = 0; i < program->timeline.n; i++) {
		const struct step *step = &program->timeline.at[i];
		bool dates = anchor_is_dated(step->anchor);
		struct occasion o = { .step = step,
			.kind = SUBJECT_PARTICIPANT,
			.subject = participant->id,
			.reader = step->to == TO_COORDINATORS ? NULL
							      : participant,
			.fact = joined };

		if (dates ? is_programs(step) : step->anchor != ANCHOR_JOIN)
			continue;
		plan(program, facts, &o,
			dates ? MAX(oldest, joined - DAY) : oldest);
	}
}

/* Steps anchored there, for each of these people or the coordinators. An
 * event is one occasion for each of them, not one a round. */
static void
plan_for_members(const struct program *program, struct facts *facts,
	enum anchor anchor, const struct match *match, struct occasion o,
	int64_t oldest)
{
	for (size_t i = 0; i < program->timeline.n; i++) {
		const struct step *step = &program->timeline.at[i];

		if (step->anchor != anchor)
			continue;
		o.step = step;
		o.reader = NULL;
		if (is_programs(step)) {
			plan(program, facts, &o, oldest);
			continue;
		}
		for (size_t m = 0; m < match->members.n; m++) {
			int64_t id = match->members.at[m];

			o.reader = facts_participant(facts, id);
			if (o.reader &&
				round_is_last_of(program, facts, match, id))
				plan(program, facts, &o, oldest);
		}
	}
}

/* A match published before the program starts begins with the program. */
static int64_t
match_fact(const struct program *program, const struct match *match)
{
	return MAX(match->published_at, program_start_time(program));
}

void
timeline_matched(const struct program *program, struct facts *facts,
	const struct match *match, int64_t oldest)
{
	struct occasion o = { .kind = SUBJECT_MATCH,
		.subject = match->id,
		.fact = match_fact(program, match) };

	plan_for_members(program, facts, ANCHOR_MATCH, match, o, oldest);
}

/* The match begins for them when they come. */
void
timeline_joined_match(const struct program *program, struct facts *facts,
	const struct match *match, const struct participant *newcomer)
{
	struct occasion o = { .kind = SUBJECT_MATCH,
		.subject = match->id,
		.reader = newcomer,
		.fact = MAX(facts->now, match_fact(program, match)) };

	for (size_t i = 0; i < program->timeline.n; i++) {
		o.step = &program->timeline.at[i];
		if (o.step->anchor == ANCHOR_MATCH && !is_programs(o.step))
			plan(program, facts, &o, facts->now);
	}
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id &&
			session_to_come(facts->sessions.at[i], facts->now))
			timeline_session(program, facts, facts->sessions.at[i],
				facts->now);
}

void
timeline_session(const struct program *program, struct facts *facts,
	const struct session *session, int64_t oldest)
{
	const struct match *match = facts_match(facts, session->match);
	struct occasion o = { .kind = SUBJECT_SESSION,
		.subject = session->id,
		.fact = session->starts_at };

	if (match)
		plan_for_members(
			program, facts, ANCHOR_SESSION, match, o, oldest);
}

/* "step/checkin/session/12/" */
static char *
stem_of_due(const struct due *due)
{
	return g_strdup_printf("step/%s/%s/%" G_GINT64_FORMAT "/", due->what,
		subject_kind_name(due->subject_kind), due->subject);
}

int64_t
timeline_reader(const struct program *program, const struct due *due)
{
	const struct step *step = program_step(program, due->what);
	g_autofree char *stem = NULL;

	if (!step || is_programs(step))
		return 0;
	if (due->subject_kind == SUBJECT_PARTICIPANT)
		return due->subject;
	stem = stem_of_due(due);
	if (!g_str_has_prefix(due->occurrence, stem))
		return 0;
	return g_ascii_strtoll(due->occurrence + strlen(stem), NULL, 10);
}

/* ---- firing ------------------------------------------------------------ */

/* The item with all it points at. */
struct firing {
	const struct program *program;
	struct facts *facts;
	struct due *due;
	struct occasion o;
	struct match *match;     /* NULL none, or several */
	struct session *session; /* NULL none */
	bool matched;            /* is the reader in any match */
};

/* "step/checkin/session/12/7", and the time of the session behind it; NULL when
 * it names none. */
static const char *
session_time(const struct firing *f)
{
	g_autofree char *stem = stem_of_due(f->due);
	const char *reader = g_str_has_prefix(f->due->occurrence, stem)
		? f->due->occurrence + strlen(stem)
		: "";
	const char *slash = strchr(reader, '/');

	return f->due->subject_kind == SUBJECT_SESSION ? slash : NULL;
}

static bool
was_moved(const struct firing *f)
{
	const char *time = session_time(f);

	return time &&
		g_ascii_strtoll(time + 1, NULL, 10) != f->session->starts_at;
}

/* What its mail is known by. For a session that was never changed without the
 * time, as it always was. */
static const char *
occurrence_of(const struct firing *f)
{
	const char *time = session_time(f);

	if (!time || f->session->sequence > 0)
		return f->due->occurrence;
	return pool_strndup(f->facts->pool, f->due->occurrence,
		(size_t)(time - f->due->occurrence));
}

static void
find_subjects(struct firing *f)
{
	const struct due *due = f->due;
	const struct participant *joined = NULL;
	struct match_list matches;

	switch (due->subject_kind) {
	case SUBJECT_PARTICIPANT:
		joined = facts_participant(f->facts, due->subject);
		matches = facts_active_matches(f->facts, due->subject);
		f->matched = matches.n > 0;
		f->match = matches.n == 1 ? matches.at[0] : NULL;
		f->o.fact = joined ? joined->joined_at : 0;
		return;
	case SUBJECT_MATCH:
		f->match = facts_match(f->facts, due->subject);
		if (f->match)
			f->o.fact = match_fact(f->program, f->match);
		return;
	case SUBJECT_SESSION:
		f->session = facts_session(f->facts, due->subject);
		if (!f->session)
			return;
		f->match = facts_match(f->facts, f->session->match);
		f->o.fact = f->session->starts_at;
		return;
	case SUBJECT_PROGRAM:
	case SUBJECT_ASK:
		return;
	}
}

/* Why the match or session it is about settled it long ago; NULL when not. */
static const char *
subject_gone(const struct firing *f)
{
	enum subject_kind kind = f->due->subject_kind;

	if (kind != SUBJECT_MATCH && kind != SUBJECT_SESSION)
		return NULL;
	if (kind == SUBJECT_SESSION && !f->session)
		return "there is no such session";
	if (!f->match)
		return "there is no such match";
	if (kind == SUBJECT_SESSION && was_moved(f))
		return "the session was moved";
	if (kind == SUBJECT_SESSION && f->session->state == SESSION_CANCELLED)
		return "the session was cancelled";
	if (f->match->state == MATCH_ACTIVE)
		return NULL;
	if (kind == SUBJECT_SESSION &&
		f->session->starts_at <= f->match->ended_at)
		return NULL; /* it took place: asking makes sense */
	return "the match has ended";
}

/* Why this reader does not get it; NULL when they do. After the end of the
 * program nobody is in an active match, and "to matched" means all. */
static const char *
reader_gone(const struct firing *f)
{
	const char *absent = due_absence(f->facts, f->o.reader);

	if (absent)
		return absent;
	if (f->due->subject_kind != SUBJECT_PARTICIPANT)
		return match_has(f->match, f->o.reader->id)
			? NULL
			: "they are no longer in that match";
	if (f->o.step->to == TO_MATCHED && !f->matched &&
		!ending_over(f->program, f->facts))
		return "they are not matched";
	return NULL;
}

static void
send_note(const struct firing *f, const struct mail_request *model)
{
	if (!f->o.reader) {
		tell_coordinators(f->program, f->facts, TELL_EVERY, model, "%s",
			occurrence_of(f));
		return;
	}
	struct mail_request *mail = tell(
		f->facts, MOMENT_NOTE, f->o.reader->id, "%s", occurrence_of(f));

	mail->template_name = model->template_name;
	mail->match = model->match;
	mail->session = model->session;
	mail->expires_at = model->expires_at;
}

static void
fire_note(const struct firing *f)
{
	struct mail_request model = { .moment = MOMENT_NOTE,
		.template_name = f->o.step->what,
		.match = f->match ? f->match->id : 0,
		.session = f->session ? f->session->id : 0 };

	if (f->session && f->o.step->offset < 0)
		model.expires_at = f->session->starts_at;
	send_note(f, &model);
}

/* The slot says which of several: "session-12", "match-5", or the step. */
static const char *
slot_of(const struct firing *f)
{
	switch (f->due->subject_kind) {
	case SUBJECT_SESSION:
		return pool_printf(f->facts->pool,
			"session-%" G_GINT64_FORMAT "-%s", f->due->subject,
			f->o.step->name);
	case SUBJECT_MATCH:
		return pool_printf(f->facts->pool,
			"match-%" G_GINT64_FORMAT "-%s", f->due->subject,
			f->o.step->name);
	case SUBJECT_PROGRAM:
	case SUBJECT_PARTICIPANT:
	case SUBJECT_ASK:
		break;
	}
	return f->o.step->name;
}

/* The same form still open from last time is given up: one at a time, of each
 * match. */
static void
open_ask(const struct firing *f, int64_t participant, const char *coordinator)
{
	const char *form = f->o.step->what;
	int64_t match = f->match ? f->match->id : 0;
	struct ask *former = participant
		? ask_waiting_about(f->facts, participant, form, match)
		: NULL;
	struct ask *ask =
		ask_new(f->facts, form, participant, coordinator, slot_of(f));

	if (!ask)
		return;
	if (former)
		ask_close(f->facts, former, "a newer one took its place");
	ask->match = match;
	ask->session = f->session ? f->session->id : 0;
	ask_send(f->program, f->facts, ask, f->o.step);
}

static void
fire_ask(const struct firing *f)
{
	const struct program *program = f->program;

	if (f->o.reader) {
		open_ask(f, f->o.reader->id, NULL);
		return;
	}
	for (size_t i = 0; i < program->coordinators.n; i++)
		open_ask(f, 0, program->coordinators.at[i].email);
}

static void
act(const struct firing *f, const struct fields *digest)
{
	switch (f->o.step->action) {
	case STEP_SEND:
		fire_note(f);
		return;
	case STEP_ASK:
		fire_ask(f);
		return;
	case STEP_MATCH:
		if (!ending_over(f->program, f->facts))
			decide_matching(f->program, f->facts);
		return;
	case STEP_DIGEST:
		digest_send(f->program, f->facts, digest);
		return;
	}
}

/* Why it does not fire; NULL when it does. */
static const char *
obstacle(const struct firing *f)
{
	const char *why = is_programs(f->o.step) ? NULL : reader_gone(f);

	if (!why && f->session && f->o.step->offset < 0 &&
		f->session->starts_at <= f->facts->now)
		why = "the session has begun";
	if (!why && f->facts->now - f->due->at > GRACE)
		why = "it is more than a week late";
	return why;
}

void
timeline_fire(const struct program *program, struct facts *facts,
	struct due *due, const struct fields *digest)
{
	struct firing f = { .program = program, .facts = facts, .due = due };

	f.o.step = program_step(program, due->what);
	if (!f.o.step) {
		due_drop(facts, due, "the step is no longer in the timeline");
		return;
	}
	f.o.reader = facts_participant(facts, timeline_reader(program, due));
	find_subjects(&f);
	const char *gone = subject_gone(&f);
	const char *why = gone ? gone : obstacle(&f);
	if (gone)
		due_moot(due, why);
	else if (why)
		due_drop(facts, due, why);
	if (why)
		return;
	int64_t at = time_of(program, &f.o);
	if (at > facts->now) {
		due->at = at;
		fact_touch(due);
		return;
	}
	act(&f, digest);
	due_done(due);
}
