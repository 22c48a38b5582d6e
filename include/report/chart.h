/* report/chart -- room report: drawings in SVG, for the page.
 *
 * Every shape has a title, so that a pointer over it says the figures, and
 * every drawing a sentence for those who hear it. Colours are the classes of
 * the page: planned, held, soft.
 */
#ifndef MENTORD_REPORT_CHART_H
#define MENTORD_REPORT_CHART_H

#include <glib.h>

#include "report/funnel.h"

/* Sessions planned and held, a pair of bars a week. */
void chart_weeks(struct pool *pool, const struct program *program,
	const struct week_list *weeks, GString *out);

/* How often each answer of a scale was given. */
void chart_scale(struct pool *pool, const struct program *program,
	const struct question *question, const struct tally *tally,
	GString *out);

/* One bar: part of whole. */
void chart_part(struct pool *pool, const struct program *program,
	const struct funnel_row *row, GString *out);

/* Text for HTML, quotes included. */
char *chart_escape(struct pool *pool, const char *text);

#endif
