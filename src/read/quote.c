/* See the header for the idea, and read/align for the words. The order of the
 * judgements matters: aligned rows first, then short ones beside them, then
 * what stands quoted around them, then the headers above them. */
#include "read/quote.h"

#include <glib.h>
#include <string.h>

#include "read/quoter.h"
#include "read/tail.h"

#define OLD_PERCENT 80
#define WHOLE_LEAST 3 /* words of a sent line that may be found alone */
#define SHORT_WORDS 4

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

/* Is word k of the row part of an address in angle brackets? Archives and
 * providers rewrite those. */
static bool
in_address(const struct quoter *q, const struct row *row, const char *open,
	const char *end, size_t k)
{
	const char *at = row->text + q->words.at[row->first + k].start;

	return at > open && at < end;
}

/* Words of the row, and how many of them are ours. What stands in an address
 * counts only when it is the same. */
static void
count_words(const struct quoter *q, struct row *row, size_t *counted)
{
	const char *open = strchr(row->text, '<');
	const char *end = open ? strchr(open, '>') : NULL;
	const char *sign = open ? strchr(open, '@') : NULL;

	*counted = 0;
	if (!end || !sign || sign > end)
		open = end = row->text;
	for (size_t k = 0; k < row->n; k++) {
		bool ours = q->match[row->first + k] != ALIGN_NONE;

		row->covered += ours;
		*counted += ours || !in_address(q, row, open, end, k);
	}
}

/* "Von: Spring Mentoring <address>" repeats our footer, but for the label: it
 * is a header, whose label nobody typed. */
static bool
is_header_line(const struct quoter *q, const struct row *row)
{
	return row->mark == MARK_HEADER || row->mark == MARK_CUT ||
		(row->n && q->match[row->first] == ALIGN_NONE &&
			strchr(row->text, '@') && shape_is_label(row->text));
}

static void
judge_rows(struct quoter *q)
{
	for (size_t i = 0; i < q->rows.n; i++) {
		struct row *row = &q->rows.at[i];
		size_t counted;

		count_words(q, row, &counted);
		row->old = row->n && row->covered && !is_header_line(q, row) &&
			(row->covered * 100 >= counted * OLD_PERCENT ||
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

	if (row->old || row->blank)
		return; /* and look at no neighbours: blanks may be many */
	const struct row *before = neighbour(q, i, -1);
	const struct row *after = neighbour(q, i, 1);
	bool beside = (before && before->old) || (after && after->old) ||
		row->depth ||
		(row->n >= WHOLE_LEAST && line_number(row->text, NULL));

	if (!beside)
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

/* --- pasted text --- */

/* Does the row carry more quotation signs than the line of ours it repeats?
 * Then the writer's client marks what it quotes. */
static bool
is_marked(const struct quoter *q, const struct row *row)
{
	int depth = 0;

	for (size_t k = 0; row->old && row->depth && k < row->n; k++) {
		uint32_t w = q->match[row->first + k];

		if (w == ALIGN_NONE)
			continue;
		read_prefix(q->sent_text[sent_line_of(q, w)], &depth);
		return row->depth > depth;
	}
	return false;
}

static bool
holds_question(const struct quoter *q, const struct row *row)
{
	for (size_t k = 0; k < row->n; k++) {
		uint32_t w = q->match[row->first + k];

		if (w != ALIGN_NONE && q->question[sent_line_of(q, w)] > 0)
			return true;
	}
	return false;
}

/* The row behind the unmarked old rows from i on, when new text stands above
 * and below them and none of them is a question of ours; else i. */
static size_t
pasted_end(const struct quoter *q, size_t i)
{
	const struct row *above = neighbour(q, i, -1);
	size_t end = i;

	if (!above || above->old)
		return i;
	for (; end < q->rows.n; end++) {
		const struct row *row = &q->rows.at[end];

		if (row->blank && !row->depth)
			continue;
		if (row->depth || (row->old && holds_question(q, row)))
			return i;
		if (!row->old)
			return end;
	}
	return i;
}

/* In a mail that marks what it quotes, unmarked words of ours between new text
 * were put there by the writer: they belong to what is said. */
static void
judge_pasted(struct quoter *q)
{
	bool marks = false;

	for (size_t i = 0; i < q->rows.n && !marks; i++)
		marks = is_marked(q, &q->rows.at[i]);
	for (size_t i = 0; marks && i < q->rows.n; i++) {
		if (!q->rows.at[i].old || q->rows.at[i].depth)
			continue;
		for (size_t end = pasted_end(q, i); i < end; i++) {
			struct row *row = &q->rows.at[i];

			row->old = false;
			for (size_t k = 0; k < row->n; k++)
				q->match[row->first + k] = ALIGN_NONE;
		}
	}
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
judge_confidence(struct cut *cut, bool doubt)
{
	if (!anything_kept(cut) || cut->shaped)
		cut->confidence = CONFIDENCE_UNSURE;
	else
		cut->confidence = doubt ? CONFIDENCE_LIKELY : CONFIDENCE_SURE;
}

void
quote_cut_of(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, const struct quote_writer *writer,
	struct cut *cut)
{
	struct quoter q = { .pool = pool, .sent = sent };

	*cut = (struct cut){ 0 };
	quoter_take_sent(&q);
	take_rows(&q, body);
	q.match = words_align(pool, &q.sent_words, &q.words);
	quoter_mend(&q);
	judge_rows(&q);
	judge_neighbours(&q);
	judge_pasted(&q);
	judge_blocks(&q);
	quoter_judge_headers(&q);
	cut->aligned = q.aligned;
	if (!q.aligned) {
		quoter_judge_top(&q);
		cut->shaped = shape_cut(&q.rows);
	}
	tail_cut(pool, &q.rows, writer, q.aligned || cut->shaped);
	quoter_emit(&q, cut);
	judge_confidence(cut, quoter_doubts(&q));
}

void
quote_cut(struct pool *pool, const struct body_line_list *body,
	const struct sent_list *sent, struct cut *cut)
{
	quote_cut_of(pool, body, sent, &(struct quote_writer){ 0 }, cut);
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
			(out->len < 2 || out->str[out->len - 2] != '\n')) {
			g_string_append_c(out, '\n');
		}
	}
	char *text = pool_strdup(pool, out->str);
	return g_strstrip(text);
}
