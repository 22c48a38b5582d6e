/* Reactions: an answer that starts something. A person is told, the match ends
 * (of a group, only for who answered), or who answered is asked whether they
 * want another partner: a number below 3 may be a bad day. The words of a
 * private question are shown to nobody. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

static bool
holds(const struct reaction *reaction, const char *value)
{
	char *end;
	double number = g_ascii_strtod(value, &end);
	bool numeric = end != value && !*end;

	if (reaction->is)
		return !g_ascii_strcasecmp(reaction->is, value);
	if (!numeric)
		return false;
	return (reaction->has_below && number < (double)reaction->below) ||
		(reaction->has_above && number > (double)reaction->above);
}

static void
alert_about(const struct inquiry *in, const struct ask *ask,
	const struct answer *answer)
{
	const struct form *form = program_form(in->program, ask->form);
	const struct question *q =
		form ? form_question(form, answer->question) : NULL;
	struct alert alert = { .participant = ask->participant,
		.match = ask->match,
		.session = ask->session,
		.ask = ask->id,
		.why = pool_printf(in->facts->pool,
			"the answer to \"%s\" in \"%s\" asks for attention",
			answer->question, ask->form),
		.words = q && !q->private && !answer->private ? answer->raw
							      : NULL,
		.letter = in->about->letter };

	tell_alert(in->program, in->facts, &alert,
		"alert/%" G_GINT64_FORMAT "/%s", ask->id, answer->question);
}

/* The match of the form, while they are in it; else NULL. */
static struct match *
match_of(const struct inquiry *in, const struct ask *ask)
{
	struct match *match = facts_match(in->facts, ask->match);

	return match && match->state == MATCH_ACTIVE && in->who &&
			match_has(match, in->who->id)
		? match
		: NULL;
}

void
reaction_run(
	const struct inquiry *in, struct ask *ask, const struct answer *answer)
{
	for (size_t i = 0; i < in->program->reactions.n; i++) {
		const struct reaction *r = &in->program->reactions.at[i];

		if (strcmp(r->form, ask->form) ||
			strcmp(r->question, answer->question) ||
			!holds(r, answer->value))
			continue;
		struct match *match = match_of(in, ask);
		switch (r->action) {
		case REACT_ALERT:
			alert_about(in, ask, answer);
			break;
		case REACT_END:
			if (match)
				rematch_part(
					in->program, in->facts, match, in->who);
			break;
		case REACT_REMATCH:
			if (match)
				rematch_ask(in, match);
			break;
		}
	}
}
