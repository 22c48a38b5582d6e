/* Which of the parts is what the person wrote. The plain part is the one their
 * words stand in; the HTML beside it is taken when the plain one is a stub, or
 * has lost what we read by: quotation marks, numbers of lists. */
#include <glib.h>
#include <string.h>

#include "read/align.h"
#include "read/charset.h"
#include "read/header.h"
#include "read/mime.h"
#include "read/quote.h"

/* A plain part with less than half of the words of the HTML beside it is a stub
 * ("your client cannot show this"), or was cut. */
#define POORER 2

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

	if (!strcmp(part->type, "text/html") &&
		(!charset || !g_ascii_strcasecmp(charset, "us-ascii"))) {
		const char *named =
			charset_of_page(pool, part->bytes, part->len);

		charset = named ? named : charset;
	}
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

/* --- plain or HTML --- */

static void
take_words(struct pool *pool, const struct body_line_list *lines,
	struct word_list *words)
{
	for (size_t i = 0; i < lines->n; i++)
		words_add(pool, lines->at[i].text, 0, (uint32_t)i, words);
}

/* Does the plain text lack most of the words that the HTML shows? */
static bool
is_poorer(struct pool *pool, const struct body_line_list *plain,
	const struct body_line_list *rich)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	struct word_list ours = { 0 }, theirs = { 0 };
	size_t found = 0;

	take_words(pool, plain, &ours);
	take_words(pool, rich, &theirs);
	for (size_t i = 0; i < ours.n; i++)
		g_hash_table_add(seen, GUINT_TO_POINTER(ours.at[i].hash));
	for (size_t i = 0; i < theirs.n; i++)
		found += g_hash_table_contains(
			seen, GUINT_TO_POINTER(theirs.at[i].hash));
	return found * POORER < theirs.n;
}

struct structure {
	size_t quoted, numbered;
};

static struct structure
structure_of(const struct body_line_list *lines)
{
	struct structure found = { 0 };

	for (size_t i = 0; i < lines->n; i++) {
		const char *text = lines->at[i].text;
		size_t signs = strspn(text, "> \t|");

		found.quoted += lines->at[i].depth ||
			lines->at[i].mark == MARK_CUT ||
			(signs && memchr(text, '>', signs));
		found.numbered += line_number(text + signs, NULL) > 0;
	}
	return found;
}

/* Marks of quotation that only the HTML has, or numbers of a list. */
static bool
has_lost_structure(
	const struct body_line_list *plain, const struct body_line_list *rich)
{
	struct structure p = structure_of(plain), r = structure_of(rich);

	return (r.quoted && !p.quoted) || r.numbered >= p.numbered + 2;
}

static bool
is_text(const struct mime_part *part)
{
	return !part->enclosed &&
		(!strcmp(part->type, "text/plain") ||
			!strcmp(part->type, "text/html"));
}

static bool
is_body(const struct mime_part *part)
{
	return is_text(part) && !part->attachment;
}

static void
append(struct pool *pool, struct body_line_list *to,
	const struct body_line_list *from)
{
	for (size_t i = 0; i < from->n && to->n < BODY_LINES_MOST; i++)
		*LIST_ADD(pool, to) = from->at[i];
}

/* All parts of one form in one multipart/alternative: Apple Mail cuts the HTML
 * in pieces around its pictures. */
static struct body_line_list
group_lines(struct pool *pool, const struct mime_mail *mail, int alternative,
	const char *type)
{
	struct body_line_list lines = { 0 };

	for (size_t i = 0; i < mail->parts.n; i++) {
		const struct mime_part *part = &mail->parts.at[i];

		if (part->alternative != alternative || !is_body(part) ||
			strcmp(part->type, type))
			continue;
		struct body_line_list more = part_lines(pool, part);
		append(pool, &lines, &more);
	}
	return lines;
}

/* The better of two forms of one text. */
static struct body_line_list
better(struct pool *pool, const struct mime_mail *mail, int alternative)
{
	struct body_line_list plain =
		group_lines(pool, mail, alternative, "text/plain");
	struct body_line_list rich =
		group_lines(pool, mail, alternative, "text/html");

	if (!body_has_letters(&rich))
		return plain.n ? plain : rich;
	if (!body_has_letters(&plain) || is_poorer(pool, &plain, &rich) ||
		has_lost_structure(&plain, &rich))
		return rich;
	return plain;
}

static bool
is_first_of_group(const struct mime_mail *mail, size_t at)
{
	const struct mime_part *part = &mail->parts.at[at];

	for (size_t i = 0; i < at; i++)
		if (mail->parts.at[i].alternative == part->alternative &&
			is_body(&mail->parts.at[i]))
			return false;
	return true;
}

/* A text that has a name and stands behind the body is a file that the client
 * shows in place. */
static bool
is_file(const struct mime_part *part, bool written)
{
	return part->filename && !part->alternative && written;
}

struct body_line_list
mime_body(struct pool *pool, const struct mime_mail *mail)
{
	struct body_line_list body = { 0 };
	bool written = false;

	for (size_t i = 0; i < mail->parts.n; i++) {
		const struct mime_part *part = &mail->parts.at[i];
		struct body_line_list lines = { 0 };

		if (!is_body(part) || is_file(part, written))
			continue;
		if (!part->alternative)
			lines = part_lines(pool, part);
		else if (is_first_of_group(mail, i))
			lines = better(pool, mail, part->alternative);
		append(pool, &body, &lines);
		written = written || body_has_letters(&lines);
	}
	/* Some clients attach what was typed; nothing of that is lost. */
	for (size_t i = 0; !written && i < mail->parts.n; i++) {
		const struct mime_part *part = &mail->parts.at[i];

		if (!is_text(part) || is_body(part))
			continue;
		struct body_line_list lines = part_lines(pool, part);
		written = body_has_letters(&lines);
		if (written)
			append(pool, &body, &lines);
	}
	return body;
}
