/* read/body -- room read: the body of a letter as lines a person would see.
 *
 * A line knows how deep it was quoted by mark-up (HTML, format=flowed); signs
 * like ">" in plain text stay in its text for read/quote to judge.
 */
#ifndef MENTORD_READ_BODY_H
#define MENTORD_READ_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

#define BODY_LINES_MOST 20000
#define BODY_BYTES_MOST (1u << 20)

/* What the client's mark-up says a line is. */
enum body_mark {
	MARK_NONE,
	MARK_HEADER,    /* "On ... wrote:", right above a quotation */
	MARK_CUT,       /* header of a bare original: all below is old */
	MARK_SIGNATURE, /* in the client's signature element */
	MARK_DASH,      /* dashes that are no signature mark, though they look
			   like one: in HTML its blank is never lost */
};

struct body_line {
	const char *text; /* valid UTF-8, no line feed */
	int depth;        /* of quotation, by mark-up */
	enum body_mark mark;
};
LIST_OF(body_line_list, struct body_line);

/* Plain text; flowed and delsp are the parameters of RFC 3676. */
struct body_line_list body_plain(
	struct pool *pool, const char *text, bool flowed, bool delsp);

/* HTML (valid UTF-8) to lines: one pass, no tree, linear. Scripts, styles and
 * hidden text are dropped; when nothing would be left and there are letters,
 * hidden text is shown, and at last every tag is stripped. */
struct body_line_list html_lines(struct pool *pool, const char *html);

/* The same; *work grows by the bytes that were looked at ahead, beyond the
 * one pass, so that a test can see that this is linear. */
struct body_line_list html_lines_counted(
	struct pool *pool, const char *html, size_t *work);

/* The character an entity at p (behind "&") stands for, and its end; 0 when
 * it is none. */
unsigned html_entity(const char *p, const char **end);

/* Does any line hold a letter or a digit? */
bool body_has_letters(const struct body_line_list *lines);

/* The lines as one text, without trailing blanks. */
char *body_text(struct pool *pool, const struct body_line_list *lines);

#endif
