/* write/template -- room write: a template, checked when loaded.
 *
 * A file templates/<language>/<moment>.md: header lines (Subject:, optional
 * Preheader:) up to the first empty line, then Markdown. Language:
 *   {{name}}   {{#if name}}..{{else}}..{{/if}}   {{#each list}}..{{/each}}
 *   {{! a note}}   {{{name}}} (a value of mentord's own making, unescaped)
 * Values are escaped so that Markdown takes them literally. Every branch is
 * checked against the moment's declared fields, with file and line.
 */
#ifndef MENTORD_WRITE_TEMPLATE_H
#define MENTORD_WRITE_TEMPLATE_H

#include "noun/fields.h"
#include "program/program.h"
#include "write/moment.h"

struct template;

/* The template for a moment (or, MOMENT_NOTE, of that name) in the language,
 * by program->template_dirs and de-CH, de, program's language, en. NULL and
 * err when there is none or it is faulty. */
const struct template *template_find(struct pool *pool,
	const struct program *program, enum moment moment, const char *name,
	const char *language, struct err *err);

/* Every template of every directory and language, every branch. */
void template_check_all(
	const struct program *program, struct mistake_list *mistakes);

/* Subject (one line) and body (Markdown with the values in it). */
bool template_render(struct pool *pool, const struct template *template,
	const struct fields *fields, char **subject, char **markdown,
	struct err *err);

#endif
