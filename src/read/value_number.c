/* Numbers and places on a scale. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "value.h"

#define NUMBERS_MOST 8
#define CLOSE        14 /* bytes between two numbers that are alternatives */

struct numbers {
	double at[NUMBERS_MOST];
	size_t n;
	bool scale;      /* and none of them is an hour */
	bool leads;      /* the first stands alone at the start */
	bool doubted;    /* "3+", "4, maybe 5", "1.500", "not 5" */
	bool denied;     /* the clause at hand, by a word in front */
	double of;       /* "4/5", "4 of 5": the whole; 0 none */
	const char *end; /* of the one that was found last */
};

/* A second number right behind the first is another answer, unless it is told
 * in brackets or in a sentence of its own. */
static bool
is_alternative(const struct numbers *numbers, const char *p)
{
	size_t between = numbers->end ? (size_t)(p - numbers->end) : CLOSE;

	return between < CLOSE && strcspn(numbers->end, "(.!?;\n") >= between;
}

static void
number_add(struct numbers *numbers, double n, const char *p, const char *end)
{
	for (size_t i = 0; i < numbers->n; i++)
		if (fabs(numbers->at[i] - n) < 1e-9) {
			numbers->end = end;
			return;
		}
	numbers->doubted |= numbers->denied;
	if (numbers->n)
		numbers->doubted |= is_alternative(numbers, p);
	if (numbers->n < NUMBERS_MOST)
		numbers->at[numbers->n++] = n;
	numbers->end = end;
}

static const char *
read_digits(const char *p, double *n)
{
	*n = 0;
	for (; g_ascii_isdigit(*p); p++)
		*n = MIN(*n, 1e12) * 10 + g_ascii_digit_value(*p);
	return p;
}

static size_t
digits_at(const char *p)
{
	size_t n = 0;

	while (g_ascii_isdigit(p[n]))
		n++;
	return n;
}

/* Groups of three behind the first digits: "1.000.000", "1 000", "1'000".
 * Returns the end of the number, its groups added. */
static const char *
read_groups(const char *p, char sign, double *n)
{
	while (*p == sign && digits_at(p + 1) == 3) {
		double group;

		p = read_digits(p + 1, &group);
		*n = MIN(*n, 1e12) * 1000 + group;
	}
	return p;
}

/* The decimal sign of the person's language, '\0' when it is not known. */
static char
decimal_sign(const struct value_context *context)
{
	const struct language *own = context->language || context->second
		? context_language(context, 0)
		: NULL;

	return own && own->decimal ? *own->decimal : '\0';
}

/* A number with thousands and decimals as that language writes them. One
 * group of three behind a sign may be either where the language is unknown. */
static const char *
read_amount(struct numbers *numbers, const char *p, double *n,
	const struct value_context *context)
{
	size_t first = digits_at(p);
	const char *end = read_digits(p, n);
	char decimal = decimal_sign(context);
	double whole = *n;

	if (first > 3 && *end != '.' && *end != ',')
		return end;
	const char *groups = end;
	if (first <= 3 && whole > 0 && strchr(" '.,", *end) && *end &&
		digits_at(end + 1) == 3) {
		bool clear = *end == ' ' || *end == '\'' ||
			(end[4] == *end && digits_at(end + 5) == 3);
		bool thousands = clear || (decimal && *end != decimal);

		numbers->doubted |= !clear && !decimal;
		if (thousands)
			groups = read_groups(end, *end, n);
	}
	if ((*groups == '.' || *groups == ',') && g_ascii_isdigit(groups[1])) {
		double part, scale = 1;
		const char *start = groups + 1;

		groups = read_digits(start, &part);
		for (; start < groups && scale < 1e12; start++)
			scale *= 10;
		*n += MIN(part, scale) / scale;
	}
	return groups;
}

/* Nothing but a sign that ends a thought follows. */
static bool
stands_alone(const char *next)
{
	if (!*next || strchr(",.;:!(\n", *next))
		return true;
	return *next == '-' && next[1] == ' ' &&
		!g_ascii_isdigit(next[2 + strspn(next + 2, " ")]);
}

/* ---- what stands around a number ------------------------------------------------- */

/* Words right before a number that make it a bound or a part, and right behind
 * it that make it more; as words_fold() leaves them. */
static const char *const bounds[] = { "than", "at most", "at least", "up to",
	"half", "als", "mindestens", "hochstens", "maximal", "minimal",
	"halbes", "knapp", "mas de", "menos de", "al menos", "plus de",
	"moins de", "au moins", "au plus", "piu di", "meno di", "almeno",
	"al massimo", "dan", "minstens", "hoogstens", "ponad", "co najmniej",
	"co najwyzej", "mniej niz", "wiecej niz", "mais de", "pelo menos",
	"no maximo", "mer an", "mindre an", "fler an", "minst", "hogst",
	"en az", "en fazla", "більше", "менше", "ніж", "至少", "最多", "超过",
	"不到" };
static const char *const more[] = { "hundred", "thousand", "dozen",
	"and a half", "hundert", "tausend", "dutzend", "einhalb",
	"und ein halb", "und eine halbe", "y media", "y medio", "et demi",
	"et demie", "cientos", "mil", "mille", "e mezzo", "e mezza", "e meia",
	"e meio", "en een half" };

static bool
is_bound(const char *text, const char *p)
{
	while (p > text && p[-1] == ' ')
		p--;
	for (size_t i = 0; i < G_N_ELEMENTS(bounds); i++) {
		size_t len = strlen(bounds[i]);
		const char *at = p - MIN(len, (size_t)(p - text));

		if ((size_t)(p - at) != len || strncmp(at, bounds[i], len) != 0)
			continue;
		if (at == text || g_utf8_get_char(at) >= 0x2e80 ||
			!g_unichar_isalnum(
				g_utf8_get_char(g_utf8_prev_char(at))))
			return true;
	}
	return false;
}

static bool
is_more(const char *end)
{
	end += strspn(end, " -");
	for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
		if (g_str_has_prefix(end, more[i]) &&
			!g_unichar_isalnum(
				g_utf8_get_char(end + strlen(more[i]))))
			return true;
	return false;
}

/* "4 pm" on a scale is an hour. */
static bool
is_hour(const char *end, const struct value_context *context)
{
	bool own;
	const struct sense *sense;

	end += strspn(end, " ");
	sense = *end ? context_sense(context, end, SENSE_TIME, &own) : NULL;
	return sense && own && (sense->roles & (TIME_HOUR | TIME_HALF));
}

/* The first number is the answer; what is told behind it may be "more than 2". */
static void
doubt_around(struct numbers *numbers, const char *text, const char *p,
	const char *end, const struct value_context *context)
{
	if (!numbers->n)
		numbers->doubted |= is_bound(text, p) || is_more(end) ||
			(numbers->scale && is_hour(end, context));
}

/* Number at p, "x/y" with it. Returns its end. */
static const char *
take_number(struct numbers *numbers, const char *p, const char *text,
	const struct value_context *context)
{
	double n;
	bool minus =
		p > text && p[-1] == '-' && (p - 1 == text || p[-2] == ' ');
	const char *end = read_amount(numbers, p, &n, context);
	const char *next = end + strspn(end, " ");
	const char *slash = g_str_has_prefix(next, "⁄") ? NULL
		: *next == '/'                          ? next + 1
							: NULL;

	/* "2^2", "1e3", "1h30", "<3" are other numbers than their first */
	doubt_around(numbers, text, p, end, context);
	numbers->doubted |= *end == '+' || *end == '^' ||
		g_str_has_prefix(next, "⁄") ||
		(g_ascii_isalpha(*end) && g_ascii_isdigit(end[1])) ||
		(p > text && strchr("<^", p[-1]));
	if (slash && g_ascii_isdigit(slash[strspn(slash, " ")]))
		end = read_digits(slash + strspn(slash, " "), &numbers->of);
	if (!numbers->n)
		numbers->leads = p - minus == text && stands_alone(next);
	number_add(numbers, minus ? -n : n, p, end);
	return end;
}

/* Words of another language only count as the whole of what is said, unless
 * their script tells them: "due" and "on" are numbers elsewhere. */
static bool
may_count(const struct sense *sense, const char *p, const char *low, bool own)
{
	const char *end = p + strlen(sense->word);

	return own || g_utf8_get_char(p) >= 0x370 ||
		(p == low && !*value_skip(end));
}

static size_t
count_stars(const char *text)
{
	size_t n = 0, plain = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		n += c == 0x2605 || c == 0x2b50 || c == 0x1f31f;
		plain += c == '*';
	}
	/* "****" is four as well, if it is all there is */
	return n ? n : strspn(text, "* ") == strlen(text) ? plain : 0;
}

/* "4 out of 5", "5 von 5": the word between, the number behind it. */
static const char *
take_whole(struct numbers *numbers, const char *p,
	const struct value_context *context)
{
	const struct sense *sense = numbers->n == 1 && numbers->of <= 0 &&
			is_alternative(numbers, p)
		? context_sense(context, p, SENSE_OF, NULL)
		: NULL;
	const char *at = sense ? p + strlen(sense->word) : p;
	bool own;

	if (!sense)
		return NULL;
	at += strspn(at, " ");
	if (g_ascii_isdigit(*at))
		return read_digits(at, &numbers->of);
	sense = context_sense(context, at, SENSE_NUMBER, &own);
	if (!sense || !own)
		return NULL;
	numbers->of = sense->n;
	return at + strlen(sense->word);
}

static void
find_numbers(struct numbers *numbers, const char *low,
	const struct value_context *context)
{
	bool start = true, own;

	for (const char *p = low; *p;) {
		gunichar c = g_utf8_get_char(p);
		const char *end =
			start ? take_whole(numbers, p, context) : NULL;

		if (end) {
			p = end;
			continue;
		}
		if (g_ascii_isdigit(*p) && start) {
			p = take_number(numbers, p, low, context);
			continue;
		}
		const struct sense *word = start
			? context_sense(context, p, SENSE_NUMBER, &own)
			: NULL;
		if (word && may_count(word, p, low, own)) {
			end = p + strlen(word->word);
			doubt_around(numbers, low, p, end, context);
			if (!numbers->n)
				numbers->leads = p == low && stands_alone(end);
			number_add(numbers, word->n, p, end);
			p = end;
			continue;
		}
		if (strchr(",.:;!?\n", *p))
			numbers->denied = false;
		else if (start && context_sense(context, p, SENSE_NOT, &own))
			numbers->denied |= own;
		start = !g_unichar_isalnum(c) || c >= 0x2e80;
		p = g_utf8_next_char(p);
	}
}

static char *
print(struct pool *pool, double n)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	return pool_strdup(
		pool, g_ascii_formatd(text, sizeof text, "%.10g", n));
}

static bool
fits(const struct question *question, const struct numbers *numbers)
{
	double n = numbers->at[0];
	bool whole =
		question->type == QUESTION_NUMBER || fabs(n - rint(n)) < 1e-9;

	return numbers->n == 1 && whole &&
		(numbers->of < 1e-9 ||
			fabs(numbers->of - (double)question->till) < 1e-9) &&
		n >= (double)question->from &&
		(question->till <= question->from ||
			n <= (double)question->till);
}

const char *
value_number(struct pool *pool, const struct question *question,
	const char *raw, const struct value_context *context,
	enum confidence *confidence)
{
	g_autofree char *folded = value_fold(raw);
	const char *low = value_skip(folded);
	struct numbers numbers = { .scale = question->type == QUESTION_SCALE };
	size_t stars =
		question->type == QUESTION_SCALE ? count_stars(folded) : 0;

	*confidence = CONFIDENCE_UNSURE;
	numbers.doubted = low > folded &&
		(low[-1] == '<' || (low[-1] == '-' && g_ascii_isdigit(*low)));
	find_numbers(&numbers, low, context);
	if (stars && !numbers.n)
		number_add(&numbers, (double)stars, low, low);
	if (!numbers.n || numbers.doubted)
		return NULL;
	bool several = numbers.n > 1;
	if (several && numbers.leads)
		numbers.n = 1;
	if (!fits(question, &numbers))
		return NULL;
	*confidence = several ? CONFIDENCE_LIKELY : CONFIDENCE_SURE;
	return print(pool, numbers.at[0]);
}
