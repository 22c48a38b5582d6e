/* Commands are whole first lines. A sentence that merely contains the word
 * ("we had to stop early") is none; what is only polite may stand around it,
 * and a greeting above it. */
#include <glib.h>
#include <string.h>

#include "read/answer.h"
#include "value.h"

#define LINE_MOST   120
#define POLITE_MOST 4

/* The line at text, folded, without signs around it; NULL when it is too
 * long. *next is the line behind it. */
static char *
folded_line(const char *text, const char **next)
{
	size_t len = strcspn(text, "\r\n");

	*next = text + len + strspn(text + len, " \t\r\n");
	if (len > LINE_MOST)
		return NULL;
	g_autofree char *line = g_strndup(text, len);
	char *low = words_fold(line);
	len = strlen(low);
	while (len && strchr(" \t.!*_\"',", low[len - 1]))
		low[--len] = '\0';
	return low;
}

/* "Please stop, thanks": what may stand around a command, in place. */
static char *
strip_polite(char *line, const struct value_context *context)
{
	for (int i = 0; i < POLITE_MOST && *line; i++) {
		const struct sense *polite =
			context_sense(context, line, SENSE_POLITE, NULL);
		size_t len = polite ? strlen(polite->word) : 0;

		if (!polite || !line[len + strspn(line + len, " ,.!-:")])
			break;
		line += len + strspn(line + len, " ,.!-:");
	}
	for (int i = 0; i < POLITE_MOST && *line; i++) {
		char *cut = NULL;

		for (char *p = line; *p; p++) {
			if (p == line || (p[-1] != ' ' && p[-1] != ','))
				continue;
			const struct sense *polite =
				context_sense(context, p, SENSE_POLITE, NULL);
			if (polite && !p[strlen(polite->word)]) {
				cut = p;
				break;
			}
		}
		if (!cut)
			break;
		while (cut > line && strchr(" ,.!-", cut[-1]))
			cut--;
		*cut = '\0';
	}
	return line;
}

/* A greeting and at most a name: "Hi", "Dear team," "Hello Ana!". */
static bool
is_greeting(const char *line, const struct value_context *context)
{
	const struct sense *polite =
		context_sense(context, line, SENSE_POLITE, NULL);

	if (!polite || g_utf8_strlen(line, -1) > 40)
		return false;
	const char *name = line + strlen(polite->word);
	/* "Hello, we met" goes on, "Hello, Ana" does not */
	size_t most = *name == ',' ? 1 : 3, words;
	name += strspn(name, " ,");
	words = *name != '\0';
	for (const char *p = name; *p; p++)
		words += *p == ' ';
	return words <= most && !strpbrk(name, ",.:;?!");
}

/* What follows "pause" must be a date and nothing else. */
static bool
read_until(
	const char *rest, const struct value_context *context, int64_t *until)
{
	bool sure = true;

	rest = value_skip(rest);
	const struct sense *word =
		context_sense(context, rest, SENSE_UNTIL, NULL);
	if (word)
		rest = value_skip(rest + strlen(word->word));
	*until = 0;
	if (!*rest)
		return true;
	if (g_utf8_strlen(rest, -1) > 40 ||
		!date_whole(rest, context, until, &sure))
		return false;
	if (!sure)
		*until = 0;
	return true;
}

/* The command that the whole line is. */
static enum command
line_command(
	const char *line, const struct value_context *context, int64_t *until)
{
	const struct sense *sense = *line
		? context_sense(context, line, SENSE_COMMAND, NULL)
		: NULL;

	*until = 0;
	if (!sense)
		return COMMAND_NONE;
	const char *rest = line + strlen(sense->word);
	if (!*rest)
		return (enum command)sense->n;
	return sense->n == COMMAND_PAUSE && read_until(rest, context, until)
		? COMMAND_PAUSE
		: COMMAND_NONE;
}

enum command
command_read(
	const char *text, const struct value_context *context, int64_t *until)
{
	const char *next = text;
	enum command command = COMMAND_NONE;

	*until = 0;
	for (int i = 0; i < 2 && command == COMMAND_NONE; i++) {
		text = next + strspn(next, " \t\r\n*_\"'");
		g_autofree char *line = folded_line(text, &next);

		if (!line || !*line)
			break;
		command = line_command(line, context, until);
		if (command == COMMAND_NONE)
			command = line_command(
				strip_polite(line, context), context, until);
		g_autofree char *again = folded_line(text, &next);
		if (command == COMMAND_NONE && !is_greeting(again, context))
			break;
	}
	return command;
}
