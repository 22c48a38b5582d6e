/* From words to values, by the type of the question. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"

#define RAW_MOST     400 /* bytes of an answer that are looked at */
#define NUMBERS_MOST 8

/* --- words --- */

/* Does text, at p, hold phrase as whole words? */
static bool
phrase_at(const char *p, const char *phrase)
{
	size_t len = strlen(phrase);

	if (!len || strncmp(p, phrase, len))
		return false;
	gunichar next = g_utf8_get_char(p + len);
	gunichar last = g_utf8_get_char(g_utf8_prev_char(p + len));
	return !g_unichar_isalnum(next) || last >= 0x2e80;
}

/* The first item of the list that text starts with; NULL when none does. */
static const char *
starts_with_any(const char *text, const struct text_list *list)
{
	const char *best = NULL;

	for (size_t i = 0; i < list->n; i++)
		if (phrase_at(text, list->at[i]) &&
			(!best || strlen(list->at[i]) > strlen(best)))
			best = list->at[i];
	return best;
}

static bool
holds_any(const char *text, const struct text_list *list)
{
	bool start = true;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		if (start && starts_with_any(p, list))
			return true;
		gunichar c = g_utf8_get_char(p);
		start = !g_unichar_isalnum(c) || c >= 0x2e80;
	}
	return false;
}

/* The start of raw in lower case, without what leads to it. */
static char *
plain_start(const char *raw)
{
	while (*raw && !g_unichar_isalnum(g_utf8_get_char(raw)) &&
		g_utf8_get_char(raw) < 0x2190)
		raw = g_utf8_next_char(raw);
	size_t len = strlen(raw);
	const char *end = len > RAW_MOST
		? g_utf8_find_prev_char(raw, raw + RAW_MOST)
		: raw + len;
	return g_utf8_strdown(raw, end - raw);
}

static const char *
sign_of_yesno(const char *text)
{
	static const char *const yes[] = { "✓", "✔", "☑", "✅", "👍" };
	static const char *const no[] = { "✗", "✘", "❌", "👎", "☒" };

	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
		if (g_str_has_prefix(text, yes[i]))
			return "yes";
		else if (g_str_has_prefix(text, no[i]))
			return "no";
	return NULL;
}

const char *
value_yesno(const char *text, const struct value_context *context,
	enum confidence *confidence)
{
	g_autofree char *low = plain_start(text);
	const struct language *language;
	bool yes = false, no = false;

	*confidence = CONFIDENCE_SURE;
	if (sign_of_yesno(low))
		return sign_of_yesno(low);
	for (size_t i = 0; (language = context_language(context, i)); i++) {
		const char *y = starts_with_any(low, &language->yes);
		const char *n = starts_with_any(low, &language->no);

		if ((y || n) && !(y && n && strlen(y) == strlen(n)))
			return !n || (y && strlen(y) > strlen(n)) ? "yes"
								  : "no";
	}
	/* "We did, yes": one of them somewhere, and only one. */
	*confidence = CONFIDENCE_LIKELY;
	if (strlen(low) < 80 && (language = context_language(context, 0))) {
		yes = holds_any(low, &language->yes);
		no = holds_any(low, &language->no);
	}
	if (yes != no)
		return yes ? "yes" : "no";
	*confidence = CONFIDENCE_UNSURE;
	return NULL;
}

/* --- numbers --- */

struct numbers {
	int64_t at[NUMBERS_MOST];
	size_t n;
	bool broken; /* "3.5": not a whole number */
	bool leads;  /* the first stands alone at the start */
	int64_t of;  /* "4/5", "4 of 5": the whole; 0 none */
};

static void
number_add(struct numbers *numbers, int64_t n)
{
	for (size_t i = 0; i < numbers->n; i++)
		if (numbers->at[i] == n)
			return;
	if (numbers->n < NUMBERS_MOST)
		numbers->at[numbers->n++] = n;
}

static const char *
read_digits(const char *p, int64_t *n)
{
	*n = 0;
	while (g_unichar_isdigit(g_utf8_get_char(p))) {
		*n = MIN(*n, 100000000) * 10 +
			g_unichar_digit_value(g_utf8_get_char(p));
		p = g_utf8_next_char(p);
	}
	return p;
}

/* Number words from zero to ten at the start of a word; -1 when none. */
static int
number_word(const char *p, const struct value_context *context, size_t *len)
{
	const struct language *language;

	for (size_t i = 0; (language = context_language(context, i)); i++)
		for (size_t k = 0; k < language->numbers.n; k++)
			if (phrase_at(p, language->numbers.at[k])) {
				*len = strlen(language->numbers.at[k]);
				return (int)k;
			}
	return -1;
}

/* A number at p; what follows it decides whether it is "x of y". Returns its
 * end. */
static const char *
take_number(struct numbers *numbers, const char *p, const char *text)
{
	int64_t n, whole;
	bool minus =
		p > text && p[-1] == '-' && (p - 1 == text || p[-2] == ' ');
	const char *end = read_digits(p, &n);
	const char *next = end + strspn(end, " ");

	if (*next == '/' && g_ascii_isdigit(next[1 + strspn(next + 1, " ")])) {
		next += 1 + strspn(next + 1, " ");
		end = read_digits(next, &whole);
		numbers->of = whole;
	} else if ((*end == '.' || *end == ',') && g_ascii_isdigit(end[1])) {
		numbers->broken = true;
		end = read_digits(end + 1, &whole);
	}
	if (!numbers->n)
		numbers->leads = p - minus == text &&
			(!*next || strchr(",.;:!(\n", *next) ||
				!strncmp(next, "- ", 2) ||
				g_str_has_prefix(next, "–"));
	number_add(numbers, minus ? -n : n);
	return end;
}

static size_t
count_stars(const char *text)
{
	size_t n = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		n += c == 0x2605 || c == 0x2b50 || c == 0x1f31f;
	}
	return n;
}

static void
find_numbers(struct numbers *numbers, const char *low,
	const struct value_context *context)
{
	bool start = true;

	for (const char *p = low; *p;) {
		size_t len = 0;
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isdigit(c) && start) {
			p = take_number(numbers, p, low);
			start = true;
			continue;
		}
		int word = start ? number_word(p, context, &len) : -1;
		if (word >= 0) {
			if (!numbers->n)
				numbers->leads = p == low &&
					(!p[len] || strchr(",.;:!\n", p[len]));
			number_add(numbers, word);
			p += len;
			continue;
		}
		start = !g_unichar_isalnum(c) || c >= 0x2e80;
		p = g_utf8_next_char(p);
	}
}

/* "4 out of 5", "4 von 5": two numbers, the second is the end of the scale. */
static bool
is_part_of_whole(const struct numbers *numbers, const char *low, int64_t till)
{
	return numbers->n == 2 && numbers->at[1] == till &&
		numbers->at[0] < till &&
		(strstr(low, " of ") || strstr(low, " von ") ||
			strstr(low, " sur ") || strstr(low, " de ") ||
			strstr(low, " su ") || strstr(low, " van ") ||
			strstr(low, " av ") || strstr(low, " na "));
}

static const char *
value_number(struct pool *pool, const struct question *question,
	const char *raw, const struct value_context *context,
	enum confidence *confidence)
{
	g_autofree char *low = plain_start(raw);
	struct numbers numbers = { 0 };
	bool scale = question->type == QUESTION_SCALE;
	size_t stars = scale ? count_stars(raw) : 0;

	find_numbers(&numbers, low, context);
	if (stars && !numbers.n)
		number_add(&numbers, (int64_t)stars);
	*confidence = CONFIDENCE_SURE;
	if (is_part_of_whole(&numbers, low, question->till))
		numbers.n = 1;
	if (numbers.n > 1 && numbers.leads) {
		numbers.n = 1;
		*confidence = CONFIDENCE_LIKELY;
	}
	bool fits = numbers.n == 1 && !numbers.broken &&
		(!numbers.of || numbers.of == question->till) &&
		numbers.at[0] >= question->from &&
		(question->till <= question->from ||
			numbers.at[0] <= question->till);
	if (fits)
		return pool_printf(pool, "%" G_GINT64_FORMAT, numbers.at[0]);
	*confidence = CONFIDENCE_UNSURE;
	return NULL;
}

/* --- choices --- */

static char *
folded(const char *text)
{
	g_autofree char *fold = g_utf8_casefold(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *p = fold; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalnum(c) || g_unichar_ismark(c))
			g_string_append_unichar(out, c);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	return g_strchomp(g_string_free(out, FALSE));
}

/* By number or by letter: "2", "2)", "b", "(b)". */
static const char *
option_by_mark(const struct text_list *options, const char *text)
{
	size_t place = 0;

	if (g_ascii_isdigit(*text) && strlen(text) < 3)
		place = (size_t)g_ascii_strtoull(text, NULL, 10);
	else if (g_ascii_isalpha(*text) && !text[1])
		place = (size_t)(g_ascii_tolower(*text) - 'a') + 1;
	return place && place <= options->n ? options->at[place - 1] : NULL;
}

static const char *
option_of(const struct text_list *options, const char *raw, bool *sure)
{
	g_autofree char *text = folded(raw);
	const char *found = NULL;
	size_t hits = 0;

	*sure = true;
	for (size_t i = 0; i < options->n; i++) {
		g_autofree char *option = folded(options->at[i]);

		if (!strcmp(option, text))
			return options->at[i];
		bool part = *text && *option &&
			(strstr(text, option) ||
				g_str_has_prefix(option, text));
		hits += part;
		found = part ? options->at[i] : found;
	}
	if (option_by_mark(options, text))
		return option_by_mark(options, text);
	*sure = false;
	return hits == 1 ? found : NULL;
}

static const char *
value_choice(struct pool *pool, const struct question *question,
	const char *raw, enum confidence *confidence)
{
	bool sure;
	const char *option = option_of(&question->options, raw, &sure);

	*confidence = !option ? CONFIDENCE_UNSURE
		: sure        ? CONFIDENCE_SURE
			      : CONFIDENCE_LIKELY;
	return pool_strdup(pool, option);
}

/* Every item must be an option; joined by ", " in the order written. */
static const char *
value_choices(struct pool *pool, const struct question *question,
	const char *raw, enum confidence *confidence)
{
	g_auto(GStrv) items = g_strsplit_set(raw, ",;\n/&+", 64);
	g_autoptr(GString) out = g_string_new(NULL);

	*confidence = CONFIDENCE_SURE;
	for (char **item = items; *item; item++) {
		bool sure;

		if (!*g_strstrip(*item))
			continue;
		const char *option =
			option_of(&question->options, *item, &sure);
		if (!option) {
			*confidence = CONFIDENCE_UNSURE;
			return NULL;
		}
		if (!sure)
			*confidence = CONFIDENCE_LIKELY;
		g_string_append_printf(
			out, "%s%s", out->len ? ", " : "", option);
	}
	if (!out->len)
		*confidence = CONFIDENCE_UNSURE;
	return out->len ? pool_strdup(pool, out->str) : NULL;
}

static const char *
value_date(struct pool *pool, const char *raw,
	const struct value_context *context, enum confidence *confidence)
{
	int64_t days;
	bool sure;

	*confidence = CONFIDENCE_UNSURE;
	if (!date_find(raw, context, &days, &sure))
		return NULL;
	if (!sure) /* 3/4: March or April; the raw words are kept */
		return NULL;
	*confidence = CONFIDENCE_SURE;
	struct civil c = civil_from_days(days);
	return pool_printf(pool, "%04d-%02d-%02d", c.year, c.month, c.day);
}

const char *
value_read(struct pool *pool, const struct question *question, const char *raw,
	const struct value_context *context, enum confidence *confidence)
{
	*confidence = CONFIDENCE_UNSURE;
	if (!*raw)
		return NULL;
	switch (question->type) {
	case QUESTION_YESNO:
		return value_yesno(raw, context, confidence);
	case QUESTION_SCALE:
	case QUESTION_NUMBER:
		return value_number(pool, question, raw, context, confidence);
	case QUESTION_CHOICE:
		return value_choice(pool, question, raw, confidence);
	case QUESTION_CHOICES:
		return value_choices(pool, question, raw, confidence);
	case QUESTION_DATE:
		return value_date(pool, raw, context, confidence);
	case QUESTION_TEXT:
		*confidence = CONFIDENCE_SURE;
		return pool_strdup(pool, raw);
	}
	return NULL;
}
