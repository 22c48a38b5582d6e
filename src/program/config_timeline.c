/* The sections timeline and reactions: what happens when, and what an answer
 * starts. */
#include <glib.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "noun/mail.h"
#include "program/config.h"
#include "program/when.h"

#define REMINDERS_MAX 5

/* A step as written. */
struct written {
	struct step step;
	const char *at, *send, *ask;
	int act; /* an enum step_action; -1: not said */
	int to;  /* an enum step_to; -1: not said */
};

static const struct choice acts[] = {
	{ "match", STEP_MATCH },
	{ "digest", STEP_DIGEST },
	{ 0 },
};
static const struct choice tos[] = {
	{ "all", TO_ALL },
	{ "matched", TO_MATCHED },
	{ "coordinators", TO_COORDINATORS },
	{ 0 },
};

static const char *
nearest_form(struct reading *reading, const char *name)
{
	const struct form_list *forms = &reading->program->forms;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (size_t i = 0; i < forms->n; i++)
		g_ptr_array_add(names, (void *)(uintptr_t)forms->at[i].name);
	g_ptr_array_add(names, NULL);
	return config_nearest(reading, name, (const char *const *)names->pdata);
}

static bool
template_is_there(const struct program *p, const char *name)
{
	const char *languages[] = { p->language ? p->language : "en", "en" };

	for (size_t i = 0; i < p->template_dirs.n; i++)
		for (size_t j = 0; j < G_N_ELEMENTS(languages); j++) {
			g_autofree char *path = g_strdup_printf("%s/%s/%s.md",
				p->template_dirs.at[i], languages[j], name);

			if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
				return true;
		}
	return false;
}

static void
check_send(struct reading *reading, config_setting_t *at, const char *path,
	const char *name)
{
	enum moment moment;

	if (!config_is_name(reading, at, path, name))
		return;
	if (moment_parse(name, &moment))
		config_wrong(reading, at, path,
			"is a mail that mentord sends by itself: give your "
			"template another name");
	else if (!template_is_there(reading->program, name))
		config_wrong(reading, at, path, "there is no template %s/%s.md",
			reading->program->language ? reading->program->language
						   : "en",
			name);
}

static void
check_ask(struct reading *reading, config_setting_t *group, const char *path,
	const struct written *w)
{
	const struct step *step = &w->step;

	if (!program_form(reading->program, w->ask))
		config_wrong(reading, config_at(group, "ask"), path,
			"there is no such form under forms%s",
			nearest_form(reading, w->ask));
	if (w->to == TO_COORDINATORS)
		config_wrong(reading, config_at(group, "to"), path,
			"forms go to participants");
	if (step->remind.n > REMINDERS_MAX)
		config_wrong(reading, config_at(group, "remind"), path,
			"more than %d reminders are unkind", REMINDERS_MAX);
	if (step->remind.n &&
		step->remind.at[step->remind.n - 1] >= step->expires)
		config_wrong(reading, config_at(group, "remind"), path,
			"the last reminder must come before expires");
}

/* Whom it concerns when the coordinator does not say. */
static enum step_to
default_to(const struct step *step)
{
	bool of_match =
		step->anchor == ANCHOR_MATCH || step->anchor == ANCHOR_SESSION;

	return of_match ? TO_MATCHED : TO_ALL;
}

static void
check_anchor(struct reading *reading, config_setting_t *group, const char *path,
	const struct step *step)
{
	bool of_person = step->anchor == ANCHOR_JOIN ||
		step->anchor == ANCHOR_MATCH || step->anchor == ANCHOR_SESSION;

	if (default_to(step) == TO_MATCHED && step->to == TO_ALL)
		config_wrong(reading, config_at(group, "to"), path,
			"a match or a session concerns those who are in it: "
			"\"matched\"");
	if (of_person &&
		(step->action == STEP_MATCH || step->action == STEP_DIGEST))
		config_wrong(reading, config_at(group, "at"), path,
			"do needs a time of the whole program: start, end, "
			"week or a date");
}

static bool
check_action(struct reading *reading, config_setting_t *group, const char *path,
	struct written *w)
{
	int n = !!w->send + !!w->ask + (w->act >= 0);

	if (n != 1) {
		config_wrong(reading, group, path,
			n ? "has more than one of send, ask and do: make two "
			    "steps of it"
			  : "needs one of send, ask and do");
		return false;
	}
	w->step.action = w->send ? STEP_SEND
		: w->ask         ? STEP_ASK
				 : (enum step_action)w->act;
	w->step.what = w->send ? w->send : w->ask;
	if (w->step.action != STEP_ASK)
		for (const char *const *key = (const char *const[]){ "remind",
			     "expires", NULL };
			*key; key++)
			if (config_at(group, *key))
				config_wrong(reading, config_at(group, *key),
					path, "%s belongs to ask", *key);
	return true;
}

static void
check_step(struct reading *reading, config_setting_t *group, const char *path,
	struct written *w)
{
	struct program *p = reading->program;
	const char *why;

	if (!when_parse(w->at, p->starts, p->ends, &w->step, &why)) {
		config_wrong(reading, config_at(group, "at"), path, "%s", why);
		return;
	}
	if (!check_action(reading, group, path, w))
		return;
	w->step.to = w->to < 0 ? default_to(&w->step) : (enum step_to)w->to;
	check_anchor(reading, group, path, &w->step);
	if (w->send)
		check_send(reading, config_at(group, "send"), path, w->send);
	if (w->ask)
		check_ask(reading, group, path, w);
	if (!config_is_name(
		    reading, config_at(group, "name"), path, w->step.name))
		return;
	if (program_step(p, w->step.name))
		config_wrong(reading, config_at(group, "name"), path,
			"stands there twice");
	else
		*LIST_ADD(reading->pool, &p->timeline) = w->step;
}

static void
step(struct reading *reading, config_setting_t *group, const char *path)
{
#define AT(member) offsetof(struct written, member)
	static const struct key keys[] = {
		{ "name", KEY_TEXT, AT(step.name), .till = 40,
			.required = true },
		{ "at", KEY_TEXT, AT(at), .till = 100, .required = true },
		{ "send", KEY_TEXT, AT(send), .till = 40 },
		{ "ask", KEY_TEXT, AT(ask), .till = 40 },
		{ "do", KEY_CHOICE, AT(act), .choices = acts },
		{ "to", KEY_CHOICE, AT(to), .choices = tos },
		{ "remind", KEY_DURATIONS, AT(step.remind), .from = HOUR,
			.till = 365 * DAY },
		{ "expires", KEY_DURATION, AT(step.expires), .from = HOUR,
			.till = 365 * DAY, .fallback = "3 weeks" },
		{ "invite", KEY_LATER, .till = 0 },
		{ "unless", KEY_LATER, .till = 0 },
		{ 0 },
	};
#undef AT
	struct written w = { .act = -1, .to = -1 };
	size_t before = mistakes_count(reading->mistakes);

	config_group(reading, group, path, keys, &w);
	if (mistakes_count(reading->mistakes) == before)
		check_step(reading, group, path, &w);
}

/* The default timeline knows a closing form only when there is one. */
static void
default_step(struct reading *reading, config_setting_t *group, const char *path)
{
	const char *ask = NULL;

	if (config_setting_lookup_string(group, "ask", &ask) &&
		program_form(reading->program, ask))
		step(reading, group, path);
}

static void
default_timeline(struct reading *reading, config_setting_t *root)
{
	config_each(reading, root, "timeline", default_step);
}

/* ---- reactions --------------------------------------------------------------- */

static const struct choice dos[] = {
	{ "alert", REACT_ALERT },
	{ "end", REACT_END },
	{ "rematch", REACT_REMATCH },
	{ "refer", CHOICE_LATER },
	{ "celebrate", CHOICE_LATER },
	{ 0 },
};

static bool
is_option(const struct question *q, const char *is)
{
	for (size_t i = 0; i < q->options.n; i++)
		if (!strcmp(q->options.at[i], is))
			return true;
	return false;
}

/* Does the condition fit the question? NULL, or why not. */
static const char *
condition_fault(const struct reaction *r, const struct question *q)
{
	bool bounds = r->has_below || r->has_above;
	bool number = q->type == QUESTION_SCALE || q->type == QUESTION_NUMBER;

	if (bounds == (r->is != NULL))
		return "needs either is, or below or above";
	if (q->private && r->action == REACT_ALERT)
		return "the question is private, and an alert would tell the "
		       "answer: take private away, or the alert";
	if (!r->is)
		return number ? NULL
			      : "below and above go with a scale or a number";
	if (q->type == QUESTION_YESNO)
		return !strcmp(r->is, "yes") || !strcmp(r->is, "no")
			? NULL
			: "is must be \"yes\" or \"no\"";
	if (q->type == QUESTION_CHOICE)
		return is_option(q, r->is) ? NULL
					   : "is must be one of the options";
	return "is goes with a yesno or a choice";
}

static void
check_reaction(struct reading *reading, config_setting_t *group,
	const char *path, const struct reaction *r)
{
	const struct form *form = program_form(reading->program, r->form);
	const struct question *q =
		form ? form_question(form, r->question) : NULL;
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	const char *why = q ? condition_fault(r, q) : NULL;

	if (!form) {
		config_wrong(reading, config_at(group, "form"), path,
			"there is no such form under forms%s",
			nearest_form(reading, r->form));
	} else if (!q) {
		for (size_t i = 0; i < form->questions.n; i++)
			g_ptr_array_add(ids,
				(void *)(uintptr_t)form->questions.at[i].id);
		g_ptr_array_add(ids, NULL);
		config_wrong(reading, config_at(group, "question"), path,
			"the form %s has no such question%s", form->name,
			config_nearest(reading, r->question,
				(const char *const *)ids->pdata));
	} else if (why) {
		config_wrong(reading, group, path, "%s", why);
	} else {
		*LIST_ADD(reading->pool, &reading->program->reactions) = *r;
	}
}

static void
reaction(struct reading *reading, config_setting_t *group, const char *path)
{
#define AT(member) offsetof(struct reaction, member)
	static const struct key keys[] = {
		{ "form", KEY_TEXT, AT(form), .required = true },
		{ "question", KEY_TEXT, AT(question), .required = true },
		{ "is", KEY_TEXT, .at = AT(is) },
		{ "below", KEY_NUMBER, AT(below), .from = -1000000,
			.till = 1000000000 },
		{ "above", KEY_NUMBER, AT(above), .from = -1000000,
			.till = 1000000000 },
		{ "do", KEY_CHOICE, AT(action), .required = true,
			.choices = dos },
		{ 0 },
	};
#undef AT
	struct reaction one = { 0 };
	size_t before = mistakes_count(reading->mistakes);

	config_group(reading, group, path, keys, &one);
	one.has_below = config_at(group, "below") != NULL;
	one.has_above = config_at(group, "above") != NULL;
	if (mistakes_count(reading->mistakes) == before)
		check_reaction(reading, group, path, &one);
}

void
config_timeline(struct reading *reading, config_setting_t *root)
{
	if (!config_each(reading, root, "timeline", step))
		config_tree(reading, config_default_timeline,
			strlen(config_default_timeline), default_timeline);
	config_each(reading, root, "reactions", reaction);
}
