/* Dates as people write them. A text becomes a few tokens; each token is tried
 * as the start of a date in the known forms. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"

#define TOKENS_MOST 120
#define TOKEN_BYTES 40

struct token {
	int n, digits;          /* digits 0: a word */
	char word[TOKEN_BYTES]; /* lower case */
	char sign;              /* the ASCII sign right behind it, or ' ' */
};

struct reading {
	const struct value_context *context;
	struct token at[TOKENS_MOST];
	size_t n;
};

static bool
is_single(gunichar c)
{
	return c >= 0x2e80 && c <= 0x9fff;
}

static void
read_word(const char **p, struct token *token)
{
	GString *word = g_string_new(NULL);

	while (**p) {
		gunichar c = g_utf8_get_char(*p);

		if (!g_unichar_isalpha(c) && !g_unichar_ismark(c))
			break;
		g_string_append_unichar(word, g_unichar_tolower(c));
		*p = g_utf8_next_char(*p);
		if (is_single(c))
			break;
	}
	if (word->len < TOKEN_BYTES)
		g_strlcpy(token->word, word->str, TOKEN_BYTES);
	g_string_free(word, TRUE);
}

static void
read_tokens(struct reading *r, const char *text)
{
	for (const char *p = text; *p && r->n < TOKENS_MOST;) {
		gunichar c = g_utf8_get_char(p);
		struct token *token = &r->at[r->n];

		*token = (struct token){ 0 };
		if (g_unichar_isdigit(c)) {
			while (g_unichar_isdigit(g_utf8_get_char(p))) {
				token->n = token->n % 100000 * 10 +
					g_unichar_digit_value(
						g_utf8_get_char(p));
				token->digits++;
				p = g_utf8_next_char(p);
			}
		} else if (g_unichar_isalpha(c)) {
			read_word(&p, token);
		} else {
			p = g_utf8_next_char(p);
			continue;
		}
		token->sign = *p && strchr(".-/,:", *p) ? *p : ' ';
		r->n++;
	}
}

const struct language *
context_language(const struct value_context *context, size_t i)
{
	const struct words *words = context->words;
	size_t own = 0, n = words ? words->languages.n : 0;

	if (i >= n)
		return NULL;
	while (own < n &&
		(!context->language ||
			strncmp(words->languages.at[own].code,
				context->language, 2)))
		own++;
	if (own == n)
		return &words->languages.at[i];
	if (i == 0)
		return &words->languages.at[own];
	return &words->languages.at[i <= own ? i - 1 : i];
}

/* Number from 1 of the list's item that word is, or 0. */
static int
list_place(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++) {
		g_autofree char *low = g_utf8_strdown(list->at[i], -1);
		size_t len = strlen(low);

		if (len && low[len - 1] == '.')
			low[len - 1] = '\0';
		if (!strcmp(low, word))
			return (int)i + 1;
	}
	return 0;
}

static int
month_of(const struct reading *r, size_t i)
{
	const struct language *language;

	if (i >= r->n || r->at[i].digits || !*r->at[i].word)
		return 0;
	for (size_t k = 0; (language = context_language(r->context, k)); k++) {
		int m = list_place(&language->months, r->at[i].word);

		if (!m)
			m = list_place(&language->months_short, r->at[i].word);
		if (m)
			return m;
	}
	return 0;
}

static int
weekday_of(const struct reading *r, size_t i)
{
	const struct language *language;

	for (size_t k = 0; (language = context_language(r->context, k)); k++) {
		int d = list_place(&language->weekdays, r->at[i].word);

		if (d)
			return d;
	}
	return 0;
}

static bool
is_number(const struct reading *r, size_t i, int from, int till)
{
	return i < r->n && r->at[i].digits && r->at[i].n >= from &&
		r->at[i].n <= till;
}

static bool
is_word(const struct reading *r, size_t i, const char *words)
{
	char padded[TOKEN_BYTES + 2];

	if (i >= r->n || r->at[i].digits || !*r->at[i].word)
		return false;
	g_snprintf(padded, sizeof padded, " %s ", r->at[i].word);
	return strstr(words, padded);
}

/* The date of that year, or without one the next that has not passed. */
static bool
resolve(const struct reading *r, int year, int month, int day, int64_t *days)
{
	char text[24];
	int64_t today = r->context->today;

	if (!year && !today)
		return false;
	int first = year ? year : civil_from_days(today).year;
	for (int y = first; y <= first + (year ? 0 : 1); y++) {
		g_snprintf(text, sizeof text, "%04d-%02d-%02d",
			CLAMP(y, 0, 9999), month, day);
		if (civil_parse_date(text, days) && (year || *days >= today))
			return true;
	}
	return false;
}

/* A year at token i: four digits, or two where the form says so. */
static int
year_at(const struct reading *r, size_t i, bool two)
{
	if (is_number(r, i, 1990, 2200))
		return r->at[i].n;
	if (two && is_number(r, i, 0, 99) && r->at[i].digits == 2)
		return 2000 + r->at[i].n;
	return 0;
}

static bool
numeric_date(const struct reading *r, size_t i, int64_t *days, bool *sure)
{
	const struct token *t = &r->at[i];

	if (i + 2 < r->n && t->digits == 4 && t->sign == '-' &&
		t[1].sign == '-' && is_number(r, i + 1, 1, 12) &&
		is_number(r, i + 2, 1, 31))
		return resolve(r, t->n, t[1].n, t[2].n, days);
	if (!is_number(r, i, 1, 31) || !is_number(r, i + 1, 1, 31) ||
		(t->sign != '.' && t->sign != '/'))
		return false;
	bool more = t[1].sign == t->sign;
	int year = more ? year_at(r, i + 2, true) : 0;
	if (t->sign == '.' && !more) /* "3.5" is a number */
		return false;
	int day = t->n, month = t[1].n;
	if (t->sign == '/' && month > 12) {
		day = t[1].n;
		month = t->n;
	}
	*sure = t->sign == '.' || day > 12 || day == month;
	return month <= 12 && resolve(r, year, month, day, days);
}

static const char ordinals[] =
	" st nd rd th er º ª de of the den der del di de ";

static bool
named_date(const struct reading *r, size_t i, int64_t *days)
{
	size_t next = i + 1;
	int month = month_of(r, i);

	if (month && is_number(r, next, 1, 31)) {
		int day = r->at[next++].n;

		if (is_word(r, next, ordinals))
			next++;
		return resolve(r, year_at(r, next, false), month, day, days);
	}
	if (!is_number(r, i, 1, 31))
		return false;
	while (is_word(r, next, ordinals))
		next++;
	month = month_of(r, next);
	if (!month && is_number(r, i, 1, 12) && is_word(r, i + 1, " 月 ") &&
		is_number(r, i + 2, 1, 31))
		return resolve(r, 0, r->at[i].n, r->at[i + 2].n, days);
	if (month && is_word(r, next + 1, " de "))
		next++;
	return month &&
		resolve(r, year_at(r, next + 1, false), month, r->at[i].n,
			days);
}

bool
date_find(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	struct reading *r = g_new0(struct reading, 1);
	bool found = false, certain = true;
	int64_t value = 0;

	r->context = context;
	read_tokens(r, text);
	for (size_t i = 0; i < r->n && !found; i++)
		found = numeric_date(r, i, &value, &certain) ||
			named_date(r, i, &value);
	for (size_t i = 0; i < r->n && !found && context->today; i++) {
		int day = r->at[i].digits ? 0 : weekday_of(r, i);

		if (day) {
			int now = civil_from_days(context->today).weekday;

			value = context->today + ((day - 1 - now + 6) % 7) + 1;
			found = true;
		}
	}
	g_free(r);
	if (found) {
		*days = value;
		*sure = certain;
	}
	return found;
}
