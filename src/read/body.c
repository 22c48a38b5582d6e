/* Plain text to lines, with format=flowed undone (RFC 3676 4.2). */
#include "read/body.h"

#include <glib.h>
#include <string.h>

static struct body_line *
add_line(struct pool *pool, struct body_line_list *lines, char *text, int depth)
{
	struct body_line *line = LIST_ADD(pool, lines);

	line->text = text;
	line->depth = depth;
	return line;
}

static size_t
line_length(const char *at, const char **next)
{
	size_t len = strcspn(at, "\r\n");

	*next = at + len;
	if (**next == '\r')
		++*next;
	if (**next == '\n')
		++*next;
	return len;
}

static bool
is_signature_mark(const char *text, size_t len)
{
	return len == 3 && !memcmp(text, "-- ", 3);
}

/* A flowed line is one that ends in a blank and is not the signature mark. */
static bool
is_flowed(const char *text, size_t len)
{
	return len && text[len - 1] == ' ' && !is_signature_mark(text, len);
}

struct flow {
	GString *line;
	int depth;
	bool open;
};

static void
flow_end(struct pool *pool, struct body_line_list *lines, struct flow *flow)
{
	if (flow->open)
		add_line(pool, lines, pool_strdup(pool, flow->line->str),
			flow->depth);
	g_string_truncate(flow->line, 0);
	flow->open = false;
}

static void
flow_add(struct pool *pool, struct body_line_list *lines, struct flow *flow,
	const char *at, size_t len, bool delsp)
{
	int depth = 0;

	while (len && *at == '>') {
		at++;
		len--;
		depth++;
	}
	if (len && *at == ' ') { /* space-stuffing, 4.4 */
		at++;
		len--;
	}
	if (flow->open && (flow->depth != depth || is_signature_mark(at, len)))
		flow_end(pool, lines, flow);
	bool soft = is_flowed(at, len);
	g_string_append_len(flow->line, at, (gssize)(len - (soft && delsp)));
	flow->depth = depth;
	flow->open = true;
	if (!soft)
		flow_end(pool, lines, flow);
}

struct body_line_list
body_plain(struct pool *pool, const char *text, bool flowed, bool delsp)
{
	struct body_line_list lines = { 0 };
	g_autoptr(GString) joined = g_string_new(NULL);
	struct flow flow = { .line = joined };

	while (*text && lines.n < BODY_LINES_MOST) {
		const char *next;
		size_t len = line_length(text, &next);

		if (flowed)
			flow_add(pool, &lines, &flow, text, len, delsp);
		else
			add_line(
				pool, &lines, pool_strndup(pool, text, len), 0);
		text = next;
	}
	flow_end(pool, &lines, &flow);
	return lines;
}

bool
body_has_letters(const struct body_line_list *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		for (const char *p = lines->at[i].text; *p;
			p = g_utf8_next_char(p))
			if ((unsigned char)*p < 0x80
					? g_ascii_isalnum(*p)
					: g_unichar_isalnum(g_utf8_get_char(p)))
				return true;
	return false;
}

char *
body_text(struct pool *pool, const struct body_line_list *lines)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < lines->n; i++) {
		g_string_append(out, lines->at[i].text);
		g_string_append_c(out, '\n');
	}
	char *text = pool_strdup(pool, out->str);
	return g_strchomp(text);
}
