/* The digest's fields: what needs the coordinator first, then the figures. */
#include "report/report.h"

#include <glib.h>
#include <inttypes.h>

#include "base/clock.h"
#include "report/funnel.h"

#define BAR_CELLS  20
#define MOST_NEEDS 50 /* in one mail */

static void
add_needs(struct pool *pool, const struct program *program,
	const struct figures *figures, struct fields *fields)
{
	fields_truth(pool, fields, "has_needs", figures->needs.n > 0);
	fields_list(pool, fields, "needs");
	for (size_t i = 0; i < MIN(figures->needs.n, MOST_NEEDS); i++) {
		const struct need *need = &figures->needs.at[i];
		struct fields *item = fields_item(pool, fields, "needs");
		int64_t days = MAX(figures->now - need->since, 0) / DAY;

		fields_text(
			pool, item, "what", label_need(program, need->what));
		fields_text(pool, item, "subject", need->subject);
		fields_text(pool, item, "why", need->why);
		fields_printf(pool, item, "days", "%" PRId64, days);
	}
}

static void
add_funnel(struct pool *pool, const struct program *program,
	const struct figures *figures, struct fields *fields)
{
	struct funnel_row_list rows = funnel_rows(pool, program, figures);

	fields_list(pool, fields, "funnel");
	for (size_t i = 0; i < rows.n; i++) {
		const struct funnel_row *row = &rows.at[i];
		struct fields *item = fields_item(pool, fields, "funnel");

		fields_text(pool, item, "label", row->label);
		fields_text(pool, item, "ratio",
			funnel_ratio(pool, program, row->part, row->whole));
		fields_printf(pool, item, "percent", "%d",
			funnel_percent(row->part, row->whole));
		fields_text(pool, item, "bar",
			funnel_bar(pool, row->part, row->whole, BAR_CELLS));
	}
}

static void
add_weeks(struct pool *pool, const struct program *program,
	const struct figures *figures, struct fields *fields)
{
	int64_t most = 1;

	fields_list(pool, fields, "weeks");
	for (size_t i = 0; i < figures->weeks.n; i++)
		most = MAX(most, figures->weeks.at[i].planned);
	for (size_t i = 0; i < figures->weeks.n; i++) {
		const struct week *week = &figures->weeks.at[i];
		struct fields *item = fields_item(pool, fields, "weeks");
		int planned = (int)(week->planned * BAR_CELLS / most);

		fields_text(pool, item, "label",
			label_week(pool, program, week->starts_at));
		fields_printf(pool, item, "planned", "%" PRId64, week->planned);
		fields_printf(pool, item, "held", "%" PRId64, week->held);
		fields_printf(pool, item, "asked", "%" PRId64, week->asked);
		fields_printf(
			pool, item, "answered", "%" PRId64, week->answered);
		fields_text(pool, item, "bar",
			funnel_bar(pool, week->held, week->planned, planned));
	}
}

static void
add_answers(struct pool *pool, const struct program *program,
	const struct figures *figures, struct fields *fields)
{
	fields_truth(pool, fields, "has_answers", figures->tallies.n > 0);
	fields_list(pool, fields, "answers");
	for (size_t i = 0; i < figures->tallies.n; i++) {
		const struct tally *tally = &figures->tallies.at[i];
		struct fields *item = fields_item(pool, fields, "answers");

		fields_text(pool, item, "question",
			funnel_question(program, tally));
		fields_text(pool, item, "summary",
			funnel_summary(pool, program, tally));
	}
}

struct fields *
digest_fields(struct pool *pool, const struct program *program,
	const struct figures *figures)
{
	struct fields *fields = fields_new(pool, NULL);

	fields_printf(pool, fields, "period", "%s %s",
		label(program, LABEL_SINCE),
		label_date(pool, program, figures->since));
	add_needs(pool, program, figures, fields);
	add_funnel(pool, program, figures, fields);
	add_weeks(pool, program, figures, fields);
	add_answers(pool, program, figures, fields);
	fields_printf(
		pool, fields, "mail_sent", "%" PRId64, figures->mails_sent);
	fields_text(pool, fields, "mail_ratio",
		funnel_ratio(
			pool, program, figures->mails_sent, figures->mails));
	fields_truth(pool, fields, "has_doubt", figures->mails_in_doubt > 0);
	fields_printf(
		pool, fields, "in_doubt", "%" PRId64, figures->mails_in_doubt);
	return fields;
}
