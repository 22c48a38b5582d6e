/* The words of one response. Everything walks forward once; lists are skipped
 * by counting, not by recursion, so that depth costs nothing. */
#include <string.h>

#include "carry/imap.h"

static void
skip(struct imap_text *text, size_t n)
{
	text->at += n;
	text->len -= n;
}

static bool
take_char(struct imap_text *text, char c)
{
	if (!text->len || *text->at != c)
		return false;
	skip(text, 1);
	return true;
}

/* Up to the next blank or parenthesis. */
static struct imap_text
take_word(struct imap_text *text)
{
	struct imap_text word = { text->at, 0 };

	while (text->len && !memchr(" ()", *text->at, 3))
		skip(text, 1);
	word.len = (size_t)(text->at - word.at);
	return word;
}

static bool
is_word(struct imap_text text, const char *word)
{
	return text.len == strlen(word) &&
		!g_ascii_strncasecmp(text.at, word, text.len);
}

bool
imap_number(struct imap_text text, uint64_t *number)
{
	uint64_t n = 0;

	if (!text.len || text.len > 18)
		return false;
	for (; text.len; skip(&text, 1)) {
		if (!g_ascii_isdigit(*text.at))
			return false;
		n = n * 10 + (uint64_t)(*text.at - '0');
	}
	*number = n;
	return true;
}

bool
imap_untagged(struct imap_text line, const char *word, uint64_t *number,
	struct imap_text *rest)
{
	uint64_t n = 0;

	if (!take_char(&line, '*') || !take_char(&line, ' '))
		return false;
	struct imap_text first = take_word(&line);
	if (imap_number(first, &n)) {
		if (!take_char(&line, ' '))
			return false;
		first = take_word(&line);
	}
	if (!is_word(first, word))
		return false;
	take_char(&line, ' ');
	*number = n;
	*rest = line;
	return true;
}

enum imap_status
imap_status(struct imap_text line, const char *tag, struct imap_text *words)
{
	static const char *const names[] = { "OK", "NO", "BAD", "BYE",
		"PREAUTH" };
	struct imap_text first = take_word(&line);

	if (!is_word(first, tag) || !take_char(&line, ' '))
		return IMAP_NO_STATUS;
	struct imap_text status = take_word(&line);
	for (int i = 0; i < IMAP_NO_STATUS; i++)
		if (is_word(status, names[i])) {
			take_char(&line, ' ');
			*words = line;
			return (enum imap_status)i;
		}
	return IMAP_NO_STATUS;
}

bool
imap_code(struct imap_text words, const char *name, struct imap_text *argument)
{
	size_t len = strlen(name);

	if (!take_char(&words, '['))
		return false;
	const char *end = memchr(words.at, ']', words.len);
	if (!end)
		return false;
	words.len = (size_t)(end - words.at);
	if (words.len < len || g_ascii_strncasecmp(words.at, name, len))
		return false;
	skip(&words, len);
	if (words.len && !take_char(&words, ' '))
		return false;
	*argument = words;
	return true;
}

bool
imap_has_word(struct imap_text list, const char *word)
{
	while (list.len) {
		if (is_word(take_word(&list), word))
			return true;
		if (list.len)
			skip(&list, 1);
	}
	return false;
}

/* "5" or "5:9" (in either order); false when it is neither. */
static bool
take_range(struct imap_text item, uint64_t *low, uint64_t *high)
{
	const char *colon = memchr(item.at, ':', item.len);
	struct imap_text first = item, second = item;

	if (colon) {
		first.len = (size_t)(colon - item.at);
		skip(&second, first.len + 1);
	}
	if (!imap_number(first, low) || !imap_number(second, high))
		return false;
	if (*low > *high) {
		uint64_t swap = *low;

		*low = *high;
		*high = swap;
	}
	return *low && *high <= UINT32_MAX;
}

void
imap_numbers(struct imap_text set, char separator, GArray *numbers, guint limit)
{
	while (set.len) {
		const char *next = memchr(set.at, separator, set.len);
		struct imap_text item = set;
		uint64_t low, high;

		if (next)
			item.len = (size_t)(next - set.at);
		skip(&set, MIN(item.len + 1, set.len));
		if (!item.len)
			continue;
		if (!take_range(item, &low, &high))
			return;
		for (; low <= high && numbers->len < limit; low++) {
			uint32_t number = (uint32_t)low;

			g_array_append_val(numbers, number);
		}
	}
}

/* --- values ------------------------------------------------------------- */

/* A quoted string; inner is what stands between the quotes. */
static bool
take_quoted(struct imap_text *text, struct imap_text *inner)
{
	if (!take_char(text, '"'))
		return false;
	*inner = *text;
	while (text->len && *text->at != '"')
		skip(text, *text->at == '\\' && text->len > 1 ? 2 : 1);
	inner->len = (size_t)(text->at - inner->at);
	return take_char(text, '"');
}

/* The header of a literal, its octets are elsewhere. */
static bool
take_literal(struct imap_text *text)
{
	struct imap_text at = *text;
	size_t digits = 0;

	take_char(&at, '~');
	if (!take_char(&at, '{'))
		return false;
	for (; at.len && g_ascii_isdigit(*at.at); digits++)
		skip(&at, 1);
	take_char(&at, '+');
	if (!digits || !take_char(&at, '}'))
		return false;
	*text = at;
	return true;
}

/* One value of any kind, lists included. */
static bool
skip_value(struct imap_text *text)
{
	struct imap_text inner;
	size_t depth = 0;

	do {
		if (take_char(text, '(')) {
			depth++;
		} else if (take_char(text, ')')) {
			if (!depth--)
				return false;
		} else if (text->len && *text->at == '"') {
			if (!take_quoted(text, &inner))
				return false;
		} else if (!take_literal(text) && !take_word(text).len) {
			return false;
		}
		while (depth && take_char(text, ' '))
			;
	} while (depth && text->len);
	return !depth;
}

/* A FETCH item's name, its section in brackets included:
 * "BODY[HEADER.FIELDS (A B)]<0>" is one. */
static struct imap_text
take_item(struct imap_text *text)
{
	struct imap_text item = { text->at, 0 };
	bool bracket = false;

	while (text->len && (bracket || !memchr(" ()", *text->at, 3))) {
		if (*text->at == '[')
			bracket = true;
		else if (*text->at == ']')
			bracket = false;
		skip(text, 1);
	}
	item.len = (size_t)(text->at - item.at);
	return item;
}

/* "BODY[]", whole or from an offset on. */
static bool
is_body(struct imap_text item)
{
	struct imap_text head = { item.at, MIN(item.len, 6) };

	return is_word(head, "BODY[]") && (item.len == 6 || item.at[6] == '<');
}

/* The value of a body; *open when it is the literal that ends the text. */
static bool
take_body(struct imap_text *text, struct imap_fetch *fetch, bool open)
{
	if (take_literal(text)) {
		fetch->body = IMAP_BODY_LITERAL;
		fetch->body_open = open && !text->len;
		return true;
	}
	if (text->len && *text->at == '"') {
		fetch->body = IMAP_BODY_QUOTED;
		return take_quoted(text, &fetch->quoted);
	}
	fetch->body = IMAP_BODY_NIL;
	return is_word(take_word(text), "NIL");
}

static bool
take_pair(struct imap_text *text, struct imap_fetch *fetch, bool open)
{
	struct imap_text item = take_item(text);

	if (!item.len || !take_char(text, ' '))
		return false;
	if (is_word(item, "UID"))
		return imap_number(take_word(text), &fetch->uid);
	if (is_word(item, "RFC822.SIZE")) {
		fetch->has_size = true;
		return imap_number(take_word(text), &fetch->size);
	}
	if (is_body(item))
		return take_body(text, fetch, open);
	return skip_value(text);
}

bool
imap_fetch(struct imap_text line, bool open, struct imap_fetch *fetch)
{
	struct imap_fetch found = { 0 };
	struct imap_text rest;
	uint64_t number;

	if (!imap_untagged(line, "FETCH", &number, &rest) ||
		!take_char(&rest, '('))
		return false;
	while (rest.len && !take_char(&rest, ')')) {
		if (!take_pair(&rest, &found, open))
			return false;
		while (take_char(&rest, ' '))
			;
	}
	*fetch = found;
	return true;
}

bool
imap_list_delimiter(struct imap_text rest, char *delimiter)
{
	struct imap_text quoted;

	if (!rest.len || *rest.at != '(' || !skip_value(&rest) ||
		!take_char(&rest, ' '))
		return false;
	if (take_quoted(&rest, &quoted))
		*delimiter = quoted.len ? quoted.at[quoted.len - 1] : '\0';
	else
		*delimiter = '\0';
	return true;
}

bool
imap_namespace(struct imap_text rest, char **prefix, char *delimiter)
{
	struct imap_text name, quoted;

	if (!take_char(&rest, '(') || !take_char(&rest, '(') ||
		!take_quoted(&rest, &name) || !take_char(&rest, ' '))
		return false;
	*delimiter = take_quoted(&rest, &quoted) && quoted.len
		? quoted.at[quoted.len - 1]
		: '\0';
	GString *text = imap_unquote(name);
	*prefix = g_string_free(text, FALSE);
	return true;
}

GString *
imap_unquote(struct imap_text quoted)
{
	GString *text = g_string_sized_new(quoted.len);

	for (; quoted.len; skip(&quoted, 1)) {
		if (*quoted.at == '\\' && quoted.len > 1)
			skip(&quoted, 1);
		g_string_append_c(text, *quoted.at);
	}
	return text;
}

/* --- what we say -------------------------------------------------------- */

/* A run of characters outside ASCII: UTF-16, base64 with "," for "/" and
 * without padding, between "&" and "-". */
static const char *
append_shifted(GString *out, const char *at)
{
	g_autoptr(GByteArray) units = g_byte_array_new();

	for (; (guchar)*at > 0x7e || (*at && (guchar)*at < 0x20);
		at += g_utf8_skip[(guchar)*at]) {
		gunichar c = g_utf8_get_char(at);
		guint16 unit[2] = { (guint16)c, 0 };
		guint n = 1;

		if (c > 0xffff) {
			unit[0] = (guint16)(0xd800 + ((c - 0x10000) >> 10));
			unit[1] = (guint16)(0xdc00 + ((c - 0x10000) & 0x3ff));
			n = 2;
		}
		for (guint i = 0; i < n; i++) {
			guint8 pair[2] = { (guint8)(unit[i] >> 8),
				(guint8)unit[i] };

			g_byte_array_append(units, pair, 2);
		}
	}
	g_autofree char *base64 = g_base64_encode(units->data, units->len);
	g_strdelimit(base64, "/", ',');
	g_strdelimit(base64, "=", '\0'); /* ends the text there */
	g_string_append_printf(out, "&%s-", base64);
	return at;
}

char *
imap_mailbox(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	GString *out = g_string_new("\"");

	for (const char *at = valid; *at;) {
		if ((guchar)*at > 0x7e || (guchar)*at < 0x20) {
			at = append_shifted(out, at);
			continue;
		}
		if (*at == '"' || *at == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *at);
		if (*at++ == '&')
			g_string_append_c(out, '-');
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}

void
imap_set(GString *text, const uint32_t *uids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t first = i;

		while (i + 1 < n && uids[i + 1] == uids[i] + 1)
			i++;
		g_string_append_printf(
			text, "%s%u", first ? "," : "", uids[first]);
		if (i > first)
			g_string_append_printf(text, ":%u", uids[i]);
	}
}
