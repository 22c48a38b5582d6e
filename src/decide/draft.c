/* What the mail of a draft says besides the matches: how good it is and what is
 * proven of it, what coordinators said about pairs, and what was made of the
 * words that led to it. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#define LOOSE 500 /* tenths of a per cent: what says nothing any more */

struct writing {
	struct pool *pool;
	const struct facts *facts;
	struct fields *fields;
};

static const char *
name_of(const struct writing *w, int64_t id)
{
	const struct participant *p = facts_participant(w->facts, id);

	return p ? p->name : "?";
}

/* ---- how good it is ------------------------------------------------------- */

static void
write_share(
	const struct writing *w, const char *name, int64_t part, int64_t whole)
{
	if (whole > 0)
		fields_printf(w->pool, w->fields, name, "%" G_GINT64_FORMAT,
			(part * 100 + whole / 2) / whole);
	else
		fields_text(w->pool, w->fields, name, NULL);
}

/* How much better another way could be at most, in tenths of a per cent of
 * what it scores. */
static void
write_gap(const struct writing *w, const struct run *run)
{
	double gap = (double)run->bound - (double)run->score;
	double of = (double)MAX(run->score, 1);
	int64_t tenths = (int64_t)CLAMP(gap * 1000.0 / of + 0.5, 0.0, 1e6);

	fields_truth(w->pool, w->fields, "loose", tenths > LOOSE);

	fields_printf(w->pool, w->fields, "gap",
		"%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, tenths / 10,
		tenths % 10);
}

static void
write_proof(const struct writing *w, const struct draft *draft)
{
	const struct run *run = draft->run;

	fields_truth(w->pool, w->fields, "proven", run->proof == RUN_OPTIMAL);
	fields_truth(w->pool, w->fields, "bounded", run->proof == RUN_BOUNDED);
	fields_truth(
		w->pool, w->fields, "unproven", run->proof == RUN_UNPROVEN);
	write_gap(w, run);
	fields_text(
		w->pool, w->fields, "unproven_why", draft->quality.unproven);
}

static void
write_quality(const struct writing *w, const struct draft *draft)
{
	const struct solve_quality *q = &draft->quality;
	bool known = !draft->again && q->pairs > 0;

	write_share(w, "first_share", q->first, known ? q->placed : 0);
	write_share(
		w, "first_three_share", q->first_three, known ? q->placed : 0);
	write_share(w, "wish_share", q->ranked_first, known ? q->ranked : 0);
	fields_printf(
		w->pool, w->fields, "repeats", "%" G_GINT64_FORMAT, q->repeats);
	fields_truth(w->pool, w->fields, "repeated", known && q->repeats > 0);
}

/* ---- what was said -------------------------------------------------------- */

static void
write_pair(const struct writing *w, const char *list, int64_t one,
	int64_t other, enum saying_kind kind)
{
	struct fields *item = fields_item(w->pool, w->fields, list);

	fields_text(w->pool, item, "one", name_of(w, one));
	fields_text(w->pool, item, "other", name_of(w, other));
	fields_truth(w->pool, item, "apart", kind == SAYING_APART);
	fields_truth(w->pool, item, "together", kind == SAYING_TOGETHER);
	fields_truth(w->pool, item, "either", kind == SAYING_EITHER);
}

static bool
was_just_said(const struct saying_list *said, const struct directive *d)
{
	for (size_t i = 0; i < said->n; i++)
		if (said->at[i].one == d->one && said->at[i].other == d->other)
			return true;
	return false;
}

/* What somebody who takes part wished is not for a coordinator's mail, and who
 * left needs no word. */
static bool
is_shown(const struct writing *w, const struct directive *d)
{
	const struct participant *one = facts_participant(w->facts, d->one),
				 *other = facts_participant(w->facts, d->other);

	return !d->over_at && g_strcmp0(d->by, DIRECTIVE_WISH) && one &&
		one->state != PARTICIPANT_LEFT && other &&
		other->state != PARTICIPANT_LEFT;
}

/* What was just said, and what counts from before. */
static void
write_sayings(const struct writing *w, const struct saying_list *said)
{
	fields_list(w->pool, w->fields, "followed");
	for (size_t i = 0; i < said->n; i++)
		write_pair(w, "followed", said->at[i].one, said->at[i].other,
			said->at[i].kind);
	fields_list(w->pool, w->fields, "standing");
	for (size_t i = 0; i < w->facts->directives.n; i++) {
		const struct directive *d = w->facts->directives.at[i];

		if (is_shown(w, d) && !was_just_said(said, d))
			write_pair(w, "standing", d->one, d->other,
				d->kind == DIRECTIVE_PIN ? SAYING_TOGETHER
							 : SAYING_APART);
	}
}

static void
write_unclear(const struct writing *w, const struct unclear *unclear)
{
	struct fields *item = fields_item(w->pool, w->fields, "unclear");

	fields_text(w->pool, item, "line", unclear->line);
	fields_text(w->pool, item, "who", unclear->who);
	fields_text(w->pool, item, "perhaps", unclear->perhaps);
	fields_truth(w->pool, item, "nobody", unclear->why == UNCLEAR_NOBODY);
	fields_truth(w->pool, item, "several", unclear->why == UNCLEAR_SEVERAL);
	fields_truth(w->pool, item, "same", unclear->why == UNCLEAR_SAME);
	fields_truth(w->pool, item, "roles", unclear->why == UNCLEAR_ROLES);
	fields_truth(w->pool, item, "unread", unclear->why == UNCLEAR_WORDS);
	fields_truth(w->pool, item, "many", unclear->why == UNCLEAR_MANY);
	fields_truth(w->pool, item, "later", unclear->why == UNCLEAR_LATER);
}

const struct fields *
draft_fields(struct facts *facts, const struct draft *draft, const char *email)
{
	static const struct draft_notes nothing = { 0 };
	const struct draft_notes *notes =
		draft->notes ? draft->notes : &nothing;
	struct writing w = { facts->pool, facts,
		fields_new(facts->pool, NULL) };

	write_proof(&w, draft);
	write_quality(&w, draft);
	write_sayings(&w, &notes->said.followed);
	fields_truth(w.pool, w.fields, "again", draft->again);
	fields_list(w.pool, w.fields, "unclear");
	/* words of one coordinator are not shown to the others */
	if (notes->coordinator && !strcmp(notes->coordinator, email))
		for (size_t i = 0; i < notes->said.unclear.n; i++)
			write_unclear(&w, &notes->said.unclear.at[i]);
	return w.fields;
}
