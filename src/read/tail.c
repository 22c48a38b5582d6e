/* Every stretch of new text has an end, and there the tails are. They are taken
 * off from the bottom, one kind after the other, until nothing more is one. */
#include "read/tail.h"

#include <glib.h>
#include <string.h>

#include "read/align.h"

#define SIGNATURE_MOST 14 /* lines behind the signature mark */
#define FOOTER_LINES   8
#define NOTICE_LINES   60
#define NOTICE_BYTES   16384
#define CONTACTS       2 /* below a closing and a name that is not the writer's */
#define SMALL_LINES    4 /* of small print that no ruler parts */
#define CLOSING_LINES  12
#define LINE_SHORT     75
#define BANNER_LINES   8
#define PIECES_MOST    12 /* tails one below the other */
#define BANNER_BYTES   900

struct stretch {
	struct row_list *rows;
	size_t from, till;
	size_t first, last; /* rows of the mail that are not blank */
	size_t written;     /* the first that was written */
	const struct quote_writer *writer;
	bool known;              /* who wrote, or what is answered */
	struct word_list name;   /* of the writer */
	struct text_list signer; /* the same, with that of the address */
	struct pool *pool;
};

static bool
is_kept(const struct row *row)
{
	return row->reason == LINE_KEPT && !row->blank;
}

static size_t
count_kept(const struct row_list *rows, size_t from, size_t till)
{
	size_t n = 0;

	for (size_t i = from; i < till; i++)
		n += is_kept(&rows->at[i]);
	return n;
}

/* Takes rows from i on off the stretch. */
static bool
drop_from(struct stretch *s, size_t i)
{
	for (size_t k = i; k < s->till; k++)
		if (s->rows->at[k].reason == LINE_KEPT)
			s->rows->at[k].reason = LINE_SIGNATURE;
	s->till = i;
	return true;
}

static void
trim(struct stretch *s)
{
	while (s->till > s->from && !is_kept(&s->rows->at[s->till - 1]))
		s->till--;
}

/* Rows that end earlier letters of this person, or are known by themselves. */
static bool
cut_learned(struct stretch *s)
{
	size_t start = tail_learned_start(
		s->pool, s->rows, s->from, s->till, s->writer, &s->name);

	return start < s->till && drop_from(s, start);
}

static bool
is_answer(const struct row *row)
{
	return line_number(row->text, NULL) > 0;
}

static bool
any_answer(const struct stretch *s, size_t i)
{
	for (; i < s->till; i++)
		if (is_kept(&s->rows->at[i]) && is_answer(&s->rows->at[i]))
			return true;
	return false;
}

/* --- marks and devices --- */

/* Does the mail hold anything but the rows from i to the end of the stretch?
 * What is alone in it is what was said, whatever it looks like. */
static bool
is_all(const struct stretch *s, size_t i)
{
	return s->first >= i && s->last < s->till;
}

static bool
cut_mark(struct stretch *s)
{
	size_t lines = 0, found = s->till;

	for (size_t i = s->till; i-- > s->from && lines <= SIGNATURE_MOST;) {
		const struct row *row = &s->rows->at[i];

		if (row->reason == LINE_KEPT && !row->depth &&
			row->mark != MARK_DASH && tail_is_mark(row->text))
			found = i;
		lines += is_kept(row);
	}
	return found < s->till && !is_all(s, found) && drop_from(s, found);
}

static bool
cut_device(struct stretch *s)
{
	return tail_is_device(s->rows->at[s->till - 1].text) &&
		!is_all(s, s->till - 1) && drop_from(s, s->till - 1);
}

/* A phone's line that its owner signed below: at most two short lines. */
static bool
cut_device_above(struct stretch *s)
{
	for (size_t i = s->till, lines = 0; i-- > s->from && lines < 3;) {
		struct row *row = &s->rows->at[i];

		if (!is_kept(row))
			continue;
		if (lines && tail_is_device(row->text)) {
			row->reason = LINE_SIGNATURE;
			return true;
		}
		lines++;
	}
	return false;
}

/* --- footers and notices --- */

/* The rows' text in lower case; empty when it is longer than most. */
static char *
fold_rows(const struct stretch *s, size_t from, size_t till, size_t most)
{
	g_autoptr(GString) all = g_string_new(NULL);
	size_t size = 0;

	for (size_t i = from; i < till && size <= most; i++)
		size += is_kept(&s->rows->at[i]) ? strlen(s->rows->at[i].text)
						 : 0;
	for (size_t i = from; i < till && size <= most; i++)
		if (is_kept(&s->rows->at[i])) {
			g_autofree char *low = tail_fold(s->rows->at[i].text);

			g_string_append(all, low);
			g_string_append_c(all, ' ');
		}
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static size_t
count_contacts(const struct stretch *s, size_t from, size_t till)
{
	size_t n = 0;

	for (; from < till; from++)
		n += is_kept(&s->rows->at[from]) &&
			tail_is_contact(s->rows->at[from].text);
	return n;
}

/* Does a closing stand above row i, with a signature's lines between? */
static bool
is_signed_above(const struct stretch *s, size_t i)
{
	size_t lines = 0;

	while (i-- > s->from && lines <= SIGNATURE_MOST) {
		if (!is_kept(&s->rows->at[i]))
			continue;
		if (tail_is_closing(s->rows->at[i].text))
			return true;
		lines++;
	}
	return false;
}

/* A notice in the mail of a stranger may be what the mail is about, unless it
 * stands below a signature. */
static bool
is_notice(const struct stretch *s, size_t i, const char *low, int least)
{
	return tail_is_notice(low, least) &&
		(s->known || is_signed_above(s, i));
}

/* Is anything written above row i? A footer below the quotation has its text
 * above it. */
static bool
stands_below(const struct stretch *s, size_t i)
{
	return s->written < i;
}

/* Do the lines between the ruler at row i and row `till` tell that they are a
 * footer? Lists and web mailers draw with underscores, and have an address in
 * few lines; a notice is full of legal words. */
static bool
is_footer(const struct stretch *s, size_t i, size_t till, size_t lines)
{
	g_autofree char *low = fold_rows(s, i, till, NOTICE_BYTES);

	return (lines <= FOOTER_LINES && strchr(s->rows->at[i].text, '_') &&
		       count_contacts(s, i, till)) ||
		(lines <= FOOTER_LINES && tail_small_print(low)) ||
		is_notice(s, i, low, 3);
}

/* What stands below the last rulers, as long as each piece is a footer. A ruler
 * that ends the text closes the last one. */
static bool
cut_below_ruler(struct stretch *s)
{
	size_t found = s->till, end = s->till, lines = 0, all = 0;

	for (size_t i = s->till; i-- > s->from && all <= NOTICE_LINES;) {
		const struct row *row = &s->rows->at[i];

		if (!is_kept(row))
			continue;
		if (!tail_is_long_ruler(row->text)) {
			lines++;
			all++;
			continue;
		}
		if (lines && !is_footer(s, i, end, lines))
			break;
		if (lines)
			found = i;
		lines = 0;
		end = i;
	}
	return found < s->till && !any_answer(s, found + 1) &&
		stands_below(s, found) && drop_from(s, found);
}

static size_t
paragraph_start(const struct stretch *s, size_t i)
{
	while (i > s->from && is_kept(&s->rows->at[i - 1]) &&
		!tail_is_long_ruler(s->rows->at[i - 1].text))
		i--;
	return i;
}

/* A notice without a ruler: a last paragraph, but never the only one. Small
 * print must be short there, and what a scanner says has its maker's link. */
static bool
cut_notice(struct stretch *s)
{
	size_t start = paragraph_start(s, s->till - 1);
	g_autofree char *low = fold_rows(s, start, s->till, NOTICE_BYTES);
	unsigned print =
		s->till - start <= SMALL_LINES ? tail_small_print(low) : 0;
	bool small = (print & PRINT_PAPER) ||
		((print & PRINT_VIRUS) &&
			count_contacts(s, start, s->till) > 0);

	return stands_below(s, start) && !any_answer(s, start) &&
		(small || is_notice(s, start, low, 4)) && drop_from(s, start);
}

/* --- names --- */

/* A short ruler of its own: "---". */
static bool
is_short_ruler(const char *text)
{
	text = shape_start(text);
	size_t n = strspn(text, "-_");

	return n >= 3 && n == shape_length(text);
}

/* The writer's name after a dash or a stroke: "-Lev.", "/Ana", "---" and the
 * name below. Other words after a dash are a list. */
static bool
cut_dashed(struct stretch *s)
{
	const char *text = shape_start(s->rows->at[s->till - 1].text);
	const char *name = text;
	size_t i = s->till - 1;

	if (*text == '-' || *text == '/' || *text == '~')
		name = text + 1;
	else if (g_str_has_prefix(text, "–") || g_str_has_prefix(text, "—"))
		name = text + strlen("–");
	if (i == s->from ||
		(name == text && !is_short_ruler(s->rows->at[i - 1].text)))
		return false;
	if (!tail_is_writer(s->pool, &s->name, name) &&
		!signer_signs(s->pool, &s->signer, name))
		return false;
	i -= name == text;
	return count_kept(s->rows, s->from, i) && drop_from(s, i);
}

/* The writer's name behind a closing, on the last line: "Thanks, Ana". */
static bool
cut_signed(struct stretch *s)
{
	const char *text = s->rows->at[s->till - 1].text;
	const char *name = tail_behind_closing(text);

	return name && *name && !is_answer(&s->rows->at[s->till - 1]) &&
		signer_signs(s->pool, &s->signer, name) &&
		stands_below(s, s->till - 1) && drop_from(s, s->till - 1);
}

/* Below a closing: the writer's name; or, of a writer whom we do not know, a
 * name with two ways to reach its bearer, in few short lines. */
static bool
cut_closing(struct stretch *s)
{
	size_t lines = 0;
	bool own = false, name = false;
	int contacts = 0;

	for (size_t i = s->till; i-- > s->from && lines <= CLOSING_LINES;) {
		const char *text = s->rows->at[i].text;

		if (!is_kept(&s->rows->at[i]))
			continue;
		if (is_answer(&s->rows->at[i]) || strlen(text) > LINE_SHORT ||
			strchr(text, '?'))
			return false;
		if (lines && tail_is_closing(text))
			return (own || (contacts >= CONTACTS && name)) &&
				stands_below(s, i) && drop_from(s, i);
		contacts += tail_is_contact(text);
		own |= tail_is_writer(s->pool, &s->name, text) ||
			signer_signs(s->pool, &s->signer, text);
		name = tail_is_name(text); /* the one right below the closing */
		lines++;
	}
	return false;
}

/* Is the last paragraph from row i on a card by its first line? The writer's name
 * alone is one, or the name with ways to reach them. Somebody else's name and
 * telephone may be the answer itself; in a mail of nobody we know, two ways to
 * reach a name will do. */
static bool
is_card(const struct stretch *s, size_t i)
{
	const char *first = s->rows->at[i].text;
	size_t contacts = count_contacts(s, i, s->till);

	if (tail_is_writer(s->pool, &s->name, first))
		return s->till - i == 1 || contacts > 0;
	return !s->name.n && contacts >= CONTACTS && tail_is_name(first);
}

/* A signature without a closing: a last paragraph of short lines. */
static bool
cut_card(struct stretch *s)
{
	size_t start = paragraph_start(s, s->till - 1);

	if (s->till - start > CLOSING_LINES || any_answer(s, start) ||
		!stands_below(s, start) || !is_card(s, start))
		return false;
	for (size_t i = start; i < s->till; i++)
		if (strlen(s->rows->at[i].text) > LINE_SHORT ||
			strchr(s->rows->at[i].text, '?'))
			return false;
	return drop_from(s, start);
}

/* --- above the text --- */

/* The first paragraph, when a gateway wrote it. */
static void
cut_banner(struct stretch *s)
{
	size_t i = s->from, end;

	while (i < s->till && !is_kept(&s->rows->at[i]))
		i++;
	for (end = i; end < s->till && is_kept(&s->rows->at[end]); end++)
		;
	if (end == i || end - i > BANNER_LINES ||
		!count_kept(s->rows, end, s->rows->n))
		return;
	bool device = tail_is_device(s->rows->at[i].text);
	/* small letters take a third of the bytes at least */
	g_autofree char *low = fold_rows(s, i, end, 3 * BANNER_BYTES);
	if (!device && (strlen(low) > BANNER_BYTES || !tail_is_warning(low)))
		return;
	for (end = device ? i + 1 : end; i < end; i++)
		s->rows->at[i].reason = LINE_SIGNATURE;
}

/* --- all of it --- */

static void
cut_marked(struct row_list *rows)
{
	size_t others = 0;

	for (size_t i = 0; i < rows->n; i++)
		others += is_kept(&rows->at[i]) &&
			rows->at[i].mark != MARK_SIGNATURE;
	for (size_t i = 0; others && i < rows->n; i++)
		if (rows->at[i].mark == MARK_SIGNATURE &&
			rows->at[i].reason == LINE_KEPT)
			rows->at[i].reason = LINE_SIGNATURE;
}

/* The stretch of new rows that ends before row `till`. */
static size_t
stretch_start(const struct row_list *rows, size_t till)
{
	while (till &&
		(rows->at[till - 1].reason == LINE_BLANK ||
			rows->at[till - 1].reason == LINE_KEPT))
		till--;
	return till;
}

/* Each kind takes a piece off; a piece less may show another kind. */
static void
cut_stretch(struct stretch *s, bool names)
{
	for (int pieces = 0; pieces < PIECES_MOST; pieces++) {
		trim(s);
		if (s->till == s->from)
			return;
		if ((names && cut_learned(s)) || cut_device(s) || cut_mark(s) ||
			cut_below_ruler(s) || cut_notice(s) ||
			cut_device_above(s))
			continue;
		if (!names ||
			(!cut_dashed(s) && !cut_signed(s) && !cut_closing(s) &&
				!cut_card(s)))
			return;
	}
}

/* The first and the last kept row; people sign in the stretches that hold
 * them, not between the questions of an original. */
static void
find_outer(const struct row_list *rows, size_t *first, size_t *last)
{
	*first = *last = 0;
	for (size_t i = rows->n; i-- > 0;)
		if (is_kept(&rows->at[i]))
			*first = i;
	for (size_t i = 0; i < rows->n; i++)
		if (is_kept(&rows->at[i]))
			*last = i;
}

void
tail_cut(struct pool *pool, struct row_list *rows,
	const struct quote_writer *writer, bool answers)
{
	struct stretch s = { .rows = rows,
		.writer = writer,
		.known = answers || writer->name || writer->from_name,
		.first = SIZE_MAX,
		.pool = pool };

	words_add(pool, writer->name ? writer->name : "", 0, 0, &s.name);
	words_add(pool, writer->from_name ? writer->from_name : "", 0, 0,
		&s.name);
	signer_words(pool, writer, &s.signer);
	size_t first, last;
	for (size_t i = 0; i < rows->n; i++)
		if (!rows->at[i].blank) {
			s.first = MIN(s.first, i);
			s.last = i;
		}
	cut_marked(rows);
	find_outer(rows, &first, &last);
	s.written = first;
	for (size_t till = rows->n; till > 0;) {
		size_t from = stretch_start(rows, till);

		s.from = from;
		s.till = till;
		if (from < till)
			cut_stretch(&s,
				(first >= from && first < till) ||
					(last >= from && last < till));
		till = from < till ? from : till - 1;
	}
	s.from = 0;
	s.till = rows->n;
	cut_banner(&s);
}
