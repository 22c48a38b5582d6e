/* What simulated participants say: typed answers to the questions they find
 * in the mail, in their own language. */
#include "rehearse/speech.h"

#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "program/words.h"

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
		return language_is_german(writer->language) ? "nein" : "no";
	return language_is_german(writer->language) ? PICK(ja, dice)
						    : PICK(yes, dice);
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

	return language_is_german(writer->language) ? PICK(german, dice)
						    : PICK(english, dice);
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
		language_is_german(writer->language)
			? "Pause bis %04d-%02d-%02d"
			: "pause until %04d-%02d-%02d",
		c.year, c.month, c.day);
}

const char *
speech_leave(const struct writer *writer)
{
	return language_is_german(writer->language) ? "aussteigen" : "leave";
}

const char *
speech_rematch(const struct writer *writer)
{
	return language_is_german(writer->language) ? "neues Match" : "rematch";
}

bool
speech_is_reminder(const struct writer *writer, const struct post *post)
{
	return g_str_has_prefix(post->subject,
		       language_is_german(writer->language) ? "Noch offen"
							    : "Still open") ||
		g_str_has_prefix(post->subject,
			language_is_german(writer->language) ? "Erinnerung:"
							     : "Reminder:");
}

const char *
speech_yes(const struct writer *writer)
{
	return language_is_german(writer->language) ? "ja" : "yes";
}

const char *
speech_approve(const struct writer *writer)
{
	return language_is_german(writer->language) ? "freigeben" : "approve";
}

bool
speech_wants_yes(const struct writer *writer, const struct post *post)
{
	return strstr(post->text,
		       language_is_german(writer->language) ? "„ja“"
							    : "“yes”") != NULL;
}

bool
speech_is_proposal(const struct writer *writer, const struct post *post)
{
	return strstr(post->subject,
		       language_is_german(writer->language)
			       ? " schlägt "
			       : " proposes ") != NULL;
}

bool
speech_is_list(const struct writer *writer, const struct post *post)
{
	return strstr(post->subject,
		       language_is_german(writer->language)
			       ? "ann können Sie "
			       : "hen can you meet ") != NULL;
}

const char *
speech_no(const struct writer *writer)
{
	return language_is_german(writer->language) ? "nein" : "no";
}

static int
count_numbered(const struct post *post)
{
	g_auto(GStrv) lines = g_strsplit(post->text, "\n", -1);
	int count = 0;

	for (char **line = lines; *line; line++)
		if (number_of(*line) == count + 1)
			count++;
	return count;
}

const char *
speech_times(struct pool *pool, const struct writer *writer,
	const struct post *post, int64_t dice)
{
	int count = count_numbered(post);
	g_autoptr(GString) out = g_string_new(NULL);

	if ((uint64_t)dice % 12 == 0)
		return language_is_german(writer->language) ? "alle" : "all";
	if ((uint64_t)dice % 12 == 1)
		return language_is_german(writer->language) ? "keine" : "none";
	for (int i = 1; i <= count; i++)
		if ((uint64_t)dice >> (2 * i) & 3) /* three in four */
			g_string_append_printf(
				out, "%s%d", out->len ? ", " : "", i);
	return out->len ? pool_strdup(pool, out->str) : "1";
}

const char *
speech_another(struct pool *pool, const struct program *program,
	const struct writer *writer, const struct zone *zone, int64_t at)
{
	const struct language *words = words_writing(
		program->words, writer->language, program->language);

	return pool_printf(pool,
		language_is_german(writer->language)
			? "Können wir uns stattdessen am %s um %s "
			  "Uhr treffen?"
			: "Could we meet on %s at %s instead?",
		words_date(pool, words, zone, at),
		words_time(pool, words, zone, at));
}
