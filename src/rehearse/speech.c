/* What simulated participants say: typed answers to the questions they find
 * in the mail, in their own language. */
#include "rehearse/speech.h"

#include <glib.h>
#include <string.h>

#include "base/zone.h"

static bool
is_german(const struct writer *writer)
{
	return g_str_has_prefix(writer->language, "de");
}

static const char *
pick(const char *const *from, size_t n, int64_t dice)
{
	return from[(uint64_t)dice % n];
}
#define PICK(list, dice) pick((list), G_N_ELEMENTS(list), (dice))

/* One in ten meetings did not take place, and none to which nobody came. */
static const char *
yes_or_no(const struct writer *writer, bool came, int64_t dice)
{
	static const char *const yes[] = { "yes", "Yes", "yes, we did" };
	static const char *const ja[] = { "ja", "Ja", "ja, haben wir" };

	if (!came || (uint64_t)dice % 10 == 9)
		return is_german(writer) ? "nein" : "no";
	return is_german(writer) ? PICK(ja, dice) : PICK(yes, dice);
}

static const char *
words(const struct writer *writer, int64_t dice)
{
	static const char *const english[] = {
		"We talked about her first weeks in the new team.",
		"Good hour. We want to look at the budget next time.",
		"Nothing special.",
		"He gave me two names to call, which helped a lot.",
	};
	static const char *const german[] = {
		"Wir haben über die neue Rolle gesprochen.",
		"Sehr hilfreich, nächstes Mal geht es um Verhandeln.",
		"Nichts Besonderes.",
	};

	return is_german(writer) ? PICK(german, dice) : PICK(english, dice);
}

/* A number within the bounds, nearer to the top than to the bottom. */
static int64_t
number(const struct question *question, int64_t dice)
{
	int64_t range = question->till - question->from + 1;
	int64_t upper = (range + 1) / 2;

	return range <= 0 ? question->from
			  : question->till - (int64_t)((uint64_t)dice % upper);
}

static const char *
answer_to(struct pool *pool, const struct question *question,
	const struct writer *writer, bool came, int64_t dice)
{
	switch (question->type) {
	case QUESTION_YESNO:
		return yes_or_no(writer, came, dice);
	case QUESTION_SCALE:
	case QUESTION_NUMBER:
		return pool_printf(pool, "%d", (int)number(question, dice));
	case QUESTION_CHOICE:
	case QUESTION_CHOICES:
		return question->options
			.at[(uint64_t)dice % question->options.n];
	case QUESTION_DATE:
		return "2027-03-01";
	case QUESTION_TEXT:
	case QUESTION_TIMES:
		break;
	}
	return words(writer, dice);
}

/* The question whose words stand in the text, which is one numbered
 * paragraph of our mail. */
static const struct question *
question_in(const struct program *program, const char *text)
{
	for (size_t f = 0; f < program->forms.n; f++) {
		const struct question_list *questions =
			&program->forms.at[f].questions;

		for (size_t i = 0; i < questions->n; i++)
			if (strstr(text, questions->at[i].ask))
				return &questions->at[i];
	}
	return NULL;
}

/* "3. How was it" -> 3; 0 when the line is not numbered. */
static int
number_of(const char *line)
{
	char *end;
	guint64 n =
		g_ascii_isdigit(*line) ? g_ascii_strtoull(line, &end, 10) : 0;

	return n && n < 100 && end[0] == '.' && end[1] == ' ' ? (int)n : 0;
}

/* A question may be wrapped: its paragraph, on one line, and its last line. */
static char *
paragraph(char **lines, size_t *last)
{
	g_autoptr(GString) text = g_string_new(lines[*last]);

	while (lines[*last + 1] && *lines[*last + 1] &&
		!number_of(lines[*last + 1])) {
		++*last;
		g_string_append_c(text, ' ');
		g_string_append(text, g_strchug(lines[*last]));
	}
	return g_strdup(text->str);
}

struct words_said_list
speech_answers(struct pool *pool, const struct program *program,
	const struct writer *writer, const struct post *post, bool came,
	int64_t dice)
{
	struct words_said_list said = { 0 };
	g_auto(GStrv) lines = g_strsplit(post->text, "\n", -1);
	g_auto(GStrv) whole = g_strdupv(lines);

	for (size_t i = 0; lines[i]; i++) {
		int n = number_of(lines[i]);

		if (!n)
			continue;
		g_autofree char *text = paragraph(lines, &i);
		const struct question *question = question_in(program, text);
		if (question)
			*LIST_ADD(pool, &said) = (struct words_said){ n,
				pool_strdup(pool, whole[i]),
				answer_to(pool, question, writer, came,
					dice >> n) };
	}
	return said;
}

const char *
speech_pause(struct pool *pool, const struct writer *writer, int64_t until)
{
	struct civil c = civil_of(zone_find("UTC"), until);

	return pool_printf(pool,
		is_german(writer) ? "Pause bis %04d-%02d-%02d"
				  : "pause until %04d-%02d-%02d",
		c.year, c.month, c.day);
}

const char *
speech_leave(const struct writer *writer)
{
	return is_german(writer) ? "aussteigen" : "leave";
}

const char *
speech_rematch(const struct writer *writer)
{
	return is_german(writer) ? "neues Match" : "rematch";
}

bool
speech_is_reminder(const struct writer *writer, const struct post *post)
{
	return g_str_has_prefix(
		post->subject, is_german(writer) ? "Noch offen" : "Still open");
}

const char *
speech_yes(const struct writer *writer)
{
	return is_german(writer) ? "ja" : "yes";
}

const char *
speech_approve(const struct writer *writer)
{
	return is_german(writer) ? "freigeben" : "approve";
}

bool
speech_wants_yes(const struct writer *writer, const struct post *post)
{
	return strstr(post->text, is_german(writer) ? "„ja“" : "“yes”") != NULL;
}
