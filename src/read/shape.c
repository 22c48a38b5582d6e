/* Rules about how old text looks, for replies in which nothing of ours was
 * found. A rule here needs more than a shape: a date, a time, an address or
 * the words that mail programs put before them must stand in what it drops. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define LABEL_MOST  40 /* bytes before the colon of a header line */
#define JOINED_MOST 3  /* lines an attribution may be wrapped to */
#define ATTRIBUTION 400
#define WRAP_LEAST  62 /* characters of a line that a client wrapped */
#define NAMED_MOST  120

/* Marks that only tell in which direction a text runs; U+200E, U+202A to
 * U+202E and U+2066 to U+2069 are three bytes each. */
static bool
is_direction(const char *p)
{
	return !strncmp(p, "\xe2\x80", 2) &&
		((unsigned char)p[2] == 0x8e || (unsigned char)p[2] == 0x8f ||
			((unsigned char)p[2] >= 0xaa &&
				(unsigned char)p[2] <= 0xae));
}

const char *
shape_start(const char *text)
{
	for (;; text++)
		if (is_direction(text))
			text += 2;
		else if (*text != ' ' && *text != '\t' && *text != '*' &&
			*text != '>')
			return text;
}

size_t
shape_length(const char *text)
{
	size_t n = strlen(text);

	for (;;)
		if (n && (g_ascii_isspace(text[n - 1]) || text[n - 1] == '*'))
			n--;
		else if (n > 2 && is_direction(text + n - 3))
			n -= 3;
		else
			return n;
}

bool
shape_is_ruler(const char *text)
{
	text = shape_start(text);
	return strspn(text, "-_=~#") >= 3;
}

bool
shape_is_label(const char *text)
{
	text = shape_start(text);
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

/* --- what stands in a line --- */

struct holds {
	bool address, time, year, colon;
	int numbers, words; /* words of letters */
};

static bool
is_digit(const char *p)
{
	return *p && g_unichar_isdigit(g_utf8_get_char(p));
}

/* "10:22", "10.22", in the digits of any script. */
static bool
is_time_colon(const char *text, const char *p)
{
	if ((*p != ':' && *p != '.') || p == text ||
		!is_digit(g_utf8_prev_char(p)) || !is_digit(p + 1))
		return false;
	const char *second = g_utf8_next_char(p + 1);
	return is_digit(second) && !is_digit(g_utf8_next_char(second));
}

static struct holds
look(const char *text)
{
	struct holds h = { 0 };
	int digits = 0, n = 0;
	bool inside = false;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		h.address |= c == '@' && p > text && p[1] > ' ' &&
			p[-1] > ' ' && p[1] != '@';
		h.time |= is_time_colon(text, p);
		h.words += g_unichar_isalpha(c) && !inside;
		inside = g_unichar_isalpha(c);
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
	size_t len = shape_length(text);
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
	struct holds h = look(joined);

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

	if (end == i || joined->len > ATTRIBUTION)
		return i;
	*quoted = after < rows->n && rows->at[after].depth;
	if (!is_attribution(joined->str, *quoted))
		return i;
	for (size_t k = i; k + 1 < end; k++) {
		struct holds h = look(rows->at[k].text);
		bool ignored;

		if (h.numbers || h.address)
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
		struct holds h = look(joined->str);
		if (!h.colon)
			break;
		if (h.address || (h.time && h.numbers > 2) ||
			(h.year && h.numbers > 1))
			return k - 1;
	}
	return i;
}

/* What mail programs write before the colons of a header, folded; the order
 * is that of the languages: en de fr es it pt nl sv da nb fi pl cs sk hu ro hr
 * tr ru uk el zh ja ko. It only strengthens a block that has the shape. */
static const char *const labels[] = { "from", "to", "cc", "bcc", "subject",
	"sent", "date", "reply-to", "von", "an", "kopie", "betreff", "gesendet",
	"datum", "de", "à", "a", "objet", "envoyé", "para", "asunto", "enviado",
	"fecha", "da", "oggetto", "inviato", "data", "assunto", "van", "aan",
	"onderwerp", "verzonden", "från", "till", "ämne", "skickat", "fra",
	"til", "emne", "sendt", "dato", "lähettäjä", "vastaanottaja", "aihe",
	"lähetetty", "od", "do", "temat", "wysłano", "komu", "předmět",
	"odesláno", "predmet", "odoslané", "feladó", "címzett", "tárgy",
	"elküldve", "de la", "către", "subiect", "trimis", "za", "poslano",
	"kimden", "kime", "konu", "gönderen", "gönderildi", "tarih", "от",
	"кому", "тема", "отправлено", "дата", "від", "надіслано", "από", "προς",
	"θέμα", "στάλθηκε", "发件人", "收件人", "主题", "发送时间", "差出人",
	"宛先", "件名", "送信日時", "보낸 사람", "받는 사람", "제목" };

static bool
is_known_label(const char *text)
{
	text = shape_start(text);
	const char *end = strchr(text, ':'), *wide = strstr(text, "：");

	if (!end || (wide && wide < end))
		end = wide;
	if (!end || end - text > LABEL_MOST)
		return false;
	g_autofree char *raw = g_strndup(text, (gsize)(end - text));
	g_autofree char *low = g_utf8_strdown(g_strstrip(raw), -1);
	low[shape_length(low)] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
		if (!strcmp(low, labels[i]))
			return true;
	return false;
}

struct block {
	size_t end, labels, known;
	bool address, date, dated; /* dated: day and time in one line */
};

/* The rows of labels from i on, wrapped lines among them. */
static struct block
header_block(const struct row_list *rows, size_t i)
{
	struct block b = { .end = i };
	size_t misses = 0;

	for (size_t k = i;
		k < rows->n && !rows->at[k].blank && !rows->at[k].depth; k++) {
		struct holds h = look(rows->at[k].text);

		if (shape_is_label(rows->at[k].text)) {
			b.labels++;
			b.known += is_known_label(rows->at[k].text);
		} else if (++misses > 3 + 2 * b.labels) {
			break;
		}
		b.address |= h.address;
		b.date |= (h.year || h.time) && h.numbers > 1;
		b.dated |= (h.year || h.numbers > 3) && h.time;
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
	if (!shape_is_label(rows->at[i].text))
		return false;
	struct block b = header_block(rows, i);
	return b.labels >= 3 && (b.address || b.date) &&
		(b.known >= 2 || (b.address && b.dated));
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
	const char *close = NULL;
	struct holds h = look(text);

	if (lead < 3 || n <= lead + 3)
		return false;
	close = strstr(text + lead, "---");
	if (!close)
		close = strstr(text + lead, "___");
	if (!close || close - text > 120 || !h.words)
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
		look(text).numbers + look(next).numbers >= 3;
}

/* Notes writes a name, perhaps "Sent by", and date and time, then "To:" below
 * blank lines. Is row i the line with the date? */
static bool
is_dated_line(const struct row_list *rows, size_t i)
{
	const char *text = rows->at[i].text;
	struct holds h = look(text);

	if (!h.time || h.numbers < 4 || h.colon || h.words > 12 ||
		strlen(text) > NAMED_MOST)
		return false;
	size_t next = next_filled(rows, i + 1);
	if (next >= rows->n || !shape_is_label(rows->at[next].text))
		return false;
	struct block b = header_block(rows, next);
	return b.labels >= 2 && (b.known >= 2 || b.address);
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
		struct holds h = look(rows->at[k].text);

		if (rows->at[k].blank || h.numbers || h.words > 8)
			return false;
		if (is_dated_line(rows, k + 1))
			return !shape_is_label(rows->at[k + 1].text);
	}
	return false;
}

/* GroupWise: ">>> Ana Lind <ana@home.example> 12/14/00 08:47AM >>>". */
static bool
is_arrows(const struct row *row)
{
	size_t n = shape_length(row->text);
	struct holds h = look(row->text);

	return row->depth >= 3 && n > 6 &&
		!memcmp(row->text + n - 3, ">>>", 3) && h.numbers >= 3 &&
		(h.time || h.year) && h.words;
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
is_announcement(const char *text)
{
	text = shape_start(text);
	g_autofree char *raw = g_strndup(text, shape_length(text));
	g_autofree char *low = g_utf8_strdown(raw, -1);

	for (size_t i = 0; i < G_N_ELEMENTS(announcements); i++)
		if (!strcmp(low, announcements[i]))
			return true;
	return false;
}

/* Where everything from row i on is old; false when it is not. */
static bool
cuts_below(const struct row_list *rows, size_t i)
{
	const struct row *row = &rows->at[i];
	size_t next = next_filled(rows, i + 1);

	if (row->mark == MARK_CUT || is_separator(rows, i) ||
		is_wrapped_separator(rows, i) || is_dated_header(rows, i) ||
		is_glued(row->text))
		return true;
	if (is_announcement(row->text))
		return next < rows->n && !rows->at[next].depth &&
			heads_below(rows, next);
	if (shape_is_ruler(row->text) && !look(row->text).words)
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

bool
shape_cut(struct row_list *rows)
{
	bool dropped = false;

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
		if (cuts_below(rows, i)) {
			drop(rows, i, rows->n, LINE_QUOTE);
			return true;
		}
		size_t end = attribution_end(rows, i, &quoted);
		if (end == i && is_announcement(row->text)) {
			size_t next = next_filled(rows, i + 1);

			quoted = next < rows->n && rows->at[next].depth;
			end = quoted ? i + 1 : i;
		}
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
