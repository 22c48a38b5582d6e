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

void
directive_forbid(struct facts *facts, int64_t a, int64_t b)
{
	int64_t one = MIN(a, b), other = MAX(a, b);

	for (size_t i = 0; i < facts->directives.n; i++) {
		struct directive *d = facts->directives.at[i];

		if (d->one != one || d->other != other || d->over_at)
			continue;
		if (d->kind == DIRECTIVE_FORBID)
			return;
		end(facts, d);
	}
	struct directive *directive = POOL_NEW(facts->pool, struct directive);

	directive->id = facts->next.directive++;
	directive->kind = DIRECTIVE_FORBID;
	directive->one = one;
	directive->other = other;
	directive->made_at = facts->now;
	directive->change = FACT_NEW;
	*LIST_ADD(facts->pool, &facts->directives) = directive;
}
