/* Commands are whole first lines. A sentence that merely contains the word
 * ("we had to stop early") is none. */
#include <glib.h>
#include <string.h>

#include "read/answer.h"

#define LINE_MOST 120

/* The first line that is not blank, in lower case, its end signs gone. */
static char *
first_line(const char *text)
{
	text += strspn(text, " \t\r\n*_\"'");
	size_t len = strcspn(text, "\r\n");

	if (len > LINE_MOST)
		return NULL;
	char *low = g_utf8_strdown(text, (gssize)len);
	len = strlen(low);
	while (len && strchr(" \t.!*_\"',", low[len - 1]))
		low[--len] = '\0';
	return low;
}

/* What follows "pause" must be a date and nothing else. */
static bool
read_until(const char *rest, const struct language *language,
	const struct value_context *context, int64_t *until)
{
	bool sure = true;

	rest += strspn(rest, " ");
	for (size_t i = 0; i < language->until.n; i++) {
		size_t len = strlen(language->until.at[i]);

		if (!strncmp(rest, language->until.at[i], len) &&
			(rest[len] == ' ' || !rest[len])) {
			rest += len + (rest[len] == ' ');
			break;
		}
	}
	*until = 0;
	if (!*rest)
		return true;
	if (g_utf8_strlen(rest, -1) > 40 ||
		!date_find(rest, context, until, &sure))
		return false;
	if (!sure)
		*until = 0;
	return true;
}

static bool
says(const char *line, enum command command, const char *word,
	const struct language *language, const struct value_context *context,
	int64_t *until)
{
	size_t len = strlen(word);

	*until = 0;
	if (!len || strncmp(line, word, len))
		return false;
	if (!line[len])
		return true;
	return command == COMMAND_PAUSE && line[len] == ' ' &&
		read_until(line + len, language, context, until);
}

enum command
command_read(
	const char *text, const struct value_context *context, int64_t *until)
{
	g_autofree char *line = first_line(text);
	const struct language *language;

	*until = 0;
	if (!line || !*line)
		return COMMAND_NONE;
	for (size_t i = 0; (language = context_language(context, i)); i++)
		for (size_t c = 0; c < language->commands.n; c++) {
			const struct command_words *entry =
				&language->commands.at[c];

			for (size_t w = 0; w < entry->words.n; w++)
				if (says(line, entry->command,
					    entry->words.at[w], language,
					    context, until))
					return entry->command;
		}
	return COMMAND_NONE;
}
