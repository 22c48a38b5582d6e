/* Every stretch of new text has an end, and there the tails are. They are taken
 * off from the bottom, one kind after the other, until nothing more is one. */
#include "read/tail.h"

#include <glib.h>
#include <string.h>

#include "read/align.h"

#define SIGNATURE_MOST 14 /* lines behind the signature mark */
#define FOOTER_RULER   10 /* signs of a ruler above a footer */
#define FOOTER_LINES   8
#define NOTICE_LINES   60
#define NOTICE_BYTES   16384
#define CLOSING_LINES  12
#define LINE_SHORT     75
#define BANNER_LINES   8
#define PIECES_MOST    12 /* tails one below the other */
#define BANNER_BYTES   900
#define LEARNED_WORDS  8 /* of a learned tail that nothing else tells */

struct stretch {
	struct row_list *rows;
	size_t from, till;
	size_t first, last; /* rows of the mail that are not blank */
	const struct quote_writer *writer;
	bool known;            /* who wrote, or what is answered */
	struct word_list name; /* of the writer */
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

/* "-- " alone. */
static bool
is_mark(const char *text)
{
	size_t n = shape_length(text);

	return (n == 2 && !memcmp(text, "--", 2)) ||
		(n == 3 && !memcmp(text, "—", 3)) ||
		(n == 2 && !memcmp(text, "__", 2));
}

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
			row->mark != MARK_DASH && is_mark(row->text))
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

/* --- what a line tells --- */

static bool
is_link(const char *text)
{
	return strstr(text, "http://") || strstr(text, "https://") ||
		strstr(text, "www.");
}

static bool
is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && g_ascii_isalnum(at[-1]) &&
		g_ascii_isalnum(at[1]);
}

/* Seven digits or more, in groups as one writes telephones, and few words. */
static bool
is_phone(const char *text)
{
	int digits = 0, letters = 0;

	for (const char *p = text; *p; p++) {
		digits += g_ascii_isdigit(*p) != 0;
		letters += g_ascii_isalpha(*p) != 0;
	}
	return digits >= 7 && letters <= 24;
}

/* A way to reach somebody. */
static bool
is_contact(const char *text)
{
	return is_phone(text) ||
		((is_link(text) || is_address(text)) &&
			strlen(text) < LINE_SHORT);
}

/* Up to four words that begin with a capital, no number, no end of sentence. */
static bool
is_name(const char *text)
{
	int words = 0;

	text = shape_start(text);
	if (strlen(text) > 40 || strpbrk(text, "0123456789?!:;@/"))
		return false;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (p > text && p[-1] != ' ')
			continue;
		if (c != ' ' && !g_unichar_isupper(c))
			return false;
		words += c != ' ';
	}
	return words >= 1 && words <= 4;
}

/* Nothing but words of the writer's name. */
static bool
is_writer(const struct stretch *s, const char *text)
{
	struct word_list words = { 0 };

	if (strlen(text) > LINE_SHORT)
		return false;
	words_add(s->pool, text, 0, 0, &words);
	for (size_t i = 0; i < words.n; i++)
		if (!words_contain(s->name.at, s->name.n, &words.at[i], 1))
			return false;
	return words.n > 0 && s->name.n > 0;
}

/* --- footers and notices --- */

static bool
is_long_ruler(const char *text)
{
	text += strspn(text, " \t");
	size_t n = strspn(text, "-_=*~#");

	return n >= FOOTER_RULER && !text[n + strspn(text + n, " \t\r")];
}

/* The rows' text in lower case; NULL when it is longer than most. */
static char *
fold_rows(const struct stretch *s, size_t from, size_t till, size_t most)
{
	g_autoptr(GString) all = g_string_new(NULL);
	size_t size = 0;

	for (size_t i = from; i < till && size <= most; i++)
		size += is_kept(&s->rows->at[i]) ? strlen(s->rows->at[i].text)
						 : 0;
	if (size > most)
		return NULL;
	for (size_t i = from; i < till; i++)
		if (is_kept(&s->rows->at[i])) {
			g_autofree char *low = tail_fold(s->rows->at[i].text);

			g_string_append(all, low);
			g_string_append_c(all, ' ');
		}
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static bool
any_contact(const struct stretch *s, size_t i)
{
	for (; i < s->till; i++)
		if (is_kept(&s->rows->at[i]) && is_contact(s->rows->at[i].text))
			return true;
	return false;
}

/* Are the rows from i on a notice? In the mail of a stranger it may be what the
 * mail is about. */
static bool
is_notice(const struct stretch *s, size_t i, int least)
{
	g_autofree char *low =
		s->known ? fold_rows(s, i, s->till, NOTICE_BYTES) : NULL;

	return low && tail_is_notice(low, least);
}

/* What stands below the last ruler: the footer of a list or of a web mailer,
 * which draw with underscores, has an address in few lines; a notice is full
 * of legal words. A ruler that ends the text closes such a block. */
static bool
cut_below_ruler(struct stretch *s)
{
	size_t i = s->till, lines = 0;

	while (i-- > s->from && lines <= NOTICE_LINES) {
		const struct row *row = &s->rows->at[i];

		if (!is_kept(row))
			continue;
		if (!is_long_ruler(row->text)) {
			lines++;
			continue;
		}
		if (!lines)
			continue;
		if (any_answer(s, i + 1) || !count_kept(s->rows, s->from, i))
			return false;
		return ((lines <= FOOTER_LINES && strchr(row->text, '_') &&
				any_contact(s, i)) ||
			       is_notice(s, i, 3)) &&
			drop_from(s, i);
	}
	return false;
}

static size_t
paragraph_start(const struct stretch *s, size_t i)
{
	while (i > s->from && is_kept(&s->rows->at[i - 1]) &&
		!is_long_ruler(s->rows->at[i - 1].text))
		i--;
	return i;
}

/* A notice without a ruler: a last paragraph, but never the only one. */
static bool
cut_notice(struct stretch *s)
{
	size_t start = paragraph_start(s, s->till - 1);

	return count_kept(s->rows, s->from, start) && !any_answer(s, start) &&
		is_notice(s, start, 4) && drop_from(s, start);
}

/* --- names --- */

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
	if (!is_writer(s, name) || i == s->from)
		return false;
	if (name == text) {
		const char *above = shape_start(s->rows->at[--i].text);

		if (strspn(above, "-_") < 3 ||
			strspn(above, "-_") != shape_length(above))
			return false;
	}
	return count_kept(s->rows, s->from, i) && drop_from(s, i);
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
			return (own || (contacts > 1 && name)) &&
				count_kept(s->rows, s->from, i) &&
				drop_from(s, i);
		contacts += !s->name.n && is_contact(text);
		own |= is_writer(s, text);
		name = is_name(text); /* the one right below the closing */
		lines++;
	}
	return false;
}

/* Without a closing: the writer's name alone, or a last paragraph that begins
 * with it and goes on with ways to reach them. Somebody else's name and
 * telephone may be the answer itself. */
static bool
cut_card(struct stretch *s)
{
	size_t start = paragraph_start(s, s->till - 1);
	const char *first = s->rows->at[start].text;

	if (!is_writer(s, first) || !count_kept(s->rows, s->from, start) ||
		any_answer(s, start) || s->till - start > CLOSING_LINES)
		return false;
	for (size_t i = start; i < s->till; i++)
		if (strlen(s->rows->at[i].text) > LINE_SHORT ||
			strchr(s->rows->at[i].text, '?'))
			return false;
	return (s->till - start == 1 || any_contact(s, start + 1)) &&
		drop_from(s, start);
}

/* --- learned --- */

uint64_t
tail_hash(const char *line)
{
	POOL_AUTO pool = pool_new();
	struct word_list words = { 0 };
	uint64_t hash = 14695981039346656037u;

	words_add(pool, line, 0, 0, &words);
	for (size_t i = 0; i < words.n; i++)
		hash = (hash ^ words.at[i].hash) * 0x9e3779b97f4a7c15u;
	return words.n ? hash | 1 : 0;
}

static bool
is_learned(const struct stretch *s, const char *text)
{
	uint64_t hash = s->writer->tails.n ? tail_hash(text) : 0;

	for (size_t i = 0; hash && i < s->writer->tails.n; i++)
		if (s->writer->tails.at[i] == hash)
			return true;
	return false;
}

/* Lines this person ended letters with before. As an answer may be the same
 * twice ("Nothing special."), a learned tail must also be long, or say by
 * itself what it is. */
static bool
cut_learned(struct stretch *s)
{
	size_t start = s->till, words = 0;
	bool telling = false;

	for (size_t i = s->till; i-- > s->from;) {
		const struct row *row = &s->rows->at[i];

		if (!is_kept(row))
			continue;
		if (is_answer(row) || !is_learned(s, row->text))
			break;
		telling |= tail_is_closing(row->text) ||
			tail_is_device(row->text) || is_contact(row->text) ||
			is_writer(s, row->text);
		words += row->n;
		start = i;
	}
	return start < s->till && (telling || words >= LEARNED_WORDS) &&
		count_kept(s->rows, 0, start) && drop_from(s, start);
}

void
tail_closing(
	struct pool *pool, const struct cut *cut, struct tail_list *closing)
{
	bool open = false;

	for (size_t i = cut->lines.n; i-- > 0 && closing->n < TAIL_LINES;) {
		const struct cut_line *line = &cut->lines.at[i];
		bool own = line->reason == LINE_KEPT ||
			line->reason == LINE_SIGNATURE;
		uint64_t hash = own ? tail_hash(line->text) : 0;

		if (open && !own && line->reason != LINE_BLANK)
			return;
		open |= own;
		if (hash)
			*LIST_ADD(pool, closing) = hash;
	}
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
	if (!device &&
		(!low || strlen(low) > BANNER_BYTES || !tail_is_warning(low)))
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
		if (cut_learned(s) || cut_device(s) || cut_mark(s) ||
			cut_below_ruler(s) || cut_notice(s) ||
			cut_device_above(s))
			continue;
		if (!names ||
			(!cut_dashed(s) && !cut_closing(s) && !cut_card(s)))
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
	const struct quote_writer *writer, bool aligned)
{
	struct stretch s = { .rows = rows,
		.writer = writer,
		.known = aligned || writer->name,
		.first = SIZE_MAX,
		.pool = pool };

	words_add(pool, writer->name ? writer->name : "", 0, 0, &s.name);
	size_t first, last;
	for (size_t i = 0; i < rows->n; i++)
		if (!rows->at[i].blank) {
			s.first = MIN(s.first, i);
			s.last = i;
		}
	cut_marked(rows);
	find_outer(rows, &first, &last);
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
