/* What both renderings of a Markdown text agree on: which links are allowed,
 * and which characters the entities of a template mean. */
#include "write/md.h"

#include <string.h>

bool
md_link_allowed(const MD_ATTRIBUTE *href)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:" };

	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t len = strlen(schemes[i]);

		if (href->size > len &&
			!g_ascii_strncasecmp(href->text, schemes[i], len))
			return true;
	}
	return false;
}

static gunichar
entity_number(const char *digits)
{
	int base = g_ascii_tolower(*digits) == 'x' ? 16 : 10;
	guint64 code =
		g_ascii_strtoull(digits + (base == 16), NULL, (guint)base);

	return code < 0x110000 && g_unichar_validate((gunichar)code) &&
			g_unichar_isgraph((gunichar)code)
		? (gunichar)code
		: 0;
}

void
md_append_entity(GString *out, const char *entity, size_t len)
{
	static const struct {
		const char *name;
		gunichar c;
	} known[] = {
		{ "&amp;", '&' },
		{ "&lt;", '<' },
		{ "&gt;", '>' },
		{ "&quot;", '"' },
		{ "&apos;", '\'' },
		{ "&nbsp;", 0xa0 },
		{ "&shy;", 0xad },
		{ "&ndash;", 0x2013 },
		{ "&mdash;", 0x2014 },
		{ "&hellip;", 0x2026 },
		{ "&middot;", 0xb7 },
		{ "&rarr;", 0x2192 },
		{ "&euro;", 0x20ac },
	};
	g_autofree char *name = g_strndup(entity, len);
	gunichar c = name[1] == '#' ? entity_number(name + 2) : 0;

	for (size_t i = 0; !c && i < G_N_ELEMENTS(known); i++)
		if (!strcmp(known[i].name, name))
			c = known[i].c;
	if (c)
		g_string_append_unichar(out, c);
	else
		g_string_append_len(out, entity, (gssize)len);
}
