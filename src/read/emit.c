/* From judged rows to lines. An old row may hold new words behind the end of a
 * line of ours: the answer on the question's own line. */
#include <string.h>

#include "read/quoter.h"

static void
emit(struct quoter *q, struct cut *cut, const char *text, size_t len,
	enum line_reason reason, int question)
{
	struct cut_line *line = LIST_ADD(q->pool, &cut->lines);
	char *copy = pool_strndup(q->pool, text, len);

	line->text = g_strchomp(copy);
	line->reason = reason;
	line->question = question;
}

/* What of the text between two old words is only the end of our own line
 * ("?"), marks of emphasis, or a sign that leads to the answer. */
static const char *
skip_leading(const struct quoter *q, const char *p, uint32_t word)
{
	if (word != ALIGN_NONE) {
		uint32_t line = sent_line_of(q, word);
		const char *end =
			q->sent_text[line] + q->sent_words.at[word].end;

		end += strspn(end, " ");
		while (*p == ' ')
			p++;
		while (*p && *end &&
			g_utf8_get_char(p) == g_utf8_get_char(end)) {
			p = g_utf8_next_char(p);
			end = g_utf8_next_char(end);
		}
	}
	for (;;) {
		size_t n = strspn(p, " \t*_=>:");

		if (g_str_has_prefix(p + n, "→") ||
			g_str_has_prefix(p + n, "–") ||
			g_str_has_prefix(p + n, "—"))
			n += strlen("→");
		else if (p[n] == '-' &&
			(p[n + 1] == ' ' || p[n + 1] == '>' || p[n + 1] == '-'))
			n++;
		if (!n)
			return p;
		p += n;
	}
}

/* Is there more than marks that mean nothing alone? */
static bool
says_something(const char *p, const char *end)
{
	for (; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalnum(c) ||
			(c >= 0x2190 && !g_unichar_ispunct(c) &&
				!g_unichar_isspace(c)))
			return true;
	}
	return false;
}

static int
question_of(const struct quoter *q, uint32_t word)
{
	return word == ALIGN_NONE ? 0 : q->question[sent_line_of(q, word)];
}

/* One old row: its old words, and between them what was written behind the
 * end, or before the start, of a line of ours. */
static void
emit_old(struct quoter *q, struct cut *cut, const struct row *row)
{
	const char *text = row->text, *from = text;
	uint32_t before = ALIGN_NONE;
	int question = 0;

	for (size_t k = 0; k <= row->n;) {
		uint32_t w = k < row->n ? q->match[row->first + k] : ALIGN_NONE;

		if (w != ALIGN_NONE) {
			before = w;
			question = question_of(q, w);
			k++;
			continue;
		}
		const char *gap = before == ALIGN_NONE
			? text + row->prefix
			: text + q->words.at[row->first + k - 1].end;
		while (k < row->n && q->match[row->first + k] == ALIGN_NONE)
			k++;
		const char *end = k < row->n
			? text + q->words.at[row->first + k].start
			: text + strlen(text);
		uint32_t next =
			k < row->n ? q->match[row->first + k] : ALIGN_NONE;
		bool kept = before == ALIGN_NONE
			? starts_sent_line(q, next) && row->depth == 0
			: ends_sent_line(q, before);
		gap = kept ? skip_leading(q, gap, before) : gap;
		if (kept && gap < end && says_something(gap, end)) {
			if (gap > from)
				emit(q, cut, from, (size_t)(gap - from),
					LINE_QUOTE, question);
			emit(q, cut, gap, (size_t)(end - gap), LINE_KEPT, 0);
			from = end;
		} else if (!kept && !row->depth && says_something(gap, end)) {
			q->dropped_new = true;
		}
		if (k == row->n)
			break;
	}
	if (*from || from == text)
		emit(q, cut, from, strlen(from), LINE_QUOTE, question);
}

void
quoter_emit(struct quoter *q, struct cut *cut)
{
	for (size_t i = 0; i < q->rows.n; i++) {
		struct row *row = &q->rows.at[i];

		/* Nobody answers inside a header that the client wrote. */
		if (row->old && row->mark != MARK_HEADER &&
			row->mark != MARK_CUT)
			emit_old(q, cut, row);
		else if (row->reason == LINE_KEPT && row->inserted)
			emit(q, cut, row->text + row->prefix,
				strlen(row->text + row->prefix), LINE_KEPT, 0);
		else {
			size_t own =
				row->reason == LINE_ATTRIBUTION ? row->own : 0;
			if (own)
				emit(q, cut, row->text, own, LINE_KEPT, 0);
			emit(q, cut, row->text + own, strlen(row->text + own),
				row->reason, 0);
		}
	}
}
