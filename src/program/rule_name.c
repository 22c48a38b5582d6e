/* What a rule is called that was given no name: in the program's language, as
 * coordinators read it in a draft, beside why somebody has no partner. */
#include <glib.h>
#include <inttypes.h>

#include "program/config.h"
#include "program/words.h"

static const char *
english(struct pool *pool, const struct match_rule *rule, const char *label)
{
	switch (rule->kind) {
	case RULE_DIFFERENT:
		return pool_printf(pool, "different %s", label);
	case RULE_SAME:
		return pool_printf(pool, "same %s", label);
	case RULE_SHARE:
		return pool_printf(pool, "something shared in %s", label);
	case RULE_OVERLAP:
		return pool_printf(pool, "%" PRId64 " free minutes in common",
			rule->amount);
	case RULE_NOT_BEFORE:
		return "not together before";
	case RULE_NOT_NAMED:
		return pool_printf(pool, "not named under %s", label);
	case RULE_NOT_ABOVE:
		return pool_printf(pool, "not in one line of %s", label);
	case RULE_AT_LEAST:
		return pool_printf(pool, "%" PRId64 " or more apart in %s",
			rule->apart, label);
	case RULE_AT_MOST:
		return pool_printf(pool, "%" PRId64 " at most apart in %s",
			rule->apart, label);
	case RULE_SENIOR:
		return pool_printf(pool,
			"the mentor %" PRId64 " or more above in %s",
			rule->apart, label);
	case RULE_JUNIOR:
		return pool_printf(pool,
			"the mentor %" PRId64 " or more below in %s",
			rule->apart, label);
	}
	g_assert_not_reached();
}

static const char *
german(struct pool *pool, const struct match_rule *rule, const char *label)
{
	switch (rule->kind) {
	case RULE_DIFFERENT:
		return pool_printf(pool, "verschieden in %s", label);
	case RULE_SAME:
		return pool_printf(pool, "gleich in %s", label);
	case RULE_SHARE:
		return pool_printf(pool, "etwas gemeinsam in %s", label);
	case RULE_OVERLAP:
		return pool_printf(pool, "%" PRId64 " freie Minuten gemeinsam",
			rule->amount);
	case RULE_NOT_BEFORE:
		return "noch nicht zusammen gewesen";
	case RULE_NOT_NAMED:
		return pool_printf(pool, "nicht genannt unter %s", label);
	case RULE_NOT_ABOVE:
		return pool_printf(pool, "nicht in einer Linie von %s", label);
	case RULE_AT_LEAST:
		return pool_printf(pool,
			"mindestens %" PRId64 " auseinander in %s", rule->apart,
			label);
	case RULE_AT_MOST:
		return pool_printf(pool,
			"höchstens %" PRId64 " auseinander in %s", rule->apart,
			label);
	case RULE_SENIOR:
		return pool_printf(pool,
			"Mentor mindestens %" PRId64 " höher in %s",
			rule->apart, label);
	case RULE_JUNIOR:
		return pool_printf(pool,
			"Mentor mindestens %" PRId64 " niedriger in %s",
			rule->apart, label);
	}
	g_assert_not_reached();
}

const char *
rule_named(const struct reading *reading, const struct match_rule *rule,
	const char *label)
{
	return language_is_german(reading->program->language)
		? german(reading->pool, rule, label)
		: english(reading->pool, rule, label);
}
