/* A coordinator's word on two people. The newest one on a pair counts; a pin is
 * spent when the two were introduced to each other; a word that keeps two
 * apart stays until it is taken back. */
#include "decide/concern.h"

#include <glib.h>

void
directive_pairs(const struct facts *facts, enum directive_kind kind,
	struct former_pair_list *pairs)
{
	for (size_t i = 0; i < facts->directives.n; i++) {
		const struct directive *d = facts->directives.at[i];

		if (d->kind == kind && !d->over_at)
			*LIST_ADD(facts->pool, pairs) =
				(struct former_pair){ d->one, d->other };
	}
}

/* Whether that form lets a person be pinned to one other only. */
static bool
takes_one(const struct program *program, const struct facts *facts, int64_t id)
{
	const struct participant *p = facts_participant(facts, id);

	switch (program->matching.form) {
	case MATCHING_PEERS:
	case MATCHING_ROUNDS:
		return true;
	case MATCHING_MENTORS:
		return p && p->role == ROLE_MENTEE &&
			program->matching.mentors == 1;
	case MATCHING_GROUPS:
		return false;
	}
	g_assert_not_reached();
}

static bool
has(const struct directive *d, int64_t id)
{
	return d->one == id || d->other == id;
}

/* An older pin that the newer one of these two makes impossible. */
static bool
is_in_the_way(const struct program *program, const struct facts *facts,
	const struct directive *d, const struct saying *saying)
{
	if (saying->kind != SAYING_TOGETHER || d->kind != DIRECTIVE_PIN)
		return false;
	return (has(d, saying->one) &&
		       takes_one(program, facts, saying->one)) ||
		(has(d, saying->other) &&
			takes_one(program, facts, saying->other));
}

bool
directive_cannot(const struct program *program, const struct facts *facts,
	const struct saying *saying)
{
	const struct participant *a = facts_participant(facts, saying->one),
				 *b = facts_participant(facts, saying->other);

	if (saying->kind != SAYING_TOGETHER ||
		program->matching.form != MATCHING_MENTORS || !a || !b)
		return false;
	return !(role_mentors(a->role) && role_learns(b->role)) &&
		!(role_mentors(b->role) && role_learns(a->role));
}

static void
end(struct facts *facts, struct directive *directive)
{
	directive->over_at = facts->now;
	fact_touch(directive);
}

void
directive_spend(struct facts *facts, const struct match *match)
{
	for (size_t i = 0; i < facts->directives.n; i++) {
		struct directive *d = facts->directives.at[i];

		if (d->kind == DIRECTIVE_PIN && !d->over_at &&
			match_has(match, d->one) && match_has(match, d->other))
			end(facts, d);
	}
}

/* ---- a new word -------------------------------------------------------------- */

static enum directive_kind
kind_of(const struct saying *saying)
{
	return saying->kind == SAYING_TOGETHER ? DIRECTIVE_PIN
					       : DIRECTIVE_FORBID;
}

static void
add(struct facts *facts, const struct saying *saying, const char *by)
{
	struct directive *directive = facts_new_directive(facts);

	directive->kind = kind_of(saying);
	directive->one = saying->one;
	directive->other = saying->other;
	directive->by = by;
}

static void
note(struct facts *facts, const struct saying *saying, const char *by)
{
	static const char *const names[] = {
		[SAYING_APART] = "apart",
		[SAYING_TOGETHER] = "together",
		[SAYING_EITHER] = "taken back",
	};

	facts_new_outcome(facts, OUTCOME_DIRECTIVE,
		"%s: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT ", by %s",
		names[saying->kind], saying->one, saying->other,
		by ? "reply" : "command")
		->participant = saying->one;
}

/* What was said before on the two ends, and pins that can no longer be;
 * *counted: it is what counts already. True when anything ended. */
static bool
end_older(const struct program *program, struct facts *facts,
	const struct saying *saying, bool *counted)
{
	bool ended = false;

	*counted = false;
	for (size_t i = 0; i < facts->directives.n; i++) {
		struct directive *d = facts->directives.at[i];
		bool pair = d->one == saying->one && d->other == saying->other;

		if (d->over_at)
			continue;
		if (pair && saying->kind != SAYING_EITHER &&
			d->kind == kind_of(saying)) {
			*counted = true;
		} else if (pair || is_in_the_way(program, facts, d, saying)) {
			end(facts, d);
			ended = true;
		}
	}
	return ended;
}

bool
directive_say(const struct program *program, struct facts *facts,
	const struct saying *saying, const char *by)
{
	bool counted;
	bool changed = end_older(program, facts, saying, &counted);

	if (saying->kind != SAYING_EITHER && !counted) {
		add(facts, saying, by);
		changed = true;
	}
	if (changed)
		note(facts, saying, by);
	return changed;
}

void
directive_forbid(struct facts *facts, int64_t a, int64_t b)
{
	struct saying saying = { SAYING_APART, MIN(a, b), MAX(a, b), NULL };
	bool counted;

	end_older(NULL, facts, &saying, &counted);
	if (!counted)
		add(facts, &saying, DIRECTIVE_WISH);
}

enum directed
decide_direct(const struct program *program, struct facts *facts,
	enum directive_kind kind, bool undo, int64_t one, int64_t other,
	struct err *err)
{
	struct saying saying = { undo           ? SAYING_EITHER
			: kind == DIRECTIVE_PIN ? SAYING_TOGETHER
						: SAYING_APART,
		MIN(one, other), MAX(one, other), NULL };
	struct draft_notes notes = { 0 };

	if (one == other) {
		err_set(err, ERR_NEVER, "both names are the same person");
		return DIRECTED_NOT;
	}
	if (ending_over(program, facts)) {
		err_set(err, ERR_NEVER, "the program is over");
		return DIRECTED_NOT;
	}
	if (directive_cannot(program, facts, &saying)) {
		err_set(err, ERR_NEVER,
			"one of the two must be a mentor and the other a "
			"mentee: the roster's column role says what they are");
		return DIRECTED_NOT;
	}
	if (!directive_say(program, facts, &saying, NULL))
		return DIRECTED_SAME;
	*LIST_ADD(facts->pool, &notes.said.followed) = saying;
	return matching_redraw(program, facts, &notes) ? DIRECTED_REDRAWN
						       : DIRECTED_NOTED;
}
