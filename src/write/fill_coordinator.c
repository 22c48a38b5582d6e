/* What coordinators get to see: a draft of matches with reasons, and who has
 * gone silent. States, figures and names, never a participant's words. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>

#include "base/clock.h"
#include "write/reason.h"

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

/* The strongest come first; the rest is in "mentord show match". */
#define REASONS_SHOWN 3

static void
fill_reasons(struct filler *f, struct fields *item, const struct match *match)
{
	fields_list(f->pool, item, "reasons");
	for (size_t i = 0; i < MIN(match->reasons.n, REASONS_SHOWN); i++) {
		const struct match_reason *reason = &match->reasons.at[i];
		struct fields *why = fields_item(f->pool, item, "reasons");

		fields_text(f->pool, why, "text",
			reason_sentence(f->pool, f->program, f->to->words,
				f->facts, &match->members, reason, 0));
		fields_text(f->pool, why, "criterion", reason->criterion);
		fields_printf(
			f->pool, why, "points", "%" PRId64, reason->points);
	}
}

/* How much of what all criteria together can give a pair; of more than two,
 * the mean of their pairs. */
static int64_t
percent_of(const struct program *program, const struct match *match)
{
	int64_t pairs = (int64_t)(match->members.n * (match->members.n - 1));
	int64_t full = 0;

	for (size_t c = 0; c < program->matching.criteria.n; c++)
		full += program->matching.criteria.at[c].weight * SCORE_SCALE;
	full *= pairs / 2;
	return full ? MIN(100, (match->score * 100 + full / 2) / full) : 100;
}

/* Of all matches of the draft. */
struct range {
	int64_t lowest, highest;
};

/* Where all are alike, none is marked. */
static struct range
range_of(const struct program *program, const struct match_list *matches)
{
	struct range range = { 101, -1 };

	for (size_t i = 0; i < matches->n; i++) {
		int64_t percent = percent_of(program, matches->at[i]);

		range.lowest = MIN(range.lowest, percent);
		range.highest = MAX(range.highest, percent);
	}
	return range.lowest < range.highest ? range : (struct range){ -1, -1 };
}

static void
fill_drafted(struct filler *f, const struct match *match,
	const struct range *range, size_t number)
{
	struct fields *item = fields_item(f->pool, f->fields, "matches");
	int64_t percent = percent_of(f->program, match);

	fields_printf(f->pool, item, "number", "%zu", number);
	fields_printf(f->pool, item, "score", "%" PRId64, match->score);
	fields_printf(f->pool, item, "percent", "%" PRId64, percent);
	fields_truth(f->pool, item, "strongest", percent == range->highest);
	fields_truth(f->pool, item, "weakest", percent == range->lowest);
	fields_text(f->pool, item, "names",
		match_names(f->pool, f->facts, match, 0));
	fill_people(f, item, match);
	fill_reasons(f, item, match);
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
	struct match_list drafted = { 0 };
	size_t people = 0;

	if (!run)
		return err_set(
			err, ERR_NEVER, "the run of the draft is not loaded");
	for (size_t i = 0; i < f->facts->matches.n; i++) {
		struct match *match = f->facts->matches.at[i];

		if (match->run == id && match->state != MATCH_DISCARDED)
			*LIST_ADD(f->pool, &drafted) = match;
	}
	struct range range = range_of(f->program, &drafted);
	fields_list(f->pool, f->fields, "matches");
	for (size_t i = 0; i < drafted.n; i++) {
		fill_drafted(f, drafted.at[i], &range, i + 1);
		people += drafted.at[i]->members.n;
	}
	fill_unmatched(f, run);
	fields_printf(f->pool, f->fields, "match_count", "%zu", drafted.n);
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
