/* Named and numeric character references. Only the names that mail clients
 * write; numbers in the C1 range mean windows-1252, as everywhere on the web
 * (WHATWG HTML 13.2.5.80). */
#include <glib.h>
#include <string.h>

#include "read/body.h"

static const struct {
	const char *name;
	gunichar c;
} entities[] = {
	{ "amp", '&' },
	{ "lt", '<' },
	{ "gt", '>' },
	{ "quot", '"' },
	{ "apos", '\'' },
	{ "nbsp", 0xa0 },
	{ "iexcl", 0xa1 },
	{ "cent", 0xa2 },
	{ "pound", 0xa3 },
	{ "yen", 0xa5 },
	{ "sect", 0xa7 },
	{ "uml", 0xa8 },
	{ "copy", 0xa9 },
	{ "laquo", 0xab },
	{ "shy", 0xad },
	{ "reg", 0xae },
	{ "deg", 0xb0 },
	{ "plusmn", 0xb1 },
	{ "sup2", 0xb2 },
	{ "acute", 0xb4 },
	{ "micro", 0xb5 },
	{ "para", 0xb6 },
	{ "middot", 0xb7 },
	{ "ordm", 0xba },
	{ "raquo", 0xbb },
	{ "frac14", 0xbc },
	{ "frac12", 0xbd },
	{ "iquest", 0xbf },
	{ "Agrave", 0xc0 },
	{ "Aacute", 0xc1 },
	{ "Acirc", 0xc2 },
	{ "Atilde", 0xc3 },
	{ "Auml", 0xc4 },
	{ "Aring", 0xc5 },
	{ "AElig", 0xc6 },
	{ "Ccedil", 0xc7 },
	{ "Egrave", 0xc8 },
	{ "Eacute", 0xc9 },
	{ "Ecirc", 0xca },
	{ "Ntilde", 0xd1 },
	{ "Oacute", 0xd3 },
	{ "Ouml", 0xd6 },
	{ "times", 0xd7 },
	{ "Oslash", 0xd8 },
	{ "Uacute", 0xda },
	{ "Uuml", 0xdc },
	{ "szlig", 0xdf },
	{ "agrave", 0xe0 },
	{ "aacute", 0xe1 },
	{ "acirc", 0xe2 },
	{ "atilde", 0xe3 },
	{ "auml", 0xe4 },
	{ "aring", 0xe5 },
	{ "aelig", 0xe6 },
	{ "ccedil", 0xe7 },
	{ "egrave", 0xe8 },
	{ "eacute", 0xe9 },
	{ "ecirc", 0xea },
	{ "euml", 0xeb },
	{ "igrave", 0xec },
	{ "iacute", 0xed },
	{ "icirc", 0xee },
	{ "iuml", 0xef },
	{ "ntilde", 0xf1 },
	{ "ograve", 0xf2 },
	{ "oacute", 0xf3 },
	{ "ocirc", 0xf4 },
	{ "otilde", 0xf5 },
	{ "ouml", 0xf6 },
	{ "oslash", 0xf8 },
	{ "ugrave", 0xf9 },
	{ "uacute", 0xfa },
	{ "ucirc", 0xfb },
	{ "uuml", 0xfc },
	{ "yacute", 0xfd },
	{ "yuml", 0xff },
	{ "OElig", 0x152 },
	{ "oelig", 0x153 },
	{ "Scaron", 0x160 },
	{ "scaron", 0x161 },
	{ "ensp", ' ' },
	{ "emsp", ' ' },
	{ "thinsp", ' ' },
	{ "zwnj", 0x200c },
	{ "zwj", 0x200d },
	{ "lrm", 0x200e },
	{ "rlm", 0x200f },
	{ "ndash", 0x2013 },
	{ "mdash", 0x2014 },
	{ "lsquo", 0x2018 },
	{ "rsquo", 0x2019 },
	{ "sbquo", 0x201a },
	{ "ldquo", 0x201c },
	{ "rdquo", 0x201d },
	{ "bdquo", 0x201e },
	{ "bull", 0x2022 },
	{ "hellip", 0x2026 },
	{ "euro", 0x20ac },
	{ "trade", 0x2122 },
	{ "rarr", 0x2192 },
	{ "check", 0x2713 },
	{ "hearts", 0x2665 },
	{ "star", 0x2606 },
	{ "starf", 0x2605 },
};

static const guint16 windows_1252[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

static unsigned
numeric(const char *p, const char **end)
{
	bool hex = *p == 'x' || *p == 'X';
	char *stop;

	p += hex;
	if (!(hex ? g_ascii_isxdigit(*p) : g_ascii_isdigit(*p)))
		return 0;
	guint64 c = g_ascii_strtoull(p, &stop, hex ? 16 : 10);
	*end = stop + (*stop == ';');
	if (c >= 0x80 && c < 0xa0)
		return windows_1252[c - 0x80];
	if (c > 0x10ffff || !g_unichar_validate((gunichar)c))
		return 0xfffd;
	return c < ' ' && c != '\t' && c != '\n' ? ' ' : (unsigned)c;
}

unsigned
html_entity(const char *p, const char **end)
{
	if (*p == '#')
		return numeric(p + 1, end);
	size_t len = 0;
	while (len < 8 && g_ascii_isalnum(p[len]))
		len++;
	for (size_t i = 0; len && i < G_N_ELEMENTS(entities); i++)
		if (strlen(entities[i].name) == len &&
			!memcmp(entities[i].name, p, len)) {
			*end = p + len + (p[len] == ';');
			return entities[i].c;
		}
	return 0;
}
