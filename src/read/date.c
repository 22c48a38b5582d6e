/* Dates as people write them. A text becomes a few tokens; each token is tried
 * as the start of a date in the known forms.
 *
 * A date without a year is the next one; two numbers with a slash are only
 * sure where one of them cannot be a month or the language says which comes
 * first. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"

#define TOKENS_MOST 120
#define TOKEN_BYTES 24

enum token_kind {
	TOKEN_WORD,
	TOKEN_DIGITS,
	TOKEN_SENSE
};

struct token {
	enum token_kind kind;
	unsigned sense; /* TOKEN_SENSE: SENSE_MONTH, ... */
	int n, digits;
	char word[TOKEN_BYTES]; /* TOKEN_WORD */
	char sign;              /* the ASCII sign right behind it, or ' ' */
	size_t begin, end;      /* in the folded text */
};

struct reading {
	const struct value_context *context;
	const char *text; /* folded */
	struct token at[TOKENS_MOST];
	size_t n;
};

/* A date that was found: from token, behind which token, how sure. */
struct found {
	int64_t days;
	size_t from, till;
	bool sure;
};

#define DATE_SENSES \
 (SENSE_MONTH | SENSE_WEEKDAY | SENSE_DAY | SENSE_NEXT | SENSE_LAST | SENSE_END)

/* ---- tokens ------------------------------------------------------------------ */

static size_t
word_length(const char *p)
{
	const char *start = p;

	while (*p) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalpha(c))
			break;
		p = g_utf8_next_char(p);
		if (c >= 0x2e80) /* each sign of these scripts is a word */
			break;
	}
	return (size_t)(p - start);
}

static size_t
take_digits(struct token *token, const char *p)
{
	const char *start = p;

	token->kind = TOKEN_DIGITS;
	for (; g_ascii_isdigit(*p); p++) {
		token->n = token->n % 100000 * 10 + g_ascii_digit_value(*p);
		token->digits++;
	}
	return (size_t)(p - start);
}

static size_t
take_word(const struct reading *r, struct token *token, const char *p)
{
	const struct sense *sense =
		context_sense(r->context, p, DATE_SENSES, NULL);
	size_t len;

	if (sense) {
		token->kind = TOKEN_SENSE;
		token->sense = sense->kind;
		token->n = sense->n;
		return strlen(sense->word);
	}
	len = word_length(p);
	if (len < TOKEN_BYTES)
		memcpy(token->word, p, len);
	return len;
}

static void
read_tokens(struct reading *r)
{
	for (const char *p = r->text; *p && r->n < TOKENS_MOST;) {
		struct token *token = &r->at[r->n];
		bool digit = g_ascii_isdigit(*p);

		*token = (struct token){ .begin = (size_t)(p - r->text) };
		if (!digit && !g_unichar_isalpha(g_utf8_get_char(p))) {
			p = g_utf8_next_char(p);
			continue;
		}
		p += digit ? take_digits(token, p) : take_word(r, token, p);
		token->end = (size_t)(p - r->text);
		token->sign = *p && strchr(".-/,:", *p) ? *p : ' ';
		r->n++;
	}
}

static bool
is_sense(const struct reading *r, size_t i, unsigned kind)
{
	return i < r->n && r->at[i].kind == TOKEN_SENSE &&
		r->at[i].sense == kind;
}

static bool
is_number(const struct reading *r, size_t i, int from, int till)
{
	return i < r->n && r->at[i].kind == TOKEN_DIGITS &&
		r->at[i].n >= from && r->at[i].n <= till;
}

static bool
is_word(const struct reading *r, size_t i, const char *words)
{
	char padded[TOKEN_BYTES + 2];

	if (i >= r->n || r->at[i].kind != TOKEN_WORD || !*r->at[i].word)
		return false;
	g_snprintf(padded, sizeof padded, " %s ", r->at[i].word);
	return strstr(words, padded);
}

static const struct language *
own_language(const struct reading *r)
{
	return r->context->language || r->context->second
		? context_language(r->context, 0)
		: NULL;
}

/* ---- days -------------------------------------------------------------------- */

static bool
day_of(int year, int month, int day, int64_t *days)
{
	char text[24];

	g_snprintf(text, sizeof text, "%04d-%02d-%02d", CLAMP(year, 0, 9999),
		month, day);
	return civil_parse_date(text, days);
}

/* The date of that year, or without one the next that has not passed. */
static bool
resolve(const struct reading *r, int year, int month, int day, int64_t *days)
{
	int64_t today = r->context->today;

	if (!year && !today)
		return false;
	int first = year ? year : civil_from_days(today).year;
	for (int y = first; y <= first + (year ? 0 : 1); y++)
		if (day_of(y, month, day, days) && (year || *days >= today))
			return true;
	return false;
}

/* So many months on; the last day where the month has no such day. */
static int64_t
months_on(int64_t today, int months)
{
	struct civil c = civil_from_days(today);
	int month = c.month - 1 + months, day = c.day;
	int64_t days = today;

	while (day > 1 &&
		!day_of(c.year + month / 12, month % 12 + 1, day, &days))
		day--;
	return days;
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

/* ---- forms of numbers -------------------------------------------------------- */

/* "2027-03-03", "2027/3/3", "2027.03.03". */
static bool
year_first(const struct reading *r, size_t i, struct found *found)
{
	const struct token *t = &r->at[i];

	if (i + 2 >= r->n || t->digits != 4 || !strchr("-/.", t->sign) ||
		t[1].sign != t->sign || !is_number(r, i + 1, 1, 12) ||
		!is_number(r, i + 2, 1, 31))
		return false;
	found->till = i + 3;
	return resolve(r, t->n, t[1].n, t[2].n, &found->days);
}

/* "3.3." is a date and "3.5" is a number, unless nothing else is said and
 * the language writes its numbers with a comma. */
static bool
is_dotted(const struct reading *r, size_t i)
{
	const struct language *own = own_language(r);

	return r->at[i + 1].sign == '.' ||
		(own && own->decimal && *own->decimal == ',' && r->n <= 3 &&
			i + 2 >= r->n);
}

static bool
numeric_date(const struct reading *r, size_t i, struct found *found)
{
	const struct token *t = &r->at[i];
	const struct language *own = own_language(r);

	if (year_first(r, i, found))
		return true;
	if (!is_number(r, i, 1, 31) || !is_number(r, i + 1, 1, 31) ||
		!strchr("./-", t->sign))
		return false;
	bool more = t[1].sign == t->sign;
	int year = more ? year_at(r, i + 2, true) : 0;
	if (t->sign == '.' ? !is_dotted(r, i) : t->sign == '-' && !year)
		return false; /* "3-5" is from 3 to 5 */
	int day = t->n, month = t[1].n;
	if (t->sign != '.' && month > 12) {
		day = t[1].n;
		month = t->n;
	}
	found->sure = t->sign == '.' || day > 12 || day == month ||
		(own && own->day_first);
	found->till = i + 2 + (year != 0);
	return month <= 12 && resolve(r, year, month, day, &found->days);
}

/* "3月3日", with or without the year. */
static bool
signed_date(const struct reading *r, size_t i, struct found *found)
{
	int year = 0;

	if (is_number(r, i, 1990, 2200) && is_word(r, i + 1, " 年 ")) {
		year = r->at[i].n;
		i += 2;
	}
	if (!is_number(r, i, 1, 12) || !is_word(r, i + 1, " 月 ") ||
		!is_number(r, i + 2, 1, 31))
		return false;
	found->till = i + 3 + is_word(r, i + 3, " 日 号 號 ");
	return resolve(r, year, r->at[i].n, r->at[i + 2].n, &found->days);
}

/* ---- forms with names -------------------------------------------------------- */

static const char ordinals[] =
	" st nd rd th er o a e de of the den der del di do d ";

static bool
month_first(const struct reading *r, size_t i, struct found *found)
{
	size_t next = i + 1;

	if (!is_sense(r, i, SENSE_MONTH))
		return false;
	next += is_word(r, next, " the ");
	if (!is_number(r, next, 1, 31))
		return false;
	int day = r->at[next++].n;
	if (is_word(r, next, ordinals))
		next++;
	int year = year_at(r, next, false);
	found->till = next + (year != 0);
	return resolve(r, year, r->at[i].n, day, &found->days);
}

static bool
day_first(const struct reading *r, size_t i, struct found *found)
{
	size_t next = i + 1;

	if (!is_number(r, i, 1, 31))
		return false;
	while (is_word(r, next, ordinals))
		next++;
	if (!is_sense(r, next, SENSE_MONTH))
		return false;
	int month = r->at[next++].n;
	if (is_word(r, next, " de del of "))
		next++;
	int year = year_at(r, next, false);
	found->till = next + (year != 0);
	return resolve(r, year, month, r->at[i].n, &found->days);
}

/* "end of March": its last day. */
static bool
month_end(const struct reading *r, size_t i, struct found *found)
{
	static const int longest[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int64_t days;

	if (!is_sense(r, i, SENSE_END))
		return false;
	i += 1 + is_word(r, i + 1, ordinals);
	if (!is_sense(r, i, SENSE_MONTH) || r->at[i].n > 12 || !r->at[i].n)
		return false;
	int month = r->at[i].n, year = year_at(r, i + 1, false);
	int last = longest[month - 1];
	found->till = i + 1 + (year != 0);
	if (!resolve(r, year, month, last, &days) &&
		!resolve(r, year, month, --last, &days))
		return false;
	/* 29 February is found in a leap year alone */
	int64_t other;
	if (month == 2 && resolve(r, year, 2, 28, &other) && other < days)
		days = other;
	found->days = days;
	return true;
}

/* "the 15th": the next such day. */
static bool
day_alone(const struct reading *r, size_t i, struct found *found)
{
	int64_t today = r->context->today;

	if (!today || !is_number(r, i, 1, 31) || r->at[i].sign != ' ' ||
		!is_word(r, i + 1, " st nd rd th ") ||
		r->at[i + 1].begin != r->at[i].end)
		return false;
	struct civil c = civil_from_days(today);
	for (int k = 0; k < 3; k++) {
		int month = c.month - 1 + k;

		if (day_of(c.year + month / 12, month % 12 + 1, r->at[i].n,
			    &found->days) &&
			found->days >= today) {
			found->till = i + 2;
			return true;
		}
	}
	return false;
}

/* ---- days from today --------------------------------------------------------- */

static bool
tomorrow(const struct reading *r, size_t i, struct found *found)
{
	if (!r->context->today || !is_sense(r, i, SENSE_DAY))
		return false;
	found->days = r->context->today + r->at[i].n;
	found->till = i + 1;
	return true;
}

/* Is what stands before and behind the number that of the span? Returns the
 * end of it in the text, 0 when not. */
static size_t
span_end(const char *text, size_t begin, size_t end,
	const struct span_words *span)
{
	size_t before = strlen(span->before), behind = strlen(span->behind);

	while (begin && text[begin - 1] == ' ')
		begin--;
	while (text[end] == ' ')
		end++;
	if (before > begin ||
		strncmp(text + begin - before, span->before, before) != 0 ||
		strncmp(text + end, span->behind, behind) != 0)
		return 0;
	gunichar next = g_utf8_get_char(text + end + behind);
	if (behind && g_unichar_isalpha(next) && next < 0x2e80)
		return 0;
	const char *first = text + begin - before;
	if (before && first > text) {
		gunichar c = g_utf8_get_char(g_utf8_prev_char(first));

		if (g_unichar_isalpha(c) && c < 0x2e80)
			return 0;
	}
	return end + behind;
}

/* "in two weeks": a number with a phrase of the language around it. */
static bool
span_at(const struct reading *r, size_t i, struct found *found)
{
	const struct token *t = &r->at[i];
	const struct language *language;
	const struct sense *word = NULL;
	int64_t today = r->context->today;
	int n = t->n;
	size_t end = t->end;

	if (!today || t->kind == TOKEN_SENSE)
		return false;
	if (t->kind == TOKEN_WORD) {
		word = context_sense(
			r->context, r->text + t->begin, SENSE_NUMBER, NULL);
		if (!word)
			return false;
		n = word->n;
		end = t->begin + strlen(word->word);
	}
	for (size_t l = 0; (language = context_language(r->context, l)); l++)
		for (size_t k = 0; k < language->spans.n; k++) {
			const struct span_words *span = &language->spans.at[k];
			size_t stop = span_end(r->text, t->begin, end, span);

			if (!stop || n < 1 || n > 366)
				continue;
			found->days = span->months
				? months_on(today, n * span->months)
				: today + (int64_t)n * span->days;
			found->till = i + 1;
			while (found->till < r->n &&
				r->at[found->till].begin < stop)
				found->till++;
			size_t start = t->begin -
				MIN(t->begin, strlen(span->before) + 1);
			while (found->from &&
				r->at[found->from - 1].begin >= start)
				found->from--;
			return true;
		}
	return false;
}

/* The next such day after today; "last" is the one before. Whether "next
 * Friday" on a Wednesday is in two days or in nine nobody can say. */
static bool
weekday_at(const struct reading *r, size_t i, struct found *found)
{
	int64_t today = r->context->today;

	if (!today || !is_sense(r, i, SENSE_WEEKDAY))
		return false;
	int now = civil_from_days(today).weekday, day = r->at[i].n - 1;
	bool next = i && is_sense(r, i - 1, SENSE_NEXT);
	bool last = (i && is_sense(r, i - 1, SENSE_LAST)) ||
		is_sense(r, i + 1, SENSE_LAST);

	next |= is_sense(r, i + 1, SENSE_NEXT);
	found->days = last ? today - (now - day + 6) % 7 - 1
			   : today + (day - now + 6) % 7 + 1;
	found->sure = !next || day <= now;
	found->from = i -
		(i &&
			(is_sense(r, i - 1, SENSE_NEXT) ||
				is_sense(r, i - 1, SENSE_LAST)));
	found->till = i + 1 +
		(is_sense(r, i + 1, SENSE_NEXT) ||
			is_sense(r, i + 1, SENSE_LAST));
	return true;
}

/* ---- all of them ------------------------------------------------------------- */

/* "3-5 March" names two days, and a weekday beside a date must be its own. */
static void
doubt(const struct reading *r, struct found *found)
{
	size_t i = found->from;

	if (i && r->at[i - 1].kind == TOKEN_DIGITS &&
		strchr("-/", r->at[i - 1].sign))
		found->sure = false;
	if (i && is_sense(r, i - 1, SENSE_WEEKDAY) &&
		r->at[i - 1].n - 1 != civil_from_days(found->days).weekday)
		found->sure = false;
}

static bool
date_at(const struct reading *r, size_t i, struct found *found)
{
	*found = (struct found){ .from = i, .sure = true };
	if (numeric_date(r, i, found) || signed_date(r, i, found) ||
		month_first(r, i, found) || day_first(r, i, found) ||
		month_end(r, i, found) || day_alone(r, i, found)) {
		doubt(r, found);
		return true;
	}
	*found = (struct found){ .from = i, .sure = true };
	return tomorrow(r, i, found) || span_at(r, i, found);
}

static bool
find(const struct reading *r, struct found *found)
{
	for (size_t i = 0; i < r->n; i++)
		if (date_at(r, i, found))
			return true;
	for (size_t i = 0; i < r->n; i++) {
		*found = (struct found){ .from = i, .sure = true };
		if (weekday_at(r, i, found))
			return true;
	}
	return false;
}

static struct reading *
reading_new(const char *folded, const struct value_context *context)
{
	struct reading *r = g_new0(struct reading, 1);

	r->context = context;
	r->text = folded;
	read_tokens(r);
	return r;
}

/* "3 March or 5 March": a second day makes both unsure. */
static bool
is_only(const struct reading *r, const struct found *first)
{
	struct found other;

	for (size_t i = first->till; i < r->n; i++)
		if (date_at(r, i, &other) && other.days != first->days)
			return false;
	return true;
}

bool
date_find(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	g_autofree char *folded = words_fold(text);
	g_autofree struct reading *r = reading_new(folded, context);
	struct found found;

	if (!find(r, &found))
		return false;
	*days = found.days;
	*sure = found.sure;
	return true;
}

bool
date_only(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	g_autofree char *folded = words_fold(text);
	g_autofree struct reading *r = reading_new(folded, context);
	struct found found;

	if (!find(r, &found))
		return false;
	*days = found.days;
	*sure = found.sure && is_only(r, &found);
	return true;
}

bool
date_whole(const char *text, const struct value_context *context, int64_t *days,
	bool *sure)
{
	static const char around[] =
		" on the den dem der le el il lo al la o op de am den dnia w "
		"we u e of am zum kadar a ";
	g_autofree char *folded = words_fold(text);
	g_autofree struct reading *r = reading_new(folded, context);
	struct found found;

	if (!find(r, &found))
		return false;
	for (size_t i = 0; i < r->n; i++)
		if ((i < found.from || i >= found.till) &&
			!is_word(r, i, around) &&
			!is_sense(r, i, SENSE_WEEKDAY))
			return false;
	*days = found.days;
	*sure = found.sure;
	return true;
}
