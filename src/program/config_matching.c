/* The section matching: who is put with whom. */
#include <glib.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "program/config.h"
#include "program/when.h"

static const struct choice rule_kinds[] = {
	{ "different", RULE_DIFFERENT },
	{ "same", RULE_SAME },
	{ "share", RULE_SHARE },
	{ "overlap", RULE_OVERLAP },
	{ "not before", RULE_NOT_BEFORE },
	{ "not named", RULE_NOT_NAMED },
	{ "reporting line", RULE_NOT_ABOVE },
	{ "at least", RULE_AT_LEAST },
	{ "at most", RULE_AT_MOST },
	{ "senior", RULE_SENIOR },
	{ "junior", RULE_JUNIOR },
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
	{ "ranked", PREFER_RANKED },
	{ "named", PREFER_NAMED },
	{ "reliable", PREFER_RELIABLE },
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
	case RULE_NOT_ABOVE:
		return TEXT | LIST;
	case RULE_AT_LEAST:
	case RULE_AT_MOST:
	case RULE_SENIOR:
	case RULE_JUNIOR:
		return NUMBER;
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
	case PREFER_RANKED:
	case PREFER_NAMED:
		return LIST;
	case PREFER_RELIABLE:
		return 0;
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

static bool
is_about_numbers(enum rule_kind kind)
{
	return types_of_rule(kind) == NUMBER;
}

static bool
needs_mentors(enum rule_kind kind)
{
	return kind == RULE_SENIOR || kind == RULE_JUNIOR;
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
	if (config_at(group, "apart") && !is_about_numbers(rule->kind))
		config_wrong(reading, config_at(group, "apart"), path,
			"apart belongs to rules about numbers");
	if (needs_mentors(rule->kind) &&
		reading->program->matching.form != MATCHING_MENTORS)
		config_wrong(reading, group, path,
			"it tells mentor from mentee: use it with form = "
			"\"mentors\", or \"at least\" instead");
	if (!rule->name)
		rule->name = rule_named(reading, rule, on ? on->label : NULL);
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
		{ "apart", KEY_NUMBER, AT(apart), .till = 1000000,
			.fallback = "1" },
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

/* It looks at what happened, not at the roster. */
static void
check_reliable(struct reading *reading, config_setting_t *group,
	const char *path, struct criterion *c)
{
	if (c->on || c->with)
		config_wrong(reading, group, path,
			"\"reliable\" looks at meetings and answers: remove "
			"on and with");
	if (!c->name)
		c->name = "reliable";
	*LIST_ADD(reading->pool, &reading->program->matching.criteria) = *c;
}

static void
check_criterion(struct reading *reading, config_setting_t *group,
	const char *path, struct criterion *c)
{
	unsigned types = types_of_preference(c->prefer);
	bool two = c->prefer == PREFER_COMPLEMENT || c->prefer == PREFER_RANKED;
	const struct attribute_rule *on, *with = NULL;

	if (c->prefer == PREFER_RELIABLE) {
		check_reliable(reading, group, path, c);
		return;
	}

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
			"with belongs to \"complement\" and \"ranked\"");
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
	{ "mentors", MATCHING_MENTORS },
	{ "groups", MATCHING_GROUPS },
	{ "rounds", MATCHING_ROUNDS },
	{ 0 },
};
static const struct choice objectives[] = {
	{ "coverage", OBJECTIVE_COVERAGE },
	{ "quality", OBJECTIVE_QUALITY },
	{ "fair", OBJECTIVE_FAIR },
	{ "stable", OBJECTIVE_STABLE },
	{ 0 },
};
static const struct choice odds[] = {
	{ "trio", ODD_TRIO },
	{ "rest", ODD_REST },
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
	struct match_rule rule = { .kind = RULE_NOT_BEFORE };

	rule.name = rule_named(reading, &rule, NULL);
	*LIST_ADD(reading->pool, &reading->program->matching.rules) = rule;
}

#define FORM(form) (1u << (form))

/* A key that only some forms have. */
static void
belongs(struct reading *reading, config_setting_t *group, const char *key,
	unsigned fitting, const char *named)
{
	g_autofree char *path = g_strconcat("matching.", key, NULL);

	if (config_at(group, key) &&
		!(fitting & FORM(reading->program->matching.form)))
		config_wrong(reading, config_at(group, key), path,
			"belongs to form = %s", named);
}

static void
check_balance(struct reading *reading, config_setting_t *group)
{
	const struct text_list *balance = &reading->program->matching.balance;

	for (size_t i = 0; i < balance->n; i++)
		attribute(reading, group, "matching.balance", "balance",
			balance->at[i], TEXT | NUMBER);
}

/* "2027-03-10 14:00" */
static void
event(struct reading *reading, config_setting_t *setting, const char *path,
	void *target)
{
	const struct program *program = reading->program;
	const char *text = config_setting_get_string(setting), *why = NULL;
	struct matching *matching = target;
	struct step step = { 0 };

	if (!text ||
		!when_parse(
			text, program->starts, program->ends, &step, &why) ||
		step.anchor != ANCHOR_DATE || step.offset ||
		!strchr(text, ':')) {
		config_wrong(reading, setting, path,
			"%s: write a day and a time, as in \"2027-03-10 "
			"14:00\"",
			why ? why : "does not say when it begins");
		return;
	}
	matching->event_day = step.date;
	matching->event_at = step.at;
}

static void
check_event(struct reading *reading, config_setting_t *group)
{
	const struct program *program = reading->program;
	const struct matching *matching = &program->matching;
	bool event = matching->event_day != 0;

	if (event &&
		(matching->event_day < program->starts ||
			matching->event_day > program->ends))
		config_wrong(reading, config_at(group, "event"),
			"matching.event", "is not within the program");
	if (event && !matching->rounds)
		config_wrong(reading, config_at(group, "event"),
			"matching.event",
			"needs rounds: how many are there in the event?");
	if (event && matching->every * MAX(matching->rounds, 1) > DAY)
		config_wrong(reading, config_at(group, "event"),
			"matching.event",
			"lasts longer than a day: every is the time from one "
			"round to the next, as in \"15 minutes\"");
	if (matching->form == MATCHING_ROUNDS && !event && matching->every &&
		matching->every < DAY)
		config_wrong(reading, config_at(group, "every"),
			"matching.every",
			"rounds shorter than a day need an event: say when it "
			"begins");
}

static void
check_form(struct reading *reading, config_setting_t *group)
{
	const struct matching *matching = &reading->program->matching;
	unsigned mentors = FORM(MATCHING_MENTORS),
		 rounds = FORM(MATCHING_ROUNDS);
	unsigned peers = FORM(MATCHING_PEERS), groups = FORM(MATCHING_GROUPS);

	belongs(reading, group, "odd", peers | rounds,
		"\"peers\" or \"rounds\"");
	belongs(reading, group, "size", groups, "\"groups\"");
	belongs(reading, group, "leaders", groups, "\"groups\"");
	belongs(reading, group, "balance", groups, "\"groups\"");
	belongs(reading, group, "capacity", mentors, "\"mentors\"");
	belongs(reading, group, "mentors", mentors, "\"mentors\"");
	belongs(reading, group, "spread", mentors, "\"mentors\"");
	belongs(reading, group, "rounds", rounds, "\"rounds\"");
	belongs(reading, group, "every", rounds, "\"rounds\"");
	belongs(reading, group, "event", rounds, "\"rounds\"");
	if (matching->objective != OBJECTIVE_COVERAGE &&
		(groups | rounds) & FORM(matching->form))
		config_wrong(reading, config_at(group, "objective"),
			"matching.objective",
			"must be \"coverage\" with groups and rounds");
	check_balance(reading, group);
	check_event(reading, group);
}

void
config_matching(struct reading *reading, config_setting_t *root)
{
#define AT(member) offsetof(struct matching, member)
	static const struct key keys[] = {
		{ "form", KEY_CHOICE, AT(form), .fallback = "peers",
			.choices = forms },
		{ "objective", KEY_CHOICE, AT(objective),
			.fallback = "coverage", .choices = objectives },
		{ "odd", KEY_CHOICE, AT(odd), .fallback = "trio",
			.choices = odds },
		{ "size", KEY_INT, AT(size), .from = 3, .till = 12,
			.fallback = "4" },
		{ "leaders", KEY_TRUTH, AT(leaders), .fallback = "false" },
		{ "balance", KEY_TEXTS, AT(balance), .till = 64 },
		{ "capacity", KEY_INT, AT(capacity), .from = 1, .till = 12,
			.fallback = "1" },
		{ "mentors", KEY_INT, AT(mentors), .from = 1, .till = 5,
			.fallback = "1" },
		{ "spread", KEY_INT, AT(spread), .till = 100,
			.fallback = "10" },
		{ "keep", KEY_INT, AT(keep), .till = 100, .fallback = "10" },
		{ "rounds", KEY_INT, AT(rounds), .till = 100, .fallback = "0" },
		{ "every", KEY_DURATION, AT(every), .from = 5 * MINUTE,
			.till = 180 * DAY, .fallback = "2 weeks" },
		{ "event", KEY_PART, .part = event },
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
	check_form(reading, group);
	if (!config_each(reading, group, "rules", rule))
		default_rules(reading);
	config_each(reading, group, "criteria", criterion);
	if (!config_at(group, "criteria"))
		config_warn(reading, group, "matching.criteria",
			"there are none: all pairs are equally good, chance "
			"decides");
}
