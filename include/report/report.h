/* report/report -- room report: figures with their denominators.
 *
 * Pure: figures in; text, fields or JSON out. Private questions and small
 * groups (fewer than privacy.k people) are shown as "fewer than k".
 */
#ifndef MENTORD_REPORT_REPORT_H
#define MENTORD_REPORT_REPORT_H

#include "noun/fields.h"
#include "noun/figures.h"
#include "program/program.h"

/* The fields of MOMENT_DIGEST: needs, funnel rows, weeks, tallies. */
struct fields *digest_fields(struct pool *pool, const struct program *program,
	const struct figures *figures);

/* For a terminal of that width (columns); colour as asked. */
char *report_text(struct pool *pool, const struct program *program,
	const struct figures *figures, int width, bool colour);
char *report_json(struct pool *pool, const struct program *program,
	const struct figures *figures);
/* One HTML file with inline SVG and no script. */
char *report_page(struct pool *pool, const struct program *program,
	const struct figures *figures);

/* "17 of 24 (71 %)"; "0 of 0" when there is nothing to be a part of. */
char *report_ratio(struct pool *pool, int64_t part, int64_t whole);

#endif
