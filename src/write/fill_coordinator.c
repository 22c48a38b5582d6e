/* What coordinators get to see: a draft of matches with reasons, and who has
 * gone silent. States, figures and names, never a participant's words. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>

#include "base/clock.h"

static void
fill_people(struct filler *f, struct fields *to, const struct match *match)
{
	fields_list(f->pool, to, "people");
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (!p)
			continue;
		struct fields *item = fields_item(f->pool, to, "people");
		fields_text(f->pool, item, "name", p->name);
		fields_text(f->pool, item, "email", p->email);
		fields_text(f->pool, item, "role", role_name(p->role));
		fields_text(f->pool, item, "heard", fill_date(f, p->heard_at));
	}
}

/* An attribute that is for nobody's eyes counts, and says no more than the
 * criterion's name. */
static const char *
reason_text(const struct filler *f, const struct match_reason *reason)
{
	const struct attribute_rule *rule = reason->attribute
		? program_attribute(f->program, reason->attribute)
		: NULL;

	if ((rule && rule->visible == VISIBLE_NOBODY) || !reason->text ||
		!*reason->text)
		return reason->criterion;
	return reason->text;
}

static void
fill_drafted(struct filler *f, const struct match *match, size_t number)
{
	struct fields *item = fields_item(f->pool, f->fields, "matches");

	fields_printf(f->pool, item, "number", "%zu", number);
	fields_printf(f->pool, item, "score", "%" PRId64, match->score);
	fields_text(f->pool, item, "names",
		match_names(f->pool, f->facts, match, 0));
	fill_people(f, item, match);
	fields_list(f->pool, item, "reasons");
	for (size_t i = 0; i < match->reasons.n; i++) {
		const struct match_reason *reason = &match->reasons.at[i];
		struct fields *why = fields_item(f->pool, item, "reasons");

		fields_text(f->pool, why, "text", reason_text(f, reason));
		fields_printf(
			f->pool, why, "points", "%" PRId64, reason->points);
	}
}

static void
fill_unmatched(struct filler *f, const struct run *run)
{
	fields_list(f->pool, f->fields, "unmatched");
	for (size_t i = 0; i < run->unmatched.n; i++) {
		const struct unmatched *row = &run->unmatched.at[i];
		const struct participant *p =
			facts_participant(f->facts, row->participant);
		struct fields *item =
			fields_item(f->pool, f->fields, "unmatched");

		fields_text(f->pool, item, "name", p ? p->name : "?");
		fields_text(f->pool, item, "why", row->why);
	}
}

bool
fill_draft(struct filler *f, struct err *err)
{
	const struct ask *ask = facts_ask(f->facts, f->request->ask);
	int64_t id = f->request->run ? f->request->run : ask ? ask->run : 0;
	const struct run *run = facts_run(f->facts, id);
	size_t matches = 0, people = 0;

	if (!run)
		return err_set(
			err, ERR_NEVER, "the run of the draft is not loaded");
	fields_list(f->pool, f->fields, "matches");
	for (size_t i = 0; i < f->facts->matches.n; i++) {
		const struct match *match = f->facts->matches.at[i];

		if (match->run != id || match->state == MATCH_DISCARDED)
			continue;
		fill_drafted(f, match, ++matches);
		people += match->members.n;
	}
	fill_unmatched(f, run);
	fields_printf(f->pool, f->fields, "match_count", "%zu", matches);
	fields_printf(f->pool, f->fields, "person_count", "%zu", people);
	return true;
}

bool
fill_silence(struct filler *f, struct err *err)
{
	const struct match *match = request_match(f->facts, f->request);

	if (!match)
		return err_set(
			err, ERR_NEVER, "the match of the mail is not loaded");
	int64_t last = match->published_at;
	for (size_t i = 0; i < match->members.n; i++) {
		const struct participant *p =
			facts_participant(f->facts, match->members.at[i]);

		if (p)
			last = MAX(last, p->heard_at);
	}
	fields_text(f->pool, f->fields, "names",
		match_names(f->pool, f->facts, match, 0));
	fields_printf(f->pool, f->fields, "days", "%" PRId64,
		MAX(f->facts->now - last, 0) / DAY);
	fields_text(
		f->pool, f->fields, "nudged", fill_date(f, match->nudged_at));
	fill_people(f, f->fields, match);
	return true;
}
