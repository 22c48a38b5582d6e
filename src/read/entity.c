/* Named and numeric character references. Only the names that mail clients
 * write; numbers in the C1 range mean windows-1252, as everywhere on the web
 * (WHATWG HTML 13.2.5.80). */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "read/body.h"

/* In the order of strcmp. */
static const struct entity {
	const char *name;
	gunichar c;
} entities[] = {
	{ "AElig", 0xc6 },
	{ "Aacute", 0xc1 },
	{ "Acirc", 0xc2 },
	{ "Agrave", 0xc0 },
	{ "Aring", 0xc5 },
	{ "Atilde", 0xc3 },
	{ "Auml", 0xc4 },
	{ "Ccedil", 0xc7 },
	{ "Eacute", 0xc9 },
	{ "Ecirc", 0xca },
	{ "Egrave", 0xc8 },
	{ "Ntilde", 0xd1 },
	{ "OElig", 0x152 },
	{ "Oacute", 0xd3 },
	{ "Oslash", 0xd8 },
	{ "Ouml", 0xd6 },
	{ "Scaron", 0x160 },
	{ "Uacute", 0xda },
	{ "Uuml", 0xdc },
	{ "aacute", 0xe1 },
	{ "acirc", 0xe2 },
	{ "acute", 0xb4 },
	{ "aelig", 0xe6 },
	{ "agrave", 0xe0 },
	{ "amp", '&' },
	{ "apos", '\'' },
	{ "aring", 0xe5 },
	{ "atilde", 0xe3 },
	{ "auml", 0xe4 },
	{ "bdquo", 0x201e },
	{ "bull", 0x2022 },
	{ "ccedil", 0xe7 },
	{ "cent", 0xa2 },
	{ "check", 0x2713 },
	{ "copy", 0xa9 },
	{ "deg", 0xb0 },
	{ "eacute", 0xe9 },
	{ "ecirc", 0xea },
	{ "egrave", 0xe8 },
	{ "emsp", ' ' },
	{ "ensp", ' ' },
	{ "euml", 0xeb },
	{ "euro", 0x20ac },
	{ "frac12", 0xbd },
	{ "frac14", 0xbc },
	{ "gt", '>' },
	{ "hearts", 0x2665 },
	{ "hellip", 0x2026 },
	{ "iacute", 0xed },
	{ "icirc", 0xee },
	{ "iexcl", 0xa1 },
	{ "igrave", 0xec },
	{ "iquest", 0xbf },
	{ "iuml", 0xef },
	{ "laquo", 0xab },
	{ "ldquo", 0x201c },
	{ "lrm", 0x200e },
	{ "lsquo", 0x2018 },
	{ "lt", '<' },
	{ "mdash", 0x2014 },
	{ "micro", 0xb5 },
	{ "middot", 0xb7 },
	{ "nbsp", 0xa0 },
	{ "ndash", 0x2013 },
	{ "ntilde", 0xf1 },
	{ "oacute", 0xf3 },
	{ "ocirc", 0xf4 },
	{ "oelig", 0x153 },
	{ "ograve", 0xf2 },
	{ "ordm", 0xba },
	{ "oslash", 0xf8 },
	{ "otilde", 0xf5 },
	{ "ouml", 0xf6 },
	{ "para", 0xb6 },
	{ "plusmn", 0xb1 },
	{ "pound", 0xa3 },
	{ "quot", '"' },
	{ "raquo", 0xbb },
	{ "rarr", 0x2192 },
	{ "rdquo", 0x201d },
	{ "reg", 0xae },
	{ "rlm", 0x200f },
	{ "rsquo", 0x2019 },
	{ "sbquo", 0x201a },
	{ "scaron", 0x161 },
	{ "sect", 0xa7 },
	{ "shy", 0xad },
	{ "star", 0x2606 },
	{ "starf", 0x2605 },
	{ "sup2", 0xb2 },
	{ "szlig", 0xdf },
	{ "thinsp", ' ' },
	{ "times", 0xd7 },
	{ "trade", 0x2122 },
	{ "uacute", 0xfa },
	{ "ucirc", 0xfb },
	{ "ugrave", 0xf9 },
	{ "uml", 0xa8 },
	{ "uuml", 0xfc },
	{ "yacute", 0xfd },
	{ "yen", 0xa5 },
	{ "yuml", 0xff },
	{ "zwj", 0x200d },
	{ "zwnj", 0x200c },
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

#define NAME_MOST 8

static int
compare_entity(const void *name, const void *entity)
{
	return strcmp(name, ((const struct entity *)entity)->name);
}

unsigned
html_entity(const char *p, const char **end)
{
	char name[NAME_MOST + 1];
	size_t len = 0;

	if (*p == '#')
		return numeric(p + 1, end);
	for (; len < NAME_MOST && g_ascii_isalnum(p[len]); len++)
		name[len] = p[len];
	name[len] = '\0';
	if (!len)
		return 0;
	const struct entity *found = bsearch(name, entities,
		G_N_ELEMENTS(entities), sizeof *entities, compare_entity);
	if (!found)
		return 0;
	*end = p + len + (p[len] == ';');
	return found->c;
}
