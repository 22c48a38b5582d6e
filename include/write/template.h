/* write/template -- room write: a template, checked when loaded.
 *
 * A file templates/<language>/<moment>.md: header lines (Subject:, optional
 * Preheader:) up to the first empty line, then Markdown. Language:
 *   {{name}}   {{#if name}}..{{else}}..{{/if}}   {{#each list}}..{{/each}}
 *   {{! a note}}   {{{name}}} (a value of mentord's own making, unescaped)
 * Values are escaped so that Markdown takes them literally. Every branch is
 * checked against the moment's declared fields, with file and line. A line
 * of nothing but {{#..}}, {{else}}, {{/..}} and notes leaves no empty line
 * behind. Besides the moments there are the coordinator's own notes;
 * footer.md, which has no Subject and ends every mail to a participant; and
 * calendar.md with the fields of an invitation, whose Subject is the title of
 * the calendar entry and whose text is its description.
 */
#ifndef MENTORD_WRITE_TEMPLATE_H
#define MENTORD_WRITE_TEMPLATE_H

#include "noun/fields.h"
#include "program/program.h"
#include "write/moment.h"

#define TEMPLATE_FOOTER   "footer"    /* the name of the footer's template */
#define TEMPLATE_CALENDAR "calendar"  /* found with MOMENT_INVITATION */
#define TEMPLATE_LARGEST  (1L << 18)  /* octets of a file */
#define TEMPLATE_OUTPUT   (1UL << 20) /* octets of Markdown rendered */
#define TEMPLATE_DEEPEST  8           /* blocks within blocks */

struct template;

/* What a template says with its values in it. subject and preheader are one
 * line each, not escaped; preheader is "" when there is none. */
struct rendering {
	char *subject, *preheader, *markdown;
};

/* The text of a template file, taken apart and checked; file is how it is
 * named in mistakes. NULL when there was a mistake (all are added). A footer
 * needs no Subject. The text may be anything. */
const struct template *template_parse(struct pool *pool, const char *file,
	const char *text, size_t len, enum moment moment, bool footer,
	struct mistake_list *mistakes);

/* The template for a moment (or, MOMENT_NOTE, of that name) in the language,
 * by program->template_dirs and, in each, de-CH, de, program's language, en.
 * The first file without a mistake wins. NULL and err when there is none. With
 * a program->shelf it lives as long as the program, and files are read once;
 * without, it is in pool. */
const struct template *template_find(struct pool *pool,
	const struct program *program, enum moment moment, const char *name,
	const char *language, struct err *err);

/* Every template of every directory and language, every branch; and what is
 * missing. A broken one is a mistake even when another stands in for it. */
void template_check_all(
	const struct program *program, struct mistake_list *mistakes);

/* Subject and body with the values in it. Declared fields that are not there
 * are empty. ERR_ASK when the output grows too large. */
bool template_render(struct pool *pool, const struct template *template,
	const struct fields *fields, struct rendering *rendering,
	struct err *err);

/* A value as Markdown that comes out as the very same characters. */
char *markdown_escape(struct pool *pool, const char *value);

#endif
