/* A reply to a draft that says something about pairs. What is understood is
 * followed, and the coordinators get a new draft that says so; what is not
 * goes back to who wrote it. A letter that wants a change never publishes. */
#include "decide/concern.h"

#include <glib.h>

#include "base/text.h"

static bool
counts(const struct facts *facts, const struct saying *saying)
{
	enum directive_kind kind = saying->kind == SAYING_TOGETHER
		? DIRECTIVE_PIN
		: DIRECTIVE_FORBID;

	for (size_t i = 0; i < facts->directives.n; i++) {
		const struct directive *d = facts->directives.at[i];

		if (!d->over_at && d->one == saying->one &&
			d->other == saying->other)
			return saying->kind != SAYING_EITHER && d->kind == kind;
	}
	return saying->kind == SAYING_EITHER;
}

/* What a later line of the same letter took back was not followed. */
static void
drop_overruled(const struct facts *facts, struct sayings *said)
{
	size_t kept = 0;

	for (size_t i = 0; i < said->followed.n; i++) {
		struct saying saying = said->followed.at[i];

		if (counts(facts, &saying))
			said->followed.at[kept++] = saying;
		else
			*LIST_ADD(facts->pool, &said->unclear) =
				(struct unclear){ saying.line, UNCLEAR_LATER,
					"", "" };
	}
	said->followed.n = kept;
}

/* Pairs that can never be go back as unclear; the others count. True when
 * that changes anything. */
static bool
say_all(const struct inquiry *in, struct draft_notes *notes)
{
	struct facts *facts = in->facts;
	struct saying_list *followed = &notes->said.followed;
	size_t kept = 0;
	bool changed = false;

	for (size_t i = 0; i < followed->n; i++) {
		struct saying saying = followed->at[i];

		if (directive_cannot(in->program, facts, &saying)) {
			*LIST_ADD(facts->pool, &notes->said.unclear) =
				(struct unclear){ saying.line, UNCLEAR_ROLES,
					"", "" };
			continue;
		}
		changed |= directive_say(
			in->program, facts, &saying, in->about->coordinator);
		followed->at[kept++] = saying;
	}
	followed->n = kept;
	drop_overruled(facts, &notes->said);
	return changed;
}

static struct run *
standing_draft(const struct facts *facts)
{
	for (size_t i = 0; i < facts->runs.n; i++)
		if (facts->runs.at[i]->state == RUN_DRAFT)
			return facts->runs.at[i];
	return NULL;
}

/* The draft that stands once more, to who wrote, with what was unclear. */
static void
send_back(const struct inquiry *in, struct run *run,
	const struct draft_notes *notes)
{
	struct facts *facts = in->facts;
	struct draft draft = { .run = run, .notes = notes, .again = true };
	struct mail_request *mail = facts_new_mail(facts, MOMENT_DRAFT, 0,
		"draft/%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, run->id,
		tell_mark(facts->pool, in->about->coordinator),
		in->about->letter);

	mail->coordinator = in->about->coordinator;
	mail->run = run->id;
	for (size_t i = 0; i < facts->asks.n; i++) {
		const struct ask *ask = facts->asks.at[i];

		if (ask->run == run->id && ask->coordinator &&
			address_equal(ask->coordinator, mail->coordinator))
			mail->ask = ask->id;
	}
	mail->reply = true;
	mail->in_reply_to = in->letter->head.message_id;
	mail->fields = draft_fields(facts, &draft, in->about->coordinator);
}

/* A person reads what we could not follow, when no draft can carry it back. */
static void
put_before(const struct inquiry *in, const char *why)
{
	struct alert alert = { .why = why,
		.subject = in->letter->head.subject,
		.words = in->letter->text,
		.letter = in->about->letter };

	tell_alert(in->program, in->facts, &alert, "pairs/%" G_GINT64_FORMAT,
		in->about->letter);
}

static struct letter_effect
not_followed(const struct inquiry *in, const struct draft_notes *notes)
{
	struct run *draft = standing_draft(in->facts);

	if (draft) {
		send_back(in, draft, notes);
		return letter_ends(DISPOSITION_CLARIFY,
			notes->said.unclear.n
				? "names people, but not in a way that can be "
				  "followed; the draft went back"
				: "said what counted before; the draft went "
				  "back");
	}
	put_before(in, "a reply to a draft names people, but no draft waits");
	return letter_ends(DISPOSITION_COORDINATOR,
		"names people, but not in a way that can be followed");
}

bool
revise_letter(const struct inquiry *in, const struct run *run, bool refused,
	struct letter_effect *effect)
{
	struct facts *facts = in->facts;
	struct draft_notes *notes = POOL_NEW(facts->pool, struct draft_notes);

	if (in->letter->confidence == CONFIDENCE_UNSURE ||
		ending_over(in->program, facts))
		return false;
	notes->coordinator = in->about->coordinator;
	sayings_hear(facts->pool, in->program->words, facts, in->letter->text,
		&notes->said);
	if (!notes->said.followed.n && !notes->said.unclear.n)
		return false;
	bool changed = say_all(in, notes);
	bool redrawn = changed && matching_redraw(in->program, facts, notes);

	if (!notes->said.followed.n && refused && run &&
		run->state == RUN_DRAFT) {
		put_before(in,
			"a reply refuses the draft and names people, "
			"but not in a way that can be followed");
		return false;
	}
	if (redrawn)
		*effect = letter_ends(DISPOSITION_COMMAND,
			"said something about pairs; a new draft was made");
	else if (notes->said.unclear.n || (notes->said.followed.n && !changed))
		*effect = not_followed(in, notes);
	else
		*effect = letter_ends(DISPOSITION_COMMAND,
			"said something about pairs; it counts from the next "
			"matching on");
	return true;
}
