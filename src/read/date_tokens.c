/* A text as tokens, and days counted from today: tomorrow, in two weeks, next
 * Tuesday. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "date.h"

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

/* Of a language that nobody said they speak, short words mean too many other
 * things, and so does what is a number in the writer's own. */
static bool
is_doubtful(const struct reading *r, const struct sense *sense, bool own)
{
	bool number = false;

	if (!sense || sense->kind != SENSE_TIME || own ||
		!(r->context->language || r->context->second))
		return false;
	return (strlen(sense->word) < 4 &&
		       g_utf8_get_char(sense->word) < 0x2e80) ||
		(context_sense(
			 r->context, sense->word, SENSE_NUMBER, &number) &&
			number);
}

/* The longest of the senses that are looked for; of the same length the
 * first kind. */
static const struct sense *
sense_at(const struct reading *r, const char *p)
{
	bool own, others_own = false;
	const struct sense *sense = context_sense(
		r->context, p, r->senses ? r->senses : DATE_SENSES, &own);
	const struct sense *other = r->others
		? context_sense(r->context, p, r->others, &others_own)
		: NULL;

	if (is_doubtful(r, sense, own) || (other && others_own && !own))
		sense = NULL;
	return other && (!sense || strlen(other->word) > strlen(sense->word))
		? other
		: sense;
}

static size_t
take_word(const struct reading *r, struct token *token, const char *p)
{
	const struct sense *sense = sense_at(r, p);
	size_t len;

	if (sense) {
		token->kind = TOKEN_SENSE;
		token->sense = sense->kind;
		token->roles = sense->roles;
		token->n = sense->n;
		len = strlen(sense->word);
	} else {
		len = word_length(p);
	}
	if ((!sense || sense->kind == SENSE_TIME) && len < TOKEN_BYTES)
		memcpy(token->word, p, len);
	return len;
}

void
date_tokens(struct reading *r)
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

bool
date_is_sense(const struct reading *r, size_t i, unsigned kind)
{
	return i < r->n && r->at[i].kind == TOKEN_SENSE &&
		r->at[i].sense == kind;
}

bool
date_is_number(const struct reading *r, size_t i, int from, int till)
{
	return i < r->n && r->at[i].kind == TOKEN_DIGITS &&
		r->at[i].n >= from && r->at[i].n <= till;
}

bool
date_is_word(const struct reading *r, size_t i, const char *words)
{
	char padded[TOKEN_BYTES + 2];

	if (i >= r->n || !*r->at[i].word)
		return false;
	g_snprintf(padded, sizeof padded, " %s ", r->at[i].word);
	return strstr(words, padded);
}

bool
date_day(int year, int month, int day, int64_t *days)
{
	char text[24];

	g_snprintf(text, sizeof text, "%04d-%02d-%02d", CLAMP(year, 0, 9999),
		month, day);
	return civil_parse_date(text, days);
}

/* So many months on; the last day where the month has no such day. */
static int64_t
months_on(int64_t today, int months)
{
	struct civil c = civil_from_days(today);
	int month = c.month - 1 + months, day = c.day;
	int64_t days = today;

	while (day > 1 &&
		!date_day(c.year + month / 12, month % 12 + 1, day, &days))
		day--;
	return days;
}

/* ---- days from today --------------------------------------------------------- */

bool
date_tomorrow(const struct reading *r, size_t i, struct found *found)
{
	if (!r->context->today || !date_is_sense(r, i, SENSE_DAY))
		return false;
	found->days = r->context->today + r->at[i].n;
	found->till = i + 1;
	return true;
}

size_t
date_around(const char *text, size_t from, size_t till, const char *lead,
	const char *follow)
{
	size_t before = strlen(lead), behind = strlen(follow);
	size_t begin = from, end = till;

	while (begin && text[begin - 1] == ' ')
		begin--;
	while (text[end] == ' ')
		end++;
	if (before > begin ||
		strncmp(text + begin - before, lead, before) != 0 ||
		strncmp(text + end, follow, behind) != 0)
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
bool
date_span(const struct reading *r, size_t i, struct found *found)
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
			size_t stop = date_around(r->text, t->begin, end,
				span->before, span->behind);

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
bool
date_weekday(const struct reading *r, size_t i, struct found *found)
{
	int64_t today = r->context->today;

	if (!today || !date_is_sense(r, i, SENSE_WEEKDAY))
		return false;
	int now = civil_from_days(today).weekday, day = r->at[i].n - 1;
	bool next = i && date_is_sense(r, i - 1, SENSE_NEXT);
	bool last = (i && date_is_sense(r, i - 1, SENSE_LAST)) ||
		date_is_sense(r, i + 1, SENSE_LAST);

	next |= date_is_sense(r, i + 1, SENSE_NEXT);
	found->days = last ? today - (now - day + 6) % 7 - 1
			   : today + (day - now + 6) % 7 + 1;
	found->sure = !next || day <= now;
	found->from = i -
		(i &&
			(date_is_sense(r, i - 1, SENSE_NEXT) ||
				date_is_sense(r, i - 1, SENSE_LAST)));
	found->till = i + 1 +
		(date_is_sense(r, i + 1, SENSE_NEXT) ||
			date_is_sense(r, i + 1, SENSE_LAST));
	return true;
}
