/* What only a person can read: a letter that is neither an answer nor a
 * command, with words in it. The coordinators get it at once, because whoever
 * writes "I am ill, what now?" to a program believes that somebody reads it.
 *
 * Once a day for each person, so that nobody can fill a coordinator's mailbox;
 * the digest and `mentord show` have the rest. Where the question was private,
 * the coordinators learn that somebody wrote, and not what. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#define LETTERS_LEAST 12   /* of words: less is "thanks" */
#define DROPPED_MOST  3000 /* bytes of what was left out */

/* Scripts that write a word with one sign count thrice. */
static bool
has_words(const char *text)
{
	size_t letters = 0;

	for (const char *p = text; *p && letters < LETTERS_LEAST;
		p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalpha(c))
			letters += g_unichar_iswide(c) ? 3 : 1;
	}
	return letters >= LETTERS_LEAST;
}

bool
ask_is_private(const struct program *program, const struct ask *ask)
{
	const struct form *form = program_form(program, ask->form);

	if (!form) /* a form that is gone may have asked in private */
		return !ask_is_own(ask);
	for (size_t i = 0; i < form->questions.n; i++)
		if (form->questions.at[i].private)
			return true;
	return ask_has_promised(ask, NULL);
}

/* May it hold an answer to a private question: of the ask it names, or of any
 * that waits, when it names no mail of ours? */
static bool
may_be_private(const struct inquiry *in)
{
	for (size_t i = 0; i < in->facts->asks.n; i++) {
		const struct ask *ask = in->facts->asks.at[i];

		if (ask->participant == in->who->id &&
			(in->about->mail ? ask->id == in->about->ask
					 : ask_waits(ask)) &&
			ask_is_private(in->program, ask))
			return true;
	}
	return false;
}

const char *
letter_dropped(struct pool *pool, const struct letter *letter)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < letter->lines.n; i++) {
		const struct letter_line *line = &letter->lines.at[i];

		if (line->reason == LINE_KEPT || line->reason == LINE_BLANK)
			continue;
		if (out->len + strlen(line->text) >= DROPPED_MOST) {
			g_string_append(out, "...\n");
			break;
		}
		g_string_append_printf(out, "%s\n", line->text);
	}
	return out->len ? pool_strdup(pool, out->str) : NULL;
}

/* A concern has told the coordinators already. */
static bool
is_told(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mails.n; i++)
		if (facts->mails.at[i].moment == MOMENT_UNREAD)
			return true;
	return false;
}

void
person_must_read(const struct inquiry *in, const char *why)
{
	bool private = may_be_private(in);
	struct alert alert = { .participant = in->who->id,
		.match = in->about->match,
		.session = in->about->session,
		.why = why,
		.subject = private ? NULL : in->letter->head.subject,
		.words = private ? NULL : in->letter->text,
		.letter = in->about->letter };

	if (is_told(in->facts) || !has_words(in->letter->text))
		return;
	/* What is quoted is known only where the mail is. */
	if (!private && in->about->mail)
		alert.dropped = letter_dropped(in->facts->pool, in->letter);
	tell_alert(in->program, in->facts, &alert,
		"words/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, in->who->id,
		in->facts->now / DAY);
}
