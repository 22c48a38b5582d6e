/* Boxes that people tick: "[x] yes  [ ] no", "☑ a ☐ b", "(x) a ( ) b".
 *
 * The words of a box stand behind it, up to the next box or the line's end;
 * where the text begins with words, they stand before it. */
#include <glib.h>
#include <string.h>

#include "value.h"

#define BOXES_MOST 40
#define TEXT_MOST  8192 /* bytes in which they are looked for */

struct box {
	const char *begin, *end;
	bool ticked;
};

static const struct {
	const char *sign;
	bool ticked;
} drawn[] = { { "☑", true }, { "☒", true }, { "🗹", true }, { "☐", false },
	{ "⬜", false }, { "□", false }, { "■", true }, { "🗷", true } };

/* A box at p; false when there is none. */
static bool
box_at(const char *p, struct box *box)
{
	char close = *p == '[' ? ']' : *p == '(' ? ')' : '\0';

	if (!close && (unsigned char)*p < 0x80)
		return false;
	for (size_t i = 0; !close && i < G_N_ELEMENTS(drawn); i++)
		if (g_str_has_prefix(p, drawn[i].sign)) {
			*box = (struct box){ p, p + strlen(drawn[i].sign),
				drawn[i].ticked };
			return true;
		}
	if (!close)
		return false;
	const char *in = p + 1 + strspn(p + 1, " \t");
	const char *end = in;
	bool ticked = false;
	if (*in == 'x' || *in == 'X' || *in == '*' ||
		g_str_has_prefix(in, "✓") || g_str_has_prefix(in, "✔") ||
		g_str_has_prefix(in, "✗") || g_str_has_prefix(in, "✘") ||
		g_str_has_prefix(in, "×")) {
		ticked = true;
		end = g_utf8_next_char(in);
	}
	end += strspn(end, " \t");
	if (*end != close || (!ticked && end == p + 1 && close == ')'))
		return false; /* "()" is no box, "[]" is */
	*box = (struct box){ p, end + 1, ticked };
	return true;
}

static size_t
find_boxes(const char *text, struct box *boxes)
{
	size_t n = 0;

	for (const char *p = text;
		*p && p - text < TEXT_MOST && n < BOXES_MOST;)
		if (box_at(p, &boxes[n]))
			p = boxes[n++].end;
		else
			p = g_utf8_next_char(p);
	return n;
}

static const char *
skip_separators(const char *p)
{
	return p + strspn(p, " \t\n/|,;:*-");
}

int
box_alone(const char *text)
{
	struct box boxes[BOXES_MOST];
	size_t n = find_boxes(text, boxes);

	if (n != 1 || *skip_separators(boxes[0].end) ||
		skip_separators(text) < boxes[0].begin)
		return 0;
	return boxes[0].ticked ? 1 : -1;
}

char *
ticked_words(const char *text)
{
	struct box boxes[BOXES_MOST];
	size_t n = find_boxes(text, boxes);
	g_autoptr(GString) out = g_string_new(NULL);
	bool words = false;

	if (!n)
		return NULL;
	bool before = skip_separators(text) < boxes[0].begin;
	for (size_t i = 0; i < n; i++) {
		const char *from =
			before ? (i ? boxes[i - 1].end : text) : boxes[i].end;
		const char *till = before ? boxes[i].begin
			: i + 1 < n       ? boxes[i + 1].begin
					  : from + strcspn(from, "\n");
		from = skip_separators(from);
		if (till <= from)
			continue;
		g_autofree char *label = g_strndup(from, (gsize)(till - from));
		size_t len = strcspn(g_strchomp(label), "\n");
		label[len] = '\0';
		while (len && strchr(" \t/|,;:", label[len - 1]))
			label[--len] = '\0';
		words |= *label != '\0';
		if (boxes[i].ticked && *label)
			g_string_append_printf(
				out, "%s%s", out->len ? "\n" : "", label);
	}
	return words ? g_strdup(out->str) : NULL;
}
