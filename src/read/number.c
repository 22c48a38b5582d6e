/* The number in front of an answer. */
#include <glib.h>
#include <string.h>

#include "value.h"

#define NUMBER_MOST 50

static const char *
skip_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '*' || *p == '_' ||
		g_str_has_prefix(p, "　") || g_str_has_prefix(p, "\u00a0"))
		p = g_utf8_next_char(p);
	return p;
}

/* "Question", "Antwort", "ad", "zu", "re", "No.", "№", "第"; p itself when
 * there is none. */
static const char *
skip_label(const char *p, const struct value_context *context, bool *strong)
{
	size_t len = strnlen(p, 40);
	const char *end =
		len < 40 ? p + len : g_utf8_find_prev_char(p, p + len);
	g_autofree char *start = g_strndup(p, (gsize)(end - p));
	g_autofree char *folded = words_fold(start);
	const struct sense *sense =
		context_sense(context, folded, SENSE_LABEL, NULL);

	if (!sense)
		return p;
	/* "to 1 of them" is no number of an answer, "question 1" is */
	*strong = strlen(sense->word) > 3 || !g_ascii_isalpha(*sense->word) ||
		!strcmp(sense->word, "ad");
	/* The label's letters in the text itself, accents and all. */
	glong letters = g_utf8_strlen(sense->word, -1);
	const char *at = p;
	while (letters-- > 0 && *at)
		at = g_utf8_next_char(at);
	at += strspn(at, ".:");
	return skip_blanks(at);
}

static const char *
take_digits(const char *p, int *n)
{
	*n = 0;
	while (g_unichar_isdigit(g_utf8_get_char(p)) && *n <= NUMBER_MOST) {
		*n = *n * 10 + g_unichar_digit_value(g_utf8_get_char(p));
		p = g_utf8_next_char(p);
	}
	return p;
}

static const char *const romans[] = { "i", "ii", "iii", "iv", "v", "vi", "vii",
	"viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
	"xviii", "xix", "xx" };

/* i to xx, in one case; 0 for anything else. */
static const char *
take_roman(const char *p, int *n)
{
	size_t len = strspn(p, "ivx");

	*n = 0;
	if (!len)
		len = strspn(p, "IVX");
	for (int i = 0; i < (int)G_N_ELEMENTS(romans); i++)
		if (strlen(romans[i]) == len &&
			!g_ascii_strncasecmp(romans[i], p, len))
			*n = i + 1;
	return p + len;
}

/* "①", and "1️⃣", which is a digit with two marks behind it. */
static const char *
take_drawn(const char *p, int *n)
{
	gunichar c = g_utf8_get_char(p);

	*n = 0;
	if (c >= 0x2460 && c <= 0x2473) { /* circled 1 to 20 */
		*n = (int)(c - 0x2460) + 1;
		return g_utf8_next_char(p);
	}
	if (g_ascii_isdigit(*p)) {
		const char *q = p + 1;

		if (g_utf8_get_char(q) == 0xfe0f)
			q = g_utf8_next_char(q);
		if (g_utf8_get_char(q) == 0x20e3) {
			*n = g_ascii_digit_value(*p);
			return g_utf8_next_char(q);
		}
	}
	return p;
}

/* Is it a mark that ends a number, and not part of a value? "4/5", "12:30",
 * "3.2", "3-4" and "5,5" are values. Returns what follows it, NULL if not. */
static const char *
after_mark(const char *p, bool roman)
{
	gunichar c = g_utf8_get_char(p);
	const char *next;

	if (!c)
		return NULL;
	next = g_utf8_next_char(p);
	if (c == ')' || c == ']' || c == 0xff09 || c == 0x3001 || c == 0xff0e ||
		c == 0xff1a)
		return next;
	if (roman)
		return c == '.' || c == ':' ? next : NULL;
	if (c == '.' || c == ':' || c == '-' || c == '=' || c == '>' ||
		c == 0x2013 || c == 0x2014 || c == 0xba || c == 0xb0)
		return g_unichar_isdigit(g_utf8_get_char(next)) ? NULL : next;
	if (g_str_has_prefix(p, " - ") || g_str_has_prefix(p, " = ") ||
		g_str_has_prefix(p, " : ") || g_str_has_prefix(p, " > "))
		return p + 2;
	if (g_str_has_prefix(p, " – ") || g_str_has_prefix(p, " — ") ||
		g_str_has_prefix(p, " → "))
		return p + 4;
	return NULL;
}

/* Behind the number: what ends it. NULL when that is no number of a list. */
static const char *
end_of_number(const char *p, bool labelled, bool open, bool roman)
{
	const char *mark = after_mark(p, roman);

	if (mark) {
		/* "1.)" and "1):" */
		const char *more = after_mark(mark, true);

		return more && *mark != ' ' ? more : mark;
	}
	if (open)
		return NULL;
	if (labelled && g_str_has_prefix(p, "题"))
		return p + strlen("题");
	return labelled && (!*p || strchr(" \t,", *p)) ? p : NULL;
}

bool
answer_may_number(const char *text, int n)
{
	const char *roman =
		n >= 1 && n <= (int)G_N_ELEMENTS(romans) ? romans[n - 1] : NULL;
	char digit = (char)('0' + (n < 10 ? n : n / 10));

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		if (*p == digit)
			return true;
		if ((unsigned char)*p < 0x80) {
			if (roman && g_ascii_tolower(*p) == *roman &&
				!g_ascii_strncasecmp(p, roman, strlen(roman)))
				return true;
			continue;
		}
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isdigit(c) || (c >= 0x2460 && c <= 0x2473))
			return true;
	}
	return false;
}

int
answer_number(const char *line, const struct value_context *context,
	const char **rest)
{
	const char *p = skip_blanks(line), *end;
	bool open = *p == '(' || *p == '[' || g_str_has_prefix(p, "（");
	int n = line_number(line, rest);

	if (n) { /* "1.)", "1.:" */
		if (rest && (**rest == ')' || **rest == ':') &&
			(*rest)[1] == ' ')
			*rest = skip_blanks(*rest + 1);
		return n;
	}
	if (open)
		p = skip_blanks(g_utf8_next_char(p));
	bool labelled = false;
	const char *number = skip_label(p, context, &labelled);
	labelled |= *number == '#' || g_str_has_prefix(number, "№");
	if (*number == '#' || g_str_has_prefix(number, "№"))
		number = skip_blanks(g_utf8_next_char(number));
	const char *behind = take_drawn(number, &n);
	if (n) {
		end = after_mark(behind, false);
		end = end ? end : behind;
	} else {
		behind = take_digits(number, &n);
		bool roman = behind == number;
		if (roman)
			behind = take_roman(number, &n);
		end = n ? end_of_number(behind, labelled, open, roman) : NULL;
	}
	if (!end || n > NUMBER_MOST)
		return 0;
	if (rest)
		*rest = skip_blanks(end);
	return n;
}
