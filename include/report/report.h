/* report/report -- room report: figures with their denominators.
 *
 * Pure: figures in; text, fields or JSON out. Private questions and small
 * groups (fewer than privacy.k people) are shown as "fewer than k".
 *
 * digest_fields makes these fields of MOMENT_DIGEST, in the language of the
 * program (the coordinators'):
 *
 *   period       text   "since Monday, 11 January 2027"
 *   has_needs    truth  somebody or something needs a person
 *   needs        list   what ("silent"), subject, why, days ("3")
 *   funnel       list   label, ratio ("17 of 24 (71 %)"), percent ("71", for
 *                       the width of a bar in HTML), bar (of blocks, 20 cells)
 *   weeks        list   label ("W47"), planned, held, asked, answered, bar
 *                       (of blocks: held and planned, 20 cells the most)
 *   has_answers  truth
 *   answers      list   question, summary ("mean 4.2 of 1-5 (17 people)")
 *   mail_sent    text   how many mails
 *   mail_ratio   text   "210 of 212 (99 %)": sent, of those that were to go
 *   has_doubt    truth
 *   in_doubt     text   how many mails may or may not have arrived
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
/* Whole hours that pairs and groups have met, rounded. */
int64_t report_hours(const struct figures *figures);

#endif
