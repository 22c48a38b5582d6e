/* write/markdown -- room write: one Markdown text, two faces of a mail.
 *
 * Both come from the same parse (md4c, raw HTML off, tables on), so that they
 * say the same. The HTML has inline styles only, no colours that fight a dark
 * background, no pictures, and fits a phone; numbers of lists are ordinary
 * text in both, so that they survive being quoted. Links are kept only when
 * they are http(s) or mailto.
 */
#ifndef MENTORD_WRITE_MARKDOWN_H
#define MENTORD_WRITE_MARKDOWN_H

#include "base/pool.h"

#define MARKDOWN_COLUMNS 72

/* A whole HTML page. title and preheader are plain text, preheader may be ""
 * (then there is none); footer is Markdown, or NULL. */
char *markdown_html(struct pool *pool, const char *language, const char *title,
	const char *preheader, const char *markdown, const char *footer);

/* Plain text with LF ends, wrapped at MARKDOWN_COLUMNS cells. footer is
 * Markdown that follows below a line of its own, or NULL. */
char *markdown_text(
	struct pool *pool, const char *markdown, const char *footer);

/* The same with each paragraph on a line of its own, for calendars. */
char *markdown_lines(struct pool *pool, const char *markdown);

/* The words of text in lines of at most width cells, each behind first (the
 * first one) or rest, and ended by LF. A line never starts with what would
 * look like a quote, a list or a question's number, except where the text
 * itself does. Line feeds in text stay. */
char *text_wrap(struct pool *pool, const char *text, const char *first,
	const char *rest, int width);

/* Columns of a terminal, or of a fixed-width mail, that text takes. */
int text_cells(const char *text, size_t len);

#endif
