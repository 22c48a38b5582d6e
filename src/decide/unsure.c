/* A command that is not certain: one question goes back that says what was
 * understood, answered by a yes or a no; nothing happens before. What is asked
 * about waits in the note of the ask. A second unclear reply goes to a person.
 *
 * Leaving and another partner are not asked about here: those commands ask
 * themselves, whoever sends them. */
#include "decide/concern.h"

#include <glib.h>
#include <string.h>

#include "program/words.h"

#define VALID      (14 * DAY)
#define LINES      3 /* of their words, quoted back */
#define LINE_BYTES 200

/* What the templates call it; NULL where nothing is asked about. */
static const char *
field_of(enum command command)
{
	switch (command) {
	case COMMAND_PAUSE:
		return "command_pause";
	case COMMAND_RESUME:
		return "command_resume";
	case COMMAND_EXPORT:
		return "command_export";
	case COMMAND_FORGET:
		return "command_forget";
	case COMMAND_SKIP:
		return "command_skip";
	case COMMAND_RESCHEDULE:
		return "command_reschedule";
	case COMMAND_NONE:
	case COMMAND_HELP:
	case COMMAND_STOP:
	case COMMAND_LEAVE:
	case COMMAND_REMATCH:
	case COMMAND_YES:
	case COMMAND_NO:
	case COMMAND_APPROVE:
		break;
	}
	return NULL;
}

bool
unsure_is_asked(const struct letter *letter)
{
	return letter->confidence == CONFIDENCE_UNSURE &&
		field_of(letter->command);
}

/* ---- the question ------------------------------------------------------------- */

static void
put_words(struct pool *pool, struct fields *fields, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", 20);
	int n = 0;

	fields_list(pool, fields, "unclear");
	for (char **line = lines; *line && n < LINES; line++) {
		g_strstrip(*line);
		if (!**line)
			continue;
		size_t len = strlen(*line);
		if (len > LINE_BYTES)
			*g_utf8_find_prev_char(*line, *line + LINE_BYTES) =
				'\0';
		fields_text(pool, fields_item(pool, fields, "unclear"), "wrote",
			*line);
		n++;
	}
}

static void
put_until(const struct inquiry *in, struct fields *fields)
{
	struct pool *pool = in->facts->pool;
	const struct zone *zone = program_zone_of(in->program, in->who);
	int64_t until = in->letter->until;
	const struct language *language = in->program->words
		? words_writing(in->program->words, in->who->language,
			  in->program->language)
		: NULL;

	fields_text(pool, fields, "until",
		until && language ? words_date(pool, language, zone,
					    when_date(zone, until))
				  : "");
}

static const struct fields *
question_fields(const struct inquiry *in)
{
	struct pool *pool = in->facts->pool;
	struct fields *fields = fields_new(pool, NULL);

	for (int c = COMMAND_NONE; c <= COMMAND_RESCHEDULE; c++) {
		const char *name = field_of((enum command)c);

		if (name)
			fields_truth(pool, fields, name,
				(enum command)c == in->letter->command);
	}
	put_until(in, fields);
	put_words(pool, fields, in->letter->text);
	return fields;
}

struct letter_effect
unsure_letter(const struct inquiry *in)
{
	struct facts *facts = in->facts;
	size_t first = facts->mails.n;
	struct ask *ask = ask_waiting(facts, in->who->id, FORM_COMMAND)
		? NULL
		: ask_new(facts, FORM_COMMAND, in->who->id, NULL,
			  pool_printf(facts->pool, "letter-%" G_GINT64_FORMAT,
				  in->about->letter));

	if (!ask)
		return letter_ends(DISPOSITION_COORDINATOR,
			"perhaps a command, but that is not sure");
	ask->session = in->about->session;
	ask->match = in->about->match;
	ask->note = pool_printf(facts->pool, "%s %" G_GINT64_FORMAT,
		command_name(in->letter->command), in->letter->until);
	facts_new_due(facts, DUE_EXPIRE, facts->now + VALID, SUBJECT_ASK,
		ask->id, "expire/%" G_GINT64_FORMAT, ask->id);
	struct letter_effect effect = ask_clarify(in, ask);
	if (facts->mails.n > first)
		facts->mails.at[first].fields = question_fields(in);
	effect.reason = "perhaps a command; asked whether that is meant";
	return effect;
}

/* ---- and its answer --------------------------------------------------------------- */

/* "pause 20900" */
static enum command
command_of(const char *note, int64_t *until)
{
	const char *blank = note ? strchr(note, ' ') : NULL;

	*until = blank ? g_ascii_strtoll(blank + 1, NULL, 10) : 0;
	for (int c = COMMAND_NONE; blank && c <= COMMAND_RESCHEDULE; c++) {
		const char *name = command_name((enum command)c);

		if (field_of((enum command)c) &&
			strlen(name) == (size_t)(blank - note) &&
			!strncmp(name, note, strlen(name)))
			return (enum command)c;
	}
	return COMMAND_NONE;
}

struct letter_effect
unsure_confirmed(const struct inquiry *in, struct ask *ask)
{
	struct letter letter = *in->letter;
	struct letter_about about = *in->about;
	struct inquiry meant = *in;

	if (in->letter->command == COMMAND_NO) {
		ask_close(in->facts, ask, "they did not mean that");
		return letter_ends(
			DISPOSITION_COMMAND, "did not mean that command");
	}
	letter.command = command_of(ask->note, &letter.until);
	letter.confidence = CONFIDENCE_SURE;
	letter.times.n = 0;
	about.session = ask->session;
	about.match = ask->match;
	about.ask = 0;
	meant.letter = &letter;
	meant.about = &about;
	ask_answered(in->facts, ask);
	return command_letter(&meant);
}

void
unsure_said_again(const struct inquiry *in)
{
	struct ask *ask = ask_waiting(in->facts, in->who->id, FORM_COMMAND);

	if (ask && field_of(in->letter->command))
		ask_close(in->facts, ask, "they said it again");
}
