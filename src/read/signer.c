/* Is a line the writer's own name, as people sign: "Ana", "A. Lind", "AL", "Alex"
 * for Alexandra? The name comes from the roster, from the From field and from
 * the part of the address before the at sign. */
#include <glib.h>
#include <string.h>

#include "read/tail.h"

#define SIGNED_MOST  48 /* bytes of such a line */
#define WORDS_SIGNED 4
#define PREFIX_LEAST 3 /* letters that a short form shares with the name */
#define INSIDE_LEAST 4 /* letters of a name found inside "alind" */
#define LOCAL_MOST   64

static void
add_words(struct pool *pool, const char *text, size_t len, bool numbers,
	struct text_list *words)
{
	const char *end = text + len;

	while (text < end && words->n < 4 * WORDS_SIGNED) {
		const char *from = text;

		while (text < end && g_unichar_isalpha(g_utf8_get_char(text)))
			text = g_utf8_next_char(text);
		if (text > from) {
			g_autofree char *low =
				g_utf8_casefold(from, text - from);

			*LIST_ADD(pool, words) = pool_strdup(pool, low);
			continue;
		}
		if (numbers && g_unichar_isdigit(g_utf8_get_char(text)))
			*LIST_ADD(pool, words) = ""; /* no part of a name */
		text = g_utf8_next_char(text);
	}
}

void
signer_words(struct pool *pool, const struct quote_writer *writer,
	struct text_list *words)
{
	const char *const names[] = { writer->name, writer->from_name };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i])
			add_words(
				pool, names[i], strlen(names[i]), false, words);
	const char *at = writer->address ? strchr(writer->address, '@') : NULL;
	if (at && at - writer->address <= LOCAL_MOST)
		add_words(pool, writer->address, (size_t)(at - writer->address),
			false, words);
}

static bool
starts_alike(const char *a, const char *b)
{
	const char *shorter = strlen(a) < strlen(b) ? a : b;

	return g_utf8_strlen(shorter, -1) >= PREFIX_LEAST &&
		!strncmp(a, b, strlen(shorter));
}

/* One word of the line: *whole when it is more than an initial. */
static bool
is_of_name(const struct text_list *known, const char *word, bool *whole)
{
	for (size_t i = 0; i < known->n; i++) {
		const char *name = known->at[i];

		if (!strcmp(word, name) || starts_alike(word, name) ||
			(g_utf8_strlen(word, -1) >= INSIDE_LEAST &&
				strstr(name, word))) {
			*whole = true;
			return true;
		}
	}
	for (size_t i = 0; i < known->n; i++)
		if (g_utf8_strlen(word, -1) == 1 &&
			g_str_has_prefix(known->at[i], word))
			return true;
	return false;
}

/* "AL" of Ana Lind: the first letters of words of the name, in their order. */
static bool
is_initials(const struct text_list *known, const char *word)
{
	const char *p = word;

	if (g_utf8_strlen(word, -1) < 2)
		return false;
	for (size_t i = 0; i < known->n && *p; i++)
		if (*known->at[i] &&
			g_utf8_get_char(p) == g_utf8_get_char(known->at[i]))
			p = g_utf8_next_char(p);
	return !*p;
}

bool
signer_signs(struct pool *pool, const struct text_list *known, const char *line)
{
	struct text_list words = { 0 };
	bool whole = false;

	line = shape_start(line);
	size_t len = shape_length(line);
	if (!known->n || len > SIGNED_MOST ||
		!g_unichar_isalpha(g_utf8_get_char(line)))
		return false;
	add_words(pool, line, len, true, &words);
	if (!words.n || words.n > WORDS_SIGNED)
		return false;
	if (words.n == 1 && is_initials(known, words.at[0]))
		return true;
	for (size_t i = 0; i < words.n; i++)
		if (!is_of_name(known, words.at[i], &whole))
			return false;
	return whole;
}
