/* See the header for the idea, and read/align for the words. The order of the
 * judgements matters: aligned rows first, then short ones beside them, then
 * what stands quoted around them, then the headers above them. */
#include "read/quote.h"

#include <glib.h>
#include <string.h>

#include "read/quoter.h"

#define OLD_PERCENT 80
#define WHOLE_LEAST 3 /* words of a sent line that may be found alone */
#define SHORT_WORDS 4

/* --- what we sent --- */

/* Up to two digits of any script at p. */
static int
read_digits(const char **p)
{
	int n = 0, count = 0;

	while (**p && is_digit_form(g_utf8_get_char(*p)) && count < 3) {
		n = n * 10 + g_unichar_digit_value(g_utf8_get_char(*p));
		*p = g_utf8_next_char(*p);
		count++;
	}
	return count && count < 3 ? n : 0;
}

int
line_number(const char *text, const char **rest)
{
	const char *p = text;
	bool open = false, sign = false;

	while (*p == ' ' || *p == '\t' || *p == '*' || *p == '_')
		p++;
	if (*p == '(' || g_str_has_prefix(p, "（")) {
		open = true;
		p = g_utf8_next_char(p);
	}
	if ((*p == 'Q' || *p == 'q' || *p == 'A' || *p == '#') &&
		g_ascii_isdigit(p[1])) {
		sign = true;
		p++;
	}
	int n = read_digits(&p);
	gunichar c = n ? g_utf8_get_char(p) : 0;
	bool mark = c == '.' || c == ')' || c == ':' || c == 0xff0e ||
		c == 0xff09 || c == 0x3001 || c == 0xff1a || c == '-' ||
		c == '/' || c == 0x2013;
	if (!n || (!mark && !sign && !(open && c == ')')))
		return 0;
	const char *after = mark ? g_utf8_next_char(p) : p;
	if (c == '/' || (c == ':' && g_ascii_isdigit(*after)) ||
		(c == '.' && g_ascii_isdigit(*after)) ||
		(c == '-' && g_ascii_isdigit(*after)))
		return 0; /* 4/5, 12:30, 3.2, 3-4 are values */
	while (*after == ' ' || *after == '\t' || *after == '*' ||
		g_str_has_prefix(after, "　"))
		after = g_utf8_next_char(after);
	if (rest)
		*rest = after;
	return n;
}

/* Questions are numbered lines in rising order; a question goes on until a
 * blank line, its list of options behind one. */
static void
number_mail(struct quoter *q, const struct body_line_list *lines, size_t base)
{
	int open = 0, highest = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const char *text = lines->at[i].text;
		int n = line_number(text, NULL);
		bool blank = !text[strspn(text, " \t\r")];

		if (n && n == highest + 1)
			open = highest = n;
		else if (blank ||
			(*text != ' ' && *text != '-' && *text != '*' && i &&
				!*lines->at[i - 1].text))
			open = blank && open && i + 1 < lines->n &&
					*lines->at[i + 1].text == ' '
				? open
				: 0;
		q->question[base + i] = blank ? 0 : open ? open : -1;
	}
}

static void
take_sent(struct quoter *q)
{
	size_t n = 0, at = 0;

	for (size_t m = 0; m < q->sent->n; m++)
		n += q->sent->at[m].lines.n;
	q->n_sent_lines = n;
	q->question = pool_alloc(q->pool, (n + 1) * sizeof *q->question);
	q->last = pool_alloc(q->pool, (n + 1) * sizeof *q->last);
	q->begin = pool_alloc(q->pool, (n + 1) * sizeof *q->begin);
	q->sent_text = pool_alloc(q->pool, (n + 1) * sizeof *q->sent_text);
	q->sent_seen = pool_alloc(q->pool, (n + 1) * sizeof *q->sent_seen);
	for (size_t m = 0; m < q->sent->n; m++) {
		const struct body_line_list *lines = &q->sent->at[m].lines;

		number_mail(q, lines, at);
		for (size_t i = 0; i < lines->n; i++, at++) {
			q->begin[at] = (uint32_t)q->sent_words.n;
			words_add(q->pool, lines->at[i].text, 0, (uint32_t)at,
				&q->sent_words);
			q->last[at] = (uint32_t)q->sent_words.n - 1;
			q->sent_text[at] = lines->at[i].text;
		}
	}
}

/* --- the reply's lines --- */

/* Quotation signs at the start of text: ">", "|", "AB>". */
static size_t
read_prefix(const char *text, int *depth)
{
	size_t at = 0, end = 0;

	*depth = 0;
	for (;;) {
		at += strspn(text + at, " \t");
		size_t letters = 0;
		while (letters < 3 && g_ascii_isupper(text[at + letters]))
			letters++;
		if (text[at + letters] == '>')
			at += letters + 1;
		else if (text[at] == '|' && !strchr(text + at + 1, '|'))
			at++; /* two of them are a table */
		else
			break;
		end = at;
		++*depth;
	}
	return end;
}

static void
take_rows(struct quoter *q, const struct body_line_list *body)
{
	bool below = false; /* a header that says: all below is old */

	for (size_t i = 0; i < body->n; i++) {
		const struct body_line *line = &body->at[i];
		struct row *row = LIST_ADD(q->pool, &q->rows);
		int signs;

		row->text = line->text;
		row->prefix = read_prefix(line->text, &signs);
		row->mark = line->mark;
		row->depth = signs + line->depth + below;
		row->first = q->words.n;
		words_add(q->pool, row->text, row->prefix, (uint32_t)i,
			&q->words);
		row->n = q->words.n - row->first;
		row->blank = !row->text[row->prefix +
			strspn(row->text + row->prefix, " \t\r\xc2\xa0")];
		row->reason =
			row->blank && !row->depth ? LINE_BLANK : LINE_KEPT;
		below |= line->mark == MARK_CUT;
	}
}

/* The next row that holds words. */
static const struct row *
next_written(const struct quoter *q, size_t i)
{
	while (++i < q->rows.n)
		if (q->rows.at[i].n)
			return &q->rows.at[i];
	return NULL;
}

/* How many words the row begins with that stand so in one of our mails. */
static size_t
leading_run(const struct quoter *q, const struct row *row)
{
	const uint32_t *match = q->match + row->first;
	size_t k = 0;

	while (k < row->n && match[k] != ALIGN_NONE && match[k] == match[0] + k)
		k++;
	return k;
}

/* How many words of the row are those of ours from `from` on and are not, or
 * just so, explained by the alignment. */
static size_t
continues(const struct quoter *q, const struct row *row, uint32_t from)
{
	size_t k = 0;

	for (; k < row->n && from + k < q->sent_words.n; k++) {
		uint32_t match = q->match[row->first + k];

		if ((match != ALIGN_NONE && match != from + k) ||
			q->words.at[row->first + k].hash !=
				q->sent_words.at[from + k].hash)
			break;
	}
	return k;
}

/* An answer may be the word with which our text goes on: "3", typed above
 * "> 3. What next?". The run of the question before went on by that word; it
 * belongs to the row that goes on with ours. */
static void
give_back_answers(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++) {
		const struct row *row = &q->rows.at[i];
		const struct row *below = next_written(q, i);
		size_t k = below ? leading_run(q, row) : 0;

		if (!k || q->match[below->first] != ALIGN_NONE)
			continue;
		uint32_t from = q->match[row->first];
		size_t n = continues(q, below, from);
		if (n < k || (n == k && below->depth <= row->depth))
			continue;
		for (size_t w = 0; w < k; w++)
			q->match[row->first + w] = ALIGN_NONE;
		for (size_t w = 0; w < n; w++)
			q->match[below->first + w] = from + (uint32_t)w;
	}
}

/* Does the row begin with words of ours that run on to the end of one of our
 * lines? Then what follows was written behind it. */
static bool
begins_with_sent_line(const struct quoter *q, const struct row *row)
{
	size_t k = 0;

	while (k < row->n && q->match[row->first + k] != ALIGN_NONE &&
		(!k ||
			q->match[row->first + k] ==
				q->match[row->first + k - 1] + 1)) {
		if (ends_sent_line(q, q->match[row->first + k]) &&
			k + 1 >= WHOLE_LEAST)
			return true;
		k++;
	}
	return false;
}

static void
judge_rows(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++) {
		struct row *row = &q->rows.at[i];

		for (size_t k = 0; k < row->n; k++)
			row->covered += q->match[row->first + k] != ALIGN_NONE;
		row->old = row->n &&
			(row->covered * 100 >= row->n * OLD_PERCENT ||
				begins_with_sent_line(q, row));
		q->aligned |= row->old;
		for (size_t k = 0; row->old && k < row->n; k++) {
			uint32_t w = q->match[row->first + k];

			if (w != ALIGN_NONE && ends_sent_line(q, w))
				q->sent_seen[sent_line_of(q, w)] = true;
		}
	}
}

/* A sent line, not found yet, with exactly the row's few words. */
static bool
equals_sent_line(struct quoter *q, const struct row *row)
{
	for (size_t l = 0; l < q->n_sent_lines; l++) {
		size_t n = q->last[l] + 1 - q->begin[l];

		if (q->sent_seen[l] || n != row->n ||
			!words_contain(&q->words.at[row->first], row->n,
				&q->sent_words.at[q->begin[l]], n))
			continue;
		for (size_t k = 0; k < n; k++)
			q->match[row->first + k] = q->begin[l] + (uint32_t)k;
		q->sent_seen[l] = true;
		return true;
	}
	return false;
}

static const struct row *
neighbour(const struct quoter *q, size_t i, int step)
{
	for (i += (size_t)step; i < q->rows.n; i += (size_t)step)
		if (!q->rows.at[i].blank)
			return &q->rows.at[i];
	return NULL;
}

/* Short lines count as ours only beside old ones; lines without words (rulers,
 * the mark of our own signature) as well. */
static void
judge_short(struct quoter *q, size_t i)
{
	struct row *row = &q->rows.at[i];
	const struct row *before = neighbour(q, i, -1);
	const struct row *after = neighbour(q, i, 1);
	bool beside = (before && before->old) || (after && after->old) ||
		row->depth ||
		(row->n >= WHOLE_LEAST && line_number(row->text, NULL));

	if (row->old || row->blank || !beside)
		return;
	if (!row->n)
		row->old = (!after || after->old) && before && before->old;
	else if (row->n < SHORT_WORDS)
		row->old = equals_sent_line(q, row);
}

static void
judge_neighbours(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++)
		judge_short(q, i);
	for (size_t i = q->rows.n; i-- > 0;)
		judge_short(q, i);
}

/* --- quoted blocks --- */

/* The last word of ours at or before row i of the block, the first at or
 * behind it; ALIGN_NONE when there is none. */
static uint32_t
word_before(const struct quoter *q, size_t from, size_t i)
{
	while (i-- > from) {
		const struct row *row = &q->rows.at[i];

		for (size_t k = row->n; k-- > 0;)
			if (q->match[row->first + k] != ALIGN_NONE)
				return q->match[row->first + k];
		if (row->n)
			return ALIGN_NONE;
	}
	return ALIGN_NONE;
}

static uint32_t
word_behind(const struct quoter *q, size_t i, size_t till)
{
	for (; i < till; i++) {
		const struct row *row = &q->rows.at[i];

		for (size_t k = 0; row->old && k < row->n; k++)
			if (q->match[row->first + k] != ALIGN_NONE)
				return q->match[row->first + k];
	}
	return ALIGN_NONE;
}

/* Rows from i that are not ours inside a quotation. They were typed in when
 * our text around them is complete: it goes on behind them with the very next
 * word. Returns the first row behind them. */
static size_t
judge_inserted(struct quoter *q, size_t from, size_t i, size_t till)
{
	size_t end = i;

	while (end < till && !q->rows.at[end].old)
		end++;
	uint32_t a = word_before(q, from, i), b = word_behind(q, end, till);
	bool inserted = a != ALIGN_NONE && b == a + 1 && end < till;
	for (; i < end; i++) {
		struct row *row = &q->rows.at[i];

		row->inserted = inserted && !row->blank;
		row->old = !row->inserted && (!row->blank || row->depth);
	}
	return end;
}

/* A block of quoted rows with one aligned row is old as a whole. */
static void
judge_block(struct quoter *q, size_t from, size_t till)
{
	bool any = false;

	for (size_t i = from; i < till; i++)
		any |= q->rows.at[i].old && q->rows.at[i].n;
	for (size_t i = from; any && i < till;) {
		if (q->rows.at[i].old)
			i++;
		else
			i = judge_inserted(q, from, i, till);
	}
}

static void
judge_blocks(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n;) {
		size_t end = i;

		while (end < q->rows.n &&
			(q->rows.at[end].depth > 0 || q->rows.at[end].blank))
			end++;
		if (end > i && q->aligned)
			judge_block(q, i, end);
		i = end > i ? end : i + 1;
	}
}

static bool
anything_kept(const struct cut *cut)
{
	for (size_t i = 0; i < cut->lines.n; i++)
		if (cut->lines.at[i].reason == LINE_KEPT &&
			*cut->lines.at[i].text)
			return true;
	return false;
}

static void
judge_confidence(struct cut *cut, bool tail)
{
	if (!anything_kept(cut) || cut->shaped)
		cut->confidence = CONFIDENCE_UNSURE;
	else
		cut->confidence = tail ? CONFIDENCE_LIKELY : CONFIDENCE_SURE;
}

void
quote_cut(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, struct cut *cut)
{
	struct quoter q = { .pool = pool, .sent = sent };
	bool tail = false;

	*cut = (struct cut){ 0 };
	take_sent(&q);
	take_rows(&q, body);
	q.match = words_align(pool, &q.sent_words, &q.words);
	give_back_answers(&q);
	judge_rows(&q);
	judge_neighbours(&q);
	judge_blocks(&q);
	quoter_judge_headers(&q);
	cut->aligned = q.aligned;
	if (!q.aligned)
		cut->shaped = shape_cut(&q.rows);
	shape_tail(&q.rows);
	for (size_t i = 0; i < q.rows.n; i++)
		tail |= q.rows.at[i].reason == LINE_SIGNATURE;
	quoter_emit(&q, cut);
	judge_confidence(cut, tail);
}

char *
cut_text(struct pool *pool, const struct cut *cut)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < cut->lines.n; i++) {
		const struct cut_line *line = &cut->lines.at[i];

		if (line->reason == LINE_KEPT) {
			g_string_append(out, line->text);
			g_string_append_c(out, '\n');
		} else if (line->reason == LINE_BLANK && out->len &&
			!g_str_has_suffix(out->str, "\n\n")) {
			g_string_append_c(out, '\n');
		}
	}
	char *text = pool_strdup(pool, out->str);
	return g_strstrip(text);
}
