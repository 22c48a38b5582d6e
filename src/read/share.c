/* A line that an answer shares with the attribution behind it, where a client
 * lost the end of the line: "Twice. On 3 March, Spring Mentoring wrote:". The
 * attribution starts behind the end of a sentence, or with the word with which
 * the programs of a language begin it, and soon comes its evidence. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define ATTRIBUTION  400 /* bytes of one */
#define OPENER_WORDS 4   /* from the opening word to the first number */
#define PREFIX_WORDS 3   /* of a sentence that nothing but its end tells */
#define LAST_LETTERS 3   /* of its last word; less is an abbreviation */

/* How programs begin an attribution, before the weekday or the day. */
static const char *const openers[] = { "On ", "Am ", "Le ", "El ", "Il ", "Em ",
	"Op ", "Den ", "På ", "W dniu ", "Dnia ", "Dne ", "Pe ", "U ", "В ",
	"У ", "Στις ", "在 " };

static size_t
count_words(const char *from, const char *till)
{
	size_t n = 0;
	bool inside = false;

	for (; from < till; from = g_utf8_next_char(from)) {
		bool letter = g_unichar_isalnum(g_utf8_get_char(from));

		n += letter && !inside;
		inside = letter;
	}
	return n;
}

bool
shape_opens(const char *at)
{
	size_t far = strcspn(at, "0123456789");

	for (size_t i = 0; i < G_N_ELEMENTS(openers); i++)
		if (g_str_has_prefix(at, openers[i]))
			return count_words(at, at + far) <= OPENER_WORDS;
	return false;
}

/* Does a sentence end before p, which follows a blank? What holds a number or an
 * address, so everything behind byte `clean`, may be a date with
 * abbreviations. */
static bool
ends_before(const char *text, size_t clean, const char *p)
{
	const char *end = p;

	while (end > text && end[-1] == ' ')
		end--;
	if (end == text)
		return false;
	if (end[-1] == '!' || end[-1] == '?')
		return true;
	if (end[-1] != '.' || (size_t)(end - text) > clean)
		return false;
	const char *word = end - 1;
	while (word > text && word[-1] != ' ' && end - word < ATTRIBUTION)
		word = g_utf8_prev_char(word);
	return g_utf8_strlen(word, end - 1 - word) >= LAST_LETTERS &&
		!memchr(word, '.', (size_t)(end - 1 - word)) &&
		(end - text > ATTRIBUTION ||
			count_words(text, end) >= PREFIX_WORDS);
}

static bool
is_dated(const char *text)
{
	struct holds h = shape_look(text);

	return h.year || h.time;
}

size_t
shape_own_prefix(const char *text, size_t named)
{
	const char *rest = shape_start(text), *end = text + strlen(text);

	if (shape_is_label(text) || shape_is_ruler(text) || shape_opens(rest))
		return 0;
	line_number(text, &rest);
	size_t clean = strcspn(rest, "@0123456789");
	const char *from = end - rest > ATTRIBUTION ? end - ATTRIBUTION : rest;
	bool dated = is_dated(from);
	for (const char *p = end; --p > from;) {
		if (p[-1] != ' ' || *p == ' ' ||
			(!shape_opens(p) && !ends_before(rest, clean, p)))
			continue;
		if (dated ? is_dated(p) : (size_t)(p - text) <= named)
			return (size_t)(p - text);
	}
	return 0;
}
