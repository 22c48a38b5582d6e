/* The sections attributes and forms: what is known of people, and what they
 * are asked. */
#include <glib.h>
#include <stddef.h>
#include <string.h>

#include "program/config.h"
#include "program/words.h"

#define QUESTIONS_MAX 20
#define OPTIONS_MAX   20
#define SCALE_MAX     10 /* a tally counts 0 to 10 */
#define NOT_SAID      INT64_MIN

/* ---- attributes ---------------------------------------------------------- */

static const struct choice attribute_types[] = {
	{ "text", ATTRIBUTE_TEXT },
	{ "list", ATTRIBUTE_LIST },
	{ "number", ATTRIBUTE_NUMBER },
	{ "times", ATTRIBUTE_TIMES },
	{ 0 },
};
static const struct choice visibles[] = {
	{ "partner", VISIBLE_PARTNER },
	{ "coordinator", VISIBLE_COORDINATOR },
	{ "nobody", VISIBLE_NOBODY },
	{ 0 },
};

static bool
is_own_column(const char *name)
{
	return !strcmp(name, "email") || !strcmp(name, "name") ||
		!strcmp(name, "id") || !strcmp(name, "aliases");
}

static const char *
attribute_fault(
	const struct program *program, const struct attribute_rule *attribute)
{
	if (is_own_column(attribute->name))
		return "is a column of its own meaning: no attribute can have "
		       "this name";
	if (program_attribute(program, attribute->name))
		return "stands there twice";
	if (!strcmp(attribute->name, "availability") &&
		attribute->type != ATTRIBUTE_TIMES)
		return "must be of type \"times\"";
	if (strcmp(attribute->name, "availability") != 0 &&
		attribute->type == ATTRIBUTE_TIMES)
		return "cannot be of type \"times\": free hours stand in the "
		       "column availability";
	return NULL;
}

static void
attribute(struct reading *reading, config_setting_t *group, const char *path)
{
#define AT(member) offsetof(struct attribute_rule, member)
	static const struct key keys[] = {
		{ "name", KEY_TEXT, AT(name), .till = 64, .required = true },
		{ "type", KEY_CHOICE, AT(type), .fallback = "text",
			.choices = attribute_types },
		{ "visible", KEY_CHOICE, AT(visible), .fallback = "coordinator",
			.choices = visibles },
		{ "label", KEY_TEXT, AT(label), .till = 100 },
		{ 0 },
	};
#undef AT
	struct attribute_rule one = { 0 };

	config_group(reading, group, path, keys, &one);
	if (!one.name)
		return;
	if (!one.label)
		one.label = one.name;
	const char *why = attribute_fault(reading->program, &one);
	if (why)
		config_wrong(
			reading, config_at(group, "name"), path, "%s", why);
	else
		*LIST_ADD(reading->pool, &reading->program->attributes) = one;
}

/* ---- questions ------------------------------------------------------------ */

static const struct choice question_types[] = {
	{ "yesno", QUESTION_YESNO },
	{ "scale", QUESTION_SCALE },
	{ "number", QUESTION_NUMBER },
	{ "choice", QUESTION_CHOICE },
	{ "choices", QUESTION_CHOICES },
	{ "date", QUESTION_DATE },
	{ "times", CHOICE_LATER },
	{ "text", QUESTION_TEXT },
	{ 0 },
};

static void
bounds(struct reading *reading, config_setting_t *group, const char *path,
	struct question *q)
{
	bool scale = q->type == QUESTION_SCALE;

	if (!scale && q->type != QUESTION_NUMBER) {
		if (q->from != NOT_SAID || q->till != NOT_SAID)
			config_wrong(reading, group, path,
				"from and till belong to a scale or a number");
		q->from = q->till = 0;
		return;
	}
	if (q->from == NOT_SAID)
		q->from = scale ? 1 : 0;
	if (q->till == NOT_SAID)
		q->till = scale ? 5 : 1000000;
	if (q->till <= q->from)
		config_wrong(reading, config_at(group, "till"), path,
			"till must be above from");
	if (scale && (q->from < 0 || q->till > SCALE_MAX))
		config_wrong(reading, group, path,
			"a scale lies between 0 and %d", SCALE_MAX);
}

static void
options(struct reading *reading, config_setting_t *group, const char *path,
	const struct question *q)
{
	config_setting_t *at = config_at(group, "options");

	if (q->type != QUESTION_CHOICE && q->type != QUESTION_CHOICES) {
		if (at)
			config_wrong(reading, at, path,
				"options belong to a choice");
		return;
	}
	if (q->options.n < 2 || q->options.n > OPTIONS_MAX)
		config_wrong(reading, at ? at : group, path,
			"a choice needs 2 to %d options", OPTIONS_MAX);
	/* several are stored with commas between them */
	for (size_t i = 0; i < q->options.n; i++)
		if (q->type == QUESTION_CHOICES &&
			strchr(q->options.at[i], ','))
			config_wrong(reading, at, path,
				"option \"%s\" has a comma: where several may "
				"be chosen, write it without one",
				q->options.at[i]);
	for (size_t i = 1; i < q->options.n; i++)
		for (size_t j = 0; j < i; j++)
			if (!g_ascii_strcasecmp(
				    q->options.at[i], q->options.at[j]))
				config_wrong(reading, at, path,
					"option \"%s\" stands there twice",
					q->options.at[i]);
}

/* People's own words are private unless the coordinator says otherwise, and
 * need not be given. */
static void
question_defaults(config_setting_t *group, struct question *q)
{
	if (!config_at(group, "private"))
		q->private = q->type == QUESTION_TEXT;
	if (!config_at(group, "required"))
		q->required = q->type != QUESTION_TEXT;
}

static bool
read_question(struct reading *reading, config_setting_t *group,
	const char *path, struct question *q)
{
#define AT(member) offsetof(struct question, member)
	static const struct key keys[] = {
		{ "id", KEY_TEXT, AT(id), .till = 40, .required = true },
		{ "ask", KEY_TEXT, AT(ask), .till = 500, .required = true },
		{ "type", KEY_CHOICE, AT(type), .required = true,
			.choices = question_types },
		{ "from", KEY_NUMBER, AT(from), .from = -1000000,
			.till = 1000000000 },
		{ "till", KEY_NUMBER, AT(till), .from = -1000000,
			.till = 1000000000 },
		{ "options", KEY_TEXTS, AT(options), .till = 100 },
		{ "private", KEY_TRUTH, .at = AT(private) },
		{ "required", KEY_TRUTH, .at = AT(required) },
		{ 0 },
	};
#undef AT
	size_t before = mistakes_count(reading->mistakes);

	q->from = q->till = NOT_SAID;
	config_group(reading, group, path, keys, q);
	if (!q->id || mistakes_count(reading->mistakes) > before)
		return q->id != NULL;
	bounds(reading, group, path, q);
	options(reading, group, path, q);
	question_defaults(group, q);
	if (!strcmp(q->id, "met") && q->type != QUESTION_YESNO)
		config_wrong(reading, config_at(group, "type"), path,
			"the question \"met\" says whether a meeting took "
			"place: it must be a \"yesno\"");
	return true;
}

static void
question(struct reading *reading, config_setting_t *group, const char *path,
	struct form *form)
{
	struct question q = { 0 };

	if (!config_is_group(reading, group, path) ||
		!read_question(reading, group, path, &q))
		return;
	if (!config_is_name(reading, config_at(group, "id"), path, q.id))
		return;
	if (form_question(form, q.id))
		config_wrong(reading, config_at(group, "id"), path,
			"the question stands there twice in this form");
	else
		*LIST_ADD(reading->pool, &form->questions) = q;
}

static void
form(struct reading *reading, config_setting_t *list)
{
	struct pool *pool = reading->mistakes->pool;
	const char *name = config_setting_name(list);
	const char *path = pool_printf(pool, "forms.%s", name);
	struct form one = { .name = pool_strdup(reading->pool, name) };
	int n = config_setting_length(list);

	if (!config_is_name(reading, list, path, name) ||
		!config_is_list(reading, list, path))
		return;
	if (n < 1 || n > QUESTIONS_MAX)
		config_wrong(reading, list, path,
			"must have 1 to %d questions, people answer by mail",
			QUESTIONS_MAX);
	for (int i = 0; i < MIN(n, QUESTIONS_MAX); i++)
		question(reading, config_setting_get_elem(list, (unsigned)i),
			pool_printf(pool, "%s[%d]", path, i + 1), &one);
	*LIST_ADD(reading->pool, &reading->program->forms) = one;
}

static void
forms(struct reading *reading, config_setting_t *root)
{
	config_setting_t *group = config_at(root, "forms");

	if (!group || !config_is_group(reading, group, "forms"))
		return;
	for (int i = 0; i < config_setting_length(group); i++)
		form(reading, config_setting_get_elem(group, (unsigned)i));
}

static void
default_forms(struct reading *reading)
{
	const char *text = language_is_german(reading->program->language)
		? config_default_forms_de
		: config_default_forms_en;

	config_tree(reading, text, strlen(text), forms);
}

void
config_forms(struct reading *reading, config_setting_t *root)
{
	config_each(reading, root, "attributes", attribute);
	forms(reading, root);
	if (!config_at(config_at(root, "forms"), "checkin"))
		default_forms(reading);
}
