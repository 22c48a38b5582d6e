/* Conversions are kept open for the life of the process: a sandboxed reader
 * could not load them later. */
#include "read/charset.h"

#include <glib.h>
#include <string.h>

#define NAME_LIMIT 40

/* What mail calls it, and what it means by that; the labels of WHATWG's
 * Encoding Standard where they differ from the registry. */
static struct {
	const char *name, *real;
	GIConv open;
} charsets[] = {
	{ "us-ascii", "WINDOWS-1252", NULL },
	{ "ascii", "WINDOWS-1252", NULL },
	{ "iso-8859-1", "WINDOWS-1252", NULL },
	{ "latin1", "WINDOWS-1252", NULL },
	{ "windows-1252", "WINDOWS-1252", NULL },
	{ "cp1252", "WINDOWS-1252", NULL },
	{ "iso-8859-2", "ISO-8859-2", NULL },
	{ "iso-8859-3", "ISO-8859-3", NULL },
	{ "iso-8859-4", "ISO-8859-4", NULL },
	{ "iso-8859-5", "ISO-8859-5", NULL },
	{ "iso-8859-6", "ISO-8859-6", NULL },
	{ "iso-8859-7", "ISO-8859-7", NULL },
	{ "iso-8859-8", "ISO-8859-8", NULL },
	{ "iso-8859-8-i", "ISO-8859-8", NULL },
	{ "iso-8859-9", "WINDOWS-1254", NULL },
	{ "iso-8859-13", "ISO-8859-13", NULL },
	{ "iso-8859-15", "ISO-8859-15", NULL },
	{ "windows-1250", "WINDOWS-1250", NULL },
	{ "windows-1251", "WINDOWS-1251", NULL },
	{ "cp1251", "WINDOWS-1251", NULL },
	{ "windows-1253", "WINDOWS-1253", NULL },
	{ "windows-1254", "WINDOWS-1254", NULL },
	{ "windows-1255", "WINDOWS-1255", NULL },
	{ "windows-1256", "WINDOWS-1256", NULL },
	{ "windows-1257", "WINDOWS-1257", NULL },
	{ "windows-1258", "WINDOWS-1258", NULL },
	{ "windows-874", "WINDOWS-874", NULL },
	{ "tis-620", "WINDOWS-874", NULL },
	{ "koi8-r", "KOI8-R", NULL },
	{ "koi8-u", "KOI8-U", NULL },
	{ "cp866", "IBM866", NULL },
	{ "ibm850", "IBM850", NULL },
	{ "macintosh", "MACINTOSH", NULL },
	{ "gb2312", "GB18030", NULL },
	{ "gbk", "GB18030", NULL },
	{ "gb18030", "GB18030", NULL },
	{ "big5", "BIG5-HKSCS", NULL },
	{ "shift_jis", "CP932", NULL },
	{ "sjis", "CP932", NULL },
	{ "cp932", "CP932", NULL },
	{ "iso-2022-jp", "ISO-2022-JP", NULL },
	{ "euc-jp", "EUC-JP", NULL },
	{ "euc-kr", "UHC", NULL },
	{ "ks_c_5601-1987", "UHC", NULL },
	{ "iso-2022-kr", "ISO-2022-KR", NULL },
	{ "utf-7", "UTF-7", NULL },
	{ "utf-16", "UTF-16", NULL },
	{ "utf-16le", "UTF-16LE", NULL },
	{ "utf-16be", "UTF-16BE", NULL },
	{ "utf-32", "UTF-32", NULL },
};

#define FAILED ((GIConv)-1)

void
charset_open(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		if (!charsets[i].open)
			charsets[i].open =
				g_iconv_open("UTF-8", charsets[i].real);
}

static GIConv
conversion(const char *name)
{
	if (!charsets[0].open)
		charset_open();
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		if (!g_ascii_strcasecmp(charsets[i].name, name))
			return charsets[i].open;
	return FAILED;
}

/* Convert with U+FFFD for what does not fit; every turn takes input or ends
 * with room made, so it is linear. */
static GString *
convert(GIConv conv, const char *bytes, size_t len)
{
	GString *out = g_string_sized_new(len + len / 2 + 16);
	char *in = (char *)(guintptr)bytes;
	size_t left = len;
	char buffer[4096];

	g_iconv(conv, NULL, NULL, NULL, NULL);
	while (left) {
		char *to = buffer;
		size_t room = sizeof buffer;
		size_t before = left;
		bool stuck =
			g_iconv(conv, &in, &left, &to, &room) == (size_t)-1;

		g_string_append_len(out, buffer, to - buffer);
		if (stuck && left && (left == before || room > 64)) {
			g_string_append(out, "\xef\xbf\xbd");
			in++;
			left--;
		}
	}
	return out;
}

static bool
is_utf8_name(const char *name)
{
	return !g_ascii_strcasecmp(name, "utf-8") ||
		!g_ascii_strcasecmp(name, "utf8") ||
		!g_ascii_strcasecmp(name, "unicode-1-1-utf-8");
}

/* 7-bit stateful and 16-bit charsets are never "valid UTF-8 by accident". */
static bool
must_convert(const char *name)
{
	return !g_ascii_strncasecmp(name, "utf-", 4) ||
		!g_ascii_strncasecmp(name, "iso-2022-", 9);
}

/* A copy in which NULs are blanks, for charsets that know none. */
static char *
without_nuls(struct pool *pool, const char *bytes, size_t len)
{
	char *copy = pool_memdup(pool, bytes, len);

	for (size_t i = 0; i < len; i++)
		if (!copy[i])
			copy[i] = ' ';
	return copy;
}

char *
charset_text(
	struct pool *pool, const void *bytes, size_t len, const char *charset)
{
	bool named = charset && strlen(charset) < NAME_LIMIT;
	bool utf8_name = named && is_utf8_name(charset);
	bool stateful = named && !utf8_name && must_convert(charset);
	const char *text = stateful ? bytes : without_nuls(pool, bytes, len);
	GIConv conv = named && !utf8_name ? conversion(charset) : FAILED;

	/* Undeclared, mislabelled as ASCII, or really UTF-8: most mail. */
	if ((!stateful || conv == FAILED) &&
		g_utf8_validate_len(text, len, NULL))
		return pool_strndup(pool, text, len);
	if (conv == FAILED && !utf8_name)
		conv = conversion("windows-1252");
	if (conv == FAILED) {
		g_autofree char *valid = g_utf8_make_valid(text, (gssize)len);

		return pool_strdup(pool, valid);
	}
	g_autoptr(GString) out = convert(conv, text, len);
	for (size_t i = 0; i < out->len; i++)
		if (!out->str[i])
			out->str[i] = ' ';
	g_autofree char *valid = g_utf8_make_valid(out->str, (gssize)out->len);
	return pool_strdup(pool, valid);
}
