/* What one line looks like: where its text starts and ends, whether it is a
 * ruler or begins with a label, and which numbers, words and addresses stand in
 * it. The rules in shape.c are made of these. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define LABEL_MOST 40 /* bytes before the colon of a header line */

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

static bool
is_digit(gunichar c)
{
	return c < 0x80 ? g_ascii_isdigit((char)c) : g_unichar_isdigit(c);
}

static bool
is_alpha(gunichar c)
{
	return c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c);
}

static bool
digit_at(const char *p)
{
	return is_digit(g_utf8_get_char(p));
}

/* "10:22", "10.22", in the digits of any script; p is at the sign. */
static bool
is_time(const char *text, const char *p)
{
	if (p == text || !digit_at(g_utf8_prev_char(p)) || !digit_at(p + 1))
		return false;
	const char *second = g_utf8_next_char(p + 1);
	return digit_at(second) && !digit_at(g_utf8_next_char(second));
}

bool
shape_ends_in_colon(const char *text)
{
	size_t len = shape_length(text);

	return len &&
		(text[len - 1] == ':' ||
			(len >= 3 && !memcmp(text + len - 3, "：", 3)));
}

struct number {
	int digits, n;
};

static void
number_end(struct holds *h, struct number *number)
{
	h->numbers += number->digits > 0;
	h->year |= number->digits == 4 && number->n >= 1980 && number->n < 2100;
	*number = (struct number){ 0 };
}

struct holds
shape_look(const char *text)
{
	struct holds h = { 0 };
	struct number number = { 0 };
	bool inside = false;

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = (unsigned char)*p < 0x80 ? (unsigned char)*p
						      : g_utf8_get_char(p);
		bool letter = is_alpha(c);

		h.words += letter && !inside;
		inside = letter;
		if (is_digit(c)) {
			number.n = number.n % 10000 * 10 +
				g_unichar_digit_value(c);
			number.digits++;
			continue;
		}
		number_end(&h, &number);
		if (c == '@')
			h.address |= p > text && p[1] > ' ' && p[-1] > ' ' &&
				p[1] != '@';
		else if (c == ':' || c == '.')
			h.time |= is_time(text, p);
	}
	number_end(&h, &number);
	h.colon = shape_ends_in_colon(text);
	return h;
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

bool
shape_is_known_label(const char *text)
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
