/* The schedule of an event: one line a round, with whom, and the rounds in
 * which the reader has a rest. */
#include "write/fill.h"

#include "base/clock.h"

static const struct session *
session_of(const struct facts *facts, const struct match *match)
{
	for (size_t i = 0; i < facts->sessions.n; i++)
		if (facts->sessions.at[i]->match == match->id &&
			facts->sessions.at[i]->state != SESSION_CANCELLED)
			return facts->sessions.at[i];
	return NULL;
}

static const struct match *
match_of_round(const struct filler *f, int64_t round)
{
	for (size_t i = 0; i < f->facts->matches.n; i++) {
		const struct match *match = f->facts->matches.at[i];

		if (match->run == f->request->run && match->round == round &&
			match->state == MATCH_ACTIVE &&
			match_has(match, f->request->participant))
			return match;
	}
	return NULL;
}

/* When the first round begins, by any of theirs; 0: they have none. */
static int64_t
begins(const struct filler *f)
{
	int64_t every = f->program->matching.every;

	for (int round = 1; round <= f->program->matching.rounds; round++) {
		const struct match *match = match_of_round(f, round);
		const struct session *session =
			match ? session_of(f->facts, match) : NULL;

		if (session)
			return session->starts_at - (round - 1) * every;
	}
	return 0;
}

static void
fill_round(struct filler *f, int round, int64_t at)
{
	const struct match *match = match_of_round(f, round);
	struct fields *item = fields_item(f->pool, f->fields, "rounds");
	int64_t till = at + f->program->matching.every;

	fields_printf(f->pool, item, "number", "%d", round);
	fields_text(f->pool, item, "time",
		words_time(f->pool, f->to->words, f->to->zone, at));
	fields_text(f->pool, item, "till",
		words_time(f->pool, f->to->words, f->to->zone, till));
	fields_truth(f->pool, item, "rest", !match);
	fields_text(f->pool, item, "partner_names",
		match ? match_names(f->pool, f->facts, match,
				f->request->participant)
		      : "");
}

bool
fill_schedule(struct filler *f, struct err *err)
{
	int64_t first = begins(f), every = f->program->matching.every;

	if (!first)
		return err_set(
			err, ERR_NEVER, "a schedule needs a round that stands");
	fields_text(f->pool, f->fields, "date", fill_date(f, first));
	fields_text(f->pool, f->fields, "zone", fill_zone(f));
	fields_text(f->pool, f->fields, "place", f->program->sessions.place);
	fields_list(f->pool, f->fields, "rounds");
	for (int round = 1; round <= f->program->matching.rounds; round++)
		fill_round(f, round, first + (round - 1) * every);
	return true;
}
