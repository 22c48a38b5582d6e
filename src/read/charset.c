/* Conversions are kept open for the life of the process: a sandboxed reader
 * could not load them later. */
#include "read/charset.h"

#include <glib.h>
#include <string.h>

#define NAME_LIMIT 40
#define META_LIMIT 2048 /* bytes of a page that may name its charset */

/* What mail calls it, without signs, and what it means by that; as in WHATWG's
 * Encoding Standard where it differs from the registry. */
static struct {
	const char *name, *real;
	GIConv open;
} charsets[] = {
	{ "usascii", "WINDOWS-1252", NULL },
	{ "ascii", "WINDOWS-1252", NULL },
	{ "ansix341968", "WINDOWS-1252", NULL },
	{ "iso88591", "WINDOWS-1252", NULL },
	{ "latin1", "WINDOWS-1252", NULL },
	{ "l1", "WINDOWS-1252", NULL },
	{ "isoir100", "WINDOWS-1252", NULL },
	{ "88591", "WINDOWS-1252", NULL },
	{ "windows1252", "WINDOWS-1252", NULL },
	{ "cp1252", "WINDOWS-1252", NULL },
	{ "xansi", "WINDOWS-1252", NULL },
	{ "ansi", "WINDOWS-1252", NULL },
	{ "iso88592", "ISO-8859-2", NULL },
	{ "latin2", "ISO-8859-2", NULL },
	{ "88592", "ISO-8859-2", NULL },
	{ "iso88593", "ISO-8859-3", NULL },
	{ "iso88594", "ISO-8859-4", NULL },
	{ "iso88595", "ISO-8859-5", NULL },
	{ "iso88596", "ISO-8859-6", NULL },
	{ "iso88597", "ISO-8859-7", NULL },
	{ "greek", "ISO-8859-7", NULL },
	{ "iso88598", "ISO-8859-8", NULL },
	{ "iso88598i", "ISO-8859-8", NULL },
	{ "hebrew", "ISO-8859-8", NULL },
	{ "iso88599", "WINDOWS-1254", NULL },
	{ "latin5", "WINDOWS-1254", NULL },
	{ "windows1254", "WINDOWS-1254", NULL },
	{ "cp1254", "WINDOWS-1254", NULL },
	{ "iso885910", "ISO-8859-10", NULL },
	{ "iso885913", "ISO-8859-13", NULL },
	{ "iso885914", "ISO-8859-14", NULL },
	{ "iso885915", "ISO-8859-15", NULL },
	{ "latin9", "ISO-8859-15", NULL },
	{ "iso885916", "ISO-8859-16", NULL },
	{ "windows1250", "WINDOWS-1250", NULL },
	{ "cp1250", "WINDOWS-1250", NULL },
	{ "windows1251", "WINDOWS-1251", NULL },
	{ "cp1251", "WINDOWS-1251", NULL },
	{ "windows1253", "WINDOWS-1253", NULL },
	{ "cp1253", "WINDOWS-1253", NULL },
	{ "windows1255", "WINDOWS-1255", NULL },
	{ "cp1255", "WINDOWS-1255", NULL },
	{ "windows1256", "WINDOWS-1256", NULL },
	{ "cp1256", "WINDOWS-1256", NULL },
	{ "windows1257", "WINDOWS-1257", NULL },
	{ "cp1257", "WINDOWS-1257", NULL },
	{ "windows1258", "WINDOWS-1258", NULL },
	{ "cp1258", "WINDOWS-1258", NULL },
	{ "windows874", "WINDOWS-874", NULL },
	{ "cp874", "WINDOWS-874", NULL },
	{ "tis620", "WINDOWS-874", NULL },
	{ "iso885911", "WINDOWS-874", NULL },
	{ "koi8r", "KOI8-R", NULL },
	{ "koi8u", "KOI8-U", NULL },
	{ "koi8ru", "KOI8-U", NULL },
	{ "cp866", "IBM866", NULL },
	{ "ibm866", "IBM866", NULL },
	{ "cp437", "IBM437", NULL },
	{ "ibm437", "IBM437", NULL },
	{ "cp850", "IBM850", NULL },
	{ "ibm850", "IBM850", NULL },
	{ "cp852", "IBM852", NULL },
	{ "ibm852", "IBM852", NULL },
	{ "macintosh", "MACINTOSH", NULL },
	{ "mac", "MACINTOSH", NULL },
	{ "xmacroman", "MACINTOSH", NULL },
	{ "macroman", "MACINTOSH", NULL },
	{ "xmaccyrillic", "MAC-CYRILLIC", NULL },
	{ "gb2312", "GB18030", NULL },
	{ "gbk", "GB18030", NULL },
	{ "cp936", "GB18030", NULL },
	{ "gb18030", "GB18030", NULL },
	{ "xgbk", "GB18030", NULL },
	{ "euccn", "GB18030", NULL },
	{ "hzgb2312", "HZ", NULL },
	{ "big5", "BIG5-HKSCS", NULL },
	{ "big5hkscs", "BIG5-HKSCS", NULL },
	{ "cp950", "BIG5-HKSCS", NULL },
	{ "xbig5", "BIG5-HKSCS", NULL },
	{ "shiftjis", "CP932", NULL },
	{ "sjis", "CP932", NULL },
	{ "xsjis", "CP932", NULL },
	{ "cp932", "CP932", NULL },
	{ "ms932", "CP932", NULL },
	{ "windows31j", "CP932", NULL },
	{ "mskanji", "CP932", NULL },
	{ "iso2022jp", "ISO-2022-JP-2", NULL },
	{ "iso2022jp1", "ISO-2022-JP-2", NULL },
	{ "iso2022jp2", "ISO-2022-JP-2", NULL },
	{ "iso2022jp3", "ISO-2022-JP-2", NULL },
	{ "csiso2022jp", "ISO-2022-JP-2", NULL },
	{ "eucjp", "EUC-JP", NULL },
	{ "xeucjp", "EUC-JP", NULL },
	{ "euckr", "UHC", NULL },
	{ "ksc56011987", "UHC", NULL },
	{ "ksc5601", "UHC", NULL },
	{ "ksc5601", "UHC", NULL },
	{ "cp949", "UHC", NULL },
	{ "windows949", "UHC", NULL },
	{ "iso2022kr", "ISO-2022-KR", NULL },
	{ "utf7", "UTF-7", NULL },
	{ "unicode11utf7", "UTF-7", NULL },
	{ "utf16", "UTF-16", NULL },
	{ "unicode", "UTF-16", NULL },
	{ "ucs2", "UTF-16", NULL },
	{ "utf16le", "UTF-16LE", NULL },
	{ "utf16be", "UTF-16BE", NULL },
	{ "utf32", "UTF-32", NULL },
};

#define FAILED ((GIConv)-1)

static GIConv
conversion(const char *name)
{
	charset_open();
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		if (!strcmp(charsets[i].name, name))
			return charsets[i].open;
	return FAILED;
}

void
charset_open(void)
{
	static bool opened;

	for (size_t i = 0; !opened && i < G_N_ELEMENTS(charsets); i++) {
		bool alias =
			i && !strcmp(charsets[i].real, charsets[i - 1].real);

		charsets[i].open = alias
			? charsets[i - 1].open
			: g_iconv_open("UTF-8", charsets[i].real);
	}
	opened = true;
}

/* "ISO_8859-1", "iso8859-1" and "'iso-8859-1'" are one name. */
static void
plain_name(char *to, const char *name)
{
	size_t n = 0;

	for (; name && *name && *name != ';' && n < NAME_LIMIT; name++)
		if (g_ascii_isalnum(*name))
			to[n++] = g_ascii_tolower(*name);
	to[n] = '\0';
	if (g_str_has_prefix(to, "charset"))
		memmove(to, to + 7, n - 6);
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
	return !strcmp(name, "utf8") || !strcmp(name, "unicode11utf8") ||
		!strcmp(name, "utf8mb4");
}

/* 7-bit stateful and 16-bit charsets are never "valid UTF-8 by accident". */
static bool
must_convert(const char *name)
{
	return (g_str_has_prefix(name, "utf") && !is_utf8_name(name)) ||
		g_str_has_prefix(name, "iso2022") ||
		g_str_has_prefix(name, "csiso2022") ||
		!strcmp(name, "hzgb2312") || !strcmp(name, "unicode") ||
		!strcmp(name, "ucs2");
}

/* The name that the bytes themselves tell: a byte order mark, or the escapes of
 * ISO-2022-JP (RFC 1468), which nothing else begins with; NULL when none. */
static const char *
name_by_bytes(const char *bytes, size_t len)
{
	if (len >= 2 && !memcmp(bytes, "\xff\xfe", 2))
		return "utf16";
	if (len >= 2 && !memcmp(bytes, "\xfe\xff", 2))
		return "utf16";
	const char *escape = memchr(bytes, '\x1b', len);
	if (escape && bytes + len - escape > 2 && escape[1] == '$' &&
		(escape[2] == 'B' || escape[2] == '@'))
		return "iso2022jp";
	return NULL;
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

/* UTF-8 with the bytes that are not read as windows-1252: mails are pasted
 * together from both, and no letter of either is lost. */
static char *
mixed_text(struct pool *pool, const char *text, size_t len)
{
	static const guint16 upper[32] = { 0x20ac, 0xfffd, 0x201a, 0x192,
		0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
		0x152, 0xfffd, 0x17d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c,
		0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
		0x153, 0xfffd, 0x17e, 0x178 };
	g_autoptr(GString) out = g_string_sized_new(len + len / 8);

	for (size_t at = 0; at < len;) {
		const gchar *end;

		g_utf8_validate_len(text + at, len - at, &end);
		g_string_append_len(out, text + at, end - (text + at));
		at = (size_t)(end - text);
		if (at == len)
			break;
		unsigned char c = (unsigned char)text[at++];
		g_string_append_unichar(
			out, c >= 0x80 && c < 0xa0 ? upper[c - 0x80] : c);
	}
	return pool_strndup(pool, out->str, out->len);
}

static char *
converted(struct pool *pool, GIConv conv, const char *bytes, size_t len)
{
	g_autoptr(GString) out = convert(conv, bytes, len);

	for (size_t i = 0; i < out->len; i++)
		if (!out->str[i])
			out->str[i] = ' ';
	g_autofree char *valid = g_utf8_make_valid(out->str, (gssize)out->len);
	return pool_strdup(pool, valid);
}

char *
charset_text(
	struct pool *pool, const void *bytes, size_t len, const char *charset)
{
	char name[NAME_LIMIT + 1];

	plain_name(name, charset);
	const char *told = name_by_bytes(bytes, len);
	if (told && !must_convert(name))
		g_strlcpy(name, told, sizeof name);
	bool stateful = must_convert(name);
	GIConv conv = is_utf8_name(name) ? FAILED : conversion(name);
	if (stateful && conv != FAILED)
		return converted(pool, conv, bytes, len);
	const char *text = without_nuls(pool, bytes, len);
	/* Undeclared, mislabelled as ASCII, or really UTF-8: most mail. */
	if (g_utf8_validate_len(text, len, NULL)) {
		bool mark = len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3);

		return pool_strndup(
			pool, text + 3 * mark, len - 3 * (size_t)mark);
	}
	if (conv == FAILED)
		return mixed_text(pool, text, len);
	return converted(pool, conv, text, len);
}

const char *
charset_of_page(struct pool *pool, const void *bytes, size_t len)
{
	const char *p = bytes, *end = p + MIN(len, META_LIMIT);

	for (; end - p > 8; p++) {
		if (g_ascii_strncasecmp(p, "charset=", 8))
			continue;
		p += 8;
		p += p < end && (*p == '"' || *p == '\'');
		size_t n = 0;
		while (p + n < end && n < NAME_LIMIT &&
			(g_ascii_isalnum(p[n]) || strchr("-_.:", p[n])) && p[n])
			n++;
		return n ? pool_strndup(pool, p, n) : NULL;
	}
	return NULL;
}
