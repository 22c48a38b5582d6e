/* Bringing texts and questions together. */
#include "read/answer.h"
#include "read/times.h"

#include <glib.h>
#include <string.h>

#define QUESTIONS_MOST 50
#define NAME_MOST      500  /* bytes of a line that may be a name */
#define LOOKS_MOST     4000 /* places at which labels are looked up */

struct collector {
	struct pool *pool;
	const struct question_list *questions;
	const struct value_context *context;
	uint64_t open;
	int asked;
	unsigned looks;                   /* so many of LOOKS_MOST are spent */
	GString *raw[QUESTIONS_MOST + 1]; /* by number; 0: the free text */
};

static const struct question *
spec(const struct collector *c, int number)
{
	return number >= 1 && (size_t)number <= c->questions->n
		? &c->questions->at[number - 1]
		: NULL;
}

static void
add_line(GString *to, const char *text)
{
	if (to->len)
		g_string_append_c(to, '\n');
	g_string_append(to, text);
}

/* Kept lines go to the question of ours they stand behind. */
static void
collect_inline(struct collector *c, const struct cut *cut)
{
	int at = 0;

	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (line->reason == LINE_QUOTE && line->question)
			at = line->question > 0 && line->question <= c->asked
				? line->question
				: 0;
		else if (line->reason == LINE_KEPT)
			add_line(c->raw[at], line->text);
		else if (line->reason == LINE_BLANK && c->raw[at]->len)
			g_string_append_c(c->raw[at], '\n');
	}
}

static int
count_inline(const struct collector *c)
{
	int n = 0;

	for (int k = 1; k <= c->asked; k++)
		n += c->raw[k]->len > 0;
	return n;
}

/* --- free text --- */

/* The number in front, in any manner; in a text of a stranger's making that
 * has thousands of lines, by its signs alone. */
static int
number_of(struct collector *c, const char *line, const char **rest)
{
	return c->looks++ < LOOKS_MOST ? answer_number(line, c->context, rest)
				       : line_number(line, rest);
}

/* The next ascending number inside the line: "1. twice 2. no". */
static const char *
next_number(struct collector *c, const char *p, int wanted)
{
	if (!answer_may_number(p, wanted))
		return NULL;
	for (; (p = strchr(p, ' ')); p++)
		if (number_of(c, p + 1, NULL) == wanted)
			return p + 1;
	return NULL;
}

/* The number of a line behind that of question `at`. Roman ones must follow
 * one another, since "v." and "x)" are also other things. */
static int
number_behind(struct collector *c, const char *line, int at, const char **rest)
{
	int n = number_of(c, line, rest);

	if (n > at + 1 && !strpbrk(line, "0123456789") &&
		g_ascii_isalpha(line[strspn(line, " \t*_([")]))
		return 0;
	return n;
}

/* Between answers on one line: "1: yes, 2: no". */
static char *
strip_piece(char *piece)
{
	g_strstrip(piece);
	for (size_t n = strlen(piece); n && strchr(",; \t", piece[n - 1]);)
		piece[--n] = '\0';
	return piece;
}

/* Texts with numbers in front, rising; false when there are none. */
static bool
collect_numbered(struct collector *c, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int at = 0, found = 0; /* found: those with words */

	for (char **line = lines; *line; line++) {
		const char *rest = *line;
		int n = number_behind(c, *line, at, &rest);

		if (n <= at || n > c->asked) {
			if (at && **line)
				add_line(c->raw[at], *line);
			else if (at && c->raw[at]->len)
				g_string_append_c(c->raw[at], '\n');
			continue;
		}
		for (const char *more; rest; rest = more) {
			at = n++;
			more = n <= c->asked ? next_number(c, rest, n) : NULL;
			g_autofree char *piece = more
				? g_strndup(rest, (gsize)(more - rest))
				: g_strdup(rest);
			found += *(more ? strip_piece(piece)
					: g_strstrip(piece)) != '\0';
			add_line(c->raw[at], piece);
			if (more)
				answer_number(more, c->context, &more);
		}
	}
	return found > 0;
}

/* "1 yes", "2 4": bare numbers count where every question has its line. */
static bool
collect_bare(struct collector *c, const char *text)
{
	if (strncmp(text, "1 ", 2) != 0)
		return false;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *rest[QUESTIONS_MOST + 1];
	int n = 0;

	for (char **line = lines; *line; line++) {
		char *end;
		guint64 k = g_ascii_isdigit(**line)
			? g_ascii_strtoull(*line, &end, 10)
			: 0;

		if (!*g_strstrip(*line))
			continue;
		if (n >= c->asked || k != (guint64)n + 1 || *end != ' ')
			return false;
		rest[n++] = end + 1;
	}
	if (n < 2 || n != c->asked)
		return false;
	for (int k = 0; k < n; k++)
		add_line(c->raw[k + 1], rest[k]);
	return true;
}

static bool
fits(const struct collector *c, int number, const char *raw)
{
	const struct question *question = spec(c, number);
	enum confidence confidence;

	return !question ||
		value_read(c->pool, question, raw, c->context, &confidence);
}

static GPtrArray *
split_text(const char *text, const char *separator)
{
	g_auto(GStrv) items = g_strsplit(text, separator, 1000);
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (char **item = items; *item; item++)
		if (*g_strstrip(*item))
			g_ptr_array_add(list, g_strdup(*item));
	return list;
}

/* Numbers of the questions that are answered in turn. */
struct turns {
	int at[QUESTIONS_MOST];
	guint n;
};

static struct turns
turns_of(const struct collector *c, uint64_t open)
{
	struct turns turns = { 0 };

	for (int k = 1; k <= c->asked; k++)
		if (!open || (open >> (k - 1) & 1))
			turns.at[turns.n++] = k;
	return turns.n || !open ? turns : turns_of(c, 0);
}

static bool
is_text(const struct collector *c, int number)
{
	const struct question *question = spec(c, number);

	return !question || question->type == QUESTION_TEXT;
}

/* So many pieces from `from` on answer the first questions of the turn, if
 * each fits its type. */
static bool
take_in_order(struct collector *c, const struct turns *turns,
	const GPtrArray *list, guint from, guint n)
{
	if (list->len < from + n)
		return false;
	for (guint i = 0; i < n; i++)
		if (!fits(c, turns->at[i], list->pdata[from + i]))
			return false;
	for (guint i = 0; i < n; i++)
		g_string_assign(c->raw[turns->at[i]], list->pdata[from + i]);
	return true;
}

static bool
is_short(const char *text)
{
	return g_utf8_strlen(text, -1) <= 40 && !strpbrk(text, "0123456789");
}

/* With a greeting before and a goodbye behind them, when the questions' types
 * can tell. */
static bool
take_between(
	struct collector *c, const struct turns *turns, const GPtrArray *list)
{
	guint n = list->len, asked = turns->n;

	if (n < asked + 1 || n > asked + 2)
		return false;
	if (is_short(list->pdata[0]) &&
		(n == asked + 1 || is_short(list->pdata[n - 1])) &&
		take_in_order(c, turns, list, 1, asked))
		return true;
	return n == asked + 1 && is_short(list->pdata[n - 1]) &&
		take_in_order(c, turns, list, 0, asked);
}

/* The last question wants words, and all that is left are its words. */
static bool
take_long_end(struct collector *c, const struct turns *turns,
	const GPtrArray *list, const char *separator)
{
	guint asked = turns->n;

	if (asked < 2 || list->len <= asked ||
		!is_text(c, turns->at[asked - 1]) || is_text(c, turns->at[0]) ||
		!take_in_order(c, turns, list, 0, asked))
		return false;
	GString *last = c->raw[turns->at[asked - 1]];
	for (guint i = asked; i < list->len; i++)
		g_string_append_printf(
			last, "%s%s", separator, (char *)list->pdata[i]);
	return true;
}

static bool
fits_surely(const struct collector *c, int number, const char *raw)
{
	enum confidence confidence;

	return value_read(c->pool, spec(c, number), raw, c->context,
		       &confidence) &&
		confidence == CONFIDENCE_SURE;
}

/* The first ones only: each piece fits its question and none of the later
 * ones that are not for words, so that nothing but these can be meant. */
static bool
take_start(
	struct collector *c, const struct turns *turns, const GPtrArray *list)
{
	guint n = list->len;

	if (!n || n >= turns->n)
		return false;
	for (guint i = 0; i < n; i++) {
		if (is_text(c, turns->at[i]) ||
			!fits_surely(c, turns->at[i], list->pdata[i]))
			return false;
		for (guint k = i + 1; k < turns->n; k++)
			if (!is_text(c, turns->at[k]) &&
				fits(c, turns->at[k], list->pdata[i]))
				return false;
	}
	return take_in_order(c, turns, list, 0, n);
}

static bool
collect_in_order(struct collector *c, const struct turns *turns,
	const char *text, const char *separator)
{
	g_autoptr(GPtrArray) list = split_text(text, separator);

	if (list->len == turns->n && take_in_order(c, turns, list, 0, turns->n))
		return true;
	return c->questions->n &&
		(take_long_end(c, turns, list, separator) ||
			take_between(c, turns, list) ||
			take_start(c, turns, list));
}

/* "yes; 4; the CV" or with commas: one line, and at least two answers that
 * are no free words, so that the signs are not those of a sentence. */
static bool
collect_row(struct collector *c, const struct turns *turns, const char *text,
	const char *separator)
{
	g_autoptr(GPtrArray) list = split_text(text, separator);
	guint sure = 0;

	if (strchr(text, '\n') || list->len < turns->n)
		return false;
	for (guint i = 0; i < turns->n; i++)
		sure += !is_text(c, turns->at[i]) &&
			fits_surely(c, turns->at[i], list->pdata[i]);
	if (sure < 2)
		return false;
	return (list->len == turns->n &&
		       take_in_order(c, turns, list, 0, turns->n)) ||
		take_long_end(c, turns, list, separator);
}

static bool
collect_turns(struct collector *c, const struct turns *turns, const char *text)
{
	return collect_in_order(c, turns, text, "\n\n") ||
		collect_in_order(c, turns, text, "\n") ||
		collect_row(c, turns, text, ";") ||
		collect_row(c, turns, text, ",");
}

static bool
collect_free(struct collector *c, const char *text, enum confidence *how)
{
	struct turns open = turns_of(c, c->open), all = turns_of(c, 0);

	*how = CONFIDENCE_SURE;
	if (collect_numbered(c, text) || collect_bare(c, text))
		return true;
	if (open.n == 1 &&
		(all.n == 1 || fits(c, open.at[0], text) ||
			!collect_turns(c, &all, text))) {
		g_string_assign(c->raw[open.at[0]], text);
		return true;
	}
	*how = CONFIDENCE_LIKELY;
	return open.n == 1 || collect_turns(c, &open, text) ||
		(open.n < all.n && collect_turns(c, &all, text));
}

/* Everything behind the last question: a post below the whole quotation? */
static bool
is_bottom_post(struct collector *c)
{
	int n;

	if (count_inline(c) != 1 || c->asked < 2 || !c->raw[c->asked]->len)
		return false;
	g_autofree char *text = g_strdup(c->raw[c->asked]->str);
	g_strstrip(text);
	n = answer_number(text, c->context, NULL);
	return n == 1 || (strchr(text, '\n') && c->asked > 1);
}

/* --- the writer's name --- */

static bool
is_name(const char *line, const char *name)
{
	static const char frame[] = " \t-*_~,.!";
	g_autofree char *low = NULL, *full = NULL;

	if (!name || !*name)
		return false;
	line += strspn(line, frame);
	g_autofree char *bare = g_strdup(line);
	for (size_t n = strlen(bare); n && strchr(frame, bare[n - 1]);)
		bare[--n] = '\0';
	if (strlen(bare) > NAME_MOST)
		return false;
	low = g_utf8_casefold(bare, -1);
	full = g_utf8_casefold(name, -1);
	g_strstrip(full);
	size_t first = strcspn(full, " ");
	return *low &&
		(!strcmp(low, full) ||
			(strlen(low) == first && !strncmp(low, full, first)));
}

/* A name of the writer as the last line is a signature and no part of what
 * was answered; with it goes a short line above it that stands with it alone
 * ("Best wishes"). Where nothing else was written it stays. */
static void
strip_name(char *text, const struct value_context *context)
{
	char *line = strrchr(text, '\n');

	if (!line ||
		(!is_name(line + 1, context->writer) &&
			!is_name(line + 1, context->from_name)))
		return;
	bool alone = line > text && line[-1] == '\n';
	*line = '\0';
	g_strchomp(text);
	char *above = alone ? NULL : strrchr(text, '\n');
	if (above && above > text && above[-1] == '\n' && is_short(above + 1))
		*above = '\0';
	g_strchomp(text);
}

/* --- result --- */

/* Typed answers end with their paragraph; a goodbye below is none of it. */
static char *
raw_of(struct collector *c, int number)
{
	const struct question *question = spec(c, number);
	char *raw = g_strstrip(pool_strdup(c->pool, c->raw[number]->str));
	const char *rest = NULL;

	strip_name(raw, c->context);

	if (answer_number(raw, c->context, &rest) == number && *rest)
		raw = pool_strdup(c->pool, rest);
	if (question && question->type != QUESTION_TEXT) {
		char *end = strstr(raw, "\n\n");

		if (end)
			*end = '\0';
	}
	return g_strstrip(raw);
}

static void
add_answer(struct collector *c, int number, enum confidence how,
	struct letter_answer_list *answers)
{
	const struct question *question = spec(c, number);
	char *raw = raw_of(c, number);

	if (!*raw)
		return;
	struct letter_answer *answer = LIST_ADD(c->pool, answers);
	answer->number = number;
	answer->raw = raw;
	answer->confidence = how;
	if (question) {
		enum confidence typed;

		answer->value =
			value_read(c->pool, question, raw, c->context, &typed);
		answer->confidence = MAX(how, typed);
	}
}

static void
collector_init(struct collector *c)
{
	c->asked = MIN(c->asked, QUESTIONS_MOST);
	for (int k = 0; k <= c->asked; k++)
		c->raw[k] = g_string_new(NULL);
}

static void
collector_release(struct collector *c)
{
	for (int k = 0; k <= c->asked; k++)
		g_string_free(c->raw[k], TRUE);
}

bool
answers_read(struct pool *pool, const struct cut *cut,
	const struct question_list *questions, uint64_t open, int asked,
	const struct value_context *context, struct letter_answer_list *answers)
{
	struct collector c = { .pool = pool,
		.questions = questions,
		.context = context,
		.open = questions->n ? open : 0,
		.asked = questions->n ? (int)questions->n : asked };
	enum confidence how = CONFIDENCE_SURE;
	bool found = true;

	if (questions->n == 1 && questions->at[0].type == QUESTION_TIMES) {
		slots_answer(pool, cut, &questions->at[0], context, answers);
		return true;
	}
	if (c.asked < 1)
		return true;
	collector_init(&c);
	collect_inline(&c, cut);
	bool below = is_bottom_post(&c);
	if (below || !count_inline(&c)) {
		int from = below ? c.asked : 0;
		g_autofree char *text = g_strdup(c.raw[from]->str);

		g_string_truncate(c.raw[from], 0);
		strip_name(g_strstrip(text), context);
		found = !*text || collect_free(&c, text, &how);
		if (below && !found) {
			g_string_assign(c.raw[c.asked], text);
			found = true;
		}
	}
	for (int k = 1; k <= c.asked; k++)
		add_answer(&c, k, how, answers);
	collector_release(&c);
	return found;
}

/* The first kept line stands right behind a question of ours. */
static bool
starts_inline(const struct cut *cut)
{
	bool behind = false;

	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (line->reason == LINE_QUOTE && line->question)
			behind = line->question > 0;
		else if (line->reason == LINE_KEPT)
			return behind;
	}
	return false;
}

bool
answers_outweigh(const struct cut *cut, const struct question_list *questions,
	const struct letter_answer_list *answers)
{
	size_t typed = 0;

	for (size_t i = 0; i < answers->n; i++) {
		size_t k = (size_t)answers->at[i].number - 1;

		typed += k < questions->n && answers->at[i].value &&
			questions->at[k].type != QUESTION_TEXT;
	}
	return typed >= 2 || (answers->n >= 2 && starts_inline(cut));
}
