/* mentord show participant, and match: who they are, how they stand. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/table.h"
#include "base/text.h"
#include "cmd/people.h"
#include "cmd/show.h"
#include "write/reason.h"

bool
show_is_member(const struct show *show, int64_t match)
{
	const struct match *found = facts_match(show->facts, match);

	return found && match_has(found, show->id);
}

/* ---- asks and answers ------------------------------------------------- */

static bool
is_private(const struct show *show, const struct ask *ask,
	const struct answer *answer)
{
	const char *id = answer->question;
	const struct form *form =
		program_form(show->context.program, ask->form);
	const struct question *question = form ? form_question(form, id) : NULL;

	/* a promise holds for ever, and the config may ask for more; a
	 * question that is gone from it may have been private; our own forms
	 * have none */
	if (answer->private || ask_has_promised(ask, id))
		return true;
	return question ? question->private : ask->form[0] != '@';
}

static bool
has_private(const struct show *show, const struct ask *ask)
{
	const struct form *form =
		program_form(show->context.program, ask->form);

	if (ask_has_promised(ask, NULL))
		return true;
	if (!form)
		return ask->form[0] != '@';
	for (size_t i = 0; i < form->questions.n; i++)
		if (form->questions.at[i].private)
			return true;
	return false;
}

static bool
answers_private(const struct show *show, const struct ask *ask, int64_t letter)
{
	for (size_t i = 0; i < ask->answers.n; i++)
		if (ask->answers.at[i].letter == letter &&
			is_private(show, ask, &ask->answers.at[i]))
			return true;
	return false;
}

bool
show_asks_private(const struct show *show)
{
	for (size_t i = 0; i < show->events.n; i++) {
		int64_t id = show->events.at[i].ask;
		const struct ask *ask = facts_ask(show->facts, id);

		if (id && (!ask || has_private(show, ask)))
			return true;
	}
	return false;
}

bool
show_is_private(const struct show *show, int64_t letter)
{
	for (size_t i = 0; i < show->facts->asks.n; i++)
		if (answers_private(show, show->facts->asks.at[i], letter))
			return true;
	/* what could not be understood is not recorded, and just as private */
	return show_asks_private(show);
}

static void
print_answers(const struct show *show, const struct ask *ask)
{
	for (size_t i = 0; i < ask->answers.n; i++) {
		const struct answer *answer = &ask->answers.at[i];
		const char *text = answer->value ? answer->value : answer->raw;

		if (is_private(show, ask, answer))
			text = "(private)";
		else if (!show->words)
			text = "(given; --words shows it)";
		show_line(
			show, "", "%s: %s", answer->question, text ? text : "");
	}
}

static void
print_asks(const struct show *show, bool of_match)
{
	for (size_t i = 0; i < show->facts->asks.n; i++) {
		const struct ask *ask = show->facts->asks.at[i];

		if ((of_match ? ask->match : ask->participant) != show->id)
			continue;
		show_line(show, "asked",
			"%s of %s: %s, %s, %" PRId64 " reminders", ask->form,
			people_name(show->pool, show->facts, ask->participant),
			ask_state_name(ask->state),
			show_when(show, ask->opened_at), ask->reminders);
		print_answers(show, ask);
	}
}

/* ---- matches ---------------------------------------------------------- */

static void
print_reasons(const struct show *show, const struct match *match)
{
	for (size_t i = 0; i < match->reasons.n; i++) {
		const struct match_reason *reason = &match->reasons.at[i];

		show_line(show, i ? "" : "because", "%s (%" PRId64 " points%s)",
			reason_sentence(show->pool, show->context.program,
				words_language(show->context.program->words,
					"en", "en"),
				show->facts, &match->members, reason, 0),
			reason->points,
			reason->partner_may_see ? "" : ", not for the partner");
	}
}

static void
print_match(const struct show *show, const struct match *match)
{
	show_line(show, "match", "%" PRId64 ": %s", match->id,
		people_names(show->pool, show->facts, &match->members));
	show_line(show, "state", "%s%s%s, score %" PRId64,
		match_state_name(match->state), match->end_reason ? ": " : "",
		match->end_reason ? match->end_reason : "", match->score);
	show_line(show, "since", "%s%s%s", show_when(show, match->published_at),
		match->ended_at ? " until " : "",
		match->ended_at ? show_when(show, match->ended_at) : "");
}

bool
show_match(const struct show *show, struct err *err)
{
	const struct match *match = facts_match(show->facts, show->id);

	if (!match)
		return err_set(
			err, ERR_NEVER, "there is no match %" PRId64, show->id);
	print_match(show, match);
	print_reasons(show, match);
	show_sessions(show, match);
	print_asks(show, true);
	return true;
}

/* ---- participants ----------------------------------------------------- */

/* The name holds the words, whatever their case. */
static bool
is_called(const struct participant *who, const char *words)
{
	g_autofree char *name = g_utf8_casefold(who->name ? who->name : "", -1);
	g_autofree char *wanted = g_utf8_casefold(words, -1);

	return *wanted && strstr(name, wanted);
}

static bool
find_by_name(struct show *show, struct err *err)
{
	const struct participant *first = NULL;
	g_autofree char *words = g_utf8_make_valid(show->which, -1);
	size_t found = 0;

	for (size_t i = 0; i < show->facts->participants.n; i++) {
		const struct participant *who = show->facts->participants.at[i];

		if (!is_called(who, words))
			continue;
		if (found++ == 0)
			first = who;
		if (found > 1 && !strcmp(who->name, show->which))
			first = who;
	}
	if (found == 0)
		return err_set(err, ERR_NEVER,
			"nobody has '%s' as name or address", show->which);
	if (found > 1 && strcmp(first->name, show->which))
		return err_set(err, ERR_NEVER,
			"%zu people are called '%s'; give the address", found,
			show->which);
	show->id = first->id;
	return true;
}

static void
print_attributes(const struct show *show, const struct participant *who)
{
	for (size_t i = 0; i < who->attributes.n; i++)
		show_line(show, i ? "" : "roster", "%s: %s",
			who->attributes.at[i].name,
			who->attributes.at[i].value);
}

static void
print_participant(const struct show *show, const struct participant *who)
{
	show_line(show, "participant", "%" PRId64 ": %s <%s>", who->id,
		who->name ? who->name : "", who->email);
	show_line(show, "state", "%s%s%s, %s",
		participant_state_name(who->state),
		who->paused_until ? " until " : "",
		who->paused_until ? show_when(show, who->paused_until) : "",
		role_name(who->role));
	show_line(show, "joined", "%s%s%s", show_when(show, who->joined_at),
		who->left_at ? ", left " : "",
		who->left_at ? show_when(show, who->left_at) : "");
	show_line(show, "last heard", "%s", show_when(show, who->heard_at));
	if (who->bounces)
		show_line(show, "bounced", "%" PRId64 " times, last %s",
			who->bounces, show_when(show, who->bounced_at));
	show_line(show, "reads", "%s, in %s",
		who->language ? who->language : "the program's language",
		zone_name(program_zone_of(show->context.program, who)));
	show_calendar(show, who);
}

bool
show_find_participant(struct show *show, struct err *err)
{
	if (strchr(show->which, '@') &&
		!store_who(show->context.store, show->which, &show->id, err))
		return false;
	return show->id || find_by_name(show, err);
}

bool
show_participant(const struct show *show, struct err *err)
{
	const struct participant *who =
		facts_participant(show->facts, show->id);
	if (!who)
		return err_set(err, ERR_NEVER,
			"participant %" PRId64 " is not in the store",
			show->id);
	print_participant(show, who);
	print_attributes(show, who);
	for (size_t i = 0; i < show->facts->matches.n; i++) {
		const struct match *match = show->facts->matches.at[i];

		if (!match_has(match, show->id))
			continue;
		print_match(show, match);
		show_sessions(show, match);
	}
	print_asks(show, false);
	return true;
}
