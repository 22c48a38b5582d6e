/* Our own mails, as the words a reply is compared with: which question each
 * line belongs to, and one copy only of what a reminder repeats. */
#include <glib.h>

#include "read/quoter.h"

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

/* A reminder repeats the questions of the mail it reminds of. What we sent
 * twice explains only one copy of it, or an answer that repeats words of ours
 * (an option of a choice) would be taken for the other copy. */
static void
forget_repeated(struct quoter *q, GHashTable *lines, size_t at, size_t base)
{
	uint64_t hash = (uint64_t)(q->question[at] + 2);
	size_t n = q->sent_words.n - q->begin[at];

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ q->sent_words.at[q->begin[at] + i].hash) *
			0x9e3779b97f4a7c15u;
	size_t seen = GPOINTER_TO_SIZE(
		g_hash_table_lookup(lines, GSIZE_TO_POINTER(hash)));
	if (n && seen && seen <= base)
		q->sent_words.n = q->begin[at];
	else if (n && !seen)
		g_hash_table_insert(lines, GSIZE_TO_POINTER(hash),
			GSIZE_TO_POINTER(at + 1));
}

void
quoter_take_sent(struct quoter *q)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	size_t n = 0, at = 0;

	for (size_t m = 0; m < q->sent->n; m++)
		n += q->sent->at[m].lines.n;
	q->n_sent_lines = n;
	q->question = pool_alloc(q->pool, (n + 1) * sizeof *q->question);
	q->last = pool_alloc(q->pool, (n + 1) * sizeof *q->last);
	q->begin = pool_alloc(q->pool, (n + 1) * sizeof *q->begin);
	q->sent_text = pool_alloc(q->pool, (n + 1) * sizeof *q->sent_text);
	q->sent_seen = pool_alloc(q->pool, (n + 1) * sizeof *q->sent_seen);
	for (size_t m = 0, base = 0; m < q->sent->n; m++, base = at) {
		const struct body_line_list *lines = &q->sent->at[m].lines;

		number_mail(q, lines, at);
		for (size_t i = 0; i < lines->n; i++, at++) {
			q->begin[at] = (uint32_t)q->sent_words.n;
			words_add(q->pool, lines->at[i].text, 0, (uint32_t)at,
				&q->sent_words);
			forget_repeated(q, seen, at, base);
			q->last[at] = (uint32_t)q->sent_words.n - 1;
			q->sent_text[at] = lines->at[i].text;
		}
	}
}
