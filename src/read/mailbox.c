/* Address lists (RFC 5322 3.4, with the obsolete route), by one pass and a
 * flag or two: what a header says must be read the same way by us whatever
 * tricks it holds, and without recursion. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "read/header.h"

struct scan {
	struct pool *pool;
	struct mailbox_list *list;
	size_t most;
	bool faulty;
	GString *words, *angle; /* display name or bare address; <...> */
	bool in_angle, had_angle, had_any, had_colon;
};

static char *
trimmed(struct pool *pool, const char *text)
{
	return g_strstrip(pool_strdup(pool, text));
}

/* One list item ends: keep it when it is an address. */
static void
item_end(struct scan *s)
{
	bool any = s->had_any || s->had_angle;
	char *address =
		trimmed(s->pool, s->had_angle ? s->angle->str : s->words->str);
	char *colon = s->had_angle ? strrchr(address, ':') : NULL;

	if (colon) /* <@route:local@domain> */
		address = colon + 1;
	s->faulty |= s->had_colon && !s->had_angle;
	if (any && !address_fault(address)) {
		if (s->list->n < s->most) {
			struct mailbox *box = LIST_ADD(s->pool, s->list);

			box->address = address_canonical(s->pool, address);
			if (s->had_angle && *g_strstrip(s->words->str))
				box->name = header_text(s->pool, s->words->str);
		}
	} else if (any) {
		s->faulty = true;
	}
	g_string_truncate(s->words, 0);
	g_string_truncate(s->angle, 0);
	s->in_angle = s->had_angle = s->had_any = s->had_colon = false;
}

/* Skip a comment with its nested ones; returns its last character. */
static const char *
skip_comment(const char *p)
{
	size_t depth = 0;

	for (; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && !--depth)
			return p;
	}
	return p - 1;
}

/* Copy a quoted string without its quotes; returns its last character. */
static const char *
copy_quoted(struct scan *s, const char *p)
{
	for (p++; *p && *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
		g_string_append_c(s->in_angle ? s->angle : s->words, *p);
	}
	s->had_any = true;
	return *p ? p : p - 1;
}

static const char *
scan_one(struct scan *s, const char *p)
{
	switch (*p) {
	case '(':
		return skip_comment(p);
	case '"':
		return copy_quoted(s, p);
	case '<':
		s->faulty |= s->had_angle;
		s->in_angle = s->had_angle = true;
		return p;
	case '>':
		s->in_angle = false;
		return p;
	case ';': /* the end of a group */
		s->faulty = true;
		item_end(s);
		return p;
	case ',':
		item_end(s);
		return p;
	case ':':
		if (!s->in_angle) { /* the name of a group ends here */
			g_string_truncate(s->words, 0);
			s->had_any = false;
			s->had_colon = true;
			return p;
		}
		break;
	default:
		break;
	}
	g_string_append_c(s->in_angle ? s->angle : s->words, *p);
	s->had_any |= *p != ' ' && *p != '\t';
	return p;
}

struct mailbox_list
header_mailboxes(
	struct pool *pool, const char *value, size_t most, bool *faulty)
{
	struct mailbox_list list = { 0 };
	g_autoptr(GString) words = g_string_new(NULL);
	g_autoptr(GString) angle = g_string_new(NULL);
	struct scan s = { .pool = pool,
		.list = &list,
		.most = most,
		.words = words,
		.angle = angle };

	for (const char *p = value ? value : ""; *p; p++)
		p = scan_one(&s, p);
	item_end(&s);
	if (faulty)
		*faulty = s.faulty;
	return list;
}
