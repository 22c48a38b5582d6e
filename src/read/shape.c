/* Rules about how old text looks, for replies in which nothing of ours was
 * found, and about how mails end. A rule here needs more than a shape: a date,
 * a time or an address must stand in what it drops. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define LABEL_MOST     40 /* bytes before the colon of a header line */
#define JOINED_MOST    3  /* lines an attribution may be wrapped to */
#define ATTRIBUTION    400
#define SIGNATURE_MOST 14 /* lines behind the signature mark */
#define DEVICE_MOST    90

static const char *
trim_start(const char *text)
{
	while (*text == ' ' || *text == '\t' || *text == '*' || *text == '>')
		text++;
	return text;
}

static size_t
trimmed_length(const char *text)
{
	size_t n = strlen(text);

	while (n && (g_ascii_isspace(text[n - 1]) || text[n - 1] == '*'))
		n--;
	return n;
}

bool
shape_is_ruler(const char *text)
{
	text = trim_start(text);
	return strspn(text, "-_=~#") >= 3;
}

bool
shape_is_label(const char *text)
{
	text = trim_start(text);
	int words = 1;
	bool letters = false;

	for (const char *p = text; *p && p - text < LABEL_MOST;
		p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == ':' || c == 0xff1a)
			return letters && words <= 4 && p[1] != '/';
		if (g_unichar_isdigit(c) || c == '<' || c == '@' || c == ',' ||
			c == '?' || c == '!')
			return false;
		words += c == ' ';
		letters |= g_unichar_isalpha(c) != 0;
	}
	return false;
}

/* "-----Original Message-----" in any language. */
static bool
is_separator(const char *text)
{
	text = trim_start(text);
	size_t n = trimmed_length(text), lead = strspn(text, "-_");
	bool letters = false;

	for (const char *p = text; *p; p = g_utf8_next_char(p))
		letters |= g_unichar_isalpha(g_utf8_get_char(p)) != 0;
	return lead >= 3 && n > lead + 3 && n < 120 && letters &&
		(text[n - 1] == '-' || text[n - 1] == '_') &&
		(text[n - 2] == '-' || text[n - 2] == '_');
}

/* --- what stands in a line --- */

struct holds {
	bool address, time, year, colon;
	int numbers;
};

static bool
is_time_colon(const char *text, const char *p)
{
	return (*p == ':' || *p == '.') && p > text && g_ascii_isdigit(p[-1]) &&
		g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
		!g_ascii_isdigit(p[3]);
}

static struct holds
look(const char *text)
{
	struct holds h = { 0 };
	int digits = 0, n = 0;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		h.address |= c == '@' && p > text && p[1] > ' ' &&
			p[-1] > ' ' && p[1] != '@';
		h.time |= is_time_colon(text, p);
		if (g_unichar_isdigit(c)) {
			n = n % 10000 * 10 + g_unichar_digit_value(c);
			digits++;
			continue;
		}
		h.numbers += digits > 0;
		h.year |= digits == 4 && n >= 1980 && n < 2100;
		digits = n = 0;
	}
	h.numbers += digits > 0;
	h.year |= digits == 4 && n >= 1980 && n < 2100;
	size_t len = trimmed_length(text);
	h.colon = len &&
		(text[len - 1] == ':' ||
			(len >= 3 && !memcmp(text + len - 3, "：", 3)));
	return h;
}

/* --- cutting --- */

static void
drop(struct row_list *rows, size_t from, size_t till, enum line_reason reason)
{
	for (size_t i = from; i < till; i++)
		if (rows->at[i].reason == LINE_KEPT)
			rows->at[i].reason = reason;
}

static size_t
next_filled(const struct row_list *rows, size_t i)
{
	while (i < rows->n && rows->at[i].blank && !rows->at[i].depth)
		i++;
	return i;
}

/* Up to three lines from i that end in a colon, as one text; returns the row
 * behind them, or i when there is no such thing. */
static size_t
join_attribution(const struct row_list *rows, size_t i, GString *joined)
{
	for (size_t k = i; k < rows->n && k < i + JOINED_MOST; k++) {
		const struct row *row = &rows->at[k];

		if (row->blank || row->depth || row->mark == MARK_CUT ||
			joined->len > ATTRIBUTION)
			return i; /* above MARK_CUT stands no attribution */
		g_string_append(joined, row->text);
		g_string_append_c(joined, ' ');
		size_t after = next_filled(rows, k + 1);
		bool quote = after < rows->n && rows->at[after].depth;
		if (look(joined->str).colon || quote)
			return k + 1;
	}
	return i;
}

/* An attribution at row i: with a quotation below, a date or an address will
 * do; without, it takes both, or date and time, and a colon. */
static size_t
attribution_end(const struct row_list *rows, size_t i, bool *quoted)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	size_t end = join_attribution(rows, i, joined);
	struct holds h = look(joined->str);
	size_t after = next_filled(rows, end);

	if (end == i || joined->len > ATTRIBUTION)
		return i;
	*quoted = after < rows->n && rows->at[after].depth;
	struct holds first = look(rows->at[i].text);
	bool ignored;
	if (end > i + 1 && !first.numbers && !first.address &&
		attribution_end(rows, i + 1, &ignored) > i + 1)
		return i; /* it starts with the next line */
	if (*quoted)
		return h.address || h.time || (h.year && h.numbers > 1) ? end
									: i;
	return h.colon && h.numbers >= 2 &&
			((h.address && (h.year || h.time)) ||
				(h.year && h.time))
		? end
		: i;
}

size_t
shape_attribution_start(const struct row_list *rows, size_t i)
{
	size_t end = i;
	g_autoptr(GString) joined = g_string_new(NULL);

	while (end && rows->at[end - 1].blank && i - end < 2)
		end--;
	for (size_t k = end; k > 0 && end - k < JOINED_MOST; k--) {
		const struct row *row = &rows->at[k - 1];

		if (row->blank || row->old || joined->len > ATTRIBUTION)
			break;
		g_string_prepend_c(joined, ' ');
		g_string_prepend(joined, row->text);
		struct holds h = look(joined->str);
		if (!h.colon)
			break;
		if (h.address || (h.time && h.numbers > 2) ||
			(h.year && h.numbers > 1))
			return k - 1;
	}
	return i;
}

/* Rows of labels from i: at least three, with an address or a date. */
static size_t
header_block_end(const struct row_list *rows, size_t i, size_t least)
{
	size_t labels = 0, k = i, misses = 0;
	bool address = false, date = false;

	for (; k < rows->n && !rows->at[k].blank && !rows->at[k].depth; k++) {
		struct holds h = look(rows->at[k].text);

		if (shape_is_label(rows->at[k].text))
			labels++;
		else if (++misses > 3 + 2 * labels)
			break;
		address |= h.address;
		date |= (h.year || h.time) && h.numbers > 1;
	}
	return labels >= least && (address || date) ? k : i;
}

/* "----- Forwarded by Ana on 3 March", the dashes closing on the next line. */
static bool
is_wrapped_separator(const struct row_list *rows, size_t i)
{
	const char *text = trim_start(rows->at[i].text);

	if (strspn(text, "-") < 5 || i + 1 >= rows->n)
		return false;
	const char *next = trim_start(rows->at[i + 1].text);
	size_t n = trimmed_length(next);
	return n > 5 && n < 120 && !memcmp(next + n - 5, "-----", 5) &&
		look(text).numbers + look(next).numbers >= 3;
}

/* Notes writes a name, then a line with nothing but date and time, then "To:".
 * Row i is the name or the date. */
static bool
is_dated_header(const struct row_list *rows, size_t i)
{
	for (size_t k = i; k < i + 2 && k + 1 < rows->n; k++) {
		struct holds h = look(rows->at[k].text);
		size_t next = next_filled(rows, k + 1);

		if (h.year && h.time && strlen(rows->at[k].text) < 60 &&
			!h.colon && next < rows->n &&
			shape_is_label(rows->at[next].text) &&
			header_block_end(rows, k, 2) > k)
			return k == i || strlen(rows->at[i].text) < 60;
		if (rows->at[k].blank || h.numbers)
			return false;
	}
	return false;
}

/* Where everything from row i on is old; false when it is not. */
static bool
cuts_below(const struct row_list *rows, size_t i)
{
	const struct row *row = &rows->at[i];
	size_t next = next_filled(rows, i + 1);

	if (row->mark == MARK_CUT || is_separator(row->text) ||
		is_wrapped_separator(rows, i) || is_dated_header(rows, i))
		return true;
	if (shape_is_ruler(row->text) && next < rows->n)
		return header_block_end(rows, next, 2) > next;
	return shape_is_label(row->text) && header_block_end(rows, i, 3) > i;
}

bool
shape_cut(struct row_list *rows)
{
	bool dropped = false;

	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->at[i];
		bool quoted = false;

		if (row->reason != LINE_KEPT)
			continue;
		if (row->depth) {
			row->reason = LINE_QUOTE;
			dropped = true;
			continue;
		}
		if (cuts_below(rows, i)) {
			drop(rows, i, rows->n, LINE_QUOTE);
			return true;
		}
		size_t end = attribution_end(rows, i, &quoted);
		if (end == i)
			continue;
		drop(rows, i, end, LINE_ATTRIBUTION);
		dropped = true;
		if (!quoted) {
			drop(rows, end, rows->n, LINE_QUOTE);
			return true;
		}
	}
	return dropped;
}

/* --- tails --- */

static bool
is_signature_mark(const char *text)
{
	size_t n = trimmed_length(text);

	return (n == 2 && !memcmp(text, "--", 2)) ||
		(n == 3 && !memcmp(text, "—", 3)) ||
		(n == 2 && !memcmp(text, "__", 2));
}

/* How phones and web mailers sign, at the start of a short last line. */
static const char *const devices[] = {
	"sent from my ",
	"sent from mail for ",
	"sent from yahoo",
	"sent from outlook",
	"sent from the ",
	"sent with ",
	"sent via ",
	"get outlook for ",
	"sent on the go",
	"von meinem ",
	"gesendet von ",
	"gesendet mit ",
	"diese nachricht wurde von meinem ",
	"envoyé de mon ",
	"envoyé depuis ",
	"envoyé à partir ",
	"enviado desde ",
	"enviado do meu ",
	"enviado de mi ",
	"inviato da ",
	"verstuurd vanaf ",
	"verzonden met ",
	"verzonden vanaf ",
	"wysłane z ",
	"wysłano z ",
	"skickat från ",
	"sendt fra ",
	"lähetetty ",
	"odesláno z ",
	"отправлено с ",
	"отправлено из ",
	"надіслано з ",
	"发自我的",
	"從我的",
};

static bool
is_device(const char *text)
{
	text = trim_start(text);
	if (strlen(text) > DEVICE_MOST)
		return false;
	g_autofree char *low = g_utf8_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(devices); i++)
		if (g_str_has_prefix(low, devices[i]))
			return true;
	return g_str_has_suffix(low, "から送信");
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

static void
cut_device(struct row_list *rows, size_t from, size_t till)
{
	for (int lines = 0; till > from && lines < 3; till--) {
		struct row *row = &rows->at[till - 1];

		if (row->reason != LINE_KEPT)
			continue;
		if (is_device(row->text))
			row->reason = LINE_SIGNATURE;
		lines++;
	}
}

static void
cut_signature(struct row_list *rows, size_t from, size_t till)
{
	size_t lines = 0;

	for (size_t i = till; i-- > from && lines <= SIGNATURE_MOST;) {
		lines += rows->at[i].reason == LINE_KEPT;
		if (rows->at[i].reason != LINE_KEPT || rows->at[i].depth ||
			rows->at[i].mark == MARK_DASH ||
			!is_signature_mark(rows->at[i].text))
			continue;
		drop(rows, i, till, LINE_SIGNATURE);
		till = i;
	}
	cut_device(rows, from, till);
}

static size_t
count_kept(const struct row_list *rows, enum body_mark but)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n += rows->at[i].reason == LINE_KEPT && !rows->at[i].blank &&
			rows->at[i].mark != but;
	return n;
}

void
shape_tail(struct row_list *rows)
{
	if (count_kept(rows, MARK_SIGNATURE))
		for (size_t i = 0; i < rows->n; i++)
			if (rows->at[i].mark == MARK_SIGNATURE &&
				rows->at[i].reason == LINE_KEPT)
				rows->at[i].reason = LINE_SIGNATURE;
	for (size_t till = rows->n; till > 0;) {
		size_t from = stretch_start(rows, till);

		if (from < till)
			cut_signature(rows, from, till);
		till = from < till ? from : till - 1;
	}
}
