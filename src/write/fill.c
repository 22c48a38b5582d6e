/* The fields of a mail, and who it goes to. Fields that only one moment has
 * are filled here; matches with their sessions, forms, and what coordinators
 * get have files of their own. */
#include "write/fill.h"

#include <glib.h>

#include "base/clock.h"

/* Who has left hears goodbye and keeps no dead events; nobody else who
 * cannot be reached hears anything. */
static bool
may_be_mailed(const struct participant *p, enum moment moment)
{
	return participant_reachable(p) ||
		(p->state == PARTICIPANT_LEFT &&
			(moment == MOMENT_LEFT ||
				moment == MOMENT_CANCELLATION));
}

static bool
participant_addressee(const struct program *program, const struct facts *facts,
	const struct mail_request *request, struct addressee *to,
	struct err *err)
{
	const struct participant *p =
		facts_participant(facts, request->participant);

	if (!p)
		return err_set(err, ERR_NEVER,
			"the recipient is nobody of this program");
	if (!may_be_mailed(p, request->moment))
		return err_set(err, ERR_NEVER,
			"the recipient has left or cannot be reached");
	to->participant = p;
	to->name = p->name;
	to->email = p->email;
	to->language = p->language ? p->language : program->language;
	to->zone = program_zone_of(program, p);
	return true;
}

bool
addressee_find(const struct program *program, const struct facts *facts,
	const struct mail_request *request, struct addressee *addressee,
	struct err *err)
{
	struct addressee to = { 0 };

	if (request->participant) {
		if (!participant_addressee(program, facts, request, &to, err))
			return false;
	} else {
		const struct coordinator *c = request->coordinator
			? program_coordinator(program, request->coordinator)
			: NULL;

		if (!c)
			return err_set(err, ERR_NEVER,
				"the recipient is no coordinator of this "
				"program");
		to.name = c->name;
		to.email = c->email;
		to.language = program->language;
		to.zone = program->zone;
	}
	to.words =
		words_writing(program->words, to.language, program->language);
	*addressee = to;
	return true;
}

const char *
fill_date(const struct filler *f, int64_t utc)
{
	return utc ? words_date(f->pool, f->to->words, f->to->zone, utc) : "";
}

static const char *
first_word(struct pool *pool, const char *name)
{
	struct participant somebody = { .name = name ? name : "" };

	return participant_first_name(pool, &somebody);
}

static void
fill_common(struct filler *f)
{
	const struct program *program = f->program;
	const struct coordinator *c =
		program->coordinators.n ? &program->coordinators.at[0] : NULL;
	const struct participant *p = f->to->participant;
	struct fields *to = f->fields;

	fields_text(f->pool, to, "program", program->name);
	fields_text(f->pool, to, "purpose", program->purpose);
	fields_text(f->pool, to, "address", program->address);
	fields_text(f->pool, to, "name", f->to->name);
	fields_text(
		f->pool, to, "first_name", first_word(f->pool, f->to->name));
	fields_truth(f->pool, to, "mentor", p && p->role == ROLE_MENTOR);
	fields_truth(f->pool, to, "mentee", p && p->role == ROLE_MENTEE);
	fields_truth(f->pool, to, "peer", p && p->role == ROLE_PEER);
	fields_text(f->pool, to, "coordinator", c ? c->name : "");
	fields_text(f->pool, to, "coordinator_email", c ? c->email : "");
}

static bool
fill_welcome(struct filler *f)
{
	/* Noon, so that the day stays the same day in most zones. */
	int64_t start = program_start_time(f->program);
	int64_t end = program_end_time(f->program) - 1;

	fields_text(f->pool, f->fields, "starts",
		words_date(f->pool, f->to->words, f->program->zone, start));
	fields_text(f->pool, f->fields, "ends",
		words_date(f->pool, f->to->words, f->program->zone, end));
	return true;
}

static bool
fill_paused(struct filler *f)
{
	const struct participant *p = f->to->participant;

	fields_text(f->pool, f->fields, "until",
		fill_date(f, p ? p->paused_until : 0));
	return true;
}

/* The partner who left or pauses; when that cannot be told from the facts,
 * all partners. */
static bool
fill_who(struct filler *f, enum participant_state state, struct err *err)
{
	const struct match *match = request_match(f->facts, f->request);
	const struct participant *who = NULL;

	if (!fill_match(f, err))
		return false;
	for (size_t i = 0; match && i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (p && p != f->to->participant && p->state == state)
			who = p;
	}
	if (who)
		fields_text(f->pool, f->fields, "who", who->name);
	else if (match)
		fields_text(f->pool, f->fields, "who",
			match_names(f->pool, f->facts, match,
				f->request->participant));
	fields_text(f->pool, f->fields, "until",
		fill_date(f,
			who && state == PARTICIPANT_PAUSED ? who->paused_until
							   : 0));
	return true;
}

static bool
fill_confirm_address(struct filler *f)
{
	const struct ask *ask = facts_ask(f->facts, f->request->ask);

	fields_text(f->pool, f->fields, "other_address",
		ask && ask->note ? ask->note : "");
	return true;
}

static bool
fill_unread(struct filler *f)
{
	const struct ask *ask = facts_ask(f->facts, f->request->ask);
	const struct participant *p =
		ask ? facts_participant(f->facts, ask->participant) : NULL;

	fields_text(f->pool, f->fields, "who", p ? p->name : "");
	return true;
}

/* The session that the mail must have, and its match. */
static bool
fill_meeting(struct filler *f, struct err *err)
{
	if (!request_session(f->facts, f->request))
		return err_set(err, ERR_NEVER,
			"the session of the mail is not loaded");
	return fill_match(f, err);
}

static bool
fill_moment(struct filler *f, struct err *err)
{
	switch (f->request->moment) {
	case MOMENT_WELCOME:
		return fill_welcome(f);
	case MOMENT_DRAFT:
		return fill_draft(f, err);
	case MOMENT_INVITATION:
	case MOMENT_CANCELLATION:
	case MOMENT_GUEST:
	case MOMENT_DECLINED:
		return fill_meeting(f, err);
	case MOMENT_UNMOVED:
		if (!f->request->proposal) /* of a list of times */
			return fill_meeting(f, err);
		return fill_meeting(f, err) && fill_proposal(f, err);
	case MOMENT_PROPOSAL:
		return fill_meeting(f, err) && fill_proposal(f, err);
	case MOMENT_TIMES:
		return fill_match(f, err) && fill_times(f, err);
	case MOMENT_INTRODUCTION:
		fields_truth(f->pool, f->fields, "as_guest",
			f->program->sessions.find == FIND_THEMSELVES);
		return fill_match(f, err);
	case MOMENT_NUDGE:
	case MOMENT_RESUMED:
	case MOMENT_NOTE:
	case MOMENT_CONFIRM_REMATCH:
		return fill_match(f, err);
	case MOMENT_SCHEDULE:
		return fill_schedule(f, err);
	case MOMENT_MATCH_ENDED:
		fields_truth(f->pool, f->fields, "program_over",
			f->facts->now >= program_end_time(f->program));
		return fill_match(f, err);
	case MOMENT_CHECKIN:
	case MOMENT_REMINDER:
	case MOMENT_CLARIFY:
		return fill_match(f, err) && fill_questions(f, err);
	case MOMENT_THANKS:
		return fill_match(f, err) && fill_questions(f, err) &&
			fill_missed(f);
	case MOMENT_PARTNER_LEFT:
		return fill_who(f, PARTICIPANT_LEFT, err);
	case MOMENT_PARTNER_PAUSED:
		return fill_who(f, PARTICIPANT_PAUSED, err);
	case MOMENT_PAUSED:
		return fill_paused(f);
	case MOMENT_SILENCE:
		return fill_silence(f, err);
	case MOMENT_CONFIRM_ADDRESS:
		return fill_confirm_address(f);
	case MOMENT_UNREAD:
		return fill_unread(f);
	case MOMENT_UNMATCHED:
	case MOMENT_CONFIRM_LEAVE:
	case MOMENT_LEFT:
	case MOMENT_HELP:
	case MOMENT_DIGEST:
		return true;
	case MOMENT_COUNT:
		break;
	}
	return err_set(err, ERR_NEVER, "a mail of no known moment");
}

/* The caller's fields on top of ours. Their lists keep their own way out to
 * the caller's other fields, the renderer goes on to ours from there. */
static struct fields *
put_on_top(struct pool *pool, const struct fields *extra, struct fields *ours)
{
	struct fields *all = fields_new(pool, ours);

	for (; extra; extra = extra->outer)
		for (size_t i = 0; i < extra->all.n; i++) {
			const struct field *field = &extra->all.at[i];
			bool there = false;

			for (size_t k = 0; k < all->all.n && !there; k++)
				there = g_str_equal(
					all->all.at[k].name, field->name);
			if (!there)
				*LIST_ADD(pool, &all->all) = *field;
		}
	return all;
}

bool
fill_fields(struct pool *pool, const struct program *program,
	const struct facts *facts, const struct mail_request *request,
	const struct addressee *addressee, struct fields **fields,
	struct err *err)
{
	struct filler f = { pool, program, facts, request, addressee,
		fields_new(pool, NULL) };

	fill_common(&f);
	if (!fill_moment(&f, err))
		return false;
	*fields = put_on_top(pool, request->fields, f.fields);
	return true;
}
