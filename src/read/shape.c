/* Rules about how old text looks, for replies in which nothing of ours was
 * found. A rule here needs more than a shape: a date, a time, an address or
 * the words that mail programs put before them must stand in what it drops. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define JOINED_MOST 3 /* lines an attribution may be wrapped to */
#define ATTRIBUTION 400
#define WRAP_LEAST  62 /* characters of a line that a client wrapped */
#define NAMED_MOST  120
#define BLOCK_MOST  200 /* lines of a header, with all its recipients */

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

		if (row->blank || row->depth || row->mark == MARK_CUT)
			return i; /* above MARK_CUT stands no attribution */
		g_string_append_len(joined, row->text,
			(gssize)strnlen(row->text, ATTRIBUTION + 1));
		g_string_append_c(joined, ' ');
		if (joined->len > ATTRIBUTION)
			return i;
		size_t after = next_filled(rows, k + 1);
		bool quote = after < rows->n && rows->at[after].depth;
		if (shape_ends_in_colon(joined->str) || quote)
			return k + 1;
	}
	return i;
}

/* "ana@home.example wrote:", "Ana Lind <ana@home.example> schrieb:": a name of
 * few words, an address, few words and a colon, and nothing else. */
static bool
is_named(const char *text)
{
	const char *at = strchr(text, '@'), *from = at;
	int before = 0, after = 0;

	if (!at || strlen(text) > NAMED_MOST || strchr(at + 1, '@'))
		return false;
	while (from > text && !strchr(" <\"'(", from[-1]))
		from--;
	for (const char *p = text; p < from; p = g_utf8_next_char(p)) {
		if (*p == ',' || *p == '.' || *p == ':' || *p == '?')
			return false;
		before += *p != ' ' && (p == text || p[-1] == ' ');
	}
	const char *end = at + strcspn(at, " >\"'):");
	for (const char *p = end; *p; p = g_utf8_next_char(p)) {
		if (*p == ',' || *p == '.' || *p == '?')
			return false;
		after += g_unichar_isalpha(g_utf8_get_char(p)) &&
			(p == end || p[-1] == ' ');
	}
	return before <= 4 && (from == text || from[-1] == '<') && after >= 1 &&
		after <= 3;
}

/* Do the joined lines of an attribution hold what one must hold? With a
 * quotation below, a date or an address will do; without, it takes both, or
 * date and time, and a colon. */
static bool
is_attribution(const char *joined, bool quoted)
{
	struct holds h = shape_look(joined);

	if (quoted)
		return h.address || h.time || (h.year && h.numbers > 1);
	return h.colon &&
		((h.numbers >= 2 &&
			 ((h.address && (h.year || h.time)) ||
				 (h.year && h.time))) ||
			(h.numbers < 2 && is_named(shape_start(joined))));
}

/* The row behind an attribution that starts at row i; i when none does. */
static size_t
attribution_end(const struct row_list *rows, size_t i, bool *quoted)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	size_t end = join_attribution(rows, i, joined);
	size_t after = next_filled(rows, end);

	if (end == i)
		return i;
	*quoted = after < rows->n && rows->at[after].depth;
	if (!is_attribution(joined->str, *quoted))
		return i;
	for (size_t k = i; k + 1 < end; k++) {
		bool ignored;

		const struct holds *h = &rows->at[k].holds;
		if (h->year || h->time || h->address ||
			(h->numbers && shape_opens(rows->at[k].text)))
			break;
		if (attribution_end(rows, k + 1, &ignored) > k + 1)
			return i; /* it starts with that line */
	}
	return end;
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
		struct holds h = shape_look(joined->str);
		if (!h.colon)
			break;
		if (h.address || (h.time && h.numbers > 2) ||
			(h.year && h.numbers > 1))
			return k - 1;
	}
	return i;
}

struct block {
	size_t end, labels, known;
	bool address, date;
	bool sender, dated; /* behind a label: an address, day and time */
};

/* A line of a list of recipients, which may be long. */
static bool
lists_people(const char *text, const struct holds *h)
{
	size_t n = shape_length(text);

	return h->address || (n && strchr(",;", text[n - 1]));
}

/* The rows of labels from i on, wrapped lines among them. */
static struct block
header_block(const struct row_list *rows, size_t i)
{
	struct block b = { .end = i };
	size_t misses = 0;

	for (size_t k = i; k < rows->n && k < i + BLOCK_MOST &&
		!rows->at[k].blank && !rows->at[k].depth;
		k++) {
		struct holds h = rows->at[k].holds;

		if (rows->at[k].label) {
			b.labels++;
			b.known += rows->at[k].known;
			b.sender |= h.address;
			b.dated |= (h.year || h.numbers > 3) && h.time;
		} else if (!lists_people(rows->at[k].text, &h) &&
			++misses > 3 + 2 * b.labels) {
			break;
		}
		b.address |= h.address;
		b.date |= (h.year || h.time) && h.numbers > 1;
		b.end = k + 1;
	}
	return b;
}

/* A header block that nothing introduces: three labels, of which a mail program
 * is known to write two, or an address and a line with day and time. Lists of
 * the person's own ("Time: ...", "Place: ...") have neither. */
static bool
is_header_block(const struct row_list *rows, size_t i)
{
	if (!rows->at[i].label)
		return false;
	struct block b = header_block(rows, i);
	return b.labels >= 3 && (b.address || b.date) &&
		(b.known >= 2 || (b.sender && b.dated));
}

/* The same behind a ruler or a separator, which need less. */
static bool
heads_below(const struct row_list *rows, size_t i)
{
	if (i >= rows->n || rows->at[i].depth)
		return i < rows->n;
	struct block b = header_block(rows, i);
	return (b.labels >= 2 && (b.address || b.date)) ||
		(b.labels >= 1 && b.known >= 1);
}

/* "Message" as it stands between the dashes, folded, cut to its stem. */
static const char *const messages[] = { "message", "nachricht", "mensaje",
	"messaggio", "mensagem", "bericht", "meddelande", "meddelelse",
	"melding", "viesti", "wiadomoś", "zpráv", "správ", "üzenet", "levél",
	"mesaj", "poruk", "sporočil", "сообщен", "повідомлен", "лист", "писмо",
	"съобщение", "μήνυμα", "ileti", "mail", "tin nhắn", "הודעה", "رسالة",
	"邮件", "郵件", "メッセージ", "메시지" };

static bool
names_message(const char *from, const char *till)
{
	g_autofree char *raw = g_strndup(from, (gsize)(till - from));
	g_autofree char *low = g_utf8_strdown(raw, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
		if (strstr(low, messages[i]))
			return true;
	return false;
}

/* "-----Original Message-----" in any language: it names a message, tells the
 * date itself, or a header or a quotation follows, perhaps in the same line.
 * Headings between dashes have none of that. */
static bool
is_separator(const struct row_list *rows, size_t i)
{
	const char *text = shape_start(rows->at[i].text);
	size_t n = shape_length(text), lead = strspn(text, "-_");
	if (lead < 3 || n <= lead + 3)
		return false;
	const char *close = strstr(text + lead, "---");
	if (!close)
		close = strstr(text + lead, "___");
	if (!close || close - text > NAMED_MOST)
		return false;
	struct holds h = rows->at[i].holds;
	if (!h.words)
		return false;
	const char *rest = shape_start(close + strspn(close, "-_"));
	if (*rest && rest < text + n)
		return shape_is_label(rest) && (h.address || h.numbers > 2);
	return h.numbers >= 3 || h.address ||
		(h.words <= 5 && names_message(text + lead, close)) ||
		heads_below(rows, next_filled(rows, i + 1));
}

/* "----- Forwarded by Ana on 3 March", the dashes closing on the next line. */
static bool
is_wrapped_separator(const struct row_list *rows, size_t i)
{
	const char *text = shape_start(rows->at[i].text);

	if (strspn(text, "-") < 5 || i + 1 >= rows->n)
		return false;
	const char *next = shape_start(rows->at[i + 1].text);
	size_t n = shape_length(next);
	return n >= 5 && n < 120 && !memcmp(next + n - 5, "-----", 5) &&
		rows->at[i].holds.numbers + rows->at[i + 1].holds.numbers >= 3;
}

/* Notes writes a name, perhaps "Sent by", and date and time, then "To:" below
 * blank lines. Is row i the line with the date? */
static bool
is_dated_line(const struct row_list *rows, size_t i)
{
	const struct holds *h = &rows->at[i].holds;

	if (!h->time || h->numbers < 4 || h->colon || h->words > 12 ||
		strlen(rows->at[i].text) > NAMED_MOST)
		return false;
	size_t next = next_filled(rows, i + 1);
	if (next >= rows->n || !rows->at[next].label)
		return false;
	struct block b = header_block(rows, next);
	return b.labels >= 2 && (b.known >= 2 || (b.known == 1 && b.address));
}

/* Row i starts such a header: the date itself, or one or two lines of names
 * that stand apart from what is above them. */
static bool
is_dated_header(const struct row_list *rows, size_t i)
{
	if (is_dated_line(rows, i))
		return true;
	if (i && !rows->at[i - 1].blank)
		return false;
	for (size_t k = i; k < i + 2 && k + 1 < rows->n; k++) {
		const struct holds *h = &rows->at[k].holds;

		if (rows->at[k].blank || h->numbers || h->words > 8)
			return false;
		if (is_dated_line(rows, k + 1))
			return !rows->at[k + 1].label;
	}
	return false;
}

/* GroupWise: ">>> Ana Lind <ana@home.example> 12/14/00 08:47AM >>>". */
static bool
is_arrows(const struct row *row)
{
	const struct holds *h = &row->holds;
	size_t n = row->depth >= 3 ? shape_length(row->text) : 0;

	return n > 6 && !memcmp(row->text + n - 3, ">>>", 3) &&
		h->numbers >= 3 && (h->time || h->year) && h->words;
}

/* "On ..., ana@home.example wrote:> old": no line ends between the two. */
static bool
is_glued(const char *text)
{
	const char *end = strstr(text, ":>");

	if (!end || end - text > ATTRIBUTION)
		return false;
	g_autofree char *head = g_strndup(text, (gsize)(end + 1 - text));
	return is_attribution(head, false);
}

/* How Apple Mail, Yahoo and others announce a mail they pass on. */
static const char *const announcements[] = { "begin forwarded message:",
	"forwarded message:", "anfang der weitergeleiteten nachricht:",
	"début du message réexpédié :", "début du message réexpédié:",
	"début du message transféré :", "inicio del mensaje reenviado:",
	"inizio messaggio inoltrato:", "begin doorgestuurd bericht:",
	"início da mensagem reencaminhada:", "início da mensagem encaminhada:",
	"vidarebefordrat brev:", "vidarebefordrat mejl:",
	"start på videresendt besked:", "videresendt melding:",
	"start på videresendt melding:", "välitetty viesti alkaa:",
	"początek przekazywanej wiadomości:", "začátek přeposílané zprávy:",
	"начало переадресованного сообщения:",
	"початок листа, що пересилається:", "iletilen ileti başlangıcı:",
	"továbbított levél kezdete:", "下面是被转发的邮件：",
	"転送されたメッセージ：" };

static bool
is_announcement(const struct row *row)
{
	const char *text = shape_start(row->text);
	size_t len = shape_length(text);

	if (!row->holds.colon || len > NAMED_MOST)
		return false;
	g_autofree char *raw = g_strndup(text, len);
	g_autofree char *low = g_utf8_strdown(raw, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(announcements); i++)
		if (!strcmp(low, announcements[i]))
			return true;
	return false;
}

/* Where everything from row i on is old; false when it is not. */
static bool
cuts_below(const struct row_list *rows, size_t i, bool announced)
{
	const struct row *row = &rows->at[i];
	size_t next = next_filled(rows, i + 1);

	if (row->mark == MARK_CUT || is_separator(rows, i) ||
		is_wrapped_separator(rows, i) || is_dated_header(rows, i) ||
		is_glued(row->text))
		return true;
	if (announced)
		return next < rows->n && !rows->at[next].depth &&
			heads_below(rows, next);
	if (shape_is_ruler(row->text) && !row->holds.words)
		return next < rows->n && !rows->at[next].depth &&
			heads_below(rows, next) &&
			header_block(rows, next).labels >= 2;
	return is_header_block(rows, i);
}

/* The end of a quoted line that a client wrapped, and lost the sign of: it
 * follows a long line and the quotation goes on right behind it. */
static bool
is_wrapped_end(const struct row_list *rows, size_t i)
{
	if (!i || i + 1 >= rows->n || !rows->at[i - 1].depth ||
		!rows->at[i + 1].depth)
		return false;
	const char *above = rows->at[i - 1].text, *text = rows->at[i].text;
	size_t n = shape_length(above);

	return g_utf8_strlen(above, -1) >= WRAP_LEAST &&
		!strchr(".?!:;", above[n - 1]) && strlen(text) < strlen(above);
}

/* Many rules look at a row, and at many rows behind it. */
static void
look_at_all(struct row_list *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->at[i];

		row->holds = shape_look(row->text);
		row->label = shape_is_label(row->text);
		row->known = row->label && shape_is_known_label(row->text);
	}
}

bool
shape_cut(struct row_list *rows)
{
	bool dropped = false;

	look_at_all(rows);
	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->at[i];
		bool quoted = false;

		if (row->reason != LINE_KEPT)
			continue;
		if (is_arrows(row)) {
			drop(rows, i, rows->n, LINE_QUOTE);
			return true;
		}
		if (row->depth || is_wrapped_end(rows, i)) {
			row->reason = LINE_QUOTE;
			dropped = true;
			continue;
		}
		bool announced = is_announcement(row);
		if (cuts_below(rows, i, announced)) {
			drop(rows, i, rows->n, LINE_QUOTE);
			return true;
		}
		size_t end = attribution_end(rows, i, &quoted);
		if (end == i && announced) {
			size_t next = next_filled(rows, i + 1);

			quoted = next < rows->n && rows->at[next].depth;
			end = quoted ? i + 1 : i;
		}
		if (end == i)
			continue;
		drop(rows, i, end, LINE_ATTRIBUTION);
		row->own = shape_own_prefix(row->text, strcspn(row->text, "@"));
		dropped = true;
		if (!quoted) {
			drop(rows, end, rows->n, LINE_QUOTE);
			return true;
		}
	}
	return dropped;
}
