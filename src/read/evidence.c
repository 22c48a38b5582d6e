/* Attributions and header blocks are found by what they must hold: our address,
 * our name, our subject or the time we sent it. That needs no list of
 * languages; only a line that ends in a colon right above aligned text may go
 * by its shape as well. */
#include <string.h>

#include "base/zone.h"
#include "read/quoter.h"

#define HEADER_LINES 9
#define PURE_WORDS   40 /* of a row that is nothing but evidence */
#define NAME_WORDS   4

struct evidence {
	struct word_list address, name, subject, to, written;
	struct civil sent;
	bool dated;
};
LIST_OF(evidence_list, struct evidence);

/* The first address written in the mail itself, usually its footer. */
static void
find_written(
	struct quoter *q, const struct sent_mail *mail, struct word_list *words)
{
	for (size_t i = mail->lines.n; i-- > 0 && !words->n;) {
		const char *text = mail->lines.at[i].text;
		const char *at = strchr(text, '@'), *from = at, *end = at;

		if (!at)
			continue;
		while (from > text && !strchr(" <(:,", from[-1]))
			from--;
		while (*end && !strchr(" >),:", *end))
			end++;
		words_add(q->pool,
			pool_strndup(q->pool, from, (size_t)(end - from)), 0, 0,
			words);
	}
}

static struct evidence_list
gather_evidence(struct quoter *q)
{
	struct evidence_list list = { 0 };

	for (size_t m = 0; m < q->sent->n; m++) {
		const struct sent_mail *mail = &q->sent->at[m];
		struct evidence *e = LIST_ADD(q->pool, &list);

		words_add(q->pool, mail->address ? mail->address : "", 0, 0,
			&e->address);
		words_add(
			q->pool, mail->name ? mail->name : "", 0, 0, &e->name);
		words_add(q->pool, mail->subject ? mail->subject : "", 0, 0,
			&e->subject);
		words_add(q->pool, mail->to ? mail->to : "", 0, 0, &e->to);
		find_written(q, mail, &e->written);
		e->dated = mail->date > 0;
		e->sent = civil_from_days(mail->date / 86400);
	}
	return list;
}

/* Year and day (one off: other zones) and a third number among the digits. What
 * stands beside a colon is of a clock: "27 January 2027 at 10:00", written on
 * the 11th, is no date of ours. */
static bool
holds_date(const struct evidence *e, const char *text)
{
	bool year = false, day = false;
	int numbers = 0;

	for (const char *p = text; e->dated && *p;) {
		int n = 0, digits = 0;
		bool clock = p > text && p[-1] == ':';

		while (*p && is_digit_form(g_utf8_get_char(p)) && digits < 6) {
			n = n * 10 + g_unichar_digit_value(g_utf8_get_char(p));
			digits++;
			p = g_utf8_next_char(p);
		}
		if (!digits) {
			p = g_utf8_next_char(p);
			continue;
		}
		numbers++;
		if (n == e->sent.year ||
			(digits == 2 && !year && day &&
				n == e->sent.year % 100))
			year = true;
		else if (!clock && *p != ':' && n >= e->sent.day - 1 &&
			n <= e->sent.day + 1)
			day = true;
	}
	return year && day && numbers >= 3;
}

static bool
holds(const struct quoter *q, const struct row *row,
	const struct word_list *words, size_t least)
{
	return words->n >= least &&
		words_contain(
			&q->words.at[row->first], row->n, words->at, words->n);
}

static bool
is_evident(const struct quoter *q, const struct row *row,
	const struct evidence_list *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct evidence *e = &all->at[i];

		if (holds(q, row, &e->address, 2) ||
			holds(q, row, &e->written, 3) ||
			holds(q, row, &e->name, 2) ||
			holds(q, row, &e->subject, 2) ||
			holds_date(e, row->text))
			return true;
		if (shape_is_label(row->text) && holds(q, row, &e->to, 2))
			return true;
	}
	return false;
}

/* The next written row above row i; rows->n when there is none or old text
 * comes first. */
static size_t
written_above(const struct quoter *q, size_t i)
{
	while (i-- > 0)
		if (!q->rows.at[i].blank)
			return q->rows.at[i].old ? q->rows.n : i;
	return q->rows.n;
}

static bool
is_among(const struct word_list *words, const struct word *word)
{
	return words_contain(words->at, words->n, word, 1);
}

static bool
is_evidence_word(const struct evidence_list *all, const struct word *word)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct evidence *e = &all->at[i];

		if (is_among(&e->address, word) || is_among(&e->name, word) ||
			is_among(&e->subject, word) || is_among(&e->to, word) ||
			is_among(&e->written, word))
			return true;
	}
	return false;
}

/* Does the row hold evidence and hardly anything else: our name and address,
 * the date alone, the person's own name and address? */
static bool
is_pure(const struct quoter *q, const struct row *row,
	const struct evidence_list *all)
{
	bool to = false;
	size_t others = 0;

	if (row->n > PURE_WORDS)
		return false;
	for (size_t i = 0; i < all->n; i++)
		to |= holds(q, row, &all->at[i].to, 2);
	for (size_t k = 0; k < row->n; k++) {
		const struct word *word = &q->words.at[row->first + k];

		others += !g_ascii_isdigit(row->text[word->start]) &&
			!is_evidence_word(all, word);
	}
	return to ? others <= NAME_WORDS
		  : others <= 1 && is_evident(q, row, all);
}

/* "Kopie", where a client writes its labels on lines of their own. */
static bool
is_bare_label(const struct quoter *q, size_t i, const struct evidence_list *all)
{
	const struct row *row = &q->rows.at[i];

	if (row->n > 2 || strpbrk(row->text, ".,;?!0123456789"))
		return false;
	size_t above = written_above(q, i);
	return above < q->rows.n && is_pure(q, &q->rows.at[above], all);
}

/* The row above the blank one at i with which the header goes on; rows->n
 * when it does not. Some clients make every line of it a paragraph; what stands
 * there must be evident by itself, or the person's own words would go with
 * it. */
static size_t
header_above(const struct quoter *q, size_t i, const struct evidence_list *all)
{
	size_t above = written_above(q, i);

	if (above == q->rows.n)
		return above;
	const struct row *row = &q->rows.at[above];
	return (shape_is_label(row->text) && is_evident(q, row, all)) ||
			is_pure(q, row, all) || is_bare_label(q, above, all)
		? above
		: q->rows.n;
}

/* The topmost row of the header above the old row at i; i when there is none.
 * A header may be long (many recipients, wrapped), but each of its lines must
 * be near one that is evident. */
static size_t
find_header(const struct quoter *q, size_t i, const struct evidence_list *all)
{
	size_t found = i, far = 0;

	for (size_t top = i; top > 0 && far < HEADER_LINES; top--) {
		const struct row *row = &q->rows.at[top - 1];

		if (row->old)
			break;
		if (row->blank && found < i) {
			size_t above = header_above(q, top - 1, all);

			if (above == q->rows.n)
				break;
			top = above + 2; /* there it goes on */
		}
		if (row->blank)
			continue;
		far++;
		if (row->mark == MARK_HEADER || row->mark == MARK_CUT ||
			is_evident(q, row, all) || is_pure(q, row, all)) {
			found = top - 1;
			far = 0;
		}
	}
	return found;
}

/* Looks at the rows above the old row at i; marks what is its header. */
static void
judge_header(struct quoter *q, size_t i, const struct evidence_list *all)
{
	size_t found = find_header(q, i, all);

	if (found == i)
		found = shape_attribution_start(&q->rows, i);
	while (found < i && found > 0 && !q->rows.at[found - 1].old &&
		(shape_is_label(q->rows.at[found - 1].text) ||
			shape_is_ruler(q->rows.at[found - 1].text)))
		found--;
	if (found < i && found > 1 && q->rows.at[found - 1].blank &&
		shape_is_ruler(q->rows.at[found - 2].text))
		found -= 2; /* a ruler, a blank line, the header */
	for (; found < i; found++)
		q->rows.at[found].evidence = true;
}

/* A header of our mail on top, and what we sent is not below it: then what is
 * below was written in its place. Two of its lines must be evident. */
void
quoter_judge_top(struct quoter *q)
{
	struct evidence_list all = gather_evidence(q);
	size_t top = 0, evident = 0, labels = 0;

	while (top < q->rows.n && q->rows.at[top].blank)
		top++;
	size_t end = top;
	for (; end < q->rows.n && !q->rows.at[end].blank; end++) {
		const struct row *row = &q->rows.at[end];

		if (end - top > HEADER_LINES || row->depth)
			return;
		labels += shape_is_label(row->text);
		evident +=
			shape_is_label(row->text) && is_evident(q, row, &all);
	}
	if (evident < 2 || labels + 1 < end - top || end == q->rows.n)
		return;
	for (size_t i = top; i < end; i++)
		q->rows.at[i].reason = LINE_ATTRIBUTION;
	q->on_top = true;
}

/* Where in the row those words stand; else `none`. */
static size_t
place_of(const struct quoter *q, const struct row *row,
	const struct word_list *words, size_t none)
{
	for (size_t k = 0; words->n > 1 && k + words->n <= row->n; k++)
		if (words_contain(&q->words.at[row->first + k], words->n,
			    words->at, words->n))
			return q->words.at[row->first + k].start;
	return none;
}

/* Row i is part of a header; what stands on its first row before the evidence
 * may be the end of what was written. */
static void
take_header(struct quoter *q, size_t i, const struct evidence_list *all)
{
	struct row *row = &q->rows.at[i];
	size_t at = strlen(row->text);

	row->reason = LINE_ATTRIBUTION;
	if (row->mark == MARK_HEADER || row->mark == MARK_CUT || row->depth ||
		(i && q->rows.at[i - 1].evidence))
		return;
	for (size_t e = 0; e < all->n; e++) {
		at = MIN(at, place_of(q, row, &all->at[e].name, at));
		at = MIN(at, place_of(q, row, &all->at[e].address, at));
	}
	row->own = shape_own_prefix(row->text, at);
}

void
quoter_judge_headers(struct quoter *q)
{
	struct evidence_list all = gather_evidence(q);

	for (size_t i = 0; i < q->rows.n; i++) {
		struct row *row = &q->rows.at[i];

		if (row->mark == MARK_HEADER || row->mark == MARK_CUT)
			row->evidence = !row->old;
		if (row->old && (!i || !q->rows.at[i - 1].old))
			judge_header(q, i, &all);
	}
	for (size_t i = 0; i < q->rows.n; i++) {
		struct row *row = &q->rows.at[i];

		if (row->old)
			row->reason = LINE_QUOTE;
		else if (row->evidence && !row->blank)
			take_header(q, i, &all);
	}
}
