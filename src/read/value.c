/* From words to values, by the type of the question: yes and no, and who
 * reads the others. */
#include <glib.h>
#include <string.h>

#include "base/zone.h"
#include "read/answer.h"
#include "read/times.h"
#include "value.h"

#define SHORT_TEXT 100 /* bytes in which a word anywhere is an answer */
#define OTHERS     2   /* words behind "but we haven't" that change nothing */

char *
value_fold(const char *raw)
{
	size_t len = strlen(raw);
	const char *end = len > RAW_MOST
		? g_utf8_find_prev_char(raw, raw + RAW_MOST)
		: raw + len;
	g_autofree char *start = g_strndup(raw, (gsize)(end - raw));

	return words_fold(start);
}

const char *
value_skip(const char *low)
{
	while (*low && !g_unichar_isalnum(g_utf8_get_char(low)) &&
		g_utf8_get_char(low) < 0x2190)
		low = g_utf8_next_char(low);
	return low;
}

const char *
value_next_word(const char *p)
{
	gunichar c = g_utf8_get_char(p);
	bool start = false;

	do {
		start = !(g_unichar_isalnum(c) || c == '\'') || c >= 0x2e80;
		p = g_utf8_next_char(p);
		c = g_utf8_get_char(p);
	} while (*p && !(start && g_unichar_isalnum(c)));
	return p;
}

/* ---- signs --------------------------------------------------------------------- */

/* "👍 👎": a sign of the other kind stands there, too. */
static const char *sign_of_yesno(const char *text);

static bool
signs_differ(const char *text)
{
	const char *first = sign_of_yesno(text), *other;

	for (; *text; text = g_utf8_next_char(text)) {
		other = sign_of_yesno(text);
		if (other && strcmp(other, first) != 0)
			return true;
	}
	return false;
}

static const char *
sign_of_yesno(const char *text)
{
	static const char *const yes[] = { "✓", "✔", "☑", "✅", "👍", "🆗", "👌" };
	static const char *const no[] = { "✗", "✘", "❌", "👎", "🚫", "✖" };

	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
		if (g_str_has_prefix(text, yes[i]))
			return "yes";
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
		if (g_str_has_prefix(text, no[i]))
			return "no";
	return NULL;
}

/* ---- yes and no ---------------------------------------------------------------- */

#define YESNO (SENSE_YES | SENSE_NO | SENSE_UNSURE)

/* What a text says: how often each, by the phrases it holds from p on. */
struct tally_of {
	int yes, no, unsure, negations;
};

/* Words of a foreign language only count where the answer began in one. */
static struct tally_of
count_senses(const char *p, const struct value_context *context, bool foreign)
{
	struct tally_of count = { 0 };

	while (*p) {
		bool own;
		const struct sense *sense =
			context_sense(context, p, YESNO | SENSE_NOT, &own);

		if (!sense || !(own || foreign)) {
			p = value_next_word(p);
			continue;
		}
		/* "nothing" is a no at the start, and only a negation inside */
		const struct sense *turns =
			context_sense(context, p, SENSE_NOT, NULL);
		if (turns && !strcmp(turns->word, sense->word))
			sense = turns;
		count.yes += sense->kind == SENSE_YES;
		count.no += sense->kind == SENSE_NO;
		count.unsure += sense->kind == SENSE_UNSURE;
		count.negations += sense->kind == SENSE_NOT;
		p += strlen(sense->word);
		if (*p && !g_unichar_isalnum(g_utf8_get_char(p)))
			p = value_next_word(p);
	}
	return count;
}

/* Is all that is left a phrase that says the opposite? "Yes. No.", "Sure, not" */
static bool
takes_back(const char *rest, unsigned kind, const struct value_context *context)
{
	rest = value_skip(rest);
	unsigned kinds = YESNO | (kind == SENSE_YES ? SENSE_NOT : 0);
	const struct sense *sense =
		*rest ? context_sense(context, rest, kinds, NULL) : NULL;

	return sense && sense->kind != kind &&
		!*value_skip(rest + strlen(sense->word));
}

/* A phrase of the own language that is yes or no and not that kind. */
static const struct sense *
opposite_at(const char *p, unsigned kind, const struct value_context *context)
{
	bool own;
	const struct sense *sense =
		context_sense(context, p, SENSE_YES | SENSE_NO, &own);

	return sense && own && sense->kind != kind && sense->word[1] ? sense
								     : NULL;
}

static char *
first_sentence(const char *text)
{
	return g_strndup(text, strcspn(text, ".!?;\n"));
}

static size_t
words_left(const char *text)
{
	g_autofree char *sentence = first_sentence(text);
	size_t n = 0;

	for (const char *p = value_skip(sentence); *p; n++)
		p = value_next_word(p);
	return n;
}

/* "nope, kidding, yes": a later clause is nothing but the opposite. "ok, but we
 * haven't met": it starts one that is set against the yes, and is too short to
 * tell of something else. */
static bool
contradicts(
	const char *rest, unsigned kind, const struct value_context *context)
{
	for (const char *p = rest; *p; p = g_utf8_next_char(p)) {
		if (!strchr(",.;!?\n", *p))
			continue;
		const char *at = value_skip(p);
		if (!*at)
			return false;
		const struct sense *sense = opposite_at(at, kind, context);
		const char *end = sense ? at + strlen(sense->word) : NULL;

		if (end && (!*end || strchr(",.;!?\n", *end)))
			return true;
		bool own;
		const struct sense *but =
			context_sense(context, at, SENSE_TIME, &own);
		if (kind != SENSE_YES || !but || !own ||
			!(but->roles & (TIME_BUT | TIME_EXCEPT)))
			continue;
		at = value_skip(at + strlen(but->word));
		sense = opposite_at(at, kind, context);
		if (sense && strchr(sense->word, ' ') &&
			words_left(at + strlen(sense->word)) <= OTHERS)
			return true;
	}
	return false;
}

/* "yes?" asks, and "no. 5" is a number. */
static bool
says_other(const struct sense *sense, const char *rest)
{
	const char *digits = rest + strspn(rest, ". ");
	const char *behind = digits + strspn(digits, "0123456789");

	return rest[strspn(rest, " ")] == '?' ||
		(!strcmp(sense->word, "no") && *rest == '.' &&
			behind > digits && !*value_skip(behind));
}

/* A phrase of yes or no at the start, what follows it in `rest`. */
static const char *
verdict(const struct sense *sense, const char *rest, bool own,
	const struct value_context *context, enum confidence *confidence)
{
	const char *say = sense->kind == SENSE_YES ? "yes" : "no";
	bool ends = !*rest || strchr(",.;:!?\n()-/", *rest) ||
		g_utf8_get_char(rest) >= 0x2000 || !strncmp(rest, " - ", 3) ||
		!strncmp(rest, " (", 2) || !*value_skip(rest);
	g_autofree char *sentence = first_sentence(rest);
	struct tally_of count =
		count_senses(value_skip(sentence), context, !own);

	*confidence = CONFIDENCE_UNSURE;
	if (sense->kind == SENSE_UNSURE || says_other(sense, rest) ||
		takes_back(rest, sense->kind, context) ||
		contradicts(rest, sense->kind, context))
		return NULL;
	*confidence = ends ? CONFIDENCE_SURE : CONFIDENCE_LIKELY;
	if (ends)
		return say;
	/* "right now I can't": a yes that goes on with a negation is none */
	if (sense->kind == SENSE_YES &&
		(count.no || count.negations || count.unsure)) {
		*confidence = CONFIDENCE_UNSURE;
		return NULL;
	}
	if (count.yes && sense->kind == SENSE_YES)
		*confidence = CONFIDENCE_SURE; /* "ja klar" */
	else if (own && !strchr(sense->word, ' '))
		*confidence = CONFIDENCE_LIKELY;
	return say;
}

/* "We did, yes": one of them somewhere, and only one. */
static const char *
verdict_inside(const char *low, const struct value_context *context,
	enum confidence *confidence)
{
	struct tally_of count = { 0 };

	*confidence = CONFIDENCE_UNSURE;
	if (strlen(low) >= SHORT_TEXT)
		return NULL;
	count = count_senses(low, context, false);
	if (count.unsure || (count.yes && (count.no || count.negations)) ||
		count.no + count.negations > 1 || (!count.yes && !count.no))
		return NULL;
	*confidence = CONFIDENCE_LIKELY;
	return count.yes ? "yes" : "no";
}

static const char *
yesno_of(const char *low, const struct value_context *context,
	enum confidence *confidence)
{
	const char *p = low;
	const struct sense *sense;
	bool own = false;

	*confidence = CONFIDENCE_SURE;
	if (sign_of_yesno(p)) {
		if (!signs_differ(p))
			return sign_of_yesno(p);
		*confidence = CONFIDENCE_UNSURE;
		return NULL;
	}
	/* "Hi, well, yes": what stands around anything */
	for (int i = 0; i < 4; i++) {
		sense = context_sense(context, p, YESNO, &own);
		if (sense)
			return verdict(sense, p + strlen(sense->word), own,
				context, confidence);
		sense = context_sense(context, p, SENSE_POLITE, NULL);
		if (!sense)
			break;
		p = value_skip(p + strlen(sense->word));
	}
	return verdict_inside(low, context, confidence);
}

const char *
value_yesno(const char *text, const struct value_context *context,
	enum confidence *confidence)
{
	g_autofree char *ticked = ticked_words(text);
	g_autofree char *folded = value_fold(ticked ? ticked : text);

	*confidence = CONFIDENCE_UNSURE;
	if (ticked && (!*ticked || strchr(ticked, '\n')))
		return NULL; /* no box is ticked, or several are */
	if (!ticked && box_alone(text)) {
		*confidence = box_alone(text) > 0 ? CONFIDENCE_SURE
						  : CONFIDENCE_UNSURE;
		return box_alone(text) > 0 ? "yes" : NULL;
	}
	return yesno_of(value_skip(folded), context, confidence);
}

/* ---- dates --------------------------------------------------------------------- */

static const char *
value_date(struct pool *pool, const char *raw,
	const struct value_context *context, enum confidence *confidence)
{
	g_autofree char *folded = value_fold(raw);
	int64_t days;
	bool sure;

	*confidence = CONFIDENCE_UNSURE;
	if (!date_only(folded, context, &days, &sure))
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
	case QUESTION_CHOICES:
		return options_read(pool, &question->options, raw, context,
			question->type == QUESTION_CHOICES, confidence);
	case QUESTION_DATE:
		return value_date(pool, raw, context, confidence);
	case QUESTION_TEXT:
		*confidence = CONFIDENCE_SURE;
		return pool_strdup(pool, raw);
	case QUESTION_TIMES:
		return slots_read(pool, question, raw, context, confidence);
	}
	return NULL;
}
