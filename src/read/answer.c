/* Bringing texts and questions together. */
#include "read/answer.h"

#include <glib.h>
#include <string.h>

#define QUESTIONS_MOST 50

struct collector {
	struct pool *pool;
	const struct question_list *questions;
	const struct value_context *context;
	int asked;
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

/* The next ascending number inside the line: "1. twice 2. no". */
static const char *
next_number(const char *p, int wanted)
{
	for (; (p = strchr(p, ' ')); p++)
		if (line_number(p + 1, NULL) == wanted)
			return p + 1;
	return NULL;
}

/* Texts with numbers in front, rising; false when there are none. */
static bool
collect_numbered(struct collector *c, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int at = 0, found = 0;

	for (char **line = lines; *line; line++) {
		const char *rest = *line;
		int n = line_number(*line, &rest);

		if (n <= at || n > c->asked) {
			if (at && **line)
				add_line(c->raw[at], *line);
			else if (at && c->raw[at]->len)
				g_string_append_c(c->raw[at], '\n');
			continue;
		}
		for (const char *more; rest; rest = more) {
			at = n++;
			found++;
			more = n <= c->asked ? next_number(rest, n) : NULL;
			g_autofree char *piece = more
				? g_strndup(rest, (gsize)(more - rest))
				: g_strdup(rest);
			add_line(c->raw[at], g_strstrip(piece));
			if (more)
				line_number(more, &more);
		}
	}
	return found > 0;
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

/* Pieces from..from+asked of the list answer the questions in order, if each
 * fits its type. */
static bool
take_in_order(struct collector *c, const GPtrArray *list, guint from)
{
	if (list->len < from + (guint)c->asked)
		return false;
	for (int k = 1; k <= c->asked; k++)
		if (!fits(c, k, list->pdata[from + (guint)k - 1]))
			return false;
	for (int k = 1; k <= c->asked; k++)
		g_string_assign(c->raw[k], list->pdata[from + (guint)k - 1]);
	return true;
}

static bool
is_short(const char *text)
{
	return g_utf8_strlen(text, -1) <= 40 && !strpbrk(text, "0123456789");
}

/* In order: as many pieces as questions, or with a greeting before and a
 * goodbye behind them when the questions' types can tell. */
static bool
collect_in_order(struct collector *c, const char *text, const char *separator)
{
	g_autoptr(GPtrArray) list = split_text(text, separator);
	guint n = list->len, asked = (guint)c->asked;

	if (n == asked && take_in_order(c, list, 0))
		return true;
	if (!c->questions->n || n < asked + 1 || n > asked + 2)
		return false;
	if (is_short(list->pdata[0]) && take_in_order(c, list, 1))
		return n == asked + 1 || is_short(list->pdata[n - 1]);
	return n == asked + 1 && is_short(list->pdata[n - 1]) &&
		take_in_order(c, list, 0);
}

static bool
collect_free(struct collector *c, const char *text, enum confidence *how)
{
	*how = CONFIDENCE_SURE;
	if (collect_numbered(c, text))
		return true;
	if (c->asked == 1) {
		g_string_assign(c->raw[1], text);
		return true;
	}
	*how = CONFIDENCE_LIKELY;
	return collect_in_order(c, text, "\n\n") ||
		collect_in_order(c, text, "\n");
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
	n = line_number(text, NULL);
	return n == 1 || (strchr(text, '\n') && c->asked > 1);
}

/* --- result --- */

/* Typed answers end with their paragraph; a goodbye below is none of it. */
static char *
raw_of(struct collector *c, int number)
{
	const struct question *question = spec(c, number);
	char *raw = g_strstrip(pool_strdup(c->pool, c->raw[number]->str));
	const char *rest = NULL;

	if (line_number(raw, &rest) == number && *rest)
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
	const struct question_list *questions, int asked,
	const struct value_context *context, struct letter_answer_list *answers)
{
	struct collector c = { .pool = pool,
		.questions = questions,
		.context = context,
		.asked = questions->n ? (int)questions->n : asked };
	enum confidence how = CONFIDENCE_SURE;
	bool found = true;

	if (c.asked < 1)
		return true;
	collector_init(&c);
	collect_inline(&c, cut);
	bool below = is_bottom_post(&c);
	if (below || !count_inline(&c)) {
		int from = below ? c.asked : 0;
		g_autofree char *text = g_strdup(c.raw[from]->str);

		g_string_truncate(c.raw[from], 0);
		g_strstrip(text);
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
