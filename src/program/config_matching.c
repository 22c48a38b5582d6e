/* The section matching: who is put with whom. */
#include <glib.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "program/config.h"

static const struct choice rule_kinds[] = {
	{ "different", RULE_DIFFERENT },
	{ "same", RULE_SAME },
	{ "share", RULE_SHARE },
	{ "overlap", RULE_OVERLAP },
	{ "not before", RULE_NOT_BEFORE },
	{ "not named", RULE_NOT_NAMED },
	{ 0 },
};
static const struct choice prefers[] = {
	{ "same", PREFER_SAME },
	{ "different", PREFER_DIFFERENT },
	{ "shared", PREFER_SHARED },
	{ "complement", PREFER_COMPLEMENT },
	{ "near", PREFER_NEAR },
	{ "far", PREFER_FAR },
	{ "overlap", PREFER_OVERLAP },
	{ 0 },
};

#define TEXT   (1u << ATTRIBUTE_TEXT)
#define LIST   (1u << ATTRIBUTE_LIST)
#define NUMBER (1u << ATTRIBUTE_NUMBER)
#define TIMES  (1u << ATTRIBUTE_TIMES)

static unsigned
types_of_rule(enum rule_kind kind)
{
	switch (kind) {
	case RULE_DIFFERENT:
	case RULE_SAME:
		return TEXT | NUMBER;
	case RULE_SHARE:
		return LIST;
	case RULE_OVERLAP:
		return TIMES;
	case RULE_NOT_BEFORE:
		return 0;
	case RULE_NOT_NAMED:
		return TEXT | LIST;
	}
	g_assert_not_reached();
}

static unsigned
types_of_preference(enum prefer prefer)
{
	switch (prefer) {
	case PREFER_SAME:
	case PREFER_DIFFERENT:
		return TEXT | NUMBER;
	case PREFER_SHARED:
	case PREFER_COMPLEMENT:
		return LIST;
	case PREFER_NEAR:
	case PREFER_FAR:
		return NUMBER;
	case PREFER_OVERLAP:
		return TIMES;
	}
	g_assert_not_reached();
}

/* Columns with a meaning of their own can be used without being declared;
 * declaring them says who may see them. */
static const struct attribute_rule *
built_in(struct reading *reading, const char *name)
{
	static const struct attribute_rule columns[] = {
		{ "availability", ATTRIBUTE_TIMES, VISIBLE_COORDINATOR,
			"free hours" },
		{ "language", ATTRIBUTE_TEXT, VISIBLE_COORDINATOR, "language" },
		{ "timezone", ATTRIBUTE_TEXT, VISIBLE_COORDINATOR,
			"time zone" },
		{ "role", ATTRIBUTE_TEXT, VISIBLE_COORDINATOR, "role" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		if (strcmp(columns[i].name, name) != 0)
			continue;
		struct attribute_rule *added =
			LIST_ADD(reading->pool, &reading->program->attributes);
		*added = columns[i];
		return added;
	}
	return NULL;
}

/* The declared attribute of that name, of one of those types; NULL with a
 * mistake when there is none such. */
static const struct attribute_rule *
attribute(struct reading *reading, config_setting_t *group, const char *path,
	const char *key, const char *name, unsigned types)
{
	const struct attribute_rule_list *all = &reading->program->attributes;
	const struct attribute_rule *found =
		program_attribute(reading->program, name);
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	if (!found)
		found = built_in(reading, name);
	if (found && (types & (1u << found->type)))
		return found;
	for (size_t i = 0; i < all->n; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)all->at[i].name);
	g_ptr_array_add(names, NULL);
	if (found)
		config_wrong(reading, config_at(group, key), path,
			"does not fit: it must be an attribute of type%s%s%s%s",
			types & TEXT ? " text" : "",
			types & LIST ? " list" : "",
			types & NUMBER ? " number" : "",
			types & TIMES ? " times" : "");
	else
		config_wrong(reading, config_at(group, key), path,
			"there is no such attribute under attributes%s",
			config_nearest(reading, name,
				(const char *const *)names->pdata));
	return NULL;
}

static const char *
rule_name(struct pool *pool, const struct match_rule *rule, const char *label)
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
	}
	g_assert_not_reached();
}

static void
check_rule(struct reading *reading, config_setting_t *group, const char *path,
	struct match_rule *rule)
{
	const struct attribute_rule *on = NULL;

	if (rule->kind == RULE_OVERLAP && !rule->on)
		rule->on = "availability";
	if (rule->kind == RULE_NOT_BEFORE) {
		if (rule->on)
			config_wrong(reading, config_at(group, "on"), path,
				"\"not before\" looks at earlier matches: "
				"remove on");
	} else if (!rule->on) {
		config_wrong(reading, group, path,
			"on is missing: which attribute?");
		return;
	} else {
		on = attribute(reading, group, path, "on", rule->on,
			types_of_rule(rule->kind));
		if (!on)
			return;
	}
	rule->amount /= MINUTE;
	if (config_at(group, "amount") && rule->kind != RULE_OVERLAP)
		config_wrong(reading, config_at(group, "amount"), path,
			"amount belongs to \"overlap\"");
	if (!rule->name)
		rule->name =
			rule_name(reading->pool, rule, on ? on->label : NULL);
	*LIST_ADD(reading->pool, &reading->program->matching.rules) = *rule;
}

static void
rule(struct reading *reading, config_setting_t *group, const char *path)
{
#define AT(member) offsetof(struct match_rule, member)
	static const struct key keys[] = {
		{ "rule", KEY_CHOICE, AT(kind), .required = true,
			.choices = rule_kinds },
		{ "on", KEY_TEXT, AT(on), .till = 64 },
		{ "amount", KEY_DURATION, AT(amount), .from = 15 * MINUTE,
			.till = 7 * DAY, .fallback = "1 hour" },
		{ "name", KEY_TEXT, AT(name), .till = 100 },
		{ 0 },
	};
#undef AT
	struct match_rule one = { 0 };
	size_t before = mistakes_count(reading->mistakes);

	config_group(reading, group, path, keys, &one);
	if (mistakes_count(reading->mistakes) == before)
		check_rule(reading, group, path, &one);
}

static void
check_criterion(struct reading *reading, config_setting_t *group,
	const char *path, struct criterion *c)
{
	unsigned types = types_of_preference(c->prefer);
	bool two = c->prefer == PREFER_COMPLEMENT;
	const struct attribute_rule *on, *with = NULL;

	if (c->prefer == PREFER_OVERLAP && !c->on)
		c->on = "availability";
	if (!c->on || (two && !c->with)) {
		config_wrong(reading, group, path, "%s is missing: %s",
			c->on ? "with" : "on",
			c->on ? "what one offers (on), the other wants (with)"
			      : "which attribute?");
		return;
	}
	if (c->with && !two) {
		config_wrong(reading, config_at(group, "with"), path,
			"with belongs to \"complement\"");
		return;
	}
	on = attribute(reading, group, path, "on", c->on, types);
	if (two)
		with = attribute(reading, group, path, "with", c->with, types);
	if (!on || (two && !with))
		return;
	/* Names, not the attributes: asking for the second one may have moved
	 * the list that holds the first. */
	on = program_attribute(reading->program, c->on);
	if (!c->name)
		c->name = two ? pool_printf(reading->pool, "%s and %s",
					on->label, with->label)
			      : pool_printf(reading->pool, "%s %s",
					prefer_name(c->prefer), on->label);
	*LIST_ADD(reading->pool, &reading->program->matching.criteria) = *c;
}

static void
criterion(struct reading *reading, config_setting_t *group, const char *path)
{
#define AT(member) offsetof(struct criterion, member)
	static const struct key keys[] = {
		{ "on", KEY_TEXT, AT(on), .till = 64 },
		{ "with", KEY_TEXT, AT(with), .till = 64 },
		{ "prefer", KEY_CHOICE, AT(prefer), .required = true,
			.choices = prefers },
		{ "weight", KEY_NUMBER, AT(weight), .from = 1, .till = 100,
			.fallback = "10" },
		{ "name", KEY_TEXT, AT(name), .till = 100 },
		{ 0 },
	};
#undef AT
	struct criterion one = { 0 };
	size_t before = mistakes_count(reading->mistakes);

	config_group(reading, group, path, keys, &one);
	if (mistakes_count(reading->mistakes) == before)
		check_criterion(reading, group, path, &one);
}

static const struct choice forms[] = {
	{ "peers", MATCHING_PEERS },
	{ "mentors", CHOICE_LATER },
	{ "groups", CHOICE_LATER },
	{ "rounds", CHOICE_LATER },
	{ 0 },
};
static const struct choice whens[] = {
	{ "start", MATCHING_AT_START },
	{ "weekly", MATCHING_WEEKLY },
	{ "on join", MATCHING_ON_JOIN },
	{ 0 },
};
static const struct choice publishes[] = {
	{ "review", PUBLISH_REVIEW },
	{ "auto", PUBLISH_AUTO },
	{ 0 },
};

/* Without rules nobody meets the same person again. */
static void
default_rules(struct reading *reading)
{
	*LIST_ADD(reading->pool, &reading->program->matching.rules) =
		(struct match_rule){
			.name = "not together before",
			.kind = RULE_NOT_BEFORE,
		};
}

void
config_matching(struct reading *reading, config_setting_t *root)
{
#define AT(member) offsetof(struct matching, member)
	static const struct key keys[] = {
		{ "form", KEY_CHOICE, AT(form), .fallback = "peers",
			.choices = forms },
		{ "size", KEY_INT, AT(size), .from = 2, .till = 2,
			.fallback = "2" },
		{ "capacity", KEY_INT, AT(capacity), .from = 1, .till = 1,
			.fallback = "1" },
		{ "when", KEY_CHOICE, AT(when), .fallback = "start",
			.choices = whens },
		{ "publish", KEY_CHOICE, AT(publish), .fallback = "review",
			.choices = publishes },
		{ "lead", KEY_DURATION, AT(lead), .till = 60 * DAY,
			.fallback = "3 days" },
		{ "rules", KEY_PART, .part = config_elsewhere },
		{ "criteria", KEY_PART, .part = config_elsewhere },
		{ 0 },
	};
#undef AT
	config_setting_t *group = config_at(root, "matching");

	config_section(
		reading, root, "matching", keys, &reading->program->matching);
	if (!config_each(reading, group, "rules", rule))
		default_rules(reading);
	config_each(reading, group, "criteria", criterion);
	if (!config_at(group, "criteria"))
		config_warn(reading, group, "matching.criteria",
			"there are none: all pairs are equally good, chance "
			"decides");
}
