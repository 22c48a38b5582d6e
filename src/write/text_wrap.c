/* Wrapping for plain text that will be quoted, re-wrapped and answered. The
 * care goes into how lines start: a number that slides to the start of a line
 * looks like another question, a ">" like a quote. */
#include "write/markdown.h"

#include <glib.h>
#include <string.h>

struct word {
	const char *at;
	size_t len;
	int cells;
};

int
text_cells(const char *text, size_t len)
{
	int cells = 0;

	for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		cells += g_unichar_iszerowidth(c) ? 0
			: g_unichar_iswide(c)     ? 2
						  : 1;
	}
	return cells;
}

/* "3.", "12)", "3:" */
static bool
is_number(const struct word *word)
{
	size_t digits = 0;

	while (digits < word->len && g_ascii_isdigit(word->at[digits]))
		digits++;
	return digits && digits <= 3 && digits + 1 == word->len &&
		strchr(".):", word->at[digits]);
}

/* Would this word, at the start of a line, be taken for something else? */
static bool
misleads_at_start(const struct word *word)
{
	static const char *const marks[] = { "-", "--", "*", "+", "From" };

	if (*word->at == '>' || *word->at == '|' || is_number(word))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strlen(marks[i]) == word->len &&
			!memcmp(marks[i], word->at, word->len))
			return true;
	return false;
}

/* Words that stay together: a misleading one holds on to the one before it,
 * and a number that opens the text to the one behind. */
static struct word
next_chunk(const char **at, const char *end, bool opening)
{
	struct word chunk = { *at, 0, 0 };
	bool glue = false;

	do {
		const char *stop = memchr(*at, ' ', (size_t)(end - *at));
		struct word word = { *at, 0, 0 };

		stop = stop ? stop : end;
		word.len = (size_t)(stop - *at);
		chunk.len = (size_t)(stop - chunk.at);
		*at = stop + (stop < end);
		const char *after = memchr(*at, ' ', (size_t)(end - *at));
		struct word next = { *at, (size_t)((after ? after : end) - *at),
			0 };
		glue = *at < end &&
			(misleads_at_start(&next) ||
				(opening && is_number(&word)));
	} while (glue && chunk.len < MARKDOWN_COLUMNS);
	chunk.cells = text_cells(chunk.at, chunk.len);
	return chunk;
}

static void
wrap_line(GString *out, const char *at, const char *end, const char *first,
	const char *rest, int width)
{
	int used = text_cells(first, strlen(first));
	bool fresh = true, opening = true;

	g_string_append(out, first);
	while (at < end) {
		struct word word = next_chunk(&at, end, opening);

		if (!word.len)
			continue;
		if (!fresh && used + 1 + word.cells > width) {
			g_string_append_printf(out, "\n%s", rest);
			used = text_cells(rest, strlen(rest));
			fresh = true;
		}
		if (!fresh)
			g_string_append_c(out, ' ');
		g_string_append_len(out, word.at, (gssize)word.len);
		used += word.cells + !fresh;
		fresh = opening = false;
	}
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

char *
text_wrap(struct pool *pool, const char *text, const char *first,
	const char *rest, int width)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *at = text;; first = rest) {
		const char *end = strchrnul(at, '\n');

		wrap_line(out, at, end, first, rest, width);
		if (!*end)
			break;
		at = end + 1;
	}
	return pool_strdup(pool, out->str);
}
