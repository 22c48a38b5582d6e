/* Which of the parts is what the person wrote. */
#include <glib.h>
#include <string.h>

#include "read/charset.h"
#include "read/header.h"
#include "read/mime.h"

/* A plain part with less than a tenth of the letters of the HTML beside it is
 * a stub ("your client cannot show this"). */
#define POORER 10

const struct mime_part *
mime_find(const struct mime_mail *mail, const char *type)
{
	for (size_t i = 0; i < mail->parts.n; i++)
		if (!mail->parts.at[i].enclosed &&
			!strcmp(mail->parts.at[i].type, type))
			return &mail->parts.at[i];
	return NULL;
}

char *
mime_text(struct pool *pool, const struct mime_part *part)
{
	const char *charset = part->charset;

	return charset_text(pool, part->bytes, part->len, charset);
}

static bool
has_parameter(struct pool *pool, const struct mime_part *part, const char *name,
	const char *value)
{
	char *found =
		part->field ? header_parameter(pool, part->field, name) : NULL;

	return found && !g_ascii_strcasecmp(found, value);
}

static struct body_line_list
part_lines(struct pool *pool, const struct mime_part *part)
{
	char *text = mime_text(pool, part);

	if (!strcmp(part->type, "text/html"))
		return html_lines(pool, text);
	return body_plain(pool, text,
		has_parameter(pool, part, "format", "flowed"),
		has_parameter(pool, part, "delsp", "yes"));
}

static size_t
count_letters(const struct body_line_list *lines)
{
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++)
		for (const char *p = lines->at[i].text; *p;
			p = g_utf8_next_char(p))
			n += g_unichar_isalnum(g_utf8_get_char(p)) != 0;
	return n;
}

static bool
is_body(const struct mime_part *part)
{
	return !part->enclosed && !part->attachment &&
		(!strcmp(part->type, "text/plain") ||
			!strcmp(part->type, "text/html"));
}

static void
append(struct pool *pool, struct body_line_list *to,
	const struct body_line_list *from)
{
	for (size_t i = 0; i < from->n && to->n < BODY_LINES_MOST; i++)
		*LIST_ADD(pool, to) = from->at[i];
}

/* The better of two forms of one text; either may be NULL. */
static struct body_line_list
better(struct pool *pool, const struct mime_part *plain,
	const struct mime_part *html)
{
	struct body_line_list lines = { 0 };

	if (plain)
		lines = part_lines(pool, plain);
	if (!html)
		return lines;
	struct body_line_list rich = part_lines(pool, html);
	size_t letters = count_letters(&lines);
	if (!letters || letters * POORER < count_letters(&rich))
		return rich;
	return lines;
}

/* The sister of part in its multipart/alternative, of the other type. */
static const struct mime_part *
sister(const struct mime_mail *mail, const struct mime_part *part,
	const char *type)
{
	for (size_t i = 0; i < mail->parts.n; i++) {
		const struct mime_part *p = &mail->parts.at[i];

		if (p->alternative == part->alternative && is_body(p) &&
			!strcmp(p->type, type))
			return p;
	}
	return NULL;
}

static const struct mime_part *
first_of_group(const struct mime_mail *mail, const struct mime_part *part)
{
	for (size_t i = 0; i < mail->parts.n; i++)
		if (mail->parts.at[i].alternative == part->alternative &&
			is_body(&mail->parts.at[i]))
			return &mail->parts.at[i];
	return part;
}

struct body_line_list
mime_body(struct pool *pool, const struct mime_mail *mail)
{
	struct body_line_list body = { 0 };

	for (size_t i = 0; i < mail->parts.n; i++) {
		const struct mime_part *part = &mail->parts.at[i];
		struct body_line_list lines;

		if (!is_body(part))
			continue;
		if (part->alternative) {
			if (first_of_group(mail, part) != part)
				continue;
			lines = better(pool, sister(mail, part, "text/plain"),
				sister(mail, part, "text/html"));
		} else {
			lines = part_lines(pool, part);
		}
		append(pool, &body, &lines);
	}
	return body;
}
