/* A form as numbered questions, and what was understood of the answers.
 * Numbers are those of the form and never move: question 3 is "3." in the
 * first mail, in the reminder and when only it is asked again. */
#include "write/fill.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"

#define QUOTED 300 /* characters of somebody's own words quoted to them */

static void
fill_options(struct filler *f, struct fields *item, const struct question *q)
{
	fields_list(f->pool, item, "options");
	for (size_t i = 0; i < q->options.n; i++) {
		struct fields *option = fields_item(f->pool, item, "options");

		fields_printf(f->pool, option, "number", "%zu", i + 1);
		fields_text(f->pool, option, "text", q->options.at[i]);
	}
}

static void
fill_question(struct filler *f, const struct question *q, size_t number)
{
	static const char *const names[] = {
		[QUESTION_YESNO] = "yesno",
		[QUESTION_SCALE] = "scale",
		[QUESTION_NUMBER] = "amount",
		[QUESTION_CHOICE] = "choice",
		[QUESTION_CHOICES] = "choices",
		[QUESTION_DATE] = "day",
		[QUESTION_TEXT] = "words",
		[QUESTION_TIMES] = "times",
	};
	struct fields *item = fields_item(f->pool, f->fields, "questions");

	fields_printf(f->pool, item, "number", "%zu", number);
	fields_text(f->pool, item, "ask", q->ask);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		fields_truth(f->pool, item, names[i], i == (size_t)q->type);
	fields_printf(f->pool, item, "from", "%" PRId64, q->from);
	fields_printf(f->pool, item, "till", "%" PRId64, q->till);
	fields_truth(f->pool, item, "private", q->private);
	fields_truth(f->pool, item, "optional", !q->required);
	fill_options(f, item, q);
}

static const struct answer *
answer_to(const struct ask *ask, const struct question *q)
{
	for (size_t i = 0; i < ask->answers.n; i++)
		if (ask->answers.at[i].question &&
			!strcmp(ask->answers.at[i].question, q->id))
			return &ask->answers.at[i];
	return NULL;
}

/* Is it open in the sense of the moment? In the first mail all are. */
static bool
is_asked(enum moment moment, const struct question *q, const struct answer *a)
{
	bool typed = a && a->value;

	switch ((int)moment) {
	case MOMENT_REMINDER:
		return !typed;
	case MOMENT_CLARIFY:
		return !typed && (q->required || (a && a->raw));
	default:
		return true;
	}
}

static void
fill_asked(struct filler *f, const struct form *form, const struct ask *ask)
{
	size_t asked = 0, private = 0;
	bool all = false;

	fields_list(f->pool, f->fields, "questions");
	for (size_t i = 0; i < form->questions.n; i++) {
		const struct question *q = &form->questions.at[i];

		asked += is_asked(f->request->moment, q, answer_to(ask, q));
	}
	all = !asked;
	asked = 0;
	for (size_t i = 0; i < form->questions.n; i++) {
		const struct question *q = &form->questions.at[i];

		if (!all && !is_asked(f->request->moment, q, answer_to(ask, q)))
			continue;
		fill_question(f, q, i + 1);
		asked++;
		private += q->private;
	}
	fields_truth(f->pool, f->fields, "some_private", private > 0);
	fields_truth(f->pool, f->fields, "all_private",
		private > 0 && private == asked);
}

/* A typed value as the reader would write it. */
static const char *
value_text(struct filler *f, const struct question *q, const char *value)
{
	const struct language *words = f->to->words;
	int64_t day;

	if (q->type == QUESTION_YESNO && !strcmp(value, "yes") && words->yes.n)
		return words->yes.at[0];
	if (q->type == QUESTION_YESNO && !strcmp(value, "no") && words->no.n)
		return words->no.at[0];
	if (q->type == QUESTION_DATE && civil_parse_date(value, &day))
		return words_date(f->pool, words, zone_find("UTC"), day * DAY);
	return value;
}

/* The start of a long answer. */
static const char *
quoted(struct pool *pool, const char *words)
{
	g_autofree char *valid = g_utf8_make_valid(words, -1);

	if (g_utf8_strlen(valid, -1) <= QUOTED)
		return pool_strdup(pool, valid);
	g_autofree char *start = g_utf8_substring(valid, 0, QUOTED);
	return pool_printf(pool, "%s ...", start);
}

static void
fill_answers(struct filler *f, const struct form *form, const struct ask *ask)
{
	fields_list(f->pool, f->fields, "understood");
	fields_list(f->pool, f->fields, "unclear");
	for (size_t i = 0; i < form->questions.n; i++) {
		const struct question *q = &form->questions.at[i];
		const struct answer *a = answer_to(ask, q);

		if (!a || (!a->value && !a->raw))
			continue;
		struct fields *item = fields_item(f->pool, f->fields,
			a->value ? "understood" : "unclear");
		fields_printf(f->pool, item, "number", "%zu", i + 1);
		fields_text(f->pool, item, "ask", q->ask);
		fields_text(f->pool, item, a->value ? "answer" : "wrote",
			quoted(f->pool,
				a->value ? value_text(f, q, a->value)
					 : a->raw));
	}
}

/* Our own forms have one question, and the template knows it. */
static bool
fill_own_form(struct filler *f, const struct ask *ask)
{
	static const struct {
		const char *form, *field;
	} own[] = { { FORM_LEAVE, "about_leave" },
		{ FORM_REMATCH, "about_rematch" },
		{ FORM_ADDRESS, "about_address" },
		{ FORM_DRAFT, "about_draft" },
		{ FORM_PROPOSAL, "about_proposal" },
		{ FORM_TIMES, "about_times" },
		{ FORM_COMMAND, "about_command" } };
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
		bool is = !g_strcmp0(ask->form, own[i].form);

		fields_truth(f->pool, f->fields, own[i].field, is);
		found = found || is;
	}
	return found;
}

static bool
fill_own(struct filler *f, const struct ask *ask, struct err *err)
{
	if (!g_strcmp0(ask->form, FORM_PROPOSAL)) /* about 0: a time of theirs
						     that the decision says */
		return !ask->about || fill_proposal(f, err);
	return g_strcmp0(ask->form, FORM_TIMES) || fill_times(f, err);
}

bool
fill_questions(struct filler *f, struct err *err)
{
	const struct ask *ask = facts_ask(f->facts, f->request->ask);
	const struct form *form =
		ask && ask->form ? program_form(f->program, ask->form) : NULL;

	if (!ask)
		return err_set(
			err, ERR_NEVER, "the ask of the mail is not loaded");
	if (fill_own_form(f, ask))
		return fill_own(f, ask, err);
	if (!form)
		return err_set(err, ERR_NEVER,
			"the form %s is not in the program any more",
			ask->form ? ask->form : "");
	fields_text(f->pool, f->fields, "form", form->name);
	fill_asked(f, form, ask);
	fill_answers(f, form, ask);
	return true;
}
