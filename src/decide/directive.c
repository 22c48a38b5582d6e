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
