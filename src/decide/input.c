/* What the solver is told: who waits, what stands, who was together before,
 * what coordinators said, what the draft that nobody approved was like, and
 * how reliable people were. */
#include "decide/concern.h"

/* The pairs of the draft that stands, with what parting one must gain. */
static void
keep_drafted(const struct program *program, const struct facts *facts,
	struct solve_input *input)
{
	input->keep_price = (int64_t)program->matching.keep * SCORE_SCALE;
	for (size_t i = 0; i < facts->matches.n; i++)
		if (facts->matches.at[i]->state == MATCH_DRAFT)
			waiting_pairs(facts->pool, &input->kept,
				&facts->matches.at[i]->members);
}

static bool
asks_for_reliable(const struct matching *matching)
{
	for (size_t i = 0; i < matching->criteria.n; i++)
		if (matching->criteria.at[i].prefer == PREFER_RELIABLE)
			return true;
	return false;
}

static struct follow_through_list
follow_through(const struct facts *facts)
{
	struct follow_through_list list = { 0 };

	for (size_t i = 0; i < facts->deeds.n; i++) {
		const struct deeds *t = &facts->deeds.at[i];
		int64_t done = t->held + t->answered;
		int64_t asked = done + t->missed + t->unanswered;

		if (asked > 0)
			*LIST_ADD(facts->pool, &list) =
				(struct follow_through){ t->participant,
					1000 * done / asked };
	}
	return list;
}

struct solve_input
input_of(const struct program *program, const struct facts *facts,
	const struct waiting *waiting)
{
	const struct matching *matching = &program->matching;
	struct solve_input input = { .matching = matching,
		.attributes = &program->attributes,
		.program = program,
		.people = waiting->free,
		.standing = waiting->standing,
		.standing_people = waiting->standing_people,
		.history = waiting_history(facts),
		.forbidden = waiting_parted(facts),
		.credits = waiting_credits(program, facts, &waiting->free),
		.rounds = round_in_event(program) ? matching->rounds : 1,
		.seed = facts->next.run,
		.now = facts->now };

	keep_drafted(program, facts, &input);
	directive_pairs(facts, DIRECTIVE_FORBID, &input.forbidden);
	directive_pairs(facts, DIRECTIVE_PIN, &input.pinned);
	if (asks_for_reliable(matching))
		input.follow_through = follow_through(facts);
	return input;
}

struct solve_input
decide_solve_input(const struct program *program, const struct facts *facts,
	struct unmatched_list *barred)
{
	struct waiting waiting = waiting_people(program, facts);

	if (barred)
		*barred = waiting.barred;
	return input_of(program, facts, &waiting);
}
